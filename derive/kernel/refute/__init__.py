"""Certified numbers: values of terms in balls, models of hypotheses, refutation, sampling.

Start with :mod:`derive.kernel.refute.balls` (the value of a term), then ``model`` (points at which
hypotheses certainly hold), ``refute`` and ``sample``. Nothing here proves a claim.
"""

from derive.kernel.refute import heads, integrals, parts  # noqa: F401 - they register how heads evaluate
