"""Loss and gradients of 784-256-128-10 networks: times as ratios to the bare matrix products.

    python benchmarks/networks.py [tanh|relu] [--quick]

One core, float32, softmax cross-entropy, the mean over a batch in rows. All functions of a row
are called in turn, in a new order each time, one call untimed and one timed, and medians
compared; "bare" is the eight products alone, into arrays that are there. JAX and torch are left
out where they are not installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import derive
from derive.learning.network import dense_network

SIZES = [784, 256, 128, 10]
Function = Callable[[], Any]
#: read when numpy and JAX are loaded, so the program starts itself again with them
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
              "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"}


def machine() -> str:
    """The CPU, the versions, and the kernel of the matrix products where it can be asked."""
    info = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in (
        info.read_text().splitlines() if info.exists() else []) if line.startswith("model name")]
    said = [names[0] if names else platform.processor(), f"numpy {np.__version__}"]
    try:
        from threadpoolctl import threadpool_info

        said += [f"{p['internal_api']} {p['version']} {p['architecture']}"
                 for p in threadpool_info() if p.get("user_api") == "blas"]
    except ImportError:
        said.append(f"BLAS {np.show_config('dicts')['Build Dependencies']['blas']['version']}")
    return ", ".join(said)


def data(batch: int) -> dict[str, Any]:
    draw = np.random.default_rng(batch)
    given: dict[str, Any] = {}
    for level, (rows, columns) in enumerate(pairwise(SIZES), 1):
        given[f"W{level}"] = draw.normal(size=(rows, columns)) / rows**0.5
        given[f"b{level}"] = draw.normal(size=(columns, 1)) / 8
    given["A0"] = draw.normal(size=(batch, SIZES[0]))
    given["Y"] = np.eye(SIZES[-1])[draw.integers(0, SIZES[-1], batch)]
    return {name: value.astype(np.float32) for name, value in given.items()}


def bare(given: dict[str, Any]) -> Function:
    """The eight products of one pass forwards and backwards, and nothing else."""
    batch, weights = len(given["A0"]), [given[f"W{level}"] for level in (1, 2, 3)]
    layers = [given["A0"], *(np.ones((batch, n), np.float32) for n in SIZES[1:])]
    forward = [np.empty_like(a) for a in layers[1:]]
    back = [np.empty_like(w) for w in weights]
    down = [np.empty_like(a) for a in layers[1:-1]]

    def run() -> None:
        for level, w in enumerate(weights):
            np.matmul(layers[level], w, out=forward[level])
        for level in (2, 1, 0):
            np.matmul(layers[level].T, layers[level + 1], out=back[level])
            if level:
                np.matmul(layers[level + 1], weights[level].T, out=down[level - 1])

    return run


def by_hand(given: dict[str, Any]) -> tuple[Function, Callable[[Any], Any]]:
    """The pass for tanh in as few calls of numpy as there can be, without any check: its floor."""
    batch, weights = len(given["A0"]), [given[f"W{level}"] for level in (1, 2, 3)]
    biases = [given[f"b{level}"].T for level in (1, 2, 3)]
    a0, y = given["A0"], given["Y"]
    a1, a2, z, d1, d2 = (np.empty((batch, n), np.float32) for n in (256, 128, 10, 256, 128))
    found = [np.empty_like(w) for w in weights]
    slopes = [np.empty_like(b) for b in biases]
    ones, across = np.ones((1, batch), np.float32), np.ones((10, 1), np.float32)
    largest, total = (np.empty((batch, 1), np.float32) for _ in range(2))
    one, share = np.float32(1), np.float32(1 / batch)

    def run() -> Any:
        for before, w, b, a in zip((a0, a1), weights, biases, (a1, a2), strict=False):
            np.matmul(before, w, out=a)
            np.add(a, b, out=a)
            np.tanh(a, out=a)
        np.matmul(a2, weights[2], out=z)
        np.add(z, biases[2], out=z)
        np.maximum.reduce(z.T.copy(), axis=0, keepdims=True, out=largest.T)
        loss = -np.vdot(y, z)
        np.subtract(z, largest, out=z)
        np.exp(z, out=z)
        np.dot(z, across, out=total)
        np.divide(z, total, out=z)
        loss += np.sum(np.log(total, out=total)) + np.sum(largest)
        np.subtract(z, y, out=z)
        np.multiply(z, share, out=z)
        for level, (a, d, down) in enumerate(((a2, z, d2), (a1, d2, d1), (a0, d1, None))):
            np.dot(ones, d, out=slopes[2 - level])
            np.matmul(a.T, d, out=found[2 - level])
            if down is not None:
                np.matmul(d, weights[2 - level].T, out=down)
                np.multiply(a, a, out=a)
                np.subtract(one, a, out=a)
                np.multiply(down, a, out=down)
        return loss * share, found[0]

    return run, lambda made: made[1]


def in_jax(given: dict[str, Any], activation: str) -> tuple[Function, Callable[[Any], Any]]:
    import jax
    import jax.numpy as jnp

    sigma = jnp.tanh if activation == "tanh" else jax.nn.relu

    def loss(parameters: Any, a: Any, y: Any) -> Any:
        for level in (1, 2, 3):
            a = a @ parameters[f"W{level}"] + parameters[f"b{level}"].T
            a = sigma(a) if level < 3 else a
        return -jnp.mean(jnp.sum(y * jax.nn.log_softmax(a), axis=1))

    step = jax.jit(jax.value_and_grad(loss))
    parameters = {k: jnp.asarray(v) for k, v in given.items() if k not in ("A0", "Y")}
    a, y = jnp.asarray(given["A0"]), jnp.asarray(given["Y"])
    return (lambda: jax.block_until_ready(step(parameters, a, y)),
            lambda found: np.asarray(found[1]["W1"]))


def in_torch(given: dict[str, Any], activation: str) -> tuple[Function, Callable[[Any], Any]]:
    import torch

    torch.set_num_threads(1)
    sigma = torch.tanh if activation == "tanh" else torch.relu
    parameters = {k: torch.tensor(v, requires_grad=True) for k, v in given.items()
                  if k not in ("A0", "Y")}
    a0, y = torch.tensor(given["A0"]), torch.tensor(given["Y"])

    def run() -> Any:
        a = a0
        for p in parameters.values():
            p.grad = None
        for level in (1, 2, 3):
            a = a @ parameters[f"W{level}"] + parameters[f"b{level}"].T
            a = sigma(a) if level < 3 else a
        loss = -(y * torch.log_softmax(a, 1)).sum(1).mean()
        loss.backward()
        return loss, parameters["W1"].grad

    return run, lambda found: found[1].numpy()


def medians(functions: dict[str, Function], seconds: float) -> dict[str, float]:
    """Seconds of the median call of each: in turn, the order new each time, after a first call.

    As in training, where a step follows a step: what is first after something else finds its
    program and its arrays no longer in the cache.
    """
    spent: dict[str, list[float]] = {name: [] for name in functions}
    for f in functions.values():
        f()
    draw, turn = random.Random(0), list(functions)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or len(spent["bare"]) < 15:
        draw.shuffle(turn)
        for name in turn:
            functions[name]()
            start = time.perf_counter()
            functions[name]()
            spent[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in spent.items()}


def row(f: Any, batch: int, activation: str, seconds: float) -> str:
    given = data(batch)
    work = f.workspace(**given)
    functions: dict[str, Function] = {"bare": bare(given), "derive": lambda: f(**given, out=work),
                                      "derive, new arrays": lambda: f(**given)}
    shown = {"derive": lambda found: found[1]["W1"], "derive, new arrays": lambda found:
             found[1]["W1"]}
    if activation == "tanh":
        functions["by hand"], shown["by hand"] = by_hand(given)
    for name, make in (("JAX", in_jax), ("torch", in_torch)):
        try:
            functions[name], shown[name] = make(given, activation)
        except ImportError:
            continue
    exact = f(**{k: v.astype(np.float64) for k, v in given.items()})[1]["W1"]
    worst = {name: float(np.max(np.abs(shown[name](run()) - exact)) / np.max(np.abs(exact)))
             for name, run in functions.items() if name in shown}
    times = medians(functions, seconds)
    cells = [f"{name} {times[name] / times['bare']:.2f} ({worst[name]:.0e})"
             for name in functions if name != "bare"]
    return f"  B = {batch:<5} bare {1e6 * times['bare']:6.0f} us;  " + ", ".join(cells)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("activation", nargs="?", default="tanh", choices=("tanh", "relu"))
    options.add_argument("--quick", action="store_true", help="half a second a row")
    given = options.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(machine())
    start = time.perf_counter()
    network = dense_network(SIZES, given.activation, "softmax_cross_entropy", output=None,
                            batch="B", reduction="mean", samples="rows")
    f = derive.compile(network.gradient())
    print(f"derived, proved and compiled in {time.perf_counter() - start:.2f} s: {f!r}")
    print("time over that of the bare products (largest error of dL/dW1 over its largest entry)")
    for batch in (1, 32, 128, 1024):
        print(row(f, batch, given.activation, 0.5 if given.quick else 3.0))


if __name__ == "__main__":
    main()
