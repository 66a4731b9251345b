"""A derivation as it is told: sections of lines, each line a step that the kernel accepted.

A lecture adds no claim of its own: it points into a kernel derivation and says in which order
and under which names its steps are told. What is printed lies in ``derive.notes``. Next:
``derive.kernel.derivation``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from derive.catalog import Unknown, display
from derive.kernel import certificate
from derive.kernel.claim import Claim, Definition, Grade
from derive.kernel.derivation import Derivation
from derive.notation import latex, text
from derive.notation.cards import Notation
from derive.terms.term import Term


@dataclass(frozen=True)
class Line:
    """One line of a lecture.

    ``conditions`` are those hypotheses of the claim that are printed beside it (n != k).
    ``continued``: the left side is that of the line before and is not printed again.
    ``result``: it stands in the box of results. ``via``: labels of the lines it rests on.
    """

    label: str
    number: int
    claim: Claim
    grade: Grade
    inference: str = ""
    uses: tuple[int, ...] = ()
    conditions: tuple[Term, ...] = ()
    continued: bool = False
    numbered: bool = True
    result: bool = False
    via: tuple[str, ...] = ()
    notation: Notation | None = field(default=None, repr=False, compare=False)
    lecture: Any = field(default=None, repr=False, compare=False)

    @property
    def conclusion(self) -> Term:
        return self.claim.conclusion

    @property
    def verdict(self) -> Grade:
        return self.grade

    @property
    def latex(self) -> str:
        """The line's formula as LaTeX; without a notation, letters are written by their names."""
        return latex(self.conclusion, self.notation or Notation())

    @property
    def expr(self) -> Any:
        """The SymPy form of the line: an ``Eq`` for an equation.

        Raises
        ------
        derive.rules.sympy_bridge.NotCarried
            SymPy has no word for something in it.
        """
        from derive.rules.as_sympy import expression

        return expression(self.conclusion)

    def __str__(self) -> str:
        shown = text(self.conclusion, self.notation or Notation())
        return f"{self.label}  {self.grade.value}  {shown}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"


@dataclass(frozen=True)
class Section:
    """A paragraph of the lecture: the lines between one heading and the next."""

    key: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Lecture:
    """A derivation in lecture order; see the module's docstring.

    ``postulates`` are pairs (label, formula) taken as given; ``cited`` are triples (name,
    statement, source) of theorems that were not proved here; ``all_steps`` are the lines of
    every step of the kernel derivation, told or not. ``ones`` are symbols that the units make
    1: the prose leaves them out, as the lines do. ``code`` has, for the label of a line, the
    lines of numpy that compute what it says.
    """

    name: str
    sections: tuple[Section, ...]
    notation: Notation
    title: str = ""
    postulates: tuple[tuple[str, Term], ...] = ()
    cited: tuple[tuple[str, Term | str, str], ...] = ()
    definitions: tuple[Definition, ...] = ()
    all_steps: tuple[Line, ...] = ()
    derivation: Derivation | None = field(default=None, repr=False, compare=False)
    ones: tuple[Term, ...] = ()
    code: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """All told lines, in order."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def steps(self) -> tuple[Line, ...]:
        """Every step, also those that are not told; the told lines where only they are known."""
        return self.all_steps or self.lines

    @property
    def results(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.result)

    @property
    def verdict(self) -> Grade:
        """The weakest verdict of all steps; what is given is listed apart and weakens nothing."""
        order = (Grade.REFUTED, Grade.NOT_READ, Grade.UNDECIDED, Grade.SUPPORTED)
        found = {step.grade for step in self.steps}
        return next((grade for grade in order if grade in found), Grade.PROVED)

    def __getitem__(self, label: str) -> Line:
        """The line of that label.

        Raises
        ------
        Unknown
            No line has the label; the nearest are named.
        """
        for line in self.lines:
            if line.label == label:
                # a line by itself still knows what it rests on: derive.compile(d["psi"])
                return replace(line, lecture=self, notation=self.notation)
        raise Unknown(f"line of {self.name}", label, [line.label for line in self.lines])

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    def certificate(self) -> str:
        """The certificate of every proved line, as JSON text for ``derive replay``."""
        if self.derivation is None:
            raise ValueError(f"lecture {self.name!r} has no kernel derivation behind it")
        known = set(self.derivation.labels)
        proved = tuple(line.label for line in self.lines
                       if line.grade is Grade.PROVED and line.label in known)
        return certificate.write(self.derivation, proved)

    def _repr_html_(self) -> str:
        return display(self, "html")

    def _repr_latex_(self) -> str:
        return display(self, "latex")

    def _repr_markdown_(self) -> str:
        return display(self, "markdown")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        kinds = {"text/html": "html", "text/latex": "latex", "text/markdown": "markdown",
                 "text/plain": "text"}
        wanted = {k: v for k, v in kinds.items()
                  if (not include or k in include) and (not exclude or k not in exclude)}
        return {kind: display(self, form) for kind, form in wanted.items()}

    def __str__(self) -> str:
        return display(self, "text")
