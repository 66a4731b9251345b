"""What ``derive gradient`` answers: the written gradient of a loss given as LaTeX."""

from __future__ import annotations

from collections.abc import Sequence

from derive.kernel.claim import Refused
from derive.learning.gradient import gradient
from derive.learning.numpy_program import numpy_program
from derive.learning.reading import read_loss
from derive.learning.written import as_text
from derive.notation.errors import NotRead
from derive.rules.pull import NoLaw
from derive.terms.term import TermError


class NotDone(ValueError):
    """The gradient was not derived; the message is one line that says why."""


def answer(source: str, declarations: str, wrt: Sequence[str], to: str) -> str:
    """The gradient as ``text``, ``tex`` or ``numpy``.

    Raises
    ------
    NotDone
        The loss was not read, has no law somewhere, or the kernel did not follow.
    """
    try:
        read = read_loss(source, declarations)
        g = gradient(read.lets, read.symbols(wrt), facts=read.facts)
        if to == "numpy":
            return numpy_program(g).source
        if to == "tex":
            return g.latex()
        steps = g.derivation.steps
        proved = sum(step.grade.value == "proved" for step in steps)
        absent = "".join(f"{w} does not stand in the loss: its gradient is zero\n"
                         for w in g.absent)
        return (as_text(g) + absent
                + f"{len(steps)} steps: {proved} proved, {len(steps) - proved} given\n")
    except NotRead as reason:
        hint = f"; declare {reason.declaration}" if reason.declaration else ""
        raise NotDone(f"{reason}{hint}") from None
    except (NoLaw, TermError, Refused) as reason:
        raise NotDone(str(reason)) from None
