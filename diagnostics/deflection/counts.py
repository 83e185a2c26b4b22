"""The integers of a rollup, which add: counts of problems, of their calls, and sums of squares for the variances."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import add

from diagnostics.deflection.records import WINDOWS, Arm

PLAIN = (
    "visits", "problems", "engaged", "completed", "bounced", "abandoned", "handed_off", "silent_end", "said_not_fixed", "claimed",
    "reopened", "opted_in", "would_yes", "would_no",
)  # fmt: skip
"""Per cell, of problems unless named otherwise. `visits`: visits of these problems. `claimed`: some visit said that it is fixed.
`reopened`: claimed, then a call or a new visit on the tree within 30 days. `would_yes`, `would_no`: claimed problems by the answer to
"would you have called us otherwise?"."""

WINDOWED = (
    "called", "once", "calls", "calls_sq", "handle", "handle_sq", "claimed_called", "would_called", "audited", "found",
    "keyed", "both", "stray",
)  # fmt: skip
"""Per window N. `called`: problems with at least one matched call by then; `once`: with exactly one; `calls`, `handle`: calls and
seconds of handling by then, `_sq` their squares per problem; `claimed_called`, `would_called`: claimed (and would have called)
problems with a call; `audited`: calls within N that an audit says were about these problems, `found`: of them those matched so.
`keyed`: matched calls that another key than the code would have found; `both`: of them those that quoted the code as well.
`stray`: calls that were matched to these problems, and that an audit says were about something else."""

COLUMNS = PLAIN + tuple(f"{name}_{window}" for window in WINDOWS for name in WINDOWED)
_PLACE = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Counts:
    """One integer for each of `COLUMNS`."""

    values: tuple[int, ...] = (0,) * len(COLUMNS)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(tuple(map(add, self.values, other.values)))

    def __getitem__(self, name: str) -> int:
        """By column, such as `problems` or `called_7`."""
        return self.values[_PLACE[name]]

    def within(self, name: str, window: int) -> int:
        """A column of `WINDOWED` for one of `WINDOWS`."""
        return self.values[_PLACE[f"{name}_{window}"]]


def counts(**given: int) -> Counts:
    """Counts with some columns given and the others 0."""
    return Counts(tuple(given.get(name, 0) for name in COLUMNS))


@dataclass(frozen=True, slots=True)
class Cell:
    """A sum over days, trees or versions of one arm of one allocation stratum. `tree` is "" and `day` None where summed over.
    `value` is that of the dimension asked for (`structure`, `locale`, `device`, `product`, `portal`), "" where none was."""

    tree: str
    day: date | None
    arm: Arm
    alloc_id: str
    p_ppm: int
    counts: Counts
    value: str = ""


def joined(cells: Iterable[Cell]) -> list[Cell]:
    """One cell for each arm of each stratum, over all trees, days and values."""
    alike: dict[tuple[Arm, str, int], list[tuple[int, ...]]] = {}
    for cell in cells:
        alike.setdefault((cell.arm, cell.alloc_id, cell.p_ppm), []).append(cell.counts.values)
    return [Cell("", None, *key, Counts(tuple(map(sum, zip(*values, strict=True))))) for key, values in alike.items()]
