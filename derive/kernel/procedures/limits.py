"""Inferences: limits of real or complex functions of one real number. TRUSTED.

``limit x -> a`` says what f(x) comes near to as x comes near to a and is not a. Next:
``fundamental_theorem``.
"""

from __future__ import annotations

from derive.kernel.atoms import constant_of
from derive.kernel.calculus import derived
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.elementary.form import ElementaryNormalizer
from derive.kernel.infer.context import Context, Witness, inference, require_absent, union
from derive.kernel.wellformed import Definedness
from derive.terms.binding import substitute
from derive.terms.build import INFINITY, add, div, eq, exp, lt, mul, neg, power, sub, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term

MOST = 8  # derivatives that may vanish
ZERO, ONE, IMAGINARY = term(0), term(1), Term("const", ("i",))
#: heads of functions that are smooth around every point where they are defined
SMOOTH_THERE = frozenset({"add", "mul", "neg", "div", "pow", "sqrt", "call", "exp", "log", "sin",
                          "cos", "tan", "arctan", "sinh", "cosh", "tanh", "erf", "conj"})


@inference
def limit_by_taylor(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """The limit of a quotient at a number, by the first derivatives that do not vanish there.

    ::

        G |- f^(j)(a) = g^(j)(a) = 0 for j < k      g^(k)(a) != 0
        ---------------------------------------------------------
             G |- lim_(x -> a) f(x)/g(x) = f^(k)(a)/g^(k)(a)

    Side condition: f and g, which are read off the body, are of class C^k around a: they are
    defined at a by conditions that also hold around a (a root of what is positive there, and not
    of what is 0). The side from which x comes does not matter. A hypothesis does not speak of x.
    """
    x, body, point = witness.symbol("symbol"), witness.term("body"), witness.term("point")
    side, order = witness.number("side"), witness.number("order")
    hypotheses = union(premises, *witness.hypotheses())
    require_absent(x, hypotheses)
    if x.sort != "R" or x in point.free or not within(sort_of(point), "R") or side not in (
            -1, 0, 1) or not 0 <= order <= MOST:
        raise Refused("a limit at a real number, after 0 to 8 derivatives that vanish")
    defined = context.definedness(hypotheses, premises)
    defined.require(point)
    over, under = quotient(body)
    forms = ElementaryNormalizer(context.normalizer.factory, hypotheses)
    for part in (over, under):
        require_smooth_at(defined, part, x, point, order)
    for taken in range(order + 1):
        values = [substitute(part, {x: point}) for part in (over, under)]
        for value in values:
            defined.require(value)
        if taken < order:
            if not all(forms.is_zero(value) for value in values):
                raise Refused(f"the derivatives of order {taken} do not vanish at {point}")
            over, under = derived(over, x), derived(under, x)
    if not constant_of(forms.items(values[1])) and not defined.facts.nonzero(values[1]):
        raise Refused(f"not shown: {values[1]} is not 0")
    result = values[0] if under is ONE else div(*values)
    return claim(hypotheses, eq(Term("limit", (side,), (x, body, point)), result))


def quotient(body: Term) -> tuple[Term, Term]:
    """``(f, g)`` with body = f/g wherever f and g are defined and g is not 0.

    What stands in a divisor is not opened: it must not vanish for the body to have a value.
    """
    if body.head == "div":
        over, under = quotient(body.args[0])
        return over, body.args[1] if under is ONE else mul(under, body.args[1])
    if body.head == "neg":
        over, under = quotient(body.args[0])
        return neg(over), under
    if body.head == "mul":
        parts = [quotient(a) for a in body.args]
        below = [under for _, under in parts if under is not ONE]
        return mul(*(over for over, _ in parts)), mul(*below) if below else ONE
    return body, ONE


def require_smooth_at(defined: Definedness, body: Term, x: Term, point: Term,
                       order: int) -> None:
    """Refuse unless a term that is defined at a point is of class C^order around it."""
    if x not in body.free or body is x:
        return
    facts = defined.facts
    for arg in _real_only(defined, body, x):  # at the point itself a number may be real by chance
        if not facts.in_sort(arg, sort_of(arg), "R"):
            raise Refused(f"not shown: {arg} is real around {point}")
    if body.head == "sqrt" or (body.head == "pow" and x in body.args[1].free):
        if not facts.positive(substitute(body.args[0], {x: point})):
            raise Refused(f"not shown: {body.args[0]} is positive at {point}")
    elif body.head == "call":
        limit, sorts = body.args[0].data[3], body.args[0].data[1]
        taken = sum(d for d in body.data if isinstance(d, int))
        assert isinstance(limit, int)
        assert isinstance(sorts, tuple)
        if limit != -1 and taken + order > limit:
            raise Refused(f"{body.args[0]} is not known to be differentiable that often")
        if any(x in a.free and s not in ("R", "P")
               for a, s in zip(body.args[1:], sorts, strict=True)):
            raise Refused(f"{body} is not smooth in an argument that is no real number")
    if body.head not in SMOOTH_THERE:
        raise Refused(f"not shown to be smooth in {x}: {body}")
    for arg in body.args:
        require_smooth_at(defined, arg, x, point, order)


def _real_only(defined: Definedness, body: Term, x: Term) -> tuple[Term, ...]:
    """The arguments of a function that has values for real ones only."""
    if body.head in ("sqrt", "log", "tanh", "arctan"):
        return body.args
    if body.head == "call":
        return tuple(a for a in body.args[1:] if x in a.free)
    if body.head == "pow" and (x in body.args[1].free or not defined.facts.integral(
            body.args[1])):
        return body.args
    return ()


@inference
def limit_at_infinity(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Powers times decaying exponentials come to nothing.

    ::

        body = c + sum f_j x^(k_j) e^(-a_j x^2 - b_j x + i w_j x)
        ----------------------------------------------------------
                     G |- lim_(x -> oo) body = c

    Side condition: for each j, a_j > 0, or a_j = 0 and b_j > 0 (for x -> -oo: b_j < 0), or a_j =
    b_j = 0 and k_j < 0; a_j, b_j, w_j are real; c, f_j do not contain x and are defined; the body
    is defined for x > 0 (x < 0) and equals the sum there in the elementary normal form. G does not
    speak of x.
    """
    x, body, value = witness.symbol("symbol"), witness.term("body"), witness.term("value")
    point = witness.term("point")
    hypotheses = union(premises, *witness.hypotheses())
    require_absent(x, hypotheses)
    if x.sort not in ("R", "P", "N0") or point not in (INFINITY, neg(INFINITY)) or (
            point is not INFINITY and x.sort != "R"):
        raise Refused("a limit at infinity of a function of a real number or a natural one")
    if x in value.free:
        raise Refused(f"{value} depends on {x}")
    defined = context.definedness(hypotheses, premises)
    names = ("factors", "orders", "squares", "rates", "phases")
    lists = [witness.terms(name) for name in names]
    if len({len(found) for found in lists}) != 1:
        raise Refused("five lists of one length")
    total = [value]
    for factor, order, a, b, w in zip(*lists, strict=True):
        for part in (factor, a, b, w):
            if x in part.free:
                raise Refused(f"{part} depends on {x}")
            defined.require(part)
        if order.head not in ("int", "neg") or not all(within(sort_of(t), "R") or (
                defined.facts.in_sort(t, sort_of(t), "R")) for t in (a, b, w)):
            raise Refused("a whole power, and real rates")
        _require_decay(defined, order, a, b if point is INFINITY else neg(b))
        number = -order.args[0].value if order.head == "neg" else order.value
        raised = power(x, number) if number >= 0 else div(1, power(x, -number))
        exponent = sub(mul(IMAGINARY, w, x), add(mul(a, power(x, 2)), mul(b, x)))
        total.append(mul(factor, raised, exp(exponent)))
    defined.require(value)
    beyond = lt(0, x) if point is INFINITY else lt(x, 0)
    Definedness(defined.facts.extended([beyond]), defined.known).require(body)
    forms = ElementaryNormalizer(context.normalizer.factory, (*hypotheses, beyond))
    if not forms.equal(body, add(*total) if len(total) > 1 else value):
        raise Refused(f"{body} is not this sum")
    return claim(hypotheses, eq(Term("limit", (0,), (x, body, point)), value))


def _require_decay(defined: Definedness, order: Term, a: Term, b: Term) -> None:
    if defined.facts.positive(a):
        return
    if a is not ZERO:
        raise Refused(f"not shown: {a} is positive")
    if defined.facts.positive(b):
        return
    if b not in (ZERO, neg(ZERO)) or order.head != "neg" or order.args[0].head != "int" or (
            order.args[0].value < 1):
        raise Refused(f"not shown to decay: power {order}, rate {b}")
