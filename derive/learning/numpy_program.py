"""A numpy function for loss and gradients, layer by layer, with the names of the derivation.

Every definition and every named cotangent becomes one assignment, so the cost is linear in the
number of parameters. Vectors are columns of shape (n, 1), as on the page. Names are cleaned and
nothing else of a term's text reaches the code.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from derive.layout import laid
from derive.learning.activation import Activation
from derive.learning.gradient import Gradient
from derive.rules.pull import NoLaw
from derive.terms.build import call
from derive.terms.shapes import is_one
from derive.terms.term import Term
from derive.vetting import run_source

STABLE = {
    "softmax": ("def softmax(z):", "    e = np.exp(z - z.max(axis=0, keepdims=True))",
                "    return e / e.sum(axis=0, keepdims=True)"),
    "row_softmax": ("def row_softmax(z):", "    e = np.exp(z - z.max(axis=1, keepdims=True))",
                    "    return e / e.sum(axis=1, keepdims=True)"),
    "logsumexp": ("def logsumexp(z):", "    m = z.max(axis=0, keepdims=True)",
                  "    return m + np.log(np.exp(z - m).sum(axis=0, keepdims=True))"),
    "row_logsumexp": ("def row_logsumexp(z):", "    m = z.max(axis=1, keepdims=True)",
                      "    return m + np.log(np.exp(z - m).sum(axis=1, keepdims=True))"),
}
#: functions of a formula's own text that numpy does not have
WRITTEN = {
    "erf_of": ("def erf_of(x):", "    import math", "",
            "    return np.vectorize(math.erf, otypes=[float])(x)"),
    "erfc_of": ("def erfc_of(x):", "    import math", "",
             "    return np.vectorize(math.erfc, otypes=[float])(x)"),
}
PLAIN = {"exp": "np.exp", "log": "np.log", "sqrt": "np.sqrt", "abs": "np.abs", "sin": "np.sin",
         "cos": "np.cos", "tan": "np.tan", "sinh": "np.sinh", "cosh": "np.cosh",
         "tanh": "np.tanh", "arctan": "np.arctan", "erf": "erf_of", "total": "np.sum",
         "trace": "np.trace", "det": "np.linalg.det", "inverse": "np.linalg.inv",
         "softmax": "softmax", "row_softmax": "row_softmax",
         "logsumexp": "logsumexp", "row_logsumexp": "row_logsumexp"}


@dataclass(frozen=True)
class NumpyProgram:
    """``source`` defines ``loss_and_gradients(parameters)``, and ``function`` makes it.

    ``inputs`` are the symbols of the first parameters; the rest are functions handed in.
    """

    source: str
    parameters: tuple[str, ...]
    gradients: tuple[str, ...]
    lines: Mapping[str, str]
    inputs: tuple[Term, ...] = ()

    def function(self) -> Callable[..., tuple[Any, dict[str, Any]]]:
        """The compiled function: arrays in, the loss and a dictionary of gradients out."""
        import numpy

        space = run_source(self.source, "loss_and_gradients", np=numpy)
        made: Callable[..., tuple[Any, dict[str, Any]]] = space["loss_and_gradients"]
        return made


@dataclass
class Code:
    """Terms as Python expressions, with clean names; what is written once is kept."""

    activations: Mapping[Term, Activation]
    names: dict[Term, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: {"np"})
    written: dict[str, tuple[str, ...]] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)  # generic ones: handed in
    sizes: dict[Term, str] = field(default_factory=dict)
    values: dict[Term, str] = field(default_factory=dict)  # terms whose value has a name

    def name(self, t: Term) -> str:
        """A Python name for a symbol: ``W[1]`` is ``W1``."""
        if t not in self.names:
            levels = "".join(str(a) for a in t.args[2:]) if t.head == "matrix" else ""
            self.names[t] = self.free_name(t.name + levels)
        return self.names[t]

    def free_name(self, text: str) -> str:
        """The text as a Python name that nothing has yet."""
        plain = re.sub(r"\W", "_", text, flags=re.ASCII)
        plain = f"v_{plain}" if not plain or not plain[0].isalpha() else plain
        while keyword.iskeyword(plain) or plain in self.taken or plain in PLAIN:
            plain += "_"
        self.taken.add(plain)
        return plain

    def fresh(self, text: str) -> str:
        """A name for a value without one: t1, t2, ..."""
        stem = text.rstrip("0123456789")
        number = 1
        while f"{stem}{number}" in self.taken:
            number += 1
        return self.free_name(f"{stem}{number}")

    def written_for(self, called: set[str]) -> list[tuple[str, ...]]:
        """The functions with these names, and those that they call."""
        wanted = [name for name in self.written if name in called]
        for name in wanted:
            wanted += [other for other in self.written if other not in wanted
                       and any(f"{other}(" in line for line in self.written[name][1:])]
        return [self.written[name] for name in self.written if name in wanted]

    def write(self, t: Term) -> str:
        """An expression, in parentheses unless it is one thing."""
        head, args = t.head, t.args
        if t in self.values:
            return self.values[t]
        if head in ("matrix", "sym") and (t in self.names or t.shape is not None):
            return self.name(t)
        if head == "int":
            return f"{t.value}.0"
        if head == "const":
            return {"pi": "np.pi", "e": "np.e"}[t.name]
        if head in ("sym", "call") and t in self.sizes:
            return self.sizes[t]
        writer = getattr(self, f"_{head}", None)
        if writer is not None:
            return str(writer(t))
        if head in PLAIN:
            if head in STABLE:
                self.written[head] = STABLE[head]
            if PLAIN[head] in WRITTEN:
                self.written[PLAIN[head]] = WRITTEN[PLAIN[head]]
            return f"{PLAIN[head]}({self.bare(args[0])})"
        raise NoLaw(f"there is no numpy form of {head!r}")

    def bare(self, t: Term) -> str:
        """The expression without its outer parentheses."""
        text = self.write(t)
        return text[1:-1] if text.startswith("(") and _closes(text) else text

    def _joined(self, t: Term, sign: str) -> str:
        return "(" + f" {sign} ".join(self.write(a) for a in t.args) + ")"

    def _add(self, t: Term) -> str:
        text = self.write(t.args[0])
        for a in t.args[1:]:
            minus, rest = negative(a)
            text += f" {'-' if minus else '+'} {self.write(rest)}"
        return f"({text})"

    _matadd = _add

    def _mul(self, t: Term) -> str:
        return self._joined(t, "*")

    _scale = _hadamard = _mul

    def _matmul(self, t: Term) -> str:
        return self._joined(t, "@")

    def _div(self, t: Term) -> str:
        return self._joined(t, "/")

    def _neg(self, t: Term) -> str:
        return f"(-{self.write(t.args[0])})"

    def _pow(self, t: Term) -> str:
        base, exponent = t.args
        power = str(exponent.value) if exponent.head == "int" else self.write(exponent)
        return f"({self.write(base)} ** {power})"

    def _transpose(self, t: Term) -> str:
        return f"{self.write(t.args[0])}.T"

    def _item(self, t: Term) -> str:
        return f"{self.write(t.args[0])}[0, 0]"

    def _inner(self, t: Term) -> str:
        a, b = t.args
        return f"np.sum({self.write(a)} * {self.write(b)})"

    def _log(self, t: Term) -> str:
        """``log det A`` without the determinant, which soon overflows."""
        (inside,) = t.args
        return self._logdet(inside) if inside.head == "det" else f"np.log({self.bare(inside)})"

    def _logdet(self, t: Term) -> str:
        return f"np.linalg.slogdet({self.bare(t.args[0])})[1]"

    def _kron(self, t: Term) -> str:
        return f"np.kron({self.bare(t.args[0])}, {self.bare(t.args[1])})"

    def _diag(self, t: Term) -> str:
        return f"np.diagflat({self.bare(t.args[0])})"

    def _diagonal(self, t: Term) -> str:
        return f"np.diagonal({self.bare(t.args[0])})[:, None]"

    def _ones(self, t: Term) -> str:
        return f"np.ones(({self.size(t.args[0])}, {self.size(t.args[1])}))"

    def _zeros(self, t: Term) -> str:
        return f"np.zeros(({self.size(t.args[0])}, {self.size(t.args[1])}))"

    def _identity(self, t: Term) -> str:
        return f"np.eye({self.size(t.args[0])})"

    def size(self, t: Term) -> str:
        """A size: a number, or read off an array that has it."""
        if t.head == "int":
            return str(t.value)
        if t in self.sizes:
            return self.sizes[t]
        raise NoLaw(f"no argument has the size {t}")

    def _map(self, t: Term) -> str:
        fun, *arguments = t.args
        given = [a for a in arguments if a.shape is not None]
        order = sum(int(str(o)) for o in t.data)
        if len(given) != 1 or order > 1:
            raise NoLaw(f"numpy code is written for functions of one matrix and their first "
                        f"derivative, not for {t}")
        shared = self._by_value(fun, t.args) if order else None
        levels = "_".join(str(a) for a in arguments if a.shape is None)
        return shared or f"{self.function(fun, order, levels)}({self.bare(given[0])})"

    def _by_value(self, fun: Term, args: tuple[Term, ...]) -> str | None:
        """A derivative that needs only the function's own value, where that has a name."""
        activation = self.activations.get(fun)
        value = self.values.get(Term("map", (0,) * (len(args) - 1), args))
        if activation is None or activation.kinks or value is None:
            return None
        (x,) = activation.body.free - frozenset({fun})
        here = call(fun, x)
        inside = Code({}, values={here: value})
        return None if _mentions(activation.derivative, x, here) else inside.write(
            activation.derivative)

    def _call(self, t: Term) -> str:
        order = sum(int(str(o)) for o in t.data)
        return f"{self.function(t.args[0], order)}({self.bare(t.args[1])})"

    def function(self, fun: Term, order: int, levels: str = "") -> str:
        """The name of a function or of its derivative; a generic one is handed in."""
        activation = self.activations.get(fun)
        plain = re.sub(r"\W", "_", fun.name + levels, flags=re.ASCII)
        name = plain + ("_prime" if order else "")
        if activation is None:
            self.functions[name] = None
        elif name not in self.written:
            self.written[name] = self._function_of(name, activation, order)
        return name

    def _function_of(self, name: str, activation: Activation, order: int) -> tuple[str, ...]:
        if not order:
            for needed, lines in WRITTEN.items():
                if f"{needed}(" in activation.numpy:
                    self.written[needed] = lines
            return f"def {name}(x):", f"    return {activation.numpy}"
        inside = Code({a.symbol: a for a in (activation, *activation.uses)},
                       written=self.written)
        (x,) = [s for s in activation.body.free if s.head == "sym"]
        inside.names[x] = "x"
        text = inside.bare(activation.derivative)
        if not activation.kinks:
            return f"def {name}(x):", f"    return {text} + 0.0 * x"
        at = ", ".join(str(float(k)) for k in activation.kinks)
        if activation.at_kink is None and 0 not in activation.kinks:
            return (f"def {name}(x):  # at {at}: the value on the side of 0",
                    f"    x = np.where(np.isin(x, [{at}]), np.nextafter(x, 0.0), x)",
                    f"    return {text}")
        value = float(activation.at_kink or 0)
        return (f"def {name}(x):  # at the kink {at}: {value}",
                f"    kink = np.isin(x, [{at}])", "    x = np.where(kink, x + 1.0, x)",
                f"    return np.where(kink, {value}, {text})")


def _mentions(t: Term, x: Term, but_in: Term) -> bool:
    return t is x or (t is not but_in and any(_mentions(a, x, but_in) for a in t.args))


def negative(a: Term) -> tuple[bool, Term]:
    """Whether a summand is subtracted, and what is left without its sign."""
    if a.head == "neg":
        return True, a.args[0]
    if a.head == "scale" and a.args[0].head == "neg":
        factor = a.args[0].args[0]
        one = factor.head == "int" and factor.value == 1
        return True, a.args[1] if one else Term("scale", (), (factor, a.args[1]))
    return False, a


def _closes(text: str) -> bool:
    depth = 0
    for position, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return position == len(text) - 1
    return False


def numpy_program(gradient: Gradient, activations: Mapping[Term, Activation] | None = None
                  ) -> NumpyProgram:
    """The numpy function of a gradient.

    ``activations`` say what function symbols are; one that is not among them is an argument of
    the function, and so is its derivative (``sigma``, ``sigma_prime``).

    Raises
    ------
    NoLaw
        Something in the gradient has no numpy form; it is named.
    """
    code = Code(activations or {})
    defined = {let.symbol for let in (*gradient.lets, *gradient.names)}
    wanted = list(gradient)
    free = {t: None for let in gradient.lets for t in let.value.walk()
            if t not in defined and (t.head == "matrix" or (t.head == "sym" and t.sort != "N0"))}
    parameters = [*(w for w in wanted if w in free), *(t for t in free if t not in wanted)]
    names = [code.name(p) for p in parameters]
    for p in parameters:
        for axis, size in enumerate(p.shape or ()):
            if not is_one(size):
                code.sizes.setdefault(size, f"{code.name(p)}.shape[{axis}]")
    lines = {}
    body = []
    for let in (*gradient.lets, *gradient.names):
        target = code.name(let.symbol)
        lines[str(let.symbol)] = f"{target} = {code.bare(let.value)}"
        body.append(lines[str(let.symbol)])
        if let.value.shape is not None:
            code.values[let.value] = target
    returned = []
    for w in wanted:
        text = code.bare(gradient[w])
        lines[f"dL/d{w}"] = text
        returned.append(f'"{code.name(w) if w in free else re.sub("[^0-9A-Za-z_]", "", str(w))}":'
                        f" {text}")
    functions = [line for one in code.written.values() for line in (*one, "", "")]
    signature = ", ".join([*names, *code.functions])
    source = "\n".join([
        "import numpy as np", "", "", *functions, f"def loss_and_gradients({signature}):",
        *(f"    {line}" for line in body),
        f"    return {code.name(gradient.loss)}, {{{', '.join(returned)}}}", ""])
    return NumpyProgram(laid(source), (*names, *code.functions), tuple(map(str, wanted)), lines,
                        tuple(parameters))
