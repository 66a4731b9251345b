"""The stable form of softplus: shown, replayed, and what the programs compute."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from derive.catalog import LOSSES
from derive.kernel import certificate
from derive.kernel.derivation import Derivation
from derive.kernel.refute.arithmetics import Balls
from derive.kernel.refute.matrix_models import MatrixModel
from derive.kernel.refute.sample import Agreement
from derive.kernel.replay import replay
from derive.learning.activation import X
from derive.learning.activations.softplus import ACTIVATION as SOFTPLUS
from derive.learning.stable_logits import stable_form, stable_softplus
from derive.terms.build import call, div, neg


@pytest.fixture(scope="module")
def derivation() -> Derivation:
    d = Derivation("stable softplus")
    defined = d.step("define", function=SOFTPLUS.symbol, parameters=[X], body=SOFTPLUS.body,
                     bases=[])
    stable_softplus(d, defined)
    return d


def test_it_holds_for_every_number_from_two_cases(derivation: Derivation) -> None:
    claim = derivation["stable"].claim
    assert claim.hypotheses == ()
    assert claim.conclusion.args == (call(SOFTPLUS.symbol, X), stable_form(X))
    assert isinstance(derivation["stable"].sampled, Agreement)
    assert [len(derivation[f"stable {case}"].claim.hypotheses)
            for case in ("above", "below")] == [1, 1]


def test_it_replays(derivation: Derivation) -> None:
    assert replay(certificate.write(derivation, ("stable",))).results[0][0] == "stable"


@pytest.mark.parametrize("point", ["-1000", "-3/7", "0", "5/4", "1000"])
def test_the_programs_compute_this_form(point: str) -> None:
    """At +-1000 the definition overflows in doubles; the proved form is what numpy evaluates."""
    at = Fraction(point)
    z = div(at.numerator, at.denominator) if at >= 0 else neg(div(-at.numerator, at.denominator))
    shown = MatrixModel(Balls(), 0, {}, {}, ()).scalar(stable_form(z)) if at else None
    with mpmath.workdps(1000):
        exact = mpmath.log(1 + mpmath.exp(mpmath.mpf(at.numerator) / at.denominator))
    names = {"np": np, "x": float(at), "z": float(at), "y": 0.0}
    for text in (SOFTPLUS.numpy, LOSSES.get("binary_cross_entropy").numpy):
        assert float(eval(text, names)) == pytest.approx(float(exact), rel=1e-15)
    assert shown is None or float(shown) == pytest.approx(float(exact), rel=1e-12)
