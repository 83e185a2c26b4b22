"""The period's figures to the four answers at the head of the page: how many, how sure, better or not, which tree first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure, PeriodFigure, TreeFigure
from diagnostics.deflection.intervals import Interval, difference
from webapp.dashboard import measures, numbers
from webapp.dashboard.charts.strip import Strip, strip
from webapp.dashboard.filters import DAY, YEAR, Chosen
from webapp.dashboard.places import worded
from webapp.dashboard.trees import shrunk

Mood = Literal["", "good", "bad", "unclear"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`value` is large, `says` a sentence below it. `mood` is told by a word as well, never by colour alone. `more_from`: the
    first of the days that `more` speaks of, so that they can be opened."""

    question: str
    value: str
    says: str
    more: str = ""
    strip: Strip | None = None
    low_high: str = ""
    n: str = ""
    mood: Mood = ""
    tag: str = ""
    tree: str = ""
    more_from: date | None = None


def answers(now: Figure, before: Figure | None, weeks: Sequence[PeriodFigure], trees: Sequence[TreeFigure], titles: Mapping[str, str],
            chosen: Chosen, year: Figure | None = None) -> list[Answer]:  # fmt: skip
    """`year`: the last twelve months, which may measure what these days are too few for."""
    return [_how_many(now, weeks), _how_sure(now, _longer(year), chosen.last - YEAR + DAY), _better(now, before, chosen), _which_tree(trees, titles)]


def _how_many(now: Figure, weeks: Sequence[PeriodFigure]) -> Answer:
    told = measures.told(now)
    measured = now.tier == "incremental" or now.comparison is not None
    question = _("How many calls did we save?") if measured else _("How many did we help?")  # calls saved are not known without a comparison
    if not now.counts["problems"]:
        return Answer(question, numbers.NONE, _("No visits in these days yet."))
    if told is None:
        return Answer(question, _("Withheld"), _("The comparison group is not what it should be, so no number of calls is shown."), mood="bad")
    interval = told.interval
    if told.tier == "incremental":
        says = _("Calls that did not have to be made.")
    elif told.tier == "would_have_called":
        says = _("An estimate: fixed without a call, and their customers say that they would have called.")
    else:
        says = _("%(what)s: %(label)s. That is not calls saved.", what=measures.name(told.tier), label=measures.label(now))
    return Answer(question, numbers.whole(interval.estimate), says, _last_week(weeks), strip(interval.estimate, interval.low, interval.high),
                  numbers.bounds(interval), _("from %(n)s problems", n=numbers.whole(told.n)))  # fmt: skip


def _last_week(weeks: Sequence[PeriodFigure]) -> str:
    """The last whole week that no call can change any more."""
    closed = [week for week in weeks if not week.figure.open and (week.last - week.first).days == 6]
    told = measures.told(closed[-1].figure) if closed else None
    if told is None:
        return ""
    days = numbers.short_days(closed[-1].first, closed[-1].last)
    return _("Last closed week, %(days)s: %(n)s (%(range)s). %(what)s.", what=measures.name(told.tier), days=days,
             n=numbers.whole(told.interval.estimate), range=numbers.bounds(told.interval))  # fmt: skip


def _longer(year: Figure | None) -> str:
    told = measures.told(year) if year is not None and year.tier == "incremental" else None
    if told is None:
        return ""
    avoided = numbers.whole(told.interval.estimate)
    return _("Measured over twelve months: %(n)s calls avoided (%(range)s)", n=avoided, range=numbers.bounds(told.interval))


def _how_sure(now: Figure, longer: str, since: date) -> Answer:
    question, comparison = _("How sure are we?"), now.comparison
    if not now.counts["problems"]:
        return Answer(question, numbers.NONE, _("No visits in these days yet."))
    if measures.waits(now):
        return Answer(question, _("Not known yet"), measures.next_step(now), mood="unclear", tag=_("estimate"))
    if comparison is None:
        return Answer(question, _("Not measured"), measures.label(now).capitalize() + ".", measures.next_step(now), mood="unclear", tag=_("estimate"))
    group = numbers.whole(comparison.called_holdout.of)
    if comparison.standing == "withheld":
        return Answer(question, _("We are not"), _("Visitors did not fall into the two groups as they should. Until that is mended, "
                      "there is no measured figure."), mood="bad", tag=_("assignment broken"))  # fmt: skip
    told = measures.told(now)
    if comparison.standing == "not_yet" or told is None:
        about = _("%(n)s of about %(needed)s comparison problems.", n=group, needed=numbers.whole(comparison.needed)) if comparison.needed else ""
        said = longer or _("Chance alone could make the difference that was measured, so no figure rests on it.")
        return Answer(question, _("Not yet measurable"), about, said, mood="unclear", tag=_("estimate"), more_from=since if longer else None)
    says = _("In 95 of 100 such cases the truth lies in this range. It is measured against %(n)s problems whose customers saw our contact details "
             "first.", n=group)  # fmt: skip
    audit = "" if comparison.sensitivity else _("It is at least that: calls that could not be matched to a visit are missing here.")
    clear = told.interval.beyond_zero
    return Answer(question, numbers.bounds(told.interval), says, audit, mood="good" if clear else "unclear", tag=_("measured"))


def _better(now: Figure, before: Figure | None, chosen: Chosen) -> Answer:
    year = chosen.compare == "year"
    question = _("Better than last year?") if year else _("Better than before?")
    if before is None or not before.counts["problems"]:
        missing = _("There are no figures of a year before yet.") if year else _("There are no figures of the days before.")
        return Answer(question, numbers.NONE, missing)
    told = measures.told(now)
    old = measures.told(before, told.tier) if told else None
    if told is None or old is None:
        return Answer(question, numbers.NONE, _("The two periods were not measured in the same way, so they are not compared."))
    change = difference(told.interval, old.interval)
    share = change.estimate / old.interval.estimate if old.interval.estimate > 0 else None
    value = numbers.signed(numbers.percent(share, 0), share) if share is not None else numbers.signed(numbers.whole(change.estimate), change.estimate)
    return Answer(question, value, _compared(old.interval, change, year), _sentence(change), mood=_mood(change), tag=_word(change),
                  strip=strip(change.estimate, change.low, change.high), low_high=numbers.bounds(change), n=_("difference"))  # fmt: skip


def _compared(old: Interval, change: Interval, year: bool) -> str:
    then = _("on the same weekdays last year") if year else _("in as many days before")
    if change.estimate >= 0:
        return _("%(n)s more than %(then)s (%(old)s).", n=numbers.whole(change.estimate), then=then, old=numbers.whole(old.estimate))
    return _("%(n)s fewer than %(then)s (%(old)s).", n=numbers.whole(-change.estimate), then=then, old=numbers.whole(old.estimate))


def _sentence(change: Interval) -> str:
    return "" if change.beyond_zero else _("Chance alone could make this difference.")


def _word(change: Interval) -> str:
    return _("not clear") if not change.beyond_zero else _("better") if change.estimate > 0 else _("worse")


def _mood(change: Interval) -> Mood:
    return "unclear" if not change.beyond_zero else "good" if change.estimate > 0 else "bad"


def _which_tree(trees: Sequence[TreeFigure], titles: Mapping[str, str]) -> Answer:
    question = _("Which tree should we fix first?")
    worst = first_to_fix(trees)
    if worst is None:
        return Answer(question, numbers.NONE, _("No tree has been visited in these days."))
    title, counts, window = titles.get(worst.tree, worded(worst.tree)), worst.figure.counts, worst.figure.window
    if worst.induces_calls and worst.figure.comparison:
        effect = shrunk(worst) or worst.figure.comparison.effects["problems"].per_problem
        says = _("It makes people call: after it, %(n)s more per 100 problems led to a call than after our contact details.",
                 n=numbers.per_hundred(-effect.estimate))  # fmt: skip
        return Answer(question, title, says, mood="bad", tag=_("induces calls"), tree=worst.tree)
    fixed = numbers.percent(worst.figure.claimed.share, 0)
    called = counts.within("called", window)
    if called:
        says = _("%(n)s of its %(all)s problems led to a call all the same, the most of all trees. %(fixed)s said that it is fixed.",
                 n=numbers.whole(called), all=numbers.whole(counts["problems"]), fixed=fixed)  # fmt: skip
    else:
        says = _("%(n)s of its %(all)s problems were not reported fixed, the most of all trees.",
                 n=numbers.whole(counts["problems"] - counts["claimed"]), all=numbers.whole(counts["problems"]))  # fmt: skip
    return Answer(question, title, says, tree=worst.tree)


def first_to_fix(trees: Sequence[TreeFigure]) -> TreeFigure | None:
    """A tree that induces calls, the one that induces most; else the one after which most people called; without calls, the one
    with most problems that were not reported fixed."""
    visited = [tree for tree in trees if tree.figure.counts["problems"]]
    harmful = [tree for tree in visited if tree.induces_calls and tree.figure.comparison]
    if harmful:
        return min(harmful, key=lambda tree: tree.figure.comparison.effects["calls"].total.estimate if tree.figure.comparison else 0.0)

    def lost(tree: TreeFigure) -> tuple[int, int]:
        counts = tree.figure.counts
        return counts.within("called", tree.figure.window), counts["problems"] - counts["claimed"]

    return max(visited, key=lost, default=None)
