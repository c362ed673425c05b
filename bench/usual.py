"""What one would write instead: aiogram's dispatcher, SQLAlchemy's ORM on an async engine, stock polling.

As the documentations of the three say: a session for each update from a middleware, callback data classes and
their filters, objects loaded, changed, added, one commit. It writes the rows that our tap writes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import BaseMiddleware, Bot, Dispatcher, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, TelegramObject, Update
from sqlalchemy import delete, event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bench import stage
from bench.feed import Feed
from bench.rounds import Run
from bot.escalation.models import Escalation, Page
from bot.incident.models import Incident
from bot.intake.models import Inbox
from bot.outage.models import Outage
from bot.outbox.models import Outgoing
from bot.person.models import Grant, Person
from bot.ticket.models import Ticket
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import link
from bot.timer.models import Timer

_MINUTES = 5


class Answer(CallbackData, prefix="answer"):
    incident: int
    turn: int
    answer: str


class Sessions(BaseMiddleware):
    """A session for each update."""

    def __init__(self, maker: async_sessionmaker[AsyncSession]) -> None:
        self._maker = maker

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        async with self._maker() as session:
            data["session"] = session
            return await handler(event, data)


router = Router()


@router.callback_query(Answer.filter())
async def more_time(
    query: CallbackQuery, callback_data: Answer, session: AsyncSession, event_update: Update
) -> None:
    """Five minutes more for an operator: checked, written down, armed anew, the card promised."""
    now = datetime.now(UTC)  # noqa: TID251  theirs
    found = select(Person).join(Grant, Grant.person_id == Person.id)
    person = await session.scalar(
        found.where(Person.telegram_id == query.from_user.id, Grant.role == "operator")
    )
    incident = await session.get(Incident, callback_data.incident)
    if person is None or incident is None or incident.operator_id != person.id:
        return await _refuse(query)
    if incident.turn != callback_data.turn or incident.closed_at is not None:
        return await _refuse(query)
    await _write_down(session, incident, person.id, event_update.update_id, now)
    incident.turn += 1
    incident.wait_until = now + timedelta(minutes=_MINUTES)
    await _arm_anew(session, incident, now)
    await _promise_cards(session, incident, now)
    body = event_update.model_dump_json(exclude_none=True)
    session.add(
        Inbox(
            update_id=event_update.update_id,
            received_at=now,
            telegram_id=query.from_user.id,
            body=body,
            state="applied",
            attempts=0,
            settled_at=now,
        )
    )
    await session.commit()
    await query.answer()
    return None


async def _refuse(query: CallbackQuery) -> None:
    raise AssertionError(f"{query.data}: nothing of what is tapped here is refused")


async def _write_down(session: AsyncSession, incident: Incident, by: int, update: int, now: datetime) -> None:
    newest = select(TimelineEvent.hash).where(TimelineEvent.incident_id == incident.id)
    previous = await session.scalar(newest.order_by(TimelineEvent.id.desc()).limit(1)) or ""
    answered = {"step": incident.step, "answer": "more_time"}
    for part, (kind, data) in enumerate((("step_answered", answered), ("more_time", {"minutes": _MINUTES}))):
        row = {"incident_id": incident.id, "kind": kind, "by_id": by, "at": now}
        row |= {"why": f"update {update}", "part": part, "data": data}
        event_of = TimelineEvent(**row, previous_hash=previous, hash=link(previous, row))
        session.add(event_of)
        previous = event_of.hash


async def _arm_anew(session: AsyncSession, incident: Incident, now: datetime) -> None:
    theirs = (Timer.incident_id == incident.id, Timer.kind.in_(("ask_again", "silent")))
    await session.execute(delete(Timer).where(*theirs))
    named = [(f"ask_again:{incident.id}:{n}", "ask_again", _MINUTES + 3 * n - 3) for n in (1, 2, 3)]
    named.append((f"silent:{incident.id}", "silent", _MINUTES + 6))
    for key, kind, minutes in named:
        at = now + timedelta(minutes=minutes)
        timer = Timer(key=key, kind=kind, incident_id=incident.id, due_at=at, data={"turn": incident.turn})
        session.add(timer)


async def _promise_cards(session: AsyncSession, incident: Incident, now: datetime) -> None:
    """The operator's card; the leads' and the sysadmins' where they have one, which nobody has yet."""
    outage = await session.get_one(Outage, incident.outage_id)
    paged = select(Page.person_id).join(Escalation, Escalation.id == Page.escalation_id)
    leads = await session.scalars(
        paged.where(Escalation.ladder == "lead", Escalation.subject_id == incident.id)
    )
    ticket = await session.scalar(select(Ticket).where(Ticket.outage_id == outage.id))
    cards = [("operator_incident", incident.operator_id)]
    cards += [("lead_incident", person_id) for person_id in leads.all()]
    if ticket is not None:
        raise AssertionError("nobody has filed a ticket")
    for card, person_id in cards:
        pending = select(Outgoing).where(
            Outgoing.person_id == person_id,
            Outgoing.card == card,
            Outgoing.subject_id == incident.id,
            Outgoing.state == "pending",
        )
        if await session.scalar(pending) is None:
            asked = {"person_id": person_id, "card": card, "subject_id": incident.id, "data": {}}
            flags = {"fresh": False, "sound": False, "repeat": False, "priority": 2, "attempts": 0}
            session.add(Outgoing(**asked, **flags, state="pending", created_at=now))


def _engine(url: str, pool: dict[str, Any]) -> AsyncEngine:
    if url.startswith("sqlite"):
        file = url.replace("sqlite:", "sqlite+aiosqlite:")
        engine = create_async_engine(file, connect_args={"timeout": 60}, **pool)

        @event.listens_for(engine.sync_engine, "connect")
        def _set_up(connection: Any, _: Any) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

        return engine
    return create_async_engine(url.replace("+psycopg", "+asyncpg"), **pool)


def taps(url: str, raw: Sequence[str], *, together: int = 64, warm: int = 0, alone: bool = False) -> Run:
    """Handle these updates; the first so many are not counted, while the pool opens its connections.

    `alone`: one connection, on which all wait their turn, instead of SQLAlchemy's own fifteen.
    On SQLite those wait for each other's locks, asleep.
    """
    pool = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 240} if alone else {}
    return asyncio.run(_taps(url, Feed(raw, together=together, warm=warm), pool))


async def _taps(url: str, feed: Feed, pool: dict[str, Any]) -> Run:
    engine = _engine(url, pool)
    bot, dispatcher = Bot(stage.TOKEN, session=feed), Dispatcher()
    dispatcher.update.middleware(Sessions(async_sessionmaker(engine, expire_on_commit=False)))
    router._parent_router = None  # each round has a dispatcher of its own
    dispatcher.include_router(router)
    began = time.perf_counter()
    polling = asyncio.create_task(  # noqa: TID251  theirs
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False)
    )
    try:
        async with asyncio.timeout(240):
            await feed.over.wait()
        return Run(time.perf_counter() - (feed.warm_at or began), feed.latencies)
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await engine.dispose()
