"""What a program's expression says as a term: ``expm1(u)`` is ``exp(u) - 1``, and the like.

A function without a head in the term language, and whatever stands in it, becomes a letter of
its own: what holds for every number there holds for this one. Next: ``equality``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from derive.export.program import Const, Expr, Input, Named, Op, Var
from derive.terms import Term
from derive.terms.build import PI, E, add, div, exp, le, lt, mul, neg, power, sqrt, sub, symbol
from derive.terms.build import term as number

_TAKEN = re.compile(r"pi|e|i|infinity|u\d+")
_SAME = frozenset(("sqrt", "exp", "log", "sin", "cos", "sinh", "cosh", "tanh", "arctan",
                   "abs", "floor", "ceiling", "factorial", "erf"))


class Letters:
    """Symbols for the inputs and for what has no term; ``term`` says what an expression means.

    >>> letters = Letters([Input("x", "P")])
    >>> str(letters.term(Op("expm1", (Var("x"),))))
    '(add (exp x) (neg 1))'
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        labels = [i.label for i in inputs]
        clear = len(set(labels)) == len(labels) and not any(map(_TAKEN.fullmatch, labels))
        self.inputs = {i.name: symbol(i.label if clear else i.name,
                                      i.sort if i.sort in ("P", "N0", "Z") else "R")
                       for i in inputs}
        self.others: dict[Expr, Term] = {}

    def term(self, node: Expr) -> Term:
        """The expression as a term; conditions (``where``) must be settled before."""
        if isinstance(node, Const):
            return number(node.value)
        if isinstance(node, Named):
            return PI if node.name == "pi" else E
        if isinstance(node, Var):
            return self.inputs[node.name]
        if node.name == "pow":
            return self._power(node)
        if node.name in ("less", "less_equal"):
            left, right = map(self.term, node.args)
            return lt(left, right) if node.name == "less" else le(left, right)
        if node.name in _SAME:
            return Term(node.name, (), (self.term(node.args[0]),))
        found = self._composed(node)
        if found is None:
            found = self.others.setdefault(node, symbol(f"u{len(self.others)}", "R"))
        return found

    def _composed(self, node: Op) -> Term | None:
        if node.name not in _MEANING and node.name not in ("add", "mul"):
            return None
        parts = [self.term(a) for a in node.args]
        if node.name == "add":
            return add(*parts)
        if node.name == "mul":
            return mul(*parts)
        a, b = parts[0], parts[-1]
        simple: Mapping[str, Term] = {
            "neg": neg(a), "sub": sub(a, b), "div": div(a, b), "expm1": add(exp(a), neg(1)),
            "log1p": _log(add(1, a)), "logaddexp": _log(add(exp(a), exp(b))),
            "erfc": _erfc(a), "arcsinh": _log(add(a, sqrt(add(power(a, 2), 1)))),
            "arccosh": _log(add(a, sqrt(sub(power(a, 2), 1)))),
            "arctanh": div(sub(_log(add(1, a)), _log(sub(1, a))), 2),
            "arcsin": mul(2, _arctan(div(a, add(1, sqrt(sub(1, power(a, 2))))))),
            "arccos": mul(2, _arctan(sqrt(div(sub(1, a), add(1, a))))),
            "hypot": sqrt(add(power(a, 2), power(b, 2))),
            "tan": div(Term("sin", (), (a,)), Term("cos", (), (a,))),
            "maximum": div(add(a, b, _abs(sub(a, b))), 2),
            "minimum": div(add(a, b, neg(_abs(sub(a, b)))), 2)}
        return simple[node.name]

    def _power(self, node: Op) -> Term:
        base, exponent = node.args
        inside = self.term(base)
        if not isinstance(exponent, Const):
            return power(inside, self.term(exponent))
        value = exponent.value
        if value < 0:
            return div(1, self._power(Op("pow", (base, Const(-value)))))
        if value.denominator == 1:
            return power(inside, int(value))
        if value.denominator == 2:
            root = sqrt(inside)
            return root if value == Fraction(1, 2) else power(root, value.numerator)
        return power(inside, number(value))


_MEANING = frozenset(("neg", "sub", "div", "expm1", "log1p", "logaddexp", "maximum",
                      "minimum", "tan", "hypot", "erfc", "arcsinh", "arccosh", "arctanh",
                      "arcsin", "arccos"))


def _log(a: Term) -> Term:
    return Term("log", (), (a,))


def _erfc(a: Term) -> Term:
    return sub(1, Term("erf", (), (a,)))


def _arctan(a: Term) -> Term:
    return Term("arctan", (), (a,))


def _abs(a: Term) -> Term:
    return Term("abs", (), (a,))
