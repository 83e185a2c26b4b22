"""The ledger is a function of its facts: however they are cut, ordered and repeated, and whenever it is refreshed, the same rows come out."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.store.database import open_database
from tests.ledgers import MONDAY, NOW, World, call, event, visit

HOUR = timedelta(hours=1)

Told = tuple[str, dict[str, Any]]
"""A file and a line of it."""

names = st.sampled_from([f"v{n}" for n in range(6)])
hours = st.integers(0, 60 * 24)
keys = st.fixed_dictionaries({}, optional={
    "tag_h": st.sampled_from("tu"), "phone_h": st.sampled_from("pq"), "email_h": st.just("e"), "customer_h": st.just("c")})  # fmt: skip


@st.composite
def visits(draw: st.DrawFn) -> Told:
    given = draw(st.fixed_dictionaries({}, optional={
        "cookie": st.sampled_from("kl"), "tree": st.just("fan"),
        "arm": st.just("holdout"), "ua": st.just("bot"), "tree_version": st.just(2)}))  # fmt: skip
    return "visits", visit(draw(names), MONDAY + draw(hours) * HOUR, **given, **draw(keys))


@st.composite
def events(draw: st.DrawFn) -> Told:
    kind = draw(st.sampled_from(["step.viewed", "outcome.reported", "handoff.shown", "holdout.optin"]))
    given = {"fixed": draw(st.booleans())} if kind == "outcome.reported" else {}
    return "events", event(draw(names), draw(st.integers(0, 4)), kind, MONDAY + draw(hours) * HOUR, **given)


@st.composite
def calls(draw: st.DrawFn) -> Told:
    """Some are revisions of others; some the same call told by another source; some quote codes, also wrong ones."""
    name, source = draw(st.sampled_from("123")), draw(st.sampled_from(["acd", "crm"]))
    given = draw(st.fixed_dictionaries({}, optional={
        "visit_code": st.sampled_from(["Cv0", "Cv1", "Cx"]), "product": st.sampled_from(["fan", ""]), "ref": st.sampled_from("123"),
        "handle_s": st.just(60)}))  # fmt: skip
    return "calls", call(name, MONDAY + draw(hours) * HOUR, source, **given, **draw(keys))


@st.composite
def audits(draw: st.DrawFn) -> Told:
    """One for each call: what an agent found out is said once."""
    name = draw(st.sampled_from("12"))
    about = {"1": "v0", "2": None}[name]
    return "audit", {"source": "acd", "call_id": name, "true_first_visit_id": about, "true_started_at": "2026-03-05T09:00:00Z"}


told = st.lists(st.one_of(visits(), visits(), events(), calls(), calls(), audits()), min_size=1, max_size=25)


def by_file(lines: Sequence[Told]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for name, line in lines:
        found.setdefault(name, []).append(line)
    return found


@settings(max_examples=40)
@given(told, st.data())
def test_any_order_and_any_parts_make_the_same_ledger(migrated_sqlite: Path, lines: list[Told], data: st.DataObject) -> None:
    """All at once; in parts, shuffled and doubled, refreshed in between or not; and rebuilt: not one row differs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        engines = [open_database(f"sqlite:///{shutil.copy(migrated_sqlite, folder / name)}") for name in ("whole.sqlite3", "parts.sqlite3")]
        try:
            whole, parts = (World(engine, folder) for engine in engines)
            wanted = whole.tell(**by_file(lines)).kept()
            starts = [line for line in lines if line[0] == "visits"]
            order = data.draw(st.permutations(lines + data.draw(st.lists(st.sampled_from(lines), max_size=5))))
            while order:
                size = data.draw(st.integers(1, len(order)))
                parts.bring(**by_file(starts + order[:size]) if any(name == "events" for name, _ in order[:size]) else by_file(order[:size]))
                order = order[size:]
                if data.draw(st.booleans()):
                    parts.ledger.refresh(NOW)
            parts.ledger.refresh(NOW)
            assert parts.kept() == wanted
            parts.ledger.rebuild(NOW)
            assert parts.kept() == wanted
        finally:
            for engine in engines:
                engine.dispose()
