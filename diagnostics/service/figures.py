"""What the dashboard, the digest and the report ask: sums of the ledger and dated costs to figures, as of now."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from diagnostics.deflection.comparing import beliefs, compare, compare_trees, sample_ratios
from diagnostics.deflection.correction import sensitivity
from diagnostics.deflection.counts import Cell, joined
from diagnostics.deflection.effects import strata
from diagnostics.deflection.feeds import silent_days
from diagnostics.deflection.figures import ArmPoint, FeedHealth, Figure, Health, Note, PeriodFigure, TreeFigure, Trust, VersionFigure
from diagnostics.deflection.headline import Material, Prices, headline
from diagnostics.deflection.maturity import Maturity, maturity
from diagnostics.deflection.records import HEADLINE, WINDOWS
from diagnostics.deflection.report import report
from diagnostics.service.days import Days
from diagnostics.service.ledger_ports import By, CostReader, FeedRow, LedgerReader, Slice
from diagnostics.service.once import Lines, Once
from diagnostics.service.pricing import Book, Query, by_product, day_of

__all__ = ["Figures", "Query"]

T = TypeVar("T")

HELD = 50_000
"""With so many cells the figures of a moment are forgotten, so that they take no more than about a hundred megabytes."""


@dataclass(frozen=True, slots=True)
class _Now:
    """What is known of the feeds as of a moment."""

    at: datetime
    zone: ZoneInfo
    feeds: Sequence[FeedRow]
    silent: Mapping[str, frozenset[date]]

    def maturity(self, window: int) -> Maturity:
        return maturity(window, self.at, self.zone, [feed.lateness_s for feed in self.feeds], self.silent)


class Figures:
    """One ledger and one cost book. Each method reads in the order of days × trees rows.

    Who asks several questions puts them to `now()`, which reads what they have in common once.
    """

    def __init__(self, reader: LedgerReader, costs: CostReader, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._reader, self._costs, self._clock, self._zone = reader, costs, clock, zone
        self._said: dict[Hashable, Any] | None = None
        self._latest: tuple[object, Figures, Once] | None = None

    @property
    def reader(self) -> LedgerReader:
        """The ledger that is read. That of `now()` remembers what it said."""
        return self._reader

    def now(self) -> Figures:
        """The figures of this moment, which remember what they said: for one page, and for the next ones until the ledger is refreshed,
        somebody enters a cost, or the day ends."""
        at, lines, refreshed = self._clock(), Lines(tuple(self._costs.costs())), self._reader.as_of()
        state, latest = (refreshed, lines, at.astimezone(self._zone).date()), self._latest
        if latest and latest[0] == state and refreshed and refreshed <= at and latest[2].held < HELD:
            return latest[1]
        once = Once(self._reader)
        figures = Figures(once, lines, lambda: at, self._zone)
        figures._said = {}
        self._latest = state, figures, once
        return figures

    def ahead(self, query: Query) -> None:
        """On figures of `now()`: reads and adds up the days that several questions are about, so that none of them reads its own."""
        if self._said is not None and not self._covering(query):
            self._said[_alike(query)] = query, self._days(query, None)

    def everything(self, window: int = HEADLINE) -> Query:
        """The whole ledger until today."""
        today = self._clock().astimezone(self._zone).date()
        return Query(self._reader.first_day() or today, today, window=window)

    def headline(self, query: Query, as_of: datetime | None = None) -> Figure:
        """The one figure of a choice. `as_of`: as if it were this moment, by what is known today."""
        return self._parts(query, [(query.first, query.last)], as_of)[0]

    def weeks(self, query: Query) -> list[PeriodFigure]:
        """By ISO week, from Monday; weeks without a problem too."""
        return self._periods(query, lambda day: day - timedelta(days=day.weekday()), lambda first: first + timedelta(days=7))

    def months(self, query: Query) -> list[PeriodFigure]:
        """By calendar month."""
        return self._periods(query, lambda day: day.replace(day=1), lambda first: (first + timedelta(days=32)).replace(day=1))

    def trees(self, query: Query, as_of: datetime | None = None) -> list[TreeFigure]:
        """Every tree that somebody visited, by name. Effects are corrected for each tree before anyone ranks them by `belief`."""
        return self._once(("trees", query, as_of), lambda: self._trees(query, as_of))

    def _trees(self, query: Query, as_of: datetime | None) -> list[TreeFigure]:
        at = self._now(as_of).maturity(query.window)
        days = [query.first + timedelta(days=n) for n in range((query.last - query.first).days + 1)]
        sure = [day for day in days if at.is_known(day)] if at.feeds else days
        others = self._by_tree(query, sure, ("tree", "day")) if len(sure) < len(days) else {}
        cells = self._by_tree(query, set(days).difference(sure))
        served = {tree: joined([*cells.get(tree, []), *others.get(tree, [])]) for tree in cells.keys() | others.keys()}
        known = cells if at.feeds else {}
        together = compare(joined(cell for own in known.values() for cell in own), query.window)
        compared = compare_trees(known, query.window, together)
        ranked, money = beliefs(compared), self._money_by_tree(query, served)
        found = []
        for tree in sorted(served):
            left_out = others.get(tree, [])
            waiting, silent = (_problems(cell for cell in left_out if at.is_open(day_of(cell)) is is_open) for is_open in (True, False))
            material = Material(served[tree], known.get(tree, []), waiting, silent, at.feeds, None, money[tree], compared.get(tree))
            figure = headline(material, query.window)
            found.append(TreeFigure(tree, figure, ranked.get(tree), bool(figure.comparison and figure.comparison.induces_calls)))
        return found

    def versions(self, tree: str, query: Query) -> list[VersionFigure]:
        """The versions of a tree in the order in which problems first met them."""
        chosen = replace(query, tree=tree, dimension="structure", value="")
        at, book = self._now(None).maturity(query.window), Book(self._costs.costs(), chosen, self._reader)
        by_version: dict[str, list[Cell]] = {}
        for cell in self._reader.cells(_slice(chosen), ("day", "value")):
            by_version.setdefault(cell.value, []).append(cell)
        found = []
        for structure, cells in by_version.items():
            first, last = min(map(day_of, cells)), max(map(day_of, cells))
            days, feeds = Days(cells, at), at.feeds
            material = Material(days.served(first, last), days.known(first, last), *days.left_out(first, last), feeds, None, book.of(cells))
            found.append(VersionFigure(structure, first, last, headline(material, query.window)))
        return sorted(found, key=lambda version: (version.first, version.structure))

    def arms(self, query: Query) -> list[ArmPoint]:
        """The rates of calling by the days since the visit, at each window on the days that are known at it."""
        return self._once(("arms", query), lambda: self._arms(query))

    def _arms(self, query: Query) -> list[ArmPoint]:
        now = self._now(None)
        cells = self._reader.cells(replace(_slice(query), windows=WINDOWS), ["day"])
        found = []
        for window in WINDOWS:
            at = now.maturity(window)
            compared = compare(joined(cell for cell in cells if at.is_known(day_of(cell))), window)
            if compared:
                shown = None if compared.standing == "withheld" else compared.effects.get("problems")
                found.append(ArmPoint(window, compared.called_tree, compared.called_holdout, shown))
        return found

    def health(self, query: Query | None = None) -> Health:
        """Whether to believe the rest; of the whole ledger where no period is given."""
        query = query or self.everything()
        trust = self.trust(query)
        calls, visits = self._reader.call_counts(query.first, query.last), self._reader.visits_by_rule(query.first, query.last)
        known = self._days(query, None).known(query.first, query.last)
        first, second, third, fourth, fifth = (sum(row.tiers[n] for row in calls) for n in range(5))
        return Health(
            trust=trust, calls=sum(row.calls for row in calls), matched=sum(row.after_visit for row in calls),
            tiers=(first, second, third, fourth, fifth), refused=sum(row.refused for row in calls), early=sum(row.early for row in calls),
            visits=visits.get("", 0), excluded={rule: count for rule, count in sorted(visits.items()) if rule},
            sensitivity=sensitivity(strata(known), query.window), notes=tuple(_alerts(trust.feeds)),
        )  # fmt: skip

    def trust(self, query: Query) -> Trust:
        """What a reader must know before any figure of a period: the least of its health."""
        now = self._now(None)
        at = now.maturity(query.window)
        cells = self._days(query, None).served(query.first, query.last)
        return Trust(tuple(self._feeds(now, query)), sample_ratios(cells), at.last_closed if at.feeds else None)

    def report(self, window: int, by_tree: bool, as_of: datetime | None = None, first: date | None = None,
               last: date | None = None) -> dict[str, Any]:  # fmt: skip
        """The figures of the whole ledger, or of a part of its days, for machines (docs/reference/report-json.md).

        Raises:
            ValueError: a window that the ledger does not keep.
        """
        if window not in WINDOWS:
            raise ValueError(f"the window is {window} days; it may be {', '.join(map(str, WINDOWS))}")
        whole = self.everything(window)
        query = replace(whole, first=first or whole.first, last=last or whole.last)
        trees = self.trees(query, as_of) if by_tree else None
        return report(self.headline(query, as_of), trees, query.first, query.last, self._now(as_of).at)

    def _now(self, as_of: datetime | None) -> _Now:
        return self._once(("now", as_of), lambda: self._seen(as_of))

    def _once(self, question: Hashable, answer: Callable[[], T]) -> T:
        if self._said is None:
            return answer()
        if question not in self._said:
            self._said[question] = answer()
        said: T = self._said[question]
        return said

    def _seen(self, as_of: datetime | None) -> _Now:
        """As of the last refresh where that is earlier than now: what came in since is in no sum yet."""
        at = as_of or min(filter(None, (self._clock(), self._reader.as_of())))
        feeds, first = self._reader.feeds(), self._reader.first_day()
        today = at.astimezone(self._zone).date()
        calls: dict[str, dict[date, int]] = {feed.source: {} for feed in feeds}
        for source, day, count in self._reader.call_days():
            if source in calls:  # a retired feed is silent by right
                calls[source][day] = count
        beats: dict[str, set[date]] = {feed.source: set() for feed in feeds}
        for source, day in self._reader.heartbeat_days(first or today, today):
            beats.get(source, set()).add(day)
        schedules = {feed.source: {**feed.schedule, "lateness_s": feed.lateness_s} for feed in feeds}
        return _Now(at, self._zone, feeds, silent_days(calls, beats, schedules, first or today, today) if feeds else {})

    def _periods(self, query: Query, start: Callable[[date], date], after: Callable[[date], date]) -> list[PeriodFigure]:
        starts = [start(query.first)]
        while after(starts[-1]) <= query.last:
            starts.append(after(starts[-1]))
        parts = [(max(first, query.first), min(after(first) - timedelta(days=1), query.last)) for first in starts]
        return [PeriodFigure(*part, figure) for part, figure in zip(parts, self._parts(query, parts, None), strict=True)]

    def _days(self, query: Query, as_of: datetime | None) -> Days:
        """The days of a query, and maybe more."""
        days = self._covering(query) if as_of is None else None
        return days or Days(self._reader.cells(_slice(query), ["day"]), self._now(as_of).maturity(query.window))

    def _covering(self, query: Query) -> Days | None:
        """The days that were read ahead, where these are among them."""
        wider, days = (self._said or {}).get(_alike(query), (None, None))
        return days if wider and wider.first <= query.first and query.last <= wider.last else None

    def _parts(self, query: Query, parts: Sequence[tuple[date, date]], as_of: datetime | None) -> list[Figure]:
        """A figure for each part of the period, which are its first and last days, from one reading of days."""
        return self._once(("parts", query, tuple(parts), as_of), lambda: self._figures(query, parts, as_of))

    def _figures(self, query: Query, parts: Sequence[tuple[date, date]], as_of: datetime | None) -> list[Figure]:
        days, book = self._days(query, as_of), Book(self._costs.costs(), query, self._reader)
        feeds, calls = bool(self._now(as_of).feeds), list(self._unique_calls(query))
        is_told = not query.tree and query.dimension in ("", "product")
        found = []
        for first, last in parts:
            called = sum(count for day, count in calls if first <= day <= last) if is_told else None
            money = book.of(days.cells(first, last))
            material = Material(days.served(first, last), days.known(first, last), *days.left_out(first, last), feeds, called, money)
            found.append(headline(material, query.window))
        return found

    def _unique_calls(self, query: Query) -> Iterable[tuple[date, int]]:
        """Calls by day of all, or of a product; nobody can say of which tree, language or device a call without a visit is."""
        if query.dimension == "product" and query.value:
            counts = self._reader.call_counts(query.first, query.last)
            return ((row.day, row.calls) for row in counts if row.product == query.value)
        return ((day, count) for _, day, count in self._reader.call_days() if query.first <= day <= query.last)

    def _by_tree(self, query: Query, without: Iterable[date], by: Sequence[By] = ("tree",)) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = {}
        for cell in self._reader.cells(replace(_slice(query), without=frozenset(without)), by):
            found.setdefault(cell.tree, []).append(cell)
        return found

    def _money_by_tree(self, query: Query, trees: Iterable[str]) -> dict[str, Prices]:
        """Trees differ in price where their products or the days of their problems do; else one price holds for all."""
        book = Book(self._costs.costs(), query, self._reader)
        same = book.same_for_all()
        if same is not None:
            return dict.fromkeys(trees, same)
        cells: dict[str, list[Cell]] = {tree: [] for tree in trees}
        for cell in self._reader.cells(by_product(query), ("tree", "day", "value")):
            cells.setdefault(cell.tree, []).append(cell)
        return {tree: book.weighed([(day_of(cell), cell.value, cell) for cell in own]) for tree, own in cells.items()}

    def _feeds(self, now: _Now, query: Query) -> Iterable[FeedHealth]:
        shifts = {shift.source: shift.hours for shift in self._reader.shifts() if shift.week <= query.last}
        for feed in now.feeds:
            silent = tuple(sorted(day for day in now.silent.get(feed.source, ()) if query.first <= day <= query.last))
            count = sum(calls for source, day, calls in self._reader.call_days() if source == feed.source and query.first <= day <= query.last)
            yield FeedHealth(feed.source, count, feed.lateness_s, silent, shifts.get(feed.source, 0))


def _alike(query: Query) -> Hashable:
    """What queries have in common that are about the same problems, but for their days."""
    return "days", query.tree, query.dimension, query.value, query.window


def _slice(query: Query) -> Slice:
    return Slice(query.first, query.last, query.tree, query.dimension, query.value, windows=(query.window,))


def _problems(cells: Iterable[Cell]) -> int:
    return sum(cell.counts["problems"] for cell in cells)


def _alerts(feeds: Iterable[FeedHealth]) -> Iterable[Note]:
    for feed in feeds:
        if feed.silent:
            days = f"{len(feed.silent)} day{'s' if len(feed.silent) > 1 else ''}, last on {feed.silent[-1].isoformat()}"
            yield Note("feed_silent", f"{feed.source} was silent on {days}: what happened then is unknown.")
        if feed.shift_hours:
            yield Note("clock", f"The clock of {feed.source} is wrong by {feed.shift_hours:+d} hours; its calls are moved.")
