r"""Whether a line about an unnamed activation is wrong for each of the usual ones.

The letter \sigma of a layer may be any function, and ``a \odot (1 - a)`` may stand for its
derivative. So a line in which \sigma and \sigma' do not stand alike is refuted only if it is wrong
for a function with the differential equation of the logistic function, and for one with that of
tanh. Next: ``doubts``.
"""

from __future__ import annotations

from collections.abc import Callable

from derive.review.judging import Judgement
from derive.terms import matrices as mx
from derive.terms.build import mul, sub, term
from derive.terms.term import Term, TermError

NAMES = ("sigma", "phi", "varphi")


def wrong_in_every_sense(judge: Callable[..., Judgement], claim: Term,
                         hypotheses: tuple[Term, ...], name: str) -> bool:
    """Whether a claim is refuted with either differential equation put in for the derivative."""
    whole = (claim, *hypotheses)
    slopes = {t for f in whole for t in f.walk() if t.head in ("map", "call")
              and t.args[0].name == name and any(t.data)}
    if name not in NAMES or not slopes or any(t.data != (1,) for t in slopes):
        return False
    for slope_of in (_logistic, _tanh):
        try:
            given, *others = (_put_in(f, slopes, slope_of) for f in whole)
            if judge(tuple(others), given).verdict != "refuted":
                return False
        except TermError:
            return False
    return True


def _put_in(formula: Term, slopes: set[Term], slope_of: Callable[[Term], Term]) -> Term:
    if not formula.args or not formula.free:
        return formula
    args = tuple(_put_in(a, slopes, slope_of) for a in formula.args)
    new = formula if args == formula.args else Term(formula.head, formula.data, args)
    return slope_of(Term(new.head, (0,), new.args)) if formula in slopes else new


def _logistic(value: Term) -> Term:
    return _times(value, _one_minus(value, value))


def _tanh(value: Term) -> Term:
    return _one_minus(value, _times(value, value))


def _times(a: Term, b: Term) -> Term:
    return mul(a, b) if a.shape is None else mx.hadamard(a, b)


def _one_minus(like: Term, value: Term) -> Term:
    if like.shape is None:
        return sub(term(1), value)
    return mx.matadd(mx.ones(*like.shape), mx.minus(value))
