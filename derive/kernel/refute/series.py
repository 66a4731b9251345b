"""Infinite sums, with a certified bound on the tail.

The summand must be a product of powers c^(ak+b), factorials (ak+b)!, and quotients of
polynomials in k: then the quotient of two neighbours is a rational function of k, and once it is
below 1/2 or so in modulus for *all* later k (an interval says so), the tail is a geometric
series at most. A formal variable (a jet at 0) is different: its powers end by themselves.
"""

from __future__ import annotations

from derive.kernel.refute.balls import Evaluator, Frame
from derive.kernel.refute.jets import Value
from derive.kernel.refute.scalars import Unsupported
from derive.terms.term import Term


def infinite(run: Evaluator, term: Term, frame: Frame, first: int) -> Value:
    raise Unsupported("infinite")
