"""A derivation as plain JSON: terms numbered by first use, steps, results; nothing unused.

Writing is not trusted (replay writes the certificate anew and compares bytes); reading
is strict: an unknown key, a number out of range, or a term used before it is made is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from derive.kernel.claim import Claim, Refused
from derive.kernel.derivation import Derivation, Step
from derive.kernel.infer.context import Value
from derive.terms.term import Term, TermError

VERSION = 1
LARGEST = 4_000_000  # characters
LARGEST_TERM = 20_000  # parts, each counted as often as it stands there


class _TermTable:
    """Numbers terms in the order of their first use, arguments before the term."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.number: dict[Term, int] = {}

    def of(self, term: Term) -> int:
        stack = [term]
        while stack:
            top = stack[-1]
            if top in self.number:
                stack.pop()
                continue
            missing = [a for a in top.args if a not in self.number]
            if missing:
                stack.extend(reversed(missing))
                continue
            data = [list(d) if isinstance(d, tuple) else d for d in top.data]
            self.number[top] = len(self.rows)
            self.rows.append([top.head, data, [self.number[a] for a in top.args]])
            stack.pop()
        return self.number[term]

    def value(self, value: Value) -> Any:
        if isinstance(value, Term):
            return {"term": self.of(value)}
        if isinstance(value, list):
            return [self.value(v) for v in value]
        return value


def needed(derivation: Derivation, results: tuple[Step, ...]) -> list[Step]:
    """The steps that the results rest on: premises, and definitions of what they speak of."""
    steps = derivation.steps
    definers = {s.witness["function"]: s for s in steps if s.inference == "define"}
    wanted: set[int] = set()
    stack = list(results)
    while stack:
        step = stack.pop()
        if step.number in wanted:
            continue
        wanted.add(step.number)
        stack.extend(steps[p] for p in step.premises)
        for function in _functions(step):
            if function in definers:
                stack.append(definers[function])
    return [s for s in steps if s.number in wanted]


def _functions(step: Step) -> set[Term]:
    found = {s for s in step.claim.free if s.head == "fun"}
    stack: list[Value] = list(step.witness.values())
    while stack:
        value = stack.pop()
        if isinstance(value, Term):
            found.update(s for s in value.free if s.head == "fun")
        elif isinstance(value, list):
            stack.extend(value)
    return found


def write(derivation: Derivation, results: tuple[str, ...]) -> str:
    """The certificate of the labelled results, one step a line."""
    kept = needed(derivation, tuple(derivation[label] for label in results))
    place = {step.number: i for i, step in enumerate(kept)}
    table = _TermTable()
    rows = []
    for step in kept:
        witness = {name: table.value(step.witness[name]) for name in sorted(step.witness)}
        rows.append({
            "inference": step.inference, "premises": [place[p] for p in step.premises],
            "witness": witness,
            "claim": [[table.of(h) for h in step.claim.hypotheses],
                      table.of(step.claim.conclusion)]})
    named = [[label, place[derivation[label].number]] for label in results]
    postulates = [place[p.number] for p in derivation.postulates if p.number in place]
    return layout({"version": VERSION, "name": derivation.name, "terms": table.rows,
                   "steps": rows, "postulates": postulates, "results": named})


def layout(content: Mapping[str, Any]) -> str:
    """The text of a certificate: one term or step a line, and no space to choose."""
    dumps = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode

    def lines(items: list[Any]) -> str:
        return "[\n" + ",\n".join(dumps(i) for i in items) + "\n]"

    return "{" + ",\n".join(
        f'"{part}":' + (lines(value) if part in ("terms", "steps") else dumps(value))
        for part, value in content.items()) + "}\n"


def read(text: str) -> tuple[dict[str, Any], list[Term]]:
    """The parsed certificate and its terms; refuse anything that is not of the form."""
    if len(text) > LARGEST:
        raise Refused("the certificate is too large")
    try:
        content = json.loads(text, parse_float=_no_floats, parse_constant=_no_floats)
    except (ValueError, RecursionError) as error:  # also numbers of too many digits
        if isinstance(error, Refused):
            raise
        raise Refused(f"not JSON: {error}") from None
    shape = {"version", "name", "terms", "steps", "postulates", "results"}
    if not isinstance(content, dict) or set(content) != shape or content["version"] != VERSION:
        raise Refused(f"not a certificate of version {VERSION}")
    if not isinstance(content["name"], str):
        raise Refused("the name should be text")
    terms: list[Term] = []
    for row in _list(content["terms"], "terms"):
        terms.append(term_from(row, terms))
    return content, terms


def term_from(row: Any, terms: list[Term]) -> Term:
    """One term, made of terms before it."""
    head, data, args = _row(row, (str, list, list), "a term")
    plain = tuple(tuple(d) if isinstance(d, list) else d for d in data)
    try:
        term = Term(head, plain, tuple(_pick(terms, a) for a in args))
    except (TermError, TypeError, RecursionError) as error:
        raise Refused(f"term {len(terms)}: {error}") from None
    if term.size > LARGEST_TERM:
        raise Refused(f"term {len(terms)} is too large to be printed")
    return term


def _no_floats(text: str) -> None:
    raise Refused(f"no decimal numbers in a certificate: {text}")


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise Refused(f"{what} should be a list")
    return value


def _row(value: Any, types: tuple[type, ...], what: str) -> list[Any]:
    if not isinstance(value, list) or len(value) != len(types) or not all(
            type(v) is t for v, t in zip(value, types, strict=True)):
        raise Refused(f"{what} is not of the form expected")
    return value


def _pick(items: list[Any], index: Any) -> Any:
    if type(index) is not int or not 0 <= index < len(items):
        raise Refused(f"{index!r} is not the number of something before it")
    return items[index]


def witness_from(row: Any, terms: list[Term]) -> dict[str, Value]:
    if not isinstance(row, dict):
        raise Refused("a witness should be an object")
    return {str(name): _value(value, terms) for name, value in row.items()}


def _value(value: Any, terms: list[Term]) -> Value:
    if type(value) is int:
        return value
    if isinstance(value, list):
        return [_value(v, terms) for v in value]
    if isinstance(value, dict) and set(value) == {"term"}:
        picked = _pick(terms, value["term"])
        if isinstance(picked, Term):
            return picked
    raise Refused(f"a witness holds {value!r}")


def claim_from(row: Any, terms: list[Term]) -> Claim:
    hypotheses, conclusion = _row(row, (list, int), "a claim")
    try:
        return Claim(tuple(_pick(terms, h) for h in hypotheses), _pick(terms, conclusion))
    except TermError as error:
        raise Refused(str(error)) from None


def steps_from(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = _list(content["steps"], "steps")
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"inference", "premises", "witness", "claim"}:
            raise Refused("a step is not of the form expected")
    return rows
