"""What strangers may send: each is answered with one line, and no other line loses its verdict."""

import pytest

from derive.review.checked import check, check_paths

GOOD = r"\[ (a+b)^2 = a^2+2ab+b^2 \]"
HOSTILE = [
    r"\[ 10^{10^{10}} = 10^{10^{10}} + 1 \]",
    r"\[ x^{10^{9}} = x \]",
    r"\[ (1000000000)! = 1 \]",
    r"\[ (100!)!!! = 1 \]",
    r"\[ " + "{" * 3000 + "x" + "}" * 3000 + r" = 1 \]",
    r"\[ " + "(" * 3000 + "x" + ")" * 3000 + r" = 1 \]",
    r"\[ " + r"\frac{1}{" * 500 + "x" + "}" * 500 + r" = 1 \]",
    r"\[ " + "x+" * 40000 + r"x = 1 \]",
    "\\[ x\u202e = 1 \\]",
    "\\[ x\x07 = 1 \\]",
    "\\[ x\ufffd = 1 \\]",
    r"\newcommand{\a}{\a\a}\[ \a = 1 \]",
    r"\def\a#1{\a{#1#1}}\[ \a{x} = 1 \]",
    r"\[ \sum_{k=0}^{10^{12}} \sin(k) = 1 \]",
    r"\[ (x+1)^{10000} = x \]",
    r"\[ x = 1",
    r"\begin{align} x = 1",
    r"\[ " + r"\left(" * 300 + r" = 1 \]",
    r"$" * 999,
    r"\begin{align} a &= b \\" + r"&= c \\" * 3000 + r"\end{align}",
    "\\[ \ud800 = 1 \\]",
    r"\[ \binom{10^9}{10^8} = 1 \]",
    r"\[ \frac{d^{100000}}{dx^{100000}} e^{x^2} = 1 \]",
    r"\[ \int_0^1 \sin(x^x)\,dx = 7 \]",
]
#: what is not looked into at all: one line says so
TOO_MUCH = [
    (r"\[ " + r"\mqty{1 & 2}" * 3000 + r" = 1 \]", "matrices or distinctions of cases"),
    (r"\[ " + r"\begin{cases} 1 & x > 0 \end{cases}" * 1500 + r" = 1 \]", "matrices or"),
    (r"\begin{align} a &= b \\" + r"&= c \\" * 3000 + r"\end{align}", "more than 400 rows"),
    (r"\[ a " + "= b " * 3000 + r"\]", "more than 500 equations"),
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda s: s[:24].encode("ascii", "replace"))
def test_the_other_lines_keep_their_verdicts(source):
    review = check(GOOD + "\n\n" + source + "\n\n" + GOOD, seconds=2)
    verdicts = [f.verdict for f in review.lines]
    assert verdicts[0] == "proved"
    assert "refuted" not in [f.verdict for f in review.lines if "^{10^{10}}" in f.source]
    for finding in review.lines:
        assert finding.verdict != "not_read" or finding.reason
        assert "\n" not in finding.reason


@pytest.mark.parametrize(("source", "reason"), TOO_MUCH, ids=[r for _, r in TOO_MUCH])
def test_too_much_in_one_display_is_one_line(source, reason):
    review = check(GOOD + "\n\n" + source + "\n\n" + GOOD, isolated=False)
    assert [f.verdict for f in review.lines] == ["proved", "not_read", "proved"]
    assert reason in review.lines[1].reason


@pytest.mark.parametrize("payload", [
    r"__import__('os').system('touch PWNED')", r"\_\_import\_\_(os)", "eval(x)",
    r"\operatorname{exec}(x)", "().__class__.__base__"])
def test_nothing_is_run(payload, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(rf"\[ {payload} = 1 \]", isolated=False)
    assert not (tmp_path / "PWNED").exists()


def test_invalid_bytes_are_not_read_and_the_rest_is(tmp_path):
    path = tmp_path / "a.tex"
    path.write_bytes(GOOD.encode() + b"\n\\[ x = \xff\xfe \\]\n")
    (review,) = check_paths([str(path)]).files
    assert [f.verdict for f in review.lines] == ["proved", "not_read"]
    assert "UTF-8" in review.lines[1].reason


def test_one_unreadable_file_does_not_stop_the_rest(tmp_path):
    (tmp_path / "a.tex").write_text(GOOD)
    (tmp_path / "b.ipynb").write_text("no")
    (tmp_path / "c.md").write_text("$$(a-b)^2 = a^2-b^2$$")
    review = check_paths([str(tmp_path), str(tmp_path / "nowhere.tex")])
    assert [bool(f.error) for f in review.files] == [False, True, False, True]
    assert review.exit_code() == 1
    assert review.files[2].first_wrong is not None


def test_a_terminal_is_not_steered():
    text = str(check("\\[ \x1b[31m x = 1 \\]\n\\[ (a+b)^2 = a^2 \\]", isolated=False))
    assert "\x1b" not in text
