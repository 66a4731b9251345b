r"""How operators, kets and bras are written: ``a^\dagger|n\rangle``, ``\langle m|A|n\rangle``.

The order and grouping of the term; what would be read as another term is put in parentheses. Next:
``operator_reading``, which reads it back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.notation import compose_calculus
from derive.notation.errors import NotWritten
from derive.notation.operator_calculus import MEANS
from derive.notation.operator_reading import ONES
from derive.notation.operator_vectors import written
from derive.notation.side_by_side import has_superscript, raised
from derive.notation.tree import NOTHING, Node, name, number, paren, script, sequence
from derive.terms.build import neg
from derive.terms.build import term as number_term
from derive.terms.operator_forms import (
    OPERATOR_BINDERS,
    OPERATOR_HEADS,
    SCALARS_OF_OPERATORS,
    of_operators,
)
from derive.terms.shapes import is_one
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.notation.compose import Composer

DAGGER = Node("mark", value="\\dagger")
HEADS = frozenset((*OPERATOR_HEADS, *OPERATOR_BINDERS, *SCALARS_OF_OPERATORS))
LOOSE = frozenset(("matadd", "opsum", "kron", "opderivative", "opintegral"))
MINUS_ONE = neg(number_term(1))


def concerns(term: Term) -> bool:
    """Whether a term is one of operators, kets, bras, or a number made of them."""
    if term.head in HEADS or of_operators(term.shape):
        return True
    if term.head in ("item", "trace", "matmul"):
        return any(of_operators(part.shape) for a in term.args for part in (a, *a.args))
    return False


def node(composer: Composer, term: Term) -> Node:
    writer = WRITERS.get(term.head)
    if writer is None:
        raise NotWritten(f"an operator with head {term.head!r} has no written form")
    return writer(composer, term)


# -- letters ---------------------------------------------------------------------------------------


def _labels(composer: Composer, term: Term) -> Node:
    return sequence(tuple(composer.small.node(a) for a in term.args[1:]))


def _named(composer: Composer, term: Term) -> Node:
    """A name with its indices below or behind it."""
    label = composer.written(term.name)
    if len(term.args) == 1:
        return label
    if term.data[1] == "(":
        return Node("apply", (label, paren(_labels(composer, term))))
    if term.data[1] == "_(":  # |psi_n(t)>
        base = Term(term.head, (term.name, "_"), term.args[:-1])
        return Node("apply", (_named(composer, base), paren(composer.node(term.args[-1]))))
    if label.kind == "script" and label.parts[1]:
        raise NotWritten(f"{term.name} has a subscript already")
    return script(label, _labels(composer, term))


def _operator(composer: Composer, term: Term) -> Node:
    return _named(composer, term)


def _label(composer: Composer, term: Term) -> Node:
    """What stands between the bars of a ket."""
    if set(term.name) <= {"+", "-"} and term.name:
        return Node("mark", value=term.name)
    if term.name == "":
        if any(a.head == "mul" for a in term.args[1:]) and len(term.args) > 2:
            raise NotWritten("a product among several labels")
        return _labels(composer, term)
    return _named(composer, term)


def _ket(composer: Composer, term: Term) -> Node:
    if term.data[1] == "v":
        return _named(composer, term)
    return Node("ket", (_label(composer, term),))


def _is_bra(term: Term) -> bool:
    return term.head == "adjoint" and term.args[0].head == "ket" and term.args[0].data[1] != "v"


def _adjoint(composer: Composer, term: Term) -> Node:
    inner = term.args[0]
    if _is_bra(term):
        return Node("bra", (_label(composer, inner),))
    return _on(composer, inner, DAGGER)


def _on(composer: Composer, term: Term, sup: Node) -> Node:
    """A superscript on an operator."""
    under = composer.node(term)
    if term.head == "operator" and under.kind != "apply" and not has_superscript(under):
        return raised(under, sup)
    return script(under if under.kind == "paren" and term.head != "item" else paren(under), sup=sup)


# -- arithmetic ------------------------------------------------------------------------------------


def _total(composer: Composer, term: Term) -> Node:
    return Node("sum", tuple(
        paren(composer.node(a)) if a.head == "matadd" else composer.node(a) for a in term.args))


def _factor(composer: Composer, term: Term, last: bool) -> Node:
    node_ = composer.node(term)
    if term.shape is None:
        return composer.factor(term, last)
    if term.head == "times" or (term.head == "scale" and term.args[1].head == "identity"):
        return composer.factor(term.args[term.head == "times"], last)
    loose = term.head in LOOSE or term.head in ("scale", "matmul") or node_.kind in (
        "minus", "sum", "product")
    return paren(node_) if loose else node_


def _scaled(composer: Composer, term: Term) -> Node:
    by, body = term.args
    if body.head == "identity":
        return composer.node(by)
    if by is MINUS_ONE:
        shown = composer.node(body)
        loose = body.head in ("matadd", "scale", "kron")
        return Node("minus", (paren(shown) if loose else shown,))
    if by.head == "neg" and by.args[0].head not in ("neg", "add"):
        return Node("minus", (_scaled(composer, Term("scale", (), (by.args[0], body))),))
    numbers = by.args if by.head == "mul" else (by,)
    factors = body.args if body.head == "matmul" and not _whole(body) else (body,)
    return _side_by_side(composer, (*numbers, *factors))


def _whole(term: Term) -> bool:
    """A product that is a number: it stays together."""
    return term.shape is not None and all(map(is_one, term.shape))


def _side_by_side(composer: Composer, factors: tuple[Term, ...]) -> Node:
    last = len(factors) - 1
    nodes = [_factor(composer, f, i == last) for i, f in enumerate(factors)]
    return composer.juxtaposed(nodes, factors)


def _product(composer: Composer, term: Term) -> Node:
    return _side_by_side(composer, term.args)


def _bracket(composer: Composer, term: Term) -> Node:
    """``\\langle a|A|b\\rangle``, or a product that is a number."""
    body = term.args[0]
    if body.head != "matmul":
        raise NotWritten("a number that is no product of bras and kets")
    first, *middle, last = body.args
    if _is_bra(first) and last.head == "ket" and last.data[1] != "v" and not any(
            _is_bra(m) or m.head == "ket" for m in middle):
        parts = [_label(composer, first.args[0])]
        if len(middle) == 1:
            parts.append(paren(composer.node(middle[0])) if middle[0].head == "matmul"
                         else composer.node(middle[0]))
        elif middle:
            parts.append(_side_by_side(composer, tuple(middle)))
        return Node("braket", (*parts, _label(composer, last)))
    return _side_by_side(composer, body.args)


def _mean(composer: Composer, term: Term) -> Node:
    shown = Node("braket", (composer.node(term.args[0]),))
    time = composer.notation.meaning(MEANS)
    if len(term.args) == 1 or term.args[1] is time:
        return shown
    if time is None:
        raise NotWritten("a mean value at a time, where nothing says of which letter it depends")
    below = Node("chain", (composer.label(composer.notation.card(time)),
                           composer.small.node(term.args[1])), ops=("=",))
    return Node("evalbar", (shown, below, NOTHING))


def _acted(composer: Composer, term: Term) -> Node:
    """``(\\hat{p}\\psi(x))``, in parentheses that show where it ends."""
    fun, operator, *points = term.args
    value = Term("call", (0,) * len(points), (fun, *points))
    factors = operator.args if operator.head == "matmul" else (operator,)
    return paren(_side_by_side(composer, (*factors, value)))


def _vector(composer: Composer, term: Term) -> Node:
    try:
        return composer.written(written(term))
    except LookupError:
        return Node("matrix", tuple(Node("row", (composer.node(a),)) for a in term.args),
                    "pmatrix")


def _partial(composer: Composer, term: Term, order: Node = NOTHING) -> Node:
    """``\\frac{\\partial}{\\partial x}``."""
    letter = composer.node(term.args[1])
    if order and letter.kind != "name":
        raise NotWritten("the order of a derivative by what is no plain letter")
    sign = name("\\partial")
    below = letter.parts if letter.kind == "apply" else (script(letter, sup=order),)
    return Node("frac", (script(sign, sup=order), Node("juxt", (sign, *below))), "\\frac")


def _times(composer: Composer, term: Term) -> Node:
    return composer.node(term.args[1])


def _transposed(composer: Composer, term: Term) -> Node:
    return _on(composer, term.args[0], Node("mark", value="\\top"))


def _commutator(composer: Composer, term: Term) -> Node:
    items = tuple(composer.node(a) for a in term.args)
    return paren(Node("list", items, ops=(",",)), "[" if term.head == "commutator" else "\\{")


def _power(composer: Composer, term: Term) -> Node:
    order = composer.small.node(term.args[1])
    if term.args[0].head == "partial" and composer.node(term.args[0].args[1]).kind == "name":
        return _partial(composer, term.args[0], order)
    return _on(composer, term.args[0], order)


def _inverse(composer: Composer, term: Term) -> Node:
    return _on(composer, term.args[0], Node("minus", (number(1),)))


def _exponential(composer: Composer, term: Term) -> Node:
    letter = name("\\mathrm{e}" if composer.taken("e") else "e")
    return script(letter, sup=composer.small.node(term.args[0]))


def _function(composer: Composer, term: Term) -> Node:
    fun, argument = term.args
    order = term.data[0]
    assert isinstance(order, int)
    label = composer.label(composer.notation.card(fun))
    head = script(label, primes=order) if 0 < order <= 3 else label
    if order > 3:
        head = script(label, sup=paren(number(order)))
    return Node("apply", (head, paren(composer.node(argument))))


def _field(composer: Composer, term: Term) -> Node:
    """``V(\\hat{\\vec{r}})``."""
    fun, *places = term.args
    if any(term.data):
        raise NotWritten("a derivative of a function of several operators")
    try:
        inside = composer.written(written(Term("opvector", (), tuple(places))))
    except LookupError:
        inside = sequence(tuple(composer.node(a) for a in places))
    return Node("apply", (composer.label(composer.notation.card(fun)), paren(inside)))


def _trace(composer: Composer, term: Term) -> Node:
    return Node("apply", (name("\\mathrm{tr}"), paren(composer.node(term.args[0]))), "operator")


def _identity(composer: Composer, term: Term) -> Node:
    known = sorted(ONES & composer.notation.constants)
    return composer.written(known[0]) if known else Node("accent", (number(1),), "\\hat")


def _tensor(composer: Composer, term: Term) -> Node:
    parts = tuple(paren(n) if a.head in LOOSE | {"scale"} or n.kind in ("minus", "product", "sum")
                  else n for a in term.args for n in (composer.node(a),))
    return Node("product", parts, ops=("\\otimes",))


WRITERS: dict[str, Callable[[Composer, Term], Node]] = {
    "operator": _operator, "ket": _ket, "adjoint": _adjoint, "matadd": _total, "scale": _scaled,
    "matmul": _product, "item": _bracket, "expectation": _mean, "commutator": _commutator,
    "anticommutator": _commutator, "oppow": _power, "inverse": _inverse, "opexp": _exponential,
    "opfun": _function, "trace": _trace, "identity": _identity, "kron": _tensor,
    "zeros": lambda composer, term: number(0), "opsum": compose_calculus.series,
    "acted": _acted, "opvector": _vector, "turned": _transposed,
    "opfield": _field, "partial": _partial, "times": _times,
    "opderivative": compose_calculus.differentiate, "opintegral": compose_calculus.integral,
}
