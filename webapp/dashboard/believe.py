"""The ledger's health to the page that says whether to believe the rest, and to the line of truth at the head of every page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from diagnostics.deflection.allocation import SampleRatio
from diagnostics.deflection.figures import FeedHealth, Figure, Health, Trust
from diagnostics.deflection.intervals import Share
from diagnostics.deflection.rows import FeedRow, Restatement, Shift
from webapp.dashboard import numbers
from webapp.dashboard.tables import Cell, Table, columns


@dataclass(frozen=True, slots=True)
class Truth:
    """What the reader must know before reading a number. `silent`: the sentence of the banner, or nothing. `doubtful`: the silence is so
    long, or so late, that figures which need calls are doubtful; a short one long ago leaves out some days, and that is all."""

    data_to: str
    open: str
    feeds: str
    feeds_well: bool
    assignment: str
    assignment_well: bool
    silent: str
    doubtful: bool


MUCH = 0.05
"""The part of the problems that may be left out before the rest is doubtful."""

LATE = timedelta(days=2)
"""So near the end of the period a silence may be going on."""


def truth(trust: Trust, now: Figure, as_of: datetime | None, last: date) -> Truth:
    silent = [feed for feed in trust.feeds if feed.silent]
    well = len(trust.feeds) - len(silent)
    feeds = ngettext("%(well)s of %(num)s call feed healthy", "%(well)s of %(num)s call feeds healthy", len(trust.feeds), well=well)
    broken = [ratio for ratio in trust.ratios if ratio.broken]
    assignment = "" if not trust.ratios else _("assignment looks broken") if broken else _("comparison group fairly drawn")
    return Truth(
        numbers.moment(as_of) if as_of else "",
        _open(trust, last, now),
        feeds if trust.feeds else _("no call feed yet"),
        bool(trust.feeds) and not silent,
        assignment,
        not broken,
        _silence(silent, now),
        bool(silent) and (now.unknown > MUCH * now.counts["problems"] or max(feed.silent[-1] for feed in silent) > last - LATE),
    )


def _open(trust: Trust, last: date, now: Figure) -> str:
    if trust.closed is None or trust.closed >= last or not now.open:
        return ""
    after = numbers.day(trust.closed)
    return ngettext(
        "%(num)s problem still open (after %(day)s, calls may yet come)",
        "%(num)s problems still open (after %(day)s, calls may yet come)",
        now.open,
        day=after,
    )


def _silence(silent: Sequence[FeedHealth], now: Figure) -> str:
    if not silent:
        return ""
    named = ", ".join(f"{feed.source} ({_runs(feed.silent)})" for feed in silent)
    return _("A call log was silent: %(feeds)s. %(n)s problems are unknown and left out; silence is not a call avoided.", feeds=named,
             n=numbers.whole(now.unknown))  # fmt: skip


def _runs(silent: Sequence[date]) -> str:
    """Days as ranges, the last three of them."""
    runs: list[list[date]] = []
    for day in sorted(silent):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    told = [numbers.short_days(run[0], run[-1]) for run in runs[-3:]]
    return ", ".join((["…"] if len(runs) > 3 else []) + told)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to believe or not. `state`: good, warn or bad, each with its word."""

    name: str
    value: str
    says: str
    state: str
    word: str


def checks(health: Health) -> list[Check]:
    found = [_matched(health), *(_ratio(ratio) for ratio in health.ratios), _audit(health)]
    found.append(_bots(health))
    return found


def _matched(health: Health) -> Check:
    if not health.calls:
        return Check(_("Calls matched to a visit"), numbers.NONE, _("No calls have come in for these days."), "warn", _("no calls"))
    share = Share(health.matched, health.calls)
    says = _(
        "%(n)s of %(all)s calls; %(range)s. The others came without a visit, or told nothing by which it could be found.",
        n=numbers.whole(health.matched),
        all=numbers.whole(health.calls),
        range=numbers.bounds_percent(share),
    )
    return Check(_("Calls matched to a visit"), numbers.percent(share.share), says, "good", _("fine"))


def _ratio(ratio: SampleRatio) -> Check:
    says = _(
        "%(holdout)s problems in the group, %(tree)s outside; %(share)s belong into it. Chance alone is that far off in %(p)s of cases.",
        holdout=numbers.whole(ratio.holdout),
        tree=numbers.whole(ratio.tree),
        share=numbers.percent(ratio.p_ppm / 1e6),
        p=numbers.percent(ratio.probability),
    )
    whole = ratio.tree + ratio.holdout
    name = _("Comparison group %(id)s", id=ratio.alloc_id)
    value = numbers.percent(ratio.holdout / whole if whole else None)
    if ratio.broken:
        return Check(name, value, says + " " + _("That is no chance: the figure is withheld."), "bad", _("broken"))
    return Check(name, value, says, "good", _("passed"))


def _audit(health: Health) -> Check:
    name = _("Calls that find their visit, by audit")
    if health.sensitivity is None:
        return Check(name, numbers.NONE, _("Too few audited calls. Effects are told as “at least”."), "warn", _("no audit"))
    level = health.sensitivity.level
    bounds = numbers.between(numbers.percent(level.low), numbers.percent(level.high))
    audited = health.sensitivity.tree.of + health.sensitivity.holdout.of
    return Check(name, numbers.percent(level.estimate), _("%(range)s, of %(n)s audited calls. Effects are corrected by it.", range=bounds,
                 n=numbers.whole(audited)), "good", _("audited"))  # fmt: skip


def _bots(health: Health) -> Check:
    out = sum(health.excluded.values())
    return Check(
        _("Visits that are no customer’s"),
        numbers.whole(out),
        _("beside %(n)s visits of customers. They are left out before the draw, so alike on both sides.", n=numbers.whole(health.visits)),
        "good",
        _("left out"),
    )


def feed_table(health: Health, rows: Sequence[FeedRow]) -> Table:
    lives = {row.source: row for row in rows}
    headings = columns(
        ("source", _("Source")), ("calls", _("Calls")), ("lateness_s", _("99 of 100 arrive within")), ("last_call_at", _("Last call")),
        ("last_received_at", _("Last received")), ("heartbeat_at", _("Sign of life")), ("silent_days", _("Silent days")), ("shift_hours", _("Clock")),
        ("state", _("State")), text=("source", "last_call_at", "last_received_at", "heartbeat_at", "state"),
    )  # fmt: skip
    return Table("feeds", _("Call feeds"), headings, [_feed(feed, lives.get(feed.source)) for feed in health.feeds])


def _feed(feed: FeedHealth, life: FeedRow | None) -> list[Cell]:
    moments = [life.last_call_at, life.last_received_at, life.last_heartbeat_at] if life else [None] * 3
    state = _("silent") if feed.silent else _("healthy")
    shift = _("%(n)s h", n=numbers.signed(numbers.whole(feed.shift_hours), feed.shift_hours)) if feed.shift_hours else _("right")
    return [Cell(feed.source, feed.source), Cell(feed.calls, numbers.whole(feed.calls)), Cell(feed.lateness_s, numbers.span(feed.lateness_s)),
            *(Cell(moment.isoformat() if moment else None, numbers.moment(moment)) for moment in moments),
            Cell(len(feed.silent), numbers.whole(len(feed.silent))), Cell(feed.shift_hours, shift), Cell(state, state)]  # fmt: skip


def tier_table(health: Health) -> Table:
    names = (_("Visit code"), _("Service tag"), _("Customer number"), _("Telephone number"), _("E-mail address"))
    headings = columns(("matched_by", _("Matched by")), ("calls", _("Calls")), ("share", _("Of all calls")), text=("matched_by",))
    unmatched = health.calls - health.matched
    counted = [*zip(names, health.tiers, strict=True), (_("Not matched"), unmatched), (_("Refused: too many people share the key"), health.refused),
               (_("Quoted a visit that began later"), health.early)]  # fmt: skip
    rows = [[Cell(name, name), Cell(count, numbers.whole(count)), Cell(round(count / health.calls, 6) if health.calls else None,
             numbers.percent(count / health.calls if health.calls else None))] for name, count in counted]  # fmt: skip
    return Table("matches", _("What calls were matched by"), headings, rows)


def excluded_table(health: Health) -> Table:
    names: Mapping[str, str] = {
        "bot": _("Declared bots"),
        "datacentre": _("Datacentre addresses"),
        "staff": _("Staff"),
        "assisted": _("With an agent’s help"),
    }
    headings = columns(("rule", _("Rule")), ("visits", _("Visits")), text=("rule",))
    rows = [[Cell(rule, names.get(rule, rule)), Cell(count, numbers.whole(count))] for rule, count in sorted(health.excluded.items())]
    return Table("excluded", _("Visits left out"), headings, rows)


def shift_table(shifts: Sequence[Shift]) -> Table:
    headings = columns(
        ("source", _("Source")), ("week", _("Week of")), ("hours", _("Hours added")), ("pairs", _("Seen on pairs")), text=("source", "week")
    )
    rows = [[Cell(shift.source, shift.source), Cell(shift.week.isoformat(), numbers.day(shift.week, long=True)),
             Cell(shift.hours, numbers.signed(numbers.whole(shift.hours), shift.hours)), Cell(shift.pairs, numbers.whole(shift.pairs))]
            for shift in shifts if shift.hours]  # fmt: skip
    return Table("clocks", _("Clocks put right"), headings, rows)


def restated_table(restated: Sequence[Restatement]) -> Table:
    headings = columns(
        ("at", _("When")),
        ("period", _("Period")),
        ("metric", _("Figure")),
        ("scope", _("Of")),
        ("before", _("Was")),
        ("after", _("Is")),
        ("because", _("Because")),
        text=("at", "period", "metric", "scope", "because"),
    )
    rows = [
        [
            Cell(told.at.isoformat(), numbers.moment(told.at)),
            Cell(told.period, told.period),
            Cell(told.metric, told.metric),
            Cell(told.scope, told.scope or _("all trees")),
            Cell(told.before, numbers.decimal(told.before)),
            Cell(told.after, numbers.decimal(told.after)),
            Cell(told.because, told.because),
        ]
        for told in restated
    ]
    return Table("restatements", _("Figures of closed periods that changed"), headings, rows)
