"""A review as a JUnit file: a suite for each document, a case for each line.

After the schema of Ant's reports (JUnit.xsd, Windy Road Technology), the strictest in use.
"""

from __future__ import annotations

from xml.etree import ElementTree

from derive.catalog import REPORTS
from derive.review.findings import Finding, Review
from derive.review.reports.github import message
from derive.review.reports.text import plain

#: nothing is timed: the report of a text is the same in two runs
UNTIMED = "1970-01-01T00:00:00"


def render(review: Review) -> str:
    """The report as XML text that ends in a newline."""
    root = ElementTree.Element("testsuites")
    for number, file in enumerate(review.files):
        checked = [f for f in file.lines if f.verdict != "given"]
        suite = ElementTree.SubElement(
            root, "testsuite", name=plain(file.path) or "-", package="derive.check",
            id=str(number), hostname="localhost", timestamp=UNTIMED, time="0",
            tests=str(len(checked) + bool(file.error)), failures=str(file.summary["refuted"]),
            errors=str(int(bool(file.error))),
            skipped=str(file.summary["undecided"] + file.summary["not_read"]))
        ElementTree.SubElement(suite, "properties")
        if file.error:
            case = ElementTree.SubElement(suite, "testcase", name="reading", time="0",
                                          classname=plain(file.path))
            ElementTree.SubElement(case, "error", type="not read", message=plain(file.error))
        for finding in checked:
            _case(suite, finding)
        for stream in ("system-out", "system-err"):
            ElementTree.SubElement(suite, stream)
    ElementTree.indent(root)
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            + ElementTree.tostring(root, encoding="unicode") + "\n")


def _case(suite: ElementTree.Element, finding: Finding) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=plain(finding.path), time="0",
                                  name=f"line {finding.id}: {plain(finding.source)[:120]}")
    if finding.verdict == "refuted":
        ElementTree.SubElement(case, "failure", type="refuted", message=plain(message(finding)))
    elif finding.verdict in ("undecided", "not_read"):
        ElementTree.SubElement(case, "skipped", message=plain(message(finding)))


REPORTS.add("junit", render)
