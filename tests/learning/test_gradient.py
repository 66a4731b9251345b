"""Gradients of losses a person writes: textbook forms, verdicts, refusals, wrong ones refuted."""

import pytest

from derive.catalog import ACTIVATIONS, LOSSES, Unknown
from derive.kernel.claim import Grade
from derive.kernel.replay import replay
from derive.learning.expressions import (
    Expression,
    Function,
    det,
    diag,
    exp,
    hadamard,
    inner,
    inverse,
    log,
    logdet,
    logsumexp,
    matrix,
    norm,
    ones,
    row_softmax,
    scalar,
    softmax,
    sqrt,
    total,
    trace,
    vector,
)
from derive.learning.gradient import Gradient, gradient
from derive.learning.network import dense_network
from derive.rules.pull import NoLaw
from derive.terms.build import eq, symbol
from derive.terms.matrices import item, matsum
from derive.terms.matrices import vector as raw_vector
from derive.terms.shapes import ShapeError
from tests.learning.spelling import Bare, bare

X, w, y, lam = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m"), scalar("lambda")
A, S, x, mu = matrix("A", "n", "n"), matrix("S", "n", "n"), vector("x", "n"), vector("mu", "n")
z, t = vector("z", "k"), vector("t", "k")
Q, K, V, Y = (matrix("Q", "T", "d"), matrix("K", "T", "d"), matrix("V", "T", "e"),
              matrix("Y", "T", "e"))
sigma = Function("sigma")
m = Expression(symbol("m", "N0"))


def entry(e: Expression) -> Expression:
    return Expression(item(e.term))


#: loss, parameter, gradient in LaTeX (worked out by hand)
BY_HAND = {
    "A2 ridge": (norm(X @ w - y)**2 + lam * norm(w)**2, w, r"2X^{\top}r+2\lambda w"),
    "quadratic form": (entry(x.T @ A @ x), x, r"Ax+A^{\top}x"),
    "quadratic form in A": (entry(x.T @ A @ x), A, r"xx^{\top}"),
    "softmax cross-entropy": (total(t) * logsumexp(z) - inner(t, z), z,
                              r"\mathrm{sum}(t)\mathrm{softmax}(z)-t"),
    "log det": (logdet(S), S, r"S^{-\top}"),
    "det": (det(S), S, r"\det(S)S^{-\top}"),
    "trace of an inverse": (trace(inverse(A)), A, r"-A^{-\top}A^{-\top}"),
    "trace of a product": (trace(A @ S), A, r"S^{\top}"),
    "norm": (norm(x), x, r"\frac{1}{\|x\|}x"),
    "one neuron": (norm(sigma(X @ w) - y)**2 / 2, w, r"X^{\top}\delta"),
    "log-sum-exp": (logsumexp(z), z, r"\mathrm{softmax}(z)"),
    "logistic": (log(1 + exp(inner(w, x))), w,
                 r"\frac{e^{w^{\top}x}}{1+e^{w^{\top}x}}x"),
    "attention, Q": (norm(row_softmax(Q @ K.T) @ V - Y)**2 / 2, Q, r"\Delta K"),
    "attention, V": (norm(row_softmax(Q @ K.T) @ V - Y)**2 / 2, V, r"P^{\top}R"),
    "twice the same matrix": (inner(x, A @ A @ x), A,
                              r"xx^{\top}A^{\top}+A^{\top}xx^{\top}"),
    "diagonal": (norm(diag(w) @ A @ x)**2, w,
                 r"2\mathrm{diagonal}(rx^{\top}A^{\top})"),
    "batch mean": (norm(sigma(X @ w) - y)**2 / (2 * m), w, r"X^{\top}\delta"),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_forms_by_hand(name: str) -> None:
    loss, parameter, expected = BY_HAND[name]
    g = gradient(loss, [parameter])
    written = Bare()(g[parameter])
    assert written == expected
    assert g.verdict is Grade.PROVED
    assert g.support is not None
    assert g.support.error < 1e-28


OTHERS = {
    "layer normalization": inner(y, (X @ w - ones("m") * (total(X @ w) / m))
                                 / sqrt(norm(X @ w)**2 + lam**2)),
    "cosine": inner(y, X @ w) / (norm(X @ w) * norm(y)),
    "Gaussian likelihood": logdet(X.T @ diag(vector("s", "m")) @ X) + inner(w, x),
    "weighted sum": inner(softmax(X @ w), y),
    "gate": inner(y, hadamard(sigma(X @ w), X @ w)),
    "a function of a norm": log(1 + norm(X @ w - y)**2),
    "scaled by a parameter": norm(X @ w * lam - y)**2,
}


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_proved_and_agree_with_exact_derivatives(name: str) -> None:
    g = gradient(OTHERS[name], [w, X])
    assert g.verdict is Grade.PROVED
    assert g.support is not None


def test_the_textbook_form_of_two_layers() -> None:
    g = dense_network(2).gradient()
    write = Bare()
    names = {write(n.symbol): write(n.value) for n in g.names}
    assert names == {
        r"\delta^2": r"(a^2-y)\odot\sigma'_2(z^2)",
        r"\delta^1": r"(W^2)^{\top}\delta^2\odot\sigma'_1(z^1)"}
    assert [write(v) for v in g.values()] == [
        r"\delta^1(a^0)^{\top}", r"\delta^1", r"\delta^2(a^1)^{\top}", r"\delta^2"]
    assert g.verdict is Grade.PROVED


@pytest.mark.parametrize(("samples", "first", "weights", "bias"), [
    ("columns", r"\frac{1}{B}(\mathrm{colsoftmax}(Z^2)-Y)",
     r"\Delta^1(A^0)^{\top}", r"\Delta^1\mathbf{1}_B"),
    ("rows", r"\frac{1}{B}(\mathrm{rowsoftmax}(Z^2)-Y)",
     r"(A^0)^{\top}\Delta^1", r"(\Delta^1)^{\top}\mathbf{1}_B"),
])
def test_batches_in_both_layouts(samples: str, first: str, weights: str, bias: str) -> None:
    g = dense_network(2, None, "softmax_cross_entropy", output=None, batch="B",
                      reduction="mean", samples=samples).gradient()
    write = Bare()
    assert write(g.names[0].value) == first
    assert [write(v) for v in g.values()][:2] == [weights, bias]
    assert g.verdict is Grade.PROVED
    assert g.support is not None


def test_64_layers_repeat_the_same_form() -> None:
    g = dense_network(64).gradient()
    write = Bare()
    names = {write(n.symbol): write(n.value) for n in g.names}
    assert len(names) == 64
    for level in range(1, 64):
        assert names[bare(rf"\delta^{{{level}}}")] == bare(
            rf"(W^{{{level + 1}}})^{{\top}} \delta^{{{level + 1}}} "
            rf"\odot \sigma'_{{{level}}}(z^{{{level}}})")
    assert g.verdict is Grade.PROVED


@pytest.mark.parametrize("loss", ["squared_error", "mean_squared_error", "softmax_cross_entropy",
                                  "binary_cross_entropy", "huber", "hinge"])
def test_every_loss_on_a_linear_layer(loss: str) -> None:
    g = dense_network(["d", "h"], None, loss, output=None, batch=3).gradient()
    assert g.verdict is Grade.PROVED
    assert g.support is not None


@pytest.mark.parametrize(("activation", "loss", "conditions"), [
    ("relu", "squared_error", ["(nowhere z[1] 0)"]),
    ("tanh", "hinge", ["(nowhere (matadd (ones 2 1) (scale (neg 1) (hadamard y a[1]))) 0)"]),
    ("tanh", "huber", ["(nowhere (matadd a[1] (scale (neg 1) y)) (neg 1))",
                       "(nowhere (matadd a[1] (scale (neg 1) y)) 1)"]),
    ("tanh", "squared_error", []),
])
def test_kinks_are_among_the_hypotheses(activation: str, loss: str, conditions: list[str]) -> None:
    g = dense_network([3, 2], activation, loss).gradient()
    assert [str(h) for h in g.result.hypotheses if h.head == "nowhere"] == conditions
    assert ("nowhere" in "\n".join(replay(g.certificate()).theorem)) == bool(conditions)


def test_all_losses_are_tested() -> None:
    assert len(LOSSES.names()) == 6


def test_logistic_regression_uses_the_proved_slope() -> None:
    softplus = ACTIVATIONS.get("softplus")
    from derive.rules.reverse_sweep import Let
    pre = vector("z", "m")
    lets = [Let(pre.term, (X @ w).term),
            Let(symbol("L"), (total(softplus(pre)) - inner(y, pre)).term)]
    g = gradient(lets, [w], facts=[softplus.slope_fact(pre.term)], meanings=softplus.meanings)
    assert Bare()(g.names[0].value) == r"\mathrm{sigmoid}(z)-y"
    assert g.verdict is Grade.PROVED
    assert not any(h.head == "eq" and h.args[0].head == "map" for h in g.result.hypotheses)
    assert g.support is not None
    assert g.support.digits > 50


def test_a_fact_that_was_only_assumed_stays_a_hypothesis() -> None:
    fact = eq(total(t).term, 1)
    g = gradient(total(t) * logsumexp(z) - inner(t, z), [z], facts=[fact])
    assert Bare()(g[z]) == r"\mathrm{softmax}(z)-t"
    assert fact in g.result.hypotheses


def test_a_parameter_that_is_not_there_has_gradient_zero_and_it_is_said() -> None:
    g = gradient(norm(x)**2, [w, x])
    assert g.absent == (w.term,)
    assert g[w].head == "zeros"
    assert g.verdict is Grade.PROVED
    zero = gradient(norm(x)**2, [w]).result.conclusion.args[1]
    assert str(zero) == "(inner (zeros n 1) (differential w))"


# -- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("make", "kind", "message"), [
    (lambda: X @ X, ShapeError, "m x n times m x n"),
    (lambda: gradient(X @ w, [w]), NoLaw, "the loss is a scalar, not a matrix of shape m x 1"),
    (lambda: gradient(norm(w), [X @ w]), NoLaw, "with respect to a symbol"),
    (lambda: gradient(norm(w)**lam, [lam]), NoLaw, "varying exponent"),
    (lambda: ACTIVATIONS.get("sigmoidd"), Unknown, "did you mean sigmoid?"),
    (lambda: X * X, ValueError, "write @ for the matrix product"),
    (lambda: X + 1, ShapeError, "write the matrix of ones"),
    (lambda: exp(A), ValueError, "exp of a square matrix of shape n x n"),
    (lambda: dense_network(2, samples="diagonal"), ValueError, "columns or rows"),
])
def test_refusals_are_one_clear_line(make, kind, message: str) -> None:
    with pytest.raises(kind) as caught:
        make()
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_product_over_levels_is_refused_by_name() -> None:
    k = symbol("k", "N0")
    family = raw_vector("v", 3, k)
    with pytest.raises(NoLaw, match="in a sum over all its levels"):
        gradient(total(Expression(matsum(k, family, 1, 5))), [Expression(family)])


# -- wrong gradients --------------------------------------------------------------------------


def two_layers() -> Gradient:
    return dense_network([3, 2, 2]).gradient()


def wrong_ones() -> dict[str, tuple[Gradient, dict[object, object]]]:
    g = two_layers()
    W1, b1, W2, _ = g
    delta1, delta2 = (Expression(n.symbol) for n in reversed(g.names))
    a0, a1 = (next(Expression(s) for s in g.swept.constants | {let.symbol for let in g.lets}
                   if str(s) == name) for name in ("a[0]", "a[1]"))
    ridge = gradient(norm(X @ w - y)**2, [w])
    square = gradient(inner(x, A @ x), [x])
    mean = gradient(norm(X @ w - y)**2 / m, [w])
    ce = gradient(inner(t, softmax(z)), [z])
    return {
        "a transposed Jacobian": (g, {b1: (Expression(W2) @ delta2).term}),
        "a missing derivative of sigma": (g, {b1: (Expression(W2).T @ delta2).term}),
        "the wrong delta": (g, {W2: (delta1 @ a1.T).term}),
        "the wrong activation": (g, {W1: (delta1 @ ones(3).T).term}),
        "a missing factor 2": (ridge, {w: (X.T @ (X @ w - y)).term}),
        "only half of x^T A x": (square, {x: (2 * (A @ x)).term}),
        "sum for mean": (mean, {w: (2 * (X.T @ (X @ w - y))).term}),
        "softmax without -p p^T": (ce, {z: hadamard(softmax(z), t).term}),
        "a sign": (ridge, {w: (-2 * (X.T @ (X @ w - y))).term}),
        "zero": (ridge, {w: (0 * w).term}),
        "right": (g, {W1: (delta1 @ a0.T).term}),
    }


@pytest.mark.parametrize("name", [
    "a transposed Jacobian", "a missing derivative of sigma", "the wrong delta",
    "the wrong activation", "a missing factor 2", "only half of x^T A x", "sum for mean",
    "softmax without -p p^T", "a sign", "zero"])
def test_wrong_gradients_are_refuted_with_a_witness(name: str) -> None:
    g, claimed = wrong_ones()[name]
    found = g.refute(claimed)
    assert found is not None
    assert str(found.derivative) != str(found.claimed)
    assert found.entries


def test_a_right_gradient_is_not_refuted() -> None:
    g, claimed = wrong_ones()["right"]
    assert g.refute(claimed) is None
    assert gradient(norm(X @ w - y)**2, [w]).refute({w: 2 * (X.T @ (X @ w - y))}) is None


def test_a_transposed_gradient_is_refused_by_its_shape() -> None:
    g = two_layers()
    W1 = next(iter(g))
    with pytest.raises(ShapeError):
        g.refute({W1: Expression(g[W1]).T})
