r"""Declarations: ``m, omega > 0; x in R; psi: R -> C; n != k`` -> cards and hypotheses.

Statements are separated by semicolons or line ends; names stand with or without backslash.
A letter that no term can carry yet (an operator, a matrix) is kept with what it is, so that
its use is refused by name. Next: ``statements_declared`` reads each form of statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from derive.notation.alphabet import GREEK
from derive.notation.calculus import symbol_name
from derive.notation.cards import Card, Notation, canonical, is_name, latex_of_name
from derive.notation.elaborate import Elaborator
from derive.notation.errors import NotationError, NotRead, Span
from derive.notation.reader import Reader
from derive.notation.statements import links
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.terms.build import function, le, symbol, term
from derive.terms.operator_forms import of_operators
from derive.terms.operators import all_labels, operator, speaks_of_kets
from derive.terms.term import Term

#: letters that are variables of functions rather than parameters
VARIABLES = frozenset({"x", "y", "z", "t", "r", "s", "u", "\\xi", "\\theta", "\\rho"})
_WORDS = "|".join(sorted([*GREEK, "hbar", "ell"], key=len, reverse=True))
_SIGNS = {"!=": "\\ne ", ">=": "\\ge ", "<=": "\\le ", "≠": "\\ne ", "≥": "\\ge ", "≤": "\\le "}
_TRANSLATED = re.compile(
    rf"!=|>=|<=|≠|≥|≤|(?<![\\A-Za-z])(?:{_WORDS})(?![A-Za-z])|(?<![\\A-Za-z])oo(?![A-Za-z])")


@dataclass(frozen=True)
class Declared:
    """What was declared.

    ``definitions`` are equations whose left side is a new letter; ``goals`` the sources after
    ``expect`` with their spans; ``library`` the names after ``use``; ``others`` what has no
    term yet, by written name.
    """

    notation: Notation = field(default_factory=Notation)
    hypotheses: tuple[Term, ...] = ()
    definitions: tuple[Term, ...] = ()
    goals: tuple[tuple[str, Span], ...] = ()
    library: tuple[str, ...] = ()

    @property
    def others(self) -> dict[str, str]:
        return dict(self.notation.others)

    def with_cards(self, *cards: Card) -> Declared:
        return replace(self, notation=self.notation.with_cards(*cards))


def declare(source: str, base: Notation | None = None) -> Declared:
    r"""What a text of declarations declares, on top of the notation ``base``.

    Raises :class:`NotRead` with the span of the statement that is not understood.

    >>> found = declare("m, omega > 0; n, k in N0; n != k; psi: R -> C")
    >>> [card.latex for card in found.notation.cards], str(found.hypotheses[0])
    (['m', '\\omega', 'n', 'k', '\\psi'], '(ne n k)')
    """
    from derive.notation.statements_declared import FORMS
    result = Declared(base or Notation())
    for text, start in statements(source):
        span = (start, start + len(text))
        try:
            for pattern, read in FORMS:
                found = pattern.fullmatch(text)
                if found is not None:
                    result = placed_goals(read(result, found), len(result.goals), start)
                    break
            else:
                result = formula(result, text)
        except NotRead as refusal:
            inner = refusal.span
            place = (start + inner[0], start + inner[1]) if inner != (0, 0) else span
            raise NotRead(refusal.message, place, refusal.declaration) from refusal
        except NotationError as refusal:
            raise NotRead(str(refusal), span) from refusal
    return with_variable(result)


def placed_goals(declared: Declared, before: int, start: int) -> Declared:
    """The goals of a statement with spans in the whole text."""
    placed = tuple((text, (span[0] + start, span[1] + start))
                   for text, span in declared.goals[before:])
    return replace(declared, goals=(*declared.goals[:before], *placed))


def statements(source: str) -> list[tuple[str, int]]:
    """The statements of a text with their offsets; brackets protect a semicolon."""
    found, depth, start = [], 0, 0
    for place, char in enumerate(f"{source};"):
        depth += (char in "([{") - (char in ")]}")
        if char == "\n" or (char == ";" and depth <= 0):
            text = source[start:place]
            stripped = text.strip().rstrip(".")
            if stripped:
                found.append((stripped, start + text.index(stripped[0])))
            start, depth = place + 1, 0
    return found


# -- names -----------------------------------------------------------------------------------


def names(text: str) -> list[str]:
    """The canonical written names in a comma-separated list.

    >>> names("omega, k_B, \\\\hat{H}")
    ['\\\\omega', 'k_B', '\\\\hat{H}']
    """
    pieces, depth, current = [], 0, ""
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += char
    return [written(piece) for piece in (*pieces, current)]


def written(word: str) -> str:
    """The canonical name of a word: ``psi_n`` is ``\\\\psi_n``, ``x_{0}`` is ``x_0``."""
    word = word.strip()
    if not word:
        raise NotRead("a name is missing")
    if re.fullmatch(r"[A-Za-z]+\d*(_\w+)?", word):
        return canonical(latex_of_name(word))
    return canonical(latex(word)[0])


def card_of(name: str, sort: str) -> Card:
    return Card(symbol(symbol_name(name), sort), name)


def declared_symbol(declared: Declared, name: str, sort: str) -> Declared:
    """A symbol of a sort; declared twice with two sorts it is refused."""
    known = declared.notation.named(name)
    card = card_of(name, sort)
    if known is not None and known.term is card.term:
        return declared
    kept = tuple(c for c in declared.notation.cards if c.written != name)
    notation = declared.notation.without_other(name)
    return replace(declared, notation=notation.only(kept).with_cards(card))


def declared_operator(declared: Declared, name: str) -> Declared:
    """An operator, by its written name."""
    kept = tuple(c for c in declared.notation.cards if c.written != name)
    notation = declared.notation.without_other(name).only(kept)
    return replace(declared, notation=notation.with_cards(Card(operator(name), name)))


def declared_function(declared: Declared, name: str, arguments: tuple[str, ...], value: str,
                      index: int = 0, smooth: int = -1,
                      default: tuple[tuple[int, Term], ...] = ()) -> Declared:
    fun = function(symbol_name(name), arguments, value, smooth)
    card = Card(fun, name, index=tuple(range(index)), default=default)
    same_kind = [c for c in declared.notation.cards
                 if c.written == name and bool(c.index) == bool(index)]
    kept = tuple(c for c in declared.notation.cards if c not in same_kind)
    return replace(declared, notation=declared.notation.only(kept).with_cards(card))


def declared_matrix(declared: Declared, name: str, rows: Term, columns: Term,
                    levels: tuple[Term, ...]) -> Declared:
    """A matrix symbol; its sizes are letters too, where those are free (d stays a d)."""
    made = Term("matrix", (matrix_name(name),), (rows, columns, *levels))
    for card in declared.notation.cards:
        if card.term.head == "matrix" and card.term.name == made.name and card.written != name:
            raise NotRead(f"{name} and {card.latex} would be one matrix; rename one of them")
    kept = tuple(c for c in declared.notation.cards if c.written != name)
    notation = declared.notation.without_other(name).only(kept).with_cards(Card(made, name))
    for letter in (*rows.free, *columns.free, *levels):
        known = notation.named(letter.name) is not None or letter.name in "dei"
        if letter.head == "sym" and not known and len(letter.name) == 1:
            notation = notation.with_cards(Card(letter, letter.name))
    return replace(declared, notation=notation)


def matrix_name(written_name: str) -> str:
    """The name of a matrix symbol: bold letters and arrows are how it is written.

    >>> matrix_name("\\\\mathbf{W}"), matrix_name("W")
    ('W', 'W')
    """
    font = re.match(r"\\(?:mathbf|boldsymbol|bm|vec|vb)\{(.*)\}(.*)", written_name)
    return symbol_name(font[1] + font[2] if font else written_name)


def with_variable(declared: Declared) -> Declared:
    """A function written without its argument is taken at the only real letter there is.

    Of several, at the only one by which people call variables: x among x, E and a.
    """
    reals = declared.notation.of_sort("R")
    if len(reals) > 1:
        reals = tuple(card for card in reals if card.latex in VARIABLES)
    if len(reals) != 1:
        return declared
    cards = []
    for card in declared.notation.cards:
        one = card.term.head == "fun" and len(card.visible) == 1 and not card.default
        sorts = card.term.data[1] if one else ()
        if one and isinstance(sorts, tuple) and sorts[card.visible[0]] in ("R", "C"):
            card = replace(card, default=((card.visible[0], reals[0].term),))
        cards.append(card)
    return replace(declared, notation=declared.notation.only(tuple(cards)))


# -- formulas --------------------------------------------------------------------------------


def latex(text: str) -> tuple[str, list[int]]:
    """LaTeX for a statement with plain words and signs; where each character came from.

    >>> latex("n != omega")[0]
    'n \\\\ne  \\\\omega '
    """
    pieces: list[str] = []
    origin: list[int] = []
    place = 0
    for match in _TRANSLATED.finditer(text):
        pieces.append(text[place:match.start()])
        origin.extend(range(place, match.start()))
        word = match[0]
        new = _SIGNS.get(word) or ("\\infty " if word == "oo" else f"\\{word} ")
        pieces.append(new)
        origin.extend([match.start()] * len(new))
        place = match.end()
    pieces.append(text[place:])
    origin.extend(range(place, len(text) + 1))
    return "".join(pieces), origin


def formula(declared: Declared, text: str) -> Declared:
    """A relation: new letters on the left are defined, others give hypotheses."""
    source, origin = latex(text)
    try:
        tree = Reader(source, declared.notation.profile).whole()
        declared = _new_operator(declared, tree)
        if tree.kind != "chain" or tree.value == "arrow":
            raise NotRead("not a declaration; write for instance x in R, m > 0, psi: R -> C")
        declared = _new_letters(declared, tree)
        found = links(Elaborator(declared.notation), tree)
    except NotRead as refusal:
        first, last = (min(i, len(origin) - 1) for i in refusal.span)
        span = (origin[first], max(origin[last], origin[first] + 1)) if last else (0, 0)
        raise NotRead(refusal.message, span, refusal.declaration) from refusal
    claims = []
    for link in found:
        claim = link.formula
        if claim is None:
            raise NotRead(f"the relation {link.relation} cannot be declared")
        claims.append(claim)
    about_kets = [all_labels(c) for c in claims if speaks_of_kets(c)]
    if about_kets:
        return replace(declared, hypotheses=(*declared.hypotheses, *about_kets))
    if len(found) == 1 and found[0].relation in ("=", ":=", "\\equiv"):
        return replace(declared, definitions=(*declared.definitions, *claims))
    kept = tuple(c for c in claims if not _said_by_sort(c))
    return replace(declared, hypotheses=(*declared.hypotheses, *kept))


def _new_operator(declared: Declared, tree: Node) -> Declared:
    """``H = p^2/2m``: a new letter that is equal to an operator is one."""
    if tree.kind != "chain" or len(tree.parts) != 2 or not is_name(tree.parts[0]) or (
            Elaborator(declared.notation).find(tree.parts[0]) is not None):
        return declared
    try:
        value = Elaborator(declared.notation).term(tree.parts[1])
    except NotRead:
        return declared
    if not of_operators(value.shape):
        return declared
    return declared_operator(declared, write_latex(tree.parts[0]))


def _said_by_sort(claim: Term) -> bool:
    """``0 < a`` says nothing more about a positive letter."""
    return claim.head == "lt" and claim.args[0] is term(0) and claim.args[1].head == "sym" and (
        claim.args[1].sort == "P")


def _new_letters(declared: Declared, tree: Node) -> Declared:
    """Letters that a relation brings in: ``0 < alpha < 1``, ``xi = ...``."""
    ordered = all(op in ("<", "\\le", ">", "\\ge") for op in tree.ops)
    sides = tree.parts if ordered else tree.parts[:1] if tree.ops[0] in ("=", ":=") else ()
    positive = tree.parts[0].value == "0" and tree.ops[0] == "<"
    for place, side in enumerate(sides):
        for item in side.parts if side.kind == "list" else (side,):
            known = Elaborator(declared.notation).find(item) is not None
            if is_name(item) and not known and item.value not in ("\\infty", "\\pi", "e", "i"):
                sort = "P" if positive and place >= 1 else "R"
                declared = declared_symbol(declared, write_latex(item), sort)
    return declared


def at_least_one(name: str) -> Term:
    """The hypothesis that a natural number is not zero."""
    return le(1, symbol(symbol_name(name), "N0"))
