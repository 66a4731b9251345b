"""Check a certificate from its text alone. TRUSTED: terms, kernel, and nothing else.

Every claim is computed again from its premises and witness, with the second arithmetic
(``plain_polynomial``); the certificate is written anew and must be the same, byte for byte.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from derive.kernel import certificate
from derive.kernel.claim import Claim, Definition, Grade, Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.lemmas import Lemma
from derive.kernel.normal import Normalizer
from derive.kernel.plain import kind, plain
from derive.kernel.plain_polynomial import PlainArithmetic
from derive.terms.term import Term

NAME = re.compile(r"[^\W\d][\w{}\\,]*'*")  # nothing that could be taken for a formula
NAMED = ("sym", "fun", "matrix", "operator", "ket", "space")
CONSTANTS = ("pi", "e", "i", "infinity")
#: What an inference may raise when its premises and witness are not of the form it reads.
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Replayed:
    """What a certificate shows: named results, from which definitions and cited theorems."""

    name: str
    results: tuple[tuple[str, Claim], ...]
    definitions: tuple[Definition, ...]
    postulates: tuple[Claim, ...]
    cited: tuple[Lemma, ...]

    @property
    def theorem(self) -> tuple[str, ...]:
        """The statement in plain lines: definitions, cited theorems, results."""
        lines = [f"definition   {_defining(d)}" for d in self.definitions]
        lines += [f"cited        {lemma.statement} [{lemma.source}]" for lemma in self.cited]
        lines += [f"postulate    {plain(p.conclusion)}" for p in self.postulates]
        defined = {d.function for d in self.definitions}
        for name, claim in self.results:
            lines.append(f"{name}:  {plain(claim.conclusion)}")
            lines += [f"    where {plain(h)}" for h in claim.hypotheses]
            kinds = "; ".join(kind(s) for s in sorted(claim.free - defined, key=kind))
            lines += [f"    for every {kinds}"] if kinds else []
        return tuple(lines)


def _defining(definition: Definition) -> str:
    values = ", ".join(plain(b) for b in definition.bases)
    parameters = ", ".join(kind(p) for p in definition.parameters)
    start = f"; {values} at 0.." if values else ""
    return (f"{definition.function.name}({parameters}) := {plain(definition.body)}{start}"
            f"; {kind(definition.function)}")


def _require_readable(claim: Claim) -> None:
    """Refuse a claim whose statement, in plain lines, could be read in two ways."""
    spaces = {t for f in (*claim.hypotheses, claim.conclusion) for t in f.walk()
              if t.head == "space"}
    names = [str(s.data[0]) for s in (*claim.free, *spaces)]
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        raise Refused(f"a result speaks of two things that are called {', '.join(sorted(twice))}")
    for formula in (*claim.hypotheses, claim.conclusion):
        for term in formula.walk():
            if term.head in NAMED and (
                    not NAME.fullmatch(str(term.data[0])) or term.data[0] in CONSTANTS) and (
                    term.head != "ket" or term.data[0] != ""):  # |n> is a ket by its label alone
                raise Refused(f"{term.data[0]!r} is not a name")


def replay(text: str) -> Replayed:
    """Check a certificate; raise ``Refused`` naming the step that does not follow.

    Source: the shape is that of a Metamath verifier: a stack of steps, one rule each.
    """
    content, terms = certificate.read(text)
    derivation = Derivation(content["name"], Normalizer(PlainArithmetic), sampling=False)
    steps: list[Step] = []
    labels = labels_of(content["results"])
    rows = certificate.steps_from(content)
    if not all(0 <= number < len(rows) for number in labels):
        raise Refused("a result is not the number of a step")
    for row in rows:
        steps.append(step_from(row, derivation, steps, terms, labels, content["postulates"]))
    return finished(derivation, tuple(labels.values()), text)


def step_from(row: dict[str, Any], derivation: Derivation, steps: list[Step], terms: list[Term],
              labels: dict[int, str], postulates: object) -> Step:
    """The next step, made again from its premises and witness, if it claims what is stated."""
    number, premises = len(steps), row["premises"]
    if not isinstance(premises, list) or not isinstance(row["inference"], str):
        raise Refused(f"step {number} is not of the form expected")
    used = [certificate._pick(steps, p) for p in premises]
    try:
        step = derivation.step(
            row["inference"], *used, label=labels.get(number),
            postulate=isinstance(postulates, list) and number in postulates,
            **certificate.witness_from(row["witness"], terms))
    except MALFORMED as error:
        raise Refused(f"step {number} ({row['inference']}): {error}") from None
    if certificate.claim_from(row["claim"], terms) != step.claim:
        raise Refused(f"step {number} ({row['inference']}) gives another claim than is stated: "
                      f"{plain(step.claim.conclusion)}")
    return step


def finished(derivation: Derivation, names: tuple[str, ...], text: str) -> Replayed:
    """What was shown, once the certificate is written anew and is the same."""
    if any(derivation[name].grade is not Grade.PROVED for name in names):
        raise Refused("a result is only given, not proved")
    for step in derivation.steps:
        if step.label in names or step.inference == "define" or step in derivation.postulates:
            _require_readable(step.claim)
    if certificate.write(derivation, names) != text:
        raise Refused("the certificate is not written as the kernel writes it")
    return Replayed(derivation.name, tuple((n, derivation[n].claim) for n in names),
                    tuple(derivation.context.definitions.values()),
                    tuple(p.claim for p in derivation.postulates), derivation.cited)


def labels_of(results: object) -> dict[int, str]:
    """The names of the steps that a certificate is about, in its order."""
    if not isinstance(results, list) or not results:
        raise Refused("a certificate names at least one result")
    labels: dict[int, str] = {}
    for row in results:
        name, number = certificate._row(row, (str, int), "a result")
        if number in labels:
            raise Refused("a step is named twice")
        labels[number] = name
    return labels
