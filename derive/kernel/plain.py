"""Terms in plain ASCII, for replay and for refusals. It reads nothing and decides nothing."""

from __future__ import annotations

from derive.terms.term import BINDER_HEADS, Term

_RELATIONS = {"eq": " = ", "ne": " != ", "lt": " < ", "le": " <= "}


def plain(term: Term) -> str:
    """A formula or term on one line, fully bracketed where it matters.

    >>> from derive.terms.build import add, eq, mul, neg, power, symbol
    >>> x = symbol("x")
    >>> plain(eq(add(power(x, 2), neg(mul(2, x))), 0))
    'x^2 - 2 x = 0'
    """
    return _plain(term, 0)


def _plain(term: Term, level: int) -> str:
    """``level``: 0 anything, 1 a summand, 2 a factor, 3 a base or exponent."""
    head, args = term.head, term.args
    if head in ("int", "sym", "const", "fun", "space"):
        return str(term.data[0])
    if head in _RELATIONS:
        return _RELATIONS[head].join(_plain(a, 0) for a in args)
    if head == "add":
        text = _plain(args[0], 1)
        for arg in args[1:]:
            text += (f" - {_plain(arg.args[0], 2)}" if arg.head == "neg"
                     else f" + {_plain(arg, 1)}")
        return _wrapped(text, level > 0)
    if head == "neg":
        return _wrapped("-" + _plain(args[0], 2), level > 1)
    if head == "mul":
        return _wrapped(" ".join(_plain(a, 2) for a in args), level > 2)
    if head == "div":
        return _wrapped(f"{_plain(args[0], 3)}/{_plain(args[1], 3)}", level > 2)
    if head == "pow":
        return _wrapped(f"{_plain(args[0], 3)}^{_plain(args[1], 3)}", level > 2)
    if head == "call":
        primes = "".join("'" * o if isinstance(o, int) and len(term.data) == 1 else ""
                         for o in term.data)
        orders = "" if len(term.data) == 1 or not any(term.data) else (
            "_{" + ",".join(str(o) for o in term.data) + "}")
        return f"{args[0].name}{primes}{orders}({', '.join(_plain(a, 0) for a in args[1:])})"
    if head == "matrix":  # its name and levels; the shape is in the terms
        levels = ", ".join(_plain(a, 0) for a in args[2:])
        return f"{term.name}[{levels}]" if levels else term.name
    if head in ("operator", "ket"):
        return _operator(term)
    if head == "map":
        orders = "".join(str(o) for o in term.data)
        primes = f"_{{{orders}}}" if any(term.data) else ""
        return f"{args[0].name}{primes}.({', '.join(_plain(a, 0) for a in args[1:])})"
    if head == "forall":
        return f"for all {kind(args[0])}: {_plain(args[1], 0)}"
    if head in BINDER_HEADS:
        data = "".join(f"^{d}" for d in term.data)
        inside = "; ".join(_plain(a, 0) for a in args[1:])
        return f"{head}{data}[{kind(args[0])}: {inside}]"
    data = "".join(f"^{d}" for d in term.data)  # sizes of a grid, how often V is differentiated
    return f"{head}{data}({', '.join(_plain(a, 0) for a in args)})" if args else head


def _operator(term: Term) -> str:
    """An operator or ket: its name, and how its labels are written: A_[n], U(t), |[n]>."""
    way, labels = str(term.data[1]), ", ".join(_plain(a, 0) for a in term.args[1:])
    behind = f"({labels})" if way == "(" else f"{way}[{labels}]" if labels else way
    name = f"{term.name}{behind}"
    return f"|{name}>" if term.head == "ket" else name


def kind(symbol: Term) -> str:
    """A symbol with what it stands for.

    >>> from derive.terms.build import function, symbol
    >>> kind(symbol("n", "N0")), kind(function("psi", ("R",), "C", 2))
    ('n in N0', 'psi: R -> C of class C^2')
    """
    if symbol.head == "sym":
        return f"{symbol.name} in {symbol.sort}"
    if symbol.head == "fun":
        sorts, smooth = symbol.data[1], symbol.data[3]
        assert isinstance(sorts, tuple)
        smoothness = "" if smooth == 0 else (
            f" of class C^{'infinity' if smooth == -1 else smooth}")
        return f"{symbol.name}: {' x '.join(sorts)} -> {symbol.sort}{smoothness}"
    if symbol.head in ("operator", "ket"):
        where = "on" if symbol.head == "operator" else "in"
        members = "" if symbol.data[1] == "" and symbol.name else "s"
        return f"{_operator(symbol)} {symbol.head}{members} {where} {_plain(symbol.args[0], 2)}"
    rows, columns, *_ = symbol.args
    return f"{symbol.name} of shape {_plain(rows, 2)} x {_plain(columns, 2)}"


def _wrapped(text: str, needed: bool) -> str:
    return f"({text})" if needed else text
