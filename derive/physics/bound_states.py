"""Bound states of a potential: levels, states and the derivation of both, or a reason for none.

Today the method reaches quadratic wells on the whole line; everything else is refused by name.
Next: ``oscillator`` (the steps), ``derive.rules.scaling`` (what is solved for).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from derive.kernel.derivation import Step
from derive.notation import Card
from derive.physics.hermite import HERMITE
from derive.physics.oscillator import QuadraticWell, derive_well, letters, tell
from derive.rules.lecture import Lecture
from derive.rules.scaling import NoClosedForm, quadratic_well
from derive.rules.sympy_bridge import from_sympy, to_sympy
from derive.terms.build import symbol
from derive.terms.term import Term

MASS, HBAR = symbol("m", "P"), symbol("hbar", "P")
#: Names that the derivation uses itself; a potential's symbol of that name is told apart.
OWN = frozenset({"E", "epsilon", "xi", "s", "ell", "x_0", "t", "n", "k", "j", "u", "v", "c", "H",
                 "N", "psi", "phi", "psi_n"})


@dataclass(frozen=True)
class BoundStates:
    """Levels and states of one potential, for every n at once.

    ``energy`` and ``psi`` are SymPy expressions in the symbols that were given, with a symbol
    n for the level; ``lecture`` holds the derivation, each step checked.
    """

    derived: QuadraticWell
    lecture: Lecture
    back: Mapping[Term, Any]

    @property
    def derivation(self) -> Lecture:
        return self.lecture

    @property
    def count(self) -> Any:
        """How many bound states there are: infinitely many, in a quadratic well."""
        import sympy

        return sympy.oo

    @property
    def energy_line(self) -> Step:
        return self.derived.author.derivation["levels"]

    @cached_property
    def energy(self) -> Any:
        """The energy of level n, as SymPy writes it."""
        return to_sympy(self.energy_line.claim.conclusion.args[1], dict(self._symbols()))

    @cached_property
    def psi(self) -> Any:
        """The normalized state of level n, with SymPy's Hermite polynomial in the place of H_n."""
        import sympy

        from derive.rules.as_sympy import expression

        state = self.derived.author.derivation["psi"].claim.conclusion
        value = expression(state.args[1]).subs(
            {expression(t): s for t, s in self._symbols().items()}, simultaneous=True)
        return value.replace(sympy.Function(HERMITE.name), sympy.hermite)

    def _symbols(self) -> dict[Term, Any]:
        import sympy

        level = symbol("n", "N0")
        return {**self.back, level: sympy.Symbol("n", integer=True, nonnegative=True)}

    def _repr_html_(self) -> str | None:
        return self.lecture._repr_html_()

    def _repr_latex_(self) -> str:
        return self.lecture["levels"]._repr_latex_()

    def __repr__(self) -> str:
        return f"bound states: E_n = {self.energy}, n = 0, 1, 2, ..."


def well_lecture(potential: Term, variable: Term, mass: Term = MASS, hbar: Term = HBAR,
                 cards: tuple[Card, ...] = ()) -> tuple[QuadraticWell, Lecture]:
    """Derive the bound states of a potential that is given as a term.

    Raises
    ------
    NoClosedForm
        The method does not reach the potential; the message says why.
    """
    derived = derive_well("well", quadratic_well(potential, variable, mass, hbar))
    notation = letters(derived, cards)
    return derived, tell("well", "Bound states of a quadratic well", derived, notation)


def bound_states(potential: Any, variable: Any, domain: Any = None, mass: Any = None,
                 hbar: Any = None) -> BoundStates:
    """The bound states of a potential that is given as a SymPy expression.

    Parameters
    ----------
    potential, variable
        ``V(x)`` and ``x``. A positive symbol called m or hbar in it is the mass or Planck's
        constant; say otherwise with ``mass`` and ``hbar``.
    domain
        The whole line; nothing else is reached yet.

    Raises
    ------
    NoClosedForm
        The method does not reach the potential; the message says why.

    Examples
    --------
    >>> from sympy import symbols
    >>> m, w = symbols("m omega", positive=True)
    >>> x = symbols("x", real=True)
    >>> bound_states(2*m*w**2*x**2, x).energy
    2*hbar*omega*(n + 1/2)

    Source
    ------
    E. Schroedinger, Annalen der Physik 384, 361 (1926) and 384, 489 (1926).
    """
    import sympy

    potential = _expression(potential)
    if not isinstance(variable, sympy.Symbol):
        raise NoClosedForm(f"the variable should be a symbol, not {variable}")
    if domain is not None and tuple(domain) != (-sympy.oo, sympy.oo):
        raise NoClosedForm(f"only the whole line is reached yet, not the domain {tuple(domain)}")
    symbols: dict[Any, Term] = {variable: _term_for(variable, "R")}
    given_letters = potential.free_symbols.union(
        *(_expression(given).free_symbols for given in (mass, hbar) if given is not None))
    for free in sorted(given_letters - {variable}, key=str):
        symbols[free] = _term_for(free, "P" if free.is_positive else "R")
    value = from_sympy(potential, symbols)
    mass_term, hbar_term = (_constant(given, default, symbols)
                            for given, default in ((mass, MASS), (hbar, HBAR)))
    back: dict[Term, Any] = {t: s for s, t in symbols.items()}
    for constant in (MASS, HBAR):
        back.setdefault(constant, sympy.Symbol(constant.name, positive=True))
    cards = tuple(Card(t, _latex(str(s))) for s, t in symbols.items() if t.name != str(s))
    derived, lecture = well_lecture(value, symbols[variable], mass_term, hbar_term, cards)
    return BoundStates(derived, lecture, back)


def _constant(given: Any, default: Term, symbols: Mapping[Any, Term]) -> Term:
    return default if given is None else from_sympy(_expression(given), symbols)


def _expression(given: Any) -> Any:
    """A SymPy expression as it is; text is never taken for one."""
    import sympy

    if isinstance(given, int):
        return sympy.Integer(given)
    if not isinstance(given, sympy.Expr):
        raise TypeError(f"expected a SymPy expression, not {type(given).__name__}")
    return given


def _term_for(given: Any, sort: str) -> Term:
    """A symbol of that name; one that the derivation uses itself gets another."""
    name = str(given)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)?", name):
        raise NoClosedForm(f"the symbol {name!r} needs a plain name: letters and digits")
    return symbol(f"{name}_V" if name in OWN else name, sort)


def _latex(name: str) -> str:
    from derive.notation.cards import latex_of_name

    return latex_of_name(name)
