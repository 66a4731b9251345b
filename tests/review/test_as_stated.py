"""Lines that follow from laws: the laws hold for every value of their variables."""

import pytest

from derive.review.checked import check

OSCILLATOR = r"""Let
\[ E\,\psi(x) = -\frac{\hbar^2}{2m}\psi''(x) + \frac{m\omega^2}{2}x^2\psi(x), \]
where
\[ \ell = \sqrt{\frac{\hbar}{m\omega}}, \qquad E = \frac{\hbar\omega}{2}\varepsilon \]
and put
\[ \phi(\xi) = \psi(\ell\xi). \]
"""
DECLARED = "E, epsilon, xi, x in R; m, omega, hbar, ell > 0; psi, phi: R -> R; c: N0 -> R"


def last(text, declared=DECLARED):
    return check(text, declared, isolated=False).lines[-1]


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\phi''(\xi) = (\xi^2 - \varepsilon)\phi(\xi)", "supported"),
    (r"\phi''(\xi) = (\xi^2 + \varepsilon)\phi(\xi)", "refuted"),
    (r"\phi''(\xi) = (\xi^2 - 2\varepsilon)\phi(\xi)", "refuted"),
])
def test_a_differential_equation_holds_at_every_place(line, verdict):
    assert last(OSCILLATOR + rf"Then \[ {line} \]").verdict == verdict


def test_without_a_word_that_it_follows_an_equation_is_a_new_law():
    assert last(OSCILLATOR + r"\[ \phi''(\xi) = (\xi^2 + \varepsilon)\phi(\xi) \]").verdict in (
        "given", "undecided")


def test_a_recurrence_holds_at_every_index():
    law = r"Let \[ c_{k+2} = \frac{2}{k+1} c_k \] "
    assert last(law + r"Then \[ c_{2j+2} = \frac{2}{2j+1} c_{2j} \]").verdict == "supported"
    assert last(law + r"Then \[ c_{2j+2} = \frac{2}{2j+2} c_{2j} \]").verdict == "refuted"


def test_a_zero_of_a_derivative_is_a_place():
    text = r"Let \[ \psi'(x) = 0 \] Then \[ \psi''(x) = 0 \]"
    assert last(text).verdict != "proved"
    assert last(r"Let \[ c_{k+2} = 0 \] Then \[ c_{5} = 0 \]").verdict not in (
        "proved", "supported")


def test_a_definition_below_its_use_counts():
    text = r"\[ u(\xi) := \phi(\xi) e^{\xi} \] \[ \phi(\xi) := \xi \]"
    assert last(text + r" \[ u'(\xi) = (1+\xi)e^{\xi} \]").verdict == "proved"


def test_an_inequality_that_is_supposed_is_a_hypothesis():
    assert last(r"Suppose that \[ x + E \le 1 \] Then \[ x + E \le 2 \]").verdict != "refuted"
    assert last(r"For every $x$ \[ x^2 \ge 1 \]").verdict == "refuted"


NETWORK = r"""Let
\[ z = Wx + b, \qquad a = \sigma(z), \qquad E = \frac{1}{2}\lVert a - y\rVert^2, \]
and assume $\mathrm{d}x = 0$ and
\[ \mathrm{d}y = 0, \qquad \mathrm{d}x = 0. \]
Then
"""
SIZES = "W in R^(m x n); x in R^n; b, y, z, a, delta in R^m; E in R; sigma: R -> R elementwise"


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\mathrm{d}E = (a - y)^\top\,\mathrm{d}a", "supported"),
    (r"\mathrm{d}E = 2(a - y)^\top\,\mathrm{d}a", "refuted"),
    (r"\mathrm{d}E = ((a - y)\odot\sigma'(z))^\top\,\mathrm{d}b", "undecided"),
])
def test_differentials_follow_definitions(line, verdict):
    found = last(NETWORK + rf"\[ {line} \]", SIZES)
    assert found.verdict == verdict or (verdict == "undecided" and found.verdict != "proved")


def test_sizes_that_do_not_fit_are_refuted_and_refitted():
    found = last(r"\[ (Wx)^\top = Wx^\top \]", SIZES)
    assert found.verdict == "refuted"
    assert "sizes do not fit" in found.reason
    found = last(r"\[ (Wx)^\top = x W^\top \]", SIZES)
    assert found.repair == r"(Wx)^\top = x^{\top} W^\top"


def test_sizes_that_nobody_declared_do_not_refute():
    assert last(r"\[ (Wx)^\top = Wx^\top \]", "").verdict != "refuted"


def test_a_bias_added_to_every_column_is_a_custom():
    declared = "W in R^(m x n); X in R^(n x B); b in R^m; Z in R^(m x B)"
    assert last(r"\[ Z = WX + b \]", declared).verdict == "not_read"


def test_an_integral_without_a_value_is_none():
    found = last(r"\[ \int_{-\infty}^{\infty} e^{x^2}\,dx = \sqrt{\pi} \]")
    assert (found.verdict, found.reason) == ("refuted", "the integral does not converge")
    same = last(r"\[ \int_{-\infty}^{\infty} (e^{x^2} - e^{x^2})\,dx = 0 \]")
    assert same.verdict != "refuted"


def test_equal_power_series_are_supported_and_it_is_said_how():
    line = r"\[ \sum_{n=0}^{\infty} \frac{H_n(\xi)}{n!}t^n = e^{2\xi t-t^2} \]"
    found = last(line, "use oscillator")
    assert found.verdict == "supported"
    assert "formal power series in t" in found.reason
    assert last(line.replace("-t^2", "+t^2"), "use oscillator").verdict != "supported"


def test_an_ansatz_is_put_into_the_equation_above():
    text = (r"\[ i\hbar\frac{\partial\Psi}{\partial t} = -\frac{\hbar^2}{2m}"
            r"\frac{\partial^2\Psi}{\partial x^2} + V(x)\Psi \] "
            r"Separate variables, $\Psi(x,t)=\psi(x)\varphi(t)$: \[ i\hbar\frac{1}{\varphi}"
            r"\frac{d\varphi}{dt} = -\frac{\hbar^2}{%s}\frac{1}{\psi}\frac{d^2\psi}{dx^2} + V \]")
    assert last(text % "2m", "").verdict == "proved"
    assert last(text % "m", "").verdict != "proved"
