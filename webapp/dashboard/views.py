"""The manager's pages: the first screen, a tree, calls, health, customers' words, and every table of them as CSV and JSON."""

from collections.abc import Callable, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, g, jsonify, render_template, request

from diagnostics.deflection.figures import Figure, Trust
from diagnostics.service.figures import Figures
from diagnostics.service.ledger_ports import CallCount, Slice
from webapp.dashboard import believe, compared, filters, numbers, one_tree, places, reasons, rungs, trees, words
from webapp.dashboard import picture as pictures
from webapp.dashboard.filters import Chosen
from webapp.dashboard.overview import overview, query_of
from webapp.dashboard.panel import Frame, frame
from webapp.dashboard.tables import Kind, Table, as_csv, as_json
from webapp.shared.access import needs
from webapp.shared.context import services, settings
from webapp.shared.locale import locale

pages = Blueprint("dashboard", __name__, template_folder="templates", url_prefix="/dashboard")

pages.context_processor(lambda: {"whole": numbers.whole, "percent": numbers.percent})


@pages.get("")
@needs("manager")
def index() -> str:
    chosen = _chosen()
    made = overview(_figures(), chosen, _titles(), _figures().reader.first_day())
    return render_template("dashboard/index.html", frame=_frame(chosen, "dashboard.index"), page=made, truth=_truth(chosen, made.trust, made.now))


@pages.get("/tree/<path:tree>")
@needs("manager")
def tree(tree: str) -> str:
    chosen = _chosen(tree)
    made = one_tree.one_tree(_figures(), _figures().reader, services().programs, chosen, locale())
    trust = _figures().trust(query_of(chosen))
    said = words.words(services().ledger, services().programs, _titles(), words.Asked(tree=tree), 8)
    return render_template(
        "dashboard/tree.html", frame=_frame(chosen, "dashboard.tree"), page=made, words=said, title=_titles().get(tree, places.worded(tree)),
        truth=_truth(chosen, trust, made.now),
    )  # fmt: skip


@pages.get("/tree/<path:tree>/picture.svg")
@needs("manager")
def picture(tree: str) -> Response:
    made = pictures.picture(_figures(), services().programs, _chosen(tree)) or abort(404)
    return Response(made, mimetype="image/svg+xml", headers={"Content-Security-Policy": pictures.POLICY})


@pages.get("/calls")
@needs("manager")
def calls() -> str:
    chosen = _chosen()
    figures = _figures()
    now, health = figures.headline(query_of(chosen)), figures.health(query_of(chosen))
    return render_template(
        "dashboard/calls.html", frame=_frame(chosen, "dashboard.calls"), page=reasons.reasons(_call_counts(chosen)), now=now, health=health,
        matches=believe.tier_table(health), truth=_truth(chosen, health.trust, now),
    )  # fmt: skip


@pages.get("/health")
@needs("manager")
def health() -> str:
    chosen, ledger = _chosen(), _figures().reader
    found = _figures().health(query_of(chosen))
    now = _figures().headline(query_of(chosen))
    tables = [
        believe.feed_table(found, ledger.feeds()),
        believe.tier_table(found),
        believe.excluded_table(found),
        believe.shift_table(ledger.shifts()),
        believe.restated_table(ledger.restatements()),
    ]
    return render_template("dashboard/health.html", frame=_frame(chosen, "dashboard.health"), checks=believe.checks(found), tables=tables,
                           truth=_truth(chosen, found.trust, now))  # fmt: skip


@pages.get("/words")
@needs("manager")
def customers_words() -> str:
    chosen = _chosen()
    asked = words.Asked(chosen.tree, request.args.get("step", "")[:200], request.args.get("q", "")[:100].replace("\0", ""))
    return render_template("dashboard/words.html", frame=_frame(chosen, "dashboard.customers_words"), asked=asked,
                           page=words.words(services().ledger, services().programs, _titles(), asked))  # fmt: skip


@pages.get("/table/<name>.csv", defaults={"kind": "csv"})
@pages.get("/table/<name>.json", defaults={"kind": "json"})
@needs("manager")
def table(name: str, kind: Kind) -> Response:
    make = TABLES.get(name) or abort(404)
    chosen = _chosen()
    made = make(chosen)
    if made is None:
        abort(404)
    if kind == "json":
        return jsonify(as_json(made, _about(chosen)))
    file = f"{name}-{chosen.first.isoformat()}-{chosen.last.isoformat()}.csv"
    return Response(as_csv(made), mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{file}"'})


def _figures() -> Figures:
    """Those of this page: of one moment, and nothing is read twice."""
    if "figures" not in g:
        g.figures = services().figures.now()
    found: Figures = g.figures
    return found


def _headline(chosen: Chosen) -> Figure:
    return _figures().headline(query_of(chosen))


def _sensitivity(chosen: Chosen) -> Table | None:
    now = _headline(chosen)
    money = compared.money(now.savings, now.comparison, now.visits_per_call)
    return money.table if money else None


def _of_tree(chosen: Chosen) -> one_tree.OneTree:
    if not chosen.tree:
        abort(404)
    return one_tree.one_tree(_figures(), _figures().reader, services().programs, chosen, locale())


def _arms(chosen: Chosen) -> compared.Compared:
    query = query_of(chosen)
    return compared.compared(_figures().arms(query), chosen.window, _headline(chosen).comparison)


def _steps(chosen: Chosen) -> Table | None:
    made = _of_tree(chosen).funnel
    return made.table if made else None


TABLES: Mapping[str, Callable[[Chosen], Table | None]] = {
    "trees": lambda chosen: trees.trees(_figures().trees(query_of(chosen)), _headline(chosen), _titles()).table,
    "tiers": lambda chosen: rungs.rungs(_headline(chosen)).table,
    "periods": lambda chosen: overview(_figures(), chosen, _titles(), _figures().reader.first_day()).trend.table,
    "sensitivity": _sensitivity,
    "arms": lambda chosen: _arms(chosen).table,
    "versions": lambda chosen: _of_tree(chosen).versions.table,
    "steps": _steps,
    "reasons": lambda chosen: reasons.reasons(_call_counts(chosen)).table,
    "feeds": lambda chosen: believe.feed_table(_figures().health(query_of(chosen)), _figures().reader.feeds()),
    "matches": lambda chosen: believe.tier_table(_figures().health(query_of(chosen))),
    "excluded": lambda chosen: believe.excluded_table(_figures().health(query_of(chosen))),
    "clocks": lambda chosen: believe.shift_table(_figures().reader.shifts()),
    "restatements": lambda chosen: believe.restated_table(_figures().reader.restatements()),
    "words": lambda chosen: words.words(services().ledger, services().programs, _titles(), words.Asked(chosen.tree), 1_000).table,
}


def _about(chosen: Chosen) -> dict[str, object]:
    """What the rows of an export rest on."""
    saved = _headline(chosen).savings
    costs = [*saved.cost.ids, *(saved.to_serve.ids if saved.to_serve else ())] if saved else []
    as_of = _figures().reader.as_of()
    return {
        "from": chosen.first.isoformat(), "to": chosen.last.isoformat(), "window_days": chosen.window, "tree": chosen.tree, "by": chosen.by,
        "value": chosen.value, "interval": "95%", "method": METHOD, "cost_ids": costs, "as_of": as_of.isoformat() if as_of else None,
    }  # fmt: skip


METHOD = "shares: Wilson; differences: Newcombe, stratified by allocation (MOVER); means: Welch; match correction: MOVER-R"


def _chosen(tree: str = "") -> Chosen:
    """What the address asks for. A tree of the path must be one that the ledger or the library knows."""
    ledger, args = _figures().reader, request.args.to_dict()
    known = _known_trees(tree or args.get("tree", ""))
    if tree:
        if tree not in known:
            abort(404)
        args["tree"] = tree
    by = args.get("part", "").partition(":")[0]
    values = {by: ledger.values(filters.BY[by])} if by in filters.BY else {}
    return filters.chosen(args, _today(), ledger.first_day(), known, values)


def _known_trees(wanted: str) -> set[str]:
    """The trees in service and, where another one is wanted, those that were visited at any time."""
    known, first = set(_titles()), _figures().reader.first_day()
    if wanted and wanted not in known and first is not None:
        known |= {cell.tree for cell in _figures().reader.cells(Slice(first, _today()), ["tree"])}
    return known


def _today() -> date:
    return services().clock().astimezone(ZoneInfo(settings().zone)).date()


def _titles() -> Mapping[str, str]:
    return places.titles(services().programs.serving(), locale())


def _frame(chosen: Chosen, endpoint: str) -> Frame:
    return frame(chosen, endpoint, _figures().reader, _titles(), services().demo, _today())


def _truth(chosen: Chosen, trust: Trust, now: Figure) -> believe.Truth:
    return believe.truth(trust, now, _figures().reader.as_of(), chosen.last)


def _call_counts(chosen: Chosen) -> list[CallCount]:
    found = _figures().reader.call_counts(chosen.first, chosen.last)
    return [row for row in found if chosen.by != "product" or row.product == chosen.value]
