"""The description of the API, OpenAPI 3.1, as it is served. A test holds it against the routes and against real answers."""

from typing import Any

from diagnostics.service.call_items import KEY_FIELDS, LABELS, LONGEST_CALL, LONGEST_ID
from diagnostics.service.calls import MOST_AT_ONCE

Schema = dict[str, Any]


def _ref(kind: str, name: str) -> Schema:
    return {"$ref": f"#/components/{kind}/{name}"}


def _text(about: str, longest: int, **more: Any) -> Schema:
    return {"type": "string", "maxLength": longest, "description": about, **more}


def _one_or_many(name: str) -> Schema:
    return {"oneOf": [_ref("schemas", name), {"type": "array", "items": _ref("schemas", name), "maxItems": MOST_AT_ONCE}]}


def _json(schema: Schema, media: str = "application/json") -> Schema:
    return {media: {"schema": schema}}


_MOMENT = "with an offset (2026-11-22T10:30:00+01:00), which may be missing only where the source has a declared zone"
_CALL: Schema = {
    "type": "object",
    "required": ["source_call_id", "started_at"],
    "anyOf": [{"required": ["handle_s"]}, {"required": ["ended_at"]}],
    "additionalProperties": False,
    "properties": {
        "source": _text("the source itself; may be left out", LONGEST_ID),
        "source_call_id": _text("the source's own number of the call; sent again with other content it is a revision", LONGEST_ID, minLength=1),
        "started_at": _text(f"when the call began, {_MOMENT}", 64),
        "ended_at": _text(f"when it ended, {_MOMENT}; or handle_s", 64),
        "handle_s": {"type": "number", "minimum": 0, "maximum": LONGEST_CALL, "description": "seconds of handling; 0 where nothing is known of it"},
        **{name: _text("a short label that calls are counted by; no personal data", longest) for name, longest in LABELS.items()},
        "ref": _text("the number that another source gave to the same call", LONGEST_ID),
        "visit_code": _text("the code that the customer read out", 40),
        "keys": {
            "type": "object",
            "additionalProperties": False,
            "description": "who called; kept as keyed hashes only",
            "properties": {name: {"type": "string", "maxLength": 400} for name in KEY_FIELDS},
        },
    },
}
_AUDIT: Schema = {
    "type": "object",
    "required": ["source_call_id", "visit_code"],
    "additionalProperties": False,
    "properties": {
        "source_call_id": _text("a call of this source, chosen at random", LONGEST_ID, minLength=1),
        "visit_code": {"type": ["string", "null"], "maxLength": 80, "description": "the visit that it was truly about; null for none"},
        "started_at": _text(f"when the call began, {_MOMENT}; needed where the call was never sent", 64),
    },
}
_RESULT: Schema = {
    "type": "object",
    "required": ["source_call_id", "result"],
    "properties": {
        "source_call_id": {"type": "string"},
        "result": {"enum": ["new", "repeated", "revised", "refused"]},
        "field": {"type": "string", "description": "what is wrong with a refused item"},
        "reason": {"type": "string", "description": "why it was refused"},
        "ignored": {"type": "array", "items": {"type": "string"}, "description": "keys that are none, so that they find no visit"},
    },
}
_COUNT = {"type": "integer", "minimum": 0}
_ANSWER: Schema = {
    "type": "object",
    "required": ["new", "repeated", "revised", "refused", "results"],
    "properties": {
        **dict.fromkeys(("new", "repeated", "revised", "refused"), _COUNT),
        "results": {"type": "array", "items": _ref("schemas", "Result"), "description": "one for each item, in their order"},
    },
}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["status", "title", "detail"],
    "properties": {"status": {"type": "integer"}, "title": {"type": "string"}, "detail": {"type": "string"}, **_ANSWER["properties"]},
}
_PROBLEMS = {
    "400": "The body cannot be read.",
    "401": "The request is not signed by a source that is connected, or not now.",
    "403": "The signature is that of another source.",
    "404": "There is no such address.",
    "405": "The address knows no such method.",
    "413": f"The body has more than 2 MB or more than {MOST_AT_ONCE:,} items; nothing was kept.",
    "415": "The body is not said to be application/json.",
    "422": "Not one item could be kept; `results` says why of each.",
    "429": "Too many requests; wait for as many seconds as Retry-After says.",
    "500": "The server failed.",
    "503": "The database cannot be used just now, and nothing was kept. Send it again.",
}


def _problems(*codes: str) -> Schema:
    return {code: {"description": _PROBLEMS[code], "content": _json(_ref("schemas", "Problem"), "application/problem+json")} for code in codes}


def _items(id: str, summary: str, name: str) -> Schema:
    """An operation that takes one item or a list of them."""
    content = _json(_ref("schemas", "Answer"))
    return {
        "operationId": id,
        "summary": summary,
        "requestBody": {"required": True, "content": _json(_one_or_many(name))},
        "responses": {
            "200": {"description": "All items are kept; the same again changes nothing.", "content": content},
            "207": {"description": "Some items were refused; all others are kept.", "content": content},
            **_problems("400", "401", "413", "415", "422", "429", "500", "503"),
        },
    }


DOCUMENT: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "Diagnostics: calls come in",
        "version": "1",
        "description": "Sources of calls send what they saw. Each request is signed with the key of its source: `diagnostics feed key SOURCE`.",
    },
    "servers": [{"url": "/api/v1"}],
    "security": [{"source": [], "signature": []}],
    "paths": {
        "/calls": {"post": _items("sendCalls", f"Send one call, or up to {MOST_AT_ONCE:,}", "Call")},
        "/calls/audit": {"post": _items("sendAudits", "Send what audits of random calls found", "Audit")},
        "/feeds/{source}/heartbeat": {
            "parameters": [{"name": "source", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": {
                "operationId": "sendHeartbeat",
                "summary": "Say that a source lives, though it has no calls to send",
                "responses": {"204": {"description": "Noted."}, **_problems("401", "403", "413", "429", "500", "503")},
            },
        },
        "/openapi.json": {
            "get": {
                "operationId": "readDescription",
                "summary": "This description",
                "security": [],
                "responses": {"200": {"description": "OpenAPI 3.1.", "content": _json({"type": "object"})}},
            },
        },
    },
    "components": {
        "schemas": {"Call": _CALL, "Audit": _AUDIT, "Result": _RESULT, "Answer": _ANSWER, "Problem": _PROBLEM},
        "securitySchemes": {
            "source": {"type": "apiKey", "in": "header", "name": "Diagnostics-Source", "description": "the name of the source"},
            "signature": {
                "type": "apiKey",
                "in": "header",
                "name": "Diagnostics-Signature",
                "description": "t=<seconds since 1970>,v1=<HMAC-SHA-256 of `<t>.<body>` with the key of the source, 64 hexadecimal digits>. "
                "The time must be within five minutes of now.",
            },
        },
    },
}
