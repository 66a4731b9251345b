"""Wave functions with and without time, potentials of vectors of operators, |p> of a vector."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.terms.term import Term
from tests.review.lines_read import read, shown


@pytest.mark.parametrize(("source", "sides"), [
    # psi(x) and psi(x, t) are two functions
    (r"\[i\hbar\frac{\partial}{\partial t}\psi(x,t) = E\psi(x,t)\]\[\psi(x) = Ae^{-x^2}\]",
     ["ψ(x)", "A e^(−x²)"]),
    (r"\[\bar{\psi}(p,t) = 2\]\[y = \bar{\psi}(p)\]", ["y", "ψ\u0304(p)"]),
    (r"\[\hat{H} = \frac{\hat{\vec{p}}^2}{2m} + \hat{V}(\hat{\vec{r}})\]",
     ["H\u0302", "(1/(2m))(p\u0302ₓ² + p\u0302_y² + p\u0302_z²) + V\u0302(r\u0302⃗)"]),
    (r"\[\hat{H} = \frac{\hat{\vec{p}}^2}{2m} + \hat{V}(\vec{r})\]",
     ["H\u0302", "(1/(2m))(p\u0302ₓ² + p\u0302_y² + p\u0302_z²) + V\u0302(rₓ, r_y, r_z)"]),
    (r"\[\hat{H} = \hat{V}(i\hbar\vec{\nabla}_{\vec{p}})\]\[\vec{p} = \vec{a}\]",
     ["p⃗", "a⃗"]),
    (r"\[y = \int d^3p\,\langle\vec{p}|\psi\rangle\]",
     ["y", "∫ ∫ ∫ ⟨pₓ, p_y, p_z|ψ⟩ dp_z dp_y dpₓ"]),
])
def test_the_letters_are_read(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


def test_an_integral_over_a_vector_runs_over_its_states() -> None:
    """``|p>`` is another state at every p: its label is no mere name."""
    value = read(r"\[y = \int d^3p\,\langle\vec{p}|\psi\rangle\]")[0].right
    assert isinstance(value, Term)
    assert not [s for s in value.free if s.head == "sym"]
    kets = [t for t in value.walk() if t.head == "ket" and len(t.args) == 4]
    assert len(kets) == 1


@pytest.mark.parametrize(("source", "reason"), [
    # which of the two functions?
    (r"\[\psi(x,t) = 2\]\[\psi(x) = 3\]\[y = \psi\]", "write what it is taken at"),
    (r"\[f(x,t) = 2\]\[y = f(x,t) + f(x)\]", "takes 2 arguments here, not 1"),
    # an integral of nothing beside an operator is no integral of 1
    (r"\[\hat{x}^{-1} = \frac{1}{i\hbar}\int_0^{a}dp\]", "an operator on one side"),
])
def test_what_is_left_open_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


def test_two_functions_with_one_letter_are_never_put_for_each_other() -> None:
    lines = check(r"\[\psi(x,t) = e^{-x^2}\]\[\psi(x) = e^{-x^2}\]\[\psi(x,t) = \psi(x)\]"
                  r"\[\psi(x) = \psi(x,t) + 1\]").lines
    assert lines[3].verdict != "proved"


@pytest.mark.parametrize("source", [
    r"\[\hat{H} = \hat{V}(\hat{\vec{r}})\]\[[\hat{H}, \hat{V}(\hat{\vec{p}})] = 0\]",
    r"\[\hat{A} = \hbar\hat{V}(\hat{\vec{r}})\]\[\hat{V}(\hat{\vec{r}}) = \hat{V}(\hat{\vec{p}})\]",
])
def test_nothing_is_shown_of_a_function_of_three_operators(source: str) -> None:
    assert check(source).lines[-1].verdict not in ("proved", "refuted")


@pytest.mark.parametrize(("source", "sides"), [
    (r"E\psi(p) = \int dp'\,V(p, p')\psi(p')", ["E ψ(p)", "∫ V(p, p′) ψ(p′) dp′"]),
    (r"x(t) = \int dt'\,v(t')", ["x(t)", "an integral without both bounds"]),
    (r"y = \int \psi(p')\,dp'", ["y", "an integral without both bounds"]),
])
def test_an_integral_of_a_wave_function_over_a_primed_letter(source: str,
                                                             sides: list[str]) -> None:
    found = shown(read(f"\\[{source}\\]")[-1])
    assert all(side.startswith(start) for side, start in zip(found, sides, strict=True)), found
