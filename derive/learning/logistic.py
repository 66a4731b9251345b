"""Logistic regression to second order: X^T diag(p o (1 - p)) X, and that it is semidefinite.

The weights p o (1 - p) are the slope of the logistic function, which is e^-x/(1 + e^-x)^2 and so
not negative. Read first: ``rules.second_order``, ``rules.convexity``.

Source: C. Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.3; derived here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.learning.activation import Activation, X
from derive.learning.activations.sigmoid import ACTIVATION as SIGMOID
from derive.learning.activations.softplus import ACTIVATION as SOFTPLUS
from derive.rules import slope as slopes
from derive.rules.convexity import quadratic_form
from derive.rules.matrix_steps import Fact, identity_step
from derive.rules.reverse_sweep import Let, Swept, reverse_sweep, steps_of
from derive.rules.second_order import Hessian, hessian
from derive.terms import matrices as mx
from derive.terms.build import add, call, eq, exp, le, mul, neg, power, sub, symbol
from derive.terms.term import Term

SAMPLES, FEATURES = symbol("m", "N0"), symbol("k", "N0")
DATA, WEIGHTS = mx.matrix("X", SAMPLES, FEATURES), mx.vector("w", FEATURES)
TARGETS, LOGITS, FOUND = (mx.vector(name, SAMPLES) for name in ("t", "u", "r"))
ERROR, LOSS, ANY = mx.vector("c", SAMPLES), symbol("J"), mx.vector("h", FEATURES)


@dataclass(frozen=True)
class Logistic:
    """``form`` says what h^T H h is; ``slope`` that the slope in it is not negative."""

    swept: Swept
    hessian: Hessian
    form: Step
    slope: Step

    @property
    def derivation(self) -> Derivation:
        return self.hessian.derivation

    def semidefinite(self, label: str | None = None) -> Step:
        """The claim that the Hessian is positive semidefinite."""
        assert self.hessian.matrix is not None
        return self.derivation.step("semidefinite_form", self.form, self.slope, label=label,
                                    matrix=self.hessian.matrix, vector=ANY)


def told_slopes(derivation: Derivation) -> None:
    """Definitions and slopes of softplus and the logistic function, as steps with labels."""
    for f in (SIGMOID, SOFTPLUS):
        derivation.step("define", label=f.name, function=f.symbol, parameters=[X], body=f.body,
                        bases=[])
    for f in (SOFTPLUS, SIGMOID):
        slopes.slope(f.symbol, X, f.body, [(a.symbol, a.body) for a in f.uses], derivation,
                     f"{f.name} slope")


def fact(activation: Activation, argument: Term) -> Fact:
    """The slope at every entry of a matrix, from the step that ``told_slopes`` made."""
    def prove(derivation: Derivation) -> Step:
        return derivation.step("entrywise", derivation[f"{activation.name} slope"], symbol=X,
                               matrix=argument)

    return Fact(activation.slope_fact(argument).formula, prove)


def logistic_regression(derivation: Derivation | None = None) -> Logistic:
    """The Hessian of the loss of logistic regression and its quadratic form.

    >>> found = logistic_regression()
    >>> found.semidefinite().claim.conclusion.head
    'semidefinite'
    """
    if derivation is None:
        derivation = Derivation("logistic regression")
        told_slopes(derivation)
    loss = sub(mx.total(mx.apply(SOFTPLUS.symbol, LOGITS)), mx.inner(TARGETS, LOGITS))
    swept = reverse_sweep(
        [Let(LOGITS, mx.matmul(DATA, WEIGHTS)), Let(FOUND, mx.apply(SIGMOID.symbol, LOGITS)),
         Let(LOSS, loss)], [WEIGHTS], [fact(SOFTPLUS, LOGITS), fact(SIGMOID, LOGITS)],
        lambda of: ERROR)
    steps_of(derivation, "logistic", swept)
    second = hessian(swept, WEIGHTS, derivation, "logistic: ", "eta")
    assert second.matrix is not None
    form = quadratic_form(derivation, second.matrix, ANY, [_weights(derivation)],
                          "logistic: form")
    return Logistic(swept, second, form, _slope_not_negative(derivation))


def _weights(derivation: Derivation) -> Step:
    """``p o (1 - p) = s'(u)``, from p = s(u) and s' = s - s^2 at every entry."""
    s = mx.apply(SIGMOID.symbol, LOGITS)
    prime = Term("map", (1,), (SIGMOID.symbol, LOGITS))
    hole = mx.vector("hole", SAMPLES)
    goal = eq(mx.hadamard(FOUND, mx.matadd(mx.ones(SAMPLES), mx.minus(FOUND))), prime)
    slope = derivation.step("entrywise", derivation["sigmoid slope"], symbol=X, matrix=LOGITS)
    return identity_step(
        derivation, goal, [derivation[f"logistic: define {FOUND}"], slope], [
            Use(0, context=hole, hole=hole),
            Use(0, Fraction(-1), mx.hadamard(hole, FOUND), hole),
            Use(0, Fraction(-1), mx.hadamard(hole, s), hole),
            Use(1, Fraction(-1), hole, hole)], "logistic: weights")


def _slope_not_negative(derivation: Derivation) -> Step:
    """``0 <= s'(x)``, since s'(x) = e^-x/(1 + e^-x)^2."""
    prime = call(SIGMOID.symbol, X, orders=(1,))
    down = add(1, exp(neg(X)))
    short, defined = derivation["sigmoid slope"], derivation["sigmoid"]
    s = call(SIGMOID.symbol, X)
    # where s = 1/d: d^2 (s - s^2) - (d - 1) = (s - 1/d) (d^2 - d - d^2 s)
    return derivation.step(
        "order", short, defined, label="sigmoid slope not negative", conclusion=le(0, prime),
        multiplier=power(down, 2), rest=exp(neg(X)),
        cofactors=[power(down, 2),
                   add(power(down, 2), neg(down), neg(mul(power(down, 2), s)))])
