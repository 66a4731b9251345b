"""A review as a JUnit file: a suite for each document, a case for each line."""

from __future__ import annotations

from xml.etree import ElementTree

from derive.catalog import REPORTS
from derive.review.findings import Finding, Review
from derive.review.reports.github import message
from derive.review.reports.text import plain


def render(review: Review) -> str:
    """The report as XML text that ends in a newline."""
    root = ElementTree.Element("testsuites", name="derive check")
    for file in review.files:
        checked = [f for f in file.lines if f.verdict != "given"]
        suite = ElementTree.SubElement(root, "testsuite", name=plain(file.path), tests=str(
            len(checked)), failures=str(file.summary["refuted"]),
            errors=str(int(bool(file.error))),
            skipped=str(file.summary["undecided"] + file.summary["not_read"]))
        if file.error:
            case = ElementTree.SubElement(suite, "testcase", name="reading",
                                          classname=plain(file.path))
            ElementTree.SubElement(case, "error", message=plain(file.error))
        for finding in checked:
            _case(suite, finding)
    ElementTree.indent(root)
    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            + ElementTree.tostring(root, encoding="unicode") + "\n")


def _case(suite: ElementTree.Element, finding: Finding) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=plain(finding.path),
                                  name=f"line {finding.id}: {plain(finding.source)[:120]}")
    if finding.verdict == "refuted":
        ElementTree.SubElement(case, "failure", message=plain(message(finding)))
    elif finding.verdict in ("undecided", "not_read"):
        ElementTree.SubElement(case, "skipped", message=plain(message(finding)))


REPORTS.add("junit", render)
