"""Arrays that are reused: the same numbers as the plain formulas, and no result is overwritten."""

import numpy as np
import pytest

import derive
from derive.learning.array_buffers import buffers
from derive.learning.compiled_gradient import known_activations
from derive.learning.expressions import hadamard, matrix, norm, total, vector
from derive.learning.gradient import gradient
from derive.learning.network import dense_network
from derive.learning.numpy_buffered import gradient_program
from derive.learning.numpy_program import numpy_program

NETWORKS = {
    "tanh": ("tanh", "softmax_cross_entropy", None, "rows"),
    "relu": ("relu", "softmax_cross_entropy", None, "columns"),
    "sigmoid": ("sigmoid", "squared_error", "same", "rows"),
    "softplus": ("softplus", "squared_error", None, "columns"),
    "silu": ("silu", "huber", "tanh", "rows"),
    "elu": ("elu", "squared_error", None, "rows"),
}


def network(name, sizes=(3, 4, 4, 2)):
    activation, loss, output, samples = NETWORKS[name]
    return dense_network(list(sizes), activation, loss, output=output, batch="B",
                         reduction="mean", samples=samples)


def arguments(inputs, batch, seed=0):
    draw = np.random.default_rng(seed)
    found = [draw.normal(size=[batch if s.head != "int" else s.value for s in p.shape])
             for p in inputs]
    axis = 1 if found[-1].shape[0] == batch else 0
    found[-1] = np.abs(found[-1]) / np.abs(found[-1]).sum(axis=axis, keepdims=True)
    return found


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("batch", [1, 4, 7])
def test_the_same_numbers_as_the_plain_formulas(name, batch):
    g = network(name).gradient()
    f, plain = derive.compile(g), numpy_program(g, known_activations(g)).function()
    given = arguments(f.program.inputs, batch)
    loss, found = f(*given)
    plain_loss, wanted = plain(*given)
    assert loss == pytest.approx(plain_loss, rel=1e-14)
    for key, value in wanted.items():
        assert np.max(np.abs(found[key] - value)) <= 4e-15 * np.max(np.abs(value))


def test_a_workspace_is_used_again_and_changes_nothing():
    f = derive.compile(network("tanh").gradient())
    first, second = (arguments(f.program.inputs, 5, seed) for seed in (1, 2))
    work = f.workspace(*first)
    fresh = f(*second)
    f(*first, out=work)
    loss, found = f(*second, out=work)
    assert loss == fresh[0]
    for key, value in fresh[1].items():
        assert np.array_equal(found[key], value)
        assert any(found[key] is array for array in work.values())
    assert all(np.array_equal(a, b) for a, b in zip(second, arguments(f.program.inputs, 5, 2),
                                                    strict=True))


def test_a_workspace_of_other_shapes_is_refused():
    f = derive.compile(network("tanh").gradient())
    work = f.workspace(*arguments(f.program.inputs, 5))
    with pytest.raises(ValueError, match="no workspace for arrays of these shapes"):
        f(*arguments(f.program.inputs, 6), out=work)


def test_types():
    f = derive.compile(network("tanh").gradient())
    given = arguments(f.program.inputs, 5)
    _, found = f(*(a.astype(np.float32) for a in given))
    exact = f(*given)[1]
    assert found["W1"].dtype == np.float32
    assert np.allclose(found["W1"], exact["W1"], atol=1e-6)
    _, found = f(*(np.rint(3 * a).astype(int) for a in given))
    assert found["W1"].dtype == np.float64
    with pytest.raises(TypeError, match="A0 must be real, not complex128"):
        f(*given[:-2], given[-2] * 1j, given[-1])
    with pytest.raises(TypeError, match="W1 must be real, not object"):
        f(given[0].astype(object), *given[1:])


def test_nan_and_arrays_in_any_order_of_memory():
    f = derive.compile(network("tanh").gradient())
    given = arguments(f.program.inputs, 5)
    turned = [np.asfortranarray(np.repeat(a, 2, axis=0))[::2] for a in given]
    assert np.allclose(f(*turned)[1]["W2"], f(*given)[1]["W2"], rtol=1e-13)
    given[0][0, 0] = np.nan
    loss, found = f(*given)
    assert np.isnan(loss)
    assert np.isnan(found["W1"]).any()
    with pytest.raises(ValueError, match=r"A0 is empty: its shape is \(0, 3\)"):
        f(*given[:6], np.zeros((0, 3)), np.zeros((0, 2)))


def test_the_outer_product_of_one_sample_is_exact():
    f = derive.compile(network("tanh", (300, 40, 20, 2)).gradient())
    given = [a.astype(np.float32) for a in arguments(f.program.inputs, 1)]
    _, found = f(*given)
    assert np.allclose(found["W1"], given[6].T @ found["b1"].T, rtol=2e-6, atol=0)
    given[6][0, :3] = 0.0
    assert not f(*given)[1]["W1"][:3].any()


def test_an_operand_that_is_read_later_is_not_overwritten():
    x, a = matrix("X", "m", "n"), matrix("A", "m", "n")
    f = derive.compile(gradient(total(hadamard(x, x, a)) + norm(x)**2, [x, a]))
    draw = np.random.default_rng(4)
    given = draw.normal(size=(2, 3, 4))
    values = dict(zip(f.program.parameters, given, strict=True))
    _, found = f(**values)
    assert np.allclose(found["X"], 2 * values["X"] * values["A"] + 2 * values["X"])
    assert np.allclose(found["A"], values["X"]**2)


def test_fewer_arrays_than_steps():
    g = network("tanh").gradient()
    source = gradient_program(g, known_activations(g)).source
    assert source.count("np.empty(") < source.count("out=") - 8
    assert buffers([], []).made == {}


def test_the_slope_of_relu_is_a_comparison():
    source = derive.compile(network("relu").gradient()).source
    assert source.count("np.greater(") == 2
    assert "relu_prime(" not in source.replace("# ", "#").partition("def loss")[0]


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus"])
def test_hessian_products_against_differences_of_the_gradient(name):
    g = network(name, (3, 4, 2)).gradient()
    f = derive.compile(g)
    given, draw = arguments(f.program.inputs, 5), np.random.default_rng(9)
    for place, parameter in enumerate(g):
        product, key = g.hessian_product(parameter), f.program.parameters[place]
        direction = draw.normal(size=given[place].shape)
        sides = [f(*(a + s * 1e-5 * direction if i == place else a
                     for i, a in enumerate(given)))[1][key] for s in (1, -1)]
        numeric = (sides[0] - sides[1]) / 2e-5
        found = product(*given, direction)[1][key]
        assert np.max(np.abs(found - numeric)) < 1e-8 * np.max(np.abs(numeric)) + 1e-10
        assert product.verdict.value == "proved"


def test_a_hessian_product_says_its_accuracy_and_runs_alone():
    X, w, y = matrix("X", "m", "n"), vector("w", "n"), vector("y", "m")
    product = gradient(norm(X @ w - y)**2, wrt=[w]).hessian_product(w)
    assert product.accuracy.gradients < 1e-14
    space: dict = {}
    exec(product.source, space)
    data = {"w": np.ones((2, 1)), "X": np.eye(2), "y": np.zeros((2, 1)), "d_w": np.ones((2, 1))}
    assert space["hessian_product"](**data)[1]["w"].tolist() == [[2.0], [2.0]]


class Recorded:
    """numpy, with the numbers of axes and the shapes of what was multiplied."""

    def __init__(self):
        self.axes, self.shapes = [], []

    def __getattr__(self, name):
        return getattr(np, name)

    def matmul(self, a, b, out=None):
        found = np.matmul(a, b, out=out)
        self.axes.append(found.ndim)
        self.shapes.append(found.shape)
        return found


@pytest.mark.parametrize(("rows", "shape"), [(32, (256, 32)), (48, (256, 48)), (49, (49, 256))])
def test_a_few_rows_times_a_transpose_are_computed_the_other_way_round(rows, shape):
    space = gradient_program(network("tanh").gradient(), {}).functions()
    space["np"] = recorded = Recorded()
    draw = np.random.default_rng(rows)
    a, b = (draw.integers(-9, 9, s).astype(float) for s in ((rows, 128), (256, 128)))
    out = np.full((rows, 256), np.nan)
    assert space["_product"](a, b.T, out=out) is out
    assert np.array_equal(out, a.astype(np.int64) @ b.T.astype(np.int64))
    assert recorded.shapes == [shape]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(("rows", "inner", "columns", "in_parts"), [
    (32, 784, 256, True), (784, 32, 256, True), (256, 784, 32, True), (32, 128, 257, False),
    (33, 300, 263, False), (64, 784, 256, False), (64, 100, 128, False), (300, 40, 210, True)])
def test_products_in_parts_are_products(rows, inner, columns, in_parts, turned):
    space = gradient_program(network("tanh").gradient(), {}).functions()
    space["np"], space["_SMALL"] = recorded, _ = Recorded(), 1_000_000
    draw = np.random.default_rng(rows)
    a, b = (draw.integers(-9, 9, s).astype(float) for s in ((rows, inner), (inner, columns)))
    if turned:
        a, b = (np.asfortranarray(m) for m in (a, b))
    out = np.full((rows, columns), np.nan)
    assert space["_product"](a, b, out=out) is out
    assert np.array_equal(out, a.astype(np.int64) @ b.astype(np.int64))  # exact: small integers
    assert recorded.axes == [3 if in_parts else 2]
    space["_SMALL"] = 0  # without BLAS for small products
    assert np.array_equal(space["_product"](a, b, out=np.empty_like(out)), out)
    assert recorded.axes[1:] == [2]
