"""The benchmarks run, measure the same on both sides, and the sizes that they report are within what is promised."""

from pathlib import Path

from benchmarks.__main__ import rows, table
from benchmarks.dashboard import YEAR, TwoYears
from benchmarks.measure import Row


def test_every_claim_is_measured_and_the_sizes_hold() -> None:
    """Once round: what depends on the machine is only reported, what does not must be met."""
    found = list(rows(1))
    assert len(found) == 8
    assert all(row.value > 0 for row in found)
    sizes = [row for row in found if row.unit == " kB"]
    assert len(sizes) == 2
    assert all(row.met() for row in sizes), table(sizes)


def test_the_page_and_the_rows_answer_the_same(tmp_path: Path) -> None:
    """The ledger that is measured says what its visits say, and its page can be read."""
    ledger = TwoYears(tmp_path / "visits.sqlite3", 40_000)
    assert ledger.agrees()
    assert min(ledger.raw(), ledger.first_page(YEAR), ledger.page(YEAR)) > 0


def test_a_target_that_is_missed_is_said() -> None:
    """The table never flatters."""
    shown = table([Row("a", 2.0, at_least=3), Row("b", 2.0, at_most=3), Row("c", 2.0)])
    assert [line.split("|")[-2].strip() for line in shown.splitlines()[2:]] == ["missed", "met", ""]
