"""Each rule on its cases: what passes, and every place that it finds in what fails."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostics.lint.registry import all_rules
from tests.lint.bench import found_by, loader_errors, places, set_up

CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "cases").glob("*.yml"))}
PASSES = [pytest.param(code, case, id=f"{code}: {case['name']}") for code, file in CASES.items() for case in file["pass"]]
FAILS = [pytest.param(code, case, id=f"{code}: {case['name']}") for code, file in CASES.items() for case in file["fail"]]


def test_every_rule_has_a_file_of_cases_and_every_file_a_rule() -> None:
    """Two that pass and two that fail, at least."""
    assert list(CASES) == list(all_rules())
    for code, file in CASES.items():
        assert file["rule"] == code
        assert len(file["pass"]) >= 2 and len(file["fail"]) >= 2, code


@pytest.mark.parametrize("code, case", PASSES)
def test_it_passes(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    """Nothing is found where nothing is wrong."""
    bench = set_up(case, tmp_path)
    assert case.get("broken") or not loader_errors(bench), [v.text() for v in loader_errors(bench)]
    assert [violation.text() for violation in found_by(code, bench)] == []


@pytest.mark.parametrize("code, case", FAILS)
def test_it_finds(code: str, case: dict[str, Any], tmp_path: Path) -> None:
    """Every place, and no other."""
    bench = set_up(case, tmp_path)
    assert case.get("broken") or not loader_errors(bench), [v.text() for v in loader_errors(bench)]
    found = found_by(code, bench)
    assert places(found, bench) == case["finds"], [violation.text() for violation in found]
    assert case.get("says", "") in found[0].message
    assert all(violation.hint for violation in found), "a finding tells the cure"
