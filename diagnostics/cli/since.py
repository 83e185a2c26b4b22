"""`--since`: a time ago (`30d`, `4w`, `12h`) or a day, as a moment and in words."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import click

_AGO = re.compile(r"([1-9][0-9]{0,3})([hdw])")
_UNITS = {"h": ("hour", timedelta(hours=1)), "d": ("day", timedelta(days=1)), "w": ("week", timedelta(weeks=1))}


@dataclass(frozen=True, slots=True)
class Since:
    """A moment that is given as so long ago, or as a day (from its beginning, UTC)."""

    ago: timedelta | None
    day: datetime | None
    words: str

    def moment(self, now: datetime) -> datetime:
        return self.day or now - (self.ago or timedelta())


class SinceType(click.ParamType[Since]):
    """Reads what is typed behind `--since`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Since:
        if isinstance(value, Since):
            return value
        ago = _AGO.fullmatch(str(value))
        if ago:
            unit, length = _UNITS[ago[2]]
            count = int(ago[1])
            return Since(count * length, None, f"the last {count} {unit}s' visits" if count > 1 else f"the last {unit}'s visits")
        try:
            day = datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is no time: write `30d`, `4w` or `12h` for so long ago, or a day as `2026-11-22`", param, ctx)
        return Since(None, day, f"the visits since {value}")

    def __repr__(self) -> str:
        return "TIME"
