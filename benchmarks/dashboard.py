"""The dashboard's first page over very many visits, to what it asks of its sums put to the visits themselves.

`python -m benchmarks.dashboard` takes some minutes and 2 GB of disk: it makes ten million visits. `--millions 1` takes less.
"""

import argparse
import platform
import re
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.__main__ import table
from benchmarks.measure import Row
from diagnostics.deflection.counts import COLUMNS
from diagnostics.deflection.records import WINDOWS
from diagnostics.deflection.rows import Slice
from diagnostics.settings import Settings
from diagnostics.wiring import build
from webapp import create_app

WEEKS, TREES = 104, 50
YEAR = "/dashboard?period=last-12-months"
PASSWORD = "ten million visits"

RAW = """
PRAGMA synchronous=OFF;
PRAGMA cache_size=-200000;
CREATE TABLE raw (local_day TEXT, tree TEXT, arm TEXT, claimed INTEGER, calls_7 INTEGER, handle_7 INTEGER);
INSERT INTO raw
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {rows}),
     h(i, x) AS (SELECT i, (i * 2654435761 + 12345) % 4294967296 FROM n)
SELECT date('{first}', '+' || (i % {days}) || ' days'), 'tree-' || ((i / {days}) % {trees}), CASE WHEN x % 10 THEN 'tree' ELSE 'holdout' END,
       (x / 16) % 3 = 0, ((x / 64) % (4 + (x % 10 > 0)) = 0) * (1 + (x / 512) % 2), ((x / 64) % (4 + (x % 10 > 0)) = 0) * (300 + (x / 512) % 600)
FROM h;
CREATE INDEX raw_by_tree ON raw (tree, arm, local_day, claimed, calls_7, handle_7);
CREATE INDEX raw_by_day ON raw (local_day, arm, claimed, calls_7, handle_7);
"""
"""Each row is a visit that is a problem. Each index holds all that one question asks, in the order in which it is grouped: none is faster."""

ASKED = "count(*), sum(claimed), sum(calls_7 > 0), sum(calls_7), sum(handle_7) FROM raw WHERE local_day BETWEEN ? AND ?"
COUNTS = ("problems", "claimed", "called_7", "calls_7", "handle_7")
BY_TREE = f"SELECT tree, arm, {ASKED} GROUP BY tree, arm ORDER BY tree, arm"
BY_DAY = f"SELECT local_day, arm, {ASKED} GROUP BY local_day, arm ORDER BY local_day, arm"
"""The trees of the last twelve months; and the days of these and of the year before, of which the chart of weeks and months is made."""

PLAIN = {"visits": "count(*)", "problems": "count(*)", "engaged": "count(*)", "claimed": "sum(claimed)"}
WITHIN = {"called": "sum(calls_7 > 0)", "once": "sum(calls_7 = 1)", "calls": "sum(calls_7)", "calls_sq": "sum(calls_7 * calls_7)",
          "handle": "sum(handle_7)", "handle_sq": "sum(handle_7 * handle_7)"}  # fmt: skip
"""What is summed; each window holds the same calls."""

KEY = "tree, arm, alloc_id, p_ppm"
SUMS = f"""INSERT INTO rollup (dimension, value, local_day, {KEY}, {{names}})
           SELECT '', '', local_day, tree, arm, 'a', 100000, {{made}} FROM raw GROUP BY local_day, tree, arm"""
ALL_TREES = f"""INSERT INTO rollup (dimension, value, local_day, {KEY}, {{names}})
                SELECT '', '', local_day, '', arm, alloc_id, p_ppm, {{sums}} FROM rollup GROUP BY local_day, arm"""
BY_WEEK = f"""INSERT INTO week_rollup (week, {KEY}, {{names}}) SELECT date(local_day, 'weekday 0', '-6 days'), {KEY}, {{sums}} FROM rollup
              WHERE tree <> '' GROUP BY 1, tree, arm"""
CALLS = """INSERT INTO call_rollup
           (local_day, source, product, reason, calls, handle, after_visit, refused, early, tier_1, tier_2, tier_3, tier_4, tier_5)
           SELECT local_day, 'telephone', '', '', sum(calls_7), sum(handle_7), sum(calls_7), 0, 0, sum(calls_7), 0, 0, 0, 0 FROM raw
           GROUP BY local_day"""
FEED = "INSERT INTO feed (source, zone, schedule, key_version, created_at) VALUES ('telephone', 'UTC', '{}', 1, ?)"
REFRESHED = "INSERT INTO cursor (name, value) VALUES ('as_of', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


class TwoYears:
    """Visits of two years until last Sunday, as rows and as the sums of the ledger, in one file, with the web app before it."""

    def __init__(self, path: Path, visits: int) -> None:
        self._path, today = path, datetime.now(UTC).date()  # a benchmark has no clock handed in
        self._last = today - timedelta(days=today.weekday() + 1)
        settings = Settings(database=f"sqlite:///{path}", secret_file=str(path.with_suffix(".secret")))
        services = build(settings)
        self._reader = services.ledger
        with closing(sqlite3.connect(path)) as connection:
            _fill(connection, visits, self._first(WEEKS))
        services.accounts.create("maria", PASSWORD, ("manager",), "benchmark")
        self._client = create_app(services, settings).test_client()
        token = re.search('name="csrf_token" value="([^"]+)"', self._client.get("/sign-in").text)
        assert token is not None
        entered = self._client.post("/sign-in", data={"name": "maria", "password": PASSWORD, "csrf_token": token[1]})
        assert entered.status_code == 303

    def first_page(self, address: str) -> float:
        """Seconds of a page that nobody has asked for since the ledger was refreshed."""
        with closing(sqlite3.connect(self._path)) as connection:
            _refreshed(connection)
        return self.page(address)

    def page(self, address: str) -> float:
        """Seconds of the whole page, by the way that a browser's request takes through the web app."""
        begun = time.perf_counter()
        response = self._client.get(address)
        taken = time.perf_counter() - begun
        assert response.status_code == 200
        return taken

    def raw(self) -> float:
        """Seconds of both questions, put to the rows."""
        begun = time.perf_counter()
        self._rows(BY_TREE, 52)
        self._rows(BY_DAY, WEEKS)
        return time.perf_counter() - begun

    def agrees(self) -> bool:
        """Whether the page and the sums behind it tell what the rows tell."""
        days = self._reader.cells(Slice(self._first(WEEKS), self._last), ["day"])
        if self._rows(BY_DAY, WEEKS) != [(str(cell.day), cell.arm, *(cell.counts[name] for name in COUNTS)) for cell in days]:
            return False
        told = self._client.get(YEAR.replace("/dashboard", "/dashboard/table/trees.json")).get_json()
        ours = {row["tree"]: (row["problems"], round(row["claimed"] * row["problems"])) for row in told["rows"] if row["tree"]}
        return ours == {row[0]: (row[2], row[3]) for row in self._rows(BY_TREE, 52) if row[1] == "tree"}

    def _rows(self, question: str, weeks: int) -> list[tuple[str, str, int, int, int, int, int]]:
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(question, (self._first(weeks).isoformat(), self._last.isoformat())).fetchall()

    def _first(self, weeks: int) -> date:
        return self._last - timedelta(weeks=weeks, days=-1)


def _fill(connection: sqlite3.Connection, visits: int, first: date) -> None:
    made = PLAIN | {f"{name}_{window}": sums for window in WINDOWS for name, sums in WITHIN.items()}
    told = {"names": "{name}", "sums": "sum({name})", "made": "{made}"}
    words = {word: ", ".join(form.format(name=name, made=made.get(name, "0")) for name in COLUMNS) for word, form in told.items()}
    connection.executescript(RAW.format(rows=visits, first=first.isoformat(), days=7 * WEEKS, trees=TREES))
    for statement in (SUMS, ALL_TREES, BY_WEEK, CALLS):
        connection.execute(statement.format(**words))
    connection.execute(FEED, (f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}",))
    connection.execute("ANALYZE raw")
    _refreshed(connection)


def _refreshed(connection: sqlite3.Connection) -> None:
    connection.execute(REFRESHED, (datetime.now(UTC).isoformat(),))
    connection.commit()


def rows(millions: int, repetitions: int) -> Iterator[Row]:
    """Every claim, measured now."""
    with tempfile.TemporaryDirectory(prefix="diagnostics-dashboard-") as place:
        small, large = (TwoYears(Path(place) / f"{n}.sqlite3", n * 1_000_000) for n in (1, millions))
        assert small.agrees() and large.agrees(), "the same answer on both sides"
        for words, address in (("the first page", "/dashboard"), ("the page of twelve months", YEAR)):
            turns = [_turn(small, large, address) for _ in range(repetitions + 1)][1:]
            yield Row(f"what {words} asks over {millions} million visits, from covered rows, to that page",
                      median(raw / page for raw, _, page, _, _ in turns), at_least=50)  # fmt: skip
            yield Row("the same, to that page when it is asked for first after a refresh", median(raw / first for raw, first, _, _, _ in turns))
            yield Row(f"{words} over {millions} million visits, to over one million",
                      median(large / small for _, _, large, _, small in turns), at_most=1.3)  # fmt: skip
            yield Row("the same when it is asked for first after a refresh",
                      median(large / small for _, large, _, small, _ in turns), at_most=1.3)  # fmt: skip


def _turn(small: TwoYears, large: TwoYears, address: str) -> tuple[float, float, float, float, float]:
    """Seconds of the rows, and of the first and of later readings of the page over the large and over the small ledger."""
    pages = [(ledger.first_page(address), median(ledger.page(address) for _ in range(5))) for ledger in (large, small)]
    return large.raw(), *pages[0], *pages[1]


if __name__ == "__main__":
    about = "Measures the claims of docs/benchmarks.md about the dashboard."
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard", description=about)
    parser.add_argument("--millions", type=int, default=10, help="visits of the large ledger, in millions (10)")
    parser.add_argument("--repetitions", type=int, default=5, help="how often each is measured, in turns (5)")
    given = parser.parse_args()
    found = list(rows(given.millions, given.repetitions))
    machine = f"{platform.python_implementation()} {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    print(f"{machine}, medians of {given.repetitions} repetitions in turns\n")
    print(table(found))
