"""SARIF reports against the object model that Microsoft generated from the schema of SARIF 2.1.0.

The package ``sarif-om`` (MIT) carries every type of the standard with the names of its properties
and which of them are required; the OASIS schema itself is not copied here.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from derive import check
from derive.catalog import REPORTS
from derive.review.findings import FileReview, Review

model = pytest.importorskip("sarif_om", reason="pip install sarif-om: the types of SARIF 2.1.0")
attr = pytest.importorskip("attr", reason="sarif-om is written with attrs")

#: property -> the type of its values in the standard
TYPES = {"runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor",
         "shortDescription": "MultiformatMessageString", "results": "Result", "message": "Message",
         "locations": "Location", "physicalLocation": "PhysicalLocation",
         "artifactLocation": "ArtifactLocation", "region": "Region", "invocations": "Invocation",
         "toolExecutionNotifications": "Notification"}


def made(name: str, value: dict[str, Any]) -> Any:
    """An object of the model; unknown and missing properties raise."""
    kind = getattr(model, name)
    known = {f.metadata["schema_property_name"]: f.name for f in attr.fields(kind)}
    unknown = value.keys() - known.keys()
    if unknown:
        raise TypeError(f"{name} has no {sorted(unknown)}")
    return kind(**{known[key]: part(key, inside) for key, inside in value.items()})


def part(key: str, value: Any) -> Any:
    if isinstance(value, list):
        return [part(key, inside) for inside in value]
    return made(TYPES[key], value) if isinstance(value, dict) else value


def reports() -> list[dict[str, Any]]:
    review = check(r"\[ (a+b)^2 = a^2+b^2 \] \[ \nonsense{x} = 1 \] \[ x + x = 2x \]",
                   isolated=False)
    broken = Review([*review.files, FileReview("b.tex", error="b.tex: No such file")])
    return [json.loads(REPORTS.get("sarif")(shown)) for shown in (review, broken)]


def test_every_property_is_one_of_the_standard():
    for log in reports():
        assert made("SarifLog", log).version == "2.1.0"
        assert len(log["runs"][0]["results"]) >= 2


def test_what_is_no_property_or_missing_is_seen():
    (log, _) = reports()
    wrong = json.loads(json.dumps(log))
    wrong["runs"][0]["results"][0]["severity"] = "high"
    with pytest.raises(TypeError, match="severity"):
        made("SarifLog", wrong)
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(TypeError, match="message"):
        made("SarifLog", log)
