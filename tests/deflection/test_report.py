"""The JSON for machines: its keys are documented and stable, and what is not known is null."""

import json
from datetime import UTC, date, datetime
from typing import Any

from diagnostics.deflection.counts import Cell
from diagnostics.deflection.figures import TreeFigure
from diagnostics.deflection.headline import Material, Prices, headline
from diagnostics.deflection.report import report
from tests.deflection.cells import cell, dollars

FIRST, LAST, NOW = date(2026, 2, 2), date(2026, 5, 31), datetime(2026, 7, 1, 9, tzinfo=UTC)
AUDITED = [cell("holdout", 1000, 300, audited_7=30, found_7=24), cell("tree", 9000, 1800, claimed=2700, audited_7=170, found_7=136)]
BROKEN = [cell("holdout", 900, 300), cell("tree", 9100, 1800)]
BOUNDS = {"estimate", "low", "high"}


def told(cells: list[Cell], feeds: bool = True) -> dict[str, Any]:
    figure = headline(Material(cells, cells if feeds else [], feeds=feeds, prices=Prices(dollars(8), dollars(0.1))), 7)
    tree = TreeFigure("printer", figure, None, bool(figure.comparison and figure.comparison.induces_calls))
    return report(figure, [tree], FIRST, LAST, NOW)


def shape(value: Any) -> Any:
    """Keys at all depths, without what stands under them."""
    return {key: shape(below) for key, below in value.items()} if isinstance(value, dict) else None


def test_keys_are_the_documented_ones() -> None:
    """Those of the issue, and what a reader needs to believe them."""
    found = told(AUDITED)
    assert found["window_days"] == 7
    assert set(found["measures"]) == {"problems", "calls", "minutes"}
    for measure in found["measures"].values():
        assert set(measure) == {"per_problem", "total", "total_if_all", "uncorrected"}
        assert all(set(measure[name]) == BOUNDS for name in ("per_problem", "total", "total_if_all"))
        assert set(measure["uncorrected"]) == BOUNDS | {"total", "total_if_all"}
    assert set(found["claimed"]) == set(found["verified"]) == {"count", "of", "share", "low", "high"}
    assert found["by_tree"]["printer"]["induces_calls"] is False
    assert {"code", "text"} == set(found["warnings"][0]) if found["warnings"] else True


def test_numbers() -> None:
    """The corrected effect beside the plain one, and totals under their two names."""
    problems = told(AUDITED)["measures"]["problems"]
    assert problems["per_problem"]["estimate"] == 0.125
    assert problems["total"]["estimate"] == 1125
    assert problems["total_if_all"]["estimate"] == 1250
    assert problems["uncorrected"]["estimate"] == 0.1
    assert problems["uncorrected"]["low"] == 0.071159
    assert told(AUDITED)["claimed"] == {"count": 2700, "of": 9000, "share": 0.3, "low": 0.290619, "high": 0.309551}


def test_what_is_not_known_is_null_under_the_same_keys() -> None:
    """Without calls, without a comparison group, and where the assignment is broken."""
    whole = shape(told(AUDITED)["measures"])
    for cells, feeds in (([], False), ([cell("tree", 100, 3, p_ppm=0)], True), (BROKEN, True)):
        found = told(cells, feeds)
        assert shape(found["measures"]) == whole
        assert found["measures"]["calls"]["total"] == {"estimate": None, "low": None, "high": None}
    assert "sample_ratio" in [warning["code"] for warning in told(BROKEN)["warnings"]]


def test_the_same_sums_are_the_same_bytes() -> None:
    """In whatever order the cells come; no negative zero, nothing that JSON lacks."""
    text = json.dumps(told(AUDITED), sort_keys=True, allow_nan=False)
    assert json.dumps(told(AUDITED[::-1]), sort_keys=True, allow_nan=False) == text
    assert "-0.0," not in text
