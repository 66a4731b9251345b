"""Second derivatives: a tangent sweep of the gradient, then what stands in front of dw.

Forward over reverse: each name of the loss and each named cotangent gets its differential in
terms of dw, from the first definition to the last, then the gradient itself: ``dg = H[dw]``. For
a column w the linear map is stripped to a matrix, ``dg = H dw``. Every line is a claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer.context import Value
from derive.kernel.procedures.differential import Forward
from derive.kernel.procedures.index_identity import Use
from derive.rules import tidy
from derive.rules.folding import Folding, Replacement, tidied
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import FOLDED, Let, Swept
from derive.terms import matrices as mx
from derive.terms.build import eq, symbol, term
from derive.terms.shapes import is_one
from derive.terms.term import Term


@dataclass(frozen=True)
class Hessian:
    """``operator`` is dg in terms of ``differential(wrt)``; ``matrix`` is H, for a column.

    ``tangents`` are the differentials of the names on the way.
    """

    wrt: Term
    operator: Term
    matrix: Term | None
    tangents: tuple[Let, ...]
    step: Step
    derivation: Derivation


class _Tangents:
    def __init__(self, swept: Swept, wrt: Term, derivation: Derivation, prefix: str,
                 name: str) -> None:
        self.swept, self.wrt = swept, wrt
        self.derivation, self.prefix, self.name = derivation, prefix, name
        lets = [*swept.lets, *(Let(c.symbol, c.value) for c in swept.cotangents
                               if c.symbol is not None)]
        mentioned = {t for let in lets for t in let.value.walk() if t.head in ("sym", "matrix")}
        named = {let.symbol for let in lets}
        self.constants = frozenset(mentioned - named - {wrt})
        self.known: dict[Term, tuple[Term, Step] | None] = {}
        self.still: list[Step] = []  # names that do not move with the parameter
        self.folding = Folding([Replacement(f"fact {i}", (f.formula.args[0], f.formula.args[1]))
                                for i, f in enumerate(swept.facts)] + [
            Replacement(f"define {let.symbol}", (let.symbol, let.value), 1)
            for let in swept.lets if let.value.head in FOLDED])
        needed = swept.gradients[wrt]
        for let in lets:
            if let.symbol is not swept.loss:
                self.follow(let, f"define {let.symbol}")
        self.definition = self.derivation.step(
            "assume", label=f"{prefix}define {name}",
            formula=eq(self.gradient_name(needed), needed))

    def gradient_name(self, like: Term) -> Term:
        if like.shape is None:
            return symbol(self.name)
        return mx.matrix(self.name, *like.shape)

    def follow(self, let: Let, label: str) -> None:
        found = self.tangent(let, self.named(label))
        self.known[let.symbol] = found
        if found is None:
            self.still.append(self.derivation.step(
                "differentiate_along", self.named(label),
                constants=[*sorted(self.constants, key=str)]))
            for earlier in self.still[:-1]:
                self.still[-1] = self._cut(earlier, self.still[-1])
            self.constants |= {let.symbol}

    def _cut(self, shown: Step, user: Step) -> Step:
        """The user without the hypothesis that was shown, if it is one."""
        used = any(h is shown.claim.conclusion for h in user.claim.hypotheses)
        return self.derivation.step("cut", shown, user) if used else user

    def tangent(self, let: Let, definition: Step) -> tuple[Term, Step] | None:
        """The differential of a name in terms of dw, with its step; None when it stands still."""
        constants: list[Value] = [*sorted(self.constants, key=str)]
        moved = Forward(self.constants).of(let.value)
        if moved is None:
            return None
        first = self.derivation.step("differentiate_along", definition, constants=constants)
        for still in self.still:
            first = self._cut(still, first)
        premises, uses, text = [first], [Use(0)], first.claim.conclusion.args[1]
        for inner_symbol in dict.fromkeys(t.args[0] for t in text.walk()
                                          if t.head == "differential"):
            if inner_symbol is self.wrt:
                continue
            known = self.known.get(inner_symbol)
            d = mx.differential(inner_symbol)
            hole = symbol("hole") if d.shape is None else mx.matrix("hole", *d.shape)
            context = replaced(text, d, hole)
            if known is None:
                raise NoLaw(f"the tangent of {inner_symbol} is not known")
            premises.append(known[1])
            uses.append(Use(len(premises) - 1, Fraction(1), context, hole))
            text = replaced(text, d, known[0])
        value = neat(text)
        value, folds = self.folding.fold(value)
        for name, sign, context, hole in folds:
            premises.append(self.named(name))
            uses.append(Use(len(premises) - 1, Fraction(sign), context, hole))
        step = identity_step(self.derivation, eq(mx.differential(let.symbol), value), premises,
                             uses)
        return value, step

    def named(self, label: str) -> Step:
        """The step of a definition or a fact; facts that were proved are found by what they say."""
        if self.prefix + label in self.derivation.labels:
            return self.derivation[self.prefix + label]
        formula = self.swept.facts[int(label.split()[1])].formula
        return next(s for s in self.derivation.steps if s.claim.conclusion is formula)


def replaced(t: Term, old: Term, new: Term) -> Term:
    if t is old:
        return new
    args = tuple(replaced(a, old, new) for a in t.args)
    return t if args == t.args else Term(t.head, t.data, args)


def neat(t: Term) -> Term:
    """Tidied, with transposes carried out and inner products of sums left alone."""
    args = tuple(neat(a) for a in t.args)
    t = Term(t.head, t.data, args) if args != t.args else t
    return tidy.transpose(t.args[0]) if t.head == "transpose" else tidied(t)


def hessian(swept: Swept, wrt: Term, within: Derivation | None = None, prefix: str = "",
            name: str = "g") -> Hessian:
    """The second derivative with respect to one parameter.

    ``within`` is a derivation that already has the steps of the sweep, their labels behind
    ``prefix``; without it the sweep's own is used. ``name`` is what the gradient is called.

    Raises
    ------
    NoLaw
        The gradient holds something whose differential cannot be followed.

    Examples
    --------
    >>> from derive.terms.matrices import inner, matmul, matrix, vector
    >>> from derive.rules.reverse_sweep import reverse_sweep
    >>> X, w, r, L = matrix("X", 3, 2), vector("w", 2), vector("r", 3), symbol("L")
    >>> swept = reverse_sweep([Let(r, matmul(X, w)), Let(L, inner(r, r))], [w])
    >>> str(hessian(swept, w).matrix)
    '(scale 2 (matmul (transpose X) X))'
    """
    if wrt not in swept.gradients:
        raise NoLaw(f"the gradient was not asked for with respect to {wrt}")
    derivation = swept.derivation if within is None else within
    tangents = _Tangents(swept, wrt, derivation, prefix, name)
    g = tangents.definition.claim.conclusion.args[0]
    found = tangents.tangent(Let(g, swept.gradients[wrt]), tangents.definition)
    along = tuple(Let(mx.differential(s), v[0]) for s, v in tangents.known.items()
                  if v is not None)
    if found is None:
        zero = mx.zeros(*(wrt.shape or ())) if wrt.shape else symbol("0")
        return Hessian(wrt, zero, None, along, tangents.definition, derivation)
    operator, step = found
    matrix = None
    if wrt.shape is not None and is_one(wrt.shape[1]):
        d = mx.differential(wrt)
        try:
            matrix = factored(stripped(operator, d))
        except NoLaw:  # the operator says it all; it is no matrix times dw as it is written
            return Hessian(wrt, operator, None, along, step, derivation)
        step = identity_step(derivation, eq(mx.differential(g), tidy.matmul(matrix, d)),
                             [step], [Use(0)], f"{prefix}hessian {wrt}")
    return Hessian(wrt, operator, matrix, along, step, derivation)


def factored(t: Term) -> Term:
    """``p o (1 - p)`` for every ``p - p o p``: the form in which both factors are seen."""
    args = tuple(factored(a) for a in t.args)
    t = Term(t.head, t.data, args) if args != t.args else t
    if t.head == "matadd" and len(t.args) == 2 and t.shape is not None:
        p, square = t.args
        if square is mx.minus(mx.hadamard(p, p)):
            return mx.hadamard(p, mx.matadd(mx.ones(*t.shape), mx.minus(p)))
    return t


def stripped(t: Term, d: Term) -> Term:
    """The matrix H with ``t = H d``, for a column t that is linear in the column d."""
    if t is d:
        return mx.identity(d.shape[0]) if d.shape else t
    if t.head == "matadd":
        return tidy.matadd(*(stripped(a, d) for a in t.args))
    if t.head == "scale":
        factor, a = t.args
        if _holds(a, d):
            return tidy.scaled([factor], stripped(a, d))
        return matmul(a, row_of(factor, d))
    if t.head == "matmul":
        if _holds(t.args[-1], d):
            return matmul(*t.args[:-1], stripped(t.args[-1], d))
        position = next(i for i, a in enumerate(t.args) if _holds(a, d))
        if t.shape is not None and position + 1 < len(t.args):
            rest = mx.matmul(*t.args[position:])
            if all(map(is_one, rest.shape or ())):
                return matmul(*t.args[:position], row_of(mx.item(rest), d))
    if t.head == "hadamard":
        held = next(a for a in t.args if _holds(a, d))
        others = [a for a in t.args if a is not held]
        if held.head == "matadd":
            return tidy.matadd(*(stripped(tidy.hadamard(*others, a), d) for a in held.args))
        return matmul(tidy_diag(tidy.hadamard(*others)), stripped(held, d))
    raise NoLaw(f"dg is no matrix times d{d.args[0].name} as it is written")


def row_of(t: Term, d: Term) -> Term:
    """The row r with ``t = r d``, for a scalar t that is linear in the column d."""
    if t.head in ("add", "neg"):
        rows = [row_of(a, d) for a in t.args]
        return tidy.matadd(*rows) if t.head == "add" else tidy.scaled([term(-1)], rows[0])
    if t.head in ("mul", "div"):
        held = next(a for a in t.args if _holds(a, d))
        one = Term("int", (1,))
        rest = Term(t.head, (), tuple(one if a is held else a for a in t.args))
        return tidy.scaled([tidy.product(rest)], row_of(held, d))
    if t.head == "inner":
        a, b = t.args
        if _holds(a, d) and _holds(b, d):
            raise NoLaw(f"{t} is not linear in {d}")
        fixed, held = (b, a) if _holds(a, d) else (a, b)
        return matmul(tidy.transpose(fixed), stripped(held, d))
    if t.head == "total":
        (held,) = t.args
        assert held.shape is not None
        return matmul(mx.ones(1, held.shape[0]), stripped(held, d))
    if t.head == "item" and t.args[0].head == "matadd":
        return tidy.matadd(*(row_of(mx.item(a), d) for a in t.args[0].args))
    if t.head == "item" and t.args[0].head == "scale":
        factor, a = t.args[0].args
        return tidy.scaled([factor], row_of(mx.item(a), d))
    if t.head == "item" and t.args[0].head == "matmul":
        factors = t.args[0].args
        if _holds(factors[-1], d):
            return matmul(*factors[:-1], stripped(factors[-1], d))
        return row_of(mx.item(tidy.transpose(t.args[0])), d)
    raise NoLaw(f"dg is no matrix times d{d.args[0].name} as it is written")


def _holds(t: Term, d: Term) -> bool:
    return t is d or any(_holds(a, d) for a in t.args)


def tidy_diag(u: Term) -> Term:
    scalars, bare = tidy.split_scale(u)
    return tidy.scaled(scalars, mx.diag(bare) if bare.head != "ones" else
                       mx.identity(bare.args[0]))


def matmul(*factors: Term) -> Term:
    """A tidy product in which ``diag(u) 1`` is u and ``1^T diag(u)`` is its transpose."""
    t = tidy.matmul(*factors)
    scalars, bare = tidy.split_scale(t)
    if bare.head != "matmul":
        return t
    kept: list[Term] = []
    for factor in bare.args:
        if kept and kept[-1].head == "diag" and factor.head == "ones" and is_one(factor.args[1]):
            kept[-1] = kept[-1].args[0]
        elif kept and kept[-1].head == "ones" and factor.head == "diag" and is_one(
                kept[-1].args[0]):
            kept[-1] = tidy.transpose(factor.args[0])
        else:
            kept.append(factor)
    return tidy.scaled(scalars, mx.matmul(*kept))
