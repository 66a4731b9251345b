"""Backpropagation through time: shared parameters, a loss at every time, symbolic T.

    hbar[t] = g[t] + c[t],   c[t-1] = (what one step passes back of hbar[t]),   c[T] = 0

where g[t] is the gradient of the loss at time t. One generic step is swept, added up over
t = 1..T, and the carry c collapses; shared parameters get sums over time. Next: ``depth``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.rules.depth_loss import added
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import gathered
from derive.rules.reverse_sweep import Let, Swept, pairing, reverse_sweep, steps_of, unused
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import add, eq, series_sum, sub, term
from derive.terms.term import Term


@dataclass(frozen=True)
class ThroughTime:
    """The gradients of a recurrence over 1..T, and the proof.

    ``carried`` says how the cotangent passes back, ``cotangents`` what is named in one step,
    ``gradients`` those of the shared parameters.
    """

    time: Term
    steps: Term
    one_step: Swept
    arriving: Let
    carried: Let
    gradients: dict[Term, Term]
    derivation: Derivation
    result: Step

    @property
    def cotangents(self) -> tuple[Let, ...]:
        return (self.arriving, self.carried, *(
            Let(c.symbol, c.value) for c in self.one_step.cotangents if c.symbol is not None))


def through_time(step: Sequence[Let], parameters: Sequence[Term], before: Term, after: Term,
                 loss: Let, at_each: Term, time: Term, steps: Term) -> ThroughTime:
    """The gradient of ``loss = sum over t of at_each`` with respect to shared parameters.

    Parameters
    ----------
    step
        Definitions at time ``time``; the last one is that of ``after`` = h[t].
    before, after
        h[t-1] and h[t], one family.
    loss, at_each
        The definition of the loss as a sum over ``time``, and its summand.

    Raises
    ------
    Refused
        The kernel does not follow a step.
    """
    derivation = Derivation("through time")
    said = [t for let in (*step, loss) for t in (let.symbol, let.value)]
    arriving = mx.matrix(unused(f"{after.name}_bar", beside=said), *after.args)
    carry = mx.matrix(unused("c", "e", "k", "q", beside=[*said, *parameters]), *after.args)
    swept = reverse_sweep(step, [*parameters, before], seed=(after, arriving))
    of_loss = [p for p in parameters if any(t is p for t in at_each.walk())]
    sources = reverse_sweep([Let(_one_time(loss), at_each)], [after, *of_loss]).gradients
    arrives = Let(arriving, mx.matadd(sources[after], carry))
    carried = Let(substitute(carry, {time: sub(time, 1)}), swept.gradients[before])
    one = _one_step(derivation, swept, parameters, before, after, arrives, carried)
    summed = derivation.step("add_levels", one, label="all times", index=time, lower=term(1),
                             upper=steps)
    between = pairing(carry, mx.differential(after))
    collapsed = derivation.step("telescope", label="what is carried", index=time, body=between,
                                upper=steps)
    losses = _losses(derivation, loss, sources, time, steps)
    gradients = {p: _over_time(p, swept, sources, (time, steps)) for p in parameters}
    result = _together(derivation, gradients, (time, steps), between,
                       (losses, summed, collapsed), loss.symbol)
    return ThroughTime(time, steps, swept, arrives, carried, gradients, derivation, result)


def _one_time(loss: Let) -> Term:
    """A name for the loss at one time."""
    return Term("sym", (f"{loss.symbol.name}_t", "R"))


def _one_step(derivation: Derivation, swept: Swept, parameters: Sequence[Term], before: Term,
              after: Term, arrives: Let, carried: Let) -> Step:
    found = steps_of(derivation, "step", swept)
    definitions = [derivation.step("assume", label=label, formula=eq(let.symbol, let.value))
                   for label, let in (("arrives", arrives), ("carried", carried))]
    moved, back = mx.differential(after), mx.differential(before)
    source, carry = arrives.value.args[0], arrives.value.args[-1]
    hole, other = (mx.matrix("hole", *(s.shape or ())) for s in (after, before))
    goal = eq(add(pairing(source, moved), pairing(carry, moved)),
              add(*(pairing(swept.gradients[p], mx.differential(p)) for p in parameters),
                  pairing(carried.symbol, back)))
    return identity_step(derivation, goal, [found, *definitions], [
        Use(0), Use(1, Fraction(-1), pairing(hole, moved), hole),
        Use(2, Fraction(-1), pairing(other, back), other)], "one step")


def _over_time(p: Term, step: Swept, sources: Mapping[Term, Term], times: tuple[Term, Term]
               ) -> Term:
    """What the steps and the losses add to the gradient of a parameter, added up."""
    found = [step.gradients[p], *([sources[p]] if p in sources else [])]
    return added(gathered(found), times)


def _losses(derivation: Derivation, loss: Let, sources: Mapping[Term, Term], time: Term,
            steps: Term) -> Step:
    """``dL = sum <g[t], dh[t]>``, and what the losses say of parameters themselves."""
    definition = derivation.step("assume", label="the loss", formula=eq(loss.symbol, loss.value))
    names = {s.name for s in sources}
    data = {mx.family(t) for t in loss.value.walk() if t.head in ("matrix", "sym")
            and t.name not in names and (t.head == "matrix" or t.sort not in ("N0", "Z"))}
    moved = derivation.step("differentiate_along", definition, label="d loss",
                            constants=[*sorted(data, key=str)])
    goal = eq(mx.differential(loss.symbol), add(*(
        series_sum(time, pairing(g, mx.differential(s)), 1, steps) for s, g in sources.items())))
    return identity_step(derivation, goal, [moved], [Use(0)], "losses")


def _together(derivation: Derivation, gradients: Mapping[Term, Term], times: tuple[Term, Term],
              between: Term, found: tuple[Step, Step, Step], loss: Term) -> Step:
    time, steps = times
    last, first = (substitute(between, {time: end}) for end in (steps, term(0)))
    ends = []
    for label, part, zero in (("nothing after the end", last, last.args[0]),
                              ("the start is data", first, first.args[1])):
        ends.append(derivation.step("assume", label=label, formula=eq(
            zero, mx.zeros(*(zero.shape or ())))))
        assert part.head == "inner"
    holes = [mx.matrix("hole", *(part.args[0].shape or ())) for part in (last, first)]
    goal = eq(mx.differential(loss),
              add(*(pairing(g, mx.differential(p)) for p, g in gradients.items())))
    losses, summed, collapsed = found
    return identity_step(derivation, goal, [losses, summed, collapsed, *ends], [
        Use(0), Use(1), Use(2, Fraction(-1)),
        Use(3, Fraction(-1), pairing(holes[0], last.args[1]), holes[0]),
        Use(4, Fraction(1), pairing(first.args[0], holes[1]), holes[1])], "gradient")
