r"""A gradient as a person writes it down: definitions, cotangents, results, each with its mark.

``as_latex`` gives a fragment for amsmath (``align*``), ``as_text`` plain lines. Marks: g given,
p proved. The conventions used are said first, so that no reader has to guess the layout.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import combining

from derive.kernel.claim import Grade
from derive.kernel.procedures.conditions import conditions as needed
from derive.learning.activation import Activation
from derive.learning.gradient import Gradient
from derive.learning.known_functions import known_in
from derive.learning.latex import Writer, derivative
from derive.rules import tidy
from derive.rules.reverse_sweep import Let
from derive.terms.binding import substitute
from derive.terms.build import call, lt, ne, term
from derive.terms.term import Term

MARKS = {Grade.GIVEN: "g", Grade.PROVED: "p", Grade.SUPPORTED: "s"}
#: what is said of each layout
LAYOUTS = {
    "parameter": "Each gradient has the shape of its parameter.",
    "numerator": "Derivatives are in numerator layout: the transpose of the parameter's shape."}
PLACES = {"^l": "W^l", "^(l)": "W^(l)", "^[l]": "W^[l]", "_l": "W_l"}
#: columns of a terminal, and of a line of code that fits beside a formula in LaTeX
WIDTH, BESIDE = 80, 30
IN_LATEX = {"^l": "$W^l$", "^(l)": "$W^{(l)}$", "^[l]": "$W^{[l]}$", "_l": "$W_l$"}


@dataclass(frozen=True)
class Row:
    """One line: its part, what stands left and right, the mark, and the name for programs.

    ``of_loss`` where the left side is the derivative of the loss by ``left``.
    """

    part: str
    left: Term
    right: Term
    mark: str
    name: str = ""
    of_loss: bool = False


def rows(g: Gradient, gradient: str = "parameter", avoid: Collection[str] = ()
         ) -> Iterator[Row]:
    """Every line, in the order of a lecture: forward, slopes, backward, gradients.

    ``gradient`` is ``"parameter"`` (the gradient has the parameter's shape) or ``"numerator"``
    (its transpose, the derivative as a row); ``avoid`` are names that a slope's variable must not
    have.
    """
    yield from laid_out(_lines(g, avoid), gradient)


def _lines(g: Gradient, avoid: Collection[str]) -> Iterator[Row]:
    proved = MARKS[g.verdict]
    for f in g.functions:
        yield Row("forward", call(f.symbol, f.parameter), f.body, "g")
    for let in g.lets:
        yield Row("forward", let.symbol, let.value, "g", str(let.symbol))
    yield from slopes_of([*g.lets, *g.names], [*(c.value for c in g.cotangents), *g.values()],
                         avoid, g.functions)
    for c in g.cotangents:
        if c.symbol is not None:
            yield Row("backward", c.symbol, c.value, proved, str(c.symbol))
    for w, value in g.items():
        assert isinstance(w, Term)
        yield Row("gradient", w, value, proved, f"dL/d{w}", True)


def laid_out(rows: Iterable[Row], gradient: str) -> Iterator[Row]:
    """The rows with each gradient in the layout asked for.

    Raises
    ------
    ValueError
        The layout is not known.
    """
    if gradient not in LAYOUTS:
        raise ValueError(f"the layout of a gradient is parameter or numerator, not {gradient!r}")
    for row in rows:
        turned = row.of_loss and gradient == "numerator"
        yield replace(row, right=_turned(row.right)) if turned else row


def slopes_of(lets: Sequence[Let], shown: Sequence[Term], avoid: Collection[str] = (),
              own: Sequence[Activation] = ()) -> Iterator[Row]:
    """What f' is for each known f whose derivative is shown, and its values at kinks."""
    names = {t.name for let in lets for t in (let.symbol, *let.value.walk())
             if t.head in ("sym", "matrix")} | set(avoid)
    primed = {t.args[0] for s in shown for t in s.walk()
              if t.head in ("map", "call") and any(t.data)}
    for f in known_in(shown, own).values():
        if f.symbol not in primed:
            continue
        x = Term("sym", (next(c for c in "xustvpq" if c not in names), f.parameter.sort))
        yield Row("slope", call(f.symbol, x, orders=(1,)),
                  substitute(f.derivative, {f.parameter: x}), "p")
        if f.at_kink is not None:
            for kink in f.kinks:
                yield Row("slope", call(f.symbol, term(kink), orders=(1,)), term(f.at_kink), "g")


def _turned(value: Term) -> Term:
    return value if value.shape is None else tidy.transpose(value)


def conditions(g: Gradient) -> list[Term]:
    """What the result needs beside the definitions: no divisor zero, no kink, facts of the data."""
    defined = {let.symbol for let in (*g.lets, *g.names)}
    shown: dict[Term, None] = {}
    for let in g.lets:
        shown |= dict.fromkeys(c for found in needed(let.value) for c in plainly(found))
    for h in g.result.hypotheses:
        inside = h.args[0] if h.head == "along" else h
        said = inside
        while said.head in ("forall", "forall_in"):
            said = said.args[1]
        if said.head == "eq" and (said.args[0] in defined
                                  or said.args[0].head == "differential"):
            continue
        shown |= dict.fromkeys(plainly(inside))
    return [c for c in shown if not _follows(c, shown)]


def _follows(condition: Term, shown: Container[Term]) -> bool:
    """Whether ``0 < x`` stands beside ``0 <= x``, ``x != 0`` or ``sqrt(x) != 0``."""
    if condition.head == "le" and condition.args[0] is term(0):
        return lt(0, condition.args[1]) in shown
    if condition.head != "ne":
        return False
    x = condition.args[0]
    return lt(0, x) in shown or (x.head == "sqrt" and lt(0, x.args[0]) in shown)


def plainly(condition: Term) -> tuple[Term, ...]:
    """``a != 0`` and ``b != 0`` for ``(a/b)^2 != 0``."""
    if condition.head != "ne" or condition.args[1] is not term(0):
        return (condition,)
    inside = condition.args[0]
    if inside.head in ("mul", "div"):
        return tuple(c for a in inside.args for c in plainly(ne(a, 0)) if a.head != "int")
    if inside.head == "pow" and inside.args[1].head == "int":
        return plainly(ne(inside.args[0], 0))
    return (condition,)


def layout(g: Gradient, gradient: str = "parameter", layer_index: str = "^l") -> str:
    """The conventions in a few sentences: shapes, samples, levels, kinks."""
    said = [LAYOUTS[gradient]]
    if g.samples:
        said.append(f"Samples lie in {g.samples}.")
    if any(t.head == "matrix" and len(t.args) > 2 for let in g.lets for t in let.value.walk()):
        said.append(f"The number of a layer stands as in {PLACES[layer_index]}.")
    if any(f.at_kink is not None for f in g.slopes):
        said.append("At a kink, programs use the value that is given.")
    return " ".join(said)


def as_latex(g: Gradient, writer: Writer | None = None, gradient: str = "parameter",
             code: Mapping[str, str] | None = None) -> str:
    """The fragment; ``code`` gives a program line for each name, printed beside its formula, or all
    of them below where one is long."""
    writer = writer or Writer()
    shown, below = [], []
    wide = any(len(line) > BESIDE for line in (code or {}).values())
    for row in rows(g, gradient, writer.names):
        left = writer(row.left)
        if row.of_loss:
            left = derivative(writer(g.loss), left)
        program = (code or {}).get(row.name, "")
        if wide and program:
            below.append(f"{row.name} = {program}" if row.of_loss else program)
            program = ""
        beside = rf" && \texttt{{{_escaped(program)}}}" if program else ""
        shown.append(rf"{left} &= {writer(row.right)} && \text{{\footnotesize {row.mark}}}{beside}")
    needs = "$, $".join(map(writer, conditions(g)))
    where = f"\nwhere ${needs}$." if needs else ""
    said = layout(g, gradient, writer.layer_index).replace(
        PLACES[writer.layer_index], IN_LATEX[writer.layer_index])
    listed = "\n".join(["\n{\\footnotesize", r"\begin{verbatim}", *below, r"\end{verbatim}}"]
                       if below else [])
    return (said + "\n\\begin{align*}\n" + " \\\\\n".join(shown) + "\n\\end{align*}" + where
            + listed + "\n")


def _escaped(text: str) -> str:
    for letter, shown in (("\\", r"\textbackslash "), ("_", r"\_"), ("{", r"\{"), ("}", r"\}"),
                          ("#", r"\#"), ("&", r"\&"), ("%", r"\%"), ("^", r"\^{}")):
        text = text.replace(letter, shown)
    return text


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: a bar over a letter takes none."""
    return sum(not combining(c) for c in text)


def padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def as_text(g: Gradient, writer: Writer | None = None, gradient: str = "parameter",
            code: Mapping[str, str] | None = None) -> str:
    """The same lines for a terminal, in plain characters."""
    writer = writer or Writer()
    found = [(row, f"∂{writer.plain(g.loss)}/∂{writer.plain(row.left)}" if row.of_loss
              else writer.plain(row.left)) for row in rows(g, gradient, writer.names)]
    width = max(columns(left) for _, left in found)
    lines = []
    for row, left in found:
        program = (code or {}).get(row.name, "")
        line = f"{row.mark}  {padded(left, width)} = {writer.plain(row.right)}"
        fits = columns(line) + len(program) + 6 <= WIDTH
        lines += [f"{line}    # {program}"] if program and fits else [line]
        lines += [f"   # {program}"] if program and not fits else []
    needs = ", ".join(map(writer.plain, conditions(g)))
    if needs:
        lines.append(f"where {needs}")
    lines.append(layout(g, gradient, writer.layer_index))
    return "\n".join(lines) + "\n"
