"""`diagnostics cost`: add a line to the cost book, and print it."""

from pathlib import Path

import pytest

from tests.cli.running import run

LINE = ("add", "8.50", "EUR", "--low", "7", "--high", "10", "--from", "2026-11-01", "--source", "Controlling")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIAGNOSTICS_DATABASE", f"sqlite:///{tmp_path}/d.sqlite3")
    monkeypatch.setenv("DIAGNOSTICS_SECRET_FILE", f"{tmp_path}/secret")


def test_a_line_is_added_and_listed() -> None:
    """With its range and source; a correction names the line in whose place it stands."""
    assert "is empty" in run("cost", "list").output
    assert run("cost", *LINE).output == "Line 1: EUR 8.50 (7.00 to 10.00) per call, from 2026-11-01.\n"
    assert run("cost", *LINE, "--corrects", "1", "--per", "minute").output.startswith("Line 2: ")
    first, second = run("cost", "list").output.splitlines()
    assert "EUR 8.50 (7.00 to 10.00) per call, all products, from 2026-11-01: Controlling" in first and "(corrected by line 2)" in first
    assert "per minute" in second and "corrected" not in second


def test_what_is_wrong_is_one_line() -> None:
    """Exit 1, every field named, nothing stored."""
    done = run("cost", "add", "much", "GOLD", "--from", "soon", "--source", "me, myself", "--product", "toaster")
    assert done.exit_code == 1
    for field in ("amount:", "currency:", "valid from:", "product:"):
        assert field in done.output
    assert "is empty" in run("cost", "list").output
