"""Checks of a gradient that share nothing with the sweep: exact directional derivatives.

Both sides of ``dL = sum <g, dw>`` are evaluated along one random direction: the left by carrying
truncated series through the loss itself, the right from the formula. Over GF(2^61 - 1) agreement
is *supported*, with a bound on the chance of an accident; a disagreement in exact fractions or in
certified balls *refutes*, and comes with its sizes, entries and both values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log10
from typing import Any

from flint import arb, ctx

from derive.kernel.refute.arithmetics import PRIME, Balls, FiniteField, Fractions, Undefined
from derive.kernel.refute.matrix_models import MatrixModel, Meaning
from derive.rules.reverse_sweep import Let
from derive.terms.term import Term


@dataclass(frozen=True)
class Support:
    """Agreement at random points of a field; ``error`` bounds the chance that it is accidental.

    The bound is degree / p for each trial (Schwartz and Zippel), ``degree`` being that of the two
    sides as polynomials in the random values; functions count as random values of their own.
    """

    trials: int
    degree: int

    @property
    def error(self) -> float:
        return float(self.degree / PRIME) ** self.trials


@dataclass(frozen=True)
class BallSupport:
    """Agreement of certified enclosures to that many digits, where functions are particular."""

    trials: int
    digits: int


@dataclass(frozen=True)
class Refutation:
    """A point where the two sides certainly differ: sizes, the entries of everything that is not
    defined, the direction's derivative of the loss, and what the formula says it is.
    """

    sizes: dict[str, int]
    entries: dict[str, object]
    derivative: object
    claimed: object

    def __str__(self) -> str:
        where = ", ".join(f"{name} = {size}" for name, size in self.sizes.items())
        return (f"at {where or 'the given sizes'}: the loss changes by {_short(self.derivative)}, "
                f"the formula says {_short(self.claimed)}")


@dataclass(frozen=True)
class Setting:
    """What a model of a network needs to know beside its definitions."""

    meanings: Mapping[Term, Meaning] = field(default_factory=dict)
    columns_sum_to_one: tuple[Term, ...] = ()
    rows_sum_to_one: tuple[Term, ...] = ()
    symmetric: tuple[Term, ...] = ()
    facts: tuple[Term, ...] = ()  #: equations about the data that were assumed

    def holds(self, model: MatrixModel, moving: Iterable[Term]) -> bool:
        """Whether the facts hold in a model, and all along its direction."""
        made = {*self.columns_sum_to_one, *self.rows_sum_to_one, *self.symmetric}
        free = set(moving) - made
        return not any(free & set(f.walk()) or model.certainly_differ(*f.args)
                       for f in self.facts)


def sizes_for(terms: Iterable[Term], least: int = 2) -> dict[Term, Any]:
    """Different sizes for different symbols, so that a missing transpose cannot hide."""
    symbols: dict[Term, None] = {}
    functions: dict[Term, None] = {}
    for t in terms:
        for part in t.walk():
            if part.head == "sym" and part.sort == "N0":
                symbols[part] = None
            if part.head == "call" and part.args[0].sort == "N0":
                functions[part.args[0]] = None
    chosen: dict[Term, Any] = {s: least + i for i, s in enumerate(symbols)}
    for i, f in enumerate(functions):
        chosen[f] = _Sizes(least + i)
    return chosen


@dataclass(frozen=True)
class _Sizes:
    """n(0), n(1), ... as a function that tells neighbours apart."""

    first: int

    def __call__(self, level: int) -> int:
        return self.first + (level * 2) % 3


def model_of(lets: Sequence[Let], arithmetic: Any, seed: int, moving: Iterable[Term],
             setting: Setting, extra: Sequence[Let] = (), least: int = 2,
             order: int = 1) -> MatrixModel:
    """A model of the definitions, everything in ``moving`` moving along a random direction."""
    definitions = {let.symbol: let.value for let in (*lets, *extra)}
    sizes = sizes_for([t for let in (*lets, *extra) for t in (let.symbol, let.value)], least)
    return MatrixModel(arithmetic, seed, sizes, definitions, moving, setting.meanings, order,
                       setting.columns_sum_to_one, setting.rows_sum_to_one,
                       symmetric=setting.symmetric)


def supported(lets: Sequence[Let], gradients: Mapping[Term, Term], setting: Setting,
              extra: Sequence[Let] = (), trials: int = 2) -> Support | BallSupport | None:
    """Agreement of formula and exact derivative; None if they differ or cannot be compared.

    Over GF(2^61 - 1) for generic functions; in balls of 70 digits for particular ones, of which
    a field would know no more than a differential relation.
    """
    if setting.meanings:
        return _supported_by_balls(lets, gradients, setting, extra, trials)
    done = seed = 0
    while done < trials and seed < 40 * trials:
        seed += 1
        model = model_of(lets, FiniteField(seed), seed, gradients, setting, extra)
        try:
            if not setting.holds(model, gradients):
                continue
            if model.derivative(lets[-1].symbol) != model.along(gradients):
                return None
        except (Undefined, ZeroDivisionError):
            continue
        done += 1
    return Support(done, 4096) if done else None


def _supported_by_balls(lets: Sequence[Let], gradients: Mapping[Term, Term], setting: Setting,
                        extra: Sequence[Let], trials: int) -> BallSupport | None:
    done, worst = 0, 10**6
    before, ctx.dps = ctx.dps, 70
    try:
        for seed in range(1, 20 * trials):
            model = model_of(lets, Balls(), seed, gradients, setting, extra)
            try:
                if not setting.holds(model, gradients):
                    continue
                left, right = model.derivative(lets[-1].symbol), model.along(gradients)
            except (Undefined, ZeroDivisionError):
                continue
            gap = arb(left - right)
            if not gap.contains(0):
                return None
            width = float(gap.abs_upper() / (1 + abs(arb(left)).abs_lower()))
            worst = min(worst, 70 if width == 0 else int(-log10(width)))
            done += 1
            if done == trials:
                break
    finally:
        ctx.dps = before
    return BallSupport(done, worst) if done else None


def refuted(lets: Sequence[Let], gradients: Mapping[Term, Term], setting: Setting,
            extra: Sequence[Let] = (), attempts: int = 12, digits: int = 50) -> Refutation | None:
    """A point where the claimed gradient is certainly wrong, small sizes first; None if none."""
    for seed in range(1, attempts + 1):
        for arithmetic in (Fractions(), Balls()):
            model = model_of(lets, arithmetic, seed, gradients, setting, extra,
                             least=1 + (seed > 1))
            before, ctx.dps = ctx.dps, digits
            try:
                if not setting.holds(model, gradients):
                    break
                left, right = model.derivative(lets[-1].symbol), model.along(gradients)
                if differ(left, right):
                    return _refutation(model, lets, gradients, left, right)
            except (Undefined, ZeroDivisionError):
                continue
            finally:
                ctx.dps = before
            break
    return None


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 24 else f"{arb(value).mid().str(12, radius=False)}..."


def differ(left: Any, right: Any) -> bool:
    """Whether two exact numbers, or two balls, are certainly different."""
    if isinstance(left, arb) or isinstance(right, arb):
        return not (arb(left) - arb(right)).contains(0)
    return bool(left != right)


def _refutation(model: MatrixModel, lets: Sequence[Let], gradients: Mapping[Term, Term],
                left: Any, right: Any) -> Refutation:
    sizes = {s.name: v for s, v in model.values.sizes.items() if isinstance(v, int)}
    defined = {let.symbol for let in lets}
    bound = {t.args[0] for let in lets for t in let.value.walk() if t.head in ("sum", "matsum")}
    given = dict.fromkeys([*gradients, *(
        t for let in lets for t in let.value.walk()
        if (t.head == "matrix" or (t.head == "sym" and t.sort in ("R", "P")))
        and t not in defined and not bound & t.free)])
    entries = {str(w): model.entries(w) if w.shape is not None else model.scalar(w)
               for w in given}
    return Refutation(sizes, entries, left, right)
