"""An argument of a recurrence never has a name that its module uses for something else."""

from __future__ import annotations

import ast

import pytest

from derive.catalog import BACKENDS
from derive.export.backends.numpy import Stated, recurrence_module
from derive.export.compiling import compile_family
from derive.export.names import RESERVED, TAKEN
from derive.export.program import ExportRefused
from derive.terms.build import call, div, eq, exp, function, mul, neg, power, sqrt, symbol
from tests.export.families import BY_RECURSION, HERMITE, HERMITE_EQUATION, HERMITE_SLOPE, H, N

STATED = Stated({}, (), 10_000)


def family(parameter, place="place"):
    a, z = symbol(parameter, "P"), symbol(place)
    state = eq(call(function("state", ("N0", "R", "P")), N, z, a), mul(
        power(a, div(1, 4)), call(H, N, mul(sqrt(a), z)), exp(neg(div(mul(a, power(z, 2)), 2)))))
    return state, [HERMITE, HERMITE_EQUATION, HERMITE_SLOPE], [BY_RECURSION]


def beside(text, arguments):
    """The names in functions that take one of the arguments."""
    found = set()
    for function_ in ast.walk(ast.parse(text)):
        if isinstance(function_, ast.FunctionDef):
            taken = {a.arg for a in ast.walk(function_.args) if isinstance(a, ast.arg)}
            if taken & arguments:
                found |= taken | {n.id for n in ast.walk(function_) if isinstance(n, ast.Name)}
    return {n for n in found if not n.startswith("_")} - arguments


@pytest.mark.parametrize("backend", ["table", "recurrence", "numba", "jax", "torch"])
def test_every_name_beside_the_arguments_is_kept_from_them(backend):
    program = compile_family(*family("omega")).program
    text = recurrence_module(program, STATED, '"""A state."""', backend) if backend in (
        "table", "recurrence") else BACKENDS.get(backend).module(program)
    own = {"state_all", "state_gauss", "k", "any", "getattr", "ValueError"}
    assert beside(text, {"omega", "place"}) <= TAKEN | RESERVED | own


@pytest.mark.parametrize("name", ["xi", "low", "scale", "top", "far", "n", "x"])
def test_such_an_argument_is_refused_by_name(name):
    with pytest.raises(ExportRefused, match=f"'{name}' cannot be a name in code; rename it"):
        compile_family(*family(name))


def test_the_place_may_be_x():
    assert compile_family(*family("k", "x")).program.inputs[1].name == "x"
