"""The swaps of all trees, as `diagnostics test --mutate` tells them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from diagnostics.cli.counted import counted
from diagnostics.cli.tested import Run
from diagnostics.scenarios.mutate import Judged, Unnoticed, judge
from diagnostics.scenarios.places import unnoticed
from diagnostics.violations import Violation

LAST = 4
"""So many answers of a walk are told."""

MOST_TOLD = 10
"""So many swaps of one tree are told one by one: one scenario more mends many of them."""


@dataclass(frozen=True, slots=True)
class JudgedTrees:
    """Tree → what its scenarios notice, and the warnings at the places of the swaps that they do not."""

    trees: Mapping[str, Judged]
    warnings: Mapping[str, tuple[Violation, ...]]

    @property
    def violations(self) -> list[Violation]:
        return [violation for found in self.warnings.values() for violation in found]

    def entry(self, tree: str) -> dict[str, Any]:
        """One tree as JSON."""
        one = self.trees[tree]
        found = [{"one": [u.one.step, u.one.key, u.one.target], "other": [u.other.step, u.other.key, u.other.target], "walk": _walk(u),
                  "before": u.before, "now": u.now} for u in one.unnoticed]  # fmt: skip
        return {"all": one.swaps, "tried": one.tried, "counted": one.counted, "noticed": one.noticed, "unnoticed": found}

    def tell(self) -> None:
        for name, one in self.trees.items():
            for violation in self.warnings[name][:MOST_TOLD]:
                click.echo(violation.text() + "\n")
            if len(one.unnoticed) > MOST_TOLD:
                click.echo(f"{name}: and {len(one.unnoticed) - MOST_TOLD} more swaps that no scenario notices\n")
        for name, one in self.trees.items():
            share = f"{100 * one.noticed / one.counted:.1f} %" if one.counted else "nothing to swap"
            sample = f", a sample of {one.swaps}" if one.tried < one.swaps else ""
            click.echo(f"{name}: scenarios notice {one.noticed} of {counted(one.counted, 'swap')}{sample} ({share})")


def judge_all(run: Run) -> JudgedTrees:
    """Tries the swaps of every tree that ran."""
    trees = {name: judge(run.library.programs[name], one.results) for name, one in run.tested.items()}
    told = {name: tuple(unnoticed(run.library.trees[name], u.one, u.other, _hint(u)) for u in one.unnoticed) for name, one in trees.items()}
    return JudgedTrees(trees, told)


def _hint(one: Unnoticed) -> str:
    said = _walk(one)
    way = ("… " if len(said) > LAST else "") + ", ".join(said[-LAST:])
    return f"write a scenario that goes {way or 'from the start'} and on from `{one.before}`; swapped, it comes to `{one.now}` there"


def _walk(one: Unnoticed) -> list[str]:
    return [f"{saying.step}: {saying.answer if isinstance(saying.answer, str) else ', '.join(saying.answer)}" for saying in one.walk]
