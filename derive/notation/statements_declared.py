r"""The forms of declarations: one pattern and one reader each, tried in order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from derive.notation.conventions import TABLE
from derive.notation.declarations import (
    Declared,
    at_least_one,
    declared_function,
    declared_matrix,
    declared_operator,
    declared_symbol,
    formula,
    matrix_name,
    names,
    written,
)
from derive.notation.errors import NotRead
from derive.notation.profiles import NAMES as PROFILES
from derive.notation.profiles import macros
from derive.terms.build import add, call, eq, function, symbol, term
from derive.terms.matrices import identity, matmul
from derive.terms.operators import SPACE, adjoint, operator, operator_power
from derive.terms.term import Term

SETS = {"R": "R", "C": "C", "N0": "N0", "N_0": "N0", "N": "N", "Z": "Z", "P": "P", "R+": "P",
        "R^+": "P", "R_+": "P", "R_{>0}": "P", "\\mathbb{R}": "R", "\\mathbb{C}": "C",
        "\\mathbb{N}_0": "N0", "\\mathbb{N}": "N", "\\mathbb{Z}": "Z", "real": "R",
        "complex": "C", "ℝ": "R", "ℂ": "C", "ℤ": "Z", "ℕ": "N", "(0, oo)": "P", "(0,oo)": "P",
        "(0, \\infty)": "P", "N_{0}": "N0", "\\N": "N", "\\R": "R", "\\C": "C", "\\Z": "Z"}
Reading = Callable[[Declared, re.Match[str]], Declared]


def positive(declared: Declared, found: re.Match[str]) -> Declared:
    """``m, omega, hbar > 0``"""
    for name in names(found[1]):
        declared = declared_symbol(declared, name, "P")
    return declared


def members(declared: Declared, found: re.Match[str]) -> Declared:
    """``x, y in R``; a set of matrices or vectors is kept as what the letter is."""
    space = found[2].strip()
    sort = SETS.get(space)
    shaped = _SHAPED.fullmatch(space)
    if sort is None and shaped is not None:
        return matrices_declared(declared, found[1], shaped)
    if sort is None:
        near = get_close_matches(space, ("R", "C", "N0", "N", "Z"), n=1)
        raise NotRead(f"no set {space!r}; there are R, C, N0, N, Z and R^(a x b)"
                      + (f"; did you mean {near[0]}?" if near else ""))
    for name in names(found[1]):
        if sort == "N":
            declared = declared_symbol(declared, name, "N0")
            declared = replace(declared, hypotheses=(*declared.hypotheses, at_least_one(name)))
        else:
            declared = declared_symbol(declared, name, sort)
    return declared


_SHAPED = re.compile(r"(R|S|\\mathbb\{[RS]\}|ℝ)\s*\^\s*(?:\((.+)\)|\{(.+)\}|(\w+))")


def matrices_declared(declared: Declared, heads: str, space: re.Match[str]) -> Declared:
    """``W in R^(h x d)``, ``b in R^h``, ``A in S^d``, ``W[l] in R^(n[l] x n[l-1])``"""
    inside = (space[2] or space[3] or space[4]).strip()
    sizes = re.split(r"\s+x\s+|\s*\\times\s*|\s*×\s*|\s*,\s*", inside)
    symmetric = "S" in space[1]
    if len(sizes) > 2 or (symmetric and len(sizes) > 1):
        raise NotRead(f"no shape {inside!r}; write R^n or R^(n x m)")
    for head in _heads(heads):
        match = re.fullmatch(r"\s*([^\[]+?)\s*(?:\[\s*(\w+)\s*\])?\s*", head)
        if match is None:
            raise NotRead(f"{head.strip()!r} is not a matrix's name")
        levels: tuple[Term, ...] = (symbol(match[2], "N0"),) if match[2] else ()
        rows = size(sizes[0], levels)
        columns = size(sizes[1], levels) if len(sizes) > 1 else rows if symmetric else term(1)
        declared = declared_matrix(declared, written(match[1]), rows, columns, levels)
        if symmetric:
            made = Term("matrix", (matrix_name(written(match[1])),), (rows, columns, *levels))
            fact = eq(Term("transpose", (), (made,)), made)
            declared = replace(declared, hypotheses=(*declared.hypotheses, fact))
    return declared


def size(text: str, levels: tuple[Term, ...]) -> Term:
    """``h``, ``3``, ``n[l-1]``, ``n_l``."""
    text = text.strip()
    if text.isdigit():
        return term(int(text))
    level = re.fullmatch(r"(\w+?)(?:\[\s*(\w+)\s*([+-]\s*\d+)?\s*\]|_\{?(\w)\s*([+-]\s*\d+)?\}?)",
                         text)
    if level is None:
        if not re.fullmatch(r"[A-Za-z]\w*", text):
            raise NotRead(f"{text!r} is not a size; write a number, a letter or n[l]")
        return symbol(text, "N0")
    letter, shift = level[2] or level[4], (level[3] or level[5] or "").replace(" ", "")
    known = [a for a in levels if a.name == letter]
    place = known[0] if known else term(int(letter)) if letter.isdigit() else None
    if place is None and level[2]:  # n[L] is the size n at level L, n_L may be a name
        place = symbol(letter, "N0")
    if place is None:
        return symbol(text, "N0")
    moved = place if not shift else add(place, int(shift))
    return call(function(level[1], ("N0",), "N0"), moved)


def mapping(declared: Declared, found: re.Match[str]) -> Declared:
    """``psi: R -> C``, ``psi[n]: R -> R``, ``f: R x R -> R``, ``c: N0 -> R``, ``psi(x): ...``"""
    heads, sources, target, rest = found[1], found[2], found[3], found[4] or ""
    value, smooth = sort_of_set(target), smoothness(rest)
    arguments = tuple(sort_of_set(s) for s in re.split(r"\s+x\s+|\s*\\times\s*|\s*×\s*",
                                                       sources.strip()))
    for head in _heads(heads):
        match = re.fullmatch(r"\s*([^\[\(]+?)\s*(?:\[([^\]]*)\])?\s*(?:\(([^)]*)\))?\s*", head)
        if match is None:
            raise NotRead(f"{head.strip()!r} is not a function's name")
        index = len(match[2].split(",")) if match[2] else 0
        slots = ("N0",) * index + arguments
        if not index and set(arguments) <= {"N0"}:
            index = len(arguments)
        default: tuple[tuple[int, Term], ...] = ()
        if match[3]:
            default = defaults(declared, match[3], index, slots)
        declared = declared_function(declared, written(match[1]), slots, value, index, smooth,
                                     default)
    return declared


def _heads(text: str) -> list[str]:
    return re.split(r",(?![^\[\(]*[\]\)])", text)


def defaults(declared: Declared, text: str, index: int,
             slots: tuple[str, ...]) -> tuple[tuple[int, Term], ...]:
    """The letters at which a function is taken when they are not written."""
    found = []
    for place, name in enumerate(names(text)):
        card = declared.notation.named(name)
        if card is None or card.term.head != "sym":
            raise NotRead(f"{name} is not declared", declaration=f"{name} in R")
        found.append((index + place, card.term))
    if index + len(found) != len(slots):
        raise NotRead(f"the function takes {len(slots) - index} arguments, not {len(found)}")
    return tuple(found)


def sort_of_set(text: str) -> str:
    sort = SETS.get(text.strip())
    if sort is None:
        raise NotRead(f"no set {text.strip()!r} for a function; there are R, C, N0, Z, P")
    return "N0" if sort == "N" else sort


def smoothness(words: str) -> int:
    """``elementwise``, ``smooth``, ``C^2``, ``of class C^2``."""
    words = words.strip().removeprefix("of class").strip()
    match = re.fullmatch(r"C\^?\{?(\d+)\}?", words)
    if match:
        return int(match[1])
    if words in ("", "elementwise", "smooth", "C^oo", "C^\\infty"):
        return -1
    raise NotRead(f"what {words!r} says of a function is not known")


def constant(declared: Declared, found: re.Match[str]) -> Declared:
    """``i imaginary``, ``e Euler``: these letters are the constants."""
    letters = {"imaginary": "i", "euler": "e"}
    kind = letters[found[2].lower()]
    for name in names(found[1]):
        if name != kind:
            raise NotRead(f"only the letter {kind} can be {found[2]}; \\mathrm{{{kind}}} always is")
        declared = replace(declared, notation=declared.notation.with_constant(name))
    return declared


def operators(declared: Declared, found: re.Match[str]) -> Declared:
    """``x, p operators``; ``vector`` and ``matrix`` are letters that no term can carry so."""
    what = {"vector": "a vector", "matrix": "a matrix"}
    kind = found[2].lower().removesuffix("s").replace("matrice", "matrix")
    if kind in what:
        return unsaid(declared, found[1], what[kind])
    for word in _heads(found[1]):
        declared = declared_operator(declared, written(word.strip()))
    return declared


def observables(declared: Declared, found: re.Match[str]) -> Declared:
    """``x, p hermitian``, ``U unitary``, ``P projector``: operators, and what holds of them."""
    kind = found[2].lower()
    for word in _heads(found[1]):
        name = written(word.strip())
        declared = declared_operator(declared, name)
        a = operator(name)
        facts = {"u": (eq(matmul(adjoint(a), a), identity(SPACE)),
                       eq(matmul(a, adjoint(a)), identity(SPACE))),
                 "p": (eq(operator_power(a, 2), a), eq(adjoint(a), a))}.get(
                     kind[0], (eq(adjoint(a), a),))
        declared = replace(declared, hypotheses=(*declared.hypotheses, *facts))
    return declared


def unsaid(declared: Declared, text: str, what: str) -> Declared:
    """Letters whose use is refused by name."""
    notation = declared.notation
    for word in _heads(text):
        name = written(re.sub(r"\[[^\]]*\]\s*$", "", word.strip()))
        kept = tuple(c for c in notation.cards if c.written != name)
        notation = notation.only(kept).with_other(name, what)
    return replace(declared, notation=notation)


def random_variable(declared: Declared, found: re.Match[str]) -> Declared:
    return unsaid(declared, found[1], f"a random variable, {found[2].strip()}")


def commutator(declared: Declared, found: re.Match[str]) -> Declared:
    """``[x, p] = i hbar``: the letters become operators, the relation a hypothesis."""
    for word in (found[1], found[2]):
        letter = re.sub(r"\s*\^\s*(?:\{\s*\\?dagger\s*\}|\\?dagger|\\dag)", "", word).strip()
        known = declared.notation.named(written(letter))
        if known is None or known.term.head != "operator":
            declared = declared_operator(declared, written(letter))
    if "hbar" in found[3] and declared.notation.named("\\hbar") is None:
        declared = declared_symbol(declared, "\\hbar", "P")
    return formula(declared, found[0])


def units_of_letters(declared: Declared, found: re.Match[str]) -> Declared:
    """``unit m = kg, omega = 1/s``"""
    for pair in found[1].split(","):
        name, sign, unit = pair.partition("=")
        card = declared.notation.named(written(name)) if sign else None
        if card is None:
            raise NotRead(f"{name.strip()} has a unit but is not declared",
                          declaration=f"{name.strip()} > 0")
        declared = declared.with_cards(replace(card, unit=unit.strip()))
    return declared


def convention(declared: Declared, found: re.Match[str]) -> Declared:
    """``units natural``, ``derivative=leibniz``, ``letters n=k``"""
    setting = f"{found[1]}={found[2]}" if found[1] != "letters" else f"letters:{found[2]}"
    return replace(declared, notation=declared.notation.with_conventions(setting))


def profile(declared: Declared, found: re.Match[str]) -> Declared:
    """``notation physics``"""
    wanted = found[1].strip()
    if any(part not in PROFILES for part in wanted.split("+")):
        near = get_close_matches(wanted, PROFILES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(PROFILES)}"
        raise NotRead(f"no notation {wanted!r}; {hint}")
    macros(wanted)
    return replace(declared, notation=declared.notation.with_profile(wanted))


def library(declared: Declared, found: re.Match[str]) -> Declared:
    """``use oscillator``"""
    return replace(declared, library=(*declared.library, *(
        w.strip() for w in found[1].split(","))))


def goal(declared: Declared, found: re.Match[str]) -> Declared:
    """``expect E_n = \\hbar\\omega(n+\\tfrac12)``: kept as written, read where it is used."""
    return replace(declared, goals=(*declared.goals, (found[1], found.span(1))))


_CONVENTIONS = "|".join([*TABLE, "letters"])
_PATTERNS: tuple[tuple[str, Reading], ...] = (
    (r"use\s+(.+)", library),
    (r"expect\s+(.+)", goal),
    (r"unit\s+(.+)", units_of_letters),
    (r"notation\s*[= ]\s*(.+)", profile),
    (rf"({_CONVENTIONS})\s*[=: ]\s*(.+)", convention),
    (r"(.+?)\s+(imaginary|Euler|euler)", constant),
    (r"(.+?)\s+(operators?|vectors?|matrix|matrices)", operators),
    (r"(.+?)\s+([Hh]ermitian|observables?|unitary|projectors?)", observables),
    (r"(.+?)\s*:\s*(.+?)\s*(?:->|→|\\to|\\rightarrow)\s*(\S+)(?:\s+(.+))?", mapping),
    (r"(.+?)\s+(?:in|\\in|∈)\s+(.+)", members),
    (r"\[\s*([^\[\],]+),\s*([^\[\],]+)\]\s*=\s*(.+)", commutator),
    (r"([^~]+)\s*(?:~|\\sim)\s*(.+)", random_variable),
    (r"([^<>=≠≤≥!()]+)\s*>\s*0", positive),
)
FORMS = tuple((re.compile(pattern, re.DOTALL), read) for pattern, read in _PATTERNS)
