"""`diagnostics erase`: by the code that a customer reads out."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnostics.cli import main
from diagnostics.service.visits import Entrance
from diagnostics.settings import Settings
from diagnostics.wiring import build, publish_folder
from tests.folders import PARTS, write_folder


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The code of a visit whose part number came with the address and was typed again."""
    database = f"sqlite:///{tmp_path / 'visits.sqlite3'}"
    monkeypatch.setenv("DIAGNOSTICS_DATABASE", database)
    services = build(Settings(database=database))
    publish_folder(services, write_folder(tmp_path / "trees", parts=PARTS))
    view = services.visits.start("parts", "visit-1", Entrance(facts={"part": "AB-12"}))
    assert view is not None
    return view.code


def test_personal_values_of_a_visit_are_erased_by_its_code(code: str) -> None:
    """Case, spaces and hyphens do not matter; a second time there is nothing left."""
    typed = f"{code[:3]}-{code[3:6]} {code[6:]}".lower()
    first = CliRunner().invoke(main, ["erase", typed])
    assert first.exit_code == 0
    assert first.output.startswith("Erased the personal values of ")
    assert not first.output.startswith("Erased the personal values of 0")
    assert "of 0 answers" in CliRunner().invoke(main, ["erase", code]).output


@pytest.mark.parametrize("typed", ["", "7KQ-4MX-2PA", "not a code"])
def test_a_code_that_no_visit_has_erases_nothing(code: str, typed: str) -> None:
    """It is said in one line, with exit 1."""
    done = CliRunner().invoke(main, ["erase", typed])
    assert (done.exit_code, done.output) == (1, "Error: no visit has this code\n")


def test_somebody_is_erased_by_a_telephone_number(code: str) -> None:
    """Whoever nothing is kept of, too: it is said how much was found, and nothing more."""
    done = CliRunner().invoke(main, ["erase", "--phone", "+49 30 1234567"])
    assert (done.exit_code, done.output) == (0, "Erased what 0 visits and 0 calls were recognised by. What they count for stays.\n")


@pytest.mark.parametrize("arguments", [[], ["--phone", "N/A"], ["--email", "nobody"]])
def test_without_anything_to_go_by_nothing_is_erased(code: str, arguments: list[str]) -> None:
    """Wrong usage is said, with exit 2."""
    assert CliRunner().invoke(main, ["erase", *arguments]).exit_code == 2
