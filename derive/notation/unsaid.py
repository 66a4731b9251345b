r"""Sums over a set that is not said, means and probabilities: reading and writing.

``\sum_i a_i`` sums over a set of which the text says nothing but its letter; no bounds are
guessed. ``E[X]``, ``\mathrm{Var}(X)`` and ``P(X \le a)`` belong to random quantities: they are
numbers, and nothing is known of how they are worked out. Next: ``calculus``, ``applying``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from derive.notation import calculus, statements
from derive.notation.compose_calculus import opened, readable
from derive.notation.errors import NotRead, NotWritten
from derive.notation.tree import NOTHING, Node, items_of, name, paren, sequence
from derive.notation.write_latex import write_latex
from derive.terms.build import chance, dirac, mean, sum_over
from derive.terms.domains import sort_of
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer
    from derive.notation.elaborate import Elaborator

#: means and their kin, as they are written
MEANS = frozenset({"\\mathbb{E}", "\\mathrm{E}", "\\mathrm{Var}", "\\mathrm{Cov}", "\\mathrm{var}",
                   "\\mathrm{cov}", "\\mathrm{Corr}", "\\mathrm{corr}"})
#: a plain letter before square brackets, where it is nothing else
MEAN_LETTERS = frozenset({"E"})
CHANCES = frozenset({"P", "\\mathbb{P}", "\\mathrm{P}", "\\Pr", "\\mathrm{Pr}"})
EVENTS = frozenset({"=", "<", "\\le", ">", "\\ge", "\\ne"})
MEMBER = "\\in "
ANGLES = "\\langle"  # <x^2>, in a text without operators


# -- sums over a set -------------------------------------------------------------------------


def over_a_set(table: Elaborator, node: Node) -> Term | None:
    r"""``\sum_i``, ``\sum_{i,j}`` and ``\sum_{i \in S}``; None where it is none of these."""
    lower, upper, body = node.parts
    if node.value != "\\sum" or upper:
        return None
    belongs = ""
    if lower.kind == "chain":
        if lower.ops != ("\\in",) or lower.parts[1].kind not in ("name", "accent"):
            return None  # a set with an index may be another one for each of its values
        lower, inside = lower.parts
        belongs = MEMBER + write_latex(inside)
    letters = lower.parts if lower.kind in ("list", "juxt") else (lower,)
    if not all(p.kind == "name" or (p.kind == "script" and not p.parts[1] and not p.parts[2])
               for p in letters):
        return None
    symbols = [calculus.bound_symbol(table, letter, "N0") for letter in letters]
    table.bound.extend(zip(map(write_latex, letters), symbols, strict=True))
    value = table.term(body)
    del table.bound[-len(symbols):]
    if value.shape is not None:
        raise NotRead("a sum of matrices or operators without both bounds: what does it run over?",
                      node.span)
    for letter, symbol in zip(reversed(letters), reversed(symbols), strict=True):
        value = sum_over(symbol, value, belongs or write_latex(letter))
    return value


def write_sum(composer: Composer, term: Term) -> Node:
    symbol, body = term.args
    over = str(term.data[0])
    if over.startswith(MEMBER):
        inner, latex = opened(composer, symbol, (body,), (), "N0")
        below = Node("chain", (composer.written(latex), composer.written(
            over.removeprefix(MEMBER))), ops=("\\in",))
    else:
        taken = {composer.letter(s) for s in body.free if s is not symbol}
        if over in taken or not readable(composer, symbol, over, "N0"):
            raise NotWritten(f"the sum over the set of {over} needs that letter")
        inner, below = replace(
            composer, letters=(*composer.letters, (symbol, over))), composer.written(over)
    shown = inner.node(body)
    if body.head in ("add", "neg") or shown.kind in ("minus", "product", "slash"):
        shown = paren(shown)
    return Node("big", (below, NOTHING, shown), "\\sum")


# -- random quantities -----------------------------------------------------------------------


def of_random(table: Elaborator, letter: Node, inside: Node) -> Term | None:
    r"""``E[X]`` or ``P(X \le a)``: the letter, and the parenthesis after it."""
    written = write_latex(letter)
    if inside.kind == "script" and not inside.parts[1] and inside.parts[0].kind == "paren" and (
            inside.parts[0].value == "["):  # E[X]^2
        value = of_random(table, letter, inside.parts[0])
        return None if value is None else table.raised(value, inside.parts[2])
    if inside.kind != "paren" or inside.value not in ("(", "["):
        return None
    items = items_of(inside.parts[0])
    if is_event(letter, inside):
        return probability(table, letter, inside, items)
    if is_delta(letter, inside) and not table.declared(written):
        return distribution(table, letter, inside)
    if not is_random(table, letter, inside):
        return None
    if any(i.kind == "chain" for i in items):
        raise NotRead(f"{written} of a relation", inside.span)
    values = [table.term(item) for item in items]
    if any(v.shape is not None for v in values):
        raise NotRead(f"{written}{inside.value}…: of a vector or a matrix has no term yet",
                      letter.span)
    return mean(written, *values)


def distribution(table: Elaborator, letter: Node, inside: Node) -> Term:
    r"""``\delta(x - a)``, which nobody declared: Dirac's."""
    value = table.term(inside.parts[0])
    if value.shape is not None or sort_of(value) == "C":
        raise NotRead("Dirac's delta of a vector or a complex number has no term", letter.span)
    return dirac(value)


def write_dirac(composer: Composer, term: Term) -> Node:
    if composer.taken("\\delta"):
        raise NotWritten("Dirac's delta, and a symbol with that letter")
    return Node("apply", (name("\\delta"), paren(composer.node(term.args[0]))))


def is_random(table: Elaborator, letter: Node, inside: Node) -> bool:
    """Whether a letter with what stands behind it is a mean, a probability, or Dirac's delta."""
    written = write_latex(letter)
    plain = written in MEAN_LETTERS and inside.value == "[" and inside.parts[0].kind != "list"
    return inside.kind == "paren" and inside.value in ("(", "[") and (
        is_event(letter, inside)
        or ((plain or written in MEANS or is_delta(letter, inside))
            and not table.declared(written)))


def is_delta(letter: Node, inside: Node) -> bool:
    return letter.is_name("\\delta") and inside.value == "(" and inside.parts[0].kind != "list"


def is_event(letter: Node, inside: Node) -> bool:
    r"""Whether ``P(X \le a)`` stands there."""
    return inside.kind == "paren" and inside.value in ("(", "[") and (
        letter.kind in ("name", "accent") and write_latex(letter) in CHANCES) and all(
        i.kind == "chain" and i.value != "arrow" and set(i.ops) <= EVENTS
        for i in items_of(inside.parts[0]))


def probability(table: Elaborator, letter: Node, inside: Node, items: tuple[Node, ...]) -> Term:
    """The probability that relations hold; at a value of its letter a function has a value."""
    found = table.find(letter)
    if found is not None and found.term.head == "fun" and any(
            set(i.ops) == {"="} for i in items):
        raise NotRead("two readings: the probability of an event, or a function at a value?",
                      inside.span)
    events = []
    for item in items:
        for place, sign in enumerate(item.ops):
            pair = Node("chain", item.parts[place:place + 2], ops=(sign,), span=item.span)
            events.append(statements.relation(table, pair))
    if any(a.shape is not None for e in events for a in e.args):
        raise NotRead("the probability of a relation between matrices", inside.span)
    return chance(write_latex(letter), *events)


def between_angles(table: Elaborator, node: Node, value: Term) -> Term | None:
    """``<x^2>``, a mean of numbers, where no letter of the text is an operator or a ket."""
    if value.shape is not None or any(
            card.term.head in ("operator", "ket") for card in table.notation.cards):
        return None
    return mean(ANGLES, value)


def write_random(composer: Composer, term: Term) -> Node:
    written = str(term.data[0])
    if written == ANGLES:
        return Node("braket", (composer.node(term.args[0]),))
    card = composer.notation.named(written)
    function = card is not None and card.term.head == "fun"
    if composer.taken(written) if term.head == "mean" else function:
        raise NotWritten(f"{written} of a random quantity, and a symbol with that letter")
    opening = "[" if term.head == "mean" and (
        written in MEAN_LETTERS or written.endswith("E}")) else "("
    inside = sequence(tuple(composer.node(a) for a in term.args))
    head = name(written)
    if written.startswith("\\mathbb"):
        head = Node("accent", (name(written[-2]),), "\\mathbb")
    return Node("apply", (head, paren(inside, opening)))


COMPOSERS = {"sum_over": write_sum, "mean": write_random, "chance": write_random,
             "dirac": write_dirac}
