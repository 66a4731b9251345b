"""Declarations: every form of the reference gives its cards and hypotheses."""

from __future__ import annotations

import pytest

from derive.notation import NotationError, NotRead, declare, parse
from derive.notation.conventions import Conventions


def sorts(source: str) -> dict[str, object]:
    return {card.latex: card.term.data[1] for card in declare(source).notation.cards}


@pytest.mark.parametrize(("source", "expected"), [
    ("m, omega, hbar > 0", {"m": "P", r"\omega": "P", r"\hbar": "P"}),
    (r"m, \omega, \hbar > 0", {"m": "P", r"\omega": "P", r"\hbar": "P"}),
    ("x, y in R; n, k in N0; z in C; l in Z",
     {"x": "R", "y": "R", "n": "N0", "k": "N0", "z": "C", "l": "Z"}),
    (r"x \in \mathbb{R}", {"x": "R"}),
    ("psi: R -> C", {r"\psi": ("R",)}),
    (r"\psi: R \to C", {r"\psi": ("R",)}),
    ("sigma: R -> R elementwise", {r"\sigma": ("R",)}),
    ("psi[n]: R -> R", {r"\psi": ("N0", "R")}),
    ("c: N0 -> R", {"c": ("N0",)}),
    ("f, g: R x R -> R", {"f": ("R", "R"), "g": ("R", "R")}),
    ("k_B > 0; E_kin in R; \\bar{E} in R",
     {"k_B": "P", r"E_{\mathrm{kin}}": "R", r"\bar{E}": "R"}),
    ("0 < alpha < 1", {r"\alpha": "P"}),
    ("x in R\ny in R", {"x": "R", "y": "R"}),
    ("x in C; x in R", {"x": "R"}),
    ("", {}),
])
def test_kinds(source: str, expected: dict[str, object]) -> None:
    assert sorts(source) == expected


@pytest.mark.parametrize(("source", "expected"), [
    ("n, k in N0; n != k", ["(ne n k)"]),
    ("0 < alpha < 1", ["(lt alpha 1)"]),
    ("n in N", ["(le 1 n)"]),
    ("x in R; x >= 1", ["(le 1 x)"]),
    ("x, y in R; x < y <= 2", ["(lt x y)", "(le y 2)"]),
])
def test_hypotheses(source: str, expected: list[str]) -> None:
    assert [str(h) for h in declare(source).hypotheses] == expected


def test_definitions_goals_library_units() -> None:
    source = (r"m, omega, hbar > 0; x in R; xi = \sqrt{m\omega/\hbar} x; unit m = kg, omega = 1/s;"
              r"use oscillator; expect x = 0")
    found = declare(source)
    assert [str(d) for d in found.definitions] == [
        "(eq xi (mul (sqrt (div (mul m omega) hbar)) x))"]
    assert found.library == ("oscillator",)
    assert [source[slice(*span)] for _, span in found.goals] == ["x = 0"]
    units = {c.latex: c.unit for c in found.notation.cards if c.unit}
    assert units == {"m": "kg", r"\omega": "1/s"}


def test_conventions_and_profile() -> None:
    found = declare("notation physics; units natural; derivative=leibniz; letters n=k").notation
    assert found.profile == "physics"
    assert found.conventions["units"] == "natural"
    assert found.conventions["derivative"] == "leibniz"
    assert found.conventions.letters == (("n", "k"),)


def test_what_has_no_term_is_refused_by_name() -> None:
    found = declare("v vector; X ~ Normal(0, 1)").notation
    for letter in ("v", "X"):
        with pytest.raises(NotRead, match="no term yet"):
            parse(f"2{letter}", found)


def test_operators_and_what_holds_of_them() -> None:
    found = declare(r"x, p operators; [a, b] = i hbar; U unitary; m, n in N0; "
                    r"\langle m|n\rangle = \delta_{mn}; H = \frac{p^2}{2}")
    heads = {card.latex: card.term.head for card in found.notation.cards}
    assert {heads[letter] for letter in ("x", "p", "a", "b", "U", "H")} == {"operator"}
    assert [str(h) for h in found.hypotheses] == [
        "(eq (commutator a b) (scale (mul i hbar) (identity (space H))))",
        "(eq (matmul (adjoint U) U) (identity (space H)))",
        "(eq (matmul U (adjoint U)) (identity (space H)))",
        "(forall m (forall n (eq (item (matmul (adjoint |>[m]) |>[n])) (delta m n))))",
        "(eq H (scale (div 1 2) (oppow p 2)))"]


def test_a_function_is_taken_at_the_only_real_letter_or_at_its_own() -> None:
    one = declare("m > 0; x in R; psi: R -> C").notation
    assert str(parse(r"\psi''", one)) == "(call 2 psi x)"
    own = declare("x, y in R; psi(y): R -> C").notation
    assert str(parse(r"\psi'' + \psi(x)", own)) == "(add (call 2 psi y) (call 0 psi x))"
    two = declare("x, y in R; psi: R -> C").notation
    with pytest.raises(NotRead, match="is a function"):
        parse(r"\psi''", two)


@pytest.mark.parametrize(("source", "piece", "reason"), [
    ("x in R; y in Q", "y in Q", "no set 'Q'"),
    ("x im R", "x im R", "not a declaration"),
    ("units naturl", "units naturl", "did you mean natural"),
    ("x in R; notation phisics", "notation phisics", "did you mean physics"),
    ("psi: R -> Q", "psi: R -> Q", "no set 'Q'"),
    ("n != k; x in R", "n", "not declared"),
    ("unit m = kg", "unit m = kg", "not declared"),
    ("x + 1", "x + 1", "not a declaration"),
    ("x > \u202e0", "\u202e", "bidirectional"),
])
def test_refused_with_its_place(source: str, piece: str, reason: str) -> None:
    with pytest.raises(NotRead, match=reason) as caught:
        declare(source)
    assert source[slice(*caught.value.span)] == piece


def test_an_unknown_convention_answers_with_the_nearest() -> None:
    with pytest.raises(NotationError, match="did you mean derivative"):
        Conventions().set("derivativ=prime")
    with pytest.raises(NotationError, match="did you mean leibniz"):
        Conventions().set("derivative=leibnitz")
    assert Conventions().set("derivative=leibniz", "derivative=dot")["derivative"] == "dot"
