"""A folder loaded again and again while it is edited: only the files that were saved since are read again, and only what they touch is
compiled again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from diagnostics.library.frame import Frame, frame_of
from diagnostics.library.load import Library, collector_paused, library_of
from diagnostics.library.workbench import Workbench
from diagnostics.violations import Violation

Signature = tuple[int, int, int]
"""What tells a saved file from the one before: its number, its size and when it was written. An editor changes at least one of them."""


class Live:
    """One folder. Of files it is told nothing: it looks itself, so that no save can be missed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bench: _Bench | None = None

    def load(self) -> Library:
        """The folder as it stands, exactly as `diagnostics.library.load.load` gives it. Never raises for what the files hold."""
        with collector_paused():
            frame = frame_of(self._folder)
            self._bench = _Bench(frame, self._bench)
            return self._bench.library()


class _Bench(Workbench):
    """A workbench that takes over from the one before what has not changed. What was said of a file alone (`as_read`), and of a tree alone
    (`as_compiled`), is kept apart from what is said of its calls."""

    def __init__(self, frame: Frame, before: "_Bench | None") -> None:
        super().__init__(_with_the_same_declarations(frame, before.frame) if before is not None else frame)
        self._signatures = {name: [_signature(path) for path in paths] for name, paths in frame.files.items()}
        self._as_read: dict[str, list[Violation]] = {}
        self._as_compiled: dict[str, list[Violation]] = {}
        if before is not None:
            self._take_over(before)

    def library(self) -> Library:
        """Everything, linked."""
        frame = self.frame
        for name in frame.files:
            self.written(name)
            self._as_read.setdefault(name, list(self.violations(name)))
        for name in frame.files:
            self.compiled(name)
        self._as_compiled = {name: list(self.violations(name)) for name in frame.files}
        return library_of(self)

    def _take_over(self, before: "_Bench") -> None:
        kept = [name for name, now in self._signatures.items() if all(now) and now == before._signatures.get(name)]
        for name in kept:
            self._written[name], self._returns[name] = before._written[name], before._returns[name]
            self._as_read[name] = before._as_read[name]
            self._violations[name] = list(before._as_read[name])
        same_frame = self.frame.declared is before.frame.declared and self.frame.images == before.frame.images
        if same_frame and self._all_returns() == before._all_returns():
            for name in kept:
                if name in before._compiled:
                    self._compiled[name], self._violations[name] = before._compiled[name], list(before._as_compiled[name])

    def _all_returns(self) -> Mapping[str, bool | None]:
        """What compiling a tree needs to know of the others."""
        return {name: self.returns(name) for name in self.frame.files}


def _with_the_same_declarations(frame: Frame, before: Frame) -> Frame:
    """The frame with the very declarations of the one before, where their file says what it said."""
    same = frame.document is not None and before.document is not None and frame.document.text == before.document.text
    return replace(frame, declared=before.declared) if same else frame


def _signature(path: Path) -> Signature | None:
    """None where the file has gone, or may not be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
