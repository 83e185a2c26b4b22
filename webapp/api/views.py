"""The addresses for machines: JSON in, what became of each item out."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, Response, json

from diagnostics.deflection.intake import Feed
from diagnostics.service.calls import MOST_AT_ONCE, Result
from webapp.api.openapi import DOCUMENT
from webapp.api.problems import ApiProblem, document
from webapp.api.signed import sender, sent_json
from webapp.shared.access import everyone
from webapp.shared.context import services

pages = Blueprint("api", __name__, url_prefix="/api/v1")
pages.register_error_handler(ApiProblem, document)


@pages.get("/openapi.json")
@everyone()
def openapi() -> Response:
    return Response(json.dumps(DOCUMENT), mimetype="application/json")


@pages.post("/calls")
@everyone(token=False)
def calls() -> Response:
    return _each(services().calls.receive)


@pages.post("/calls/audit")
@everyone(token=False)
def audit() -> Response:
    return _each(services().calls.audit)


@pages.post("/feeds/<source>/heartbeat")
@everyone(token=False)
def heartbeat(source: str) -> Response:
    feed, _body = sender()
    if feed.source != source:
        raise ApiProblem(403, "a source says of itself that it lives: the address names another one")
    services().feeds.beat(feed.source)
    return Response(status=204)


def _each(use: Callable[[Feed, Sequence[Any]], list[Result]]) -> Response:
    """One item or a list of them. Whatever is well formed is kept; 207 where some were refused, 422 where all were."""
    feed, body = sender()
    sent = sent_json(body)
    items = sent if isinstance(sent, list) else [sent]
    if len(items) > MOST_AT_ONCE:
        raise ApiProblem(413, f"{len(items):,} items: at most {MOST_AT_ONCE:,} may come in one request, and nothing was kept of these")
    results = use(feed, items)
    services().feeds.beat(feed.source)
    refused = sum(result.result == "refused" for result in results)
    told = {**{state: sum(result.result == state for result in results) for state in ("new", "repeated", "revised")}, "refused": refused}
    answer = {**told, "results": [_shown(result) for result in results]}
    if refused and refused == len(results):
        raise ApiProblem(422, "nothing was kept: " + _first(results), answer)
    return Response(json.dumps(answer), 207 if refused else 200, {"Cache-Control": "no-store"}, mimetype="application/json")


def _first(results: Sequence[Result]) -> str:
    field, reason = results[0].field, results[0].reason
    return f"{field}: {reason}" if field else reason


def _shown(result: Result) -> dict[str, Any]:
    shown: dict[str, Any] = {"source_call_id": result.source_call_id, "result": result.result}
    if result.result == "refused":
        shown |= {"field": result.field, "reason": result.reason}
    return {**shown, "ignored": list(result.ignored)} if result.ignored else shown
