"""English for the states made of Laguerre polynomials: Morse, Coulomb, three dimensions."""

TITLES = {
    "morse": "The Morse potential",
    "coulomb": "The Coulomb potential",
    "radial_oscillator": "The oscillator in three dimensions",
    **{f"{name}.{key}": title for name in ("morse", "coulomb", "radial_oscillator")
       for key, title in (("laguerre", "Laguerre polynomials"), ("state", "The states"),
                          ("solves", "Back in the equation"))},
    **{f"{name}.{key}": title for name in ("coulomb", "radial_oscillator")
       for key, title in (("norm", "The norm of Laguerre functions"),
                          ("normalized", "Normalized states"))},
}

_LAGUERRE = r"""
Begin with the constant 1 and raise it step by step, for any real $\alpha$:
@ laguerre_zero, laguerre.
What comes out are the Laguerre polynomials, each times $n!$, so that all coefficients are whole
where $\alpha$ is. By induction over $n$ every one of them solves
@ equation.
Differentiate the rule that raises and use this equation; the second derivative goes away:
@ slope.
Multiply by $z$ and let the rule remove the derivative on the right:
@ derivative_rule.
The rule once more, and three neighbours are related without a derivative:
@ three_term.
This last line is what a computer climbs; its two companions give every slope.
"""

_IN_EQUATION = r"""
Both derivatives are carried out, and what the Laguerre equation says of the second one is put in:
@ solves.
Nothing was assumed of $n$. The constant in front of the state on the left is its energy.
"""

_NORM = r"""
With $z=\xi^2$ the integrands are polynomials times Gaussians, {where}. Neighbours are
orthogonal: up to a factor, their product is the derivative of their Wronskian, which vanishes
{ends}:
@ neighbours.
The derivative of another product joins the squares of neighbours,
@ telescope.
so the norms make a sequence,
@ norm_step.
{first}
@ moment.
By induction over $n$:
@ norm.
"""

PROSE = {
    "morse.laguerre": _LAGUERRE, "coulomb.laguerre": _LAGUERRE,
    "radial_oscillator.laguerre": _LAGUERRE,
    "morse.solves": _IN_EQUATION, "coulomb.solves": _IN_EQUATION,
    "radial_oscillator.solves": _IN_EQUATION,
    "morse.state": r"""
Far to the right the potential vanishes and a bound state falls like $e^{-(\lambda-n-1/2)ax}$; to
the left it is a wall. A power of $e^{-ax}$ does the first, an exponential of it the second, and
between the two stands a Laguerre polynomial:
@ psi.
It is a bound state as long as $n<\lambda-\frac{1}{2}$, so there are finitely many. No constant
in front makes its norm 1.
""",
    "coulomb.state": r"""
Near the nucleus the centrifugal term rules and the state grows like $r^{l+1}$; far out it falls
exponentially, the more slowly the higher the level. Between the two stands a Laguerre polynomial:
@ psi.
This is $r$ times the radial function. The constant that makes its norm 1 is found at the end.
""",
    "coulomb.norm": _NORM.format(
        where="from 0 on", ends="at 0 and at infinity", first="of which the first is known:") + r"""
The squares of the states have one power of $\xi^2$ more. One more derivative that integrates to 0,
together with what was said of neighbours, gives these integrals too:
@ mean.
""",
    "coulomb.normalized": r"""
Let the distance be $z$ times a length $a$. With $z=\xi^2$ as the new variable the integral is the
one above:
@ half_line.
The natural length grows with $n$; with it the state is shorter,
@ short.
and what was integrated is its square:
@ square.
So the state is normalized by a constant, in which the length is written out:
@ constant.
and with it
@ state, u.
The square of this integrates to 1:
@ normalized.
""",
    "radial_oscillator.state": r"""
Near the centre the centrifugal term rules and the state grows like $r^{l+1}$; far out it falls like
the ground state of the oscillator. Between the two stands a Laguerre polynomial of $r^2$:
@ psi.
This is $r$ times the radial function. The constant that makes its norm 1 is found at the end.
""",
    "radial_oscillator.norm": _NORM.format(
        where="on the whole line", ends="at both ends",
        first="of which the first is a moment of a Gaussian:"),
    "radial_oscillator.normalized": r"""
The distance is $\xi$ times the natural length. The integrand is even in it, so from 0 on it is half
of what it is on the line:
@ half_line.
What is integrated there is the square of the state:
@ square.
So the state is normalized by
@ constant, constant_value.
and with it
@ state, u.
The square of this integrates to 1:
@ normalized.
""",
}
