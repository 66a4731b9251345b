"""The hyperbolic tangent."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.term import Term

ACTIVATION = Activation(
    name="tanh",
    body=Term("tanh", (), (X,)),
    numpy="np.tanh(x)",
    source="Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.3.2",
)
ACTIVATIONS.add("tanh", ACTIVATION)
