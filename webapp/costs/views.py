"""The cost book's page: read it, and add a line."""

from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from diagnostics.deflection.benchmarks import BENCHMARKS
from diagnostics.service.costs import LONGEST_SOURCE, CostError, Entered
from webapp.costs import presenters
from webapp.shared.access import needs, person
from webapp.shared.context import services, settings
from webapp.shared.locale import locale

pages = Blueprint("costs", __name__, template_folder="templates")

_FIELDS = ("amount", "low", "high", "currency", "per", "valid_from", "product", "channel", "source", "supersedes")
MAX_FIELD = 1_000
"""Characters of a field that are looked at."""


@pages.get("/costs")
@needs("manager")
def index() -> str:
    return _page({"corrects": request.args.get("corrects", "")[:20]}, {})


@pages.post("/costs")
@needs("manager")
def enter() -> BaseResponse | tuple[str, int]:
    sent = {name: request.form.get(name, "")[:MAX_FIELD].replace("\0", "") for name in _FIELDS}
    me = person()
    try:
        services().costs.enter(Entered(**sent), me.name if me else "")
    except CostError as error:
        return _page({"corrects": sent["supersedes"], **sent}, error.problems), 422
    return redirect(url_for("costs.index", added=1), 303)


def _page(typed: dict[str, str], problems: object) -> str:
    """The page. `typed` is what stands in the form; `corrects` names the line whose values stand there before anything was typed."""
    costs, products = services().costs.all(), services().costs.products()
    today = services().clock().astimezone(ZoneInfo(settings().zone)).date()
    before = next((cost for cost in costs if str(cost.id) == typed["corrects"]), None)
    if "amount" not in typed:
        typed = presenters.form_of(before, costs[-1].currency if costs else "", today) | typed
    return render_template(
        "costs/index.html", lines=presenters.lines(costs, products, today, locale()), form=typed, corrects=before.id if before else None,
        problems=problems, products=products, per={name: presenters.per(name) for name in ("call", "minute", "problem")},
        channels=presenters.channels(), benchmarks=BENCHMARKS, added=request.args.get("added") == "1", longest=LONGEST_SOURCE,
    )  # fmt: skip
