"""The command line as a person meets it: exit codes, one-line errors, whole files or none."""

import os
import subprocess
import sys

import pytest

from derive.cli import main, parsing
from derive.cli.ending import Ending, Refusal, Usage
from derive.cli.writing import put
from derive.kernel.claim import Refused

DERIVE = [sys.executable, "-m", "derive"]


def run(*arguments, **options):
    return subprocess.run([*DERIVE, *arguments], capture_output=True, text=True, **options)


@pytest.mark.parametrize("words", [["--help"], ["--version"], []])
def test_the_first_screen_imports_nothing_heavy(words):
    script = ("import sys; from derive.cli import main; code = main(sys.argv[1:]); "
              "heavy = {'sympy', 'numpy', 'mpmath', 'flint'} & set(sys.modules); "
              "sys.exit(f'imported {heavy}' if heavy or code else 0)")
    result = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "derive" in result.stdout


def test_every_command_has_help_with_an_example(capsys):
    for name in parsing.names():
        assert main([name, "--help"]) == 0
        said = capsys.readouterr().out
        assert "example:" in said, name
        assert f"derive {name}" in said.split("example:")[1], name


@pytest.mark.parametrize(("words", "said"), [
    (["nots"], "did you mean"), (["list", "--jsno"], "did you mean --json?"),
    (["list", "derivation"], "did you mean derivations"), (["--verbose"], "no option --verbose"),
    (["list", "derivations", "extra"], "one argument too many: extra"),
    (["completion"], "required"), (["list", "-o"], "expected one argument"),
])
def test_a_wrong_word_is_one_line_and_exit_2(words, said, capsys):
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(("error", "code"), [
    (Usage("so"), 2), (Refusal("so"), 3), (Refused("so"), 3), (KeyboardInterrupt(), 130),
    (PermissionError(13, "Permission denied", "x.tex"), 2), (ZeroDivisionError("so"), 2),
    (BrokenPipeError(), 2), (RecursionError("deep"), 2), (MemoryError(), 2),
])
def test_every_end_is_one_line(error, code, capsys, monkeypatch):
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    with Ending() as ending:
        raise error
    assert ending.code == code
    assert capsys.readouterr().err.count("\n") == 1


def test_a_closed_pipe_is_no_traceback():
    script = f"{sys.executable} -m derive completion bash | true; echo ${{PIPESTATUS[0]}}"
    first = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert "Traceback" not in first.stderr
    assert first.stdout.strip() in ("0", "2")  # 0: it was written before the pipe closed
    read, write = os.pipe()
    os.close(read)
    result = subprocess.run([*DERIVE, "list"], stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "closed" in result.stderr


def test_standard_output_that_is_closed_from_the_start(tmp_path):
    def shell(words):
        return subprocess.run(["bash", "-c", f"{sys.executable} -m derive {words} >&-"],
                              capture_output=True, text=True)

    told = shell("completion bash")
    assert told.returncode == 2
    assert told.stderr.startswith("derive: standard output is closed")
    assert told.stderr.count("\n") == 1
    written = shell(f"list -o {tmp_path}/list.txt")
    assert (written.returncode, "Traceback" in written.stderr) == (0, False), written.stderr


def test_a_file_is_whole_or_not_there(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    put("one", str(path))
    with pytest.raises(Usage, match="--force"):
        put("two", str(path))
    assert path.read_text() == "one"
    put("two", str(path), force=True)
    assert path.read_text() == "two"

    def full(*_):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        put("three", str(path), force=True)
    assert path.read_text() == "two"
    assert os.listdir(tmp_path) == ["page.html"]


def test_a_file_gets_the_permissions_of_any_other(tmp_path):
    put("one", str(tmp_path / "a"))
    (tmp_path / "b").write_text("two")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_missing_folder_and_folder_in_the_way(tmp_path):
    for path, said in ((tmp_path / "no" / "x.tex", "no folder"), (tmp_path, "is a folder"),
                       ("", "names a file")):
        result = run("list", "-o", str(path))
        assert result.returncode == 2
        assert said in result.stderr
        assert result.stderr.count("\n") == 1


def test_devices_are_written_and_not_replaced():
    assert run("list", "-o", os.devnull).returncode == 0
    assert not os.path.isfile(os.devnull)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_commands(shell):
    script = run("completion", shell).stdout
    for name in parsing.names():
        assert name in script
    if shell == "bash":
        check = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
        assert check.returncode == 0, check.stderr
        probe = script + "\nCOMP_WORDS=(derive li); COMP_CWORD=1; _derive; echo ${COMPREPLY[@]}\n" \
            "COMP_WORDS=(derive list --j); COMP_CWORD=2; _derive; echo ${COMPREPLY[@]}\n"
        done = subprocess.run(["bash"], input=probe, text=True, capture_output=True, check=True)
        assert done.stdout.split() == ["list", "--json"]
