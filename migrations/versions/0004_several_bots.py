"""Several bots on one database; holds after a restore; indexes; the leads' group; providers."""

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
    _sealed_words()
    _indexes()
    _leads_groups()
    _connections()
    _vouchings()


def downgrade() -> None:
    op.drop_table("vouchings")
    _undo_connections()
    _undo_leads_groups()
    _undo_indexes()
    op.drop_table("sealed_words")
    _undo_holds()
    _undo_replicas()


def _vouchings() -> None:
    """Invitations to roles that nobody gives alone."""
    op.create_table(
        "vouchings",
        sa.Column("id", ID, nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["secret_hash"], ["invitations.secret_hash"], name=op.f("fk_vouchings_secret_hash")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name=op.f("fk_vouchings_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vouchings")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_vouchings_secret_hash")),
    )


def _connections() -> None:
    """What people say of their way to the internet."""
    op.add_column("people", sa.Column("provider", sa.String(), nullable=True))
    op.add_column("people", sa.Column("vpn", sa.String(), nullable=True))


def _undo_connections() -> None:
    op.drop_column("people", "vpn")
    op.drop_column("people", "provider")


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


def _leads_groups() -> None:
    op.create_table(
        "leads_groups",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("topics", sa.Boolean(), nullable=False),
        sa.Column("bound_by", ID, nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.Column("unbound_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("trouble_at", sa.BigInteger(), nullable=True),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["bound_by"], ["people.id"], name=op.f("fk_leads_groups_bound_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leads_groups")),
    )
    op.create_table(
        "group_boards",
        sa.Column("group_id", ID, nullable=False),
        sa.Column("outage_id", ID, nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("topic_not_before", sa.BigInteger(), nullable=True),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("drawn_hash", sa.String(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("doing", sa.String(), nullable=True),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["leads_groups.id"], name=op.f("fk_group_boards_group_id")),
        sa.ForeignKeyConstraint(["outage_id"], ["outages.id"], name=op.f("fk_group_boards_outage_id")),
        sa.PrimaryKeyConstraint("group_id", "outage_id", name=op.f("pk_group_boards")),
    )
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        "ix_group_boards_unfinished",
        "group_boards",
        ["group_id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )


def _undo_leads_groups() -> None:
    op.drop_table("group_boards")
    op.drop_table("leads_groups")


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
    """Where a question would read a growing table from end to end; with a condition, of what is open."""
    for name, table, columns, where in _INDEXES:
        of = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=of, postgresql_where=of)
    op.drop_index("ix_pictures_kept_at", table_name="pictures")


def _undo_indexes() -> None:
    op.create_index("ix_pictures_kept_at", "pictures", ["kept_at"])
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)


_INDEXES = (
    ("ix_incidents_open_software", "incidents", ["software"], "closed_at IS NULL"),
    ("ix_outbox_retired", "outbox", ["person_id", "subject_id"], "card = 'retired'"),
    ("ix_inbox_quarantined", "inbox", ["update_id"], "state = 'quarantined'"),
    ("ix_bulk_deeds_by_id_at", "bulk_deeds", ["by_id", "at"], None),
    ("ix_inquiries_ticket_id", "inquiries", ["ticket_id"], None),
    ("ix_pictures_on_shelf", "pictures", ["kept_at"], "dropped_at IS NULL"),
    ("ix_pages_person_id", "pages", ["person_id"], None),
    ("ix_shifts_ends_at", "shifts", ["ends_at"], None),
)


def _undo_holds() -> None:
    op.drop_column("timers", "held_at")
    op.drop_table("holds")


def _sealed_words() -> None:
    op.create_table(
        "sealed_words",
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("incident_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sealed_words_person_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_sealed_words_incident_id")),
        sa.PrimaryKeyConstraint("seal", name=op.f("pk_sealed_words")),
    )
    op.create_index("ix_sealed_words_incident_id", "sealed_words", ["incident_id"])
    op.create_index("ix_sealed_words_person_id", "sealed_words", ["person_id"])
