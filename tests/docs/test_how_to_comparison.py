"""The how-to for the comparison group: its table of sizes is what the estimators say, and its settings and facts are real ones."""

import re
from pathlib import Path

import yaml

from diagnostics.deflection.allocation import needed
from diagnostics.library.load import load
from diagnostics.settings import Settings
from tests.folders import LAMP, LIBRARY, write_folder

GUIDE = (Path(__file__).parents[2] / "docs" / "how-to" / "turn-on-a-comparison-group.md").read_text(encoding="utf-8")


def test_the_sizes_are_those_of_the_formula() -> None:
    """Each number of the table, for shares of 2, 5 and 10 of 100."""
    rows = [[float(cell.replace(",", "")) for cell in re.findall(r"[\d,]+", line)] for line in re.findall(r"^\| \d+ → .*$", GUIDE, re.M)]
    assert len(rows) == 5
    for without, with_guide, *sizes in rows:
        expected = [(size := needed(without / 100, with_guide / 100, share), round(size / share)) for share in (0.02, 0.05, 0.1)]
        assert sizes == [number for pair in expected for number in pair]


def test_the_settings_of_the_guide_are_taken() -> None:
    """Each variable that it names exists and reads what it shows."""
    found = dict(re.findall(r"(DIAGNOSTICS_[A-Z_]+)=\"?([a-z0-9 -]+)\"?", GUIDE))
    assert Settings.from_environment(found).comparison_off == "gas-smell data-breach"


def test_the_fact_of_the_guide_checks_clean(tmp_path: Path) -> None:
    """In a library beside those that were there."""
    library = yaml.safe_load(LIBRARY)
    library["facts"] |= yaml.safe_load(re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)[0])["facts"]
    loaded = load(write_folder(tmp_path, library=yaml.safe_dump(library, sort_keys=False), lamp=LAMP))
    assert loaded.violations == () and loaded.declared.facts["service_tag"].identifies == "tag"
