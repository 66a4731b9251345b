"""What is kept on disk: used when whole, ignored when broken, never trusted."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
import sympy

import derive
from derive.export import cache
from derive.export.accuracy import Accuracy
from derive.export.compiling import compile
from derive.export.program import Const, ExportRefused, Named, Op, Var

x = sympy.Symbol("x", real=True)
FORM = (sympy.exp(x) - 1) / x


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "derive"


def test_expressions_survive_the_way_through_json():
    form = Op("where", (Op("less", (Var("v0"), Const(Fraction(-1, 3)))), Named("pi"), Var("v1")))
    data = json.loads(json.dumps(cache.to_data(form)))
    assert cache.from_data(data, frozenset(("v0", "v1"))) == form


@pytest.mark.parametrize("data", [
    ["system", "1"], ["v9"], {"constant": "x"}, 3, None, [], "1/0", ["add", ["v0"], ["os"]],
    ["exp", ["v0"], ["v0"]], "9" * 500])
def test_what_is_no_expression_is_refused(data):
    with pytest.raises(ExportRefused):
        cache.from_data(data, frozenset(["v0"]))


def test_a_search_is_made_once(place, monkeypatch):
    first = compile(FORM, args=(x,))
    monkeypatch.setattr("derive.export.rewriting.kept.improve", None)  # a second one would call it
    assert compile(FORM, args=(x,)).program == first.program


def test_a_form_that_was_proved_in_steps_is_proved_again_in_steps(place, monkeypatch):
    logistic = 1 / (1 + sympy.exp(-x))
    form, domain = sympy.log(logistic / (1 - logistic)), {x: (-30, 30)}
    first = compile(form, args=(x,), domain=domain)
    monkeypatch.setattr("derive.export.rewriting.kept.improve", None)
    again = compile(form, args=(x,), domain=domain)
    assert "steps" in again.accuracy.form
    assert again.proofs == first.proofs
    assert len(again.proofs) > 1
    path, = place.glob("form-*.json")
    kept = json.loads(path.read_text())["kept"]
    for changed in ({"via": [["v0"], ["mul", "2", ["v0"]]]}, {"form": ["mul", "2", ["v0"]]}):
        cache._write(path, json.dumps({"digest": cache._digest_of({**kept, **changed}),
                                       "kept": {**kept, **changed}}))
        with pytest.raises(ExportRefused, match="not equal to the given one"):
            compile(form, args=(x,), domain=domain).proofs  # noqa: B018


@pytest.mark.parametrize("broken", ["", "{", "[]", "{}", '{"form": ["os"], "before": "1"}'])
def test_broken_files_are_as_if_they_were_not_there(place, broken):
    compile(FORM, args=(x,))
    kept = list(place.glob("form-*.json"))
    assert len(kept) == 1
    kept[0].write_text(broken)
    assert float(compile(FORM, args=(x,))(1e-12)) == pytest.approx(1 + 5e-13, rel=1e-15)


@pytest.mark.parametrize("broken", [
    "", '{"max_ulp": 1}', '{"digest": "", "kept": {}}', "[" * 9999, {"max_ulp": 0.001}])
def test_what_is_kept_is_believed_only_when_whole(place, broken):
    """A number changed by hand is not believed either: the digest is not that of the data."""
    measured = {"max_ulp": 1.7, "points": 60}
    assert cache.kept("accuracy-f", lambda: measured) == measured
    path = place / "accuracy-f.json"
    whole = path.read_text()
    path.write_text(json.dumps({**json.loads(whole), "kept": {**measured, **broken}})
                    if isinstance(broken, dict) else broken)
    again: list[int] = []
    assert cache.kept("accuracy-f", lambda: again.append(1) or measured) == measured
    assert again == [1]
    assert path.read_text() == whole


def test_the_accuracy_of_a_derived_function_is_kept_and_measured_again_when_changed(
        place, monkeypatch):
    """Measuring takes seconds, so its place is taken by one that counts."""
    lecture = derive.derivation("oscillator")
    measured: list[str] = []

    def measure(*_):
        measured.append("once")
        return Accuracy(1.5, 1e-16, {}, "all x", 60, "balls")

    monkeypatch.setattr("derive.export.compiling.measure", measure)
    for _ in range(2):
        assert compile(lecture["psi"], lecture=lecture).accuracy.max_ulp == 1.5
    assert measured == ["once"]
    (path,) = place.glob("accuracy-*.json")
    path.write_text(path.read_text().replace('"max_ulp": 1.5', '"max_ulp": 0.5'))
    assert compile(lecture["psi"], lecture=lecture).accuracy.max_ulp == 1.5
    assert measured == ["once", "once"]


@pytest.mark.parametrize("damage", [b"", b"\x7fELF", None])
def test_a_damaged_library_is_built_again(place, damage):
    f = compile(sympy.sin(x) + 19, "c", args=(x,), name="again")
    wanted = float(f(0.5))
    (library,) = place.glob("again-*.so")
    whole = library.read_bytes()
    library.unlink()  # not written over: the one that is loaded must stay as it is
    library.write_bytes(whole[:len(whole) // 2] if damage is None else damage)
    assert float(compile(sympy.sin(x) + 19, "c", args=(x,), name="again")(0.5)) == wanted
    assert library.stat().st_size == len(whole)


def test_another_domain_is_another_search(place):
    compile(FORM, args=(x,), domain={x: (1, 2)})
    compile(FORM, args=(x,), domain={x: (1e-9, 2)})
    assert len(list(place.glob("form-*.json"))) == 2


def test_a_folder_that_cannot_be_made_changes_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cache.folder() is None
    assert float(compile(FORM, args=(x,))(2.0)) == pytest.approx(3.194528049465325, rel=1e-15)
