"""Cards: how each symbol and function is written. A notation is a set of cards.

Lookup goes both ways, by term (to print) and by written name (to read); two meanings of
one letter are refused when the cards are put together. Next: ``compose``, ``elaborate``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from derive.notation.alphabet import GREEK, LETTERS
from derive.notation.conventions import Conventions
from derive.notation.errors import NotationError, NotRead
from derive.notation.increments import joined
from derive.notation.reader import parse_tree
from derive.notation.tree import Node
from derive.notation.write_latex import write_latex
from derive.terms.term import Term


@dataclass(frozen=True)
class Card:
    """How a symbol or function is written.

    ``index``: argument slots printed as subscripts; ``shown``: slots in parentheses;
    ``hidden``: slots that are not printed, with the terms that they stand for.
    ``above``: slots printed as superscripts, as in P_l^m.
    ``default``: what slots hold when a function is written without its parentheses.
    ``display``: LaTeX that is written instead of the name by which the letter is read.
    """

    term: Term
    latex: str
    text: str = ""
    meaning: str = ""
    unit: str = ""
    index: tuple[int, ...] = ()
    shown: tuple[int, ...] | None = None
    hidden: tuple[tuple[int, Term], ...] = ()
    default: tuple[tuple[int, Term], ...] = ()
    above: tuple[int, ...] = ()
    display: str = ""

    def __post_init__(self) -> None:
        if self.term.head not in ("sym", "fun", "matrix", "operator", "ket"):
            raise NotationError(f"a card is for a symbol, function or matrix, not {self.term}")
        slots = slots_of(self.term)
        taken = {*self.index, *self.above, *(slot for slot, _ in self.hidden)}
        if self.shown is None:
            shown = tuple(s for s in range(slots) if s not in taken)
            object.__setattr__(self, "shown", shown)
        every = [*self.index, *self.above, *self.visible, *(slot for slot, _ in self.hidden)]
        if sorted(every) != list(range(slots)):
            raise NotationError(f"the card of {self.latex} must place each of its "
                                f"{slots} arguments once")

    @property
    def visible(self) -> tuple[int, ...]:
        """The slots in parentheses."""
        return self.shown or ()

    @property
    def written(self) -> str:
        """The canonical form of the written name, by which it is looked up."""
        return canonical(self.latex)

    def apart_from(self, taken: set[str]) -> Card:
        """The card, with a tilde where its letter is taken for something else."""
        return replace(self, latex=f"\\tilde{{{self.latex}}}", text="") if (
            self.written in taken) else self


def slots_of(term: Term) -> int:
    """How many arguments a function takes; none for a symbol."""
    if term.head != "fun":
        return 0
    sorts = term.data[1]
    return len(sorts) if isinstance(sorts, tuple) else 0


@lru_cache(maxsize=4096)
def canonical(latex: str) -> str:
    """One spelling for each written name: ``x_{0}`` is ``x_0``.

    >>> canonical("x_{0}"), canonical(r"\\hat{H}")
    ('x_0', '\\\\hat{H}')
    """
    try:
        tree = joined(parse_tree(latex))
    except NotRead as refusal:
        raise NotationError(f"{latex!r} is not a name: {refusal.message}") from refusal
    if not is_name(tree):
        raise NotationError(f"{latex!r} is not a name that a symbol can have")
    return write_latex(tree)


def is_name(tree: Node) -> bool:
    """Whether a tree is a letter, perhaps with an accent, scripts or primes."""
    if tree.kind in ("name", "text"):
        return True
    if tree.kind in ("accent", "overline", "script"):
        return is_name(tree.parts[0])
    return False


def latex_of_name(name: str) -> str:
    """How a symbol without a card is written: its name, Greek where it is a Greek letter.

    >>> latex_of_name("xi"), latex_of_name("x1"), latex_of_name("k_B")
    ('\\\\xi', 'x_1', 'k_B')
    """
    if name.startswith("\\"):
        return name
    parts = re.fullmatch(r"([A-Za-z]+)_?(\w*)", name)
    if parts is None:
        return f"\\mathrm{{{''.join(c for c in name if c.isalnum()) or 'x'}}}"
    base, sub = parts.groups()
    digits = re.fullmatch(r"([A-Za-z]+?)(\d+)", base)
    if digits:
        base, sub = digits[1], digits[2] + sub
    latex = _letter(base)
    if not sub:
        return latex
    inner = _letter(sub) if not sub.isdigit() else sub
    return f"{latex}_{inner}" if len(inner) == 1 else f"{latex}_{{{inner}}}"


def _letter(word: str) -> str:
    if word in GREEK or "\\" + word in LETTERS:
        return "\\" + word
    return word if len(word) == 1 else f"\\mathrm{{{word}}}"


@dataclass(frozen=True)
class Notation:
    """Cards and conventions; ``others`` says what letters are that no term can carry yet.

    ``meanings`` are letters that stand for a term when they are read.
    ``running`` are the letters that the text integrates over, with their bounds.
    ``constants`` are letters declared to be constants: e by itself is a question otherwise.

    Raises :class:`NotationError` when a letter has two meanings.

    >>> from derive.terms.build import symbol
    >>> Notation([Card(symbol("n", "N0"), "n")]).named("n").term.sort
    'N0'
    """

    cards: tuple[Card, ...] = ()
    conventions: Conventions = field(default_factory=Conventions)
    profile: str = "plain"
    others: tuple[tuple[str, str], ...] = ()
    constants: frozenset[str] = frozenset()
    meanings: tuple[tuple[str, Term], ...] = ()
    running: tuple[tuple[str, str, str], ...] = ()
    _by_term: dict[Term, Card] = field(init=False, repr=False, compare=False)
    _by_name: dict[str, Card] = field(init=False, repr=False, compare=False)
    _by_index: dict[str, Card] = field(init=False, repr=False, compare=False)

    def __init__(self, cards: Iterable[Card] = (), conventions: Conventions | None = None,
                 profile: str = "plain", others: tuple[tuple[str, str], ...] = (),
                 constants: frozenset[str] = frozenset(),
                 meanings: tuple[tuple[str, Term], ...] = (),
                 running: tuple[tuple[str, str, str], ...] = ()) -> None:
        object.__setattr__(self, "cards", tuple(cards))
        object.__setattr__(self, "conventions", conventions or Conventions())
        object.__setattr__(self, "profile", profile)
        object.__setattr__(self, "others", others)
        object.__setattr__(self, "constants", constants)
        object.__setattr__(self, "meanings", meanings)
        object.__setattr__(self, "running", running)
        by_term: dict[Term, Card] = {}
        by_name: dict[str, Card] = {}
        by_index: dict[str, Card] = {}
        renamed = {_spelled(old): latex_of_name(new) for old, new in self.conventions.letters}
        for card in self.cards:
            card = _renamed(card, renamed)
            # psi(x) and psi_n(x) may share a letter: the subscript tells them apart.
            names = by_index if card.index else by_name
            known = names.get(card.written)
            if known is not None and _other_arity(known.term, card.term):
                by_term[card.term] = card
                continue
            if known is not None and known.term is not card.term:
                raise NotationError(
                    f"the letter {card.latex} stands for both {_said(known)} and {_said(card)}; "
                    "rename one of them with letters")
            by_term[card.term] = card
            names[card.written] = card
        object.__setattr__(self, "_by_term", by_term)
        object.__setattr__(self, "_by_name", {**by_index, **by_name})
        object.__setattr__(self, "_by_index", by_index)

    def card(self, term: Term) -> Card:
        """The card of a symbol or function; one made from its name when there is none."""
        known = self._by_term.get(term)
        return known if known is not None else Card(term, latex_of_name(term.name))

    def has(self, term: Term) -> bool:
        return term in self._by_term

    def named(self, written: str) -> Card | None:
        """The card with this (canonical) written name."""
        return self._by_name.get(written)

    def indexed(self, written: str) -> Card | None:
        """The card with this written name whose function takes an index."""
        return self._by_index.get(written)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def of_sort(self, sort: str) -> tuple[Card, ...]:
        """The cards of symbols of one sort, in the order in which they were given."""
        return tuple(c for c in self._by_term.values()
                     if c.term.head == "sym" and c.term.sort == sort)

    def _changed(self, cards: Iterable[Card] | None = None,
                 conventions: Conventions | None = None, profile: str | None = None,
                 others: tuple[tuple[str, str], ...] | None = None,
                 constants: frozenset[str] | None = None,
                 meanings: tuple[tuple[str, Term], ...] | None = None,
                 running: tuple[tuple[str, str, str], ...] | None = None) -> Notation:
        return Notation(
            self.cards if cards is None else cards,
            self.conventions if conventions is None else conventions,
            self.profile if profile is None else profile,
            self.others if others is None else others,
            self.constants if constants is None else constants,
            self.meanings if meanings is None else meanings,
            self.running if running is None else running)

    def with_cards(self, *cards: Card) -> Notation:
        """More cards; a card of the same term replaces the old one."""
        new = {card.term for card in cards}
        return self._changed((*(c for c in self.cards if c.term not in new), *cards))

    def only(self, cards: Iterable[Card]) -> Notation:
        """The same conventions with these cards."""
        return self._changed(cards)

    def with_conventions(self, *settings: str, **chosen: str) -> Notation:
        """With ``key=value`` settings; ``letters={"n": "k"}`` as ``"letters:n=k"``."""
        words = (*settings, *(f"{k.replace('_', '-')}={v}" for k, v in chosen.items()))
        return self._changed(conventions=self.conventions.set(*words))

    def with_letters(self, letters: Mapping[str, str]) -> Notation:
        pairs = tuple(f"{old}={new}" for old, new in letters.items())
        return self._changed(conventions=self.conventions.rename(*pairs))

    def by_name(self) -> Notation:
        """The notation that writes the names by which letters are read; what is written with it
        can be read back."""
        if not any(card.display for card in self.cards):
            return self
        return self.only(replace(card, display="", text="") if card.display else card
                         for card in self.cards)

    def with_profile(self, profile: str) -> Notation:
        return self._changed(profile=profile)

    def with_meanings(self, meanings: Mapping[str, Term]) -> Notation:
        """With letters that stand for a term: a bold I for an identity, r for its components."""
        return self._changed(meanings=(*self.meanings, *meanings.items()))

    def with_running(self, running: Iterable[tuple[str, str, str]]) -> Notation:
        """With the letters that the text integrates over, each with its bounds as written."""
        return self._changed(running=tuple(running))

    def meaning(self, written: str) -> Term | None:
        """The term that a letter without a card stands for."""
        return next((t for name, t in reversed(self.meanings) if name == written), None)

    def with_other(self, name: str, what: str) -> Notation:
        """With a letter that no term can carry: an operator, a matrix."""
        return self._changed(others=(*self.without_other(name).others, (name, what)))

    def without_other(self, name: str) -> Notation:
        return self._changed(others=tuple(pair for pair in self.others if pair[0] != name))

    def with_constant(self, letter: str) -> Notation:
        """With e as Euler's number, or i as the imaginary unit, whatever it was before."""
        cards = tuple(c for c in self.cards if c.written != letter)
        return self.without_other(letter)._changed(cards, constants=self.constants | {letter})


def _spelled(name: str) -> str:
    return canonical(latex_of_name(name))


def _other_arity(known: Term, term: Term) -> bool:
    """psi(x) beside psi(x, t): their parentheses tell them apart."""
    return known.head == term.head == "fun" and known.name == term.name and (
        slots_of(known) != slots_of(term))


def _renamed(card: Card, letters: Mapping[str, str]) -> Card:
    new = letters.get(card.written)
    if new is None and "_" in card.written:
        base, _, sub = card.written.partition("_")
        if base in letters:
            new = f"{letters[base]}_{sub}"
    return card if new is None else replace(card, latex=new, text="")


def _said(card: Card) -> str:
    if card.term.head == "matrix":
        return f"the matrix {card.term.name}"
    if card.meaning:
        return f"{card.term.name} ({card.meaning})"
    return f"{card.term.name} ({card.term.sort})"
