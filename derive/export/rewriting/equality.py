"""Have the kernel show that a rewritten form is equal to the given one.

The claim's hypotheses say where: the domain's sign, and where the given form is defined. A form
with branches needs a claim for every branch, with the branch's condition among the hypotheses.
UNTRUSTED search; what counts is the kernel's step. Next: ``search``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product

from derive.export.program import Expr, Input, Op
from derive.export.rewriting.laws import of_arctangents, of_powers, plain
from derive.export.rewriting.meaning import Letters
from derive.export.rewriting.side_conditions import UNSHOWN, of_base
from derive.kernel.derivation import Derivation
from derive.kernel.procedures.conditions import conditions
from derive.terms import Term
from derive.terms.build import le, lt
from derive.terms.build import term as number

#: of a polynomial, relative to it: a quarter of what rounding its value costs
EPSILON = Fraction(1, 2**55)
LARGEST = 2.0**60  # bounds of a domain that are said in a claim
BRANCHES, SIGNS = 3, 2  # conditions and absolute values in a form at most
Domain = Mapping[str, tuple[float, float]]


def equal(given: Expr, better: Expr, inputs: Sequence[Input], domain: Domain
          ) -> tuple[Derivation, ...] | None:
    """Derivations, their last line "equal", that show both forms to be equal; or None.

    Together they hold wherever the given form is defined in the domain.

    Of a polynomial for ``|x| < r`` they show that its relative error is at most ``EPSILON``.

    >>> from derive.export.program import Var, const
    >>> x = Var("x")
    >>> form = Op("sub", (Op("exp", (x,)), const(1)))
    >>> [str(d["equal"].claim) for d in equal(form, Op("expm1", (x,)), [Input("x")], {})]
    ['|- (eq (add (exp x) (neg 1)) (add (exp x) (neg 1)))']
    """
    for one, other in reversed(list(_narrowed(given, better))):
        shown = _everywhere(one, other, inputs, domain)
        if shown:
            return tuple(shown)
    return None


def chained(forms: Sequence[Expr], inputs: Sequence[Input], domain: Domain,
            memo: dict[tuple[Expr, Expr], tuple[Derivation, ...] | None] | None = None
            ) -> tuple[Derivation, ...] | None:
    """Derivations that each form is equal to the one before, so the last to the first; or None.

    Each holds where the form before is defined; that the next one is, is shown with it.
    """
    memo = {} if memo is None else memo
    found: list[Derivation] = []
    for pair in pairwise(forms):
        if pair not in memo:
            memo[pair] = equal(*pair, inputs, domain)
        shown = memo[pair]
        if not shown:
            return None
        found += shown
    return tuple(found)


def _narrowed(given: Expr, better: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Both forms, then the only parts of them that differ: wholes are equal when parts are."""
    while True:
        yield given, better
        if not (isinstance(given, Op) and isinstance(better, Op) and given.name == better.name
                and len(given.args) == len(better.args) and given.name != "where"):
            return
        pairs = [(a, b) for a, b in zip(given.args, better.args, strict=True) if a != b]
        if len(pairs) != 1:
            return
        given, better = pairs[0]


def inside(left: Term, right: Term) -> Iterator[tuple[Term, Term]]:
    """The same for terms."""
    while True:
        yield left, right
        if left.head != right.head or left.data != right.data or len(left.args) != len(right.args):
            return
        pairs = [(a, b) for a, b in zip(left.args, right.args, strict=True) if a is not b]
        if len(pairs) != 1:
            return
        left, right = pairs[0]


def _everywhere(given: Expr, better: Expr, inputs: Sequence[Input], domain: Domain
                ) -> list[Derivation]:
    """A derivation for every way in which the conditions in the forms can come out, or []."""
    found: list[Derivation] = []
    try:
        for taken, (left, right) in branches(given, better):
            letters = Letters(inputs)
            tests = [_holds(letters.term(t), yes) for t, yes in taken.items()]
            hypotheses = [*signs(inputs, letters, domain), *tests]
            terms = letters.term(left), letters.term(right)
            limits = [*hypotheses, *bounds(inputs, letters, domain)]
            shown = polynomial(*terms, hypotheses)
            for pair in inside(*terms):
                shown = shown or by_signs(*pair, hypotheses) or by_signs(*pair, limits)
            if not shown:
                return []
            found += shown
    except UNSHOWN:
        return []
    return found


def signs(inputs: Sequence[Input], letters: Letters, domain: Domain) -> Iterator[Term]:
    """What the domain says of the signs of the inputs."""
    for i in inputs:
        low, high = domain.get(i.name, (float("-inf"), float("inf")))
        x = letters.inputs[i.name]
        if low > 0 or high < 0:
            yield lt(0, x) if low > 0 else lt(x, 0)
        elif low == 0 or high == 0:
            yield le(0, x) if low == 0 else le(x, 0)


def bounds(inputs: Sequence[Input], letters: Letters, domain: Domain) -> Iterator[Term]:
    """The bounds of the domain that say more than a sign."""
    for i in inputs:
        low, high = domain.get(i.name, (float("-inf"), float("inf")))
        if high < LARGEST:
            yield le(letters.inputs[i.name], number(Fraction(high)))
        if low > -LARGEST:
            yield le(number(Fraction(low)), letters.inputs[i.name])


def by_signs(left: Term, right: Term, hypotheses: Sequence[Term]) -> list[Derivation]:
    """Derivations of ``left = right``, one for each sign of what stands in absolute values."""
    whole = equation(left, right, hypotheses)
    if whole is not None:
        return [whole]
    inside = list(dict.fromkeys(t.args[0] for side in (left, right) for t in side.walk()
                                if t.head == "abs"))
    if not 1 <= len(inside) <= SIGNS:
        return []
    found = []
    for ups in product((True, False), repeat=len(inside)):
        said = [le(0, u) if up else lt(u, 0) for u, up in zip(inside, ups, strict=True)]
        case = equation(left, right, [*hypotheses, *said])
        if case is None:
            return []
        found.append(case)
    return found


def equation(left: Term, right: Term, hypotheses: Sequence[Term]) -> Derivation | None:
    """A derivation of ``hypotheses, where the left side is defined |- left = right``."""
    given = defined_where(left, hypotheses)
    for by in (plain("ring"), plain("elementary"), of_arctangents, of_powers):
        derivation = Derivation("equal forms")
        try:
            by(derivation, left, right, given)
        except UNSHOWN:
            continue
        return derivation
    return None


def defined_where(t: Term, hypotheses: Sequence[Term]) -> list[Term]:
    """The hypotheses, and what holds where a term is defined."""
    found = conditions(t)
    return list(dict.fromkeys([*hypotheses, *found, *map(of_base, found)]))


def polynomial(left: Term, right: Term, hypotheses: Sequence[Term]) -> list[Derivation]:
    """A derivation that a polynomial is as good as the left side where ``|x| < r`` is assumed."""
    sizes = [h for h in hypotheses if h.head in ("lt", "le") and h.args[0].head == "abs"
             and h.args[0].args[0].head == "sym"]
    if len(sizes) != 1:
        return []
    derivation = Derivation("equal forms")
    try:
        derivation.step(
            "taylor_bound", label="equal", symbol=sizes[0].args[0].args[0], function=left,
            hypotheses=defined_where(left, hypotheses), polynomial=right, radius=sizes[0].args[1],
            epsilon=number(EPSILON))
    except UNSHOWN:
        return []
    return [derivation]


def branches(*forms: Expr) -> Iterator[tuple[dict[Expr, bool], list[Expr]]]:
    """Every way in which the conditions of some forms can come out, and the forms without them."""
    tests = list(dict.fromkeys(t for form in forms for t in _tests(form)))
    if len(tests) > BRANCHES:
        return
    for values in product((True, False), repeat=len(tests)):
        taken = dict(zip(tests, values, strict=True))
        yield taken, [_settled(form, taken) for form in forms]


def _tests(node: Expr) -> Iterator[Expr]:
    if isinstance(node, Op):
        if node.name == "where":
            yield node.args[0]
        for arg in node.args:
            yield from _tests(arg)


def _settled(node: Expr, taken: Mapping[Expr, bool]) -> Expr:
    if not isinstance(node, Op):
        return node
    if node.name == "where":
        return _settled(node.args[1 if taken[node.args[0]] else 2], taken)
    return Op(node.name, tuple(_settled(a, taken) for a in node.args))


def _holds(formula: Term, yes: bool) -> Term:
    """A comparison, or its opposite."""
    if yes:
        return formula
    left, right = formula.args
    return le(right, left) if formula.head == "lt" else lt(right, left)
