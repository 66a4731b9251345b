"""derive.toml: the same words as --set, and one line for what is wrong with it."""

import pytest

from derive.cli.ending import Usage
from derive.cli.settings import conventions


@pytest.mark.parametrize(("text", "settings"), [
    ("", []),
    ('[conventions]\nunits = "natural"\nletters = { n = "k", psi = "\\\\phi" }\n',
     ["units=natural", "letters:n=k,psi=\\phi"]),
])
def test_the_file_comes_before_the_command_line(text, settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "derive.toml").write_text(text)
    assert conventions(["units=si"]) == [*settings, "units=si"]


def test_no_file_no_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert conventions([]) == []


@pytest.mark.parametrize(("text", "said"), [
    ("[conventions", "not TOML"), ("[convention]\n", r"no table \[convention\]"),
    ("[conventions]\nunits = 3\n", "units should be a word"), ("conventions = 1\n", "is a table"),
])
def test_a_wrong_file_is_named(text, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "derive.toml").write_text(text)
    with pytest.raises(Usage, match=f"derive.toml: .*{said}"):
        conventions([])
