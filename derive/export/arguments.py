"""What ``derive.compile`` is given beside a formula: arguments, fixed values, domains; checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from math import isfinite
from numbers import Integral, Rational, Real
from typing import Any

from derive.export.program import ExportRefused, Input, Program
from derive.terms import Term


def checked(args: Any, fixed: Mapping[Any, Any], free: Collection[Any]) -> tuple[Any, ...]:
    """The arguments of a SymPy expression, in order; ``free``: its symbols.

    Without ``args`` the one symbol that is not fixed; a symbol may be given by its name. Raises
    ExportRefused where they are no symbols, or a fixed value is no real number.
    """
    import sympy

    if args is None:
        args = [s for s in free if s not in fixed]
        if len(args) != 1:
            names = ", ".join(sorted(str(s) for s in args)) or "x"
            raise ExportRefused(f"a SymPy expression needs args=({names}), the order of its "
                                "arguments")
    if isinstance(args, str):
        args = args.replace(",", " ").split()
    elif isinstance(args, sympy.Symbol):
        args = (args,)
    args = [named(a, free) for a in args] if isinstance(args, Sequence) else args
    if not isinstance(args, Sequence) or not all(isinstance(a, sympy.Symbol)
                                                 for a in (*args, *fixed)):
        raise ExportRefused("args is a tuple of symbols, such as args=(x, a), and fixed a table "
                            "from symbols to numbers")
    if not args:
        raise ExportRefused("without arguments the expression is a number: there is nothing to "
                            "compile")
    if set(args) & set(fixed) or len(set(args)) != len(args):
        raise ExportRefused("an argument is given twice, or is an argument and fixed")
    for symbol, value in fixed.items():
        if not isinstance(value, sympy.Expr | Real) or isinstance(value, bool):
            raise ExportRefused(f"the value of {symbol} is no real number: {value!r}")
    return tuple(args)


def named(key: Any, free: Collection[Any]) -> Any:
    """The symbol of that name, where a name is given; anything else as it is.

    Raises ExportRefused where no symbol has the name, or two have.
    """
    if not isinstance(key, str):
        return key
    found = [s for s in free if s.name == key]
    if len(found) > 1:
        raise ExportRefused(f"{len(found)} symbols of the expression are called {key!r}: give the "
                            "symbols themselves")
    if not found:
        near = get_close_matches(key, [s.name for s in free], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ExportRefused(f"the expression has no symbol {key!r}{hint}")
    return found[0]


def as_number(value: Any) -> Any:
    """A fixed value for SymPy: floats as the decimal number that they print as."""
    import sympy

    if isinstance(value, sympy.Expr):
        return value
    if isinstance(value, Rational):
        return sympy.Rational(int(value.numerator), int(value.denominator))
    return sympy.nsimplify(float(value), rational=True)


def inputs_of(symbols: Sequence[Any]) -> tuple[Input, ...]:
    """An input for every symbol; its own name is kept for messages where it is one of a kind."""
    names = [str(s) for s in symbols]
    return tuple(Input(f"v{i}", _sort(s), meaning=n if names.count(n) == 1 else "")
                 for i, (s, n) in enumerate(zip(symbols, names, strict=True)))


def symbols_of(left: Term, body: Term) -> list[Term]:
    """The symbols of an equation's right side in calling order: those of a function on the left,
    then the others; of an integral of indexed functions in the order in which they stand there.

    >>> from derive.terms.build import add, integral, mul, symbol
    >>> x, a, b = symbol("x"), symbol("a"), symbol("b")
    >>> [s.name for s in symbols_of(integral(x, mul(b, a)), add(a, b))]
    ['b', 'a']
    """
    integral = next((t for t in left.walk() if t.head == "integral" and left is not body), None)
    inside = () if integral is None else integral.walk()
    first = left.args[1:] if left.head == "call" else inside
    found = dict.fromkeys(t for t in (*first, *body.walk()) if t.head == "sym" and t in body.free)
    return list(found)


def in_order(inputs: tuple[Input, ...]) -> tuple[Input, ...]:
    """Arguments with defaults come last."""
    return tuple(sorted(inputs, key=lambda i: i.default is not None))


def two_indices(program: Program, size: Any) -> dict[str, Any]:
    """The two whole arguments of a program as a column and a row of 0, ..., size.

    Raises ExportRefused where it does not take two, ValueError for a size that is not 0, 1, ...
    """
    import numpy as np

    whole = [i.name for i in program.inputs if i.sort == "N0"]
    if len(whole) != 2:
        raise ExportRefused(f"{program.name} is no matrix element: it takes {len(whole)} of the "
                            "indices k and n; of a function give matrix(g, N)")
    if not isinstance(size, Integral) or isinstance(size, bool) or size < 0:
        raise ValueError(f"N is one of 0, 1, 2, ..., not {size!r}")
    count = np.arange(int(size) + 1.0)
    return {whole[0]: count[:, None], whole[1]: count}


def _sort(symbol: Any) -> str:
    if symbol.is_integer and symbol.is_nonnegative:
        return "N0"
    return "P" if symbol.is_positive else "R"


def limits_of(domain: Mapping[Any, Any], names: Mapping[Any, str]) -> dict[str, Any]:
    """The domain by the names in code.

    Raises ExportRefused for what is no argument, or no pair of numbers low < high.
    """
    found = {}
    for key, pair in domain.items():
        if key not in names:
            raise ExportRefused(f"the domain speaks of {key}, which is not an argument")
        try:
            low, high = (float(v) for v in pair)
        except (TypeError, ValueError):
            low = high = float("nan")
        if not (isfinite(low) and isfinite(high) and low < high):
            raise ExportRefused(f"the domain of {key} is a pair of numbers low < high, not "
                                f"{pair!r}")
        found[names[key]] = low, high
    return found
