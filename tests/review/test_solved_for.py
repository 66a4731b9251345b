"""An equation that was given may be solved for a derivative, a value or a letter in it."""

from __future__ import annotations

import pytest

from derive import check

GIVEN = r"""% derive: m, omega, hbar > 0; x, E in R; psi: R -> R
\[ -\frac{\hbar^2}{2m}\psi'' + \frac12 m\omega^2 x^2\psi = E\psi \]
"""


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\psi'' = \frac{2m}{\hbar^2}\left(\frac12 m\omega^2x^2 - E\right)\psi", "proved"),
    (r"\psi'' = \frac{2m}{\hbar^2}\left(\frac12 m\omega^2x^2 + E\right)\psi", "refuted"),
    (r"\psi'' = \frac{2m}{\hbar}\left(\frac12 m\omega^2x^2 - E\right)\psi", "refuted"),
])
def test_the_schroedinger_equation_solved_for_the_derivative(line: str, verdict: str) -> None:
    assert check(GIVEN + rf"Hence \[ {line} \]").lines[-1].verdict == verdict


def test_with_several_real_letters_the_variable_is_x() -> None:
    shown = check(GIVEN + r"\[ \psi'' = \psi'' \]")
    assert shown.lines[0].verdict == "given"


def test_an_equation_to_be_solved_holds_at_every_place() -> None:
    """Also without a word that the line follows: the law is said for every x."""
    line = r"\[ \psi'' = \frac{2m}{\hbar^2}\left(\frac12 m\omega^2x^2 - E\right)\psi \]"
    shown = check(GIVEN + line).lines[-1]
    assert (shown.verdict, shown.uses) == ("proved", check(GIVEN + "Hence" + line).lines[-1].uses)
