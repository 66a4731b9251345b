"""What commands say as JSON: after its schema, and the same bytes for the same input."""

import json
from pathlib import Path

import pytest

import derive
from derive.cli import main
from tests.json_schema import conforms

HERE = Path(derive.__file__).parent / "cli"


@pytest.mark.parametrize(("words", "name"), [
    (["list", "--json"], "list"), (["list", "formats", "--json"], "list"),
    (["verify", "oscillator", "--json"], "verify"),
])
def test_json_is_after_its_schema(words, name, capsys):
    schema = json.loads((HERE / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert main(words) == 0
    first = capsys.readouterr().out
    value = json.loads(first)
    assert conforms(value, schema, schema)
    assert not conforms({**value, "version": 2}, schema, schema)
    if name == "verify":
        value["derivations"][0]["steps"][0]["verdict"] = "true"
        assert not conforms(value, schema, schema)
    assert main(words) == 0
    assert capsys.readouterr().out == first


def test_postulates_as_json(capsys):
    assert main(["list", "--postulates", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["derivations"]
    oscillator = next(d for d in found if d["name"] == "oscillator")
    assert [p["label"] for p in oscillator["postulates"]] == ["tise", "normalizable"]
    assert len(oscillator["cited"]) == 3
