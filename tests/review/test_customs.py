"""Letters that have a meaning by custom, each said in the report."""

from __future__ import annotations

import pytest

from derive.review.checked import check


def one(source: str, declare: str = ""):
    (found,) = check(rf"\[ {source} \]", declare, isolated=False).lines
    return found


@pytest.mark.parametrize(("source", "verdict", "sense"), [
    (r"H_{n+2}(x) = 2x H_{n+1}(x) - 2(n+1)H_n(x)", "proved", "physicists'"),
    (r"H_{n+2}(x) = x H_{n+1}(x) - (n+1)H_n(x)", "proved", "probabilists'"),
    (r"H_{n+2}(x) = 2x H_{n+1}(x) - 2nH_n(x)", "refuted", "Hermite"),
    (r"H_{n+1}'(x) = 2(n+1)H_n(x)", "proved", "physicists'"),
    (r"H_n''(x) - 2xH_n'(x) + 2nH_n(x) = 0", "supported", "physicists'"),
    (r"(n+2)P_{n+2}(x) = (2n+3)xP_{n+1}(x) - (n+1)P_n(x)", "proved", "Legendre"),
    (r"(n+2)P_{n+2}(x) = (2n+3)xP_{n+1}(x) + (n+1)P_n(x)", "refuted", "Legendre"),
    (r"(n+2)L_{n+2}(x) = (2n+3-x)L_{n+1}(x) - (n+1)L_n(x)", "proved", "Laguerre"),
    (r"T_{n+2}(x) = 2xT_{n+1}(x) - T_n(x)", "proved", "Chebyshev"),
    (r"\sigma'(z) = \sigma(z)(1-\sigma(z))", "proved", "logistic"),
    (r"\sigma'(z) = 1-\sigma(z)^2", "proved", "tanh"),
    (r"\sigma(-z) = 1-\sigma(z)", "proved", "logistic"),
])
def test_the_sense_is_said(source, verdict, sense):
    found = one(source)
    assert found.verdict == verdict
    assert sense in " ".join(found.conditions)


@pytest.mark.parametrize("source", [
    r"P_n'(t) = \lambda P_n(t) - \lambda P_{n+1}(t)",  # probabilities in time
    r"\sigma'(z) = \sigma(z)(1+\sigma(z))",            # some other activation, perhaps
])
def test_another_sense_may_be_meant(source):
    assert one(source).verdict not in ("refuted", "proved", "supported")


def test_what_is_defined_or_declared_has_no_custom():
    text = r"\[ \sigma(z) = z^2 \] \[ \sigma'(z) = \sigma(z)(1-\sigma(z)) \]"
    assert check(text, isolated=False).lines[1].verdict == "refuted"
    assert not one(r"H_{n+2}(x) = 2xH_{n+1}(x) - 2(n+1)H_n(x)", "H[n]: R -> R").conditions


def test_a_level_below_the_first_has_no_polynomial():
    found = one(r"H_n'(x) = 2nH_{n-1}(x)")
    assert found.verdict == "proved"
    assert one(r"H_n'(x) = 2(n+1)H_{n-1}(x)").verdict == "refuted"


def test_a_differential_equation_with_a_slip_is_refuted():
    assert one(r"H_n''(x) - 2xH_n'(x) + 2nH_n(x) = 1").verdict == "refuted"


def test_a_letter_with_a_customary_sense_is_not_offered_to_be_declared():
    """Declared as any sequence of functions it would lose its sense."""
    review = check(r"\[ H_{n+2}(x) = 2x H_{n+1}(x) - 2(n+1)H_n(x) \]", isolated=False).files[0]
    assert "H" not in review.paste
    assert check(r"\[ H_{n+2}(x) = 2x H_{n+1}(x) - 2(n+1)H_n(x) \]", review.paste,
                 isolated=False).lines[0].verdict == "proved"
