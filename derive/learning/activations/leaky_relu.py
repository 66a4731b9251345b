"""x for positive x and x/100 for negative x; its kink is at 0."""

from fractions import Fraction

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.build import add, div, mul
from derive.terms.term import Term

ACTIVATION = Activation(
    name="leaky_relu",
    latex=r"\mathrm{LeakyReLU}",
    body=div(add(mul(101, X), mul(99, Term("abs", (), (X,)))), 200),
    numpy="np.where(x > 0, x, 0.01 * x)",
    source="Maas, Hannun, Ng, ICML 2013",
    kinks=(Fraction(0),),
    at_kink=Fraction(1, 100),
)
ACTIVATIONS.add("leaky_relu", ACTIVATION)
