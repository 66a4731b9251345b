"""Local polynomials from the derived differential equation, against rigorous balls."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from derive.export.compiling import compile_family, run_source
from derive.export.oracle import Oracle
from derive.export.program import ExportRefused
from derive.export.recurrences import family_of, recurrence_program
from derive.terms.build import add, call, div, eq, exp, factorial, mul, neg, power, sqrt, term
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_BASES,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    LEGENDRE,
    LEGENDRE_BASES,
    LEGENDRE_STATE,
    OSCILLATOR,
    PROBABILISTS,
    PROBABILISTS_BASES,
    XI,
    H,
    N,
    X,
    simple,
)

CLAIMS = [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE]
ONES = {"m": 1.0, "omega": 1.0, "hbar": 1.0}
UNIT = 2.0**-53


@pytest.fixture(scope="module")
def psi():
    return compile_family(OSCILLATOR, CLAIMS, [BY_RECURSION])


@pytest.fixture(scope="module")
def oracle():
    return Oracle(family_of(OSCILLATOR, CLAIMS, [BY_RECURSION]))


def test_the_equation_is_derived_for_the_state():
    local = recurrence_program(family_of(OSCILLATOR, CLAIMS, [BY_RECURSION])).loop.local
    assert set(local.potential) == {(2, 1, 0), (1, 0, 0), (-1, 0, 2)}  # 2n + 1 - xi^2


@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 57, 200, 1000])
@pytest.mark.parametrize("many", [1, 200_000])
def test_four_units_of_rounding_everywhere(psi, oracle, n, many):
    turning = np.sqrt(2 * n + 1)
    edge = turning + 37
    draw = np.random.default_rng(n)
    x = np.concatenate((draw.uniform(-edge, edge, 24), [turning - 0.01, turning],
                        [0.0, 1e-300, -1e-9, 2.0**-6, 0.0078125, edge + 1.5]))
    found = psi(n, np.resize(x, max(many, x.size)))[:x.size]
    for point, got in zip(x.tolist(), found.tolist(), strict=True):
        value, slope = oracle.measured([n], {**ONES, "x": point})[n]
        unit = max(UNIT * (float(abs(value)) + abs(point) * float(abs(slope))), 5e-324)
        assert float(abs(value - got)) <= min(4 * unit, 5e-16), (point, got)


def test_parameters_scale_argument_and_amplitude(psi, oracle):
    parameters = {"m": 0.37, "omega": 5.1, "hbar": 0.83}
    x = np.linspace(-9, 9, 8192)
    for n in (3, 400):
        found = psi(n, x, **parameters)
        for k in (0, 1300, 5001, 7000):
            point = {**parameters, "x": float(x[k])}
            value, slope = oracle.measured([n], point)[n]
            unit = UNIT * (float(abs(value)) + abs(x[k]) * float(abs(slope)))
            assert float(abs(value - float(found[k]))) <= 6 * unit


def test_result_depends_on_the_call_alone_not_on_what_was_called_before():
    first = compile_family(OSCILLATOR, CLAIMS, [BY_RECURSION])
    x = np.linspace(-3, 3, 50)
    before = first(40, x)
    first(40, np.linspace(-3, 3, 50_000))  # builds the table
    assert np.array_equal(first(40, x), before)


def test_no_silent_zero_before_underflow(psi):
    for n, beyond in ((0, 33), (1, 33), (10, 33), (1000, 20)):  # |f| > 1e-300 so far out
        x = np.linspace(0, np.sqrt(2 * n + 1) + beyond, 30_000)[1:]
        found = psi(n, x)
        crossings = np.count_nonzero(np.diff(np.sign(found)))
        assert crossings == n // 2
        assert np.all(found[np.abs(x) > np.sqrt(2 * n + 1)] != 0)


def test_many_indices_use_tables_and_single_points_together(psi):
    n = np.concatenate((np.full(5000, 1200), [3, 900]))
    x = np.linspace(-6, 6, n.size)
    found = psi(n, x)
    assert np.array_equal(found[:5000], psi(1200, x[:5000]))
    assert found[5000:].tolist() == [float(psi(3, x[5000])), float(psi(900, x[5001]))]


def test_without_the_equation_the_recurrence_is_taken():
    f = compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION])
    assert f.program.loop.local is None
    with pytest.raises(ExportRefused, match="no table without an equation"):
        compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION], form="table")
    with pytest.raises(ExportRefused, match="no form is called 'spline'"):
        compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION], form="spline")


def test_a_family_whose_equation_keeps_its_first_derivative_has_no_table():
    slope = eq(call(H, add(N, 1), XI, orders=(0, 1)), call(H, N, XI))
    family = family_of(LEGENDRE_STATE, [LEGENDRE, *LEGENDRE_BASES, slope][:3])
    assert recurrence_program(family).loop.local is None


def test_another_family_gets_its_own_table():
    # DLMF 18.8: He'' - x He' + n He = 0 and 18.9: He_{n+1}' = (n + 1) He_n
    equation = eq(add(call(H, N, XI, orders=(0, 2)), neg(mul(XI, call(H, N, XI, orders=(0, 1)))),
                      mul(N, call(H, N, XI))), term(0))
    slope = eq(call(H, add(N, 1), XI, orders=(0, 1)), mul(add(N, 1), call(H, N, XI)))
    state = simple(div(1, sqrt(factorial(N))), exp(neg(div(power(X, 2), 4))))
    claims = [PROBABILISTS, equation, slope, *PROBABILISTS_BASES]
    f = compile_family(state, claims, n_max=500, form="table")
    assert set(f.program.loop.local.potential) == {
        (1, 1, 0), (Fraction(1, 2), 0, 0), (Fraction(-1, 4), 0, 2)}
    assert f.accuracy.max_ulp < 4


def test_wrong_slope_rule_is_refused():
    wrong = eq(call(H, add(N, 1), XI, orders=(0, 1)), mul(2, N, call(H, N, XI)))
    with pytest.raises(ExportRefused, match="disagree"):
        compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, wrong, *HERMITE_BASES])


def test_wrong_equation_is_refused():
    wrong = eq(add(call(H, N, XI, orders=(0, 2)), neg(mul(2, XI, call(H, N, XI, orders=(0, 1)))),
                   mul(3, N, call(H, N, XI))), term(0))
    with pytest.raises(ExportRefused, match="disagree"):
        compile_family(OSCILLATOR, [HERMITE, wrong, HERMITE_SLOPE], [BY_RECURSION])


def test_table_of_the_generated_module_is_what_is_tested(psi):
    # the certificate to n = 10,000 is that of the lecture's psi: one is enough
    small = compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION],
                           n_max=1000)
    module = run_source(small.source, "psi")
    x = np.linspace(-20, 20, 20_000)
    assert np.array_equal(module["psi"](77, x), psi(77, x))
    assert module["ACCURACY"]["max_ulp"] <= 4
    assert module["ACCURACY"]["max_absolute"] <= 5e-16
    assert module["self_test"]() <= 4
