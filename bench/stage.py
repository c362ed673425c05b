"""The night in which is measured: so many operators, each in the middle of an incident of their own.

Everything is put there by the bot's own actions, so that a row is what it is in a real night.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from bot.checkin.models import CheckIn
from bot.db import Database
from bot.incident.opening import Editions, open_incident
from bot.incident.rules import Customer
from bot.migrating import migrate
from bot.outbox.actions import OUTBOX
from bot.outbox.rules import State
from bot.person.actions import grant, join, started
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.runbook.library import Library

RUNBOOKS = Path(__file__).resolve().parent.parent / "runbooks"
TOKEN = "1234567890:" + "A" * 35
OPERATORS_FROM = 10_001
"""Telegram ids of operators count up from here; of leads and sysadmins from far below."""
_SHIFT = timedelta(hours=10)


def build(
    url: str,
    operators: int,
    *,
    now: datetime,
    leads: int = 2,
    sysadmins: int = 1,
    waiting: int = 0,
) -> None:
    """Migrate it and fill it. Operator number n has Telegram id `OPERATORS_FROM` + n and incident n + 1.

    `waiting`: so many operators more, for whom all is well.
    """
    migrate(url)
    library = Library(RUNBOOKS)
    db = Database(url)
    try:
        for number in range(leads):
            db.write_here(_person, 101 + number, f"Lead {number}", Role.DUTY_LEAD, number + 1, now)
        for number in range(sysadmins):
            db.write_here(_person, 201 + number, f"Sysadmin {number}", Role.SYSADMIN, number + 1, now)
        for number in range(waiting):
            telegram_id = OPERATORS_FROM + operators + number
            db.write_here(_person, telegram_id, f"Operator {number}", Role.OPERATOR, 1, now)
        db.write_here(_operators, library, range(operators), now, apart=True)
    finally:
        db.close()


def together(url: str, numbers: range, *, now: datetime) -> None:
    """Operators of these numbers more, who share one mass outage."""
    db = Database(url)
    try:
        db.write_here(_operators, Library(RUNBOOKS), numbers, now, apart=False)
    finally:
        db.close()


def _operators(session: Session, library: Library, numbers: range, now: datetime, *, apart: bool) -> None:
    editions = editions_of(library)
    for number in numbers:
        person = _person(session, OPERATORS_FROM + number, f"Operator {number}", Role.OPERATOR, 1, now)
        open_incident(
            session, editions, software="crm", customer=Customer.NONE, by=person, now=now, apart=apart
        )
    session.connection().execute(OUTBOX.update().values(state=State.SENT, sent_at=now))


def editions_of(library: Library) -> Editions:
    """What an incident that begins now goes by."""
    name = library.main
    return Editions(library.runbooks[name], library.papers[name], library.centre, library.centre_paper)


def _person(session: Session, telegram_id: int, name: str, role: Role, level: int, now: datetime) -> int:
    person = join(
        session, telegram_id=telegram_id, name=name, language="ru", time_zone="Europe/Kyiv", now=now
    )
    grant(session, person.id, role, level=level, by=None, now=now)
    started(session, person.id, now=now)
    begins = now - timedelta(hours=1)
    put_shift(
        session, person_id=person.id, role=role, starts_at=begins, ends_at=begins + _SHIFT, by=None, now=now
    )
    there = CheckIn(person_id=person.id, role=str(role), starts_at=begins, asked_at=begins, due_at=begins)
    there.checked_in_at = begins
    session.add(there)
    return person.id


def this_moment() -> datetime:
    """Now, to the second, by the machine's clock."""
    return datetime.fromtimestamp(int(datetime.now(UTC).timestamp()), UTC)  # noqa: TID251  nothing winds it


def press(update_id: int, telegram_id: int, data: str, *, at: datetime) -> str:
    """The JSON of one tap as Telegram sends it, with the message under which the button stands."""
    user = {"id": telegram_id, "is_bot": False, "first_name": "Operator", "language_code": "ru"}
    bot = {"id": 1234567890, "is_bot": True, "first_name": "Night Shift", "username": "night_shift_bot"}
    labels = (("✅ It works", "works:1"), ("It did not help", data), ("5 more minutes", data))
    text = "🟡 Incident 17 · CRM\n\nTry it yourself:\n1. Restart the device.\n2. Reconnect.\n"
    message: dict[str, Any] = {
        "message_id": 4711,
        "from": bot,
        "chat": {"id": telegram_id, "first_name": "Operator", "type": "private"},
        "date": int(at.timestamp()),
        "text": text,
        "entities": [{"offset": 0, "length": 14, "type": "bold"}],
        "reply_markup": {
            "inline_keyboard": [[{"text": label, "callback_data": known}] for label, known in labels]
        },
    }
    query = {
        "id": str(update_id * 1_000_003),
        "from": user,
        "message": message,
        "chat_instance": "-3842",
        "data": data,
    }
    return json.dumps({"update_id": update_id, "callback_query": query}, ensure_ascii=False)


def more_time(number: int, *, turn: int = 1) -> str:
    """What the button "5 more minutes" of operator number n carries on the first step."""
    return f"answer:{number + 1}:{turn}:more_time"
