r"""English. Formulas in the prose are read like those of the lecture (see ``derive.notes.prose``).

A sentence must say what is done here and why it helps; one that could stand in any derivation
says nothing and goes.
"""

from derive.notes.text.english import laguerre_states

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
    **laguerre_states.TITLES,
    "mlp": "Gradients of a network",
    "mlp.layer": "A layer",
    "mlp.differentials": "What moves",
    "mlp.backward": "Backwards through a layer",
    "mlp.layers": "From layer to layer",
    "mlp.top": "The last layer",
    "mlp.gradient": "All layers at once",
    "mlp.batch": "A batch",
    "mlp.losses": "Losses",
    "mlp.second": "Second order",
}

NAMES = {
    "oscillator.tise": "the stationary Schrödinger equation",
    "oscillator.normalizable": "normalizability, as the meaning of bound state",
    "oscillator.gaussian_integral": "the Gaussian integral",
    "oscillator.power_series": "convergence of the power series",
    "oscillator.comparison": "comparison of two series",
}

INFERENCES = {
    "add_levels": "added up over all layers",
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
    "excluded_middle": "in both cases",
    "exponential_coefficients": "coefficients of an exponential",
    "exponential_solution": "the one series with this derivative and start",
    "from_false": "from a contradiction, anything",
    "gaussian": "a polynomial times a Gaussian",
    "gaussian_integral": "Gauss's integral",
    "generalize": "for every value",
    "induct": "induction",
    "instantiate": "values put in",
    "iterate_derivative": "one derivative more",
    "kronecker": "Kronecker's delta",
    "linear_integral": "the integral is linear",
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
    "total_derivative": "the integral of a derivative that vanishes at both ends",
    "weaken": "a hypothesis more",
}

PROSE = {
    **laguerre_states.PROSE,
    "mlp.layer": r"""
Layer $l$ takes the activations $a^{l-1}$ of the layer below, multiplies them by a matrix of
weights, adds biases, and applies one function to every entry:
@ forward, activation.
The sizes are letters, and the function σ may be any that has a derivative. The pre-activations
$z^l$ keep their name in all that follows: the formulas stay short because nothing is put in for it.
""",
    "mlp.batch": r"""
Now let $B$ samples go through the layer together, each of them a column of $A^{l-1}$. The biases
are the same for all of them, so they are repeated by a row of ones:
@ batch_forward, batch_activation.
With $G^l$ for what the loss does with $A^l$, the same sweep names
@ batch_delta
and finds
@ batch_push.
The product $\Delta^l(A^{l-1})^{\top}$ adds up over the samples by itself. For the biases the row of
ones, transposed, does the same: their gradient is the sum of the columns of $\Delta^l$. A mean over
the samples puts its $\frac{1}{B}$ into $G^L$ once, and nowhere else.
""",
    "mlp.losses": r"""
Another loss changes only what the recurrence begins with. Take the last pre-activations $z^L$ as
they are, without a function behind them. For half the squared error
@ squares, squares_moved.

For labels that are 0 or 1, each independent of the others, two functions are needed,
@ softplus, sigmoid.
The second is the slope of the first:
@ softplus_slope.
Let $q$ be the probabilities. The loss is stated with $z^L$ and the first of these functions, so
that no logarithm of a small $q$ is ever taken:
@ binary_found, binary.
When $z^L$ moves, the slope of the first summand is $q$ itself:
@ binary_moved.

For one label out of many the probabilities are a softmax,
@ found,
and the cross-entropy, again stated without a logarithm of $p$, is
@ categorical.
It moves by
@ general_moved.
The factor in front of $p$ is the sum of the targets. Where they are probabilities,
@ adds_up,
it goes away:
@ categorical_moved.
Three times the vector in front of $\mathrm{d}z^L$ is what was found minus what was wanted. It
takes the place of $\delta^L$ in {recurrence}.
""",
    "mlp.second": r"""
Let $z^L$ move once more and see how the vector in front moves. For the cross-entropy this vector is
@ error.
The targets stand still, and the slope of a softmax is a matrix made of $p$ alone:
@ error_moved.
This matrix is the second derivative. There is at least one label, and then the $p$ add up to one,
@ found_adds_up,
so that its product with any column $v$ from both sides is a variance, which is never negative:
@ variance.

For logistic regression let each row of $X$ be a sample:
@ logits, chances, regression.
The gradient follows as before,
@ regression_error, regression_moved.
Give the vector in front a name and let the weights move. The logistic function has a slope in terms
of itself,
@ slope, sigmoid_slope.
Hence
@ slope_moved.
From both sides with any column $h$ this is a sum of squares with weights,
@ form,
and no weight is negative, because
@ not_negative.
The loss of logistic regression is therefore convex.
""",
    "mlp.differentials": r"""
Let the weights, the biases and the activations below move a little. To first order the two lines
above move by
@ moved_activation, moved_forward.
The first of these acts on each entry by itself; the second is linear in each of its three causes.
""",
    "mlp.backward": r"""
Suppose it is known how the loss depends on the output of the layer: it changes by
$(g^l)^{\top}\,\mathrm{d}a^l$. Put what $a^l$ does in, and move $\sigma'(z^l)$ to the other factor,
@ push_activation.
The vector in front of $\mathrm{d}z^l$ is worth a name,
@ delta,
because it is used three times: for the weights, for the biases and for the layer below,
@ push_forward.
Here the angle brackets are the sum over all products of entries. A matrix is moved from one side
of such a product to the other by transposing it, and that is where every transpose comes from.
""",
    "mlp.layers": r"""
What stands in front of $\mathrm{d}a^{l-1}$ is what the layer below waits for:
@ passed.
One level higher the same is true, and with it {delta} becomes a recurrence
that needs nothing but the weights and the pre-activations,
@ recurrence.
""",
    "mlp.top": r"""
The recurrence starts at the last layer. Measure the distance to the targets $y$ by
@ loss.
When the last activations move, the loss moves by
@ loss_moved.
What stands in front is the vector with which the recurrence begins,
@ top,
and therefore
@ last.
Another loss changes these four lines and no other.
""",
    "mlp.gradient": r"""
For each layer {push_forward} says what its own parameters contribute. Add this up over all
layers: what one layer passes down is what the next one takes, so that all of it cancels except at
the two ends. At the upper end stands the loss, at the lower end the input, which does not move:
@ gradient.
The matrix in front of $\mathrm{d}W^l$ is the gradient with respect to $W^l$, and the vector in
front of $\mathrm{d}b^l$ that with respect to $b^l$. This holds for every number of layers, all
widths and every σ.
""",
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
