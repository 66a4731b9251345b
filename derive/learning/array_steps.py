"""A loss and its gradients as single array operations, in an order that frees arrays early.

Definitions and cotangents are taken apart into products, entrywise operations and sums. A
gradient is computed as soon as what it needs is there, so that the activations are free to be
overwritten. Next: ``array_buffers`` (which array holds what), ``numpy_buffered`` (the text).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from derive.kernel.atoms import constant_of
from derive.kernel.calculus import derived
from derive.kernel.normal import Normalizer
from derive.learning.activation import Activation
from derive.learning.numpy_program import Code, negative
from derive.rules.second_order import replaced
from derive.terms.build import call, neg
from derive.terms.matrices import apply, matmul
from derive.terms.shapes import is_one
from derive.terms.term import Term

Shape = tuple[Term, Term]
ENTRYWISE = frozenset(("exp", "log", "sqrt", "abs", "sin", "cos", "tan", "sinh", "cosh", "tanh",
                       "arctan"))
#: a function of the library that is one operation of numpy, perhaps with a number
ONE_CALL = re.compile(r"np\.(\w+)\(x(?:, (-?[\d.]+))?\)")
WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Operand:
    """An array by name, or its transpose."""

    name: str
    turned: bool = False

    def __str__(self) -> str:
        return f"{self.name}.T" if self.turned else self.name


Argument = Operand | str


@dataclass(frozen=True)
class Step:
    """One operation ``target = ...``; a target without shape is a number.

    ``kind``: "product" of two arrays, "entrywise" (the ufunc ``call``), "max" along an axis,
    or "text", where ``call`` is a Python expression. ``comment`` is the formula that
    begins here, ``reads`` what stands in texts.
    """

    kind: str
    target: str
    shape: Shape | None
    arguments: tuple[Argument, ...]
    call: str
    comment: str
    reads: frozenset[str]
    logical: bool = False

    def uses(self) -> frozenset[str]:
        """The names that the operation reads."""
        return self.reads | {a.name for a in self.arguments if isinstance(a, Operand)}


@dataclass
class ArraySteps:
    """Takes terms apart; ``steps`` is the program so far."""

    code: Code
    activations: Mapping[Term, Activation]
    steps: list[Step] = field(default_factory=list)
    known: dict[Term, Operand] = field(default_factory=dict)  # terms whose value is there
    names: set[str] = field(default_factory=set)
    ones: dict[str, Shape] = field(default_factory=dict)
    sums: dict[tuple[Term, int], tuple[Operand, Operand, Operand]] = field(default_factory=dict)
    comment: str = ""

    def define(self, target: str, value: Term, comment: str = "") -> None:
        """``target = value`` for a definition, a cotangent or a gradient."""
        self.comment = comment
        if value.shape is None:
            text = self.scalar(value)
            self.emit("text", target, None, (), text)
            return
        found = self.array(value, target)
        if found.turned or found.name != target:
            self.emit("text", target, value.shape, (), str(found))
        self.known[value] = Operand(target)
        self.code.values[value] = target

    def emit(self, kind: str, target: str, shape: Shape | None, arguments: Sequence[Argument],
             call: str = "", logical: bool = False) -> Operand:
        target = target or self.code.fresh("t1")
        texts = " ".join([call, *(a for a in arguments if isinstance(a, str))])
        reads = frozenset(w for w in WORD.findall(texts) if w in self.names)
        self.steps.append(Step(kind, target, shape, tuple(arguments), call, self.comment, reads,
                               logical))
        self.comment = ""
        self.names.add(target)
        return Operand(target)

    # -- numbers -------------------------------------------------------------------------------

    def scalar(self, t: Term) -> str:
        """A number as a Python expression; the arrays in it are computed first."""
        head, args = t.head, t.args
        if head == "total" and args[0].head == "hadamard" and len(args[0].args) == 2 and all(
                map(_whole, args[0].args)):
            head, args = "inner", args[0].args
        if head == "total":
            return f"np.sum({self.array(args[0])})"
        if head == "inner":
            return f"np.vdot({self.array(args[0])}, {self.array(args[1])})"
        if head == "item":
            return f"{self.array(args[0])}[0, 0]"
        if head == "neg":
            return f"(-{self.scalar(args[0])})"
        if head == "add":
            text = self.scalar(args[0])
            for a in args[1:]:
                minus, rest = negative(a)
                text += f" {'-' if minus else '+'} {self.scalar(rest)}"
            return f"({text})"
        if head in ("mul", "div"):
            return "(" + {"mul": " * ", "div": " / "}[head].join(map(self.scalar, args)) + ")"
        return self.code.write(t)

    # -- arrays --------------------------------------------------------------------------------

    def array(self, t: Term, target: str = "") -> Operand:
        """The value of a matrix term, in ``target`` where one is wanted."""
        if t in self.known:
            return self.known[t]
        if t.head == "matrix":
            return Operand(self.code.name(t))
        writer = getattr(self, f"_{t.head}", None)
        found: Operand | None = writer(t, target) if writer is not None else None
        if found is None:
            found = self.emit("text", target, _shape(t), (), self.code.bare(t))
        self.known[t] = found
        return found

    def entrywise(self, call: str, shape: Shape, target: str, *arguments: Argument,
                  logical: bool = False) -> Operand:
        return self.emit("entrywise", target, shape, arguments, call, logical)

    def _transpose(self, t: Term, target: str) -> Operand:
        inside = self.array(t.args[0])
        return Operand(inside.name, not inside.turned)

    def _ones(self, t: Term, target: str) -> Operand:
        return self.of_ones(*_shape(t))

    def of_ones(self, rows: Term, columns: Term) -> Operand:
        """A matrix of ones, made once with the workspace."""
        name = next((n for n, s in self.ones.items() if s == (rows, columns)), "")
        if not name:
            name = self.code.fresh("ones1")
            self.ones[name] = rows, columns
            self.names.add(name)
        return Operand(name)

    def _matmul(self, t: Term, target: str) -> Operand:
        factors = list(t.args)
        while len(factors) > 2:  # the cheap side first where the whole is a column
            column = is_one(_shape(t)[1])
            pair = factors[-2:] if column else factors[:2]
            factors = ([*factors[:-2], matmul(*pair)] if column
                       else [matmul(*pair), *factors[2:]])
        return self.emit("product", target, _shape(t), [self.array(f) for f in factors])

    def _matadd(self, t: Term, target: str) -> Operand | None:
        shape, parts = _shape(t), [negative(a) for a in t.args]
        start = next((i for i, (minus, a) in enumerate(parts) if not minus and _whole(a)), None)
        if start is None:
            start = next((i for i, (_, a) in enumerate(parts) if _whole(a)), None)
        if start is None:
            return None
        minus, first = parts.pop(start)
        total = self.array(first)
        if minus:
            total = self.entrywise("negative", shape, "", total)
        for number, (minus, part) in enumerate(parts):
            last = target if number == len(parts) - 1 else ""
            total = self.entrywise("subtract" if minus else "add", shape, last, total,
                                   self.spread(part))
        return total

    def spread(self, t: Term) -> Argument:
        """A summand or factor; what is the same in every row or column is not spelled out."""
        if t.head == "ones":
            return "1.0"
        if t.head == "matmul" and len(t.args) == 2:
            left, right = t.args
            if left.head == "ones" and is_one(_shape(left)[1]):
                return self.array(right)
            if right.head == "ones" and is_one(_shape(right)[0]):
                return self.array(left)
        return self.array(t)

    def _scale(self, t: Term, target: str) -> Operand:
        factor, inner = t.args
        if factor.head == "neg" and factor.args[0] is Term("int", (1,)):
            return self.entrywise("negative", _shape(t), target, self.array(inner))
        text = self.scalar(factor)
        return self.entrywise("multiply", _shape(t), target, self.array(inner), text)

    def _hadamard(self, t: Term, target: str) -> Operand | None:
        ordered = sorted(t.args, key=lambda a: (not _whole(a), a.head != "matmul"))
        if not _whole(ordered[0]):
            return None
        total = self.array(ordered[0])  # a product first: its array can hold the result
        for number, factor in enumerate(ordered[1:]):
            last = target if number == len(ordered) - 2 else ""
            total = self.entrywise("multiply", _shape(t), last, total, self.spread(factor))
        return total

    # -- softmax and its logarithm ---------------------------------------------------------------

    def exponentials(self, z: Term, axis: int) -> tuple[Operand, Operand, Operand]:
        """``e^(z - max)``, its sums, and the largest entries, along an axis."""
        if (z, axis) not in self.sums:
            rows, columns = shape = _shape(z)
            one = Term("int", (1,))
            line = (one, columns) if axis == 0 else (rows, one)
            value = self.array(z)
            largest = self.emit("max", "", line, (value, str(axis)))
            moved = self.entrywise("subtract", shape, "", value, largest)
            grown = self.entrywise("exp", shape, "", moved)
            total = self.emit("product", "", line, (
                (self.of_ones(one, rows), grown) if axis == 0 else
                (grown, self.of_ones(columns, one))))
            self.sums[z, axis] = grown, total, largest
        return self.sums[z, axis]

    def _softmax(self, t: Term, target: str, axis: int = 0) -> Operand:
        grown, total, _ = self.exponentials(t.args[0], axis)
        return self.entrywise("divide", _shape(t), target, grown, total)

    def _row_softmax(self, t: Term, target: str) -> Operand:
        return self._softmax(t, target, 1)

    def _logsumexp(self, t: Term, target: str, axis: int = 0) -> Operand:
        _, total, largest = self.exponentials(t.args[0], axis)
        logs = self.entrywise("log", _shape(t), "", total)
        return self.entrywise("add", _shape(t), target, logs, largest)

    def _row_logsumexp(self, t: Term, target: str) -> Operand:
        return self._logsumexp(t, target, 1)

    # -- functions entry by entry ----------------------------------------------------------------

    def _map(self, t: Term, target: str) -> Operand | None:
        fun, *arguments = t.args
        given = [a for a in arguments if a.shape is not None]
        order = sum(int(str(o)) for o in t.data)
        activation = self.activations.get(fun)
        if len(given) != 1 or order > 2 or activation is None:
            return None
        if order:
            return self._slope(activation, order, given[0], target)
        one = ONE_CALL.fullmatch(activation.numpy)
        if one is None:
            return None
        number = [one.group(2)] if one.group(2) else []
        return self.entrywise(one.group(1), _shape(t), target, self.array(given[0]), *number)

    def _slope(self, activation: Activation, order: int, argument: Term, target: str
               ) -> Operand | None:
        """A derivative, from the function's own value where its formula says so."""
        shape = _shape(argument)
        if activation.kinks:
            return (self._side_of_zero(activation, argument, shape, target) if order == 1
                    else None)
        (x,) = [s for s in activation.body.free if s.head == "sym"]
        here = call(activation.symbol, x)
        formula = activation.derivative
        if order == 2:
            formula = replaced(derived(formula, x), call(activation.symbol, x, orders=(1,)),
                               formula)
        leaves = {here: apply(activation.symbol, argument), x: argument}
        if not self._simple(formula, leaves):
            return None
        found = self._formula(formula, leaves, shape, target)
        return found if isinstance(found, Operand) else None

    def _side_of_zero(self, activation: Activation, argument: Term, shape: Shape, target: str
                      ) -> Operand | None:
        """0 below the kink at 0 and 1 above it, as truth values."""
        if activation.kinks != (Fraction(0),) or activation.at_kink not in (0, None):
            return None
        (x,) = [s for s in activation.body.free if s.head == "sym"]
        if [_constant(activation.derivative, x, side) for side in (neg(x), x)] != [0, 1]:
            return None
        value = apply(activation.symbol, argument)
        at_zero = _constant(replaced(activation.body, x, Term("int", (0,))), x, x)
        # a function that is 0 at 0 is positive where its argument is
        there = value in self.known and at_zero == 0
        return self.entrywise("greater", shape, target, self.array(value if there else argument),
                              "0.0", logical=True)

    def _simple(self, t: Term, leaves: Mapping[Term, Term]) -> bool:
        if t in leaves:
            return leaves[t] in self.known or leaves[t].head == "matrix"
        if t.head == "call":
            other = self.activations.get(t.args[0])
            return other is not None and t.data in ((0,), (1,)) and t.args[1] in leaves
        if t.head == "pow" and t.args[1].head != "int":
            return False
        return t.head == "int" or (t.head in ("add", "mul", "neg", "div", "pow", *ENTRYWISE)
                                   and all(self._simple(a, leaves) for a in t.args))

    def _formula(self, t: Term, leaves: Mapping[Term, Term], shape: Shape, target: str = ""
                 ) -> Argument:
        if t in leaves:
            return self.array(leaves[t])
        if t.head == "int":
            return f"{t.value}.0"
        if t.head == "call":
            return self.array(Term("map", t.data, (t.args[0], leaves[t.args[1]])))
        if t.head in ("add", "mul"):
            whole = "add" if t.head == "add" else "multiply"
            total = self._formula(t.args[0], leaves, shape)
            for number, a in enumerate(t.args[1:]):
                minus, rest = negative(a) if whole == "add" else (False, a)
                other = self._formula(rest, leaves, shape)
                last = target if number == len(t.args) - 2 else ""
                total = self.entrywise("subtract" if minus else whole, shape, last, total, other)
            return total
        if t.head == "pow":
            base, power = self._formula(t.args[0], leaves, shape), t.args[1].value
            return (self.entrywise("square", shape, target, base) if power == 2 else
                    self.entrywise("power", shape, target, base, f"{power}.0"))
        names = {"neg": "negative", "div": "divide", "abs": "absolute"}
        parts = [self._formula(a, leaves, shape) for a in t.args]
        return self.entrywise(names.get(t.head, t.head), shape, target, *parts)


def _shape(t: Term) -> Shape:
    assert t.shape is not None
    return t.shape


def _whole(t: Term) -> bool:
    """Whether a summand or factor has an array of its own, of the full shape."""
    return t.head != "ones" and not (t.head == "matmul" and len(t.args) == 2 and any(
        a.head == "ones" for a in t.args) and any(
        a.head == "ones" and is_one(_shape(a)[side]) for side, a in ((1, t.args[0]),
                                                                    (0, t.args[1]))))


def _constant(t: Term, x: Term, size: Term) -> Fraction | None:
    """The number that a term is where ``|x|`` is ``size``; None where it varies."""
    return constant_of(Normalizer().items(replaced(t, Term("abs", (), (x,)), size)))
