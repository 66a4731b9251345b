"""Cited theorems as schemas, a file each: statement, source, hypotheses, a false instance.

Each is an inference like the others, and is listed apart in everything that rests on it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lemma:
    """What is printed where a derivation lists the theorems that it cites."""

    name: str
    statement: str
    source: str
    false_instance: str


LEMMAS: dict[str, Lemma] = {}


def cite(lemma: Lemma) -> Lemma:
    """Enter a lemma in the list under its name, which is that of its inference."""
    LEMMAS[lemma.name] = lemma
    return lemma
