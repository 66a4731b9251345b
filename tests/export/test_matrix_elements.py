"""Matrix elements as functions of two indices: values, matrices, backends, certificates."""

from __future__ import annotations

import numpy as np
import pytest

import derive
from derive.export import Exact
from derive.export.expression_accuracy import points
from derive.export.program import ExportRefused, Input


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


def test_the_matrix_is_the_one_of_exact_integrals(lecture):
    exact = Exact(lecture["psi"])
    for label, power in (("position", 1), ("position_squared", 2)):
        element = derive.compile(lecture[label])
        assert [i.name for i in element.program.inputs] == ["k", "n", "m", "omega", "hbar"]
        matrix = element.matrix(12)
        for k in range(13):
            for n in range(13):
                certain = float(exact.matrix_element(k, n, power))
                assert matrix[k, n] == pytest.approx(certain, rel=4e-16)


def test_the_matrix_is_the_one_of_the_gauss_rule(lecture):
    psi, element = derive.compile(lecture["psi"]), derive.compile(lecture["position_squared"])
    parameters = {"m": 1.5, "omega": 0.4, "hbar": 2.0}
    np.testing.assert_allclose(psi.matrix(np.square, 30, **parameters),
                               element.matrix(30, **parameters), atol=1e-11)


def test_indices_broadcast_and_may_be_integers(lecture):
    position = derive.compile(lecture["position"])
    n = np.arange(5)
    found = position(n[:, None], n, omega=np.full((3, 1, 1), 2.0))
    assert found.shape == (3, 5, 5)
    assert np.array_equal(found[0], position.matrix(4, omega=2.0))
    assert float(position(10**6 - 1, 10**6)) == pytest.approx(np.sqrt(5e5), rel=1e-15)
    assert float(position(0, 0)) == 0.0
    with pytest.raises(ValueError, match="n must be one of 0, 1, 2"):
        position(0, 0.5)


@pytest.mark.parametrize("backend", ["c", "python"])
def test_backends_agree(lecture, backend):
    here = derive.compile(lecture["momentum_squared"], backend)
    there = derive.compile(lecture["momentum_squared"])
    for k, n in ((0, 0), (1, 0), (3, 5), (5, 3), (4, 4), (7, 2)):
        value = float(here(k, n, m=2.0, omega=3.0, hbar=0.5))
        assert value == pytest.approx(float(there(k, n, m=2.0, omega=3.0, hbar=0.5)), rel=1e-15)
    assert here.accuracy.max_ulp <= 2


def test_the_certificate_looks_where_the_deltas_are_not_zero(lecture):
    text = derive.compile(lecture["position"]).source
    space: dict = {}
    exec(text, space)
    certified = [row for row in space["CERTIFIED"] if row[1][0][0] != 0]
    assert certified
    assert space["self_test"]() <= 2
    drawn = points((Input("k", "N0"), Input("n", "N0")), {"n": (0.0, 7.0)}, 200)
    assert sum(abs(p["k"] - p["n"]) <= 2 for p in drawn) > 20
    assert all(0 <= p["n"] <= 7 for p in drawn)


def test_complex_lines_and_other_lines_are_refused(lecture):
    with pytest.raises(ExportRefused, match="complex"):
        derive.compile(lecture["momentum"])
    with pytest.raises(ExportRefused, match="no matrix element"):
        derive.compile(lecture["levels"]).matrix(3)
    with pytest.raises(ValueError, match="N is one of"):
        derive.compile(lecture["position"]).matrix(-1)
