"""Logistic regression to second order, by the kernel and against numbers of another origin."""

import pytest

from derive.kernel.claim import Refused
from derive.kernel.refute.arithmetics import Balls, Fractions
from derive.kernel.refute.matrix_models import MatrixModel
from derive.learning.activation import X
from derive.learning.activations.sigmoid import ACTIVATION as SIGMOID
from derive.learning.logistic import (
    ANY,
    DATA,
    FEATURES,
    FOUND,
    LOGITS,
    SAMPLES,
    TARGETS,
    WEIGHTS,
    fact,
    logistic_regression,
)
from derive.terms import matrices as mx
from derive.terms.build import call, div, le, neg
from tests.learning.spelling import Bare


def test_the_form_that_textbooks_give() -> None:
    found = logistic_regression()
    assert Bare()(found.hessian.matrix) == (
        r"X^{\top}\mathrm{diag}(r\odot(\mathbf{1}_m-r))X")
    assert found.hessian.wrt is WEIGHTS


def test_it_is_semidefinite_under_the_definition_of_r_alone() -> None:
    found = logistic_regression()
    claim = found.semidefinite().claim
    assert claim.conclusion is mx.semidefinite(found.hessian.matrix)
    assert [str(h) for h in claim.hypotheses] == ["(eq r (map 0 sigmoid u))"]
    assert found.slope.claim.hypotheses == ()


def test_without_the_sign_of_the_slope_nothing_is_concluded() -> None:
    found = logistic_regression()
    with pytest.raises(Refused, match="not seen to be >= 0"):
        found.derivation.step("semidefinite_form", found.form, matrix=found.hessian.matrix,
                              vector=ANY)


def test_the_slope_is_not_shown_to_be_negative() -> None:
    found = logistic_regression()
    prime = call(SIGMOID.symbol, X, orders=(1,))
    with pytest.raises(Refused):
        found.derivation.step("order", *found.slope.claim.hypotheses, conclusion=le(0, neg(prime)),
                              cofactors=[], rest=neg(prime))


def test_the_fact_about_the_slope_is_proved_and_not_assumed() -> None:
    found = logistic_regression()
    shown = fact(SIGMOID, LOGITS).prove(found.derivation)
    assert shown.claim.hypotheses == ()


def test_against_the_change_of_the_gradient_in_balls() -> None:
    """X^T (r - t) carried along a direction as a truncated series, without any rule."""
    H = logistic_regression().hessian.matrix
    model = MatrixModel(Balls(), 3, {SAMPLES: 4, FEATURES: 2},
                        {LOGITS: mx.matmul(DATA, WEIGHTS), FOUND: mx.apply(SIGMOID.symbol, LOGITS)},
                        [WEIGHTS], SIGMOID.meanings)
    gradient = mx.matmul(mx.transpose(DATA), mx.matadd(FOUND, mx.minus(TARGETS)))
    direction = [row[0].coefficients[1] for row in model.values.matrix(WEIGHTS)]
    moved = [row[0].coefficients[1] for row in model.values.matrix(gradient)]
    for change, row in zip(moved, model.entries(H), strict=True):
        expected = sum(a * d for a, d in zip(row, direction, strict=True))
        assert (change - expected).contains(0)
        assert change.rad() < 1e-10
        assert not change.contains(0)


def test_entries_at_a_point_computed_by_hand() -> None:
    """One sample at u = 0: r = 1/2, so that H = x x^T / 4."""
    H = logistic_regression().hessian.matrix
    model = MatrixModel(Fractions(), 1, {SAMPLES: 1, FEATURES: 2},
                        {FOUND: mx.scale(div(1, 2), mx.ones(SAMPLES))})
    x = model.entries(DATA)[0]
    assert model.entries(H) == [[a * b / 4 for b in x] for a in x]
