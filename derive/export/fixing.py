"""A family with some of its parameters set to numbers: the same claims, with the numbers put in.

``psi(n, x, m, omega, hbar)`` with hbar = 1 is ``psi(n, x, m, omega)``; every claim about it is
an instance of one that was proved. Next: ``recurrences``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from derive.export.program import About, ExportRefused
from derive.terms import Term
from derive.terms.binding import substitute
from derive.terms.build import term


class BadValue(ExportRefused):
    """An argument that is not there, or a number that it cannot take: the caller's mistake."""


def fixed_parameters(equation: Term, fixed: Mapping[Any, Any]) -> dict[Term, Term]:
    """The numbers that are put for arguments of the left side's function.

    Raises
    ------
    BadValue
        A name is no argument, or a number is not one that the argument can take.
    """
    arguments = _arguments(equation)
    found: dict[Term, Term] = {}
    for key, value in fixed.items():
        symbol = next((a for a in arguments if a is key or a.name == str(key)), None)
        if symbol is None:
            names = ", ".join(a.name for a in arguments)
            raise BadValue(f"there is no argument {key} to be fixed; there are {names}")
        number = _number(symbol, value)
        if symbol.sort != "P":
            raise ExportRefused(f"{symbol.name} stays an argument; only positive parameters "
                                "are fixed in a function that is computed by a recurrence")
        found[symbol] = term(number)
    return found


def _arguments(equation: Term) -> tuple[Term, ...]:
    left = equation.args[0]
    return tuple(a for a in left.args[1:] if a.head == "sym") if left.head == "call" else ()


def _number(symbol: Term, value: Any) -> Fraction:
    try:
        number = Fraction(str(value)) if not isinstance(value, Fraction) else value
    except (ValueError, ZeroDivisionError):
        raise BadValue(f"{symbol.name} is fixed to a number, not to {value}") from None
    if symbol.sort == "N0" and (number < 0 or number.denominator != 1):
        raise BadValue(f"{symbol.name} is one of 0, 1, 2, ..., not {value}")
    if symbol.sort == "P" and number <= 0:
        raise BadValue(f"{symbol.name} is positive, not {value}")
    return number


def with_numbers(formulas: Sequence[Term], numbers: Mapping[Term, Term]) -> list[Term]:
    """The formulas with the numbers put in."""
    return [substitute(f, dict(numbers)) for f in formulas] if numbers else list(formulas)


def said_of(about: About, numbers: Mapping[Term, Term]) -> About:
    """What the module says of itself, with the numbers that were put in."""
    if not numbers:
        return about
    values = [f"{s.name}={_written(v)}" for s, v in numbers.items()]
    return replace(about, formula=f"{about.formula} with {', '.join(values)}",
                   source=f"{about.source} --fix {','.join(values)}")


def _written(number: Term) -> str:
    return str(number) if number.head == "int" else "/".join(str(a) for a in number.args)


def require_order(names: Sequence[str], wanted: Sequence[Any] | None) -> None:
    """Refuse an order of arguments that is not the function's own."""
    if wanted is not None and [str(w) for w in wanted] != list(names):
        raise BadValue(f"the arguments of this function are {', '.join(names)}, in this order")
