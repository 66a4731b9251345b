"""Terminal text read back: what is shown is the term, or the page is refused."""

import pytest

from derive.notation import parse, text
from derive.notes import compose as composing
from derive.notes.formats import terminal
from derive.notes.from_text import demand, latex_of
from derive.notes.page import Mismatch
from derive.notes.plan import Manner, by_name
from derive.terms.build import add, eq, mul, neg, power
from tests.notes import lectures


@pytest.mark.parametrize("line", lectures.lecture().lines, ids=lambda line: line.label)
def test_every_line_is_read_back(line):
    formula = composing.displayed.statement(line.conclusion)
    shown = text(formula, lectures.NOTATION)
    demand(formula, shown, lectures.NOTATION)
    assert "\\" not in shown


@pytest.mark.parametrize(("shown", "latex"), [
    ("xⁿ⁺¹", "x^{n+1}"), ("cₖ₊₂", "c_{k+2}"), ("½ x", r"\frac12 x"),
    ("√(mω/ħ)", r"\sqrt{m\omega/\hbar}"),
    ("d²/dξ² e^(−ξ²)", r"\frac{d^2}{d\xi^2} e^{-\xi^2}"), ("ψ″(x)", r"\psi''(x)"),
    ("∫ e^(−ξ²) dξ", r"\int_{-\infty}^{\infty} e^{-\xi^2}\,d\xi"),
    ("∑ₙ₌₀^∞ tⁿ", r"\sum_{n=0}^{\infty} t^n"), ("E ≠ ħω(n + ½)", r"E \neq \hbar\omega(n+\frac12)"),
])
def test_characters_are_what_they_show(shown, latex):
    assert parse(latex_of(shown), lectures.NOTATION) is parse(latex, lectures.NOTATION)


@pytest.mark.parametrize("slip", [
    lambda s: s.replace("−", "+"), lambda s: s.replace("²", "³"), lambda s: s.replace("x", "t"),
    lambda s: s.replace("²", ""), lambda s: s + ")",
])
def test_a_slip_is_refused(slip):
    term = eq(lectures.E, add(power(lectures.x, 2), neg(mul(3, lectures.x))))
    good = text(term, lectures.NOTATION)
    demand(term, good, lectures.NOTATION)
    with pytest.raises(Mismatch, match="refused"):
        demand(term, slip(good), lectures.NOTATION)


def test_a_page_with_a_slip_is_not_written(monkeypatch):
    true = terminal.written
    monkeypatch.setattr(terminal, "written", lambda *a: true(*a).replace("−", "+"))
    page = composing.compose(lectures.lecture())
    by_name("tex").write(page, Manner())
    with pytest.raises(Mismatch):
        by_name("terminal").write(page, Manner())
