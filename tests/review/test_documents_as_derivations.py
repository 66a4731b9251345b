"""A document is typeset as a page, a labelled line of it becomes a function."""

import json
import math
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import derive
from derive.catalog import FORMATS, Unknown
from derive.export.command import exported
from derive.notes.plan import Manner
from derive.review.labelled import NotCompiled, function_of, line_of, names_document, review_of
from derive.review.page import page_of

TEX = r"""\documentclass{article}\usepackage{amsmath}\begin{document}
\section{Width of $a$}
\begin{equation}\label{eq:width}
  a = \frac{m\omega}{\hbar}
\end{equation}
\begin{align}
  g(x) &= e^{-a x^2/2} \label{eq:gauss} \\
  g'(x) &= -a x g(x) \label{eq:slope} \\
  g'(x) &= a x g(x) \label{eq:wrong}
\end{align}
\section{Other}
\[ (x+1)^2 = x^2 + 2x + 1 = x(x+2) + 1 \]
\[ \unknown{x} = 1 \]
\end{document}
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    place = tmp_path_factory.mktemp("doc") / "lab.tex"
    place.write_text(TEX)
    return str(place)


@pytest.fixture(scope="module")
def review(path):
    return review_of(path)[0]


def test_a_line_by_label_part_of_a_label_and_number(review):
    assert line_of(review, "eq:slope") is line_of(review, "slope") is line_of(review, "8")
    with pytest.raises(Unknown, match="did you mean eq:gauss"):
        line_of(review, "eq:gaus")


def test_which_names_are_documents(path):
    assert names_document(path)
    assert names_document("missing.tex#a")
    assert not names_document("oscillator.norm")


@pytest.mark.parametrize("form", ["terminal", "tex", "html", "md", "ipynb"])
def test_a_page_in_every_format(review, form):
    text = FORMATS.get(form).write(page_of(review), Manner())
    assert "does not hold" in text
    assert "Width of" in text
    assert "unknown" in text


def test_every_line_is_on_the_page_with_its_mark(review):
    page = page_of(review)
    assert [row.mark for row in page.rows] == ["g", "g", "p", "r", "p", "p"]
    assert page.rows[-1].lines[0][0] == ()
    assert [row.mark for row in page_of(review, "wrong").rows] == ["r"]


def test_a_labelled_line_is_compiled_with_its_definitions_put_in(path, tmp_path):
    found = function_of(f"{path}#eq:slope")
    assert [a.name for a in found.args] == ["x", "hbar", "m", "omega"]
    options = SimpleNamespace(formula=(found.equation, found.args), to="python", fix=["hbar=1"])
    (tmp_path / "slope.py").write_text(exported(options))
    done = subprocess.run(
        [sys.executable, "-c", "import slope, json; print(json.dumps(float("
         "slope.f(0.5, 2.0, 3.0))))"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == pytest.approx(-3 * math.exp(-0.75), rel=1e-14)


def test_a_finding_is_compiled_and_its_domain_is_that_which_is_said(path):
    found = derive.check(Path(path))
    slope = derive.compile(found["eq:slope"], "python", fixed={"hbar": 1})
    assert float(slope(0.5, 2.0, 3.0)) == pytest.approx(-3 * math.exp(-0.75), rel=1e-14)
    with pytest.raises(NotCompiled, match="is refuted"):
        derive.compile(found["eq:wrong"])
    with pytest.raises(Unknown, match="eq:nothing"):
        found["eq:nothing"]
    equation, letters = found["eq:slope"].function()
    text = exported(SimpleNamespace(
        formula=(equation, letters), name="hw.tex#eq:slope", fix=["hbar=1"], domain=["x=0..2"]))
    assert "x = 0..2" in text
    command = "derive export hw.tex#eq:slope --fix hbar=1 --domain x=0..2 --to numpy"
    assert command in " ".join(text.split())


@pytest.mark.parametrize(("label", "words"), [
    ("#eq:wrong", "is refuted"), ("", "eq:width, eq:gauss"), ("#13", "not read")])
def test_what_is_not_compiled(path, label, words):
    with pytest.raises((NotCompiled, Unknown), match=words):
        function_of(path + label)
