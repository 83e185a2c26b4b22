"""Files to digests of what they hold, so that what did not change can be told apart from what did."""

import os
import stat
from collections.abc import Iterable
from hashlib import blake2b, sha256
from pathlib import Path

from diagnostics.library.frame import Frame
from diagnostics.scenarios.scenario import scenario_file
from diagnostics.source.links import leads_out
from diagnostics.translations.catalogue import catalogue_files

MOST_READ = 4 * 1024 * 1024
"""Bytes. What is larger is refused by every reader, whatever it holds."""

Mark = tuple[int, ...]
"""What the system tells of a file without opening it. With the same mark it holds the same, unless `forget` was told otherwise."""


class Contents:
    """Digests of files, each read once as long as its mark stays."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Mark, str]] = {}

    def forget(self, paths: Iterable[Path]) -> None:
        """These were saved: their marks may be the same, where the clock of the disk is coarse."""
        for path in paths:
            self._known.pop(path, None)

    def of_file(self, path: Path) -> str:
        """The digest of one file. What cannot be read has one too: why it cannot."""
        mark = _mark(path)
        known = self._known.get(path)
        if known is not None and known[0] == mark:
            return known[1]
        found = _read(path, mark)
        self._known[path] = (mark, found)
        return found

    def same(self, path: Path) -> bool:
        """Whether a file still has the mark that it had when its digest was made."""
        known = self._known.get(path)
        return known is not None and known[0] == _mark(path)

    def of_files(self, paths: Iterable[tuple[str, Path]]) -> str:
        """One digest of several files with the names that they are shown by."""
        return digest(part for name, path in paths for part in (name, self.of_file(path)))


def files_of(name: str, frame: Frame) -> list[tuple[str, Path]]:
    """The files that a tree stands in, and the scenarios beside them."""
    files = frame.files.get(name, ())
    return [(frame.shown(path), path) for tree in files for path in (tree, scenario_file(tree))]


def catalogues(folder: Path) -> dict[str, list[tuple[str, Path]]]:
    """Area → its catalogues of all languages, each with the name that it is shown by."""
    found: dict[str, list[tuple[str, Path]]] = {}
    for _, path in catalogue_files(folder):
        found.setdefault(path.stem, []).append((path.relative_to(folder).as_posix(), path))
    return found


def digest(parts: Iterable[str]) -> str:
    """The digest of texts, each told apart from the next."""
    made = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()


def _mark(path: Path) -> Mark:
    try:
        told = os.stat(path)
    except (OSError, ValueError) as error:
        return (-1, getattr(error, "errno", None) or 0)
    return (told.st_mode, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


def _read(path: Path, mark: Mark) -> str:
    if mark[0] < 0:
        return f"absent {mark[1]}"
    if not stat.S_ISREG(mark[0]) or leads_out(path):  # a pipe would keep the reader waiting for ever
        return "no file"
    if mark[1] > MOST_READ:
        return "too large"
    try:
        return sha256(path.read_bytes()).hexdigest()  # processors have instructions for it: three times as fast as others
    except OSError as error:
        return f"unreadable {error.errno}"
