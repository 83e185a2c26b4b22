"""One week of the ledger to the Monday letter: five sentences, tiles, three movers, one verbatim, and what was told differently before.

The week that has just ended is still open: its customers may yet call. So the letter tells what they say of it, and beside it what is
measured of the last week that no call can change any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import render_template
from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, PeriodFigure, TreeFigure, Trust
from diagnostics.deflection.intervals import difference
from diagnostics.deflection.letters import Letter, monday_of
from diagnostics.deflection.rows import Restatement, Verbatim
from diagnostics.service.figures import Figures, Query
from diagnostics.service.ledger_ports import LedgerReader
from diagnostics.service.services import Services
from webapp.dashboard import measures, numbers
from webapp.dashboard.answers import first_to_fix
from webapp.dashboard.places import titles, worded
from webapp.dashboard.tiles import Tile
from webapp.dashboard.tiles import tiles as tiles_of
from webapp.shared.locale import locale

YEAR = timedelta(weeks=52)
"""The same weekdays a year ago."""

MOVERS, FEWEST = 3, 10
"""So many trees are named, and none with fewer problems than this in either week."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A tree whose reported share of fixes changed. `clear`: by more than chance makes it."""

    tree: str
    title: str
    now: str
    before: str
    change: str
    n: str
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """What the templates show."""

    week: str
    days: str
    subject: str
    sentences: tuple[str, ...]
    tiles: tuple[Tile, ...]
    tiles_of: str
    movers: tuple[Mover, ...]
    verbatim: Verbatim | None
    verbatim_title: str
    restated: tuple[str, ...]
    feeds: str
    is_demo: bool


def letter(services: Services, week: str, now: datetime) -> Letter:
    """The letter of a week, as text and as HTML. Needs the context of a request, for its language.

    Raises:
        ValueError: there is no such week.
    """
    figures = services.figures.now()
    made = digest(figures, figures.reader, titles(services.programs.serving(), locale()), week, services.demo)
    text = render_template("dashboard/digest.txt", digest=made)
    return Letter(week, made.subject, text, render_template("dashboard/digest.html", digest=made), now)


def digest(figures: Figures, ledger: LedgerReader, named: Mapping[str, str], week: str, demo: bool) -> Digest:
    """Reads a handful of sums, whatever the number of visits."""
    first = monday_of(week)
    query = Query(first, first + timedelta(days=6))
    now, before, year = (figures.headline(_moved(query, by)) for by in (timedelta(), timedelta(weeks=1), YEAR))
    trust = figures.trust(query)
    closed = _last_closed(figures, query)
    told = closed.figure if closed else now
    then = figures.headline(_moved(Query(closed.first, closed.last), YEAR)) if closed else year
    trees = figures.trees(replace(query, first=first - timedelta(weeks=5)))
    sentences = (
        _traffic(now, before, year, query), _reported(now, before), _measured(closed, then), _first_to_fix(trees, named), _believe(trust, now),
    )  # fmt: skip
    words = [v for v in ledger.verbatims(limit=200) if query.first <= v.at.date() <= query.last]
    word = next((v for v in words if v.fixed is False), words[0] if words else None)
    return Digest(
        week, numbers.days(query.first, query.last), _subject(closed, now, query), sentences, tuple(tiles_of(told, then)[:4]),
        numbers.days(closed.first, closed.last) if closed else numbers.days(query.first, query.last),
        _movers(figures.trees(query), figures.trees(_moved(query, timedelta(weeks=1))), named), word,
        named.get(word.tree, worded(word.tree)) if word else "", tuple(_restated(r) for r in ledger.restatements(10) if _is_new(r, query)),
        _feeds(trust), demo,
    )  # fmt: skip


def _moved(query: Query, by: timedelta) -> Query:
    return replace(query, first=query.first - by, last=query.last - by)


def _last_closed(figures: Figures, query: Query) -> PeriodFigure | None:
    """The last whole week that no call can change any more, of the last six."""
    weeks = figures.weeks(replace(query, first=query.first - timedelta(weeks=5)))
    closed = [week for week in weeks if week.figure.counts["problems"] and week.figure.known and not week.figure.open]
    return closed[-1] if closed else None


def _subject(closed: PeriodFigure | None, now: Figure, query: Query) -> str:
    told = measures.told(closed.figure) if closed else measures.told(now)
    days = numbers.short_days(closed.first, closed.last) if closed else numbers.short_days(query.first, query.last)
    if told is None:
        return _("Guides, %(days)s: nothing to tell yet", days=days)
    return _("Guides, %(days)s: %(what)s %(n)s", days=days, what=measures.name(told.tier).lower(), n=numbers.whole(told.interval.estimate))


def _traffic(now: Figure, before: Figure, year: Figure, query: Query) -> str:
    problems, visits = now.counts["problems"], now.counts["visits"]
    if not problems:
        return _("Nobody used the guides in the week of %(days)s.", days=numbers.days(query.first, query.last))
    changes = [_change(problems, then.counts["problems"], words) for then, words in (
        (before, _("the week before")), (year, _("the same week last year")))]  # fmt: skip
    compared = _(" (%(changes)s)", changes=", ".join(filter(None, changes))) if any(changes) else ""
    return _("In the week of %(days)s customers brought %(n)s problems to the guides, in %(visits)s visits%(compared)s.",
             days=numbers.days(query.first, query.last), n=numbers.whole(problems), visits=numbers.whole(visits), compared=compared)  # fmt: skip


def _change(now: int, then: int, words: str) -> str:
    if not then:
        return ""
    share = now / then - 1
    return _("%(share)s on %(then)s", share=numbers.signed(numbers.percent(share, 0), share), then=words)


def _reported(now: Figure, before: Figure) -> str:
    if not now.claimed.of:
        return _("So nobody reported a fix.")
    change = difference(now.claimed.interval, before.claimed.interval) if before.claimed.of else None
    trend = ""
    if change is not None:
        points = numbers.decimal(abs(change.estimate) * 100)
        word = _("no clear change") if not change.beyond_zero else _("%(n)s points more", n=points) if change.estimate > 0 else _(
            "%(n)s points fewer", n=points)  # fmt: skip
        trend = _("; %(word)s since the week before", word=word)
    return _("%(share)s of them said that it is fixed (%(range)s)%(trend)s: that is what people report, not what is measured.",
             share=numbers.percent(now.claimed.share, 0), range=numbers.bounds_percent(now.claimed), trend=trend)  # fmt: skip


def _measured(closed: PeriodFigure | None, then: Figure) -> str:
    """Of the last closed week: the best tier, the money, and a year before."""
    if closed is None:
        return _("No week is closed yet: only when the days to call are over is anything verified or measured.")
    told = measures.told(closed.figure)
    days = numbers.short_days(closed.first, closed.last)
    if told is None:
        return _("In the last closed week, %(days)s, the measured figure is withheld: the comparison group is not what it should be.", days=days)
    saved = closed.figure.savings
    worth = _(", worth %(money)s after the cost to serve", money=numbers.money(saved.net.estimate, saved.currency)) if saved else ""
    old = measures.told(then, told.tier) if then.counts["problems"] else None
    year = _("; a year before it was %(n)s", n=numbers.whole(old.interval.estimate)) if old else ""
    return _("In the last week that no call can change, %(days)s, %(what)s: %(n)s (%(range)s; %(label)s)%(worth)s%(year)s.",
             days=days, what=measures.name(told.tier).lower(), n=numbers.whole(told.interval.estimate), range=numbers.bounds(told.interval),
             label=measures.label(closed.figure), worth=worth, year=year)  # fmt: skip


def _first_to_fix(trees: Sequence[TreeFigure], named: Mapping[str, str]) -> str:
    worst = first_to_fix(trees)
    if worst is None:
        return _("No tree was visited in six weeks.")
    title, counts = named.get(worst.tree, worded(worst.tree)), worst.figure.counts
    if worst.induces_calls:
        return _("Look first at “%(tree)s”: over six weeks it made customers call who would not have called.", tree=title)
    return _("Look first at “%(tree)s”: over six weeks %(n)s of its %(all)s problems ended in a call all the same.", tree=title,
             n=numbers.whole(counts.within("called", worst.figure.window)), all=numbers.whole(counts["problems"]))  # fmt: skip


def _believe(trust: Trust, now: Figure) -> str:
    if not trust.feeds:
        return _("No call log is connected, so nothing here is verified.")
    silent = [feed.source for feed in trust.feeds if feed.silent]
    if silent:
        return _("The call log %(source)s was silent on some days of this week: what happened then is unknown.", source=", ".join(silent))
    if now.open:
        return _("All call logs spoke; the days to call about %(n)s of these problems are not over.", n=numbers.whole(now.open))
    return _("All call logs spoke, and the days to call are over.") if now.counts["problems"] else _("All call logs spoke.")


def _feeds(trust: Trust) -> str:
    healthy = sum(1 for feed in trust.feeds if not feed.silent)
    return _("%(n)s of %(all)s call logs healthy", n=healthy, all=len(trust.feeds)) if trust.feeds else _("no call log connected")


def _movers(now: Sequence[TreeFigure], before: Sequence[TreeFigure], named: Mapping[str, str]) -> tuple[Mover, ...]:
    """Those with most fixes won or lost against the week before, by their share of this week's problems."""
    old = {tree.tree: tree.figure.claimed for tree in before}
    found = []
    for tree in now:
        mine, then = tree.figure.claimed, old.get(tree.tree)
        if then is None or min(mine.of, then.of) < FEWEST:
            continue
        change = difference(mine.interval, then.interval)
        points = _("%(n)s points", n=numbers.signed(numbers.decimal(change.estimate * 100, 0), change.estimate))
        mover = Mover(tree.tree, named.get(tree.tree, worded(tree.tree)), numbers.percent(mine.share, 0), numbers.percent(then.share, 0), points,
                      numbers.whole(mine.of), change.beyond_zero)  # fmt: skip
        found.append((abs(change.estimate) * mine.of, mover))
    return tuple(mover for _size, mover in sorted(found, key=lambda pair: (-pair[0], pair[1].tree))[:MOVERS])


def _is_new(restatement: Restatement, query: Query) -> bool:
    return _local(restatement.at) > query.last - timedelta(days=6)


def _local(moment: datetime) -> date:
    return moment.date()


def _restated(told: Restatement) -> str:
    return _("%(period)s, %(metric)s: %(before)s is now %(after)s (%(because)s)", period=told.period, metric=told.metric,
             before=numbers.decimal(told.before, 0), after=numbers.decimal(told.after, 0), because=told.because)  # fmt: skip
