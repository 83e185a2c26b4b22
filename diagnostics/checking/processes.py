"""Names to what is kept of each, on several processes: this one works with its helpers, and hands them on as they get done.

A helper is sent a few names at a time and sends back lines. Nothing is shared and nothing is locked, so a helper that is killed holds up
nobody: its pipe closes, and that is said.
"""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from diagnostics.checking.desk import Desk
from diagnostics.checking.kept import Kept, from_line, to_line
from diagnostics.library.load import collector_paused

if TYPE_CHECKING:  # most checks look at a few files only: `multiprocessing` is loaded when there are more
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

WORTH_A_PROCESS = 24
"""Trees that take about as long as it takes until a helper is at work."""


class HelperLost(Exception):
    """A helping process ended before its work was done. The message says how."""


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def look_at(desk: Desk, names: Sequence[str], processes: int) -> Iterator[Kept]:
    """What is known of each name, in no order.

    Raises:
        HelperLost: a helping process was killed, or failed.
    """
    count = min(processes, len(names) // WORTH_A_PROCESS)
    if count <= 1:
        yield from map(desk.look, names)
        return
    pending = deque(names)
    with _helpers(desk, count - 1) as helpers:
        for helper in helpers:
            helper.give(pending, count)
            helper.give(pending, count)  # one lies ready, so that a helper never waits for this process
        while pending or any(helper.busy for helper in helpers):
            if pending:
                yield desk.look(pending.pop())
            for helper in _done(helpers, blocking=not pending):
                yield from helper.take()
                helper.give(pending, count)


class _Helper:
    """Another process at work. `busy`: how many portions it has that are not done."""

    def __init__(self, process: "BaseProcess", pipe: "Connection[Any, Any]") -> None:
        self.process, self.pipe, self.busy = process, pipe, 0

    def give(self, pending: deque[str], count: int) -> None:
        """A portion of what is left: smaller towards the end, so that all are done at about the same time."""
        portion = [pending.popleft() for _ in range(-(-len(pending) // (6 * count)))]
        if portion:
            try:
                self.pipe.send(portion)
            except OSError:
                raise self.lost() from None
            self.busy += 1

    def take(self) -> Iterator[Kept]:
        try:
            lines = self.pipe.recv()
        except (EOFError, OSError):
            raise self.lost() from None
        if isinstance(lines, str):
            raise HelperLost(f"a helping process failed:\n{lines}")
        self.busy -= 1
        return map(from_line, lines)

    def lost(self) -> HelperLost:
        self.process.join(1)
        code = self.process.exitcode
        how = f"was killed (signal {-code})" if code is not None and code < 0 else f"ended (exit {code})"
        return HelperLost(f"a helping process {how} before its trees were checked; is there too little memory? `--processes 1` needs the least")


def _done(helpers: Sequence[_Helper], blocking: bool) -> list[_Helper]:
    from multiprocessing.connection import wait

    busy = {helper.pipe: helper for helper in helpers if helper.busy}
    return [busy[pipe] for pipe in wait(list(busy), None if blocking else 0)] if busy else []  # type: ignore[index]  # they are pipes


@contextmanager
def _helpers(desk: Desk, count: int) -> Iterator[list[_Helper]]:
    """Helpers at work; whatever happens, none is left over."""
    from multiprocessing import get_all_start_methods, get_context

    forking = "fork" in get_all_start_methods() and sys.platform != "darwin" and threading.active_count() == 1
    context = get_context("fork") if forking else get_context("spawn")
    helpers: list[_Helper] = []
    try:
        with _uninterrupted():
            for _ in range(count):
                here, there = context.Pipe()
                process = context.Process(target=_help, args=(desk, there), daemon=True)
                process.start()
                there.close()
                helpers.append(_Helper(process, here))
        yield helpers
    finally:
        for helper in helpers:
            helper.pipe.close()
            helper.process.terminate()
        for helper in helpers:
            helper.process.join()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C reaches this process only, and only after the block: it stops its helpers itself. They inherit that signals are held back."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _help(desk: Desk, pipe: "Connection[Any, Any]") -> None:
    """What a helper does until its pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            names = pipe.recv()
            try:
                with collector_paused():
                    answer: list[str] | str = [to_line(desk.look(name)) for name in names]
            except Exception:
                from traceback import format_exc

                answer = format_exc()
            pipe.send(answer)
    except (EOFError, OSError):
        return
