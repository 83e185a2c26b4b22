"""Faults planted in good trees: each is found at its own line and column, and nothing else is reported.

A good tree stands in `trees/`, its faults in `faults/`: `was` is replaced with `now`, in which ⟦CODE⟧ stands before the character at which
the fault must be reported; `also` gives places elsewhere, as (the text that begins there, code). The faults are tried all together, as an
author's bad day, and each by itself.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnostics.checking.check import check_folder

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
TREES = sorted(path.stem for path in (HERE / "faults").glob("*.yml"))
CALLED = ("prove-it-is-you", "reset-card-app")
"""Trees that others call."""

Fault = dict[str, Any]
Place = tuple[int, int, str]


def faults_of(tree: str) -> list[Fault]:
    return list(yaml.safe_load((HERE / "faults" / f"{tree}.yml").read_text(encoding="utf-8")))


def singles() -> Iterator[Any]:
    for tree in TREES:
        for fault in faults_of(tree):
            yield pytest.param(tree, fault, id=f"{tree}-{fault['fault'].replace(' ', '-')}")


def planted(tree: str, faults: Sequence[Fault]) -> tuple[str, list[Place]]:
    """The tree with its faults, and the places at which they must be reported."""
    good = (HERE / "trees" / f"{tree}.yml").read_text(encoding="utf-8")
    text = good
    for fault in faults:
        assert good.count(fault["was"]) == 1, f"{fault['was']!r} stands {good.count(fault['was'])} times in {tree}"
        text = text.replace(fault["was"], fault["now"])
    for fault in faults:
        for begins, code in fault.get("also", ()):
            plain = re.sub("⟦[A-Z0-9]+⟧", "", text)
            assert plain.count(begins) == 1, f"{begins!r} stands {plain.count(begins)} times in {tree}"
            at = _with_marks(text, plain.index(begins))
            text = f"{text[:at]}⟦{code}⟧{text[at:]}"
    places = []
    while mark := re.search("⟦([A-Z0-9]+)⟧", text):
        before = text[: mark.start()]
        places.append((before.count("\n") + 1, len(before) - before.rfind("\n"), mark[1]))
        text = before + text[mark.end() :]
    return text, sorted(places)


def _with_marks(text: str, index: int) -> int:
    """Where a character of the text without its marks stands in the text with them."""
    seen = 0
    for piece in re.split("(⟦[A-Z0-9]+⟧)", text):
        if not piece.startswith("⟦"):
            if index < len(piece):
                return seen + index
            index -= len(piece)
        seen += len(piece)
    return seen


def reported(tree: str, text: str, folder: Path) -> list[tuple[str, int, int, str]]:
    """Everything that a check says of a folder with this tree."""
    shutil.copytree(HERE / "trees" / "images", folder / "images")
    for name in ("_library", *CALLED):
        shutil.copy(HERE / "trees" / f"{name}.yml", folder)
    (folder / f"{tree}.yml").write_text(text, encoding="utf-8")
    return [(v.span.file, v.span.line, v.span.column, v.code) for v in check_folder(folder, today=TODAY).violations]


def test_the_good_trees_have_no_violation() -> None:
    """Or the faults would not be the only ones."""
    assert [v.headline() for v in check_folder(HERE / "trees", today=TODAY).violations] == []


@pytest.mark.parametrize("tree", TREES)
def test_twenty_faults_are_all_found_and_nothing_else(tree: str, tmp_path: Path) -> None:
    """All in one file, at the right line and column."""
    faults = faults_of(tree)
    text, places = planted(tree, faults)
    assert len(faults) >= 20
    assert reported(tree, text, tmp_path) == [(f"{tree}.yml", *place) for place in places]


@pytest.mark.parametrize(("tree", "fault"), list(singles()))
def test_each_fault_is_found_by_itself(tree: str, fault: Fault, tmp_path: Path) -> None:
    """No fault is only found because of another one, or hides behind it."""
    text, places = planted(tree, [fault])
    assert reported(tree, text, tmp_path) == [(f"{tree}.yml", *place) for place in places]
