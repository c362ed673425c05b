"""A night of real actions for drawing cards: two operators, two leads, two sysadmins, an administrator."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.alarm import AlarmClock
from bot.clock import WoundClock
from bot.db import Database
from bot.incident.models import Incident
from bot.incident.opening import Editions, note_reference, open_incident
from bot.incident.operator_actions import answer_step, check_channel, next_to_check
from bot.incident.report_actions import add_to_report
from bot.incident.rules import Customer
from bot.person.actions import grant, join
from bot.person.models import Person
from bot.person.queries import person
from bot.person.rules import Role
from bot.picture.actions import note_picture
from bot.picture.rules import Kept
from bot.rota.actions import put_shift
from bot.runbook.library import Library
from bot.telegram.buttons import from_twin, twin
from bot.telegram.drawing import Drawer, Drawing
from bot.ticket.models import Ticket
from bot.timer.queries import next_due_at
from bot.wiring import JOBS

LIBRARY = Library(Path(__file__).parents[2] / "runbooks")
LANGUAGES = ("ru", "uk", "en")
PICTURE = "a" * 64
CAST = {
    "Olga": (Role.OPERATOR, 1),
    "Nina": (Role.OPERATOR, 1),
    "Lev": (Role.DUTY_LEAD, 1),
    "Sonya": (Role.DUTY_LEAD, 2),
    "Petro": (Role.SYSADMIN, 1),
    "Taras": (Role.SYSADMIN, 2),
    "Ada": (Role.ADMINISTRATOR, 1),
}


class Stage:
    """What people do, and what their cards say."""

    def __init__(self, db: Database, clock: WoundClock) -> None:
        self.db, self.clock = db, clock
        self.ids = db.write_here(_moved_in, now=clock.now())

    def do(self, action: Callable[..., Any], *values: Any, by: str, **more: Any) -> Any:
        return self.db.write_here(action, *values, **more, by=self.ids[by], now=self.clock.now())

    def after(self, **time: float) -> None:
        """Let time pass, and what is due by then happen at its moment."""
        until = self.clock.now() + timedelta(**time)
        bell = AlarmClock(self.db, self.clock, JOBS)
        while (due := self.db.read_here(next_due_at)) is not None and due <= until:
            self.clock.forward(seconds=(due - self.clock.now()).total_seconds())
            asyncio.run(bell.ring())
        self.clock.forward(seconds=(until - self.clock.now()).total_seconds())

    def reports(
        self,
        who: str = "Olga",
        *,
        customer: Customer = Customer.CALL,
        reference: str | None = "48213",
        runbook: str = "",
    ) -> Incident:
        name = runbook or LIBRARY.main
        editions = Editions(
            LIBRARY.runbooks[name], LIBRARY.papers[name], LIBRARY.centre, LIBRARY.centre_paper
        )
        software = None if runbook else "telephony"
        incident: Incident = self.do(open_incident, editions, software=software, customer=customer, by=who)
        if customer is not Customer.NONE:
            self.do(note_reference, incident.id, reference, by=who)
        return incident

    def answers(self, incident: Incident, answer: str, who: str = "Olga") -> None:
        self.do(answer_step, incident.id, self.now_of(incident).turn, answer, by=who)

    def pages_the_lead(self, who: str = "Olga", **more: Any) -> Incident:
        """Reported, tried, did not help: the lead is called."""
        incident = self.reports(who, **more)
        self.answers(incident, "not_helped", who)
        return incident

    def files(self, who: str = "Olga", words: str = "503 everywhere", *, picture: bool = True) -> Ticket:
        """The whole way to a ticket. Returns it."""
        incident = self.pages_the_lead(who)
        if picture:
            self.sends_picture(incident, who)
        else:
            self.do(add_to_report, incident.id, no_picture=True, by=who)
        self.do(add_to_report, incident.id, text=words, by=who)
        return self.ticket(incident)

    def sends_picture(self, incident: Incident, who: str = "Olga", sha256: str = PICTURE) -> None:
        kept = Kept(sha256, "image/png", 10, 10, 100)
        self.db.write_here(lambda session: note_picture(session, kept, now=self.clock.now()))
        self.do(add_to_report, incident.id, picture=sha256, by=who)

    def tries_channels(self, incident: Incident, *works: bool, who: str = "Olga") -> None:
        """One answer for each channel in turn; the last may be the knowledge base."""
        for opens in works:
            key = self.db.read_here(
                lambda session: next_to_check(session, session.get_one(Incident, incident.id))
            )
            turn = self.now_of(incident).turn
            self.do(check_channel, incident.id, turn, key, works=opens, by=who)

    def finds_nothing(self, incident: Incident) -> None:
        """Every channel is tried and nothing works."""
        while (now := self.now_of(incident)).step == "channels":
            self.tries_channels(now, False)

    def now_of(self, incident: Incident) -> Incident:
        return self.db.read_here(lambda session: session.get_one(Incident, incident.id))

    def of_ticket(self, ticket: Ticket) -> Incident:
        """The first incident that waits for it."""
        query = select(Incident).where(Incident.outage_id == ticket.outage_id).order_by(Incident.id)
        return self.db.read_here(lambda session: session.scalars(query.limit(1)).one())

    def ticket(self, incident: Incident) -> Ticket:
        query = select(Ticket).where(Ticket.outage_id == incident.outage_id)
        return self.db.read_here(lambda session: session.scalars(query).one())

    def draws(self, drawer: Drawer, subject_id: int, who: str, language: str = "en") -> Drawing | None:
        """The card as this person sees it in this language, at a clock in Kyiv (02:00 when a test begins)."""

        def query(session: Session) -> Drawing | None:
            reader = person(session, self.ids[who])
            session.expunge(reader)
            reader.language = language
            return drawer(session, subject_id, reader, {})

        return self.db.read_here(query)

    def says(self, drawer: Drawer, subject_id: int, who: str, language: str = "en") -> str:
        """The words on it. In every language it keeps the rules of a card."""
        drawn = {other: self.draws(drawer, subject_id, who, other) for other in LANGUAGES}
        for drawing in drawn.values():
            assert drawing is not None
            obeys(drawing)
        drawing = drawn[language]
        assert drawing is not None
        return drawing.rendered()[0]

    def labels(self, drawer: Drawer, subject_id: int, who: str, language: str = "en") -> list[list[str]]:
        drawing = self.draws(drawer, subject_id, who, language)
        assert drawing is not None
        return [[button.label for button in row] for row in drawing.buttons]


def obeys(drawing: Drawing) -> None:
    """The rules of a card that hold in every state and language."""
    text, _ = drawing.rendered()
    assert text.count("\n") < 12, text
    assert "{" not in text, f"a placeholder was left: {text}"
    assert len(text) <= (1024 if drawing.picture else 4096)
    assert drawing.protected or drawing.picture is None
    buttons = [button for row in drawing.buttons for button in row]
    for button in buttons:
        assert len(button.label) <= 22, button.label
        assert from_twin(twin(button.data)) == button.data
    assert len({button.label for button in buttons}) == len(buttons)
    choices = sum(button.data.startswith(("redirectto:", "givecustomer:")) for button in buttons)
    estimates = sum(button.data.startswith(("estimate:", "eta:")) for button in buttons)
    assert choices <= 6
    assert len(buttons) - choices - max(estimates - 1, 0) <= 5, "an estimate row counts as one button"
    if len(buttons) > 1 and not choices:
        first = drawing.buttons[0]
        assert first[0].style is not None
        assert len(first) == 1 or (estimates == 4 and len(first) == 4), "the next action stands alone"


def _moved_in(session: Session, *, now: datetime) -> dict[str, int]:
    ids = {}
    night: dict[str, Any] = {"starts_at": now - timedelta(hours=2), "ends_at": now + timedelta(hours=6)}
    for number, (name, (role, level)) in enumerate(CAST.items(), 101):
        who: dict[str, Any] = {"telegram_id": number, "name": name, "language": "en"}
        found: Person = join(session, **who, time_zone="Europe/Kyiv", phone="+380 44 000 00 00", now=now)
        grant(session, found.id, role, level=level, by=None, now=now)
        if role is not Role.ADMINISTRATOR:
            put_shift(session, person_id=found.id, role=role, level=level, **night, by=None, now=now)
        ids[name] = found.id
    return ids
