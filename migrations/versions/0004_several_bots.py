"""Several bots on one database; what waits for a word after a restore; indexes that long nights asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _replicas()
    _holds()
    _indexes()


def downgrade() -> None:
    _undo_indexes()
    _undo_holds()
    _undo_replicas()


def _replicas() -> None:
    op.create_table(
        "replicas",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_replicas")),
    )
    op.create_index("ix_replicas_name", "replicas", ["name"], unique=True)
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
    op.add_column("inbox", sa.Column("claimed_by", sa.String(), nullable=True))


def _undo_replicas() -> None:
    op.drop_column("inbox", "claimed_by")
    op.drop_table("marks")
    op.drop_table("leases")
    op.drop_index("ix_replicas_name", table_name="replicas")
    op.drop_table("replicas")


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", ID, nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("restored_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger(), nullable=True),
        sa.Column("released_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name=op.f("fk_holds_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.add_column("timers", sa.Column("held_at", sa.BigInteger(), nullable=True))


def _indexes() -> None:
    """Of open incidents by their software, and of cards that have a newer one below them."""
    for name, table, columns, where in _INDEXES:
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _undo_indexes() -> None:
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)


_INDEXES = (
    ("ix_incidents_open_software", "incidents", ["software"], "closed_at IS NULL"),
    ("ix_outbox_retired", "outbox", ["person_id", "subject_id"], "card = 'retired'"),
)


def _undo_holds() -> None:
    op.drop_column("timers", "held_at")
    op.drop_table("holds")
