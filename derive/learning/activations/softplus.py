"""log(1 + e^x), a smooth positive part."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.learning.activations.sigmoid import ACTIVATION as SIGMOID
from derive.terms.build import add, exp
from derive.terms.term import Term

ACTIVATION = Activation(
    name="softplus",
    body=Term("log", (), (add(1, exp(X)),)),
    numpy="np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))",
    source="Dugas et al., Incorporating second-order functional knowledge, NIPS 2000",
    uses=(SIGMOID,),
)
ACTIVATIONS.add("softplus", ACTIVATION)
