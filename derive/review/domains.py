"""Where a line makes sense: conditions that its own form asks for.

``(x^2 - 1)/(x - 1) = x + 1`` claims something for x other than 1. Nobody writes that down, so
the verdict says it: *proved if x - 1 is not 0*. Next: ``obligations``.
"""

from __future__ import annotations

from derive.terms.binding import substitute
from derive.terms.build import le, lt, ne, symbol, term
from derive.terms.domains import sort_of
from derive.terms.term import BINDER_HEADS, Term

#: heads under which a real number and a complex one behave differently
REAL_OR_COMPLEX = frozenset({"abs", "conj"})


def of_definition(claim: Term) -> tuple[Term, ...]:
    """The conditions under which both sides of a claim are defined, as far as its form shows.

    >>> from derive.terms.build import add, div, eq, sub
    >>> x = symbol("x")
    >>> [str(c) for c in of_definition(eq(div(x, sub(x, 1)), x))]
    ['(ne (add x (neg 1)) 0)']
    """
    found: dict[Term, None] = {}
    for part in _visible(claim):
        if not any(a.free for a in part.args) or any(a.shape is not None for a in part.args):
            continue
        rooted = part.head in ("sqrt", "log") or (
            part.head == "pow" and sort_of(part.args[1]) in ("R", "P"))
        if rooted and sort_of(part.args[0]) == "C":
            continue  # no order among complex numbers: the condition could never hold
        if part.head == "div" and part.args[1].free and not _positive(part.args[1]):
            found.setdefault(ne(part.args[1], 0))
        elif part.head == "sqrt" and not _positive(part.args[0]):
            found.setdefault(le(0, part.args[0]))
        elif part.head == "log" and not _positive(part.args[0]):
            found.setdefault(lt(0, part.args[0]))
        elif part.head == "tan":
            found.setdefault(ne(Term("cos", (), part.args), 0))
        elif part.head == "factorial" and sort_of(part.args[0]) != "N0":
            found.setdefault(le(0, part.args[0]))
        elif part.head == "pow":
            base, exponent = part.args
            if sort_of(exponent) in ("R", "P") and not _positive(base):
                found.setdefault(lt(0, base))
            elif sort_of(exponent) == "Z" and not _positive(base):
                found.setdefault(ne(base, 0))
        elif part.head == "derivative" and part.args[2].head == "sym":
            for condition in of_definition(substitute(part.args[1], {part.args[0]: part.args[2]})):
                found.setdefault(lt(*condition.args) if condition.head == "le" else condition)
    return tuple(found)


def bounds_of_sums(claim: Term) -> frozenset[Term]:
    """The letters up to which something is summed or multiplied."""
    return frozenset(t.args[3] for t in claim.walk()
                     if t.head in ("sum", "product") and t.args[3].head == "sym")


def _visible(formula: Term) -> list[Term]:
    """The subterms that are not under a binder."""
    found, stack = [], [formula]
    while stack:
        part = stack.pop()
        found.append(part)
        if part.head not in BINDER_HEADS:
            stack.extend(reversed(part.args))
    return found


def _positive(part: Term) -> bool:
    return sort_of(part) == "P" or (part.head == "int" and part.value > 0)


def weaker(claim: Term, inferred: frozenset[Term]) -> tuple[dict[Term, Term], tuple[Term, ...]]:
    """Letters of inferred sort in a wider one, and that they are not zero.

    A verdict that survives this does not rest on what was inferred.
    """
    heads = {part.head for part in claim.walk()}
    changed: dict[Term, Term] = {}
    beside: list[Term] = []
    for letter in sorted(claim.free & inferred, key=lambda s: s.name):
        if letter.head != "sym":
            continue
        if letter.sort in ("P", "N0"):
            changed[letter] = symbol(letter.name, "R")
            if letter.sort == "P":
                beside.append(ne(changed[letter], term(0)))
        elif letter.sort == "R" and heads & REAL_OR_COMPLEX:
            changed[letter] = symbol(letter.name, "C")
    return changed, tuple(beside)
