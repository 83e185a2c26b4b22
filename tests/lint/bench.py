"""A case of a rule to what the rule finds: the case's files are written, loaded, proved, and looked at by that rule alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from diagnostics.analysis.prove import prove
from diagnostics.library.load import LIBRARY_FILE, Library, load
from diagnostics.lint.registry import all_rules, default_limits
from diagnostics.lint.rule import LibraryRule, TreeRule
from diagnostics.lint.run import found_between, found_in
from diagnostics.lint.subject import Coverage, Picture, Shelf, Subject
from diagnostics.lint.summary import summary_of
from diagnostics.model.read import read_library
from diagnostics.scenarios.coverage import run_scenarios
from diagnostics.source.reader import read_file
from diagnostics.translations.catalogue import read_catalogue
from diagnostics.translations.units import texts_of
from diagnostics.violations import Violation, errors

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
HEADER = """\
format: 1
tree: sample
title: The lamp stays dark
summary: Find out what is at fault.
area: power
products: [laptop]
owner: service
reviewed: 2026-11-01
start: {start}
steps:
"""
END = "  end: {outcome: handoff, to: service, says: A person takes it from here.}\n"
BEFORE = HEADER.count("\n")
"""Lines that stand before a case's `steps`, which are indented by two."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A case set up in a folder. `shift` are the lines and columns by which the case's own text was moved in `sample.yml`."""

    library: Library
    case: Mapping[str, Any]
    shift: tuple[int, int]

    @property
    def today(self) -> date:
        return date.fromisoformat(str(self.case.get("today", TODAY)))

    @property
    def limits(self) -> Mapping[str, float]:
        return {**default_limits(), **self.case.get("limits", {})}


def set_up(case: Mapping[str, Any], folder: Path) -> Bench:
    """Writes the files of a case and loads them."""
    text = (HERE / "default_library.yml").read_text(encoding="utf-8")
    (folder / LIBRARY_FILE).write_text(_merged(text, case["library"]) if "library" in case else text, encoding="utf-8")
    shift = (0, 0)
    if "steps" in case:
        first = next(iter(yaml.load(case["steps"], yaml.CSafeLoader)))
        written = HEADER.format(start=first) + indent(case["steps"], "  ")
        own_end = "end" in yaml.load(case["steps"], yaml.CSafeLoader)
        (folder / "sample.yml").write_text(written + ("" if own_end else END), encoding="utf-8")
        shift = (BEFORE, 2)
    for name, tree in ({"sample": case["tree"]} if "tree" in case else case.get("trees", {})).items():
        (folder / f"{name}.yml").write_text(tree, encoding="utf-8")
    if "scenarios" in case:
        (folder / "sample.test.yml").write_text(case["scenarios"], encoding="utf-8")
    for language, catalogue in case.get("translations", {}).items():
        place = folder / "locale" / language / "power.po"
        place.parent.mkdir(parents=True)
        place.write_text(catalogue, encoding="utf-8")
    if "pictures" in case:
        (folder / "images").mkdir()
        for name in case["pictures"]:
            (folder / "images" / name).write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    return Bench(load(folder), case, shift)


def found_by(code: str, bench: Bench) -> list[Violation]:
    """What one rule finds, in order of place."""
    rule = all_rules()[code]
    if isinstance(rule, TreeRule):
        made = (violation for subject in _subjects(bench) for violation in found_in(rule, subject, rule.severity))
    else:
        assert isinstance(rule, LibraryRule)
        made = found_between(rule, _shelf(bench), rule.severity)
    return sorted(made, key=lambda violation: violation.span)


def places(violations: list[Violation], bench: Bench) -> list[str]:
    """Line and column in the case's own text; with the file's name before them where a case has several files."""
    lines, columns = bench.shift
    several = "trees" in bench.case
    found = []
    for violation in violations:
        span, name = violation.span, Path(violation.span.file).name
        inside = name == "sample.yml"
        place = f"{span.line - (lines if inside else 0)}:{span.column - (columns if inside else 0)}"
        found.append(place if inside and not several else f"{name.removesuffix('.yml') if name != LIBRARY_FILE else name}:{place}")
    return found


def loader_errors(bench: Bench) -> list[Violation]:
    return errors(bench.library.violations)


def _subjects(bench: Bench) -> Iterator[Subject]:
    library = bench.library
    tested = run_scenarios(library)
    for name, written in library.trees.items():
        program = library.programs.get(name)
        one = tested.get(name) if "scenarios" in bench.case or bench.case.get("untested") else None
        yield Subject(
            written=written,
            declared=library.declared,
            today=bench.today,
            limits=bench.limits,
            tree=program.root if program else None,
            program=program,
            report=prove(program) if program else None,
            coverage=Coverage(len(one.results), one.answers, one.missing, sum(r.failure is not None for r in one.results)) if one else None,
            pictures=_pictures(bench),
            translations={language: messages for language, messages in _translations(bench)},
            texts=texts_of(written),
        )


def _translations(bench: Bench) -> Iterator[tuple[str, Any]]:
    for path in sorted(bench.library.folder.glob("locale/*/*.po")):
        messages, wrong = read_catalogue(path, path.relative_to(bench.library.folder).as_posix())
        assert not wrong, wrong
        yield path.parent.name, messages


def _pictures(bench: Bench) -> dict[str, Picture]:
    return {name: Picture(name, **(about or {"size": 1000})) for name, about in bench.case.get("pictures", {}).items()}


def _shelf(bench: Bench) -> Shelf:
    library = bench.library
    document = read_file(library.folder / LIBRARY_FILE, LIBRARY_FILE)
    assert not isinstance(document, list)
    record, _ = read_library(document)
    summaries = {subject.written.id: summary_of(subject) for subject in _subjects(bench)}
    return Shelf(library.declared, summaries, bench.today, bench.limits, library.trees.get, document, record, _pictures(bench))


def _merged(text: str, more: str) -> str:
    return yaml.safe_dump(_merge(yaml.safe_load(text), yaml.safe_load(more)), sort_keys=False, allow_unicode=True)


def _merge(one: Any, other: Any) -> Any:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return other
    return {**one, **{key: _merge(one.get(key), value) for key, value in other.items()}}
