r"""Which letters are operators, from their use: hats, daggers, commutators, a place between bars.

A label of a ket is no use of a letter as a number: ``|\psi\rangle`` names a state. What is inferred
is shown and offered back like every other kind. Next: ``operator_lines``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from derive.notation.operator_products import places, split
from derive.notation.operator_reading import ONES
from derive.notation.operator_vectors import ARROWS
from derive.notation.tree import NOTHING, Node, factors_of, items_of
from derive.notation.write_latex import write_latex
from derive.review.kinds import Inferred, Kind
from derive.review.letterforms import base_of, differentiated, written
from derive.review.uses import Uses
from derive.terms.term import Term

#: letters that are numbers beside operators
NUMBERS = frozenset({"i", "m", "e", "c", "d", "\\hbar", "\\omega", "\\pi", "t", "\\mathrm{i}"})
#: capitals that are operators before a ket by custom; others before a ket are a question
CUSTOMARY = frozenset({"H", "L", "S", "J", "U", "T", "P", "Q", "X", "Y", "Z", "R", "K", "\\rho",
                       "\\sigma"})
UNCERTAIN = frozenset("ABDFGMNVWO")
UNITS = frozenset({"\\theta", "\\phi", "\\varphi", "n", "i", "j", "k", "e", "z", "y"})
FUNCTIONS = frozenset("VUWfgFG")
#: \hat{\vec{S}} and \vec{\hat{S}}: a vector whose components are operators
_ARROW = r"\\(?:vec|overrightarrow|mathbf|boldsymbol)"
VECTOR = re.compile(rf"\\hat\{{{_ARROW}\{{(.+)\}}\}}|{_ARROW}\{{\\hat\{{(.+)\}}\}}")
LABELS = frozenset({"n", "m", "k", "j", "l", "N"})
WAVES = frozenset({"\\psi", "\\phi", "\\varphi", "\\Psi", "\\Phi", "\\chi", "u"})


def is_letter(node: Node) -> bool:
    """A letter, also under several accents."""
    while node.kind == "accent":
        node = node.parts[0]
    return node.kind == "name"


def base_key(node: Node) -> str:
    return written(base_of(node))


@dataclass
class Evidence:
    """Letters by how they are used beside kets; ``kets`` says that there are any."""

    operators: dict[str, Node] = field(default_factory=dict)
    before: dict[str, Node] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)         # U(t), U(m, n)
    functions: set[str] = field(default_factory=set)        # V(\hat x)
    spatial: set[str] = field(default_factory=set)          # V(\hat{\vec r})
    kets: bool = False
    daggers: bool = False
    values: set[str] = field(default_factory=set)           # <x|x|psi>
    after_words: set[int] = field(default_factory=set)      # \mathrm{Res}[f, a]: no commutator
    products: bool = False   # of capitals with hats, e^{\hat A} \hat B, or their commutators

    def read(self, node: Node) -> None:
        """Gather what a formula shows."""
        if node.kind == "chain" and {"\\in", "\\notin"} & set(node.ops):
            return  # an interval
        if node.kind in ("ket", "bra", "braket"):
            self._bars(node)
        inner = places(node)
        for place in inner or ():
            self.kets = True
            for part in split(place)[0]:
                if part.kind == "paren" and argument_like(part.parts[0]):
                    continue  # H(\lambda) before a state
                if not is_letter(base_of(part)) or base_key(part) in POSITIONS | CUSTOMARY:
                    self._operators(part)  # E_n before a state is a number
        if node.kind == "script" and node.parts[2].kind == "mark" and (
                node.parts[2].value in ("\\dagger", "\\dag")):
            self.daggers = True
            self._operators(node.parts[0])
        if node.kind == "paren" and node.value == "[" and id(node) not in self.after_words and (
                commutator_like(node.parts[0])):
            self.products |= any(p.kind == "accent" and p.value == "\\hat" for p in node.walk())
            for item in node.parts[0].parts if not differential(node) else ():
                self._operators(item)
        if node.kind == "juxt":
            self._beside(node)
            hatted = [p for p in node.parts if _capital(base_of(p))]
            self.products |= len(hatted) > 1 or any(
                _capital(q) for p in node.parts if p.kind == "script"
                and p.parts[0].is_name("e") for q in p.parts[2].walk())
        for part in node.parts:
            if part:
                self.read(part)

    def equated(self, pairs: Iterable[tuple[object, object]]) -> None:
        r"""A capital that is only ever said to be equal to operators with hats is one."""
        trees = [(a, b) for a, b in pairs if isinstance(a, Node) and isinstance(b, Node)]
        alone = {a.value: a for a, b in trees if a.kind == "name" and a.value.isupper() and any(
            p.kind == "accent" and p.value == "\\hat" for p in b.walk())}
        for key, node in alone.items():
            hatted = {id(n.parts[0]) for pair in trees for side in pair for n in side.walk()
                      if n.kind == "accent"}
            places = [n for pair in trees for side in pair for n in side.walk()
                      if n.is_name(key) and id(n) not in hatted]
            if all(any(n is a for a, _ in trees) for n in places):
                self.operators.setdefault(key, node)

    def _bars(self, node: Node) -> None:
        if node.kind == "braket" and len(node.parts) == 1:
            self.products |= any(p.kind == "accent" and p.value == "\\hat" for p in node.walk())
        else:
            self.kets = True
            for label in (node.parts[0], node.parts[-1]):
                self._label(label)
        ends = {p.value for p in (node.parts[0], node.parts[-1]) if p.kind == "name"}
        for part in node.parts[1:-1]:
            first, *rest = factors_of(part)
            if first.kind == "name" and first.value in ends:
                self.values.add(first.value)
                part = Node("juxt", tuple(rest)) if rest else NOTHING
            self._operators(part)

    def _label(self, label: Node) -> None:
        for part in label.walk():
            if part.kind == "name":
                self.labels.add(part.value)

    def _beside(self, node: Node) -> None:
        for part, following in zip(node.parts, (*node.parts[1:], NOTHING), strict=True):
            if not is_letter(base_of(part)):
                continue
            if part.kind == "name" and part.value.startswith("\\mathrm{"):
                self.after_words.add(id(following))
            if following.kind == "ket":
                self.before.setdefault(base_key(part), part)
            hung = base_of(following) if following else NOTHING
            if hung.kind == "paren" and hung.value == "(" and base_of(part).kind == "accent":
                inside = hung.parts[0]
                if any(p.kind == "accent" for p in inside.walk()):
                    if base_of(part).parts[0].value in FUNCTIONS and of_a_place(inside):
                        self.functions.add(base_key(part))
                        if any(p.kind == "accent" and p.value in ARROWS for p in inside.walk()):
                            self.spatial.add(base_key(part))
                elif all(argument_like(p) for p in items_of(inside)):
                    self.families.add(base_key(part))

    def _operators(self, node: Node) -> None:
        """The letters of a product that can be operators; hats say which, where there are any."""
        if any(p.kind == "accent" and p.value == "\\hat" for p in node.walk()):
            return
        if is_letter(base_of(node)):
            if base_key(node) not in NUMBERS:
                self.operators.setdefault(base_key(node), node)
            return
        if node.kind in ("sum", "minus", "product", "paren", "frac", "slash"):
            for part in node.parts[:1] if node.kind in ("frac", "slash") else node.parts:
                self._operators(part)
        elif node.kind == "script":
            self._operators(node.parts[0])
        elif node.kind == "juxt":
            for part, following in zip(node.parts, (*node.parts[1:], NOTHING), strict=True):
                if following.kind == "paren" and is_letter(base_of(part)):
                    continue  # V(x): a function
                key = base_key(part) if is_letter(base_of(part)) else ""
                if not key or (key.isalpha() or key in ("\\sigma", "\\rho")):
                    self._operators(part)


def _capital(node: Node) -> bool:
    return node.kind == "accent" and node.value == "\\hat" and node.parts[0].value.isupper()


def argument_like(node: Node) -> bool:
    """Whether an operator is likely to depend on this: a letter, a number, a fraction of them."""
    return all(p.kind in ("name", "number", "frac", "slash", "juxt", "script", "minus", "mark")
               and p.value not in ("\\hbar", "i") for p in node.walk() if p)


def of_a_place(inside: Node) -> bool:
    r"""Whether a potential is taken at a letter, or at what stands for it: ``i\hbar\nabla_p``."""
    last = base_of(factors_of(inside)[-1])
    core = last.parts[0] if last.kind == "accent" else last
    return is_letter(base_of(inside)) or core.is_name("\\nabla") or (
        last.kind == "frac" and bool(differentiated(last)))


def differential(node: Node) -> bool:
    r"""Whether a derivative stands in a commutator, ``[\frac{d}{dx}, x]``: its letter is a number.

    >>> from derive.notation.reader import parse_tree
    >>> differential(parse_tree(r"[i\hbar\frac{d}{dp}, p]")), differential(parse_tree("[a, p]"))
    (True, False)
    """
    return any(p.kind == "frac" and differentiated(p) for p in node.walk())


def commutator_like(inside: Node) -> bool:
    """Two things with letters, separated by a comma."""
    return inside.kind == "list" and len(inside.parts) == 2 and inside.ops == (",",) and all(
        p.kind not in ("number", "list") and any(
            n.kind in ("name", "accent") and n.value != "\\infty" for n in p.walk())
        for p in inside.parts)


def unlabelled(node: Node) -> Node:
    """The formula without the labels of its kets: they are no uses of letters as numbers."""
    if not node.parts:
        return node
    if node.kind in ("ket", "bra") or (node.kind == "braket" and len(node.parts) > 1):
        kept = tuple(_counted(p) if i in (0, len(node.parts) - 1) else unlabelled(p)
                     for i, p in enumerate(node.parts))
        return Node("row", tuple(p for p in kept if p), span=node.span)
    parts = tuple(unlabelled(p) if p else p for p in node.parts)
    return node if parts == node.parts else Node(node.kind, parts, node.value, node.ops, node.span)


def _counted(label: Node) -> Node:
    """The letters in a label that count something, as a subscript counts."""
    found = [p for p in label.walk() if p.kind == "name" and p.value in LABELS]
    if not found:
        return NOTHING
    number = Node("fact", (found[0],), "!", span=found[0].span)
    rest = tuple(Node("fact", (p,), "!", span=p.span) for p in found[1:])
    return Node("row", (number, *rest), span=label.span)


def evidence_of(trees: Iterable[object]) -> Evidence:
    found = Evidence()
    for tree in trees:
        if isinstance(tree, Node):
            found.read(tree)
    return found


def assign(inferred: Inferred, found: Evidence, uses: Uses) -> bool:
    """Give operators their kind; whether the scope speaks of operators at all.

    >>> from derive.notation.reader import Reader
    >>> tree = Reader(r"[A, B] = i\\hbar C").whole()
    >>> uses, inferred = Uses(), Inferred()
    >>> uses.read(tree)
    >>> assign(inferred, evidence_of([tree]), uses), sorted(inferred.kinds)
    (True, ['A', 'B'])
    """
    declared = any(k.sort == "operator" for k in inferred.kinds.values())
    speaks = bool(found.kets or found.daggers or found.operators or declared)
    hats = [k for k, use in uses.items() if "\\hat" in use.accents]
    vectors = any("\\vec" in key and VECTOR.fullmatch(key) for key in hats)
    if not speaks and not (hats and "\\hbar" in uses) and not found.products and not vectors:
        return False
    places = {"x", "y", "z"} if {"\\hat{p}", "\\hat{L}"} & set(hats) and (
        "\\hat{\\theta}" not in hats) else set()
    for key in hats:
        letter = key.removeprefix("\\hat{").removesuffix("}")
        if letter not in (UNITS - places) | {"1", "I"} or key in found.operators:
            _hatted(key, found, inferred)
    for key in found.values - set(found.operators):
        if f"\\hat{{{key}}}" not in uses:
            _plain(key, uses, inferred)
    for key in found.operators:
        _plain(key, uses, inferred)
    for key, node in found.before.items():
        kind = inferred.kinds.get(key)
        if key in CUSTOMARY and (kind is None or not kind.declared):
            _plain(key, uses, inferred)
        elif key in UNCERTAIN and kind is not None and not kind.declared and (
                kind.sort != "operator" and kind.index < 2):  # A_{mn} is an element
            shown = write_latex(node)
            inferred.refused[key] = (f"{shown} before a ket: an operator or a number? declare "
                                     f"{shown} operator, or {shown} in C")
    return True


def _hatted(key: str, found: Evidence, inferred: Inferred) -> None:
    known = inferred.kinds.get(key)
    if known is not None and known.declared:
        return
    inferred.refused.pop(key, None)
    vector = VECTOR.fullmatch(key)
    if vector:
        inferred.kinds.pop(key, None)
        letter = f"\\hat{{{vector[1] or vector[2]}}}"
        inferred.kinds.setdefault(letter, Kind(letter, "operator"))
        inferred.refused.pop(letter, None)
    elif key in found.functions:
        inferred.kinds[key] = Kind(key, "R", ("R",) * (3 if key in found.spatial else 1))
    else:
        inferred.kinds[key] = Kind(key, "operator", ("R",) if key in found.families else ())


def _plain(key: str, uses: Uses, inferred: Inferred) -> None:
    known = inferred.kinds.get(key)
    use = uses.get(key)
    if known is not None and known.declared:
        return
    varies = (use is not None and bool(use.bound_integral or use.bound_sum)) or any(
        key in u.derived_by or (wave in WAVES and any(
            is_letter(base_of(a)) and base_key(a) == key for args in u.applied for a in args))
        for wave, u in uses.items())
    if varies:
        inferred.refused[key] = (f"{key} is an operator in one place and a number in another; "
                                 f"write \\hat{{{key}}} for the operator")
        return
    for other in list(inferred.kinds):  # L_x, sigma_1: one kind for all of them
        if (other == key or other.startswith(f"{key}_") or other == f"{key}[]") and (
                not inferred.kinds[other].declared):
            del inferred.kinds[other]
    inferred.kinds[key] = Kind(key, "operator")


def ones(uses: Uses, inferred: Inferred) -> tuple[str, ...]:
    """The ways of writing the identity that a scope of operators has."""
    found = []
    for one in sorted(ONES):
        kind = inferred.kinds.get(one)
        if kind is not None and kind.declared:
            continue
        if one == "I" and one in uses and (uses[one].subscripts or uses[one].applied):
            continue
        inferred.kinds.pop(one, None)
        inferred.refused.pop(one, None)
        found.append(one)
    return tuple(found)


#: letters that are operators as often as numbers, when they stand beside operators
POSITIONS = frozenset({"x", "y", "z", "r", "q", "p"})
#: letters that are states more often than numbers
STATES = frozenset({"psi", "phi", "varphi", "Psi", "Phi", "chi"})


def behind_operators(tree: Node) -> set[str]:
    r"""The letters that stand behind an operator in a product.

    >>> from derive.notation.reader import parse_tree
    >>> sorted(behind_operators(parse_tree(r"x\hat{L}^2 + \hat{L}\frac{1}{r}")))
    ['r']
    """
    found: set[str] = set()
    for node in tree.walk():
        parts = node.parts if node.kind in ("juxt", "product") else ()
        hats = [place for place, part in enumerate(parts)
                if any(n.kind == "accent" and n.value == "\\hat" for n in part.walk())]
        for part in parts[hats[0] + 1:] if hats else ():
            found |= {n.value for n in part.walk() if n.kind == "name"}
    return found


def mixing(value: Term, declared: frozenset[str], tree: Node) -> str | None:
    """Why a formula may be misread: x beside operators is \\hat x more often than a number.

    An eigenvalue beside its own ket, ``x|x>`` or ``p_x|p_x>``, is a number, and so are an index
    of Kronecker's delta and a coordinate by which the formula differentiates, in front.
    """
    labels = {s for t in value.walk() if t.head in ("ket", "operator") for a in t.args[1:]
              for s in a.free}
    kets = {str(t.data[0]).replace("{", "").replace("}", "") for t in value.walk()
            if t.head == "ket" and len(t.args) == 1}
    labels |= {s for s in value.free if s.head == "sym" and s.name in kets}
    labels |= {s for t in value.walk() if t.head == "delta" for a in t.args for s in a.free}
    labels |= {s for t in value.walk() if t.head == "partial" for s in t.args[1].free
               if s.name not in behind_operators(tree)}
    for part in value.walk():
        if part.head != "scale" or not any(
                t.head in ("operator", "identity") for t in part.args[1].walk()):
            continue
        for s in sorted(part.args[0].free - labels, key=str):
            letter = s.name.split("_")[0] if s.head == "sym" else ""
            if letter in STATES and s.name not in declared and f"\\{s.name}" not in declared:
                return (f"{s.name} after an operator: a state that it acts on? write "
                        f"|\\{s.name}\\rangle")
            if letter in POSITIONS and s.sort not in ("N0", "Z") and s.name not in declared:
                return (f"{s.name} beside operators: a number or the operator? write "
                        f"\\hat{{{s.name}}}, or declare {s.name} in R")
    return None
