r"""Mean values of numbers, ``\langle x^2\rangle``: read, and given where they first stand."""

from __future__ import annotations

from derive.review.checked import check

STATE = (r"Let $\psi(x) = \left(\frac{2\alpha}{\pi}\right)^{1/4} e^{-\alpha x^2}$ "
         r"with $\alpha > 0$. ")
MEAN = r"\[ \langle x^2\rangle = \int_{-\infty}^\infty x^2|\psi(x)|^2 dx = %s \]"


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check(text, isolated=False).lines]


def test_a_mean_is_given_and_its_integral_is_judged() -> None:
    assert verdicts(STATE + MEAN % r"\frac{1}{4\alpha}") == ["given", "proved"]
    assert verdicts(STATE + MEAN % r"\frac{1}{2\alpha}") == ["given", "refuted"]


def test_means_obey_no_law_that_nobody_stated() -> None:
    text = (r"\[ \langle (x - \langle x\rangle)^2\rangle = "
            r"\langle x^2\rangle %s \langle x\rangle^2 \]")
    assert verdicts(text % "-")[-1] not in ("proved", "refuted")
    assert verdicts(text % "+")[-1] not in ("proved", "supported")


def test_beside_operators_a_mean_of_a_number_is_a_question() -> None:
    text = r"\[ [\hat{x}, \hat{p}] = i\hbar \] \[ \langle x^2\rangle = \langle\hat{x}^2\rangle \]"
    assert verdicts(text)[-1] == "not_read"


def test_an_inequality_needs_more_than_a_few_points() -> None:
    text = (r"\[ \sigma_x^2 = \langle x^2\rangle - \langle x\rangle^2 \] "
            r"\[ \sigma_x\sigma_p \ge \frac{\hbar}{2} \]")
    assert verdicts(text)[-1] not in ("proved", "supported")
