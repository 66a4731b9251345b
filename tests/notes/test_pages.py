"""Pages of a hand-made lecture in every format: what they hold, and what they refuse."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.catalog import FORMATS, Unknown
from derive.kernel.claim import Grade, claim
from derive.notes import compose as composing
from derive.notes import library, prose, readback
from derive.notes.compose import Wanted, compose
from derive.notes.formats import tex
from derive.notes.page import Box, Display, Mismatch, Paragraph
from derive.notes.plan import Manner, by_name, by_suffix
from derive.notes.text import language
from derive.rules.lecture import Lecture, Section
from derive.terms.build import eq, ne
from tests.notes import lectures

FORMATS_HERE = [form for _, form in FORMATS.own()]
DETAILS = composing.DETAILS
#: Commands that KaTeX and MathJax both know, as far as pages need them.
SHARED = frozenset(re.findall(r"\w+", """
    frac tfrac dfrac sqrt left right bigl bigr Bigl Bigr bigg big Big text quad qquad
    begin end tag int sum prod infty partial le ge neq ne in cdot cdots dots ldots times pi hbar
    omega Omega xi psi Psi phi Phi varphi epsilon varepsilon ell alpha beta gamma delta mu nu sigma
    lambda exp log sin cos tan arctan sinh cosh tanh binom lfloor rfloor lceil rceil lvert rvert
    lVert rVert overline hat dot ddot mathrm operatorname deg mid forall boxed scriptstyle
    Longrightarrow to quad langle rangle mathbb star ast"""))


@pytest.fixture(scope="module")
def page():
    return compose(lectures.lecture())


def written(name, page, **manner):
    return by_name(name).write(page, Manner(**manner))


@pytest.mark.parametrize("form", FORMATS_HERE, ids=lambda f: f.name)
@pytest.mark.parametrize("detail", DETAILS)
def test_every_format_writes_every_block(form, detail):
    made = form.write(compose(lectures.lecture(), Wanted(detail=detail)), Manner())
    assert made.endswith("\n")
    for word in ("The Gaussian", "C. F. Gauss", "A toy"):
        assert word.lower() in made.lower()
    assert "None" not in made
    assert "derive.terms" not in made


def test_numbers_run_and_unnumbered_lines_have_none(page):
    assert [r.number for r in page.rows] == [1, 0, *range(2, 14)]
    assert page.number("norm") == 11


def test_every_line_is_displayed_once(page):
    assert [r.label for r in page.rows] == [line.label for line in lectures.lecture()]


def test_latex_balances_and_labels(page):
    made = written("tex", page)
    begun = re.findall(r"\\begin\{(\S+?)\}", made)
    ended = re.findall(r"\\end\{(\S+?)\}", made)
    assert sorted(begun) == sorted(ended)
    for row in page.rows:
        assert (rf"\label{{eq:toy:{row.label}}}" in made) == bool(row.number)
    assert made.count(r"\derivemark{p}") == 11
    assert re.findall(r"\\usepackage(?:\[.*?\])?\{(.*?)\}", made) == ["amsmath"]


def test_fragment_has_no_preamble_and_one_macro(page):
    made = written("tex", page, fragment=True)
    assert r"\documentclass" not in made
    assert made.count(r"\providecommand") == 1
    without = written("tex", replace(page, marks="none"), fragment=True)
    assert "derivemark" not in without


@pytest.mark.parametrize("marks", composing.MARK_STYLES)
def test_latex_compiles_with_amsmath_alone(marks, tmp_path):
    if shutil.which("pdflatex") is None:
        pytest.skip("no pdflatex on this machine")
    page = compose(lectures.lecture(), Wanted(marks=marks, detail="full"))
    (tmp_path / "page.tex").write_text(written("tex", page))
    (tmp_path / "part.tex").write_text(written("tex", page, fragment=True))
    (tmp_path / "host.tex").write_text("\\documentclass{article}\\usepackage{amsmath}\n"
                                       "\\begin{document}\\input{part}\\end{document}\n")
    for name in ("page", "host"):
        for _ in range(2):
            done = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name],
                                  cwd=tmp_path, capture_output=True, text=True, errors="replace")
        assert done.returncode == 0, done.stdout[-2000:]
        assert "undefined" not in done.stdout
        assert "multiply" not in done.stdout


class Outside(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.anchors, self.fetched = [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.links += [found["href"]] if "href" in found else []
        self.anchors += [found["id"]] if "id" in found else []
        self.fetched += [v for k, v in attrs if k in ("src", "srcset", "data", "action")]


def test_html_is_one_file_without_script_or_network(page):
    made = written("html", page)
    seen = Outside()
    seen.feed(made)
    assert not {"script", "link", "iframe", "object", "img"} & set(seen.tags)
    assert seen.fetched == []
    assert all(link.startswith("#") for link in seen.links)
    assert {link[1:] for link in seen.links} <= set(seen.anchors)
    assert len(seen.anchors) == len(set(seen.anchors))
    assert not re.search(r"https?:(?!//www\.w3\.org)|url\(|@import", made)
    assert "default-src 'none'" in made


def test_html_is_well_formed(page):
    article = written("html", page, fragment=True)
    root = ElementTree.fromstring(article)
    assert len(root.findall(".//math")) > 20
    assert "".join(root.find("h1").itertext()) == "A toy"


def test_markdown_stays_in_the_common_subset(page):
    made = written("md", page)
    commands = set(re.findall(r"\\([A-Za-z]+)", "".join(re.findall(r"\$.*?\$", made, re.DOTALL))))
    assert commands <= SHARED, commands - SHARED
    assert made.count("$$") % 2 == 0
    assert r"\begin{align}" not in made


@pytest.mark.parametrize("detail", DETAILS)
def test_terminal_keeps_to_its_columns(detail):
    made = written("terminal", compose(lectures.lecture(), Wanted(detail=detail)))
    assert [line for line in made.splitlines() if len(line) > 80] == []
    assert "\x1b" not in made


def test_terminal_colours_only_when_asked(page):
    coloured = written("terminal", page, colour=True)
    assert re.sub(r"\x1b\[\d+m", "", coloured) == written("terminal", page)
    assert "\x1b[32mp" in coloured


def test_a_long_sum_is_broken_between_summands(page):
    row = next(r for r in page.rows if r.label == "long")
    assert len(row.lines) > 1
    assert all(left == () for left, _ in row.lines[1:])


@pytest.mark.parametrize(("name", "twist"), [
    ("a sign", lambda s: s.replace("-", "+", 1)),
    ("a letter", lambda s: s.replace(r"\omega", r"\hbar", 1)),
    ("a number", lambda s: s.replace("2", "3", 1)),
    ("a lost prime", lambda s: s.replace("''", "'", 1)),
    ("rubbish", lambda s: s + "}"),
])
def test_a_printer_with_a_fault_is_refused(name, twist, monkeypatch):
    true = tex.latex
    monkeypatch.setattr(tex, "latex", lambda t, notation: twist(true(t, notation)))
    with pytest.raises(Mismatch, match=r"line '[a-z]+' would be printed as"):
        compose(lectures.lecture())


def test_a_condition_that_is_no_hypothesis_is_refused():
    lecture = lectures.lecture()
    section = next(s for s in lecture.sections if s.key == "orthogonality")
    line = section.lines[1]
    wrong = replace(line, conditions=(ne(lectures.n, lectures.x),))
    sections = (Section("orthogonality", (wrong,)),)
    with pytest.raises(Mismatch, match="not among the hypotheses"):
        compose(replace(lecture, sections=sections))


def test_what_cannot_hold_is_displayed_and_read_back():
    made = written("terminal", compose(lectures.lecture(), Wanted("only")))
    assert "contradiction" in made
    line = lectures.lecture()["only"]
    bare = replace(line, claim=claim((), line.conclusion))
    row = composing.displayed.row(line, lectures.NOTATION, after=None, mark="p", number=1)
    with pytest.raises(Mismatch, match="not among the hypotheses"):
        readback.check(row, bare, lectures.NOTATION)


def test_continued_lines_do_not_repeat_the_left_side():
    first = lectures.line("norm", 1, lectures.NORM)
    again = lectures.line("again", 2, eq(lectures.NORM.args[0], lectures.LEVELS.args[1]),
                          continued=True)
    other = lectures.line("other", 3, lectures.LEVELS, continued=True)
    made = compose(Lecture("toy", (Section("norm", (first, again, other)),), lectures.NOTATION))
    first_row, second, third = made.rows
    assert first_row.lines[0][0] != ()
    assert second.lines[0][0] == ()
    assert third.lines[0][0] != ()


def test_one_section_and_one_line():
    section = compose(lectures.lecture(), Wanted("norm"))
    assert [r.label for r in section.rows] == ["telescope", "norm", "psi", "small"]
    assert not any(isinstance(b, Box) for b in section.blocks)
    line = compose(lectures.lecture(), Wanted("psi"))
    assert [r.label for r in line.rows] == ["psi"]
    with pytest.raises(Unknown, match="did you mean norm"):
        compose(lectures.lecture(), Wanted("nrom"))


def test_letters_reach_the_prose(monkeypatch):
    monkeypatch.setitem(language("en").modules[0].PROSE, "toy.norm",
                        "For $n = k$ see\n@ norm.\nand for $H_n(\\xi)$ {norm} and *this*.")
    lecture = lectures.lecture(lectures.NOTATION.with_conventions("letters:n=j"))
    made = written("md", compose(lecture))
    assert "$j = k$" in made
    assert "H_j" in made
    assert "(10) and *this*" in made
    assert "H_n" not in made


def test_prose_names_its_mistakes():
    with pytest.raises(prose.BadProse, match=r"toy.norm: the formula \$\\frac\{1\$ is not read"):
        prose.read(r"so $\frac{1$ it is", lectures.NOTATION, "toy.norm")


def test_prose_is_cut_where_lines_are_displayed():
    pieces = prose.read("One\n@ a, b.\ntwo.\n\nThree.", lectures.NOTATION, "k")
    assert [type(p).__name__ for p in pieces] == ["Sentences", "Place", "Sentences", "Sentences"]
    assert pieces[1].lines == (("a", ","), ("b", "."))
    assert [p.begins for p in pieces if isinstance(p, prose.Sentences)] == [True, False, True]


def test_same_input_same_bytes():
    script = ("from tests.notes.lectures import lecture; from derive.notes.compose import *\n"
              "from derive.notes.plan import *\nfor f in ('tex', 'html', 'md', 'terminal'):\n"
              "    print(by_name(f).write(compose(lecture(), Wanted(detail='full')), Manner()))")
    made = {subprocess.run([sys.executable, "-c", script], capture_output=True, check=True,
                           cwd=Path(__file__).parent.parent.parent,
                           env={"PYTHONHASHSEED": seed, "PATH": ""}).stdout
            for seed in ("1", "2", "3")}
    assert len(made) == 1


def test_formats_by_suffix_and_by_name():
    assert by_suffix("a/b.HTML").name == "html"
    assert by_suffix("page") is None
    assert by_name("markdown").name == "md"
    with pytest.raises(Unknown, match="did you mean html"):
        by_name("htlm")


def test_settings_are_pairs():
    with pytest.raises(library.BadSetting, match="KEY=VALUE"):
        library.lecture("oscillator", ["natural"])


def test_notebooks_get_every_form():
    shown = lectures.lecture()._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/latex", "text/markdown", "text/plain"}
    assert "<math" in shown["text/html"]
    rules = shown["text/html"].split("</style>")[0].removeprefix("<style>\n")
    rules = re.sub(r"@media [^{]*\{(.*?)\} \}\n", r"\1 }", rules, flags=re.DOTALL)
    selectors = [s.strip() for r in re.findall(r"([^{}]+)\{[^{}]*\}", rules) for s in r.split(",")]
    assert all(s.startswith(".derive") for s in selectors), selectors
    assert lectures.lecture()["norm"].grade is Grade.PROVED


def test_paragraphs_of_an_untold_section_have_their_title(page):
    titles = [b.title for b in page.blocks if isinstance(b, Paragraph)]
    assert titles[0] == "Equation"
    assert isinstance(page.blocks[2], Display)
