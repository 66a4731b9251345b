"""The harmonic oscillator in lecture order, and every quadratic well by the same steps.

The chapters are in ``stretching``, ``termination``, ``hermite``, ``states``, ``first_states``
and ``matrix_elements``; here they are put in order, given letters, and handed out as a lecture.
Next: ``bound_states``.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.catalog import DERIVATIONS, Told
from derive.kernel.derivation import Step
from derive.notation import Card, Notation
from derive.physics import first_states, hermite, matrix_elements, stretching, termination
from derive.physics.schroedinger import ENERGY, PSI, Equation
from derive.physics.states import (
    States,
    derive_normalization,
    derive_orthonormality,
    derive_states,
)
from derive.rules.author import Author
from derive.rules.lecture import Lecture, Line, Section
from derive.rules.scaling import Well, quadratic_well
from derive.terms.build import div, mul, power, symbol, term
from derive.terms.term import Term

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("equation", ("tise", "normalizable")),
    ("scale", ("completed_square", "stretch", "stretched", "balance", "length", "unit", "scaled")),
    ("far", ("growing", "decaying", "split", "reduced")),
    ("series", ("series", "coefficient", "recurrence", "even", "odd")),
    ("termination", ("ends", "levels", "ratio_even", "ratio_odd", "no_even", "no_odd", "only")),
    ("hermite", ("raise", "lower", "hermite_zero", "hermite", "hermite_equation",
                 "derivative_rule", "three_term", "hermite_one", "hermite_two",
                 "hermite_three", "hermite_four", "leading", "parity", "rodrigues", "generating",
                 "closed_sum")),
    ("state", ("solves",)),
    ("orthogonality", ("wronskian", "orthogonal")),
    ("norm", ("telescope", "norm_step", "gauss", "norm", "constant", "constant_value", "state",
              "psi")),
    ("orthonormality", ("orthonormal", "density")),
    ("lowest", ("spacing", "ground_state", "first_excited")),
    matrix_elements.SECTION,
)
RESULTS = ("only", "three_term", "closed_sum", "solves", "psi", "orthonormal",
           *matrix_elements.RESULTS)
LOCAL = ("tise", "stretch", "length", "unit", "split", "series")


@dataclass(frozen=True)
class QuadraticWell:
    """What was derived for one quadratic well: the author's steps, the states, the well."""

    author: Author
    steps: hermite.HermiteSteps
    states: States
    well: Well


def derive_well(name: str, well: Well) -> QuadraticWell:
    """Derive levels and normalized states of a quadratic well, for every n.

    Raises
    ------
    derive.kernel.claim.Refused
        A step does not follow; nothing is kept of the derivation then.
    """
    a = Author(name)
    equation = Equation(well)
    stretched = stretching.derive_stretched(a, equation)
    termination.derive_levels(a, stretched, equation)
    termination.derive_no_other(a, stretched, equation)
    hermite.derive_ladder(a)
    steps = hermite.derive_hermite(a)
    first = first_states.derive_first_polynomials(a, steps)
    first_states.derive_parity(a, steps)
    hermite.derive_rodrigues(a, steps)
    hermite.derive_generating_function(a, steps)
    states = derive_states(a, equation, steps)
    orthogonal = hermite.derive_orthogonality(a, steps)
    norm = hermite.derive_norm(a, steps)
    value = derive_normalization(a, states, steps, norm)
    derive_orthonormality(a, states, steps, value, orthogonal)
    first_states.derive_lowest_states(a, states, steps, first)
    return QuadraticWell(a, steps, states, well)


def letters(derived: QuadraticWell, extra: tuple[Card, ...] = ()) -> Notation:
    """How the symbols of the lecture are written."""
    states = derived.states
    hidden = tuple(enumerate(states.parameters))
    x = states.equation.x
    own = {c.term for c in extra}
    cards = [
        Card(symbol("m", "P"), "m", meaning="mass", unit="kg"),
        Card(symbol("omega", "P"), r"\omega", meaning="angular frequency", unit="1/s"),
        Card(symbol("hbar", "P"), r"\hbar", meaning="reduced Planck constant", unit="J s"),
        Card(stretching.LENGTH, r"\ell", meaning="natural length", unit="m"),
        Card(stretching.TRIAL_LENGTH, "s", meaning="a length", unit="m"),
        Card(ENERGY, "E", meaning="energy", unit="J"),
        Card(hermite.EPSILON, r"\varepsilon", meaning="energy in units of half a quantum"),
        Card(x, _written(x), meaning="position", unit="m"),
        Card(termination.SOMEWHERE, "x_0", meaning="a position", unit="m"),
        Card(hermite.XI, r"\xi", meaning="position in natural lengths"),
        Card(hermite.T, "t", meaning="formal variable"),
        *(Card(s, s.name, meaning="natural number")
          for s in (hermite.N, hermite.K, stretching.J)),
        Card(PSI, r"\psi", meaning="wave function", unit="m^(-1/2)"),
        Card(stretching.PHI, r"\phi", meaning="wave function of the natural variable"),
        Card(stretching.U, "u", meaning="wave function without its Gaussian"),
        Card(hermite.V, "v", meaning="a solution of the reduced equation"),
        Card(stretching.C, "c", index=(0,), meaning="coefficients of u"),
        Card(hermite.HERMITE, "H", index=(0,), shown=(1,), meaning="Hermite polynomials"),
        Card(states.constant_symbol, "N", index=(0,), meaning="normalization constant",
             hidden=tuple((1 + i, p) for i, p in hidden)),
        Card(states.state_symbol, r"\psi", index=(0,), shown=(1,), meaning="n-th eigenfunction",
             hidden=tuple((2 + i, p) for i, p in hidden), unit="m^(-1/2)"),
    ]
    taken = {c.written for c in extra} | {Card(x, _written(x)).written}
    kept = (c if c.term is x else c.apart_from(taken) for c in cards if c.term not in own)
    return Notation((*kept, *extra))


def _written(x: Term) -> str:
    return x.name if len(x.name) == 1 else f"\\{x.name}"


def tell(name: str, title: str, derived: QuadraticWell, notation: Notation) -> Lecture:
    """The lecture: labelled steps in their sections, with what each rests on."""
    derivation = derived.author.derivation
    numbers = {derivation[label].number: label for label in derivation.labels}
    local = tuple(derivation[label].claim.conclusion for label in LOCAL)

    def line(step: Step) -> Line:
        label = step.label or str(step.number)
        hidden = () if label == "only" else local
        # The sentences around these two lines say what v is.
        conditions = () if step.inference == "assume" or label in ("raise", "lower") else tuple(
            h for h in step.claim.hypotheses if h not in hidden)
        return Line(
            label=label, number=step.number, claim=step.claim, grade=step.grade,
            inference=step.inference, uses=step.premises, conditions=conditions,
            result=label in RESULTS, via=_resting_on(derivation.steps, step, numbers),
            notation=notation)

    sections = tuple(
        Section(key, tuple(line(derivation[label]) for label in labels
                           if label in derivation.labels))
        for key, labels in SECTIONS if set(labels) & set(derivation.labels))
    return Lecture(
        name=name, sections=sections, notation=notation, title=title,
        postulates=tuple((p.label or "", p.claim.conclusion) for p in derivation.postulates),
        cited=tuple((c.name, c.statement, c.source) for c in derivation.cited),
        definitions=tuple(derivation.context.definitions.values()),
        all_steps=tuple(line(step) for step in derivation.steps), derivation=derivation,
        ones=(symbol("hbar", "P"),) if derived.well.hbar is term(1) else ())


def _resting_on(steps: tuple[Step, ...], step: Step, labels: dict[int, str]) -> tuple[str, ...]:
    """The labelled steps from which this one was shown, through steps without a label."""
    found: dict[str, None] = {}
    stack, seen = list(reversed(step.premises)), set()
    while stack:
        number = stack.pop()
        if number in seen:
            continue
        seen.add(number)
        if number in labels:
            found.setdefault(labels[number])
        else:
            stack.extend(reversed(steps[number].premises))
    return tuple(found)


def oscillator(units: str = "si") -> Lecture:
    """The harmonic oscillator from the Schroedinger equation: levels, Hermite functions, norms.

    ``units="natural"`` writes 1 for hbar. Source: the potential is that of E. Schroedinger,
    Annalen der Physik 384, 489 (1926); everything else is derived.
    """
    if units not in ("si", "natural"):
        raise ValueError(f"units are si or natural, not {units!r}")
    m, omega, x = symbol("m", "P"), symbol("omega", "P"), symbol("x")
    hbar = symbol("hbar", "P") if units == "si" else term(1)
    potential = mul(div(mul(m, power(omega, 2)), 2), power(x, 2))
    derived = derive_well("oscillator", quadratic_well(potential, x, m, hbar))
    matrix_elements.derive_matrix_elements(derived.author, derived.states, derived.steps)
    return tell("oscillator", "The harmonic oscillator", derived, letters(derived))


DERIVATIONS.add("oscillator", Told(
    "oscillator", "The harmonic oscillator", "Quantum mechanics", oscillator))
