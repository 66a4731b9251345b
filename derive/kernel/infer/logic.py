"""Hypotheses, cut, cases, contradiction, and 'for all'. TRUSTED."""

from __future__ import annotations

from derive.kernel.claim import Claim, Refused, claim
from derive.kernel.infer.context import (
    Context,
    Witness,
    inference,
    only,
    require_absent,
    union,
    without,
)
from derive.terms.binding import alpha_equal, alpha_key, substitute
from derive.terms.build import eq, le, ne, negation
from derive.terms.domains import sort_of, within
from derive.terms.term import Term


@inference
def assume(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A hypothesis holds where it is assumed.

    ::

        ---------------
        phi |- phi

    Side condition: none; phi enters the hypotheses.
    """
    only(premises, 0)
    formula = witness.formula("formula")
    return claim((formula,), formula)


@inference
def weaken(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- phi`` gives ``G, H |- phi``."""
    first, = only(premises, 1)
    return claim((*first.hypotheses, *witness.hypotheses()), first.conclusion)


@inference
def cut(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """What was proved is no longer a hypothesis.

    ::

        G1 |- phi      G2, phi |- chi
        -----------------------------
              G1, G2 |- chi

    Side condition: phi is among the second premise's hypotheses.
    """
    first, second = only(premises, 2)
    rest = without(second.hypotheses, first.conclusion)
    if len(rest) == len(second.hypotheses):
        raise Refused(f"{first.conclusion} is not a hypothesis of the second premise")
    return claim((*first.hypotheses, *rest), second.conclusion)


@inference
def generalize(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- phi`` gives ``G |- for all x: phi``. Side condition: x is not free in G."""
    first, = only(premises, 1)
    x = witness.symbol("symbol")
    require_absent(x, first.hypotheses)
    return claim(first.hypotheses, Term("forall", (), (x, first.conclusion)))


@inference
def specialize(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- for all x: phi`` gives ``G |- phi[x := t]``. Condition: t is defined, of x's sort."""
    first, = only(premises, 1)
    if first.conclusion.head != "forall":
        raise Refused("only a formula 'for all' can be specialized")
    x, body = first.conclusion.args
    value = witness.term("value")
    _require_value(context, x, value, first.hypotheses)
    return claim(first.hypotheses, substitute(body, {x: value}))


@inference
def instantiate(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Put terms for symbols and functions for function symbols, everywhere at once.

    ::

             G |- phi
        -------------------
        G[s := t] |- phi[s := t]

    Side condition: each t is defined and of the sort of its symbol where G[s := t] holds (a
    function: for every argument, and of the class C^k declared); no symbol is captured; defined
    functions keep their meaning; no hypothesis becomes plainly false.
    """
    first, = only(premises, 1)
    symbols, values = witness.terms("symbols"), witness.terms("values")
    if len(symbols) != len(values) or len(set(symbols)) != len(symbols):
        raise Refused("each symbol takes one value")
    mapping = dict(zip(symbols, values, strict=True))
    hypotheses = claim(tuple(substitute(h, mapping) for h in first.hypotheses),
                       first.conclusion).hypotheses
    for formula in hypotheses:
        if formula.head == "ne" and context.normalizer.equal(*formula.args):
            raise Refused(f"the hypothesis becomes false: {formula}")
    for symbol, value in mapping.items():
        if symbol.head == "sym":
            _require_value(context, symbol, value, hypotheses)
        elif symbol.head == "fun" and symbol not in context.definitions:
            _require_function(context, symbol, value, hypotheses)
        else:
            raise Refused(f"{symbol} is not a symbol that something can be put for")
    return claim(hypotheses, substitute(first.conclusion, mapping))


def _require_value(context: Context, symbol: Term, value: Term, hypotheses: tuple[Term, ...]
                   ) -> None:
    if value.is_formula or value.head in ("fun", "lambda") or value.shape is not None:
        raise Refused(f"{value} is no value for {symbol}")
    defined = context.definedness(hypotheses)
    defined.require(value)
    if not defined.facts.in_sort(value, sort_of(value), symbol.sort):
        raise Refused(f"not shown: {value} is of sort {symbol.sort}, as {symbol} is")


def _require_function(context: Context, symbol: Term, value: Term, hypotheses: tuple[Term, ...]
                      ) -> None:
    if value.head == "fun":
        if value.data[1] != symbol.data[1] or not within(value.sort, symbol.sort) or not (
                value.data[3] == -1 or value.data[3] == symbol.data[3]):
            raise Refused(f"{value} is not a function of the kind of {symbol}")
        return
    if value.head != "lambda" or symbol.data[1] != (value.args[0].sort,):
        raise Refused(f"{value} is not a function of the kind of {symbol}")
    x, body = value.args
    if not within(sort_of(body), symbol.sort):
        raise Refused(f"the values of {value} are not of sort {symbol.sort}")
    # The hypotheses may speak of another x; as the argument it is arbitrary.
    renamed = Term("sym", ("#argument", x.sort))
    if renamed in body.free or any(renamed in h.free for h in hypotheses):
        raise Refused(f"the name {renamed} is the kernel's own")
    body = substitute(body, {x: renamed})
    defined = context.definedness(hypotheses)
    defined.require(body)
    order = symbol.data[3]
    if x.sort in ("R", "P") and isinstance(order, int) and order != 0:  # of class 0 is any function
        defined.smooth(body, renamed, order)


@inference
def excluded_middle(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """Two cases that leave no third.

    ::

        G1, a = b |- phi      G2, a != b |- phi
        ---------------------------------------
                   G1, G2 |- phi

    With ``ordered`` the cases are ``a <= b`` and ``b < a``. Side condition: a and b are defined
    (for an order: and real) where G1, G2 hold.
    """
    first, second = only(premises, 2)
    a, b = witness.term("left"), witness.term("right")
    ordered = witness.has("ordered") and witness.number("ordered") == 1
    case, other = (le(a, b), Term("lt", (), (b, a))) if ordered else (eq(a, b), ne(a, b))
    if not alpha_equal(first.conclusion, second.conclusion):
        raise Refused("the two cases conclude different things")
    hypotheses = union((Claim(without(first.hypotheses, case), first.conclusion),
                        Claim(without(second.hypotheses, other), first.conclusion)))
    context.definedness(hypotheses).require(case)
    return claim(hypotheses, first.conclusion)


@inference
def contradiction(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G1 |- phi`` and ``G2 |- not phi`` give ``G1, G2 |- false``."""
    first, second = only(premises, 2)
    hypotheses = union(premises)
    if second.conclusion.head == "not":  # what is denied might have no value: it is asked for
        context.require_match(first.conclusion, second.conclusion.args[0], hypotheses, premises)
    elif first.conclusion.head == "not":
        context.require_match(second.conclusion, first.conclusion.args[0], hypotheses, premises)
    elif not any(context.same_formula(second.conclusion, opposite)
                 for opposite in opposites(first.conclusion)):
        raise Refused(f"{first.conclusion} and {second.conclusion} do not exclude each other")
    return claim(hypotheses, Term("false"))


def opposites(formula: Term) -> tuple[Term, ...]:
    """Formulas that cannot hold together with this one."""
    a, b = formula.args if formula.head in ("eq", "ne", "lt", "le") else (formula, formula)
    if formula.head == "eq":
        return (ne(a, b), ne(b, a))
    if formula.head == "ne":
        return (eq(a, b), eq(b, a))
    if formula.head == "lt":
        return (le(b, a), eq(a, b), eq(b, a))
    return (Term("lt", (), (b, a)),) if formula.head == "le" else ()


@inference
def discharge(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """A hypothesis that leads to a contradiction does not hold.

    ::

        G, phi |- false
        ---------------
          G |- not phi

    Side condition: the terms of phi are defined where G holds ("not a = b" says a != b).
    """
    first, = only(premises, 1)
    formula = witness.formula("formula")
    rest = without(first.hypotheses, formula)
    if first.conclusion.head != "false" or len(rest) == len(first.hypotheses):
        raise Refused("this does not refute the formula")
    context.definedness(rest).require(formula)
    if formula.head in ("eq", "ne"):
        opposite = {"eq": ne, "ne": eq}[formula.head](*formula.args)
    elif formula.head == "lt":
        opposite = le(formula.args[1], formula.args[0])
    else:
        opposite = negation(formula)
    return claim(rest, opposite)


@inference
def from_false(context: Context, premises: tuple[Claim, ...], witness: Witness) -> Claim:
    """``G |- false`` gives ``G |- phi`` for any phi."""
    first, = only(premises, 1)
    if first.conclusion.head != "false":
        raise Refused("the premise is no contradiction")
    return claim(first.hypotheses, witness.formula("formula"))


def assumed(premise: Claim, formula: Term) -> bool:
    """Whether a formula is among the hypotheses of a claim."""
    key = alpha_key(formula)
    return any(alpha_key(h) == key for h in premise.hypotheses)
