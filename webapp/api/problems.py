"""What a program is told of a request that could not be done: a problem document (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, json

MEDIA_TYPE = "application/problem+json"


class ApiProblem(Exception):
    """Ends a request of the API. `more` are further members of the document, `headers` of the response."""

    def __init__(self, status: int, detail: str, more: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.more, self.headers = status, detail, dict(more or {}), dict(headers or {})


def document(problem: ApiProblem) -> Response:
    """The response. `type` is left out, which means `about:blank`: the status says what kind of problem it is."""
    body = {"status": problem.status, "title": HTTPStatus(problem.status).phrase, "detail": problem.detail, **problem.more}
    return Response(json.dumps(body), problem.status, {"Cache-Control": "no-store", **problem.headers}, mimetype=MEDIA_TYPE)
