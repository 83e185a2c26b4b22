"""A folder to what is saved in it, as it is saved: the one place that knows `watchfiles`."""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Protocol

from watchfiles import watch
from watchfiles.main import FileChange

WATCHED = frozenset((".yml", ".po", ".svg", ".png", ".webp", ".jpg"))
TOGETHER = 50
"""Milliseconds within which changes count as one save: editors write a file beside the old one and rename it."""
QUIET = 15
"""So many milliseconds without a further change end a save."""
POLLING = 200
"""Milliseconds between two looks where the system does not tell of changes."""
_WAKE = 40


class Stop(Protocol):
    """What tells a watch in a thread to end, as `threading.Event` does."""

    def is_set(self) -> bool: ...


def changes(folder: Path, stop: Stop | None = None) -> Iterator[frozenset[Path]]:
    """The files of a library (trees, scenarios, translations, pictures) that are saved, added, renamed or removed below a folder, save by save.

    Watching has begun when this returns, so what is saved after that is not missed, even while its caller is still busy. A folder stands for
    all that is in it: what is moved with its folder is not named one by one. Hidden files and folders do not count. Ends on Ctrl-C, or soon
    after `stop` is set.

    Raises:
        OSError: there is no such folder, or it may not be read.
    """
    place = folder.resolve()
    os.scandir(place).close()
    try:
        saves = _started(place, stop, polling=None)
    except OSError:  # the system has no watches left, or none at all
        saves = _started(place, stop, polling=True)
    return _named(saves, place, folder)


def _started(place: Path, stop: Stop | None, polling: bool | None) -> Iterator[set[FileChange]]:
    """A watch that is under way: it is only set up when it is first asked, so it is asked until it tells that nothing happened yet."""
    found = watch(place, watch_filter=None, debounce=TOGETHER, step=QUIET, rust_timeout=_WAKE, yield_on_timeout=True, stop_event=stop,
                  force_polling=polling, poll_delay_ms=POLLING, ignore_permission_denied=True)  # fmt: skip
    return chain([next(found, set())], found)


def _named(saves: Iterator[set[FileChange]], place: Path, folder: Path) -> Iterator[frozenset[Path]]:
    try:
        for save in saves:
            paths = (Path(path) for _, path in save)
            inside = frozenset(folder / path.relative_to(place) for path in paths if path.is_relative_to(place) and _counts(path, place))
            if inside:
                yield inside
    except KeyboardInterrupt:
        return


def _counts(path: Path, place: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(place).parts)
    return not hidden and path != place and (path.suffix in WATCHED or not path.suffix)  # without a suffix: a folder, perhaps one that is gone
