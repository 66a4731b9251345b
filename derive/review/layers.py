r"""Layer indices above letters: ``W^{(l)}``, ``a^{[l-1]}``, ``z^l``, with nothing declared.

Where a text says ``z^l = W^l a^{l-1} + b^l``, the superscript is no power: it counts layers. Every
member of such a family is read as an array of its own, ``W^{l+1}`` beside ``W^l``, and what is
said of layer l holds of every layer: it is repeated for the others of which the text speaks.
Entries such as ``z_j^l`` are refused. Next: ``arrays``, which finds the shapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from derive.notation.alphabet import LETTERS, SUBSCRIPT, SUPERSCRIPT
from derive.notation.cards import Card, Notation
from derive.notation.tree import NOTHING, Node
from derive.notation.write_latex import write_latex
from derive.review.array_letters import BOLD, arrays_below
from derive.review.meaning import Unread, tree_of
from derive.review.spanned import Spanned, rewritten

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

Level: TypeAlias = tuple[str, int]      # a letter and what is added to it; "" for a number
#: letters that count layers wherever they stand; in parentheses others do so too
COUNTING = frozenset({"l", "\\ell", "L"})
IN_PARENTHESES = COUNTING | {"k", "i", "t", "n", "N", "K", "T", "m"}
#: small letters for matrices of weights
SMALL_WEIGHTS = {"w": "W", "\\theta": "\\Theta"}
#: letters that are weights even where the layer is a subscript
WEIGHTS = frozenset({"W", "\\Theta", *SMALL_WEIGHTS})
STEP = 200
PRIVATE = re.compile(r"\\mathbf\{([^{}]+)\}\^\{\((\d+)\)\}")
ENTRY = "an entry of the array of a layer has no term yet; write the line with whole arrays"


@dataclass(frozen=True)
class Member:
    """A letter with its layer: how the layer stands there, and what transposes the letter."""

    core: str
    level: Level
    style: str       # "(", "[", "" for a bare superscript, "_" for a subscript
    span: tuple[int, int]
    turn: tuple[int, int]
    entry: bool


@dataclass
class Layers:
    """What the indices of a document count, once a line has said so."""

    styles: set[str] = field(default_factory=set)
    weights: set[str] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)   # those that count
    shown: dict[str, tuple[str, str]] = field(default_factory=dict)  # private name: LaTeX, text
    forward: dict[str, ReadLine] = field(default_factory=dict)  # what earlier sections said

    def find(self, lines: Iterable[ReadLine], declared: frozenset[str]) -> None:
        """Look for lines that say how a layer comes from the one below."""
        trees = [line.trees for line in lines if line.link.kind in ("=", ":=", "equiv")]
        pairs = [(a, b) for a, b in trees if isinstance(a, Node) and isinstance(b, Node)]
        for style in ("(", "[", "", "_"):
            found = {m.core for a, b in pairs for m in _products(a, b, style)}
            found -= {core for core in found if declared & {core, f"\\mathbf{{{core}}}"}}
            if found or (style != "_" and _entries_only([n for p in pairs for n in p], style)):
                self.styles.add(style)
                self.weights |= found

    # -- reading -----------------------------------------------------------------------------

    def read(self, line: ReadLine, profile: str) -> ReadLine:
        """The line with every member turned into a letter of its own."""
        if not self.styles:
            return line
        texts, trees = list(line.texts), list(line.trees)
        for place, tree in enumerate(line.trees):
            if not isinstance(tree, Node):
                continue
            members = [m for m in members_of(tree) if m.style in self.styles]
            entry = next((m for m in members if m.entry), None)
            if entry is not None:
                at = texts[place].at
                trees[place] = Unread(ENTRY, at[min(entry.span[0], len(at) - 1)])
            elif members:
                texts[place] = self._turned_into(texts[place], tree, members)
                trees[place] = tree_of(texts[place], profile)
        return replace(line, texts=(texts[0], texts[1]), trees=(trees[0], trees[1]))

    def _turned_into(self, text: Spanned, tree: Node, members: Sequence[Member]) -> Spanned:
        places = [(*n.parts[2].span, "\\top ") for n in tree.walk() if n.kind == "script"
                  and n.parts[0].kind == "paren" and n.parts[2].is_name("T")]
        for member in members:
            name = self._name(member.core, self._code(member.level), member.style)
            turned = f"({name})^{{\\top}}" if member.turn != (0, 0) else name
            places.append((*member.span, turned))
        return rewritten(text, places)

    def _code(self, level: Level) -> int:
        letter, shift = level
        if not letter:
            return shift
        if letter not in self.letters:
            self.letters.append(letter)
        return (self.letters.index(letter) + 1) * STEP + shift

    def _level(self, code: int) -> Level:
        number, shift = divmod(code + STEP // 2, STEP)
        return (self.letters[number - 1] if number else "", shift - STEP // 2)

    def _name(self, core: str, code: int, style: str) -> str:
        """The private letter of a member, remembered with the way it is written."""
        capital = SMALL_WEIGHTS.get(core, core) if core in self.weights else core
        private = f"\\mathbf{{{capital}}}^{{({code})}}"
        letter, shift = self._level(code)
        level = f"{letter}{shift:+d}" if letter and shift else letter or str(shift)
        signs = SUBSCRIPT if style == "_" else SUPERSCRIPT
        inside = {"(": f"({level})", "[": f"[{level}]"}.get(style, level)
        plain = "".join(LETTERS.get(p, p) for p in re.findall(r"\\[A-Za-z]+|.", inside))
        mark = "_" if style == "_" else "^"
        bare = f"{mark}{plain}" if len(plain) == 1 or style in ("(", "[") else f"{mark}({plain})"
        hung = "".join(signs[c] for c in plain) if all(c in signs for c in plain) else bare
        self.shown[private] = f"{core}{mark}{{{inside}}}", f"{LETTERS.get(core, core)}{hung}"
        return private

    # -- writing -----------------------------------------------------------------------------

    def written(self, notation: Notation) -> Notation:
        """The notation with the writer's letters for the private ones, on pages and in texts."""
        return notation.only(tuple(self._written_card(card) for card in notation.cards)) if (
            self.shown) else notation

    def _written_card(self, card: Card) -> Card:
        if card.latex in self.shown:
            latex, text = self.shown[card.latex]
            return replace(card, text=text, display=latex)
        return replace(card, text=self._spoken(card.text), display=self.said(card.display)) if (
            card.text or card.display) else card

    def _spoken(self, text: str) -> str:
        """The text of a gradient, with the writer's letters in it."""
        return re.sub(r"([^\W\d_]+)\^\((\d+)\)", lambda found: next(
            (text for private, (_, text) in self.shown.items() if private.endswith(
                f"^{{({found[2]})}}") and _plain(private) == found[1]), found[0]), text)

    def said(self, words: str) -> str:
        """Words of a report with the writer's letters in them."""
        for private, (latex, _) in self.shown.items():
            words = words.replace(private, latex)
        return words

    # -- every layer -------------------------------------------------------------------------

    def everywhere(self, lines: list[ReadLine], profile: str) -> list[ReadLine]:
        """The lines, and what the first ones say of a layer, said of the other layers too."""
        if not self.styles:
            return lines
        lines = [*self._earlier(lines), *lines]
        used = {int(code) for line in lines for text in line.texts
                for _, code in PRIVATE.findall(text.text)}
        defined = {_left(line) for line in lines} - {None}
        said: set[str] = set()
        result: list[ReadLine] = []
        for line in lines:
            result.append(line)
            left = _left(line)
            own = {self._level(int(code))[0] for text in line.texts
                   for _, code in PRIVATE.findall(text.text)}
            if left is None or left[0] in said or own != {self._level(left[1])[0]} or "" in own:
                continue
            said.add(left[0])
            if not line.carried:
                self.forward[left[0]] = replace(line)
            slope = _is_slope(line.trees[1])  # what a letter is called holds of every layer
            result.extend(self._at(line, code - left[1], profile) for code in sorted(used)
                          if self._level(code)[0] and code != left[1] and (
                              slope or (left[0], code) not in defined))
        return result

    def _earlier(self, lines: list[ReadLine]) -> Iterator[ReadLine]:
        """What earlier sections said, where these lines speak of layers and do not say it."""
        said = [(left[0], line) for line in lines for left in (_left(line),) if left is not None]
        here = {core for core, line in said if core not in self.forward or _is_slope(
            line.trees[1]) or not _is_slope(self.forward[core].trees[1])}
        speaks = any(PRIVATE.search(text.text) for line in lines for text in line.texts)
        for core, line in self.forward.items() if speaks else ():
            if core not in here:
                yield replace(line, carried=True, repeated=True)

    def _at(self, line: ReadLine, shift: int, profile: str) -> ReadLine:
        """The same line for another layer; nobody wrote it."""
        texts = []
        for text in line.texts:
            places = []
            for found in PRIVATE.finditer(text.text):
                core, mark, inside = re.split(r"(\^|_)", self.shown[found[0]][0], maxsplit=1)
                name = self._name(core, int(found[2]) + shift,
                                  "_" if mark == "_" else inside[1].strip("lL\\"))
                places.append((*found.span(), name))
            texts.append(rewritten(text, places))
        return replace(line, texts=(texts[0], texts[1]), carried=True, repeated=True, trees=(
            tree_of(texts[0], profile), tree_of(texts[1], profile)))


def members_of(tree: Node) -> list[Member]:
    """The letters of a formula that may have a layer above or below them."""
    found: list[Member] = []
    for node in tree.walk():
        core = _core(node.parts[0]) if node.kind == "script" and node.value in ("", "0") else ""
        if not core:
            continue
        _, sub, sup = node.parts
        turn = sup if sup and _turns(sup) else NOTHING
        place, entry = (sub, bool(sup) and not turn) if turn or not sup else (sup, bool(sub))
        if place is sup and sup.kind == "juxt" and len(sup.parts) == 2 and _turns(sup.parts[1]):
            place, turn = sup.parts
        style, inner = "", place
        if place is sub:
            style = "_"
        elif place.kind == "paren" and place.value in "([":
            style, inner = place.value, place.parts[0]
        level = _level_of(inner, IN_PARENTHESES if style in ("(", "[") else COUNTING)
        if level is not None and (style in ("(", "[") or level[0]):
            found.append(Member(core, level, style, node.span, turn.span, entry))
    return found


def _core(base: Node) -> str:
    if base.kind == "accent" and base.value in BOLD:
        base = base.parts[0]
    return write_latex(base) if base.kind == "name" and base.value not in ("e", "i", "d") else ""


def _turns(node: Node) -> bool:
    return node.is_name("T") or (node.kind == "mark" and node.value in ("\\top", "\\intercal"))


def _level_of(node: Node, letters: frozenset[str]) -> Level | None:
    """``l``, ``l+1``, ``L-1``, and ``2`` in parentheses."""
    if node.kind == "number" and node.value.isdigit() and int(node.value) < STEP // 2:
        return "", int(node.value)
    if node.kind == "name" and node.value in letters:
        return node.value, 0
    if node.kind == "sum" and len(node.parts) == 2 and node.parts[0].kind == "name" and (
            node.parts[0].value in letters):
        second = node.parts[1]
        inner = second.parts[0] if second.kind == "minus" else second
        if inner.kind == "number" and inner.value.isdigit() and int(inner.value) < 10:
            return node.parts[0].value, -int(inner.value) if inner is not second else int(
                inner.value)
    return None


def _products(left: Node, right: Node, style: str) -> Iterator[Member]:
    """The weights of ``z^l = W^l a^{l-1} + b^l``: all that has a layer there has it alike."""
    head = [m for m in members_of(left) if m.style == style and m.span == left.span]
    if not head or head[0].entry:
        return
    by_span = {m.span: m for m in members_of(right) if m.style == style and not m.entry}
    for node in right.walk():
        if node.kind != "juxt" or len(node.parts) != 2:
            continue
        first, second = (by_span.get(part.span) for part in node.parts)
        if first is None or second is None or not _small(second.core):
            continue
        if (first.core in SMALL_WEIGHTS or not _small(first.core)) and (
                first.level[0] == second.level[0] == head[0].level[0] != "") and (
                style in ("(", "[") or first.level != second.level) and (
                style != "_" or first.core in WEIGHTS):
            yield first


def _small(core: str) -> bool:
    return core.lstrip("\\")[:1].islower()


def _entries_only(trees: Sequence[Node], style: str) -> bool:
    """Whether indices below and layers above stand at several letters: ``w_{jk}^l a_k^{l-1}``."""
    found = [m for tree in trees for m in members_of(tree) if m.style == style and m.entry]
    return len({m.core for m in found}) > 1 and len({m.level for m in found}) > 1 and any(
        m.core in SMALL_WEIGHTS or not _small(m.core) for m in found)


def _is_slope(tree: Node | Unread) -> bool:
    return isinstance(tree, Node) and tree.kind == "frac" and bool(arrays_below(tree))


def _plain(private: str) -> str:
    """The core of a private letter as a terminal shows it."""
    found = PRIVATE.fullmatch(private)
    return LETTERS.get(found[1], found[1]) if found else ""


def _left(line: ReadLine) -> tuple[str, int] | None:
    """The core and the layer of what a line says something of, if that is a member alone."""
    if line.link.kind not in ("=", ":=", "equiv") or line.link.place != 0:
        return None
    whole = PRIVATE.fullmatch(line.texts[0].text.strip())
    return None if whole is None else (whole[1], int(whole[2]))
