"""Somebody always answers: who acknowledged and forgot, and whether "still on it?" waits for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _hands()
    _rota()
    _sounds()


def downgrade() -> None:
    _undo_rota()
    _undo_sounds()
    _undo_hands()


def _hands() -> None:
    op.add_column("incidents", sa.Column("let_go_id", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("news_asked_at", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("let_go_id", sa.Integer(), nullable=True))


def _undo_hands() -> None:
    op.drop_column("tickets", "let_go_id")
    op.drop_column("tickets", "news_asked_at")
    op.drop_column("incidents", "let_go_id")


def _sounds() -> None:
    op.add_column("outbox", sa.Column("why", sa.String(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("incident_id", sa.Integer(), nullable=True))
    op.create_table(
        "sounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sounds")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sounds_person_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_sounds_incident_id")),
    )
    op.create_index("ix_sounds_person_id_at", "sounds", ["person_id", "at"])


def _undo_sounds() -> None:
    op.drop_table("sounds")
    op.drop_column("outbox", "incident_id")
    op.drop_column("outbox", "why")


def _rota() -> None:
    for name in ("time_zone", "starts_local", "ends_local"):
        op.add_column("shifts", sa.Column(name, sa.String(), nullable=True))
    for name in ("pattern_id", "instead_of_id"):
        op.add_column("shifts", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "patterns",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("ends", sa.String(), nullable=False),
        sa.Column("days_on", sa.Integer(), nullable=True),
        sa.Column("days_off", sa.Integer(), nullable=True),
        sa.Column("weekdays", sa.String(), nullable=True),
        sa.Column("first_day", sa.String(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=True),
        sa.Column("planned_to", sa.String(), nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", ID, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_patterns_made_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_patterns_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patterns")),
    )
    op.create_index("ix_patterns_person_id", "patterns", ["person_id"], unique=False)
    _swaps()
    op.create_table(
        "rota_told",
        sa.Column("evening", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("gaps", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("evening", name=op.f("pk_rota_told")),
    )


def _swaps() -> None:
    op.create_table(
        "swaps",
        sa.Column("id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("shift", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("their_shift_id", sa.Integer(), nullable=True),
        sa.Column("their_shift", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("their_starts_at", sa.BigInteger(), nullable=True),
        sa.Column("their_ends_at", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", ID, nullable=True),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_swaps_asked_by")),
        sa.ForeignKeyConstraint(["colleague_id"], ["people.id"], name=op.f("fk_swaps_colleague_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_swaps_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swaps")),
    )
    op.create_index("ix_swaps_colleague_id", "swaps", ["colleague_id"], unique=False)
    op.create_index("ix_swaps_person_id", "swaps", ["person_id"], unique=False)


def _undo_rota() -> None:
    for table in ("rota_told", "swaps", "patterns"):
        op.drop_table(table)
    for name in ("instead_of_id", "pattern_id", "ends_local", "starts_local", "time_zone"):
        op.drop_column("shifts", name)
