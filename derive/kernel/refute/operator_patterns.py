"""What hypotheses say of operators and kets, as far as a model can be made for it.

Nothing here is believed: a model counts only where its hypotheses certainly hold. The exception is
``number_states``: that the number states are orthonormal, and what the ladder operators do to them,
holds in the model by its construction; which hypotheses say no more than that is decided by the
normal form of words. Next: ``operator_models``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from derive.kernel.claim import Refused
from derive.kernel.normal import Normalizer
from derive.kernel.procedures.operator_algebra import difference
from derive.kernel.procedures.operator_words import Words
from derive.terms.build import add, eq, neg, op, sqrt, term
from derive.terms.matrices import matmul, scale
from derive.terms.operators import adjoint, bracket
from derive.terms.shapes import size_key
from derive.terms.term import Term

MOST_NORM = 100


@dataclass
class Patterns:
    """Hypotheses by what they ask for. Operators and kets are named as they are written."""

    formulas: list[tuple[tuple[Term, ...], Term]] = field(default_factory=list)
    pairs: list[tuple[Term, Term, Term]] = field(default_factory=list)   # [A, B] = c
    fermions: list[tuple[Term, ...]] = field(default_factory=list)  # {A, B} = c
    commuting: list[tuple[Term, Term]] = field(default_factory=list)
    definitions: dict[Term, Term] = field(default_factory=dict)
    hermitian: set[Term] = field(default_factory=set)
    unitary: set[Term] = field(default_factory=set)
    squares: dict[Term, Term] = field(default_factory=dict)  # A^2 = A, 1 or 0
    spins: list[tuple[Term, Term, Term, Term]] = field(default_factory=list)  # [A, B] = c C
    eigen: list[tuple[Term, Term, Term]] = field(default_factory=list)   # A |k> = c |k>
    unit: list[Term] = field(default_factory=list)          # kets that are orthonormal
    ladder: Term | None = None                              # A |n> = c |n - 1>
    family: Term | None = None                              # |n> for every n
    norms: dict[Term, int] = field(default_factory=dict)    # <k|k> = c
    scalars: list[Term] = field(default_factory=list)


def patterns(hypotheses: Iterable[Term]) -> Patterns:
    """The hypotheses of a claim, sorted."""
    found = Patterns()
    for formula in hypotheses:
        bound: list[Term] = []
        inner = formula
        while inner.head == "forall":
            bound.append(inner.args[0])
            inner = inner.args[1]
        found.formulas.append((tuple(bound), inner))
        if inner.head == "eq":
            _sort(found, tuple(bound), *inner.args)
        else:
            found.scalars.append(inner)
    return found


def _sort(found: Patterns, bound: tuple[Term, ...], left: Term, right: Term) -> None:
    if left.shape is None:
        if not _states(found, bound, left, right):
            found.scalars.append(eq(left, right))
        return
    number = number_of(right)
    if left.head == "commutator" and all(_name(a) is not None for a in left.args):
        a, b = left.args
        if right.head == "zeros" or number is term(0):
            found.commuting.append((a, b))
            return
        if number is not None:
            found.pairs.append((a, b, number))
            return
        factor, other = right.args if right.head == "scale" else (term(1), right)
        if other.head == "operator":
            found.spins.append((a, b, other, factor))
            return
    if left.head == "anticommutator" and all(_name(a) is not None for a in left.args) and (
            right.head == "zeros" or number is not None):
        found.fermions.append((*left.args, number if number is not None else term(0)))
        return
    if _unary(found, left, right) or _eigen(found, left, right):
        return
    for one, other in ((left, right), (right, left)):
        factor, symbol = one.args if one.head == "scale" else (term(1), one)
        if symbol.head in ("operator", "ket") and symbol not in other.free and (
                symbol not in found.definitions and set(bound) <= set(symbol.args)):
            found.definitions[symbol] = other if factor is term(1) else (
                scale(Term("div", (), (term(1), factor)), other))
            return


def _unary(found: Patterns, left: Term, right: Term) -> bool:
    for one, other in ((left, right), (right, left)):
        if one.head == "adjoint" and one.args[0] is other and other.head == "operator":
            found.hermitian.add(other)
            return True
    factors = left.args if left.head == "matmul" else (
        (left.args[0],) * 2 if left.head == "oppow" and left.args[1] is term(2) else ())
    if len(factors) != 2:
        return False
    whole = number_of(right) is term(1)
    if whole and factors[0] is factors[1] and factors[0].head == "operator":
        found.squares[factors[0]] = term(1)
    elif whole and (factors[0] is adjoint(factors[1]) or factors[1] is adjoint(factors[0])):
        found.unitary.add(factors[0] if factors[0].head == "operator" else factors[1])
    elif whole and factors[1].head == "inverse" and factors[1].args[0] is factors[0]:
        return True
    elif factors[0] is not factors[1] or factors[0].head != "operator":
        return False
    elif right.head == "zeros":
        found.squares[factors[0]] = term(0)
    elif right is factors[0]:
        found.squares[factors[0]] = right
    else:
        return False
    return True


def _eigen(found: Patterns, left: Term, right: Term) -> bool:
    if left.head != "matmul" or len(left.args) != 2 or left.args[1].head != "ket":
        return False
    a, state = left.args
    if a.head != "operator":
        return False
    value = right.args[0] if right.head == "scale" and right.args[1] is state else (
        term(0) if right.head == "zeros" else term(1) if right is state else None)
    if value is None:
        other = right.args[1] if right.head == "scale" else right
        if other.head == "ket" and other.data == state.data and len(other.args) == 2 == len(
                state.args) and found.ladder is None and (
                size_key(add(other.args[1], term(1))) == size_key(state.args[1])):
            found.ladder = a
            return True
        return False
    found.eigen.append((a, state, value))
    return True


def _states(found: Patterns, bound: tuple[Term, ...], left: Term, right: Term) -> bool:
    """``<m|n> = delta_mn``, ``<a|b> = 0``, ``<a|a> = 1``."""
    factors = left.args[0].args if left.head == "item" else ()
    if len(factors) != 2 or factors[1].head != "ket" or factors[0].head != "adjoint" or (
            factors[0].args[0].head != "ket"):
        return False
    first, second = factors[0].args[0], factors[1]
    if right.head == "delta" and len(first.args) == 2 and first.data == second.data:
        found.family = Term("ket", first.data, first.args[:1])
        return True
    if right.head == "int" and right.value == (first is second):
        found.unit += [k for k in (first, second) if k not in found.unit]
        return True
    if first is second and right.head == "int" and 0 < right.value < MOST_NORM:
        found.norms[first] = right.value
        return True
    return False


def number_of(t: Term) -> Term | None:
    """The number of which an operator is a multiple of the identity, if it is written so."""
    if t.head == "identity":
        return term(1)
    return t.args[0] if t.head == "scale" and t.args[1].head == "identity" else None


def _name(t: Term) -> Term | None:
    """The operator in ``A`` or ``A^dagger``."""
    inner = t.args[0] if t.head == "adjoint" else t
    return inner if inner.head == "operator" else None


def number_states(a: Term | None, family: Term, indices: Iterable[Term]) -> Iterator[Term]:
    """What holds of the number states of a ladder operator, by their construction."""
    def state(n: Term) -> Term:
        return Term("ket", family.data, (*family.args, n))

    indices = list(indices)
    for m in indices:
        for n in indices:
            yield eq(bracket(adjoint(state(m)), state(n)), op("delta", m, n))
    if a is None:
        return
    number = matmul(adjoint(a), a)
    yield eq(matmul(a, state(term(0))), scale(term(0), state(term(0))))
    for n in indices:
        up, down = add(n, 1), add(n, neg(1))
        yield eq(matmul(a, state(n)), scale(sqrt(n), state(down)))
        yield eq(matmul(a, state(up)), scale(sqrt(up), state(n)))
        yield eq(matmul(adjoint(a), state(n)), scale(sqrt(up), state(up)))
        yield eq(matmul(adjoint(a), state(down)), scale(sqrt(n), state(n)))
        yield eq(matmul(number, state(n)), scale(n, state(n)))


@lru_cache(maxsize=256)
def holds_by_construction(formula: Term, family: Term, a: Term | None, general: bool) -> bool:
    """Whether a formula says no more than what holds of the number states, whatever is drawn."""
    indices = [s for s in formula.free if s.head == "sym" and s.sort == "N0"]
    indices += [] if general else [term(k) for k in range(3)]
    return said_by(formula, number_states(a, family, indices))


def said_by(formula: Term, templates: Iterable[Term]) -> bool:
    """Whether a formula says the same as one of the templates, by the normal form of words."""
    words = Words(Normalizer())
    try:
        given = difference(words, formula)
        for template in templates:
            known = difference(words, template)
            if not words.total(given, words.scaled(neg(1), known)) or not words.total(given, known):
                return True
    except Refused:
        return False
    return False

