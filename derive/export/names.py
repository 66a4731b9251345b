"""Names in generated code: nobody outside chooses one.

An argument of the library keeps its name where that is a plain identifier; every other symbol
becomes v0, v1, ... A name is never text that was typed by somebody into code.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z](_?[A-Za-z0-9]){0,30}")
#: words that generated modules use themselves
RESERVED = frozenset((
    "N", "Any", "annotations", "np", "numpy", "sys", "math", "mpmath", "torch", "jax", "numba",
    "out", "shape", "real", "numbers", "positive", "wide", "dtype", "result", "value", "index",
    "float", "int", "str", "max", "min", "abs", "bool", "print", "slice", "enumerate", "zip",
    "isinstance", "self", "range", "len", "tuple", "list", "dict", "given", "table"))
#: what stands beside the arguments in functions of a recurrence that take them; an argument of
#: this name would be lost there
TAKEN = frozenset((
    "n", "x", "all", "amplitude", "back", "before", "carry", "climbing", "count", "exponent", "f",
    "factor", "far", "flat", "found", "front", "here", "high", "jnp", "key", "last", "linear",
    "low", "many", "mp", "near", "nodes", "now", "number", "parameters", "part", "points", "power",
    "powers", "rest", "rough", "row", "rows", "scale", "single", "size", "start", "step", "steps",
    "top", "total", "twos", "unknown", "v", "values", "weights", "xi"))
#: what stands beside the function itself where it is defined and called
BESIDE = frozenset((
    "ACCURACY", "CERTIFIED", "arguments", "certain", "found", "good", "got", "jnp", "mp", "points",
    "said", "self_test", "unit", "worst"))


def plain(name: str) -> bool:
    """Whether a name may stand in generated code.

    >>> plain("omega"), plain("lambda"), plain("x;y"), plain("__class__"), plain("v0")
    (True, False, False, False, False)
    """
    return (_PLAIN.fullmatch(name) is not None and not keyword.iskeyword(name)
            and not keyword.issoftkeyword(name) and name not in RESERVED
            and re.fullmatch(r"[vst]\d+", name) is None)


def callable_name(name: str) -> bool:
    """Whether a function in generated code may have this name.

    >>> callable_name("psi"), callable_name("unit")
    (True, False)
    """
    return plain(name) and name not in BESIDE


def in_code(names: Iterable[str]) -> dict[str, str]:
    """Each name with the one that stands for it in code: v0, v1, ... in order.

    >>> in_code(["x", "a; import os"])
    {'x': 'v0', 'a; import os': 'v1'}
    """
    return {name: f"v{number}" for number, name in enumerate(names)}
