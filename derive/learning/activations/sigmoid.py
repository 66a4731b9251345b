"""The logistic function 1/(1 + e^-x)."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X
from derive.terms.build import add, div, exp, neg

ACTIVATION = Activation(
    name="sigmoid",
    body=div(1, add(1, exp(neg(X)))),
    numpy="np.where(x >= 0, 1.0, np.exp(-np.abs(x))) / (1.0 + np.exp(-np.abs(x)))",
    source="Bishop, Pattern Recognition and Machine Learning, 2006, eq. (4.59)",
)
ACTIVATIONS.add("sigmoid", ACTIVATION)
