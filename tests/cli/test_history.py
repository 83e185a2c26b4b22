"""`history import`, `report` and `ledger`: from files to figures, the same bytes whatever the order."""

import gzip
import json
import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.ledgers import MONDAY, Line, call, event, visit

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to work in, with an installation that keeps no secret of another."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **files: Sequence[Line]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, lines in files.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return folder


def history() -> dict[str, list[Line]]:
    """Four hundred visits of two trees, every fifth of the comparison group, which calls more often."""
    chance = random.Random(3)
    visits = [visit(f"v{n}", MONDAY + n * HOUR, tree=("lamp", "fan")[n % 2], arm="holdout" if n % 5 == 0 else "tree", p_holdout=0.2, phone_h=f"p{n}")
              for n in range(400)]  # fmt: skip
    said = [event(f"v{n}", 0, "outcome.reported", MONDAY + n * HOUR, fixed=n % 3 == 0) for n in range(400) if n % 5]
    calls = [call(f"c{n}", MONDAY + n * HOUR + 3 * HOUR, phone_h=f"p{n}") for n in range(400) if chance.random() < (0.5 if n % 5 == 0 else 0.2)]
    daily = [call(f"d{n}", MONDAY + n * DAY, phone_h="nobody") for n in range(60)]
    return {"visits": visits, "events": said, "calls": calls + daily}


def test_the_report_has_the_documented_keys_and_a_table_for_people(folder: Path) -> None:
    """Measured, per tree, with what is known beside it."""
    done = run("history", "import", write(folder / "in", **history()))
    assert (done.exit_code, done.output.splitlines()[0]) == (0, "visits.jsonl.gz: 400 lines, 400 new, 0 there already")
    told = json.loads(run("report", "--json", "--window", "7", "--by", "tree").output)
    assert told["window_days"] == 7
    assert set(told["measures"]) == {"problems", "calls", "minutes"}
    assert set(told["by_tree"]) == {"lamp", "fan"}
    assert told["problems"]["tree"] + told["problems"]["holdout"] >= 320
    assert told["measures"]["problems"]["per_problem"]["estimate"] > 0.1
    assert "as_of" not in told
    table = run("report", "--by", "tree", "--first", "2026-03-02", "--last", "2026-03-10").output
    assert "2026-03-02 to 2026-03-10" in table
    assert "lamp" in table
    assert "claimed" in table


def test_shuffled_and_doubled_lines_give_the_same_bytes(folder: Path) -> None:
    """In another database, imported in two goes, refreshed and rebuilt in between."""
    first = history()
    run("history", "import", write(folder / "one", **first))
    report = run("report", "--json", "--by", "tree").output
    second = {name: lines * 2 for name, lines in first.items()}
    for lines in second.values():
        random.Random(1).shuffle(lines)
    env = {"DIAGNOSTICS_DATABASE": f"sqlite:///{folder / 'other.sqlite3'}"}
    run("history", "import", write(folder / "calls", calls=second.pop("calls")), env=env)
    assert run("ledger", "refresh", env=env).output == "Folded 0 visits, linked 0 visits and calls, summed 0 days of trees anew.\n"
    run("history", "import", write(folder / "visits", **second), env=env)
    assert run("report", "--json", "--by", "tree", env=env).output == report
    assert run("ledger", "rebuild", env=env).exit_code == 0
    assert run("report", "--json", "--by", "tree", env=env).output == report


def test_a_bad_line_is_named_and_the_command_ends_with_1(folder: Path) -> None:
    """On standard error, with file and line; what is good is imported."""
    (folder / "in").mkdir()
    (folder / "in" / "visits.jsonl").write_text(f"{json.dumps(visit('a'))}\nnonsense\n")
    done = run("history", "import", folder / "in")
    assert done.exit_code == 1
    assert "visits.jsonl:2: this is not JSON" in done.output
    assert "visits.jsonl: 2 lines, 1 new, 0 there already, 1 refused" in done.output


def test_a_folder_without_any_of_the_files_is_an_error(folder: Path) -> None:
    done = run("history", "import", folder)
    assert (done.exit_code, "holds none of visits.jsonl[.gz]" in done.output) == (1, True)


def test_only_the_calls_of_one_source_are_taken(folder: Path) -> None:
    """`--source` leaves the others out; visits come from all."""
    files = {"visits": [visit("a")], "calls": [call("1", MONDAY, "acd"), call("2", MONDAY, "crm")]}
    assert "calls.jsonl.gz: 2 lines, 1 new" in run("history", "import", write(folder / "in", **files), "--source", "crm").output


def test_another_zone_is_said_until_the_ledger_is_rebuilt(folder: Path) -> None:
    """One line that tells what to do, and then it is done."""
    run("history", "import", write(folder / "in", visits=[visit("a", MONDAY.replace(hour=2))]))
    env = {"DIAGNOSTICS_ZONE": "America/Chicago"}
    refused = run("report", "--json", env=env)
    assert (refused.exit_code, "diagnostics ledger rebuild" in refused.output) == (1, True)
    assert run("ledger", "rebuild", env=env).exit_code == 0
    assert json.loads(run("report", "--json", env=env).output)["first_day"] == "2026-03-01"


def test_a_period_that_ends_before_it_begins_is_wrong_usage() -> None:
    assert run("report", "--first", "2026-03-02", "--last", "2026-03-01").exit_code == 2
