"""Lines about operators, kets and brackets, true and false, each worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from derive.review.checked import check

ROWS = [line for line in Path(__file__).with_name("operator_lines.txt").read_text().splitlines()
        if line and not line.startswith("#")]


def parts(row: str) -> tuple[str, str, bool]:
    """What is declared, the line, and whether it is true; bars stand in the lines too."""
    before, _, truth = row.rpartition(" | ")
    declared, _, line = before.partition(" | ") if not before.startswith("| ") else (
        "", "", before[2:])
    line, _, more = line.partition(" ; ")
    return "; ".join(p for p in (declared.strip(), more) if p), line, truth == "true"


def verdict(row: str) -> tuple[str, bool]:
    declared, line, truth = parts(row)
    found = check(rf"\[ {line} \]", declared, isolated=False).lines[-1]
    return found.verdict, truth


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[str, str, bool]]:
    return [(row, *verdict(row)) for row in ROWS]


def test_no_verdict_is_wrong(verdicts: list[tuple[str, str, bool]]) -> None:
    wrong = [row for row, found, truth in verdicts
             if found in (("refuted",) if truth else ("proved", "supported"))]
    assert not wrong


def test_every_line_is_read_and_few_are_left_open(verdicts: list[tuple[str, str, bool]]) -> None:
    found = [v for _, v, _ in verdicts]
    assert "not_read" not in found
    assert found.count("undecided") <= 0.05 * len(found)


def test_most_false_lines_are_refuted_and_most_true_ones_proved(
        verdicts: list[tuple[str, str, bool]]) -> None:
    true = [found for _, found, truth in verdicts if truth]
    false = [found for _, found, truth in verdicts if not truth]
    assert len(true) >= 60
    assert len(false) >= 50
    assert false.count("refuted") >= 0.98 * len(false)
    assert true.count("proved") >= 0.9 * len(true)


@pytest.mark.parametrize(("source", "expected"), [
    (r"\hat{H}\psi = E\psi + i\hbar\psi", "not_read"),  # no product of numbers
    (r"\hat{H} = \frac{\hat{p}^2}{2m} + x\hat{p}", "not_read"),  # x or its operator?
    (r"A|\psi\rangle = c|\psi\rangle", "not_read"),  # A: an operator or a number?
    (r"\hat{H}|\psi\rangle = E|\psi\rangle", "given"), (r"[a, a^\dagger] = 1", "given"),
    (r"|\psi\rangle = \frac{1}{2}(|u\rangle + |v\rangle)", "given"),
    (r"\langle u|u\rangle + \langle v|v\rangle = 2", "undecided"),  # nobody said that they are unit
    (r"[\hat{p}, \hat{x}] = i\hbar", "refuted"), (r"AB|u\rangle = BA|u\rangle", "not_read"),
])
def test_what_notes_leave_unsaid_decides_nothing(source: str, expected: str) -> None:
    assert check(rf"\[ {source} \]", isolated=False).lines[-1].verdict == expected
