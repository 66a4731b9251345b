"""Compiling plain expressions: of terms, and of SymPy.

Accurate forms are looked for, shared parts get names, and the backend prints the program. Read
first: ``expressions`` and ``sympy_expressions``; ``compiling`` calls this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from derive.catalog import BACKENDS
from derive.export import documentation
from derive.export.accuracy import Accuracy
from derive.export.arguments import (
    as_number,
    checked,
    in_order,
    inputs_of,
    limits_of,
    named,
    symbols_of,
)
from derive.export.backends.backend import Backend
from derive.export.compiled import Compiled
from derive.export.expression_accuracy import Domain, certified_points, measure_expressions
from derive.export.expressions import from_term, shared
from derive.export.names import callable_name, plain
from derive.export.powers import expand_powers
from derive.export.program import About, ExportRefused, Expr, Input, Program
from derive.export.rewriting.equality import equal
from derive.export.rewriting.kept import best_forms
from derive.export.rewriting.search import report
from derive.export.sympy_expressions import free_symbols, from_sympy
from derive.kernel import certificate
from derive.terms import Term

#: backends whose functions take arrays; the accuracy of others is that of the numpy program
ARRAYS = frozenset(("numpy", "c", "numba"))


def compile_term(equation: Term, args: Sequence[Any] | None, fixed: Mapping[Any, Any],
                  domain: Mapping[Any, tuple[float, float]], about: About, name: str,
                  backend: Backend) -> Compiled:
    from derive.export.factors_as_expression import spread_factorials

    left, body = equation.args
    symbols = symbols_of(left, body) if args is None else [_symbol(a, body) for a in args]
    values = {_symbol(k, body): v for k, v in fixed.items()}
    symbols = [s for s in symbols if s not in values]
    names = {s: s.name if plain(s.name) else f"v{i}" for i, s in enumerate(symbols)}
    given = from_term(_fixed(body, values), names)
    inputs = tuple(Input(names[s], s.sort, 1.0 if s.sort == "P" else None) for s in symbols)
    better = spread_factorials(_fixed(body, values), names, given)
    if better != given and not equal(given, better, inputs, {}):
        better = given
    limits = limits_of({_symbol(k, body): v for k, v in domain.items()}, names)
    where = replace(about, formula=documentation.formula_of(equation))
    safe = name if callable_name(name) else "f"
    return _compiled_expressions((given,), (better,), in_order(inputs), limits, where, safe,
                                 {s.name: names[s] for s in symbols}, backend)


def _symbol(key: Any, body: Term) -> Term:
    if isinstance(key, Term) and key.head == "sym":
        return key
    found = [s for s in body.free if s is key or (s.head == "sym" and s.name == str(key))]
    if len(found) != 1:
        raise ExportRefused(f"the formula has no symbol {key}")
    return found[0]


def _fixed(body: Term, values: Mapping[Term, Any]) -> Term:
    from fractions import Fraction

    from derive.terms.binding import substitute
    from derive.terms.build import term

    return substitute(body, {s: term(Fraction(v)) for s, v in values.items()})


def compile_sympy(thing: Any, args: Sequence[Any] | None, fixed: Mapping[Any, Any],
                  domain: Mapping[Any, tuple[float, float]], name: str, backend: Backend
                  ) -> Compiled:
    """The function of a SymPy expression, of several, of a matrix or of a Lambda."""
    import sympy

    if isinstance(thing, sympy.Lambda):
        thing, args = thing.expr, thing.variables if args is None else args
    shape: tuple[int, ...] | None = None
    outputs = tuple(thing) if isinstance(thing, tuple | list) else (thing,)
    if isinstance(thing, sympy.MatrixBase | sympy.NDimArray):
        shape, outputs = tuple(map(int, thing.shape)), tuple(sympy.flatten(thing.tolist()))
    if not outputs or not all(isinstance(e, sympy.Expr) for e in outputs):
        what = next((type(e).__name__ for e in outputs if not isinstance(e, sympy.Expr)), "nothing")
        raise ExportRefused("give a line of a lecture, a SymPy expression, a matrix or a tuple of "
                            f"expressions, not {what}")
    free = free_symbols(outputs)
    fixed = {named(k, free): v for k, v in fixed.items()}
    symbols = checked(args, fixed, free)
    inputs = inputs_of(symbols)
    renamed = {symbol: i.name for symbol, i in zip(symbols, inputs, strict=True)}
    limits = limits_of({named(k, free): v for k, v in domain.items()}, renamed)
    outputs = tuple(e.xreplace({k: as_number(v) for k, v in fixed.items()}) for e in outputs)
    try:
        given = tuple(from_sympy(e, renamed) for e in outputs)
    except RecursionError:
        raise ExportRefused("the expression is nested too deeply") from None
    safe = name if callable_name(name) else "f"
    about = About(arguments=", ".join(f"{i.name} is {i.label}" for i in inputs
                                      if i.label != i.name))
    return _compiled_expressions(given, given, inputs, limits, about, safe,
                                 {str(s): renamed[s] for s in symbols}, backend, shape)


def _compiled_expressions(given: tuple[Expr, ...], better: tuple[Expr, ...],
                          inputs: tuple[Input, ...], domain: Domain, about: About, name: str,
                          keywords: Mapping[str, str], backend: Backend,
                          shape: tuple[int, ...] | None = None) -> Compiled:
    memo: dict[Expr, Expr] = {}
    outputs = [f"result{i}" if len(better) > 1 else "result" for i in range(len(better))]
    try:
        improved = best_forms(better, inputs, domain, backend, name)
        body = shared({o: expand_powers(r.expression, memo)
                       for o, r in zip(outputs, improved, strict=True)}, backend.exact)
        program = Program(name, inputs, body, tuple(outputs), about, shape)
        backend.check(program)
        function = backend.function(program)
    except RecursionError:
        raise ExportRefused("the expression is nested too deeply") from None

    def source(accuracy: Accuracy | None) -> str:
        assert accuracy is not None
        rows = certified_points(given, inputs, domain)
        return backend.module(program, accuracy.to_json(), rows,
                              documentation.docstring(program, accuracy, backend.name))

    def measured() -> Accuracy:
        said = report(dict(zip(outputs, improved, strict=True)))
        if backend.arrays is not None:
            arrays = backend.arrays(function)
        else:
            arrays = (function if backend.name in ARRAYS else
                      BACKENDS.get("numpy").function(program))
        found = measure_expressions(
            arrays, given, inputs, domain, [r.expression for r in improved],
            whole=shape is not None, flushes=backend.flushes)
        return replace(found, form=said, note=backend.note() or None)

    def proofs() -> tuple[str, ...]:
        return tuple(certificate.write(d, ("equal",)) for r in improved for d in r.proofs)

    return Compiled(program, backend.name, function, measured, source, keywords, proofs)
