"""Several bots on one database, and what waits for a person's word after a restore."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _holds()


def downgrade() -> None:
    _undo_holds()


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
