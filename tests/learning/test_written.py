"""Gradients on paper: conventions are followed and said, every line is marked, LaTeX compiles."""

import shutil
import subprocess

import pytest

from derive.learning.latex import Writer
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program
from derive.learning.written import as_latex, as_text


@pytest.mark.parametrize(("layer_index", "shown"), [
    ("^l", r"(W^2)^{\top}\,\delta^2"), ("^(l)", r"(W^{(2)})^{\top}\,\delta^{(2)}"),
    ("^[l]", r"(W^{[2]})^{\top}\,\delta^{[2]}"), ("_l", r"(W_2)^{\top}\,\delta_2")])
def test_the_place_of_the_layer_index(layer_index: str, shown: str) -> None:
    assert shown in dense_network(2).gradient().latex(layer_index=layer_index)


def test_letters_can_be_changed() -> None:
    text = dense_network(1).gradient().latex(letters={"delta": "e", "W": r"\Theta"})
    assert r"\Theta^1" in text
    assert r"\delta" not in text


def test_layouts_are_said() -> None:
    g = dense_network(1, batch="B", samples="rows").gradient()
    assert "Samples lie in rows." in g.latex()
    assert "Each gradient has the shape of its parameter." in g.latex()
    numerator = dense_network(1).gradient().latex(layout="numerator")
    assert "numerator layout" in numerator
    assert r"a^0(\delta^1)^{\top}" in numerator
    with pytest.raises(ValueError, match="parameter or numerator"):
        g.latex(layout="denominator")


def test_every_line_has_a_mark() -> None:
    text = as_text(dense_network(2).gradient())
    assert [line[0] for line in text.splitlines()] == list("ggggg" "pp" "pppp" "E")


def test_conditions_are_said() -> None:
    assert r"B \ne 0" in dense_network(1, batch="B", reduction="mean").gradient().latex()
    assert r"\mathrm{sum}(y) = 1" in dense_network(
        1, None, "softmax_cross_entropy", output=None).gradient().latex()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_the_fragment_compiles_with_amsmath_alone(tmp_path) -> None:
    g = dense_network(2, None, "softmax_cross_entropy", output=None, batch="B",
                      reduction="mean").gradient()
    body = as_latex(g, Writer(), code=numpy_program(g).lines)
    page = tmp_path / "page.tex"
    page.write_text(r"\documentclass{article}\usepackage{amsmath}\begin{document}" + body
                    + r"\end{document}")
    run = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", page.name],
                         cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-800:]
