"""Functions exported from a derived recurrence, against mpmath's own special functions."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from derive.export.compiling import compile_family
from derive.export.program import ExportRefused
from derive.terms.build import (
    add,
    call,
    div,
    eq,
    exp,
    factorial,
    forall,
    mul,
    neg,
    power,
    sqrt,
    sub,
    symbol,
)
from tests.export.families import (
    BY_RECURSION,
    HBAR,
    HERMITE,
    HERMITE_BASES,
    LAGUERRE,
    LAGUERRE_BASES,
    LAGUERRE_STATE,
    LEGENDRE,
    LEGENDRE_BASES,
    LEGENDRE_STATE,
    OMEGA,
    OSCILLATOR,
    PI,
    PROBABILISTS,
    PROBABILISTS_BASES,
    PSI,
    XI,
    H,
    M,
    N,
    X,
    simple,
)


@pytest.fixture(scope="module")
def psi():
    return compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION], n_max=1000)


def true_psi(n, x, m=1, omega=1, hbar=1):
    """The eigenfunction from mpmath's Hermite polynomial, with 60 digits."""
    with mpmath.workdps(60 + n):
        c = mpmath.mpf(m) * omega / hbar
        xi = mpmath.sqrt(c) * x
        norm = (c / mpmath.pi) ** mpmath.mpf("0.25") / mpmath.sqrt(2**n * mpmath.factorial(n))
        return float(norm * mpmath.hermite(n, xi) * mpmath.exp(-xi * xi / 2))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 10, 41, 60])
@pytest.mark.parametrize("parameters", [(1, 1, 1), (0.5, 4, 1), (2, 0.25, 3)])
def test_values_agree_with_mpmath(psi, n, parameters):
    m, omega, hbar = parameters
    for x in (0.0, 1e-9, -0.3, 2.0, 5.5, 21.0):
        true = true_psi(n, x, m, omega, hbar)
        assert float(psi(n, x, m, omega, hbar)) == pytest.approx(true, rel=2e-11, abs=3e-15)


def test_high_levels_do_not_vanish(psi):
    # values of the issue, from 400-bit arithmetic of another program
    assert float(psi(1000, 39)) == pytest.approx(-0.12534735, abs=1e-8)
    assert float(psi(1000, 40)) == pytest.approx(0.17225052, abs=1e-8)


@pytest.mark.parametrize("omega", [0.25, 1.0, 4.0])
@pytest.mark.parametrize("n", [0, 7, 300])
def test_norm_is_one(psi, n, omega):
    # the trapezoidal rule is exact here up to rounding: analytic, and zero at both ends
    x = np.linspace(-90, 90, 40001)
    assert np.sum(psi(n, x, omega=omega) ** 2) * 180 / 40000 == pytest.approx(1, abs=2e-13)


def test_different_levels_are_orthogonal(psi):
    x = np.linspace(-40, 40, 8001)
    table = psi(np.arange(40)[:, None], x)
    assert np.abs(table @ table.T * (x[1] - x[0]) - np.eye(40)).max() < 1e-12


def test_error_is_within_the_goal_for_all_x(psi):
    assert psi.accuracy.max_over_peak < 1e-13
    assert psi.accuracy.points > 1000


def test_the_oracle_sees_a_wrong_program(psi):
    from derive.export.accuracy import measure
    from derive.export.oracle import Oracle
    from derive.export.recurrences import family_of

    oracle = Oracle(family_of(OSCILLATOR, [HERMITE], [BY_RECURSION]))
    wrong = measure(lambda n, x, **p: psi(n, x, **p) * (1 + 1e-9), oracle, 20)
    assert wrong.max_ulp > 1e5


def test_laguerre_through_the_same_functions():
    f = compile_family(LAGUERRE_STATE, [LAGUERRE, *LAGUERRE_BASES], n_max=300)
    for n, x in ((0, 3.0), (1, 3.0), (17, 0.5), (60, 41.0), (250, 7.0)):
        true = float(mpmath.laguerre(n, 0, x) * mpmath.exp(-x / 2))
        assert float(f(n, x)) == pytest.approx(true, rel=1e-11)


def test_legendre_through_the_same_functions():
    f = compile_family(LEGENDRE_STATE, [LEGENDRE, *LEGENDRE_BASES], n_max=300)
    for n, x in ((0, 0.3), (1, 0.3), (17, -0.5), (60, 0.999), (250, 0.7)):
        true = float(mpmath.legendre(n, x) * mpmath.sqrt(n + mpmath.mpf(1) / 2))
        assert float(f(n, x)) == pytest.approx(true, rel=1e-10, abs=1e-13)
    assert "= -1..1" in f.accuracy.domain
    assert f.accuracy.max_absolute < 1e-12


def test_probabilists_hermite_gives_another_program():
    state = simple(div(1, sqrt(factorial(N))), exp(neg(div(power(X, 2), 4))))
    f = compile_family(state, [PROBABILISTS, *PROBABILISTS_BASES], n_max=100)
    with mpmath.workdps(40):
        true = float(mpmath.hermite(9, 1 / mpmath.sqrt(2)) * mpmath.mpf(2) ** mpmath.mpf("-4.5")
                     / mpmath.sqrt(mpmath.factorial(9)) * mpmath.exp(-mpmath.mpf(1) / 4))
    assert float(f(9, 1.0)) == pytest.approx(true, rel=1e-13)
    assert f.program.loop.linear.top != compile_family(
        OSCILLATOR, [HERMITE], [BY_RECURSION]).program.loop.linear.top


def test_false_recurrence_is_refused_where_the_definition_is_known():
    false = eq(call(H, add(N, 2), XI),
               sub(mul(2, XI, call(H, add(N, 1), XI)), mul(2, add(N, 2), call(H, N, XI))))
    with pytest.raises(ExportRefused, match="disagree at n"):
        compile_family(OSCILLATOR, [false], [BY_RECURSION])


def test_false_recurrence_gives_a_visibly_different_program(psi):
    false = eq(call(H, add(N, 2), XI),
               sub(mul(2, XI, call(H, add(N, 1), XI)), mul(3, add(N, 1), call(H, N, XI))))
    other = compile_family(OSCILLATOR, [false, *HERMITE_BASES])
    assert abs(float(other(5, 1.0)) - float(psi(5, 1.0))) > 0.01


def test_recurrence_stated_one_step_lower_and_for_all_n(psi):
    lower = forall(N, eq(call(H, add(N, 1), XI),
                         sub(mul(2, XI, call(H, N, XI)), mul(2, N, call(H, add(N, neg(1)), XI)))))
    f = compile_family(OSCILLATOR, [lower, *HERMITE_BASES])
    assert float(f(33, 2.5)) == float(psi(33, 2.5))


def test_length_is_solved_from_its_equation(psi):
    ell = symbol("ell", "P")
    state = eq(call(PSI, N, X, M, OMEGA, HBAR),
               mul(div(1, sqrt(mul(power(2, N), factorial(N), sqrt(PI), ell))),
                   call(H, N, div(X, ell)), exp(neg(div(power(X, 2), mul(2, power(ell, 2)))))))
    fixes = eq(mul(power(ell, 2), M, OMEGA), HBAR)
    f = compile_family(state, [HERMITE, fixes], [BY_RECURSION])
    assert float(f(6, 0.7, 2.0, 3.0, 0.5)) == pytest.approx(float(psi(6, 0.7, 2.0, 3.0, 0.5)),
                                                           rel=1e-14)


@pytest.mark.parametrize(("claims", "definitions", "said"), [
    ([], [BY_RECURSION], "no proved claim is a three-term recurrence"),
    ([HERMITE], [], "first two members"),
    ([HERMITE, *HERMITE_BASES, eq(call(H, 1, XI), XI)], [], "different H"),
])
def test_what_is_missing_is_named(claims, definitions, said):
    with pytest.raises(ExportRefused, match=said):
        compile_family(OSCILLATOR, claims, definitions)


@pytest.mark.parametrize(("body", "said"), [
    (mul(call(H, N, X), exp(neg(power(X, 4)))), "degree 2"),
    (mul(call(H, N, power(X, 2)), exp(neg(power(X, 2)))), "proportional"),
    (add(call(H, N, X), 1), "not a product"),
    (mul(call(H, N, X), power(add(X, 3), div(1, 2))), "linear|index"),
])
def test_other_shapes_are_refused(body, said):
    from derive.terms.build import function
    f = function("f", ("N0", "R"))
    with pytest.raises(ExportRefused, match=said):
        compile_family(eq(call(f, N, X), body), [HERMITE, *HERMITE_BASES])
