"""The numpy program against 60-digit numeric differentiation of a network written out by hand."""

import ast
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from flint import ctx

from derive.catalog import ACTIVATIONS
from derive.kernel.refute.arithmetics import Balls
from derive.learning.cross_checks import Setting, model_of
from derive.learning.expressions import Expression, matrix, norm, vector
from derive.learning.gradient import gradient
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program
from derive.rules.pull import NoLaw
from derive.terms import matrices as mx
from derive.vetting import NotAllowed

SIZES = [2, 3, 2]


@pytest.fixture
def sixty_digits():
    before, ctx.dps = ctx.dps, 65
    with mpmath.workdps(80):
        yield
    ctx.dps = before


def network():
    return dense_network(SIZES, "tanh")


def own_loss(W1, b1, W2, b2, x, y):
    """The loss in plain mpmath, written out."""
    a1 = (W1 * x + b1).apply(mpmath.tanh)
    a2 = (W2 * a1 + b2).apply(mpmath.tanh)
    return sum((a - t)**2 for a, t in zip(a2, y, strict=True)) / 2


def test_gradients_agree_with_numeric_differentiation_to_50_digits(sixty_digits) -> None:
    net = network()
    g = net.gradient()
    model = model_of(g.lets, Balls(), 1, (), Setting(net.meanings), g.names)
    names = [*g, *net.data]
    values = [mpmath.matrix([[mpmath.mpf(e.mid().str(70, radius=False)) for e in row]
                             for row in model.entries(s)]) for s in names]
    for position, parameter in enumerate(g):
        exact = model.entries(g[parameter])
        for i in range(values[position].rows):
            for j in range(values[position].cols):
                def shifted(step, i=i, j=j, position=position):
                    moved = [v.copy() for v in values]
                    moved[position][i, j] += step
                    return own_loss(*moved)

                h = mpmath.mpf(10)**-20
                numeric = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))
                           ) / (12 * h)
                formula = mpmath.mpf(exact[i][j].mid().str(60, radius=False))
                assert abs(numeric - formula) < mpmath.mpf(10)**-50


def test_the_program_agrees_with_the_formulas() -> None:
    net = network()
    g = net.gradient()
    tanh = ACTIVATIONS.get("tanh")
    program = numpy_program(g, {tanh.symbol: tanh})
    model = model_of(g.lets, Balls(), 2, (), Setting(net.meanings), g.names)
    arrays = [np.array([[float(e) for e in row] for row in model.entries(s)])
              for s in [*g, *net.data]]
    loss, found = program.function()(*arrays)
    assert loss == pytest.approx(float(model.scalar(g.loss)), rel=1e-13)
    for parameter, array in zip(g, found.values(), strict=True):
        exact = np.array([[float(e) for e in row] for row in model.entries(g[parameter])])
        assert np.max(np.abs(array - exact)) < 1e-13


def test_the_program_works_layer_by_layer() -> None:
    """One line for each name: the number of lines grows by a constant for each layer."""
    tanh = ACTIVATIONS.get("tanh")
    lengths = []
    for layers in (2, 3, 4):
        g = dense_network([4] * (layers + 1), "tanh").gradient()
        source = numpy_program(g, {tanh.symbol: tanh}).source
        lengths.append(len(ast.unparse(ast.parse(source))))  # a statement a line
    assert lengths[2] - lengths[1] == lengths[1] - lengths[0]
    assert "1.0 - (a1**2)" in numpy_program(g, {tanh.symbol: tanh}).source


def test_a_generic_activation_is_handed_in() -> None:
    net = dense_network([3, 2], "sigmoid")
    program = numpy_program(net.gradient(), {})
    assert program.parameters[-2:] == ("sigmoid", "sigmoid_prime")


def test_a_batch_in_rows() -> None:
    g = dense_network([3, 4, 2], "tanh", "softmax_cross_entropy", output=None, batch="B",
                      reduction="mean", samples="rows").gradient()
    tanh = ACTIVATIONS.get("tanh")
    function = numpy_program(g, {tanh.symbol: tanh}).function()
    draw = np.random.default_rng(7)
    shapes = [(3, 4), (4, 1), (4, 2), (2, 1), (5, 3)]
    arrays = [draw.normal(size=s) for s in shapes]
    labels = np.eye(2)[[0, 1, 1, 0, 1]]
    _, gradients = function(*arrays, labels)
    for position, name in ((0, "W1"), (3, "b2")):
        step = np.zeros_like(arrays[position])
        step[1, 0] = 1e-6
        sides = [function(*(a + s * step if i == position else a for i, a in enumerate(arrays)),
                          labels)[0] for s in (1, -1)]
        assert gradients[name][1, 0] == pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-8)


def test_every_level_has_its_own_generic_activation() -> None:
    program = numpy_program(dense_network([3, 2, 2]).gradient(), {})
    assert set(program.parameters[-4:]) == {"sigma1", "sigma1_prime", "sigma2", "sigma2_prime"}


def test_what_has_no_numpy_form_is_refused_by_name() -> None:
    K, r = matrix("K", 4, 4), vector("r", 4)
    g = gradient(Expression(mx.item(mx.matmul(r.T.term, mx.vec(mx.matrix("A", 2, 2))))), [r])
    with pytest.raises(NoLaw, match="there is no numpy form of 'vec'"):
        numpy_program(g)
    assert numpy_program(gradient(norm(K @ r)**2, [r])).parameters == ("r", "K")


def test_only_what_is_printed_for_networks_is_run() -> None:
    program = numpy_program(network().gradient(), {})
    smuggled = replace(program, source=program.source + "\nimport os\n")
    with pytest.raises(NotAllowed, match="os"):
        smuggled.function()
