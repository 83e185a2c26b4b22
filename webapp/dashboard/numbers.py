"""Numbers to text as the reader's language writes them. A figure that is not known is a dash, which `NONE` is."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_interval, format_time
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision
from flask_babel import gettext as _

from diagnostics.deflection.intervals import Interval, Share
from webapp.shared.context import settings
from webapp.shared.locale import locale

NONE = "–"
MINUS = "\u2212"

KEPT = 20_000
"""So many numbers and days are remembered as they are written: of a page's thousand, most are the same as on the page before."""


def whole(value: float | None) -> str:
    """A count or a sum, without decimals."""
    return NONE if value is None else _written(round(value), None, locale())


def decimal(value: float | None, digits: int = 1) -> str:
    """With exactly so many decimals."""
    if value is None:
        return NONE
    return _written(round(value, digits) + 0.0, f"#,##0.{'0' * digits}" if digits else "#,##0", locale())


def percent(share: float | None, digits: int = 1) -> str:
    """0.604 as 60.4%."""
    if share is None:
        return NONE
    return _written_percent(round(share, digits + 2) + 0.0, digits, locale())


def per_hundred(value: float | None) -> str:
    """0.123 calls per problem as 12.3 per 100 problems, without the words."""
    return NONE if value is None else decimal(value * 100)


def signed(text: str, value: float) -> str:
    """The same text, with a plus where the value is above zero."""
    return f"+{text}" if value > 0 and not text.startswith("+") else text


def money(minor: float | None, currency: str, exact: bool = False) -> str:
    """Minor units as an amount: whole units, or with cents where `exact` or where it is small."""
    if minor is None:
        return NONE
    digits = get_currency_precision(currency)
    amount = minor / 10**digits
    shown = digits if exact or abs(amount) < 20 else 0
    rounded = round(amount, shown) + 0.0
    pattern = _money_pattern(locale(), shown)
    return _signs(format_currency(rounded, currency, format=pattern, locale=locale(), currency_digits=False))


def between(low: str, high: str) -> str:
    """The two ends of an interval."""
    return _("%(low)s to %(high)s", low=low, high=high)


def bounds(interval: Interval | None) -> str:
    """A whole interval, in whole numbers."""
    return NONE if interval is None else between(whole(interval.low), whole(interval.high))


def bounds_percent(share: Share | None) -> str:
    if share is None or not share.of:
        return NONE
    return between(percent(share.interval.low), percent(share.interval.high))


def day(value: date | datetime | None, long: bool = False) -> str:
    """A day as text: `15 Nov`, or `15 Nov 2026` where `long`."""
    if value is None:
        return NONE
    return _written_day(value, "medium" if long else "MMMd", locale())


def days(first: date, last: date) -> str:
    """A range of days as the language writes it, the year with it."""
    return day(first, long=True) if first == last else format_interval(first, last, skeleton="yMMMd", locale=locale())


def short_days(first: date, last: date) -> str:
    """A range of days without the year."""
    return format_interval(first, last, skeleton="MMMd", locale=locale())


def moment(value: datetime | None) -> str:
    """A moment in the installation's zone, to the minute."""
    if value is None:
        return NONE
    spoken = locale()
    here = value.astimezone(ZoneInfo(settings().zone))
    return f"{format_date(here, 'medium', locale=spoken)}, {format_time(here, 'short', locale=spoken)}"


def span(seconds: float | None) -> str:
    """A duration, short: `45 s`, `2 min 10 s`, `3 h`, `2 days`."""
    if seconds is None:
        return NONE
    if seconds < 60:
        return _("%(n)s s", n=whole(seconds))
    if seconds < 3600:
        minutes, rest = divmod(round(seconds), 60)
        return _("%(n)s min %(rest)s s", n=minutes, rest=rest) if rest and minutes < 10 else _("%(n)s min", n=round(seconds / 60))
    if seconds < 2 * 86_400:
        return _("%(n)s h", n=whole(seconds / 3600))
    return _("%(n)s days", n=whole(seconds / 86_400))


def month(value: date, narrow: bool = False) -> str:
    return _written_day(value, "MMMMM" if narrow else "MMM", locale())


@lru_cache(KEPT)
def _written_day(value: date, form: str, spoken: Locale) -> str:
    return format_date(value, form if form == "medium" else _skeleton(form, spoken), locale=spoken)


def _skeleton(name: str, spoken: Locale) -> str:
    known = spoken.datetime_skeletons
    return str(known[name].pattern) if name in known else {"MMMd": "d MMM", "MMM": "LLL"}.get(name, "LLLLL")


def _percent_pattern(spoken: Locale, digits: int) -> str:
    """The locale's own pattern, which knows where the sign stands, with so many decimals."""
    return str(spoken.percent_formats[None].pattern).split(";")[0].replace("#,##0", f"#,##0.{'0' * digits}" if digits else "#,##0")


def _money_pattern(spoken: Locale, digits: int) -> str:
    return str(spoken.currency_formats["standard"].pattern).split(";")[0].replace("#,##0.00", f"#,##0.{'0' * digits}" if digits else "#,##0")


@lru_cache(KEPT)
def _written(value: float, pattern: str | None, spoken: Locale) -> str:
    return _signs(format_decimal(value, format=pattern, locale=spoken))


@lru_cache(KEPT)
def _written_percent(share: float, digits: int, spoken: Locale) -> str:
    return _signs(format_percent(share, format=_percent_pattern(spoken, digits), locale=spoken))


def _signs(text: str) -> str:
    """A real minus sign: a hyphen is too short beside figures."""
    return text.replace("-", MINUS)
