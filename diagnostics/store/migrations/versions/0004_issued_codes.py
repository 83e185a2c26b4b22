"""Visit codes by visit, and a register of the codes given out: the visit leads every key of what belongs to it (docs/adr/0014-postgresql.md)."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "issued_code",
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("visit_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_issued_code"),
    )
    op.execute("INSERT INTO issued_code (code, visit_id) SELECT code, visit_id FROM visit_code")
    _rekeyed("visit_id", "code")


def downgrade() -> None:
    _rekeyed("code", "visit_id", sa.UniqueConstraint("visit_id", name="uq_visit_code_visit_id"))
    op.drop_table("issued_code")


def _rekeyed(key: str, other: str, *more: sa.UniqueConstraint) -> None:
    """Makes the table of codes anew with another key. Its rows wait aside: the name of a key is not free while the old table has it."""
    op.execute("CREATE TABLE visit_code_moved AS SELECT visit_id, code, issued_at FROM visit_code")
    op.drop_table("visit_code")
    op.create_table(
        "visit_code",
        sa.Column(key, sa.Text, nullable=False),
        sa.Column(other, sa.Text, nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint(key, name="pk_visit_code"),
        *more,
    )
    op.execute("INSERT INTO visit_code (visit_id, code, issued_at) SELECT visit_id, code, issued_at FROM visit_code_moved")
    op.drop_table("visit_code_moved")
