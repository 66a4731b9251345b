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
