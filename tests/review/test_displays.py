"""Displays are found where they stand, and nothing else is."""

import json

import pytest

from derive.review.document import read_document, read_file
from derive.review.limits import DocumentError


def bodies(text, kind="tex"):
    return [" ".join(d.body.text.split()) for d in read_document(text, "t", kind).displays
            if not d.inline]


@pytest.mark.parametrize("name", [
    "equation", "equation*", "align", "align*", "gather", "multline", "eqnarray", "flalign",
    "displaymath", "dmath"])
def test_environments(name):
    assert bodies(rf"x \begin{{{name}}} a = b \end{{{name}}} y") == ["a = b"]


def test_brackets_dollars_and_inline():
    document = read_document(r"\[a=b\] $$c=d$$ $e=f$ \(g=h\) \$5 and \$6", "t", "tex")
    assert [(d.environment, d.body.text, d.inline) for d in document.displays] == [
        ("[", "a=b", False), ("$$", "c=d", False), ("$", "e=f", True), ("(", "g=h", True)]


def test_alignat_has_a_number_of_columns():
    assert bodies(r"\begin{alignat}{2} a &= b \end{alignat}") == ["a &= b"]


def test_only_the_body_of_the_document_counts():
    text = r"\newcommand{\x}{$a=b$}\begin{document}\[c=d\]\end{document}\[e=f\]"
    assert bodies(text) == ["c=d"]


def test_sections_and_problems_are_scopes():
    text = (r"\[a\]\section{One}\[b\]\begin{problem}{1}\[c\]\end{problem}\[d\]"
            r"\subsection{More}\[e\]\subsection*{Exercise 2}\[f\]")
    assert [d.scope for d in read_document(text, "t", "tex").displays] == [0, 1, 2, 2, 2, 3]


def test_the_words_before_a_display_are_kept():
    (display,) = read_document(r"Let $c$ be real and \[ a = c \]", "t", "tex").displays[1:]
    assert display.lead == "Let $c$ be real and"


def test_markdown():
    text = ("---\ntitle: T\nderive: m > 0\n---\n# A\n$$a = b$$\n`$x$` and ``$$y$$``\n"
            "```python\n$$no$$\n```\n~~~\n$$no$$\n~~~\n```{math}\n:label: one\nc = d\n```\n"
            "<!-- derive: x in R -->\n## B\n\\begin{align}\ne &= f\n\\end{align}\n100% $g$\n"
            "$$h = i$$ {#eq-h}\n")
    document = read_document(text, "t", "md")
    assert [d.body.text.strip() for d in document.displays if not d.inline] == [
        "a = b", "c = d", "e &= f", "h = i"]
    assert [(s, d.text) for s, d in document.declarations] == [(0, "m > 0"), (1, "x in R")]
    assert document.displays[-1].scope == 2


def test_front_matter_lists():
    text = "---\nderive:\n  - 'x in R'\n  - n in N0\nother: y\n---\n$$x$$"
    assert [d.text for _, d in read_document(text, "t", "md").declarations] == [
        "x in R", "n in N0"]


def test_notebook():
    cells = [{"cell_type": "raw", "source": "derive: x in R"},
             {"cell_type": "code", "source": "$$no$$"},
             {"cell_type": "markdown", "source": ["$$\\newcommand{\\h}{\\hbar}\n", "x=\\h$$"]},
             {"cell_type": "markdown", "source": "# S\n$$y = \\h$$"}]
    document = read_document(json.dumps({"cells": cells}), "n.ipynb", "ipynb")
    assert [d.body.text.strip() for d in document.displays] == ["x=\\hbar", "y = \\hbar"]
    assert [d.scope for d in document.displays] == [0, 1]
    assert document.declarations[0][1].text == "x in R"


def test_input_stays_in_the_folder(tmp_path):
    (tmp_path / "secret.tex").write_text(r"\[ secret = 1 \]")
    folder = tmp_path / "hw"
    folder.mkdir()
    (folder / "link.tex").symlink_to(tmp_path / "secret.tex")
    (folder / "a.tex").write_text(
        r"\input{../secret}\input{" + str(tmp_path / "secret.tex") + r"}\input{link}\input{no}"
        r"\input{a}\[ x = 1 \]")
    document = read_file(folder / "a.tex")
    assert not any("secret" in d.body.text for d in document.displays)
    said = " ".join({r.message for r in document.remarks})
    assert said.count("leaves the folder") == 3
    assert "No such file" in said
    assert "includes itself" in said


def test_what_cannot_be_opened_is_one_line(tmp_path):
    with pytest.raises(DocumentError, match=r"nowhere\.tex: No such file"):
        read_file(tmp_path / "nowhere.tex", "nowhere.tex")
    with pytest.raises(DocumentError, match="not a notebook"):
        read_document("[1, 2]", "n.ipynb", "ipynb")
    (tmp_path / "b").write_bytes(b"\x00\x01\x02")
    with pytest.raises(DocumentError, match="not a text file"):
        read_file(tmp_path / "b")
