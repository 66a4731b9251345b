"""The propagator of the oscillator in imaginary time: Mehler's kernel, found from an ansatz.

A Gaussian in both positions is asked to take every state to a multiple of itself; the recurrence
of the Hermite polynomials turns that into two equations for its two numbers, and they are solved.
Read first: ``hermite``. Source: F. G. Mehler, Journal fuer die reine und angewandte Mathematik 66,
161 (1866), for the question; the kernel is derived.
"""

from __future__ import annotations

from dataclasses import dataclass

from derive.catalog import DERIVATIONS, Told
from derive.kernel.derivation import Step
from derive.notation import Card, Notation
from derive.physics.hermite import HERMITE, XI, HermiteSteps, N, derive_hermite, hermite
from derive.rules.author import Author
from derive.rules.lecture import Lecture, Line, Section
from derive.rules.writing import product
from derive.terms.build import (
    PI,
    add,
    call,
    decay,
    derivative,
    div,
    eq,
    exp,
    function,
    integral,
    le,
    lt,
    mul,
    neg,
    op,
    power,
    sqrt,
    sub,
    symbol,
    term,
)
from derive.terms.term import Term

ETA, X, Y, S = symbol("eta"), symbol("x"), symbol("y"), symbol("s")
RATE, COUPLING, SHRINK, FRONT = symbol("p", "P"), symbol("b"), symbol("z"), symbol("c")
T, MASS, OMEGA, HBAR = (symbol(name, "P") for name in ("t", "m", "omega", "hbar"))
PROPAGATOR = function("U", ("R", "R", "P", "P", "P", "P"), "R", 2)
SECTIONS = (
    ("hermite", ("hermite_zero", "hermite", "derivative_rule", "three_term")),
    ("ansatz", ("whole", "telescope", "climb")),
    ("matching", ("square", "linear", "acts")),
    ("time", ("rate", "sinh_positive", "solved_square", "solved_linear")),
    ("evolution", ("propagator", "evolves", "diffusion", "mehler")),
)
RESULTS = ("evolves", "diffusion")
GAUSSIAN = exp(add(neg(div(mul(sub(RATE, 1), power(XI, 2)), 2)), mul(COUPLING, XI, ETA),
                   neg(div(mul(RATE, power(ETA, 2)), 2))))


def element(n: Term | int) -> Term:
    """The integral over eta of H_n(eta) times the Gaussian."""
    return integral(ETA, mul(hermite(n, ETA), GAUSSIAN))


@dataclass(frozen=True)
class Action:
    """``known``: what the Gaussian does to H_n; ``decays``: that the integrand falls off."""

    known: Step
    decays: Step


def derive_climb(a: Author, steps: HermiteSteps) -> tuple[Step, Step]:
    """The integral with H_{n+2} from the two before, since a total derivative has no integral."""
    low, high, top = (hermite(add(N, j) if j else N, ETA) for j in range(3))
    whole = mul(high, GAUSSIAN)
    three, rule = (a.put(s, {XI: ETA}) for s in (steps.three_term, steps.derivative_rule))
    factors = [mul(COUPLING, XI), neg(div(RATE, 2)), neg(mul(sub(RATE, 2), add(N, 1)))]
    parts = [mul(h, GAUSSIAN) for h in (high, top, low)]
    body = add(*(mul(*f.args, *p.args) if f.head == "mul" else neg(product(f.args[0], p))
                 for f, p in zip(factors, parts, strict=True)))
    taken = a.carry_out(ETA, whole)
    shown = a.ring(eq(body, derivative(ETA, whole)), (taken, derivative(ETA, whole)),
                   (rule, hermite(add(N, 1), ETA, 1)), (three, top), label="telescope")
    falls = []
    for n, part in zip((add(N, 1), add(N, 2), N), parts, strict=True):
        known = steps.polynomial if n is N else a.put(steps.polynomial, {N: n})
        falls.append(a.step("gaussian", known, conclusion=decay(ETA, part)))
    none = a.step("total_derivative", shown, falls[0], symbol=ETA)
    linear = a.step("linear_integral", *falls, symbol=ETA, body=body, parts=parts,
                    factors=factors)
    goal = eq(element(add(N, 2)), sub(
        mul(2, div(COUPLING, RATE), XI, element(add(N, 1))),
        mul(2, add(N, 1), div(sub(RATE, 2), RATE), element(N))))
    climb = a.ring(goal, none, linear, cofactors=[div(neg(2), RATE), div(2, RATE)], label="climb")
    return climb, falls[2]


def derive_action(a: Author, steps: HermiteSteps) -> Action:
    """With p - 2 = z^2 p and b = z p the Gaussian takes H_n to z^n H_n, for every n."""
    climb, decays = derive_climb(a, steps)
    square = a.assume(eq(sub(RATE, 2), mul(power(SHRINK, 2), RATE)), label="square")
    linear = a.assume(eq(COUPLING, mul(SHRINK, RATE)), label="linear")
    a.ring(eq(mul(RATE, sub(1, power(SHRINK, 2))), 2), square, cofactors=[term(1)], label="rate")
    value = mul(sqrt(div(mul(2, PI), RATE)), exp(neg(div(power(XI, 2), 2))))

    def formula(n: Term) -> Term:
        return eq(element(n), mul(power(SHRINK, n), hermite(n), *value.args))

    zero, one = _first_two(a, steps, square, linear)
    first = a.ring(formula(term(0)), zero, (steps.zero, hermite(0)))
    second = a.ring(formula(term(1)), one, linear, (_hermite_one(a, steps), hermite(1)),
                    cofactors=[term(1), mul(2, div(1, RATE), XI, value),
                               neg(mul(SHRINK, value))])
    above, twice = add(N, 1), add(N, 2)
    known, higher = a.assume(formula(N)), a.assume(formula(above))
    per_rate = div(1, RATE)
    step = a.ring(formula(twice), climb, higher, known, square, linear,
                  (steps.three_term, hermite(twice)), cofactors=[
        term(1), mul(2, div(COUPLING, RATE), XI),
        neg(mul(2, above, div(sub(RATE, 2), RATE))),
        neg(mul(2, above, per_rate, power(SHRINK, N), hermite(N), value)),
        mul(2, XI, per_rate, power(SHRINK, above), hermite(above), value),
        neg(mul(power(SHRINK, twice), value))])
    return Action(a.induct(N, formula(N), first, second, step, label="acts"), decays)


def _hermite_one(a: Author, steps: HermiteSteps) -> Step:
    raising = a.put(steps.raising, {N: term(0)})
    flat = a.differentiate(steps.zero, XI)
    return a.ring(eq(hermite(1), mul(2, XI)), (raising, hermite(1)), flat, steps.zero)


def _first_two(a: Author, steps: HermiteSteps, square: Step, linear: Step) -> tuple[Step, Step]:
    """The integrals with H_0 and H_1, by the Gaussian integral with a linear exponent."""
    outside = exp(neg(div(mul(sub(RATE, 1), power(XI, 2)), 2)))
    exponent = add(neg(div(mul(sub(RATE, 1), power(XI, 2)), 2)),
                   div(power(mul(COUPLING, XI), 2), mul(2, RATE)))
    shorter = a.ring(eq(exponent, neg(div(power(XI, 2), 2))), linear, square, cofactors=[
        mul(div(add(COUPLING, mul(SHRINK, RATE)), mul(2, RATE)), power(XI, 2)),
        neg(div(power(XI, 2), 2))])
    first = a.put(_hermite_one(a, steps), {XI: ETA})
    found = []
    for n, factor, known in ((0, term(1), a.put(steps.zero, {XI: ETA})), (1, term(2), first)):
        body = mul(2, ETA, GAUSSIAN) if n else GAUSSIAN
        moment = a.step("moments", symbol=ETA, body=body, kinds=[0], orders=[term(n)],
                        factors=[mul(factor, outside)], rates=[div(RATE, 2)],
                        shifts=[mul(COUPLING, XI)])
        front = mul(2, div(COUPLING, RATE), XI) if n else term(1)
        goal = eq(integral(ETA, body), product(front, sqrt(div(mul(2, PI), RATE)), exp(exponent)))
        moment = a.ring(goal, moment, cofactors=[term(1)], label=None if n else "whole")
        moment = a.rewrite(moment, shorter)
        back = a.ring(eq(body, mul(hermite(n, ETA), GAUSSIAN)), known, cofactors=[neg(GAUSSIAN)])
        found.append(a.rewrite(moment, back, at=(0, 1)))
    return found[0], found[1]


# -- in time -----------------------------------------------------------------------------------

TURN = symbol("u", "P")  # omega t is put for it
SINH, COSH = op("sinh", TURN), op("cosh", TURN)
SOLVED = {RATE: add(div(COSH, SINH), 1), COUPLING: div(1, SINH), SHRINK: exp(neg(TURN))}


@dataclass(frozen=True)
class InTime:
    """The Gaussian at time t: that sinh t > 0, what it does, and the constant in front."""

    positive: Step
    tangent: Step
    acts: Step
    constant: Step


def derive_in_time(a: Author, action: Action, polynomial: Step) -> InTime:
    """z = exp(-t) solves to p = coth t + 1 and b = 1/sinh t."""
    tangent = _tangent(a)
    positive = _sinh_positive(a, tangent)
    both = a.step("elementary", conclusion=eq(add(COSH, SINH), exp(TURN)), cofactors=[])
    rate, coupling, shrink = SOLVED[RATE], SOLVED[COUPLING], SOLVED[SHRINK]
    rising = a.order(lt(0, rate), (both, div(1, SINH)), rest=div(exp(TURN), SINH),
                     conditions=[positive])
    square = a.step("elementary", positive, label="solved_square", cofactors=[],
                    conclusion=eq(sub(rate, 2), mul(power(shrink, 2), rate)))
    linear = a.step("elementary", positive, label="solved_linear", cofactors=[],
                    conclusion=eq(coupling, mul(shrink, rate)))
    acts = a.put(a.step("weaken", _in_lengths(a, action, polynomial),
                        hypotheses=[lt(0, SINH), lt(0, rate)]), SOLVED)
    for known in (square, linear, rising, positive):
        acts = a.cut(known, acts)
    sum_positive = a.order(lt(0, add(COSH, SINH)), (both, term(1)), rest=exp(TURN))
    front = mul(div(1, sqrt(mul(2, PI, SINH))), sqrt(div(mul(2, PI), rate)))
    half = exp(neg(div(TURN, 2)))
    constant = a.ring(eq(front, half), both, conditions=[positive, sum_positive, rising],
                      multiplier=mul(add(front, half), add(COSH, SINH)),
                      cofactors=[neg(power(half, 2))])
    return InTime(positive, tangent, acts, constant)


def _tangent(a: Author) -> Step:
    """``1 + s <= exp(s)`` for every real s."""
    bent = a.order(le(0, exp(S)), rest=exp(S))
    return a.step("above_tangent", bent, symbol=S, function=exp(S), point=term(0))


def _sinh_positive(a: Author, tangent: Step) -> Step:
    """exp(2u) lies above its tangent at 0, 1 + 2u, so that sinh u > 0 for u > 0."""
    fall = exp(neg(TURN))
    meant = a.step("elementary", cofactors=[], conclusion=eq(
        SINH, div(mul(sub(exp(mul(2, TURN)), 1), fall), 2)))
    return a.order(lt(0, SINH), (meant, term(1)), (a.put(tangent, {S: mul(2, TURN)}),
                                                   div(fall, 2)), rest=mul(TURN, fall),
                   label="sinh_positive")


def _in_lengths(a: Author, action: Action, polynomial: Step) -> Step:
    """The integral over y instead of eta = sqrt(m omega/hbar) y, with a constant in front."""
    scale = sqrt(div(mul(MASS, OMEGA), HBAR))
    body = mul(FRONT, hermite(N, ETA), GAUSSIAN)
    part = mul(hermite(N, ETA), GAUSSIAN)
    linear = a.step("linear_integral", action.decays, symbol=ETA, body=body, parts=[part],
                    factors=[FRONT])
    falls = a.step("gaussian", polynomial, conclusion=decay(ETA, body))
    moved = a.step("substitute_integral", falls, new=Y, scale=scale, shift=term(0))
    inside = moved.claim.conclusion.args[1].args[-1]
    value = mul(FRONT, action.known.claim.conclusion.args[1])
    return a.ring(eq(inside, div(value, scale)), moved, linear, action.known,
                  cofactors=[neg(div(1, scale)), div(1, scale), mul(FRONT, div(1, scale))])


# -- in lengths and times ------------------------------------------------------------------------

ANGLE = mul(OMEGA, T)
SCALE = sqrt(div(mul(MASS, OMEGA), HBAR))


def propagator(x: Term = X, y: Term = Y) -> Term:
    return call(PROPAGATOR, x, y, T, MASS, OMEGA, HBAR)


def state(x: Term) -> Term:
    """The n-th state without its constant."""
    return mul(hermite(N, mul(SCALE, x)),
               exp(neg(div(mul(MASS, OMEGA, power(x, 2)), mul(2, HBAR)))))


def derive_evolution(a: Author, found: InTime) -> None:
    """The propagator, what it does to every state, and the equation that it solves."""
    positive = a.put(found.positive, {TURN: ANGLE})
    sinh, cosh = op("sinh", ANGLE), op("cosh", ANGLE)
    under = mul(2, PI, HBAR, sinh)
    front = sqrt(div(mul(MASS, OMEGA), under))
    body = mul(front, exp(neg(mul(div(mul(MASS, OMEGA), mul(2, HBAR, sinh)), sub(
        mul(add(power(X, 2), power(Y, 2)), cosh), mul(2, X, Y))))))
    defined = a.step("define", positive, label="propagator", function=PROPAGATOR,
                     parameters=[X, Y, T, MASS, OMEGA, HBAR], body=body)
    _evolves(a, found, defined, positive, front)
    _diffusion(a, defined, positive)
    _mehler(a, found, defined, positive)


def _evolves(a: Author, found: InTime, defined: Step, positive: Step, front: Term) -> None:
    sinh = op("sinh", ANGLE)
    parts = mul(SCALE, div(1, sqrt(mul(2, PI, sinh))))
    apart = a.ring(eq(front, parts), conditions=[positive], multiplier=add(front, parts),
                   cofactors=[])
    acts = a.step("weaken", a.put(found.acts, {TURN: ANGLE}), hypotheses=[lt(0, sinh)])
    acts = a.cut(positive, a.put(acts, {XI: mul(SCALE, X), FRONT: parts}))
    constant = a.put(found.constant, {TURN: ANGLE})
    integrand = acts.claim.conclusion.args[0].args[1]
    shape = defined.claim.conclusion.args[1].args[1]
    back = a.ring(eq(integrand, mul(propagator(), *state(Y).args)), defined, apart,
                  conditions=[positive], cofactors=[neg(state(Y)), neg(mul(shape, state(Y)))])
    acts = a.rewrite(acts, back, at=(0, 1))
    half = add(N, div(1, 2))
    goal = eq(integral(Y, mul(propagator(), *state(Y).args)),
              mul(exp(neg(mul(half, *ANGLE.args))), *state(X).args))
    shrunk = power(exp(neg(ANGLE)), N)
    a.step("elementary", acts, constant, positive, conclusion=goal, label="evolves",
           cofactors=[term(1), mul(shrunk, state(X))])


def _diffusion(a: Author, defined: Step, positive: Step) -> None:
    """hbar dU/dt = (hbar^2/2m) d^2U/dx^2 - (m omega^2/2) x^2 U, carried out by the table."""
    body, written = defined.claim.conclusion.args[1], []
    for variable, order in ((T, 1), (X, 2)):
        taken = a.step("differentiate", defined, symbol=variable, order=order)
        right = a.carry_out(variable, body, order, conditions=[taken, positive])
        written.append(a.ring(
            eq(derivative(variable, propagator(), order), right.claim.conclusion.args[1]),
            taken, right, conditions=[positive], cofactors=[term(1), term(1)]))
    first, second = (s.claim.conclusion.args[0] for s in written)
    kinetic = div(power(HBAR, 2), mul(2, MASS))
    well = mul(div(mul(MASS, power(OMEGA, 2)), 2), power(X, 2))
    goal = eq(mul(HBAR, first), sub(mul(kinetic, second), mul(*well.args, propagator())))
    a.step("elementary", *written, defined, positive, conclusion=goal, label="diffusion",
           cofactors=[HBAR, neg(kinetic), well])


def _mehler(a: Author, found: InTime, defined: Step, positive: Step) -> None:
    """The same with squares of x - y and x + y: nothing cancels, nothing overflows."""
    fall = exp(neg(ANGLE))
    once, twice = (a.order(lt(0, sub(1, exp(neg(angle)))),
                           (a.put(found.tangent, {S: angle}), exp(neg(angle))),
                           rest=mul(angle, exp(neg(angle)))) for angle in (ANGLE, mul(2, ANGLE)))
    left, right = defined.claim.conclusion.args[1].args
    sinh, squared = op("sinh", ANGLE), sub(1, exp(neg(mul(2, OMEGA, T))))
    front = sqrt(div(mul(MASS, OMEGA), mul(PI, HBAR, squared)))
    inside = front.args[0]
    above = a.order(lt(0, inside), rest=inside, conditions=[twice])
    half = exp(neg(div(ANGLE, 2)))
    meant = a.step("elementary", cofactors=[], conclusion=eq(
        mul(2, sinh), mul(squared, exp(ANGLE))))
    same_front = a.ring(
        eq(left, mul(front, half)), meant, conditions=[positive, twice, above],
        multiplier=mul(add(left, mul(front, half)), sinh, squared),
        cofactors=[neg(mul(div(mul(MASS, OMEGA), mul(2, PI, HBAR)), fall))])
    tanh, quotient = op("tanh", div(ANGLE, 2)), div(sub(1, fall), add(1, fall))
    meant_by = a.step("elementary", cofactors=[], conclusion=eq(tanh, quotient))
    rising = a.order(lt(0, tanh), (meant_by, term(1)), rest=quotient, conditions=[once])
    exponent = neg(mul(div(mul(MASS, OMEGA), mul(4, HBAR)), add(
        div(power(sub(X, Y), 2), tanh), mul(tanh, power(add(X, Y), 2)))))
    same = a.step("elementary", positive, rising, cofactors=[],
                  conclusion=eq(right.args[0], exponent))
    written = a.rewrite(defined, same)
    goal = eq(propagator(), mul(front, exp(add(neg(div(ANGLE, 2)), exponent))))
    a.ring(goal, written, same_front, conditions=[above, twice, rising, positive],
           cofactors=[term(1), exp(exponent)], label="mehler")


def letters() -> Notation:
    """How the symbols of the lecture are written."""
    hidden = tuple((3 + i, s) for i, s in enumerate((MASS, OMEGA, HBAR)))
    return Notation((
        Card(MASS, "m", meaning="mass", unit="kg"),
        Card(OMEGA, r"\omega", meaning="angular frequency", unit="1/s"),
        Card(HBAR, r"\hbar", meaning="reduced Planck constant", unit="J s"),
        Card(X, "x", meaning="position", unit="m"), Card(Y, "y", meaning="position", unit="m"),
        Card(XI, r"\xi", meaning="position in natural lengths"),
        Card(ETA, r"\eta", meaning="position in natural lengths"),
        Card(T, "t", meaning="imaginary time", unit="s"),
        Card(TURN, "u", meaning="imaginary time in units of 1/omega"),
        Card(N, "n", meaning="natural number"), Card(RATE, "p", meaning="a positive number"),
        Card(COUPLING, "b", meaning="a real number"), Card(SHRINK, "z", meaning="a real number"),
        Card(FRONT, "c", meaning="a real number"), Card(S, "s", meaning="a real number"),
        Card(HERMITE, "H", index=(0,), shown=(1,), meaning="Hermite polynomials"),
        Card(PROPAGATOR, "U", shown=(0, 1, 2), hidden=hidden, meaning="propagator",
             unit="1/m")))


def lecture() -> Lecture:
    """The propagator of the oscillator in imaginary time, Mehler's kernel, from an ansatz."""
    a = Author("propagator")
    steps = derive_hermite(a)
    derive_evolution(a, derive_in_time(a, derive_action(a, steps), steps.polynomial))
    derivation, notation = a.derivation, letters()

    def line(step: Step) -> Line:
        label = step.label or str(step.number)
        return Line(label=label, number=step.number, claim=step.claim, grade=step.grade,
                    inference=step.inference, uses=step.premises, result=label in RESULTS,
                    conditions=() if step.inference == "assume" else step.claim.hypotheses,
                    notation=notation)

    return Lecture(
        name="propagator", title="The propagator of the oscillator", notation=notation,
        sections=tuple(Section(key, tuple(line(derivation[label]) for label in labels))
                       for key, labels in SECTIONS),
        cited=tuple((c.name, c.statement, c.source) for c in derivation.cited),
        definitions=tuple(derivation.context.definitions.values()),
        all_steps=tuple(line(step) for step in derivation.steps), derivation=derivation)


DERIVATIONS.add("propagator", Told(
    "propagator", "The propagator of the oscillator", "Quantum mechanics", lecture))
