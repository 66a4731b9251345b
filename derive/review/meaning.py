"""From kinds to symbols, and from a piece of a formula to a term or a refusal with its place.

Next: ``obligations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from derive import notation as written
from derive.notation.cards import Card, Notation
from derive.notation.differential_operators import asked_beside
from derive.notation.errors import NotationError, NotRead
from derive.notation.increments import joined, known
from derive.notation.matrix_reading import NAMED
from derive.notation.operator_calculus import PARTS
from derive.notation.operator_reading import operatorial
from derive.notation.reach import with_parentheses
from derive.notation.reader import parse_tree
from derive.notation.tree import Node
from derive.review.ambiguities import ambiguity, whole_side
from derive.review.array_questions import question
from derive.review.chains import Link
from derive.review.kinds import Inferred, Kind
from derive.review.misfits import misfit
from derive.review.misreadings import applied_operators, beside_waves, repeated_indices
from derive.review.operators import mixing, unlabelled
from derive.review.spanned import Spanned
from derive.review.uses import Uses
from derive.terms.build import function, symbol
from derive.terms.operators import operator
from derive.terms.shapes import is_one, said
from derive.terms.term import Term, TermError

if TYPE_CHECKING:
    from derive.review.read_lines import ReadLine

#: entries of a row that only space keeps apart
WIDE = re.compile(r"[(\[][^()\[\]]*?(\\q?quad)(?![A-Za-z])[^()\[\]]*[)\]]")


@dataclass(frozen=True)
class Unread:
    """Why a piece is not read: the reason, the place in the source, what would settle it.

    ``sizes`` says which declared sizes do not fit, where that is the reason.
    """

    message: str
    offset: int
    declaration: str = ""
    end: int = 0
    sizes: str = ""


def tree_of(text: Spanned, profile: str = "plain") -> Node | Unread:
    """The layout of a piece of a formula.

    >>> tree_of(Spanned("x^2", range(3))).kind
    'script'
    """
    wide = WIDE.search(text.text)
    if wide is not None:
        place = min(wide.start(1), max(len(text) - 1, 0))
        return Unread("wide space inside parentheses: a row of a matrix or a product?",
                      text.at[place], "", text.at[place] + 1)
    try:
        return parse_tree(text.text, profile)
    except NotRead as refusal:
        return _placed(refusal, text)


def _placed(refusal: NotRead, text: Spanned) -> Unread:
    start, end = refusal.span
    last = max(len(text) - 1, 0)
    offset = text.at[min(start, last)] if text.at else 0
    return Unread(refusal.message, offset, refusal.declaration,
                  text.at[min(max(end - 1, start), last)] + 1 if text.at else 0)


def symbol_name(key: str) -> str:
    """The name of the symbol for a letter as it is written.

    >>> symbol_name("\\\\psi"), symbol_name("k_{B}")
    ('psi', 'k_B')
    """
    return key.replace("\\", "").replace("{", "").replace("}", "").replace(" ", "")


def term_of(kind: Kind) -> Term:
    """The symbol or function symbol of a kind."""
    name = symbol_name(kind.key)
    if kind.sort == "operator":
        return operator(kind.key, way="(" if kind.arguments else "")
    if kind.arguments:
        return function(name, kind.arguments, kind.sort)
    return symbol(name, kind.sort)


def notation_of(kinds: Iterable[Kind], base: Notation, by_key: dict[str, Kind]) -> Notation:
    """The cards of all kinds, those of ``base`` staying as they are."""
    cards = []
    for kind in kinds:
        if kind.declared or (kind.key in NAMED and kind.arguments):
            continue  # a trace or a softmax is never just some function
        term = term_of(kind)
        default: list[tuple[int, Term]] = []
        for place, key in enumerate(kind.variables, kind.index + kind.above):
            if key in by_key and not by_key[key].arguments and place < len(kind.arguments) and (
                    not by_key[key].sort.startswith("R^")):
                default.append((place, term_of(by_key[key])))
            component = base.named(key) if key not in by_key else None
            if component is not None and place < len(kind.arguments):  # of a vector of space
                default.append((place, component.term))
        try:
            card = Card(term, kind.key, index=tuple(range(kind.index)), default=tuple(default),
                        above=tuple(range(kind.index, kind.index + kind.above)))
            taken = base.indexed if card.index else base.named
            if taken(card.written) is None:
                cards.append(card)
                for number in kind.others:
                    below = kind.arguments[:kind.index]
                    other = function(term.name, below + kind.arguments[-1:] * number, kind.sort)
                    base = base.with_meanings({with_parentheses(card, number): other})
                    cards.append(Card(other, kind.key, index=card.index))
        except NotationError:
            continue
    return base.with_cards(*cards)


def read_side(text: Spanned, notation: Notation, inferred: Inferred) -> Term | Unread:
    """The term that a side of a relation is, or why it is none."""
    tree = tree_of(text, notation.profile)
    if isinstance(tree, Unread):
        return tree
    if known(notation.names):
        tree = joined(tree)
    unclear = whole_side(tree) or ambiguity(
        tree, inferred.declared | set(inferred.arrays.known) | inferred.means
        | inferred.operators | (notation.constants & {PARTS}))
    if unclear is not None:
        return _placed(unclear, text)
    question = _question(tree, inferred)
    if question is not None:
        return _placed(question, text)
    try:
        value = written.parse(text.text, notation)
        mixed = mixing(value, inferred.declared, tree)
        if mixed is not None:
            return _placed(NotRead(mixed, (0, len(text))), text)
        misread = beside_waves(value, tree.span)
        return value if misread is None else _placed(misread, text)
    except NotRead as refusal:
        return replace(_placed(refusal, text), sizes=misfit(refusal, tree, inferred.declared))
    except (NotationError, TermError) as refusal:
        return _placed(NotRead(str(refusal), (0, len(text))), text)


def summed(link: Link, trees: tuple[Node | Unread, Node | Unread], left: Term | Unread,
           right: Term | Unread) -> tuple[Term | Unread, Term | Unread]:
    """Both sides, unless an index stands twice in one and not in the other."""
    first, second = trees
    if isinstance(first, Unread) or isinstance(second, Unread) or link.kind == "in":
        return left, right
    for tree, other, text, place in ((first, second, link.left, 0), (second, first, link.right, 1)):
        question = repeated_indices(tree, other)
        if question is not None:
            unread = _placed(question, text)
            return (left, unread) if place else (unread, right)
    return left, right


def same_space(left: Term, right: Term) -> bool:
    """Whether two operators, kets or bras are of one kind; arrays are what they are written as."""
    if left.shape is None or right.shape is None or not (
            operatorial(left) and operatorial(right)):
        return True
    return all(is_one(a) == is_one(b) and (a.head == "mul") == (b.head == "mul")
               for a, b in zip(left.shape, right.shape, strict=True))


def fitting(link: Link, left: Term | Unread, right: Term | Unread,
            ) -> tuple[Term | Unread, Term | Unread]:
    """Both sides, unless one is a number and the other a matrix: then one of them is misread."""
    if isinstance(left, Unread) or isinstance(right, Unread):
        return left, right
    if (operatorial(left) or operatorial(right)) and not same_space(left, right):
        refusal = NotRead("a state on one side and an operator or its bra on the other, or a "
                          "vector of operators beside one", (0, len(link.right.text)))
        return left, _placed(refusal, link.right)
    beside = asked_beside(left, right)
    if beside:
        return left, _placed(NotRead(beside, (0, len(link.right.text))), link.right)
    if _apart(left, right):
        return left, _placed(NotRead(
            f"arrays of shapes {said(left)} and {said(right)} are not equal: is one of these "
            "letters a column?", (0, len(link.right.text))), link.right)
    array, number = (left, right) if right.shape is None else (right, left)
    operator = operatorial(array) and array.shape is not None and (
        array.shape[0] is array.shape[1])  # a number is a multiple of the identity
    if array.shape is None or number.shape is not None or operator or (
            number.head == "int" and number.value == 0):
        return left, right
    text = link.left if number is left else link.right
    refusal = NotRead("a number, where the other side is a matrix: is one of these letters a "
                      "matrix?", (0, len(text)))
    misread = _placed(refusal, text)
    return (misread, right) if number is left else (left, misread)


def ask_numbers(lines: Sequence[ReadLine]) -> None:
    """A letter that is a number in one line and equal to operators in another is a question."""
    for line in lines:
        left, right = line.left, line.right
        if isinstance(left, Unread) or isinstance(right, Unread) or left.head != "sym" or (
                line.link.place or right.shape is None or not any(
                    t.head == "operator" for t in right.free)):
            continue
        if any(isinstance(side, Term) and left in side.free for other in lines
               if other is not line for side in (other.left, other.right)):
            line.left = _placed(NotRead(
                f"{symbol_name(left.name)} is a number elsewhere, and equal to operators here: "
                "write operators with hats", (0, len(line.link.left.text))), line.link.left)


def settling(*sides: Term | Unread) -> str:
    """The declaration that would settle what is not read in a line."""
    return next((f"Declare it: % derive: {side.declaration}" for side in sides
                 if isinstance(side, Unread) and side.declaration), "")


def _apart(left: Term, right: Term) -> bool:
    """Whether two arrays have sizes in numbers that differ; a letter may be bound again."""
    if left.shape is None or right.shape is None or operatorial(left) or operatorial(right) or (
            left.head == "matrix"):
        return False
    return any(a.head == b.head == "int" and a is not b
               for a, b in zip(left.shape, right.shape, strict=True))


def _question(tree: Node, inferred: Inferred) -> NotRead | None:
    """The first letter of a formula that the uses in the scope leave open."""
    family = applied_operators(tree, inferred)
    if family is not None:
        return family
    of_vectors = question(inferred.arrays, tree, inferred.declared)
    if of_vectors is not None:
        return NotRead(of_vectors[0], of_vectors[1].span)
    if not inferred.refused and not inferred.unclear:
        return None
    uses = Uses()
    uses.read(unlabelled(tree))
    for key, use in uses.items():
        if key in inferred.refused and key not in inferred.arrays.families:
            return NotRead(inferred.refused[key], use.first)
        for sub, form in use.named.items():
            if key in inferred.arrays.valued and not sub and form.bare == form.starred and (
                    not form.derived_by):
                continue  # R^*, the least value of R(x)
            if (key, sub) in inferred.unclear and (
                    sub or form.bare or form.derived_by):
                return NotRead(inferred.unclear[key, sub], use.first,
                               f"{key}_{sub} in R" if sub else f"{key} in R")
    return None


def plain_text(term: Term, notation: Notation) -> str:
    """A term in the writer's letters, for a terminal."""
    return written.text(term, notation) if hasattr(written, "text") else (
        written.latex(term, notation, "inline"))
