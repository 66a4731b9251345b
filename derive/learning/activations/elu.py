"""x for positive x and e^x - 1 for negative x; its second derivative jumps at 0."""

from fractions import Fraction

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.build import add, div, exp, neg
from derive.terms.term import Term

SIZE = Term("abs", (), (X,))

ACTIVATION = Activation(
    name="elu",
    latex=r"\mathrm{ELU}",
    body=add(div(add(X, SIZE), 2), exp(div(add(X, neg(SIZE)), 2)), -1),
    numpy="np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))",
    source="Clevert, Unterthiner, Hochreiter, ICLR 2016",
    kinks=(Fraction(0),),
    at_kink=Fraction(1),
)
ACTIVATIONS.add("elu", ACTIVATION)
