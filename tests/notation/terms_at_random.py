"""Well-formed terms at random, from a seed: what the round trip is tried on."""

from __future__ import annotations

import random

from derive.notation import Card, Notation
from derive.terms.build import (
    INFINITY,
    PI,
    I,
    add,
    call,
    chance,
    dirac,
    div,
    factorial,
    function,
    mean,
    mul,
    neg,
    power,
    sqrt,
    sum_over,
    symbol,
    term,
)
from derive.terms.term import Term

X, Y, XI = symbol("x"), symbol("y"), symbol("xi")
N, K, J = (symbol(s, "N0") for s in "nkj")
M, OMEGA, HBAR = (symbol(s, "P") for s in ("m", "omega", "hbar"))
Z, L = symbol("z", "C"), symbol("l", "Z")
X0 = symbol("x_0")
PSI, F = function("psi"), function("f", ("R", "R"))
H, C = function("H", ("N0", "R")), function("c", ("N0",))
U = function("u")
STATE = function("psi_n", ("N0", "R", "P", "P"))
G = function("g", ("N0", "N0", "R"))

NOTATION = Notation([
    Card(X, "x"), Card(Y, "y"), Card(XI, r"\xi"), Card(N, "n"), Card(K, "k"), Card(J, "j"),
    Card(M, "m"), Card(OMEGA, r"\omega"), Card(HBAR, r"\hbar"), Card(Z, "z"), Card(L, "l"),
    Card(X0, "x_0"), Card(PSI, r"\psi"), Card(F, "f"), Card(H, "H", index=(0,)),
    Card(C, "c", index=(0,)), Card(U, "u", hidden=((0, XI),)),
    Card(STATE, r"\phi", index=(0,), hidden=((2, M), (3, OMEGA))),
    Card(G, "g", index=(0, 1))])


class Maker:
    """Terms of bounded depth, from a seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def choose(self, *options):
        return self.random.choice(options)

    def natural(self, depth: int) -> Term:
        if depth <= 0:
            return self.choose(N, K, J, term(self.random.randrange(4)))
        return self.choose(
            lambda: add(self.choose(N, K), self.random.randrange(1, 3)),
            lambda: mul(2, self.choose(N, K)),
            lambda: Term("floor", (), (div(N, 2),)),
            lambda: self.natural(0))()

    def scalar(self, depth: int) -> Term:
        if depth <= 0:
            return self.choose(X, Y, XI, N, K, M, OMEGA, HBAR, Z, X0, PI, I, term(1), term(2),
                               term(13), L)
        make = self.choose(
            self.sum, self.product, self.product, self.quotient, self.power, self.function,
            self.call, self.call, self.binder, self.negation, self.special)
        return make(depth - 1)

    def sum(self, depth: int) -> Term:
        return add(*(self.scalar(depth) for _ in range(self.random.randrange(2, 4))))

    def product(self, depth: int) -> Term:
        return mul(*(self.scalar(depth) for _ in range(self.random.randrange(2, 5))))

    def quotient(self, depth: int) -> Term:
        return div(self.scalar(depth), self.scalar(depth))

    def power(self, depth: int) -> Term:
        return power(self.scalar(depth), self.scalar(depth - 1))

    def negation(self, depth: int) -> Term:
        return neg(self.scalar(depth))

    def function(self, depth: int) -> Term:
        head = self.choose("sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "exp", "exp",
                           "log", "erf", "sqrt", "abs", "conj", "floor", "ceiling",
                           "factorial", "re", "im")
        return Term(head, (), (self.scalar(depth),))

    def special(self, depth: int) -> Term:
        return self.choose(
            lambda: Term("binomial", (), (self.scalar(depth - 1), self.natural(0))),
            lambda: Term("delta", (), (self.natural(0), self.natural(1))),
            lambda: Term("doublefactorial", (), (self.natural(1),)), lambda: self.cases(depth),
            lambda: self.random_quantity(depth),
            lambda: factorial(self.natural(1)), lambda: sqrt(self.scalar(depth)))()

    def random_quantity(self, depth: int) -> Term:
        """A mean, a covariance, a probability."""
        a, b = self.scalar(depth - 1), self.scalar(depth - 1)
        events = [Term(self.choose("eq", "ne", "lt", "le"), (), (a, b)) for _ in range(
            self.choose(1, 2))]
        return self.choose(
            lambda: mean("E", a), lambda: mean(r"\mathbb{E}", a), lambda: mean(r"\mathrm{Var}", a),
            lambda: mean(r"\mathrm{Cov}", a, b), lambda: chance("P", *events),
            lambda: dirac(self.choose(X, add(X, neg(Y)))))()

    def cases(self, depth: int) -> Term:
        """Two cases or three, with single and double conditions, and perhaps a rest."""
        parts: list[Term] = []
        for _ in range(self.random.randrange(1, 3)):
            low, middle, high = (self.scalar(0) for _ in "abc")
            below = Term("lt", (), (low, middle))
            parts += [self.scalar(depth - 1), self.choose(
                below, Term("le", (), (low, middle)), Term("eq", (), (low, middle)),
                Term("and", (), (below, Term("le", (), (middle, high)))))]
        if len(parts) == 2 or self.choose(True, False):
            parts.append(self.scalar(depth - 1))
        return Term("cases", (), tuple(parts))

    def call(self, depth: int) -> Term:
        order = self.choose(0, 0, 0, 1, 2, 3, 4)
        real = self.scalar(depth - 1)
        return self.choose(
            lambda: call(PSI, real, orders=(order,)),
            lambda: call(F, real, self.scalar(depth - 1), orders=(order, self.choose(0, 1))),
            lambda: call(H, self.natural(1), real, orders=(0, order)),
            lambda: call(C, self.natural(1)),
            lambda: call(U, self.choose(XI, XI, real), orders=(order,)),
            lambda: call(STATE, self.natural(1), real, M, OMEGA, orders=(0, order, 0, 0)),
            lambda: call(STATE, self.natural(0), real, M, self.choose(M, real),
                         orders=(0, order, 0, self.choose(0, 1))),
            lambda: call(G, self.natural(0), self.natural(1), real, orders=(0, 0, order)))()

    def binder(self, depth: int) -> Term:
        body = self.scalar(depth)
        variable = self.choose(X, Y, XI, symbol("t"), symbol("x1"))
        index = self.choose(K, J, N, symbol("q", "N0"))
        lower, upper = term(self.random.randrange(2)), self.choose(N, K, INFINITY, term(5))
        if index in upper.free:
            upper = INFINITY
        return self.choose(
            lambda: Term("integral", (), (variable, body, neg(INFINITY), INFINITY)),
            lambda: Term("integral", (), (variable, body, term(0), self.choose(M, PI))),
            lambda: Term(self.choose("sum", "product"), (), (index, body, lower, upper)),
            lambda: sum_over(self.choose(K, J, N), body),
            lambda: sum_over(J, body, r"\in S"),
            lambda: Term("sum", (), (L, body, neg(INFINITY), INFINITY)),
            lambda: Term("derivative", (self.choose(1, 2, 3),), (XI, body, XI)),
            lambda: Term("derivative_n", (), (X, body, N, X)),
            lambda: Term("limit", (self.choose(-1, 0, 1),), (
                Y, body, self.choose(term(0), M, INFINITY))),
            lambda: Term("derivative", (1,), (Y, body, term(0))))()

    def formula(self, depth: int) -> Term:
        a, b = self.scalar(depth), self.scalar(depth)
        return self.choose(
            lambda: Term(self.choose("eq", "ne", "lt", "le"), (), (a, b)),
            lambda: Term("forall", (), (self.choose(N, X, symbol("q", "Z")),
                                        Term("eq", (), (a, b)))),
            lambda: Term("poly", (), (XI, a, self.natural(1))),
            lambda: Term("decay", (), (X, a)), lambda: Term("square_integrable", (), (X, a)),
            lambda: Term("smooth", (self.choose(-1, 2),), (X, a)),
            lambda: Term("not", (), (Term("lt", (), (a, b)),)))()
