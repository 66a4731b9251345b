"""The canonical-link theorem and its instances."""

from derive.kernel.claim import Grade
from derive.learning.canonical_link import OBSERVED, PARAMETERS, STATISTICS, canonical_link
from derive.learning.expressions import Expression, inner, logsumexp, total, vector
from derive.learning.gradient import gradient
from derive.rules.index_relabelling import holds
from derive.terms import matrices as mx
from derive.terms.build import eq, symbol
from tests.learning.spelling import Bare


def test_mean_of_the_statistic_less_the_observed_one() -> None:
    g = canonical_link()
    assert Bare()(g[PARAMETERS]) in (r"M^{\top}p-T", r"-T+M^{\top}p")
    assert g.verdict is Grade.PROVED
    assert g.support is not None


def test_softmax_cross_entropy_is_the_instance_with_the_outcomes_themselves() -> None:
    """M = I and T = y: the theorem's M^T p - T is p - y."""
    k = symbol("k", "N0")
    p, y = mx.vector("p", k), mx.vector("y", k)
    theorem = mx.matadd(mx.matmul(mx.transpose(mx.identity(k)), p), mx.minus(y))
    assert holds(eq(theorem, mx.matadd(p, mx.minus(y))))
    eta, t = vector("eta", "k"), vector("y", "k")
    direct = gradient(total(t) * logsumexp(eta) - inner(t, eta), [eta],
                      facts=[eq(total(t).term, 1)])
    assert Bare()(direct[eta]) == r"\mathrm{softmax}(\eta)-y"


def test_the_gradient_of_the_log_partition_is_the_mean() -> None:
    M = STATISTICS
    g = gradient(logsumexp(M @ PARAMETERS), [PARAMETERS])
    assert Bare()(g[PARAMETERS]) == r"M^{\top}\delta"
    assert Bare()(g.names[0].value) == r"\mathrm{softmax}(z)"


def test_squared_error_is_the_gaussian_instance() -> None:
    """A(eta) = |eta|^2/2 has the gradient eta, the mean of a unit Gaussian."""
    g = gradient(inner(PARAMETERS, PARAMETERS) / 2 - inner(PARAMETERS, OBSERVED), [PARAMETERS])
    assert Bare()(g[PARAMETERS]) == r"\eta-T"
    assert isinstance(PARAMETERS, Expression)
