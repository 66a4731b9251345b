"""Definitions of functions and arrays hold in the sections below, numbers and exercises do not."""

from __future__ import annotations

from derive.review.checked import check

FORWARD = r"""\section{Forward pass}
Let $x\in\mathbb{R}^{n}$, $W_1\in\mathbb{R}^{m\times n}$ and $b_1\in\mathbb{R}^m$.
\[ z_1 = W_1 x + b_1 \] \[ L = \tfrac12\|z_1-y\|^2 \]
"""
BACKWARD = r"\section{Backward pass} \[ \frac{\partial L}{\partial b_1} = %s \]"


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check(text, isolated=False).lines]


def test_arrays_hold_in_the_next_section() -> None:
    assert verdicts(FORWARD + BACKWARD % "z_1 - y")[-1] == "proved"
    assert verdicts(FORWARD + BACKWARD % "y - z_1")[-1] == "refuted"


def test_a_function_proves_but_does_not_refute() -> None:
    """In another section the letter may be another one, and nobody says so."""
    text = r"\section{States} \[ \psi(x) = e^{-x^2} \] \section{Slope} \[ \psi'(x) = %s \]"
    assert verdicts(text % r"-2x\psi(x)")[-1] == "proved"
    assert verdicts(text % r"2x\psi(x)")[-1] != "refuted"


def test_what_is_defined_anew_is_another_one() -> None:
    text = (r"\section{One} \[ f(x) = x^2 \] \section{Two} \[ f(x) = x^3 \] "
            r"\[ f'(x) = %s \]")
    assert verdicts(text % "3x^2")[-1] == "proved"
    assert verdicts(text % "2x")[-1] == "refuted"


def test_plain_numbers_are_not_carried() -> None:
    text = r"\section{Free} \[ E = \frac{p^2}{2m} \] \section{Oscillator} \[ 2E = \frac{p^2}{m} \]"
    assert verdicts(text)[-1] != "proved"


def test_exercises_stand_by_themselves() -> None:
    text = (r"\section{Problem 1} \[ f(x) = x^2 \] \section{Problem 2} \[ f(x) = x^3 \] "
            r"\section{Problem 3} \[ f(2) = %s \]")
    assert {"proved", "refuted"}.isdisjoint(verdicts(text % "8")[2:])
    assert {"proved", "refuted"}.isdisjoint(verdicts(text % "4")[2:])


def test_carried_lines_are_not_reported_again() -> None:
    found = check(FORWARD + BACKWARD % "z_1 - y", isolated=False).lines
    assert len(found) == 3
    assert len({f.id for f in found}) == 3
