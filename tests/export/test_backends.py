"""Every backend gives the same function; those that are not installed say how to install them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import mpmath
import numpy as np
import pytest
import sympy
from sympy import Rational, cos, exp, log, sin, sqrt, tanh

from derive.catalog import BACKENDS, Unknown
from derive.export.backends import c as c_backend
from derive.export.compiling import compile, compile_family, compile_formula
from derive.export.program import ExportRefused
from derive.terms import build
from derive.terms.build import add, div, mul, neg, power, sub, symbol
from tests.export.families import (
    BY_RECURSION,
    HERMITE,
    HERMITE_EQUATION,
    HERMITE_SLOPE,
    OSCILLATOR,
)

x, a = sympy.symbols("x a", real=True)

FORMULAS = [
    exp(-x**2 / 2) * cos(3 * a) / 7,
    log(1 + exp(a * x)) + sin(x) ** 3,
    sqrt(x**2 + a**2) * tanh(x) - sympy.pi,
    (x**7 - 3 * x**5 + Rational(2, 3) * x - 1) * a,
    sympy.Piecewise((x, x < a), (a**2, True)) + sympy.Max(x, a) + sympy.Abs(x),
    x - sin(x) + a,
    sympy.erf(x) + sympy.atan2(a, 3) + sympy.erfc(a),
    sympy.sign(x) * sympy.Min(x, 2, a) + sympy.ceiling(a) - sympy.floor(x) + exp(sympy.Integer(2)),
    sympy.asinh(a) + sympy.acosh(2 + x**2) + sympy.atanh(sympy.tanh(x)) + sympy.asin(sin(a) / 2),
]
POINTS = [(0.5, 1.25), (-1.75, 0.375), (2.0, -3.0), (1e-7, 10.5)]


@pytest.mark.parametrize("backend", ["numpy", "c", "python", "numba", "jax", "torch"])
@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_backend_agrees_with_forty_digits(backend, formula):
    if backend in ("numba", "jax", "torch"):
        pytest.importorskip(backend, reason=f"{backend} is an optional extra")
    f = compile(formula, backend=backend, args=(x, a))
    tolerance = 3e-6 if backend == "jax" else 1e-14  # jax computes in float32 by default
    for point in POINTS:
        with mpmath.workdps(40):
            true = sympy.lambdify((x, a), formula, "mpmath")(*map(mpmath.mpf, point))
            assert abs(float(f(*point)) - true) <= tolerance * max(1, abs(true))


@pytest.mark.parametrize("backend", ["numpy", "c"])
def test_arrays_broadcast_and_keep_their_type(backend):
    f = compile(x * a + 1, backend=backend, args=(x, a))
    assert f(np.ones((3, 1)), np.ones(2)).shape == (3, 2)
    assert f(np.ones(2, dtype=np.float32), 1.0).dtype == np.float32
    assert f(np.array([1, 2]), 3).tolist() == [4.0, 7.0]
    assert f(np.zeros((0, 3)), 1.0).shape == (0, 3)
    assert np.isnan(f(np.array([np.nan, 1.0]), 1.0)).tolist() == [True, False]
    with pytest.raises(TypeError, match="must be real"):
        f(1j, 1.0)


def test_parts_of_a_large_array_are_put_together():
    f = compile((sin(x) * a, x + a), args=(x, a))
    grid, column = np.linspace(0, 1, 30_001), np.array([[1.0], [2.0]])
    product, total = f(grid, column)
    assert np.allclose(product, np.sin(grid) * column, rtol=1e-15)
    assert np.allclose(total, grid + column, rtol=1e-15)


def test_any_precision_in_plain_python():
    psi = compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION])
    backend = BACKENDS.get("python")
    f = backend.function(psi.program)
    with mpmath.workdps(60):
        xi = mpmath.mpf(2)
        true = (mpmath.pi ** mpmath.mpf("-0.25") / mpmath.sqrt(2**9 * mpmath.factorial(9))
                * mpmath.hermite(9, xi) * mpmath.exp(-2))
        assert abs(f(9, "2") - true) < mpmath.mpf(10) ** -57
    with pytest.raises(ValueError, match="n must be one of"):
        f(-1, 0)
    with pytest.raises(ValueError, match="n must be at most 1000000"):
        f(10**30, 0)  # it would not end


def test_c_file_stands_alone(tmp_path):
    f = compile(log(1 + exp(x)) * a, backend="c", args=(x, a), name="soft")
    (tmp_path / "soft.c").write_text(f.source)
    (tmp_path / "main.c").write_text(
        "#include <stdio.h>\n#include <stddef.h>\n"
        "void soft_array(size_t, const double *, const double *, double *);\n"
        "int main(void) { double x = 2, a = 3, y; soft_array(1, &x, &a, &y);"
        ' printf("%.17g", y); return 0; }\n')
    subprocess.run([*c_backend.compiler(), "-std=c99", "-Wall", "-Wextra", "-O1", "soft.c",
                    "main.c", "-o", "soft", "-lm"], cwd=tmp_path, check=True, capture_output=True)
    said = subprocess.run([tmp_path / "soft"], capture_output=True, text=True, check=True).stdout
    assert float(said) == pytest.approx(3 * float(mpmath.log(1 + mpmath.exp(2))), rel=1e-15)


def test_c_without_a_compiler(monkeypatch):
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(c_backend.shutil, "which", lambda name: None)
    with pytest.raises(ExportRefused, match="install gcc or clang"):
        compile(x + a + 17, backend="c", args=(x, a))


def test_a_compiler_that_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setenv("CC", "no-such-compiler")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(ExportRefused, match="'no-such-compiler' cannot be run"):
        compile(x + a + 16, backend="c", args=(x, a))


def test_c_with_a_cache_folder_that_cannot_be_written(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert float(compile(x + a + 18, backend="c", args=(x, a))(1.0, 1.0)) == 20.0


def test_built_once(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compile(x + a + 19, backend="c", args=(x, a))
    monkeypatch.setattr(c_backend.subprocess, "run", None)  # a second build would call it
    assert float(compile(x + a + 19, backend="c", args=(x, a))(1.0, 1.0)) == 21.0


def test_missing_package_is_named_with_its_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ExportRefused, match="pip install torch"):
        compile(x, backend="torch", args=(x,))


def test_unknown_backend_offers_the_nearest():
    with pytest.raises(Unknown, match="numpy"):
        compile(x, backend="numpi", args=(x,))


def test_a_backend_without_loops_refuses_recurrences_by_name():
    program = compile_family(OSCILLATOR, [HERMITE], [BY_RECURSION]).program
    with pytest.raises(ExportRefused, match="the backend torch prints plain expressions"):
        replace(BACKENDS.get("torch"), loops=False).check(program)


def test_gradient_through_jax():
    jax = pytest.importorskip("jax", reason="jax is an optional extra")
    f = compile(x**3 * a, backend="jax", args=(x, a))
    assert float(jax.grad(f)(2.0, 1.0)) == pytest.approx(12.0)


def test_the_header_in_a_c_file_declares_what_it_defines(tmp_path):
    psi = compile_family(OSCILLATOR, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION])
    for f in (compile(exp(-x) * a, backend="c", args=(x, a), name="falls"), psi):
        source = c_backend.module(f.program, {}, (), '"""About."""')
        head, _, _ = source.partition("*/")
        header = head.partition(" * Header     ")[2].replace("\n *", "\n")
        assert f"{f.program.name}_array(size_t count" in header
        # compiled together, a declaration that differs from its definition is an error
        (tmp_path / "both.c").write_text(header + source)
        subprocess.run([*c_backend.compiler(), "-std=c99", "-Wall", "-Werror",
                        "-Wmissing-prototypes", "-c", "both.c"], cwd=tmp_path, check=True,
                       capture_output=True)
        rule = next(line for line in head.splitlines() if line.startswith(" * Makefile"))
        assert f"{f.program.name}.so: {f.program.name}.c; cc -std=c99 " in rule


def test_parameters_that_are_one_number_each_are_computed_with_before_the_loop():
    q, y = symbol("q"), symbol("y")
    rate, width = symbol("rate", "P"), symbol("width", "P")
    falls = build.exp(neg(div(power(sub(q, y), 2), power(width, 2))))
    root = build.sqrt(rate)
    formula = add(mul(falls, root), div(falls, add(1, root)), rate)
    given = {"args": [q, y, rate, width], "name": "bell"}
    f, plain = (compile_formula(formula, backend=b, **given) for b in ("c", "numpy"))
    before, _, inside = f.source.rpartition("void bell_points")[2].partition("for (size_t i")
    assert "sqrt(p2)" in before
    assert "sqrt" not in inside
    assert "exp(" in inside
    at = np.linspace(-3, 3, 1001)
    for rest in ((0.5, 2.0, 0.7), (at[:, None], 2.0, 0.7), (0.5, at + 4, 0.7), (at, 2.0, at + 4),
                 (0.5, np.full((1, 1), 2.0), np.array([0.7])), (at, np.nan, 0.7)):
        found, wanted = f(at, *rest), plain(at, *rest)
        assert found.shape == wanted.shape
        assert np.allclose(found, wanted, rtol=1e-14, atol=0, equal_nan=True)
    assert float(f(0.1, 0.2)) == pytest.approx(float(plain(0.1, 0.2)), rel=1e-15)  # their defaults
