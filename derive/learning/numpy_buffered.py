"""The numpy module of a loss and its gradients with arrays that are reused.

Each formula of the derivation is a comment above the operations that compute it. A weight's
gradient from one sample is an outer product, for which a matrix product would take several
times as long; sums over samples are products with ones. Read first: ``array_steps``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from derive.layout import laid
from derive.learning.activation import Activation
from derive.learning.array_buffers import Buffers, buffers
from derive.learning.array_steps import WORD, ArraySteps, Step
from derive.learning.gradient import Gradient
from derive.learning.numpy_program import Code
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import Let
from derive.terms.shapes import is_one
from derive.terms.term import Term
from derive.vetting import run_source

_PRODUCT = '''def _small_product():
    """How many multiplications BLAS does without copying its arguments: with AVX-512 only."""
    found = np.show_config("dicts").get("SIMD Extensions", {}).get("found", ())
    return 1_000_000 if {"X86_V4", "AVX512_SKX"} & {*found} else 0


_SMALL = _small_product()


def _product(a, b, out):
    """a @ b. A call of np.dot costs less than one of np.matmul, but it clears out first."""
    rows, inner = a.shape
    columns = out.shape[1]
    if out.size <= 4096:
        if inner == 1:
            return np.multiply(a, b, out=out)
        if a.dtype == b.dtype == out.dtype:
            return np.dot(a, b, out=out)
    elif inner == 1:  # BLAS is slow here: a line of zeros more
        left = np.zeros((2, rows), out.dtype)
        right = np.zeros((2, columns), out.dtype)
        left[:1], right[:1] = a.T, b
        return np.matmul(left.T, right, out=out)
    elif rows <= 48 and _turned(b) and not _turned(a):  # one pass more, and faster
        out[...] = np.matmul(b.T, a.T).T
        return out
    elif min(rows, inner, columns) <= 48:
        return _product_in_parts(a, b, out)
    return np.matmul(a, b, out=out)


def _turned(matrix):
    """Whether columns lie together in memory, as in a transpose."""
    return matrix.strides[0] < matrix.strides[1]


def _product_in_parts(a, b, out):
    """a @ b where two to eight equal parts of the result are small products; else at once."""
    (rows, inner), columns = a.shape, out.shape[1]
    work = rows * inner * columns
    by_rows = rows >= min(inner, columns)
    size = rows if by_rows else columns
    fitting = (p for p in range(2, 9) if work <= p * _SMALL and size % p == 0)
    parts = next(fitting, 1) if work > _SMALL else 1
    if parts == 1:
        return np.matmul(a, b, out=out)
    if by_rows:
        shape = parts, rows // parts, -1
        np.matmul(a.reshape(shape), b, out=out.reshape(shape))
    else:
        shape = -1, parts, columns // parts
        right, found = (m.reshape(shape).transpose(1, 0, 2) for m in (b, out))
        np.matmul(a, right, out=found)
    return out'''

_ROW_MAXIMUM = '''def _row_maximum(z, out):
    """The largest of each row. Short rows are turned first: numpy is slow along them."""
    if z.shape[1] > 64:
        return np.maximum.reduce(z, axis=1, keepdims=True, out=out)
    np.maximum.reduce(z.T.copy(), axis=0, keepdims=True, out=out.T)
    return out'''

_KINDS = '''def _kinds(*arrays):
    """The shapes and types of arrays; None where one is none."""
    if {*map(type, arrays)} != {np.ndarray}:
        return None
    return [(a.shape, a.dtype) for a in arrays]'''

_ALIGNED = '''def _aligned(array):
    """A copy that begins where a line of the cache does: few passes cross from one to the next."""
    raw = np.empty(array.nbytes + 64, np.uint8)
    start = -raw.ctypes.data % 64
    room = raw[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    room[...] = array
    return room'''

_NUMBER = '''def _number(name, value):
    """The argument, if it is one real number."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must be real without a mask: fill it first")
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        raise TypeError(f"{name} must be one real number, not {array.dtype}")
    if array.ndim:
        raise ValueError(f"{name} is one number, not an array of shape {array.shape}")
    return float(array)'''

_SHAPED = '''def _shaped(name, value, *shape):
    """The argument as an array of floats, if its shape fits; letters are sizes not yet known."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must be real without a mask: fill it first")
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.dtype.itemsize > 8:
        raise TypeError(f"{name} must be real, not {array.dtype}")
    if array.ndim != 2 or any(
        s != n for s, n in zip(shape, array.shape) if not isinstance(s, str)
    ):
        column = "; a vector is a column" if shape[1] == 1 else ""
        said = " x ".join(map(str, shape))
        raise ValueError(
            f"{name} is an array of shape {array.shape}, where {said} is expected{column}"
        )
    if not array.size:
        raise ValueError(f"{name} is empty: its shape is {array.shape}")
    return array if array.dtype.kind == "f" else array.astype(np.float64)'''


@dataclass(frozen=True)
class Wanted:
    """What is computed: definitions in order, results by the symbol they belong to, a number."""

    function: str
    meaning: str
    definitions: Sequence[Let]
    results: Mapping[Term, Term]
    parameters: Sequence[Term]
    number: Term | None = None


@dataclass(frozen=True)
class BufferedProgram:
    """``source`` defines ``workspace`` and the function; ``parameters`` are the arguments."""

    source: str
    name: str
    parameters: tuple[str, ...]
    inputs: tuple[Term, ...]
    results: tuple[str, ...]

    def functions(self) -> dict[str, Any]:
        """What the module defines."""
        return run_source(self.source, self.name)


def buffered_program(wanted: Wanted, activations: Mapping[Term, Activation]) -> BufferedProgram:
    """The module of what is wanted.

    Raises
    ------
    NoLaw
        Something in a formula has no numpy form; it is named.
    """
    code = Code(activations)
    code.taken |= {"out", "workspace", wanted.function}
    names = [code.name(p) for p in wanted.parameters]
    checks = _checks(code, wanted.parameters, names)
    steps, keys = _in_order(code, wanted, activations)
    found = buffers(steps.steps, keys.values())
    number = "" if wanted.number is None else code.name(wanted.number)
    spaces = [f'        "{b}": np.empty(({_sizes(code, shape)}), {"bool" if logical else "kind"}),'
              for b, (shape, logical) in found.made.items()]
    spaces += [f'        "{n}": np.ones(({_sizes(code, s)}), kind),' for n, s in
               steps.ones.items()]
    matrices = [n for n, p in zip(names, wanted.parameters, strict=True) if p.shape is not None]
    uses = any(s.kind == "product" for s in steps.steps)
    body = _text(steps.steps, found)
    called = {word for line in body if not line.lstrip().startswith("#")
              for word in WORD.findall(line)}
    numbers = _number_checks(wanted.parameters, names)
    parts = [*[_PRODUCT] * uses, *[_ROW_MAXIMUM] * ("_row_maximum" in called), _KINDS,
             _ALIGNED, *[_NUMBER] * bool(numbers), _SHAPED,
             *("\n".join(f) for f in code.written_for(called))]
    head = ["from __future__ import annotations", "", "import numpy as np", "",
            f'__all__ = ["{wanted.function}", "workspace"]', "", "",
            "\n\n\n".join(parts), "", ""]
    given = [*names, *code.functions]
    shapes = f"    given = _kinds({', '.join(matrices)})"
    found_by_name = "{" + ", ".join(f'"{k}": {v}' for k, v in keys.items()) + "}"
    result = [*([number] if number else []), found_by_name]
    source = "\n".join([
        *head, f"def workspace({', '.join(given)}):",
        f'    """The arrays that {wanted.function} fills, for arguments of these shapes."""',
        *checks, f"    made = _room({', '.join(given)})",
        '    return {k: v if k == "given" else _aligned(v) for k, v in made.items()}', "", "",
        f"def _room({', '.join(given)}):",
        f"    kind = np.result_type({', '.join(matrices or ['float'])})", shapes,
        "    return {", '        "given": given,', *spaces, "    }", "", "",
        '@np.errstate(all="ignore")',
        f"def {wanted.function}({', '.join([*given, '*', 'out=None'])}):",
        f'    """{wanted.meaning}', "",
        "    out: a workspace; its arrays are overwritten, and the results are among them.",
        '    """', *numbers, shapes,
        '    if not isinstance(out, dict) or out.get("given") != given:',
        *(f"    {line}" for line in checks), "        if out is None:",
        f"            out = _room({', '.join(given)})",
        '        elif not isinstance(out, dict) or out.get("given") != _kinds('
        f"{', '.join(matrices)}):",
        '            raise ValueError("out is no workspace for arrays of these shapes and types")',
        *_unpacked(steps, found), *body, f"    return {', '.join(result)}", ""])
    return BufferedProgram(laid(source), wanted.function, (*names, *code.functions),
                           tuple(wanted.parameters), tuple(keys))


def gradient_program(gradient: Gradient, activations: Mapping[Term, Activation] | None = None
                     ) -> BufferedProgram:
    """The module of ``loss_and_gradients``; parameters first, then data, then functions.

    ``activations`` say what function symbols are; one that is not among them is an argument.
    """
    definitions, gradients = (*gradient.lets, *gradient.names), dict(gradient.swept.gradients)
    return buffered_program(Wanted(
        "loss_and_gradients", "The loss, and its gradients by name.", definitions, gradients,
        arguments(gradient.lets, list(gradients)), gradient.loss), activations or {})


def arguments(lets: Sequence[Let], first: Sequence[Term]) -> tuple[Term, ...]:
    """What definitions leave open: those of ``first`` that they mention, then the rest."""
    defined = {let.symbol for let in lets}
    free = {t: None for let in lets for t in let.value.walk() if t not in defined
            and (t.head == "matrix" or (t.head == "sym" and t.sort != "N0"))}
    return (*(w for w in first if w in free), *(t for t in free if t not in first))


def _number_checks(parameters: Sequence[Term], names: Sequence[str]) -> list[str]:
    lines = []
    for p, name in zip(parameters, names, strict=True):
        if p.shape is None:
            lines.append(f'    {name} = _number("{name}", {name})')
            if p.sort == "P":
                lines += [f"    if {name} <= 0:",
                          f'        raise ValueError(f"{name} must be positive, not {{{name}}}")']
    return lines


def _checks(code: Code, parameters: Sequence[Term], names: Sequence[str]) -> list[str]:
    lines = []
    for p, name in zip(parameters, names, strict=True):
        if p.shape is None:
            continue
        said = [str(s.value) if s.head == "int" else code.sizes.get(s, f'"{s}"')
                for s in p.shape]
        lines.append(f'    {name} = _shaped("{name}", {name}, {", ".join(said)})')
        for axis, size in enumerate(p.shape):
            if not is_one(size):
                code.sizes.setdefault(size, f"{name}.shape[{axis}]")
    return lines


def _in_order(code: Code, wanted: Wanted, activations: Mapping[Term, Activation]
              ) -> tuple[ArraySteps, dict[str, str]]:
    """The steps; each result comes as soon as what it needs is there."""
    steps = ArraySteps(code, activations)
    steps.names |= set(map(code.name, wanted.parameters))
    pending = {let.symbol for let in _needed(wanted)}
    named = {s: code.name(s) if s in wanted.parameters else re.sub("[^0-9A-Za-z_]", "", str(s))
             for s in wanted.results}
    waiting = {named[s]: value for s, value in wanted.results.items()}
    keys: dict[str, str] = {}

    def arrived() -> None:
        ready = [k for k, v in waiting.items() if not pending & set(v.walk())]
        # columns first: their cotangents are in the cache until a matrix product comes
        for key in sorted(ready, key=lambda k: not _is_column(waiting[k])):
            value = waiting.pop(key)
            target = code.free_name(f"d_{key}")
            steps.define(target, value, _formula(code, target, value))
            keys[key] = target

    arrived()
    for let in _needed(wanted):
        target = code.name(let.symbol)
        steps.define(target, let.value, _formula(code, target, let.value))
        pending.discard(let.symbol)
        arrived()
    return steps, {k: keys[k] for k in named.values()}


def _is_column(t: Term) -> bool:
    return t.shape is not None and is_one(t.shape[1])


def _formula(code: Code, target: str, value: Term) -> str:
    try:
        return f"{target} = {code.bare(value)}"
    except NoLaw:  # a second derivative, which the steps below spell out
        return target


def _needed(wanted: Wanted) -> list[Let]:
    """The definitions that a result or the number rests on."""
    used = {t for value in wanted.results.values() for t in value.walk()} | {wanted.number}
    found: list[Let] = []
    for let in reversed(wanted.definitions):
        if let.symbol in used:
            used |= set(let.value.walk())
            found.insert(0, let)
    return found


def _sizes(code: Code, shape: tuple[Term, Term]) -> str:
    return ", ".join(map(code.size, shape))


def _unpacked(steps: ArraySteps, found: Buffers) -> list[str]:
    return [f'    {name} = out["{name}"]' for name in steps.ones]


def _text(steps: Sequence[Step], found: Buffers) -> list[str]:
    lines: list[str] = []
    holder: dict[str, str] = {}  # the name under which an array was last filled
    for step in steps:
        if step.comment and step.comment != f"{step.target} = {step.call}":
            lines.append(f"    # {step.comment}")
        if step.shape is None:
            lines.append(f"    {step.target} = {_bare(step.call)}")
            continue
        array = found.of[step.target]
        out = holder.get(array, f'out["{array}"]')
        lines.append(f"    {_operation(step, out)}")
        holder[array] = step.target
    return lines


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("(") and _one_bracket(text) else text


def _one_bracket(text: str) -> bool:
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False


def _operation(step: Step, out: str) -> str:
    given = ", ".join(_bare(a) if isinstance(a, str) else str(a) for a in step.arguments)
    if step.kind == "product":
        return f"{step.target} = _product({given}, out={out})"
    if step.kind == "entrywise":
        return f"{step.target} = np.{step.call}({given}, out={out})"
    if step.kind == "max":
        value, axis = step.arguments
        if axis == "1":
            return f"{step.target} = _row_maximum({value}, out={out})"
        return (f"{step.target} = np.maximum.reduce({value}, axis={axis}, keepdims=True, "
                f"out={out})")
    line = f"np.copyto({out}, {step.call})"
    return f"{line}\n    {step.target} = {out}" if out != step.target else line
