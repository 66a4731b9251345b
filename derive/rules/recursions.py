"""Values of functions that are defined by recursion, beyond the first indices. UNTRUSTED."""

from __future__ import annotations

from collections.abc import Mapping

from derive.kernel.atoms import ONE
from derive.kernel.claim import Definition
from derive.kernel.derivation import Step
from derive.rules.author import Author
from derive.terms.build import add, eq, term
from derive.terms.term import Term


def define(author: Author, definitions: Mapping[Term, Definition]) -> None:
    """Make the definitions in a derivation."""
    for known in definitions.values():
        witness: dict[str, object] = {"function": known.function, "body": known.body,
                                      "parameters": list(known.parameters)}
        if known.bases:
            witness["bases"] = list(known.bases)
        author.step("define", **witness)  # type: ignore[arg-type]


def by_recursion(author: Author, node: Term, known: Definition) -> Step:
    """A step ``f(n + r, ...) = ...`` by the recursion, or ``f(0, ...) = ...`` by its bases."""
    if any(node.data) or not known.bases:
        raise LookupError("no value by recursion")
    index, order = node.args[1], len(known.bases)
    case, at = _case(author, index, order)
    step = author.step("definition", function=known.function, case=case)
    values = dict(zip(known.parameters[1:], node.args[2:], strict=True))
    if case == order:
        values[known.parameters[0]] = at
    step = author.put(step, {s: v for s, v in values.items() if s is not v}) if any(
        s is not v for s, v in values.items()) else step
    return author.ring(eq(node, step.claim.conclusion.args[1]), step, cofactors=[term(1)])


def _case(author: Author, index: Term, order: int) -> tuple[int, Term]:
    items = dict(author.normalizer.items(index))
    constant = items.pop(ONE, 0)
    if constant != int(constant) or constant < 0 or (items and constant < order):
        raise LookupError("the index is not beyond the bases")
    if not items and constant < order:
        return int(constant), index
    rest = int(constant) - order
    if not items:
        return order, term(rest)
    letters = [a for a in (index.args if index.head == "add" else ()) if a.free]
    if len(letters) != 1 or letters[0].head != "sym":
        raise LookupError("no letter plus a number")
    return order, add(letters[0], rest) if rest else letters[0]
