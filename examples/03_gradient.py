"""The gradient of a two-layer network for any sizes and any activation, and a numpy function.

Run it: it prints the formulas in LaTeX, and the loss before and after a hundred steps downhill.
"""

import numpy as np

from derive import gradient
from derive.catalog import ACTIVATIONS
from derive.learning.expressions import Function, matrix, norm, vector
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program

W1, b1 = matrix("W", "h", "d", 1), vector("b", "h", 1)
W2, b2 = matrix("W", "k", "h", 2), vector("b", "k", 2)
x, y, sigma = vector("x", "d"), vector("y", "k"), Function("sigma")

g = gradient(norm(sigma(W2 @ sigma(W1 @ x + b1) + b2) - y) ** 2 / 2, wrt=[W1, b1, W2, b2])
print(g.latex())

tanh = ACTIVATIONS.get("tanh")
network = dense_network([2, 8, 1], "tanh", output=None, batch="B", reduction="mean")
loss_and_gradients = numpy_program(network.gradient(), {tanh.symbol: tanh}).function()

draw = np.random.default_rng(1)
parameters = [0.5 * draw.normal(size=s) for s in ((8, 2), (8, 1), (1, 8), (1, 1))]
inputs = draw.normal(size=(2, 64))
targets = inputs[:1] * inputs[1:]
first, _ = loss_and_gradients(*parameters, inputs, targets)
for _ in range(100):
    loss, gradients = loss_and_gradients(*parameters, inputs, targets)
    for parameter, slope in zip(parameters, gradients.values(), strict=True):
        parameter -= 0.2 * slope
print(f"loss {first:.3f} at first, {loss:.3f} after a hundred steps")
