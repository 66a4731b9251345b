"""English for the particle between two walls."""

TITLES = {
    "box": "A particle in a box", "box.state": "Sines", "box.walls": "The walls",
    "box.orthonormality": "An orthonormal family",
}

PROSE = {
    "box.state": r"""
Between two walls at 0 and $L$ nothing acts on the particle. A sine returns to itself when it is
differentiated twice, so try
@ psi.
Both derivatives are carried out, and it solves the equation for every $n$:
@ solves.
The constant in front on the left is the energy of the state.
""",
    "box.walls": r"""
No particle is found beyond a wall, and a state is continuous, so it must vanish there. With a whole
number of half waves between the walls it does:
@ left, right.
That is why the number in the sine is $n+1$ times $\pi$. With $n = -1$ the state would be zero
everywhere.
""",
    "box.orthonormality": r"""
A product of two of the sines has an antiderivative made of sines again, which vanish at both walls.
Only for $k = n$ is there something left, and the constant in front makes it 1. For every $k$ and
$n$
@ orthonormal.
""",
}
