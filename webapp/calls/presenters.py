"""What was read, noted and heard to the words on the pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta
from flask_babel import gettext as _

from diagnostics.conditions.evaluate import Scope
from diagnostics.deflection.intake import DESK, Told
from diagnostics.program.manifest import Manifest
from diagnostics.service.feeds import WEEKDAYS, FeedState
from diagnostics.service.moments import FORMATS
from webapp.shared.context import services, settings
from webapp.shared.locale import locale
from webapp.shared.texts import Texts

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Visited:
    """A visit in one line: which guide, when, how it ended."""

    visit_id: str
    guide: str
    when: str
    ended: str
    device: str


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A source in one row. `mood` is the class of its tag."""

    source: str
    last_call: str
    week: int
    late: str
    heard: str
    allowed: str
    state: str
    mood: str
    alert: str


def manifest() -> Manifest | None:
    serving = services().programs.serving()
    return serving.manifest if serving else None


def products() -> list[tuple[str, str]]:
    """The library's products, id and title."""
    serving = manifest()
    return sorted(serving.products.items(), key=lambda pair: pair[1].casefold()) if serving else []


def guides() -> list[tuple[str, str]]:
    """The guides in service, id and title."""
    serving = manifest()
    return sorted(((tree, guide(tree)) for tree in serving.trees), key=lambda pair: pair[1].casefold()) if serving else []


def guide(tree: str) -> str:
    """The title of a guide as its author wrote it; its id where it is not in service."""
    serving = manifest()
    listed = serving.trees.get(tree) if serving else None
    return Texts({}, Scope({}, date.min), locale()).plain(listed.title) if listed else tree


def labels() -> dict[str, str]:
    """The fields of a call as the pages name them."""
    return {
        "source_call_id": _("Number of the call"), "started_at": _("Began"), "ended_at": _("Ended"), "handle_s": _("Length, seconds or 4:05"),
        "product": _("Product"), "reason": _("Reason"), "disposition": _("Result"), "channel": _("Channel"), "ref": _("Number elsewhere"),
        "visit_code": _("Visit code"), "phone": _("Telephone number"), "service_tag": _("Service tag"), "email": _("E-mail address"),
        "customer_id": _("Customer number"), "keys": _("Keys"),
    }  # fmt: skip


def date_examples() -> dict[str, str]:
    """One moment as each of the ways to write dates has it."""
    at = datetime(2026, 11, 22, 14, 30)
    usual = {name: at.strftime(f"{pattern} %H:%M") for name, pattern in FORMATS.items() if pattern}
    return {"iso": "2026-11-22 14:30", **usual, "seconds": _("seconds since 1970")}


def preview(rows: Sequence[Mapping[str, str]]) -> tuple[list[str], list[list[str]]]:
    """The columns that some row has something in, and the rows; times in the installation's zone."""
    names = [name for name in (rows[0] if rows else {}) if any(row[name] for row in rows)]
    return names, [[_cell(name, row[name]) for name in names] for row in rows]


def visited(told: Told) -> Visited:
    return Visited(told.visit_id, guide(told.tree), moment(told.started_at), _ending(told), told.device)


def moment(at: datetime) -> str:
    """A time in the installation's zone: today without its day."""
    zone = ZoneInfo(settings().zone)
    local, today = at.astimezone(zone), services().clock().astimezone(zone).date()
    clock = format_datetime(local, "HH:mm", locale=locale())
    if local.date() == today:
        return _("today, %(time)s", time=clock)
    if local.date() == today - timedelta(days=1):
        return _("yesterday, %(time)s", time=clock)
    pattern = "d MMM, HH:mm" if local.year == today.year else "d MMM y, HH:mm"
    return format_datetime(local, pattern, locale=locale())


def feed_rows(states: Iterable[FeedState]) -> list[FeedRow]:
    return [_feed_row(state) for state in states]


def _feed_row(state: FeedState) -> FeedRow:
    life, closed = state.life, state.feed.schedule.get("closed", ())
    allowed = _span(state.allowed)
    if closed:
        days = ", ".join(str(locale().days["format"]["abbreviated"][WEEKDAYS.index(day)]) for day in closed)
        allowed = _("%(span)s, not counting %(days)s", span=allowed, days=days)
    if state.feed.source == DESK:
        allowed = _("any time")
    if state.alert:
        told, mood = _("silent"), "bad"
    elif state.heard_at is None:
        told, mood = _("not heard of yet"), ""
    else:
        told, mood = _("alive"), "good"
    late = _span(timedelta(seconds=life.lateness_s)) if life.last_call_at else NOTHING
    return FeedRow(state.feed.source, _at(life.last_call_at), life.week, late, _at(state.heard_at), allowed, told, mood, _alert(state))


def _alert(state: FeedState) -> str:
    if state.silent_for is None:
        return ""
    span = _span(state.silent_for)
    said = _("%(source)s has been silent for %(span)s. Days on which it should have sent calls are left out of the figures.",
             source=state.feed.source, span=span)  # fmt: skip
    return said


def _at(moment_or_none: datetime | None) -> str:
    return moment(moment_or_none) if moment_or_none else NOTHING


def _span(length: timedelta) -> str:
    return format_timedelta(length, threshold=1.5, locale=locale())


def _cell(name: str, text: str) -> str:
    if name != "started_at":
        return text or NOTHING
    return format_datetime(datetime.fromisoformat(text).astimezone(ZoneInfo(settings().zone)), "yyyy-MM-dd HH:mm:ss", locale=locale())


def _ending(told: Told) -> str:
    if told.fixed is not None:
        return _("the customer said that it is fixed") if told.fixed else _("the customer said that it is not fixed")
    match told.outcome:
        case "resolved":
            return _("came to a fix")
        case "handoff":
            return _("was handed over to a person")
        case "stop":
            return _("was told to stop")
        case "not_covered":
            return _("found nothing that fits")
    return _("was not finished")
