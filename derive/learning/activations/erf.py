"""The error function, the integral of 2 e^(-t^2)/sqrt(pi) from 0 to x."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.term import Term

ACTIVATION = Activation(
    name="erf",
    body=Term("erf", (), (X,)),
    numpy="erf_of(x)",
    source="Williams, Computation with infinite neural networks, Neural Computation 10 (1998)",
)
ACTIVATIONS.add("erf", ACTIVATION)
