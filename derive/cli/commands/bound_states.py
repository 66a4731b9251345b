"""derive the bound states of a potential, for every level at once, or say why there is no form

Quadratic wells on the whole line are reached, and the potentials of the library: -kappa/r and
m omega^2 r^2/2 with hbar^2 l(l + 1)/2m r^2, Morse's, and the box. Any other is refused with the
reason (exit 3). Letters are real; name those that are positive, or natural numbers.
"""

from __future__ import annotations

import argparse

EXAMPLE = """derive bound-states '2 m \\omega^2 x^2' --variable x
derive bound-states '\\alpha y^2 + \\beta y + \\gamma' --variable y --positive alpha
derive bound-states '-\\frac{\\kappa}{r}' --variable r --positive kappa"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("potential", metavar="LATEX", help="the potential V")
    parser.add_argument("--variable", metavar="NAME", default="x", help="the position (x)")
    parser.add_argument("--positive", metavar="NAMES", default="",
                        help="letters that are positive, separated by commas (m, omega, hbar are)")
    parser.add_argument("--natural", metavar="NAMES", default="",
                        help="letters that are natural numbers, separated by commas")
    parser.add_argument("--domain", metavar="LOW..HIGH", default=None,
                        help="0..oo for x > 0 and states that vanish at 0 (r and rho mean that); "
                             "0..L for walls at 0 and L")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import Refusal
    from derive.cli.writing import put
    from derive.notation import text
    from derive.physics.bound_states import find_states
    from derive.physics.reading import read_potential
    from derive.rules.scaling import NoClosedForm

    read = read_potential(options.potential, options.variable, options.positive.split(","),
                          options.natural.split(","), options.domain)
    try:
        found = find_states(read.potential, read.variable, cards=read.cards, width=read.width)
    except NoClosedForm as reason:
        said = str(reason) if read.width is not None else _with_number(
            str(reason), read.potential, read.variable)
        raise Refusal(said) from None
    lecture = found.lecture
    if found.complete:
        lines = [f"{text(lecture['levels'].conclusion, lecture.notation)},  n = 0, 1, 2, …, "
                 "and no other", text(lecture["psi"].conclusion, lecture.notation)]
    else:
        letters = lecture.notation
        state = text(found.state, letters)
        name = state.partition("(")[0]
        where = "" if found.condition is None else f" while {text(found.condition, letters)}"
        lines = [f"Eₙ = {text(found.level, letters)},  n = 0, 1, 2, …{where}", state,
                 f"Shown: ψₙ solves the equation, by the steps of `derive notes {found.name}`"
                 + (f"; {name} is ψₙ times a constant, with norm 1" if name != "ψₙ" else "")
                 + ("; Λ_(n,α)(z) is n! times the Laguerre polynomial." if "Λ" in state else "."),
                 "Not shown: that there is no other level."
                 + ("" if found.normalized else " ψₙ is not normalized.")]
    steps = lecture.steps
    proved = sum(step.grade.value == "proved" for step in steps)
    put("\n".join([*lines, f"{len(steps)} steps: {proved} proved, {len(steps) - proved} given"])
        + "\n", None, False)
    return 0


def _with_number(reason: str, potential: object, variable: object) -> str:
    from derive.physics.reading import lowest_of

    number = lowest_of(potential, variable)
    return f"{reason}\n(Numerically, m = ħ = 1: E₀ = {number}.)" if number else reason
