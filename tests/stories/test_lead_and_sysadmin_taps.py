"""From a press or a message of a lead or a sysadmin to what it changes, or to a friendly no."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.escalation.actions import climb
from bot.escalation.queries import open_escalation
from bot.escalation.rules import LadderName
from bot.incident.models import Incident, Word
from bot.incident.operator_actions import cancel
from bot.incident.queries import duties
from bot.person.rules import Role
from bot.question.queries import open_question
from bot.roles.duty_lead import screens as lead_screens
from bot.roles.sysadmin import screens as sysadmin_screens
from bot.sandbox.model import Sandbox
from bot.sandbox.phones import Phone
from bot.sandbox.session import SandboxSession
from bot.telegram.dispatch import Dispatch
from bot.ticket.models import Ticket
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.faults.intake_rig import Rig, living
from tests.rules.card_stage import CAST, Stage

TELEGRAM = {name: number for number, name in enumerate(CAST, 101)}


class House:
    """The stage with phones: what is written there goes the whole way."""

    def __init__(self, stage: Stage, box: Sandbox, rig: Rig) -> None:
        self.stage, self.box, self.rig = stage, box, rig

    async def writes(self, who: str, *texts: str) -> Phone:
        """Twin commands are presses too: a message says everything a finger can. Answers with their phone."""
        phone = Phone(self.box, TELEGRAM[who])
        for text in texts:
            phone.writes(text)
            await self.rig.run_dry()
        return phone

    async def cancelled(self) -> None:
        """Olga reported by mistake."""
        await self.stage.db.write(cancel, 1, by=self.stage.ids["Olga"], now=self.stage.clock.now())

    def incident(self, number: int = 1) -> Incident:
        return self.stage.db.read_here(lambda session: session.get_one(Incident, number))

    def ticket(self, number: int = 1) -> Ticket:
        return self.stage.db.read_here(lambda session: session.get_one(Ticket, number))

    def asked(self, who: str) -> str | None:
        question = self.stage.db.read_here(open_question, self.stage.ids[who])
        return question.kind if question else None

    def refused(self) -> list[tuple[int | None, str]]:
        def query(session: Session) -> list[tuple[int | None, str]]:
            rows = session.scalars(select(TimelineEvent).where(TimelineEvent.kind == Event.REFUSED))
            return [(row.by_id, row.data["wanted"]) for row in rows]

        return self.stage.db.read_here(query)


@asynccontextmanager
async def opened(stage: Stage) -> AsyncIterator[House]:
    box = Sandbox(stage.clock)
    for name, number in TELEGRAM.items():
        box.add_person(number, name, started=True)
    dispatch = Dispatch(
        stage.db,
        stage.clock,
        Bot(box.token, session=SandboxSession(box)),
        [lead_screens.setup(), lead_screens.setup(Role.ADMINISTRATOR), sysadmin_screens.setup()],
        on_invitation=_nothing,
        on_reachability=_nothing,
        label_lookup=lambda *_: None,
    )
    rig = Rig(box, stage.db, stage.clock, handle=dispatch.handle, turn_away=dispatch.turn_away)
    async with living(rig):
        yield House(stage, box, rig)


async def _nothing(*_: object) -> None:
    """Nobody is invited and nobody blocks the bot in these stories."""


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    """A ticket is filed, and nobody has acknowledged anything."""
    stage = Stage(db, clock)
    stage.files()
    return stage


LEAD_BUTTONS = (
    "/ack_1",
    "/statusset_1",
    "/offline_1",
    "/redirected_1",
    "/redirectto_1_2",
    "/nobody_1",
    "/writeop_1",
    "/tellop_1_study",
    "/incident_1",
    "/boardpage_0",
    "/board",
)
SYSADMIN_BUTTONS = (
    "/ackticket_1",
    "/estimate_1_15",
    "/eta_1",
    "/details_1",
    "/inquire_1_see",
    "/resolve_1",
    "/cannot_1",
    "/cannotatall_1",
    "/ticket_1",
    "/ticketspage_0",
    "/tickets",
)


async def test_an_operator_may_press_nothing_of_a_lead_or_a_sysadmin(stage: Stage) -> None:
    async with opened(stage) as house:
        for command in (*LEAD_BUTTONS, *SYSADMIN_BUTTONS):
            phone = await house.writes("Olga", command)
            assert "Your role does not allow" in phone.last.text
            stage.clock.forward(seconds=5)
        assert len(house.refused()) == len(LEAD_BUTTONS) + len(SYSADMIN_BUTTONS)
        assert {by for by, _ in house.refused()} == {stage.ids["Olga"]}
        assert house.incident().lead_id is None
        assert house.ticket().acknowledged_by is None


async def test_a_lead_is_no_sysadmin_and_a_sysadmin_no_lead(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Lev", "/ackticket_1")
        await house.writes("Petro", "/ack_1")
        assert house.refused() == [(stage.ids["Lev"], "ackticket:1"), (stage.ids["Petro"], "ack:1")]


async def test_of_two_leads_the_second_hears_who_was_faster_and_since_when(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Lev", "/ack_1")
        stage.clock.forward(minutes=6)
        phone = await house.writes("Sonya", "/statusset_1")
        assert phone.last.text.startswith("Lev has had it since 02:00.")
        assert house.incident().lead_id == stage.ids["Lev"]


async def test_an_administrator_whom_the_ladder_paged_may_acknowledge(stage: Stage) -> None:
    async with opened(stage) as house:
        phone = await house.writes("Ada", "/ack_1")
        assert "not your shift's" in phone.last.text, "nobody has paged them yet"
        await stage.db.write(_paged, stage)
        await house.writes("Ada", "/ack_1")
        assert house.incident().lead_id == stage.ids["Ada"]


async def test_the_duties_are_ticked_by_presses_and_the_colleague_named_in_words(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Lev", "/ack_1", "/statusset_1", "/offline_1", "/redirected_1")
        assert house.asked("Lev") == "redirect_to"
        await house.writes("Lev", "  Maria   from chats ")
        there = stage.db.read_here(duties, 1)
        assert set(there) == {"status_set", "off_the_line", "redirected"}
        assert there["redirected"].redirected_to == "Maria from chats"
        assert house.asked("Lev") is None


async def test_the_lead_writes_to_the_operator_and_hears_that_it_went(stage: Stage) -> None:
    async with opened(stage) as house:
        phone = await house.writes("Lev", "/ack_1", "/writeop_1", "Make tea")
        assert phone.last.text == "Passed on to the operator."
        await house.writes("Lev", "/tellop_1_wait")
        words = stage.db.read_here(lambda session: list(session.scalars(select(Word).order_by(Word.id))))
        assert [(word.text, word.key) for word in words] == [("Make tea", None), ("", "wait")]


async def test_words_for_an_incident_that_is_over_are_not_waited_for_any_more(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Petro", "/ackticket_1", "/cannot_1")
        await house.cancelled()
        phone = await house.writes("Petro", "The provider is down")
        assert "nobody waits for it any more" in phone.last.text
        assert house.asked("Petro") is None
        assert house.ticket().cannot_resolve_why is None


async def test_the_board_and_the_list_of_tickets_answer_their_commands(stage: Stage) -> None:
    async with opened(stage) as house:
        assert "/ack_1" in (await house.writes("Lev", "/board")).last.text
        assert "Open incidents: 1" in (await house.writes("Ada", "/board")).last.text
        assert "/ackticket_1" in (await house.writes("Petro", "/tickets")).last.text


async def test_an_estimate_in_words_is_taken_down_and_nonsense_is_asked_for_again(stage: Stage) -> None:
    async with opened(stage) as house:
        phone = await house.writes("Petro", "/ackticket_1", "/eta_1", "soon")
        assert phone.last.text.startswith("I did not get the time.")
        assert house.asked("Petro") == "ticket_estimate"
        phone = await house.writes("Petro", "3:40")
        assert phone.last.text == "Expected 03:40, the operators see it."
        estimate = house.ticket().estimate_at
        assert estimate is not None
        assert estimate.isoformat() == "2026-11-22T01:40:00+00:00"
        assert house.asked("Petro") is None


async def test_a_sysadmin_asks_resolves_and_gives_up_by_presses(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Petro", "/ackticket_1", "/estimate_1_30", "/inquire_1_colleague")
        assert house.ticket().estimate_at == stage.clock.now().replace(minute=30)
        await house.writes("Petro", "/details_1", "Which version?")
        await house.writes("Petro", "/cannot_1")
        assert house.ticket().status == "acknowledged", "the first tap only asks"
        await house.writes("Petro", "The provider is down")
        assert house.ticket().cannot_resolve_why == "The provider is down"
        await house.writes("Petro", "/resolve_1")
        assert house.ticket().status == "resolved"


async def test_a_late_press_says_how_things_stand(stage: Stage) -> None:
    async with opened(stage) as house:
        await house.writes("Lev", "/ack_1")
        await house.cancelled()
        phone = await house.writes("Lev", "/statusset_1")
        assert phone.last.text.startswith("Incident No. 1 is closed already")
        phone = await house.writes("Petro", "/resolve_1")
        assert "withdrawn" in phone.last.text


def _paged(session: Session, stage: Stage) -> None:
    """The ladder stands at its top."""
    escalation = open_escalation(session, LadderName.LEAD, 1)
    assert escalation is not None
    for _ in range(2):
        climb(session, escalation, now=stage.clock.now())
