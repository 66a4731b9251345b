"""derive the bound states of a potential, for every level at once, or say why there is no form

Quadratic wells on the whole line are reached; any other potential is refused with the reason
(exit 3). Letters are real; name those that are positive.
"""

from __future__ import annotations

import argparse

EXAMPLE = """derive bound-states '2 m \\omega^2 x^2' --variable x
derive bound-states '\\alpha y^2 + \\beta y + \\gamma' --variable y --positive alpha"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("potential", metavar="LATEX", help="the potential V")
    parser.add_argument("--variable", metavar="NAME", default="x", help="the position (x)")
    parser.add_argument("--positive", metavar="NAMES", default="",
                        help="letters that are positive, separated by commas (m, omega, hbar are)")


def run(options: argparse.Namespace) -> int:
    from derive.cli.ending import Refusal
    from derive.cli.writing import put
    from derive.notation import text
    from derive.physics.bound_states import well_lecture
    from derive.physics.reading import read_potential
    from derive.rules.scaling import NoClosedForm

    read = read_potential(options.potential, options.variable, options.positive.split(","))
    try:
        _, lecture = well_lecture(read.potential, read.variable, cards=read.cards)
    except NoClosedForm as reason:
        raise Refusal(_with_number(str(reason), read.potential, read.variable)) from None
    lines = [f"{text(lecture[label].conclusion, lecture.notation)}{tail}"
             for label, tail in (("levels", ",  n = 0, 1, 2, …, and no other"), ("psi", ""))]
    steps = lecture.steps
    proved = sum(step.grade.value == "proved" for step in steps)
    put("\n".join([*lines, f"{len(steps)} steps: {proved} proved, {len(steps) - proved} given"])
        + "\n", None, False)
    return 0


def _with_number(reason: str, potential: object, variable: object) -> str:
    from derive.physics.reading import lowest_of

    number = lowest_of(potential, variable)
    return f"{reason}\n(Numerically, m = ħ = 1: E₀ = {number}.)" if number else reason
