"""``derive export``: write the module of a derived line, or refuse and write nothing.

The line is named LECTURE.LABEL; a formula typed as LaTeX is read by the notation room, never
as code. Next: ``compiling``.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from derive.export.program import ExportRefused

#: a function whose measured error is above this is not exported, in units of rounding
BOUND = 1000.0


def exported(options: Namespace) -> str:
    """The text of the module that the options ask for.

    ``options``: name, expr, to, args, fix, bound, output (only its suffix: .c means the backend
    c); those that are absent are not used. Raises
    ExportRefused with one line, Unknown for a name that is not in the catalog.
    """
    suffix = str(getattr(options, "output", None) or "").rpartition(".")[2]
    backend = getattr(options, "to", None) or ("c" if suffix == "c" else "numpy")
    args = _listed(getattr(options, "args", None))
    fixed = _fixed(getattr(options, "fix", None) or ())
    bound = getattr(options, "bound", None)
    compiled = _compiled(options, backend, args, fixed)
    accuracy, limit = compiled.accuracy, BOUND if bound is None else float(bound)
    if not accuracy.max_ulp <= limit:
        at = ", ".join(f"{k} = {v:.6g}" for k, v in accuracy.at.items())
        raise ExportRefused(
            f"not exported: the error at {at} is {accuracy.max_ulp:.2g} units of rounding, above "
            f"the bound of {limit:g}; --bound sets another")
    return str(compiled.source)


def _compiled(options: Namespace, backend: str, args: list[str] | None,
              fixed: dict[str, Fraction]) -> Any:
    from derive.export.compiling import compile, compile_formula

    latex = getattr(options, "expr", None)
    if latex is not None:
        if not args:
            raise ExportRefused("--expr needs --args x,a: the arguments in order")
        from derive.notation import parse
        from derive.notation.declarations import declare

        letters = declare(f"{', '.join((*args, *fixed))} in R").notation
        given = {c.term.name: c.term for c in letters.cards}
        formula = parse(latex, letters)
        return compile_formula(formula, [t for n, t in given.items() if n not in fixed], fixed,
                               backend=backend)
    name = getattr(options, "name", None)
    if not name:
        raise ExportRefused("name what to export, such as oscillator.psi, or give --expr")
    from derive.catalog import DERIVATIONS

    lecture_name, _, label = str(name).partition(".")
    lecture = DERIVATIONS.get(lecture_name).make()
    if not label:
        labels = ", ".join(line.label for line in lecture.results)
        raise ExportRefused(f"name a line of {lecture_name}: its results are {labels}")
    return compile(lecture[label], backend, args, fixed or None, lecture=lecture)


def _listed(text: str | None) -> list[str] | None:
    return [part.strip() for part in text.split(",") if part.strip()] if text else None


def _fixed(pairs: Iterable[str]) -> dict[str, Fraction]:
    """``hbar=1`` and the like, as exact numbers.

    >>> _fixed(["hbar=1", "a=0.25"])
    {'hbar': Fraction(1, 1), 'a': Fraction(1, 4)}
    """
    found = {}
    for pair in (p for text in pairs for p in text.split(",")):
        name, sign, value = pair.partition("=")
        if not sign:
            raise ExportRefused(f"--fix takes NAME=NUMBER, not {pair!r}")
        if len(value) > 40:
            raise ExportRefused(f"--fix {name.strip()}: a number of at most 40 characters")
        try:
            found[name.strip()] = Fraction(value.strip())
        except (ValueError, ZeroDivisionError):
            raise ExportRefused(f"--fix {name.strip()}: {value.strip()!r} is no number") from None
    return found
