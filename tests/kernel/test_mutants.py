"""Every single-token mutant of the oscillator's certificate is rejected or shows something else.

Of the part that ends with orthonormal states: what follows (densities, lowest states, matrix
elements) is of the same inferences, and every mutant costs as much as what comes after it.

Not a sample: each number plus and minus one, each head, name, sort, inference and key changed,
each entry deleted, each pair of neighbours swapped; about thirty thousand mutants. (With
``mutants.py``, which goes on from the last unchanged step.)
"""

import gc
from collections import Counter

import pytest

import derive
from derive.kernel import certificate
from derive.kernel.certificate import layout
from derive.kernel.claim import Grade, Refused
from derive.kernel.replay import Replayed, replay
from tests.kernel.mutants import DELETED, RENAMED, Mutant, Original, changed, mutants

PARTS = ("results", "definitions", "postulates", "cited")


@pytest.fixture(scope="module")
def original() -> Original:
    lecture = derive.derivation("oscillator")
    proved = [line.label for line in lecture.lines if line.grade is Grade.PROVED]
    assert lecture.derivation is not None
    return Original(certificate.write(
        lecture.derivation, tuple(proved[:proved.index("orthonormal") + 1])))


@pytest.fixture(scope="module")
def accepted(original: Original) -> list[tuple[Mutant, Replayed]]:
    found = []
    gc.disable()  # a seventh of the time, and hardly anything is in cycles
    for mutant in mutants(original.content):
        try:
            found.append((mutant, original.decide(mutant)))
        except Refused:
            continue
    gc.enable()
    return found


def same_theorem(shown: Replayed, original: Original) -> bool:
    return all(getattr(shown, part) == getattr(original.shown, part) for part in PARTS)


def test_every_token_is_changed(original):
    counted = Counter(m.path[0] for m in mutants(original.content))
    numbers = len(original.terms)
    assert counted["terms"] > 5 * numbers
    assert counted["steps"] > 20 * len(original.steps)
    assert {"version", "name", "terms", "steps", "postulates", "results"} == set(counted)


def test_nearly_all_are_rejected(original, accepted):
    assert len(accepted) < 0.03 * sum(1 for _ in mutants(original.content))


def test_another_theorem_is_printed_otherwise(original, accepted):
    for mutant, shown in accepted:
        if not same_theorem(shown, original):
            assert shown.theorem != original.shown.theorem, mutant


def test_the_same_theorem_rests_on_another_proof_that_holds(original, accepted):
    """Then only the way was changed: a premise that says the same, a witness written otherwise."""
    for mutant, shown in accepted:
        if same_theorem(shown, original):
            assert shown.theorem == original.shown.theorem
            assert mutant.path[0] in ("terms", "steps", "name"), mutant
            if mutant.path[0] == "steps":
                assert "claim" not in mutant.path, mutant
                assert mutant.path[2:] != ("inference",), mutant
                assert mutant.change != RENAMED, mutant


def test_no_definition_postulate_or_result_can_be_left_out(original, accepted):
    for mutant, shown in accepted:
        if mutant.change == DELETED and len(mutant.path) == 2 and mutant.path[0] != "terms":
            assert not same_theorem(shown, original), mutant


def answer(decide, argument) -> object:
    try:
        return decide(argument).theorem
    except Refused as refused:
        return str(refused)


def test_the_quick_way_decides_as_replay_does(original):
    """The same answers from the whole text, for one mutant in 300."""
    for number, mutant in enumerate(mutants(original.content)):
        if number % 300 == 0 and len(mutant.path) > 1:
            text = layout(changed(original.content, mutant))
            assert answer(original.decide, mutant) == answer(replay, text), mutant
