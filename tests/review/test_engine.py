"""What one line is given in all: attempts and seconds; out of either is undecided."""

from __future__ import annotations

from derive.review.engine import ATTEMPTS, Engine
from derive.review.judging import out_of_time
from derive.terms.build import add, eq, mul, symbol, term

X = symbol("x")


def claim(number: int):
    return eq(add(X, X, term(number)), add(mul(2, X), term(number)))


def test_a_line_is_given_so_many_attempts_and_the_next_one_as_many():
    with Engine(isolated=False) as engine:
        engine.begin()
        found = [engine((), claim(n)) for n in range(ATTEMPTS + 2)]
        assert {j.verdict for j in found[:ATTEMPTS]} == {"proved"}
        assert [j.verdict for j in found[ATTEMPTS:]] == ["undecided"] * 2
        assert all(out_of_time(j) for j in found[ATTEMPTS:])
        engine.begin()
        assert engine((), claim(ATTEMPTS)).verdict == "proved"  # nothing undecided was kept


def test_a_line_is_given_so_many_seconds_in_all():
    with Engine(seconds=0.01) as engine:
        engine.begin()
        found = engine((), claim(1))
    assert found.verdict == "undecided"
    assert out_of_time(found)
