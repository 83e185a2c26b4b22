"""A library folder to everything that is wrong in it: each tree by itself, what only all of them together show, and what is allowed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diagnostics.analysis.states import Finding
from diagnostics.checking.cache import Cache
from diagnostics.checking.contents import Contents, digest, files_of
from diagnostics.checking.desk import Desk
from diagnostics.checking.kept import Kept, Proof, from_line, to_line
from diagnostics.checking.processes import look_at
from diagnostics.checking.version import program_digest
from diagnostics.library.frame import LIBRARY_FILE
from diagnostics.library.load import collector_paused
from diagnostics.lint.allow import Allowance, allowances, apply
from diagnostics.lint.registry import all_rules
from diagnostics.lint.run import lint_library
from diagnostics.lint.subject import Shelf
from diagnostics.model.read import WrittenTree
from diagnostics.violations import Violation, in_order


@dataclass(frozen=True, slots=True)
class Told:
    """One tree of a checked folder. `file` is empty where it cannot be read; `proof` is None where it has errors, or calls a tree that has."""

    file: str
    calls: tuple[str, ...]
    proof: Proof | None

    @property
    def proved(self) -> bool:
        """Whether nobody can get stuck in it: everything that can happen was looked at, and nothing was found."""
        return self.proof is not None and self.proof.proved

    @property
    def states(self) -> int:
        return self.proof.states if self.proof is not None else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check of a folder found. `violations` are of all its files, in order of place; `trees` has every tree that has a file.
    `looked`: how many files were looked at, the others being known."""

    violations: tuple[Violation, ...]
    trees: Mapping[str, Told]
    looked: int


def check_folder(folder: Path, *, today: date, cache: Cache | None = None, processes: int = 1) -> Outcome:
    """Checks a whole folder. Never raises for what its files hold.

    Raises:
        HelperLost: a helping process was killed.
    """
    checker = Checker(folder, cache, processes)
    outcome = checker.check(today)
    checker.keep()
    return outcome


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept of a name, and the key of the content that it was found in."""

    key: str
    kept: Kept


class Checker:
    """A folder that is checked again and again: what did not change since the last time, or since the cache was written, is not looked at.

    Everything that a tree's outcome depends on is in its key: the program, the day (rules may ask how long ago something was; so the first
    check of a day looks at everything, and none has to be told which rules do), the library file, the pictures, the tree with its scenarios
    and translations, and the same of all trees that it calls.
    """

    def __init__(self, folder: Path, cache: Cache | None = None, processes: int = 1) -> None:
        self.folder, self._cache, self._processes = folder, cache, processes
        self._contents = Contents()
        self._desk: Desk | None = None
        self._entries: dict[str, _Entry] = {}
        self._lines: dict[str, str] = {}
        self._read_cache = cache is not None

    def beside(self, copy: Path) -> "Checker":
        """A checker of a copy of the folder, which knows what this one knows."""
        other = Checker(copy)
        other._entries = dict(self._entries)
        return other

    def written(self, name: str) -> WrittenTree | None:
        """A tree that was checked, read once more; None where it cannot be."""
        written = self._desk.bench.written(name) if self._desk is not None else None
        if self._desk is not None:
            self._desk.bench.forget(name)
        return written

    def forget(self, saved: Iterable[Path]) -> None:
        """These files were written since the last check, even if the clock of the disk does not tell."""
        self._contents.forget(saved)

    def check(self, today: date) -> Outcome:
        """Everything that is wrong now.

        Raises:
            HelperLost: a helping process was killed.
        """
        with collector_paused():
            desk = self._desk = Desk(self.folder, today)
            keys = _Keys(desk, self._contents)
            self._remember(keys)
            stale = [name for name in keys.names if name not in self._entries or keys.of(self._entries[name].kept) != self._entries[name].key]
            for kept in look_at(desk, stale, self._processes):
                self._entries[kept.name] = _Entry(keys.of(kept), kept)
            for name in self._entries.keys() - keys.names:
                del self._entries[name]
            for name in stale:  # what was saved while it was being read may not be what was found
                if not all(self._contents.same(path) for path in keys.files(self._entries[name].kept)):
                    self._entries[name] = _Entry("", self._entries[name].kept)
            return _outcome(desk, [self._entries[name].kept for name in keys.names], len(stale))

    def keep(self) -> None:
        """Writes what is known to the cache, if anything changed."""
        lines = {entry.key: self._lines.get(entry.key) or to_line(entry.kept) for entry in self._entries.values() if entry.key}
        if self._cache is not None and lines.keys() != self._lines.keys():
            self._cache.write(self.folder, program_digest(), lines)
        self._lines = lines

    def _remember(self, keys: "_Keys") -> None:
        """Takes in what the cache holds, the first time."""
        if self._cache is None or not self._read_cache:
            return
        self._read_cache = False
        self._lines = self._cache.read(self.folder, program_digest())
        for key, line in self._lines.items():
            kept = from_line(line)
            self._entries[kept.name] = _Entry(key, kept)


class _Keys:
    """The names of a folder, trees and catalogues, and the keys of what is found of them."""

    def __init__(self, desk: Desk, contents: Contents) -> None:
        self._desk, self._contents = desk, contents
        frame = desk.frame
        self._catalogues = {shown: path for files in desk.catalogues.values() for shown, path in files}
        self.names = dict.fromkeys((*frame.files, *self._catalogues))
        self._every_name = digest(sorted(frame.files))
        images = [part for name, sha in sorted(frame.images.items()) for part in (name, sha)]
        self._shared = digest((program_digest(), desk.today.isoformat(), contents.of_file(desk.folder / LIBRARY_FILE), *images))
        self._own = {name: contents.of_files(files_of(name, frame)) for name in frame.files}  # as they are before anybody looks at them
        self._in_areas = {area: contents.of_files(files) for area, files in desk.catalogues.items()}

    def of(self, kept: Kept) -> str:
        """The key of what is kept, if it were found in the folder as it stands."""
        if kept.name in self._catalogues:
            return digest((self._shared, kept.name, self._contents.of_file(self._catalogues[kept.name])))
        parts = [self._shared, kept.name, self._own[kept.name]]
        parts += [part for name in kept.reads for part in (name, self._own.get(name, ""))]
        if not all(name in self._desk.frame.files for name in kept.reads):
            parts.append(self._every_name)  # the nearest name is proposed
        return digest((*parts, "translations", self._in_areas.get(kept.area, "")))

    def files(self, kept: Kept) -> Iterable[Path]:
        """The files that a key is made of, but those that all share."""
        if kept.name in self._catalogues:
            return [self._catalogues[kept.name]]
        own = [path for name in (kept.name, *kept.reads) for _, path in files_of(name, self._desk.frame)]
        return [*own, *(path for _, path in self._desk.catalogues.get(kept.area, ()))]


def _outcome(desk: Desk, every: Sequence[Kept], looked: int) -> Outcome:
    found: dict[Finding, Violation] = {}
    for kept in sorted(every, key=lambda kept: kept.name):
        for finding, violation in kept.found:
            found.setdefault(finding, violation)
    summaries = {kept.name: kept.summary for kept in every if kept.summary is not None}
    violations = [*desk.violations, *(violation for kept in every for violation in kept.violations), *found.values()]
    if desk.frame.document is not None:
        frame = desk.frame
        limits, whole = desk.options.limits, summaries.keys() >= frame.files.keys()
        shelf = Shelf(frame.declared, summaries, desk.today, limits, desk.bench.written, frame.document, frame.record, desk.pictures, whole)
        violations += lint_library(shelf, desk.options)
    trees = {kept.name: Told(kept.file, kept.reads, kept.proof) for kept in every if kept.name in desk.frame.files}
    return Outcome(tuple(in_order(_allowed(desk, every, violations))), trees, looked)


def _allowed(desk: Desk, every: Iterable[Kept], violations: Iterable[Violation]) -> Iterable[Violation]:
    """What stays of the violations when each file's allowances are applied."""
    by_file: dict[str, list[Violation]] = {}
    for violation in violations:
        by_file.setdefault(violation.span.file, []).append(violation)
    allowed = {kept.file: (kept.summary.allowed, kept.proof is not None) for kept in every if kept.summary is not None and kept.summary.allowed}
    if desk.frame.document is not None:
        allowed[LIBRARY_FILE] = (allowances(LIBRARY_FILE, desk.frame.document.lines), True)
    for file in by_file.keys() | allowed.keys():
        given, whole = allowed.get(file, ((), True))
        yield from _kept(by_file.get(file, ()), given, whole, desk) if given else by_file.get(file, ())


def _kept(violations: Iterable[Violation], given: Sequence[Allowance], whole: bool, desk: Desk) -> Iterable[Violation]:
    """What stays in one file. That an allowance is not needed is only said where its rule runs, and had the whole tree to look at."""
    rules = all_rules()
    off = rules.keys() - desk.options.severities.keys()
    stays = apply(violations, [one for one in given if one.code not in off], rules)
    return stays if whole else (violation for violation in stays if violation.code != "AL003")
