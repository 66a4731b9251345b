"""A small lecture put together by hand: terms as the oscillator has them, no kernel behind it."""

from derive.kernel.claim import Grade, claim
from derive.notation.cards import Card, Notation
from derive.rules.lecture import Lecture, Line, Section
from derive.terms.build import (
    FALSE,
    PI,
    add,
    call,
    derivative,
    div,
    eq,
    exp,
    factorial,
    forall,
    function,
    integral,
    lt,
    mul,
    ne,
    neg,
    power,
    series_eq,
    series_sum,
    sqrt,
    square_integrable,
    sub,
    symbol,
    term,
)

m, omega, hbar, ell = (symbol(s, "P") for s in ("m", "omega", "hbar", "ell"))
E, epsilon, x, xi, t = (symbol(s) for s in ("E", "epsilon", "x", "xi", "t"))
n, k = symbol("n", "N0"), symbol("k", "N0")
psi, phi, u = function("psi"), function("phi"), function("u")
c = function("c", ("N0",))
H = function("H", ("N0", "R"))
psi_n = function("psi_n", ("N0", "R", "P", "P", "P"))
N = function("N", ("N0", "P", "P", "P"))

HIDDEN = ((2, m), (3, omega), (4, hbar))
NOTATION = Notation((
    Card(m, "m"), Card(omega, r"\omega"), Card(hbar, r"\hbar"), Card(ell, r"\ell"),
    Card(E, "E"), Card(epsilon, r"\varepsilon"), Card(x, "x"), Card(xi, r"\xi"), Card(t, "t"),
    Card(n, "n"), Card(k, "k"), Card(psi, r"\psi"), Card(phi, r"\phi"), Card(u, "u"),
    Card(c, "c", index=(0,)), Card(H, "H", index=(0,), shown=(1,)),
    Card(psi_n, r"\Psi", index=(0,), shown=(1,), hidden=HIDDEN),
    Card(N, "N", index=(0,), hidden=((1, m), (2, omega), (3, hbar))),
))


def h(index, point=xi, order=0):
    return call(H, index, point, orders=(0, order))


GAUSS = exp(neg(power(xi, 2)))
HALF = div(1, 2)
TISE = forall(x, eq(mul(E, call(psi, x)), add(
    neg(mul(div(power(hbar, 2), mul(2, m)), call(psi, x, orders=(2,)))),
    mul(div(mul(m, power(omega, 2)), 2), power(x, 2), call(psi, x)))))
NORMALIZABLE = square_integrable(x, call(psi, x))
SCALED = forall(xi, eq(call(phi, xi, orders=(2,)),
                       mul(sub(power(xi, 2), epsilon), call(phi, xi))))
RECURRENCE = forall(k, eq(call(c, add(k, 2)), mul(
    div(add(mul(2, k), 1, neg(epsilon)), mul(add(k, 1), add(k, 2))), call(c, k))))
LEVELS = eq(E, mul(hbar, omega, add(n, HALF)))
ONLY = (TISE, NORMALIZABLE, forall(n, ne(E, mul(hbar, omega, add(n, HALF)))))
GENERATING = series_eq(t, series_sum(n, div(mul(h(n), power(t, n)), factorial(n))),
                       exp(sub(mul(2, xi, t), power(t, 2))))
TELESCOPE = forall(xi, eq(
    sub(mul(power(h(add(n, 1)), 2), GAUSS), mul(2, add(n, 1), power(h(n), 2), GAUSS)),
    neg(derivative(xi, mul(h(add(n, 1)), h(n), GAUSS)))))
WRONSKIAN = eq(mul(2, sub(n, k), h(n), h(k), GAUSS), derivative(
    xi, mul(sub(mul(h(n), h(k, order=1)), mul(h(n, order=1), h(k))), GAUSS)))
NORM = eq(integral(xi, mul(power(h(n), 2), GAUSS)), mul(power(2, n), factorial(n), sqrt(PI)))
ORTHOGONAL = eq(integral(xi, mul(h(n), h(k), GAUSS)), term(0))
PSI = eq(call(psi_n, n, x, m, omega, hbar), mul(
    power(div(mul(m, omega), mul(PI, hbar)), div(1, 4)),
    div(1, sqrt(mul(power(2, n), factorial(n)))),
    h(n, mul(sqrt(div(mul(m, omega), hbar)), x)),
    exp(neg(div(mul(m, omega, power(x, 2)), mul(2, hbar))))))
LONG = eq(h(term(6)), add(*(mul((-1) ** j * 1234 + 5000, power(xi, 12 - j)) for j in range(12))))


def line(label, number, conclusion, grade=Grade.PROVED, hypotheses=(), **more):
    return Line(label, number, claim(tuple(hypotheses), conclusion), grade,
                more.pop("inference", "ring"), **more)


def lecture(notation=NOTATION):
    given = Grade.GIVEN
    sections = (
        Section("equation", (line("tise", 1, TISE, given),
                             line("normalizable", 2, NORMALIZABLE, given, numbered=False))),
        Section("scale", (line("scaled", 3, SCALED, uses=(1,)),)),
        Section("series", (line("recurrence", 4, RECURRENCE),)),
        Section("termination", (
            line("levels", 5, LEVELS, result=True),
            line("only", 6, FALSE, hypotheses=ONLY, conditions=ONLY))),
        Section("hermite", (line("generating", 7, GENERATING), line("long", 8, LONG))),
        Section("orthogonality", (
            line("wronskian", 9, WRONSKIAN),
            line("orthogonal", 10, ORTHOGONAL, hypotheses=(ne(n, k),), conditions=(ne(n, k),)))),
        Section("norm", (
            line("telescope", 11, TELESCOPE), line("norm", 12, NORM, result=True),
            line("psi", 13, PSI, result=True),
            line("small", 14, lt(0, call(N, n, m, omega, hbar)), Grade.SUPPORTED))),
    )
    return Lecture("toy", sections, notation, "A toy", (("tise", TISE),
                   ("normalizable", NORMALIZABLE)), (
                   ("gauss", "the Gaussian integral is $\\sqrt{\\pi}$", "C. F. Gauss"),))
