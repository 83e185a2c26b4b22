"""The manager's pages: a file of calls is tried, read in and taken back; the sources are looked at."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.service.column_map import DELIMITERS, ENCODINGS, FIELDS, ColumnMap, MapError, map_body, map_from
from diagnostics.service.csv_import import bring, check
from diagnostics.service.feeds import FeedError, source_name
from webapp.calls import presenters
from webapp.shared.access import needs, person
from webapp.shared.context import services

pages = Blueprint("calls", __name__, template_folder="templates", url_prefix="/calls")

Answered = str | BaseResponse | tuple[str, int]

MOST_MB = 32
UPLOADS = {"calls.bring_file": MOST_MB * 1024 * 1024}
"""Bytes of an upload by endpoint. Larger files are read in by the command line."""


@pages.get("/import")
@needs("manager")
def imports() -> Answered:
    saved = services().calls.maps()
    name = request.args.get("map", "")
    how = map_from(saved[name]) if name in saved else ColumnMap()
    done = next((one for one in services().calls.store.imports() if str(one.id) == request.args.get("done")), None)
    return _page(how, name if name in saved else "", done=done)


@pages.post("/import")
@needs("manager")
def bring_file() -> Answered:
    source, save = request.form.get("source", "").strip()[:64], request.form.get("save", "").strip()[:40]
    uploaded = request.files.get("file")
    how = ColumnMap()
    try:
        how = map_from(_sent_map(request.form))
        if uploaded is None or not uploaded.filename:
            raise MapError(_("Choose the file first."))
        checked = check(services().calls, uploaded.stream, uploaded.filename.replace("\\", "/").split("/")[-1][:120],
                        source_name(source), how)  # fmt: skip
        if save:
            services().calls.save_map(save, map_body(how))
    except (MapError, FeedError) as error:
        return _page(how, source=source, save=save, problem=str(error)), 422
    if not checked.sound or request.form.get("do") != "import":
        return _page(how, source=source, save=save, checked=checked), 200 if checked.sound else 422
    me = person()
    number, _added = bring(services().calls, checked, me.name if me else "")
    return redirect(url_for("calls.imports", done=number), 303)


@pages.post("/import/<int:number>/undo")
@needs("manager")
def undo(number: int) -> BaseResponse:
    """Taken back twice, nothing more changes."""
    services().calls.undo(number)
    return redirect(url_for("calls.imports"), 303)


@pages.get("/feeds")
@needs("manager")
def feeds() -> str:
    return render_template("calls/feeds.html", feeds=presenters.feed_rows(services().feeds.states()), number=format_decimal)


@pages.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Answered:
    """More than may be sent at once. Nothing of it was read."""
    said = _("The file has more than %(most)s MB. Split it, by month for example, or read it in with: diagnostics calls import", most=MOST_MB)
    return _page(ColumnMap(), problem=said), 413


def _sent_map(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form as a map."""
    columns = {field: text for field in FIELDS if (text := form.get(f"column.{field}", "").strip())}
    pairs = [line.partition("=") for line in form.get("products", "")[:5_000].splitlines() if "=" in line]
    products = {word.strip(): product.strip() for word, _sign, product in pairs}
    own = {name: form.get(name, "").strip() for name in ("zone", "region", "encoding", "delimiter")}
    return {"columns": columns, "products": products, "written": form.get("written", "iso"), **own}


def _page(how: ColumnMap, map_name: str = "", **more: Any) -> str:
    given = {"source": "", "save": "", "problem": "", "checked": None, "done": None, **more}
    return render_template(
        "calls/import.html", how=how, map_name=map_name, maps=list(services().calls.maps()), sources=[feed.source for feed in services().feeds.all()],
        imported=services().calls.store.imports(20), fields=FIELDS, delimiters=list(DELIMITERS), encodings=ENCODINGS,
        labels=presenters.labels(), dates=presenters.date_examples(), preview=presenters.preview, moment=presenters.moment,
        number=format_decimal, most=MOST_MB, **given,
    )  # fmt: skip
