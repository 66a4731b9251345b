"""How derivatives, sums, integrals and formulas are written, and the letters they bind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from derive.notation.errors import NotWritten
from derive.notation.tree import NOTHING, Node, name, number, paren, script
from derive.terms.build import INFINITY, neg
from derive.terms.domains import sort_of
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer

SETS = {"R": "\\mathbb{R}", "C": "\\mathbb{C}", "N0": "\\mathbb{N}_0", "Z": "\\mathbb{Z}"}
SPARE = {"R": ("x", "y", "t", "s", "u", "v", "z", "\\tau", "\\eta"),
         "P": ("x", "y", "t", "s", "u", "v", "z", "\\tau", "\\eta"),
         "N0": ("k", "j", "i", "l", "n", "m", "p", "q"),
         "Z": ("k", "j", "i", "l", "n", "m", "p", "q")}


def opened(composer: Composer, symbol: Term, inside: tuple[Term, ...],
           outside: tuple[Term, ...], inferred: str) -> tuple[Composer, str]:
    """The composer within a binder, and the letter of its symbol.

    A symbol keeps its letter unless that would be read as another symbol.
    """
    avoid = {composer.letter(s) for part in inside for s in part.free if s is not symbol}
    avoid |= {composer.letter(s) for part in outside for s in part.free}
    for latex in candidates(composer, symbol, inferred):
        if latex not in avoid and readable(composer, symbol, latex, inferred):
            return replace(composer, letters=(*composer.letters, (symbol, latex))), latex
    raise NotWritten(f"no letter is free for the bound symbol {symbol.name}; "
                     f"give a card to a symbol of sort {symbol.sort}")


def candidates(composer: Composer, symbol: Term, inferred: str) -> list[str]:
    own = composer.notation.card(symbol).latex
    cards = [c.latex for c in composer.notation.of_sort(symbol.sort)]
    return [own, *cards, *SPARE.get(symbol.sort, ())]


def readable(composer: Composer, symbol: Term, latex: str, inferred: str) -> bool:
    """Whether a reader of these cards binds a symbol of the same sort at this letter."""
    for bound, letter in reversed(composer.letters):
        if letter == latex:
            return bound.sort == symbol.sort
    known = composer.notation.named(composer.notation.card(symbol).written
                                    if latex == composer.notation.card(symbol).latex else latex)
    if known is None:
        return symbol.sort == inferred and latex not in ("e", "i", "d", "\\pi")
    return known.term.head == "sym" and known.term.sort == symbol.sort


# -- derivatives -----------------------------------------------------------------------------


def differentiate(composer: Composer, term: Term) -> Node:
    return derivative(composer, term, False)


def derivative(composer: Composer, term: Term, closed: bool) -> Node:
    """``\\frac{d^2}{dx^2} body``; with a bar when it is taken at another point."""
    symbol, body = term.args[0], term.args[1]
    point = term.args[-1]
    order = derivative_order(composer, term)
    inner, latex = opened(composer, symbol, (body,), (), "R")
    if point is symbol:
        free = [s for s, w in composer.letters if w == latex and s is not symbol]
        if free or latex != composer.letter(symbol):
            raise NotWritten(f"the variable {symbol.name} of a derivative has no letter of "
                             "its own")
    sign = "\\partial" if several_arguments(composer, body, symbol) else "d"
    letter = composer.written(latex)
    if order and letter.kind == "script" and letter.parts[2]:
        raise NotWritten(f"the letter {latex} cannot take the order of a derivative")
    lower = raised(letter, order)
    operator = Node("frac", (script(name(sign), sup=order),
                             Node("juxt", (name(sign), lower))), "\\frac")
    shown = inner.node(body)
    alone = (not closed and body.head in ("call", "exp", "sym", "int", "const", "abs")) or (
        not closed and body.head == "pow" and body.args[0].head in ("sym", "call")
        and shown.kind in ("script", "apply")) or (not closed and body.head in (
            "derivative", "derivative_n"))
    argument = shown if alone and symbol in body.free else paren(shown, "[")
    node = Node("apply", (operator, argument), "operator")
    if point is symbol:
        return node
    below = Node("chain", (letter, composer.small.node(point)), ops=("=",))
    return Node("evalbar", (node, below, NOTHING))


def raised(letter: Node, order: Node) -> Node:
    if letter.kind == "script":
        return Node("script", (letter.parts[0], letter.parts[1], order), letter.value)
    return script(letter, sup=order)


def derivative_order(composer: Composer, term: Term) -> Node:
    if term.head == "derivative_n":
        node = composer.small.node(term.args[2])
        return paren(node) if term.args[2].head == "int" else node
    order = term.data[0] if term.data else 1  # of an operator
    return NOTHING if order == 1 else number(int(str(order)))


def several_arguments(composer: Composer, body: Term, symbol: Term) -> bool:
    """Whether a function of several real variables is written in the body."""
    return any(t.head == "call" and symbol in t.free and sum(
        a.free != frozenset() and sort_of(a) in ("R", "P") and a.head == "sym"
        for a in _arguments_written(composer, t)) > 1 for t in body.walk())


def _arguments_written(composer: Composer, term: Term) -> tuple[Term, ...]:
    given, hidden = term.args[1:], dict(composer.notation.card(term.args[0]).hidden)
    if any(given[slot] is not value for slot, value in hidden.items()):
        return given
    return tuple(a for slot, a in enumerate(given) if slot not in hidden)


# -- integrals and sums ----------------------------------------------------------------------


def integral(composer: Composer, term: Term) -> Node:
    symbol, body, lower, upper = term.args
    inner, latex = opened(composer, symbol, (body,), (lower, upper), "R")
    shown = inner.node(body)
    if body.head in ("add", "neg", "matadd"):
        shown = paren(shown)
    if composer.taken("d") or "d" in {inner.letter(s) for s in body.free if s.head == "sym"}:
        raise NotWritten("an integral, and a symbol with the letter d")
    edge = composer.small
    if lower.head == "sym" and lower.name == f"first_{symbol.name}":  # over all values of a label
        return Node("integral", (NOTHING, NOTHING, shown, composer.written(latex)), "\\int")
    return Node("integral", (edge.node(lower), edge.node(upper), shown, composer.written(latex)),
                "\\int")


def series(composer: Composer, term: Term) -> Node:
    symbol, body, lower, upper = term.args
    inferred = "N0" if sort_of(lower) == "N0" else "Z"
    inner, latex = opened(composer, symbol, (body,), (lower, upper), inferred)
    shown = inner.node(body)
    left_out = term.head == "product" and body.head == "mul" and (
        symbol not in body.args[-1].free)
    wrapped = left_out or body.head in ("add", "neg", "matadd") or (
        shown.kind in ("minus", "product", "slash"))
    if lower.head == "sym" and lower.name == f"first_{symbol.name}":  # over all states
        return Node("big", (composer.written(latex), NOTHING, paren(shown) if wrapped else shown),
                    "\\sum")
    below = Node("chain", (composer.written(latex), composer.small.node(lower)), ops=("=",))
    return Node("big", (below, composer.small.node(upper), paren(shown) if wrapped else shown),
                "\\sum" if term.head in ("sum", "matsum", "opsum") else "\\prod")


# -- formulas --------------------------------------------------------------------------------


def relation(sign: str) -> Callable[[Composer, Term], Node]:
    def write(composer: Composer, term: Term) -> Node:
        zero = sign == "=" and term.args[1].head == "zeros"  # 0 beside a matrix is a matrix
        left = composer.node(term.args[0])
        right = number(0) if zero else composer.node(term.args[1])
        if sign == "<" and looks_integrable(term):
            return Node("chain", (right, left), ops=(">",))
        return Node("chain", (left, right), ops=(sign,))
    return write


def looks_integrable(term: Term) -> bool:
    left, right = term.args
    if right is not INFINITY or left.head != "integral":
        return False
    body = left.args[1]
    return body.head == "pow" and body.args[0].head == "abs" and (
        left.args[2] is neg(INFINITY) and left.args[3] is INFINITY)


def for_all(composer: Composer, term: Term) -> Node:
    symbol, formula = term.args
    own = composer.notation.card(symbol).latex
    known = composer.notation.named(composer.notation.card(symbol).written)
    avoid = {composer.letter(s) for s in formula.free if s is not symbol}
    if own in avoid:
        inner, own = opened(composer, symbol, (formula,), (), symbol.sort)
        known = None
    else:
        inner = replace(composer, letters=(*composer.letters, (symbol, own)))
    letter = composer.written(own)
    if known is not None and known.term is symbol:
        names = letter
    elif symbol.sort == "P":
        names = Node("chain", (letter, number(0)), ops=(">",))
    else:
        names = Node("chain", (letter, composer.written(SETS[symbol.sort])), ops=("\\in",))
    return Node("forall", (names, inner.node(formula)), "\\forall")


def for_all_between(composer: Composer, term: Term) -> Node:
    """``\\forall\\ 1 \\le n \\le N:``"""
    symbol, formula, lower, upper = term.args
    inner, latex = opened(composer, symbol, (formula,), (lower, upper), symbol.sort)
    edge = composer.small
    names = Node("chain", (edge.node(lower), composer.written(latex), edge.node(upper)),
                 ops=("\\le", "\\le"))
    return Node("forall", (names, inner.node(formula)), "\\forall")


def formal(composer: Composer, term: Term) -> Node:
    """Equal power series, printed as an equation in the free letter t."""
    symbol, left, right = term.args
    inner = replace(composer, letters=(*composer.letters, (symbol, composer.letter(symbol))))
    return Node("chain", (inner.node(left), inner.node(right)), ops=("=",))


def polynomial(composer: Composer, term: Term) -> Node:
    symbol, body, below = term.args
    inner, latex = opened(composer, symbol, (body,), (), "R")
    head = script(name("\\deg"), composer.written(latex))
    left = Node("apply", (head, paren(inner.node(body))), "operator")
    return Node("chain", (left, composer.node(below)), ops=("<",))


def worded(composer: Composer, term: Term) -> Node:
    """``... is a polynomial times a Gaussian in x``."""
    symbol, body = term.args
    inner, latex = opened(composer, symbol, (body,), (), "R")
    words = "is a polynomial times a Gaussian in"
    if term.head == "smooth":
        order = "\\infty" if term.data[0] == -1 else str(term.data[0])
        words = f"is of class $C^{{{order}}}$ in"
    return Node("chain", (inner.node(body), composer.written(latex)), ops=(words,))


def square_integrable(composer: Composer, term: Term) -> Node:
    symbol, body = term.args
    inner, latex = opened(composer, symbol, (body,), (), "R")
    square = script(paren(inner.node(body), "|"), sup=number(2))
    left = Node("integral", (composer.node(neg(INFINITY)), composer.node(INFINITY), square,
                             composer.written(latex)), "\\int")
    return Node("chain", (left, name("\\infty")), ops=("<",))


def contradiction(composer: Composer, term: Term) -> Node:
    return name("\\bot")


def negation(composer: Composer, term: Term) -> Node:
    """``not for all n: a != b`` is written ``there is an n: a = b``."""
    inner = term.args[0]
    if inner.head == "forall" and inner.args[1].head in OPPOSITE:
        symbol, formula = inner.args
        opposite = Term(OPPOSITE[formula.head], (), formula.args)
        found = for_all(composer, Term("forall", (), (symbol, opposite)))
        return replace(found, value="\\exists")
    return Node("not", (paren(composer.node(term.args[0])),))


OPPOSITE = {"ne": "eq", "eq": "ne"}


def mapping(composer: Composer, term: Term) -> Node:
    symbol, body = term.args
    inner, latex = opened(composer, symbol, (body,), (), symbol.sort)
    return Node("chain", (composer.written(latex), inner.node(body)), "arrow", ("\\mapsto",))




COMPOSERS: dict[str, Callable[[Composer, Term], Node]] = {
    "derivative": differentiate, "derivative_n": differentiate, "integral": integral,
    "sum": series, "product": series, "eq": relation("="), "ne": relation("\\ne"),
    "lt": relation("<"), "le": relation("\\le"), "forall": for_all,
    "forall_in": for_all_between, "series_eq": formal,
    "poly": polynomial, "decay": worded, "smooth": worded,
    "square_integrable": square_integrable, "false": contradiction, "not": negation,
    "lambda": mapping,
}
