"""Bound states, matrix elements and the propagator: derived, compiled, held against each other.

Run it: it prints the formulas with their proofs' verdicts, an anharmonic level by two roads, and
the states that the command finds for a molecule.
"""

import numpy as np
import sympy

import derive

oscillator = derive.derivation("oscillator")
for label in ("position", "momentum_squared"):
    print(oscillator[label])

# H = p^2/2 + x^2/2 + x^4/10 in the states of the oscillator, with x^4 = (x^2)^2
N = 60
x2 = derive.compile(oscillator["position_squared"]).matrix(N)
p2 = derive.compile(oscillator["momentum_squared"]).matrix(N)
hamiltonian = p2 / 2 + x2 / 2 + x2 @ x2 / 10
lowest = np.linalg.eigvalsh(hamiltonian[:N - 8, :N - 8])[0]
print(f"lowest level with x^4/10: {lowest:.9f}")

# the same from short steps of imaginary time: exp(-V dt/2) U(dt) exp(-V dt/2)
kernel = derive.compile(derive.derivation("propagator")["mehler"])
x, dt = np.linspace(-6, 6, 301), 0.02
kick = np.exp(-dt / 2 * x**4 / 10)
step = kick[:, None] * kernel(x[:, None], x, dt) * kick * (x[1] - x[0])
largest = np.linalg.eigvalsh(step)[-1]
print(f"from steps of {dt}:        {-np.log(largest) / dt:.9f}")
assert abs(-np.log(largest) / dt - lowest) < 1e-4

r, D, a = sympy.symbols("r D a", positive=True)
place = sympy.Symbol("x", real=True)
print(derive.bound_states(D * (1 - sympy.exp(-a * place)) ** 2, place))
