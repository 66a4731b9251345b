"""``derive.compile``: a numeric function of a result, chosen from what was derived.

A line of a lecture that is a family (a normalization times H(n, x/l) times an exponential) is
compiled to its recurrence; any other line, and any SymPy expression, goes through expressions.
This is also what to look for under the name *lambdify*. Next: ``program``, ``backends``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from derive.catalog import BACKENDS, COMPILERS
from derive.export import cache, documentation, fixing
from derive.export.accuracy import Accuracy, all_at_once_error, certified_values, measure
from derive.export.backends.backend import Backend
from derive.export.backends.numpy import Stated, recurrence_module
from derive.export.compiled import Compiled
from derive.export.expression_compiling import ARRAYS, compile_sympy, compile_term
from derive.export.names import callable_name, plain
from derive.export.oracle import Oracle
from derive.export.parametric_compiling import parametric
from derive.export.program import About, ExportRefused, Program
from derive.export.recurrences import Family, family_of, recurrence_program
from derive.export.running import run_source
from derive.export.with_parameter import has_parameter
from derive.kernel.claim import Definition, Grade
from derive.terms import Term

N_MAX = 10_000


def compile(thing: Any, backend: str = "numpy", args: Sequence[Any] | None = None,
            fixed: Mapping[Any, Any] | None = None, *, lecture: Any = None,
            domain: Mapping[Any, tuple[float, float]] | None = None, name: str | None = None
            ) -> Any:
    """A numeric function of a derived line, of a gradient or of a SymPy expression.

    ``thing``: a line of a lecture (``d["psi"]``), of a document (``derive.check(path)["eq:psi"]``),
    or a SymPy expression (or a tuple of them) with ``args=(x, a)`` in calling order and
    ``fixed={hbar: 1}`` for what is set. ``domain`` says where accuracy is measured. Raises
    ExportRefused with the reason. Of a gradient it is the numpy function loss-and-gradients, with
    ``source`` and ``accuracy`` as well.

    >>> import sympy
    >>> x, a = sympy.symbols("x a")
    >>> f = compile(sympy.sin(a * x) / 2, args=(x, a))
    >>> float(f(1.0, a=0.0))
    0.0
    """
    if isinstance(thing, str):
        raise ExportRefused("text is never read as a formula here: give a SymPy expression, "
                            "a line of a lecture, or use derive export --expr for LaTeX")
    if hasattr(thing, "function") and hasattr(thing, "verdict"):  # a line of a document
        formula, letters = thing.function()
        return compile_formula(formula, args or [s for s in letters if s.name not in set(
            map(str, fixed or {}))], fixed, backend=backend, domain=domain, name=name)
    if hasattr(type(thing), "claim") or "claim" in getattr(thing, "__dict__", ()):
        return _compile_line(thing, lecture or getattr(thing, "lecture", None), args, fixed,
                             domain or {}, name, _backend(backend))
    maker = _maker(type(thing))
    if maker is not None:
        if backend != "numpy" or any(x is not None for x in (args, fixed, lecture, domain, name)):
            raise ExportRefused(f"a {type(thing).__name__} is compiled for numpy, with the "
                                "arguments that it has: give nothing else")
        return maker(thing)
    return compile_sympy(thing, args, fixed or {}, domain or {}, name or "f", _backend(backend))


def _maker(kind: type) -> Callable[[Any], Any] | None:
    """What a subject put on the shelf for objects of this class; SymPy's are compiled here."""
    # SymPy makes a class without a module for every undefined function.
    if (kind.__module__ or "sympy").partition(".")[0] in ("sympy", "builtins"):
        return None
    return COMPILERS.get(kind.__name__) if kind.__name__ in COMPILERS.names() else None


def compile_family(definition: Term, claims: Iterable[Term],
                   definitions: Sequence[Definition] = (), about: About | None = None,
                   n_max: int = N_MAX, domain: tuple[float, float] | None = None,
                   form: str | None = None) -> Compiled:
    """The function that an equation ``f(n, x, ...) = N(n) H(n, x/l) exp(...)`` defines.

    ``claims`` are proved equations about H and the lengths; see ``recurrences``. ``form`` is
    "table" (local polynomials from the differential equation, where it is among the claims) or
    "recurrence"; without it the table is taken where there is one.
    """
    family = family_of(definition, claims, definitions)
    program = recurrence_program(family, about or documentation.about_family(family, definition))
    for given in program.inputs:
        if not plain(given.name):
            raise ExportRefused(f"{given.name!r} cannot be a name in code; rename it")
    if not callable_name(program.name):
        raise ExportRefused(f"{program.name!r} cannot be a function's name in code; rename it")
    return _compiled_family(family, program, n_max, domain, form)


def compile_formula(formula: Term, args: Sequence[Any] | None = None,
                    fixed: Mapping[Any, Any] | None = None, *, backend: str = "numpy",
                    domain: Mapping[Any, tuple[float, float]] | None = None,
                    name: str | None = None, source: str = "") -> Compiled:
    """The function of a formula as a term, or of the right side of an equation.

    ``source`` is what ``derive export`` calls it.

    >>> from derive.terms.build import add, mul, symbol
    >>> x, a = symbol("x"), symbol("a")
    >>> float(compile_formula(add(mul(a, x), 1), args=["x", "a"])(2.0, 3.0))
    7.0
    """
    equation = formula if formula.head == "eq" else Term("eq", (), (formula, formula))
    return compile_term(equation, args, fixed or {}, domain or {}, About(source=source),
                         name or "f", _backend(backend))


def _backend(name: str) -> Backend:
    found: Backend = BACKENDS.get(name)
    return found


def _compiled_family(family: Family, program: Program, n_max: int = N_MAX,
                     domain: tuple[float, float] | None = None, form: str | None = None,
                     backend: Backend | None = None) -> Compiled:
    oracle = Oracle(family)
    if form is None:
        form = "recurrence" if program.loop is None or program.loop.local is None else "table"
    if form not in ("recurrence", "table"):
        raise ExportRefused(f"no form is called {form!r}; there are recurrence and table")
    bare = recurrence_module(program, Stated({}, (), n_max), '"""Generated by derive."""', form)
    functions = run_source(bare, program.name)
    function = functions[program.name]

    def source(accuracy: Accuracy | None) -> str:
        assert accuracy is not None
        found = cache.kept(f"certified-{key}", certified)
        rows = [(int(n), x, value, unit) for n, x, value, unit in found["rows"]]
        text = documentation.docstring(program, accuracy, name)
        stated = accuracy.to_json()
        if name in ("numpy", "numba"):
            stated["all_at_once_absolute"] = found["all_at_once"]
        if backend is not None and name != "numpy":
            return backend.module(program, stated, rows, text)
        return recurrence_module(program, Stated(stated, rows, n_max), text, form)

    flushes = backend is not None and backend.flushes
    built, text_of, name = function, bare, backend.name if backend is not None else "numpy"
    if backend is not None and name != "numpy":
        backend.check(program)
        built, n_max = backend.function(program), backend.n_max or n_max
        text_of = backend.module(program)
    arrays = built if name in ARRAYS else function
    if backend is not None and backend.arrays is not None and not backend.exact:
        arrays = backend.arrays(built)

    key = cache.digest(bare, text_of, name, str(family.body), repr(family), str(n_max),
                       repr(domain))

    def certified() -> dict[str, Any]:
        return {"rows": certified_values(oracle, function, n_max, domain),
                "all_at_once": all_at_once_error(functions, program.name, oracle, n_max)}

    def measured() -> Accuracy:
        found = Accuracy(**cache.kept(
            f"accuracy-{key}", lambda: asdict(measure(arrays, oracle, n_max, domain, flushes))))
        return replace(found, note=backend.note() or None) if backend is not None else found

    return Compiled(program, name, built, measured, source)


def _compile_line(line: Any, lecture: Any, args: Sequence[Any] | None,
                  fixed: Mapping[Any, Any] | None, domain: Mapping[Any, tuple[float, float]],
                  name: str | None, backend: Backend) -> Compiled:
    conclusion = line.claim.conclusion
    while conclusion.head == "forall":
        conclusion = conclusion.args[1]
    if conclusion.head != "eq":
        raise ExportRefused(f"line {line.label!r} is not an equation: there is nothing to compute")
    steps = getattr(lecture, "steps", ()) if lecture is not None else ()
    claims = [s.claim.conclusion for s in steps if s.grade in (Grade.PROVED, Grade.GIVEN)]
    value, arguments = documentation.meanings(conclusion, getattr(lecture, "notation", None))
    about = About(title=f"{getattr(lecture, 'title', '')}".strip(), certificate=_hash(lecture),
                  source=f"{getattr(lecture, 'name', '')}.{line.label}".strip("."),
                  meaning=value, arguments=arguments)
    if any(t.head == "call" for t in conclusion.args[1].walk()):
        if lecture is None:
            raise ExportRefused(f"line {line.label!r} needs the lecture it stands in: "
                                "compile(d['...'], lecture=d)")
        numbers = fixing.fixed_parameters(conclusion, fixed or {})
        here, *claims = fixing.with_numbers([conclusion, *claims], numbers)
        if has_parameter(conclusion.args[1]):
            said = replace(about, formula=documentation.formula_of(conclusion))
            found = parametric(here, claims, lecture.definitions, fixing.said_of(said, numbers),
                               backend)
            fixing.require_order([i.name for i in found.program.inputs], args)
            return Compiled(found.program, backend.name, found.function, found.measured,
                            found.source)
        family = family_of(here, claims, lecture.definitions)
        fixing.require_order([s.name for s in family.inputs], args)
        program = recurrence_program(
            family, fixing.said_of(
                documentation.about_family(family, conclusion, about, name), numbers))
        return _compiled_family(family, program, backend=backend)
    return compile_term(conclusion, args, fixed or {}, domain, about, name or line.label,
                         backend)


def _hash(lecture: Any) -> str:
    """The first digits of the hash of the certificate that the kernel wrote, if there is one."""
    if getattr(lecture, "derivation", None) is None:
        return ""
    return hashlib.sha256(str(lecture.certificate()).encode()).hexdigest()[:16]
