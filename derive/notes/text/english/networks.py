"""The English text of the lecture on networks, in its order."""

from __future__ import annotations

TITLES = {
    "mlp": "Gradients of a network",
    "mlp.neuron": "One neuron",
    "mlp.layer": "A layer",
    "mlp.differentials": "What moves",
    "mlp.backward": "Backwards through a layer",
    "mlp.layers": "From layer to layer",
    "mlp.top": "The last layer",
    "mlp.closed": "The recurrence put into itself",
    "mlp.gradient": "All layers at once",
    "mlp.batch": "A batch",
    "mlp.losses": "Losses",
    "mlp.second": "Second order",
}

PROSE = {
    "mlp.neuron": r"""
One neuron weighs its inputs $\xi$, a column, adds a bias, and applies a function:
@ neuron_forward, neuron_out.
Measure how far it is from a target by
@ neuron_loss.
By the chain rule this moves with the weights and the bias by
@ neuron_moved.
In front of both stands the same number, the error times the slope of the function. The gradient
with respect to the weights is that number times the inputs, and with respect to the bias it is the
number itself. All that follows is this for many neurons and many layers at once.
""",
    "mlp.layer": r"""
Layer $l$ takes the activations $a^{l-1}$ of the layer below, multiplies them by a matrix of
weights, adds biases, and applies one function to every entry:
@ forward, activation.
Vectors are columns, and the number of a layer stands as in $W^l$. The sizes are letters, and the
function σ may be any that has a derivative. The pre-activations
$z^l$ keep their name in all that follows: the formulas stay short because nothing is put in for it.
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
    "mlp.closed": r"""
A product by entries with $\sigma'(z^l)$ is a product with a diagonal matrix. One level lower
{delta} and {passed} therefore say
@ factor.
Put this into itself from level $L$ down to level $l$:
@ closed.
The factor with the least $k$ stands in front; for $l = L$ there is no factor, and the product is
the identity. Each layer multiplies by the transpose of its weights and by its slopes: where such
products shrink or grow, gradients vanish or explode.
""",
    "mlp.gradient": r"""
For each layer {push_forward} says what its own parameters contribute. Add this up over all
layers: what one layer passes down is what the next one takes, so that all of it cancels except at
the two ends. At the upper end stands the loss, at the lower end the input, which does not move:
@ gradient.
The matrix in front of $\mathrm{d}W^l$ is the gradient with respect to $W^l$, and the vector in
front of $\mathrm{d}b^l$ that with respect to $b^l$: each has the shape of its parameter. This
holds for every number of layers, all widths and every σ.
""",
    "mlp.gradient[gradient=numerator]": r"""
For each layer {push_forward} says what its own parameters contribute. Add this up over all
layers: what one layer passes down is what the next one takes, so that all of it cancels except at
the two ends. At the upper end stands the loss, at the lower end the input, which does not move:
@ gradient.
In numerator layout the derivative with respect to $W^l$ is the transpose of the matrix in front of
$\mathrm{d}W^l$, and that with respect to $b^l$ the transpose of the vector in front of
$\mathrm{d}b^l$: a row. This holds for every number of layers, all widths and every σ.
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
    "mlp.batch[samples=rows]": r"""
Now let $B$ samples go through the layer together, each of them a row of $A^{l-1}$, so that the
weights stand behind, transposed. The biases are the same for all samples; a column of ones repeats
them:
@ batch_forward, batch_activation.
With $G^l$ for what the loss does with $A^l$, the same sweep names
@ batch_delta
and finds
@ batch_push.
The product $(\Delta^l)^{\top}A^{l-1}$ adds up over the samples by itself. For the biases the column
of ones does the same: their gradient is the sum of the rows of $\Delta^l$. A mean over the samples
puts its $\frac{1}{B}$ into $G^L$ once, and nowhere else.
""",
    "mlp.losses": r"""
Another loss changes only what the recurrence begins with. Take the last pre-activations $z^L$ as
they are, without a function behind them. For half the squared error
@ squares, squares_moved.

For labels that are 0 or 1, each independent of the others, two functions are needed,
@ softplus, sigmoid.
The second is the slope of the first:
@ softplus_slope.
For large $x$ the exponential overflows. Where $x$ is not negative take $e^x$ out of the logarithm,
and for negative $x$ leave it; both cases are
@ stable,
in which nothing can overflow. The first summand is the larger of $x$ and 0.
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
For all three losses the vector in front of $\mathrm{d}z^L$ is what was found minus what was
wanted. It takes the place of $\delta^L$ in {recurrence}.
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
In other words,
@ error_convex.

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
Hence
@ regression_convex,
and the loss of logistic regression is convex.
""",
}
