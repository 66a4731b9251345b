"""Terms as plain JSON, so that a worker process gets them without unpickling anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from derive.terms.term import Term


def encode(terms: Iterable[Term]) -> list[list[Any]]:
    """A table of the distinct subterms, children first, and last the rows that were asked for.

    >>> from derive.terms.build import symbol, add
    >>> x = symbol("x")
    >>> decode(encode([add(x, x), x]))[0] is add(x, x)
    True
    """
    numbers: dict[Term, int] = {}
    table: list[list[Any]] = []
    asked: list[int] = []
    for term in terms:
        stack = [(term, False)]
        while stack:
            node, ready = stack.pop()
            if node in numbers:
                continue
            if ready:
                numbers[node] = len(table)
                data = [list(d) if isinstance(d, tuple) else d for d in node.data]
                table.append([node.head, data, [numbers[a] for a in node.args]])
            else:
                stack.append((node, True))
                stack.extend((a, False) for a in node.args)
        asked.append(numbers[term])
    return [*table, ["", asked, []]]


def decode(rows: list[list[Any]]) -> list[Term]:
    """The terms that were encoded, in their order."""
    built: list[Term] = []
    for head, data, args in rows[:-1]:
        plain = tuple(tuple(d) if isinstance(d, list) else d for d in data)
        built.append(Term(head, plain, tuple(built[a] for a in args)))
    return [built[number] for number in rows[-1][1]]
