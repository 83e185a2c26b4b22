"""One frozen `Settings`, read from the environment once, at the start of a process."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

_LIMIT = re.compile(r"[0-9]+ *(?:/|per) *(?:[0-9]+ *)?(?:second|minute|hour|day|month|year)s?", re.I)
_CONSENTS = ("ask", "not-required", "never")


class SettingsError(ValueError):
    """A variable of the environment cannot be used. The message says which, and what it may be."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of an installation. Each field is the variable `DIAGNOSTICS_<FIELD>` in capitals.

    Attributes:
        database: an SQLAlchemy address; SQLite by default, in the working directory.
        consent: whether the visitor cookie needs the visitor's word: `ask` (a box that is not ticked), `not-required`, or `never`.
        code_limit: how many visit codes one address may try, in the notation of Flask-Limiter.
        start_limit: how many visits one address may start.
        answer_limit: how many answers one address may send.
        proxies: how many reverse proxies stand before the server; their `X-Forwarded-*` headers are believed.
    """

    database: str = "sqlite:///diagnostics.sqlite3"
    consent: str = "ask"
    code_limit: str = "10 per minute; 60 per hour"
    start_limit: str = "60 per minute"
    answer_limit: str = "300 per minute"
    proxies: int = 0

    @staticmethod
    def from_environment(environment: Mapping[str, str] | None = None) -> "Settings":
        """Reads `DIAGNOSTICS_*`.

        Raises:
            SettingsError: a value that cannot be used, or a variable that no setting has.
        """
        given = os.environ if environment is None else environment
        values: dict[str, str | int] = {}
        for name, text in given.items():
            field = name.removeprefix("DIAGNOSTICS_").lower()
            if not name.startswith("DIAGNOSTICS_"):
                continue
            if field not in Settings.__slots__:
                raise SettingsError(f"{name} is no setting; there are " + ", ".join(f"DIAGNOSTICS_{f.upper()}" for f in Settings.__slots__))
            values[field] = _read(name, field, text)
        return Settings(**values)  # type: ignore[arg-type]  # `_read` gives each the type of its field


def _read(name: str, field: str, text: str) -> str | int:
    """A variable's text as its field holds it."""
    if field == "consent" and text not in _CONSENTS:
        raise SettingsError(f"{name} is {text!r}; it may be {', '.join(_CONSENTS)}")
    if field.endswith("_limit") and not all(_LIMIT.fullmatch(part.strip()) for part in re.split("[,;|]", text)):
        raise SettingsError(f"{name} is {text!r}; it must read like {getattr(Settings(), field)!r}")
    if field != "proxies":
        return text
    if not re.fullmatch("[0-9]{1,2}", text):
        raise SettingsError(f"{name} is {text!r}; it must be a number")
    return int(text)
