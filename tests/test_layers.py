"""Imports go down the list of rooms, never up, and sideways only where an arrow says so."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "derive"
#: room -> the rooms it may import. The order is that of the design.
MAY = {
    "terms": set(),
    "catalog": set(),
    "guard": set(),
    "vetting": set(),
    "layout": set(),
    "kernel": {"terms"},
    "notation": {"terms", "catalog"},
    "rules": {"terms", "catalog", "guard", "kernel", "notation"},
    "physics": {"terms", "catalog", "kernel", "notation", "rules"},
    "learning": {"terms", "catalog", "kernel", "notation", "rules", "vetting", "layout"},
    "bridges": {"terms", "catalog", "kernel", "notation", "rules", "physics", "learning"},
    "notes": {"terms", "catalog", "guard", "kernel", "notation", "rules"},
    "review": {"terms", "catalog", "guard", "kernel", "notation", "rules", "notes"},
    "export": {"terms", "catalog", "guard", "kernel", "notation", "rules", "vetting", "layout"},
    "cli": {"terms", "catalog", "guard", "kernel", "notation", "rules", "notes", "review",
            "export", "physics", "learning", ""},
    "": {"catalog", "rules"},       # derive/__init__.py names what it finds lazily
    "__main__": {"cli"},
}
#: what besides Python's own modules each room may import when it is imported itself
OUTSIDE = {"terms": set(), "catalog": set(), "guard": set(), "vetting": set(), "layout": set(),
           "": set(), "__main__": set(), "cli": set(), "notation": set(), "kernel": {"flint"},
           "notes": set()}


def room_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


def imports(tree):
    """Module names a file imports anywhere, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the room"
            if node.module == "derive":
                yield from (f"derive.{alias.name}" for alias in node.names)
            else:
                yield node.module


def wrongs(room, source):
    found = []
    for module in imports(ast.parse(source)):
        parts = module.split(".")
        if parts[0] == "derive":
            target = parts[1] if len(parts) > 1 and parts[1] in MAY else ""
            if target != room and target not in MAY[room]:
                found.append(f"{room} imports {module}")
        elif room in OUTSIDE and parts[0] not in sys.stdlib_module_names | OUTSIDE[room]:
            found.append(f"{room} imports {module}")
    return found


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path):
    room = room_of(path)
    assert room in MAY, f"{path}: a room that the design does not have"
    assert wrongs(room, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("room", "source"), [
    ("kernel", "import sympy"), ("kernel", "from derive.notation import latex"),
    ("notation", "from derive.kernel.claim import Claim"), ("terms", "import flint"),
    ("notes", "def f():\n    from derive.physics import oscillator"),
    ("physics", "import derive.export.compile"), ("learning", "from derive import physics"),
    ("export", "from derive.notes import page"), ("rules", "import derive.cli"),
])
def test_a_wrong_import_is_seen(room, source):
    assert wrongs(room, source)


def test_arrows_go_one_way():
    for room, targets in MAY.items():
        for target in targets:
            assert room not in MAY.get(target, set()), f"{room} and {target} import each other"
