"""Chapters of the lecture on networks: what other losses begin with, and second derivatives.

The last pre-activations z^L are taken as they are (logits). Every line is a step of the kernel in
the lecture's own derivation. Next: ``logistic`` (the regression), ``mlp`` (the lecture).
"""

from __future__ import annotations

from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.learning import logistic
from derive.learning.activation import X
from derive.learning.activations.sigmoid import ACTIVATION as SIGMOID
from derive.learning.activations.softplus import ACTIVATION as SOFTPLUS
from derive.learning.stable_logits import stable_softplus
from derive.notation import Card
from derive.rules.matrix_steps import identity_step
from derive.rules.reverse_sweep import Let, reverse_sweep, steps_of
from derive.rules.second_order import hessian, replaced
from derive.terms import matrices as mx
from derive.terms.build import div, eq, mul, neg, sub, symbol
from derive.terms.term import Term

SQUARES, BINARY, CATEGORICAL = symbol("Q"), symbol("R"), symbol("C")

#: section: lines, each with the label of its step
SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("losses", (
        ("squares", "squares: define Q"), ("squares_moved", "squares: gradient"),
        ("softplus", "softplus"), ("sigmoid", "sigmoid"), ("softplus_slope", "softplus slope"),
        ("stable", "stable"), ("binary_found", "binary: define q"), ("binary", "binary: define R"),
        ("binary_moved", "binary: gradient"),
        ("found", "general: define p"), ("categorical", "general: define C"),
        ("general_moved", "general: gradient"), ("adds_up", "categorical: fact 0"),
        ("categorical_moved", "categorical: gradient"))),
    ("second", (
        ("error", "categorical: define gamma"), ("error_moved", "categorical: hessian z[L]"),
        ("found_adds_up", "p adds up"), ("variance", "variance"),
        ("error_convex", "categorical: semidefinite"),
        ("sigmoid_slope", "sigmoid slope"),
        ("logits", "logistic: define u"), ("chances", "logistic: define r"),
        ("regression", "logistic: define J"), ("regression_error", "logistic: define c"),
        ("regression_moved", "logistic: gradient"), ("slope", "logistic: define eta"),
        ("slope_moved", "logistic: hessian w"), ("form", "logistic: form"),
        ("not_negative", "sigmoid slope not negative"),
        ("regression_convex", "logistic: semidefinite"))),
)
RESULTS = ("stable", "categorical_moved", "error_moved", "error_convex", "slope_moved",
           "regression_convex")


def losses_and_curvature(derivation: Derivation, z: Term, y: Term) -> None:
    """The steps of both chapters; z are the logits and y the targets, columns of one size."""
    residual = mx.matadd(z, mx.minus(y))
    squares = Let(SQUARES, mul(div(1, 2), mx.inner(residual, residual)))
    steps_of(derivation, "squares", reverse_sweep([squares], [z]))
    logistic.told_slopes(derivation)
    stable_softplus(derivation, derivation["softplus"])
    q, p = _like("q", z), _like("p", z)
    binary = [Let(q, mx.apply(SIGMOID.symbol, z)),
              Let(BINARY, sub(mx.total(mx.apply(SOFTPLUS.symbol, z)), mx.inner(y, z)))]
    steps_of(derivation, "binary",
             reverse_sweep(binary, [z], [logistic.fact(SOFTPLUS, z)]))
    categorical = [Let(p, mx.softmax(z)), Let(CATEGORICAL, sub(
        mul(mx.total(y), mx.item(mx.logsumexp(z))), mx.inner(y, z)))]
    steps_of(derivation, "general", reverse_sweep(categorical, [z]))
    swept = reverse_sweep(categorical, [z], [eq(mx.total(y), 1)])
    steps_of(derivation, "categorical", swept)
    hessian(swept, z, derivation, "categorical: ", "gamma")
    _variance(derivation, p, z)
    logistic.logistic_regression(derivation).semidefinite("logistic: semidefinite")


def _variance(derivation: Derivation, p: Term, z: Term) -> None:
    """``v^T (diag(p) - p p^T) v = sum p_i (v_i - m)^2`` with m = p^T v, since the p_i add up to 1.
    """
    assert z.shape is not None
    adds_up = derivation.step("softmax_adds_up", matrix=z)
    column, one = mx.matrix("hole", *z.shape), mx.matrix("hole", 1, 1)
    total = identity_step(
        derivation, eq(mx.total(p), 1), [derivation["general: define p"], adds_up],
        [Use(0, context=mx.total(column), hole=column), Use(1, context=mx.item(one), hole=one)],
        "p adds up")
    v, hole = _like("v", z), symbol("hole")
    mean = mx.inner(p, v)
    centred = mx.matadd(v, mx.scale(neg(mean), mx.ones(z.shape[0])))
    H = mx.matadd(mx.diag(p), mx.minus(mx.matmul(p, mx.transpose(p))))
    goal = eq(mx.item(mx.matmul(mx.transpose(v), H, v)),
              mx.total(mx.hadamard(p, centred, centred)))
    variance = identity_step(derivation, goal, [total],
                             [Use(0, Fraction(-1), mul(mean, mean, hole), hole)], "variance")
    _semidefinite(derivation, variance, adds_up, H, z)


def _semidefinite(derivation: Derivation, variance: Step, adds_up: Step, H: Term, z: Term
                  ) -> None:
    """``diag(p) - p p^T`` is semidefinite: with softmax(z) in the place of p its form is that of
    a sum of squares with weights that are seen not to be negative."""
    p, v = _like("p", z), _like("v", z)
    found = mx.softmax(z)
    weights = replaced(variance.claim.conclusion, p, found)
    one, hole = mx.matrix("hole", 1, 1), symbol("hole")
    total = identity_step(derivation, eq(mx.total(found), 1), [adds_up],
                          [Use(0, context=mx.item(one), hole=one)])
    mean = mx.inner(found, v)
    form = identity_step(derivation, weights, [total],
                         [Use(0, Fraction(-1), mul(mean, mean, hole), hole)])
    shown = derivation.step("semidefinite_form", form, matrix=replaced(H, p, found), vector=v)
    same = derivation["general: define p"]
    turned = identity_step(derivation, eq(found, p), [same], [Use(0, Fraction(-1))])
    for path in places(shown.claim.conclusion, found):
        shown = derivation.step("rewrite", shown, turned, path=[*path])
    derivation.step("weaken", shown, label="categorical: semidefinite", hypotheses=[])


def places(whole: Term, part: Term) -> list[tuple[int, ...]]:
    """Where a part stands in a term or formula, as paths."""
    if whole is part:
        return [()]
    return [(i, *path) for i, arg in enumerate(whole.args) for path in places(arg, part)]


def _like(name: str, z: Term) -> Term:
    assert z.shape is not None
    return mx.vector(name, z.shape[0])


def letters(z: Term) -> list[Card]:
    """The letters of both chapters."""
    cards = [Card(SQUARES, "Q", meaning="half the squared error"),
             Card(BINARY, "R", meaning="binary cross-entropy"),
             Card(CATEGORICAL, "C", meaning="cross-entropy"),
             Card(logistic.LOSS, "J", meaning="loss of the regression"),
             Card(logistic.SAMPLES, "m", meaning="samples"),
             Card(logistic.FEATURES, "k", meaning="features"),
             Card(X, "x", meaning="a number"),
             Card(SIGMOID.symbol, r"\mathrm{sigmoid}", meaning="logistic function"),
             Card(SOFTPLUS.symbol, r"\mathrm{softplus}", meaning="its integral")]
    cards += [Card(_like(name, z), latex, meaning=meaning) for name, latex, meaning in (
        ("q", "q", "probability of each label"), ("p", "p", "probabilities"),
        ("gamma", r"\gamma", "gradient of the cross-entropy"), ("v", "v", "any column"))]
    cards += [Card(t, latex, meaning=meaning) for t, latex, meaning in (
        (logistic.DATA, "X", "samples, one in each row"), (logistic.WEIGHTS, "w", "weights"),
        (logistic.TARGETS, "t", "targets"), (logistic.LOGITS, "u", "logits"),
        (logistic.FOUND, "r", "probabilities"), (logistic.ERROR, "c", "errors"),
        (mx.vector("eta", logistic.FEATURES), r"\eta", "gradient"),
        (logistic.ANY, "h", "any direction"))]
    return cards
