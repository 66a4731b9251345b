"""Second derivatives as lines beside a gradient: H of a column, H[dW] of a matrix and its matrix.

Each line is a step of the kernel; what has no such form is said to have none, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Second:
    """One line: ``kind`` is matrix, definite, operator, vec, still (it does not move) or none."""

    kind: str
    wrt: Term
    formula: Term | None = None
    needs: tuple[Term, ...] = ()
    reason: str = ""


def second_derivatives(g: Gradient) -> Iterator[Second]:
    """What is found about the second derivative with respect to each parameter."""
    for w in g:
        assert isinstance(w, Term)
        if w in g.absent:
            continue
        try:
            found = hessian(g.swept, w, name=f"g_{w.name}")
        except (NoLaw, Refused) as reason:
            yield Second("none", w, reason=f"no Hessian with respect to {w.name}: {reason}")
            continue
        yield from _of_column(found) if found.matrix is not None else _of_matrix(found)


def _of_column(found: Hessian) -> Iterator[Second]:
    assert found.matrix is not None
    yield Second("matrix", found.wrt, found.matrix)
    try:
        shown = semidefinite(found.derivation, found.matrix)
    except (NoLaw, Refused):
        return
    yield Second("definite", found.wrt, shown.claim.conclusion, shown.claim.hypotheses)


def _of_matrix(found: Hessian) -> Iterator[Second]:
    if found.operator.head in ("zeros", "sym"):
        yield Second("still", found.wrt)
        return
    yield Second("operator", found.wrt, found.operator)
    if found.wrt.shape is None:
        return
    try:
        form = kronecker_form(found)
    except (NoLaw, Refused) as reason:
        yield Second("none", found.wrt, reason=str(reason))
        return
    d = mx.differential(found.wrt)
    yield Second("vec", found.wrt, eq(mx.vec(mx.matrix("G", *d.shape)),  # type: ignore[misc]
                                      mx.matmul(form.matrix, mx.vec(d))))


def as_text(lines: Iterator[Second], writer: Writer) -> str:
    """The lines for a terminal."""
    said = []
    for one in lines:
        name = writer.plain(one.wrt)
        formula = "" if one.formula is None else writer.plain(one.formula)
        needs = ", ".join(map(writer.plain, one.needs))
        said.append({
            "matrix": f"p  Hessian with respect to {name}: {formula}",
            "definite": f"p  {formula}" + (f" where {needs}" if needs else ""),
            "operator": f"p  dG = {formula}, G being the gradient with respect to {name}",
            "vec": f"p  d{formula}",
            "still": f"p  the gradient with respect to {name} does not depend on {name}",
            "none": f"-  {one.reason}"}[one.kind])
    return "\n".join(said) + "\n" if said else ""


def as_latex(lines: Iterator[Second], writer: Writer, loss: Term) -> str:
    """The lines as a fragment for amsmath, what has no form in a sentence below."""
    shown, below = [], []
    for one in lines:
        name, mark = writer(one.wrt), r" && \text{\footnotesize p}"
        formula = "" if one.formula is None else writer(one.formula)
        if one.kind == "matrix":
            shown.append(rf"\nabla_{{{name}}}^2 {writer(loss)} &= {formula}{mark}")
        elif one.kind == "definite":
            needs = ", ".join(map(writer, one.needs))
            shown.append(f"& {formula}" + (rf" \quad ({needs})" if needs else "") + mark)
        elif one.kind == "operator":
            shown.append(rf"\mathrm{{d}} \frac{{\partial {writer(loss)}}}{{\partial {name}}} &= "
                         rf"{formula}{mark}")
        elif one.kind == "vec":
            shown.append(rf"& \mathrm{{d}} {formula}, \quad G = "
                         rf"\frac{{\partial {writer(loss)}}}{{\partial {name}}}{mark}")
        elif one.kind == "still":
            shown.append(rf"\mathrm{{d}} \frac{{\partial {writer(loss)}}}{{\partial {name}}} &= 0"
                         + mark)
        else:
            below.append(f"% {one.reason}")
    body = " \\\\\n".join(shown)
    return (f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n" if shown else "") + "".join(
        f"{line}\n" for line in below)
