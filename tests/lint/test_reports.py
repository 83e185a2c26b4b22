"""Violations as other programs read them."""

import json
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest

from diagnostics.lint.reports import FORMATS
from diagnostics.lint.reports.junit import suite
from diagnostics.violations import Edit, Severity, Span, Violation

WRONG = Violation("RF002", Span("lamps/desk lamp.yml", 14, 45, 8), "`next: new_bulp` names a step, 50 %: none",
                  "did you mean `new_bulb`?\nmaybe", "next: new_bulp")  # fmt: skip
ADVICE = Violation("AL003", Span("_library.yml", 2, 1, 5), "two words", "", "title", Severity.WARNING, (Edit(0, 1, "x"),))
HOSTILE = Violation("TX001", Span("a.yml", 1, 1), "]]></failure>\x00\x1b\ud800::error::<script>", "", "]]>\x00")


def test_json_tells_all_of_a_violation() -> None:
    """The document of docs/reference/check-json.md."""
    document = json.loads(FORMATS["json"]([WRONG, ADVICE], "trees"))
    assert (document["format"], document["errors"], document["warnings"]) == (1, 1, 1)
    assert document["violations"][0] == {
        "code": "RF002", "severity": "error", "file": "trees/lamps/desk lamp.yml", "line": 14, "column": 45, "length": 8,
        "message": WRONG.message, "hint": WRONG.hint, "fixable": False,
    }  # fmt: skip
    assert document["violations"][1]["fixable"] is True


def test_the_documented_example_is_what_is_printed() -> None:
    """The reference shows the real thing."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "check-json.md").read_text(encoding="utf-8")
    says = "`next: new_bulp` names a step that does not exist"
    shown = Violation("RF002", Span("lamps/desk-lamp.yml", 14, 45, 8), says, "did you mean `new_bulb`?")
    assert f"```json\n{FORMATS['json']([shown], 'guides')}```" in page


def test_github_gets_one_command_a_violation() -> None:
    """Colons, commas, percent signs and line feeds are written as its form asks."""
    assert FORMATS["github"]([WRONG, ADVICE], "trees").splitlines() == [
        "::error file=trees/lamps/desk lamp.yml,line=14,col=45,endColumn=53,title=RF002::"
        "`next: new_bulp` names a step, 50 %25: none%0Adid you mean `new_bulb`?%0Amaybe",
        "::warning file=trees/_library.yml,line=2,col=1,endColumn=6,title=AL003::two words",
    ]


def test_github_gets_every_file_name_whole() -> None:
    """What parts properties is written as its form asks."""
    odd = Violation("RF002", Span("50 %, a:b.yml", 1, 1), "wrong")
    assert FORMATS["github"]([odd], "").startswith("::error file=50 %25%2C a%3Ab.yml,line=1,")


def test_sarif_has_the_rules_and_the_results_that_name_them() -> None:
    """What a code host needs: level, place, and the page of the rule."""
    log = json.loads(FORMATS["sarif"]([WRONG, ADVICE], "trees"))
    run = log["runs"][0]
    rules, results = run["tool"]["driver"]["rules"], run["results"]
    assert log["version"] == "2.1.0" and len(results) == 2
    for result in results:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "trees/lamps/desk%20lamp.yml"
    assert place["region"] == {"startLine": 14, "startColumn": 45, "endColumn": 53}
    assert [result["level"] for result in results] == ["error", "warning"]
    assert rules[1]["help"]["text"]


def test_sarif_knows_a_mistake_again_when_it_moved() -> None:
    """Its fingerprint does not hang on the line's number."""
    moved = Violation(WRONG.code, Span(WRONG.span.file, 99, 45, 8), WRONG.message, WRONG.hint, "   next: new_bulp")
    prints = [json.loads(FORMATS["sarif"]([v]))["runs"][0]["results"][0]["partialFingerprints"] for v in (WRONG, moved)]
    assert prints[0] == prints[1]


def test_junit_fails_a_file_by_its_errors_and_passes_it_with_warnings() -> None:
    """One case a file."""
    made = xml.fromstring(FORMATS["junit"]([WRONG, WRONG, ADVICE], "trees"))[0]
    assert (made.get("tests"), made.get("failures")) == ("2", "1")
    failed = {case.get("name"): case.find("failure") is not None for case in made}
    assert failed == {"trees/lamps/desk lamp.yml": True, "trees/_library.yml": False}


def test_junit_without_violations_has_a_case_that_passed() -> None:
    """A server that sees no case at all would call the run broken."""
    made = xml.fromstring(FORMATS["junit"]([], "trees"))[0]
    assert (made.get("tests"), made.get("failures")) == ("1", "0")


def test_a_suite_shows_cases_that_passed() -> None:
    """Scenarios are such cases."""
    made = xml.fromstring(suite("scenarios", [("all well", "a.test.yml", ()), ("not so", "a.test.yml", (WRONG,))]))[0]
    assert [case.get("name") for case in made] == ["all well", "not so"]
    assert made.get("failures") == "1"


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_stay_texts(name: str) -> None:
    """Nothing breaks out of its document, and what a format cannot hold is replaced."""
    text = FORMATS[name]([HOSTILE], "trees").encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    match name:
        case "junit":
            assert len(xml.fromstring(text)[0]) == 1
        case "github":
            assert len(text.splitlines()) == 1
        case _:
            assert json.loads(text)
