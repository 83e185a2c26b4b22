"""A condition that leaves steps unreached is told once, at the condition, and as an error."""

from datetime import date
from pathlib import Path

import pytest

from diagnostics.checking.check import check_folder

LIBRARY = (Path(__file__).parent / "default_library.yml").read_text(encoding="utf-8")
TREE = """\
format: 1
tree: sample
title: The lamp stays dark
summary: Find out what is at fault.
area: power
products: [laptop, desktop]
symptoms: [no light, dark lamp, lamp stays off, bulb stays dark, nothing lights up, it went dark, the light is out, lamp is broken]
owner: service
reviewed: 2026-11-01
start: which
steps:
  which: {question: Which system is it?, fact: os, answers: {windows: Windows, macos: macOS, linux: Linux}, next: by_os}
  by_os:
    decide:
      - {when: "os == 'windows'", next: end}
      - {when: "CONDITION", next: rare}
    otherwise: OTHERWISE
  rare: {instruction: Turn the key, actions: [Turn the key to the left], not_fixed: rarer}
  rarer: {instruction: Turn the knob, actions: [Turn the knob to the left], not_fixed: end}
  end: {outcome: handoff, to: service, says: A person takes it from here., bring: [os]}
"""


def _found(folder: Path, condition: str, otherwise: str = "end", rules: str = "") -> list[str]:
    (folder / "_library.yml").write_text(LIBRARY + rules, encoding="utf-8")
    (folder / "sample.yml").write_text(TREE.replace("CONDITION", condition).replace("OTHERWISE", otherwise), encoding="utf-8")
    violations = check_folder(folder, today=date(2026, 11, 22), cache=None, processes=1).violations
    return [f"{v.span.line}:{v.code}:{v.severity.value}" for v in violations if v.code[:2] in ("PR", "FA") and v.span.file == "sample.yml"]


@pytest.mark.parametrize(
    "condition, code",
    [("os == 'windows'", "FA101"), ("os == 'linux' and os == 'macos'", "FA102")],
)
def test_the_steps_behind_a_dead_case_are_not_told_as_well(condition: str, code: str, tmp_path: Path) -> None:
    """The step that it leads to is unreached for one reason."""
    assert _found(tmp_path, condition) == [f"16:{code}:error"]


def test_a_dead_case_that_keeps_nothing_from_being_reached_is_a_warning(tmp_path: Path) -> None:
    """Another way leads to its steps."""
    assert _found(tmp_path, "os == 'windows'", otherwise="rare") == ["16:FA101:warning"]


def test_without_the_rule_the_proofs_speak(tmp_path: Path) -> None:
    """A rule that is off explains nothing."""
    assert _found(tmp_path, "os == 'windows'", rules="lint: {rules: {FA101: off}}\n") == ["18:PR001:error"]
