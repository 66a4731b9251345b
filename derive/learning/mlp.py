"""Lecture: gradients of a network of dense layers, for any sizes, any depth and any activation.

One generic layer is swept backwards, and what the sweep says is added up over all layers. The
loss is half the squared error; every other loss changes the line about the last layer only.
Next: ``mlp_losses`` (its last two chapters).
"""

from __future__ import annotations

from derive.catalog import DERIVATIONS, Told
from derive.kernel.derivation import Derivation, Step
from derive.kernel.procedures.index_identity import Use
from derive.learning import mlp_losses
from derive.learning.told_code import beside
from derive.notation import Card, Notation
from derive.rules.depth import Stack, stack
from derive.rules.lecture import Lecture, Line, Section
from derive.rules.matrix_steps import identity_step
from derive.rules.reverse_sweep import Let, reverse_sweep, steps_of
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import add, call, div, eq, function, mul, neg, power, sub, symbol
from derive.terms.term import Term

LEVEL, DEPTH, LOSS = symbol("l", "N0"), symbol("L", "N0"), symbol("E")
BATCH, INPUTS = symbol("B", "N0"), symbol("f", "N0")
WIDTH, SIGMA = function("n", ("N0",), "N0"), function("sigma")

#: section: lines, each with the label of its step
SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("neuron", (("neuron_forward", "neuron: define zeta"), ("neuron_out", "neuron: define alpha"),
                ("neuron_loss", "neuron: define H"), ("neuron_moved", "neuron: gradient"))),
    ("layer", (("forward", "layer: define z[l]"), ("activation", "layer: define a[l]"))),
    ("differentials", (("moved_activation", "layer: d a[l]"), ("moved_forward", "layer: d z[l]"))),
    ("backward", (("push_activation", "layer: push a[l]"), ("delta", "layer: define delta[l]"),
                  ("push_forward", "layer: push z[l]"))),
    ("layers", (("passed", "passed on"), ("recurrence", "recurrence"))),
    ("top", (("loss", "loss: define E"), ("loss_moved", "loss: gradient"),
             ("top", "at the top"), ("last", "last"))),
    ("closed", (("factor", "factor"), ("closed", "closed"))),
    ("gradient", (("gradient", "gradient"),)),
    ("batch", (("batch_forward", "batch: define Z[l]"), ("batch_activation", "batch: define A[l]"),
               ("batch_delta", "batch: define Delta[l]"), ("batch_push", "batch: push Z[l]"))),
    *mlp_losses.SECTIONS,
)
RESULTS = ("last", "recurrence", "closed", "gradient", *mlp_losses.RESULTS)


def _level(t: Term, at: Term) -> Term:
    return substitute(t, {LEVEL: at})


def _symbols(samples: str = "columns") -> dict[str, Term]:
    rows, columns = call(WIDTH, LEVEL), call(WIDTH, sub(LEVEL, 1))
    return {"W": mx.matrix("W", rows, columns, LEVEL), "b": mx.vector("b", rows, LEVEL),
            "z": mx.vector("z", rows, LEVEL), "a": mx.vector("a", rows, LEVEL),
            "abar": mx.vector("a_bar", rows, LEVEL), "delta": mx.vector("delta", rows, LEVEL),
            "y": mx.vector("y", call(WIDTH, DEPTH)),
            **{name: mx.matrix(name, *((rows, BATCH) if samples == "columns" else (BATCH, rows)),
                               LEVEL) for name in ("Z", "A", "G", "Delta")}}


def derive_network(samples: str = "columns") -> Stack:
    """The stack of dense layers with half the squared error, and two consequences.

    ``recurrence`` puts the cotangent of a layer into the next one's delta, ``last`` is the delta
    of the last layer.
    """
    s = _symbols(samples)
    before, last = _level(s["a"], sub(LEVEL, 1)), _level(s["a"], DEPTH)
    layer = [Let(s["z"], mx.matadd(mx.matmul(s["W"], before), s["b"])),
             Let(s["a"], mx.apply(SIGMA, s["z"]))]
    residual = mx.matadd(last, mx.minus(s["y"]))
    loss = Let(LOSS, mul(div(1, 2), mx.inner(residual, residual)))
    found = stack(layer, [s["W"], s["b"]], before, s["a"], [loss], LEVEL, DEPTH)
    _neuron(found.derivation)
    _recurrence(found.derivation, s)
    _closed(found.derivation, s)
    _batch(found.derivation, s)
    mlp_losses.losses_and_curvature(found.derivation, _level(s["z"], DEPTH), s["y"])
    return found


def _neuron(derivation: Derivation) -> None:
    """One neuron: a column of inputs, a column of weights, numbers for all else."""
    inputs, weights = (mx.vector(name, INPUTS) for name in ("xi", "omega"))
    zeta, alpha, beta, target, loss = (symbol(name) for name in (
        "zeta", "alpha", "beta", "tau", "H"))
    lets = [Let(zeta, add(mx.inner(weights, inputs), beta)), Let(alpha, call(SIGMA, zeta)),
            Let(loss, mul(div(1, 2), power(add(alpha, neg(target)), 2)))]
    steps_of(derivation, "neuron", reverse_sweep(lets, [weights, beta]))


def _closed(derivation: Derivation, s: dict[str, Term]) -> None:
    """The recurrence put into itself: delta^l is an ordered product in front of delta^L."""
    k = symbol("k", "N0")
    one_below = derivation["layer: define delta[l]"].claim.conclusion
    below = derivation.step("assume", formula=_level(one_below, sub(k, 1)))
    passed = derivation.step("assume", formula=_level(derivation["passed on"].claim.conclusion, k))
    slope = below.claim.conclusion.args[1].args[1]
    factor = mx.matmul(mx.diag(slope), mx.transpose(_level(s["W"], k)))
    hole = Term("matrix", ("hole",), slope.shape or ())
    goal = eq(below.claim.conclusion.args[0], Term("matmul", (), (factor, _level(s["delta"], k))))
    step = identity_step(derivation, goal, [below, passed],
                         [Use(0), Use(1, context=mx.hadamard(hole, slope), hole=hole)], "factor")
    derivation.step("multiply_levels", step, label="closed", index=k, lower=LEVEL, upper=DEPTH,
                    factor=factor, vector=_level(s["delta"], k))


def _batch(derivation: Derivation, s: dict[str, Term]) -> None:
    """One layer for B samples, one in each column or row: the bias is repeated by ones."""
    before = _level(s["A"], sub(LEVEL, 1))
    if s["A"].args[1] is BATCH:
        value = mx.matadd(mx.matmul(s["W"], before), mx.matmul(s["b"], mx.ones(1, BATCH)))
    else:
        value = mx.matadd(mx.matmul(before, mx.transpose(s["W"])),
                          mx.matmul(mx.ones(BATCH), mx.transpose(s["b"])))
    layer = [Let(s["Z"], value), Let(s["A"], mx.apply(SIGMA, s["Z"]))]
    swept = reverse_sweep(layer, [s["W"], s["b"], before], seed=(s["A"], s["G"]))
    steps_of(derivation, "batch", swept)


def _recurrence(derivation: Derivation, s: dict[str, Term]) -> None:
    """delta^l from delta^{l+1}, and delta^L from the loss."""
    above = add(LEVEL, 1)
    delta = derivation["layer: define delta[l]"]
    passed = derivation["passed on"].claim.conclusion
    higher = derivation.step("assume", label="passed from above", formula=eq(
        s["abar"], _level(passed.args[1], above)))
    slope = delta.claim.conclusion.args[1].args[1]
    hole = mx.vector("hole", call(WIDTH, LEVEL))
    goal = eq(s["delta"], mx.hadamard(higher.claim.conclusion.args[1], slope))
    identity_step(derivation, goal, [delta, higher],
                  [Use(0), Use(1, context=mx.hadamard(hole, slope), hole=hole)], "recurrence")
    top = derivation["at the top"]
    at_top = derivation.step("assume", label="delta at the top",
                             formula=_level(delta.claim.conclusion, DEPTH))
    slope = _level(slope, DEPTH)
    hole = mx.vector("hole", call(WIDTH, DEPTH))
    goal = eq(_level(s["delta"], DEPTH), mx.hadamard(top.claim.conclusion.args[1], slope))
    identity_step(derivation, goal, [at_top, top],
                  [Use(0), Use(1, context=mx.hadamard(hole, slope), hole=hole)], "last")


def _conditions(step: Step) -> tuple[Term, ...]:
    """What a line needs beside definitions: sizes that are not 0, levels in order."""
    if step.inference == "assume":
        return ()
    return tuple(h for h in step.claim.hypotheses if h.head in ("lt", "le", "ne"))


def letters(samples: str = "columns") -> Notation:
    """The letters of the lecture; a level stands where the convention puts it."""
    s = _symbols(samples)
    cards = [Card(LEVEL, "l", meaning="a layer"), Card(BATCH, "B", meaning="samples in a batch"),
             Card(DEPTH, "L", meaning="number of layers"),
             Card(LOSS, "E", meaning="loss"), Card(WIDTH, "n", index=(0,), meaning="widths"),
             Card(SIGMA, r"\sigma", meaning="activation"),
             Card(INPUTS, "f", meaning="inputs of a neuron"),
             *(Card(symbol(name), latex, meaning=meaning) for name, latex, meaning in (
                 ("zeta", r"\zeta", "pre-activation of a neuron"),
                 ("alpha", r"\alpha", "its activation"), ("beta", r"\beta", "its bias"),
                 ("tau", r"\tau", "its target"), ("H", "H", "its loss"))),
             Card(mx.vector("xi", INPUTS), r"\xi", meaning="inputs of a neuron, a column"),
             Card(mx.vector("omega", INPUTS), r"\omega", meaning="its weights"),
             Card(s["abar"], "g", meaning="cotangent of the output of a layer")]
    cards += [Card(s[name], latex, meaning=meaning) for name, latex, meaning in (
        ("W", "W", "weights"), ("b", "b", "biases"), ("z", "z", "pre-activations"),
        ("a", "a", "activations"), ("delta", r"\delta", "cotangent of z"),
        ("y", "y", "targets"), ("Z", "Z", "pre-activations of a batch"),
        ("A", "A", "activations of a batch"), ("G", "G", "cotangent of a batch's output"),
        ("Delta", r"\Delta", "cotangent of Z"))]
    return Notation((*cards, *mlp_losses.letters(s["y"])))


def network(samples: str = "columns") -> Lecture:
    """Backpropagation: the gradients of dense layers for every depth, size and activation.

    Source: Rumelhart, Hinton, Williams, Nature 323 (1986) 533; the form is that of M. Nielsen,
    Neural Networks and Deep Learning, 2015, chapter 2. Nothing is taken from there: it is derived.
    """
    if samples not in ("columns", "rows"):
        raise ValueError(f"samples lie in columns or rows, not in {samples!r}")
    found = derive_network(samples)
    derivation, notation = found.derivation, letters(samples)
    told = {label: name for _, lines in SECTIONS for name, label in lines}

    def line(step: Step) -> Line:
        name = told.get(step.label or "", step.label or str(step.number))
        return Line(label=name, number=step.number, claim=step.claim, grade=step.grade,
                    inference=step.inference, uses=step.premises, result=name in RESULTS,
                    conditions=_conditions(step), notation=notation)

    sections = tuple(Section(key, tuple(line(derivation[label]) for _, label in lines))
                     for key, lines in SECTIONS)
    told_lines = [x for section in sections for x in section.lines]
    return Lecture(name="mlp", sections=sections, notation=notation,
                   title="Gradients of a network", derivation=derivation,
                   code=beside(told_lines, notation, {"batch_push": LOSS}),
                   all_steps=tuple(line(step) for step in derivation.steps))


DERIVATIONS.add("mlp", Told("mlp", "Gradients of a network", "Deep learning", network))
