"""The leads' group chat, and what stands in it about each mass outage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables import BigId, Table


class LeadsGroup(Table):
    """A group that an administrator chose. One at a time is bound; the others say goodbye, or have."""

    __tablename__ = "leads_groups"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    """Telegram's number of it; another one once the group becomes a supergroup."""
    title: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    """As whoever bound it has them: the board's words and times."""
    topics: Mapped[bool]
    """Whether each mass outage gets a topic of its own; False: the board stands in the chat itself."""
    bound_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    bound_at: Mapped[datetime]
    unbound_at: Mapped[datetime | None]
    trouble: Mapped[str | None]
    """`bot.group.rules.Trouble`; empty: all is well."""
    trouble_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    """Telegram asked for silence there, or trouble is looked at again then."""
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    """Whose call is on its way: one process speaks at a time."""


class GroupBoard(Table):
    """What this group shows of one mass outage, as far as Telegram has told us."""

    __tablename__ = "group_boards"
    __table_args__ = (
        Index(
            "ix_group_boards_unfinished",
            "group_id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("leads_groups.id"), primary_key=True)
    outage_id: Mapped[int] = mapped_column(ForeignKey("outages.id"), primary_key=True)
    thread_id: Mapped[int | None] = mapped_column(BigInteger)
    """The topic; empty: none, or not yet."""
    title: Mapped[str]
    """What the topic is called there; empty: somebody closed it, and may have renamed it too."""
    is_open: Mapped[bool]
    topic_not_before: Mapped[datetime | None]
    """Changing the topic was refused: it is tried again then. Its board is kept all the same."""
    again: Mapped[bool]
    """Another topic of it may be there: the answer to its opening was lost. Its title says so."""
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    drawn_hash: Mapped[str]
    edited_at: Mapped[datetime | None]
    repeat: Mapped[bool]
    """Its message may be there twice: the next one says so."""
    doing: Mapped[str | None]
    """What was begun and may have happened, should nobody come back from it: `bot.group.rules.Call`."""
    finished_at: Mapped[datetime | None]
    """It is over and shown so; empty once more if the outage begins again."""
