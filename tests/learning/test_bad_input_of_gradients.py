"""What a compiled gradient says of arguments that it cannot take, with and without a workspace."""

from __future__ import annotations

import functools

import numpy as np
import pytest

import derive
from derive.learning.expressions import matrix, norm, scalar, total, vector
from derive.learning.gradient import gradient
from derive.learning.network import dense_network

X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")


@functools.cache
def network():
    return derive.compile(dense_network([3, 4, 2], "tanh", "softmax_cross_entropy", output=None,
                                        batch="B").gradient())


def data(batch=5):
    random = np.random.default_rng(1)
    shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1), "A0": (3, batch)}
    labels = np.eye(2)[:, random.integers(0, 2, batch)].copy()
    return {**{name: random.standard_normal(s) for name, s in shapes.items()}, "Y": labels}


@pytest.fixture(params=[False, True], ids=["alone", "workspace"])
def call(request):
    """The network's gradient, of these arrays but for some."""
    f, given = network(), data()
    out = f.workspace(**given) if request.param else None
    return lambda **other: f(**given | other, out=out)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"W1": np.ones((3, 4))}, r"W1 is an array of shape \(3, 4\), where 4 x 3 is expected"),
    ({"b1": np.ones(4)}, r"b1 is an array of shape \(4,\), where 4 x 1 is expected; a vector is"),
    ({"b1": np.ones((1, 4))}, r"b1 is an array of shape \(1, 4\), where 4 x 1"),
    ({"A0": np.ones((5, 3))}, r"A0 is an array of shape \(5, 3\), where 3 x B"),
    ({"A0": np.ones((1, 3, 5))}, r"A0 is an array of shape \(1, 3, 5\)"),
    ({"Y": np.ones((2, 1))}, r"Y is an array of shape \(2, 1\), where 2 x 5 is expected"),
    ({"W1": 1.0}, r"W1 is an array of shape \(\), where 4 x 3"),
    ({"A0": np.ones((3, 0)), "Y": np.ones((2, 0))}, r"A0 is empty: its shape is \(3, 0\)")])
def test_arrays_of_another_shape_are_refused(call, wrong, said):
    with pytest.raises(ValueError, match=rf"^{said}[^\n]*$"):
        call(**wrong)


@pytest.mark.parametrize("kind", [complex, object, bool, str, "M8[s]", np.longdouble, "S1"])
@pytest.mark.parametrize("name", ["W1", "b1", "Y"])
def test_arrays_of_another_kind_are_refused(call, name, kind):
    with pytest.raises(TypeError, match=rf"^{name} must be real, not [^\n]*$"):
        call(**{name: np.zeros(data()[name].shape).astype(kind)})


def test_a_mask_is_not_dropped(call):
    with pytest.raises(TypeError, match=r"^W1 must be real without a mask: fill it first$"):
        call(W1=np.ma.array(data()["W1"], mask=data()["W1"] > 0))


def test_layout_does_not_matter(call):
    loss, wanted = call()
    wanted = {k: v.copy() for k, v in wanted.items()}

    def fixed(v):
        v = v.copy()
        v.flags.writeable = False
        return v

    for change in (np.asfortranarray, fixed, lambda v: v.repeat(2, 0).repeat(2, 1)[::2, ::2],
                   lambda v: v[::-1, ::-1].copy()[::-1, ::-1], lambda v: v.tolist()):
        again, found = call(**{k: change(v) for k, v in data().items()})
        assert again == pytest.approx(loss, rel=1e-14)
        for name, value in wanted.items():
            assert np.allclose(found[name], value, rtol=1e-12, atol=1e-15)
    whole = np.ones((4, 3), int)
    assert call(W1=whole)[0] == call(W1=whole.astype(float))[0]


def test_nan_and_infinity_are_seen_in_the_loss_without_a_warning(call):
    for value in (np.nan, np.inf):
        given = data()["A0"]
        given[0, 0] = value
        loss, found = call(A0=given)
        assert np.isnan(loss) or value == np.inf
        assert np.isnan(found["W1"]).any()


@pytest.mark.parametrize("out", [{}, [1.0], np.zeros(3), "x", {"given": None}], ids=repr)
def test_what_is_no_workspace_is_refused(out):
    with pytest.raises(ValueError, match=r"^out is no workspace for arrays of these shapes and"):
        network()(**data(), out=out)


def test_a_workspace_of_another_batch_or_precision_is_refused():
    """In one of float32 the digits of float64 would be lost."""
    small = {k: v.astype("f4") for k, v in data().items()}
    for made_for, given in ((data(4), data()), (small, data()), (data(), small)):
        with pytest.raises(ValueError, match=r"^out is no workspace for arrays of these shapes"):
            network()(**given, out=network().workspace(**made_for))
    loss, found = network()(**small, out=network().workspace(**small))
    assert loss == pytest.approx(network()(**data())[0], rel=1e-6)
    assert found["W1"].dtype == np.float32


@pytest.mark.parametrize("change", [
    lambda d: {k: v for k, v in d.items() if k != "W1"}, lambda d: d | {"foo": 1.0}])
def test_missing_and_superfluous_arguments_are_refused(change):
    with pytest.raises(TypeError, match=r"^the arguments are W1, b1, W2, b2, A0, Y, each once$"):
        network()(**change(data()))
    with pytest.raises(TypeError, match=r"^the arguments are W1, b1, W2, b2, A0, Y, each once$"):
        network()(data()["W1"], **data())


def test_a_number_is_one_real_number():
    """An array in its place was broadcast, and gave an array of losses."""
    f = derive.compile(gradient(norm(X @ w - y)**2 + scalar("lam") * norm(w)**2, wrt=[w]))
    given = {"w": np.ones((2, 1)), "X": np.eye(2), "y": np.zeros((2, 1))}
    for number in (2, 2.0, np.float32(2), np.array(2.0)):
        assert f(**given, lam=number)[0] == 6.0
    for wrong in (True, 1j, "a", None, b"1", {}, 10**400, np.longdouble(1)):
        with pytest.raises(TypeError, match=r"^lam must be one real number, not [^\n]*$"):
            f(**given, lam=wrong)
    with pytest.raises(TypeError, match=r"^lam must be real without a mask"):
        f(**given, lam=np.ma.array(1.0, mask=True))
    for wrong in (np.ones((2, 1)), [1.0]):
        with pytest.raises(ValueError, match=r"^lam is one number, not an array of shape"):
            f(**given, lam=wrong)
    positive = derive.compile(gradient(total(w) * scalar("s", "P"), wrt=[w]))
    with pytest.raises(ValueError, match=r"^s must be positive, not -1\.0$"):
        positive(np.ones((2, 1)), -1)
    assert np.isnan(positive(np.ones((2, 1)), np.nan)[0])
