r"""A gradient as a person writes it down: definitions, cotangents, results, each with its mark.

``as_latex`` gives a fragment for amsmath (``align*``); ``as_text`` plain lines. Marks: g given,
p proved. The conventions used are said first, so that no reader has to guess the layout.
"""

from __future__ import annotations

from collections.abc import Mapping

from derive.kernel.claim import Grade
from derive.learning.gradient import Gradient
from derive.learning.latex import Writer, derivative
from derive.terms.term import Term

MARKS = {Grade.GIVEN: "g", Grade.PROVED: "p", Grade.SUPPORTED: "s"}


def lines(g: Gradient, writer: Writer, gradient: str = "parameter"
          ) -> list[tuple[str, str, str, str]]:
    """(part, left, right, mark) for every line, in the order of a lecture.

    ``gradient`` is ``"parameter"`` (the gradient has the parameter's shape) or ``"numerator"``
    (its transpose, the derivative as a row).

    Raises
    ------
    ValueError
        The layout is neither of the two.
    """
    if gradient not in ("parameter", "numerator"):
        raise ValueError(f"the layout of a gradient is parameter or numerator, not {gradient!r}")
    proved = MARKS[g.verdict]
    loss = writer(g.loss)
    found = [("forward", writer(let.symbol), writer(let.value), "g") for let in g.lets]
    found += [("backward", writer(c.symbol), writer(c.value), proved)
              for c in g.cotangents if c.symbol is not None]
    for w, value in g.items():
        shown = _turned(value) if gradient == "numerator" else value
        found.append(("gradient", derivative(loss, writer(_term(w))), writer(shown), proved))
    return found


def _turned(value: Term) -> Term:
    from derive.rules import tidy

    return value if value.shape is None else tidy.transpose(value)


def _term(w: object) -> Term:
    assert isinstance(w, Term)
    return w


def conditions(g: Gradient, writer: Writer) -> list[str]:
    """What the result needs beside the definitions: no divisor zero, no kink, facts of the data."""
    defined = {let.symbol for let in (*g.lets, *g.names)}
    shown = []
    for h in g.result.hypotheses:
        inside = h.args[0] if h.head == "along" else h
        if inside.head == "eq" and (inside.args[0] in defined
                                    or inside.args[0].head == "differential"):
            continue
        shown.append(writer(inside))
    return shown


def layout(g: Gradient, gradient: str = "parameter") -> str:
    """One sentence: how samples lie and what shape a gradient has."""
    samples = f" Samples lie in {g.samples}." if g.samples else ""
    shape = ("Each gradient has the shape of its parameter." if gradient == "parameter"
             else "Derivatives are in numerator layout: the transpose of the parameter's shape.")
    return shape + samples


def as_latex(g: Gradient, writer: Writer | None = None, gradient: str = "parameter",
             code: Mapping[str, str] | None = None) -> str:
    """The fragment; ``code`` gives a program line for each name, printed beside its formula."""
    writer = writer or Writer()
    rows = []
    names = {writer(let.symbol): str(let.symbol) for let in (*g.lets, *g.names)}
    names |= {derivative(writer(g.loss), writer(_term(w))): f"dL/d{w}" for w in g}
    for _, left, right, mark in lines(g, writer, gradient):
        program = (code or {}).get(names.get(left, ""), "")
        beside = rf" && \texttt{{{_escaped(program)}}}" if program else ""
        rows.append(rf"{left} &= {right} && \text{{\footnotesize {mark}}}{beside}")
    needs = conditions(g, writer)
    where = f"\nwhere ${'$, $'.join(needs)}$." if needs else ""
    return (layout(g, gradient) + "\n\\begin{align*}\n" + " \\\\\n".join(rows)
            + "\n\\end{align*}" + where + "\n")


def _escaped(text: str) -> str:
    for letter, shown in (("\\", r"\textbackslash "), ("_", r"\_"), ("{", r"\{"), ("}", r"\}"),
                          ("#", r"\#"), ("&", r"\&"), ("%", r"\%"), ("^", r"\^{}")):
        text = text.replace(letter, shown)
    return text


def as_text(g: Gradient, writer: Writer | None = None) -> str:
    """The same lines for a terminal, formulas in LaTeX notation."""
    writer = writer or Writer()
    width = max(len(left) for _, left, _, _ in lines(g, writer))
    return "\n".join(f"{mark}  {left:<{width}} = {right}"
                     for _, left, right, mark in lines(g, writer)) + "\n"
