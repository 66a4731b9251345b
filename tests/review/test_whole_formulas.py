r"""Formulas that are no relation between two sides: each true one with a false one beside it."""

from __future__ import annotations

import pytest

from derive import check

NATURAL = "% derive: n, k in N0; E in R\n"
SQUARE = "% derive: A in R^(n x n); B in R^(m x n)\n"


def last(text: str) -> tuple[str, str]:
    line = check(text).files[0].lines[-1]
    return line.kind, line.verdict


@pytest.mark.parametrize(("text", "verdict"), [
    (NATURAL + r"Let \[ E = 6k + 6 \] Then \[ \exists n: E = 3(n + 1) \]", "proved"),
    (NATURAL + r"Let \[ E = 6k + 6 \] Then \[ \exists n: E = 3n + 1 \]", "undecided"),
    (r"Then \[ \exists n: n + 1 = 3 \]", "proved"),
    (r"Then \[ \exists n: n + 3 = 1 \]", "undecided"),
    (r"Suppose \[ x > 2 \] and suppose \[ x < 1 \] Then \[ \bot \]", "proved"),
    (r"Suppose \[ x > 2 \] and suppose \[ x < 3 \] Then \[ \bot \]", "refuted"),
    (r"Suppose \[ x \ne 2 \] and suppose \[ x + y = 2 \] and \[ y = 0 \] Then \[ \bot \]",
     "proved"),
    (r"Suppose \[ x \ne 2 \] and suppose \[ x + y = 2 \] and \[ y = 1 \] Then \[ \bot \]",
     "refuted"),
    (SQUARE + r"Then \[ B^\top B \succeq 0 \]", "proved"),
    (SQUARE + r"Then \[ -B^\top B \succeq 0 \]", "refuted"),
    (SQUARE + r"Then \[ B^\top B \preceq 0 \]", "refuted"),
    (SQUARE + r"Hence \[ A + A^\top \succeq 0 \]", "refuted"),
    (r"\[ \forall n: n + 1 > n \]", "proved"),
])
def test_what_is_judged(text: str, verdict: str) -> None:
    assert last(text)[1] == verdict


def test_a_matrix_alone_is_supposed_to_be_semidefinite() -> None:
    assert last(SQUARE + r"\[ A \succeq 0 \]") == ("condition", "given")
    # of a product that nobody announces as a result it is not said that it is refuted
    assert last(SQUARE + r"With it \[ A A \succeq 0 \]")[1] == "undecided"


def test_degrees() -> None:
    text = "%% derive: use oscillator\n" + r"Then \[ \deg_{\xi}(H_n(\xi) %s 2^n\xi^n) < n \]"
    assert last(text % "-")[1] == "proved"
    assert last(text % "+")[1] == "refuted"


def test_a_square_that_can_be_integrated_is_a_class() -> None:
    text = "%% derive: use oscillator\n" + r"""
Let \[ E\,\psi(x) = -\frac{\hbar^2}{2m}\,\psi''(x) + \frac{m\omega^2}{2}\,x^2\,\psi(x) \]
Let \[ \int_{-\infty}^{\infty} \lvert\psi(x)\rvert^2\,dx < %s \]
Let \[ \psi(x_0) \ne 0 \]
Then \[ \exists n: E = \hbar\omega(n + \tfrac{1}{2}) \]"""
    assert last(text % r"\infty")[1] == "proved"
    assert last(text % "E")[1] == "undecided"
