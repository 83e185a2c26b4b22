"""Violations with certain cures to cured files: tried on a copy of the folder first, and kept where nothing else breaks.

    violations → edits that do not touch each other → a copy of the folder → checked again → the files that got better

Cures uncover other mistakes, so it goes on until nothing changes. A file that was free of errors must stay free of whatever was not found in
it before; in one that had errors, a cure may bring to light what they hid, but not make it unreadable.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from diagnostics.authoring.files import edited, write_whole
from diagnostics.source.links import leads_out
from diagnostics.violations import Edit, Severity, Violation, in_order

Recheck = Callable[[Path], Sequence[Violation]]
"""A library folder to all that is wrong in it; spans name files from the folder on."""

ROUNDS = 10
_READ = frozenset((".yml", ".po", ".svg", ".png", ".webp", ".jpg"))
_LARGEST = 4 * 1024 * 1024
"""Bytes. What is larger is refused by every reader, and has no cure."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """`cured` are the violations whose edits were made; `left` those whose edits would have broken something, or whose file could not be
    written; `files` those that changed; `violations` what is wrong now."""

    cured: tuple[Violation, ...]
    left: tuple[Violation, ...]
    files: tuple[str, ...]
    violations: tuple[Violation, ...]


def fix_folder(folder: Path, violations: Sequence[Violation], recheck: Recheck) -> Fixed:
    """Makes the edits of violations in the files of a folder, and those of what comes to light then. No file is written half."""
    with tempfile.TemporaryDirectory(prefix="diagnostics-fix-") as scratch:
        copy = _mirror(folder, Path(scratch))
        now, cured, left = list(violations), list[Violation](), list[Violation]()
        before: dict[str, bytes] = {}
        for _ in range(ROUNDS):
            chosen = {file: found for file, found in _chosen(now).items() if file not in {violation.span.file for violation in left}}
            if not chosen:
                break
            tried = {file: (copy / file).read_bytes() for file in chosen}
            now, refused = _try(copy, chosen, tried, now, recheck)
            before = {file: data for file, data in tried.items() if file not in refused} | before
            cured += [violation for file, found in chosen.items() if file not in refused for violation in found]
            left += [violation for file in refused for violation in chosen[file]]
        written = [file for file, data in sorted(before.items()) if _write(folder / file, data, (copy / file).read_bytes())]
    left += [violation for violation in cured if violation.span.file not in written]
    cured = [violation for violation in cured if violation.span.file in written]
    return Fixed(tuple(cured), tuple(in_order(left)), tuple(written), tuple(now))


def _try(copy: Path, chosen: Mapping[str, list[Violation]], tried: Mapping[str, bytes], before: Sequence[Violation], recheck: Recheck,
         ) -> tuple[list[Violation], set[str]]:  # fmt: skip
    """Edits files of the copy, and takes back those that got worse. Gives what is wrong then, and the files taken back."""
    for file, found in chosen.items():
        (copy / file).write_bytes(edited(tried[file], [edit for violation in found for edit in violation.edits]))
    refused: set[str] = set()
    while True:
        now = list(recheck(copy))
        worse = _worse(before, now) | _uncured(chosen, before, now)
        back = (worse & chosen.keys()) - refused or (chosen.keys() - refused if worse - chosen.keys() else set())
        if not back:
            return now, refused
        for file in back:
            (copy / file).write_bytes(tried[file])
        refused |= back


def _chosen(violations: Iterable[Violation]) -> dict[str, list[Violation]]:
    """The violations of each file whose edits can be made together: of two that touch the same place, the first."""
    chosen: dict[str, list[Violation]] = {}
    taken: dict[str, list[Edit]] = {}
    for violation in in_order(violations):
        file = violation.span.file
        if violation.edits and not any(_touch(one, other) for one in violation.edits for other in taken.get(file, ())):
            chosen.setdefault(file, []).append(violation)
            taken.setdefault(file, []).extend(violation.edits)
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    return one.start <= other.end and other.start <= one.end


def _worse(before: Iterable[Violation], now: Iterable[Violation]) -> set[str]:
    """The files in which something is wrong that was not before, as far as nothing hid it."""
    had_errors = {violation.span.file for violation in before if violation.severity is Severity.ERROR}
    new = Counter(map(_said, now)) - Counter(map(_said, before))
    return {file for file, code, _ in new if file not in had_errors or code.startswith("SY")}


def _uncured(chosen: Mapping[str, list[Violation]], before: Iterable[Violation], now: Iterable[Violation]) -> set[str]:
    """The files in which a violation outlived its own cure."""
    tried = {_said(violation) for found in chosen.values() for violation in found}
    wanted = Counter(map(_said, before)) - Counter(_said(violation) for found in chosen.values() for violation in found)
    return {said[0] for said in Counter(map(_said, now)) - wanted if said in tried}


def _said(violation: Violation) -> tuple[str, str, str]:
    return violation.span.file, violation.code, violation.message


def _mirror(folder: Path, scratch: Path) -> Path:
    """A copy of a folder with the files that a check reads. Links between its folders are not followed: they may go round."""
    copy = scratch / (folder.resolve().name or "trees")
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        beside = copy / Path(place).relative_to(folder)
        beside.mkdir(parents=True)
        for path in (Path(place, name) for name in files if PurePath(name).suffix in _READ):
            if path.is_file() and not leads_out(path) and path.stat().st_size <= _LARGEST:
                shutil.copyfile(path, beside / path.name)
    return copy


def _write(path: Path, before: bytes, after: bytes) -> bool:
    """Writes one file of the author's; not if they changed it meanwhile, nor if it may not be written."""
    try:
        if before == after or path.read_bytes() != before:
            return False
        write_whole(path, after)
    except OSError:
        return False
    return True
