"""Symbolic depth: one sweep of a generic layer, added up over all layers.

The layer at level l takes ``given`` = a[l-1] to ``output`` = a[l]; the claim of its sweep,
``<abar[l], da[l]> = sum <g, dw[l]> + <abar[l-1], da[l-1]>``, is added up for l = 1..L, what
passes from layer to layer collapses, and the loss supplies abar[L]. The same scheme runs over
times: with ``sources`` a loss at every time. Next: ``reverse_sweep``, ``kernel...level_sums``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.rules.matrix_steps import Placed, Proposal, accepted, identity_step
from derive.rules.reverse_sweep import Let, Swept, pairing, reverse_sweep, unused
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import add, call, eq, series_sum, sub, term
from derive.terms.term import Term


@dataclass(frozen=True)
class Stack:
    """A stack of layers of symbolic depth, its gradients at a generic level, and the proof.

    ``recursion`` says how the cotangent passes down, ``cotangents`` what is named in a layer,
    ``gradients`` those of the parameters at level ``level`` (of shared ones the summand),
    ``result`` the claim about dL for every depth.
    """

    level: Term
    depth: Term
    layer: Swept
    top: Swept
    recursion: Let
    gradients: dict[Term, Term]
    derivation: Derivation
    result: Step

    @property
    def cotangents(self) -> tuple[Let, ...]:
        return tuple(Let(c.symbol, c.value) for c in self.layer.cotangents if c.symbol is not None)


def stack(layer: Sequence[Let], parameters: Sequence[Term], given: Term, output: Term,
          loss: Sequence[Let], level: Term, depth: Term) -> Stack:
    """The gradient of a loss of the last output of ``depth`` layers.

    Parameters
    ----------
    layer
        Definitions at level ``level``; the last one is that of ``output``.
    given, output
        a[l-1] and a[l], one family.
    loss
        Definitions in terms of a[depth]; the last one is the scalar loss.

    Raises
    ------
    Refused
        The kernel does not follow a step.
    """
    derivation = Derivation("depth")
    said = [t for let in (*layer, *loss) for t in (let.symbol, let.value)]
    cotangent = mx.matrix(unused(f"{output.name}_bar", beside=said), *output.args)
    swept = reverse_sweep(layer, [*parameters, given], seed=(output, cotangent))
    one_layer = steps_of(derivation, "layer", swept)
    below = _at(cotangent, level, sub(level, 1))
    passed = Let(below, swept.gradients[given])
    one_layer = _passed_on(derivation, one_layer, passed, given, swept, parameters)
    summed = derivation.step("add_levels", one_layer, label="all layers", index=level,
                             lower=term(1), upper=depth)
    between = pairing(cotangent, mx.differential(output))
    collapsed = derivation.step("telescope", label="what passes between layers", index=level,
                                body=between, upper=depth)
    top, first = _top(derivation, loss, _at(output, level, depth), _at(cotangent, level, depth))
    result = _together(derivation, swept, parameters, level, depth,
                       _at(between, level, term(0)), (first, summed, collapsed), top.loss)
    gradients = {p: swept.gradients[p] for p in parameters}
    return Stack(level, depth, swept, top, passed, gradients, derivation, result)


def _at(t: Term, level: Term, value: Term) -> Term:
    return substitute(t, {level: value})


def steps_of(derivation: Derivation, prefix: str, swept: Swept) -> Step:
    """The proposals of a sweep as steps, their labels told apart by a prefix."""
    proposals = [Proposal(f"{prefix}: {p.label}", p.goal, p.inference, tuple(
        Placed(f"{prefix}: {use.label}", use.factor, use.context, use.hole) for use in p.uses),
        p.laws, p.prove) for p in swept.proposals]
    accepted(proposals, swept.constants, derivation)
    return derivation[f"{prefix}: gradient"]


def _passed_on(derivation: Derivation, one_layer: Step, passed: Let, given: Term, swept: Swept,
               parameters: Sequence[Term]) -> Step:
    """Name what goes to the layer below: it is the cotangent there."""
    definition = derivation.step("assume", label="passed on",
                                 formula=eq(passed.symbol, passed.value))
    moved = mx.differential(given)
    hole = mx.matrix("hole", *(given.shape or ()))
    left = one_layer.claim.conclusion.args[0]
    goal = eq(left, add(*(pairing(swept.gradients[p], mx.differential(p)) for p in parameters),
                        pairing(passed.symbol, moved)))
    return identity_step(derivation, goal, [one_layer, definition], [
        Use(0), Use(1, Fraction(-1), pairing(hole, moved), hole)], "one layer")


def _top(derivation: Derivation, loss: Sequence[Let], last: Term, cotangent: Term
         ) -> tuple[Swept, Step]:
    """``dL = <abar[L], da[L]>`` with abar[L] the gradient of the loss."""
    top = reverse_sweep(loss, [last])
    found = steps_of(derivation, "loss", top)
    definition = derivation.step("assume", label="at the top",
                                 formula=eq(cotangent, top.gradients[last]))
    moved = mx.differential(last)
    hole = mx.matrix("hole", *(last.shape or ()))
    goal = eq(mx.differential(top.loss), pairing(cotangent, moved))
    return top, identity_step(derivation, goal, [found, definition], [
        Use(0), Use(1, Fraction(-1), pairing(hole, moved), hole)], "the loss")


def _together(derivation: Derivation, swept: Swept, parameters: Sequence[Term], level: Term,
              depth: Term, at_input: Term, steps: tuple[Step, Step, Step], loss: Term) -> Step:
    first, summed, collapsed = steps
    own = [p for p in parameters if level in p.free]
    shared = [p for p in parameters if level not in p.free]
    summands = [series_sum(level, pairing(swept.gradients[p], mx.differential(p)), 1, depth)
                for p in own]
    summands += [pairing(mx.matsum(level, swept.gradients[p], 1, depth), mx.differential(p))
                 for p in shared]
    cotangent, moved = at_input.args
    given = moved.args[0]
    still = derivation.step("assume", label="the input is data", formula=eq(
        moved, mx.zeros(*(given.shape or ()))))
    hole = mx.matrix("hole", *(given.shape or ()))
    goal = eq(mx.differential(loss), add(*summands))
    return identity_step(derivation, goal, [first, summed, collapsed, still], [
        Use(0), Use(1), Use(2, Fraction(-1)), Use(3, Fraction(1), pairing(cotangent, hole), hole)],
        "gradient")


def dense_layer(level: Term, width: Term, sigma: Term) -> tuple[list[Let], list[Term], Term, Term]:
    """A dense layer at a symbolic level: definitions, parameters, a[l-1] and a[l]."""
    rows, columns = call(width, level), call(width, sub(level, 1))
    weights, bias = mx.matrix("W", rows, columns, level), mx.vector("b", rows, level)
    given, output = mx.vector("a", columns, sub(level, 1)), mx.vector("a", rows, level)
    z = mx.vector("z", rows, level)
    lets = [Let(z, mx.matadd(mx.matmul(weights, given), bias)),
            Let(output, mx.apply(sigma, level, z))]
    return lets, [weights, bias], given, output

