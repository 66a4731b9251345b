"""Files hold one idea: at most 400 lines, functions at most 70, no files that hold anything."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "derive"
FILES = sorted(ROOT.rglob("*.py"))


def wrongs(name, source):
    found = []
    lines = source.count("\n") + 1
    if lines > 400:
        found.append(f"{lines} lines")
    if re.fullmatch(r"utils?|helpers?|manager|core|base|misc|common", name):
        found.append(f"{name} names no idea")
    if re.search(r"\b(TODO|FIXME|XXX)\b", source):
        found.append("something left to do")
    tree = ast.parse(source)
    if source.strip() and not ast.get_docstring(tree):
        found.append("no docstring")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > 70:
                found.append(f"{node.name} is {length} lines")
        if isinstance(node, ast.ExceptHandler) and (
                node.type is None or getattr(node.type, "id", "") == "Exception"):
            found.append(f"line {node.lineno}: a broad except")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_is_one_idea(path):
    assert wrongs(path.stem, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("name", "source"), [
    ("utils", '"""A."""'), ("a", "x = 1"), ("a", '"""A."""\n' + "\n" * 400),
    ("a", '"""A."""\ndef f():\n' + "    x = 1\n" * 70),
    ("a", '"""A."""\ntry:\n    x = 1\nexcept Exception:\n    x = 2'),
    ("a", '"""A."""\n# TO' 'DO: later'),
])
def test_a_wrong_file_is_seen(name, source):
    assert wrongs(name, source)
