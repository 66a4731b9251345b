r"""Functions of functions, written with their letters: the chain rule as people write it."""

import pytest

from derive.review.checked import check
from tests.review.lines_read import read, shown

NETWORK = (r"\[ f(u, v) = u v^2 \]\[ u(a, b) = a + b \]\[ v(a, b) = a b \]"
           r"\[ a(x, y) = x y \]\[ b(x, y) = x - y \]")


def verdict(line: str, network: str = NETWORK) -> str:
    return check(rf"{network}\[ {line} \]", isolated=False).lines[-1].verdict


def test_in_a_line_that_says_what_a_function_is_its_letters_are_numbers() -> None:
    assert [shown(line) for line in read(NETWORK + r"\[ \frac{\partial f}{\partial x} = 0 \]")[:2]
            ] == [["f(u, v)", "uv²"], ["u(a, b)", "a + b"]]


@pytest.mark.parametrize(("line", "expected"), [
    (r"\frac{\partial f}{\partial u} = v^2", "proved"),
    (r"\frac{\partial f}{\partial u} = 2v", "refuted"),
    (r"\frac{\partial f}{\partial a} = v^2 + 2uvb", "proved"),
    (r"\frac{\partial f}{\partial a} = v^2", "refuted"),       # the way through v is left out
    (r"\frac{\partial u}{\partial x} = y + 1", "proved"),
    (r"\frac{\partial u}{\partial x} = 1", "refuted"),
    (r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a}\frac{\partial a}{\partial x}"
     r" + \frac{\partial f}{\partial b}\frac{\partial b}{\partial x}", "proved"),
    (r"\frac{\partial f}{\partial x} = \frac{\partial f}{\partial a}\frac{\partial a}{\partial x}",
     "refuted"),
    (r"f(x, y) = (xy + x - y)(xy(x - y))^2", "proved"),
    (r"f(x, y) = x y^2", "refuted"),
])
def test_the_chain_rule_is_judged(line: str, expected: str) -> None:
    assert verdict(line) == expected


@pytest.mark.parametrize(("line", "reason"), [
    (r"\frac{\partial a}{\partial u} = 0", "a is not written as a function of u"),
    (r"\frac{\partial^2 f}{\partial u^2} = 0", "a second derivative of f"),
])
def test_what_the_letters_do_not_say_is_asked(line: str, reason: str) -> None:
    lines = read(NETWORK + r"\[ \frac{\partial f}{\partial x} = y \]" + rf"\[ {line} \]")
    assert any(reason in side for side in shown(lines[-1]))


def test_a_letter_that_is_reached_in_two_ways_is_asked() -> None:
    lines = read(r"\[ f(x, u) = x u \]\[ u(x, y) = x + y \]\[ \frac{\partial f}{\partial x} = u \]")
    assert "depends on x by itself" in shown(lines[-1])[0]


def test_two_lists_of_letters_are_no_network() -> None:
    lines = read(NETWORK + r"\[ f(a, b) = a \]\[ \frac{\partial f}{\partial a} = 1 \]")
    assert "cannot be bound" in shown(lines[-1])[0]


@pytest.mark.parametrize(("line", "side"), [
    (r"a = \frac{dF}{du}(u(x))", "F′(u(x))"),
    (r"a = \frac{dF}{du}(u(0))", "F′(u(0))"),
    (r"a = \frac{dF}{du}(v(x))", "u is a function and cannot be bound"),
    (r"a = \frac{dF}{du}(x)", "u is a function and cannot be bound"),
])
def test_the_slope_of_a_function_at_the_value_of_another(line: str, side: str) -> None:
    lines = read(rf"\[ F(y) = y^2 \]\[ u(x) = \sin x \]\[ {line} \]")
    assert shown(lines[-1])[1] == side


def test_what_moves_is_not_written_out() -> None:
    lines = read(r"\[ V(x, y) = x y \]\[ x(t) = 2t \]\[ y(t) = t \]\[ \dot{x} = 2 \]")
    assert shown(lines[-1]) == ["x′(t)", "2"]
