"""Symbolic depth and symbolic time: the theorem for all depths, checked against unrolled ones."""

import pytest

from derive.kernel import certificate
from derive.kernel.refute.sample import Agreement
from derive.kernel.replay import replay
from derive.learning.network import dense_network
from derive.rules.depth import Stack, dense_layer, stack
from derive.rules.reverse_sweep import Let
from derive.rules.through_time import ThroughTime, through_time
from derive.terms import matrices as mx
from derive.terms.binding import substitute
from derive.terms.build import call, div, function, mul, series_sum, sub, symbol, term
from tests.learning.spelling import Bare

level, depth = symbol("l", "N0"), symbol("D", "N0")
n, m = symbol("n", "N0"), symbol("m", "N0")
width = function("n", ("N0",), "N0")
sigma, generic = function("sigma", ("N0", "R")), function("sigma")
L = symbol("L")


def half_square(output, target) -> Let:
    r = mx.matadd(output, mx.minus(target))
    return Let(L, mul(div(1, 2), mx.inner(r, r)))


@pytest.fixture(scope="module")
def dense() -> Stack:
    lets, parameters, given, output = dense_layer(level, width, sigma)
    last = substitute(output, {level: depth})
    loss = half_square(last, mx.vector("y", call(width, depth)))
    return stack(lets, parameters, given, output, [loss], level, depth)


@pytest.fixture(scope="module")
def recurrent() -> ThroughTime:
    t, end = symbol("t", "N0"), symbol("T", "N0")
    U, W, b = mx.matrix("U", n, n), mx.matrix("W", n, m), mx.vector("b", n)
    h, before = mx.vector("h", n, t), mx.vector("h", n, sub(t, 1))
    z, x, y = mx.vector("z", n, t), mx.vector("x", m, t), mx.vector("y", n, t)
    each = half_square(h, y).value
    step = [Let(z, mx.matadd(mx.matmul(U, before), mx.matmul(W, x), b)),
            Let(h, mx.apply(generic, z))]
    return through_time(step, [U, W, b], before, h, Let(L, series_sum(t, each, 1, end)), each, t,
                        end)


def test_the_form_for_every_depth(dense: Stack) -> None:
    write = Bare()
    assert write(dense.recursion.symbol) == r"\bar{a}^{l-1}"
    assert write(dense.recursion.value) == r"(W^l)^{\top}\delta^l"
    assert [write(c.value) for c in dense.cotangents] == [r"\bar{a}^l\odot\sigma'_l(z^l)"]
    assert [write(g) for g in dense.gradients.values()] == [
        r"\delta^l(a^{l-1})^{\top}", r"\delta^l"]


@pytest.mark.parametrize("name", ["dense", "recurrent"])
def test_every_step_agrees_with_an_unrolled_model(name: str, request) -> None:
    """Each claim is evaluated at a depth of two or more, from the meaning of its terms alone."""
    found = request.getfixturevalue(name)
    proved = [s for s in found.derivation.steps if s.inference != "assume"]
    assert len(proved) > 8
    assert all(isinstance(s.sampled, Agreement) for s in proved)


@pytest.mark.parametrize("name", ["dense", "recurrent"])
def test_it_replays(name: str, request) -> None:
    found = request.getfixturevalue(name)
    theorem = replay(certificate.write(found.derivation, ("gradient",))).theorem
    assert any("forall_in" in line for line in theorem)


@pytest.mark.parametrize("layers", [1, 2, 5])
def test_unrolling_gives_the_same_formulas(dense: Stack, layers: int) -> None:
    concrete = dense_network(layers).gradient()
    for at in range(1, layers + 1):
        for parameter, formula in dense.gradients.items():
            here = substitute(parameter, {level: term(at)})
            wanted = Bare()(substitute(formula, {level: term(at)}))
            found = next(g for p, g in concrete.items() if str(p) == str(here))
            assert Bare()(found) == wanted.replace(f"a^{{{at}-1}}", f"a^{at - 1}")


def test_a_recurrence_sums_over_time(recurrent: ThroughTime) -> None:
    write = Bare(layer_index="_l")
    assert [write(g) for g in recurrent.gradients.values()] == [
        r"\sum_{t=1}^T\delta_t(h_{t-1})^{\top}",
        r"\sum_{t=1}^T\delta_t(x_t)^{\top}", r"\sum_{t=1}^T\delta_t"]
    assert [(write(c.symbol), write(c.value)) for c in recurrent.cotangents] == [
        (r"\bar{h}_t", "(h_t-y_t)+c_t"), (r"c_{t-1}", r"U^{\top}\delta_t"),
        (r"\delta_t", r"\bar{h}_t\odot\sigma'(z_t)")]


def test_a_residual_stack() -> None:
    """A3: abar^{l-1} = A^T delta + abar^l, delta = B^T abar o sigma'(z)."""
    inner = function("k", ("N0",), "N0")
    A, B = mx.matrix("A", call(inner, level), n, level), mx.matrix("B", n, call(inner, level),
                                                                   level)
    given, output = mx.vector("a", n, sub(level, 1)), mx.vector("a", n, level)
    z = mx.vector("z", call(inner, level), level)
    layer = [Let(z, mx.matmul(A, given)),
             Let(output, mx.matadd(given, mx.matmul(B, mx.apply(generic, z))))]
    found = stack(layer, [A, B], given, output,
                  [half_square(mx.vector("a", n, depth), mx.vector("y", n))], level, depth)
    write = Bare()
    assert write(found.recursion.value) == r"(A^l)^{\top}\delta^l+\bar{a}^l"
    assert [write(c.value) for c in found.cotangents] == [
        r"(B^l)^{\top}\bar{a}^l\odot\sigma'(z^l)"]
    assert [write(g) for g in found.gradients.values()] == [
        r"\delta^l(a^{l-1})^{\top}", r"\bar{a}^l(\sigma(z^l))^{\top}"]
    assert isinstance(found.result.sampled, Agreement)
