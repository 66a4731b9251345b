"""The article's formulas: each is declared, read, and answered; the wrong ones with a witness."""

from pathlib import Path

from derive.review.checked import check

ARTICLE = Path(__file__).parents[2] / "examples" / "article.tex"


def test_each_wrong_formula_has_a_witness_and_each_right_one_a_proof():
    lines = check(ARTICLE, isolated=False).lines
    assert all(line.verdict != "not_read" for line in lines)
    wrong = [line for line in lines if line.verdict == "refuted"]
    right = [line for line in lines if line.verdict == "proved"]
    assert len(right) == 6
    norm, energy, first, second, flow = wrong
    assert norm.left == "0.5641895835"  # 1/sqrt(pi)
    assert norm.right == "1"
    assert (energy.left, energy.right) == ("kg m² s⁻²", "1")
    for line in (first, second, flow):
        assert line.point
        assert line.left != line.right
    assert "A prime too many" in flow.hint


def test_a_right_line_with_units_stays_right():
    source = r"""% derive: unit m = kg, v = m/s, E = J
    % derive: m, v > 0
    \[ E = \frac{1}{2}mv^2 \] \[ 2E = mv^2 \] \[ 2E = mv \]"""
    source = "% derive: m, v > 0; E in R\n" + source
    lines = check(source, isolated=False).lines
    assert [line.verdict for line in lines[:2]] == ["given", "proved"]
    assert (lines[2].left, lines[2].right) == ("kg m² s⁻²", "kg m s⁻¹")
    assert "the units differ" in lines[2].reason
