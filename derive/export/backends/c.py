"""C99 through the system's compiler: a loop over points that the compiler can make into vectors.

The file that is exported is plain C with the line that builds it. Here it is built into a
shared library in the cache folder, by content, and called through ctypes. No fast-math: NaN and
infinity keep their meaning.
"""

from __future__ import annotations

import atexit
import ctypes
import hashlib
import math
import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from textwrap import wrap
from typing import Any

from derive.export import cache
from derive.export.backends import c_with_parameter
from derive.export.backends.backend import Backend, add
from derive.export.backends.c_expressions import NAMES, write
from derive.export.backends.c_recurrence import c_function, c_source
from derive.export.backends.numpy_expressions import expression_module
from derive.export.program import ExportRefused, Expr, Loop, Op, Program, Var
from derive.export.running import run_source

FLAGS = ("-std=c99", "-O3", "-march=native", "-fno-math-errno", "-fno-trapping-math",
         "-ffp-contract=off", "-shared", "-fPIC")
#: functions of which glibc 2.35 and later has vector forms, which gcc uses when told so
_VECTOR = frozenset(("exp", "expm1", "log", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh",
                     "asin", "acos", "atan", "asinh", "acosh", "atanh", "erf", "erfc"))
#: the folder of this run, once there is one
_OF_THIS_RUN: list[Path] = []
_OWN = {
    "logaddexp": """static inline double logaddexp(double a, double b)
{
    /* the difference of two equal infinities is no number */
    const double distance = a == b ? 0.0 : fabs(a - b);
    return (a > b ? a : b) + log1p(exp(-distance));
}
""",
    "maximum": """static inline double maximum(double a, double b)
{
    return a > b || a != a ? a : b; /* no number stays none */
}
""",
    "minimum": """static inline double minimum(double a, double b)
{
    return a < b || a != a ? a : b;
}
""",
    "sign": """static inline double sign(double a)
{
    return a > 0 ? 1.0 : a < 0 ? -1.0 : a;
}
""",
}


def module(program: Program, accuracy: dict[str, Any] | None = None, certified: Any = (),
           docstring: str = "") -> str:
    """The text of a C file: its documentation with a header, and functions over arrays."""
    if program.loop is not None:
        return with_header(c_source(program, " ".join(FLAGS), _comment(docstring)))
    if program.with_parameter is not None:
        return with_header(c_with_parameter.c_source(program, " ".join(FLAGS), _comment(docstring)))
    renamed = {i.name: f"v{k}" for k, i in enumerate(program.inputs)}
    name = program.name
    lines = ["/*", _comment(docstring),
             f" * Build      cc {' '.join(FLAGS)} {name}.c -o {name}.so -lm", " */",
             "#include <math.h>", "#include <stddef.h>", ""]
    own = [name for name in _OWN if name in _operations(program)]
    called = {NAMES.get(n, n) for n in _operations(program)} | (
        {"exp", "log1p"} if "logaddexp" in own else set())
    vector = sorted(called & _VECTOR)
    if vector:
        lines += ["#if defined(__GLIBC__) && defined(__x86_64__) && !defined(__clang__)",
                  "#if __GLIBC_PREREQ(2, 35)", "/* vector forms, without fast-math */"]
        lines += [f'__attribute__((__simd__("notinbranch"))) double {f}(double);' for f in vector]
        lines += ["#endif", "#endif", ""]
    lines += [_OWN[name] for name in own]
    lines.append(f"/* {', '.join(f'{v} is {n}' for n, v in renamed.items()) or 'no arguments'} */")
    lines += _function(program, f"{name}_array", renamed)
    if parameters(program):
        named = {n: f"p{v[1:]}" if n in parameters(program) else v for n, v in renamed.items()}
        lines += ["", "/* the same for parameters that are one number each */",
                  *_function(program, f"{name}_points", named)]
    return with_header("\n".join([*lines, ""]))


def with_header(text: str) -> str:
    """A C file with what goes into a Makefile and a header in its documentation.

    >>> source = "/*\\n * Build      cc one.c -o one.so\\n */\\nint one(void)\\n{\\n}\\n"
    >>> print(with_header(source).partition("*/")[0])
    /*
     * Build      cc one.c -o one.so
     * Makefile   one.so: one.c; cc $< -o $@
     * Header     #include <stddef.h>
     *            int one(void);
    <BLANKLINE>
    """
    found = re.findall(r"^((?!static)\w+ \w+\([^;{}]*\))\n\{", text, re.MULTILINE)
    lines = ["#include <stddef.h>"]
    for declared in found:
        words = " ".join(declared.replace("restrict ", "").split()).replace(", ", ",\0")
        parts = wrap(words.replace(" ", "\1").replace("\0", " ") + ";", 86,
                     subsequent_indent="    ", break_long_words=False)
        lines += [part.replace("\1", " ") for part in parts]
    header = " * Header     " + "\n *            ".join(lines)

    def more(build: re.Match[str]) -> str:
        command, source, library = build[1], build[2], build[3]
        rule = f" * Makefile   {library}: {source}; {command} $< -o $@{build[4]}"
        return f"{build[0]}\n{rule}\n{header}"

    return re.sub(r"^ \* Build +(.*) (\S+\.c) -o (\S+)(.*)$", more, text, count=1,
                  flags=re.MULTILINE)


def parameters(program: Program) -> frozenset[str]:
    """The inputs that have a default, where there are others: mostly one number each."""
    found = frozenset(i.name for i in program.inputs if i.default is not None)
    return found if len(found) < len(program.inputs) else frozenset()


def _function(program: Program, name: str, renamed: dict[str, str]) -> list[str]:
    """A function over arrays; what rests on single numbers alone is computed before the loop."""
    arrays = {v for v in renamed.values() if v.startswith("v")}
    given = [f"const double *restrict {v}" if v in arrays else f"double {v}"
             for v in renamed.values()]
    results = [f"double *restrict out{k}" for k in range(len(program.outputs))]
    before, inside = [], []
    for step in program.body:
        assert not isinstance(step.value, Loop)
        value = _renamed(step.value, renamed)
        line = f"const double {step.name} = {write(value)};"
        if _names(value) & arrays:
            arrays.add(step.name)
            inside.append(line)
        else:
            before.append(line)
    inside += [f"out{k}[i] = {n if n not in renamed else write(Var(renamed[n]))};"
               for k, n in enumerate(program.outputs)]
    return [f"void {name}(size_t count, {', '.join([*given, *results])})", "{",
            *(f"    {line}" for line in before), "    for (size_t i = 0; i < count; i++) {",
            *(f"        {line}" for line in inside), "    }", "}"]


def _names(node: Expr) -> set[str]:
    if isinstance(node, Op):
        return set().union(*map(_names, node.args))
    return {node.name} if isinstance(node, Var) else set()


def _comment(docstring: str) -> str:
    text = docstring.strip('"').strip().replace("*/", "* /")
    return "\n".join(f" * {line}".rstrip() for line in text.splitlines())


def _renamed(node: Expr, names: dict[str, str]) -> Expr:
    if isinstance(node, Var):
        return Var(names.get(node.name, node.name))
    if isinstance(node, Op):
        return Op(node.name, tuple(_renamed(a, names) for a in node.args))
    return node


def _operations(program: Program) -> set[str]:
    found: set[str] = set()
    stack: list[Any] = [step.value for step in program.body]
    while stack:
        node = stack.pop()
        if isinstance(node, Op):
            found.add(node.name)
            stack.extend(node.args)
    return found


def compiler() -> list[str]:
    """The system's C compiler, with what CC says beside its name, or how to get one."""
    try:
        given = shlex.split(os.environ.get("CC", ""))
    except ValueError as problem:
        raise ExportRefused(f"CC is no command: {problem}") from None
    found = given or [p for p in map(shutil.which, ("cc", "gcc", "clang")) if p][:1]
    if not found:
        raise ExportRefused("the backend c needs a C compiler: install gcc or clang, or set CC")
    return found


def _this_run() -> Path:
    """The folder for libraries that cannot be kept; it goes when the process ends."""
    if not _OF_THIS_RUN:
        place = tempfile.mkdtemp(prefix="derive-")
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        _OF_THIS_RUN.append(Path(place))
    return _OF_THIS_RUN[0]


def build(source: str, name: str) -> Path:
    """The shared library of a source, built once: the name holds the content's hash.

    Where the cache folder cannot be written, or is full, it is built for this run. Raises
    ExportRefused with what the compiler or the disk says.
    """
    command = [*compiler(), *FLAGS]
    file = f"{name}-{cache.digest(*command, source)}.so"
    kept = cache.folder()
    for place in (*([kept] if kept else []), *_OF_THIS_RUN):
        if _whole(place / file):
            return place / file
    try:
        with tempfile.TemporaryDirectory() as fresh:
            made = _compiled(command, source, Path(fresh))
            if kept is not None:
                try:
                    return _put(made, kept / file)
                except OSError:
                    pass  # read-only or full
            return _put(made, _this_run() / file)
    except OSError as problem:
        raise ExportRefused(f"there is no room to build the C file ({problem.strerror}): TMPDIR "
                            "names another folder") from None


def _compiled(command: list[str], source: str, place: Path) -> Path:
    text, made = place / "program.c", place / "program.so"
    text.write_text(source, encoding="utf-8")
    try:
        done = subprocess.run([*command, str(text), "-o", str(made), "-lm"],
                              capture_output=True, text=True, errors="replace", check=False)
    except OSError as problem:
        raise ExportRefused(f"the C compiler {command[0]!r} cannot be run "
                            f"({problem.strerror}); CC names it") from None
    if done.returncode or not made.is_file():
        lines = done.stderr.strip().splitlines() or ["no message"]
        said = next((line for line in lines if "error" in line), lines[0])
        raise ExportRefused(f"the C compiler refuses the program: {said}")
    return made


def _put(made: Path, library: Path) -> Path:
    """The library in its folder, complete or not at all."""
    handle, partial = tempfile.mkstemp(dir=library.parent)
    os.close(handle)
    try:
        shutil.copyfile(made, partial)
        _digest_of(library).write_text(_content(made), encoding="ascii")
        os.replace(partial, library)
    except OSError:
        os.unlink(partial)
        raise
    return library


def _whole(library: Path) -> bool:
    """Whether a library is as it was built: loading a damaged one may end the process."""
    try:
        return _digest_of(library).read_text(encoding="ascii") == _content(library)
    except (OSError, UnicodeDecodeError):
        return False


def _digest_of(library: Path) -> Path:
    return library.with_suffix(".sha256")


def _content(library: Path) -> str:
    return hashlib.sha256(library.read_bytes()).hexdigest()


def _flat(value: Any, shape: tuple[int, ...]) -> Any:
    """The numbers of an array of that shape one after the other."""
    import numpy as np

    if value.shape != shape:
        value = np.broadcast_to(value, shape)
    usable = value.flags.c_contiguous and value.flags.aligned
    return value if usable else np.array(value, order="C")


def _loaded(library: ctypes.CDLL, program: Program, form: str, numbers: frozenset[str]) -> Any:
    loop = getattr(library, f"{program.name}_{form}")
    loop.argtypes = [ctypes.c_size_t, *(ctypes.c_double if i.name in numbers else ctypes.c_void_p
                                        for i in program.inputs),
                     *[ctypes.c_void_p] * len(program.outputs)]
    loop.restype = None
    return loop


def function(program: Program) -> Callable[..., Any]:
    """The compiled loop as a function with the calling rules of the numpy backend."""
    import numpy as np

    path = build(module(program), program.name)
    if program.loop is not None:
        return c_function(program, path, 10_000)
    if program.with_parameter is not None:
        return c_with_parameter.c_function(program, path)
    library = ctypes.CDLL(str(path))
    single = parameters(program)
    over_arrays = _loaded(library, program, "array", frozenset())
    over_points = _loaded(library, program, "points", single) if single else over_arrays
    places = [k for k, i in enumerate(program.inputs) if i.name in single]

    def evaluate(*values: Any) -> tuple[Any, ...]:
        shape = values[0].shape if values else ()
        if any(v.shape != shape for v in values):
            shape = np.broadcast_shapes(*(v.shape for v in values))
        alone = all(values[k].size == 1 for k in places)
        loop, numbers = (over_points, places) if alone else (over_arrays, [])
        results = [np.empty(shape) for _ in program.outputs]
        given = [v.item() if k in numbers else _flat(v, shape) for k, v in enumerate(values)]
        loop(math.prod(shape), *(v.__array_interface__["data"][0] if isinstance(v, np.ndarray)
                                 else v for v in (*given, *results)))
        return tuple(results)

    # the calling rules are those of the numpy module, whose inner function is replaced
    bare = expression_module(program, {}, (), '"""Generated by derive."""')
    space = run_source(bare, program.name)
    space |= {"_evaluate": evaluate, "_CHUNK": 1 << 62}
    called: Callable[..., Any] = space[program.name]
    return called


add(Backend("c", "C99, built with the system's compiler", ".c", function, module,
            loops=True, parameters=True))
