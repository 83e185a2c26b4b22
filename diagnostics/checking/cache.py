"""What a check found, kept in a file of the user's own, so that the next one looks only at what changed.

One file for each library folder, beside no library: `<cache>/checks/<digest of the folder's path>.jsonl`. Each of its lines says under which
content it was found (`checking.check` makes these keys), so a file that is out of date is useless and never wrong. A file that is damaged,
of another version of the program, or cannot be read is no cache; one that cannot be written is not written.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from diagnostics.checking.contents import digest

MOST_BYTES = 256 * 1024 * 1024
MOST_FILES = 32
"""So many libraries are remembered; of more, those that were checked last."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder for files of this kind. It is made when something is kept in it."""

    place: Path

    def read(self, folder: Path, version: str) -> dict[str, str]:
        """Key → line of all that is kept of a library; nothing where there is none, or it cannot be used."""
        path = self._file(folder)
        try:
            if path.stat().st_size > MOST_BYTES:
                return {}
            head, _, body = path.read_text(encoding="utf-8").partition("\n")
            if json.loads(head) != [version, _checksum(body)]:
                return {}
        except (OSError, ValueError, RecursionError):
            return {}
        return dict(line.split(" ", 1) for line in body.split("\n") if " " in line)

    def write(self, folder: Path, version: str, lines: Mapping[str, str]) -> None:
        """Keeps key → line of a library, whole or not at all: of two processes that write at once, the later one stays."""
        body = "".join(f"{key} {line}\n" for key, line in lines.items())
        if len(body) > MOST_BYTES:
            return
        path = self._file(folder)
        new = path.with_name(f".{path.stem}.{os.getpid()}.new")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            new.write_text(f"{json.dumps([version, _checksum(body)])}\n{body}", encoding="utf-8", newline="\n")
            os.replace(new, path)
            _prune(path.parent.iterdir())
        except OSError:  # nowhere to write, or no room: the next check takes longer
            with suppress(OSError):
                new.unlink(missing_ok=True)

    def _file(self, folder: Path) -> Path:
        return self.place / "checks" / f"{digest([str(folder.resolve())])}.jsonl"


def user_cache(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Where the system keeps what a user's programs can do without; None where the user has no such place."""
    if sys.platform == "win32":
        base = environment.get("LOCALAPPDATA", "")
        return Path(base, "diagnostics", "cache") if base else None
    given = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(given):
        return Path(given, "diagnostics")
    with suppress(RuntimeError):
        return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "diagnostics"
    return None


def _checksum(body: str) -> str:
    return blake2b(body.encode(), digest_size=20).hexdigest()


def _prune(files: Iterable[Path]) -> None:
    """Removes the oldest files, and what a killed process left half written."""
    aged = sorted(((path.stat().st_mtime, path) for path in files), reverse=True)
    for _, path in aged[MOST_FILES:]:
        path.unlink(missing_ok=True)
