"""Many at once: mass outages with one lead, whoever joins them, and tickets that become one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("mass_at", "lead_at", "wave_at"):
        op.add_column("outages", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("lead_id", "joined_id"):
        op.add_column("outages", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("outages", sa.Column("return_phase", sa.String(), nullable=True))
    for name in ("joined_at", "apart_at", "volunteer_asked_at", "volunteer_seen_at"):
        op.add_column("incidents", sa.Column(name, sa.BigInteger(), nullable=True))
    _bulk()
    op.create_table(
        "probe_results",
        sa.Column("software", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("green", sa.Boolean(), nullable=True),
        sa.Column("checked_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("software", name=op.f("pk_probe_results")),
    )
    op.add_column("cards", sa.Column("edited_at", sa.BigInteger(), nullable=True))
    op.add_column("outages", sa.Column("wave", sa.Integer(), nullable=True))
    op.add_column("tickets", sa.Column("joined_id", sa.Integer(), nullable=True))
    op.add_column("pictures", sa.Column("looks", sa.String(), nullable=True))
    open_ones = sa.text("resolved_at IS NULL")
    op.create_index(
        "ix_outages_open", "outages", ["software"], sqlite_where=open_ones, postgresql_where=open_ones
    )


def _bulk() -> None:
    op.create_table(
        "bulk_deeds",
        sa.Column("id", ID, nullable=False),
        sa.Column("outage_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("incidents", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["outage_id"], ["outages.id"], name=op.f("fk_bulk_deeds_outage_id")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_bulk_deeds_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_deeds")),
    )
    op.create_index(op.f("ix_bulk_deeds_outage_id"), "bulk_deeds", ["outage_id"])
    op.create_table(
        "board_views",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("outage_id", ID, nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("selected", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_board_views_person_id")),
        sa.ForeignKeyConstraint(["outage_id"], ["outages.id"], name=op.f("fk_board_views_outage_id")),
        sa.PrimaryKeyConstraint("person_id", "outage_id", name=op.f("pk_board_views")),
    )


def downgrade() -> None:
    op.drop_table("probe_results")
    op.drop_table("board_views")
    op.drop_index("ix_bulk_deeds_outage_id", table_name="bulk_deeds")
    op.drop_table("bulk_deeds")
    op.drop_index("ix_outages_open", table_name="outages")
    op.drop_column("pictures", "looks")
    op.drop_column("tickets", "joined_id")
    op.drop_column("cards", "edited_at")
    op.drop_column("outages", "wave")
    for name in ("joined_at", "apart_at", "volunteer_asked_at", "volunteer_seen_at"):
        op.drop_column("incidents", name)
    for name in ("lead_id", "joined_id", "mass_at", "lead_at", "wave_at", "return_phase"):
        op.drop_column("outages", name)
