"""Second derivatives as lines beside a gradient: H of a column, H[dW] of a matrix and its matrix.

Each line is a step of the kernel; what has no such form is said to have none, with the reason.
"""

from __future__ import annotations

from derive.kernel.claim import Refused
from derive.learning.gradient import Gradient
from derive.learning.latex import Writer
from derive.rules.convexity import semidefinite
from derive.rules.kronecker import kronecker_form
from derive.rules.pull import NoLaw
from derive.rules.second_order import Hessian, hessian
from derive.terms import matrices as mx
from derive.terms.build import eq
from derive.terms.term import Term


def second_order(g: Gradient, writer: Writer) -> str:
    """The lines about the second derivative with respect to each parameter, as text."""
    lines = []
    for w in g:
        assert isinstance(w, Term)
        name = writer.plain(w)
        if w in g.absent:
            continue
        try:
            found = hessian(g.swept, w, name=f"g_{w.name}")
        except (NoLaw, Refused) as reason:
            lines.append(f"-  no Hessian with respect to {name}: {reason}")
            continue
        lines += _of_column(found, writer, name) if found.matrix is not None else _of_matrix(
            found, writer, name)
    return "\n".join(lines) + "\n" if lines else ""


def _of_column(found: Hessian, writer: Writer, name: str) -> list[str]:
    assert found.matrix is not None
    lines = [f"p  Hessian with respect to {name}: {writer.plain(found.matrix)}"]
    try:
        shown = semidefinite(found.derivation, found.matrix)
    except (NoLaw, Refused):
        return lines
    needs = ", ".join(writer.plain(h) for h in shown.claim.hypotheses)
    return [*lines, f"p  {writer.plain(shown.claim.conclusion)}" + (
        f" where {needs}" if needs else "")]


def _of_matrix(found: Hessian, writer: Writer, name: str) -> list[str]:
    if found.operator.head in ("zeros", "sym"):
        return [f"p  the gradient with respect to {name} does not depend on {name}"]
    lines = [f"p  dG = {writer.plain(found.operator)}, G being the gradient with respect to {name}"]
    if found.wrt.shape is None:
        return lines
    try:
        form = kronecker_form(found)
    except (NoLaw, Refused) as reason:
        return [*lines, f"-  {reason}"]
    d = mx.differential(found.wrt)
    shown = eq(mx.vec(mx.matrix("G", *d.shape)), mx.matmul(form.matrix, mx.vec(d)))  # type: ignore[misc]
    return [*lines, "p  d" + writer.plain(shown)]
