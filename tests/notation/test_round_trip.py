"""What is printed reads back as the same term, for terms made at random from a seed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from terms_at_random import INFINITY, NOTATION, PSI, XI, H, Maker, N, U, X, symbol

from derive.notation import NotWritten, latex, mathml, parse, text
from derive.terms.binding import alpha_equal
from derive.terms.build import call, eq, integral, mul, neg, power, series_sum
from derive.terms.term import Term

#: commands that amsmath, KaTeX and MathJax all know; read off their documentation
KNOWN_EVERYWHERE = {r"\begin", r"\end", r"\to", r"\lim"} | {
    r"\frac", r"\tfrac", r"\sqrt", r"\binom", r"\left", r"\right", r"\lvert", r"\rvert",
    r"\lfloor", r"\rfloor", r"\lceil", r"\rceil", r"\int", r"\sum", r"\prod", r"\infty",
    r"\pi", r"\xi", r"\psi", r"\phi", r"\omega", r"\hbar", r"\delta", r"\sin", r"\cos",
    r"\tan", r"\arctan", r"\sinh", r"\cosh", r"\tanh", r"\ln", r"\cdot", r"\overline",
    r"\forall", r"\in", r"\mathbb", r"\ne", r"\le", r"\neg", r"\deg", r"\text", r"\partial",
    r"\Bigl", r"\Bigr", r"\mathrm"}


def made(seed: int) -> Term:
    maker = Maker(seed)
    if seed % 3:
        return maker.scalar(maker.choose(1, 2, 2, 3, 3, 4))
    return maker.formula(maker.choose(1, 2, 3))


@pytest.mark.parametrize("block", range(10))
@pytest.mark.parametrize("style", ["display", "inline"])
def test_printed_and_read_back(block: int, style: str) -> None:
    for seed in range(60 * block, 60 * block + 60):
        term = made(seed)
        printed = latex(term, NOTATION, style)
        assert alpha_equal(parse(printed, NOTATION), term), printed


@pytest.mark.parametrize("convention", ["derivative=leibniz", "derivative=dot", "conjugate=bar"])
def test_every_convention_reads_back(convention: str) -> None:
    notation = NOTATION.with_conventions(convention)
    for seed in range(5000, 5150):
        term = made(seed)
        printed = latex(term, notation)
        assert alpha_equal(parse(printed, notation), term), printed


def test_latex_stays_with_what_every_renderer_knows() -> None:
    for seed in range(300):
        printed = latex(made(seed), NOTATION)
        assert set(re.findall(r"\\[A-Za-z]+", printed)) <= KNOWN_EVERYWHERE, printed
        assert printed.count("{") == printed.count("}")
        assert printed.count(r"\left") == printed.count(r"\right")


def test_mathml_is_well_formed_and_text_is_one_line() -> None:
    for seed in range(300):
        term = made(seed)
        root = ElementTree.fromstring(mathml(term, NOTATION))
        assert root.tag == "math"
        for element in root.iter():
            if element.tag in ("mfrac", "msup", "msub", "mover", "munder"):
                assert len(element) == 2
            if element.tag in ("msubsup", "munderover"):
                assert len(element) == 3
        line = text(term, NOTATION)
        assert "\n" not in line
        assert "\\" not in line
        assert line.count("(") == line.count(")")


def test_the_same_term_gives_the_same_bytes() -> None:
    for seed in range(40):
        assert latex(made(seed), NOTATION) == latex(made(seed), NOTATION)


def test_different_terms_are_printed_differently() -> None:
    seen: dict[str, Term] = {}
    for seed in range(400):
        term = made(seed)
        printed = latex(term, NOTATION)
        assert alpha_equal(seen.setdefault(printed, term), term), printed


def test_a_bound_letter_gives_way_to_a_free_one() -> None:
    inner = symbol("x1")
    term = integral(inner, mul(X, inner), 0, 1)
    printed = latex(term, NOTATION)
    assert alpha_equal(parse(printed, NOTATION), term)
    clash = series_sum(symbol("n", "Z"), mul(N, symbol("n", "Z")), neg(INFINITY), INFINITY)
    assert alpha_equal(parse(latex(clash, NOTATION), NOTATION), clash)


def test_a_deep_term_is_refused_not_a_stack_overflow() -> None:
    term: Term = X
    for _ in range(5000):
        term = neg(term)
    with pytest.raises(NotWritten, match="deep"):
        latex(term, NOTATION)


def test_hidden_slots_are_printed_when_they_differ() -> None:
    assert latex(call(U, XI, orders=(2,)), NOTATION) == "u''"
    assert latex(call(U, 0), NOTATION) == "u(0)"
    assert latex(power(call(H, N, XI), 2), NOTATION) == r"H_n(\xi)^2"
    assert latex(eq(call(PSI, X, orders=(4,)), 0), NOTATION) == r"\psi^{(4)}(x) = 0"
