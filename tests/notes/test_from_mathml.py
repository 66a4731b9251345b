"""MathML read back: what a browser shows is the term, or the page is refused."""

import pytest

from derive.notation import latex, mathml, parse
from derive.notes import compose as composing
from derive.notes.formats import html
from derive.notes.from_mathml import Unread, demand, latex_of
from derive.notes.page import Mismatch
from derive.notes.plan import Manner, by_name
from derive.terms.build import add, eq, mul, neg, power, symbol
from tests.notes import lectures

x, y = symbol("x"), symbol("y")


@pytest.mark.parametrize("line", lectures.lecture().lines, ids=lambda line: line.label)
@pytest.mark.parametrize("style", ["display", "inline"])
def test_every_line_is_read_back(line, style):
    formula = composing.displayed.statement(line.conclusion)
    shown = mathml(formula, lectures.NOTATION, style)
    demand(formula, shown, lectures.NOTATION)
    assert shown.startswith("<math")


@pytest.mark.parametrize(("source", "latex_said"), [
    ("<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>", r"\frac{a}{b}"),
    ("<math><msup><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow><mn>2</mn></msup></math>", "(x)^2"),
    ("<math><msqrt><mi>π</mi></msqrt></math>", r"\sqrt{\pi}"),
    ("<math><mi>Ω</mi><mo>−</mo><mi>ω</mi></math>", r"\Omega-\omega"),
])
def test_elements_are_what_they_show(source, latex_said):
    notation = lectures.NOTATION.with_cards(
        *(lectures.Card(symbol(n), w) for n, w in (("a", "a"), ("b", "b"), ("Omega", r"\Omega"))))
    assert parse(latex_of(source), notation) is parse(latex_said, notation)


@pytest.mark.parametrize("slip", [
    lambda s: s.replace("−", "+"), lambda s: s.replace("<mn>2</mn>", "<mn>3</mn>"),
    lambda s: s.replace("<mi>x</mi>", "<mi>t</mi>"),
    lambda s: s.replace("msup", "msub"),
])
def test_a_slip_is_refused(slip):
    term = eq(lectures.E, add(power(x, 2), neg(mul(3, x))))
    good = mathml(term, lectures.NOTATION)
    demand(term, good, lectures.NOTATION)
    with pytest.raises(Mismatch, match="refused"):
        demand(term, slip(good), lectures.NOTATION)


def test_foreign_elements_are_refused():
    with pytest.raises(Unread, match="mglyph"):
        latex_of("<math><mglyph/></math>")


def test_a_page_with_a_slip_is_not_written(monkeypatch):
    true = html.mathml
    monkeypatch.setattr(html, "mathml", lambda *a: true(*a).replace("−", "+"))
    page = composing.compose(lectures.lecture())
    by_name("tex").write(page, Manner())
    with pytest.raises(Mismatch):
        by_name("html").write(page, Manner())


def test_latex_and_mathml_say_the_same():
    for line in lectures.lecture().lines:
        if line.label != "only":
            formula = composing.displayed.statement(line.conclusion)
            notation = lectures.NOTATION
            assert parse(latex(formula, notation), notation) is parse(
                latex_of(mathml(formula, notation)), notation)
