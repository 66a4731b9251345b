r"""Gradients in a document: ``\frac{\partial L}{\partial W}`` and ``\nabla_w L`` for arrays W, w.

Such a derivative of a number by an array is read as a letter of the array's shape. Where the
number is defined above, the letter stands for what the reverse sweep finds, and the kernel has
to follow every push of it; so a line about it is judged like any other. Next: ``checking``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import ascii_letters
from typing import TYPE_CHECKING

from derive.kernel.claim import Grade, Refused
from derive.notation.cards import Card, Notation
from derive.notation.errors import NotationError
from derive.notation.tree import NOTHING, Node, items_of
from derive.review.array_letters import arrays_below, letter, turned
from derive.review.arrays import Arrays
from derive.review.layer_gradients import PULLED, gate, reached, through
from derive.review.layers import PRIVATE
from derive.review.letterforms import after_differential
from derive.review.meaning import tree_of
from derive.review.obligations import Argument
from derive.review.spanned import Spanned, rewritten
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import Let, reverse_sweep
from derive.rules.second_order import hessian
from derive.terms.binding import substitute
from derive.terms.build import symbol
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

Key = tuple[str, str, int]    # the number, the array, and 1 for the gradient or 2 for the Hessian
Place = tuple[int, int, str]  # from, to, what is written there instead


@dataclass
class Gradients:
    """The gradients that the lines of one scope speak of, each with the letter that is read."""

    arrays: Arrays
    letters: dict[Key, str] = field(default_factory=dict)
    nablas: set[Key] = field(default_factory=set)  # those that are written with a nabla
    applied: dict[str, set[str]] = field(default_factory=dict)  # L(w): what is written with it
    losses: dict[str, set[str]] = field(default_factory=dict)  # with the arguments as written
    cards: dict[Key, Card] = field(default_factory=dict)
    supposed: dict[Term, str] = field(default_factory=dict)  # what a value takes for granted

    def find(self, trees: Iterable[Node]) -> None:
        """Take in the lines: which numbers are differentiated by which arrays."""
        trees = list(trees)
        for tree in trees:
            for node in tree.walk():
                for part, following in _neighbours(node):
                    if letter(part) and letter(following.parts[0] if following.kind == "paren"
                                               else NOTHING) in self.arrays.known:
                        self.applied.setdefault(letter(part), set()).add(
                            letter(following.parts[0]))
        for tree in trees:
            for node in tree.walk():
                self._derivatives(node)
        for tree in trees:
            for node in tree.walk():
                for part, following in _neighbours(node):
                    if letter(part) in self.losses and following.kind == "paren":
                        self.losses[letter(part)].add(_written(following))

    def read(self, text: Spanned, tree: Node) -> Spanned:
        """The text with each gradient, and each ``L(w)`` of such an L, turned into one letter."""
        if not self.letters:
            return text
        places: list[Place] = []
        for node in tree.walk():
            places.extend(self._derivatives(node))
        inside = [(a, b) for a, b, _ in places]
        for node in tree.walk():
            places.extend(p for p in self._applications(node) if not any(
                a <= p[0] < b for a, b in inside))
        return rewritten(text, [(start, stop, f" {written} ") for start, stop, written in places])

    def known(self, notation: Notation, taken: Iterable[str]) -> Notation:
        """The notation with a card for each gradient: a matrix of the shape of its array."""
        used = set(taken)
        for key, written in self.letters.items():
            loss, by, order = key
            rows, columns = (self.arrays.size(s, used) for s in self.arrays.known[by])
            core = "".join(c for c in f"d{loss}/d{by}" if c not in "\\{} ")
            number, array = _plain(loss), _plain(by)
            if order == 1:
                text = f"∇_{array} {number}" if key in self.nablas else f"∂{number}/∂{array}"
            else:
                core, columns = f"d{core}/d{by}", rows
                text = (f"∇²_{array} {number}" if key in self.nablas
                        else f"∂²{number}/∂{array}∂{array}ᵀ")
            self.cards[key] = Card(Term("matrix", (core,), (rows, columns)), written, text=text,
                                   display=_displayed(key, key in self.nablas))
        return notation.with_cards(*self.cards.values())

    @property
    def written(self) -> frozenset[str]:
        """The letters that are read for gradients."""
        return frozenset(self.letters.values())

    # -- places ------------------------------------------------------------------------------

    def _derivatives(self, node: Node) -> list[Place]:
        if node.kind == "frac":
            order, by = _order(node), arrays_below(node)
            rest = after_differential(node.parts[0])
            if order and len(by) == 1 and self._can(by[0], order) and self._is_loss(rest):
                return [(*node.span, self._letter(letter(rest[0]), by[0], order, False))]
        found = []
        parts = node.parts if node.kind in ("juxt", "product") else ()
        for place, part in enumerate(parts[:-1]):
            last = parts[place + 1]
            if not self._is_loss([last]):
                continue
            if place + 2 < len(parts) and self._arrays_only(parts[place + 2]):
                last = parts[place + 2]
            by_nabla, order = self._nabla(part, letter(parts[place + 1]))
            if self._elsewhere(part, parts[place + 2:place + 3], by_nabla):
                continue
            if by_nabla and self._can(by_nabla, order):
                found.append((part.span[0], last.span[1],
                              self._letter(letter(parts[place + 1]), by_nabla, order, True)))
        return found

    def _elsewhere(self, sign: Node, following: Sequence[Node], by: str) -> bool:
        r"""Whether ``\nabla_x f(x_0)`` is taken somewhere else than at x: no letter for all places.

        ``\nabla f(x, y)`` does not say by which of them.
        """
        for node in following:
            items = items_of(node.parts[0]) if node.kind == "paren" and node.value == "(" else ()
            if any(letter(n) in self.arrays.known for i in items for n in i.walk()) and (
                    by not in map(letter, items) or (sign.kind == "name" and len(items) > 1)):
                return True
        return False

    def _nabla(self, part: Node, loss: str) -> tuple[str, int]:
        r"""The array of ``\nabla_w``, or the only one that L is written with, and 1 or 2."""
        if part.is_name("\\nabla"):
            only = self.applied.get(loss, set())
            return (min(only), 1) if len(only) == 1 else ("", 0)
        if part.kind != "script" or not part.parts[0].is_name("\\nabla"):
            return "", 0
        order = {"": 1, "2": 2}.get(part.parts[2].value, 0) if part.parts[2] else 1
        return letter(part.parts[1]) if part.parts[1] else "", order

    def _can(self, by: str, order: int) -> bool:
        """Whether the derivative is an array: the gradient, and the Hessian for a column."""
        shape = self.arrays.known.get(by)
        return shape is not None and (order == 1 or (
            order == 2 and self.arrays.sizes.is_one(shape[1])))

    def _applications(self, node: Node) -> list[Place]:
        """``L(w)``, where L is never taken at anything else."""
        return [(following.span[0], following.span[1], "")
                for part, following in _neighbours(node)
                if len(self.losses.get(letter(part), ())) == 1 and self._arrays_only(following)]

    def _is_loss(self, parts: Sequence[Node]) -> bool:
        """A letter for a number, perhaps with its arrays in parentheses."""
        if not parts or not letter(parts[0]) or letter(parts[0]) in self.arrays.known:
            return False
        return len(parts) == 1 or (len(parts) == 2 and self._arrays_only(parts[1]))

    def _arrays_only(self, node: Node) -> bool:
        if node.kind != "paren":
            return False
        inside = node.parts[0]
        items = inside.parts if inside.kind == "list" else (inside,)
        return any(letter(i) in self.arrays.known for i in items) and all(
            i.kind in ("name", "script", "accent") for i in items)

    def _letter(self, loss: str, by: str, order: int, nabla: bool) -> str:
        self.losses.setdefault(loss, set())
        key = (loss, by, order)
        if key not in self.letters:
            self.letters[key] = f"\\mathrm{{slope{_count(len(self.letters))}}}"
            self.nablas |= {key} if nabla else set()
        return self.letters[key]

    # -- values ------------------------------------------------------------------------------

    def define(self, argument: Argument, sides: Iterable[object], notation: Notation) -> str:
        """Give the gradients in a line their values, where the number is defined above.

        Returned is what the values suppose of the number, in words, or nothing.
        """
        defined = definitions(argument)
        known = {card.term: argument.meanings.table[card.term].body
                 for card in self.cards.values() if card.term in argument.meanings.table}
        free = reached((s for s in sides if isinstance(s, Term)), {**defined, **known})
        open_ones: dict[str, dict[Term, Term]] = {}
        for (loss, by, order), card in self.cards.items():
            number, array = notation.named(loss), notation.named(by)
            if card.term not in free or card.term in argument.meanings.table or array is None:
                continue
            up = reached([number.term], defined) if number is not None else ()
            if PRIVATE.fullmatch(by) and array.term not in up:  # the loss is further up
                if order == 1:
                    open_ones.setdefault(loss, {})[array.term] = card.term
                continue
            if number is None:
                continue
            value = gradient(number.term, array.term, defined, order)
            if value is not None:
                line = argument.meanings.table[number.term].line
                argument.meanings.define(card.term, (), value, line)
        for loss, slopes in open_ones.items():
            top = self._through(argument, slopes, defined)
            if top is not None:
                layer = notation.card(top).text or top.name
                words = f"{_plain(loss)} depends on the layers below {layer}"
                self.supposed.update(dict.fromkeys(
                    slopes.values(), f"{words} only through it (inferred)"))
        return next((self.supposed[t] for t in sorted(free, key=str) if t in self.supposed), "")

    def _through(self, argument: Argument, slopes: dict[Term, Term],
                 defined: dict[Term, Term]) -> Term | None:
        """Gradients below a layer in terms of the gradient there; the layer."""
        top = gate(slopes, defined)
        if top is None:
            return None
        pulled = symbol(PULLED)
        known = {**defined, pulled: through(top, slopes[top])}
        for array, slope in slopes.items():
            value = gradient(pulled, array, known) if array is not top else None
            if value is not None:
                argument.meanings.define(slope, (), value, "")
        return top


def read_gradients(gradients: Gradients, lines: Sequence[ReadLine], profile: str) -> None:
    """Gradients by arrays become letters; every other piece stays as it is written."""
    gradients.find(tree for line in lines for tree in line.trees if isinstance(tree, Node))
    for line in lines if gradients.letters else ():
        texts = [gradients.read(text, tree) if isinstance(tree, Node) else text
                 for text, tree in zip(line.texts, line.trees, strict=True)]
        line.texts = (texts[0], texts[1])
        line.trees = (tree_of(texts[0], profile), tree_of(texts[1], profile))


def definitions(argument: Argument) -> dict[Term, Term]:
    """What letters were defined as, with nothing put in."""
    return {head: statement.args[1] for statement, _, head in argument.stated.items
            if head is not None and statement.head == "eq" and statement.args[0] is head
            and head in argument.meanings.table}


def gradient(loss: Term, by: Term, defined: dict[Term, Term], order: int = 1) -> Term | None:
    """The gradient that the reverse sweep finds and the kernel accepts, or None.

    ``order`` 2 is the Hessian for a column, by a tangent sweep of the gradient.

    >>> from derive.terms.build import symbol
    >>> from derive.terms.matrices import inner, vector
    >>> L, w = symbol("L"), vector("w", 3)
    >>> str(gradient(L, w, {L: inner(w, w)}))
    '(scale 2 w)'
    """
    if loss not in defined or loss.shape is not None:
        return None
    needed: dict[Term, None] = {}

    def visit(name: Term) -> None:
        if name is by or name in needed or name not in defined:
            return
        for inside in sorted(defined[name].free & set(defined), key=str):
            visit(inside)
        needed[name] = None

    visit(loss)
    try:
        swept = reverse_sweep([Let(name, defined[name]) for name in needed], [by])
        if swept.result.grade is not Grade.PROVED:  # the kernel has followed every push
            return None
        value = swept.gradients[by]
        if order == 2:
            second = hessian(swept, by)
            if second.matrix is None or second.step.grade is not Grade.PROVED:
                return None
            value = second.matrix
    except (NoLaw, Refused, TermError):
        return None
    for cotangent in reversed(swept.cotangents):
        if cotangent.symbol is not None:
            value = substitute(value, {cotangent.symbol: cotangent.value})
    return value


def _order(fraction: Node) -> int:
    r"""1 for ``\partial L/\partial w``, 2 for ``\partial^2 L/\partial w^2`` or ``.../\partial w
    \partial w^\top``, 0 for what is neither."""
    upper, lower = fraction.parts
    first = upper.parts[0] if upper.kind == "juxt" else upper
    above = first.parts[2].value if first.kind == "script" and first.parts[2] else "1"
    below = [n for n in (lower.parts if lower.kind == "juxt" else (lower,))[1::2]]
    powers = [n.parts[2] if n.kind == "script" else NOTHING for n in below]
    if above == "1" and len(below) == 1 and (not powers[0] or powers[0].kind == "paren"):
        return 1
    if above == "2" and (
            [p.value for p in powers] == ["2"] or (len(below) == 2 and not powers[0] and (
                not powers[1] or turned(powers[1])))):
        return 2
    return 0


def _neighbours(node: Node) -> list[tuple[Node, Node]]:
    if node.kind not in ("juxt", "product"):
        return []
    return list(zip(node.parts, (*node.parts[1:], NOTHING), strict=True))


def _written(node: Node) -> str:
    from derive.notation.write_latex import write_latex
    try:
        return write_latex(node)
    except NotationError:
        return str(node.span)


def _plain(latex: str) -> str:
    """A letter for a report: without the commands that only set its type."""
    from derive.notation.alphabet import GREEK
    name = latex.replace("\\mathbf", "").replace("\\mathcal", "").replace("\\boldsymbol", "")
    for command, sign in GREEK.items():
        name = name.replace(f"\\{command}", sign)
    return "".join(c for c in name if c not in "\\{} ")


def _displayed(key: Key, nabla: bool) -> str:
    """The LaTeX of a gradient or Hessian."""
    loss, by, order = key
    if nabla:
        return f"\\nabla_{{{by}}}{'^2' if order == 2 else ''} {loss}"
    below = f"\\partial {by}" if order == 1 else f"\\partial {by}\\,\\partial {by}^{{\\top}}"
    return f"\\frac{{\\partial{'^2' if order == 2 else ''} {loss}}}{{{below}}}"


def _count(number: int) -> str:
    """A, B, … Z, AA, … as a name."""
    first, second = divmod(number, len(ascii_letters))
    return ascii_letters[second] if not first else _count(first - 1) + ascii_letters[second]
