"""The differential of a term along an arbitrary smooth curve: forward rules, one per head.

From ``v = e`` follows ``dv = d e``. Symbols named constant do not move along the curve, and the
claim says so in its hypotheses; natural numbers never move. Where something is differentiable
its differential is defined, and what that needs is asked for (``log``, ``sqrt``, ``abs``,
``inverse``, ``det``); ``logdet`` needs more, and says so.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import Context, Witness, inference, only
from derive.kernel.procedures.conditions import conditions, in_range, quantified
from derive.terms.build import PI, add, div, eq, exp, lt, mul, neg, power, sqrt, term
from derive.terms.domains import sort_of, within
from derive.terms.matrices import (
    along,
    det,
    differential,
    family,
    hadamard,
    inverse,
    matadd,
    matmul,
    minus,
    ones,
    row_softmax,
    scale,
    softmax,
    trace,
    zeros,
)
from derive.terms.term import Term, TermError


class Forward:
    """The differential of terms; ``conditions`` gathers what it needs, outermost first."""

    def __init__(self, constants: frozenset[Term]) -> None:
        self.constants = constants
        self.still: dict[Term, None] = {}  # the hypotheses that constants do not move
        self.bound: tuple[Term, ...] = ()
        self.conditions: list[Term] = []
        self.known: dict[Term, Term | None] = {}

    def of(self, t: Term) -> Term | None:
        """The differential of t; None when t does not move."""
        if t not in self.known:
            self.known[t] = self._of(t)
        return self.known[t]

    def _of(self, t: Term) -> Term | None:
        head, args = t.head, t.args
        if head in ("int", "const", "ones", "zeros", "identity"):
            return None
        if t.shape is None and not t.is_formula and sort_of(t) in ("N0", "Z") and all(
                s.head == "fun" or (s.head == "sym" and within(s.sort, "Z")) for s in t.free):
            return None  # natural numbers stay; the floor of a real number may jump
        if head in ("sym", "matrix"):
            if t in self.constants or family(t) in self.constants:
                self.still[quantified(self.bound, still(t))] = None
                return None
            if head == "sym" and not within(t.sort, "R"):
                raise Refused(f"only real symbols have a differential, not {t}")
            return differential(t)
        if head in ("mul", "matmul", "hadamard", "scale", "inner", "kron"):
            return self._product(t)
        if head in ("add", "matadd", "neg", "transpose", "diag", "diagonal", "total", "trace",
                    "item", "vec"):
            return self._linear(t)
        if head in ("call", "map"):
            return self._function(t)
        if head in ("sum", "matsum"):
            return self._level_sum(t)
        rule = _CHAIN.get(head)
        if rule is None:
            raise Refused(f"no differential is known of {head!r}: {t}")
        moved = self.of(args[0])
        if any(self.of(a) is not None for a in args[1:]):
            if head != "div":
                raise Refused(f"only the first argument of {head!r} may vary: {t}")
            return self._quotient(t)
        return None if moved is None else rule(self, t, moved)

    def _linear(self, t: Term) -> Term | None:
        moved = [d for a in t.args if (d := self.of(a)) is not None]
        if not moved:
            return None
        if t.head in ("add", "matadd"):
            return add(*moved) if t.head == "add" else matadd(*moved)
        return Term(t.head, t.data, tuple(moved))

    def _product(self, t: Term) -> Term | None:
        parts = []
        for position, arg in enumerate(t.args):
            moved = self.of(arg)
            if moved is not None:
                parts.append(Term(t.head, t.data, (
                    *t.args[:position], moved, *t.args[position + 1:])))
        return _sum(parts)

    def _quotient(self, t: Term) -> Term | None:
        above, below = t.args
        moved, factor = self.of(above), self.of(below)
        parts = [] if moved is None else [div(moved, below)]
        if factor is not None:
            parts.append(neg(div(mul(above, factor), power(below, 2))))
        return _sum(parts)

    def _function(self, t: Term) -> Term | None:
        fun, *arguments = t.args
        parts = []
        for position, arg in enumerate(arguments):
            moved = self.of(arg)
            if moved is None:
                continue
            orders = tuple(int(str(o)) + (i == position) for i, o in enumerate(t.data))
            try:
                slope = Term(t.head, orders, (fun, *arguments))
            except TermError as error:
                raise Refused(f"{fun} is not differentiable often enough in {t}") from error
            if t.shape is None:
                parts.append(mul(slope, moved))
            else:
                parts.append(hadamard(slope, moved) if moved.shape is not None
                             else scale(moved, slope))
        return _sum(parts)

    def _level_sum(self, t: Term) -> Term | None:
        index, body, lower, upper = t.args
        inside = Forward(self.constants)
        inside.bound = (*self.bound, index)
        moved = inside.of(body)
        self.still |= inside.still
        for condition in inside.conditions:
            needed = in_range(((index, lower, upper),), condition)
            self.conditions += [] if needed is None else [needed]
        return None if moved is None else Term(t.head, t.data, (index, moved, lower, upper))

    def need(self, condition: Term) -> None:
        self.conditions.append(condition)


def _sum(parts: list[Term]) -> Term | None:
    if not parts:
        return None
    return add(*parts) if parts[0].shape is None else matadd(*parts)


def _power(self: Forward, t: Term, moved: Term) -> Term:
    base, exponent = t.args
    if exponent.head == "int":
        if exponent.value == 0:
            return mul(0, moved)
        return mul(exponent, power(base, exponent.value - 1), moved)
    return mul(exponent, power(base, add(exponent, neg(1))), moved)


def _sqrt(self: Forward, t: Term, moved: Term) -> Term:
    return div(moved, mul(2, t))


def _abs(self: Forward, t: Term, moved: Term) -> Term:
    return mul(div(t, t.args[0]), moved)


def _inverse(self: Forward, t: Term, moved: Term) -> Term:
    return minus(matmul(t, moved, t))


def _det(self: Forward, t: Term, moved: Term) -> Term:
    return mul(t, trace(matmul(inverse(t.args[0]), moved)))


def _logdet(self: Forward, t: Term, moved: Term) -> Term:
    self.need(lt(0, det(t.args[0])))
    return trace(matmul(inverse(t.args[0]), moved))


def _column_sums(t: Term, weighted: Term) -> Term:
    return matmul(ones(1, _shape(t)[0]), weighted)


def _row_sums(t: Term, weighted: Term) -> Term:
    return matmul(weighted, ones(_shape(t)[1], 1))


def _shape(t: Term) -> tuple[Term, Term]:
    assert t.shape is not None
    return t.shape


def _softmax(self: Forward, t: Term, moved: Term) -> Term:
    mean = matmul(ones(_shape(t)[0], 1), _column_sums(t, hadamard(t, moved)))
    return hadamard(t, matadd(moved, minus(mean)))


def _row_softmax(self: Forward, t: Term, moved: Term) -> Term:
    mean = matmul(_row_sums(t, hadamard(t, moved)), ones(1, _shape(t)[1]))
    return hadamard(t, matadd(moved, minus(mean)))


_CHAIN: dict[str, Callable[[Forward, Term, Term], Term]] = {
    "div": lambda f, t, d: div(d, t.args[1]),
    "pow": _power, "sqrt": _sqrt, "abs": _abs,
    "exp": lambda f, t, d: mul(t, d),
    "log": lambda f, t, d: div(d, t.args[0]),
    "sin": lambda f, t, d: mul(Term("cos", (), t.args), d),
    "cos": lambda f, t, d: neg(mul(Term("sin", (), t.args), d)),
    "sinh": lambda f, t, d: mul(Term("cosh", (), t.args), d),
    "cosh": lambda f, t, d: mul(Term("sinh", (), t.args), d),
    "tanh": lambda f, t, d: mul(add(1, neg(power(t, 2))), d),
    "arctan": lambda f, t, d: div(d, add(1, power(t.args[0], 2))),
    "erf": lambda f, t, d: mul(div(mul(2, exp(neg(power(t.args[0], 2)))), sqrt(PI)), d),
    "inverse": _inverse, "det": _det, "logdet": _logdet,
    "softmax": _softmax, "row_softmax": _row_softmax,
    "logsumexp": lambda f, t, d: _column_sums(t.args[0], hadamard(softmax(t.args[0]), d)),
    "row_logsumexp": lambda f, t, d: _row_sums(t.args[0], hadamard(row_softmax(t.args[0]), d)),
}


def still(symbol: Term) -> Term:
    """The hypothesis that a symbol is constant: its differential is zero."""
    return eq(differential(symbol), 0 if symbol.shape is None else zeros(*symbol.shape))


OPEN = frozenset({"sym", "int", "const", "matrix", "add", "mul", "neg", "div", "exp", "log", "sqrt",
                  "inner", "total", "trace", "item", "det", "matadd", "matmul", "hadamard",
                  "scale", "transpose", "inverse", "identity", "ones", "zeros"})


def held_along(hypothesis: Term) -> Term:
    """What a hypothesis must be for an equation under it to be differentiated.

    A strict relation between continuous terms that holds at a point holds near it; anything else
    has to hold all along the curve (from x = 0 at one point dx = 0 does not follow).
    """
    if hypothesis.head == "along":
        return hypothesis
    strict = hypothesis.head in ("ne", "lt", "above")
    if strict and all(t.head in OPEN for a in hypothesis.args for t in a.walk()):
        return hypothesis
    return along(hypothesis)


def differential_claim(premise: Claim, constants: frozenset[Term]) -> Claim:
    """``Γ |- s = t`` gives ``Γ all along the curve, constants do not move |- ds = dt``.

    >>> from derive.terms.matrices import matrix, vector
    >>> W, x, z = matrix("W", 2, 3), vector("x", 3), vector("z", 2)
    >>> print(differential_claim(claim((), eq(z, matmul(W, x))), frozenset({x})).conclusion)
    (eq (differential z) (matmul (differential W) x))
    """
    equation = premise.conclusion
    if equation.head != "eq":
        raise Refused(f"only an equation has a differential, not {equation}")
    forward = Forward(constants)
    sides = []
    for side in equation.args:
        moved = forward.of(side)
        sides.append(moved if moved is not None
                     else term(0) if side.shape is None else zeros(*side.shape))
    needed = [*forward.conditions, *(c for side in sides for c in conditions(side))]
    return claim((*map(held_along, premise.hypotheses), *forward.still, *needed),
                 eq(*sides))


@inference
def differentiate_along(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """See ``differential_claim``; ``constants`` are the symbols that do not move."""
    (premise,) = only(premises, 1)
    return differential_claim(premise, frozenset(witness.terms("constants")))
