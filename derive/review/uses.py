r"""How the letters of a scope are used: what stands in parentheses after them, on them, below.

Nothing here decides what a letter is; ``kinds`` does, from these uses. A letter's key is the
way it is written, with a subscript that is part of its name: ``\psi``, ``k_B``, ``E_0``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from derive.notation.tree import NOTHING, Node, script
from derive.notation.unsaid import is_event
from derive.notation.write_latex import write_latex
from derive.review.letterforms import (
    INDEX_LETTERS,
    after_differential,
    application,
    arguments_of,
    base_key,
    base_of,
    before_parenthesis,
    decoration,
    differentiated,
    is_letter,
    multiplied_inside,
    upper_index,
    written,
)

DOTS = frozenset({"\\dot", "\\ddot", "\\dddot"})


def whole_letters(derivative: Node) -> tuple[str, ...]:
    r"""The letters below the line of a derivative, with their subscripts.

    >>> from derive.notation.reader import parse_tree
    >>> whole_letters(parse_tree(r"\frac{\partial^2}{\partial p_x^2}"))
    ('p_x',)
    """
    below = derivative.parts[1]
    letters = below.parts[1::2] if below.kind == "juxt" else ()
    return tuple(write_latex(script(n.parts[0], n.parts[1]) if n.kind == "script" else n)
                 for n in letters)


@dataclass
class Form:
    """The uses of a letter with one subscript: by themselves, with arguments, differentiated."""

    bare: int = 0
    primes: int = 0
    applied: list[tuple[Node, ...]] = field(default_factory=list)
    derived_by: list[str] = field(default_factory=list)
    taken_at: list[str] = field(default_factory=list)  # of these: dg/dh (h(x)), its place written
    starred: int = 0
    operated_by: list[str] = field(default_factory=list)  # \frac{d}{dx} right before it


@dataclass
class Use:
    """The uses of one letter, counted."""

    bare: int = 0
    plain: int = 0       # without a subscript
    forms: dict[tuple[str, int], int] = field(default_factory=dict)  # (subscript, primes)
    named: dict[str, Form] = field(default_factory=dict)  # by the subscript as it is written
    applied: list[tuple[Node, ...]] = field(default_factory=list)
    primes: int = 0
    primed_bare: int = 0
    subscripts: list[Node] = field(default_factory=list)
    derived_by: list[str] = field(default_factory=list)
    starred: int = 0
    squared_modulus: int = 0
    conjugated: bool = False  # under a bar, in a text with its absolute value
    natural: int = 0     # in a factorial, a binomial, as a subscript
    index: int = 0       # as a subscript, of letters that are numbers as well
    beside_l: int = 0
    above: int = 0       # carries an index above and another below
    bound_sum: int = 0
    bound_integral: int = 0
    below_root: int = 0
    exponent_of_e: int = 0
    accents: set[str] = field(default_factory=set)
    raised: int = 0      # carries a superscript
    before: int = 0      # stands right before a parenthesis that is no clear argument
    own_factor: int = 0  # a factor in the parenthesis after it: f(ft + c)
    first: tuple[int, int] = (0, 0)

    def form(self, sub: str) -> Form:
        return self.named.setdefault(sub, Form())

    @property
    def words(self) -> frozenset[str]:
        """The subscripts that are words, which count nothing."""
        return frozenset(write_latex(s) for s in self.subscripts if s.kind == "text" or (
            s.kind == "name" and s.value.startswith("\\mathrm{")))


class Uses(dict[str, Use]):
    """Letter -> its uses. ``read`` adds those of one formula.

    >>> from derive.notation.reader import Reader
    >>> uses = Uses()
    >>> uses.read(Reader(r"\\psi''(x) + n! a_n").whole())
    >>> sorted(uses), uses["\\\\psi"].primes, uses["n"].natural > 0
    (['\\\\psi', 'a', 'n', 'x'], 2, True)
    """

    def at(self, key: str, node: Node) -> Use:
        if key not in self:
            self[key] = Use(first=node.span)
        return self[key]

    def read(self, node: Node) -> None:
        """Count the uses in a formula (which the reader of formulas has bounded in depth)."""
        method = getattr(self, f"_{node.kind}", None)
        if method is not None:
            method(node)
        else:
            self._parts(node.parts)

    def _parts(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node:
                self.read(node)

    # -- letters -----------------------------------------------------------------------------

    def _name(self, node: Node) -> None:
        use = self.at(node.value, node)
        use.bare += 1
        use.plain += 1
        use.form("").bare += 1

    def _accent(self, node: Node) -> None:
        if node.parts[0].is_name("\\nabla"):
            return
        if node.value in DOTS:
            self._in_time(node.parts[0])
            return
        use = self.at(written(node), node)
        use.accents.add(node.value)
        use.bare += 1
        use.plain += 1
        use.form("").bare += 1

    def _script(self, node: Node) -> None:
        self._scripted(node, None)

    def _in_time(self, letter: Node) -> None:
        """A letter under dots is a function of t."""
        if not is_letter(base_of(letter)):
            self.read(letter)
            return
        use = self.at(base_key(letter), letter)
        use.plain += 1
        use.derived_by.append("t")
        use.form("").derived_by.append("t")
        self.at("t", letter).bound_integral += 1

    def _scripted(self, node: Node, arguments: tuple[Node, ...] | None,
                  derived_by: tuple[str, ...] = ()) -> None:
        base, sub, sup = node.parts
        if base.kind == "accent" and base.parts[0].is_name("\\nabla"):
            self._parts((sub,))
            return
        if base.kind == "accent" and base.value in DOTS and not sub:
            self._in_time(base.parts[0])
            self._parts((sup,) if sup.kind != "mark" else ())
            return
        if not is_letter(base):
            self._parts((base, sub, NOTHING if sup.is_name("T") else sup))
            return
        key = base_key(node)
        use = self.at(key, node)
        primes = int(node.value or 0)
        use.primes = max(use.primes, primes)
        if base.kind == "accent":
            use.accents.add(base.value)
        if sub:
            use.subscripts.append(sub)
            self._subscript(sub)
        else:
            use.plain += 1
        form = (decoration(sub), primes if arguments is None else 0)
        use.forms[form] = use.forms.get(form, 0) + 1
        here = use.form(write_latex(sub) if sub else "")
        here.primes = max(here.primes, primes)
        here.derived_by.extend(derived_by)
        if arguments is not None:
            here.applied.append(arguments)
        elif not primes and not derived_by:
            here.bare += 1
        if sup:
            use.raised += 1
            if upper_index(node):
                use.above += 1
                self._subscript(Node("list", (sub, sup.parts[0] if sup.kind == "paren" else sup)))
            if sup.kind == "mark":
                use.starred += sup.value in ("*", "\\ast", "\\star")
                here.starred += sup.value in ("*", "\\ast", "\\star")
            elif sup.kind == "paren" and arguments is not None:
                for inner in sup.walk():
                    if inner.kind == "name" and inner.value in INDEX_LETTERS:
                        self.at(inner.value, inner).natural += 1
            else:
                if key in ("e", "\\mathrm{e}"):
                    use.exponent_of_e += 1
                if not sup.is_name("T"):  # a transpose, or refused
                    self.read(sup)
        if arguments is None:
            use.bare += 1
            use.primed_bare += bool(primes)
        else:
            use.applied.append(arguments)

    def _subscript(self, sub: Node) -> None:
        if sub.kind not in ("name", "juxt", "list", "sum"):
            return
        counts = sub.kind == "sum"
        for inner in sub.walk():
            if inner.kind == "name" and (inner.value in INDEX_LETTERS or (
                    counts and len(inner.value) == 1 and inner.value.islower())):
                self.at(inner.value, inner).natural += 1
            elif inner.kind == "script" and inner.parts[0].value in INDEX_LETTERS and int(
                    inner.value or 0) and not inner.parts[1] and not inner.parts[2]:
                forms = self.at(inner.parts[0].value, inner).forms  # delta_{nn'}
                forms["", int(inner.value)] = forms.get(("", int(inner.value)), 0) + 1
            elif inner.is_name("m") and all(
                    n.value in INDEX_LETTERS or n.value == "m" for n in sub.walk()
                    if n.kind == "name"):  # a magnetic number beside l, an index or the mass
                self.at("m", inner).index += 1
                self.at("m", inner).beside_l += any(n.value in ("l", "\\ell") for n in sub.walk())

    # -- products and applications -----------------------------------------------------------

    def _juxt(self, node: Node) -> None:
        parts = list(node.parts)
        place = 0
        while place < len(parts):
            part = parts[place]
            following = parts[place + 1] if place + 1 < len(parts) else NOTHING
            core, hung = application(part, following)
            if core:
                arguments = arguments_of(hung)
                self._parts(arguments)
                if part.kind == "script":
                    self._scripted(part, arguments)
                else:
                    use = self.at(written(part), part)
                    use.applied.append(arguments)
                    use.form("").applied.append(arguments)
                    use.plain += 1
                    use.accents |= {part.value} if part.kind == "accent" else set()
                if following.kind == "script" and following.parts[2]:
                    self.read(following.parts[2])
                place += 2
                continue
            if not is_event(part, following):
                self.read(part)
            if part.kind == "frac" and following.kind == "paren":
                self._taken_at(part)
            if part.kind == "frac" and following.kind == "name" and not after_differential(
                    part.parts[0]):
                self.at(following.value, following).form("").operated_by.extend(
                    whole_letters(part) if differentiated(part) else ())
            if before_parenthesis(part, following):  # a function, or a factor: no evidence
                sub = part.parts[1] if part.kind == "script" else NOTHING
                self.at(base_key(part), part).form(write_latex(sub) if sub else "").bare -= 1
                self.at(base_key(part), part).before += part.kind == "name"
                self.at(base_key(part), part).own_factor += multiplied_inside(part, following)
            place += 1

    def _frac(self, node: Node) -> None:
        upper, lower = node.parts
        variables = differentiated(node)
        if not variables:
            self._parts((upper, lower))
            return
        for variable in variables:
            self.at(variable, node).bound_integral += 1
        rest = after_differential(upper)
        if len(rest) == 2 and rest[0].is_name("\\ln") | rest[0].is_name("\\log"):
            inside = rest[1].parts[0] if rest[1].kind == "paren" else rest[1]
            rest = [inside] if is_letter(base_of(inside)) else rest  # d ln Z is dZ/Z
        if len(rest) == 1 and is_letter(base_of(rest[0])):
            key = base_key(rest[0])
            use = self.at(key, rest[0])
            if key in variables:
                return  # dx/dx, and dx_i/dx_k: by itself, or by another of its kind
            use.derived_by.extend(variables)
            if rest[0].kind == "script":
                self._scripted(rest[0], None, variables)
                use.bare -= 1
            else:
                use.form("").derived_by.extend(variables)
        elif rest:
            joined = rest[0] if len(rest) == 1 else Node("juxt", tuple(rest), span=upper.span)
            self.read(joined)
            if application(rest[0], rest[1] if len(rest) > 1 else NOTHING)[0]:
                use = self.at(base_key(rest[0]), rest[0])
                use.derived_by.extend(variables)
                sub = rest[0].parts[1] if rest[0].kind == "script" else NOTHING
                use.form(write_latex(sub) if sub else "").derived_by.extend(variables)

    def _taken_at(self, node: Node) -> None:
        """A derivative with the place where it is taken: its letter is only a name."""
        rest = after_differential(node.parts[0])
        if len(rest) == 1 and is_letter(base_of(rest[0])):
            sub = rest[0].parts[1] if rest[0].kind == "script" else NOTHING
            self.at(base_key(rest[0]), rest[0]).form(
                write_latex(sub) if sub else "").taken_at.extend(differentiated(node))

    # -- binders and marks -------------------------------------------------------------------

    def _big(self, node: Node) -> None:
        lower, upper, body = node.parts
        bound = lower.parts[0] if lower.kind == "chain" else lower
        for item in bound.parts if bound.kind in ("list", "juxt") else (bound,):
            if item.kind == "name":
                self.at(item.value, item).bound_sum += 1
        if lower.kind == "chain":
            self._parts(lower.parts[1:])
        self._parts((upper, body))

    def _integral(self, node: Node) -> None:
        lower, upper, body, variable = node.parts
        if is_letter(base_of(variable)):
            self.at(base_key(variable), variable).bound_integral += 1
        self._parts((lower, upper, body))

    def _fact(self, node: Node) -> None:
        for inner in node.parts[0].walk():
            if inner.kind == "name":
                self.at(inner.value, inner).natural += 1
        self.read(node.parts[0])

    def _binom(self, node: Node) -> None:
        for inner in node.walk():
            if inner.kind == "name":
                self.at(inner.value, inner).natural += 1

    def _sqrt(self, node: Node) -> None:
        for inner in node.parts[0].walk():
            if inner.kind == "name":
                self.at(inner.value, inner).below_root += 1
        self._parts(node.parts)

    def _paren(self, node: Node) -> None:
        if node.value == "|":
            inside = node.parts[0]
            first = inside.parts[0] if inside.kind == "juxt" else inside
            if is_letter(base_of(first)):
                self.at(base_key(first), first).squared_modulus += 1
        self._parts(node.parts)
