"""What the preview shows just now, handed from whoever watches the folder to the pages that wait for it."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnostics.violations import Violation


@dataclass(frozen=True, slots=True)
class Shown:
    """One state of the folder. `problems`: a tree that cannot be shown → what is wrong in its file and in those of the trees that it calls;
    nothing where its file is gone. `violations` are all of the folder, warnings too."""

    problems: Mapping[str, tuple[Violation, ...]] = field(default_factory=dict)
    violations: tuple[Violation, ...] = ()


class Board:
    """The state of one folder; for any number of threads.

    Args:
        folder: as its author typed it.
        run: what tells this run of the preview from the one before it.
        waiting: how many requests may wait at once. More would leave no thread to answer with; these are told at once to ask again.
        hosts: the names under which the pages may be asked for, beside addresses in numbers.
    """

    def __init__(self, folder: str, run: str, waiting: int = 1, hosts: frozenset[str] = frozenset(("localhost",))) -> None:
        self.folder, self.hosts = folder, hosts
        self._run, self._number, self._shown = run, 0, Shown()
        self._changed = threading.Condition()
        self._room = threading.BoundedSemaphore(max(1, waiting))
        self._closed = False

    @property
    def version(self) -> str:
        """Another one after each change, and after each start."""
        return f"{self._run}-{self._number}"

    def now(self) -> Shown:
        return self._shown

    def show(self, shown: Shown) -> None:
        """Puts up a new state, and wakes all who wait for it."""
        with self._changed:
            self._shown, self._number = shown, self._number + 1
            self._changed.notify_all()

    def wait(self, seen: str, seconds: float) -> str:
        """The version that is up, as soon as it is another than `seen`; the same after so many seconds, or at once where too many wait."""
        if not self._room.acquire(blocking=False):
            return self.version
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self.version != seen, seconds)
                return self.version
        finally:
            self._room.release()

    def close(self) -> None:
        """Lets all go who wait, now and later."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
