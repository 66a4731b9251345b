"""Every character knows where a person wrote it, through macros, files and cells."""

from derive.review.document import read_document, read_file
from derive.review.expansion import Expander
from derive.review.spanned import Sources, Spanned


def expanded(text):
    return Expander().expand(Spanned(text, range(len(text))))


def test_a_place_is_line_and_column_in_code_points():
    sources = Sources()
    first = sources.add("a.tex", "é\nψ = 1\n")
    second = sources.add("b.tex", "x\ny")
    assert sources.place(first.at[2]) == sources.place(first.at[2])
    place = sources.place(first.at[4])
    assert (place.path, place.line, place.column) == ("a.tex", 2, 3)
    assert (sources.place(second.at[2]).path, sources.place(second.at[2]).line) == ("b.tex", 2)


def test_text_outside_macros_keeps_its_own_places():
    text = r"\newcommand{\hw}{\hbar\omega}E = \hw n"
    out = expanded(text)
    assert out.text == r"E = \hbar\omega n"
    assert out.at[0] == text.index("E")
    assert set(out.at[4:15]) == {text.index(r"\hw n")}
    assert out.at[-1] == text.rindex("n")


def test_an_argument_keeps_its_places_inside_the_macro():
    text = r"\newcommand{\half}[1]{\frac{#1}{2}}\half{abc}"
    out = expanded(text)
    assert out.text == r"\frac{abc}{2}"
    start = text.index("abc")
    assert list(out.at[6:9]) == [start, start + 1, start + 2]


def test_an_included_file_is_named(tmp_path):
    (tmp_path / "main.tex").write_text("\\input{part}\n\\[ a = b \\]\n")
    (tmp_path / "part.tex").write_text("\n\\[ c = d \\]\n")
    document = read_file(tmp_path / "main.tex")
    places = [document.sources.place(d.span[0]) for d in document.displays]
    assert [(p.path.rpartition("/")[2], p.line) for p in places] == [
        ("part.tex", 2), ("main.tex", 2)]


def test_a_cell_of_a_notebook_has_its_own_lines():
    cells = ('{"cells": [{"cell_type": "code", "source": "$$no$$"},'
             '{"cell_type": "markdown", "source": ["# A\\n", "$$x = y$$"]}]}')
    document = read_document(cells, "n.ipynb", "ipynb")
    place = document.sources.place(document.displays[0].span[0])
    assert (place.path, place.line, place.column) == ("n.ipynb:cell 2", 2, 3)
