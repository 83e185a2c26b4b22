"""Refuses what another site makes a browser send. There is no cookie to abuse; this keeps visits from being driven from outside."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

SAFE = ("GET", "HEAD", "OPTIONS")


def guard(app: Flask) -> None:
    app.before_request(_refuse_other_sites)


def _refuse_other_sites() -> None:
    if request.path.startswith("/api/"):
        return  # machines sign what they send: no browser can be made to
    if request.method not in SAFE and not same_origin(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host):
        abort(403)


def same_origin(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Whether a request comes from a page of ours, or from no page at all.

    `Origin: null` proves nothing: browsers send it for forms of pages with our own `Referrer-Policy: no-referrer`.
    """
    if fetch_site is not None and fetch_site not in ("same-origin", "none"):
        return False
    if origin is None or origin == "null":
        return True
    try:
        return urlsplit(origin).netloc == host
    except ValueError:  # such as `http://[`: no address of ours
        return False
