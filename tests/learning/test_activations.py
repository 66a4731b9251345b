"""Activations: derivatives that are derived, against ball arithmetic and known forms."""

from fractions import Fraction
from math import erf, exp, isfinite, log1p, tanh

import numpy as np
import pytest

from derive.catalog import ACTIVATIONS, LOSSES
from derive.kernel.refute.arithmetics import Balls
from derive.kernel.refute.matrix_models import MatrixModel
from derive.learning.expressions import norm, total, vector
from derive.learning.gradient import gradient
from derive.learning.numpy_program import numpy_program
from derive.terms.build import call, term

OWN = {
    "sigmoid": lambda x: 1 / (1 + exp(-x)), "tanh": tanh, "identity": lambda x: x,
    "softplus": lambda x: log1p(exp(x)), "silu": lambda x: x / (1 + exp(-x)),
    "relu": lambda x: max(x, 0.0), "leaky_relu": lambda x: x if x > 0 else x / 100,
    "elu": lambda x: x if x > 0 else exp(x) - 1, "erf": erf,
    "gelu": lambda x: x * (1 + erf(x / 2**0.5)) / 2,
}


def at(name: str, value: Fraction, order: int) -> float:
    activation = ACTIVATIONS.get(name)
    model = MatrixModel(Balls(), 0, {}, {}, (), activation.meanings, 1)
    return float(model.scalar(call(activation.symbol, term(value), orders=(order,))))


def test_all_activations_are_tested() -> None:
    assert set(ACTIVATIONS.names()) == set(OWN)


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("value", [Fraction(-7, 3), Fraction(1, 5), Fraction(9, 4)])
def test_formula_and_derivative_against_another_formula(name: str, value: Fraction) -> None:
    step = 1e-5
    own = OWN[name]
    assert at(name, value, 0) == pytest.approx(own(float(value)), rel=1e-12)
    slope = (own(float(value) + step) - own(float(value) - step)) / (2 * step)
    assert at(name, value, 1) == pytest.approx(slope, abs=1e-8)


@pytest.mark.parametrize(("name", "expected"), [
    ("sigmoid", "(add (call 0 sigmoid x) (neg (pow (call 0 sigmoid x) 2)))"),
    ("tanh", "(add 1 (neg (pow (call 0 tanh x) 2)))"),
    ("softplus", "(call 0 sigmoid x)"),
    ("silu", "(add (call 0 silu x) (call 0 sigmoid x) (neg (mul (call 0 silu x) "
             "(call 0 sigmoid x))))"),
    ("identity", "1"),
    ("erf", "(div (mul 2 (exp (neg (pow x 2)))) (sqrt pi))"),
    ("gelu", "(add (div (add 1 (erf (div x (sqrt 2)))) 2) (div (mul x (exp (neg (div (pow x 2) "
             "2)))) (mul (sqrt pi) (sqrt 2))))"),
])
def test_known_forms_are_found_and_shown(name: str, expected: str) -> None:
    activation = ACTIVATIONS.get(name)
    assert str(activation.derivative) == expected
    assert activation.derivative_claim.hypotheses == ()


@pytest.mark.parametrize("name", OWN)
def test_numpy_values_and_slopes(name: str) -> None:
    """d/dx of sum f(x)^2/2 is f f'; at large arguments nothing overflows."""
    activation = ACTIVATIONS.get(name)
    x = vector("x", 7)
    program = numpy_program(gradient(norm(activation(x))**2 / 2, [x]),
                            {activation.symbol: activation})
    points = np.array([[-800.0], [-3.0], [-0.25], [0.5], [2.0], [30.0], [800.0]])
    with np.errstate(all="raise", under="ignore"):
        loss, gradients = program.function()(points)
    assert isfinite(loss)
    own, step = OWN[name], 1e-6
    for point, slope in zip(points[1:6, 0], gradients["x"][1:6, 0], strict=True):
        numeric = (own(point + step)**2 - own(point - step)**2) / (4 * step)
        assert slope == pytest.approx(numeric, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("name", "value"), [("relu", 0.0), ("leaky_relu", 0.01), ("elu", 1.0)])
def test_the_value_at_a_kink_is_the_declared_one(name: str, value: float) -> None:
    activation = ACTIVATIONS.get(name)
    x = vector("x", 1)
    program = numpy_program(gradient(total(activation(x)), [x]), {activation.symbol: activation})
    assert program.function()(np.zeros((1, 1)))[1]["x"][0, 0] == value
    assert "at the kink" in program.source


@pytest.mark.parametrize("name", ["softmax_cross_entropy", "binary_cross_entropy"])
@pytest.mark.parametrize("size", [1.0, 1000.0])
def test_stable_forms_of_losses_stay_finite(name: str, size: float) -> None:
    z, y = np.array([[size], [-size]]), np.array([[1.0], [0.0]])
    value = eval(LOSSES.get(name).numpy, {"np": np, "z": z, "y": y})
    assert isfinite(value)
    if size == 1.0:
        exact = (log1p(exp(-2.0)) if name.startswith("softmax") else 2 * log1p(exp(-1.0)))
        assert value == pytest.approx(exact, rel=1e-12)
