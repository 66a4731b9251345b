"""What every inference is given: premises, a witness, and the definitions so far. TRUSTED."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from derive.kernel.claim import Claim, Definition, Refused, claim
from derive.kernel.normal import Normalizer
from derive.kernel.signs import Facts
from derive.kernel.wellformed import PARTIAL, Definedness
from derive.terms.binding import alpha_equal, alpha_key
from derive.terms.term import BINDER_HEADS, SCOPE, Term

Value: TypeAlias = "int | Term | Sequence[Value]"


class Witness:
    """The data of one step: names to terms, integers and lists of them. Nothing else."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = dict(values)
        self._asked: set[str] = set()

    @property
    def unasked(self) -> tuple[str, ...]:
        """The names that no inference has asked for so far: a step holds nothing idle."""
        return tuple(name for name in self.values if name not in self._asked)

    @property
    def free(self) -> frozenset[Term]:
        """The symbols that are free in a term of the witness."""
        found: set[Term] = set()
        stack: list[Value] = list(self.values.values())
        while stack:
            value = stack.pop()
            if isinstance(value, Term):
                found |= value.free
            elif isinstance(value, list):
                stack += value
        return frozenset(found)

    def value(self, name: str) -> Value | None:
        self._asked.add(name)
        return self.values.get(name)

    def term(self, name: str) -> Term:
        value = self.value(name)
        if not isinstance(value, Term):
            raise Refused(f"the witness {name!r} should be a term")
        return value

    def symbol(self, name: str) -> Term:
        value = self.term(name)
        if value.head != "sym":
            raise Refused(f"the witness {name!r} should be a symbol")
        return value

    def formula(self, name: str) -> Term:
        value = self.term(name)
        if not value.is_formula:
            raise Refused(f"the witness {name!r} should be a formula")
        return value

    def hypotheses(self) -> tuple[Term, ...]:
        """The hypotheses that a step adds to those of its premises, if it does."""
        return self.terms("hypotheses") if self.has("hypotheses") else ()

    def terms(self, name: str) -> tuple[Term, ...]:
        value = self.value(name)
        if not isinstance(value, list) or not all(isinstance(v, Term) for v in value):
            raise Refused(f"the witness {name!r} should be a list of terms")
        return tuple(v for v in value if isinstance(v, Term))

    def number(self, name: str) -> int:
        value = self.value(name)
        if type(value) is not int:
            raise Refused(f"the witness {name!r} should be an integer")
        return value

    def numbers(self, name: str) -> tuple[int, ...]:
        value = self.value(name)
        if not isinstance(value, list) or not all(type(v) is int for v in value):
            raise Refused(f"the witness {name!r} should be a list of integers")
        return tuple(v for v in value if isinstance(v, int))

    def has(self, name: str) -> bool:
        return name in self.values


class Context:
    """The definitions made so far, the function names in use, and the normal form."""

    def __init__(self, normalizer: Normalizer) -> None:
        self.normalizer = normalizer
        self.definitions: dict[Term, Definition] = {}
        self.names_in_use: set[str] = set()

    def facts(self, hypotheses: tuple[Term, ...], premises: tuple[Claim, ...] = ()) -> Facts:
        return Facts(self.normalizer, (*hypotheses, *(p.conclusion for p in premises)))

    def definedness(self, hypotheses: tuple[Term, ...], premises: tuple[Claim, ...] = (),
                    also: tuple[Term, ...] = ()) -> Definedness:
        """Definedness where the hypotheses hold, given what the premises already speak of."""
        known: set[object] = set()
        for formula in (*(p.conclusion for p in premises), *also):
            if formula.head in ("eq", "ne", "lt", "le"):
                known.update(self.convergent(formula))
        return Definedness(self.facts(hypotheses, premises), frozenset(known))

    def convergent(self, formula: Term) -> set[object]:
        """What a relation speaks of, and so has a value, outside any binder."""
        found: set[object] = set()
        stack = [formula]
        while stack:
            term = stack.pop()
            if term.head in ("integral", "sum", "product", "sum_over", "limit"):
                found.update((alpha_key(term), self.normalizer.items(term)))
                continue
            if term.head in PARTIAL:
                found.add(alpha_key(term))
            if term.head not in BINDER_HEADS:
                stack.extend(term.args)
        return found

    def same_formula(self, a: Term, b: Term) -> bool:
        """Whether two formulas agree part by part in normal form (not: whether defined)."""
        if alpha_equal(a, b):
            return True
        if a.head != b.head or a.data != b.data or len(a.args) != len(b.args):
            return False
        if a.head == "not":
            return self.same_formula(a.args[0], b.args[0])
        if a.head not in BINDER_HEADS:
            return a.head in ("eq", "ne", "lt", "le") and all(self.normalizer.equal(x, y)
                       for x, y in zip(a.args, b.args, strict=True))
        if a.args[0].sort != b.args[0].sort:
            return False
        from derive.terms.binding import fresh, substitute

        common = fresh(a.args[0], a.free | b.free | {a.args[0], b.args[0]})
        for position in range(1, len(a.args)):
            left, right = a.args[position], b.args[position]
            if position <= SCOPE[a.head]:
                left = substitute(left, {a.args[0]: common})
                right = substitute(right, {b.args[0]: common})
            same = self.same_formula if left.is_formula else self.normalizer.equal
            if not same(left, right):
                return False
        return True

    def require_match(self, given: Term, target: Term, hypotheses: tuple[Term, ...],
                      premises: tuple[Claim, ...] = ()) -> None:
        """Refuse unless ``given`` yields ``target``: the same, or equal in form and defined.

        Where something is denied, ``given`` might hold for want of a value: both are asked for.
        """
        if alpha_equal(given, target):
            return
        if not self.same_formula(given, target):
            raise Refused(f"{given} is not {target}")
        defined = self.definedness(hypotheses, premises, also=(given,))
        defined.require(target)
        if any(t.head == "not" for t in given.walk()):
            defined.require(given)


Inference: TypeAlias = Callable[[Context, tuple[Claim, ...], Witness], Claim]
INFERENCES: dict[str, Inference] = {}


def inference(function: Inference) -> Inference:
    """Enter an inference in the list under its own name."""
    INFERENCES[function.__name__] = function
    return function


def union(premises: tuple[Claim, ...], *more: Term) -> tuple[Term, ...]:
    """All hypotheses of the premises, and more, each once."""
    return claim((*(h for p in premises for h in p.hypotheses), *more), Term("false")).hypotheses


def without(hypotheses: tuple[Term, ...], formula: Term) -> tuple[Term, ...]:
    """The hypotheses but for one formula, up to the names of bound symbols."""
    key = alpha_key(formula)
    return tuple(h for h in hypotheses if alpha_key(h) != key)


def require_absent(symbol: Term, hypotheses: tuple[Term, ...]) -> None:
    """Refuse where a hypothesis speaks of the symbol: then it does not stand for every value."""
    for formula in hypotheses:
        if symbol in formula.free:
            raise Refused(f"{symbol} is not arbitrary: the hypothesis {formula} speaks of it")


def only(premises: tuple[Claim, ...], count: int) -> tuple[Claim, ...]:
    if len(premises) != count:
        raise Refused(f"this inference takes {count} premises, not {len(premises)}")
    return premises


def sides(formula: Term, head: str = "eq") -> tuple[Term, Term]:
    if formula.head != head:
        raise Refused(f"expected a formula of kind {head!r}, found {formula}")
    return formula.args[0], formula.args[1]
