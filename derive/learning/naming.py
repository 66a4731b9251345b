"""Names for the intermediates of a loss that was written as one expression.

What a lecturer would name gets a name: the argument of an activation (z), its value (a), the
vector inside a norm (r), a softmax (p), what is inverted (S). With more than one of a kind they
are numbered from the inside out. Names are definitions: no claim depends on the choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from derive.rules.reverse_sweep import Let
from derive.terms.shapes import is_one
from derive.terms.term import Term

OPAQUE = frozenset({"map", "softmax", "row_softmax", "logsumexp", "row_logsumexp"})
#: letters for what its own letter is taken for
OTHERS = ("u", "v", "q", "s", "t", "h", "c", "k", "zz", "zzz", "zzzz")
LEAVES = frozenset({"matrix", "sym", "int", "const", "ones", "zeros", "identity", "fun"})


def named(loss: Term, loss_symbol: Term) -> tuple[Let, ...]:
    """The definitions that say ``loss_symbol`` step by step.

    >>> from derive.learning.expressions import Function, matrix, norm, vector
    >>> from derive.terms.build import symbol
    >>> W, x, y, sigma = matrix("W", "h", "d"), vector("x", "d"), vector("y", "h"), Function("s")
    >>> [str(let.symbol) for let in named((norm(sigma(W @ x) - y)**2 / 2).term, symbol("L"))]
    ['z', 'r', 'L']
    """
    wanted: dict[Term, str] = {}
    for term, kind in _worth_naming(loss):
        wanted.setdefault(term, kind)
    taken = {t.name for t in loss.walk() if t.head in ("matrix", "sym", "fun")}
    letters = _letters(wanted, taken | {loss_symbol.name})
    lets: list[Let] = []
    replaced: dict[Term, Term] = {}

    def put(t: Term) -> Term:
        if t in replaced:
            return replaced[t]
        args = tuple(put(a) for a in t.args)
        result = t if args == t.args else Term(t.head, t.data, args)
        if t in wanted:
            assert t.shape is not None
            symbol = Term("matrix", (letters[t],), t.shape)
            lets.append(Let(symbol, result))
            result = symbol
        replaced[t] = result
        return result

    value = put(loss)
    return (*lets, Let(loss_symbol, value))


def _worth_naming(loss: Term) -> Iterator[tuple[Term, str]]:
    """Subterms that get a name, the inner ones first, each with its kind."""
    seen: dict[Term, int] = {}
    order: list[Term] = []

    def visit(t: Term) -> None:
        seen[t] = seen.get(t, 0) + 1
        if seen[t] > 1:
            return
        for a in t.args:
            visit(a)
        order.append(t)

    visit(loss)
    inside: dict[Term, str] = {}
    for t in order:
        for a in t.args:
            if a.head in LEAVES or a.shape is None or all(map(is_one, a.shape)):
                continue
            if t.head in OPAQUE:
                inside[a] = "z"
            elif t.head in ("inverse", "logdet", "det"):
                inside.setdefault(a, "S")
            elif t.head == "inner" and t.args[0] is t.args[1]:
                inside.setdefault(a, "r")
    for t in order:
        if t.shape is None or t.head in LEAVES or t.head == "transpose":
            continue
        if t in inside:
            yield t, inside[t]
        elif t.head in ("softmax", "row_softmax"):
            yield t, "p"
        elif seen[t] > 1 or (t.head == "map" and _used_in_a_product(t, order)):
            yield t, "a" if t.head == "map" else "u"


def _used_in_a_product(t: Term, order: Sequence[Term]) -> bool:
    return any(t in other.args for other in order if other.head in ("matmul", "matadd"))\
        and any(t in other.args for other in order if other.head == "matmul")


def _letters(wanted: dict[Term, str], taken: set[str]) -> dict[Term, str]:
    letters: dict[Term, str] = {}
    for kind in dict.fromkeys(wanted.values()):
        of_kind = [t for t, k in wanted.items() if k == kind]
        wide = any(t.shape is not None and not is_one(t.shape[1]) for t in of_kind)
        letter = kind.upper() if wide else kind
        names = [letter] if len(of_kind) == 1 else [f"{letter}_{i}" for i in _counting(of_kind)]
        for other in OTHERS if taken & set(names) else ():
            letter = other.upper() if wide else other
            names = [letter] if len(of_kind) == 1 else [f"{letter}_{i}" for i in _counting(of_kind)]
            if not taken & set(names) and letter not in taken:
                break
        taken.update(names)
        letters |= dict(zip(of_kind, names, strict=True))
    return letters


def _counting(things: Sequence[Term]) -> range:
    return range(1, len(things) + 1)
