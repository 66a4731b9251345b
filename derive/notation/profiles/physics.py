"""The physics package: \\dv, \\pdv, \\dd, \\qty, kets, \\comm, \\abs, \\norm, \\ev, \\mel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from derive.notation import scripts
from derive.notation.alphabet import DELIMITERS
from derive.notation.cursor import JUXTAPOSED
from derive.notation.errors import NotRead
from derive.notation.profiles.braket import bra, ket
from derive.notation.profiles.braket import braket as one_braket
from derive.notation.tree import NOTHING, Node, name, script, sequence

if TYPE_CHECKING:
    from derive.notation.reader import Reader


def _star(reader: Reader) -> None:
    if reader.at("*"):
        reader.next()


def _derivative(sign: str) -> Callable[[Reader], Node]:
    def read(reader: Reader) -> Node:
        """``\\dv[n]{f}{x}``, ``\\dv{x}``, ``\\pdv{f}{x}{y}``: the fraction they print."""
        command = reader.next()
        _star(reader)
        order = NOTHING
        if reader.at("["):
            order = reader.inside("]", reader.next().span)
        arguments = [scripts.argument(reader)]
        while reader.at("{") and len(arguments) < (3 if sign == "\\partial" else 2):
            arguments.append(scripts.argument(reader))
        span = reader.span_from(command.span[0])
        body = arguments[0] if len(arguments) > 1 else NOTHING
        variables = arguments[1:] if len(arguments) > 1 else arguments
        if len(variables) > 1:
            if order:
                raise NotRead("an order and two variables in one derivative", span)
            order = Node("number", value="2")
        upper = script(name(sign), sup=order)
        lower: list[Node] = []
        for variable in variables:
            lower += [name(sign), variable if len(variables) > 1 else script(variable, sup=order)]
        top = Node("juxt", (upper, body)) if body else upper
        return Node("frac", (top, Node("juxt", tuple(lower))), "\\frac", span=span)
    return read


def differential(reader: Reader) -> Node:
    """``\\dd{x}`` outside an integral: d x side by side."""
    command = reader.next()
    variable = scripts.argument(reader) if reader.at("{") else reader.operand(JUXTAPOSED + 1)
    return Node("juxt", (name("d"), variable), span=reader.span_from(command.span[0]))


def quantity(reader: Reader) -> Node:
    """``\\qty(...)``: the delimiters, sized; ``\\qty{...}`` is braces on the page."""
    command = reader.next()
    _star(reader)
    opened = reader.here
    if reader.at("{"):
        inside = scripts.argument(reader)
        return Node("paren", (inside,), "\\{", span=reader.span_from(command.span[0]))
    if reader.at("|"):
        return reader.operand(JUXTAPOSED + 1)
    if opened.text not in DELIMITERS:
        raise NotRead(f"{command.text} needs a delimiter after it", command.span)
    return reader.delimited()


def _enclosed(sign: str) -> Callable[[Reader], Node]:
    def read(reader: Reader) -> Node:
        command = reader.next()
        _star(reader)
        inside = scripts.argument(reader)
        return Node("paren", (inside,), sign, span=reader.span_from(command.span[0]))
    return read


def commutator(reader: Reader) -> Node:
    command = reader.next()
    left = scripts.argument(reader)
    right = scripts.argument(reader)
    return Node("paren", (sequence((left, right)),), "[",
                span=reader.span_from(command.span[0]))


def braket(reader: Reader) -> Node:
    """``\\braket{a}{b}``, also ``\\braket{a|b}`` and ``\\braket{a}``."""
    command = reader.here
    first = one_braket(reader)
    if len(first.parts) == 1 and reader.at("{"):
        return Node("braket", (*first.parts, scripts.argument(reader)),
                    span=reader.span_from(command.span[0]))
    return first


def expectation(reader: Reader) -> Node:
    """``\\ev{A}`` and ``\\ev{A}{psi}``."""
    command = reader.next()
    _star(reader)
    operator = scripts.argument(reader)
    parts: tuple[Node, ...] = (operator,)
    if reader.at("{"):
        state = scripts.argument(reader)
        parts = (state, operator, state)
    return Node("braket", parts, span=reader.span_from(command.span[0]))


def element(reader: Reader) -> Node:
    command = reader.next()
    _star(reader)
    parts = tuple(scripts.argument(reader) for _ in range(3))
    return Node("braket", parts, span=reader.span_from(command.span[0]))


def anticommutator(reader: Reader) -> Node:
    command = reader.next()
    sides = (scripts.argument(reader), scripts.argument(reader))
    return Node("paren", (sequence(sides),), "\\{", span=reader.span_from(command.span[0]))


def dyad(reader: Reader) -> Node:
    """``\\ketbra{a}{b}`` and ``\\dyad{a}``: a ket with a bra after it."""
    command = reader.next()
    first = scripts.argument(reader)
    second = scripts.argument(reader) if reader.at("{") else first
    return Node("juxt", (Node("ket", (first,), span=first.span),
                         Node("bra", (second,), span=second.span)),
                span=reader.span_from(command.span[0]))


def evaluation(reader: Reader) -> Node:
    """``\\eval{F}_a^b``"""
    command = reader.next()
    if not reader.at("{"):
        raise NotRead(f"{command.text} is read with its argument in braces", command.span)
    body = scripts.argument(reader)
    lower, upper = scripts.bounds(reader)
    return Node("evalbar", (body, lower, upper), span=reader.span_from(command.span[0]))


def flat(reader: Reader) -> Node:
    command = reader.next()
    parts = tuple(Node("paren", (p,), "(", span=p.span) for p in (
        scripts.argument(reader), scripts.argument(reader)))
    return Node("frac", parts, "\\frac", span=reader.span_from(command.span[0]))


def _name(of: str) -> Callable[[Reader], Node]:
    def read(reader: Reader) -> Node:
        return Node("name", value=of, span=reader.next().span)
    return read


def laplacian(reader: Reader) -> Node:
    span = reader.next().span
    return Node("script", (name("\\nabla"), NOTHING, Node("number", value="2")), "0", span=span)


def _refused(what: str) -> Callable[[Reader], Node]:
    def read(reader: Reader) -> Node:
        raise NotRead(f"{what} has no term", reader.here.span)
    return read


def _matrix(environment: str) -> Callable[[Reader], Node]:
    def read(reader: Reader) -> Node:
        """``\\pmqty{a & b \\\\ c & d}`` and ``\\mqty(a & b)``."""
        from derive.notation.constructs import rows_until
        command = reader.next()
        _star(reader)
        opened = reader.next()
        closing, called = ENCLOSED.get(opened.text, ("", ""))
        if not closing or (environment and opened.text != "{"):
            raise NotRead(f"{command.text} needs its delimiters", command.span)
        rows = rows_until(reader, closing)
        reader.expect(closing, opened.span)
        return Node("matrix", rows, environment or called,
                    span=reader.span_from(command.span[0]))
    return read


#: how \\mqty is closed, and the environment that it makes
ENCLOSED = {"{": ("}", "matrix"), "(": (")", "pmatrix"), "[": ("]", "bmatrix"),
            "|": ("|", "vmatrix")}
MACROS: dict[str, Callable[[Reader], Node]] = {
    "\\dv": _derivative("d"), "\\pdv": _derivative("\\partial"), "\\dd": differential,
    "\\qty": quantity, "\\pqty": quantity, "\\abs": _enclosed("|"), "\\norm": _enclosed("\\|"),
    "\\comm": commutator, "\\commutator": commutator, "\\bra": bra, "\\ket": ket,
    "\\braket": braket, "\\ip": braket, "\\innerproduct": braket, "\\ev": expectation,
    "\\acomm": anticommutator, "\\anticommutator": anticommutator, "\\ketbra": dyad,
    "\\dyad": dyad, "\\op": dyad, "\\outerproduct": dyad, "\\eval": evaluation,
    "\\flatfrac": flat, "\\tr": _name("\\mathrm{tr}"), "\\Tr": _name("\\mathrm{tr}"),
    "\\trace": _name("\\mathrm{tr}"), "\\grad": _name("\\nabla"), "\\gradient": _name("\\nabla"),
    "\\laplacian": laplacian, "\\curl": _refused("a curl"), "\\pb": _refused("a Poisson bracket"),
    "\\order": _refused("Landau's symbol, a remainder,"),
    "\\fdv": _refused("a functional derivative"),
    "\\var": _refused("a variation"), "\\mqty": _matrix(""), "\\matrixquantity": _matrix(""),
    "\\pmqty": _matrix("pmatrix"), "\\bmqty": _matrix("bmatrix"), "\\vmqty": _matrix("vmatrix"),
    "\\derivative": _derivative("d"), "\\partialderivative": _derivative("\\partial"),
    "\\pderivative": _derivative("\\partial"), "\\differential": differential,
    "\\absolutevalue": _enclosed("|"), "\\quantity": quantity, "\\expectationvalue": expectation,
    "\\vev": expectation, "\\matrixelement": element,
    "\\expval": expectation, "\\mel": element, "\\matrixel": element,
}
