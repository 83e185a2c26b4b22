"""The ledger: facts that come in, projections of them, and the sums that pages read."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

PLAIN = (
    "visits", "problems", "engaged", "completed", "bounced", "abandoned", "handed_off", "silent_end", "said_not_fixed", "claimed", "reopened",
    "opted_in", "would_yes", "would_no",
)  # fmt: skip
WINDOWED = (
    "called", "once", "calls", "calls_sq", "handle", "handle_sq", "claimed_called", "would_called", "audited", "found", "keyed", "both", "stray",
)  # fmt: skip
SUMS = PLAIN + tuple(f"{name}_{window}" for window in (1, 3, 7, 14, 30) for name in WINDOWED)


def upgrade() -> None:
    _facts()
    _feeds()
    _projections()
    _rollups()
    _bookkeeping()


def _text(name: str, *, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=null)


def _whole(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, autoincrement=False, nullable=False)


def _time(name: str, *, null: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _day(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Date, nullable=False)


def _facts() -> None:
    op.create_table(
        "visit_key",
        _text("visit_id"), _text("kind"), _text("value"), _time("at"), sa.PrimaryKeyConstraint("visit_id", "kind", "value", name="pk_visit_key"),
    )  # fmt: skip
    op.create_index("ix_visit_key_at", "visit_key", ["at"])
    op.create_index("ix_visit_key_kind_value", "visit_key", ["kind", "value"])
    op.create_table(
        "assignment",
        _text("visitor"), _text("arm"), _whole("p_ppm"), _text("alloc_id"), _time("at"), sa.PrimaryKeyConstraint("visitor", name="pk_assignment"),
    )  # fmt: skip
    op.create_table(
        "call_record",
        _text("source"), _text("call_id"), _text("content"), _time("started_at"), _time("received_at"), _whole("handle_s"), _text("product"),
        _text("reason"), _text("disposition"), _text("channel"), _text("ref"), sa.Column("import_id", sa.Integer),
        sa.PrimaryKeyConstraint("source", "call_id", "content", name="pk_call_record"),
    )  # fmt: skip
    op.create_index("ix_call_record_import_id", "call_record", ["import_id"])
    op.create_index("ix_call_record_received_at", "call_record", ["received_at"])
    op.create_index("ix_call_record_ref", "call_record", ["ref"])
    op.create_index("ix_call_record_source_started_at", "call_record", ["source", "started_at"])
    op.create_table(
        "call_key",
        _text("source"), _text("call_id"), _text("content"), _text("kind"), _text("value"),
        sa.PrimaryKeyConstraint("source", "call_id", "content", "kind", "value", name="pk_call_key"),
    )  # fmt: skip
    op.create_index("ix_call_key_kind_value", "call_key", ["kind", "value"])
    op.create_table(
        "call_audit",
        _text("source"), _text("call_id"), _text("visit_id", null=True), _time("started_at"), _time("at"),
        sa.PrimaryKeyConstraint("source", "call_id", name="pk_call_audit"),
    )  # fmt: skip
    op.create_index("ix_call_audit_visit_id", "call_audit", ["visit_id"])


def _feeds() -> None:
    op.create_table(
        "call_import",
        sa.Column("id", sa.Integer, nullable=False), _text("source"), _text("file"), _text("by"), _time("at"), _whole("rows"),
        _time("undone_at", null=True), sa.PrimaryKeyConstraint("id", name="pk_call_import"),
    )  # fmt: skip
    op.create_table(
        "feed",
        _text("source"), _text("zone"), _text("schedule"), _whole("key_version"), _time("created_at"), _time("rotated_at", null=True),
        _time("retired_at", null=True), sa.PrimaryKeyConstraint("source", name="pk_feed"),
    )  # fmt: skip
    op.create_table(
        "heartbeat",
        _text("source"), _time("at"), sa.PrimaryKeyConstraint("source", "at", name="pk_heartbeat"),
    )  # fmt: skip
    op.create_table(
        "column_map",
        _text("name"), _text("body"), _time("at"), sa.PrimaryKeyConstraint("name", name="pk_column_map"),
    )  # fmt: skip
    op.create_table(
        "cost",
        sa.Column("id", sa.Integer, nullable=False), _text("kind"), _text("product"), _text("channel"), _whole("amount"), _whole("low"),
        _whole("high"), _text("currency"), _text("per"), _day("valid_from"), _text("source"), _text("by"), _time("at"),
        sa.Column("supersedes", sa.Integer), sa.PrimaryKeyConstraint("id", name="pk_cost"),
    )  # fmt: skip


def _projections() -> None:
    op.create_table(
        "visit_summary",
        _text("visit_id"), _text("problem_id", null=True), _day("local_day"), _text("tree"), _text("structure"), _text("product"), _text("portal"),
        _text("locale"), _text("device"), _whole("started_at"), _whole("last_at"), _text("arm"), _whole("p_ppm"), _text("alloc_id"),
        _text("excluded"), _text("said"), _text("path"), _whole("seq"), sa.PrimaryKeyConstraint("visit_id", name="pk_visit_summary"),
    )  # fmt: skip
    op.create_index("ix_visit_summary_local_day_tree", "visit_summary", ["local_day", "tree"])
    op.create_index("ix_visit_summary_problem_id", "visit_summary", ["problem_id"])
    op.create_table(
        "problem",
        _text("problem_id"), _day("local_day"), _text("tree"), _text("structure"), _text("product"), _text("portal"), _text("locale"),
        _text("device"), _text("arm"), _text("alloc_id"), _whole("p_ppm"), _whole("first_at"), _whole("last_at"), _text("counts"),
        sa.PrimaryKeyConstraint("problem_id", name="pk_problem"),
    )  # fmt: skip
    op.create_index("ix_problem_local_day_tree", "problem", ["local_day", "tree"])
    op.create_table(
        "call_match",
        _text("source"), _text("call_id"), _text("visit_id"), _text("problem_id"), _whole("tier"), _whole("started_at"), _whole("handle_s"),
        _text("evidence"), _whole("keyed"), sa.PrimaryKeyConstraint("source", "call_id", name="pk_call_match"),
    )  # fmt: skip
    op.create_index("ix_call_match_problem_id", "call_match", ["problem_id"])
    op.create_index("ix_call_match_visit_id", "call_match", ["visit_id"])
    op.create_table(
        "call_standing",
        _text("source"), _text("call_id"), _day("local_day"), _whole("started_at"), _whole("handle_s"), _text("product"), _text("reason"),
        _whole("tier"), _whole("refused"), _whole("early"), sa.PrimaryKeyConstraint("source", "call_id", name="pk_call_standing"),
    )  # fmt: skip
    op.create_index("ix_call_standing_local_day", "call_standing", ["local_day"])
    op.create_table(
        "clock_shift",
        _text("source"), _day("week"), _whole("hours"), _whole("pairs"), _whole("closed"),
        sa.PrimaryKeyConstraint("source", "week", name="pk_clock_shift"),
    )  # fmt: skip


def _rollups() -> None:
    op.create_table(
        "rollup",
        _text("dimension"), _text("value"), _day("local_day"), _text("tree"), _text("arm"), _text("alloc_id"), _whole("p_ppm"),
        *(_whole(name) for name in SUMS),
        sa.PrimaryKeyConstraint("dimension", "value", "local_day", "tree", "arm", "alloc_id", "p_ppm", name="pk_rollup"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_index("ix_rollup_dimension_tree_local_day", "rollup", ["dimension", "tree", "local_day"])
    op.create_index("ix_rollup_local_day_tree", "rollup", ["local_day", "tree"])
    op.create_table(
        "week_rollup",
        _day("week"), _text("tree"), _text("arm"), _text("alloc_id"), _whole("p_ppm"), *(_whole(name) for name in SUMS),
        sa.PrimaryKeyConstraint("week", "tree", "arm", "alloc_id", "p_ppm", name="pk_week_rollup"), sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "step_rollup",
        _day("local_day"), _text("tree"), _text("structure"), _text("step"), _whole("entered"), _whole("left_here"), _whole("back"),
        _whole("fixed_here"), _whole("person_here"), *(_whole(f"dwell_{power}") for power in range(16)),
        sa.PrimaryKeyConstraint("local_day", "tree", "structure", "step", name="pk_step_rollup"),
    )  # fmt: skip
    op.create_table(
        "flow_rollup",
        _day("local_day"), _text("tree"), _text("structure"), _text("step"), _text("answer"), _text("onto"), _whole("visits"),
        sa.PrimaryKeyConstraint("local_day", "tree", "structure", "step", "answer", "onto", name="pk_flow_rollup"),
    )  # fmt: skip
    op.create_table(
        "call_rollup",
        _day("local_day"), _text("source"), _text("product"), _text("reason"), _whole("calls"), _whole("handle"), _whole("after_visit"),
        _whole("refused"), _whole("early"), *(_whole(f"tier_{tier}") for tier in range(1, 6)),
        sa.PrimaryKeyConstraint("local_day", "source", "product", "reason", name="pk_call_rollup"),
    )  # fmt: skip
    op.create_table(
        "visit_day",
        _day("local_day"), _text("tree"), _text("rule"), _whole("visits"),
        sa.PrimaryKeyConstraint("local_day", "tree", "rule", name="pk_visit_day"),
    )  # fmt: skip


def _bookkeeping() -> None:
    op.create_table(
        "dirty",
        _day("local_day"), _text("tree"), _time("since"), sa.PrimaryKeyConstraint("local_day", "tree", name="pk_dirty"),
    )  # fmt: skip
    op.create_table(
        "touched",
        sa.Column("id", sa.Integer, nullable=False), _text("kind"), _text("source"), _text("ref"),
        sa.PrimaryKeyConstraint("id", name="pk_touched"), sqlite_autoincrement=True,
    )  # fmt: skip
    op.create_index("ix_touched_kind_source_ref", "touched", ["kind", "source", "ref"])
    op.create_table(
        "cursor",
        _text("name"), _text("value"), sa.PrimaryKeyConstraint("name", name="pk_cursor"),
    )  # fmt: skip
    op.create_table(
        "published",
        _text("period"), _text("metric"), _text("scope"), _time("as_of"), sa.Column("estimate", sa.Float), sa.Column("low", sa.Float),
        sa.Column("high", sa.Float), _whole("n"), sa.PrimaryKeyConstraint("period", "metric", "scope", name="pk_published"),
    )  # fmt: skip
    op.create_table(
        "restatement",
        sa.Column("id", sa.Integer, nullable=False), _time("at"), _text("period"), _text("metric"), _text("scope"), sa.Column("before", sa.Float),
        sa.Column("after", sa.Float), _text("because"), sa.PrimaryKeyConstraint("id", name="pk_restatement"),
    )  # fmt: skip
    op.create_table(
        "digest",
        _text("week"), _time("made_at"), _time("sent_at", null=True), _text("body"), sa.PrimaryKeyConstraint("week", name="pk_digest"),
    )  # fmt: skip


def downgrade() -> None:
    for table in (
        "digest", "restatement", "published", "cursor", "touched", "dirty", "visit_day", "call_rollup", "flow_rollup", "step_rollup",
        "week_rollup", "rollup",
        "clock_shift", "call_standing", "call_match", "problem", "visit_summary", "cost", "column_map", "heartbeat", "feed", "call_import",
        "call_audit", "call_key", "call_record", "assignment", "visit_key",
    ):  # fmt: skip
        op.drop_table(table)
