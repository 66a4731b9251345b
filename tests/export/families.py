"""Families as terms, written by hand from DLMF: what a derivation would hand to the exporter."""

from __future__ import annotations

from derive.kernel.claim import Definition
from derive.terms import Term
from derive.terms.build import (
    PI,
    add,
    call,
    div,
    eq,
    exp,
    factorial,
    function,
    mul,
    neg,
    power,
    sqrt,
    sub,
    symbol,
    term,
)

N, X, XI = symbol("n", "N0"), symbol("x"), symbol("xi")
M, OMEGA, HBAR = symbol("m", "P"), symbol("omega", "P"), symbol("hbar", "P")
H = function("H", ("N0", "R"))
PSI = function("psi", ("N0", "R", "P", "P", "P"))

OSCILLATOR = eq(
    call(PSI, N, X, M, OMEGA, HBAR),
    mul(power(div(mul(M, OMEGA), mul(PI, HBAR)), div(1, 4)),
        div(1, sqrt(mul(power(2, N), factorial(N)))),
        call(H, N, mul(sqrt(div(mul(M, OMEGA), HBAR)), X)),
        exp(neg(div(mul(M, OMEGA, power(X, 2)), mul(2, HBAR))))))

HERMITE = eq(call(H, add(N, 2), XI),
             sub(mul(2, XI, call(H, add(N, 1), XI)), mul(2, add(N, 1), call(H, N, XI))))
HERMITE_BASES = (eq(call(H, 0, XI), term(1)), eq(call(H, 1, XI), mul(2, XI)))
HERMITE_EQUATION = eq(
    add(call(H, N, XI, orders=(0, 2)), neg(mul(2, XI, call(H, N, XI, orders=(0, 1)))),
        mul(2, N, call(H, N, XI))), term(0))
HERMITE_SLOPE = eq(call(H, add(N, 1), XI, orders=(0, 1)), mul(2, add(N, 1), call(H, N, XI)))
BY_RECURSION = Definition(
    H, (N, XI), sub(mul(2, XI, call(H, N, XI)), call(H, N, XI, orders=(0, 1))), (term(1),))


def simple(normalization: Term, weight: Term | None) -> Term:
    """``f(n, x) = normalization * H(n, x) * weight``."""
    f = function("f", ("N0", "R"))
    factors = [normalization, call(H, N, X), *([weight] if weight is not None else [])]
    return eq(call(f, N, X), mul(*factors))


# DLMF 18.9: (n + 2) L_{n+2} = (2n + 3 - x) L_{n+1} - (n + 1) L_n
LAGUERRE = eq(mul(add(N, 2), call(H, add(N, 2), XI)),
              sub(mul(sub(add(mul(2, N), 3), XI), call(H, add(N, 1), XI)),
                  mul(add(N, 1), call(H, N, XI))))
LAGUERRE_BASES = (eq(call(H, 0, XI), term(1)), eq(call(H, 1, XI), sub(1, XI)))
LAGUERRE_STATE = simple(term(1), exp(neg(div(X, 2))))

# DLMF 18.9: (n + 2) P_{n+2} = (2n + 3) x P_{n+1} - (n + 1) P_n;  norm 2/(2n + 1)
LEGENDRE = eq(mul(add(N, 2), call(H, add(N, 2), XI)),
              sub(mul(add(mul(2, N), 3), XI, call(H, add(N, 1), XI)),
                  mul(add(N, 1), call(H, N, XI))))
LEGENDRE_BASES = (eq(call(H, 0, XI), term(1)), eq(call(H, 1, XI), XI))
LEGENDRE_STATE = simple(sqrt(add(N, div(1, 2))), None)

# DLMF 18.9, 18.7: He_{n+2} = x He_{n+1} - (n + 1) He_n
PROBABILISTS = eq(call(H, add(N, 2), XI),
                  sub(mul(XI, call(H, add(N, 1), XI)), mul(add(N, 1), call(H, N, XI))))
PROBABILISTS_BASES = (eq(call(H, 0, XI), term(1)), eq(call(H, 1, XI), XI))
