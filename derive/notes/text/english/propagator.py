"""English for the propagator of the oscillator."""

TITLES = {
    "propagator": "The propagator of the oscillator",
    "propagator.hermite": "Hermite polynomials",
    "propagator.ansatz": "A Gaussian in two positions",
    "propagator.matching": "Two equations for two numbers",
    "propagator.time": "The solution in time",
    "propagator.evolution": "The propagator",
}

NAMES = {"propagator.moments": "Gaussian integrals with a linear exponent"}

PROSE = {
    "propagator.cited.moments": """
integrals over the line of powers times exp(−*a x*² + *b x*), for *a* > 0
""",
    "propagator.hermite": r"""
In natural lengths the states of the oscillator are Hermite polynomials times $e^{-\xi^2/2}$. What
is used of the polynomials is how they are made,
@ hermite_zero, hermite,
and, for every $n$, how three neighbours and a derivative are related:
@ derivative_rule, three_term.
""",
    "propagator.ansatz": r"""
Which function of two positions, integrated against a state, gives back a multiple of that state?
The equation is of second order and quadratic, so try a Gaussian: with one number $p > 0$ and one
number $b$, and with the factor $e^{-\eta^2/2}$ of the state already in it, its integral is
@ whole.
Now take the state with the polynomial $H_{n+1}(\eta)$. The total derivative
@ telescope
has no integral, since a polynomial times this Gaussian vanishes at both ends. What is left joins
three integrals, as {three_term} joins three polynomials:
@ climb.
""",
    "propagator.matching": r"""
If the integral with $H_n(\eta)$ is to be $z^n$ times $H_n(\xi)$, then {climb} must be {three_term}
with a factor $z$ for every rung. It is, if
@ square, linear.
By induction from $n = 0$ and $n = 1$ these two equations are enough. For every $n$
@ acts.
""",
    "propagator.time": r"""
A state of energy $\hbar\omega(n+\frac{1}{2})$ shrinks in imaginary time like $e^{-(n+1/2)u}$,
where $u$ is the time in units of $1/\omega$. So put $z = e^{-u}$. The first of the two equations
says
@ rate,
so that $p = \frac{2}{1-e^{-2u}}$, which is $\frac{\cosh u}{\sinh u} + 1$, and the second that
$b = \frac{1}{\sinh u}$. For $u > 0$ the denominator is positive,
@ sinh_positive,
since $e^{2u}$ lies above its tangent, and so both equations are solved:
@ solved_square, solved_linear.
""",
    "propagator.evolution": r"""
Go back to lengths and times, and choose the constant in front so that the state with $n = 0$
shrinks with its own energy:
@ propagator.
This is Mehler's kernel. It takes every state of the oscillator to itself, times the factor that
belongs to its energy:
@ evolves.
As $t$ goes to 0 that factor goes to 1. As a function of $t$ and $x$ it solves the Schrödinger
equation in imaginary time,
@ diffusion.
For numbers another form is better, in which nothing cancels where $x$ and $y$ are near each other
and nothing overflows for long times:
@ mehler.
Often $U(x, y, t)$ is written as a sum over the states. That the sum is this function follows from
{evolves} only if every function is a sum of states, which is not shown here.
""",
}
