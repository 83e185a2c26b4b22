"""Scenario files to tests: `pytest guides/` runs every `*.test.yml` of a library, an item for each scenario.

Loaded by pytest wherever this package is installed, so it imports nothing of ours before it meets a library: only files below a
`_library.yml` are collected, and those of other projects are left alone.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from diagnostics.library.load import Library
    from diagnostics.program.types import Program
    from diagnostics.scenarios.scenario import Scenario
    from diagnostics.violations import Violation

ENDING = ".test.yml"
LIBRARY_FILE = "_library.yml"
_LOADED = pytest.StashKey[dict[Path, Any]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ScenarioFile | None":
    """A scenario file of a library; nothing else."""
    if not file_path.name.endswith(ENDING) or file_path.name.startswith(("_", ".")):
        return None
    folder = next((place for place in file_path.parents if (place / LIBRARY_FILE).is_file()), None)
    if folder is None:
        return None
    found: ScenarioFile = ScenarioFile.from_parent(parent, path=file_path)
    found.folder = folder
    return found


class ScenarioFile(pytest.File):
    """The scenarios beside one tree. A file or a tree with errors is one error of the collection, in the words of the check."""

    folder: Path

    def collect(self) -> Iterator["ScenarioItem"]:
        from diagnostics.scenarios.scenario import read_scenarios

        program = self._program()
        scenarios, violations = read_scenarios(self.path, _shown(self.path, self.config))
        if violations:
            raise self.CollectError(_words(violations))
        for scenario in scenarios:
            item: ScenarioItem = ScenarioItem.from_parent(self, name=scenario.name)
            item.program, item.scenario = program, scenario
            yield item

    def _program(self) -> "Program":
        from diagnostics.violations import errors

        library, name = _library(self.folder, self.config), self.path.name.removesuffix(ENDING)
        if name in library.programs:
            return library.programs[name]
        own = {LIBRARY_FILE, (self.path.parent / f"{name}.yml").relative_to(self.folder).as_posix()}
        found = errors(v for v in library.violations if v.span.file in own) or errors(library.violations)
        if name not in library.trees and not found:
            raise self.CollectError(f"{_shown(self.path, self.config)}: there is no tree `{name}` for these scenarios: put {name}.yml beside them")
        under = _shown(self.folder, self.config)
        from_here = [replace(v, span=replace(v.span, file=Path(under, v.span.file).as_posix())) for v in found]
        raise self.CollectError(f"the tree `{name}` cannot run\n{_words(from_here)}")


class ScenarioItem(pytest.Item):
    """One scenario. It fails with its violation, and no traceback."""

    program: "Program"
    scenario: "Scenario"

    def runtest(self) -> None:
        from diagnostics.scenarios.run import run

        failure = run(self.program, self.scenario).failure
        if failure is not None:
            raise ScenarioFailed(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ScenarioFailed):
            return excinfo.value.violation.text()
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.scenario.document.span(self.scenario.node).line - 1, self.name


class ScenarioFailed(Exception):
    """A scenario that went another way than it says."""

    def __init__(self, violation: "Violation") -> None:
        super().__init__(violation.headline())
        self.violation = violation


def _library(folder: Path, config: pytest.Config) -> "Library":
    """A library is loaded once in a session."""
    from diagnostics.library.load import load

    loaded = config.stash.setdefault(_LOADED, {})
    if folder not in loaded:
        loaded[folder] = load(folder)
    return loaded[folder]  # type: ignore[no-any-return]  # what was loaded is not named above, so that nothing of ours is imported


def _words(violations: "list[Violation]") -> str:
    return "\n\n".join(violation.text() for violation in violations)


def _shown(path: Path, config: pytest.Config) -> str:
    """A file as seen from where pytest was started, so that its place can be clicked."""
    return Path(os.path.relpath(path, config.invocation_params.dir)).as_posix()
