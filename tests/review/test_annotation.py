"""Marks in the margin: the document stays what it was, and still compiles."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from derive.review.annotation import annotated
from derive.review.checked import check_paths

HOMEWORK = Path(__file__).parents[2] / "examples" / "homework.tex"
TEX = r"""\documentclass{article}
\usepackage{amsmath}
\begin{document}
Rates of 50\% and \emph{more}: \[ a + a = 2a \]
\begin{align}
  f(x) &= x^2 \label{one} \\ % a remark with $$ and \]
  f'(x) &= 3x_1 - 3x_1 + 3x
\end{align}
\begin{equation}
\begin{split}
  (a+b)^2 &= a^2 + 2ab + b^2 \\
          &= a^2 + b^2
\end{split}
\end{equation}
$$ \unknown{x} = 1 $$
\begin{itemize}\item $$b
= b$$ \end{itemize}
\end{document}
"""
MARK = re.compile(r"\\derivemargin\{[^{}]*\}(?:\\par\{\\small\\itshape .*?\}\\par(?![A-Za-z]))?")


def marked(path, text):
    path.write_text(text)
    return annotated(check_paths([str(path)]).files[0])


def unmarked(text):
    lines = [x for x in text.split("\n") if not x.startswith("\\providecommand{\\derivemargin}")]
    return MARK.sub("", "\n".join(lines))


def test_latex_is_kept_and_every_display_is_marked(tmp_path):
    out = marked(tmp_path / "a.tex", TEX)
    assert unmarked(out) == TEX
    assert "WRONG" in out
    assert len(MARK.findall(out)) >= 5


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("text", [TEX.replace(r"$$ \unknown{x} = 1 $$", ""),
                                  HOMEWORK.read_text()], ids=["odd", "homework"])
def test_it_compiles_with_pdflatex(tmp_path, text):
    (tmp_path / "b.tex").write_text(marked(tmp_path / "a.tex", text))
    done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "b.tex"],
                          cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "\n!" not in done.stdout, done.stdout[-2000:]
    assert (tmp_path / "b.pdf").exists()


def test_markdown_has_a_line_below_each_display(tmp_path):
    source = "# A\n$$a + a = 2a$$\ntext\n$$\nb + b = 3b\n$$\n```{math}\nc = c\n```\nend\n"
    lines = marked(tmp_path / "a.md", source).split("\n")
    assert "*derive: 2 ✓ proved*" in lines
    wrong = next(n for n, line in enumerate(lines) if "REFUTED" in line)
    assert lines[wrong - 2] == "$$"
    assert lines[wrong + 1].startswith("> Line 5 does not hold")
    kept = [x for x in lines if x and not x.startswith(("*derive", "> "))]
    assert kept == [x for x in source.split("\n") if x]


def test_a_notebook_is_marked_in_its_cells_and_its_code_is_kept(tmp_path):
    cells = [{"cell_type": "raw", "metadata": {}, "source": ["derive: b in R\n"]},
             {"cell_type": "markdown", "metadata": {}, "source": ["Now\n", "$$b + b = 3b$$\n"]},
             {"cell_type": "code", "metadata": {}, "source": ["print(1)"], "outputs": []}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    found = json.loads(marked(tmp_path / "a.ipynb", text))
    assert found["cells"][0] == cells[0]
    assert found["cells"][2] == cells[2]
    assert "REFUTED" in "".join(found["cells"][1]["source"])
    assert found["cells"][1]["source"][:2] == cells[1]["source"]


def test_what_a_document_says_is_no_markup(tmp_path):
    out = marked(tmp_path / "a.md", "$$a<b = \\text{<script>} + `x`$$\n")
    assert "<script>" not in out.replace("\\text{<script>}", "", 1)
