"""Files that strangers send, through the command: one line each, and the others keep theirs."""

import json
import os
import subprocess
import sys

GOOD = r"\[ (a+b)^2 = a^2+2ab+b^2 \]"
#: name -> what stands between two good lines, as bytes
HOSTILE = {
    "tower": rb"\[ 10^{10^{10}} = 10^{10^{10}} + 1 \]",
    "factorials": rb"\[ (100!)!!! = 1 \]",
    "braces": rb"\[ " + b"{" * 3000 + b"x" + b"}" * 3000 + rb" = 1 \]",
    "bytes": b"\\[ x\xff\xfe = 1 \\]",
    "bidi": "\\[ x\u202e = 1 \\]".encode(),
    "macros": rb"\newcommand{\a}{\a\a}\[ \a = 1 \]",
    "outside": rb"\input{../../etc/passwd} \[ \unknown = 1 \]",
    "long": rb"\[ " + b"x+" * 40000 + rb"x = 1 \]",
    "open": rb"\begin{align} x = 1",
    "code": rb"\[ __import__('os').system('touch PWNED') = 1 \]",
    "escape": b"\\[ \x1b[31m x = 1 \\]",
}


def test_every_file_is_answered_and_no_other_line_is_lost(tmp_path):
    for name, hostile in HOSTILE.items():
        path = tmp_path / f"{name}.tex"
        path.write_bytes(GOOD.encode() + b"\n\n" + hostile + b"\n\n" + GOOD.encode() + b"\n")
    (tmp_path / "binary.tex").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "broken.ipynb").write_text('{"cells": [')
    done = subprocess.run(
        [sys.executable, "-m", "derive", "check", ".", "--format", "json", "--seconds", "2"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "NO_COLOR": "1"})
    found = {f["path"].removesuffix(".tex"): f for f in json.loads(done.stdout)["files"]}
    assert done.stderr == ""
    assert done.returncode == 3  # nothing could be checked in two of them
    for name in HOSTILE:
        lines = found[name]["lines"]
        assert lines[0]["verdict"] == lines[-1]["verdict"] == "proved", name
        between = lines[1:-1]
        assert between, name
        assert all(f["verdict"] in ("not_read", "undecided") and f["reason"] for f in between), name
        assert all("\n" not in f["reason"] and "\x1b" not in f["reason"] for f in between)
    assert "not a notebook" in found["broken.ipynb"]["error"]
    assert not (tmp_path / "PWNED").exists()


def test_progress_is_for_terminals_and_a_folder_without_documents_is_said(tmp_path):
    done = subprocess.run([sys.executable, "-m", "derive", "check", str(tmp_path)],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == "" or "no documents" in done.stderr
