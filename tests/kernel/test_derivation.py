"""A derivation only grows, by steps that the kernel made."""

import pytest

from derive.kernel.claim import Claim, Grade, Refused
from derive.kernel.derivation import Derivation, KernelContradiction
from derive.kernel.infer import INFERENCES
from derive.kernel.procedures import load_all
from derive.terms.build import add, call, eq, function, mul, ne, neg, power, symbol
from derive.terms.term import TermError

load_all()
X, N = symbol("x"), symbol("n", "N0")
DOUBLE = eq(add(X, X), mul(2, X))


def test_steps_are_numbered_labelled_and_graded():
    d = Derivation("d")
    given = d.step("assume", formula=ne(X, 0), label="given", postulate=True)
    proved = d.step("ring", conclusion=DOUBLE, label="proved")
    f = function("f", ("N0",))
    defined = d.step("define", function=f, parameters=[N], body=N)
    cited = d.step("gaussian_integral", symbol=X)
    assert [s.number for s in d.steps] == [0, 1, 2, 3]
    assert [s.grade for s in (given, proved, defined, cited)] == [
        Grade.GIVEN, Grade.PROVED, Grade.GIVEN, Grade.GIVEN]
    assert d.postulates == (given,)
    assert d["proved"] is proved
    assert d.labels == ("given", "proved")
    assert [lemma.name for lemma in d.cited] == ["gaussian_integral"]


def test_what_is_refused_leaves_nothing_behind():
    d = Derivation("d")
    f = function("f", ("N0",))
    attempts = [
        ("no such", {}), ("ring", {"conclusion": eq(X, 1)}),
        ("ring", {"conclusion": DOUBLE, "idle": X}),
        ("ring", {"conclusion": DOUBLE, "postulate": True}),
        ("define", {"function": f, "parameters": [N], "body": N, "idle": X}),
        ("assume", {"formula": eq(symbol("#1"), 0)}),
    ]
    for name, witness in attempts:
        with pytest.raises(Refused):
            d.step(name, **witness)
    assert d.steps == d.postulates == d.labels == ()
    assert not d.context.definitions


def test_labels_and_premises_belong_to_one_derivation():
    d, other = Derivation("d"), Derivation("other")
    d.step("ring", conclusion=DOUBLE, label="one")
    foreign = other.step("ring", conclusion=DOUBLE)
    with pytest.raises(Refused, match="taken"):
        d.step("ring", conclusion=DOUBLE, label="one")
    with pytest.raises(Refused, match="not a step of this derivation"):
        d.step("generalize", foreign, symbol=X)


def test_a_defined_name_means_one_function():
    """Another H, of positive values, would be positive: and its claims would look like H's."""
    d = Derivation("d")
    d.step("define", function=function("H", ("N0",)), parameters=[N], body=neg(N))
    positive = function("H", ("N0",), "P")
    with pytest.raises(Refused, match="another signature"):
        d.step("order", conclusion=ne(call(positive, N), 0), rest=call(positive, N))
    with pytest.raises(Refused, match="another signature"):
        d.step("define", function=positive, parameters=[N], body=add(N, symbol("p", "P")))
    used = Derivation("used")
    used.step("assume", formula=eq(call(positive, N), 1))
    with pytest.raises(Refused, match="in use"):
        used.step("define", function=function("H", ("N0",)), parameters=[N], body=neg(N))


def test_claims_are_formulas_without_repetition():
    d = Derivation("d")
    given = d.step("assume", formula=ne(X, 0))
    both = d.step("ring", given, given, conclusion=eq(power(X, 1), X), hypotheses=[ne(X, 0)])
    assert both.claim.hypotheses == (ne(X, 0),)
    assert str(both.claim) == "(ne x 0) |- (eq (pow x 1) x)"
    with pytest.raises(TermError, match="made of formulas"):
        Claim((), X)


def test_a_wrong_inference_is_caught_by_numbers(monkeypatch):
    monkeypatch.setitem(INFERENCES, "ring", lambda c, p, w: Claim((), w.formula("conclusion")))
    with pytest.raises(KernelContradiction, match="please report"):
        Derivation("d").step("ring", conclusion=eq(add(X, 1), X))
