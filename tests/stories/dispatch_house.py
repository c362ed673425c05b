"""A small house of four people and a few handlers, to see which way an update goes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.utils.formatting import Text
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import Mistake
from bot.person.actions import grant, join, mark_unreachable, revoke, use_invitation
from bot.person.models import Person
from bot.person.rules import Role
from bot.roles.duty_lead.taps import Acknowledge
from bot.roles.operator.taps import Answer, Cancel, Works
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.session import SandboxSession
from bot.sandbox.trouble import Json
from bot.telegram.buttons import twin
from bot.telegram.dispatch import Dispatch
from bot.telegram.drawing import Button, Drawing
from bot.telegram.screens import Screens
from bot.telegram.visit import Caller, Visit
from bot.timeline.actions import record
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.faults.intake_rig import Rig, living

OLGA, LEV, SONYA, STRANGER = 101, 102, 103, 999
ROLES = {OLGA: {Role.OPERATOR}, LEV: {Role.DUTY_LEAD}, SONYA: {Role.OPERATOR, Role.DUTY_LEAD}}
MENU = Drawing(
    text=Text("What now?"),
    buttons=(
        (Button("✅ Works again", Works(incident=17).pack()),),
        (Button("I have it", Acknowledge(incident=17).pack()),),
    ),
)


class Late(Mistake):
    """Somebody was faster."""

    key = "invitation-not-valid"


class House:
    """Which handler was called with what, in `heard`; what the handlers wrote stands in the history."""

    def __init__(self, box: Sandbox, db: Database, clock: WoundClock) -> None:
        self.box, self.db, self.clock = box, db, clock
        self.heard: list[tuple[str, int, Any]] = []
        self.busy: set[int] = set()
        self.labels: dict[str, str] = {}
        self.ids: dict[int, int] = {}
        self.revoked_before_the_write: Role | None = None
        self.dispatch = Dispatch(
            db,
            clock,
            Bot(box.token, session=SandboxSession(box)),
            [self._operator(), self._lead(), self._everybody()],
            on_invitation=self._invited,
            on_reachability=self._reachability,
            label_lookup=lambda _session, _person, text: self.labels.get(text),
        )

    def phone(self, telegram_id: int) -> Phone:
        return Phone(self.box, telegram_id)

    def menu_on(self, telegram_id: int) -> None:
        """Put the menu on a phone, as a card would be there."""
        buttons = [
            [{"text": button.label, "callback_data": button.data} for button in row] for row in MENU.buttons
        ]
        markup = {"reply_markup": {"inline_keyboard": buttons}}
        self.box.post(self.box.chats[telegram_id], None, {"text": "What now?"} | markup)

    def events(self, kind: Event) -> list[TimelineEvent]:
        def query(session: Session) -> list[TimelineEvent]:
            found = select(TimelineEvent).where(TimelineEvent.kind == kind).order_by(TimelineEvent.id)
            return list(session.scalars(found))

        return self.db.read_here(query)

    def person(self, telegram_id: int) -> Person:
        def query(session: Session) -> Person:
            return session.scalars(select(Person).where(Person.telegram_id == telegram_id)).one()

        return self.db.read_here(query)

    def _operator(self) -> Screens:
        return Screens(
            role=Role.OPERATOR,
            taps={Works: self._writes("works"), Answer: self._late, Cancel: self._menu_tap},
            commands={"where": self._hears("where")},
            answers={"customer_reference": self._hears("reference")},
            labels={"intake-too-many": "where"},
            spoke=self._hears("operator spoke"),
            busy=lambda _, person_id: person_id in self.busy,
        )

    def _lead(self) -> Screens:
        return Screens(
            role=Role.DUTY_LEAD,
            taps={Acknowledge: self._writes("acknowledged"), Cancel: self._menu_tap},
            commands={"board": self._hears("board")},
            spoke=self._hears("lead spoke"),
            edited=self._hears("edited"),
        )

    def _everybody(self) -> Screens:
        return Screens(role=None, commands={"help": self._menu, "start": self._hears("start")})

    def _hears(self, what: str) -> Any:
        async def handler(visit: Visit, tap: Any = None) -> None:
            self.heard.append((what, visit.user.id, tap or visit.rest or visit.text))

        return handler

    def _writes(self, what: str) -> Any:
        async def handler(visit: Visit, tap: Any) -> None:
            await self._hears(what)(visit, tap)
            if self.revoked_before_the_write:
                role = self.revoked_before_the_write
                await self.db.write(revoke, visit.person.id, role, by=None, now=visit.now)
            await visit.write(done, tap.incident, by=visit.person.id, now=visit.now)
            await visit.toast(f"{what}: see {twin(tap.pack())}")

        return handler

    async def _late(self, visit: Visit, tap: Answer) -> None:
        await visit.write(too_late, now=visit.now)

    async def _menu(self, visit: Visit) -> None:
        await visit.reply(MENU)

    async def _menu_tap(self, visit: Visit, tap: Cancel) -> None:
        await visit.turn_into(Drawing(text=Text("Sure?" if not tap.sure else "Gone")))

    async def _invited(self, caller: Caller, secret: str) -> None:
        self.heard.append(("invited", caller.user.id, secret))
        who: dict[str, Any] = {"telegram_id": caller.user.id, "name": caller.user.full_name}
        await caller.write(
            use_invitation, secret, **who, language="ru", time_zone="Europe/Moscow", now=caller.now
        )
        await caller.toast("Welcome")

    async def _reachability(self, visit: Visit, reachable: bool) -> None:
        self.heard.append(("reachable", visit.user.id, reachable))
        if not reachable:
            await visit.write(mark_unreachable, visit.person.id, why="blocked", now=visit.now)


def pressed(house: House, telegram_id: int, data: str) -> Json:
    """A press with any data at all, as a modified client sends it."""
    house.menu_on(telegram_id)
    hand = house.phone(telegram_id).hand
    query_id = hand.tap(house.phone(telegram_id).last.id, "works:1", forge=True)
    [waiting] = [house.box.updates.waiting.pop()]
    press: Json = waiting.update["callback_query"]
    return press | {"id": query_id, "data": data}


def done(session: Session, number: int, *, by: int, now: datetime) -> None:
    record(session, Event.LEAD_WROTE, by=by, at=now, number=number)


def too_late(session: Session, *, now: datetime) -> None:
    record(session, Event.LEAD_WROTE, by=None, at=now)
    raise Late


def move_in(session: Session, *, now: datetime) -> dict[int, int]:
    ids = {}
    for telegram_id, roles in ROLES.items():
        who: dict[str, Any] = {"telegram_id": telegram_id, "name": f"Person {telegram_id}"}
        person = join(session, **who, language="ru", time_zone="Europe/Moscow", now=now)
        for role in sorted(roles):
            grant(session, person.id, role, by=None, now=now)
        ids[telegram_id] = person.id
    return ids


@asynccontextmanager
async def open_house(db: Database, clock: WoundClock) -> AsyncIterator[tuple[House, Rig]]:
    """The whole way: a phone, Telegram, the journal, the worker, the dispatcher."""
    box = Sandbox(clock)
    for telegram_id in (OLGA, LEV, SONYA, STRANGER):
        box.add_person(telegram_id, f"Person {telegram_id}", started=True)
    house = House(box, db, clock)
    house.ids = await db.write(move_in, now=clock.now())
    rig = Rig(box, db, clock, handle=house.dispatch.handle, turn_away=house.dispatch.turn_away)
    async with living(rig):
        yield house, rig
