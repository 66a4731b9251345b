r"""Integrals by what changes: the text settles the letter and its bounds, or it is refused."""

import pytest

from derive import notation
from derive.notation.cards import Card, Notation
from derive.notation.errors import NotRead
from derive.terms.build import symbol

X, A, U = symbol("x"), symbol("a", "P"), symbol("u")


def table(*running: tuple[str, str, str]) -> Notation:
    return Notation([Card(X, "x"), Card(A, "a"), Card(U, "u")]).with_running(running)


@pytest.mark.parametrize(("changing", "plain"), [
    (r"\int_0^a x\,d\sin x", r"\int_0^a x\frac{d}{dx}[\sin x]\,dx"),
    (r"\int_0^a xd\left(\frac{x}{a}\right)", r"\int_0^a x\frac{d}{dx}\left[\frac{x}{a}\right]\,dx"),
    (r"\int_0^a \cos xdx^2", r"\int_0^a \cos(x)\frac{d}{dx}x^2\,dx"),
    (r"\int_0^a xde^{-x}", r"\int_0^a x\frac{d}{dx}e^{-x}\,dx"),
    (r"\int_0^a d(x - a)", r"\int_0^a \frac{d}{dx}[x - a]\,dx"),
])
def test_what_changes_is_differentiated(changing: str, plain: str) -> None:
    given = table(("x", "0", "a"))
    value = notation.parse(changing, given)
    assert value is notation.parse(plain, given)
    assert notation.parse(notation.latex(value, given), given) is value


@pytest.mark.parametrize("text", [
    r"\int_{-1}^{1} x\,d\cos x",     # the bounds of x, or of its cosine?
    r"\int_0^a x\,d(x u)",           # both letters run in the text
    r"\int_0^x x\,d(x^2)",
    r"\int x\,d(x^2)",
])
def test_bounds_of_nobody_knows_what_are_refused(text: str) -> None:
    running = (("x", "0", "a"), ("u", "0", "a"))
    with pytest.raises(NotRead, match="by what changes"):
        notation.parse(text, table(*running))


def test_a_dot_that_closes_nothing_is_no_decimal_point() -> None:
    given = table(("x", "0", "a"))
    assert notation.parse(r"\left.24x\right|_0^a", given) is notation.parse(
        r"\left.(24x)\right|_0^a", given)
