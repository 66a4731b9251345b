"""An expression evaluated in float64 as the numpy backend would, without printing it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from derive.export.program import Const, Expr, Named, Op, Var


def gamma(x: float) -> float:
    """Gamma, NaN at its poles, infinite where it overflows; the same is printed for numpy."""
    if x > 171.0:
        return (x - 1.0) * math.gamma(x - 1.0) if x < 172.0 else math.inf
    if x == -math.inf or (x <= 0.0 and x % 1.0 == 0.0):
        return math.nan
    return 1.0 / x if abs(x) < 1e-300 else math.gamma(x)


def log_gamma(x: float) -> float:
    """log gamma for x > 0, else NaN; infinite where it overflows."""
    if x > 2.5e305:
        return math.inf
    return math.lgamma(x) if x > 0.0 else math.nan


_OWN: dict[str, Callable[..., Any]] = {
    "neg": np.negative, "sub": np.subtract, "div": np.divide, "pow": np.power,
    "ceiling": np.ceil, "where": np.where, "less": np.less, "less_equal": np.less_equal,
    "gamma": np.vectorize(gamma, otypes=[float]),
    "lgamma": np.vectorize(log_gamma, otypes=[float]),
    "erf": np.vectorize(math.erf, otypes=[float]), "erfc": np.vectorize(math.erfc, otypes=[float]),
}


def floats(node: Expr, inputs: Mapping[str, Any], memo: dict[Expr, Any] | None = None) -> Any:
    """The value in float64, operation by operation in the printed order."""
    memo = {} if memo is None else memo
    if isinstance(node, Const):
        return np.float64(node.value)
    if isinstance(node, Named):
        return np.float64(getattr(np, node.name))
    if isinstance(node, Var):
        return inputs[node.name]
    if node not in memo:
        memo[node] = operation(node, [floats(a, inputs, memo) for a in node.args])
    return memo[node]


def operation(node: Op, args: list[Any]) -> Any:
    """One operation of values in float64."""
    if node.name in ("add", "mul"):
        result = args[0]
        for arg in args[1:]:
            result = result + arg if node.name == "add" else result * arg
        return result
    if node.name == "factorial":
        return np.vectorize(lambda k: float(math.factorial(int(k))) if 0 <= k <= 170 else math.inf,
                            otypes=[float])(args[0])
    return (_OWN.get(node.name) or getattr(np, node.name))(*args)
