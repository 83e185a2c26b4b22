"""One frozen `Settings`, read from the environment once, at the start of a process."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

_LIMIT = re.compile(r"[0-9]+ *(?:/|per) *(?:[0-9]+ *)?(?:second|minute|hour|day|month|year)s?", re.I)
_TREE = re.compile("[a-z][a-z0-9-]*")
_CONSENTS = ("ask", "not-required", "never")

MOST_COMPARED = 10
"""Percent of visitors that a comparison group may have at most: more would deny the guides to too many."""


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
        sign_in_limit: how often one address may fail to sign in, and how often anybody may fail with one user name.
        feed_limit: how many requests one source of calls may send, and how many one address.
        region: the country (`DE`) of telephone numbers that begin without one, where their source does not say.
        proxies: how many reverse proxies stand before the server; their `X-Forwarded-*` headers are believed.
        secret_file: where the installation's secret is kept; made at the first start. Machines that share a database share it.
        zone: the IANA time zone whose days the ledger counts. After a change: `diagnostics ledger rebuild`.
        refresh_seconds: how often `serve` brings the ledger up to date, in seconds; 0: it does not.
        comparison_share: how many of 100 visitors are shown the contact details first, so that the effect of the guides can be
            measured: 0 (nobody) to 10.
        comparison_off: trees without a comparison group (for safety, an outage, the law), separated by spaces.
        datacentres: a file of networks, one a line (`192.0.2.0/24`), whose visits are machines' and not counted as customers'.
        smtp: the mail server for the digest, as `smtp://user@mail.example.com:587` or `smtps://…`.
        smtp_password_file: the file with that user's password.
        mail_from: the address that the digest comes from.
        mail_to: the addresses that it goes to, separated by commas.
        cache: a folder for what `diagnostics check` found in files that did not change since. Left out, the user's own cache folder.
    """

    database: str = "sqlite:///diagnostics.sqlite3"
    consent: str = "ask"
    code_limit: str = "10 per minute; 60 per hour"
    start_limit: str = "60 per minute"
    answer_limit: str = "300 per minute"
    sign_in_limit: str = "10 per minute; 50 per hour"
    feed_limit: str = "600 per minute"
    proxies: int = 0
    secret_file: str = "diagnostics.secret"
    zone: str = "UTC"
    refresh_seconds: int = 30
    comparison_share: float = 0.0
    comparison_off: str = ""
    datacentres: str = ""
    region: str = ""
    smtp: str = ""
    smtp_password_file: str = ""
    mail_from: str = ""
    mail_to: str = ""
    cache: str = ""

    @staticmethod
    def from_environment(environment: Mapping[str, str] | None = None) -> "Settings":
        """Reads `DIAGNOSTICS_*`.

        Raises:
            SettingsError: a value that cannot be used, or a variable that no setting has.
        """
        given = os.environ if environment is None else environment
        values: dict[str, str | int | float] = {}
        for name, text in given.items():
            field = name.removeprefix("DIAGNOSTICS_").lower()
            if not name.startswith("DIAGNOSTICS_"):
                continue
            if field not in Settings.__slots__:
                raise SettingsError(f"{name} is no setting; there are " + ", ".join(f"DIAGNOSTICS_{f.upper()}" for f in Settings.__slots__))
            values[field] = _read(name, field, text)
        return Settings(**values)  # type: ignore[arg-type]  # `_read` gives each the type of its field


def _read(name: str, field: str, text: str) -> str | int | float:
    """A variable's text as its field holds it."""
    if field == "consent" and text not in _CONSENTS:
        raise SettingsError(f"{name} is {text!r}; it may be {', '.join(_CONSENTS)}")
    if field.endswith("_limit") and not all(_LIMIT.fullmatch(part.strip()) for part in re.split("[,;|]", text)):
        raise SettingsError(f"{name} is {text!r}; it must read like {getattr(Settings(), field)!r}")
    if field == "zone" and text not in available_timezones():
        raise SettingsError(f"{name} is {text!r}; it must be a time zone such as Europe/Berlin")
    if field == "comparison_off" and not all(_TREE.fullmatch(tree) for tree in text.split()):
        raise SettingsError(f"{name} is {text!r}; it must be ids of trees, separated by spaces")
    if field == "region" and not re.fullmatch("[A-Z]{2}|", text):
        raise SettingsError(f"{name} is {text!r}; it must be a country such as DE or US")
    if field == "comparison_share":
        return _share(name, text)
    if field not in ("proxies", "refresh_seconds"):
        return text
    if not re.fullmatch("[0-9]{1,2}" if field == "proxies" else "[0-9]{1,4}", text):
        raise SettingsError(f"{name} is {text!r}; it must be a number")
    return int(text)


def _share(name: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,2})?", text) or float(text) > MOST_COMPARED:
        raise SettingsError(f"{name} is {text!r}; it must be a number of percent from 0 to {MOST_COMPARED}")
    return float(text)
