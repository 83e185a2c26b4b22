"""Tables as CSV and JSON."""

import csv
import json
from io import StringIO

import pytest

from tests.webapp.dashboard.conftest import Reads
from webapp.dashboard.tables import Cell, Raw, Table, as_csv, as_json, columns


def table(*raws: Raw) -> Table:
    return Table("t", "T", columns(*((f"c{n}", f"C{n}") for n in range(len(raws)))), [[Cell(raw, str(raw)) for raw in raws]])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\n=1", "  =1", "＝1+1", "＠x"])
def test_a_text_is_never_a_formula(text: str) -> None:
    """Spreadsheets run what begins like one; an apostrophe keeps them from it."""
    assert as_csv(table(text)).split("\r\n", 1)[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    """Also those below zero; what is not known is empty."""
    assert as_csv(table(-14.7, 12, None, True, 'a, "b"')) == 'c0,c1,c2,c3,c4\r\n-14.7,12,,true,"a, ""b"""\r\n'


def test_json_says_what_its_rows_rest_on() -> None:
    """Keys are those of the columns."""
    assert as_json(table(1, None), {"from": "2026-10-01"}) == {"table": "t", "from": "2026-10-01", "rows": [{"c0": 1, "c1": None}]}


@pytest.mark.parametrize("name", [
    "trees", "tiers", "periods", "sensitivity", "arms", "reasons", "feeds", "matches", "excluded", "clocks", "restatements", "words",
])  # fmt: skip
def test_every_table_is_there_in_both_forms(name: str, reads: Reads) -> None:
    """With the same rows, and with what they rest on."""
    boss = reads()
    told = json.loads(boss.opens(f"/dashboard/table/{name}.json").text)
    sent = boss.opens(f"/dashboard/table/{name}.csv")
    rows = list(csv.DictReader(StringIO(sent.text)))
    assert sent.mimetype == "text/csv" and "attachment" in sent.headers["Content-Disposition"]
    assert len(rows) == len(told["rows"]) > 0 and set(rows[0]) == set(told["rows"][0])
    assert (told["window_days"], told["cost_ids"], told["interval"], told["as_of"]) == (7, [1, 2], "95%", "2026-11-22T05:10:00+00:00")


def test_the_numbers_are_raw(reads: Reads) -> None:
    """Shares of 1 and minor units, no matter what the page's language makes of them; the interval beside each."""
    rows = {row["tree"]: row for row in json.loads(reads().opens("/dashboard/table/trees.json?period=last-12-months").text)["rows"]}
    harmful = rows["order-status"]
    assert harmful["effect_low"] < harmful["effect"] < harmful["effect_high"] < 0 and harmful["induces_calls"] is True
    assert isinstance(harmful["savings_minor"], int) and 0 < harmful["claimed"] < 1


@pytest.mark.parametrize("address", ["nothing.csv", "trees.xml", "versions.csv", "steps.json"])
def test_a_table_that_there_is_not(address: str, reads: Reads) -> None:
    """Or one of a tree, where no tree is named."""
    assert reads().opens(f"/dashboard/table/{address}").status_code == 404
