"""Everything that is registered brings a docstring, a source where formulas come from, a name."""

import importlib
import sys

import pytest

from derive.catalog import SHELVES, Shelf, Unknown

THINGS = [(plural, name, thing) for plural, shelf in SHELVES.items()
          for name, thing in shelf.own()]
#: Shelves whose things state formulas that come from somewhere.
SOURCED = {"potentials", "activations", "losses", "layers"}


@pytest.mark.parametrize(("plural", "name", "thing"), THINGS,
                         ids=[f"{p}-{n}" for p, n, _ in THINGS])
def test_it_says_what_it_is(plural, name, thing):
    assert SHELVES[plural].meaning(name), f"{plural}/{name} has no line that says what it is"
    assert name == name.lower(), f"{plural}/{name}: names are lower case"
    assert " " not in name, f"{plural}/{name}: names are one word"
    if plural in SOURCED:
        assert getattr(thing, "source", ""), f"{plural}/{name} names no source"


def test_a_file_adds_itself(tmp_path, monkeypatch):
    package = tmp_path / "folder_of_colours"
    package.mkdir()
    (package / "__init__.py").write_text('"""Colours."""\n')
    (package / "red.py").write_text("from colour_shelf import SHELF\nSHELF.add('red', 1)\n")
    (package / "green.py").write_text("from colour_shelf import SHELF\nSHELF.add('green', 2)\n")
    (tmp_path / "colour_shelf.py").write_text(
        "from derive.catalog import Shelf\n"
        "SHELF = Shelf('colour', ('folder_of_colours',), 'derive.colours')\n")
    monkeypatch.syspath_prepend(tmp_path)
    shelf = importlib.import_module("colour_shelf").SHELF
    assert shelf.get("red") == 1
    assert "folder_of_colours.green" not in sys.modules
    assert shelf.names() == ("green", "red")
    with pytest.raises(Unknown, match=r"no colour is called 'gren'; did you mean green or red\?|"
                                      r"no colour is called 'gren'; did you mean green\?"):
        shelf.get("gren")
    with pytest.raises(ValueError, match="two colours are called 'red'"):
        shelf.add("red", 3)


def test_an_error_inside_a_file_is_not_hidden(tmp_path, monkeypatch):
    package = tmp_path / "folder_of_errors"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "broken.py").write_text("import there_is_no_such_module\n")
    monkeypatch.syspath_prepend(tmp_path)
    shelf = Shelf("error", ("folder_of_errors",), "derive.errors")
    with pytest.raises(ModuleNotFoundError, match="there_is_no_such_module"):
        shelf.get("broken")


def test_other_packages_are_named_and_loaded_only_when_asked_for(tmp_path, monkeypatch):
    info = tmp_path / "colours-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: colours\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[derive.tints]\nblue = colours_of_others:BLUE\n")
    (tmp_path / "colours_of_others.py").write_text('BLUE = "blue, from elsewhere"\n')
    monkeypatch.syspath_prepend(tmp_path)
    shelf = Shelf("tint", (), "derive.tints")
    assert shelf.names() == ("blue",)
    assert "colours_of_others" not in sys.modules
    assert shelf.get("blue") == "blue, from elsewhere"
