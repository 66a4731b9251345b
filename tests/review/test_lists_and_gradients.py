r"""Lists in square brackets, gradients of functions of numbers, one letter in bounds and body."""

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

F = r"\[ f(x, y) = x^2 y \]"


@pytest.mark.parametrize(("source", "sides"), [
    (r"\[ [a - r, a + r] = [0.5, 1] \]", ["[[a − r, a + r]]", "[[5/10, 1]]"]),
    (F + r"\[ \nabla f(x, y) = [2xy, x^2] \]",
     ["[[f^(1,0)(x, y)], [f^(0,1)(x, y)]]", "[[2xy], [x²]]"]),
    (F + r"\[ \nabla f(0, 1) = \begin{pmatrix} 0 \\ 0 \end{pmatrix} \]",
     ["[[f^(1,0)(0, 1)], [f^(0,1)(0, 1)]]", "[[0], [0]]"]),
    (r"\[ y = \int_0^x f(x)\,dx \]", ["y", "∫₀ˣ f(x₁) dx₁"]),
    (r"\[ y = \int_0^x x_1 x\,dx \]", ["y", "∫₀ˣ x₁y dy"]),
    (r"\[ \frac{d}{dv}(x - uv)^2 = -2u(x - uv) \]", ["d/dv [(x − uv)²]", "−2u(x − uv)"]),
    (r"\[ a = \left(\frac{d}{dx}\right)^{n} f(x) \]", ["a", "dⁿ/dxⁿ f(x)"]),
    (r"\[ e^x = e^0 + x \]", ["eˣ", "e⁰ + x"]),
])
def test_what_is_read(source: str, sides: list[str]) -> None:
    assert shown(read(source)[-1]) == sides


@pytest.mark.parametrize(("source", "reason"), [
    (F + r"\[ \nabla f(x, y) = [2xy, x^2, 1] \]", "commutator or interval"),
    (r"\[ f(x) = x^2 \]\[ \nabla f = x \]", "in which vector"),
    (r"\[ y = \sum_{n=0}^{n} n a \]", "both bound"),
    (r"\[ y = \frac{d}{dx}(x - a)^2 (x + a) \]", "is the derivative raised"),
    (r"\[ y = \left(\frac{d}{dx}\right)^{n} f(z) \]", "does not depend on x"),
    (r"\[ y = e^2 + e^x \]", "two readings: e^2"),
    (r"\[ f(x) = x \]\[ y = \int_0^x f\,dx \]", "both bound"),
])
def test_what_is_asked(source: str, reason: str) -> None:
    assert any(reason in side for side in shown(read(source)[-1]))


def test_a_function_of_numbers_beside_one_of_a_column() -> None:
    lines = read(r"\[ f(\mathbf{x}) = f(\mathbf{y}) \]\[ f(0, 0) = a \]"
                 r"\[ \mathbf{H} f(0, 0) = a \]")
    assert shown(lines[1]) == ["f(0, 0)", "a"]
    assert "Hessian, or a product" in shown(lines[2])[0]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\nabla f(x, y) = [2xy, x^2]", "proved"),
    (r"\nabla f(x, y) = [x^2, 2xy]", "refuted"),
    (r"\nabla f(x, y) = x\begin{pmatrix} 2y \\ x \end{pmatrix}", "proved"),
    (r"\nabla f(x, y) = x\begin{pmatrix} y \\ x \end{pmatrix}", "refuted"),
    (r"\nabla f(1, 2) = \begin{pmatrix} 4 & 1 \end{pmatrix}", "proved"),
    (r"\nabla f(1, 2) = \begin{pmatrix} 4 & 2 \end{pmatrix}", "refuted"),
    (r"\int_0^x x\,dx = \frac{x^2}{2}", "proved"),
    (r"\int_0^x x\,dx = x^2", "refuted"),
])
def test_what_is_read_is_judged(line: str, verdict: str) -> None:
    assert check(rf"{F}\[ {line} \]", isolated=False).lines[-1].verdict == verdict


def test_a_row_of_entries_says_of_no_entry_that_it_is_an_array() -> None:
    lines = read(r"\[ \mathbf{g} = [x, y]^\top \]\[ f(x) = 1 + x \]")
    assert shown(lines[-1]) == ["f(x)", "1 + x"]


def test_at_a_point_that_the_text_names_nothing_is_refuted() -> None:
    lead = r"\[ f(x, y) = x + y \]" + "\n\n{} we see that "
    line = r"\[ f(x, y) = 3 \]"
    at_a_point = check(lead.format("If we look at a point like (1, 2),") + line, isolated=False)
    anywhere = check(lead.format("Adding these numbers,") + line, isolated=False)
    assert [r.lines[-1].verdict for r in (at_a_point, anywhere)] == ["undecided", "refuted"]
