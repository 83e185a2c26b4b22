"""Dates and times as sources write them, to moments in UTC: those that never were are refused."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

FORMATS = {
    "iso": "",
    "d.m.y": "%d.%m.%Y",
    "d/m/y": "%d/%m/%Y",
    "m/d/y": "%m/%d/%Y",
    "y/m/d": "%Y/%m/%d",
    "seconds": "",
}
"""How a date is written. `iso` is `2026-11-22T10:30:00+01:00`; `seconds` counts them since 1970, UTC. Others have the time behind a space."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=26)
"""How far a clock may be ahead: a source that writes local time as if it were UTC is up to 14 hours ahead, and is repaired later."""

_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?) ?(Z|z|[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?")
_BEHIND = re.compile(r"([0-9./-]+)[ T,]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?) ?([AaPp]\.?[Mm]\.?)? ?(Z|z|[+-][0-9]{2}:?[0-9]{2})?")
_SECONDS = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]+)?")


class MomentError(ValueError):
    """A text is no moment that a call can have begun at. The message says why."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, whole seconds. `offset` is as written, "" where the zone of the source was used; `twice`: it was one of two possible
    ones, in the hour in which clocks go back, and the first was taken."""

    at: datetime
    offset: str
    twice: bool = False


def read_moment(text: str, zone: str, now: datetime, written: str = "iso") -> Moment:
    """A moment from a text. `zone` is that of texts without an offset, "" where they are refused; `written` one of `FORMATS`.

    Raises:
        MomentError: not such a text, a day or an hour that never was, before 2000, or after now.
    """
    if written == "seconds":
        return _in_range(Moment(_epoch(text), "UTC"), text, now)
    day, clock, half, offset = _parts(text.strip(), written)
    try:
        at = datetime.strptime(f"{day} {clock}", f"{FORMATS[written] or '%Y-%m-%d'} %H:%M:%S")
    except ValueError:
        raise MomentError(f"{text!r} is a day or a time that does not exist") from None
    if half:
        if not 1 <= at.hour <= 12:
            raise MomentError(f"{text!r} has an hour that no clock with {half} has")
        at = at.replace(hour=at.hour % 12 + (12 if half.lower().startswith("p") else 0))
    return _in_range(_placed(at, offset, zone, text), text, now)


def _parts(text: str, written: str) -> tuple[str, str, str, str]:
    """Day, time with whole seconds, AM or PM, offset."""
    found = (_ISO if written == "iso" else _BEHIND).fullmatch(text)
    if found is None:
        like = "2026-11-22T10:30:00+01:00" if written == "iso" else datetime(2026, 11, 22, 10, 30).strftime(f"{FORMATS[written]} %H:%M")
        other = next((name for name in FORMATS if name not in (written, "seconds") and _reads(text, name)), None)
        hint = f"; the date format {other} would read it" if other else ""
        raise MomentError(f"{text[:40]!r} is no date and time like {like}{hint}")
    half, offset = ("", found[3]) if written == "iso" else (found[3], found[4])
    clock = re.split("[.,]", found[2])[0]
    return found[1], clock if clock.count(":") == 2 else f"{clock}:00", half or "", (offset or "").upper()


def _reads(text: str, written: str) -> bool:
    try:
        day, clock, _half, _offset = _parts(text, written) if (_ISO if written == "iso" else _BEHIND).fullmatch(text) else ("", "", "", "")
        datetime.strptime(f"{day} {clock}", f"{FORMATS[written] or '%Y-%m-%d'} %H:%M:%S")
    except ValueError:
        return False
    return True


def _placed(at: datetime, offset: str, zone: str, text: str) -> Moment:
    """A wall clock's time in UTC."""
    if offset:
        hours, minutes = (0, 0) if offset == "Z" else (int(offset[1:3]), int(offset[-2:]) if len(offset) > 3 else 0)
        if hours > 14 or minutes > 59:
            raise MomentError(f"{text!r} has an offset that no place has")
        ahead = timedelta(hours=hours, minutes=minutes)
        try:
            return Moment((at + ahead if offset[0] == "-" else at - ahead).replace(tzinfo=UTC), offset)
        except OverflowError:
            raise MomentError(f"{text!r} is out of all time") from None
    if not zone:
        raise MomentError(f"{text!r} has no offset from UTC, and this source has no declared zone")
    place = ZoneInfo(zone)
    try:
        first, second = (at.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:
        raise MomentError(f"{text!r} is out of all time") from None
    if first.astimezone(place).replace(tzinfo=None) != at:
        raise MomentError(f"{text!r} never was in {zone}: clocks went forward over it")
    return Moment(first, "", twice=first != second)


def _epoch(text: str) -> datetime:
    if not _SECONDS.fullmatch(text.strip()):
        raise MomentError(f"{text[:40]!r} is no number of seconds since 1970")
    try:
        return datetime.fromtimestamp(int(float(text)), UTC)
    except (OverflowError, ValueError, OSError):
        raise MomentError(f"{text[:40]!r} is out of all time") from None


def _in_range(moment: Moment, text: str, now: datetime) -> Moment:
    if moment.at < EARLIEST:
        raise MomentError(f"{text[:40]!r} lies before the year 2000")
    if moment.at > now + AHEAD:
        raise MomentError(f"{text[:40]!r} lies in the future")
    return moment
