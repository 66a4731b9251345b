"""``derive.compile``: a numeric function of a result, chosen from what was derived.

A line of a lecture that is a family (a normalization times H(n, x/l) times an exponential) is
compiled to its recurrence; any other line, and any SymPy expression, goes through expressions.
This is also what to look for under the name *lambdify*. Next: ``program``, ``backends``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from derive.catalog import BACKENDS, COMPILERS
from derive.export import cache, documentation, fixing
from derive.export.accuracy import Accuracy, all_at_once_error, certified_values, measure
from derive.export.arguments import (
    as_number,
    checked,
    in_order,
    inputs_of,
    limits_of,
    symbols_of,
    two_indices,
)
from derive.export.backends.backend import Backend
from derive.export.backends.numpy import Stated, recurrence_module
from derive.export.expression_accuracy import Domain, certified_points, measure_expressions
from derive.export.expressions import from_sympy, from_term, shared
from derive.export.names import plain
from derive.export.oracle import Oracle
from derive.export.parametric_compiling import parametric
from derive.export.powers import expand_powers
from derive.export.program import About, ExportRefused, Expr, Input, Program
from derive.export.recurrences import Family, family_of, recurrence_program
from derive.export.rewriting.equality import equal
from derive.export.rewriting.kept import best_forms
from derive.export.rewriting.search import report
from derive.export.running import run_source
from derive.export.with_parameter import has_parameter
from derive.kernel import certificate
from derive.kernel.claim import Definition, Grade
from derive.terms import Term

N_MAX = 10_000
#: backends whose functions take arrays; the accuracy of others is that of the numpy program
ARRAYS = frozenset(("numpy", "c", "numba"))


@dataclass(frozen=True, eq=False)  # compared and hashed as itself, so that jax.jit takes it
class Compiled:
    """A compiled function: call it with arrays; see ``accuracy``, ``source``, ``program``."""

    program: Program
    backend: str
    _function: Callable[..., Any]
    _measure: Callable[[], Accuracy]
    _source: Callable[[Accuracy | None], str]
    keywords: Mapping[str, str] = field(default_factory=dict)
    _proofs: Callable[[], tuple[str, ...]] = tuple

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        """The function's value; arguments by position, or by the name that they were given."""
        return self._function(*args, **{self.keywords.get(k, k): v for k, v in keywords.items()})

    @cached_property
    def accuracy(self) -> Accuracy:
        """The largest error found, where, and against what (measured when first asked for)."""
        return self._measure()

    @cached_property
    def source(self) -> str:
        """The module that ``derive export`` writes: it runs without this package."""
        return self._source(self.accuracy)

    def gauss(self, n: int) -> tuple[Any, Any]:
        """Nodes and scaled weights of the Gauss rule of n points, from the function's zeros.

        ``sum(weights * g(nodes))`` is about the integral of g over the line. Raises ExportRefused
        where the function has no rule, ValueError for an n that is not 1, 2, ...
        """
        found: tuple[Any, Any] = self._companion("gauss", "no Gauss rule")(n)
        return found

    def all_indices(self, N: int, *args: Any, **keywords: Any) -> Any:
        """The values for all indices 0, ..., N, with shape (N + 1, ...)."""
        return self._companion("all", "no form for all indices at once")(N, *args, **keywords)

    def matrix(self, f: Any, N: int | None = None, **keywords: Any) -> Any:
        """The matrix elements of f(x) between the functions of index 0, ..., N.

        By the Gauss rule of ``points`` points (N + 33 without it), with parameters by keyword.
        Of a line that is itself an element, with two indices: ``matrix(N, omega=2.0)``.
        """
        if N is None:
            return self(**two_indices(self.program, f), **keywords)
        return self._companion("matrix", "no matrix elements")(f, N, **keywords)

    def _companion(self, word: str, missing: str) -> Callable[..., Any]:
        beside = getattr(self._function, "__globals__", {})
        if f"{self.program.name}_{word}" not in beside:
            raise ExportRefused(f"{self.program.name} has {missing}")
        found: Callable[..., Any] = beside[f"{self.program.name}_{word}"]
        return found

    @cached_property
    def proofs(self) -> tuple[str, ...]:
        """Certificates, for replay, that the form computed is equal to the one given; () if same.
        """
        return self._proofs()

    def __repr__(self) -> str:
        names = ", ".join(i.name for i in self.program.inputs)
        return f"<{self.program.name}({names}) compiled for {self.backend}>"


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
    return _compile_sympy(thing, args, fixed or {}, domain or {}, name or "f", _backend(backend))


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
    for given in (*program.inputs, Input(program.name)):
        if not plain(given.name):
            raise ExportRefused(f"{given.name!r} cannot be a name in code; rename it")
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
    return _compile_term(equation, args, fixed or {}, domain or {}, About(source=source),
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
    return _compile_term(conclusion, args, fixed or {}, domain, about, name or line.label,
                         backend)


def _hash(lecture: Any) -> str:
    """The first digits of the hash of the certificate that the kernel wrote, if there is one."""
    if getattr(lecture, "derivation", None) is None:
        return ""
    return hashlib.sha256(str(lecture.certificate()).encode()).hexdigest()[:16]


def _compile_term(equation: Term, args: Sequence[Any] | None, fixed: Mapping[Any, Any],
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
    safe = name if plain(name) else "f"
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


def _compile_sympy(thing: Any, args: Sequence[Any] | None, fixed: Mapping[Any, Any],
                   domain: Mapping[Any, tuple[float, float]], name: str, backend: Backend
                   ) -> Compiled:
    import sympy

    several = isinstance(thing, tuple | list)
    outputs = tuple(thing) if several else (thing,)
    if not outputs or not all(isinstance(e, sympy.Expr) for e in outputs):
        raise ExportRefused("give a line of a lecture, a SymPy expression or a tuple of them, "
                            f"not {type(thing).__name__}")
    symbols = checked(args, fixed)
    inputs = inputs_of(symbols)
    renamed = {symbol: i.name for symbol, i in zip(symbols, inputs, strict=True)}
    limits = limits_of(domain, renamed)
    outputs = tuple(e.xreplace({k: as_number(v) for k, v in fixed.items()}) for e in outputs)
    try:
        given = tuple(from_sympy(e, renamed) for e in outputs)
    except RecursionError:
        raise ExportRefused("the expression is nested too deeply") from None
    safe = name if plain(name) else "f"
    about = About(arguments=", ".join(f"{i.name} is {i.label}" for i in inputs
                                      if i.label != i.name))
    return _compiled_expressions(given, given, inputs, limits, about, safe,
                                 {str(s): renamed[s] for s in symbols}, backend)


def _compiled_expressions(given: tuple[Expr, ...], better: tuple[Expr, ...],
                          inputs: tuple[Input, ...], domain: Domain, about: About, name: str,
                          keywords: Mapping[str, str], backend: Backend) -> Compiled:
    memo: dict[Expr, Expr] = {}
    outputs = [f"result{i}" if len(better) > 1 else "result" for i in range(len(better))]
    try:
        improved = best_forms(better, inputs, domain, backend, name)
        body = shared({o: expand_powers(r.expression, memo)
                       for o, r in zip(outputs, improved, strict=True)}, backend.exact)
        program = Program(name, inputs, body, tuple(outputs), about)
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
        return replace(measure_expressions(
            arrays, given, inputs, domain, [r.expression for r in improved]), form=said,
            note=backend.note() or None)

    def proofs() -> tuple[str, ...]:
        return tuple(certificate.write(d, ("equal",)) for r in improved for d in r.proofs)

    return Compiled(program, backend.name, function, measured, source, keywords, proofs)
