"""Pulling a cotangent back through a term: one law per head.

Where v = e(u, w, ...) and the loss changes by <G, dv>, it changes by the sum of <G_u, du>; here
the G_u are found, from the outside of e inwards. Untrusted: each result is compared with the
forward differential by the kernel. What has no law here is refused by name; there is no default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from derive.rules import tidy
from derive.terms import matrices as mx
from derive.terms.build import PI, add, div, exp, mul, neg, power, sqrt, term
from derive.terms.domains import sort_of
from derive.terms.shapes import is_one
from derive.terms.term import Term, TermError


class NoLaw(ValueError):
    """The sweep does not know how to pull a cotangent through this; the message names it."""


@dataclass
class Pulled:
    """Contributions to each symbol, in the order met, and the laws that were used."""

    varies: Callable[[Term], bool]
    contributions: dict[Term, list[Term]] = field(default_factory=dict)
    laws: dict[str, None] = field(default_factory=dict)

    def push(self, node: Term, cotangent: Term) -> None:
        """Carry the cotangent of ``node`` to the symbols inside it."""
        if not self.varies(node) or tidy.is_zero(cotangent):
            return
        if node.head in ("sym", "matrix"):
            self.contributions.setdefault(node, []).append(cotangent)
            return
        law = _LAWS.get(node.head)
        if law is None:
            raise NoLaw(f"the sweep has no law for {node.head!r}, in {node}")
        self.laws[node.head] = None
        law(self, node, cotangent)


def pull(node: Term, cotangent: Term, varies: Callable[[Term], bool]) -> Pulled:
    """The contributions of ``<cotangent, d node>`` to the symbols that vary.

    >>> from derive.terms.matrices import matmul, matrix, vector
    >>> W, x, d = matrix("W", 2, 3), vector("x", 3), vector("d", 2)
    >>> [str(g) for g in pull(matmul(W, x), d, lambda s: True).contributions[W]]
    ['(matmul d (transpose x))']
    """
    pulled = Pulled(varies)
    pulled.push(node, cotangent)
    return pulled


def gathered(contributions: list[Term]) -> Term:
    """The sum of the contributions to one symbol."""
    if contributions[0].shape is None:
        return tidy.plus(*contributions)
    return tidy.matadd(*contributions)


# -- laws -------------------------------------------------------------------------------------


def _each(self: Pulled, node: Term, g: Term) -> None:
    for arg in node.args:
        self.push(arg, g)


def _negation(self: Pulled, node: Term, g: Term) -> None:
    self.push(node.args[0], tidy.product(term(-1), g))


def _scalar_product(self: Pulled, node: Term, g: Term) -> None:
    for i, arg in enumerate(node.args):
        self.push(arg, tidy.product(g, *node.args[:i], *node.args[i + 1:]))


def _quotient(self: Pulled, node: Term, g: Term) -> None:
    above, below = node.args
    self.push(above, tidy.product(g, div(1, below)))
    self.push(below, tidy.product(term(-1), g, div(above, below), div(1, below)))


def _scale(self: Pulled, node: Term, g: Term) -> None:
    factor, a = node.args
    self.push(a, tidy.scaled([factor], g))
    self.push(factor, tidy.inner(g, a))


def _matmul(self: Pulled, node: Term, g: Term) -> None:
    for i, arg in enumerate(node.args):
        before = [tidy.transpose(f) for f in reversed(node.args[:i])]
        after = [tidy.transpose(f) for f in reversed(node.args[i + 1:])]
        self.push(arg, tidy.matmul(*before, g, *after))


def _hadamard(self: Pulled, node: Term, g: Term) -> None:
    for i, arg in enumerate(node.args):
        self.push(arg, tidy.hadamard(g, *node.args[:i], *node.args[i + 1:]))


def _function(self: Pulled, node: Term, g: Term) -> None:
    fun, *arguments = node.args
    for i, arg in enumerate(arguments):
        if not self.varies(arg):
            continue
        orders = tuple(int(str(o)) + (i == j) for j, o in enumerate(node.data))
        try:
            slope = Term(node.head, orders, (fun, *arguments))
        except TermError as error:
            raise NoLaw(f"{fun} cannot be differentiated that often in {node}") from error
        if node.shape is None:
            self.push(arg, tidy.product(g, slope))
        else:
            self.push(arg, tidy.hadamard(g, slope) if arg.shape else tidy.inner(g, slope))


def _one_by_one(self: Pulled, node: Term, g: Term) -> None:
    self.push(node.args[0], tidy.scaled([g], mx.ones(1, 1)))


def _total(self: Pulled, node: Term, g: Term) -> None:
    self.push(node.args[0], tidy.scaled([g], mx.ones(*_shape(node.args[0]))))


def _trace(self: Pulled, node: Term, g: Term) -> None:
    self.push(node.args[0], tidy.scaled([g], mx.identity(_shape(node.args[0])[0])))


def _inner(self: Pulled, node: Term, g: Term) -> None:
    a, b = node.args
    if a is b:
        self.push(a, tidy.scaled([term(2), g], a))
        return
    self.push(a, tidy.scaled([g], b))
    self.push(b, tidy.scaled([g], a))


def _inverse(self: Pulled, node: Term, g: Term) -> None:
    turned = tidy.transpose(node)
    self.push(node.args[0], tidy.matmul(tidy.scaled([term(-1)], turned), g, turned))


def _logdet(self: Pulled, node: Term, g: Term) -> None:
    factors = [g] if node.head == "logdet" else [g, node]
    self.push(node.args[0], tidy.scaled(factors, tidy.transpose(mx.inverse(node.args[0]))))


def _softmax(self: Pulled, node: Term, g: Term) -> None:
    rows, columns = _shape(node)
    by_row = node.head == "row_softmax"
    if is_one(rows if by_row else columns):
        mean = tidy.scaled([tidy.inner(node, g)], mx.ones(rows, columns))
    elif by_row:
        mean = mx.matmul(tidy.hadamard(node, g), mx.ones(columns), mx.ones(1, columns))
    else:
        mean = mx.matmul(mx.ones(rows), mx.ones(1, rows), tidy.hadamard(node, g))
    self.push(node.args[0], tidy.hadamard(node, tidy.matadd(g, tidy.scaled([term(-1)], mean))))


def _logsumexp(self: Pulled, node: Term, g: Term) -> None:
    (z,) = node.args
    rows, columns = _shape(z)
    scalars, bare = tidy.split_scale(g)
    if node.head == "logsumexp":
        p, spread = mx.softmax(z), tidy.matmul(mx.ones(rows, 1), bare)
    else:
        p, spread = mx.row_softmax(z), tidy.matmul(bare, mx.ones(1, columns))
    self.push(z, tidy.scaled(scalars, tidy.hadamard(p, spread)))


def _power(self: Pulled, node: Term, g: Term) -> None:
    base, exponent = node.args
    if self.varies(exponent):
        raise NoLaw(f"the sweep has no law for a varying exponent, in {node}")
    lowered = term(exponent.value - 1) if exponent.head == "int" else add(exponent, neg(1))
    if exponent.head == "int" and exponent.value == 0:
        return
    slope = base if lowered.head == "int" and lowered.value == 1 else power(base, lowered)
    if lowered.head == "int" and lowered.value == 0:
        slope = term(1)
    self.push(base, tidy.product(g, exponent, slope))


def _elementary(self: Pulled, node: Term, g: Term) -> None:
    (u,) = node.args
    if sort_of(u) == "C":
        raise NoLaw(f"the sweep is about real functions, not {node}")
    slope = {
        "exp": lambda: node, "log": lambda: div(1, u), "sqrt": lambda: div(1, Term(
            "mul", (), (term(2), node))), "abs": lambda: div(node, u),
        "sin": lambda: Term("cos", (), (u,)), "cos": lambda: neg(Term("sin", (), (u,))),
        "sinh": lambda: Term("cosh", (), (u,)), "cosh": lambda: Term("sinh", (), (u,)),
        "tanh": lambda: add(1, neg(power(node, 2))), "arctan": lambda: div(1, add(1, power(u, 2))),
        "erf": lambda: div(mul(2, exp(neg(power(u, 2)))), sqrt(PI)),
    }[node.head]()
    self.push(u, tidy.product(g, slope))


def _level_sum(self: Pulled, node: Term, g: Term) -> None:
    index, body, lower, upper = node.args
    inside = Pulled(self.varies)
    inside.push(body, g)
    for symbol, found in inside.contributions.items():
        if any(index in a.free for a in symbol.args):
            raise NoLaw(f"{symbol.name} stands in a sum over all its levels {index}: write the "
                        "layers one by one")
        head = "sum" if symbol.shape is None else "matsum"
        self.contributions.setdefault(symbol, []).append(
            Term(head, (), (index, gathered(found), lower, upper)))
    self.laws |= inside.laws


def _in_front(make: Callable[[Term], Term], g: Term) -> Term:
    scalars, bare = tidy.split_scale(g)
    return tidy.scaled(scalars, make(bare))


def _shape(a: Term) -> tuple[Term, Term]:
    assert a.shape is not None
    return a.shape


_LAWS: dict[str, Callable[[Pulled, Term, Term], None]] = {
    "add": _each, "matadd": _each, "neg": _negation, "mul": _scalar_product, "div": _quotient,
    "scale": _scale, "matmul": _matmul, "hadamard": _hadamard, "map": _function,
    "call": _function, "item": _one_by_one, "total": _total, "trace": _trace, "inner": _inner,
    "transpose": lambda p, n, g: p.push(n.args[0], tidy.transpose(g)),
    "diag": lambda p, n, g: p.push(n.args[0], _in_front(mx.diagonal, g)),
    "diagonal": lambda p, n, g: p.push(n.args[0], _in_front(mx.diag, g)),
    "inverse": _inverse, "logdet": _logdet, "det": _logdet, "softmax": _softmax,
    "row_softmax": _softmax, "logsumexp": _logsumexp, "row_logsumexp": _logsumexp,
    "pow": _power, "sum": _level_sum, "matsum": _level_sum,
    **dict.fromkeys(("exp", "log", "sqrt", "abs", "sin", "cos", "sinh", "cosh", "tanh", "arctan",
                     "erf"),
                    _elementary),
}
