"""What came of running scenarios, as text for people and as documents for other programs."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from diagnostics.cli.counted import counted
from diagnostics.library.load import LIBRARY_FILE, Library
from diagnostics.lint.reports.github import github
from diagnostics.lint.reports.json import entry
from diagnostics.lint.reports.junit import Case, suite
from diagnostics.scenarios.coverage import Tested
from diagnostics.violations import Span, Violation

if TYPE_CHECKING:
    from diagnostics.cli.swapping import JudgedTrees

FORMAT = 1
"""The version of the JSON document: keys are added to it, never changed."""
SHOWN = 20
"""So many missing answers of a tree are listed for people."""


@dataclass(frozen=True, slots=True)
class Run:
    """All trees that ran, `ran` those of them whose scenarios were not known from before, and those that cannot run."""

    library: Library
    tested: Mapping[str, Tested]
    ran: frozenset[str]
    broken: tuple[str, ...]

    @property
    def failures(self) -> list[Violation]:
        return [failure for one in self.tested.values() for failure in one.failures]

    @property
    def failed(self) -> bool:
        return bool(self.failures or self.broken)


def told(run: Run) -> None:
    """Prints the failures, and what is left out by the trees that were run."""
    for failure in run.failures:
        click.echo(failure.text() + "\n")
    for name, one in run.tested.items():
        if one.missing and name in run.ran:
            click.echo(f"{name}: no scenario answers {_listed([f'{step}: {answer}' for step, answer in one.missing])}")
        if one.missing_outcomes and name in run.ran:
            click.echo(f"{name}: no scenario ends at {_listed(one.missing_outcomes)}")
    for name in run.broken:
        click.echo(f"{name}: cannot run; `diagnostics check` says why")


def _listed(names: Sequence[str]) -> str:
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more: `diagnostics test --html` shows all" if more > 0 else "")


def summary(run: Run) -> str:
    """The last line: answers always, steps and outcomes where any is left out."""
    trees = run.tested.values()
    runs, answers, missing = (sum(n) for n in zip(*((len(t.results), t.answers, len(t.missing)) for t in trees), strict=True)) if trees else (0, 0, 0)
    share = f"{100 * (answers - missing) / answers:.1f} %" if answers else "nothing"
    left = ((sum(len(t.missing_steps) for t in trees), "step"), (sum(len(t.missing_outcomes) for t in trees), "outcome"))
    others = " and ".join(counted(number, noun) for number, noun in left if number)
    return (f"{counted(len(trees), 'tree')}, {counted(runs, 'scenario')}, {len(run.failures)} failed; "
            f"{answers - missing} of {counted(answers, 'answer')} covered ({share})" + (f"; not {others}" if others else ""))  # fmt: skip


def coverage_table(run: Run) -> str:
    """A line for each tree: how much there is, and how much of it is covered."""
    width = max((len(name) for name in run.tested), default=4)
    lines = [f"{'tree':<{width}}  {'scenarios':>9}  {'steps':>12}  {'answers':>12}  {'outcomes':>12}"]
    for name, one in run.tested.items():
        shares = ((one.steps, one.missing_steps), (one.answers, one.missing), (one.outcomes, one.missing_outcomes))
        lines.append(f"{name:<{width}}  {len(one.results):>9}  " + "  ".join(f"{_share(n, len(missing)):>12}" for n, missing in shares))
    return "\n".join(lines) + "\n"


def _share(every: int, missing: int) -> str:
    return f"{every - missing}/{every} {100 * (every - missing) // every if every else 100:>3} %"


def as_json(run: Run, judged: "JudgedTrees | None") -> str:
    trees = {name: _tree(one, run) | ({"swaps": judged.entry(name)} if judged else {}) for name, one in run.tested.items()}
    document = {"format": FORMAT, "failed": len(run.failures), "cannot_run": list(run.broken), "trees": trees}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _tree(one: Tested, run: Run) -> dict[str, Any]:
    under = run.library.folder.as_posix()
    scenarios = [{"name": result.scenario.name, "line": result.scenario.document.span(result.scenario.node).line, "passed": result.failure is None,
                  "failure": entry(result.failure, under) if result.failure else None} for result in one.results]  # fmt: skip
    return {
        "scenarios": scenarios, "errors": [entry(violation, under) for violation in one.violations],
        "steps": {"all": one.steps, "missing": list(one.missing_steps)},
        "answers": {"all": one.answers, "missing": [list(pair) for pair in one.missing]},
        "outcomes": {"all": one.outcomes, "missing": list(one.missing_outcomes)},
    }  # fmt: skip


def as_github(run: Run, judged: "JudgedTrees | None") -> str:
    return github([*run.failures, *_not_run(run), *(judged.violations if judged else ())], run.library.folder.as_posix())


def as_junit(run: Run, judged: "JudgedTrees | None") -> str:
    """A case for each scenario; one more for a file, or a tree, that cannot run."""
    cases: list[Case] = []
    for one in run.tested.values():
        cases += [(f"{one.tree}: the file", one.file, one.violations)] if one.violations else []
        cases += [(result.scenario.name, one.file, [result.failure] if result.failure else []) for result in one.results]
    cases += [(f"{violation.span.file}: cannot run", violation.span.file, [violation]) for violation in _not_run(run)]
    return suite("diagnostics test", cases)


def _not_run(run: Run) -> list[Violation]:
    """For each tree that cannot run its first error."""
    found = []
    for name in run.broken:
        file = name if name == LIBRARY_FILE else f"{name}.yml"
        own = (v for v in run.library.violations if v.span.file == file or v.span.file.endswith(f"/{file}"))
        called = f"{name} cannot run: it calls a tree that has errors"
        found.append(next(own, Violation("SC003", Span(file, 1, 1), called, "`diagnostics check` says why")))
    return found


FORMATS: Mapping[str, Callable[[Run, "JudgedTrees | None"], str]] = {"json": as_json, "github": as_github, "junit": as_junit}
"""Name → the whole document, which ends with a line feed."""
