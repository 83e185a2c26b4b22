"""Tiny trees for the proofs: one mistake each, proved and reported as an author sees it."""

import tempfile
from pathlib import Path

from diagnostics.analysis.check import Checked, check
from diagnostics.analysis.prove import Effort
from diagnostics.library.load import load
from tests.engine.guides import BACK, ENDS, LIBRARY, written


def proved(steps: str, more: str = "", ends: str = ENDS, title: str = "Example", **called: str) -> Checked:
    """The library of the tree `main` and the trees that it calls (name → steps, which may use the ends `good` and `back`)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "_library.yml").write_text(LIBRARY)
        (folder / "main.yml").write_text(written("main", steps, more=more, ends=ends, title=title))
        for tree, inside in called.items():
            (folder / f"{tree}.yml").write_text(written(tree, inside, ends=BACK))
        return check(load(folder))


def found(checked: Checked, warnings: bool = False) -> list[str]:
    """`CODE message` of each violation, without those of the ends that a tiny tree does not use."""
    unused = {f"no path reaches the step `{end}`" for end in ("good", "bad", "back")}
    return [f"{v.code} {v.message}" for v in checked.violations if v.message not in unused and (warnings or v.severity.value == "error")]


def effort(checked: Checked) -> Effort:
    return checked.reports["main"].effort
