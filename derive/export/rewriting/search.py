"""Find where a form loses digits, try equal forms, keep one that is proved equal and better.

True values come from the given form in balls, once; a candidate is evaluated in floats at the
same points. The best of them that the kernel shows to be equal is kept; what is not proved is
not used, however good it looks. Next: ``rules`` (candidates), ``equality`` (proofs).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

import numpy as np
from flint import arb

from derive.export.expression_accuracy import Certain, Domain, certain, near_ends, points, weakest
from derive.export.floats import floats
from derive.export.powers import expand_powers
from derive.export.program import Const, ExportRefused, Expr, Input, Op, Var, const, names_in
from derive.export.rewriting.equality import chained
from derive.export.rewriting.laurent import Laurent, NoSeries, series
from derive.export.rewriting.root_products import with_root_products
from derive.export.rewriting.rules import rewritings
from derive.kernel.derivation import Derivation
from derive.kernel.plain import plain

GOOD = 4.0  # units of rounding: no search below this
FAIR = 8.0  # and none below this where polynomials became products over their roots
ROUNDS, BEAM, COUNT = 5, 4, 160
LARGEST, BUDGET = 250, 20_000  # operations of a form that is searched at all, and of all tried
SERIES = 60  # operations of a form that is expanded in a series
RADII = ("1/4", "1", "4", "16", "64")
FORMS, PROOFS = 400, 12  # candidates that the kernel is asked about, the best ones first
WAYS = 4  # of them in steps


@dataclass(frozen=True)
class Rewritten:
    """An expression with its largest error before and after, and the proofs of equality."""

    expression: Expr
    before: float
    after: float
    given: Expr
    #: asked when accuracy is stated; of a form from the disk the proof is made again then
    prove: Callable[[], tuple[Derivation, ...] | None] | None = None
    via: tuple[Expr, ...] = ()  # forms on the way, each proved equal to the one before

    @cached_property
    def proofs(self) -> tuple[Derivation, ...]:
        """The derivations whose last lines say that the form is equal to the given one.

        Raises ExportRefused where a form that was kept on the disk cannot be proved.
        """
        found = self.prove() if self.prove is not None else ()
        if found is None:
            raise ExportRefused("a form in the cache folder is not equal to the given one: "
                                "remove the folder")
        return found

    @property
    def verdict(self) -> str:
        """"as given" or "proved"; a form that is not proved equal is not kept."""
        return "proved" if self.proofs else "as given"


@dataclass
class Sample:
    """Points with certain values of a form: the yardstick for every candidate."""

    given: Expr
    columns: dict[str, Any]
    true: list[Certain]
    #: what was expanded and evaluated for one candidate serves the next, which differs little
    expanded: dict[Expr, Expr] = field(default_factory=dict)
    values: dict[Expr, Any] = field(default_factory=dict)

    def _found(self, candidate: Expr) -> Any:
        with np.errstate(all="ignore"):
            found = floats(expand_powers(candidate, self.expanded), self.columns, self.values)
        return np.broadcast_to(np.asarray(found, dtype=float), (len(self.true),))

    def rough(self, candidate: Expr) -> Any:
        """Errors in units of rounding, to the digits of floats; infinite where a value lacks."""
        found = self._found(candidate)
        with np.errstate(all="ignore"):
            errors = np.abs(found - self.nearest) / self.units
        return np.where(np.isfinite(found), errors, np.inf)

    def score(self, candidate: Expr) -> float:
        """The largest error in units of rounding; infinite where a value is missing."""
        rough = self.rough(candidate)
        if not np.all(np.isfinite(rough)):
            return float("inf")
        worst, found = 0.0, self._found(candidate)
        for place in np.argsort(rough)[-3:]:
            error = abs(self.true[place].sure - arb(float(found[place])))
            worst = max(worst, float(error) / self.true[place].unit)
        return worst

    @cached_property
    def nearest(self) -> Any:
        return np.array([t.value for t in self.true])

    @cached_property
    def units(self) -> Any:
        return np.array([t.unit for t in self.true])


def sampled(given: Expr, inputs: Sequence[Input], domain: Domain) -> Sample | None:
    """The yardstick for a given form, or None where it is defined almost nowhere."""
    where = [*points(inputs, domain, COUNT, seed=7), *near_ends(inputs, domain),
             *weakest([given], inputs, domain)]
    empty = Sample(given, {i.name: None for i in inputs}, [])
    found = among(empty, where)
    return found if found is not None and len(found.true) >= COUNT // 10 else None


def beside(sample: Sample, variable: str, *places: Fraction) -> Sample | None:
    """A yardstick of points just beside some places, where one form takes over from another."""
    low, high = (float(f(sample.columns[variable])) for f in (np.min, np.max))
    near = [s * float(p) * k for p in places for s in (1, -1) for k in (0.99, 1.0, 1.02, 1.1)]
    return among(sample, [{variable: x} for x in near if low <= x <= high])


def among(sample: Sample, where: Iterable[dict[str, float]]) -> Sample | None:
    """A yardstick of other points for the same form, or None where it is not defined there."""
    true = [(p, t) for p in where if (t := certain(sample.given, p)) is not None]
    columns = {k: np.array([p[k] for p, _ in true]) for k in sample.columns}
    return Sample(sample.given, columns, [t for _, t in true]) if true else None


def improve(given: Expr, inputs: Sequence[Input], domain: Domain) -> Rewritten:
    """The given form, or one that loses fewer digits on the domain and is proved equal there.

    >>> from derive.export.expressions import show
    >>> x = Var("x")
    >>> form = Op("div", (Op("sub", (Op("exp", (x,)), const(1))), x))
    >>> found = improve(form, [Input("x")], {})
    >>> show(found.expression), found.verdict
    ('expm1(x) / x', 'proved')
    """
    used = set(names_in(given))
    inputs = [i for i in inputs if i.name in used]
    sample = sampled(given, inputs, domain)
    if sample is None:
        return Rewritten(given, float("nan"), float("nan"), given)
    before = sample.score(given)
    if before <= GOOD or _size(given) > LARGEST:
        return Rewritten(given, before, before, given)
    best = kept = Rewritten(given, before, before, given)
    parents: dict[Expr, Expr] = {}
    memo: dict[tuple[Expr, Expr], tuple[Derivation, ...] | None] = {}

    def better(candidates: Iterable[tuple[float, Expr]]) -> Rewritten:
        """The first of the candidates, the best one first, that is proved and twice as good."""
        good = sorted(((s, _size(c), c) for s, c in candidates if s < best.after / 2),
                      key=lambda item: (max(item[0], GOOD), item[1]))[:PROOFS]
        confirmed: set[Expr] = set()
        ways: list[tuple[Expr, ...]] = []
        while good:
            score, size, candidate = good.pop(0)
            form = tidy(candidate)
            if candidate not in confirmed:  # a form has weak points of its own
                confirmed.add(candidate)
                own = among(sample, weakest([form], inputs, domain))
                score = max(score, own.score(form)) if own is not None else score
                if score < best.after / 2:
                    good.append((score, size, candidate))
                    good.sort(key=lambda item: (max(item[0], GOOD), item[1]))
                continue
            ways.append(_way(candidate, parents))
            for via in ((), ways[-1])[:2 if len(ways) <= WAYS else 1]:
                proofs = chained((given, *via, form), inputs, domain, memo)
                if proofs:
                    return Rewritten(form, before, score, given, partial(tuple, proofs), via)
        return best

    factored = with_root_products(given)
    if factored != given:  # long polynomials: the rules have nothing better, and are slow
        best = better([(sample.score(factored), factored)])
        if best.after <= FAIR:
            return best
    found = [(before, given), *_search(given, before, sample, parents)]
    best = better(found)
    for node in (best.expression, given):
        if best.after > GOOD:
            factored = with_root_products(node)
            best = better([(sample.score(factored), factored)])
    if len(inputs) == 1 and _size(given) <= SERIES:
        for node in dict.fromkeys((best.expression, given)):
            if best.after > GOOD:
                best = better(_split(node, sample, inputs[0].name))
    for i in inputs:
        if best.after > GOOD and i.sort not in ("N0", "Z"):
            best = better(_two_forms(found, sample, i.name))
    return best if best.after < before / 2 else kept


def _way(form: Expr, parents: Mapping[Expr, Expr]) -> tuple[Expr, ...]:
    """The forms from which one was made, without the first and with itself."""
    way: list[Expr] = []
    while form in parents:
        way.insert(0, form)
        form = parents[form]
    return tuple(way)


def _search(given: Expr, before: float, sample: Sample, parents: dict[Expr, Expr]
            ) -> list[tuple[float, Expr]]:
    """Forms that rules give, with their errors; ``parents`` learns what each was made from."""
    seen, tried = {given}, 0
    beam: list[tuple[float, int, Expr]] = [(before, _size(given), given)]
    everything: list[tuple[float, Expr]] = []
    for _ in range(ROUNDS):
        found = []
        for _, _, node in beam:
            for candidate in everywhere(node):
                if candidate not in seen and tried < BUDGET:
                    seen.add(candidate)
                    parents[candidate] = node
                    size = _size(candidate)
                    tried += size
                    found.append((sample.score(candidate), size, candidate))
        if not found:
            break
        found.sort(key=lambda item: item[:2])
        everything += [(score, candidate) for score, _, candidate in found]
        # also keep short ones: a step such as log a - b = log(a e^-b) helps only with the next
        beam = found[:BEAM] + sorted(found, key=lambda item: item[1])[:BEAM]
        if found[0][0] <= GOOD:
            break
    return everything


def everywhere(node: Expr) -> Iterator[Expr]:
    """Every expression that one rule at one place gives."""
    yield from rewritings(node)
    if isinstance(node, Op):
        for place, arg in enumerate(node.args):
            for new in everywhere(arg):
                yield Op(node.name, (*node.args[:place], new, *node.args[place + 1:]))


def tidy(node: Expr) -> Expr:
    """Without factors 1, powers 1 and double signs that the rules leave behind."""
    if not isinstance(node, Op):
        return node
    args = tuple(tidy(a) for a in node.args)
    if node.name == "mul":
        args = tuple(a for a in args if a != const(1)) or (const(1),)
        if const(-1) in args and len(args) > 1:
            rest = [a for a in args if a != const(-1)]
            odd = (len(args) - len(rest)) % 2
            product = Op("mul", tuple(rest)) if len(rest) > 1 else rest[0]
            return Op("neg", (product,)) if odd else product
        return Op("mul", args) if len(args) > 1 else args[0]
    if node.name == "pow" and args[1] == const(1):
        return args[0]
    if node.name == "abs" and isinstance(args[0], Op) and args[0].name == "neg":
        return Op("abs", args[0].args)
    if node.name == "neg" and isinstance(args[0], Op) and args[0].name == "neg":
        return args[0].args[0]
    return Op(node.name, args)


def _size(node: Expr) -> int:
    return 1 + sum(_size(a) for a in node.args) if isinstance(node, Op) else 1


def _split(form: Expr, sample: Sample, variable: str) -> list[tuple[float, Expr]]:
    """A series below a radius, the form above it, where a series about 0 exists."""
    try:
        about_zero = series(form, variable)
    except (NoSeries, ZeroDivisionError):
        return []
    found: list[tuple[float, Expr]] = []
    x = Var(variable)
    for radius in (Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(1), Fraction(3, 2)):
        near = _polynomial(about_zero, x, radius)
        if near is not None:
            test = Op("less", (Op("abs", (x,)), const(radius)))
            candidate: Expr = Op("where", (test, near, form))
            found.append((_with_edges(candidate, sample, variable, radius), candidate))
    return found


def _two_forms(tried: Sequence[tuple[float, Expr]], sample: Sample, variable: str
               ) -> list[tuple[float, Expr]]:
    """Of all forms tried the best one below a size of x, and the best one above it."""
    x, forms = Var(variable), [form for _, form in tried[:FORMS]]
    errors = np.array([sample.rough(form) for form in forms])
    values = sample.columns[variable]
    found: list[tuple[float, Expr]] = []
    sizes = [Fraction(r) for r in RADII] if len(sample.columns) == 1 else []
    tests = [(Op("less", (Op("abs", (x,)), const(r))), np.abs(values) < float(r), r)
             for r in sizes]
    for test, near, radius in (*tests, (Op("less", (x, const(0))), values < 0, Fraction(0))):
        if not 0 < np.count_nonzero(near) < near.size:
            continue
        inner, outer = (forms[int(np.argmin(np.max(errors[:, part], axis=1)))]
                        for part in (near, ~near))
        candidate: Expr = Op("where", (test, inner, outer))
        found.append((_with_edges(candidate, sample, variable, radius), candidate))
    return found


def _with_edges(candidate: Expr, sample: Sample, variable: str, radius: Fraction) -> float:
    """The error at the sampled points and beside the radius."""
    edge = beside(sample, variable, radius) if radius else None
    return max(sample.score(candidate), edge.score(candidate) if edge is not None else 0.0)


def _polynomial(about: Laurent, x: Expr, radius: Fraction) -> Expr | None:
    """The series by Horner's rule, as long as its terms matter within the radius."""
    if not about.c:
        return None
    first = next(abs(v) for v in about.c if v)
    kept = [k for k, v in enumerate(about.c) if abs(v) * radius ** k > first / 2**58]
    if not kept or kept[-1] >= len(about.c) - 3:
        return None
    coefficients = about.c[:kept[-1] + 1]
    step = 2 if not any(coefficients[1::2]) else 1
    power: Expr = x if step == 1 else Op("mul", (x, x))
    result: Expr = Const(coefficients[-1] if step == 1 else coefficients[::2][-1])
    for value in list(coefficients[::step])[-2::-1]:
        result = Op("add", (Const(value), Op("mul", (power, result))))
    if about.low < 0:  # a pole, which the function itself has
        return Op("div", (result, Op("pow", (x, const(-about.low)))))
    return Op("mul", (Op("pow", (x, const(about.low))), result)) if about.low else result


def report(rewritten: Mapping[str, Rewritten]) -> str:
    """One line for a certificate: what was rewritten, and where the kernel showed equality."""
    changed = {k: r for k, r in rewritten.items() if r.proofs}
    if not changed:
        return "as given"
    return "; ".join(f"{k}: {r.before:.2g} -> {r.after:.2g} ulp, equality proved{_where(r)}"
                     for k, r in changed.items())


def _where(rewritten: Rewritten) -> str:
    claims = [d["equal"].claim for d in rewritten.proofs]
    every = dict.fromkeys(h for c in claims for h in c.hypotheses)
    always = [h for h in every if rewritten.via or all(h in c.hypotheses for c in claims)]
    kind = "steps" if rewritten.via else "cases"
    cases = f", in {len(claims)} {kind}" if len(claims) > 1 else ""
    return (f" where {' and '.join(map(plain, always))}" if always else "") + cases
