"""A request to whose visit it would be: a customer's or not, on which kind of device. Decided before anything is shown, from what no arm
of the comparison group can change: what a visitor does later says nothing here. No address and no agent is kept.
"""

from functools import lru_cache
from typing import cast

from crawlerdetect import CrawlerDetect
from flask import Flask, current_app, request

from webapp.shared import access
from webapp.shared.networks import Networks, read_networks

KEY = "diagnostics.datacentres"
LONGEST_AGENT = 400
"""Characters of `User-Agent` that are looked at."""


def know(app: Flask, datacentres: str) -> None:
    """Keeps the networks of the setting, read once.

    Raises:
        SettingsError: the file cannot be read; the message names the line.
    """
    app.extensions[KEY] = read_networks(datacentres)


def excluded(assisted: bool) -> str:
    """Why this request is no customer's: `assisted` (staff on the telephone with one), `staff`, `bot`, `datacentre`; "" for customers.

    A browser without JavaScript is a customer's like any other.
    """
    if access.person() is not None:
        return "assisted" if assisted else "staff"
    if is_declared_bot(request.headers.get("User-Agent", "")[:LONGEST_AGENT]):
        return "bot"
    return "datacentre" if request.remote_addr in cast(Networks, current_app.extensions[KEY]) else ""


@lru_cache(maxsize=1024)
def is_declared_bot(agent: str) -> bool:
    """Whether an agent says itself that it is a program: a crawler, a monitor, a browser without a window. Who says nothing is none."""
    return bool(CrawlerDetect(user_agent=agent).is_crawler())


def device() -> str:
    """`phone` or `desktop`, as the browser itself says, which is all that is needed to tell small pages from large ones. Tablets count as
    desktops."""
    mobile = request.headers.get("Sec-CH-UA-Mobile")
    if mobile in ("?0", "?1"):
        return "phone" if mobile == "?1" else "desktop"
    return "phone" if "Mobi" in request.headers.get("User-Agent", "")[:LONGEST_AGENT] else "desktop"
