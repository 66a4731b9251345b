"""Definitions, induction, parity: what rests on the natural numbers. TRUSTED."""

from __future__ import annotations

from derive.kernel.claim import Claim, Definition, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
)
from derive.terms.binding import alpha_key, substitute
from derive.terms.build import add, call, eq, mul, term
from derive.terms.domains import sort_of, within
from derive.terms.term import BINDER_HEADS, Term


@inference
def define(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Give a new function symbol its meaning, outright or by recursion on its first parameter.

    ::

        -----------------------            ----------------------------------------
        |- c(args) = t                      |- c(n + r, args) = t  (bases: see ``definition``)

    Side condition: the symbol is new; t is closed (speaks of the parameters and of defined
    functions only), defined for all values of the parameters (premises without hypotheses may
    show that), of the declared sort and class; a recursion calls c at n, ..., n + r - 1 only.
    """
    function, body = witness.term("function"), witness.term("body")
    parameters = witness.terms("parameters")
    bases = witness.terms("bases") if witness.has("bases") else ()
    if function.head != "fun" or function.name in context.names_in_use:
        raise Refused(f"the name {function} is already in use")
    if any(p.head != "sym" for p in parameters) or len(set(parameters)) != len(parameters) or (
            function.data[1] != tuple(p.sort for p in parameters)):
        raise Refused(f"the parameters of {function} do not fit its signature")
    if any(p.hypotheses for p in premises):
        raise Refused("a definition rests on no hypothesis")
    definition = Definition(function, parameters, body, bases)
    own = frozenset({function}) if bases else frozenset()
    allowed = frozenset(parameters) | frozenset(context.definitions)
    defined = context.definedness((), premises)
    for part, free in ((body, allowed | own), *((b, allowed - {parameters[0]}) for b in bases)):
        if part.is_formula or not part.free <= free:
            raise Refused(f"{part} is not a closed meaning for {function}")
        defined.require(part)
        if not within(sort_of(part), function.sort):
            raise Refused(f"{part} is not of sort {function.sort}")
        if function.data[3] != 0:  # of class 0 is any function
            for parameter in parameters:
                if parameter.sort in ("R", "P"):
                    defined.smooth(part, parameter, int(str(function.data[3])))
    if bases:
        _require_recursion(context, definition)
    context.definitions[function] = definition
    context.names_in_use.add(function.name)
    return _equation(definition, len(bases))


@inference
def definition(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """An equation of a definition: ``case`` i is the value at n = i, the last one the step."""
    only(premises, 0)
    known = context.definitions.get(witness.term("function"))
    case = witness.number("case")
    if known is None or not 0 <= case <= len(known.bases):
        raise Refused("no such equation was defined")
    return _equation(known, case)


def _equation(known: Definition, case: int) -> Claim:
    if case < len(known.bases):
        left = call(known.function, term(case), *known.parameters[1:])
        return claim((), eq(left, known.bases[case]))
    if not known.bases:
        return claim((), eq(call(known.function, *known.parameters), known.body))
    index = add(known.parameters[0], len(known.bases))
    return claim((), eq(call(known.function, index, *known.parameters[1:]), known.body))


def _require_recursion(context: Context, known: Definition) -> None:
    index, order = known.parameters[0], len(known.bases)
    if index.sort != "N0":
        raise Refused("recursion is on a parameter of sort N0")
    allowed = [context.normalizer.items(add(index, j)) for j in range(order)]
    for part in known.body.walk():
        if part.head in BINDER_HEADS and part.args[0] is index:
            raise Refused(f"{index} is bound inside the recursion")
        if part.head == "call" and part.args[0] is known.function and (
                context.normalizer.items(part.args[1]) not in allowed):
            raise Refused(f"the recursion calls {known.function} at {part.args[1]}")


@inference
def induct(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Induction over the natural numbers, with r bases.

    ::

        G |- phi(0)  ...  G |- phi(r-1)      G, phi(n), ..., phi(n+r-1) |- phi(n+r)
        ---------------------------------------------------------------------------
                                    G |- phi(n)

    Side condition: n is of sort N0 and free in G nowhere but in the induction hypotheses,
    which are discharged.
    """
    *bases, step = premises
    n, formula = witness.symbol("symbol"), witness.formula("formula")
    order = len(bases)
    if n.sort != "N0" or not bases:
        raise Refused("induction is on a symbol of sort N0, from at least one base")

    def at(value: Term) -> Term:
        return substitute(formula, {n: value})

    for j, base in enumerate(bases):
        require_absent(n, base.hypotheses)
        context.require_match(base.conclusion, at(term(j)), base.hypotheses, (base,))
    cases = [n, *(add(n, j) for j in range(1, order))]
    assumed = {alpha_key(at(value)) for value in cases}
    rest = tuple(h for h in step.hypotheses if alpha_key(h) not in assumed)
    for h in rest:
        require_absent(n, (h,))
    context.require_match(step.conclusion, at(add(n, order)), step.hypotheses, (step,))
    return claim(union((*bases, Claim(rest, formula))), formula)


@inference
def parity(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- phi(2j)`` and ``G |- phi(2j + 1)`` give ``G |- phi(n)``. Condition: j, n not in G."""
    even, odd = only(premises, 2)
    n, j = witness.symbol("symbol"), witness.symbol("half")
    formula = witness.formula("formula")
    hypotheses = union(premises)
    if n.sort != "N0" or j.sort != "N0" or j in formula.free:
        raise Refused("the two symbols are of sort N0, the second new to the formula")
    require_absent(n, hypotheses)
    require_absent(j, hypotheses)
    for premise, value in ((even, mul(2, j)), (odd, add(mul(2, j), 1))):
        context.require_match(premise.conclusion, substitute(formula, {n: value}),
                              premise.hypotheses, (premise,))
    return claim(hypotheses, formula)


@inference
def kronecker(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``a = b |- delta(a, b) = 1``, ``a != b |- delta(a, b) = 0``. Condition: a, b are integers."""
    only(premises, 0)
    condition = witness.formula("condition")
    if condition.head not in ("eq", "ne"):
        raise Refused("the condition is a = b or a != b")
    symbol = Term("delta", (), condition.args)
    context.definedness((condition,)).require(symbol)
    return claim((condition,), eq(symbol, 1 if condition.head == "eq" else 0))


@inference
def ceiling(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``|- t <= ceiling(t)``, the least natural number not below t. Condition: t is real."""
    value = witness.term("value")
    hypotheses = union(premises, *witness.hypotheses())
    rounded = Term("ceiling", (), (value,))
    context.definedness(hypotheses, premises).require(rounded)
    return claim(hypotheses, Term("le", (), (value, rounded)))


