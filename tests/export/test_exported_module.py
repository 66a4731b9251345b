"""The module that is written: it runs alone, tests itself, and says how accurate it is."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
import sympy

from derive.export.compiling import compile, compile_family
from derive.export.program import ExportRefused
from derive.export.running import run_source
from derive.vetting import NotAllowed, vet
from tests.export.families import BY_RECURSION, HERMITE, OSCILLATOR

ALONE = """
import runpy, sys
for name in ("derive", "sympy", "flint", "mpmath"):
    sys.modules[name] = None  # importing one of them would fail
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def run(path):
    return subprocess.run([sys.executable, "-W", "error", "-c", ALONE, str(path)],
                          capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def source():
    return compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION], n_max=300).source


def test_runs_alone_and_tests_itself(source, tmp_path):
    (tmp_path / "psi.py").write_text(source)
    done = run(tmp_path / "psi.py")
    assert done.returncode == 0, done.stderr
    assert "21 certified values" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("old", "new"), [
    ("before *= back", "before *= back * 1.000001"),
    ("k + 2", "k + 3"),
    ("np.sqrt(np.sqrt(", "(np.sqrt("),
    ("rest = (exponent", "rest = 1e-9 + (exponent"),
])
def test_self_test_sees_a_changed_module(source, tmp_path, old, new):
    assert old in source
    (tmp_path / "psi.py").write_text(source.replace(old, new))
    assert run(tmp_path / "psi.py").returncode != 0


def test_docstring_says_what_a_user_needs(source):
    text = " ".join(ast.get_docstring(ast.parse(source)).split())
    for word in ("Formula", "Computed", "Accuracy", "Derived", "SPDX-License-Identifier: MIT-0",
                 "points against balls", "psi(n, x, m, omega, hbar)"):
        assert word in text
    assert max(map(len, source.splitlines())) <= 100


def test_module_says_its_accuracy_as_data(source):
    namespace: dict = {}
    exec(source, namespace)
    assert namespace["__all__"] == ["ACCURACY", "psi", "psi_all"]
    assert namespace["ACCURACY"]["max_over_peak"] < 1e-13
    assert set(namespace["ACCURACY"]["at"]) >= {"n", "x"}


def test_nothing_about_hermite_is_typed_into_the_exporter():
    from pathlib import Path

    import derive.export as package
    for path in Path(package.__file__).parent.rglob("*.*"):
        if path.suffix in (".py", ".tmpl"):
            assert "hermite" not in path.read_text(encoding="utf-8").lower(), path


@pytest.mark.parametrize("text", [
    "import os", "from subprocess import run", "eval('1')", "x.__class__", "open('f')",
    "__import__('os')", "class A: pass", "getattr(x, name)", "getattr(x, '__class__')",
    "async def f(): pass", "np.load('f')", "global x", "del x",
    "try:\n    pass\nfinally:\n    pass",
    "sys.modules['os']", "(lambda: 0).__globals__", "@f\ndef g(): pass\n__builtins__",
])
def test_other_syntax_is_refused(text):
    with pytest.raises(NotAllowed, match="generated code may not contain"):
        vet(text)
    with pytest.raises(ExportRefused, match="generated code may not contain"):
        run_source(text, "f")


def test_hostile_names_never_reach_code():
    hostile = sympy.Symbol("x): __import__('os').system('true') #")
    f = compile(hostile + 1, args=(hostile,), name="y; import os")
    assert float(f(1.0)) == 2.0
    assert "import os" not in f.source
    assert "system" not in f.source


@pytest.mark.parametrize("thing", ["x + 1", "__import__('os')", 3, None, sympy.Matrix([1])])
def test_what_is_no_expression_is_refused(thing):
    with pytest.raises(ExportRefused):
        compile(thing, args=())
