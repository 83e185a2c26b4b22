"""A progress bar on standard error, where somebody looks at it; nothing where nobody does. And long work without pauses."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

Shown = Callable[[str, float], None]


@contextmanager
def shares() -> Iterator[Shown]:
    """Gives a function that is told a name and how much of it is done, from 0 to 1."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not _watched()) as progress:
        tasks: dict[str, TaskID] = {}

        def show(name: str, share: float) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=1.0)
            progress.update(tasks[name], completed=share)

        yield show


@contextmanager
def stages() -> Iterator[Callable[[str, int], None]]:
    """Gives a function that is told what is being done, and how many are done by now; of how many, nobody knows before."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not _watched()) as progress:
        tasks: dict[str, TaskID] = {}

        def show(words: str, done: int) -> None:
            if words and words not in tasks:
                tasks[words] = progress.add_task(words, total=None)
            if words:
                progress.update(tasks[words], completed=done)

        yield show


@contextmanager
def in_one_go() -> Iterator[None]:
    """For work that makes millions of small things and no cycles of them: looking for cycles would take a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(1_000_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _watched() -> bool:
    return Console(stderr=True).is_terminal
