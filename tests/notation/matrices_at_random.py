"""Matrix terms at random, each of a shape that is asked for."""

from __future__ import annotations

import random

from derive.notation import declare
from derive.terms import matrices as m
from derive.terms.build import add, div, function, mul, neg, symbol
from derive.terms.term import Term

NOTATION = declare(
    r"W, V in R^(h x d); P, Q in R^(h x h); A, B in R^(d x d); x, v in R^d; b, z in R^h;"
    r"X in R^(d x n); l, n in N0; lambda, L in R; sigma: R -> R").notation
H, D = symbol("h", "N0"), symbol("d", "N0")
SIGMA, LAMBDA, LOSS, LEVEL = function("sigma"), symbol("lambda"), symbol("L"), symbol("l", "N0")
LETTERS = {("h", "d"): ("W", "V"), ("h", "h"): ("P", "Q"), ("d", "d"): ("A", "B"),
           ("d", "1"): ("x", "v"), ("h", "1"): ("b", "z")}
NAMED = (function("tanh"), function("erf"), function("exp"), function("abs"),
         function("log", ("P",)), function("sqrt", ("P",)))
SIZES = {"h": H, "d": D, "1": 1}


class Maker:
    """Terms of bounded depth with fitting shapes, from a seeded generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def matrix(self, rows: str, columns: str, depth: int) -> Term:
        options = []
        if (rows, columns) in LETTERS:
            options += [lambda: m.matrix(self.random.choice(LETTERS[rows, columns]),
                                         SIZES[rows], SIZES[columns])] * 2
        if (columns, rows) in LETTERS:
            options.append(lambda: m.transpose(self.matrix(columns, rows, depth - 1)))
        if depth > 0 or not options:
            options += [
                lambda: m.matadd(*(self.matrix(rows, columns, depth - 1) for _ in "ab")),
                lambda: m.matadd(self.matrix(rows, columns, depth - 1),
                                 m.minus(self.matrix(rows, columns, depth - 1))),
                lambda: m.scale(self.number(depth - 1), self.matrix(rows, columns, depth - 1)),
                lambda: m.hadamard(*(self.matrix(rows, columns, depth - 1) for _ in "ab")),
                lambda: m.apply(SIGMA, self.matrix(rows, columns, depth - 1),
                                orders=(self.random.randrange(3),)),
                lambda: self.product(rows, columns, depth), lambda: self.product(
                    rows, columns, depth)]
            if rows == columns:
                options += [lambda: m.inverse(self.matrix(rows, rows, depth - 1)),
                            lambda: m.identity(SIZES[rows]),
                            lambda: m.transpose(m.inverse(self.matrix(rows, rows, depth - 1)))]
            if rows != columns:
                options += [
                    lambda: m.apply(self.random.choice(NAMED),
                                    self.matrix(rows, columns, depth - 1),
                                    orders=(self.random.randrange(2),)),
                    lambda: m.row_softmax(self.matrix(rows, columns, depth - 1))]
            if columns == "1":
                options.append(lambda: m.softmax(self.matrix(rows, "1", depth - 1)))
        return self.random.choice(options)()

    def product(self, rows: str, columns: str, depth: int) -> Term:
        middle = self.random.choice(["h", "d"])
        return m.matmul(self.matrix(rows, middle, depth - 1),
                        self.matrix(middle, columns, depth - 1))

    def number(self, depth: int) -> Term:
        if depth <= 0:
            return self.random.choice([LAMBDA, LOSS, div(1, 2), neg(1), neg(2), mul(2, LAMBDA)])
        rows = self.random.choice(["h", "d"])
        return self.random.choice([
            lambda: m.inner(*(self.matrix(rows, "1", depth - 1) for _ in "ab")),
            lambda: m.inner(*(self.matrix("h", "d", depth - 1) for _ in "ab")),
            lambda: m.norm(self.matrix(rows, "1", depth - 1)),
            lambda: m.trace(self.matrix("d", "d", depth - 1)),
            lambda: m.item(m.matmul(m.transpose(self.matrix("d", "1", depth - 1)),
                                    self.matrix("d", "d", depth - 1),
                                    self.matrix("d", "1", depth - 1))),
            lambda: add(self.number(depth - 1), self.number(depth - 1)),
            lambda: mul(self.number(depth - 1), self.number(depth - 1)),
            lambda: div(self.number(depth - 1), LAMBDA),
            lambda: neg(self.number(depth - 1))])()
