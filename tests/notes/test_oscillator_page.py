"""The page of the oscillator: nothing is left out, nothing is said that is not there."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

import derive
from derive.catalog import DERIVATIONS
from derive.kernel.claim import Grade
from derive.notes import displayed, prose
from derive.notes.compose import Wanted, compose
from derive.notes.formats import tex
from derive.notes.page import Mismatch, Paragraph, Reference
from derive.notes.plan import Manner, by_name
from derive.notes.text import en
from derive.terms.build import eq
from derive.terms.term import Term


@pytest.fixture(scope="module")
def lecture():
    return derive.derivation("oscillator")


@pytest.fixture(scope="module")
def page(lecture):
    return compose(lecture)


@pytest.mark.parametrize("name", DERIVATIONS.names())
def test_every_line_has_its_place_in_the_prose(name):
    """A line that the prose forgets would stand at the end of its section, without a word."""
    lecture = derive.derivation(name)
    page = compose(lecture)
    for section in lecture.sections:
        assert f"{name}.{section.key}" in en.TITLES
        text = en.PROSE[f"{name}.{section.key}"]
        placed = [label for piece in prose.read(text, lecture.notation, section.key)
                  if isinstance(piece, prose.Place) for label, _ in piece.lines]
        told = [line.label for line in section.lines]
        assert [x for x in told if x not in placed] == []
        optional = {"completed_square"}  # told for wells that are not centred at 0
        assert set(placed) - set(told) <= optional
    assert sorted(row.label for row in page.rows) == sorted(x.label for x in lecture.lines)


@pytest.mark.parametrize("name", DERIVATIONS.names())
def test_every_reference_is_to_a_line_above_it(name):
    page = compose(derive.derivation(name))
    seen = set()
    for block in page.blocks:
        if isinstance(block, Paragraph):
            for piece in block.content:
                if isinstance(piece, Reference):
                    assert piece.label in seen, piece.label
        seen |= {row.label for row in getattr(block, "rows", ())}


def test_the_page_confesses_what_is_given(lecture, page):
    made = by_name("md").write(page, Manner())
    assert lecture.verdict is Grade.PROVED
    assert len(lecture.postulates) + len(lecture.cited) <= 5
    for label, _ in lecture.postulates:
        assert en.NAMES[f"oscillator.{label}"] in made
    for name, _, source in lecture.cited:
        assert en.NAMES[f"oscillator.{name}"] in made
        assert source.split(",")[0] in made


def test_it_is_written_as_people_write_it(page):
    made = by_name("tex").write(page, Manner())
    for formula in (r"\left(\frac{m\omega}{\pi\hbar}\right)^{1/4}", r"\psi''(x)",
                    r"-\frac{\hbar^2}{2m}\,\psi''(x)", r"H_{n+1}(\xi)", r"\frac{d^n}{d\xi^n}",
                    r"\sqrt{2^n\,n!}", r"\delta_{kn}"):
        assert formula in made
    for clumsy in (r"\xi_1", r"\xi_{1}", r"\cdot", "None", "Term<", r"+ -"):
        assert clumsy not in made


@pytest.mark.parametrize(("sign", "other"), [
    (" - ", " + "), (" + ", " - "), ("n+1", "n-1"), ("{1}{2}", "{1}{3}"), ("''", "'"),
    ("2", "4")])
def test_each_line_with_a_slip_of_the_printer_is_refused(lecture, monkeypatch, sign, other):
    true = tex.latex
    slipped = []
    for line in lecture.lines:
        row = displayed.row(line, lecture.notation, after=None, mark="", number=0)
        terms = [t for left, right in row.lines for t in (*left, *right) if isinstance(t, Term)]
        if any(sign in true(t, lecture.notation) for t in terms):
            slipped.append(line)
    assert slipped
    monkeypatch.setattr(tex, "latex", lambda t, n, *style: true(t, n, *style).replace(sign, other))
    for line in slipped:
        one = replace(lecture, sections=(replace(lecture.sections[0], lines=(line,)),),
                      postulates=(), cited=())
        with pytest.raises(Mismatch, match=line.label):
            compose(one, Wanted(detail="brief"))


def test_a_definition_turned_into_another_is_not_printed(lecture):
    line = lecture["levels"]
    wrong = replace(line, claim=replace(line.claim, conclusion=eq(
        line.conclusion.args[0], Term("neg", (), (line.conclusion.args[1],)))))
    shown = compose(replace(lecture, sections=(
        replace(lecture.sections[0], lines=(wrong,)),), postulates=(), cited=()))
    assert "-" in by_name("tex").write(shown, Manner(fragment=True)).split(r"\begin")[1]


@pytest.mark.parametrize("settings", [("letters:n=p",), ("derivative=leibniz",), ("hats=on",)])
def test_conventions_change_the_page_and_are_read_back(lecture, settings):
    other = replace(lecture, notation=lecture.notation.with_conventions(*settings))
    made = by_name("md").write(compose(other), Manner())
    if settings == ("letters:n=p",):
        formulas = " ".join(re.findall(r"\$[^$]+\$", made))
        assert "H_p" in made
        assert not re.search(r"(?<![\\A-Za-z])n(?![A-Za-z])", formulas)
    if settings == ("derivative=leibniz",):
        assert r"\frac{d^2" in made
        displays = "".join(re.findall(r"\$\$.*?\$\$", made, re.DOTALL))
        assert "''(x)" not in displays
        assert "''(\\xi)" not in displays


def test_natural_units_have_no_hbar_on_the_page():
    lecture = derive.derivation("oscillator", units="natural")
    made = by_name("md").write(compose(lecture), Manner())
    assert r"\hbar" not in made
    assert r"E\,\psi(x) = -\frac{1}{2m}\,\psi''(x)" in made or r"\frac{\psi''(x)}{2m}" in made


@pytest.mark.parametrize("name", DERIVATIONS.names())
def test_latex_of_the_whole_compiles_without_overfull_lines(name, tmp_path):
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex on this machine")
    page = compose(derive.derivation(name))
    (tmp_path / "page.tex").write_text(by_name("tex").write(page, Manner()))
    for _ in range(2):
        done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page"],
                              cwd=tmp_path, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert "undefined" not in done.stdout


@pytest.mark.parametrize("name", DERIVATIONS.names())
def test_terminal_page_keeps_to_its_columns(name):
    made = by_name("terminal").write(compose(derive.derivation(name)), Manner())
    assert [line for line in made.splitlines() if len(line) > 80] == []


def test_a_section_by_itself_shows_the_lines_that_it_refers_to(lecture):
    made = by_name("terminal").write(compose(lecture, Wanted("norm")), Manner())
    listed = made.split(en.WORDS["elsewhere"])[1]
    assert "hermite: Hₙ₊₁(ξ) = 2ξ Hₙ(ξ) − Hₙ′(ξ)" in listed
    assert "length: ℓ = √(ħ/mω)" in listed
    apart = by_name("terminal").write(compose(lecture, Wanted("orthonormality")), Manner())
    assert "orthogonal: ∫ Hₙ(ξ) Hₖ(ξ) e^(−ξ²) dξ = 0 (n ≠ k)" in apart  # false without n ≠ k
    assert en.WORDS["elsewhere"] not in by_name("terminal").write(compose(lecture), Manner())


def test_no_comma_stands_between_a_line_and_its_continuation(page):
    rows = {row.label: row for row in page.rows}
    assert rows["state"].tail == ""
    assert rows["psi"].tail == "."


def test_a_derivative_stays_outside_its_fraction_in_natural_units():
    made = by_name("tex").write(compose(derive.derivation("oscillator", units="natural")), Manner())
    assert r"\frac{1}{2m}\,\frac{d^2}{dx^2}" in made
    assert r"\frac{\frac{d^2}{dx^2}" not in made
