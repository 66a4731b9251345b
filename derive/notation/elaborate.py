"""Tree -> term: the symbol table decides what the letters mean, or the formula is refused.

Next: ``applying`` (functions and their arguments), ``calculus`` (derivatives, sums,
integrals), ``statements`` (relations and what is said with words).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.notation import (
    applying,
    calculus,
    concrete,
    denominators,
    fields,
    limits,
    matrix_reading,
    numbers,
    operator_calculus,
    operator_parts,
    operator_reading,
    operator_states,
    operator_vectors,
    statements,
    vectors,
)
from derive.notation.alphabet import FUNCTIONS
from derive.notation.cards import Card, Notation
from derive.notation.errors import NotRead
from derive.notation.tree import NOTHING, Node, factors_of
from derive.notation.write_latex import write_latex
from derive.terms.build import INFINITY, PI, E, I, power, sqrt
from derive.terms.term import Term, TermError

CONSTANTS = {"\\pi": PI, "e": E, "\\mathrm{e}": E, "i": I, "\\mathrm{i}": I, "\\infty": INFINITY,
             "\\bot": Term("false")}
#: what the tree can show and no term can say yet
UNSAID = {
    "list": "a list", "ellipsis": "an ellipsis",
    "plusminus": "a sign ±, which has two readings,", "text": "text", "prose": "prose",
    "volume": "a volume element", "change": "a differential", "empty": "nothing",
    "mark": "a mark", "not": "a negation", "row": "a row",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A letter that the table knows, and what still hangs on it."""

    term: Term
    card: Card | None
    sub: Node = NOTHING
    sup: Node = NOTHING
    primes: int = 0


class Elaborator:
    """The symbol table while one formula is read: cards, and the letters that are bound."""

    def __init__(self, notation: Notation, formal: Term | None = None,
                 variable: Term | None = None) -> None:
        self.notation = notation
        self.formal = formal
        self.bound: list[tuple[str, Term]] = []
        self.unsized = 0  # how many columns of ones came without a size
        self.variables: list[Term] = [] if variable is None else [variable]

    def term(self, node: Node) -> Term:
        """The term that a node says."""
        try:
            handler = HANDLERS.get(node.kind)
            if handler is None:
                what = UNSAID.get(node.kind, node.kind)
                raise NotRead(f"{what} has no term here", node.span)
            return handler(self, node)
        except TermError as error:
            raise NotRead(f"this has no meaning: {error}", node.span) from error

    # -- letters -------------------------------------------------------------------------

    def lookup(self, node: Node) -> tuple[Term, Card | None] | None:
        """The term whose written name is exactly this node."""
        written = write_latex(node)
        for name, term_ in reversed(self.bound):
            if name == written:
                return term_, None
        card = self.notation.named(written)
        if card is None:
            meaning = self.notation.meaning(written)
            return None if meaning is None else (meaning, None)
        return (PI, None) if card.index and written == "\\pi" else (card.term, card)

    def find(self, node: Node) -> Found | None:
        """The known letter under a node; the longest written name wins."""
        if node.kind == "script":
            base, sub, sup = node.parts
            primes = int(node.value or 0)
            choices = (
                (sub, sup, primes, NOTHING, NOTHING, 0),
                (sub, NOTHING, primes, NOTHING, sup, 0),
                (NOTHING, sup, 0, sub, NOTHING, primes),
                (sub, NOTHING, 0, NOTHING, sup, primes),
                (NOTHING, NOTHING, primes, sub, sup, 0),
            )
            for in_sub, in_sup, in_primes, out_sub, out_sup, out_primes in choices:
                if (in_sub or in_sup or in_primes) and (in_sub is sub or not in_sub):
                    part = Node("script", (base, in_sub, in_sup), str(in_primes))
                    known = self.lookup(part)
                    if known is not None:
                        return Found(*known, out_sub, out_sup, out_primes)
            family = self.family(base) if sub else None
            if family is not None:
                return Found(family.term, family, sub, sup, primes)
            under = self.find(base) if base.kind in ("name", "accent", "text") else None
            if under is None or (under.primes and primes):
                return None
            return Found(under.term, under.card, sub, sup, primes + under.primes)
        if node.kind not in ("name", "accent", "text", "overline"):
            return None
        known = self.lookup(node)
        if known is not None:
            return Found(*known)
        dots = {"\\dot": 1, "\\ddot": 2, "\\dddot": 3}.get(node.value, 0)
        if node.kind == "accent" and dots:
            under = self.find(node.parts[0])
            if under is not None and under.term.head == "fun" and not under.primes:
                return Found(under.term, under.card, under.sub, under.sup, dots)
        return None

    def family(self, base: Node) -> Card | None:
        """The functions with an index that this letter names, unless a bound symbol has it."""
        written = write_latex(base)
        if any(name == written for name, _ in self.bound):
            return None
        return self.notation.indexed(written)

    def declared(self, written: str) -> bool:
        return any(n == written for n, _ in self.bound) or self.notation.named(written) is not None

    def name(self, node: Node) -> Term:
        """A letter with its scripts, standing for itself."""
        found = self.find(node)
        if found is not None:
            if found.term.head == "fun":
                return applying.function(self, (node,), 0, found)[0]
            return self.symbol(node, found)
        for special in (operator_reading.identity, operator_vectors.named):
            value = special(self, node)
            if value is not None:
                return value
        if node.kind in ("script", "accent"):
            sized = matrix_reading.sized(self, node)
            if sized is not None:
                return sized
        base = node.parts[0] if node.kind == "script" else node
        if base.kind == "name" and base.value in CONSTANTS and not self.declared(base.value):
            return self.constant(node, base)
        if base.is_name("\\delta") and node.kind == "script" and node.parts[1]:
            return numbers.kronecker(self, node)
        if base.kind == "name" and base.value in FUNCTIONS:
            return applying.factor(self, (node,), 0)[0]
        if base.kind == "paren" or base.kind not in ("name", "accent", "text"):
            return self.scripted(node)
        if node.kind == "accent" and node.value == "\\bar":
            inside = self.find(node.parts[0])
            if inside is not None and inside.term.head == "sym" and inside.term.sort == "C":
                return Term("conj", (), (inside.term,))
        return self.undeclared(node)

    def symbol(self, node: Node, found: Found) -> Term:
        if found.term.head == "matrix":
            return matrix_reading.symbol(self, node, found)
        if found.term.head in ("operator", "ket"):
            return operator_reading.symbol(self, node, found)
        shown = write_latex(node)
        calculus.check_index(self, node)
        if found.sub:
            raise NotRead(f"{shown}: {write_latex(node.parts[0])} is a plain symbol and takes "
                          "no index", node.span, f"{shown} in R")
        if found.primes:
            raise NotRead(f"{shown}: a prime on a symbol that is not a function", node.span,
                          f"{write_latex(node.parts[0])}: R -> R")
        return self.raised(found.term, found.sup)

    def constant(self, node: Node, base: Node) -> Term:
        value = CONSTANTS[base.value]
        if base.value == "e" and "e" not in self.notation.constants:
            self.check_euler(node)
        if any(other == base.value for other, _ in self.notation.others):
            return self.undeclared(node)
        if node.kind == "name":
            return value
        _, sub, sup = node.parts
        if sub or int(node.value or 0):
            return self.undeclared(node)
        if value is E and sup.kind != "mark":
            return matrix_reading.entry_by_entry("exp", fields.exponent(self, sup), node)
        return self.raised(value, sup)

    def check_euler(self, node: Node) -> None:
        """``e^{-x}`` is an exponential; ``e`` and ``e^2`` may as well be a charge."""
        sup = node.parts[2] if node.kind == "script" else NOTHING
        if not sup or (sup.kind == "number" and sup.value != "0"):
            raise NotRead(f"two readings: {write_latex(node)} with Euler's number, or another "
                          "e? (\\mathrm{e} always is Euler's)", node.span, "e Euler")

    def undeclared(self, node: Node) -> Term:
        size = self.known_size(node)
        if size is not None:
            return size
        shown = write_latex(node)
        bases = {shown} | {write_latex(n) for n in node.parts[:1]}
        for other, what in self.notation.others:
            if other in bases:
                raise NotRead(f"{other} is {what}, for which there is no term yet", node.span)
        if node.kind == "name" and node.value.startswith("\\"):
            raise NotRead(f"{shown} is not declared", node.span, f"{shown} in R")
        if node.kind == "script" and node.parts[2]:
            core = Node("script", (node.parts[0], node.parts[1], NOTHING), node.value)
            shown = write_latex(core if node.parts[1] or node.value != "0" else node.parts[0])
        raise NotRead(f"{shown} is not declared", node.span, f"{shown} in R")

    def raised(self, base: Term, sup: Node) -> Term:
        """``base`` with its superscript: a power, or a star for the complex conjugate."""
        if not sup or matrix_reading.is_own_transpose(base, sup):
            return base
        if operator_reading.operatorial(base):
            return operator_reading.raised(self, base, sup)
        squared = vectors.square(base, sup)
        if squared is not None:
            return squared
        if base.shape is not None:
            return matrix_reading.raised(self, base, sup)
        if sup.kind == "mark":
            if sup.value == "*" and base.head == "sym" and base.sort != "C":
                raise NotRead("a star on a real number: a name of its own? declare it", sup.span)
            if sup.value == "*":
                return Term("conj", (), (base,))
            raise NotRead(f"the superscript {sup.value} has no term here (operators and "
                          "matrices are read, not elaborated)", sup.span)
        if sup.kind == "paren" and sup.value in ("(", "["):
            raise NotRead("a superscript in parentheses: an index or a derivative? "
                          "declare the letter", sup.span)
        return power(base, self.term(sup))

    def size(self, node: Node) -> Term:
        """A size of a matrix: a letter that a declared shape uses, or any term."""
        known = self.known_size(node) if self.find(node) is None else None
        return self.term(node) if known is None else known

    def known_size(self, node: Node) -> Term | None:
        """The size of a declared matrix that this letter is."""
        if node.kind == "name":
            for card in self.notation.cards:
                for size in card.term.args[:2] if card.term.head == "matrix" else ():
                    if size.head == "sym" and size.name == node.value:
                        return size
        return None

    def scripted(self, node: Node) -> Term:
        """A parenthesis, fraction, root ... with a superscript."""
        base, sub, sup = node.parts
        if base.kind == "paren" and base.value == "\\|":
            return self.normed(node, sub, sup)
        for special in (limits.bracketed, operator_calculus.ket_of_part):
            value = special(self, node)
            if value is not None:
                return value
        if sub or int(node.value or 0):
            raise NotRead("a subscript or prime on something that is not a letter", node.span)
        if base.kind in ("frac", "slash"):
            raise NotRead("two readings: is the fraction raised, or what is above its line? "
                          "write parentheses", node.span)
        return self.raised(self.term(base), sup)

    def normed(self, node: Node, sub: Node, sup: Node) -> Term:
        """``\\|x\\|^2`` is the inner product with itself, ``\\|x\\|`` its root."""
        if sub.kind == "number" and sub.value == "1":
            return self.raised(matrix_reading.norm_1(self, node.parts[0].parts[0], node.span), sup)
        square = matrix_reading.norm(self, node.parts[0].parts[0], sub, node.span)
        if sup.kind == "number" and sup.value == "2":
            return square
        return self.raised(sqrt(square), sup)

    # -- arithmetic ----------------------------------------------------------------------

    def sum(self, node: Node) -> Term:
        return matrix_reading.total([self.term(part) for part in node.parts])

    def minus(self, node: Node) -> Term:
        return matrix_reading.negative(self.term(node.parts[0]))

    def juxtaposed(self, node: Node) -> Term:
        return matrix_reading.product(operator_calculus.factors(self, node.parts))

    def product(self, node: Node) -> Term:
        if set(node.ops) <= {"\\odot", "\\circ"}:
            entries = matrix_reading.alike([self.term(p) for p in node.parts])
            if "\\circ" in node.ops and any(e.shape is None for e in entries):
                raise NotRead("the product \\circ has no term for numbers", node.span)
            if all(e.shape is None for e in entries):
                raise NotRead("the product \\odot is for matrices, not for numbers", node.span)
            return Term("hadamard", (), tuple(entries))
        if set(node.ops) == {"\\otimes"}:
            whole = operator_parts.tensor(self, node)
            if whole is not None:
                return whole
        for sign in node.ops:
            if sign not in ("\\cdot", "\\times", "*"):
                raise NotRead(f"the product {sign} has no term for numbers", node.span)
        factors: list[Term] = []
        open_ends: list[Term] = []
        for part in node.parts:
            new = applying.factors(self, factors_of(part))
            fields.check_reach(node, part, open_ends, new)
            if calculus.open_end(part, new[-1]):
                open_ends.append(new[-1].args[0])
            factors.extend(new)
        if len(node.parts) == 2 and node.ops in (("\\cdot",), ("\\times",)):
            of_space = fields.product(factors, node.ops[0])
            if of_space is not None:
                return of_space
        if "\\times" in node.ops and sum(f.shape is not None for f in factors) > 1 and not (
                operator_reading.operatorial(*factors)):
            raise NotRead("a cross product has no term", node.span)
        if len(node.parts) == 2 and len(factors) == 2 and node.ops == ("\\cdot",):
            return matrix_reading.dotted(*factors)
        return matrix_reading.product(factors)

    def divided(self, node: Node) -> Term:
        if node.kind == "frac":
            operator = calculus.match(self, node)
            if operator is not None:
                return applying.factor(self, (node,), 0)[0]
        else:
            denominators.check_denominator(self, node)
        return matrix_reading.quotient(self.term(node.parts[0]), self.term(node.parts[1]))

    def overlined(self, node: Node) -> Term:
        found = self.find(node)
        if found is not None:
            return self.symbol(node, found)
        inside = self.term(node.parts[0])
        if inside.head == "sym" and inside.sort != "C" and node.parts[0].kind != "paren":
            raise NotRead("a bar over a real number: a name of its own? declare it", node.span)
        return Term("conj", (), (inside,))

    def parenthesis(self, node: Node) -> Term:
        inside = node.parts[0]
        if inside.kind == "matrix":
            return concrete.enclosed(self, node)
        head = {"|": "abs", "\\lfloor": "floor", "\\lceil": "ceiling"}.get(node.value)
        if head is not None:
            value = self.term(inside)
            length = vectors.within_bars(value) if head == "abs" else None
            return length if length is not None else Term(head, (), (value,))
        if node.value == "\\|":
            return sqrt(matrix_reading.norm(self, inside, NOTHING, node.span))
        commutator = operator_reading.bracketed(self, node)
        if commutator is not None:
            return commutator
        if inside.kind == "list":
            what = "a commutator or interval" if node.value == "[" else "a list"
            raise NotRead(f"{what} has no term here", node.span)
        return self.term(inside)


def bracket(table: Elaborator, node: Node) -> Term:
    """``\\langle A, B \\rangle`` of two matrices, or the bracket of a bra and a ket."""
    inside = node.parts[0]
    if len(node.parts) == 1 and inside.kind == "list" and len(inside.parts) == 2:
        sides = [table.term(p) for p in inside.parts]
        if all(s.shape is not None for s in sides):
            return Term("inner", (), tuple(sides))
    return operator_reading.bracket(table, node)


def braced(table: Elaborator, node: Node) -> Term:
    """A brace below or a box around a part shows the part; other decorations do not."""
    if node.value not in ("\\underbrace", "\\overbrace", "\\boxed"):
        raise NotRead(f"{node.value} has no term here", node.span)
    return table.term(node.parts[0])


HANDLERS: dict[str, Callable[[Elaborator, Node], Term]] = {
    "number": numbers.number, "name": Elaborator.name, "accent": Elaborator.name,
    "text": Elaborator.name, "script": Elaborator.name, "overline": Elaborator.overlined,
    "paren": Elaborator.parenthesis, "juxt": Elaborator.juxtaposed,
    "product": Elaborator.product, "slash": Elaborator.divided, "frac": Elaborator.divided,
    "brace": braced, "braket": bracket, "ket": operator_states.ket,
    "bra": operator_states.bra, "matrix": concrete.written,
    "sum": Elaborator.sum, "minus": Elaborator.minus, "sqrt": numbers.root,
    "binom": numbers.binomial, "fact": numbers.factorial,
    "integral": calculus.integral, "big": calculus.big, "evalbar": limits.evaluated,
    "cases": limits.cases,
    "chain": statements.relation, "forall": statements.for_all, "not": statements.negation,
}
