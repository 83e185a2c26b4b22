"""Which addresses take more than a form: a file that somebody uploads, and what machines send."""

from collections.abc import Callable, Mapping

from flask import Flask, request
from itsdangerous import BadData
from werkzeug.http import parse_cookie

READ_AT_ONCE = 1024 * 1024
"""Bytes that the reader of a form may hold, of a field or of the piece of a file that it is looking for the end of."""

FORM = 256 * 1024
"""Bytes of any request that a web server takes in. What is longer than a form may be is refused by a page that says so."""

FILE = 128 * 1024 * 1024
"""Bytes of an upload that a web server takes in, for whoever is signed in: one that is too large is told so by a page."""


def allow(app: Flask, largest: Mapping[str, int]) -> None:
    """Lets these endpoints take so many bytes. Before anything reads a form: the first that does meets the limit."""

    @app.before_request
    def _raise() -> None:
        most = largest.get(request.endpoint or "")
        if most is not None:
            request.max_content_length = most
            request.max_form_memory_size = READ_AT_ONCE


def taken_in(app: Flask, files: frozenset[str], machines: int) -> Callable[[str, str], int]:
    """How many bytes a web server should take in before it asks the app, by path and `Cookie`. Files go only to their paths, and only where
    the cookie is one that we gave to a user: nobody else can fill the disk. `machines` is how much a request to the API may have."""

    def most(path: str, cookies: str) -> int:
        if path.startswith("/api/"):
            return max(FORM, machines)
        return FILE if path in files and _is_users(app, cookies) else FORM

    return most


def _is_users(app: Flask, cookies: str) -> bool:
    """Whether a session of somebody who has signed in is among the cookies. Whether it still holds, and for what, is asked later."""
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # ours is a signed cookie
    value = parse_cookie(cookies).get(app.config["SESSION_COOKIE_NAME"], "")
    try:
        return "_user_id" in signer.loads(value, max_age=app.config["PERMANENT_SESSION_LIFETIME"].total_seconds())
    except (BadData, TypeError):
        return False
