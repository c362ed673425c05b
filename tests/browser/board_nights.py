"""Nights for the pictures of a board: many operators, some reported, the others copied."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident.models import Incident
from bot.migrating import migrate
from bot.outage.models import Outage
from bot.person.actions import join
from bot.person.models import Person
from bot.runbook.rules import WorkStatus
from bot.sandbox.server import SandboxServer, Wiring
from tests.stories.boards import Crowd, crowd
from tests.stories.night import Night

BEGAN = datetime(2026, 11, 22, 0, 14, tzinfo=UTC)
FIRST = ("Анна", "Борис", "Вика", "Глеб", "Дина", "Егор", "Жанна", "Захар", "Ира", "Константин")
LAST = ("Бондарь", "Ващенко", "Гнатюк", "Дорош", "Ермак", "Заяц", "Иваненко", "Кривошапко")
MEANWHILE: Sequence[tuple[WorkStatus, str | None, dict[str, bool]]] = (
    (WorkStatus.OFF_THE_LINE, None, {}),
    (WorkStatus.IN_ANOTHER_CHANNEL, "chats", {"chats": True}),
    (WorkStatus.IN_ANOTHER_CHANNEL, "mail", {"chats": False, "mail": True}),
    (WorkStatus.STUDYING, None, {"chats": False, "mail": False, "social": False, "knowledge_base": True}),
    (WorkStatus.AWAITING_THE_LEAD, None, {"chats": False, "mail": False, "social": False}),
)


@asynccontextmanager
async def shown(count: int, *, returning: bool) -> AsyncIterator[tuple[str, int]]:
    """The address of a page with the phones of such a night, and whose phone has the board."""
    with TemporaryDirectory(prefix="board-pictures-") as folder:
        url = f"sqlite:///{folder}/night.sqlite"
        migrate(url)
        db = Database(url)
        night = Night(db, WoundClock(BEGAN), Path(folder))
        night.expects_repairs = True  # further operators are copies, without timers of their own
        there = await crowd(night, min(count, 10), customers=1)
        await night.db.write(_crowded, count, now=night.clock.now())
        await (_fixed(night, there) if returning else _in_the_middle(night, there))
        server = SandboxServer(night.box, Wiring(zone="Europe/Kyiv"))
        yield await server.start(), there.lev.phone.user_id
        await server.stop()
        await night.close()
        db.close()


async def _in_the_middle(night: Night, there: Crowd) -> None:
    await there.semyon.taps("Принять")
    await there.semyon.taps("1 час")
    await night.forward(seconds=5)
    await there.lev.writes("/outage_1")


async def _fixed(night: Night, there: Crowd) -> None:
    """The first wave checks."""
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    for one in [one for one in there.many if "Проверю сейчас" in one.buttons()][:2]:
        await one.taps("Проверю сейчас")
        await one.taps("Всё работает")
    await night.forward(seconds=5)
    await there.lev.writes("/outage_1")


def _crowded(session: Session, upto: int, *, now: datetime) -> None:
    """What further reports leave in the database, each with a name and something that they do meanwhile."""
    there = list(session.scalars(select(Incident).order_by(Incident.id)))
    kept = {column.name: getattr(there[0], column.name) for column in Incident.__table__.columns}
    for number, incident in enumerate(there, 1):
        session.get_one(Person, incident.operator_id).name = _name(number)
    for number in range(len(there) + 1, upto + 1):
        person = join(
            session, telegram_id=9000 + number, name=_name(number), language="ru",
            time_zone="Europe/Kyiv", now=now,
        )  # fmt: skip
        status, channel, channels = MEANWHILE[number % len(MEANWHILE)]
        session.add(
            Incident(
                **{
                    **kept,
                    "id": number,
                    "operator_id": person.id,
                    "opened_at": BEGAN + timedelta(seconds=2 * number),
                    "customer": "call" if number % 6 == 0 else None,
                    "work_status": str(status),
                    "channel": channel,
                    "channels": channels,
                }
            )
        )
    session.get_one(Outage, 1).opened_at = BEGAN
    session.flush()


def _name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
