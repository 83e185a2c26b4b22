"""The first tables: the visit log with its personal side table and codes, programs, publications, assets."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _visits()
    _programs()


def _visits() -> None:
    op.create_table(
        "event",
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tree", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("structure", sa.Text, nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("portal", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("product", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "seq", name="pk_event"),
    )
    op.create_index("ix_event_type_occurred_at", "event", ["type", "occurred_at"])
    op.create_table(
        "personal",
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("visit_id", "seq", name="pk_personal"),
        sa.ForeignKeyConstraint(["visit_id", "seq"], ["event.visit_id", "event.seq"], name="fk_personal_visit_id_seq"),
    )
    op.create_table(
        "visit_code",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_visit_code"),
        sa.UniqueConstraint("visit_id", name="uq_visit_code_visit_id"),
    )


def _programs() -> None:
    op.create_table(
        "program",
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("tree", sa.Text, nullable=False),
        sa.Column("structure", sa.Text, nullable=False),
        sa.Column("format", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_program"),
    )
    op.create_index("ix_program_tree_stored_at", "program", ["tree", "stored_at"])
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("restores", sa.Integer),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publication"),
        sa.ForeignKeyConstraint(["restores"], ["publication.id"], name="fk_publication_restores"),
    )
    op.create_table(
        "publication_tree",
        sa.Column("publication_id", sa.Integer, nullable=False),
        sa.Column("tree", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("publication_id", "tree", name="pk_publication_tree"),
        sa.ForeignKeyConstraint(["publication_id"], ["publication.id"], name="fk_publication_tree_publication_id"),
        sa.ForeignKeyConstraint(["fingerprint"], ["program.fingerprint"], name="fk_publication_tree_fingerprint"),
    )
    op.create_table(
        "asset",
        sa.Column("sha", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_asset"),
    )


def downgrade() -> None:
    for table in ("asset", "publication_tree", "publication", "program", "visit_code", "personal", "event"):
        op.drop_table(table)
