"""derive notes as a person meets it: files, formats, parts, and what is refused."""

from types import SimpleNamespace

import pytest

from derive.cli import main
from derive.cli.commands import notes
from derive.notes import compose, text


@pytest.mark.parametrize(("suffix", "begins"), [
    ("html", "<!DOCTYPE html>"), ("tex", r"\documentclass"), ("md", "# The harmonic"),
    ("ipynb", "{"), ("txt", "The harmonic oscillator"),
])
def test_the_suffix_implies_the_format(suffix, begins, tmp_path, capsys):
    path = tmp_path / f"page.{suffix}"
    assert main(["notes", "oscillator", "-o", str(path)]) == 0
    assert path.read_text(encoding="utf-8").startswith(begins)
    out, err = capsys.readouterr()
    assert out == ""
    assert "proved" in err
    assert main(["notes", "oscillator", "-o", str(path)]) == 2
    assert "--force" in capsys.readouterr().err


def test_dash_is_standard_output_and_quiet_is_quiet(tmp_path, capsys):
    assert main(["notes", "oscillator.norm", "--to", "md", "-o", "-"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("**Normalization.**")
    assert err == ""
    assert main(["notes", "oscillator.norm", "-q", "-o", str(tmp_path / "a.md")]) == 0
    assert capsys.readouterr().err == ""
    assert (tmp_path / "a.md").read_text() == out


def test_an_option_wins_over_the_suffix(tmp_path, capsys):
    path = tmp_path / "fragment.inc"
    assert main(["notes", "oscillator.norm", "--to", "tex", "--fragment", "-o", str(path)]) == 0
    assert r"\documentclass" not in path.read_text()
    capsys.readouterr()


@pytest.mark.parametrize(("words", "said"), [
    (["oscilator"], "did you mean oscillator"), (["oscillator.nrom"], "did you mean norm?"),
    (["oscillator", "--to", "htlm"], "did you mean html?"),
    (["oscillator", "-o", "page.pdf"], "no format writes .pdf"),
    (["oscillator", "--set", "units=natral"], "did you mean natural?"),
    (["oscillator", "--set", "natural"], "KEY=VALUE"),
    (["oscillator", "--set", "letters:n=k"], "rename"),
    (["oscillator", "--detail", "all"], "did you mean full?|use brief, lecture, full"),
    (["oscillator", "--language", "fr"], "no language is called 'fr'"),
])
def test_a_wrong_word_is_one_line_and_nothing_is_written(words, said, tmp_path, monkeypatch,
                                                         capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["notes", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert any(part in err for part in said.split("|")), err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_document_of_which_nothing_was_checked_does_not_end_well(tmp_path, capsys):
    path = tmp_path / "homework.tex"
    path.write_text("x = x")
    assert main(["notes", str(path)]) == 3


def test_the_choices_named_early_are_those_of_the_pages():
    assert notes.DETAILS == compose.DETAILS
    assert notes.MARKS == compose.MARK_STYLES


def test_a_language_falls_back_to_english():
    english = text.language("en")
    german = SimpleNamespace(WORDS={"given": "Vorausgesetzt"})
    mixed = text.Language((german, *english.modules))
    assert mixed.word("given") == "Vorausgesetzt"
    assert mixed.word("results") == english.word("results")
    assert mixed.prose("oscillator", "norm", ()) == english.prose("oscillator", "norm", ())
