"""What went wrong with a request to a kind page that says what to do next."""

import logging
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from diagnostics.visits.log import StoreError
from webapp.shared import access
from webapp.shared.context import PRODUCT

log = logging.getLogger(__name__)

FOR_PROGRAMS = {
    401: "This address answers only to those who are signed in.",
    403: "The account lacks the role that this address needs.",
    404: "There is no such address.",
    405: "The address knows no such method; Allow names those that it knows.",
    413: "The body is too large; nothing was kept.",
    429: "Too many requests. Wait for as many seconds as Retry-After says.",
    500: "The server failed. Nothing may have been kept: send it again.",
    503: "The database cannot be used just now, and nothing was kept. Send it again after as many seconds as Retry-After says.",
}
"""What a program is told, in English as all of the API."""


def explain(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(StoreError, _no_store)
    app.register_error_handler(Exception, _unforeseen)


def _page(error: HTTPException) -> tuple[str | Response, int, dict[str, str]] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    if code == 429:
        headers["Retry-After"] = "60"
    if code == 401:
        headers["WWW-Authenticate"] = "Session"
    if isinstance(error, access.NotYours) and not access.is_api():
        return render_template("refused.html"), code, headers
    return _render(code), code, headers


def _no_store(error: StoreError) -> tuple[str | Response, int, dict[str, str]]:
    log.error("%s %s: the database cannot be used: %s", request.method, request.url_rule, error)
    return _render(503), 503, {"Retry-After": "60"}


def _unforeseen(error: Exception) -> tuple[str | Response, int]:
    log.error("%s %s failed", request.method, request.url_rule, exc_info=error)
    return _render(500), 500


def _render(code: int) -> str | Response:
    """A page; for a program that asks the API a problem document (RFC 9457)."""
    if access.is_api():
        document = {"status": code, "title": HTTPStatus(code).phrase, "detail": FOR_PROGRAMS.get(code, "The request cannot be read.")}
        return Response(json.dumps(document), mimetype="application/problem+json")
    heading, says = _words(code)
    site = PRODUCT if code >= 500 else None  # what has just failed is not asked again
    return render_template("error.html", heading=heading, says=says, code=code, site=site)


def _words(code: int) -> tuple[str, str]:
    match code:
        case 403:
            return _("This page did not accept that"), _("The request came from another website. Please open the guide here and try again.")
        case 404:
            return _("We can’t find this page"), _("The address may be incomplete. If you have a visit code, it takes you back to where you stopped.")
        case 405:
            return _("This address can’t be opened like that"), _("Please go back one page, or start from the beginning.")
        case 413:
            return _("That was too long for us"), _("Please go back and send a shorter text. A few lines are enough.")
        case 429:
            return _("That was a little fast"), _("Please wait a minute, then try again. Your answers are kept.")
        case 400 | 415 | 422:
            return _("We could not read that"), _("Please go back one page and try again.")
    return _("Something went wrong on our side"), _("It is not your fault, and your answers are kept. Please try again in a minute.")
