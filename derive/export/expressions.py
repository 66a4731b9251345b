"""Terms as program expressions; nothing is parsed, nothing evaluated.

A head without a counterpart is refused by its name. Shared subtrees become assignments. Next:
``sympy_expressions`` (the same from SymPy), ``rewriting`` (accuracy), ``backends``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from derive.export.program import (
    Assign,
    Const,
    ExportRefused,
    Expr,
    Named,
    Op,
    Var,
    const,
)
from derive.terms import Term

#: heads of terms that are operations of the same meaning
_SAME = frozenset(("add", "mul", "neg", "div", "pow", "sqrt", "exp", "log", "abs", "sin", "cos",
                   "tan", "sinh", "cosh", "tanh", "arctan", "erf", "floor", "ceiling", "factorial"))


def from_term(term: Term, names: Mapping[Term, str]) -> Expr:
    """A real elementary term as an expression; symbols are looked up in ``names``.

    >>> from derive.terms.build import add, div, symbol
    >>> n = symbol("n", "N0")
    >>> show(from_term(add(n, div(1, 2)), {n: "v0"}))
    'v0 + 1 / 2'
    """
    if term.head == "int":
        return number(Fraction(term.value))
    if term.head == "sym":
        if term not in names:
            raise ExportRefused(f"{term.name} is not an argument: name it in args or fix it")
        return Var(names[term])
    if term.head == "const" and term.name in ("pi", "e"):
        return Named(term.name)
    if term.head == "const" and term.name == "i":
        raise ExportRefused("the value is complex, and functions of real numbers are exported: "
                            "take its real or its imaginary part")
    if term.head in _SAME:
        return Op(term.head, tuple(from_term(a, names) for a in term.args))
    if term.head == "cases":
        return _cases(term.args, names)
    if term.head == "delta":  # of whole numbers: 1 where they are closer than any other two
        a, b = (from_term(t, names) for t in term.args)
        near = Op("less", (Op("abs", (Op("sub", (a, b)),)), Const(Fraction(1, 2))))
        return Op("where", (near, const(1), const(0)))
    if term.head in ("sum", "product"):
        return _unrolled(term, names)
    if term.head == "binomial" and term.args[1].head == "int" and term.args[1].value <= 20:
        return binomial(from_term(term.args[0], names), term.args[1].value)
    what = f"the function {term.args[0].name}" if term.head == "call" else repr(term.head)
    raise ExportRefused(f"{what} has no numeric form here")


def _cases(args: Sequence[Term], names: Mapping[Term, str]) -> Expr:
    """Values with conditions; the last one is the rest, or its condition the opposite of one."""
    pairs = [(args[i], args[i + 1]) for i in range(0, len(args) - 1, 2)]
    if len(args) % 2:
        rest = from_term(args[-1], names)
    else:
        value, condition = pairs.pop()
        opposite = {"lt": "le", "le": "lt"}.get(condition.head)
        if not any(c.head == opposite and c.args == condition.args[::-1] for _, c in pairs):
            raise ExportRefused("the cases do not cover every argument: say what holds otherwise")
        rest = from_term(value, names)
    for value, condition in reversed(pairs):
        rest = _where(condition, from_term(value, names), rest, names)
    return rest


def _where(condition: Term, then: Expr, rest: Expr, names: Mapping[Term, str]) -> Expr:
    if condition.head == "and":
        for part in reversed(condition.args):
            then = _where(part, then, rest, names)
        return then
    if condition.head not in ("lt", "le"):
        raise ExportRefused(f"a condition {condition.head!r} has no numeric form here")
    sides = tuple(from_term(a, names) for a in condition.args)
    return Op("where", (Op("less" if condition.head == "lt" else "less_equal", sides), then, rest))


UNROLLED = 64  # terms of a sum


def _unrolled(term: Term, names: Mapping[Term, str]) -> Expr:
    """A short sum or product from a number to a number, term by term."""
    from derive.terms.binding import substitute

    index, body, low, high = term.args
    if low.head != "int" or high.head != "int" or high.value - low.value >= UNROLLED:
        raise ExportRefused(f"a {term.head} is computed from a number to a number, of at most "
                            f"{UNROLLED} terms")
    parts = [from_term(substitute(body, {index: Term("int", (k,))}), names)
             for k in range(low.value, high.value + 1)]
    if not parts:
        return const(0 if term.head == "sum" else 1)
    return parts[0] if len(parts) == 1 else Op("add" if term.head == "sum" else "mul",
                                              tuple(parts))


def binomial(x: Expr, k: int) -> Expr:
    """``x (x - 1) ... (x - k + 1)/k!``"""
    factors = tuple(Op("sub", (x, const(j))) if j else x for j in range(k))
    if k < 2:
        return factors[0] if k else const(1)
    return Op("div", (Op("mul", factors), const(factorial(k))))


def number(value: Fraction) -> Const:
    """A number that a float can be."""
    try:
        rounded = float(value)
    except OverflowError:
        rounded = 0.0
    if value and not rounded:
        raise ExportRefused("a number in the expression is beyond the range of float64: divide "
                            "it out")
    return Const(value)


LINE = 62  # letters of a right side, about: what is longer gets names for its parts


def shared(outputs: Mapping[str, Expr], lazy: bool = False) -> tuple[Assign, ...]:
    """Assignments in order: what is used more than once, or is long, gets a name t0, t1, ...

    ``lazy``: the branches of a condition are left whole, so that only one is computed.

    >>> e = Op("exp", (Var("v0"),))
    >>> [f"{a.name} = {show(a.value)}" for a in shared({"result": Op("mul", (e, e))})]
    ['t0 = exp(v0)', 'result = t0 * t0']
    """
    uses: dict[Expr, int] = {}

    def count(node: Expr) -> None:
        uses[node] = uses.get(node, 0) + 1
        if uses[node] == 1 and isinstance(node, Op):
            for arg in node.args:
                count(arg)

    for value in outputs.values():
        count(value)
    body: list[Assign] = []
    done: dict[Expr, Expr] = {}

    def named(node: Expr) -> Expr:
        body.append(Assign(f"t{sum(a.name.startswith('t') for a in body)}", node))
        return Var(body[-1].name)

    def build(node: Expr) -> Expr:
        if not isinstance(node, Op) or (lazy and node.name == "where"):
            return node
        if node not in done:
            new: Expr = _in_lines(Op(node.name, tuple(build(a) for a in node.args)), named)
            cheap = node.name == "neg" or node.name in ("less", "less_equal")
            done[node] = named(new) if uses[node] > 1 and not cheap else new
        return done[node]

    for name, value in outputs.items():
        body.append(Assign(name, build(value)))
    return tuple(body)


def _in_lines(node: Op, named: Callable[[Expr], Expr]) -> Expr:
    """The operation with its longest arguments named until it fits in a line."""
    args = list(node.args)
    sizes = [_length(a) for a in args]
    while sum(sizes) + 3 * len(sizes) > LINE:
        longest = max((k for k, a in enumerate(args) if isinstance(a, Op)
                       and a.name not in ("less", "less_equal")),
                      key=lambda k: sizes[k], default=None)
        if longest is None or sizes[longest] < 6:
            return _in_groups(node, args, named) if node.name in ("add", "mul") else Op(
                node.name, tuple(args))
        args[longest] = named(args[longest])
        sizes[longest] = 3
    return Op(node.name, tuple(args))


def _in_groups(node: Op, args: list[Expr], named: Callable[[Expr], Expr]) -> Expr:
    """A long sum or product, from the left as before, twelve at a time."""
    total, rest = args[:12], args[12:]
    while rest:
        total, rest = [named(Op(node.name, tuple(total))), *rest[:11]], rest[11:]
    return Op(node.name, tuple(total))


def _length(node: Expr) -> int:
    """About how many letters an expression has in code."""
    if isinstance(node, Op):
        return len(node.name) + 4 + sum(_length(a) + 2 for a in node.args)
    if isinstance(node, Const):
        whole = node.value.denominator == 1 and abs(node.value) < 10**6
        return len(str(node.value)) + 2 if whole else 20
    return len(node.name) + (3 if isinstance(node, Named) else 0)


_LEVEL = {"add": 1, "sub": 1, "neg": 2, "mul": 3, "div": 3, "pow": 5}


def show(node: Any) -> str:
    """An expression as it is written in a comment.

    >>> show(Op("div", (Op("add", (Var("x"), const(1))), const(2))))
    '(x + 1) / 2'
    """
    return _show(node)[0]


def _show(node: Any) -> tuple[str, int]:
    if isinstance(node, Const):
        text = str(node.value)
        return text, 3 if "/" in text or text.startswith("-") else 9
    if isinstance(node, Var | Named):
        return node.name, 9
    level = _LEVEL.get(node.name, 9)
    if level == 9:
        return f"{node.name}({', '.join(show(a) for a in node.args)})", 9
    parts = []
    for position, arg in enumerate(node.args):
        text, inner = _show(arg)
        tight = inner < level or (inner == level and (position > 0 or node.name == "pow")
                                  and node.name in ("sub", "div", "pow"))
        if node.name == "mul" and isinstance(arg, Op) and arg.name == "div" and position:
            tight = True
        parts.append(f"({text})" if tight else text)
    if node.name == "neg":
        return f"-{parts[0]}", level
    sign = {"add": " + ", "sub": " - ", "mul": " * ", "div": " / ", "pow": "**"}[node.name]
    return sign.join(parts).replace("+ -", "- "), level
