"""Term -> tree: the order and grouping of the term, laid out as a textbook would.

``style`` is display (fractions with a bar), inline (slashes) or text (slashes, for a
terminal). Small places (scripts, bounds, inside another fraction) use the slash.
Next: ``compose_calls`` (functions), ``compose_calculus`` (binders, formulas).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from derive.notation import (
    compose_calculus,
    compose_calls,
    compose_matrices,
    concrete,
    integrals,
    limits,
    of_arrays,
    operator_writing,
    unsaid,
)
from derive.notation.alphabet import VULGAR
from derive.notation.cards import Card, Notation
from derive.notation.errors import NotWritten
from derive.notation.reader import parse_tree
from derive.notation.side_by_side import grouped, has_superscript, plain, raised, runs_together
from derive.notation.tokens import MOST_NESTING
from derive.notation.tree import NOTHING, Node, name, number, paren, script
from derive.terms.term import Term

#: terms that need parentheses as a factor
LOOSE = frozenset(("add", "neg", "mul", "limit", "cases"))
SUMS = frozenset(("sum", "product", "matsum", "matprod", "sum_over"))
DERIVATIVES = frozenset(("derivative", "derivative_n"))
NAMED = {"sin": "\\sin", "cos": "\\cos", "tan": "\\tan", "arctan": "\\arctan",
         "sinh": "\\sinh", "cosh": "\\cosh", "tanh": "\\tanh", "log": "\\ln",
         "erf": "\\mathrm{erf}", "re": "\\mathrm{Re}", "im": "\\mathrm{Im}"}


@dataclass(frozen=True)
class Composer:
    """The cards, the way fractions are written, and the letters of bound symbols."""

    notation: Notation
    style: str = "display"
    level: str = "display"   # display or small: where the part stands
    letters: tuple[tuple[Term, str], ...] = ()

    @property
    def small(self) -> Composer:
        """For scripts, bounds and parts of fractions: slashes."""
        return self if self.level == "small" else replace(self, level="small")

    @property
    def slashes(self) -> bool:
        return self.level == "small" or self.style != "display"

    def node(self, term: Term) -> Node:
        """The tree of a term."""
        if operator_writing.concerns(term):
            return operator_writing.node(self, term)
        composer = COMPOSERS.get(term.head)
        if composer is None:
            raise NotWritten(f"a term with head {term.head!r} has no written form")
        return composer(self, term)

    # -- letters -------------------------------------------------------------------------

    def letter(self, symbol: Term) -> str:
        """How a symbol is written here; bound ones may have been given another letter."""
        for bound, latex in reversed(self.letters):
            if bound is symbol:
                return latex
        return self.notation.card(symbol).latex

    def symbol(self, term: Term) -> Node:
        card = self.notation.card(term)
        latex = self.letter(term)
        return self.label(card) if latex == card.latex else self.written(latex)

    def label(self, card: Card) -> Node:
        """The name on a card: its text form where text is wanted."""
        if self.style == "text" and card.text:
            return name(card.text)
        return self.written(card.display or card.latex)

    @staticmethod
    def written(latex: str) -> Node:
        """A written name as a tree."""
        return written_name(latex)

    def constant(self, term: Term) -> Node:
        if term.name == "infinity":
            return name("\\infty")
        plain = {"pi": "\\pi"}.get(term.name, term.name)
        family = self.notation.indexed("\\pi") if term.name == "pi" else None  # weights pi_l
        if (family is not None or not self.taken(plain)) and term.name != "e":
            return name(plain)
        if term.name == "pi":
            raise NotWritten("the number π and a symbol share the letter \\pi")
        return name(f"\\mathrm{{{term.name}}}")

    def taken(self, latex: str) -> bool:
        """Whether a letter is a symbol's, so that it cannot be a constant."""
        return self.notation.named(latex) is not None or any(w == latex for _, w in self.letters)

    # -- arithmetic ----------------------------------------------------------------------

    def sum(self, term: Term) -> Node:
        return Node("sum", tuple(self.summand(a, i) for i, a in enumerate(term.args)))

    def summand(self, term: Term, place: int) -> Node:
        if term.head == "add":
            return paren(self.node(term))
        if term.head == "neg":
            return Node("minus", (self.negated(term.args[0]),))
        return self.node(term)

    def negated(self, term: Term) -> Node:
        """What may stand after a minus sign without parentheses."""
        return paren(self.node(term)) if term.head in ("add", "neg") else self.node(term)

    def minus(self, term: Term) -> Node:
        return Node("minus", (self.negated(term.args[0]),))

    def product(self, term: Term) -> Node:
        last = len(term.args) - 1
        nodes = [self.factor(a, place == last) for place, a in enumerate(term.args)]
        return self.juxtaposed(nodes, term.args)

    def juxtaposed(self, nodes: list[Node], terms: tuple[Term, ...]) -> Node:
        """Factors side by side, with a dot only where they would run together."""
        groups: list[list[Node]] = [[nodes[0]]]
        for before, after, term in zip(nodes, nodes[1:], terms, strict=False):
            if runs_together(before, after, self.bare_function(term)):
                groups.append([after])
            else:
                groups[-1].append(after)
        parts = tuple(g[0] if len(g) == 1 else Node("juxt", tuple(g)) for g in groups)
        if len(parts) == 1:
            return parts[0]
        return Node("product", parts, ops=("\\cdot",) * (len(parts) - 1))

    def bare_function(self, term: Term) -> bool:
        """Whether a factor is a function without parentheses, which would take one up."""
        if term.head == "conj":
            return self.bare_function(term.args[0])
        if term.head == "pow":
            return term.args[0].head == "call" or self.bare_function(term.args[0])
        return term.head == "call" and len(term.args) - 1 > len(
            self.notation.card(term.args[0]).index)

    def factor(self, term: Term, last: bool) -> Node:
        head = term.head
        if head in ("inner", "item"):
            return compose_matrices.multiplied(self.node(term), term, last)
        if head in LOOSE or (head in SUMS and not last) or (head == "div" and self.slashed(term)):
            return grouped(self.node(term))
        if head in NAMED or head in DERIVATIVES:
            return self.node(term) if last else self.closed(term)
        if head == "pow" and term.args[0].head in NAMED and not last:
            return self.closed(term)
        return self.node(term)

    def closed(self, term: Term) -> Node:
        """A function or derivative whose argument visibly ends."""
        if term.head in DERIVATIVES:
            return compose_calculus.derivative(self, term, True)
        if term.head == "pow":
            return self.named_power(term, True)
        return self.named(term, NOTHING, True)

    def slashed(self, term: Term) -> bool:
        return self.slashes and not self.vulgar(term)

    def vulgar(self, term: Term) -> bool:
        """Whether a fraction is one small sign: one half in a terminal, or in running text."""
        a, b = term.args
        return self.style != "display" and a.head == b.head == "int" and (
            (a.value, b.value) in VULGAR and self.level == "display")

    def quotient(self, term: Term) -> Node:
        above, below = term.args
        if self.vulgar(term):
            return Node("frac", (number(above.value), number(below.value)), "\\tfrac")
        if not self.slashes:
            inner = self.small
            return Node("frac", (inner.node(above), inner.node(below)), "\\frac")
        left = self.numerator(above)
        right = self.denominator(below, left)
        return Node("slash", (left, right))

    def numerator(self, term: Term) -> Node:
        if term.head == "div" and self.vulgar(term):
            return self.node(term)
        if term.head in ("add", "neg", "div", *SUMS, *DERIVATIVES) or (term.head == "mul" and (
                term.args[-1].head in SUMS | DERIVATIVES)):
            return paren(self.node(term))
        return self.node(term)

    def denominator(self, term: Term, left: Node) -> Node:
        """What follows a slash: in parentheses unless every reader takes it whole."""
        node = self.node(term)
        if term.head in ("add", "neg", "div") or node.kind in ("product", "slash"):
            return paren(node)
        if term.head in SUMS | DERIVATIVES:
            return paren(node)
        if node.kind != "juxt":
            return node
        everyday = all(plain(p) for p in node.parts)
        digits = node.parts[0].kind == "number" and left.kind in ("number", "paren")
        return paren(node) if not everyday or digits else node

    def power(self, term: Term) -> Node:
        base, exponent = term.args
        if base.head in NAMED and exponent.head == "int" and exponent.value >= 2:
            return self.named_power(term, False)
        sup = self.exponent(exponent)
        under = self.base(base)
        if under.kind == "apply" and not under.parts[1] and exponent.head == "neg" and (
                self.bare_function(base)):
            under = paren(under)
        if under.kind == "script" and not under.parts[2]:
            return Node("script", (under.parts[0], under.parts[1], sup), under.value)
        if under.kind == "apply":
            return Node("apply", (under.parts[0], script(under.parts[1], sup=sup)), under.value) \
                if under.parts[1] else raised(under.parts[0], sup)
        return script(under, sup=sup)

    def exponent(self, term: Term) -> Node:
        return self.small.node(term)

    def base(self, term: Term) -> Node:
        """What a superscript may hang on."""
        node = self.node(term)
        if term.head in ("int", "abs", "floor", "ceiling", "binomial", "delta"):
            return node
        if term.head == "const" and term.name != "e":
            return node
        if term.head == "sym":
            return node if not has_superscript(node) else paren(node)
        if term.head == "call" and self.raisable(term, node):
            return node
        return paren(node)

    def raisable(self, term: Term, node: Node) -> bool:
        if node.kind != "apply" or node.value:
            return False
        head, argument = node.parts
        if argument:
            return True
        return not has_superscript(head) and not any(term.data)

    def named(self, term: Term, sup: Node, closed: bool) -> Node:
        """``\\sin x``; with parentheses when something follows or the argument is long."""
        argument = term.args[0]
        head = script(name(NAMED[term.head]), sup=sup)
        inside = self.node(argument)
        simple = argument.head in ("sym", "int", "const") or (
            argument.head == "mul" and inside.kind == "juxt" and len(inside.parts) <= 3
            and all(plain(p) and p.kind != "script" for p in inside.parts)
            and all(a.head in ("sym", "int", "const") for a in argument.args))
        if simple and not closed:
            return Node("apply", (head, inside), "operator")
        grouped = inside if inside.kind == "paren" and inside.value == "|" else paren(inside)
        return Node("apply", (head, grouped if not closed else paren(inside)), "operator")

    def named_power(self, term: Term, closed: bool) -> Node:
        base, exponent = term.args
        if exponent.head == "int" and exponent.value >= 2:
            return self.named(base, self.exponent(exponent), closed)
        return script(paren(self.node(base)), sup=self.exponent(exponent))

    def function(self, term: Term) -> Node:
        return self.named(term, NOTHING, False)

    def exponential(self, term: Term) -> Node:
        plain = not self.taken("e") and term.args[0].head != "int"
        letter = name("e" if plain else "\\mathrm{e}")
        return script(letter, sup=self.exponent(term.args[0]))

    def root(self, term: Term) -> Node:
        inner = term.args[0]
        if inner.head == "inner" and inner.args[0] is inner.args[1]:
            return compose_matrices.length(self, inner.args[0])
        return Node("sqrt", (self.node(term.args[0]), NOTHING))

    def factorial(self, term: Term) -> Node:
        inner = term.args[0]
        node = self.node(inner)
        atom = inner.head in ("int", "sym") and not (node.kind == "script" and node.parts[2])
        sign = "!" if term.head == "factorial" else "!!"
        return Node("fact", (node if atom else paren(node),), sign)

    def conjugate(self, term: Term) -> Node:
        inner = term.args[0]
        star = self.notation.conventions["conjugate"] == "star"
        node = self.node(inner)
        mark = Node("mark", value="*")
        if inner.head == "sym" and inner.sort != "C":
            return Node("overline", (paren(node),))
        if star and inner.head == "sym" and not has_superscript(node):
            return raised(node, mark)
        if star and inner.head == "call" and not any(inner.data) and node.kind == "apply":
            head, argument = node.parts
            if not has_superscript(head):
                return Node("apply", (raised(head, mark), argument), node.value)
        return Node("overline", (node,))

    def binomial(self, term: Term) -> Node:
        inner = self.small
        return Node("binom", (inner.node(term.args[0]), inner.node(term.args[1])))

    def absolute(self, term: Term) -> Node:
        return paren(self.node(term.args[0]), "|")

    def rounded(self, term: Term) -> Node:
        opening = "\\lfloor" if term.head == "floor" else "\\lceil"
        inner = self if self.style == "text" else self.small
        return paren(inner.node(term.args[0]), opening)

    def kronecker(self, term: Term) -> Node:
        if self.taken("\\delta"):
            raise NotWritten("Kronecker's δ and a symbol share the letter \\delta")
        parts = tuple(self.small.node(a) for a in term.args)
        simple = all(p.kind == "name" for p in parts)
        sub = Node("juxt", parts) if simple else Node("list", parts, "tight", (",",))
        return script(name("\\delta"), sub)


@lru_cache(maxsize=4096)
def written_name(latex: str) -> Node:
    """A written name as a tree; a page writes the same few names again and again."""
    return parse_tree(latex)


COMPOSERS: dict[str, Callable[[Composer, Term], Node]] = {
    "int": lambda self, term: number(term.value),
    "const": Composer.constant, "sym": Composer.symbol, "add": Composer.sum,
    "mul": Composer.product, "neg": Composer.minus, "div": Composer.quotient,
    "pow": Composer.power, "sqrt": Composer.root, "exp": Composer.exponential,
    **{head: Composer.function for head in NAMED},
    "factorial": Composer.factorial, "doublefactorial": Composer.factorial,
    "conj": Composer.conjugate,
    "binomial": Composer.binomial, "abs": Composer.absolute, "floor": Composer.rounded,
    "ceiling": Composer.rounded, "delta": Composer.kronecker,
    "limit": limits.write_limit, "cases": limits.write_cases,
    "call": compose_calls.call, "grid": concrete.grid,
    **compose_calculus.COMPOSERS,
    **compose_matrices.COMPOSERS,
    **unsaid.COMPOSERS, **of_arrays.COMPOSERS, "antiderivative": integrals.write_without_bounds,
}


def compose(term: Term, notation: Notation, style: str = "display") -> Node:
    """The tree of a term; raises :class:`NotWritten` where the letters do not suffice."""
    depth: dict[Term, int] = {}
    stack = [term]
    while stack:
        top = stack[-1]
        missing = [a for a in top.args if a not in depth]
        if missing:
            stack.extend(missing)
            continue
        depth[top] = 1 + max((depth[a] for a in top.args), default=0)
        stack.pop()
    if depth[term] > MOST_NESTING // 2:
        raise NotWritten(f"a term nested {depth[term]} deep cannot be written as a formula")
    return Composer(notation, style).node(term)
