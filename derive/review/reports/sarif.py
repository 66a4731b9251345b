"""A review as SARIF 2.1.0, the format that code-scanning tools read."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from derive.catalog import REPORTS
from derive.review.findings import Finding, Review
from derive.review.reports.github import message

LEVELS = {"refuted": "error", "undecided": "note", "not_read": "note", "supported": "none"}
RULES = {"refuted": "The two sides differ at a point.",
         "undecided": "No procedure decides the line.",
         "not_read": "The line is not understood.",
         "supported": "The sides agree at many points; there is no proof."}
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(review: Review) -> str:
    """The report as text that ends in a newline."""
    results = [_result(f) for f in review.lines if f.verdict in LEVELS]
    notes = [{"level": "error", "message": {"text": f.error}} for f in review.files if f.error]
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "derive", "rules": [
            {"id": rule, "shortDescription": {"text": text}} for rule, text in RULES.items()]}},
        "columnKind": "unicodeCodePoints", "results": results}
    if notes:
        run["invocations"] = [{"executionSuccessful": False,
                               "toolExecutionNotifications": notes}]
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]},
                      ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding) -> dict[str, Any]:
    return {
        "ruleId": finding.verdict, "level": LEVELS[finding.verdict],
        "message": {"text": message(finding)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": _uri(finding.path)},
            "region": {"startLine": finding.line, "startColumn": finding.column,
                       "endLine": finding.end_line, "endColumn": finding.end_column}}}]}


def _uri(path: str) -> str:
    parts = [p for p in PurePath(path).parts if p not in ("/", "..")]
    return quote("/".join(parts))


REPORTS.add("sarif", render)
