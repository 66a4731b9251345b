r"""Functions of arrays whose values are numbers: ``L(\mathbf{w})``, and their gradients.

Of such a function nothing is known but that it is one; that its values are numbers must be said, or
follow from the text (``review.number_valued``). ``\nabla f(\mathbf{x})`` has the shape of x, and
``\partial_{\mathbf{w}} f(\mathbf{x}, \mathbf{w})`` that of w. Next: ``applying``, ``vectors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.notation import calculus
from derive.notation.errors import NotRead, NotWritten
from derive.notation.tree import NOTHING, Node, core_of, items_of, name, paren, script, sequence
from derive.notation.write_latex import write_latex
from derive.terms.operator_forms import of_operators
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.calculus import Operator
    from derive.notation.compose import Composer
    from derive.notation.elaborate import Elaborator

#: how a notation says among its constants that a letter is such a function
NUMBER = "a number for arrays: "


def is_one(table: Elaborator, letter: Node) -> bool:
    """Whether a letter, perhaps with an index, is such a function."""
    base = letter.parts[0] if letter.kind == "script" else letter
    return base.kind in ("name", "accent") and (
        NUMBER + write_latex(base) in table.notation.constants)


def value(table: Elaborator, parts: tuple[Node, ...], place: int) -> Term | None:
    """The value that starts at ``place``: the letter and its parenthesis; None if none does."""
    if place + 1 >= len(parts) or not is_one(table, parts[place]):
        return None
    letter, inside = parts[place:place + 2]
    raised = NOTHING
    if inside.kind == "script" and not inside.parts[1] and inside.value in ("", "0"):
        inside, _, raised = inside.parts
    if inside.kind != "paren" or inside.value != "(":
        return None
    given = [table.term(item) for item in items_of(inside.parts[0])]
    arrays = [a.shape for a in given if a.shape is not None]
    if not arrays or any(map(of_operators, arrays)):
        return None
    word, index = _named(table, letter)
    result = Term("valued", (word,), (*index, *given))
    return table.raised(result, raised) if raised else result


def _named(table: Elaborator, letter: Node) -> tuple[str, tuple[Term, ...]]:
    """The name and the index of ``f_i``; other scripts say what nobody knows."""
    if letter.kind != "script":
        return write_latex(letter), ()
    base, sub, sup = letter.parts
    if sup or letter.value not in ("", "0") or sub.kind not in ("name", "number"):
        raise NotRead("a script on a function of arrays: an index, a power or a derivative?",
                      letter.span)
    return write_latex(base) + "_", (table.term(sub),)


def factor(table: Elaborator, parts: tuple[Node, ...], place: int) -> tuple[Term, int] | None:
    """The value or the gradient that starts at ``place``, and where the next factor starts."""
    if not any(c.startswith(NUMBER) for c in table.notation.constants):
        return None
    part, core = parts[place], core_of(parts[place])
    if part.kind == "frac" or core.is_name("\\partial"):
        operator = calculus.match(table, part)
        return None if operator is None else partial(table, parts, place, operator)
    if core.is_name("\\nabla"):
        found = gradient(table, parts, place)
        return None if found is None else (found, place + 3)
    found = value(table, parts, place)
    return None if found is None else (found, place + 2)


def gradient(table: Elaborator, parts: tuple[Node, ...], place: int) -> Term | None:
    r"""``\nabla f(x)``, ``\nabla_w L(w)`` and ``\nabla^2 f(x)``; None where f is none of these."""
    sign = parts[place]
    if len(parts) < place + 3 or parts[place + 2].kind != "paren":
        return None
    of = value(table, parts, place + 1)
    if of is None:
        return None
    below, above = (sign.parts[1], sign.parts[2]) if sign.kind == "script" else (NOTHING, NOTHING)
    if above and above.value != "2":
        raise NotRead("a power of the gradient that has no meaning", sign.span)
    return slope(of, table.term(below) if below else None, 2 if above else 1, sign)


def partial(table: Elaborator, parts: tuple[Node, ...], place: int,
            operator: Operator) -> tuple[Term, int] | None:
    r"""``\partial_w f(x, w)`` and ``\frac{\partial f(x, w)}{\partial w}``, and where it ends."""
    letter, order = operator.variables[0]
    acted = operator.body or parts[place + 1:place + 3]
    if len(acted) != 2 or acted[1].kind != "paren" or len(operator.variables) > 1 or order:
        return None
    of = value(table, acted, 0)
    by = table.find(letter) if of is not None else None
    if of is None or by is None or by.term.head != "matrix":
        return None
    return slope(of, table.term(letter), 1, operator.node), place + (1 if operator.body else 3)


def slope(of: Term, by: Term | None, order: int, node: Node) -> Term:
    """The gradient by the one array that is meant."""
    arrays = [place for place, a in enumerate(of.args) if a.shape is not None]
    same = [place for place in arrays if by is not None and (of.args[place] is by or (
        of.args[place].head == by.head == "matrix" and of.args[place].name == by.name))]
    chosen = same if same else arrays
    if len(chosen) != 1:
        raise NotRead("the gradient by which of the arguments?", node.span)
    return Term("slope", (*of.data, chosen[0], order), of.args)


# -- writing ---------------------------------------------------------------------------------


def write(composer: Composer, term: Term) -> Node:
    word = str(term.data[0])
    head, given = composer.written(word.removesuffix("_")), term.args
    if word.endswith("_"):
        head, given = script(head, composer.small.node(given[0])), given[1:]
    applied = (head, paren(sequence(tuple(composer.node(a) for a in given))))
    if term.head == "valued":
        return Node("apply", applied)
    by, order = term.args[int(str(term.data[1]))], term.data[2]
    if by.head != "matrix":
        if sum(a.shape is not None for a in given) > 1:
            raise NotWritten("a gradient by an argument that is no letter")
        below = NOTHING
    else:
        below = composer.small.node(by)
    sign = script(name("\\nabla"), below, Node("number", value="2") if order == 2 else NOTHING)
    return Node("juxt", (sign, *applied))


COMPOSERS = {"valued": write, "slope": write}
