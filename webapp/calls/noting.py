"""The agent's page: a call noted in two seconds, and what visit it belongs to."""

import re
import secrets
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.service.call_items import ItemError
from diagnostics.visits.codes import read_code, shown
from webapp.calls import presenters
from webapp.shared.access import needs
from webapp.shared.context import services

desk = Blueprint("desk", __name__, template_folder="templates", url_prefix="/calls/log")

Answered = str | BaseResponse | tuple[str, int]

ASKED_OF = 5
"""One call in so many is drawn for the question whether the guide was used. It must be drawn before anything about the call is known."""

_CALL = re.compile("[0-9a-f]{16}")
_SENT = {"visit_code": 40, "tag": 80, "product": 80, "reason": 80, "fixed": 10, "used": 10, "asked": 1}


@desk.get("")
@needs("agent")
def page() -> Answered:
    noted = services().calls.noted(request.args.get("noted", "")[:16])
    asks = noted is not None and request.args.get("which") == "1"
    near = [presenters.visited(told) for told in services().calls.near("")] if asks else []
    asked = "1" if secrets.randbelow(ASKED_OF) == 0 else ""
    return _page({"asked": asked}, noted=noted, told=presenters.visited(noted.told) if noted and noted.told else None, near=near, asks=asks)


@desk.get("/code")
@needs("agent")
def code() -> str:
    """The line below the field of the code, while it is typed."""
    return render_template("calls/_told.html", **_of_code(request.args.get("visit_code", "")[:40]))


@desk.post("")
@needs("agent")
def note() -> Answered:
    sent = {name: " ".join(request.form.get(name, "")[:longest].split()) for name, longest in _SENT.items()}
    sent["visit_code"] = request.form.get("meant", "")[:40] or sent["visit_code"]
    call_id = request.form.get("call", "")
    if not _CALL.fullmatch(call_id):
        call_id = secrets.token_hex(8)
    seen = _of_code(sent["visit_code"])
    if sent["visit_code"] and not seen["told"] and not read_code(sent["visit_code"]):
        return _page(sent, call_id, **seen), 422
    fields = {
        "visit_code": sent["visit_code"], "keys": {"service_tag": sent["tag"]}, "product": sent["product"], "reason": sent["reason"],
        "disposition": {"yes": "fixed", "no": "not fixed"}.get(sent["fixed"], ""),
    }  # fmt: skip
    try:
        services().calls.note(call_id, fields)
    except ItemError as error:
        return _page(sent, call_id, problem=_worded(error), wrong=error.field), 422
    return redirect(url_for("desk.page", noted=call_id, which=_audited(call_id, sent, seen)), 303)


@desk.post("/<call_id>/visit")
@needs("agent")
def found(call_id: str) -> BaseResponse:
    """Which visit a call was about, where the customer did not know the code."""
    chosen = request.form.get("visit", "")[:64]
    known = {told.visit_id for told in services().calls.near("")}
    if not _CALL.fullmatch(call_id) or (chosen and chosen not in known):
        abort(404)
    if chosen:
        services().calls.found(call_id, chosen)
    return redirect(url_for("desk.page", noted=call_id), 303)


def _audited(call_id: str, sent: dict[str, str], seen: dict[str, Any]) -> str | None:
    """Keeps what the drawn question found. "1" where the customer has used the guide and nobody knows yet in which visit."""
    if sent["asked"] != "1" or sent["used"] not in ("yes", "no"):
        return None
    if sent["used"] == "no":
        services().calls.found(call_id, None)
    elif seen["told"]:
        services().calls.found(call_id, seen["told"].visit_id)
    else:
        return "1"
    return None


def _of_code(typed: str) -> dict[str, Any]:
    """What a typed code leads to: the visit, or why there is none, and the codes that it may have been meant for."""
    if not typed.strip():
        return {"told": None, "meant": [], "problem": ""}
    told = services().calls.look_up(typed)
    if told is not None:
        return {"told": presenters.visited(told), "meant": [], "problem": ""}
    if read_code(typed):
        return {"told": None, "meant": [], "problem": _("No visit of the last 45 days has this code. The call can be noted with it all the same.")}
    meant = [shown(code) for code in services().calls.meant(typed)]
    if meant:
        return {"told": None, "meant": meant, "problem": _("This is not quite a code. Did you mean:")}
    return {"told": None, "meant": [], "problem": _("This cannot be a code: it has nine characters, the last of which checks the others.")}


def _worded(error: ItemError) -> str:
    if error.field == "reason":
        return _("Write a short label here, without names and numbers: calls are counted by it.")
    return _("This field cannot be kept like that.")


def _page(sent: dict[str, str], call_id: str = "", **more: Any) -> str:
    values = {**dict.fromkeys(_SENT, ""), **sent}
    given = {"noted": None, "told": None, "meant": [], "problem": "", "wrong": "visit_code", "near": [], "asks": False, **more}
    return render_template("calls/log.html", sent=values, call=call_id or secrets.token_hex(8), products=presenters.products(), **given)
