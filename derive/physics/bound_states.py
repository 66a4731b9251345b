"""Bound states of a potential: levels, states and the derivation of both, or a reason for none.

Quadratic wells on the whole line are derived here, every step of them; a potential of another
kind is held beside those of the library (``recognised``). Everything else is refused by name.
Next: ``oscillator`` (the steps), ``derive.rules.scaling`` (what is solved for).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from derive.notation import Card
from derive.physics.box import Box
from derive.physics.hermite import HERMITE
from derive.physics.laguerre import LAGUERRE
from derive.physics.oscillator import derive_well, letters, tell
from derive.physics.recognised import boxed, recognise
from derive.rules.lecture import Lecture
from derive.rules.scaling import NoClosedForm, quadratic_well
from derive.rules.sympy_bridge import from_sympy, to_sympy
from derive.terms.build import symbol
from derive.terms.term import Term

MASS, HBAR = symbol("m", "P"), symbol("hbar", "P")
#: Names that the derivation uses itself; a potential's symbol of that name is told apart.
OWN = frozenset({"E", "epsilon", "xi", "s", "ell", "x_0", "t", "n", "k", "j", "u", "v", "c", "H",
                 "N", "psi", "phi", "psi_n"})
#: Letters of a distance from a centre: they are positive.
RADIAL = frozenset({"r", "rho"})


@dataclass(frozen=True)
class Found:
    """What was derived, as terms: the level and the state ``psi_n = ...`` for every n.

    ``name`` is that of the library's derivation. ``normalized`` and ``complete`` say whether the
    states have norm 1, and whether it was shown that there are no other levels. ``condition``:
    what holds of n where state n is bound; None where every n is.
    """

    name: str
    lecture: Lecture
    level: Term
    state: Term
    normalized: bool
    complete: bool
    condition: Term | None = None
    renamed: Mapping[Term, Term] | None = None


@dataclass(frozen=True)
class BoundStates:
    """Levels and states of one potential, for every n at once.

    ``energy`` and ``psi`` are SymPy expressions in the symbols that were given, with a symbol
    n for the level; ``lecture`` holds the derivation, each step checked. ``source`` names the
    derivation of the library that solves it; ``normalized`` says whether psi has norm 1.
    """

    found: Found
    back: Mapping[Term, Any]

    @property
    def lecture(self) -> Lecture:
        return self.found.lecture

    @property
    def derivation(self) -> Lecture:
        return self.found.lecture

    @property
    def source(self) -> str:
        return self.found.name

    @property
    def normalized(self) -> bool:
        return self.found.normalized

    @cached_property
    def count(self) -> Any:
        """How many bound states there are: infinitely many, or those n that are allowed."""
        import sympy

        if self.found.condition is None:
            return sympy.oo
        symbols = self._symbols()
        rest = to_sympy(self.found.condition.args[1], dict(symbols))
        last = symbols[symbol("n", "N0")]
        return sympy.Max(0, sympy.ceiling(sympy.expand(rest + last)))

    @cached_property
    def energy(self) -> Any:
        """The energy of level n, as SymPy writes it."""
        return to_sympy(self.found.level, dict(self._symbols()))

    @cached_property
    def psi(self) -> Any:
        """The state of level n, with SymPy's polynomials in the place of H_n and Lambda_n."""
        import sympy

        from derive.rules.as_sympy import expression

        value = expression(self.found.state.args[1]).subs(
            {expression(t): s for t, s in self._symbols().items()}, simultaneous=True)
        value = value.replace(sympy.Function(HERMITE.name), sympy.hermite)
        return value.replace(sympy.Function(LAGUERRE.name), lambda n, z, alpha: (
            sympy.factorial(n) * sympy.assoc_laguerre(n, alpha, z)))

    def _symbols(self) -> dict[Term, Any]:
        import sympy

        level = symbol("n", "N0")
        again = {new: self.back[old] for new, old in (self.found.renamed or {}).items()}
        return {**self.back, **again, level: sympy.Symbol("n", integer=True, nonnegative=True)}

    def _repr_html_(self) -> str | None:
        return self.lecture._repr_html_()

    def _repr_latex_(self) -> str:
        label = "levels" if "levels" in [line.label for line in self.lecture.lines] else "solves"
        return self.lecture[label]._repr_latex_()

    def __repr__(self) -> str:
        here = "" if self.found.condition is None else f", {self.count} of them"
        norm = "" if self.normalized else "; psi is not normalized"
        norm = "" if self.found.complete else f"\n(derivation {self.source}{norm})"
        return f"bound states: E_n = {self.energy}, n = 0, 1, 2, ...{here}{norm}"


def find_states(potential: Term, variable: Term, mass: Term = MASS, hbar: Term = HBAR,
                cards: tuple[Card, ...] = (), width: Term | None = None) -> Found:
    """Derive the bound states of a potential that is given as a term.

    A variable of sort P means x > 0, and states that vanish at 0; a width means walls at 0 and
    there.

    Raises
    ------
    NoClosedForm
        The method does not reach the potential; the message says why.
    """
    if width is not None:
        box = Box(width, mass, hbar, potential, variable)
        lecture = boxed(potential, box, cards)
        return Found("box", lecture, box.level, lecture["psi"].conclusion, True, False)
    known = recognise(potential, variable, mass, hbar, cards)
    if known is not None:
        return Found(known.shape.name, known.lecture, known.level,
                     known.lecture[known.state].conclusion, known.state == "u", False,
                     known.condition, known.renamed)
    if variable.sort == "P":
        raise NoClosedForm("no closed form is known here on x > 0, but for -kappa/r and "
                           "m omega^2 r^2/2, each with hbar^2 l(l + 1)/2m r^2")
    derived = derive_well("well", quadratic_well(potential, variable, mass, hbar))
    lecture = tell("well", "Bound states of a quadratic well", derived, letters(derived, cards))
    steps = derived.author.derivation
    return Found("oscillator", lecture, steps["levels"].claim.conclusion.args[1],
                 steps["psi"].claim.conclusion, True, True)


def bound_states(potential: Any, variable: Any, domain: Any = None, mass: Any = None,
                 hbar: Any = None) -> BoundStates:
    """The bound states of a potential that is given as a SymPy expression.

    Parameters
    ----------
    potential, variable
        ``V(x)`` and ``x``. A positive symbol called m or hbar in it is the mass or Planck's
        constant; say otherwise with ``mass`` and ``hbar``.
    domain
        ``(0, oo)`` for x > 0 and states that vanish at 0, as radial functions do; ``(0, L)`` for
        walls at 0 and L; the whole line without it. A variable called r or rho means x > 0.

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
    >>> r, k = symbols("r kappa", positive=True)
    >>> bound_states(-k/r, r)
    bound states: E_n = -kappa**2*m/(2*hbar**2*(n + 1)**2), n = 0, 1, 2, ...
    (derivation coulomb)

    Source
    ------
    E. Schroedinger, Annalen der Physik 384, 361 (1926) and 384, 489 (1926); P. M. Morse, Physical
    Review 34, 57 (1929).
    """
    import sympy

    potential = _expression(potential)
    if not isinstance(variable, sympy.Symbol):
        raise NoClosedForm(f"the variable should be a symbol, not {variable}")
    half, width = _domain(potential, variable, domain)
    symbols: dict[Any, Term] = {variable: _term_for(variable, "P" if half else "R")}
    given_letters = potential.free_symbols.union(
        *(_expression(given).free_symbols for given in (mass, hbar, width) if given is not None))
    for free in sorted(given_letters - {variable}, key=str):
        natural = free.is_integer and free.is_nonnegative and not free.is_positive
        symbols[free] = _term_for(free, "N0" if natural else "P" if free.is_positive else "R")
    if half and not variable.is_positive:
        place = sympy.Dummy(str(variable), positive=True)
        potential = potential.xreplace({variable: place})
        symbols[place] = symbols.pop(variable)
    value = from_sympy(potential, symbols)
    mass_term, hbar_term = (_constant(given, default, symbols)
                            for given, default in ((mass, MASS), (hbar, HBAR)))
    if half and not variable.is_positive:
        symbols[variable] = symbols.pop(place)
    back: dict[Term, Any] = {t: s for s, t in symbols.items()}
    for constant in (MASS, HBAR):
        back.setdefault(constant, sympy.Symbol(constant.name, positive=True))
    cards = tuple(Card(t, _latex(str(s))) for s, t in symbols.items())
    found = find_states(value, symbols[variable], mass_term, hbar_term, cards,
                        None if width is None else from_sympy(width, symbols))
    return BoundStates(found, back)


def _domain(potential: Any, variable: Any, domain: Any) -> tuple[bool, Any]:
    """Whether x > 0 is meant, and the distance of the walls, if there are two."""
    import sympy

    ends = None if domain is None else tuple(domain)
    walls = ends is not None and len(ends) == 2 and ends[0] == 0 and ends[1] != sympy.oo
    if not walls and ends not in (None, (-sympy.oo, sympy.oo), (0, sympy.oo)):
        raise NoClosedForm("only the whole line, x > 0 and walls at 0 and L are reached yet, not "
                           f"the domain {ends}")
    pole = sympy.denom(sympy.together(potential)).subs(variable, 0) == 0
    half = ends == (0, sympy.oo) or (ends is None and (
        str(variable) in RADIAL or bool(pole and variable.is_positive)))
    if not half and not walls and (pole or (ends is None and variable.is_positive)):
        why = "the potential has no value at 0" if pole else f"{variable} is a positive symbol"
        raise NoClosedForm(f"{why}: give domain=(0, oo) for {variable} > 0 and states that vanish "
                           "at 0, or a real symbol for the whole line")
    return half, _expression(ends[1]) if walls and ends is not None else None


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
