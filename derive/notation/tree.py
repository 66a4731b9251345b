"""The written form of a formula: one tree, with the place of every part in the source.

A reader makes it from LaTeX, ``compose`` makes it from a term; the writers turn it into
LaTeX, MathML and text, ``elaborate`` into a term. The tree says what is on the page:
``f(x)`` is a juxtaposition of ``f`` and a parenthesis until the symbol table is asked.

kind        parts                       value / ops
number      -                           its digits
name        -                           a letter, a command such as \\psi, \\mathrm{kin}
text        -                           words
mark        -                           a superscript such as * or \\dagger
accent      the letter                  \\hat, \\vec, \\mathbf ...
script      base, sub, sup              value: number of primes
paren       inside                      value: the opening delimiter
juxt        factors side by side
apply       function, its argument      made by ``compose`` only; a reader sees a juxt
product     factors                     ops: the signs between them (\\cdot, \\times, \\odot)
slash, frac numerator, denominator
sum         summands (minus, plusminus) ops: nothing; a minus is a node of its own
minus       the negated part
chain       both sides, or more         ops: the relations between them
list        items                       ops: the separators
sqrt        radicand, index
binom       upper, lower
fact        base                        value: ! or !!
overline    inside
big         lower, upper, body          value: \\sum, \\prod, \\int ...
integral    lower, upper, body, variable
change      what stands after the d of an integral, as in the integral of f d(g)
evalbar     body, sub, sup
forall      names, body
matrix      rows of cells               value: the environment
cases       rows of cells
ket, bra    label      braket  the parts between the bars
brace       body, label                 value: \\underbrace ...
prose       what stands before and after the words
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from derive.notation.errors import Span


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a formula as it is written. An absent part is ``NOTHING``."""

    kind: str
    parts: tuple[Node, ...] = ()
    value: str = ""
    ops: tuple[str, ...] = ()
    span: Span = (0, 0)
    depth: int = field(init=False, default=1, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.parts:
            object.__setattr__(self, "depth", 1 + max(p.depth for p in self.parts))

    def __bool__(self) -> bool:
        return self.kind != "nothing"

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.parts))

    def is_name(self, value: str) -> bool:
        return self.kind == "name" and self.value == value


NOTHING = Node("nothing")


def name(value: str) -> Node:
    return Node("name", value=value)


def number(value: int) -> Node:
    return Node("number", value=str(value))


def paren(inside: Node, opening: str = "(") -> Node:
    return Node("paren", (inside,), opening)


def script(base: Node, sub: Node = NOTHING, sup: Node = NOTHING, primes: int = 0) -> Node:
    """``base`` with what hangs on it; the base itself when nothing does."""
    if not sub and not sup and not primes:
        return base
    return Node("script", (base, sub, sup), str(primes))


def sequence(items: tuple[Node, ...], separator: str = ",") -> Node:
    """Items with separators; one item is itself."""
    if len(items) == 1:
        return items[0]
    return Node("list", items, ops=(separator,) * (len(items) - 1))


def items_of(node: Node) -> tuple[Node, ...]:
    """The items of a list, or the one thing that stands there."""
    return node.parts if node.kind == "list" else (node,)


def factors_of(node: Node) -> tuple[Node, ...]:
    """The factors that stand side by side."""
    return node.parts if node.kind == "juxt" else (node,)


def core_of(node: Node) -> Node:
    """What stands under the scripts and factorials of ``node``."""
    while node.kind in ("script", "fact"):
        node = node.parts[0]
    return node
