"""Every kind of slip mends its two wrong examples, and no right line gets a hint."""

import pytest

from derive.catalog import MISTAKES
from derive.review.checked import check

KINDS = [mistake for _, mistake in MISTAKES.own()]
WRONG = [(m, left, right) for m in KINDS for left, right in m.wrong]


def line(mistake, left, right):
    (finding,) = check(rf"\[ {left} = {right} \]", mistake.declare, isolated=False).lines
    return finding


def test_there_are_the_slips_of_the_design():
    assert {m.name for m in KINDS} >= {"sign", "factor", "exponent", "root", "constant", "index",
                                       "chain-factor", "prime", "transpose"}


@pytest.mark.parametrize(("mistake", "left", "right"), WRONG,
                         ids=[f"{m.name}-{n % 2}" for n, (m, _, _) in enumerate(WRONG)])
def test_a_wrong_line_gets_a_repair_that_holds(mistake, left, right):
    finding = line(mistake, left, right)
    assert finding.verdict == "refuted"
    assert finding.hint
    repaired = check(rf"\[ {finding.repair} \]", mistake.declare, isolated=False).lines[0]
    assert repaired.verdict in ("proved", "supported"), finding.repair


@pytest.mark.parametrize("mistake", KINDS, ids=lambda m: m.name)
def test_a_right_line_is_left_alone(mistake):
    finding = line(mistake, *mistake.right)
    assert finding.verdict in ("proved", "supported")
    assert not finding.hint


def test_a_transpose_that_no_size_asks_for():
    """Where W is square, W delta has the shape of W^T delta: the gradient tells them apart."""
    source = r"""Let \[ z = W a \] \[ L = \frac{1}{2}\|z - y\|^2 \] \[ \delta = z - y \]
Then \[ \nabla_a L = %s \]"""
    declared = "W in R^(n x n); a, y in R^n"
    wrong = check(source % r"W \delta", declared, isolated=False).files[0].lines[-1]
    assert (wrong.verdict, wrong.repair) == ("refuted", r"\nabla_a L = W^{\top}\delta")
    right = check(source % r"W^\top \delta", declared, isolated=False).files[0].lines[-1]
    assert right.verdict == "proved"
