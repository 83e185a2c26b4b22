"""The pages of the preview, and what it puts before those of customers: a banner, and violations in place of a tree that has any."""

import re
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from markupsafe import Markup, escape

from diagnostics.violations import Severity, Violation, errors
from webapp.preview.board import Board
from webapp.shared.context import services

pages = Blueprint("preview", __name__, template_folder="templates", url_prefix="/preview")

KEY = "diagnostics.preview"
SECONDS = 15.0
"""So long a page waits for a change before it asks again."""

MOST = 50
"""Violations on one page. Who has more mends these first."""


def install(app: Flask, board: Board) -> None:
    """Makes an app a preview of what is on the board."""
    app.extensions[KEY] = board
    app.jinja_env.globals["preview_board"] = board  # a name that no page of ours gives to anything else
    app.before_request(_own_hosts)
    app.before_request(_violations_instead)
    app.register_blueprint(pages)


def _board() -> Board:
    return cast(Board, current_app.extensions[KEY])


@pages.get("")
def index() -> str:
    """Everything that is wrong in the folder."""
    return _page(None, _board().now().violations)


@pages.get("/changes")
def changes() -> Response:
    """The version that is up, in plain text, as soon as it is another than `seen`."""
    response = Response(_board().wait(request.args.get("seen", ""), SECONDS), mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _own_hosts() -> None:
    """A name of somebody else's that leads to this machine must not read an author's drafts. An address in numbers is nobody's name."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if name not in _board().hosts and not _is_address(name):
        abort(403)


def _is_address(name: str) -> bool:
    try:
        return bool(ip_address(name))
    except ValueError:
        return False


def _violations_instead() -> str | None:
    """The page of a tree that cannot be shown, whatever was asked of it."""
    problems = _board().now().problems
    tree = _tree_of_request() if problems else None
    return _page(tree, problems[tree]) if tree in problems and tree is not None else None


def _tree_of_request() -> str | None:
    given = request.view_args or {}
    if request.blueprint == "home":
        return given.get("tree")
    if request.blueprint == "visit" and "visit_id" in given:
        view = services().visits.view(given["visit_id"])
        return view.history.tree if view is not None else None
    return None


def _page(tree: str | None, found: tuple[Violation, ...]) -> str:
    wrong = errors(found)
    shown = [(violation, _excerpt(violation), violation.severity is Severity.ERROR) for violation in found[:MOST]]
    return render_template("preview/violations.html", tree=tree, found=shown, wrong=len(wrong), more=len(found) - len(shown),
                           ticked=_ticked)  # fmt: skip


def _ticked(text: str) -> Markup:
    """A message with what stands between backticks as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _excerpt(violation: Violation) -> str:
    """The line with its caret, as the terminal shows it; empty where there is none."""
    lines = violation.text().splitlines()[1:]
    return "\n".join(line[4:] for line in lines if not line.startswith("    hint: ")) if violation.source.strip() else ""
