"""One tree after the other to what is known of it: read, compiled, proved, its scenarios run, linted; then its nodes are dropped."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from diagnostics.analysis.check import told
from diagnostics.analysis.prove import Report, prove
from diagnostics.analysis.reads import Indexes
from diagnostics.analysis.states import Finding
from diagnostics.checking.contents import catalogues
from diagnostics.checking.kept import Kept, Proof
from diagnostics.checking.pictures import pictures
from diagnostics.library.frame import frame_of
from diagnostics.library.workbench import MOST_KEPT, Workbench
from diagnostics.lint.echoes import without_echoes
from diagnostics.lint.options import defaults, options_of
from diagnostics.lint.run import lint_tree
from diagnostics.lint.subject import Coverage, Subject
from diagnostics.lint.summary import summary_of
from diagnostics.model.read import WrittenTree
from diagnostics.program.types import Program
from diagnostics.scenarios.coverage import run_beside
from diagnostics.translations.catalogue import Message, Translations, read_catalogue
from diagnostics.translations.units import area_of, texts_of
from diagnostics.violations import Violation

_MOST_AREAS = 2

ByTree = dict[str, dict[str, Message]]


class Desk:
    """A folder as it stood when the desk was set up. In another process it is set up anew."""

    def __init__(self, folder: Path, today: date) -> None:
        self.folder, self.today = folder, today
        self.frame = frame_of(folder)
        self.bench = Workbench(self.frame, named=False)
        self.catalogues = catalogues(folder)
        self.pictures = pictures(self.frame.pictures)
        document, record = self.frame.document, self.frame.record
        self.options, found = options_of(document, record) if document is not None and record is not None else (defaults(), [])
        self.violations = (*self.frame.violations, *found)
        self._indexes: Indexes = {}
        self._translations: dict[str, Mapping[str, ByTree]] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return Desk, (self.folder, self.today)

    def look(self, name: str) -> Kept:
        """Everything that can be known of a tree without the others but those that it calls; or of a catalogue, by its path."""
        if name not in self.frame.files:
            return Kept(name, name, violations=tuple(read_catalogue(self.folder / name, name)[1]))
        self.bench.forget(name)  # it may have been called: what was wrong with it is gone since
        program = self.bench.program(name)
        written, found, reads = self.bench.written(name), tuple(self.bench.violations(name)), self._reads(name)
        kept = self._look(written, program, found, reads) if written is not None else Kept(name, reads=reads, violations=found)
        self.bench.forget(name)
        self._indexes.pop(name, None)
        if len(self._indexes) > MOST_KEPT:
            self._indexes.clear()
        return kept

    def _look(self, written: WrittenTree, program: Program | None, found: tuple[Violation, ...], reads: tuple[str, ...]) -> Kept:
        report = prove(program, self._indexes) if program is not None else None
        proof = Proof(report.proved and not report.findings, report.states) if report is not None else None
        partly = report or self._partly(written.id)
        area = area_of(written)
        subject = Subject(
            written=written,
            declared=self.frame.declared,
            today=self.today,
            limits=self.options.limits,
            tree=program.root if program is not None else None,
            program=program,
            report=report,
            coverage=self._coverage(written, program),
            pictures=self.pictures,
            translations=self.translations(written.id, area),
            texts=texts_of(written),
        )
        sensible = self.frame.document is not None and written.header.values  # without declarations, or without keys, everything seems wrong
        advice = lint_tree(subject, self.options) if sensible else ()
        findings = tuple(self._told(written.id, partly)) if partly is not None else ()
        advice, findings = without_echoes(subject, advice, findings)
        return Kept(written.id, written.document.file, reads, area, (*found, *advice), findings, proof, summary_of(subject))

    def _partly(self, name: str) -> Report | None:
        """What the proofs find in a tree that has errors, beside these."""
        sketch = self.bench.sketch(name)
        return prove(sketch.program, {}, holes=sketch.holes) if sketch is not None else None

    def _told(self, name: str, report: Report) -> Iterator[tuple[Finding, Violation]]:
        trees = {finding.tree for finding in report.findings} | {tree for tree, _ in report.assumed}
        return told({tree: written for tree in trees if (written := self.bench.written(tree)) is not None}, name, report)

    def _coverage(self, written: WrittenTree, program: Program | None) -> Coverage | None:
        if program is None:
            return None
        path = next(path for path in self.frame.files[written.id] if self.frame.shown(path) == written.document.file)
        tested = run_beside(program, path, self.folder)
        return Coverage(len(tested.results), tested.answers, tested.missing, sum(result.failure is not None for result in tested.results))

    def translations(self, tree: str, area: str) -> dict[str, Translations]:
        """Language → the messages of one tree: none where a catalogue of its area does not know the tree yet."""
        if area not in self._translations:
            if len(self._translations) >= _MOST_AREAS:  # trees of an area mostly stand together
                self._translations.clear()
            self._translations[area] = {path.parent.name: _by_tree(path, shown) for shown, path in self.catalogues.get(area, ())}
        return {language: trees.get(tree, {}) for language, trees in self._translations[area].items()}

    def _reads(self, name: str) -> tuple[str, ...]:
        """The trees that a tree calls, whether they exist or not, and those that they call."""
        found: dict[str, None] = {}
        pending = [*self._calls(name)]
        while pending:
            called = pending.pop()
            if called not in found:
                found[called] = None
                pending += self._calls(called)
        return tuple(sorted(found))

    def _calls(self, name: str) -> Iterable[str]:
        compiled = self.bench.compiled(name)
        if compiled is not None:
            return compiled.calls
        written = self.bench.written(name)
        return written.calls if written is not None else ()


def _by_tree(path: Path, shown: str) -> ByTree:
    found: ByTree = {}
    for context, message in read_catalogue(path, shown)[0].items():
        found.setdefault(context.partition(".")[0], {})[context] = message
    return found
