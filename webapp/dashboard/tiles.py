"""A figure to the tiles below the answers: money, tiers, traffic. Each has its interval, its denominator and a caption that says what it is."""

from dataclasses import dataclass, replace
from typing import Literal

from flask_babel import gettext as _

from diagnostics.deflection.figures import Figure
from diagnostics.deflection.intervals import Interval, Share, difference
from diagnostics.deflection.savings import needed_effect
from webapp.dashboard import measures, numbers
from webapp.dashboard.charts.strip import Strip, strip

Look = Literal["", "quiet", "missing"]


@dataclass(frozen=True, slots=True)
class Tile:
    """`look`: `quiet` for what is only context, `missing` where there is no number and `says` tells what is needed. `needs_calls`: a call log
    that was silent makes it doubtful."""

    label: str
    value: str
    says: str
    strip: Strip | None = None
    low_high: str = ""
    n: str = ""
    change: str = ""
    look: Look = ""
    needs_calls: bool = False


def tiles(now: Figure, before: Figure | None, traffic: bool = True) -> list[Tile]:
    """In the same order always, so that change shows. Without `traffic` no visits per call: calls do not say which tree they concern."""
    ratio = [_visits_per_call(now, before)] if traffic else []
    return [_savings(now, before), _per_visit(now), _verified(now, before), _claimed(now, before), _person(now, before), *ratio, _reopened(now)]


def _savings(now: Figure, before: Figure | None) -> Tile:
    label, saved = _("Savings, after cost to serve"), now.savings
    if saved is None:
        return Tile(label, numbers.NONE, no_money(now), look="missing")
    interval = saved.net
    cost = numbers.money(saved.cost.amount, saved.currency, exact=True)
    each = {"call": _("a call"), "minute": _("a minute"), "problem": _("a problem")}[saved.cost.per]
    says = _("%(label)s, at %(cost)s %(each)s", label=measures.label(now).capitalize(), cost=cost, each=each)
    then = before.savings if before else None
    change = "" if then is None or before is None or before.tier != now.tier or then.currency != saved.currency else _change_money(
        saved.net, then.net, saved.currency)  # fmt: skip
    return Tile(label, numbers.money(interval.estimate, saved.currency), says, _strip(interval), _money_bounds(interval, saved.currency),
                _n(now.known or now.counts["problems"]), change, needs_calls=now.tier != "claimed")  # fmt: skip


def no_money(now: Figure) -> str:
    """Why there is no amount."""
    if now.comparison and now.comparison.standing == "withheld":
        return _("Withheld: the assignment to the comparison group looks broken.")
    if now.comparison and now.comparison.standing == "not_yet":
        about = _("%(n)s of about %(needed)s comparison problems", n=numbers.whole(now.comparison.called_holdout.of),
                  needed=numbers.whole(now.comparison.needed)) if now.comparison.needed else ""  # fmt: skip
        return _("Not yet measurable: %(about)s.", about=about) if about else _("Not yet measurable.")
    missing = {note.code for note in now.notes}
    if "mixed_currencies" in missing:
        return _("The costs are in more than one currency, so they are not added up.")
    if "no_cost" in missing:
        return _("Enter your cost per call to see savings.")
    if not now.counts["problems"]:
        return _("No problems in these days yet.")
    return _("How many calls were avoided is not clear yet, so no money is shown.")


def _per_visit(now: Figure) -> Tile:
    label, saved = _("Savings per visit"), now.savings
    if saved is None:
        return Tile(label, numbers.NONE, no_money(now), look="missing")
    each = saved.per_visit
    to_serve = saved.to_serve.amount if saved.to_serve else 0.0
    needed = needed_effect(each.estimate, saved.cost.amount, to_serve) if saved.cost.amount else None
    is_check = saved.cost.per == "call" and needed is not None
    says = _("That takes %(n)s calls avoided per 100 visits.", n=numbers.per_hundred(needed)) if is_check else ""
    return Tile(label, numbers.money(each.estimate, saved.currency, exact=True), says, _strip(each), _money_bounds(each, saved.currency),
                _("from %(n)s visits", n=numbers.whole(now.counts["visits"])), needs_calls=now.tier != "claimed")  # fmt: skip


def _verified(now: Figure, before: Figure | None) -> Tile:
    label = _("Said fixed, and no call in %(n)s days", n=now.window)
    if not now.counts["problems"]:
        return Tile(label, numbers.NONE, _("No problems in these days yet."), look="missing")
    if now.verified is None and measures.waits(now):
        return Tile(label, numbers.NONE, measures.next_step(now), look="missing")
    if now.verified is None:
        return Tile(label, numbers.NONE, _("Connect a call log: only then can we see who called all the same."), look="missing")
    tile = _share(label, now.verified, _("of all problems of days whose calls are all known"), before.verified if before else None)
    return replace(tile, needs_calls=True)


def _claimed(now: Figure, before: Figure | None) -> Tile:
    tile = _share(_("Said that it is fixed"), now.claimed, _("of all problems; reported, not measured"), before.claimed if before else None)
    return replace(tile, look="quiet")


def _person(now: Figure, before: Figure | None) -> Tile:
    return _share(_("Handed to a person"), handed(now), _("of all problems"), handed(before) if before else None)


def handed(figure: Figure) -> Share:
    return Share(min(figure.counts["handed_off"], figure.counts["problems"]), figure.counts["problems"])


def _visits_per_call(now: Figure, before: Figure | None) -> Tile:
    label, caption = _("Visits per call"), _("A traffic ratio, not a saving.")
    if now.visits_per_call is None:
        return Tile(label, numbers.NONE, _("No calls are known in these days."), look="missing")
    then = before.visits_per_call if before else None
    change = "" if then is None else _("before: %(n)s", n=numbers.decimal(then))
    ratio = _("%(n)s : 1", n=numbers.decimal(now.visits_per_call))
    n = _("from %(n)s visits", n=numbers.whole(now.counts["visits"]))
    return Tile(label, ratio, caption, n=n, change=change, look="quiet", needs_calls=True)


def _reopened(now: Figure) -> Tile:
    return _share(_("Came back within 30 days"), now.reopened, _("of those who said that it is fixed"), None)


def _share(label: str, share: Share, says: str, before: Share | None) -> Tile:
    if not share.of:
        return Tile(label, numbers.NONE, _("No problems in these days yet."), look="missing")
    interval = share.interval
    change = _change_share(share, before) if before is not None and before.of else ""
    return Tile(label, numbers.percent(share.share), says, strip(share.share, interval.low, interval.high, 1.0), numbers.bounds_percent(share),
                _("of %(n)s problems", n=numbers.whole(share.of)), change)  # fmt: skip


def _change_share(now: Share, before: Share) -> str:
    """In points; with a word where the difference is no larger than chance makes it."""
    change = difference(now.interval, before.interval)
    points = _("%(n)s points", n=numbers.signed(numbers.decimal(change.estimate * 100), change.estimate))
    return points if change.beyond_zero else _("%(points)s, not clear", points=points)


def _change_money(now: Interval, before: Interval, currency: str) -> str:
    change = difference(now, before)
    amount = numbers.signed(numbers.money(change.estimate, currency), change.estimate)
    return amount if change.beyond_zero else _("%(points)s, not clear", points=amount)


def _strip(interval: Interval) -> Strip:
    return strip(interval.estimate, interval.low, interval.high)


def _money_bounds(interval: Interval, currency: str) -> str:
    return numbers.between(numbers.money(interval.low, currency), numbers.money(interval.high, currency))


def _n(problems: int) -> str:
    return _("from %(n)s problems", n=numbers.whole(problems))
