"""The identity: a linear layer."""

from derive.catalog import ACTIVATIONS
from derive.learning.activation import Activation, X

ACTIVATION = Activation(
    name="identity",
    body=X,
    numpy="x",
    source="Goodfellow, Bengio, Courville, Deep Learning, 2016, section 6.2.2.1",
)
ACTIVATIONS.add("identity", ACTIVATION)
