r"""Lines between differential operators with nothing behind them: tried on a function.

Two operators are equal where they make the same of every function, so both sides are applied to
one of which nothing is known, and what comes out is a line about numbers. Where the sides
differentiate by other letters, or have letters that depend on each other in a way that is not
written (r and x), that is not tried: nothing is decided. Next: ``obligations``.
"""

from __future__ import annotations

from derive.notation.differential_operators import applied
from derive.notation.errors import NotRead
from derive.review.lines import Line, Outcome, said
from derive.review.obligations import Argument
from derive.review.unfolding import TooLarge
from derive.terms.build import call, eq, function
from derive.terms.operators import times
from derive.terms.term import Term, TermError

ALONE = ("partial", "times")
SAID = frozenset({*ALONE, "scale", "matadd", "matmul", "oppow", "commutator", "identity"})
TESTED = "f"
CONSTANTS = frozenset((*"abcdgjklmnq", "alpha", "beta", "gamma", "lambda", "kappa"))


def concerns(line: Line) -> bool:
    """Whether a derivative with nothing behind it stands in a line."""
    return not line.fault and any(t.head in ALONE for side in (line.left, line.right)
                                  if isinstance(side, Term) for t in side.walk())


def taken(argument: Argument, line: Line) -> Outcome:
    """The outcome of a line between operators; it is a hypothesis for no other line."""
    left, right = line.left, line.right
    assert isinstance(left, Term)
    assert isinstance(right, Term)
    if left is right:
        return said("trivial", "given", "both sides are the same")
    if line.place == 0 and left.head in ("operator", "opvector") and line.kind in (
            "=", ":=", "equiv"):
        return said("definition", "given", "")
    try:
        sides = on_function(left, right) if line.kind in ("=", "equiv") else None
        if sides is None:
            return said("equation", "undecided", "operators that are not all derivatives in the "
                        "same coordinates")
        claim, used = argument.meanings.unfold(eq(*sides))
        if used:  # a letter that stands for something: it may depend on the coordinates
            return said("equation", "undecided", "operators with letters that are defined above")
    except (TermError, TooLarge, NotRead) as problem:
        return said("equation", "undecided", str(problem))
    outcome = argument.with_domains(Outcome(
        "equation", argument.judge((), claim), used, (), claim, (), stated=True))
    by = [differentiated(s) for s in (left, right)]
    if outcome.judgement.verdict == "refuted" and ((all(by) and by[0] != by[1]) or any(
            s.sort != "P" for s in (claim.args[0].free ^ claim.args[1].free) - by[0] - by[1])):
        return said("equation", "undecided", "the sides have different letters, and one of these "
                    "may depend on the others")  # d/dx is \partial_x + y_x \partial_y
    return outcome


def on_function(left: Term, right: Term) -> tuple[Term, Term] | None:
    """Both sides applied to a function of the letters by which they differentiate.

    >>> from derive.terms.build import symbol
    >>> from derive.terms.matrices import matmul
    >>> from derive.terms.operators import commutator, partial, times
    >>> x = symbol("x")
    >>> a, b = on_function(commutator(partial(x), times(x)), times(1))
    >>> str(b)
    '(mul 1 (call 0 f x))'
    >>> on_function(partial(x), partial(symbol("y"))) is None
    True
    """
    left, right = multiplying(left, right), multiplying(right, left)
    sides = (left, right)
    if any(s.shape is None or not written_out(s) for s in sides):
        return None
    by = [differentiated(s) for s in sides]
    numbers = [frozenset().union(*(t.args[1].free for t in s.walk() if t.head == "times"), *(
        t.args[0].free for t in s.walk() if t.head == "scale")) for s in sides]
    coordinates = sorted(by[0] | by[1], key=str)
    if any(c.head != "sym" or c.name == TESTED for c in coordinates) or not (
            by[0] <= by[1] or by[1] <= by[0]):
        return None
    names = {c.name for c in coordinates}
    letters = (numbers[0] | numbers[1]) - set(coordinates)
    if any(not constant(s) if s.head == "sym" else s.name in names or (
            s in numbers[0] ^ numbers[1]) for s in letters):
        return None
    f = function(TESTED, tuple("R" for _ in coordinates), "C", -1)
    value = call(f, *coordinates)
    return applied(left, value), applied(right, value)


def multiplying(side: Term, other: Term) -> Term:
    """A number beside an operator multiplies by it; zero is that of its kind."""
    square = other.shape is not None and other.shape[0] is other.shape[1]
    return times(side) if side.shape is None and square else side


def constant(letter: Term) -> bool:
    """Whether nobody takes a letter for something that depends on the coordinates, as V and r do.

    >>> from derive.terms.build import symbol
    >>> [constant(symbol(name)) for name in ("a", "V", "r", "p_x")]
    [True, False, False, False]
    """
    return letter.sort in ("P", "N0", "Z") or letter.name.partition("_")[0] in CONSTANTS


def differentiated(operator: Term) -> set[Term]:
    """The letters by which an operator differentiates."""
    return {t.args[1] for t in operator.walk() if t.head == "partial"}


def written_out(operator: Term) -> bool:
    """Whether an operator is made of derivatives and numbers alone."""
    if operator.shape is None or operator.head in ALONE:
        return True
    return operator.head in SAID and all(
        written_out(a) for a in operator.args if a.shape is not None)
