"""Static files: an address with the hash of the content, so that browsers may keep them for a year."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory, url_for

FOLDER = Path(__file__).parents[1] / "static"
YEAR = 365 * 24 * 3600


def offer(app: Flask) -> None:
    """Serves `webapp/static`. The app must be made without a static folder of its own."""
    app.add_url_rule("/static/<path:filename>", "static", _static)
    app.jinja_env.globals["static"] = address


def address(name: str) -> str:
    """The address of a file in `webapp/static`, which changes with its content."""
    return url_for("static", filename=name, v=content_hash(name))


def content_hash(name: str) -> str:
    return _hash(name, (FOLDER / name).stat().st_mtime_ns)


@lru_cache
def _hash(name: str, changed: int) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def _static(filename: str) -> Response:
    response = send_from_directory(FOLDER, filename, conditional=False)
    if request.args.get("v"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    response.direct_passthrough = False
    response.set_data(response.get_data())  # read whole: only then is it compressed with a known length
    response.make_conditional(request)
    return response
