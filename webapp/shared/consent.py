"""The visitor cookie: a random name for this device, kept only where the setting and the visitor allow it."""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode

from flask import request
from werkzeug.wrappers import Response

COOKIE = "visitor"
MONTHS_13 = 395 * 24 * 3600
_FORM = re.compile(r"[A-Za-z0-9_-]{22}")


def objects() -> bool:
    """Whether the browser says that its owner does not want to be recognised."""
    return request.headers.get("Sec-GPC") == "1" or request.headers.get("DNT") == "1"


def asks(setting: str) -> bool:
    """Whether to show the box."""
    return setting == "ask" and not objects()


def known_visitor(setting: str) -> str | None:
    """The visitor of this request's cookie, where it may be used."""
    name = request.cookies.get(COOKIE, "")
    return name if setting != "never" and not objects() and _FORM.fullmatch(name) else None


def recognisable(setting: str, agreed: bool) -> bool:
    """Whether what a visitor says about itself, such as a service tag, may be used to find its call. Not where the browser objects, nor
    where the box was shown and not ticked."""
    return not objects() and (setting != "ask" or agreed)


def visitor(setting: str, agreed: bool, fresh: str) -> str | None:
    """Who starts a visit now: as known, or under the `fresh` name where that is allowed. None: nobody in particular."""
    if setting == "never" or objects() or (setting == "ask" and not agreed):
        return None
    return known_visitor(setting) or fresh


def fresh_name(key: bytes, visit_id: str) -> str:
    """A name for a new visitor: nobody can guess it, and a form that is sent twice gives one name, not two, of which only one would be
    kept by the browser and the other by the visit."""
    return urlsafe_b64encode(hmac.digest(key, visit_id.encode(), hashlib.sha256)[:16]).rstrip(b"=").decode()


def remember(response: Response, name: str | None) -> None:
    """Keeps the name on the device for 13 months; for None forgets an earlier one."""
    if name is not None:
        response.set_cookie(COOKIE, name, max_age=MONTHS_13, httponly=True, samesite="Lax", secure=request.is_secure)
    elif COOKIE in request.cookies:
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
