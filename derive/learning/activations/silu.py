"""x times the logistic function of x (also called swish)."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.learning.activations.sigmoid import ACTIVATION as SIGMOID
from derive.terms.build import add, div, exp, neg

ACTIVATION = Activation(
    name="silu",
    latex=r"\mathrm{SiLU}",
    body=div(X, add(1, exp(neg(X)))),
    numpy="x * np.where(x >= 0, 1.0, np.exp(-np.abs(x))) / (1.0 + np.exp(-np.abs(x)))",
    source="Elfwing, Uchibe, Doya, Neural Networks 107 (2018) 3-11",
    uses=(SIGMOID,),
)
ACTIVATIONS.add("silu", ACTIVATION)
