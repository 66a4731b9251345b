r"""How letters are written, and which parenthesis after a letter is its argument.

A letter's key is the way it is written, with a subscript that is part of its name: ``\psi``,
``k_B``, ``E_0``. Next: ``uses``, which counts what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from derive.notation.tree import NOTHING, Node
from derive.notation.unsaid import MEAN_LETTERS, is_event
from derive.notation.write_latex import write_latex

DIFFERENTIALS = frozenset({"d", "\\partial", "\\mathrm{d}", "\\mathrm{D}"})
#: letters that are never functions
NUMBERS = frozenset({"\\hbar", "\\hslash", "\\pi", "\\infty"})
#: letters that are functions before any parenthesis, whatever stands in it
FUNCTION_LETTERS = frozenset({"f", "g", "h", "F", "G", "\\psi", "\\phi", "\\varphi", "\\Psi",
                              "\\Phi", "\\chi", "\\Gamma", "\\zeta", "\\sigma"})
INDEX_LETTERS = frozenset({"n", "k", "j", "i", "l"})
#: letters that carry an index above beside one below: P_l^m, Y_l^m, L_n^k
WITH_UPPER_INDEX = frozenset({"P", "Y", "L"})


def integrated(trees: Iterable[object]) -> list[tuple[str, str, str]]:
    """The letters that formulas integrate over, each with its bounds as they are written."""
    return list(dict.fromkeys(
        (write_latex(node.parts[3]), write_latex(node.parts[0]), write_latex(node.parts[1]))
        for tree in trees if isinstance(tree, Node) for node in tree.walk()
        if node.kind == "integral" and node.parts[3].kind in ("name", "script", "accent")))


def customary(trees: Iterable[object]) -> frozenset[str]:
    """The letters that stand for a mean or for Dirac's delta, and for nothing else."""
    read = [tree for tree in trees if isinstance(tree, Node)]
    return means(read) | distributions(read)


def distributions(trees: Iterable[Node]) -> frozenset[str]:
    r"""The letter delta, where each has an argument, and one of them a letter that is integrated.

    >>> from derive.notation.reader import parse_tree
    >>> [sorted(distributions([parse_tree(t)])) for t in (
    ...     r"\int f(x)\delta(x - a)\,dx", r"\delta(x + y)", r"\int \delta(x)\,dx + \delta")]
    [['\\delta'], [], []]
    """
    nodes = [node for tree in trees for node in tree.walk()]
    given = {id(part): following for node in nodes if node.kind == "juxt"
             for part, following in zip(node.parts, node.parts[1:], strict=False)
             if part.is_name("\\delta") and following.kind == "paren" and following.value == "("}
    below = {id(node.parts[0]) for node in nodes if node.kind == "script" and node.parts[1]}
    if any(n.is_name("\\delta") and id(n) not in given and id(n) not in below for n in nodes):
        return frozenset()
    integrals = [n for n in nodes if n.kind == "integral"]
    return frozenset({"\\delta"}) if any(
        id(part) in given and write_latex(whole.parts[3]) in {
            write_latex(n) for n in given[id(part)].walk() if n.kind in ("name", "script")}
        for whole in integrals for part in whole.parts[2].walk()) else frozenset()


def means(trees: Iterable[object]) -> frozenset[str]:
    r"""The letter E, where square brackets follow it wherever it stands: ``E[X]``.

    Once they do, parentheses around more than a letter say no more than brackets.

    >>> from derive.notation.reader import parse_tree
    >>> [sorted(means([parse_tree(t)])) for t in (
    ...     "E[X] + E[Y]", "E[X] + E", "E[X] + E(X + Y)", "E[X] + E(t)", "E(X + Y)")]
    [['E'], [], ['E'], [], []]
    """
    read = [tree for tree in trees if isinstance(tree, Node)]
    found = {id(base_of(part)) for tree in read for node in tree.walk() if node.kind == "juxt"
             for part, following in pairwise(node.parts)
             if base_of(part).kind == "name" and base_of(part).value in MEAN_LETTERS
             and base_of(following).kind == "paren" and (
                 base_of(following).value == "[" or not argument_like(
                     base_of(following).parts[0]))}
    squared = any(node.kind == "juxt" and any(
        part.kind == "name" and part.value in MEAN_LETTERS and base_of(following).value == "["
        for part, following in pairwise(node.parts)) for tree in read for node in tree.walk())
    letters = [node for tree in read for node in tree.walk()
               if node.kind == "name" and node.value in MEAN_LETTERS]
    return frozenset(node.value for node in letters) if squared and all(
        id(node) in found for node in letters) else frozenset()


def upper_index(node: Node) -> bool:
    """Whether a letter has an index below and another above."""
    _, sub, sup = node.parts
    return bool(sub) and bool(sup) and index_like(sup) and all(
        n.value in INDEX_LETTERS for n in sub.walk() if n.kind == "name")


def index_like(sup: Node) -> bool:
    """Whether a superscript beside a subscript can be an index: m, m+1, (k)."""
    if sup.kind == "paren" and sup.value == "(":
        sup = sup.parts[0]
    items = sup.parts if sup.kind == "sum" else (sup,)
    names = [n.value for item in items for n in item.walk() if n.kind == "name"]
    return bool(names) and all(n in INDEX_LETTERS or n in ("m", "\\alpha") for n in names) and all(
        i.kind in ("name", "number", "minus", "juxt") for i in items)


def base_of(node: Node) -> Node:
    return node.parts[0] if node.kind == "script" else node


def is_letter(node: Node) -> bool:
    return node.kind == "name" or (node.kind == "accent" and node.parts[0].kind == "name")


def written(node: Node) -> str:
    r"""A letter as it is written: ``\hat{x}``, ``\psi``."""
    if node.kind == "accent":
        return f"{node.value}{{{written(node.parts[0])}}}"
    return node.value


def decoration(sub: Node) -> str:
    """What a subscript adds to a name: letters, numbers and words, but no arithmetic.

    >>> from derive.notation.reader import parse_tree
    >>> [decoration(parse_tree(t).parts[1]) for t in ("E_{1z}", "c_{n+1}", "x_0")]
    ['1z', '', '0']
    """
    if pair_of_numbers(sub):  # lambda_{1,2}
        return write_latex(sub)
    if sub.kind == "script" and _scripted_name(sub):  # E_{\\eta_+}
        return write_latex(sub)
    if sub and (is_sign(sub) or all(
            n.kind in ("name", "number", "text", "juxt") for n in sub.walk())):
        return write_latex(sub)
    return ""


def is_sign(sub: Node) -> bool:
    r"""Whether a subscript is a sign: ``\lambda_+``."""
    return sub.kind == "mark" and sub.value in ("+", "-")


def pair_of_numbers(sub: Node) -> bool:
    """``1, 2``: two letters, a letter with two indices, or one letter with two values."""
    return sub.kind == "list" and len(sub.parts) == 2 and all(
        p.kind == "number" for p in sub.parts)


def _scripted_name(sub: Node) -> bool:
    """A letter that counts nothing, with a sign, number or name below it."""
    base, below, above = sub.parts
    return base.kind == "name" and base.value not in (*INDEX_LETTERS, "m") and not above and (
        sub.value in ("", "0") and below.kind in ("mark", "number", "text"))


def base_key(node: Node) -> str:
    return written(base_of(node))


def application(part: Node, following: Node) -> tuple[Node, Node]:
    """The letter and the parenthesis, where the two read as a function and its arguments."""
    core = base_of(part)
    hung = base_of(following) if following.kind == "script" else following
    if not is_letter(core) or hung.kind != "paren" or hung.value not in ("(", "["):
        return NOTHING, NOTHING
    if core.value in DIFFERENTIALS or core.value in NUMBERS or part.span[1] > following.span[0]:
        return NOTHING, NOTHING
    primed = part.kind == "script" and int(part.value or 0) > 0
    marked = part.kind == "script" and bool(part.parts[2]) and part.parts[2].kind != "mark"
    if marked and part.parts[2].kind == "paren" and core.value in FUNCTION_LETTERS:
        marked = False  # an order of differentiation
    upper = marked and core.value in WITH_UPPER_INDEX and upper_index(part)
    if upper and hung.value == "(":
        return core, hung
    by_custom = core.value in FUNCTION_LETTERS or core.value.startswith("\\mathrm{")
    if (by_custom and (primed or not marked)) and hung.value == "(":
        return (NOTHING, NOTHING) if not primed and multiplied_inside(core, hung) else (core, hung)
    if hung.value != "(" or marked or not all(argument_like(a) for a in arguments_of(hung)):
        return NOTHING, NOTHING
    return core, hung


def multiplied_inside(letter: Node, paren: Node) -> bool:
    """``f(ft + c)``: the letter is a factor in its own parenthesis, so it is a number in both.

    >>> from derive.notation.reader import parse_tree
    >>> [multiplied_inside(*parse_tree(t).parts) for t in ("f(ft+1)", "f(f(t))", "f(fg)")]
    [True, False, False]
    """
    for node in paren.walk():
        if node.kind == "juxt" and len(node.parts) == 2 and is_letter(node.parts[0]) and (
                written(node.parts[0]) == base_key(letter)) and (
                node.parts[1].kind == "name" and node.parts[1].value not in FUNCTION_LETTERS):
            return True
    return False


def before_parenthesis(part: Node, following: Node) -> bool:
    """Whether a letter stands right before a parenthesis that is not taken for its argument."""
    hung = base_of(following) if following.kind == "script" else following
    if is_event(part, hung):
        return False
    plain = part.kind != "script" or (int(part.value or 0) == 0 and not part.parts[2])
    return is_letter(base_of(part)) and plain and hung.kind == "paren" and hung.value == "("


def argument_like(node: Node) -> bool:
    """Whether a function is likely to be taken at this: a letter, a number, minus a letter."""
    if node.kind == "minus":
        return argument_like(node.parts[0])
    if node.kind == "script":
        return is_letter(node.parts[0]) and not node.parts[2]
    return node.kind == "number" or is_letter(node)


def arguments_of(paren: Node) -> tuple[Node, ...]:
    inside = paren.parts[0]
    return inside.parts if inside.kind == "list" else (inside,)


def differentiated(node: Node) -> tuple[str, ...]:
    r"""The variables of ``\frac{d…}{dx}`` or ``\frac{\partial…}{\partial x}``, if it is one."""
    upper, lower = node.parts
    first = upper.parts[0] if upper.kind == "juxt" else upper
    below = lower.parts if lower.kind == "juxt" else (lower,)
    if not (base_of(first).kind == "name" and base_of(first).value in DIFFERENTIALS):
        return ()
    names, place = [], 0
    while place + 1 < len(below):
        if not (below[place].kind == "name" and below[place].value in DIFFERENTIALS):
            return ()
        if not is_letter(base_of(below[place + 1])):
            return ()
        names.append(base_key(below[place + 1]))
        place += 2
    return tuple(names) if names and place == len(below) else ()


def after_differential(upper: Node) -> list[Node]:
    return list(upper.parts[1:]) if upper.kind == "juxt" else []
