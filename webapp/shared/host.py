"""Refuses requests whose `Host` cannot be one, before Flask works with it and fails."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from webapp.shared.headers import ALWAYS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LABEL = r"[A-Za-z0-9_-]{1,63}"
_HOST = re.compile(rf"(?:\[[0-9A-Fa-f:.]{{2,45}}\]|{_LABEL}(?:\.{_LABEL})*\.?)(?::[0-9]{{0,5}})?")


def check(app: "WSGIApplication") -> "WSGIApplication":
    """The same app, but a `Host` that is no host is answered 400. One that is missing or empty is fine: HTTP/1.0 has none."""

    def checked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "")
        if not host or (len(host) <= 260 and _HOST.fullmatch(host)):
            return app(environ, start_response)
        body = b"We could not read that: this address has no such host.\n"
        about = [("Content-Type", "text/plain"), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response("400 Bad Request", [*ALWAYS.items(), *about])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    return checked
