"""Gradients: seconds to derive, to prove, to replay, and to compile; digits of the residual.

Run it: it prints tables. Times are the least of several runs, since other work on the machine only
adds to them; the proof is made anew in every run.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import perf_counter
from typing import Any

from derive.catalog import ACTIVATIONS
from derive.kernel.certificate import write
from derive.kernel.replay import replay
from derive.learning.gradient import Gradient
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program

RUNS = 3


def least(work: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """The least time of several runs, and what the last one gave."""
    times, result = [], None
    for _ in range(runs):
        start = perf_counter()
        result = work()
        times.append(perf_counter() - start)
    return min(times), result


def proved(g: Gradient) -> Gradient:
    assert g.verdict.value == "proved"
    return g


def by_depth() -> None:
    print(f"{'layers':>6} {'derive':>8} {'prove':>8} {'replay':>8} {'steps':>6}   seconds")
    for layers in (2, 8, 32, 64):
        network = dense_network(layers)
        derived, _ = least(network.gradient, 5)
        both, g = least(lambda network=network: proved(network.gradient()), 1 + 2 * (layers < 32))
        text = write(g.derivation, ("gradient",))
        replayed, _ = least(lambda text=text: replay(text), 1 + 2 * (layers < 32))
        print(f"{layers:>6} {derived:>8.3f} {both - derived:>8.3f} {replayed:>8.3f} "
              f"{len(g.derivation.steps):>6}")


def by_width() -> None:
    """The formulas of two layers are as many for every width: only the program's arrays grow."""
    tanh = ACTIVATIONS.get("tanh")
    print(f"{'sizes':>16} {'parameters':>10} {'derive, prove, compile':>24}   seconds")
    for sizes in ([4, 8, 8, 2], [16, 32, 32, 8], [64, 128, 128, 32]):
        def work(sizes: list[int] = sizes) -> Any:
            g = proved(dense_network(sizes, "tanh").gradient())
            return numpy_program(g, {tanh.symbol: tanh}).function()
        if sizes == [4, 8, 8, 2]:
            seconds, _ = least(work, 5)
        else:
            seconds = least(lambda sizes=sizes: numpy_program(
                dense_network(sizes, "tanh").gradient(), {tanh.symbol: tanh}).function())[0]
        count = sum((a + 1) * b for a, b in pairwise(sizes))
        said = "" if sizes == [4, 8, 8, 2] else "  (without the proof)"
        print(f"{'-'.join(map(str, sizes)):>16} {count:>10} {seconds:>24.3f}{said}")


def residuals() -> None:
    """How many digits formula and exact directional derivative share, in balls of 70 digits."""
    print(f"{'activation':>12} {'loss':>24} {'digits shared':>14}")
    for activation, loss in (("tanh", "squared_error"), ("gelu", "softmax_cross_entropy"),
                             ("softplus", "binary_cross_entropy"), ("relu", "huber")):
        g = dense_network([3, 4, 2], activation, loss).gradient()
        print(f"{activation:>12} {loss:>24} {g.support.digits:>14}")


def main() -> None:
    proved(dense_network(1).gradient())  # imports are not measured
    by_depth()
    by_width()
    residuals()


if __name__ == "__main__":
    main()
