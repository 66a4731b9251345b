r"""Means that a text has worked out, put into the lines below: ``\langle x^2 \rangle = 1/3``.

Nobody says what is random there, so a mean is a number of which one line says the value. Next:
``obligations``.
"""

from __future__ import annotations

from collections.abc import Iterable

from derive.terms.term import Term


def put_in(claim: Term, hypotheses: Iterable[tuple[Term, str]]) -> tuple[Term, tuple[str, ...]]:
    """The claim with the means that lines have given, and those lines.

    >>> from derive.terms.build import eq, mean, symbol, term
    >>> x, m = symbol("x"), mean("E", symbol("x"))
    >>> put_in(eq(x, m), [(eq(m, term(3)), "7")])[0] is eq(x, term(3))
    True
    """
    if not any(t.head == "mean" for t in claim.walk()):
        return claim, ()
    values: dict[Term, tuple[Term, str]] = {}
    for formula, line in hypotheses:
        if formula.head == "eq" and formula.args[0].head == "mean" and not any(
                t.head == "mean" for t in formula.args[1].walk()):
            values[formula.args[0]] = formula.args[1], line
    used: dict[str, None] = {}

    def filled(t: Term) -> Term:
        if t in values:
            used[values[t][1]] = None
            return values[t][0]
        if not t.args:
            return t
        args = tuple(a if a.head == "fun" else filled(a) for a in t.args)
        return t if args == t.args else Term(t.head, t.data, args)

    return filled(claim), tuple(used)
