"""Lines with their verdicts, each decided by hand."""

import pytest

from derive.review.checked import check


def verdicts(source, declare=()):
    return [f.verdict for f in check(source, declare, isolated=False).lines]


def one(source, declare=()):
    (finding,) = check(rf"\[ {source} \]", declare, isolated=False).lines
    return finding


CHAIN = r"""
\begin{align}
\psi(x) &= e^{-m\omega x^2/2\hbar}\\
\psi'(x) &= -\frac{m\omega}{\hbar}x\psi(x)\\
\psi''(x) &= \left(\frac{m^2\omega^2}{\hbar^2}x^2 SIGN \frac{m\omega}{\hbar}\right)\psi(x)
\end{align}"""


def test_a_chain_with_declared_symbols():
    declared = "m, omega, hbar > 0; x in R; psi: R -> C"
    right = check(CHAIN.replace("SIGN", "-"), declared, isolated=False)
    assert [f.verdict for f in right] == ["given", "proved", "proved"]
    wrong = check(CHAIN.replace("SIGN", "+"), declared, isolated=False).lines[2]
    assert wrong.verdict == "refuted"
    assert wrong.line == 5
    assert "sign of the last term" in wrong.hint
    point = dict(wrong.point)
    assert set(point) == {"ħ", "m", "ω", "x"}
    assert wrong.left != wrong.right
    assert wrong.uses == ("3",)


@pytest.mark.parametrize(("source", "verdict"), [
    (r"(a+b)^2 = a^2+2ab+b^2", "proved"),
    (r"(a+b)^2 = a^2+b^2", "refuted"),
    (r"\sin^2 x + \cos^2 x = 2", "refuted"),
    (r"\frac{d}{dx} x^3 = 3x^2", "proved"),
    (r"\frac{d}{dx} x^3 = 3x^3", "refuted"),
    (r"\frac{d}{dx}\left[f(x)g(x)\right] = f'(x)g(x)+f(x)g'(x)", "proved"),
    (r"\frac{d}{dx}\left[f(x)g(x)\right] = f'(x)g'(x)", "refuted"),
    (r"\int_{-\infty}^{\infty} e^{-x^2}dx = \pi", "refuted"),
    (r"\int_0^1 x^2 dx = \frac{1}{2}", "refuted"),
    (r"e^{i\pi} = 1", "refuted"),
    (r"n! = n (n+1)!", "refuted"),
    (r"x^2 + 1 > 0", "proved"),
    (r"x^2 > x", "refuted"),
    (r"0 = 0", "given"),
    (r"\sqrt{x^2+y^2} = x + y", "refuted"),
])
def test_single_lines(source, verdict):
    found = one(source).verdict
    assert found == verdict or (verdict == "proved" and found == "supported")


def test_an_inferred_domain_never_decides_silently():
    finding = one(r"\sqrt{x^2} = x")
    assert finding.verdict in ("proved", "supported")
    assert finding.conditions == ("x > 0 (inferred)",)
    assert one(r"\sqrt{x^2} = x", "x in R").verdict == "refuted"
    assert not one(r"\sqrt{x^2} = x", "x > 0").conditions


def test_a_condition_beside_the_line_counts():
    assert one(r"|x| = x \quad \text{for } x > 0").verdict != "refuted"
    assert one(r"|x| = x", "x in R").verdict == "refuted"


def test_definitions_are_given_and_used_below():
    review = check(r"\[ k = \frac{2\pi}{\lambda} \] \[ k\lambda = 2\pi \] \[ k\lambda = \pi \]",
                   "lambda > 0", isolated=False)
    assert [f.verdict for f in review] == ["given", "proved", "refuted"]
    assert review.lines[1].uses == ("1",)


def test_a_definition_in_the_text_counts():
    assert verdicts(r"With $k = \frac{2\pi}{\lambda}$ we get \[ k\lambda = \pi \]",
                    "lambda > 0") == ["refuted"]


def test_a_law_between_free_letters_is_taken_as_given():
    assert verdicts(r"\[ pc + E = qc + F \]") == ["given"]
    assert verdicts(r"\[ E\psi(x) = -\frac{\hbar^2}{2m}\psi''(x) \]") == ["given"]


def test_what_follows_from_a_hypothesis():
    found = verdicts(r"\[ l\sin\theta = \frac{\lambda}{2} \implies 2l\sin\theta = \lambda \]",
                     "l, lambda > 0; theta in R")
    assert found[0] == "given"
    assert found[1] in ("proved", "supported")
    assert verdicts(r"\[ l\sin\theta = \frac{\lambda}{2} \implies l\sin\theta = \lambda \]",
                    "l, lambda > 0; theta in R")[1] == "refuted"


def test_a_step_after_a_line_that_is_not_read_is_not_refuted():
    found = verdicts(r"\begin{gather} \foo(a, b) = 0 \\ \Rightarrow a = b \end{gather}")
    assert found == ["not_read", "undecided"] or found[1] == "given"


def test_a_scope_forgets():
    text = (r"\section{A}\[ k = 2 \]\[ k^2 = 4 \]\section{B}\[ k = 3 \]\[ k^2 = 9 \]")
    assert verdicts(text) == ["given", "proved", "given", "proved"]


def test_approximations_and_arrows_are_their_own_kinds():
    kinds = [f.kind for f in check(r"\[ a \approx b, \quad x \to y, \quad x \in A \]",
                                   isolated=False)]
    assert kinds[0] == "approximation"
    assert verdicts(r"\[ \pi \approx \frac{22}{7} \]") == ["undecided"]


def test_not_read_names_the_place_and_what_to_declare():
    finding = check("\n\n\\[ a = \\foo b \\]", isolated=False).lines[0]
    assert (finding.verdict, finding.line) == ("not_read", 3)
    assert "\\foo" in finding.reason
    assert "% derive:" in finding.hint


def test_goals():
    text = "% derive: expect E = 2 a\n\\[ E = a + a \\]"
    assert "reached" in check(text, isolated=False).files[0].goals[0]
    assert "not reached" in check(text.replace("2 a", "3 a"), isolated=False).files[0].goals[0]


def test_smuggled_declarations_can_be_dropped():
    from derive.review.announced import announce
    from derive.review.checking import check_document
    from derive.review.document import read_document
    from derive.review.engine import Engine

    text = "% derive: x > 0\n\\[ \\sqrt{x^2} = x \\]"
    with Engine(isolated=False) as engine:
        kept = check_document(read_document(text), engine, announce([]))
        dropped = check_document(read_document(text), engine, announce([], ignore=True))
    assert not kept.lines[0].conditions
    assert dropped.lines[0].conditions or dropped.lines[0].verdict == "refuted"


def test_a_numbered_letter_is_a_place_and_no_variable():
    lines = check(r"\[ P(E_1) = a^2 \] \[ P(E_2) = b^2 \] \[ f(x_1) = x_1^2 \] \[ f(3) = 9 \]",
                  isolated=False).lines
    assert [line.verdict for line in lines] == ["given", "given", "given", "proved"]


@pytest.mark.parametrize(("source", "verdict"), [
    (r"3x - y = 1", "given"), (r"Av - \lambda v = 0", "given"),
    (r"\sin^2 x - \cos^2 x = 1", "refuted"), (r"(x+1)^2 - x^2 - 2x = 2", "refuted"),
    (r"\frac{d}{dx} x^2 = 2", "refuted"),
])
def test_what_can_only_be_an_equation_to_be_solved(source, verdict):
    declare = "A in R^(n x n); v in R^n; lambda in R" if "v" in source else ""
    assert check(rf"\[ {source} \]", declare, isolated=False).lines[0].verdict == verdict
