"""Every single-token mutant of a certificate, decided by the functions that replay uses.

A mutant is the parsed certificate with one number, name, head, key or entry changed. What comes
before the change is not done again: the terms and steps before it are taken over, and so is every
later step that is written the same, from premises that claim the same, in the same context.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from derive.kernel import certificate
from derive.kernel.claim import Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer import INFERENCES
from derive.kernel.normal import Normalizer
from derive.kernel.plain_polynomial import PlainArithmetic
from derive.kernel.replay import Replayed, finished, labels_of, step_from
from derive.terms.term import HEADS, SORTS, Term

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Mutant:
    """Where the certificate was changed, and into what."""

    path: Path
    change: str
    new: Any


DELETED, RENAMED, SWAPPED = "deleted", "renamed", "swapped"


def mutants(content: dict[str, Any]) -> Iterator[Mutant]:
    """All of them, in the order of the text."""
    for part, value in content.items():
        yield from _of(value, (part,), content)


def _of(value: Any, path: Path, content: dict[str, Any]) -> Iterator[Mutant]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield Mutant((*path, key), DELETED, None)
            yield Mutant((*path, key), RENAMED, key + "x")
            yield from _of(inner, (*path, key), content)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield Mutant((*path, i), DELETED, None)
            if i and inner != value[i - 1] and len(path) > 1:
                yield Mutant((*path, i), SWAPPED, None)
            yield from _of(inner, (*path, i), content)
    elif isinstance(value, int):
        yield Mutant(path, "number", value + 1)
        yield Mutant(path, "number", value - 1)
    else:
        yield from (Mutant(path, "text", new) for new in _instead(value, path, content))


def _instead(text: str, path: Path, content: dict[str, Any]) -> list[str]:
    """Other words for a head, a sort, an inference or a name."""
    if path[0] == "terms" and path[2] == 0:
        count = len(content["terms"][path[1]][2])
        fitting = [h for h, (least, most) in HEADS.items() if least <= count and (
            most < 0 or count <= most)]
        at = fitting.index(text)
        return [h for h in (*fitting[at + 1:], *fitting[:at])][:3]
    if path[0] == "steps" and path[-1] == "inference":
        names = sorted(INFERENCES)
        at = names.index(text)
        return [names[at - 1], names[(at + 1) % len(names)]]
    if path[0] == "terms" and text in SORTS and content["terms"][path[1]][0] in ("sym", "fun") and (
            path[3:] != (0,)):
        return [s for s in SORTS if s != text]
    if text in ("pi", "e", "i", "infinity"):
        return [c for c in ("pi", "e", "i", "infinity") if c != text]
    return [text + "_", "x" if text != "x" else "k"]


def changed(content: dict[str, Any], mutant: Mutant) -> dict[str, Any]:
    """The certificate with the change; what did not change is shared."""
    result = dict(content)
    place: Any = result
    for step in mutant.path[:-1]:
        place[step] = copy.copy(place[step])
        place = place[step]
    last = mutant.path[-1]
    if mutant.change == DELETED:
        del place[last]
    elif mutant.change == RENAMED:
        renamed = {mutant.new if key == last else key: value for key, value in place.items()}
        place.clear()
        place.update(renamed)
    elif mutant.change == SWAPPED:
        place[last], place[last - 1] = place[last - 1], place[last]
    else:
        place[last] = mutant.new
    return result


class Original:
    """A certificate that replays, taken apart so that its mutants are decided quickly."""

    def __init__(self, text: str) -> None:
        self.content, self.terms = certificate.read(text)
        assert certificate.layout(self.content) == text
        self.steps: list[Step] = []
        self.defined: list[dict[Term, Any]] = []
        self.names: list[set[str]] = []
        derivation = Derivation(self.content["name"], Normalizer(PlainArithmetic), sampling=False)
        labels = labels_of(self.content["results"])
        for row in self.content["steps"]:
            self.defined.append(dict(derivation.context.definitions))
            self.names.append(set(derivation.context.names_in_use))
            step = step_from(row, derivation, self.steps, self.terms, labels,
                             self.content["postulates"])
            self.steps.append(step)
        self.defined.append(dict(derivation.context.definitions))
        self.names.append(set(derivation.context.names_in_use))
        self.normalizer = derivation.context.normalizer
        self.shown = finished(derivation, tuple(labels.values()), text)
        self.first_use = self._first_uses()
        self.uses = [_numbers_of_terms(row["witness"]) + _flat(row["claim"])
                     for row in self.content["steps"]]

    def _first_uses(self) -> list[int]:
        """For each term the first step that speaks of it, in itself or inside another."""
        first = [len(self.steps)] * len(self.terms)
        for number, row in enumerate(self.content["steps"]):
            for index in _numbers_of_terms(row["witness"]) + _flat(row["claim"]):
                first[index] = min(first[index], number)
        for index in range(len(self.terms) - 1, -1, -1):
            for arg in self.content["terms"][index][2]:
                first[arg] = min(first[arg], first[index])
        return first

    def unchanged_steps(self, mutant: Mutant) -> int:
        """How many steps come before anything that the mutant may change."""
        part, *rest = mutant.path
        if part == "steps" and rest:
            return int(rest[0])
        if part == "terms" and rest:
            moved = len(rest) == 1  # a whole row: the numbers of all later ones move
            return min(self.first_use[int(rest[0]) - (mutant.change == SWAPPED):]) if moved else (
                self.first_use[int(rest[0])])
        return 0

    def decide(self, mutant: Mutant) -> Replayed:
        """What replay says of the mutant: what it shows, or ``Refused``."""
        content = changed(self.content, mutant)
        if set(content) != set(self.content) or mutant.path[0] in ("version", "name"):
            return self._from_text(content)
        terms = self._terms(content["terms"], mutant)
        labels = labels_of(content["results"])
        rows = certificate.steps_from(content)
        if not all(0 <= number < len(rows) for number in labels):
            raise Refused("a result is not the number of a step")
        start = self.unchanged_steps(mutant)
        derivation = self._resumed(start)
        steps = list(self.steps[:start])
        for number, row in enumerate(rows[start:], start):
            if self._same(number, content, derivation, steps, terms):
                steps.append(self.steps[number])
                self._take(number, derivation)
                self._set_context(number + 1, derivation)
            else:
                steps.append(step_from(row, derivation, steps, terms, labels,
                                       content["postulates"]))
        return finished(derivation, tuple(labels.values()), certificate.layout(content))

    def _same(self, number: int, content: dict[str, Any], derivation: Derivation,
              steps: list[Step], terms: list[Term]) -> bool:
        """Whether nothing that a step depends on was changed."""
        row = content["steps"][number]
        return (number < len(self.steps) and row is self.content["steps"][number]
                and content["results"] is self.content["results"]
                and content["postulates"] is self.content["postulates"]
                and all(t < len(terms) and terms[t] is self.terms[t] for t in self.uses[number])
                and all(steps[p].claim == self.steps[p].claim for p in row["premises"])
                and derivation.context.definitions == self.defined[number]
                and derivation.context.names_in_use == self.names[number])

    def _take(self, number: int, derivation: Derivation) -> None:
        step = self.steps[number]
        derivation._steps.append(step)
        if step.label is not None:
            derivation._labels[step.label] = step.number
        if step.number in self.content["postulates"]:
            derivation._postulates.append(step.number)

    def _set_context(self, number: int, derivation: Derivation) -> None:
        derivation.context.definitions = dict(self.defined[number])
        derivation.context.names_in_use = set(self.names[number])

    def _from_text(self, content: dict[str, Any]) -> Replayed:
        from derive.kernel.replay import replay

        return replay(json.dumps(content, separators=(",", ":")) if "version" not in content
                      else certificate.layout(content))

    def _terms(self, rows: list[Any], mutant: Mutant) -> list[Term]:
        if mutant.path[0] != "terms" or len(mutant.path) == 1:
            return self.terms
        start = int(mutant.path[1]) - (mutant.change == SWAPPED and len(mutant.path) == 2)
        terms, base = self.terms[:start], self.content["terms"]
        for number, row in enumerate(rows[start:], start):
            same = number < len(base) and row is base[number] and all(
                terms[a] is self.terms[a] for a in row[2])
            terms.append(self.terms[number] if same else certificate.term_from(row, terms))
        return terms

    def _resumed(self, start: int) -> Derivation:
        derivation = Derivation(self.content["name"], self.normalizer, sampling=False)
        for number in range(start):
            self._take(number, derivation)
        self._set_context(start, derivation)
        return derivation


def _numbers_of_terms(witness: Any) -> list[int]:
    if isinstance(witness, dict):
        return [witness["term"]] if set(witness) == {"term"} else [
            n for v in witness.values() for n in _numbers_of_terms(v)]
    return [n for v in witness for n in _numbers_of_terms(v)] if isinstance(witness, list) else []


def _flat(claim: list[Any]) -> list[int]:
    return [*claim[0], claim[1]]
