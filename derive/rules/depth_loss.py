"""The loss behind a stack of layers: how it changes with the last output and with parameters.

A loss may speak of parameters itself: of a shared one, of one that stands behind the layers
(``softmax(V a^D)``), or of those of every layer in a sum over l = 1..D (weight decay), which
gets a name. Of a parameter at one level alone nothing is said: it is refused. Next: ``depth``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer.context import Value
from derive.kernel.procedures.index_identity import Use
from derive.rules import tidy
from derive.rules.matrix_steps import identity_step
from derive.rules.pull import NoLaw, gathered
from derive.rules.reverse_sweep import Let, Swept, pairing, reverse_sweep, steps_of, unused
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import add, eq, series_sum, symbol, term
from derive.terms.shapes import same_size
from derive.terms.term import Term


@dataclass(frozen=True)
class TopLoss:
    """``step`` says dL in terms of the last output and of the parameters in the loss.

    ``sums`` are the sums over all levels that got a name, ``gradients`` what the loss itself adds
    to the gradient of a parameter, at a generic level for one that has a level.
    """

    lets: tuple[Let, ...]
    sums: tuple[Let, ...]
    top: Swept
    gradients: dict[Term, Term]
    step: Step


def top_loss(derivation: Derivation, loss: Sequence[Let], parameters: Sequence[Term], last: Term,
             cotangent: Term, levels: tuple[Term, Term], facts: Sequence[Term] = ()) -> TopLoss:
    """``dL = <abar[D], da[D]> + ...`` with abar[D] the gradient of the loss.

    ``levels`` are the level of the parameters and the depth.

    Raises
    ------
    NoLaw
        A parameter of one layer stands in the loss outside a sum over all layers.
    """
    lets, sums = _named_sums(loss, parameters, levels)
    mentioned = {t for let in lets for t in let.value.walk()}
    direct = [p for p in parameters if p in mentioned]
    top = reverse_sweep(lets, [last, *direct, *(s.symbol for s in sums)], facts)
    steps = [steps_of(derivation, "loss", top)]
    moved, hole = mx.differential(last), mx.matrix("hole", *(last.shape or ()))
    steps.append(derivation.step("assume", label="at the top",
                                 formula=eq(cotangent, top.gradients[last])))
    uses = [Use(0), Use(1, Fraction(-1), pairing(hole, moved), hole)]
    own: dict[Term, list[Term]] = {p: [top.gradients[p]] for p in direct}
    summands = [pairing(top.gradients[p], mx.differential(p)) for p in direct]
    for place, let in enumerate(sums, 2):
        step, found = _moved(derivation, let, parameters, levels)
        steps.append(step)
        weight, gap = top.gradients[let.symbol], symbol("hole")
        uses.append(Use(place, context=pairing(weight, gap), hole=gap))
        for p, g in found.items():
            one = tidy.scaled([weight], g) if g.shape else tidy.product(weight, g)
            summands.append(series_sum(levels[0], pairing(one, mx.differential(p)), 1, levels[1]))
            own.setdefault(p, []).append(one if levels[0] in p.free else added(one, levels))
    goal = eq(mx.differential(top.loss), add(pairing(cotangent, moved), *summands))
    return TopLoss(tuple(lets), tuple(sums), top, {p: gathered(g) for p, g in own.items()},
                   identity_step(derivation, goal, steps, uses, "the loss"))


def added(one: Term, levels: tuple[Term, Term]) -> Term:
    """What is said of one level, added up over all; nothing is added to nothing."""
    level, depth = levels
    if tidy.is_zero(one):
        return one
    return (mx.matsum if one.shape else series_sum)(level, one, 1, depth)


def _named_sums(loss: Sequence[Let], parameters: Sequence[Term], levels: tuple[Term, Term]
                ) -> tuple[list[Let], list[Let]]:
    """The loss with a name for each sum over all layers that speaks of their parameters."""
    level, depth = levels
    families = {p.name for p in parameters if level in p.free}
    found: dict[Term, Term] = {}

    def put(t: Term) -> Term:
        whole = t.head == "sum" and t.args[2] is term(1) and same_size(t.args[3], depth)
        if whole and {s for s in _families(t) if s[0] in families} == {
                s for s in _families(t, t.args[0]) if s[0] in families} != set():
            if t not in found:
                taken = [let.symbol for let in loss] + [let.value for let in loss]
                name = unused("R", "S", "Q", "P", beside=[*taken, *parameters, *found.values()])
                found[t] = symbol(name)
            return found[t]
        args = tuple(put(a) for a in t.args)
        return t if args == t.args else Term(t.head, t.data, args)

    lets = [Let(let.symbol, put(let.value)) for let in loss]
    for let in lets:
        for name, at in _families(let.value):
            if name in families:
                raise NoLaw(f"{name} stands in the loss at {at}: the loss may speak of the "
                            f"parameters of all layers in a sum from 1 to {depth}")
    return lets, [Let(name, t) for t, name in found.items()]


def _families(t: Term, at: Term | None = None) -> set[tuple[str, str]]:
    """The members of families in a term, name and level; those at one level alone."""
    return {(s.name, str(s.args[2])) for s in t.walk() if s.head == "matrix" and len(s.args) > 2
            and (at is None or s.args[2] is at)}


def _moved(derivation: Derivation, let: Let, parameters: Sequence[Term],
           levels: tuple[Term, Term]) -> tuple[Step, dict[Term, Term]]:
    """How a sum over all levels changes with the parameters in it."""
    level, depth = levels
    body = substitute(let.value.args[1], {let.value.args[0]: level})
    inside = [p for p in parameters if any(t is p for t in body.walk())]
    one = Let(symbol(f"{let.symbol.name}_l"), body)
    gradients = reverse_sweep([one], inside).gradients
    names = {p.name for p in inside}
    data: list[Value] = [*sorted({
        mx.family(t) for t in body.walk() if t.head in ("matrix", "sym") and t.name not in names
        and (t.head == "matrix" or t.sort not in ("N0", "Z"))}, key=str)]
    definition = derivation.step("assume", label=f"loss: define {let.symbol}",
                                 formula=eq(let.symbol, let.value))
    moved = derivation.step("differentiate_along", definition, label=f"loss: d {let.symbol}",
                            constants=data)
    goal = eq(mx.differential(let.symbol), add(*(
        series_sum(level, pairing(g, mx.differential(p)), 1, depth)
        for p, g in gradients.items())))
    return identity_step(derivation, goal, [moved], [Use(0)]), gradients
