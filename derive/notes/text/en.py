r"""English. Formulas in the prose are read like those of the lecture (see ``derive.notes.prose``).

A sentence must say what is done here and why it helps; one that could stand in any derivation
says nothing and goes.
"""

from derive.notes.text.english import box, laguerre_states, matrix_elements, networks, propagator

WORDS = {
    "results": "What was found",
    "given": "Taken as given",
    "cited": "Cited, not proved here",
    "elsewhere": "Lines of other sections that are used here",
    "steps": "All steps",
    "steps note": "Every step that the kernel accepted, also those that the text passes over: "
                  "its number, what it says, what it rests on.",
    "mark proved": "proved from the lines above, for all values of its letters",
    "mark given": "given: a definition, a postulate, or a theorem that is cited",
    "mark supported": "supported by computed values, not proved",
    "mark undecided": "not decided",
    "mark refuted": "refuted",
    "mark not_read": "not read",
    "count proved": "proved",
    "count given": "given",
    "count supported": "supported",
    "count undecided": "undecided",
    "count refuted": "refuted",
    "tally": "{steps} steps in all: {tally}. `derive verify {name}` checks every one again.",
    "contradiction": "a contradiction",
    "if": "if",
    "from": "from",
}

TITLES = {
    "oscillator": "The harmonic oscillator",
    "oscillator.equation": "The equation",
    "oscillator.scale": "A natural length",
    "oscillator.far": "Far out",
    "oscillator.series": "A power series",
    "oscillator.termination": "Why the series must end",
    "oscillator.hermite": "Hermite polynomials",
    "oscillator.state": "Back in the equation",
    "oscillator.orthogonality": "Orthogonality",
    "oscillator.norm": "Normalization",
    "oscillator.orthonormality": "An orthonormal family",
    "oscillator.lowest": "The lowest states",
    **box.TITLES,
    **laguerre_states.TITLES,
    **matrix_elements.TITLES,
    **networks.TITLES,
    **propagator.TITLES,
}

NAMES = {
    "oscillator.tise": "the stationary Schrödinger equation",
    "oscillator.normalizable": "normalizability, as the meaning of bound state",
    "oscillator.gaussian_integral": "the Gaussian integral",
    "oscillator.power_series": "convergence of the power series",
    "oscillator.comparison": "comparison of two series",
    **propagator.NAMES,
}

INFERENCES = {
    "above_tangent": "a convex function lies above its tangent",
    "elementary": "algebra with exponentials",
    "moments": "a Gaussian integral",
    "absolute_value": "the sign is known",
    "add_levels": "added up over all layers",
    "power_by_logarithm": "a power as an exponential",
    "arctan_reciprocal": "the arctangent of a reciprocal",
    "arctan_difference": "the difference of two arctangents",
    "log_of_exp": "the logarithm of an exponential",
    "log_of_product": "the logarithm of a product",
    "multiply_levels": "put into itself from layer to layer",
    "peel_product": "one factor taken off",
    "differentiate_along": "the differential of both sides",
    "entrywise": "for every entry",
    "index_identity": "entry by entry, for every size",
    "semidefinite_form": "a sum of squares",
    "softmax_adds_up": "probabilities add up to one",
    "telescope": "a sum of differences collapses",
    "assume": "assumed here",
    "ceiling": "the least natural number not below",
    "compare_coefficients": "equal coefficients",
    "comparison": "comparison with the series of a Gaussian",
    "compute_derivative": "the derivative carried out",
    "contradiction": "both cannot hold",
    "cut": "a hypothesis that was proved is dropped",
    "define": "definition",
    "definition": "by definition",
    "derivative_decays": "a derivative of what decays decays",
    "differentiate": "both sides differentiated",
    "discharge": "the hypothesis led to a contradiction",
    "equal_coefficients": "equal coefficients, equal series",
    "even_integral": "an even function from 0 on: half of the line",
    "excluded_middle": "in both cases",
    "exponential_coefficients": "coefficients of an exponential",
    "exponential_solution": "the one series with this derivative and start",
    "from_false": "from a contradiction, anything",
    "fundamental_theorem": "an antiderivative",
    "gaussian": "a polynomial times a Gaussian",
    "gaussian_integral": "Gauss's integral",
    "generalize": "for every value",
    "induct": "induction",
    "instantiate": "values put in",
    "iterate_derivative": "one derivative more",
    "kronecker": "Kronecker's delta",
    "linear_integral": "the integral is linear",
    "linear_integral_from_zero": "the integral is linear",
    "order": "a sum of what cannot be negative",
    "parity": "even and odd",
    "polynomial": "a polynomial, by its form",
    "polynomial_in_new_variable": "a polynomial also in a scaled and shifted variable",
    "power_series": "a solution is the sum of its series",
    "restate": "the same in another form",
    "rewrite": "equals for equals",
    "ring": "algebra",
    "scale_sum": "a constant taken out of the sum",
    "specialize": "a value put in",
    "split_by_parity": "even and odd part",
    "square_integrable_closure": "square-integrable again",
    "substitute_integral": "change of variable in an integral",
    "substitute_square": "a square as the new variable",
    "total_derivative": "the integral of a derivative that vanishes at both ends",
    "total_derivative_from_zero": "the integral of a derivative that vanishes at infinity",
    "weaken": "a hypothesis more",
}

PROSE = {
    **box.PROSE,
    **laguerre_states.PROSE,
    **matrix_elements.PROSE,
    **networks.PROSE,
    **propagator.PROSE,
    "oscillator.cited.comparison": """
Take an even or an odd power series that converges everywhere. If from some place on the ratio of
each coefficient to the one before it is at least that of the series of exp(*q x*²), then the
function is at least a constant times exp(*q x*²), up to a polynomial; times exp(−*g x*²) it is not
square integrable for any *g* < *q*
""",
    "oscillator.cited.gaussian_integral": r"""
$\int_{-\infty}^{\infty} e^{-\xi^2}\,d\xi = \sqrt{\pi}$
""",
    "oscillator.cited.power_series": """
every solution on the whole line of a linear equation of second order, with leading coefficient 1
and polynomials for the others, is the sum of a power series that converges everywhere
""",
    "oscillator.equation": r"""
A particle of mass $m$ moves in the potential $m\omega^2x^2/2$. Its stationary states are
the functions $\psi(x)$, not zero everywhere, that satisfy
@ tise
and for which the total probability is finite,
@ normalizable.
Nothing else is taken from physics. The question is for which energies $E$ there is such a
function, and what it looks like.
""",
    "oscillator.scale": r"""
The constants of the equation only set the scale. Measure length in a unit $\ell$
that is still to be chosen: put
@ stretch,
so that each derivative brings down one factor $\ell$,
@ stretched.
The kinetic term then carries $\frac{\hbar^2}{2m\ell^2}$ and the potential
$m\omega^2\ell^2/2$. These two are equal for one length only. If $s$ is a length that
balances them, then
@ balance.
Let this be the unit,
@ length.
Both factors are now $\frac{\hbar\omega}{2}$, and we count the energy
in that unit as well:
@ unit.
What is left of {tise} is an equation with a single number in it,
@ scaled.
""",
    "oscillator.far": r"""
For large $\xi$ the number $\varepsilon$ hardly matters beside $\xi^2$, and two functions almost
solve {scaled}, since
@ growing, decaying.
The first grows without bound, the second decays. This suggests that the decaying factor be split
off:
@ split.
It is a choice, not an approximation. What remains to be found is $u(\xi)$, and {scaled} tells us
exactly what it satisfies,
@ reduced.
""",
    "oscillator.series": r"""
The coefficients of {reduced} are polynomials in $\xi$. Every solution of such an equation is a
power series that converges everywhere,
@ series.
Put it into {reduced} and collect the terms with $\xi^k$. Their coefficient must vanish for each
$k$:
@ coefficient.
Since $(k+1)(k+2)$ is never zero, each coefficient follows from the one two places before,
@ recurrence.
Even and odd coefficients never meet. The even ones all follow from $c_0$ and the odd ones from
$c_1$:
@ even, odd.
""",
    "oscillator.termination": r"""
Suppose that the series ends with the power $\xi^n$. Then {recurrence} at $k = n$ leaves only one
value,
@ ends,
which by {unit} is the energy
@ levels.

Suppose that it does not end. Then each coefficient of $e^{3\xi^2/4}$ is to the one before it as
$3/4$ to $j+1$, and from some place on ours fall off more slowly than that:
@ ratio_even, ratio_odd.
By comparison $u(\xi)$ outgrows $e^{3\xi^2/4}$, up to a polynomial, and $u(\xi)\,e^{-\xi^2/2}$
outgrows $e^{\xi^2/4}$. No such function can be normalized, be it even or odd:
@ no_even, no_odd.
If a solution is normalizable, then so are its even and its odd part. So a bound state has one of
these energies and no other:
@ only.
""",
    "oscillator.hermite": r"""
Instead of following the coefficients one by one we can climb from one polynomial to the next. If
$v(\xi)$ solves {reduced}, then $2\xi\,v(\xi) - v'(\xi)$ solves it with $\varepsilon$ raised by 2,
and $v'(\xi)$ with $\varepsilon$ lowered by 2:
@ raise, lower.
The constant 1 solves {reduced} for $\varepsilon = 1$. Starting there and climbing we define
@ hermite_zero, hermite.
By induction these are the solutions for $\varepsilon = 2n+1$, and going down one rung costs a
factor:
@ hermite_equation, derivative_rule.
The two rules together do without a derivative, which makes the polynomials easy to compute,
@ three_term.
Beginning with $H_0(\xi) = 1$ it gives
@ hermite_one, hermite_two, hermite_three, hermite_four.
The recurrence also shows that $H_n(\xi)$ has degree $n$ and begins with $2^n\xi^n$:
@ leading.
A rung up turns an even function into an odd one and an odd one into an even one, so that the
polynomials are even and odd by turns:
@ parity.

Three other descriptions are met in books, and each follows from the ones above for every $n$:
repeated derivatives of a Gaussian, one function that generates them all, and the sum written out,
@ rodrigues, generating, closed_sum.
""",
    "oscillator.state": r"""
So far we reasoned from the equation to its solutions. In the other direction, put the polynomial
times its Gaussian back into {tise}. It solves the equation that we began with, with the energy of
{levels} and for every $n$:
@ solves.
""",
    "oscillator.orthogonality": r"""
Multiply {hermite_equation} by $H_k(\xi)\,e^{-\xi^2}$, exchange $n$ and $k$, and subtract. The
difference is a derivative, as one differentiation confirms:
@ wronskian.
Integrate over the whole line. A polynomial times a Gaussian vanishes at both ends, so that the
right side gives nothing, and for $n \neq k$ the factor $n-k$ can be divided out:
@ orthogonal.
""",
    "oscillator.norm": r"""
For $n = k$ the same idea needs another bracket. Differentiate
$H_{n+1}(\xi)\,H_n(\xi)\,e^{-\xi^2}$ and use {derivative_rule} and {hermite}:
@ telescope.
Again the bracket vanishes at both ends, and the integrals climb like the polynomials do,
@ norm_step.
The first of them is Gauss's, and so we know them all:
@ gauss, norm.
A state is divided by the *root* of its norm integral; it is the density that is divided by the
integral itself. The constant is therefore
@ constant.
With $\ell$ from {length} the integral over $x$ is $\ell$ times the one over $\xi$, which gives
@ constant_value,
and the normalized states
@ state, psi.
""",
    "oscillator.lowest": r"""
The energies of {levels} are equally far from one another,
@ spacing,
and the lowest of them is not 0 but $\hbar\omega/2$, the zero-point energy: nothing in the well is
ever quite at rest. Its state is a Gaussian, and $\ell$ of {length} tells how wide it is,
@ ground_state.
The next one is odd and vanishes in the middle of the well,
@ first_excited.
""",
    "oscillator.orthonormality": r"""
Put {orthogonal} and {norm} together. For every $k$ and $n$
@ orthonormal,
and with $k = n$ we see that $|\psi_n(x)|^2$ is a probability density, whose total is 1:
@ density.
""",
}
