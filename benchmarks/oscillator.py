"""Figures of the oscillator: deriving, replaying, printing, and how fast the command answers.

Run with ``python benchmarks/oscillator.py``; each figure is the best of three cold processes.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

DERIVE = [sys.executable, "-m", "derive"]
ROOT = Path(__file__).parent.parent


def seconds(*arguments: str, repeats: int = 3) -> float:
    """The best wall-clock time of a command that must succeed."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run([*DERIVE, *arguments], check=True, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def kernel_lines() -> tuple[int, int]:
    """Lines of the inference core, and of the whole trusted base."""
    def count(*folders: str) -> int:
        return sum(len(p.read_text(encoding="utf-8").splitlines())
                   for folder in folders for p in (ROOT / "derive" / folder).rglob("*.py"))

    return count("kernel/infer"), count("kernel", "terms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        certificate = f"{folder}/oscillator.json"
        page = f"{folder}/page.html"
        subprocess.run([*DERIVE, "verify", "oscillator", "--certificate", certificate],
                       check=True, capture_output=True)
        python = min(seconds("--version"), seconds("--version"))
        rows = [
            ("derive --help", seconds("--help"), 0.1),
            ("derive --version", python, 0.1),
            ("the whole derivation, checked and replayed", seconds("verify", "oscillator"), 5.0),
            ("replay of its certificate", seconds("replay", certificate), 1.0),
            ("its page as HTML", seconds("notes", "oscillator", "-o", page, "--force"), 5.0),
        ]
        size = Path(certificate).stat().st_size
        for name, took, goal in rows:
            print(f"{name:<44} {took:7.3f} s   goal {goal:g} s")
        core, base = kernel_lines()
        print(f"{'certificate':<44} {size / 1024:7.0f} KB")
        print(f"{'inference core':<44} {core:7d} lines")
        print(f"{'trusted base (kernel and terms)':<44} {base:7d} lines")


if __name__ == "__main__":
    main()
