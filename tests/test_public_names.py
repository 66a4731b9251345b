"""The public names: each is there, is told in one line, and costs nothing until it is used."""

import subprocess
import sys

import pytest

import derive


@pytest.mark.parametrize("name", [n for n in derive.__all__ if n != "__version__"])
def test_it_is_there_and_told(name):
    assert callable(getattr(derive, name))
    assert [line for line in derive.__doc__.splitlines() if line.startswith(f"{name} ")], name
    assert getattr(derive, name).__doc__


def test_the_package_imports_nothing_heavy():
    script = ("import derive, sys; dir(derive)\n"
              "sys.exit(str({'sympy', 'numpy', 'mpmath', 'flint'} & set(sys.modules) or ''))")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="simplify"):
        _ = derive.simplify


def test_submodules_do_not_hide_functions():
    """The function ``derive.check`` is not shadowed by a package once everything is imported."""
    script = ("import derive, derive.review, derive.export, derive.learning.gradient\n"
              "assert callable(derive.check) and callable(derive.gradient)\n"
              "assert callable(derive.compile) and callable(derive.bound_states)\n"
              "import derive.physics.bound_states\nassert callable(derive.bound_states)")
    subprocess.run([sys.executable, "-c", script], check=True)
