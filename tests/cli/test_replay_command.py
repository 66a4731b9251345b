"""verify, replay and --against as commands: what is accepted, what is rejected, and how."""

import json

import pytest

from derive.cli import main
from derive.physics.oscillator import oscillator
from derive.rules import author
from derive.terms.build import mul


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    path = tmp_path_factory.mktemp("certificate") / "oscillator.json"
    assert main(["verify", "oscillator", "--certificate", str(path)]) == 0
    return path


def test_a_certificate_is_accepted_and_its_theorem_printed(certificate, capsys):
    assert main(["replay", str(certificate), "--against", "oscillator"]) == 0
    out, err = capsys.readouterr()
    assert "levels:" in out
    assert "accepted" in err


def test_the_same_theorem_by_other_steps_is_told_apart(tmp_path, monkeypatch, capsys):
    """Every cofactor q written 1 q: as good a proof, and not the library's certificate."""
    known = author.find_cofactors
    path = tmp_path / "other.json"
    with monkeypatch.context() as patched:
        patched.setattr(author, "find_cofactors", lambda *given: [mul(1, q) for q in known(*given)])
        path.write_text(oscillator().certificate())
    assert main(["replay", str(path), "--against", "oscillator"]) == 1
    assert "by other steps" in capsys.readouterr().err
    assert main(["replay", str(path), "--against", "oscillator", "--any-steps"]) == 0


def test_other_bytes_of_the_same_json_are_rejected(certificate, tmp_path, capsys):
    path = tmp_path / "pretty.json"
    path.write_text(json.dumps(json.loads(certificate.read_text()), indent=2))
    assert main(["replay", str(path)]) == 1
    assert "rejected" in capsys.readouterr().err


def test_a_changed_number_is_rejected(certificate, tmp_path, capsys):
    text = certificate.read_text()
    path = tmp_path / "changed.json"
    path.write_text(text.replace('["int",[2]', '["int",[3]'))
    assert path.read_text() != text
    assert main(["replay", str(path), "--against", "oscillator"]) == 1
    capsys.readouterr()


@pytest.mark.parametrize("content", [
    b"", b"{}", b"[]", b"\xff\xfe", b"null", b"[" * 5000, b"1e999"])
def test_what_is_no_certificate_is_one_line(content, tmp_path, capsys):
    path = tmp_path / "rubbish.json"
    path.write_bytes(content)
    assert main(["replay", str(path)]) in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "internal error" not in err


def test_a_missing_file_is_one_line(tmp_path, capsys):
    assert main(["replay", str(tmp_path / "none.json")]) == 2
    assert "No such file" in capsys.readouterr().err
