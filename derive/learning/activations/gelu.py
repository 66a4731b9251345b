"""x times the distribution function of a standard Gaussian at x, without approximation."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.build import add, div, mul, sqrt
from derive.terms.term import Term

ACTIVATION = Activation(
    name="gelu",
    latex=r"\mathrm{GELU}",
    body=mul(X, div(add(1, Term("erf", (), (div(X, sqrt(2)),))), 2)),
    numpy="0.5 * x * erfc_of(-x / np.sqrt(2.0))",
    source="Hendrycks and Gimpel, Gaussian error linear units, arXiv:1606.08415 (2016)",
)
ACTIVATIONS.add("gelu", ACTIVATION)
