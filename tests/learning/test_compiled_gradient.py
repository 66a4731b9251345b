"""``derive.compile`` of a gradient: against finite differences in 50 digits, and its refusals."""

import mpmath
import numpy as np
import pytest

import derive
from derive.catalog import ACTIVATIONS, LOSSES
from derive.export.program import ExportRefused
from derive.learning.expressions import Function, matrix, norm, total, vector
from derive.learning.gradient import gradient
from derive.learning.network import dense_network

X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")


def test_a_network_agrees_with_numeric_differentiation() -> None:
    f = derive.compile(dense_network([2, 3, 2], "tanh").gradient())
    assert f.program.parameters == ("W1", "b1", "W2", "b2", "a0", "y")
    draw = np.random.default_rng(3)
    shapes = [(3, 2), (3, 1), (2, 3), (2, 1), (2, 1), (2, 1)]
    arrays = [draw.normal(size=s) for s in shapes]

    def own_loss(values):
        W1, b1, W2, b2, x, t = values
        a2 = (W2 * (W1 * x + b1).apply(mpmath.tanh) + b2).apply(mpmath.tanh)
        return sum((a - s)**2 for a, s in zip(a2, t, strict=True)) / 2

    loss, found = f(*arrays)
    with mpmath.workdps(50):
        exact = [mpmath.matrix(a.tolist()) for a in arrays]
        assert float(abs(own_loss(exact) - mpmath.mpf(float(loss)))) < 1e-14
        h = mpmath.mpf(10)**-15
        for k, name in enumerate(("W1", "b1", "W2", "b2")):
            for i in range(shapes[k][0]):
                for j in range(shapes[k][1]):
                    ends = []
                    for sign in (1, -1):
                        moved = [v.copy() for v in exact]
                        moved[k][i, j] += sign * h
                        ends.append(own_loss(moved))
                    assert abs(float((ends[0] - ends[1]) / (2 * h)) - found[name][i, j]) < 1e-14


def test_accuracy_is_measured_and_sees_a_wrong_program() -> None:
    f = derive.compile(dense_network([2, 3, 2], "tanh").gradient())
    assert f.accuracy.points == 4
    assert 0 < f.accuracy.gradients < 1e-14
    wrong = derive.compile(dense_network([2, 3, 2], "tanh").gradient())
    right = wrong._function
    wrong._function = lambda *a, out: (right(*a)[0], {k: v * (1 + 1e-9)
                                                      for k, v in right(*a)[1].items()})
    assert wrong.accuracy.gradients == pytest.approx(1e-9, rel=1e-3)


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "softmax_cross_entropy", "huber"])
def test_losses_are_accurate(loss: str) -> None:
    f = derive.compile(dense_network([2, 3, 2], "sigmoid", loss, output=None, batch="B",
                                     reduction="mean", samples="rows").gradient())
    assert f.accuracy.gradients < 1e-13
    assert f.accuracy.loss < 1e-13


def test_huber_has_a_slope_where_its_pieces_meet() -> None:
    z, t = vector("z", "n"), vector("t", "n")
    f = derive.compile(gradient(LOSSES.get("huber").of(z, t), wrt=[z]))
    at = np.array([[-3.0], [-1.0], [0.25], [1.0], [2.0]])
    _, found = f(z=at, t=np.zeros((5, 1)))
    assert found["z"] == pytest.approx(np.clip(at, -1, 1), abs=1e-15)


def test_relu_has_the_declared_value_at_its_kink() -> None:
    f = derive.compile(gradient(total(ACTIVATIONS.get("relu")(w)), wrt=[w]))
    assert f([[-1.0], [0.0], [2.0]])[1]["w"].tolist() == [[0.0], [0.0], [1.0]]


def test_a_generic_function_is_handed_in_and_nothing_is_claimed() -> None:
    f = derive.compile(gradient(total(Function("sigma")(X @ w)), wrt=[w]))
    assert f.program.parameters == ("w", "X", "sigma", "sigma_prime")
    assert str(f.accuracy) == "not measured: sigma, sigma_prime are handed in"
    x, start = np.array([[1.0, 2.0]]), np.array([[0.5], [0.25]])
    _, found = f(start, x, np.sin, np.cos)
    assert found["w"] == pytest.approx(np.cos(1.0) * x.T)


def test_the_source_runs_alone() -> None:
    f = derive.compile(gradient(norm(X @ w - y)**2, wrt=[w]))
    space: dict = {}
    exec(compile(f.source, "module", "exec"), space)
    data = {"w": np.ones((2, 1)), "X": np.eye(2), "y": np.zeros((2, 1))}
    assert space["loss_and_gradients"](**data)[0] == 2.0
    assert "derive" not in f.source.split('"""')[2]
    assert str(f.accuracy) in " ".join(space["__doc__"].split())
    assert "The formulas are proved" in space["__doc__"]


def test_a_bare_sweep_is_compiled_too() -> None:
    g = gradient(norm(X @ w - y)**2, wrt=[w])
    data = {"w": np.ones((2, 1)), "X": np.eye(2), "y": np.zeros((2, 1))}
    assert np.array_equal(derive.compile(g.swept)(**data)[1]["w"], 2 * np.ones((2, 1)))


def test_what_does_not_fit_is_not_broadcast() -> None:
    f = derive.compile(gradient(norm(X @ w - y)**2, wrt=[w]))
    with pytest.raises(ValueError, match=r"y is an array of shape \(2,\).*a vector is a column"):
        f(np.ones((2, 1)), np.eye(2), np.zeros(2))
    with pytest.raises(ValueError, match=r"X is an array of shape \(2, 3\), where m x 2"):
        f(np.ones((2, 1)), np.ones((2, 3)), np.zeros((2, 1)))
    with pytest.raises(TypeError, match="the arguments are w, X, y, each once"):
        f(np.ones((2, 1)), np.eye(2))


def test_options_of_other_things_are_refused() -> None:
    g = gradient(norm(X @ w - y)**2, wrt=[w])
    with pytest.raises(ExportRefused, match="compiled for numpy"):
        derive.compile(g, backend="c")
    with pytest.raises(ExportRefused, match="not object"):
        derive.compile(object())
