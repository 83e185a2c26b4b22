"""The tables of the ledger: facts that come in, projections of them, and the sums that pages read.

Keys by which a visit and a call are recognised as one person's stand in `visit_key` and `call_key` alone, so that they can be erased.
Projections (`visit_summary`, `problem`, `call_match`) and rollups can be made anew from the facts at any time.
"""

import sqlalchemy as sa

from diagnostics.deflection.counts import COLUMNS
from diagnostics.store.schema import JsonText, Text, UtcTime, metadata


def _text(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, Text, primary_key=key, nullable=null)


def _whole(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, primary_key=key, nullable=null, autoincrement=False)


def _time(name: str, *, key: bool = False, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcTime, primary_key=key, nullable=null)


def _day(name: str, *, key: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date, primary_key=key, nullable=False)


# --- facts

visit_key = sa.Table(
    "visit_key", metadata, _text("visit_id", key=True), _text("kind", key=True), _text("value", key=True), _time("at"),
    sa.Index(None, "kind", "value"), sa.Index(None, "at"),
)  # fmt: skip

assignment = sa.Table(
    "assignment", metadata, _text("visitor", key=True), _text("arm"), _whole("p_ppm"), _text("alloc_id"), _time("at"),
)  # fmt: skip
"""`visitor` is a keyed hash of the cookie: who has been assigned once stays in that arm."""

call_record = sa.Table(
    "call_record", metadata,
    _text("source", key=True), _text("call_id", key=True), _text("content", key=True),
    _time("started_at"), _time("received_at"), _whole("handle_s"), _text("product"), _text("reason"), _text("disposition"), _text("channel"),
    _text("ref"),
    sa.Column("import_id", sa.Integer), sa.Index(None, "received_at"), sa.Index(None, "import_id"), sa.Index(None, "source", "started_at"),
    sa.Index(None, "ref"),
)  # fmt: skip
"""`content` is a hash of what this revision says, keys included: sent again, it is the same row."""

call_key = sa.Table(
    "call_key", metadata, _text("source", key=True), _text("call_id", key=True), _text("content", key=True), _text("kind", key=True),
    _text("value", key=True), sa.Index(None, "kind", "value"),
)  # fmt: skip

call_audit = sa.Table(
    "call_audit", metadata, _text("source", key=True), _text("call_id", key=True), _text("visit_id", null=True), _time("started_at"), _time("at"),
    sa.Index(None, "visit_id"),
)  # fmt: skip

call_import = sa.Table(
    "call_import", metadata, sa.Column("id", sa.Integer, primary_key=True), _text("source"), _text("file"), _text("by"), _time("at"),
    _whole("rows"), _time("undone_at", null=True),
)  # fmt: skip

feed = sa.Table(
    "feed", metadata, _text("source", key=True), _text("zone"), sa.Column("schedule", JsonText, nullable=False), _whole("key_version"),
    _time("created_at"), _time("rotated_at", null=True), _time("retired_at", null=True),
)  # fmt: skip
"""`schedule` also holds the `region` of telephone numbers without a country. For a while after `rotated_at` the key of `key_version - 1`
still counts."""

heartbeat = sa.Table("heartbeat", metadata, _text("source", key=True), _time("at", key=True))

column_map = sa.Table("column_map", metadata, _text("name", key=True), sa.Column("body", JsonText, nullable=False), _time("at"))

cost = sa.Table(
    "cost", metadata, sa.Column("id", sa.Integer, primary_key=True), _text("kind"), _text("product"), _text("channel"), _whole("amount"),
    _whole("low"), _whole("high"), _text("currency"), _text("per"), _day("valid_from"), _text("source"), _text("by"), _time("at"),
    sa.Column("supersedes", sa.Integer),
)  # fmt: skip
"""Append-only. Amounts in minor units (cents). `kind`: `call` or `serve`; `per`: `call`, `minute` or `problem`."""

# --- projections

visit_summary = sa.Table(
    "visit_summary", metadata,
    _text("visit_id", key=True), _text("problem_id", null=True), _day("local_day"), _text("tree"), _text("structure"), _text("product"),
    _text("portal"), _text("locale"), _text("device"), _whole("started_at"), _whole("last_at"), _text("arm"), _whole("p_ppm"), _text("alloc_id"),
    _text("excluded"), sa.Column("said", JsonText, nullable=False), sa.Column("path", JsonText, nullable=False), _whole("seq"),
    sa.Index(None, "problem_id"), sa.Index(None, "local_day", "tree"),
)  # fmt: skip
"""`said`: the other fields of `deflection.records.VisitSummary`, without keys. `seq`: of the last event that is folded into it."""

problem = sa.Table(
    "problem", metadata,
    _text("problem_id", key=True), _day("local_day"), _text("tree"), _text("structure"), _text("product"), _text("portal"), _text("locale"),
    _text("device"), _text("arm"), _text("alloc_id"), _whole("p_ppm"), _whole("first_at"), _whole("last_at"),
    sa.Column("counts", JsonText, nullable=False), sa.Index(None, "local_day", "tree"),
)  # fmt: skip

call_match = sa.Table(
    "call_match", metadata, _text("source", key=True), _text("call_id", key=True), _text("visit_id"), _text("problem_id"), _whole("tier"),
    _whole("started_at"), _whole("handle_s"), _text("evidence"), _whole("keyed"), sa.Index(None, "problem_id"), sa.Index(None, "visit_id"),
)  # fmt: skip

call_standing = sa.Table(
    "call_standing", metadata, _text("source", key=True), _text("call_id", key=True), _day("local_day"), _whole("started_at"),
    _whole("handle_s"), _text("product"), _text("reason"), _whole("tier"), _whole("refused"), _whole("early"), sa.Index(None, "local_day"),
)  # fmt: skip
"""Each call once, as it stands: its last revision, its clock repaired, what two sources tell of one call joined. `tier`: 1 to 5 of what
matched it, 0 for none."""

clock_shift = sa.Table(
    "clock_shift", metadata, _text("source", key=True), _day("week", key=True), _whole("hours"), _whole("pairs"), _whole("closed"),
)  # fmt: skip
"""Whole hours that are added to what a source writes in the week that begins on this Monday. `closed`: keys of its calls have been erased,
so that it stays as it was found."""

# --- rollups

rollup = sa.Table(
    "rollup", metadata,
    _text("dimension", key=True), _text("value", key=True), _day("local_day", key=True), _text("tree", key=True), _text("arm", key=True),
    _text("alloc_id", key=True), _whole("p_ppm", key=True), *(_whole(name) for name in COLUMNS),
    sa.Index(None, "dimension", "tree", "local_day"), sa.Index(None, "local_day", "tree"), sqlite_with_rowid=False,
)  # fmt: skip
"""`dimension` "" holds everything; `structure`, `locale`, `device`, `product` and `portal` the same problems by one of these. Tree "" holds
the sums over all trees of a day. In SQLite the rows lie in the order of their key, so that those of a period are side by side."""

week_rollup = sa.Table(
    "week_rollup", metadata,
    _day("week", key=True), _text("tree", key=True), _text("arm", key=True), _text("alloc_id", key=True), _whole("p_ppm", key=True),
    *(_whole(name) for name in COLUMNS), sqlite_with_rowid=False,
)  # fmt: skip
"""The rows of `rollup` that hold everything of a tree, summed over the days of a week, which is named by its Monday."""

DWELL = tuple(f"dwell_{power}" for power in range(16))
"""How many were answered within 2^n seconds: histograms add, so medians of any period can be read from them."""

step_rollup = sa.Table(
    "step_rollup", metadata,
    _day("local_day", key=True), _text("tree", key=True), _text("structure", key=True), _text("step", key=True),
    _whole("entered"), _whole("left_here"), _whole("back"), _whole("fixed_here"), _whole("person_here"), *(_whole(name) for name in DWELL),
)  # fmt: skip

flow_rollup = sa.Table(
    "flow_rollup", metadata,
    _day("local_day", key=True), _text("tree", key=True), _text("structure", key=True), _text("step", key=True), _text("answer", key=True),
    _text("onto", key=True), _whole("visits"),
)  # fmt: skip

call_rollup = sa.Table(
    "call_rollup", metadata,
    _day("local_day", key=True), _text("source", key=True), _text("product", key=True), _text("reason", key=True),
    *(_whole(name) for name in ("calls", "handle", "after_visit", "refused", "early", *(f"tier_{tier}" for tier in range(1, 6)))),
)  # fmt: skip
"""`after_visit`: calls matched to a visit; `refused`: by a key that too many people share; `early`: before the visit that they quote."""

visit_day = sa.Table("visit_day", metadata, _day("local_day", key=True), _text("tree", key=True), _text("rule", key=True), _whole("visits"))
"""Visits on their own day. `rule` is why they are no customer's visits, "" for customers."""

dirty = sa.Table("dirty", metadata, _day("local_day", key=True), _text("tree", key=True), _time("since"))
"""Sums that have to be made anew. Tree "": those of the calls of that day."""

touched = sa.Table(
    "touched", metadata, sa.Column("id", sa.Integer, primary_key=True), _text("kind"), _text("source"), _text("ref"),
    sa.Index(None, "kind", "source", "ref"), sqlite_autoincrement=True,
)  # fmt: skip
"""What the ledger must look at again, written with the fact in one transaction. `kind`: `events` (a visit to be folded anew, which no clock
tells of), `visit` (to be linked anew), `call` (by its source and id)."""

cursor = sa.Table("cursor", metadata, _text("name", key=True), _text("value"))

published = sa.Table(
    "published", metadata, _text("period", key=True), _text("metric", key=True), _text("scope", key=True), _time("as_of"),
    sa.Column("estimate", sa.Float), sa.Column("low", sa.Float), sa.Column("high", sa.Float), _whole("n"),
)  # fmt: skip
"""What was last told of a closed period (`2026-W47`), so that a change of it can be told too."""

restatement = sa.Table(
    "restatement", metadata, sa.Column("id", sa.Integer, primary_key=True), _time("at"), _text("period"), _text("metric"), _text("scope"),
    sa.Column("before", sa.Float), sa.Column("after", sa.Float), _text("because"),
)  # fmt: skip

digest = sa.Table(
    "digest", metadata, _text("week", key=True), _time("made_at"), _time("sent_at", null=True), sa.Column("body", JsonText, nullable=False),
)  # fmt: skip
