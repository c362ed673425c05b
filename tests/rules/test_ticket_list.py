"""The list of open tickets, and why one of them has moved on."""

from __future__ import annotations

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.incident import sysadmin_actions
from bot.person.queries import person
from bot.roles.sysadmin.tickets import tickets
from bot.telegram.texts import texts_for
from bot.ticket.actions import TicketMoved
from bot.ticket.models import Ticket
from tests.rules.card_stage import LANGUAGES, Stage, obeys


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    return Stage(db, clock)


def acknowledged(stage: Stage, words: str = "503 everywhere", *, picture: bool = True) -> Ticket:
    """A ticket that Petro has."""
    filed = stage.files(words=words, picture=picture)
    stage.do(sysadmin_actions.acknowledge_ticket, filed.id, by="Petro")
    return filed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_tickets_has_a_command_for_each(stage: Stage, language: str) -> None:
    reader = stage.db.read_here(person, stage.ids["Petro"])
    reader.language = language
    empty = stage.db.read_here(tickets, reader, 0)
    assert "🟢" in empty.rendered()[0]
    filed = acknowledged(stage)
    stage.do(sysadmin_actions.give_estimate, filed.id, stage.clock.now(), by="Petro")
    for _ in range(5):
        stage.files("Nina")
    first, last = (stage.db.read_here(tickets, reader, page) for page in (0, 1))
    for page in (first, last):
        obeys(page)
    assert first.rendered()[0].split("\n")[2].endswith("02:00 /ticket_1")
    assert first.rendered()[0].split("\n")[4].endswith("/ackticket_2")
    assert "/ackticket_6" in last.rendered()[0]
    assert first.buttons[0][0].data == "ticketspage:1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_why_a_ticket_moved_on_is_a_sentence(stage: Stage, language: str) -> None:
    filed = stage.files()
    reader = stage.db.read_here(person, stage.ids["Taras"])
    reader.language = language
    texts = texts_for(reader)
    said = []

    def refused(by: str) -> None:
        with pytest.raises(TicketMoved) as raised:
            stage.do(sysadmin_actions.resolve, filed.id, by=by)
        said.append(texts(raised.value.key, **raised.value.values))

    refused("Taras")
    stage.do(sysadmin_actions.acknowledge_ticket, filed.id, by="Petro")
    refused("Taras")
    stage.do(sysadmin_actions.cannot_resolve, filed.id, "", by="Petro")
    refused("Taras")
    stage.do(sysadmin_actions.resolve, filed.id, by="Petro")
    refused("Petro")
    assert "Petro" in said[1]
    assert "Petro" in said[2]
    assert len(set(said)) == 4
    assert all(len(sentence) <= 200 for sentence in said), "a toast holds no more"
