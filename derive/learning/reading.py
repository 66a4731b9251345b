r"""A loss from LaTeX: one formula, or the definitions of a network whose last line is the loss.

Shapes are declared (``X in R^(m x n)``); the left side of a definition gets the shape of its
right side. Formulas are read by ``derive.notation``; nothing here looks into them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from derive.learning.activation import Activation
from derive.learning.entry_sums import Contraction, sequence
from derive.learning.gradient import LOSS_LETTERS
from derive.learning.known_functions import library
from derive.learning.naming import named
from derive.learning.numpy_program import Code
from derive.notation import Card, parse
from derive.notation.cards import Notation, canonical, latex_of_name
from derive.notation.declarations import (
    Declared,
    declare,
    declared_matrix,
    declared_symbol,
    written,
)
from derive.notation.errors import NotRead
from derive.rules.reverse_sweep import Let
from derive.terms.binding import substitute
from derive.terms.build import eq, function, symbol, term
from derive.terms.matrices import total
from derive.terms.shapes import said, size_text
from derive.terms.term import Term

_DECLARATION = re.compile(r"^\s*%\s*derive:\s*(.*)$", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%.*$", re.MULTILINE)
_ROW_OF_ONES = re.compile(r"(?<![\w}\\])1\s*\^\s*(?:\{\s*)?(?:\\top|T)(?:\s*\})?(?![\w])")
_CALLED = re.compile(r"(?:\\(?:operatorname|mathrm)\{[A-Za-z\\_]+\}|"
                     r"\\(?:tanh|exp|log|ln|sin|cos|sigma|phi|varphi|psi|rho))\s*$")
_PART, _PART_LETTERS = "entries of part ", (r"\aleph", r"\Box", r"\Re", r"\Im", r"\bot")
_INDEX = re.compile(r"_(?:\{\s*(\w[\s,]*\w?)\s*\}|(\w))")
_IDENTITY = re.compile(r"(?<![\\A-Za-z_^{])I(?![A-Za-z_])")
_BARE_SUM = re.compile(r"\\sum(?:\\limits)?_(?:(\w)|\{\s*(\w(?:\s*,?\s*\w){0,2})\s*\})(?!\s*\^)")
_POSITIVE_PART = re.compile(r"\\max\s*((?:\\left)?\s*(?:\(|\\\{))\s*0\s*,")
_UPRIGHT = re.compile(r"\\(?:operatorname|mathrm|text|textrm)\{([A-Za-z_\\]+)\}")
#: names that the reader of formulas knows itself
HEADS = frozenset(("exp", "sin", "cos", "sinh", "cosh", "arctan", "log", "sqrt", "abs", "erf",
                   "tanh"))
_DISPLAY = re.compile(
    r"\\\[(.*?)\\\]|\$\$(.*?)\$\$|"
    r"\\begin\{(?:equation|align|gather|multline)\*?\}(.*?)"
    r"\\end\{(?:equation|align|gather|multline)\*?\}", re.DOTALL)


@dataclass(frozen=True)
class Read:
    """The definitions that were read, with what was declared."""

    lets: tuple[Let, ...]
    declared: Declared
    functions: tuple[Activation, ...] = ()

    @property
    def facts(self) -> tuple[Term, ...]:
        """Declared equations, such as 1^T y = 1, which is said as ``sum(y) = 1`` as well."""
        said = [h for h in (*self.declared.hypotheses, *self.declared.definitions)
                if h.head == "eq"]
        return tuple(dict.fromkeys((*said, *map(_as_total, said))))

    @property
    def columns_sum_to_one(self) -> tuple[Term, ...]:
        """The columns of which a fact says that they add up to one."""
        return tuple(f.args[0].args[0] for f in self.facts
                     if f.args[0].head == "total" and f.args[1] is term(1))

    def symbols(self, names: Iterable[str] = ()) -> tuple[Term, ...]:
        """The symbols of those names; all that the loss contains when none are named.

        Raises
        ------
        NotRead
            A name is not declared.
        """
        defined = {let.symbol for let in self.lets}
        inside = dict.fromkeys(t for let in self.lets for t in let.value.walk()
                               if t not in defined and (t.head == "matrix" or (
                                   t.head == "sym" and t.sort in ("R", "P"))))
        found = []
        for name in names:
            card = self.declared.notation.named(written(name))
            if card is None:
                raise NotRead(f"{name} is not declared", declaration=f"{name} in R^n")
            family = [t for t in inside if t.head == "matrix" and t.name == card.term.name
                      and len(t.args) == len(card.term.args) > 2]
            found += family or [card.term]
        return tuple(found) or tuple(inside)

    def claim(self, text: str) -> tuple[Term, str]:
        """The parameter and the formula of ``W = ...``."""
        left, sign, right = _parted(text)
        if not sign:
            raise NotRead(f"a claim is a parameter and its gradient, W = ..., not {text.strip()}")
        return self.symbols([left.strip()])[0], right

    def term(self, formula: str, names: Sequence[Let] = ()) -> Term:
        """A formula in the letters of the loss and the names of its cotangents."""
        declared = self.declared
        for let in (*self.lets, *names):
            if declared.notation.named(written(let.symbol.name)) is None:
                card = Card(let.symbol, written(let.symbol.name))
                declared = replace(declared, notation=declared.notation.with_cards(card))
        return term_of(spelled(formula, declared), declared)


def read_loss(source: str, declarations: str = "") -> Read:
    r"""The definitions in a text, with its own ``% derive:`` lines and further declarations.

    Raises
    ------
    NotRead
        A formula or a declaration is not understood, or the last line is no scalar.

    Examples
    --------
    >>> found = read_loss(r"L = \|X w - y\|^2", "X in R^(m x n); w in R^n; y in R^m")
    >>> [str(let.symbol) for let in found.lets]
    ['r', 'L']
    """
    own = "; ".join(_DECLARATION.findall(source))
    stated = "; ".join(part for part in (own, declarations) if part)
    declared = with_functions(declare(_ROW_OF_ONES.sub(r"\\mathbf{1}^\\top ", stated)))
    lets: list[Let] = []
    functions: list[Activation] = []
    for left, right in _equations(spelled(_COMMENT.sub("", source), declared)):
        made = _function(left, right, declared)
        if made is not None:
            functions.append(made)
            continue
        value = with_identity(right, declared)
        known = _declared_left(left, declared)
        if known is not None:
            lets.append(Let(known, value))
            continue
        name = written(left) if left else next(
            (c for c in LOSS_LETTERS if declared.notation.named(c) is None), LOSS_LETTERS[0])
        if value.shape is None:
            declared = declared_symbol(declared, name, "R")
        else:
            declared = declared_matrix(declared, name, *value.shape, ())
        card = declared.notation.named(name)
        assert card is not None
        lets.append(Let(card.term, value))
    if not lets:
        raise NotRead("there is no formula")
    last = lets[-1]
    if last.symbol.shape is not None:
        raise NotRead(f"the last line is the loss, a scalar, not a matrix of shape "
                      f"{said(last.symbol)}")
    if len(lets) == 1:
        return Read(named(last.value, symbol(last.symbol.name)), declared, tuple(functions))
    return Read(tuple(lets), declared, tuple(functions))


def _function(left: str, right: str, declared: Declared) -> Activation | None:
    r"""``\\sigma(x) = ...`` for a declared function: its formula, for this document alone."""
    found = re.fullmatch(r"(.+?)\s*\(\s*([A-Za-z])\s*\)", left)
    try:
        card = declared.notation.named(written(found[1])) if found else None
    except NotRead:
        return None
    if found is None or card is None or card.term.head != "fun":
        return None
    if card.term.data[1] != ("R",):
        raise NotRead(f"{found[1]} is not declared as a function of one real number")
    x = symbol(found[2])
    here = [c for c in declared.notation.cards if c.written != found[2]]
    body = parse(right, declared.notation.only(here).with_cards(Card(x, found[2])))
    if body.shape is not None or body.free - {x}:
        raise NotRead(f"the formula of {found[1]} should be a number that depends on {found[2]} "
                      "alone")
    code = Code({}, names={x: "x"})
    return Activation(name=card.term.name, body=body, numpy=f"{code.bare(body)} + 0.0 * x",
                      source="this document", parameter=x, latex=card.latex)


def _declared_left(left: str, declared: Declared) -> Term | None:
    """What a left side is where its letter was declared: ``h_t`` is h at t; None for a new name."""
    try:
        found = parse(left, declared.notation) if left else None
    except NotRead:
        return None
    if found is None or found.head == "matrix" or (
            found.head == "sym" and found.sort in ("R", "P")):
        return found
    raise NotRead(f"{left} stands for something else; give what is defined another name")


def with_identity(formula: str, declared: Declared) -> Term:
    """The term of a formula in which I may stand without its size, if one size alone fits."""
    notation = declared.notation
    if notation.named("I") is not None or not _IDENTITY.search(formula):
        return term_of(formula, declared)
    sizes = dict.fromkeys(size_text(s) for c in notation.cards if c.term.head == "matrix"
                          for s in c.term.args[:2])
    found: dict[Term, None] = {}
    for size in sizes:
        named_size = f"I_{{{size}}}".replace("\\", "\\\\")
        try:
            found[term_of(_IDENTITY.sub(named_size, formula), declared)] = None
        except NotRead:
            continue
    if len(found) != 1:
        raise NotRead("I of which size? write I_n with its size")
    return next(iter(found))


def term_of(formula: str, declared: Declared) -> Term:
    r"""The term of a formula, sums over entries such as ``\\sum_i y_i \\log p_i`` included."""
    notation, parts, shown = declared.notation, {}, []
    _refuse_members(formula, notation)
    for place, found in enumerate(reversed(list(_entries_of(formula)))):
        start, end, inside = found  # (X w)_i: a name for X w, put back in the end
        value = parse(inside, notation)
        if value.shape is None:
            continue
        name = f"{_PART}{place}"
        made = Term("matrix", (name,), value.shape)
        notation = notation.with_cards(Card(made, _PART_LETTERS[place]))
        parts[made] = value
        shown.append(inside)
        formula = f"{formula[:start]}{{{_PART_LETTERS[place]}}}{formula[end:]}"
    columns = {c: c.term for c in notation.cards if c.term.head == "matrix"
               and len(c.term.args) == 2 and f"{c.latex}_" in formula.replace(" ", "").replace(
                   "{" + c.latex + "}", c.latex)}
    if not columns:
        return _refuse_open_sums(parse(formula, notation))
    formula = re.sub(r"\{(" + "|".join(re.escape(w) for w in _PART_LETTERS) + r")\}", r"\1",
                     formula)
    sequences = {sequence(matrix): matrix for matrix in columns.values()}
    letters = [Card(s, card.latex, index=tuple(range(len(s.data[1]))))  # type: ignore[arg-type]
               for (card, _), s in zip(columns.items(), sequences, strict=True)]
    indices = {i for i in _INDEX.findall(formula) for i in i[0] + i[1] if i.isalpha()}
    free = [Card(symbol(i, "N0"), i) for i in sorted(indices) if notation.named(i) is None]
    ranged = _BARE_SUM.sub(lambda m: _ranged(m, formula, list(columns)), formula)
    try:
        read = parse(ranged, notation.with_cards(*letters, *free))
    except NotRead as reason:  # the letters that stand for parts are nobody's but ours
        said = str(reason)
        for made, part in zip(parts, shown, strict=True):
            said = said.replace(_PART_LETTERS[int(made.name[len(_PART):])], f"({part})")
        raise NotRead(said, reason.span, reason.declaration) from None
    _refuse_open_sums(read)
    return substitute(Contraction(sequences).scalar(read), parts)


def _refuse_members(formula: str, notation: Notation) -> None:
    r"""Refuse ``\\sum_i w^\\top x_i`` with a declared x_i: one vector, or the i-th of many?"""
    running = {found[1] for found in re.finditer(r"\\sum\s*_\s*\{?\s*([A-Za-z])", formula)}
    for card in notation.cards:
        found = re.search(r"_\{?([A-Za-z])\}?$", card.latex)
        if card.term.head == "matrix" and found and found[1] in running and (
                card.latex in formula.replace("{" + found[1] + "}", found[1])
                or card.latex in formula):
            raise NotRead(f"{card.latex} is declared as one array, and {found[1]} runs over a sum: "
                          "declare all of them as the rows of a matrix, X in R^(n x d), and write "
                          f"(X w)_{found[1]}")


def _refuse_open_sums(t: Term) -> Term:
    """The term, unless it has a sum over a set that is not said."""
    for part in t.walk():
        if part.head == "sum_over":
            raise NotRead(f"what does the sum over {part.args[0].name} run over? write its bounds")
    return t


def _ranged(found: re.Match[str], formula: str, columns: list[Card]) -> str:
    """``\\sum_i`` with its bounds, those of the matrix that has an entry at i."""
    signs = ""
    for index in (found[1] or found[2]).replace(",", " ").replace(" ", ""):
        sizes = [card.term.args[place] for card in columns for found in re.finditer(
            re.escape(card.latex) + r"_\{?\s*(\w)\s*,?\s*(\w?)", formula)
            for place in (0, 1) if found[place + 1] == index]
        if not sizes:
            raise NotRead(f"what does the sum over {index} run over? write its bounds")
        signs += rf"\sum_{{{index}=1}}^{{{size_text(sizes[0])}}} "
    return signs


def _entries_of(formula: str) -> Iterator[tuple[int, int, str]]:
    """Parentheses with a subscript, ``(X w)_i``: where they stand, and what is in them."""
    stack: list[int] = []
    for place, letter in enumerate(formula):
        if letter == "(":
            stack.append(place)
        elif letter == ")" and stack:
            start = stack.pop()
            inside = formula[start + 1:place]
            if formula[place + 1:].lstrip().startswith("_") and ")_" not in inside:
                called = _CALLED.search(formula[:start])
                if called:  # f(Z)_i is an entry of f(Z)
                    start, inside = called.start(), formula[called.start():place + 1]
                yield start, place + 1, inside


def _as_total(fact: Term) -> Term:
    """``sum(y) = 1`` for ``1^T y = 1``."""
    left, right = fact.args
    inside = left.args[0] if left.head == "item" else left
    if inside.head == "matmul" and len(inside.args) == 2 and inside.args[0].head == "ones":
        return eq(total(inside.args[1]), right)
    if left.head == "inner" and left.args[0].head == "ones":
        return eq(total(left.args[1]), right)
    return fact


def with_functions(declared: Declared) -> Declared:
    """The declarations with the activations of the library under their usual names."""
    cards = []
    for f in library().values():
        name = canonical(f.latex or latex_of_name(f.name))
        if f.name not in HEADS and declared.notation.named(name) is None:
            cards.append(Card(f.symbol, name))
    return replace(declared, notation=declared.notation.with_cards(*cards))


def spelled(text: str, declared: Declared) -> str:
    r"""``\max(0, u)`` as the positive part of u, and activations in their one spelling.

    >>> spelled(r"\max(0, 1 - z) + \operatorname{swish}(z)", declare("z in R"))
    '\\mathrm{ReLU}( 1 - z) + \\mathrm{SiLU}(z)'
    """
    known = {f.name.replace("_", ""): f for f in library().values()} | {
        "swish": library()[function("silu")], "logistic": library()[function("sigmoid")]}

    def one_spelling(found: re.Match[str]) -> str:
        f = known.get(found[1].replace("\\_", "").replace("_", "").lower())
        own = declared.notation.named(canonical(f"\\mathrm{{{found[1]}}}")) if (
            found[1].isalpha()) else None
        if f is None or f.name in HEADS or (own is not None and own.term is not f.symbol):
            return found[0]
        return f.latex or f"\\mathrm{{{f.name}}}"

    return _UPRIGHT.sub(one_spelling, _POSITIVE_PART.sub(r"\\mathrm{ReLU}\1", text))


def _equations(text: str) -> list[tuple[str, str]]:
    """Pairs (left side or nothing, right side), from displays or from the bare text."""
    displays = [next(part for part in found if part) for found in _DISPLAY.findall(text)
                if any(found)]
    pieces = [piece for display in displays or [text] for piece in re.split(r"\\\\", display)]
    result = []
    for piece in pieces:
        bare = re.sub(r"\\(?:label|tag)\{[^}]*\}|\\nonumber|&", " ", piece).strip().rstrip(".,;")
        if bare:
            left, sign, right = _parted(bare)
            result.append((left.strip(), right.strip()) if sign else ("", left.strip()))
    return result


def _parted(text: str) -> tuple[str, str, str]:
    """What stands before and after the first equals sign that is in no braces."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "{(") - (letter in "})")
        if letter == "=" and depth <= 0:
            return text[:place], "=", text[place + 1:]
    return text, "", ""
