"""The words at the top of an exported module: formula, form, accuracy, source, licence."""

from __future__ import annotations

import re
from typing import Any

from derive.export.accuracy import Accuracy
from derive.export.expressions import show
from derive.export.program import About, Loop, Program
from derive.export.recurrences import Family
from derive.terms import Term

LICENCE = "SPDX-License-Identifier: MIT-0 (this generated file is yours)"


def about_family(family: Family, definition: Term, about: About | None = None,
                 name: str | None = None) -> About:
    """What is said of a function that is iterated by a recurrence."""
    given = about or About()
    source = given.source or name or family.name
    return About(
        meaning=given.meaning, arguments=given.arguments,
        title=given.title or f"{family.name} for every index and argument.",
        formula=formula_of(definition),
        computed="by the derived three-term recurrence with the normalization absorbed, "
                 "scaled by powers of two" + (
                     "; many points at once from local polynomials of the derived differential "
                     "equation" if _has_equation(family) else ""),
        source=source, certificate=given.certificate, domain="all real " + family.place.name)


def _has_equation(family: Family) -> bool:
    return any({d for _, d in r.table()} >= {2} for r in family.relations)


def meanings(equation: Term, notation: Any) -> tuple[str, str]:
    """What the left side of an equation and its symbols mean, as the lecture's notation says."""
    while equation.head == "forall":
        equation = equation.args[1]
    if notation is None:
        return "", ""
    left, right = equation.args
    value = _meaning(left.args[0] if left.head == "call" else left, notation, ", in ", "")
    named = left.args[1:] if left.head == "call" else ()
    symbols = [*named, *(t for t in right.walk() if t.head == "sym" and t in right.free
                         and t not in named)]
    said = [f"{s.name} {m}" for s in symbols
            if s.head == "sym" and (m := _meaning(s, notation, " (", ")"))]
    return value, ", ".join(said)


def _meaning(term: Term, notation: Any, before: str, after: str) -> str:
    if term.head not in ("sym", "fun") or not notation.has(term):
        return ""
    card = notation.card(term)
    return f"{card.meaning}{before}{card.unit}{after}" if card.meaning and card.unit else (
        str(card.meaning))


def formula_of(equation: Term) -> str:
    """An equation in plain letters, for a comment."""
    while equation.head == "forall":
        equation = equation.args[1]
    left, right = equation.args
    if left is right:  # a formula without a left side
        return ascii_term(right)
    return f"{ascii_term(left)} = {ascii_term(right)}"


_LEVEL = {"add": 1, "neg": 2, "mul": 3, "div": 3, "pow": 5, "call": 9, "int": 9, "sym": 9}


def ascii_term(term: Term) -> str:
    """A term in plain letters.

    >>> from derive.terms.build import div, mul, power, symbol
    >>> m, x = symbol("m"), symbol("x")
    >>> ascii_term(div(mul(m, power(x, 2)), 2))
    'm x^2 / 2'
    """
    head, args = term.head, term.args
    if head in ("int", "sym", "const", "fun"):
        return str(term)
    if head == "call":
        function, *rest = args
        signature = function.data[1]
        if isinstance(signature, tuple) and signature[0] == "N0" and len(rest) > 1:
            # an index is written below, parameters (positive arguments at the end) are left out
            last = max((i for i, s in enumerate(signature) if s != "P"), default=0)
            shown = rest[1:last + 1]
            name = re.sub("_[a-z]$", "", function.name)
            place = f"({', '.join(ascii_term(a) for a in shown)})" if shown else ""
            return f"{name}_{_wrapped(rest[0], 9)}{place}"
        primes = "'" * sum(d for d in term.data if isinstance(d, int))
        return f"{function.name}{primes}({', '.join(ascii_term(a) for a in rest)})"
    if head == "factorial":
        return f"{_wrapped(args[0], 9)}!"
    if head == "neg":
        return f"-{_wrapped(args[0], 3)}"
    if head == "add":
        return " + ".join(ascii_term(a) for a in args).replace("+ -", "- ")
    if head == "mul":
        return " ".join(_wrapped(a, 5 if a.head == "div" and i else 3)
                        for i, a in enumerate(args))
    if head == "div":
        return f"{_wrapped(args[0], 3)} / {_wrapped(args[1], 5)}"
    if head == "pow":
        return f"{_wrapped(args[0], 9)}^{_tight(args[1])}"
    return f"{head}({', '.join(ascii_term(a) for a in args)})"


def _tight(term: Term) -> str:
    text = ascii_term(term).replace(" / ", "/")
    return text if term.head in ("int", "sym") else f"({text})"


def _wrapped(term: Term, level: int) -> str:
    text = ascii_term(term)
    return f"({text})" if _LEVEL.get(term.head, 9) < level else text


def docstring(program: Program, accuracy: Accuracy, backend: str = "numpy") -> str:
    """The docstring of a module, in the form of one fact a line."""
    about = program.about
    loop = program.loop
    names = ", ".join(i.name for i in program.inputs)
    called = f"{program.name}({names})"
    formula = about.formula or "; ".join(
        f"{a.name} = {show(a.value)}" for a in program.body
        if not isinstance(a.value, Loop))
    meaning = f": {about.meaning}" if about.meaning else ""
    title = [about.title.rstrip(".") + ".", "", called + meaning] if about.title else [
        (called + meaning).rstrip(".") + "."]
    lines = [*title, ""]
    facts = [("Formula", formula),
             *([("Arguments", about.arguments)] if about.arguments else []),
             ("Computed", about.computed if loop or program.with_parameter else
              "by the assignments below, shared subexpressions once"),
             *([("Rewritten", accuracy.form)] if accuracy.form not in (None, "as given") else []),
             ("Accuracy", str(accuracy)), ("Derived", _derived(about, backend)),
             ("Licence", LICENCE)]
    for word, fact in facts:
        lines += _filled(f"{word:<11}", fact)
    return '"""' + "\n".join(lines).replace("\\", "/").replace('"""', "'''") + '\n"""'


def _derived(about: About, backend: str) -> str:
    made = f"derive {_version()}"
    if not about.source:
        return f"derive.compile   ({made})"
    certificate = f", certificate sha256 {about.certificate}" if about.certificate else ""
    return f"derive export {about.source} --to {backend}   ({made}{certificate})"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("derive-engine")
    except PackageNotFoundError:  # run from a folder, not installed
        return "not installed"


def _filled(head: str, text: str) -> list[str]:
    from textwrap import wrap

    pieces = wrap(text, 98 - len(head), break_long_words=True) or [""]
    return [head + pieces[0], *(" " * len(head) + p for p in pieces[1:])]
