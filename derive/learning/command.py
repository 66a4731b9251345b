"""What ``derive gradient`` answers: the written gradient of a loss given as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches

from derive.kernel.claim import Grade, Refused
from derive.learning.claimed import judged
from derive.learning.gradient import Gradient, gradient
from derive.learning.known_functions import known_in, library
from derive.learning.latex import Writer
from derive.learning.leveled import as_latex as leveled_latex
from derive.learning.leveled import as_text as every_level
from derive.learning.leveled import level_of, leveled
from derive.learning.numpy_program import numpy_program
from derive.learning.reading import Read, read_loss
from derive.learning.written import as_latex, as_text
from derive.learning.written_hessian import as_latex as second_latex
from derive.learning.written_hessian import as_text as second_text
from derive.learning.written_hessian import second_derivatives
from derive.notation.errors import NotationError, NotRead, NotWritten
from derive.rules.matrix_steps import Fact
from derive.rules.pull import NoLaw
from derive.rules.reverse_sweep import Let, named_like, unused
from derive.terms.term import Term, TermError

HEADS_IN_WORDS = {
    "matadd": "a sum", "hadamard": "a product by entries", "eq": "a line with two sides",
    "inner": "an inner product", "div": "a quotient", "add": "a sum", "mul": "a product of numbers",
    "pow": "a power", "floor": "a floor", "diag": "diag", "trace": "a trace"}


class NotDone(ValueError):
    """The gradient was not derived; the message is one line that says why."""


def answer(source: str, declarations: str, wrt: Sequence[str], to: str,
           settings: Sequence[str] = (), code: bool = False, second: bool = False) -> str:
    """The gradient as ``text``, ``tex`` or ``numpy``.

    ``settings`` are conventions (``layer-index=_l``, ``gradient=numerator``); with ``code`` each
    formula has its line of numpy beside it; with ``second`` the second derivatives follow.

    Raises
    ------
    NotDone
        The loss was not read, has no law somewhere, or the kernel did not follow.
    """
    with _saying_why():
        read = read_loss(source, "; ".join([*settings, declarations]).strip("; "))
        level = level_of(read.lets)
        if level is not None and read.functions:
            raise NotDone("a function that is defined in the text is not taken through levels; "
                          "use one that is known by name, or declare it only")
        if level is not None:
            if to == "numpy" or code:
                raise NotDone("a program needs a number of layers or times: write the layers one "
                              "by one, a^1, a^2 and so on")
            if second:
                raise NotDone("second derivatives are not taken at every level at once: write the "
                              "layers one by one, a^1, a^2 and so on")
            return _at_every_level(read, wrt, level, to)
        g = _gradient(read, read.symbols(wrt))
        return _said(g, read, to, code, second)


def _at_every_level(read: Read, wrt: Sequence[str], level: Term, to: str) -> str:
    """The gradient for every depth or number of times."""
    if not wrt:
        raise NotDone("name the parameters of a layer: --wrt W,b")
    found = leveled(read.lets, read.symbols(wrt), level, read.facts)
    notation = read.declared.notation
    writer = Writer(notation.conventions["layer-index"], notation=notation)
    layout = notation.conventions["gradient"]
    if to == "tex":
        return leveled_latex(found, writer, layout)
    steps = found.derivation.steps
    proved = sum(step.grade.value == "proved" for step in steps)
    return (every_level(found, writer, layout)
            + f"{len(steps)} steps: {proved} proved, {len(steps) - proved} given\n")


def check_claims(source: str, declarations: str, claims: Sequence[str],
                 settings: Sequence[str] = ()) -> tuple[str, frozenset[Grade]]:
    """Verdicts on gradients that were worked out by hand, ``W = ...``, and which there are.

    Raises
    ------
    NotDone
        The loss or a claim was not read, or the loss has no law somewhere.
    """
    with _saying_why():
        read = read_loss(source, "; ".join([*settings, declarations]).strip("; "))
        if level_of(read.lets) is not None:
            raise NotDone("a claim about every level is not judged; write a number of layers")
        pairs = [read.claim(claim) for claim in claims]
        g = _gradient(read, [w for w, _ in pairs])
        notation = read.declared.notation
        writer = Writer(notation.conventions["layer-index"], notation=notation)
        lines, verdicts = [], set[Grade]()
        for (w, written), claim in zip(pairs, claims, strict=True):
            found = judged(g, w, read.term(written, g.names))
            lines.append(f"{found.verdict.value}  {claim.strip()}")
            verdicts.add(found.verdict)
            if found.verdict is Grade.REFUTED:
                lines.append(f"    {found.point}")
                assert found.point is not None
                lines += [f"    {name} = {_shown(value)}"
                          for name, value in found.point.entries.items()]
                lines.append(f"    it is {writer.plain(g[w])}")
        return "\n".join(lines) + "\n", frozenset(verdicts)


@contextmanager
def _saying_why() -> Iterator[None]:
    """What is not read, not followed by the kernel or without a law, in one line."""
    try:
        yield
    except NotRead as reason:
        raise NotDone(_unread(reason)) from None
    except Refused as reason:
        raise NotDone(f"the kernel does not follow a step, so nothing is claimed: "
                      f"{str(reason)[:120]}") from None
    except (NoLaw, TermError, NotationError, NotWritten) as reason:
        raise NotDone(_in_words(str(reason))) from None


def _gradient(read: Read, wrt: Sequence[Term]) -> Gradient:
    """The gradient of what was read; cotangents have letters that nobody declared."""
    taken = read.declared.notation.cards

    def name(of: Term) -> Term:
        found = named_like(of)
        if all(card.term.name != found.name for card in taken):
            return found
        other = unused(f"{of.name}_bar", beside=[card.term for card in taken])
        return Term(found.head, (other, *found.data[1:]), found.args)

    return gradient(read.lets, wrt, facts=[*read.facts, *_short_slopes(read.lets)],
                    functions=read.functions, name=name,
                    columns_sum_to_one=read.columns_sum_to_one)


def _short_slopes(lets: Sequence[Let]) -> Iterator[Fact]:
    """Where the slope of a function is another one, as sigmoid is of softplus, it is said so."""
    for f, argument in dict.fromkeys((t.args[0], t.args[1]) for let in lets
                                     for t in let.value.walk() if t.head == "map"):
        known = library().get(f)
        if known is None or known.kinks or known.derivative.head != "call":
            continue
        yield known.slope_fact(argument)
        for other in known.uses:
            yield other.slope_fact(argument)


def _in_words(message: str) -> str:
    """A refusal without the names that operations have among terms."""
    message = message.removeprefix("this has no meaning: ")
    for head, said in HEADS_IN_WORDS.items():
        message = message.replace(f"'{head}' needs", f"{said} needs").replace(
            f"'{head}' takes scalars", f"{said} takes numbers")
    return message


def _unread(reason: NotRead) -> str:
    """One line: what was not read and what to write, with the nearest name of a function."""
    word = re.match(r"\\mathrm\{(\w+)\} is not declared", str(reason))
    near = get_close_matches(word[1].lower(), [f.name for f in library().values()], 2, 0.75) if (
        word) else []
    if word and near:
        return f"no function {word[1]!r} is known; did you mean {' or '.join(near)}?"
    if word:
        return (f"{word[1]} is not declared; declare {word[1]}: R -> R elementwise, or a shape "
                f"such as {word[1]} in R^n")
    if re.match(r"\\(max|min|argmax|sup|inf)\b", str(reason)):
        return (f"{str(reason).split()[0]} over entries or a set has no gradient here; "
                "\\max(0, u) is the positive part, \\operatorname{logsumexp} a smooth maximum")
    hint = f"; declare {reason.declaration}" if reason.declaration else ""
    return _in_words(f"{reason}{hint}")


def _shown(value: object) -> str:
    """Entries as a person writes them: numbers, rows in brackets."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    text = str(value)
    return text if len(text) <= 12 else f"{float(value):.6g}"  # type: ignore[arg-type]


def _said(g: Gradient, read: Read, to: str, code: bool, second: bool) -> str:
    known = known_in((let.value for let in g.lets), g.functions)
    if to == "numpy":
        if second:
            raise NotDone("second derivatives are no part of a program: in Python "
                          "g.hessian_product(w) makes a function of w and a direction")
        return numpy_program(g, known).source
    notation = read.declared.notation
    writer = Writer(notation.conventions["layer-index"], notation=notation)
    layout = notation.conventions["gradient"]
    lines = numpy_program(g, known).lines if code else None
    found = second_derivatives(g) if second else iter(())
    if to == "tex":
        return as_latex(g, writer, layout, lines) + second_latex(found, writer, g.loss)
    curvature = second_text(found, writer)
    steps = g.derivation.steps
    proved = sum(step.grade.value == "proved" for step in steps)
    absent = "".join(f"{writer.plain(w)} does not stand in the loss: its gradient is zero\n"
                     for w in g.absent)
    return (as_text(g, writer, layout, lines) + absent + curvature
            + f"{len(steps)} steps: {proved} proved, {len(steps) - proved} given\n")
