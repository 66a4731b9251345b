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
from derive.rules.slope import Slope, slope, slope_off_kinks
from derive.terms import matrices as mx
from derive.terms.build import call, eq, function, ne, symbol, term
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
    latex
        How the name is written, where that is not the name itself: ``\\mathrm{ReLU}``.

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
    parameter: Term = X
    latex: str = ""

    @property
    def symbol(self) -> Term:
        return function(self.name, (self.parameter.sort,))

    @property
    def meaning(self) -> Meaning:
        return Meaning(self.parameter, self.body)

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
    def _slope(self) -> Slope:
        if self.kinks:
            return slope_off_kinks(self.symbol, self.parameter, self.body)
        return slope(self.symbol, self.parameter, self.body,
                     [(a.symbol, a.body) for a in self.uses])

    @property
    def derivative(self) -> Term:
        """The derivative in x, derived from the formula; away from the kinks where there are any.
        """
        return self._slope.value

    @property
    def derivative_claim(self) -> Claim:
        """The kernel's claim about the derivative; kinks are among its hypotheses."""
        return self._slope.step.claim

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
        if argument.shape is None:
            return tuple(ne(argument, term(k)) for k in self.kinks)
        return tuple(mx.nowhere(argument, k) for k in self.kinks)
