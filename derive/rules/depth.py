"""Symbolic depth: one sweep of a generic layer, added up over all layers.

The layer at level l takes ``given`` = a[l-1] to ``output`` = a[l]; the claim of its sweep,
``<abar[l], da[l]> = sum <g, dw[l]> + <abar[l-1], da[l-1]>``, is added up for l = 1..L, what
passes from layer to layer collapses, and the loss supplies abar[L]. The same scheme runs over
times: with ``sources`` a loss at every time. Next: ``reverse_sweep``, ``kernel...level_sums``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.rules.depth_loss import TopLoss, added, top_loss
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import gathered
from derive.rules.reverse_sweep import Let, Swept, pairing, reverse_sweep, steps_of, unused
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import add, call, eq, series_sum, sub, term
from derive.terms.term import Term


@dataclass(frozen=True)
class Stack:
    """A stack of layers of symbolic depth, its gradients at a generic level, and the proof.

    ``recursion`` says how the cotangent passes down, ``cotangents`` what is named in a layer,
    ``gradients`` those of the parameters, of each layer's own at level ``level``, ``loss`` what is
    said of the loss, ``result`` the claim about dL for every depth.
    """

    level: Term
    depth: Term
    layer: Swept
    loss: TopLoss
    recursion: Let
    gradients: dict[Term, Term]
    derivation: Derivation
    result: Step

    @property
    def cotangents(self) -> tuple[Let, ...]:
        return tuple(Let(c.symbol, c.value) for c in self.layer.cotangents if c.symbol is not None)


def stack(layer: Sequence[Let], parameters: Sequence[Term], given: Term, output: Term,
          loss: Sequence[Let], level: Term, depth: Term, facts: Sequence[Term] = ()) -> Stack:
    """The gradient of a loss of the last output of ``depth`` layers.

    Parameters
    ----------
    layer
        Definitions at level ``level``; the last one is that of ``output``.
    given, output
        a[l-1] and a[l], one family.
    loss
        Definitions in terms of a[depth] and perhaps of parameters; the last one is the scalar
        loss.
    facts
        Equations about the data of the loss, such as ``1^T y = 1``.

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
    top = top_loss(derivation, loss, parameters, _at(output, level, depth),
                   _at(cotangent, level, depth), (level, depth), facts)
    gradients = {p: _gradient(p, swept, top, (level, depth)) for p in parameters}
    result = _together(derivation, gradients, (level, depth), _at(between, level, term(0)),
                       (top.step, summed, collapsed), top.top.loss)
    return Stack(level, depth, swept, top, passed, gradients, derivation, result)


def _gradient(p: Term, layers: Swept, loss: TopLoss, levels: tuple[Term, Term]) -> Term:
    """What the layers and the loss add to the gradient of a parameter, at its level if any."""
    found = layers.gradients[p]
    if levels[0] not in p.free:
        found = added(found, levels)
    return gathered([found, loss.gradients[p]]) if p in loss.gradients else found


def _at(t: Term, level: Term, value: Term) -> Term:
    return substitute(t, {level: value})


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


def _together(derivation: Derivation, gradients: Mapping[Term, Term], levels: tuple[Term, Term],
              at_input: Term, steps: tuple[Step, Step, Step], loss: Term) -> Step:
    first, summed, collapsed = steps
    level, depth = levels
    summands = [series_sum(level, pairing(g, mx.differential(p)), 1, depth) if level in p.free
                else pairing(g, mx.differential(p)) for p, g in gradients.items()]
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

