r"""psi(x) and then psi(xi): the same function in a new variable, as lecture notes write it."""

from __future__ import annotations

import pytest

from derive.review.checked import check
from derive.review.findings import Finding

EQUATION = (r"\[ -\frac{\hbar^2}{2m}\frac{d^2\psi(x)}{dx^2} + \frac{m\omega^2x^2}{2}\psi(x)"
            r" = E\psi(x) \] We set $\xi = \sqrt{\frac{m\omega}{\hbar}}\,x$. ")


def last(text: str) -> Finding:
    return list(check(EQUATION + text, isolated=False).lines)[-1]


@pytest.mark.parametrize("lead", ["", "Hence"])
def test_the_equation_in_the_new_variable(lead: str) -> None:
    found = last(lead + r"\[ \frac{\omega\hbar}{2}\left[-\frac{d^2\psi(\xi)}{d\xi^2}"
                 r" + \xi^2\psi(\xi)\right] = E\psi(\xi) \]")
    assert found.verdict == "proved", found.reason
    assert any("as a function of xi" in c for c in found.conditions)


@pytest.mark.parametrize("wrong", [
    r"\omega\hbar\left[-\frac{d^2\psi(\xi)}{d\xi^2} + \xi^2\psi(\xi)\right] = E\psi(\xi)",
    r"\frac{\omega\hbar}{2}\left[-\frac{d^2\psi(\xi)}{d\xi^2} + \psi(\xi)\right] = E\psi(\xi)",
    r"-\frac{d^2\psi(\xi)}{d\xi^2} + \xi^2\psi(\xi) = \frac{E}{\omega\hbar}\psi(\xi)",
])
def test_a_slip_in_the_change_of_variable_is_never_proved(wrong: str) -> None:
    assert last(rf"\[ {wrong} \]").verdict != "proved"
    assert last(rf"Hence \[ {wrong} \]").verdict == "refuted"


def test_the_chain_rule_is_not_forgotten() -> None:
    """The first derivative takes one factor, not two."""
    slope = r"Hence \[ \psi'(x) = %s \frac{d\psi(\xi)}{d\xi} \]"
    assert last(slope % r"\sqrt{\frac{m\omega}{\hbar}}").verdict == "proved"
    assert last(slope % r"\frac{m\omega}{\hbar}").verdict != "proved"
