"""The positive part, (x + |x|)/2; its kink is at 0."""

from fractions import Fraction

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.build import add, div
from derive.terms.term import Term

ACTIVATION = Activation(
    name="relu",
    latex=r"\mathrm{ReLU}",
    body=div(add(X, Term("abs", (), (X,))), 2),
    numpy="np.maximum(x, 0.0)",
    source="Nair and Hinton, ICML 2010",
    kinks=(Fraction(0),),
    at_kink=Fraction(0),
)
ACTIVATIONS.add("relu", ACTIVATION)
