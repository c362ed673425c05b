"""Several bots on one database, each with what is in its hands; what waits for a word after a restore."""

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


def downgrade() -> None:
    _undo_holds()
    _undo_replicas()


def _replicas() -> None:
    op.create_table(
        "replicas",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("revision", sa.String(), nullable=False),
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


def _undo_holds() -> None:
    op.drop_column("timers", "held_at")
    op.drop_table("holds")
