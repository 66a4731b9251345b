"""Each format says the same; the machine-readable ones are valid."""

import csv
import io
import json
import os
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from derive.catalog import REPORTS
from derive.review.checked import check
from derive.review.findings import FileReview, Finding, Review
from derive.review.reports.text import length
from tests.json_schema import conforms

TEXT = r"""\[ f(x) = x^2 \]
\[ f'(x) = 2x \]
\[ f'(x) = 3x \]
\[ \hat{A} = 1 \]
"""


@pytest.fixture(scope="module")
def review():
    found = check(TEXT, isolated=False)
    found.files[0].path = "a:b,c%.tex"
    return found


def test_all_formats_are_there():
    assert set(REPORTS.names()) >= {"text", "json", "csv", "html", "sarif", "github", "junit"}


def test_text_fits_a_terminal(review):
    text = REPORTS.get("text")(review)
    lines = [line for line in text.splitlines() if not line.startswith("To paste")]
    assert max(map(length, lines)) <= 80
    assert "REFUTED" in text
    assert "First wrong: 3" in text
    assert "\x1b[" not in text
    assert "\x1b[" in REPORTS.get("text")(review, True)


def test_what_is_revealed(review):
    verdict = REPORTS.get("text")(review, False, "verdict")
    point = REPORTS.get("text")(review, False, "point")
    assert "left" not in verdict
    assert "left" in point
    assert "holds with" not in point
    assert "holds with" in REPORTS.get("text")(review)


def test_json_is_after_its_schema_and_stable(review):
    schema = json.loads(files("derive.review").joinpath("check.schema.json").read_text())
    text = REPORTS.get("json")(review)
    assert conforms(json.loads(text), schema, schema)
    assert not conforms({"version": 2}, schema, schema)
    again = check(TEXT, isolated=False)
    again.files[0].path = "a:b,c%.tex"
    assert REPORTS.get("json")(again) == text


def test_csv_has_one_row_a_file(review):
    rows = list(csv.DictReader(io.StringIO(REPORTS.get("csv")(review))))
    assert len(rows) == 1
    assert (rows[0]["lines"], rows[0]["refuted"], rows[0]["first_wrong"]) == ("4", "1", "3")
    evil = REPORTS.get("csv")(Review([FileReview("=cmd()")]))
    assert "\n'=cmd()" in evil


def test_sarif(review):
    log = json.loads(REPORTS.get("sarif")(review))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    wrong = [r for r in run["results"] if r["ruleId"] == "refuted"]
    region = wrong[0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["endLine"]) == (3, 3)
    assert wrong[0]["level"] == "error"
    assert {r["id"] for r in run["tool"]["driver"]["rules"]} >= {r["ruleId"]
                                                                for r in run["results"]}


def test_github_escapes(review):
    lines = REPORTS.get("github")(review).splitlines()
    error = next(line for line in lines if line.startswith("::error"))
    assert "line=3,col=4" in error
    evil = Finding("1", "a\n::set-output", 1, 1, 1, 2, "x", "equation", "refuted",
                   hint="x\n::error::y")
    text = REPORTS.get("github")(Review([FileReview("a", [evil])]))
    assert len(text.splitlines()) == 1


def test_junit(review):
    root = ElementTree.fromstring(REPORTS.get("junit")(review))
    (suite,) = root
    assert suite.get("failures") == "1"
    assert len(suite.findall("testcase")) == int(suite.get("tests"))
    assert len(suite.findall("testcase/failure")) == 1


def test_html_escapes_and_has_no_script(review):
    page = REPORTS.get("html")(review)
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    evil = Finding("1", "a", 1, 1, 1, 2, "<img onerror=x>", "equation", "not_read",
                   reason="</td><script>")
    page = REPORTS.get("html")(Review([FileReview("<b>", [evil])]))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_a_notebook_shows_the_review(review):
    assert "derive-review" in review._repr_html_()
    assert "REFUTED" in str(review)


@pytest.mark.parametrize(("text", "fail_on", "code"), [
    (r"\[ (a+b)^2 = a^2+2ab+b^2 \]", "", 0),
    (r"\[ (a+b)^2 = a^2 \]", "", 1),
    (r"\[ \hat{A} = 1 \]", "", 3),
    ("no formulas", "", 3),
    (r"\[ a+a = 2a \] \[ \hat{A} = 1 \]", "", 0),
    (r"\[ a+a = 2a \] \[ \hat{A} = 1 \]", "not_read", 3),
    (r"\[ a+a = 2a \] \[ \hat{A} = 1 \]", "supported", 0),
    (r"\[ a+a = 3a \] \[ \hat{A} = 1 \]", "not_read", 1),
])
def test_exit_codes(text, fail_on, code):
    assert check(text, isolated=False).exit_code(fail_on) == code


def test_explanations(review):
    why = review.lines[2].why()
    assert "refuted" in why
    assert "rests on line 1" in why


def test_sarif_is_after_the_standard(review):
    schema = json.loads((Path(__file__).parent / "sarif.schema.json").read_text())
    broken = Review([*review.files, FileReview("b.tex", error="b.tex: No such file")])
    for shown in (review, broken):
        assert conforms(json.loads(REPORTS.get("sarif")(shown)), schema, schema)
    log = json.loads(REPORTS.get("sarif")(review))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not conforms(log, schema, schema)


#: the schema of the standard; it ships with the npm package @microsoft/sarif-multitool-linux
OFFICIAL = os.environ.get("DERIVE_SARIF_SCHEMA", "")


@pytest.mark.skipif(not OFFICIAL, reason="DERIVE_SARIF_SCHEMA names the schema of SARIF 2.1.0")
def test_sarif_is_valid_for_the_schema_of_the_standard(review):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(Path(OFFICIAL).read_text(encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    broken = Review([*review.files, FileReview("b.tex", error="b.tex: No such file")])
    for shown in (review, broken):
        assert not list(validator.iter_errors(json.loads(REPORTS.get("sarif")(shown))))
    log = json.loads(REPORTS.get("sarif")(review))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(validator.iter_errors(log))


#: element of a JUnit file -> attributes it must have, others it may have, children in their order
#: (JUnit.xsd of Windy Road Technology, which describes the reports of Ant)
JUNIT = {
    "testsuites": (set(), set(), ["testsuite"]),
    "testsuite": ({"name", "timestamp", "hostname", "tests", "failures", "errors", "time",
                   "package", "id"}, {"skipped"},
                  ["properties", "testcase", "system-out", "system-err"]),
    "properties": (set(), set(), ["property"]),
    "testcase": ({"name", "classname", "time"}, set(), ["skipped", "error", "failure"]),
    "failure": ({"type"}, {"message"}, []), "error": ({"type"}, {"message"}, []),
    "skipped": (set(), {"message"}, []), "system-out": (set(), set(), []),
    "system-err": (set(), set(), [])}


def test_junit_is_after_its_schema(review):
    broken = Review([*review.files, FileReview("b\x07.tex", error="b.tex: No such file")])
    root = ElementTree.fromstring(REPORTS.get("junit")(broken))
    for element in root.iter():
        needed, allowed, children = JUNIT[element.tag]
        assert needed <= set(element.attrib) <= needed | allowed
        places = [children.index(child.tag) for child in element]
        assert places == sorted(places)
        if element.tag == "testsuite":
            assert [child.tag for child in element if child.tag != "testcase"] == [
                "properties", "system-out", "system-err"]
        if element.tag == "testcase":
            assert len(element) <= 1
    for number, suite in enumerate(root):
        assert int(suite.get("id")) == number
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
    for suite in root:
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
