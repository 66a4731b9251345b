"""The line of numpy beside a formula of a lecture: ``z[l] = W[l] @ a[l - 1] + b[l]``.

Letters are those of the page, levels are indices of lists, columns have the shape (n, 1). A
definition is an assignment; from ``dE = <G, dW> + ...`` come the gradients, ``dE_dW = G``, and a
function is written in the form that neither overflows nor cancels. What is computed nowhere (how
something moves, that a matrix is semidefinite) has no line. Read first: ``numpy_program``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from derive.learning.known_functions import library
from derive.learning.numpy_program import Code
from derive.notation.cards import Notation
from derive.rules.lecture import Line
from derive.rules.pull import NoLaw
from derive.terms.shapes import size_text
from derive.terms.term import Term

#: the longest line of code, in characters
LONGEST = 70


@dataclass
class PageCode(Code):
    """Python with the letters of a page: ``letters`` by name."""

    letters: dict[str, str] = field(default_factory=dict)

    def name(self, t: Term) -> str:
        """``W[l]`` for a member of a family, the plain letter otherwise."""
        plain = self.letters.get(t.name, t.name)
        return plain + "".join(f"[{size_text(level)}]" for level in (
            t.args[2:] if t.head == "matrix" else ()))

    def size(self, t: Term) -> str:
        """A size as a number or a letter; a width is ``n[L]``."""
        return f"{t.args[0].name}[{size_text(t.args[1])}]" if t.head == "call" else size_text(t)

    def write(self, t: Term) -> str:
        return self.name(t) if t.head == "sym" else super().write(t)

    def of(self, conclusion: Term) -> tuple[str, ...]:
        """The lines that compute what an equation says; none where nothing is computed."""
        if conclusion.head == "forall":
            return self.of(conclusion.args[1])
        if conclusion.head != "eq":
            return ()
        left, right = conclusion.args
        try:
            if left.head in ("sym", "matrix"):
                return (f"{self.name(left)} = {self.bare(right)}",)
            if left.head == "call" and left.args[1].head == "sym":
                return self._function_line(left)
            if left.head == "differential":
                return tuple(self.derivatives(left.args[0], right))
        except NoLaw:
            pass
        return ()

    def _function_line(self, left: Term) -> tuple[str, ...]:
        """``def f(x)``, or of f'."""
        order = sum(int(str(o)) for o in left.data)
        activation = library().get(left.args[0])
        if activation is None or order > 1:
            return ()
        head, body = self._function_of(activation.name + "_prime" * order, activation, order)
        body = body.removesuffix(" + 0.0 * x")
        if len(head) + len(body) <= LONGEST:
            return (f"{head} {body.strip()}",)
        above, sign, below = body.rpartition(" / ")
        if not sign or len(body) <= LONGEST:
            return head, body
        return head, above.replace("return ", "return (", 1), f"            / {below})"

    def derivatives(self, of: Term, right: Term) -> Iterator[str]:
        """From ``<G, dW> + ...``, what E changes by, the lines ``dE_dW = G``."""
        for summand in right.args if right.head == "add" else (right,):
            moved, value = _factor_of_differential(summand)
            yield f"d{self.name(of)}_d{self.name(moved)} = {self.bare(value)}"


def _factor_of_differential(t: Term) -> tuple[Term, Term]:
    """w and G of ``<G, dw>``, ``g dw`` or ``H dw``; of a sum over levels those of one level."""
    if t.head == "sum":
        return _factor_of_differential(t.args[1])
    if t.head in ("inner", "mul", "matmul") and t.args[-1].head == "differential":
        rest = t.args[:-1]
        if not any(part.head == "differential" for r in rest for part in r.walk()):
            return t.args[-1].args[0], rest[0] if len(rest) == 1 else Term(t.head, (), rest)
    raise NoLaw(f"{t} is no product with a differential")


def beside(lines: Iterable[Line], notation: Notation, pushed: Mapping[str, Term]
           ) -> dict[str, tuple[str, ...]]:
    """For each line of a lecture, by its label, the program lines that compute it.

    ``pushed``: labels of lines whose right side is what a loss changes by, with that loss.

    >>> from derive.learning.mlp import network
    >>> network().code["forward"]
    ('z[l] = (W[l] @ a[l - 1]) + b[l]',)
    """
    letters = {card.term.name: card.latex.strip("\\") for card in notation.cards
               if card.latex.strip("\\").isalpha()}
    code = PageCode(library(), letters=letters)
    found = {line.label: code.of(line.conclusion) if line.label not in pushed else tuple(
        code.derivatives(pushed[line.label], line.conclusion.args[1])) for line in lines}
    defined = {program[0]: label for label, program in found.items() if program}
    return {label: program for label, program in found.items()
            if program and (program[0][:4] != "def " or defined[program[0]] == label)}
