r"""What custom says of letters: ``\hat x`` and ``\hat p`` are canonical, ``a`` lowers, S is a spin.

Custom is offered only for letters of which nothing was said; a verdict that rests on it names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from derive.kernel.refute.operator_patterns import patterns
from derive.review.operator_grounds import closure
from derive.terms.build import I, add, eq, forall, mul, op, sqrt, sub, symbol, term
from derive.terms.matrices import matmul, scale
from derive.terms.operators import adjoint, bracket, commutator, multiple, operator
from derive.terms.term import Term

HBAR = symbol("hbar", "P")
SPINS = ("S", "L", "J")
OBSERVABLES = frozenset({"x", "p", "H", "S", "L", "J", "X", "P", "r", "q", "T", "V"})


@dataclass(frozen=True)
class Custom:
    """Formulas, and how a report names them."""

    text: str
    formulas: tuple[Term, ...]


def customs(claim: Term, hypotheses: tuple[Term, ...]) -> tuple[Custom, ...]:
    """What custom says of the operators in a claim, as far as nothing else was said of them."""
    defined = patterns(hypotheses).definitions
    said = {s for h in hypotheses for s in (h.free if not _only_defines(h) else
                                            h.free & set(defined))}
    letters = closure({s for s in claim.free if s.head == "operator"}, hypotheses)
    free = {s for s in letters if s.head == "operator" and len(s.args) == 1}
    names = {bare(s.name): s for s in sorted(free, key=str)}
    found: list[Custom] = []
    own = names.get("a")
    if own is not None and own not in said:
        found += _ladder(own, claim, said)
    for name, x in names.items():
        letter, _, index = name.partition("_")
        partner = {"x": "p", "q": "p", "r": "p"}.get(letter)
        called = [f"{partner}_{index}"] if index else [str(partner), f"p_{letter}"]
        p = next((names[c] for c in called if c in names), None)
        if partner and p is not None and not {x, p} & said:
            found.append(Custom(f"[{shown(x)}, {shown(p)}] = iħ", (
                eq(commutator(x, p), multiple(mul(I, HBAR))), hermitian(x), hermitian(p))))
    found += _spins(names, said)
    found += _numbered(claim, hypotheses, said)
    covered = {s for c in found for f in c.formulas for s in f.free}
    for name, x in names.items():
        if name.partition("_")[0] in OBSERVABLES and x not in covered and x not in defined and (
                not any(adjoint(x) in set(h.walk()) for h in hypotheses)):
            found.append(Custom(f"{shown(x)} is Hermitian", (hermitian(x),)))
    return tuple(found)


def _only_defines(hypothesis: Term) -> bool:
    """Whether a hypothesis says what a letter is and nothing of the letters that it is made of."""
    return bool(patterns((hypothesis,)).definitions)


def _ladder(a: Term, claim: Term, said: set[Term]) -> list[Custom]:
    """[a, a^dagger] = 1; with |n> also what it does to them."""
    formulas = [eq(commutator(a, adjoint(a)), multiple(1))]
    text = f"[{shown(a)}, {shown(a)}†] = 1"
    families = [s for s in claim.free if s.head == "ket" and s not in said and any(
        t.head == "ket" and t.data == s.data and len(t.args) == 2 for t in claim.walk())]
    if len(families) == 1:
        state = families[0]
        n, m = symbol("n", "N0"), symbol("m", "N0")

        def ket(k: Term) -> Term:
            return Term("ket", (state.data[0], state.data[1]), (state.args[0], k))

        formulas += [
            forall(m, forall(n, eq(bracket(adjoint(ket(m)), ket(n)), op("delta", m, n)))),
            forall(n, eq(matmul(a, ket(n)), scale(sqrt(n), ket(sub(n, term(1)))))),
            forall(n, eq(matmul(adjoint(a), ket(n)), scale(sqrt(add(n, 1)), ket(add(n, 1)))))]
        text += f", its states |{state.name or 'n'}> orthonormal"
    return [Custom(text, tuple(formulas))]


def _numbered(claim: Term, hypotheses: tuple[Term, ...], said: set[Term]) -> list[Custom]:
    """|0> and |1>, the states of a qubit or the first of a ladder, are orthonormal."""
    kets = [t for f in (claim, *hypotheses) for t in f.walk() if t.head == "ket"
            and len(t.args) == 2 and t.args[1].head == "int"]
    families = {t.data for t in kets}
    if len(families) != 1 or {t.args[1].value for t in kets} - {0, 1} or len(set(kets)) < 2 or (
            any(s.head == "ket" and s.data[:1] == kets[0].data[:1] for s in said)):
        return []
    m, n = symbol("m", "N0"), symbol("n", "N0")
    one, two = (Term("ket", kets[0].data, (kets[0].args[0], k)) for k in (m, n))
    return [Custom("|0>, |1> orthonormal", (
        forall(m, forall(n, eq(bracket(adjoint(one), two), op("delta", m, n)))),))]


def _spins(names: dict[str, Term], said: set[Term]) -> list[Custom]:
    found = []
    for letter in SPINS:
        mine = {n.partition("_")[2]: s for n, s in names.items() if n.partition("_")[0] == letter}
        axes = [a for a in ("x", "y", "z") if a in mine]
        if len(axes) < 2 or any(s in said for s in mine.values()):
            continue
        like = mine[axes[0]].name
        x, y, z = (mine.get(a, operator(like.replace(f"_{axes[0]}", f"_{a}")))
                   for a in ("x", "y", "z"))
        found.append(Custom(f"[{letter}_x, {letter}_y] = iħ {letter}_z and around", (
            *(eq(commutator(a, b), scale(mul(I, HBAR), c))
              for a, b, c in ((x, y, z), (y, z, x), (z, x, y))),
            *(hermitian(s) for s in (x, y, z)))))
    return found


def hermitian(a: Term) -> Term:
    return eq(adjoint(a), a)


def bare(name: str) -> str:
    r"""The letter under a hat: ``\hat{S}_z`` is S_z."""
    return re.sub(r"\\hat\{([^{}]*)\}", r"\1", name).replace("{", "").replace("}", "")


def shown(a: Term) -> str:
    return bare(a.name)
