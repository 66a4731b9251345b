"""check the library again: derive every step, then replay its certificate

Without a name, every derivation of the library. Exit 1 when anything is rejected.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

EXAMPLE = """derive verify
derive verify oscillator --json
derive verify oscillator --certificate oscillator.json"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="only this derivation")
    parser.add_argument("--json", action="store_true", help="every step, as JSON")
    parser.add_argument("--certificate", metavar="PATH",
                        help="also write the certificate of the named derivation there")
    parser.add_argument("-o", "--output", metavar="PATH", help="a file instead of standard output")
    parser.add_argument("--force", action="store_true", help="overwrite files")


def run(options: argparse.Namespace) -> int:
    from derive.catalog import DERIVATIONS
    from derive.cli.ending import REJECTED, Usage
    from derive.cli.writing import check_target, put

    check_target(options.output, options.force)
    check_target(options.certificate, options.force)
    if options.certificate and not options.name:
        raise Usage("--certificate needs the name of a derivation")
    names = (options.name,) if options.name else tuple(n for n, _ in DERIVATIONS.own())
    rows, lines, good = [], [], True
    for name in names:
        lecture = DERIVATIONS.get(name).make()
        certificate, trouble = _replayed(lecture)
        good = good and not trouble and lecture.verdict.value == "proved"
        if options.json:
            rows.append(_row(lecture, trouble))
        lines.append(_line(lecture, trouble))
        if options.certificate:
            put(certificate, options.certificate, options.force)
    content = (json.dumps({"version": 1, "derivations": rows}, indent=1, ensure_ascii=False)
               if options.json else "\n".join(lines))
    put(content + "\n", options.output, options.force)
    return 0 if good else REJECTED


def _replayed(lecture: Any) -> tuple[str, str]:
    """The certificate, and why replay rejects it (or "")."""
    from derive.kernel.claim import Refused
    from derive.kernel.replay import replay

    certificate = lecture.certificate()
    try:
        replay(certificate)
    except Refused as refused:
        return certificate, str(refused)
    return certificate, ""


def _line(lecture: Any, trouble: str) -> str:
    if trouble:
        return f"{lecture.name}: rejected by replay: {trouble}"
    count: dict[str, int] = {}
    for step in lecture.steps:
        count[step.grade.value] = count.get(step.grade.value, 0) + 1
    tally = ", ".join(f"{n} {grade}" for grade, n in sorted(count.items(), reverse=True))
    return f"{lecture.name}: {lecture.verdict.value}; {len(lecture.steps)} steps: {tally}; replayed"


def _row(lecture: Any, trouble: str) -> dict[str, Any]:
    from derive.kernel.plain import plain
    from derive.notation import text
    from derive.notation.errors import NotWritten

    def said(term: Any) -> str:
        try:
            return text(term, lecture.notation)
        except NotWritten:  # a hypothesis that a page never shows
            return plain(term)

    return {
        "name": lecture.name, "verdict": "refuted" if trouble else lecture.verdict.value,
        "postulates": [{"label": label, "claim": said(term)}
                       for label, term in lecture.postulates],
        "theorems": [{"label": line.label, "claim": said(line.conclusion),
                      "conditions": [said(h) for h in line.claim.hypotheses]}
                     for line in lecture.lines if line.grade.value == "proved"],
        "steps": [{"label": step.label, "claim": said(step.conclusion),
                   "inference": step.inference, "uses": list(step.uses),
                   "verdict": step.grade.value,
                   "conditions": [said(h) for h in step.claim.hypotheses]}
                  for step in lecture.steps]}
