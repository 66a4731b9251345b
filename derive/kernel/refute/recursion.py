"""Functions defined by recursion on a natural number, unrolled from the bases up.

A function of (n, x) whose values are polynomials in x with rational coefficients is unrolled
once as polynomials, which serve every x and every derivative; with parameters, such as the alpha
of Laguerre polynomials, once for every rational value of theirs. Otherwise the table is made at
the point; where the recursion differentiates (H_(n+1) = 2x H_n - H_n') it starts from a jet
that is long enough for all steps. Next: ``integrals``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from derive.kernel.claim import Definition
from derive.kernel.refute.gaussians import Gaussian, generator, is_generator
from derive.kernel.refute.jets import Value, constant, level, variable
from derive.kernel.refute.jets import differentiate as jet_derivative
from derive.kernel.refute.scalars import ZERO, NoValue, Unsupported
from derive.terms.term import Term

if TYPE_CHECKING:
    from derive.kernel.refute.balls import Evaluator, Frame

#: the largest index of a recursion, and the largest length of a jet
INDEX_LIMIT, LENGTH_LIMIT = 2000, 200
Polynomials = list[list[Value]]
#: by definition and the values of its other parameters, of which so many are kept
_polynomials: dict[tuple[Any, ...], tuple[tuple[Definition, ...], Polynomials] | None] = {}
KEPT = 64


class Table:
    """The values at 0, 1, ... of one function at fixed other arguments."""

    def __init__(self, definition: Definition, arguments: list[Value]) -> None:
        self.function = definition.function
        self.definition = definition
        self.arguments = arguments
        self.values: list[Value] = []

    def is_own_variable(self, x: Term, value: Value) -> bool:
        """Whether x is a parameter here, still with its value, that carries its own direction."""
        if x not in self.definition.parameters[1:]:
            return False
        mine = self.arguments[self.definition.parameters[1:].index(x)]
        return mine is value and (is_generator(value) or level(value) > 0) and all(
            level(other) < level(mine) for other in self.arguments if other is not mine)

    def differentiate(self, value: Value, order: int) -> Value:
        """The derivative in the variable of the table."""
        mine = max(self.arguments, key=level)
        for _ in range(order):
            if isinstance(value, Gaussian) and level(value) == level(mine):
                value = value.differentiate()
            elif isinstance(mine, Gaussian):
                value = ZERO
            else:
                value = jet_derivative(value, level(mine))
        return value

    def lookup(self, run: Evaluator, arguments: tuple[Term, ...], orders: tuple[int, ...],
               frame: Frame) -> Value | None:
        """The function itself inside its own recursion; ``None`` at other arguments."""
        parameters = self.definition.parameters[1:]
        if arguments[1:] != parameters or any(
                frame.values.get(p) is not a for p, a in zip(parameters, self.arguments,
                                                             strict=True)):
            return None
        index = run.integer(arguments[0], frame)
        if not 0 <= index < len(self.values):
            return None
        found = self.values[index]
        for position, order in enumerate(orders[1:]):
            if order:
                if not self.is_own_variable(parameters[position], self.arguments[position]):
                    raise Unsupported(f"{self.function.name} is differentiated in two variables")
                found = self.differentiate(found, order)
        return found

    def extend(self, run: Evaluator, upto: int, extended: bool | None) -> None:
        """Fill the table as far as an index."""
        from derive.kernel.refute.balls import Frame
        definition = self.definition
        given = dict(zip(definition.parameters[1:], self.arguments, strict=True))
        count = len(definition.bases)
        while len(self.values) <= upto:
            index = len(self.values)
            if index < count:
                frame = Frame(dict(given), None, extended)
                self.values.append(run(definition.bases[index], frame))
            else:
                frame = Frame({**given, definition.parameters[0]: fmpq(index - count)}, self,
                              extended)
                self.values.append(run(definition.body, frame))


def value(run: Evaluator, definition: Definition, arguments: list[Value],
          orders: tuple[int, ...], extended: bool | None) -> Value:
    """The function, differentiated, at an index and the other arguments."""
    index = int(constant(arguments[0]).p)
    if index > INDEX_LIMIT:
        raise Unsupported(f"{definition.function.name} at the index {index}")
    own = 0 if len(arguments) == 2 else _differentiated_parameter(definition)
    if own is not None and not any(d for i, d in enumerate(orders[1:]) if i != own):
        others = [*arguments[1:1 + own], *arguments[2 + own:]]
        polynomials = _as_polynomials(run, definition, index, own, others)
        if polynomials is not None:
            return _horner(polynomials[index], orders[1 + own], arguments[1 + own])
    return run.differentiated(arguments[1:], orders[1:], lambda given: _at_point(
        run, definition, index, given, extended))


def _at_point(run: Evaluator, definition: Definition, index: int, given: list[Value],
              extended: bool | None) -> Value:
    loss = _loss(definition.body, definition.function)
    own = _differentiated_parameter(definition) if loss else None
    if own is None or is_generator(given[own]):
        table = Table(definition, given)
        table.extend(run, index, extended)
        return table.values[index]
    length = 1 + loss * index
    if length > LENGTH_LIMIT:
        raise Unsupported(f"{definition.function.name} needs {length} derivatives")
    at_level = run.new_level()
    given = [*given[:own], variable(given[own], length, at_level), *given[own + 1:]]
    table = Table(definition, given)
    table.extend(run, index, extended)
    result = table.values[index]
    return result.coefficients[0] if level(result) == at_level else result


def _loss(body: Term, function: Term) -> int:
    """How many derivatives one step of a recursion takes at most."""
    below = max((_loss(a, function) for a in body.args), default=0)
    if body.head == "derivative" and function in body.free:
        order = body.data[0]
        assert isinstance(order, int)
        return below + order
    if body.head == "call" and body.args[0] is function:
        return below + sum(d for d in body.data if isinstance(d, int))
    return below


def _differentiated_parameter(definition: Definition) -> int | None:
    """The position, after the index, of the one parameter the recursion differentiates in."""
    found: set[int] = set()
    others = definition.parameters[1:]
    for part in definition.body.walk():
        if part.head == "call" and part.args[0] is definition.function:
            found.update(i for i, d in enumerate(part.data[1:]) if d)
        if part.head == "derivative" and part.args[0] in others:
            found.add(others.index(part.args[0]))
    if len(found) > 1:
        raise Unsupported(f"{definition.function.name} is differentiated in two variables")
    return found.pop() if found else None


def _as_polynomials(run: Evaluator, definition: Definition, upto: int, own: int,
                    others: list[Value]) -> Polynomials | None:
    """The values at 0..upto as polynomials in one parameter, if that is what they are.

    ``others`` are the values of the other parameters, which must be rational numbers.
    """
    if not all(type(other) is fmpq for other in others):
        return None
    used, key = _uses(run, definition), (definition, *((int(o.p), int(o.q)) for o in others))
    kept = _polynomials.get(key, ((), []))
    if kept is None or used is None:
        return None
    known: Polynomials = kept[1] if kept[0] == used else []
    if upto < len(known):
        return known
    at = generator(run.new_level())
    table = Table(definition, [*others[:own], at, *others[own:]])
    table.values = [Gaussian(at.level, [(p, ZERO, ZERO)]) for p in known]
    depth = run.depth
    try:
        table.extend(run, upto, None)
        for entry in table.values[len(known):]:
            poly = entry.polynomial() if isinstance(entry, Gaussian) else [entry]
            if poly is None or not all(type(c) is fmpq for c in poly):
                raise Unsupported("not a polynomial with rational coefficients")
            known.append(poly)
    except NoValue:
        run.depth = depth
        _polynomials[key] = None
        return None
    if others and len(_polynomials) >= KEPT:
        _polynomials.pop(next(iter(_polynomials)))
    _polynomials[key] = (used, known)
    return known


def _uses(run: Evaluator, definition: Definition) -> tuple[Definition, ...] | None:
    """Every definition this one rests on; ``None`` if it rests on an unknown function."""
    if definition.function in run.uses:
        return run.uses[definition.function]
    found: dict[Term, Definition] = {}
    waiting = [definition]
    while waiting:
        current = waiting.pop()
        if any(s.head == "sym" and s not in current.parameters for s in current.body.free):
            run.uses[definition.function] = None
            return None
        for f in sorted((f for f in current.body.free if f.head == "fun" and f not in found),
                        key=str):
            if f not in run.environment.definitions:
                run.uses[definition.function] = None
                return None
            found[f] = run.environment.definitions[f]
            waiting.append(found[f])
    run.uses[definition.function] = tuple(found.values())
    return run.uses[definition.function]


def _horner(poly: list[Value], order: int, at: Value) -> Value:
    for _ in range(order):
        poly = [k * c for k, c in enumerate(poly)][1:] or [ZERO]
    if isinstance(at, Gaussian) and (slope := at.slope()) is not None:
        return at.stretched(poly, slope)
    result = poly[-1]
    for c in reversed(poly[:-1]):
        result = result * at + c
    return result
