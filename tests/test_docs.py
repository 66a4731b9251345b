"""What the README and the documents show is run: commands, Python, and links."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path, *kinds):
    return [body for kind, body in BLOCK.findall(path.read_text(encoding="utf-8"))
            if kind in kinds]


def sessions(text):
    """Command, the exit code it announces, and the lines that it is said to print."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            command, _, said = line[2:].partition("  # exit ")
            found.append((command, int(said or 0), []))
        elif found and line.strip():
            found[-1][2].append(line)
    return found


@pytest.mark.parametrize("path", [p for p in PAGES if blocks(p, "console")],
                         ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_run_and_print_what_is_shown(path, tmp_path):
    path_with_derive = tmp_path / "bin"
    path_with_derive.mkdir()
    for name, words in (("derive", "-m derive"), ("python3", "")):
        shim = path_with_derive / name
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {words} "$@"\n')
        shim.chmod(0o755)
    environment = {**os.environ, "PATH": f"{path_with_derive}{os.pathsep}{os.environ['PATH']}",
                   "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    work = tmp_path / "work"
    work.mkdir()
    if (ROOT / "examples").is_dir():
        (work / "examples").symlink_to(ROOT / "examples")
    for text in blocks(path, "console"):
        for command, code, lines in sessions(text):
            done = subprocess.run(command, shell=True, cwd=work, env=environment,
                                  capture_output=True, text=True)
            assert done.returncode == code, f"{command}\n{done.stdout[-2000:]}\n{done.stderr}"
            printed = [" ".join(x.split()) for x in (done.stdout + done.stderr).splitlines()]
            for line in lines:
                if line.strip() not in ("…", "..."):
                    assert " ".join(line.split()) in printed, f"{command} does not print {line!r}"


@pytest.mark.parametrize("path", [p for p in PAGES if blocks(p, "python")],
                         ids=lambda p: str(p.relative_to(ROOT)))
def test_python_runs(path, tmp_path):
    """All Python blocks of a page, in order, as one script."""
    script = "\n".join(blocks(path, "python"))
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not re.match(r"[a-z]+:", target):
            assert (path.parent / target).exists(), f"{path}: {target}"


def test_no_page_installs_the_unrelated_package():
    for path in PAGES:
        assert not re.search(r"pip install (-\S+ )*['\"]?derive(\[|['\"]?$|\s)",
                             path.read_text(encoding="utf-8"), re.MULTILINE), path


def test_every_document_is_reachable():
    """From a page, or as one of a folder that a page names."""
    linked = set()
    for path in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            linked.add((path.parent / target).resolve())
    index = ROOT / "docs" / "README.md"
    assert [p for p in PAGES[2:] if p != index
            and not linked & {p.resolve(), p.parent.resolve()}] == []


def test_the_two_commands_of_the_readme():
    """The first block holds the two commands that continuous integration takes from it."""
    first = BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    commands = [x for x in first[2].splitlines() if x.strip() and not x.startswith("#")]
    assert len(commands) == 2
    assert "derive notes oscillator" in commands[0]
    assert "-m pytest" in commands[1]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.name)
def test_examples_run(path, tmp_path):
    done = subprocess.run([sys.executable, "-W", "error", str(path)], cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_table_of_conventions_is_the_program_s():
    from derive.notation.conventions import TABLE

    page = (ROOT / "docs" / "reference" / "conventions.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (`.*`) \|$", page, re.MULTILINE))
    assert rows == {key: ", ".join(f"`{v}`" for v in c.values) for key, c in TABLE.items()}


def test_the_table_of_commands_is_the_program_s():
    from derive.cli import parsing

    page = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert tuple(sorted(set(re.findall(r"^\| `derive ([\w-]+)", page, re.MULTILINE)))) \
        == parsing.names()
