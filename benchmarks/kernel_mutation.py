"""Delete the kernel's side conditions one at a time; every deletion should turn a test red.

    python benchmarks/kernel_mutation.py [PART OF A FILE NAME ...]

A side condition is an ``if`` that raises ``Refused`` (each operand of its ``or`` is one of its
own), or a call that refuses (``require``, ``require_absent``, ``_need`` ...). Each is taken out
of the loaded kernel in a process of its own, which then runs tests/kernel; tests that come to no
end without the condition have noticed. Survivors are printed with the place, and the score last.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import io
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

ROOT = Path(__file__).parent.parent
#: Files of the kernel, and the file of tests that speaks of each: it is run first.
NEAREST = {
    "infer/algebra": "conditions_algebra", "infer/analysis": "conditions_analysis",
    "infer/context": "conditions_logic", "infer/logic": "conditions_logic",
    "infer/recursion": "conditions_logic", "procedures/classes": "conditions_analysis",
    "procedures/line_integrals": "conditions_analysis",
    "procedures/iterated_derivative": "conditions_analysis",
    "procedures/power_series": "conditions_series", "procedures/formal_series": "conditions_series",
    "lemmas/comparison": "comparison_elsewhere", "lemmas/gaussian_integral": "conditions_analysis",
    "lemmas/power_series": "conditions_series", "wellformed": "conditions_algebra",
    "calculus": "conditions_analysis", "certificate": "certificate", "replay": "certificate",
    "derivation": "derivation", "procedures/absolute": "signs_and_logs",
    "procedures/arctangents": "signs_and_logs", "procedures/logarithms": "signs_and_logs",
    "procedures/elementary": "elementary",
    "procedures/fundamental_theorem": "conditions_values",
    "procedures/local_derivative": "conditions_values", "lemmas/moments": "conditions_values",
    "lemmas/known_sums": "conditions_values", "elementary/form": "elementary",
    "elementary/exponents": "elementary", "elementary/conjugates": "elementary",
    "elementary/counting": "elementary", "procedures/taylor": "taylor", "taylor_models": "taylor",
    "procedures/level_sums": "ordered_products", "procedures/conditions": "ordered_products",
    "procedures/operator_algebra": "false_operator_claims",
    "procedures/operator_words": "false_operator_claims",
    "procedures/operator_runs": "false_operator_claims",
    "procedures/index_form": "index_form", "procedures/index_identity": "index_form",
    "procedures/diagrams": "index_form", "procedures/settling": "index_form",
    "procedures/differential": "matrix_steps", "procedures/entrywise": "matrix_steps",
    "procedures/semidefinite": "matrix_steps",
}
#: All tests of conditions: run where the nearest did not notice.
TESTS = ("conditions_logic", "conditions_algebra", "conditions_analysis", "conditions_series",
         "conditions_values", "conditions_forms", "signs_and_logs", "elementary", "taylor",
         "ordered_products", "false_operator_claims", "matrix_steps", "index_form", "holes",
         "certificate", "derivation", "comparison_elsewhere")
LIMIT = 300  # seconds for the tests of one deletion
CALLS = {"require", "need", "require_absent", "require_match", "_need", "smooth", "_require",
         "only", "_require_value", "_require_function", "_require_recursion", "_require_polynomial",
         "_require_readable", "_require_free_names", "_smooth_call", "_smooth_derivative", "sides",
         "_degree_bound"}


def sites(tree: ast.Module) -> Iterator[tuple[ast.AST, int | None]]:
    """Statements that refuse: an ``if`` with the number of one operand (or None), or a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise):
            if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
                yield from ((node, i) for i in range(len(node.test.values)))
            else:
                yield node, None
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in CALLS:
                yield node, None


def without(tree: ast.Module, number: int) -> tuple[ast.Module, str]:
    """The module without one of its conditions, and where that was."""
    changed = copy.deepcopy(tree)
    node, operand = list(sites(changed))[number]
    where = f"line {getattr(node, 'lineno', 0)}"
    if isinstance(node, ast.If) and operand is not None:
        assert isinstance(node.test, ast.BoolOp)
        gone = node.test.values.pop(operand)
        where += f": {ast.unparse(gone)}"
    elif isinstance(node, ast.If):
        where += f": {ast.unparse(node.test)}"
        node.test = ast.Constant(False)
    else:
        assert isinstance(node, ast.Expr)
        where += f": {ast.unparse(node.value)}"
        node.value = ast.Constant(None)
    return ast.fix_missing_locations(changed), where


def load(name: str, tree: ast.Module, path: Path) -> None:
    """Put a changed module in the place of the loaded one, wherever its names went."""
    module = importlib.import_module(name)
    before = dict(vars(module))
    exec(compile(tree, str(path), "exec"), vars(module))
    for old, new in ((old, vars(module).get(key)) for key, old in before.items()):
        if isinstance(old, type) and isinstance(new, type):  # for classes that inherit from it
            for name, method in vars(new).items():
                if isinstance(method, FunctionType):
                    setattr(old, name, method)
    for other in list(sys.modules.values()):
        if getattr(other, "__name__", "").startswith("derive.") and other is not module:
            for key, old in before.items():
                if not key.startswith("__") and vars(other).get(key) is old:
                    setattr(other, key, vars(module)[key])


def survives(name: str, tree: ast.Module, path: Path, tests: tuple[str, ...]) -> bool:
    """Whether all these tests pass in a process in which the module is changed."""
    child = os.fork()
    if child == 0:
        import pytest

        signal.alarm(LIMIT)
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        code = 1
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(BaseException):
            load(name, tree, path)
            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header",
                                    *(str(ROOT / f"tests/kernel/test_{t}.py") for t in tests)]))
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main(wanted: list[str]) -> None:
    sys.path.insert(0, str(ROOT))
    import derive
    from derive.kernel import replay  # noqa: F401 - loaded before the processes part
    from derive.kernel.procedures import load_all

    load_all()
    derive.derivation("oscillator")
    total = left = 0
    for file, first in NEAREST.items():
        path = ROOT / "derive/kernel" / f"{file}.py"
        if not path.exists() or (wanted and not any(w in file for w in wanted)):
            continue
        tree = ast.parse(path.read_text())
        for number in range(len(list(sites(tree)))):
            changed, where = without(tree, number)
            total += 1
            name = f"derive.kernel.{file.replace('/', '.')}"
            if survives(name, changed, path, (first,)) and survives(name, changed, path, TESTS):
                left += 1
                print(f"survives  {file}.py {where}", flush=True)
    print(f"{total - left} of {total} deletions are noticed")


if __name__ == "__main__":
    main(sys.argv[1:])
