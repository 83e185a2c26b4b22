"""A request of a machine to the source that signed it and the JSON that it sent: nothing is read of a body that is not signed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from flask import Flask, current_app, request
from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from diagnostics.deflection.intake import Feed
from diagnostics.service.signing import SignatureError
from diagnostics.settings import Settings
from webapp.api.problems import ApiProblem
from webapp.shared.context import services

MAX_BODY = 2 * 1024 * 1024
"""Bytes of one request: 1,000 calls with all their fields have about half of it."""

MOST_DIGITS = 200

SOURCE = "Diagnostics-Source"
SIGNATURE = "Diagnostics-Signature"
KEY = "diagnostics.api"


@dataclass(frozen=True, slots=True)
class _Limit:
    """How often one source may send. Counted in this process; every app counts for itself."""

    limiter: MovingWindowRateLimiter
    allowed: tuple[RateLimitItem, ...]


def install(app: Flask, settings: Settings) -> None:
    """Keeps with the app what it counts."""
    app.extensions[KEY] = _Limit(MovingWindowRateLimiter(MemoryStorage()), tuple(parse_many(settings.feed_limit)))


def sender() -> tuple[Feed, bytes]:
    """The source that signed this request, and its body.

    Raises:
        ApiProblem: it is not signed, or this source sends too often.
    """
    request.max_content_length = MAX_BODY
    named, signature = request.headers.get(SOURCE, ""), request.headers.get(SIGNATURE, "")
    if not named or not signature:
        _unsigned(f"a request carries two headers: {SOURCE}, the name of the source, and {SIGNATURE}")
    body = request.get_data()
    try:
        feed = services().feeds.verify(named, signature, body)
    except SignatureError as error:
        _unsigned(str(error))
    limit = cast(_Limit, current_app.extensions[KEY])
    if not all([limit.limiter.hit(item, feed.source) for item in limit.allowed]):
        raise ApiProblem(429, "this source sends too often; send several calls in one request", headers={"Retry-After": "60"})
    return feed, body


def sent_json(body: bytes) -> Any:
    """What a body says.

    Raises:
        ApiProblem: it is not JSON in UTF-8, or not said to be.
    """
    if request.mimetype != "application/json":
        raise ApiProblem(415, "the body must be application/json")
    try:
        return json.loads(body.decode("utf-8"), parse_int=_whole, parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise ApiProblem(400, "the body is not written in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ApiProblem(400, f"the body is no JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ApiProblem(400, "the body is nested too deep") from None
    except ValueError as error:
        raise ApiProblem(400, f"the body is no JSON that can be read: {str(error)[:120]}") from None


def _once(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same name twice")
    return found


def _whole(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise ValueError(f"a number has more than {MOST_DIGITS} digits")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")


def _unsigned(why: str) -> NoReturn:
    raise ApiProblem(401, why, headers={"WWW-Authenticate": SIGNATURE})
