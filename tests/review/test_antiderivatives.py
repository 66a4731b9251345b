r"""Integrals without bounds: judged by their derivatives, where antiderivatives are meant."""

import pytest

from derive import notation
from derive.kernel.claim import Refused
from derive.kernel.refute.refute import refute
from derive.notation.cards import Card, Notation
from derive.review.checked import check
from derive.rules.author import Author
from derive.terms.build import add, antiderivative, eq, exp, power, symbol, term

X, C = symbol("x"), symbol("C")


def verdicts(source: str) -> list[str]:
    return [f.verdict for f in check(f"$$ {source} $$", isolated=False).lines]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\int x^2\,dx = \frac{x^3}{3} + C", "proved"),
    (r"\int x^2\,dx = \frac{x^3}{3}", "proved"),
    (r"\int x^2\,dx = \frac{x^2}{3} + C", "refuted"),
    (r"\int \sin x\,dx = \cos x", "refuted"),
    (r"3\int x^2\,dx = x^3", "proved"),
    (r"\int \frac{2x}{1+x^2}\,dx = \ln(1+x^2)", "proved"),
])
def test_equal_up_to_a_constant(line: str, verdict: str) -> None:
    assert verdicts(line) == [verdict]


def test_by_parts() -> None:
    assert verdicts(r"\int x e^x\,dx = x e^x - \int e^x\,dx = (x-1) e^x") == ["proved"] * 2


@pytest.mark.parametrize("line", [
    r"I = \int x\,dx",               # over the line, or an antiderivative?
    r"\int \psi\,dx = 1",
    r"g(x) = \int dx\,f(x)",         # the measure first: over the line more often
    r"\int f(x)\,dx = \int g(y)\,dy",
])
def test_unless_its_letter_stands_outside_it_is_asked(line: str) -> None:
    assert verdicts(line) == ["not_read"]


def test_a_text_that_integrates_over_the_line_is_asked() -> None:
    found = check(r"$$ \int_{-\infty}^\infty e^{-x^2}\,dx = \sqrt{\pi} $$ $$ \int x\,dx = x $$",
                  isolated=False).lines
    assert [f.verdict for f in found][1] == "not_read"


def test_letters_of_another_variable_decide_nothing() -> None:
    found = verdicts(r"\int \frac{dy}{y} = \ln y = k x + C")
    assert found[0] == "proved"
    assert found[1] not in ("proved", "refuted")
    assert verdicts(r"x \int x\,dx = \frac{x^3}{2}") == ["undecided"]  # x times a constant is none


def test_the_kernel_shows_nothing_of_the_term() -> None:
    value = antiderivative(X, power(X, 2))
    for claim in (eq(value, value), eq(value, add(value, 1)), eq(value, term(0))):
        with pytest.raises(Refused):
            Author("none").ring(claim)
        assert refute((), claim) is None


def test_printed_and_read_back() -> None:
    table = Notation([Card(X, "x"), Card(C, "C")]).with_conventions("integrals=antiderivative")
    for value in (antiderivative(X, exp(X)), add(antiderivative(X, add(X, 1)), C)):
        assert notation.parse(notation.latex(value, table), table) is value
