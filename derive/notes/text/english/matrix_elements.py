"""English for the matrix elements of the oscillator."""

TITLES = {"oscillator.matrix_elements": "Position and momentum between two states"}

PROSE = {
    "oscillator.matrix_elements": r"""
Multiply a state by $x$. By {three_term} a Hermite polynomial times $\xi$ is a sum of its two
neighbours, and with the constants of {psi} the factors are square roots,
@ position_lowest, position_rule.
Multiply by $\psi_k(x)$, integrate, and let {orthonormal} do the rest. For every $k$ and $n$
@ position:
position joins neighbours only. Once more with $x$ in front, and two steps are possible, or none:
@ position_squared.
A derivative does the same. In the derivative of {psi} stands that of the polynomial, which
{hermite} writes by the next one,
@ slope_rule,
and so
@ slope.
The momentum is $-i\hbar$ times the derivative. Its matrix is imaginary, and {solves} gives the
second derivative without another integral:
@ momentum, momentum_squared.
With $k = n$ kinetic and potential energy are half of {levels} each, in every state.
""",
}
