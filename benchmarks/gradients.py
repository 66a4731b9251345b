"""Gradients: seconds to derive, to prove, to replay, and to compile. Run it: it prints a table."""

from __future__ import annotations

from time import perf_counter

from derive.catalog import ACTIVATIONS
from derive.kernel.certificate import write
from derive.kernel.replay import replay
from derive.learning.network import dense_network
from derive.learning.numpy_program import numpy_program


def main() -> None:
    """Print one row for each depth, then the 4-8-8-2 network."""
    assert dense_network(1).gradient().verdict.value == "proved"  # imports are not measured
    print(f"{'layers':>6} {'derive':>8} {'prove':>8} {'replay':>8} {'steps':>6}")
    for layers in (2, 8, 32, 64):
        network = dense_network(layers)
        start = perf_counter()
        g = network.gradient()
        derived = perf_counter()
        steps = len(g.derivation.steps)
        proved = perf_counter()
        text = write(g.derivation, ("gradient",))
        written = perf_counter()
        replay(text)
        replayed = perf_counter()
        print(f"{layers:>6} {derived - start:>8.3f} {proved - derived:>8.3f} "
              f"{replayed - written:>8.3f} {steps:>6}")
    tanh = ACTIVATIONS.get("tanh")
    start = perf_counter()
    g = dense_network([4, 8, 8, 2], "tanh").gradient()
    assert g.verdict.value == "proved"
    numpy_program(g, {tanh.symbol: tanh}).function()
    print(f"4-8-8-2 tanh network derived, proved and compiled: {perf_counter() - start:.3f} s")


if __name__ == "__main__":
    main()
