"""The hand that writes a derivation: short calls, each of which the kernel may refuse. UNTRUSTED.

An ``Author`` holds a kernel derivation and proposes steps with their witnesses: cofactors
are searched for, derivatives carried out by the table before the kernel does it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from derive.kernel.calculus import derived
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer.context import Value
from derive.rules.cofactors import find_cofactors
from derive.terms.binding import substitute
from derive.terms.build import eq, term
from derive.terms.term import BINDER_HEADS, Term

Using: TypeAlias = "Step | tuple[Step, Term]"
#: beyond these a derivative is not written out
HIGHEST_ORDER, LARGEST_DERIVATIVE = 200, 50_000


def carried_out(body: Term, x: Term, order: int) -> Term:
    """The derivative by the table; Refused where it would be too long.

    >>> from derive.terms.build import power, symbol
    >>> str(carried_out(power(symbol("x"), 2), symbol("x"), 2))
    '2'
    """
    if order > HIGHEST_ORDER:
        raise Refused(f"a derivative of order {order} is not carried out")
    for _ in range(order):
        body = derived(body, x)
        if body.size > LARGEST_DERIVATIVE:
            raise Refused(f"a derivative of order {order} is too long to be written out")
    return body


class Author:
    """Writes steps into a derivation.

    >>> from derive.terms.build import add, mul, symbol
    >>> a, x = Author("doubling"), symbol("x")
    >>> a.ring(eq(add(x, x), mul(2, x))).grade.value
    'proved'
    """

    def __init__(self, name: str) -> None:
        self.derivation = Derivation(name)
        self.normalizer = self.derivation.context.normalizer

    def step(self, inference: str, *premises: Step, label: str | None = None,
             postulate: bool = False, **witness: Value) -> Step:
        return self.derivation.step(inference, *premises, label=label, postulate=postulate,
                                    **witness)

    # -- logic ---------------------------------------------------------------------------------

    def assume(self, formula: Term, label: str | None = None, postulate: bool = False) -> Step:
        return self.step("assume", label=label, postulate=postulate, formula=formula)

    def specialize(self, step: Step, *values: Term, label: str | None = None) -> Step:
        """Put values for the symbols of leading 'for all', the last one under the label."""
        for i, value in enumerate(values):
            step = self.step("specialize", step, label=label if i == len(values) - 1 else None,
                             value=term(value))
        return step

    def open(self, step: Step) -> Step:
        """``for all x: phi`` at x itself."""
        while step.claim.conclusion.head == "forall":
            step = self.step("specialize", step, value=step.claim.conclusion.args[0])
        return step

    def generalize(self, step: Step, *symbols: Term, label: str | None = None) -> Step:
        for i, symbol in enumerate(reversed(symbols)):
            step = self.step("generalize", step, symbol=symbol,
                             label=label if i == len(symbols) - 1 else None)
        return step

    def put(self, step: Step, values: Mapping[Term, Term], label: str | None = None) -> Step:
        return self.step("instantiate", step, label=label, symbols=list(values),
                         values=list(values.values()))

    def cut(self, shown: Step, user: Step, label: str | None = None) -> Step:
        return self.step("cut", shown, user, label=label)

    def let_be(self, step: Step, symbol: Term, value: Term, local: Step,
               label: str | None = None) -> Step:
        """Remove a local definition: put the value, and what the definition says is trivial."""
        put = self.put(step, {symbol: value})
        formula = substitute(local.claim.conclusion, {symbol: value})
        bound: list[Term] = []
        while formula.head == "forall":
            bound.append(formula.args[0])
            formula = formula.args[1]
        trivial = self.generalize(self.ring(formula), *bound) if bound else self.ring(formula)
        return self.cut(trivial, put, label=label)

    # -- algebra -------------------------------------------------------------------------------

    def ring(self, goal: Term, *using: Using, label: str | None = None,
             conditions: Sequence[Step] = (), hypotheses: Sequence[Term] = (),
             multiplier: Term | None = None, cofactors: Sequence[Term] | None = None) -> Step:
        """An equation from equations; each may name its pivot (its left side, if it does not)."""
        pairs = [u if isinstance(u, tuple) else (u, u.claim.conclusion.args[0]) for u in using]
        if cofactors is None:
            cofactors = find_cofactors(
                self.normalizer, goal, [(s.claim.conclusion, p) for s, p in pairs])
        witness: dict[str, Any] = {"conclusion": goal, "cofactors": list(cofactors)}
        if hypotheses:
            witness["hypotheses"] = list(hypotheses)
        if multiplier is not None:
            witness["multiplier"] = multiplier
        return self.step("ring", *(s for s, _ in pairs), *conditions, label=label, **witness)

    def order(self, goal: Term, *using: tuple[Step, Term], label: str | None = None,
              multiplier: Term | None = None, rest: Term | None = None,
              conditions: Sequence[Step] = ()) -> Step:
        """An inequality; each premise comes with its cofactor."""
        witness: dict[str, Any] = {"conclusion": goal, "cofactors": [c for _, c in using]}
        if multiplier is not None:
            witness["multiplier"] = multiplier
        if rest is not None:
            witness["rest"] = rest
        return self.step("order", *(s for s, _ in using), *conditions, label=label, **witness)

    def rewrite(self, step: Step, equation: Step, label: str | None = None,
                at: tuple[int, ...] | None = None) -> Step:
        """Replace the left side of an equation, at the first place where it stands."""
        if at is None:
            at = find_place(step.claim.conclusion, equation.claim.conclusion.args[0])
        return self.step("rewrite", step, equation, label=label, path=list(at))

    # -- analysis ------------------------------------------------------------------------------

    def carry_out(self, x: Term, body: Term, order: int = 1, point: Term | None = None,
                  conditions: Sequence[Step] = (), label: str | None = None,
                  result: Term | None = None) -> Step:
        """``d^k body/dx^k = ...`` by the table."""
        at = x if point is None else point
        if result is None:
            result = substitute(carried_out(body, x, order), {x: at})
        return self.step("compute_derivative", *conditions, label=label, symbol=x, order=order,
                         body=body, point=at, result=result)

    def differentiate(self, step: Step, x: Term, order: int = 1) -> Step:
        """Differentiate an equation and carry both derivatives out by the table."""
        taken = self.step("differentiate", step, symbol=x, order=order)
        left, right = step.claim.conclusion.args
        parts = [self.carry_out(x, side, order) for side in (left, right)]
        goal = eq(parts[0].claim.conclusion.args[1], parts[1].claim.conclusion.args[1])
        return self.ring(goal, taken, *parts, cofactors=[term(1), term(-1), term(1)])

    def induct(self, symbol: Term, formula: Term, *steps: Step, label: str | None = None) -> Step:
        return self.step("induct", *steps, label=label, symbol=symbol, formula=formula)


def find_place(formula: Term, part: Term) -> tuple[int, ...]:
    """Where a part stands, first from the left; not where a bound symbol changes its meaning."""
    if formula is part:
        return ()
    for i, arg in enumerate(formula.args):
        if formula.head in BINDER_HEADS and i == 0:
            continue
        if formula.head == "call" and i == 0:
            continue
        try:
            return (i, *find_place(arg, part))
        except LookupError:
            continue
    raise LookupError(f"{part} does not stand in {formula}")


