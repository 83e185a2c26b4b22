"""The query of an address to what a page shows: which days, compared with what, which window, which tree or part of the customers.

A value that cannot be read is left aside, and the page says so: a link with a slip in it still opens.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, TypeVar, get_args

from diagnostics.deflection.records import HEADLINE, WINDOWS
from diagnostics.service.ledger_ports import Dimension

Preset = Literal["last-week", "last-6-weeks", "last-month", "last-quarter", "last-12-months", "all", "days"]
Compare = Literal["year", "previous", "none"]
PRESETS: tuple[Preset, ...] = get_args(Preset)
COMPARES: tuple[Compare, ...] = get_args(Compare)
BY: Mapping[str, Dimension] = {"product": "product", "language": "locale", "device": "device", "version": "structure", "portal": "portal"}
"""What a part of the customers is told by, as in `part=language:de` → the dimension of the ledger. Of two at once no sums are kept."""

FIRST_PRESET: Preset = "last-6-weeks"
DAY, WEEK, YEAR = timedelta(days=1), timedelta(days=7), timedelta(days=364)
"""A year of whole weeks, so that a Monday is compared with a Monday."""

EARLIEST, LATEST, MOST_DAYS = 1990, 2200, 3_700
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


Text = TypeVar("Text", bound=str)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader asked for. `first` and `last` are local days, both included. `by` is a key of `BY` or "". `unread` are the
    parameters that could not be read."""

    first: date
    last: date
    preset: Preset = FIRST_PRESET
    compare: Compare = "year"
    window: int = HEADLINE
    tree: str = ""
    by: str = ""
    value: str = ""
    unread: tuple[str, ...] = field(default=())

    @property
    def dimension(self) -> Dimension:
        return BY.get(self.by, "")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> tuple[date, date] | None:
        """The days to compare with: as many, just before, or a year of whole weeks before."""
        if self.compare == "none":
            return None
        shift = YEAR if self.compare == "year" else timedelta(days=self.days)
        return self.first - shift, self.last - shift

    def query(self, **other: str) -> dict[str, str]:
        """The parameters of an address that shows the same, but for what is given; what is as always is left out."""
        days = {"from": self.first.isoformat(), "to": self.last.isoformat()} if self.preset == "days" else {}
        same = {"period": self.preset, **days, "compare": self.compare, "window": str(self.window), "tree": self.tree,
                "part": f"{self.by}:{self.value}" if self.by else ""}  # fmt: skip
        usual = {"period": FIRST_PRESET, "compare": "year", "window": str(HEADLINE)}
        wanted = {name: text for name, text in {**same, **other}.items() if text and usual.get(name) != text}
        return {name: text for name, text in wanted.items() if (name, text) != ("period", "days")}

    def fixed(self) -> dict[str, str]:
        """The parameters of an address that shows these same days for good."""
        return replace(self, preset="days").query()


def chosen(args: Mapping[str, str], today: date, first_day: date | None, trees: Collection[str] = (),
           values: Mapping[str, Collection[str]] | None = None) -> Chosen:  # fmt: skip
    """Reads the query. `trees` and `values` (by key of `BY`) are those that exist; without them, any value is taken."""
    unread: list[str] = []
    preset, first, last = _period(args, today, first_day, unread)
    compare = _one_of("compare", args, COMPARES, "year", unread)
    window = int(_one_of("window", args, tuple(map(str, WINDOWS)), str(HEADLINE), unread))
    tree = args.get("tree", "")
    if tree and tree not in trees:
        unread.append("tree")
        tree = ""
    by, value = _part(args.get("part", ""), values)
    if args.get("part") and not by:
        unread.append("part")
    return Chosen(first, last, preset, compare, window, tree, by, value, tuple(unread))


def _part(given: str, values: Mapping[str, Collection[str]] | None) -> tuple[str, str]:
    """`language:de` as its name and value; nothing where there is none such."""
    by, _, value = given.partition(":")
    exists = by in BY and bool(_NAME.fullmatch(value)) and (values is None or value in values.get(by, ()))
    return (by, value) if exists else ("", "")


def _one_of(name: str, args: Mapping[str, str], known: Sequence[Text], usual: Text, unread: list[str]) -> Text:
    given = args.get(name, "")
    if given and given not in known:
        unread.append(name)
    return next((value for value in known if value == given), usual)


def _period(args: Mapping[str, str], today: date, first_day: date | None, unread: list[str]) -> tuple[Preset, date, date]:
    first, last = (_day(name, args, unread) for name in ("from", "to"))
    if first and last and first <= last and (last - first).days <= MOST_DAYS:
        return "days", first, last
    if first or last:
        unread.append("from" if first else "to")
    preset = _one_of("period", args, PRESETS, FIRST_PRESET, unread)
    if preset == "days":
        preset = FIRST_PRESET
    return preset, *days_of(preset, today, first_day)


def _day(name: str, args: Mapping[str, str], unread: list[str]) -> date | None:
    given = args.get(name, "")
    try:
        found = date.fromisoformat(given) if _DAY.fullmatch(given) else None
    except ValueError:  # such as 2026-02-30
        found = None
    if given and (found is None or not EARLIEST <= found.year <= LATEST):
        unread.append(name)
        return None
    return found


def days_of(preset: Preset, today: date, first_day: date | None = None) -> tuple[date, date]:
    """The days of a preset, both included. Weeks begin on Monday, and the one that is running is in none of them; nor is today's month."""
    monday = today - timedelta(days=today.weekday())
    match preset:
        case "last-week":
            return monday - WEEK, monday - DAY
        case "last-month":
            end = today.replace(day=1) - DAY
            return end.replace(day=1), end
        case "last-quarter":
            end = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1) - DAY
            return date(end.year, end.month - 2, 1), end
        case "last-12-months":
            return monday - 52 * WEEK, monday - DAY
        case "all":
            return min(first_day or today, today), today
        case "last-6-weeks" | "days":
            return monday - 6 * WEEK, monday - DAY
