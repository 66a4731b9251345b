r"""Gradients through a layer: ``\delta^l = (W^{l+1})^\top \delta^{l+1} \odot \sigma'(z^l)``.

Where a loss is known only by its derivative at a layer, the gradients below follow from that one:
the sweep starts there, with the derivative as it is, and goes down through the definitions. It may
start at an array only if every way up leads through it, so that a residual connection is not
overlooked. Next: ``gradients``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from derive.terms.matrices import inner
from derive.terms.term import Term

#: the letter of the number whose gradient is pulled back; no document can write it
PULLED = "pulled back"


def reached(values: Iterable[Term], defined: Mapping[Term, Term]) -> set[Term]:
    """The letters in the values, and in what they are defined as.

    >>> from derive.terms.build import symbol
    >>> a, b = symbol("a"), symbol("b")
    >>> sorted(s.name for s in reached([a], {a: b}))
    ['a', 'b']
    """
    found: set[Term] = set()
    waiting = [s for value in values for s in value.free]
    while waiting:
        letter = waiting.pop()
        if letter not in found:
            found.add(letter)
            waiting.extend(defined[letter].free if letter in defined else ())
    return found


def gate(arrays: Iterable[Term], defined: Mapping[Term, Term]) -> Term | None:
    """The one of the arrays through which every way up from the others leads, if there is one.

    >>> from derive.terms.build import add, exp, symbol
    >>> x, y, z = map(symbol, "xyz")
    >>> gate([x, y], {y: exp(x), z: exp(y)}) is y
    True
    >>> gate([x, y], {y: exp(x), z: add(x, y)}) is None    # x goes past y
    True
    """
    arrays = list(arrays)
    for top in arrays:
        below = reached([top], defined)
        if all(a in below and _only_through(a, top, below, defined) for a in arrays if a is not top
               ) and len(arrays) > 1:
            return top
    return None


def _only_through(array: Term, top: Term, below: set[Term], defined: Mapping[Term, Term]) -> bool:
    """Whether all that depends on an array, and not on ``top``, is needed for ``top``."""
    depending = {array}
    grown = True
    while grown:
        grown = False
        for letter, value in defined.items():
            if letter not in depending and letter is not top and value.free & depending:
                depending.add(letter)
                grown = True
    return depending <= below


def through(top: Term, gradient: Term) -> Term:
    """A number whose gradient at ``top`` is a given array of the same shape."""
    return inner(gradient, top)
