"""Rows become links: chains, continuations, conditions, systems."""

import pytest

from derive.review.chains import links
from derive.review.displays import Display
from derive.review.rows import rows
from derive.review.spanned import Spanned


def display(source, environment="align"):
    return Display(environment, Spanned(source, range(len(source))), 0)


def read(source, environment="align"):
    return [" ".join(f"{k.left.text} {k.kind} {k.right.text}".split())
            for k in links(display(source, environment))]


@pytest.mark.parametrize(("source", "found"), [
    (r"a=b=c", ["a = b", "b = c"]),
    (r"a &= b \\ &= c \\ &= d", ["a = b", "b = c", "c = d"]),
    (r"a =& b \\ =& c", ["a = b", "b = c"]),
    (r"a &= b + c \\ &\quad + d \\ &= e", ["a = b + c + d", "b + c + d = e"]),
    (r"a = {} & b \\ & {} \cdot c", [r"a = b \cdot c"]),
    (r"a = \\ b", ["a = b"]),
    (r"a = b, \quad c = d", ["a = b", "c = d"]),
    (r"a = b \text{ and } c = d", ["a = b", "c = d"]),
    (r"a = b \implies c = d \iff e = f", ["a = b", "c = d", "e = f"]),
    (r"\sum_{k=0}^n f(k=1) = c", [r"\sum_{k=0}^n f(k=1) = c"]),
    (r"a \le b < c \neq d", ["a <= b", "b < c", "c != d"]),
    (r"a := b \equiv c \approx d", ["a := b", "b equiv c", "c approx d"]),
    (r"a \stackrel{\mathrm{def}}{=} b \overset{(3)}{=} c", ["a := b", "b = c"]),
    (r"\langle a| b\rangle = |c\rangle", [r"\langle a| b\rangle = |c\rangle"]),
    (r"a = \left( b \right. \\ \left. + c \right)", [r"a = \left( b + c \right)"]),
    (r"a = [b \\ + c] = d", [r"a = [b + c]", "[b + c] = d"]),
    (r"a &= b \label{x}\tag{1} \nonumber \\ c &= d", ["a = b", "c = d"]),
    (r"a &= b & c &= d \\ &= e & &= f", ["a = b", "c = d", "b = e", "d = f"]),
    (r"-a &= b \\ -c &= d", ["-a = b", "-c = d"]),
    (r"a = b . ", ["a = b"]),
    (r"\begin{split} a &= b \\ &= c \end{split}", ["a = b", "b = c"]),
    (r"a = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
     [r"a = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"]),
    (r"\left\{\begin{array}{l} a = b \\ c = d \end{array}\right.", ["a = b", "c = d"]),
    (r"\Rightarrow \left\{\begin{aligned} a &= b \\ c &= d \end{aligned}\right.",
     ["a = b", "c = d"]),
    (r"\boxed{a = b}", ["a = b"]),
    (r"a \not= b", ["a != b"]),
    (r"x \in A, \quad f \to g", ["x in A", "f to g"]),
])
def test_links(source, found):
    assert read(source) == found


def test_eqnarray_and_gather():
    assert read(r"a &=& b \\ &=& c", "eqnarray") == ["a = b", "b = c"]
    assert read(r"a = b \\ c = d \\ + e", "gather") == ["a = b", "c = d + e"]
    assert read(r"\begin{align} a &= b \\ &= c \end{align} \\ d = e", "gather") == [
        "a = b", "b = c", "d = e"]


def test_a_continuation_knows_its_chain():
    found = links(display(r"a &= b \\ &= c \\ d &= e"))
    assert [(k.chain, k.place) for k in found] == [(0, 0), (0, 1), (1, 0)]


def test_conditions_belong_to_the_line():
    (link,) = links(display(r"\sqrt{x^2} = x \quad \text{for } x > 0"))
    assert [c.text.strip() for c in link.conditions] == ["x > 0"]
    (link,) = links(display(r"\sqrt{x^2} = x \quad (x > 0)"))
    assert [c.text for c in link.conditions] == ["x > 0"]


@pytest.mark.parametrize(("source", "fault"), [
    (r"n = 0, 1, 2, \dots", "a list of values"),
    (r"\text{the energy} = x", "words"),
    (r"= x", "nothing on the left"),
    (r"x = ", "nothing on the right"),
])
def test_what_is_no_claim_says_why(source, fault):
    (link,) = links(display(source))
    assert fault in link.fault


def test_joined_by():
    assert [k.joined for k in links(display(r"a = b \implies c = d"))] == ["", "implies"]


def test_the_shown_part_of_a_link_is_what_it_adds():
    found = links(display("a &= b \\\\\n &= c"))
    assert [k.shown.text.strip() for k in found] == ["a  = b", "= c"]


def test_rows_of_a_thousand_lines_are_bounded():
    assert len(rows(display("a &= b \\\\" * 5000))) <= 1100
