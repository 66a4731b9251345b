"""Classes of functions: polynomial of bounded degree, polynomial times Gaussian, L2. TRUSTED.

Closure rules only, by the form of the function; ``rewrite`` carries a class along an equation.
"""

from __future__ import annotations

from derive.kernel.atoms import Items
from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
)
from derive.kernel.signs import Facts
from derive.terms.binding import alpha_equal, substitute
from derive.terms.build import add, decay, mul, square_integrable, sub, term
from derive.terms.domains import sort_of, within
from derive.terms.term import Term


@inference
def polynomial(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A polynomial of degree below d, by its form.

    ::

        G_i |- p_i is a polynomial in x of degree < d_i
        -----------------------------------------------
        G |- body is a polynomial in x of degree < d

    x has degree < 2, what is free of x < 1; sums take the larger bound, products d + d' - 1, a
    derivative d - 1 (0 bounds only the zero polynomial). Side condition: d is at least the bound
    so found, and a natural number; x is not free in G; body is defined.
    """
    goal = witness.formula("conclusion")
    if goal.head != "poly":
        raise Refused("the conclusion should name a polynomial")
    x, body, below = goal.args
    hypotheses = union(premises, *witness.hypotheses())
    require_absent(x, hypotheses)
    defined = context.definedness(hypotheses)
    defined.require(body)
    defined.require(below)
    bound = _degree_bound(context, defined.facts, x, body, premises)
    if not defined.facts.natural(below) or not defined.facts.nonnegative(sub(below, bound)):
        raise Refused(f"the degree is only shown to be below {bound}, not {below}")
    return claim(hypotheses, goal)


def _known_bound(x: Term, body: Term, premises: tuple[Claim, ...]) -> Term | None:
    for premise in premises:
        known = premise.conclusion
        if known.head == "poly" and alpha_equal(
                Term("poly", (), (x, body, known.args[2])), known):
            return known.args[2]
    return None


def _degree_bound(context: Context, facts: Facts, x: Term, body: Term,
                  premises: tuple[Claim, ...]) -> Term:
    known = _known_bound(x, body, premises)
    if known is not None:
        if not facts.integral(known):
            raise Refused(f"the degree {known} is not an integer")
        return known
    if x not in body.free:
        return term(1) if context.normalizer.items(body) else term(0)
    if body is x:
        return term(2)
    if body.head == "neg":
        return _degree_bound(context, facts, x, body.args[0], premises)
    if body.head == "add":
        bounds = [_degree_bound(context, facts, x, a, premises) for a in body.args]
        largest = bounds[0]
        for bound in bounds[1:]:
            if facts.nonnegative(sub(bound, largest)):
                largest = bound
            elif not facts.nonnegative(sub(largest, bound)):
                raise Refused(f"which of the degrees {bound} and {largest} is larger is not seen")
        return largest
    if body.head == "mul":
        bounds = [_degree_bound(context, facts, x, a, premises) for a in body.args]
        return sub(add(*bounds), len(bounds) - 1)
    if body.head == "div" and x not in body.args[1].free:
        return _degree_bound(context, facts, x, body.args[0], premises)
    if body.head == "pow" and x not in body.args[1].free and facts.natural(body.args[1]):
        inner = _degree_bound(context, facts, x, body.args[0], premises)
        return add(mul(body.args[1], sub(inner, 1)), 1)
    return _derivative_bound(context, facts, x, body, premises)


def _derivative_bound(context: Context, facts: Facts, x: Term, body: Term,
                      premises: tuple[Claim, ...]) -> Term:
    """The bound for a derivative: f'(x) of a premise's f(x), or d/dx of a polynomial."""
    if body.head == "derivative" and body.args[2] is x and (
            x is body.args[0] or x not in body.args[1].free):
        inner = substitute(body.args[1], {body.args[0]: x})
        return sub(_degree_bound(context, facts, x, inner, premises), int(str(body.data[0])))
    if body.head == "call" and any(body.data):
        slots = [i for i, order in enumerate(body.data) if order]
        plain = Term("call", (0,) * len(body.data), body.args)
        known = _known_bound(x, plain, premises)
        alone = all(x not in a.free for i, a in enumerate(body.args[1:]) if [i] != slots)
        if len(slots) == 1 and alone and body.args[1 + slots[0]] is x and known is not None and (
                facts.integral(known)):
            return sub(known, int(str(body.data[slots[0]])))
    raise Refused(f"not shown to be a polynomial in {x}: {body}")


@inference
def polynomial_in_new_variable(context: Context, premises: tuple[Claim, ...], witness: Witness
                               ) -> Claim:
    """``G |- p(x) polynomial of degree < d`` gives the same of ``p(s y + c)`` in y.

    Side condition: x is not free in G; y is new, and s, c are defined and free of x and y.
    """
    first, = only(premises, 1)
    if first.conclusion.head != "poly":
        raise Refused("the premise should name a polynomial")
    x, body, below = first.conclusion.args
    y, scale, shift = witness.symbol("new"), witness.term("scale"), witness.term("shift")
    require_absent(x, first.hypotheses)
    require_absent(y, first.hypotheses)
    defined = context.definedness(first.hypotheses)
    for part in (scale, shift):
        defined.require(part)
        if {x, y} & part.free or not within(sort_of(part), x.sort):
            raise Refused(f"{part} is not a constant of the substitution")
    if y.sort != x.sort or x.sort not in ("R", "C") or (y is not x and y in body.free):
        raise Refused(f"{y} is not a new variable for {x}")
    moved = substitute(body, {x: add(mul(scale, y), shift)})
    return claim(first.hypotheses, Term("poly", (), (y, moved, below)))


@inference
def gaussian(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A polynomial times a Gaussian, by its form.

    ::

        G_i |- p_i is a polynomial in x
        --------------------------------   body = sum of (polynomial) exp(quadratic)
        G |- body decays

    Side condition: in every summand the exponents add up to a quadratic in x whose leading
    coefficient is certainly negative; x is real and not free in G; body is defined.
    """
    goal = witness.formula("conclusion")
    if goal.head != "decay":
        raise Refused("the conclusion should say that a function decays")
    x, body = goal.args
    hypotheses = union(premises, *witness.hypotheses())
    require_absent(x, hypotheses)
    defined = context.definedness(hypotheses)
    defined.require(body)
    if x.sort != "R":
        raise Refused(f"{x} does not range over the line")
    for factors in _summands(body):
        exponent: list[Term] = []
        for factor in factors:
            if factor.head == "exp":
                exponent.append(factor.args[0])
            elif factor is not term(0):
                _degree_bound(context, defined.facts, x, factor, premises)
        if term(0) in factors:
            continue
        if not exponent or not _negative_quadratic(
                context.normalizer.items(add(*exponent)), x, defined.facts):
            raise Refused(f"no Gaussian in {mul(*factors)}")
    return claim(hypotheses, goal)


def _summands(body: Term) -> list[list[Term]]:
    """The factors of each summand; quotients by constants and small powers are opened."""
    if body.head == "add":
        return [s for a in body.args for s in _summands(a)]
    if body.head == "neg":
        return _summands(body.args[0])
    if body.head == "mul":
        result: list[list[Term]] = [[]]
        for arg in body.args:
            result = [[*s, *t] for s in result for t in _summands(arg)]
            if len(result) > 64:
                raise Refused("the function has too many summands")
        return result
    if body.head == "div" and "exp" not in {t.head for t in body.args[1].walk()}:
        inverse = Term("div", (), (term(1), body.args[1]))
        return [[*s, inverse] for s in _summands(body.args[0])]
    if body.head == "pow" and body.args[1].head == "int" and 0 < body.args[1].value <= 4:
        return _summands(mul(*[body.args[0]] * body.args[1].value))
    return [[body]]


def _negative_quadratic(items: Items, x: Term, facts: Facts) -> bool:
    """Whether a normal form is a x^2 + b x + c with a < 0, x nowhere else."""
    leading = []
    for monomial, factor in items:
        exponents = dict(monomial)
        degree = exponents.pop(x, 0)
        if degree not in (0, 1, 2) or any(_mentions(g, x) for g in exponents):
            return False
        if degree == 2:
            leading.append((frozenset(exponents.items()), -factor))
    return bool(leading) and facts.positive_form(frozenset(leading))


def _mentions(generator: object, x: Term) -> bool:
    if isinstance(generator, Term):
        return x in generator.free
    if isinstance(generator, tuple | frozenset):
        return any(_mentions(g, x) for g in generator)
    return False


@inference
def derivative_decays(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- F decays`` and ``G |- f = d/dx F`` give ``G |- f decays``. Condition: x not in G."""
    decaying, equation = only(premises, 2)
    if decaying.conclusion.head != "decay" or equation.conclusion.head != "eq":
        raise Refused("the premises are: F decays, and f = d/dx F")
    x, body = decaying.conclusion.args
    left, right = equation.conclusion.args
    hypotheses = union(premises)
    require_absent(x, hypotheses)
    if not alpha_equal(right, Term("derivative", (1,), (x, body, x))):
        raise Refused("the equation is about another function")
    return claim(hypotheses, decay(x, left))


@inference
def square_integrable_closure(context: Context, premises: tuple[Claim, ...], witness: Witness
                              ) -> Claim:
    """L2 from decay, by linear combination, and under an affine change of the variable.

    ::

        G |- f decays in x       G_i |- f_i in L2(x)               G |- f(x) in L2(x)
        ------------------       ------------------------------    -------------------------
        G |- f in L2(x)          G |- sum a_i f_i in L2(x)         G |- f(s x + c) in L2(x)

    Side condition: x is not free in G nor in the a_i, s, c; s is not 0; all are defined.
    """
    if witness.has("scale"):
        first, = only(premises, 1)
        x, body = _square(first.conclusion)
        scale, shift = witness.term("scale"), witness.term("shift")
        require_absent(x, first.hypotheses)
        defined = context.definedness(first.hypotheses)
        for part in (scale, shift):
            defined.require(part)
            if x in part.free or not within(sort_of(part), "R"):
                raise Refused(f"{part} is not a real constant")
        if not defined.facts.nonzero(scale):
            raise Refused(f"not shown: {scale} is not 0")
        moved = substitute(body, {x: add(mul(scale, x), shift)})
        return claim(first.hypotheses, square_integrable(x, moved))
    if witness.has("factors"):
        factors = witness.terms("factors")
        x, body = _square(witness.formula("conclusion"))
        hypotheses = union(premises)
        require_absent(x, hypotheses)
        if len(factors) != len(premises) or any(x in a.free for a in factors):
            raise Refused("each premise takes one constant factor")
        defined = context.definedness(hypotheses)
        parts = []
        for factor, premise in zip(factors, premises, strict=True):
            defined.require(factor)
            bound, part = _square(premise.conclusion)
            parts.append(mul(factor, substitute(part, {bound: x})))
        defined.require(body)
        if not context.normalizer.equal(body, add(*parts)):
            raise Refused(f"{body} is not the combination of the parts")
        return claim(hypotheses, square_integrable(x, body))
    first, = only(premises, 1)
    if first.conclusion.head != "decay":
        raise Refused("the premise should say that a function decays")
    require_absent(first.conclusion.args[0], first.hypotheses)
    return claim(first.hypotheses, square_integrable(*first.conclusion.args))


def _square(formula: Term) -> tuple[Term, Term]:
    if formula.head != "square_integrable" or formula.args[0].sort != "R":
        raise Refused(f"{formula} does not say that a function on the line is in L2")
    return formula.args[0], formula.args[1]

