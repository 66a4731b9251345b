"""Real and imaginary parts, double factorials and distinctions of cases, at a point.

A case counts only where its condition certainly holds and all before it certainly fail; where that
is not decided, neither is the value. Next: ``heads``.
"""

from __future__ import annotations

from flint import acb, arb, fmpq

from derive.kernel.refute import scalars
from derive.kernel.refute.balls import Evaluator, Frame, handles
from derive.kernel.refute.jets import Value
from derive.kernel.refute.scalars import ZERO, Undefined, Unsupported
from derive.terms.term import Term


@handles("re", "im")
def _part(run: Evaluator, term: Term, frame: Frame) -> Value:
    value = run(term.args[0], frame)
    if frame.extended is not None:
        raise Unsupported("the real part of a function under an integral")
    if type(value) is acb:
        return value.real if term.head == "re" else value.imag
    if not isinstance(value, arb | fmpq):
        raise Unsupported("the real part of a function")
    return value if term.head == "re" else ZERO


@handles("doublefactorial")
def _double_factorial(run: Evaluator, term: Term, frame: Frame) -> Value:
    n = run.integer(term.args[0], frame)
    if n < -1:
        raise Undefined("the double factorial of a negative number")
    if n > scalars.FACTORIAL_LIMIT:
        raise Unsupported(f"a double factorial beyond {scalars.FACTORIAL_LIMIT}")
    product = 1
    for factor in range(n, 1, -2):
        product *= factor
    return scalars.trim(fmpq(product))


@handles("cases")
def _cases(run: Evaluator, term: Term, frame: Frame) -> Value:
    pairs = len(term.args) // 2
    for place in range(pairs):
        value, condition = term.args[2 * place:2 * place + 2]
        if _holds(run, condition, frame):
            return run(value, frame)
    if len(term.args) % 2:
        return run(term.args[-1], frame)
    raise Undefined("none of the cases")


def _real(value: Value) -> arb | fmpq:
    if isinstance(value, acb):
        value = scalars.real_part_only(value)
    if not isinstance(value, arb | fmpq):
        raise Unsupported("a condition on numbers that are not certainly real")
    return value


def _holds(run: Evaluator, condition: Term, frame: Frame) -> bool:
    if condition.head == "and":
        held = [_holds(run, part, frame) for part in condition.args]
        return all(held)
    if condition.head == "not":
        return not _holds(run, condition.args[0], frame)
    if condition.head not in ("eq", "ne", "lt", "le") or frame.extended is not None:
        raise Unsupported("a condition that numbers do not decide")
    a, b = (_real(run(side, frame)) for side in condition.args)
    if condition.head in ("lt", "le"):
        yes, no = (a < b, a >= b) if condition.head == "lt" else (a <= b, a > b)
    else:
        exact = type(a) is fmpq and type(b) is fmpq
        same, apart = exact and a == b, not arb(a).overlaps(arb(b))
        yes, no = (same, apart) if condition.head == "eq" else (apart, same)
    if not yes and not no:
        raise scalars.Unresolved("a condition that this precision does not decide")
    return bool(yes)
