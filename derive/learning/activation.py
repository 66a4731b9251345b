"""What an activation is: a formula, its kinks, a stable numeric form. Its derivative is derived.

A file in ``activations`` makes one and puts it on the shelf; see ``activations.sigmoid``.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from derive.kernel.claim import Claim
from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.entrywise import lifted
from derive.kernel.refute.matrix_models import Meaning
from derive.learning.expressions import Expression
from derive.rules.matrix_steps import Fact
from derive.rules.slope import Slope, slope
from derive.terms import matrices as mx
from derive.terms.build import call, eq, function, symbol
from derive.terms.term import Term

X = symbol("x")


@dataclass(frozen=True)
class Activation:
    """An elementwise function by its formula in ``x``.

    Attributes
    ----------
    body
        The formula, a term in the symbol ``x``.
    numpy
        A numpy expression in ``x`` that neither overflows nor cancels.
    kinks
        Points without a derivative; ``at_kink`` is the value that programs use there.
    uses
        Other activations whose value the derivative may mention.

    Examples
    --------
    >>> from derive.learning.activations.tanh import ACTIVATION as tanh
    >>> str(tanh.derivative)
    '(add 1 (neg (pow (call 0 tanh x) 2)))'
    """

    name: str
    body: Term
    numpy: str
    source: str
    kinks: tuple[Fraction, ...] = ()
    at_kink: Fraction | None = None
    uses: tuple[Activation, ...] = ()

    @property
    def symbol(self) -> Term:
        return function(self.name)

    @property
    def meaning(self) -> Meaning:
        return Meaning(X, self.body)

    @property
    def meanings(self) -> dict[Term, Meaning]:
        """What this function and those it mentions are, for numeric checks."""
        found = {self.symbol: self.meaning}
        for other in self.uses:
            found |= other.meanings
        return found

    def __call__(self, argument: Expression) -> Expression:
        """The function of a scalar, or of every entry of a matrix."""
        if argument.term.shape is None:
            return Expression(call(self.symbol, argument.term))
        return Expression(mx.apply(self.symbol, argument.term))

    @cached_property
    def _slope(self) -> Slope | None:
        if self.kinks:
            return None
        return slope(self.symbol, X, self.body, [(a.symbol, a.body) for a in self.uses])

    @property
    def derivative(self) -> Term:
        """The derivative in x, derived from the formula; away from the kinks where there are any.
        """
        return derived_off_kinks(self.body) if self._slope is None else self._slope.value

    @property
    def derivative_claim(self) -> Claim | None:
        """The kernel's claim about the derivative; None where there are kinks."""
        return None if self._slope is None else self._slope.step.claim

    def slope_fact(self, argument: Term) -> Fact:
        """``f'.(A)`` in its short form, with the steps that prove it from the formula."""
        known = [(a.symbol, a.body) for a in self.uses]

        def prove(derivation: Derivation) -> Step:
            shown = slope(self.symbol, X, self.body, known, derivation)
            return derivation.step("entrywise", shown.step, symbol=X, matrix=argument)

        prime = Term("map", (1,), (self.symbol, argument))
        return Fact(eq(prime, lifted(self.derivative, X, argument)), prove)

    def conditions(self, argument: Term) -> tuple[Term, ...]:
        """The hypotheses under which the function is differentiable at every entry."""
        return tuple(mx.nowhere(argument, k) for k in self.kinks)


def derived_off_kinks(body: Term) -> Term:
    """The derivative of a formula with |u|, which is (|u|/u) u' where u is not 0."""
    from derive.kernel.procedures.differential import Forward

    moved = Forward(frozenset()).of(body)
    return Term("int", (0,)) if moved is None else _unit_speed(moved)


def _unit_speed(t: Term) -> Term:
    """The differential with dx = 1, products by 1 left out."""
    if t.head == "differential":
        return Term("int", (1,))
    args = tuple(_unit_speed(a) for a in t.args)
    if t.head == "mul":
        kept = tuple(a for a in args if not (a.head == "int" and a.value == 1))
        return Term("int", (1,)) if not kept else kept[0] if len(kept) == 1 else Term(
            "mul", (), kept)
    return Term(t.head, t.data, args)


def functions_with_kinks() -> dict[Term, Activation]:
    """The activations, and the functions inside losses, that have kinks."""
    from derive.catalog import ACTIVATIONS, LOSSES

    known = [a for _, a in ACTIVATIONS.own()] + [f for _, loss in LOSSES.own()
                                                 for f in loss.functions]
    return {a.symbol: a for a in known if a.kinks}
