r"""The chain rule for numbers: ``\frac{\partial L}{\partial w}`` where letters depend on letters.

A text that sets ``z = wx + b``, ``a = \sigma(z)``, ``L = \frac12(a-y)^2`` and then differentiates L
by a, a by z and z by w has no functions with arguments: each letter is a number, and a derivative
is that of what the upper letter was set to, down to the lower one. Where a letter reaches the upper
one by two ways, one of them direct, a round d is a question. Next: ``gradients`` for arrays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_letters
from typing import TYPE_CHECKING, TypeAlias

from derive.notation.alphabet import LETTERS
from derive.notation.cards import Card, Notation
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.review.gradients import definitions
from derive.review.layer_gradients import reached
from derive.review.letterforms import (
    after_differential,
    application,
    differentiated,
    is_letter,
)
from derive.review.meaning import Unread, tree_of
from derive.review.spanned import rewritten
from derive.terms.binding import substitute
from derive.terms.build import add, derivative, mul, symbol
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.review.obligations import Argument
    from derive.review.read_lines import ReadLine

Pair: TypeAlias = tuple[str, str, int]  # the upper letter, the lower one, the order
Found: TypeAlias = tuple[Node, Pair, bool]  # where, what, and whether its d is round


@dataclass
class Slopes:
    """The derivatives of one scope, each with the letter that is read for it."""

    letters: dict[Pair, str] = field(default_factory=dict)
    cards: dict[Pair, Card] = field(default_factory=dict)
    signs: dict[Pair, str] = field(default_factory=dict)  # the d as it is written first

    @property
    def written(self) -> frozenset[str]:
        return frozenset(self.letters.values())

    def known(self, notation: Notation) -> Notation:
        """The notation with a number for each derivative."""
        for pair, letter in self.letters.items():
            upper, lower, order = pair
            d, power = self.signs.get(pair, "\\partial"), "" if order == 1 else "^2"
            name = f"∂{'²' if power else ''}{_plain(upper)}/∂{_plain(lower)}{'²' if power else ''}"
            self.cards[pair] = Card(symbol(name, "R"), letter, display=(
                f"\\frac{{{d}{power} {upper}}}{{{d} {lower}{power}}}"))
        return notation.with_cards(*self.cards.values())

    def define(self, argument: Argument, sides: Iterable[object], notation: Notation) -> None:
        """Give the derivatives in a line their values, as far as their letters are set."""
        defined = definitions(argument)
        free = reached((s for s in sides if isinstance(s, Term)), defined)
        for (upper, lower, order), card in self.cards.items():
            above = notation.named(upper)
            if card.term not in free or card.term in argument.meanings.table or above is None:
                continue
            value = self._value(above.term, _term(notation, lower), order, defined, notation)
            if value is not None:
                argument.meanings.define(card.term, (), value, "")

    def _value(self, above: Term, below: Term, order: int, defined: Mapping[Term, Term],
               notation: Notation) -> Term | None:
        """The derivative of what a letter was set to, or None where nothing says it."""
        body = written_out(above, below, defined)
        if body is above:
            return None
        moving = {t: card.term for (upper, lower, o), card in self.cards.items()
                  for t in [_term(notation, upper)] if o == 1
                  and _term(notation, lower) is below and t not in defined and t in body.free}
        if (below not in body.free and not moving) or (moving and order > 1):
            return None
        parts = [derivative(below, body, order)] if below in body.free else []
        parts += [mul(derivative(letter, body), slope) for letter, slope in moving.items()]
        return parts[0] if len(parts) == 1 else add(*parts)


def _term(notation: Notation, written: str) -> Term:
    """The number that a letter stands for; one that stands below a d alone has no card."""
    card = notation.named(written)
    return card.term if card is not None and card.term.head == "sym" else symbol(written, "R")


def written_out(letter: Term, kept: Term, defined: Mapping[Term, Term]) -> Term:
    """What a letter was set to, in letters that were not, and in the one that is kept.

    >>> from derive.terms.build import exp, symbol
    >>> x, u, y = map(symbol, "xuy")
    >>> str(written_out(y, x, {y: exp(u), u: mul(x, x)})), str(written_out(y, u, {y: exp(u)}))
    ('(exp (mul x x))', '(exp u)')
    """
    body = letter
    for _ in range(len(defined) + 1):
        inside = {s: defined[s] for s in body.free if s in defined and s is not kept
                  and s not in defined[s].free}
        if not inside:
            break
        body = substitute(body, inside)
    return body


# -- finding ---------------------------------------------------------------------------------


def read_slopes(lines: Sequence[ReadLine], arrays: Iterable[str], declared: Iterable[str],
                profile: str) -> Slopes:
    """The derivatives of a scope in which letters depend on letters; the lines read for them."""
    trees = [t for line in lines for t in line.trees if isinstance(t, Node)]
    found = [f for tree in trees for f in _derivatives(tree)]
    graph = _graph(lines)
    slopes = Slopes()
    if not _chained(found, graph, trees, {*arrays, *declared}):
        return slopes
    for line in lines:
        texts, sides = list(line.texts), list(line.trees)
        for place, tree in enumerate(line.trees):
            here = list(_derivatives(tree)) if isinstance(tree, Node) else []
            asked = next((f for f in here if f[2] and _two_ways(f[1], graph)), None)
            if asked is not None:
                upper, lower, _ = asked[1]
                at = texts[place].at
                sides[place] = Unread(
                    f"{upper} depends on {lower} directly and through other letters: are those "
                    f"held fixed? write d{upper}/d{lower} if they are not",
                    at[min(asked[0].span[0], len(at) - 1)])
            elif here:
                for _, pair, is_round in sorted(here, key=lambda f: f[0].span):
                    slopes.signs.setdefault(pair, "\\partial" if is_round else "d")
                    slopes.letters.setdefault(
                        pair, f"\\mathrm{{slope{_count(len(slopes.letters))}}}")
                texts[place] = rewritten(texts[place], [
                    (*node.span, f" {slopes.letters[pair]} ") for node, pair, _ in here])
                sides[place] = tree_of(texts[place], profile)
        line.texts, line.trees = (texts[0], texts[1]), (sides[0], sides[1])
    return slopes


def _derivatives(tree: Node) -> Iterator[Found]:
    """``\\frac{dL}{dw}`` and ``\\frac{\\partial^2 L}{\\partial w^2}`` of letters by letters."""
    for node in tree.walk():
        below = differentiated(node) if node.kind == "frac" else ()
        rest = after_differential(node.parts[0]) if below else []
        if len(rest) != 1 or len(below) != 1 or not _is_plain(rest[0]):
            continue
        first = node.parts[0].parts[0]
        order = first.parts[2].value if first.kind == "script" else "1"
        lower = node.parts[1].parts[1]
        power = lower.parts[2].value if lower.kind == "script" and lower.parts[2] else "1"
        name = Node("script", (lower.parts[0], lower.parts[1], Node("nothing")), "0") if (
            lower.kind == "script" and lower.parts[1]) else (
            lower.parts[0] if lower.kind == "script" else lower)
        if order == power and order in ("1", "2") and _is_plain(name) and (
                write_latex(name) != write_latex(rest[0])):
            pair = (write_latex(rest[0]), write_latex(name), int(order))
            yield node, pair, any(n.is_name("\\partial") for n in node.walk())


def _is_plain(node: Node) -> bool:
    """A letter, perhaps with a number or a name as its subscript."""
    if node.kind == "script":
        return is_letter(node.parts[0]) and node.value in ("", "0") and not node.parts[2] and (
            node.parts[1].kind in ("number", "text"))
    if node.kind == "accent":
        return node.value == "\\mathcal"
    return node.kind == "name" and node.value not in ("\\partial", "\\nabla")


def _graph(lines: Iterable[ReadLine]) -> dict[str, set[str]]:
    """For each letter that is set to something, the letters of that."""
    graph: dict[str, set[str]] = {}
    for line in lines:
        left, right = line.trees
        if line.link.kind in ("=", ":=", "equiv") and line.link.place == 0 and (
                isinstance(left, Node) and isinstance(right, Node) and _is_plain(left)) and (
                not any(_derivatives(right))):
            graph.setdefault(write_latex(left), _letters(right))
    return graph


def _letters(tree: Node) -> set[str]:
    return {write_latex(n) for n in tree.walk() if _is_plain(n)}


def _chained(found: Sequence[Found], graph: Mapping[str, set[str]], trees: Iterable[Node],
             others: set[str]) -> bool:
    """Whether a letter is differentiated, or set to something, and differentiated by as well."""
    uppers, lowers = {p[0] for _, p, _ in found}, {p[1] for _, p, _ in found}
    if not uppers & set(graph) or not (uppers | set(graph)) & lowers or (
            (uppers | lowers) & others) or any(a in _below(a, graph) for a in graph):
        return False  # in pV = NkT every letter depends on the others: which are held fixed?
    for tree in trees:
        for node in tree.walk():
            if node.kind == "script" and node.value not in ("", "0") and (
                    write_latex(node.parts[0]) in uppers | lowers):
                return False  # a prime: a function after all
            for part, following in zip(node.parts, node.parts[1:], strict=False):
                if node.kind == "juxt" and is_letter(part) and write_latex(part) in uppers and (
                        application(part, following)[0]):
                    return False  # f(x)
    return True


def _two_ways(pair: Pair, graph: Mapping[str, set[str]]) -> bool:
    """Whether the lower letter stands in what the upper one was set to, and also deeper."""
    upper, lower, _ = pair
    direct = graph.get(upper, set())
    return lower in direct and any(
        lower in _below(letter, graph) for letter in direct if letter != lower)


def _below(letter: str, graph: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [letter]
    while waiting:
        for inside in graph.get(waiting.pop(), ()):
            if inside not in found:
                found.add(inside)
                waiting.append(inside)
    return found


def _plain(latex: str) -> str:
    """A letter for a terminal."""
    shown = "".join(LETTERS.get(part, part) for part in re.findall(r"\\[A-Za-z]+|.", latex))
    return "".join(c for c in shown if c not in "\\{} ")


def _count(number: int) -> str:
    first, second = divmod(number, len(ascii_letters))
    return f"X{ascii_letters[second]}" if not first else _count(first - 1) + ascii_letters[second]
