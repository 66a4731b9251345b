"""The functions of one number that are known by name: activations, those inside losses, and the
elementary ones entry by entry (``exp``, ``log`` of positive numbers, ``abs`` with its kink).

A gradient speaks of f and f' alone; what they are is looked up here, for the slope that is printed
beside it, for numeric checks and for programs.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from derive.catalog import ACTIVATIONS, LOSSES
from derive.learning.activation import Activation, X
from derive.terms.build import symbol
from derive.terms.term import Term

POSITIVE = symbol("x", "P")
SOURCE = "the function of that name, of a real number"


def _elementary(name: str, parameter: Term = X, kinks: tuple[Fraction, ...] = (),
                at_kink: Fraction | None = None) -> Activation:
    return Activation(name=name, body=Term(name, (), (parameter,)), numpy=f"np.{name}(x)",
                      source=SOURCE, kinks=kinks, at_kink=at_kink, parameter=parameter)


#: what a formula may take of every entry of a matrix, beside the activations
ELEMENTARY = (
    *(_elementary(name) for name in ("exp", "sin", "cos", "sinh", "cosh", "arctan")),
    _elementary("log", POSITIVE), _elementary("sqrt", POSITIVE),
    _elementary("abs", kinks=(Fraction(0),), at_kink=Fraction(0)))


@lru_cache(maxsize=1)
def library() -> dict[Term, Activation]:
    """Every known function by its symbol.

    >>> sorted(f.name for f in library().values())[:3]
    ['abs', 'arctan', 'cos']
    """
    known = [a for _, a in ACTIVATIONS.own()] + [f for _, loss in LOSSES.own()
                                                 for f in loss.functions]
    found: dict[Term, Activation] = {}
    for activation in (*known, *ELEMENTARY):
        for a in (activation, *activation.uses):
            found.setdefault(a.symbol, a)
    return found


def known_in(terms: Iterable[Term], own: Iterable[Activation] = ()) -> dict[Term, Activation]:
    """Those that stand in some terms, in the order met; ``own`` are of one document alone."""
    used = dict.fromkeys(t.args[0] for whole in terms for t in whole.walk()
                         if t.head in ("map", "call") and t.args[0].head == "fun")
    known = library() | {f.symbol: f for f in own} if used else {}
    return {f: known[f] for f in used if f in known}
