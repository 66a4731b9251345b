"""Where C is built: folders that are read-only, full or absent, and compilers that refuse."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from derive.export import cache
from derive.export.backends import c
from derive.export.program import ExportRefused

SOURCE = "int one(void)\n{{\n    return {};\n}}\n"


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """A cache folder and a temporary one of the test's own."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(c, "_OF_THIS_RUN", [])
    return tmp_path / "derive", tmp_path / "tmp"


@pytest.fixture
def compiler(tmp_path, monkeypatch):
    """A compiler that is a shell script of these lines."""
    def made(*lines):
        script = tmp_path / "a compiler.sh"
        script.write_text("\n".join(lines))
        monkeypatch.setenv("CC", f"sh '{script}'")
    return made


def no_compiler(*_, **__):
    raise AssertionError("the compiler is not run")


def failing(number, where, original):
    """``original``, but for a folder on whose disk it fails."""
    def call(*args, **keywords):
        if any(str(where) in str(a) for a in (*args, *keywords.values())):
            raise OSError(number, os.strerror(number))
        return original(*args, **keywords)
    return call


def files(folder):
    return sorted(p.suffix for p in folder.iterdir())


def test_a_command_in_cc_is_split(folders, monkeypatch):
    (found,) = c.compiler()[:1]
    monkeypatch.setenv("CC", f"env '{found}' -g0")
    assert c.compiler() == ["env", found, "-g0"]
    assert c.build(SOURCE.format(1), "one").is_file()
    monkeypatch.setenv("CC", "gcc '")
    with pytest.raises(ExportRefused, match=r"^CC is no command: No closing quotation$"):
        c.build(SOURCE.format(1), "one")
    monkeypatch.setenv("CC", " ")
    assert c.compiler() == [found]


@pytest.mark.parametrize(("lines", "said"), [
    (("echo 'p.c: In function one:' >&2", "echo 'p.c:1: error: no' >&2", "exit 1"), "p.c:1: error"),
    (("exit 3",), "no message"), (("exit 0",), "no message"),
    (("printf 'error \\377' >&2", "exit 1"), "error \ufffd")])
def test_a_compiler_that_refuses_is_cited_in_one_line(folders, compiler, lines, said):
    compiler(*lines)
    with pytest.raises(ExportRefused, match=rf"^the C compiler refuses the program: {said}"):
        c.build(SOURCE.format(2), "one")
    assert [files(f) for f in folders] == [[], []]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_cache_that_cannot_be_written_is_read(folders, monkeypatch, number):
    before = c.build(SOURCE.format(3), "one")
    assert before.parent == folders[0]
    assert cache.kept("three", lambda: {"value": 3}) == {"value": 3}
    for module, name in ((tempfile, "mkstemp"), (shutil, "copyfile")):
        monkeypatch.setattr(module, name, failing(number, folders[0], getattr(module, name)))
    other = c.build(SOURCE.format(4), "one")
    assert other.parent.parent == folders[1]
    assert files(folders[0]) == [".json", ".sha256", ".so"]
    assert cache.kept("four", lambda: {"value": 4}) == {"value": 4}
    monkeypatch.setattr(subprocess, "run", no_compiler)
    assert c.build(SOURCE.format(3), "one") == before
    assert c.build(SOURCE.format(4), "one") == other
    assert cache.kept("three", lambda: {}) == {"value": 3}


def test_a_disk_that_fills_up_leaves_nothing_half_written(folders, monkeypatch):
    monkeypatch.setattr(shutil, "copyfile", failing(errno.ENOSPC, folders[0], shutil.copyfile))
    library = c.build(SOURCE.format(5), "one")
    assert library.parent.parent == folders[1]
    assert files(folders[0]) == []
    monkeypatch.setattr(os, "replace", failing(errno.ENOSPC, folders[0], os.replace))
    assert cache.kept("six", lambda: {"value": 6}) == {"value": 6}
    assert files(folders[0]) == []


def test_no_room_at_all_is_one_line(folders, monkeypatch):
    monkeypatch.setattr(shutil, "copyfile", failing(errno.ENOSPC, "", shutil.copyfile))
    said = r"^there is no room to build the C file \(No space left on device\): TMPDIR names"
    with pytest.raises(ExportRefused, match=said):
        c.build(SOURCE.format(6), "one")
    monkeypatch.setattr(tempfile, "mkdtemp", failing(errno.ENOSPC, "", tempfile.mkdtemp))
    with pytest.raises(ExportRefused, match=said):
        c.build(SOURCE.format(6), "one")


def test_without_a_home_it_is_built_once_for_this_run(folders, monkeypatch):
    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", nobody)
    assert cache.folder() is None
    library = c.build(SOURCE.format(7), "one")
    assert library.parent.parent == folders[1]
    monkeypatch.setattr(subprocess, "run", no_compiler)
    assert c.build(SOURCE.format(7), "one") == library


def test_builders_at_the_same_time(folders):
    with ThreadPoolExecutor(4) as several:
        found = {*several.map(lambda _: c.build(SOURCE.format(8), "one"), range(4))}
    (library,) = found
    assert files(folders[0]) == [".sha256", ".so"]
    assert c._whole(library)


def test_the_folder_of_a_run_goes_with_it(folders, tmp_path):
    (tmp_path / "derive").write_text("")  # the cache folder is a file
    code = ("from derive.export.backends.c import build\n"
            "path = build('int one(void) { return 1; }', 'one')\n"
            "print(path, path.is_file())")
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True,
                          env={**os.environ, "TMPDIR": str(folders[1])})
    path, there = done.stdout.split()
    assert there == "True"
    assert Path(path).parent.parent == folders[1]
    assert files(folders[1]) == []
