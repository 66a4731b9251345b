"""Definitions at a symbolic level or time: a stack of layers of any depth, or a recurrence.

A definition such as ``a^l = sigma(W^l a^{l-1} + b^l)`` speaks of every level. With a loss of a^D
the gradient is that of D layers; with a sum over t = 1..T of losses of h_t that of a recurrence.
Anything else at a symbolic level is refused by name. Read first: ``rules.depth``,
``rules.through_time``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from derive.kernel.derivation import Derivation, Step
from derive.learning.gradient import conditions_off_kinks
from derive.learning.latex import Writer, derivative
from derive.learning.written import LAYOUTS, Row, columns, laid_out, padded, slopes_of
from derive.rules.depth import stack
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import Let
from derive.rules.through_time import through_time
from derive.terms.binding import substitute
from derive.terms.build import sub
from derive.terms.shapes import same_size, size_text
from derive.terms.term import Term


@dataclass(frozen=True)
class Leveled:
    """The lines of a gradient for every depth or number of times, and the proof."""

    loss: Term
    rows: tuple[Row, ...]
    conditions: tuple[Term, ...]
    derivation: Derivation
    said: str
    level: Term


def level_of(lets: Sequence[Let]) -> Term | None:
    """The level or time at which definitions are made; None where none is symbolic.

    Raises
    ------
    NoLaw
        Definitions are made at two different levels, or at one that is not a letter.
    """
    levels = dict.fromkeys(level for let in lets if let.symbol.head == "matrix"
                           for level in let.symbol.args[2:] if level.head != "int")
    if len(levels) > 1 or any(level.head != "sym" for level in levels):
        raise NoLaw("definitions at a level are made at one letter, z^l and not z^{l+1}; there are "
                    + ", ".join(str(level) for level in levels))
    return next(iter(levels), None)


def leveled(lets: Sequence[Let], wrt: Sequence[Term], level: Term, facts: Sequence[Term] = ()
            ) -> Leveled:
    """The gradient of a loss behind definitions at every level.

    ``wrt`` are parameters at that level, or shared ones; ``facts`` are equations about the data
    of the loss.

    Raises
    ------
    NoLaw
        The definitions are neither a stack of layers nor a recurrence.
    """
    layer = [let for let in lets if level in let.symbol.free]
    after = [let for let in lets if level not in let.symbol.free]
    given, output = _passed(layer, level)
    layer = [let for let in layer if let.symbol is not output] + [
        let for let in layer if let.symbol is output]
    if not after:
        raise NoLaw("there is no loss after the definitions at every level")
    last = after[-1]
    here = {w.name for w in wrt if w.args[2:] == (level,)}
    wrt = [w for w in wrt if w.name not in here or w.args[2:] == (level,)]
    _only_here(layer, after, wrt, (given, output), level)
    sums = [t for t in last.value.walk() if t.head == "sum" and _mentions(t.args[1], output)]
    if len(after) == 1 and len(sums) == 1:
        return _recurrence(layer, wrt, given, output, last, sums[0], level)
    return _stack(layer, wrt, given, output, after, level, facts)


def _only_here(layer: Sequence[Let], after: Sequence[Let], wrt: Sequence[Term],
               passed: tuple[Term, Term], level: Term) -> None:
    """Refuse what would be taken for a constant: another level of a parameter inside a layer, and
    what is defined inside the layers where the loss speaks of it."""
    names = {w.name for w in wrt if level in w.free}
    inside = {let.symbol.name for let in layer} - {passed[1].name}
    for let in layer:
        for t in let.value.walk():
            if t.head == "matrix" and t.name in names and t not in wrt:
                raise NoLaw(f"a layer has its own parameters, and here {t.name} at "
                            f"{size_text(t.args[2])} stands beside that at {level}")
            if t.head == "matrix" and t.name in inside and t.args[2:] != (level,):
                raise NoLaw(f"a layer takes one output of the level below, not {t.name}")
    for let in after:
        for t in let.value.walk():
            if t.head == "matrix" and t.name in inside:
                raise NoLaw(f"the loss speaks of {t.name}, which is defined inside the layers; it "
                            f"may speak of {passed[1].name} alone")


def _passed(layer: Sequence[Let], level: Term) -> tuple[Term, Term]:
    """What comes from the level below, a^{l-1}, and its like at this level."""
    defined = {let.symbol.name: let.symbol for let in layer}
    found = {t for let in layer for t in let.value.walk() if t.head == "matrix"
             and t.name in defined and t.args[2:] != defined[t.name].args[2:]}
    if len(found) != 1:
        raise NoLaw("a layer takes one output of the level below; here are "
                    + (", ".join(str(t) for t in sorted(found, key=str)) or "none"))
    (given,) = found
    if not same_size(given.args[2], sub(level, 1)):
        raise NoLaw(f"a layer takes what is one level below, not {given}")
    output = defined[given.name]
    below = substitute(output, {level: sub(level, 1)})
    if not same_size(below.args[0], given.args[0]):
        raise NoLaw(f"{given} has another shape than {output} one level below")
    return given, output


def _mentions(t: Term, output: Term) -> bool:
    return any(p.head == "matrix" and p.name == output.name for p in t.walk())


def _stack(layer: list[Let], wrt: Sequence[Term], given: Term, output: Term,
           after: Sequence[Let], level: Term, facts: Sequence[Term]) -> Leveled:
    ends = {t for let in after for t in let.value.walk()
            if t.head == "matrix" and t.name == output.name}
    if len(ends) != 1:
        raise NoLaw(f"the loss speaks of {output.name} at one last level, or is a sum over all "
                    "times")
    (end,) = ends
    found = stack(layer, wrt, given, output, after, level, end.args[2], facts)
    loss = found.loss
    below = found.recursion.symbol
    top = Let(Term("matrix", below.data, end.args), loss.top.gradients[end])
    behind = [Let(c.symbol, c.value) for c in loss.top.cotangents if c.symbol is not None]
    after = [*loss.sums, *loss.lets]
    cotangents = [*behind, top, *found.cotangents, found.recursion]
    rows = [*_given(layer, after), *slopes_of([*layer, *after], [
        *(c.value for c in cotangents), *found.gradients.values()])]
    rows += [Row("backward", c.symbol, c.value, "p") for c in cotangents]
    rows += [Row("gradient", p, g, "p", of_loss=True) for p, g in found.gradients.items()]
    return Leveled(after[-1].symbol, tuple(rows),
                   _off_kinks(found.derivation, found.result, [*layer, *after], level, end.args[2]),
                   found.derivation, _every(level, "layers") + ".", level)


def _recurrence(layer: list[Let], wrt: Sequence[Term], given: Term, output: Term, loss: Let,
                summed: Term, level: Term) -> Leveled:
    index, body, lower, upper = summed.args
    shared = [p for p in wrt if level in p.free]
    if shared:
        raise NoLaw(f"where the loss is a sum over all {output.name}, parameters are the same at "
                    f"all of them; {shared[0].name} has a level of its own")
    if not (lower.head == "int" and lower.value == 1):
        raise NoLaw(f"the times of a recurrence are 1, ..., T, and not from {lower}")
    at_each = substitute(body, {index: level})
    others = {t for t in at_each.walk() if t.head == "matrix" and t.name == output.name} - {output}
    if others:
        at = min(size_text(t.args[2]) for t in others)
        raise NoLaw(f"the loss at time {level} speaks of {output.name} at {level} alone, and here "
                    f"it is at {at}")
    whole = loss.value
    if whole is not summed:  # a factor in front goes into every summand
        if whole.head != "mul" or whole.args[-1] is not summed:
            raise NoLaw("the loss of a recurrence is a sum over all times, perhaps with a factor")
        at_each = Term("mul", (), (*whole.args[:-1], at_each))
    taken = Let(loss.symbol, Term("sum", (), (level, at_each, lower, upper)))
    found = through_time(layer, wrt, given, output, taken, at_each, level, upper)
    rows = [*_given(layer, [taken]),
            *slopes_of([*layer, taken], [*(c.value for c in found.cotangents),
                                         *found.gradients.values()])]
    rows += [Row("backward", c.symbol, c.value, "p") for c in found.cotangents]
    rows += [Row("gradient", p, g, "p", of_loss=True) for p, g in found.gradients.items()]
    return Leveled(loss.symbol, tuple(rows), _off_kinks(
        found.derivation, found.result, [*layer, taken], level, upper), found.derivation,
                   _every(level, "times") + "; nothing is carried back from after the last.",
                   level)


def _every(level: Term, things: str) -> str:
    return f"For every number of {things}, {level.name} being any of them"


def _off_kinks(derivation: Derivation, result: Step, lets: Sequence[Let], level: Term,
               upper: Term) -> tuple[Term, ...]:
    """The hypotheses of the result, with those of functions with kinks at every level."""
    needed = [Term("forall_in", (), (level, c, Term("int", (1,)), upper)) if level in c.free else c
              for c in conditions_off_kinks(lets)]
    if needed:
        result = derivation.step("weaken", result, label="gradient off kinks",
                                 hypotheses=[*needed])
    return result.claim.hypotheses


def _given(layer: Sequence[Let], after: Sequence[Let]) -> Iterator[Row]:
    for let in (*layer, *after):
        yield Row("forward", let.symbol, let.value, "g", str(let.symbol))


def _plain(condition: Term) -> str:
    """What kind of condition it is, for every level or not."""
    while condition.head in ("forall", "forall_in"):
        condition = condition.args[1]
    return condition.head


def _needs(found: Leveled) -> list[Term]:
    return [h for h in found.conditions if _plain(h) in ("lt", "le", "ne", "nowhere", "above")]


def as_text(found: Leveled, writer: Writer, gradient: str = "parameter") -> str:
    """The lines for a terminal; ``gradient`` is the layout, as in ``written``."""
    lines = [(row, f"∂{writer.plain(found.loss)}/∂{writer.plain(row.left)}" if row.of_loss
              else writer.plain(row.left)) for row in laid_out(found.rows, gradient)]
    width = max(columns(left) for _, left in lines)
    text = [f"{row.mark}  {padded(left, width)} = {writer.plain(row.right)}" for row, left in lines]
    needs = _needs(found)
    if needs:
        text.append("where " + ", ".join(map(writer.plain, needs)))
    return "\n".join([*text, found.said, LAYOUTS[gradient]]) + "\n"


def as_latex(found: Leveled, writer: Writer, gradient: str = "parameter") -> str:
    """The lines as a fragment for amsmath."""
    shown = []
    for row in laid_out(found.rows, gradient):
        left = writer(row.left)
        left = derivative(writer(found.loss), left) if row.of_loss else left
        shown.append(rf"{left} &= {writer(row.right)} && \text{{\footnotesize {row.mark}}}")
    needs = "$, $".join(map(writer, _needs(found)))
    where = f"\nwhere ${needs}$." if needs else ""
    body = " \\\\\n".join(shown)
    said = found.said.replace(f", {found.level.name} being", f", ${writer(found.level)}$ being")
    return f"{said} {LAYOUTS[gradient]}\n\\begin{{align*}}\n{body}\n\\end{{align*}}{where}\n"
