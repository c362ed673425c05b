"""Somebody always answers: who acknowledged and forgot, and whether "still on it?" waits for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _hands()


def downgrade() -> None:
    _undo_hands()


def _hands() -> None:
    op.add_column("incidents", sa.Column("let_go_id", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("news_asked_at", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("let_go_id", sa.Integer(), nullable=True))


def _undo_hands() -> None:
    op.drop_column("tickets", "let_go_id")
    op.drop_column("tickets", "news_asked_at")
    op.drop_column("incidents", "let_go_id")
