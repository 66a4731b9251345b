"""``derive export``: write the module of a derived line, or refuse and write nothing.

The line is named LECTURE.LABEL; a formula typed as LaTeX is read by the notation room, never
as code. Next: ``compiling``.
"""

from __future__ import annotations

import re
import warnings
from argparse import Namespace
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from derive.export.program import BOUND, ExportRefused, InaccurateWarning


def exported(options: Namespace) -> str:
    """The text of the module that the options ask for.

    ``options``: name, expr, to, args, fix, domain, declare, bound, output (only its suffix: .c
    means the backend c), formula (a term and its arguments, in the place of a name); those that
    are absent are not used. Raises ExportRefused with one line, Unknown for a name that is not in
    the catalog.
    """
    suffix = str(getattr(options, "output", None) or "").rpartition(".")[2]
    backend = getattr(options, "to", None) or ("c" if suffix == "c" else "numpy")
    args = _listed(getattr(options, "args", None))
    fixed = _fixed(getattr(options, "fix", None) or ())
    bound = getattr(options, "bound", None)
    with warnings.catch_warnings():  # it is refused below, with the place
        warnings.simplefilter("ignore", InaccurateWarning)
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

    stated = getattr(options, "formula", None)
    if stated is not None:
        formula, letters = stated
        named = {t.name: t for t in letters}
        chosen = [named.get(a, a) for a in args] if args else [
            t for t in letters if t.name not in fixed]
        source = str(getattr(options, "name", ""))
        return compile_formula(
            formula, chosen, fixed, backend=backend,
            domain=_limits(getattr(options, "domain", None) or ()),
            source=source + _said(options)
            if re.fullmatch(r"[\w./#:-]{1,200}", source, re.ASCII) else "")
    latex = getattr(options, "expr", None)
    if latex is not None:
        if not args:
            raise ExportRefused("--expr needs --args x,a: the arguments in order")
        from derive.notation import parse
        from derive.notation.declarations import declare

        said = declare("; ".join(getattr(options, "declare", None) or ())).notation
        known = {c.term.name for c in said.cards}
        rest = [n for n in (*args, *fixed) if n not in known]
        letters = declare(f"{', '.join(rest)} in R", said).notation if rest else said
        given = {c.term.name: c.term for c in letters.cards}
        return compile_formula(parse(latex, letters), [given[n] for n in args if n not in fixed],
                               fixed, backend=backend, source="--expr ..." + _said(options),
                               domain=_limits(getattr(options, "domain", None) or ()))
    name = getattr(options, "name", None)
    if not name:
        raise ExportRefused("name what to export, such as oscillator.psi, or give --expr")
    if re.search(r"[\\^({+*]", str(name)):
        raise ExportRefused(f"{name!r} looks like a formula: a formula goes after --expr")
    from derive.catalog import DERIVATIONS

    lecture_name, _, label = str(name).partition(".")
    lecture = DERIVATIONS.get(lecture_name).make()
    if not label:
        labels = ", ".join(line.label for line in lecture.results)
        raise ExportRefused(f"name a line of {lecture_name}: its results are {labels}")
    return compile(lecture[label], backend, args, fixed or None, lecture=lecture)


def _said(options: Namespace) -> str:
    """The options as they were given, for the documentation: letters, numbers and signs alone."""
    found = ""
    for option in ("args", "fix", "domain", "declare"):
        given = getattr(options, option, None) or ()
        for text in [given] if isinstance(given, str) else given:
            quote = "'" if re.search("[ ;]", text) else ""
            found += f" --{option} {quote}{text}{quote}"
    return found if re.fullmatch(r"[\w .,;=()'>+-]{0,300}", found, re.ASCII) else ""


def _listed(text: str | None) -> list[str] | None:
    return [part.strip() for part in text.split(",") if part.strip()] if text else None


def _limits(pairs: Iterable[str]) -> dict[str, tuple[float, float]]:
    """``x=0..10`` and the like: where accuracy is measured.

    >>> _limits(["x=0..10,a=-1.5..2"])
    {'x': (0.0, 10.0), 'a': (-1.5, 2.0)}
    """
    found = {}
    for pair in (p for text in pairs for p in text.split(",")):
        name, sign, both = pair.partition("=")
        low, dots, high = both.partition("..")
        try:
            found[name.strip()] = float(low), float(high)
        except ValueError:
            sign = ""
        if not (sign and dots) or not found[name.strip()][0] < found[name.strip()][1]:
            raise ExportRefused(f"--domain takes NAME=LOW..HIGH, not {pair!r}")
    return found


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
