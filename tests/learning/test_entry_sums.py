"""Sums over entries: the matrix form has the value that loops over the entries give."""

from math import exp, log

import numpy as np
import pytest

from derive.learning.command import NotDone, answer
from derive.learning.gradient import gradient
from derive.learning.known_functions import library
from derive.learning.numpy_program import numpy_program
from derive.learning.reading import read_loss
from derive.notation.errors import NotRead

SIZES = {"m": 4, "n": 3, "k": 2}
SHAPES = ("X, M in R^(m x n); A in R^(n x n); U in R^(m x k); V in R^(n x k); "
          "w, x, z, p in R^n; y in R^m")
R, C, K = range(4), range(3), range(2)
CASES = {
    r"-\sum_i w_i \log(1 + p_i^2)": lambda v: -sum(
        v["w"][i] * log(1 + v["p"][i]**2) for i in C),
    r"\sum_{i,j} A_{ij} x_i x_j": lambda v: sum(
        v["A"][i, j] * v["x"][i] * v["x"][j] for i in C for j in C),
    r"\sum_i \log(1+e^{-y_i (Xw)_i})": lambda v: sum(log(1 + exp(-v["y"][i] * sum(
        v["X"][i, j] * v["w"][j] for j in C))) for i in R),
    r"\frac{1}{m}\sum_{i=1}^{m}\left(\sum_{j=1}^n X_{ij} w_j - y_i\right)^2": lambda v: sum(
        (sum(v["X"][i, j] * v["w"][j] for j in C) - v["y"][i])**2 for i in R) / 4,
    r"\sum_{i,j} (M_{ij} - \sum_l U_{il} V_{jl})^2": lambda v: sum((v["M"][i, j] - sum(
        v["U"][i, a] * v["V"][j, a] for a in K))**2 for i in R for j in C),
    r"-\sum_i x_i^2 \log \frac{e^{z_i}}{\sum_j e^{z_j}}": lambda v: -sum(v["x"][i]**2 * log(
        exp(v["z"][i]) / sum(exp(v["z"][j]) for j in C)) for i in C),
    r"\log \sum_i e^{z_i}": lambda v: log(sum(exp(v["z"][i]) for i in C)),
    r"\sum_j \sum_i X_{ij} M_{ij} w_j": lambda v: sum(
        v["X"][i, j] * v["M"][i, j] * v["w"][j] for i in R for j in C),
    r"\sum_i y_i \sum_j X_{ij}": lambda v: sum(v["y"][i] * v["X"][i, j] for i in R for j in C),
    r"\sum_{i,j} |X_{ij} - w_j|": lambda v: sum(
        abs(v["X"][i, j] - v["w"][j]) for i in R for j in C),
    r"\sum_i \max(0, 1 - w_i x_i)": lambda v: sum(
        max(0, 1 - v["w"][i] * v["x"][i]) for i in C),
    r"\sum_i \frac{x_i w_i}{\sum_j x_j^2}": lambda v: sum(v["x"][i] * v["w"][i] for i in C) / sum(
        v["x"][j]**2 for j in C),
    r"\sum_{i,j,l} A_{ij} A_{jl} A_{li} x_i w_j": lambda v: sum(
        v["A"][i, j] * v["A"][j, a] * v["A"][a, i] * v["x"][i] * v["w"][j]
        for i in C for j in C for a in C),
    r"\sum_{i=1}^n \sum_{j=1}^n x_i A_{ji}": lambda v: sum(
        v["x"][i] * v["A"][j, i] for i in C for j in C),
}


@pytest.mark.parametrize("source", CASES)
def test_the_value_is_that_of_loops(source: str) -> None:
    read = read_loss(source, SHAPES)
    program = numpy_program(gradient(read.lets, read.symbols()), library())
    draw = np.random.default_rng(5)
    arrays = {name: draw.normal(size=[SIZES.get(str(s), 1) for s in t.shape])
              for name, t in zip(program.parameters, program.inputs, strict=True)}
    flat = {name: a[:, 0] if a.shape[1] == 1 else a for name, a in arrays.items()}
    loss, found = program.function()(**arrays)
    assert float(loss) == pytest.approx(CASES[source](flat), rel=1e-13)
    for name, value in found.items():  # and the gradient is its slope
        step = 1e-6 * draw.normal(size=value.shape)
        ends = [float(program.function()(**arrays | {name: arrays[name] + s * step})[0])
                for s in (1, -1)]
        assert (ends[0] - ends[1]) / 2 == pytest.approx(float((value * step).sum()), abs=1e-11)


@pytest.mark.parametrize(("source", "message"), [
    (r"\sum_i x_i^2 + w_i", "only entries at summed indices"),
    (r"\sum_{i=2}^n x_i", "starts at 2"),
    (r"\sum_{i=1}^m x_i", "does not run over the entries of x"),
    (r"\sum_{i=1}^n x_{i+1}", "only entries at summed indices"),
    (r"\sum_{i,j,l} \log(x_i + w_j + p_l)", "an array with the indices"),
    (r"\sum_i 2", "what does the sum over i run over?"),
])
def test_what_is_no_sum_over_all_entries_is_refused(source: str, message: str) -> None:
    with pytest.raises((NotRead, NotDone), match=message.replace("?", r"\?")):
        answer(source, SHAPES, [], "text")


def test_the_matrix_form_is_the_textbook_one() -> None:
    text = answer(r"-\sum_i w_i \log p_i", SHAPES, ["p"], "text")
    assert "L       = −wᵀ log(p)" in text
    assert "= −(w ⊙ log′(p))" in text


def test_the_i_of_a_declared_name_is_not_the_i_of_the_sum():
    """Read as one vector, the sum over i would multiply all y by the same number."""
    with pytest.raises(NotRead, match="rows of a matrix"):
        read_loss(r"\sum_{i=1}^n y_i w^\top x_i", "w in R^d; x_i in R^d; y in R^n")
    assert read_loss(r"\sum_{i=1}^n y_i (X w)_i", "w in R^d; X in R^(n x d); y in R^n")
