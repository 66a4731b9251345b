"""Matrices that are written out: each verdict worked out by hand."""

import pytest

from derive.review.checked import check

SPIN = r"""\[ \hat{S}_x = \frac{\hbar}{2}\begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}, \quad
\hat{S}_y = \frac{\hbar}{2}\begin{pmatrix} 0 & -i \\ i & 0 \end{pmatrix}, \quad
\hat{S}_z = \frac{\hbar}{2}\left(\begin{array}{cc} 1 & 0 \\ 0 & -1 \end{array}\right) \]
\[ |+\rangle = \frac{1}{\sqrt{2}}\begin{pmatrix} 1 \\ 1 \end{pmatrix} \]
\[ |u\rangle = \frac{1}{\sqrt{2}}\begin{pmatrix} 1 \\ i \end{pmatrix} \]
"""


def verdict(line, before=""):
    return check(before + rf"\[ {line} \]", isolated=False).lines[-1].verdict


@pytest.mark.parametrize(("line", "expected"), [
    (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}\begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}"
     r" = \begin{pmatrix} 2 & 1 \\ 4 & 3 \end{pmatrix}", "proved"),
    (r"\begin{pmatrix} 0 & 1 \\ 1 & 0 \end{pmatrix}\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"
     r" = \begin{pmatrix} 2 & 1 \\ 4 & 3 \end{pmatrix}", "refuted"),
    (r"\begin{pmatrix} a & b \end{pmatrix}\begin{pmatrix} a \\ b \end{pmatrix} = a^2 + b^2",
     "proved"),
    (r"2\begin{pmatrix} x \\ y \end{pmatrix} - \begin{pmatrix} x \\ 0 \end{pmatrix}"
     r" = \begin{pmatrix} x \\ 2y \end{pmatrix}", "proved"),
    (r"\begin{pmatrix} 1 & 2 \end{pmatrix} = \begin{pmatrix} 1 \\ 2 \end{pmatrix}", "refuted"),
    (r"\begin{pmatrix} 1 & 2 \end{pmatrix}\begin{pmatrix} 1 & 2 \end{pmatrix} = 5", "not_read"),
    (r"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix} = 1", "undecided"),
    (r"(\frac{1}{2} \quad i) = \begin{pmatrix} 1 & 2 \end{pmatrix}", "not_read"),
])
def test_written_out(line, expected):
    assert verdict(line) == expected


@pytest.mark.parametrize(("line", "good"), [
    (r"[\hat{S}_x, \hat{S}_y] = i\hbar\hat{S}_z", True),
    (r"[\hat{S}_y, \hat{S}_x] = i\hbar\hat{S}_z", False),
    (r"\hat{S}_x^2 = \hat{S}_y^2", True),
    (r"\hat{S}_y^\dagger = \hat{S}_y", True),
    (r"\hat{S}_y^T = \hat{S}_y", False),
    (r"\langle +|\hat{S}_x|+\rangle = \frac{\hbar}{2}", True),
    (r"\langle +|\hat{S}_z|+\rangle = \frac{\hbar}{2}", False),
    (r"\langle u|u\rangle = 1", True),
    (r"|u\rangle\langle u| = \frac{1}{2}\begin{pmatrix} 1 & -i \\ i & 1 \end{pmatrix}", True),
    (r"|u\rangle\langle u| = \frac{1}{2}\begin{pmatrix} 1 & i \\ i & -1 \end{pmatrix}", False),
    (r"\hat{S}_x|+\rangle = \frac{\hbar}{2}|+\rangle", True),
])
def test_known_operators_and_kets(line, good):
    found = verdict(line, SPIN)
    assert found in (("proved", "supported") if good else ("refuted",))


DECLARED = "W in R^(h x d); x in R^d; A in R^(n x n); B in R^(n x n)"


@pytest.mark.parametrize(("line", "expected"), [
    (r"(AB)^T = B^T A^T", "proved"),
    (r"(AB)^\top = A^\top B^\top", "refuted"),
    (r"AB = BA", "refuted"),
    (r"(A+B)^2 = A^2 + AB + BA + B^2", "proved"),
    (r"(A+B)^2 = A^2 + 2AB + B^2", "refuted"),
    (r"x^T W^T = (Wx)^T", "proved"),
])
def test_matrices_of_any_size(line, expected):
    (finding,) = check(rf"\[ {line} \]", DECLARED, isolated=False).lines
    assert finding.verdict == expected
    assert not finding.conditions


def test_a_transpose_is_no_power_without_a_declaration():
    assert verdict(r"A^T = A") == "not_read"


def test_an_eigenvalue_equation_is_given():
    assert verdict(r"\hat{H}|+\rangle = E|+\rangle", SPIN) == "given"


PAULI = (r"\[ \sigma_x = \begin{pmatrix}0&1\\1&0\end{pmatrix},\quad "
         r"\sigma_y = \begin{pmatrix}0&-i\\i&0\end{pmatrix},\quad "
         r"\sigma_z = \begin{pmatrix}1&0\\0&-1\end{pmatrix} \] ")


@pytest.mark.parametrize(("line", "verdict"), [
    (r"\sigma_x^2 = I", "proved"), (r"\sigma_x^2 = -I", "refuted"),
    (r"\sigma_x^2 + \sigma_y^2 + \sigma_z^2 = 3I", "proved"),
    (r"\{\sigma_x, \sigma_y\} = 0", "proved"), (r"\{\sigma_x, \sigma_x\} = 0", "refuted"),
    (r"\mathrm{tr}(\sigma_x\sigma_y) = 0", "proved"), (r"\mathrm{tr}\,\sigma_z = 1", "refuted"),
    (r"\det\sigma_y = -1", "proved"), (r"\det(\sigma_z - \lambda I) = \lambda^2 + 1", "refuted"),
])
def test_identity_traces_and_determinants(line: str, verdict: str) -> None:
    assert check(PAULI + rf"\[ {line} \]", isolated=False).lines[-1].verdict == verdict
