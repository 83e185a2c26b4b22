"""One frozen `Settings`, read from the environment once, at the start of a process."""

import os
from collections.abc import Mapping
from dataclasses import dataclass


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
            values[field] = text
        if values.get("consent", "ask") not in ("ask", "not-required", "never"):
            raise SettingsError(f"DIAGNOSTICS_CONSENT is {values['consent']!r}; it may be ask, not-required or never")
        if "proxies" in values:
            if not str(values["proxies"]).isdigit():
                raise SettingsError(f"DIAGNOSTICS_PROXIES is {values['proxies']!r}; it must be a number")
            values["proxies"] = int(values["proxies"])
        return Settings(**values)  # type: ignore[arg-type]  # each was checked above
