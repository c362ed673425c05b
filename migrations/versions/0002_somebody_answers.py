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
    _redirects()
    _rota()
    _sounds()
    _shift_ends()
    _auditor()


def downgrade() -> None:
    _undo_auditor()
    _undo_shift_ends()
    _undo_rota()
    _undo_sounds()
    _undo_redirects()
    _undo_hands()


def _hands() -> None:
    op.add_column("incidents", sa.Column("let_go_id", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("news_asked_at", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("let_go_id", sa.Integer(), nullable=True))
    op.add_column("incidents", sa.Column("news_at", sa.BigInteger(), nullable=True))
    op.add_column("incidents", sa.Column("news_count", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_cards_card_subject_id", "cards", ["card", "subject_id"])


def _redirects() -> None:
    op.create_table(
        "redirects",
        sa.Column("id", ID, nullable=False),
        sa.Column("incident_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("unclaimed_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("promise", sa.String(), nullable=True),
        sa.Column("promise_words", sa.String(), nullable=True),
        sa.Column("promised_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_redirects_asked_by")),
        sa.ForeignKeyConstraint(["colleague_id"], ["people.id"], name=op.f("fk_redirects_colleague_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_redirects_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redirects")),
        sa.UniqueConstraint(
            "incident_id", "colleague_id", name=op.f("uq_redirects_incident_id_colleague_id")
        ),
    )
    op.create_index("ix_redirects_status", "redirects", ["status"])
    op.create_index("ix_redirects_colleague_id", "redirects", ["colleague_id"])


def _undo_redirects() -> None:
    op.drop_table("redirects")


def _undo_hands() -> None:
    op.drop_index("ix_cards_card_subject_id", "cards")
    op.drop_column("incidents", "news_count")
    op.drop_column("incidents", "news_at")
    op.drop_column("tickets", "let_go_id")
    op.drop_column("tickets", "news_asked_at")
    op.drop_column("incidents", "let_go_id")


def _sounds() -> None:
    op.add_column("outbox", sa.Column("why", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("incident_id", sa.Integer(), nullable=True))
    op.create_table(
        "sounds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
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
        sa.Column("overlaps", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("evening", name=op.f("pk_rota_told")),
    )


def _swaps() -> None:
    op.create_table(
        "swaps",
        sa.Column("id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("colleague_id", ID, nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("their_shift_id", sa.Integer(), nullable=True),
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


def _shift_ends() -> None:
    op.add_column("incidents", sa.Column("next_lead_id", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("next_sysadmin_id", sa.Integer(), nullable=True))
    op.create_table(
        "check_ins",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("starts_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("checked_in_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("over_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_check_ins_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", "starts_at", name=op.f("pk_check_ins")),
    )
    running = sa.text("over_at IS NULL")
    op.create_index(
        "ix_check_ins_running", "check_ins", ["person_id"], sqlite_where=running, postgresql_where=running
    )
    told = sa.text("told_at IS NOT NULL")
    op.create_index("ix_check_ins_told", "check_ins", ["told_at"], sqlite_where=told, postgresql_where=told)
    _handovers()


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", ID, nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_id", ID, nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_by", ID, nullable=True),
        sa.Column("named_id", ID, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("level_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("rings", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("signed_by", ID, nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("dropped_at", sa.BigInteger(), nullable=True),
        sa.Column("dropped_why", sa.String(), nullable=True),
        *(
            sa.ForeignKeyConstraint([name], ["people.id"], name=op.f(f"fk_handovers_{name}"))
            for name in ("begun_by", "from_id", "named_id", "signed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    unsigned = sa.text("signed_at IS NULL AND dropped_at IS NULL")
    op.create_index(
        "uq_handovers_one_unsigned_a_role",
        "handovers",
        ["from_id", "role"],
        unique=True,
        sqlite_where=unsigned,
        postgresql_where=unsigned,
    )
    op.create_table(
        "handover_offers",
        sa.Column("id", ID, nullable=False),
        sa.Column("handover_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.BigInteger(), nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_handover_offers_handover_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_handover_offers_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_offers")),
        sa.UniqueConstraint(
            "handover_id", "person_id", name=op.f("uq_handover_offers_handover_id_person_id")
        ),
    )


def _undo_shift_ends() -> None:
    for table in ("handover_offers", "handovers", "check_ins"):
        op.drop_table(table)
    op.drop_column("tickets", "next_sysadmin_id")
    op.drop_column("incidents", "next_lead_id")


def _auditor() -> None:
    op.create_table(
        "repairs",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("incident_id", ID, nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_repairs_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repairs")),
    )
    op.create_index("ix_repairs_at", "repairs", ["at"])
    op.create_index("ix_tickets_status", "tickets", ["status"])
    op.add_column("timers", sa.Column("failing_since", sa.BigInteger(), nullable=True))
    failing = sa.text("failing_since IS NOT NULL")
    op.create_index(
        "ix_timers_failing_since", "timers", ["failing_since"], sqlite_where=failing, postgresql_where=failing
    )


def _undo_auditor() -> None:
    op.drop_index("ix_timers_failing_since", "timers")
    op.drop_column("timers", "failing_since")
    op.drop_index("ix_tickets_status", "tickets")
    op.drop_table("repairs")
