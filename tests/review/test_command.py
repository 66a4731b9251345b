"""The command: formats, outputs, exit codes, messages."""

import json
import os
import subprocess
import sys

import pytest

GOOD = "\\[ (a+b)^2 = a^2+2ab+b^2 \\]\n"
WRONG = "\\[ (a+b)^2 = a^2+b^2 \\]\n"


def derive(*words, stdin="", cwd=None):
    return subprocess.run([sys.executable, "-m", "derive", "check", *words], input=stdin,
                          capture_output=True, text=True, cwd=cwd,
                          env={**os.environ, "NO_COLOR": "1"})


def test_standard_input_and_exit_codes():
    done = derive("-", stdin=GOOD)
    assert (done.returncode, done.stderr) == (0, "")
    assert "proved" in done.stdout
    assert derive("-", stdin=WRONG).returncode == 1
    assert derive("-", stdin="words").returncode == 3
    assert derive("-", "--fail-on", "supported", stdin=GOOD).returncode == 0


def test_the_suffix_implies_the_format_and_nothing_is_overwritten(tmp_path):
    (tmp_path / "a.tex").write_text(WRONG)
    assert derive("a.tex", "-o", "out.json", cwd=tmp_path).returncode == 1
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["files"][0]["lines"][0]["verdict"] == "refuted"
    again = derive("a.tex", "-o", "out.json", cwd=tmp_path)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert derive("a.tex", "-o", "out.json", "--force", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize("name", ["text", "json", "csv", "html", "sarif", "github", "junit"])
def test_formats(name, tmp_path):
    (tmp_path / "a.tex").write_text(WRONG)
    done = derive("a.tex", "--format", name, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.endswith("\n")
    assert done.stderr == ""


def test_a_wrong_declaration_is_one_line():
    done = derive("-", "--declare", "m >> 0", stdin=GOOD)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "m >> 0" in done.stderr
    unknown = derive("-", "--declare", "use osilator", stdin=GOOD)
    assert unknown.returncode == 2
    assert "oscillator" in unknown.stderr


def test_folders_and_jobs(tmp_path):
    for name, text in (("a.tex", GOOD), ("b.md", "$$(a+b)^2 = a^2$$\n"), ("c.txt", WRONG)):
        (tmp_path / name).write_text(text)
    one = derive(str(tmp_path), "--format", "csv")
    two = derive(str(tmp_path), "--format", "csv", "-j", "2")
    assert one.returncode == 1
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 3


def test_explain_and_annotate(tmp_path):
    (tmp_path / "a.tex").write_text(GOOD + WRONG)
    why = derive("a.tex", "--explain", "2", cwd=tmp_path)
    assert "refuted" in why.stdout
    nowhere = derive("a.tex", "--explain", "7", cwd=tmp_path)
    assert nowhere.returncode == 2
    assert "1, 2" in nowhere.stderr
    marked = derive("a.tex", "--annotate", cwd=tmp_path).stdout
    assert marked.count(r"\derivemargin{") == 2


def test_a_missing_file_is_named_and_the_rest_is_checked(tmp_path):
    (tmp_path / "a.tex").write_text(GOOD)
    done = derive("nowhere.tex", "a.tex", cwd=tmp_path)
    assert done.returncode == 3
    assert "nowhere.tex: No such file" in done.stdout
    assert "1 proved" in done.stdout
