"""What is left of an incident on a lead's card when it is over, and the board of all that are open."""

from __future__ import annotations

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.incident import lead_actions, operator_actions, report_actions
from bot.incident.rules import Customer, Duty
from bot.person.actions import revoke
from bot.person.queries import person
from bot.person.rules import Role
from bot.roles.duty_lead.board import board
from bot.roles.duty_lead.pages import lead_incident
from bot.telegram.drawing import Drawing
from tests.rules.card_stage import LANGUAGES, PICTURE, Stage, obeys


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    return Stage(db, clock)


def test_a_closed_incident_says_how_it_ended_and_what_to_set_back(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(lead_actions.tick_duty, incident.id, Duty.OFF_THE_LINE, by="Lev")
    stage.clock.forward(minutes=65)
    stage.do(operator_actions.works_again, incident.id, by="Olga")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "🟢 It works again, the operator is on the line." in text
    assert "Olga: 02:00–03:05, 1 h 5 min" in text
    assert "Put back on the line in the work system: Olga" in text
    assert stage.labels(lead_incident, incident.id, "Lev") == []


def test_a_cancelled_incident_where_nothing_was_set_asks_for_nothing(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(operator_actions.cancel, incident.id, by="Olga")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "⚪ Cancelled: reported by mistake." in text
    assert "work system" not in text


def test_after_the_shift_the_outage_goes_on_without_the_operator(stage: Stage) -> None:
    incident = stage.pages_the_lead(customer=Customer.NONE)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.after(hours=6, minutes=1)
    assert "⚪ The operator's shift is over" in stage.says(lead_incident, incident.id, "Lev")


def test_a_report_shows_its_words_and_its_protected_picture(stage: Stage) -> None:
    incident = stage.reports(customer=Customer.NONE, runbook="assistant_misleads")
    stage.answers(incident, "describe")
    stage.sends_picture(incident)
    stage.do(report_actions.add_to_report, incident.id, text="It promised a refund", by="Olga")
    drawing = stage.draws(lead_incident, incident.id, "Lev")
    assert drawing is not None
    assert (drawing.picture, drawing.protected) == (PICTURE, True)
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "🟡 A report for those responsible" in text
    assert text.endswith("It promised a refund")


def test_nothing_is_drawn_for_somebody_who_is_no_lead_any_more(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    now = stage.clock.now()
    stage.db.write_here(revoke, stage.ids["Lev"], Role.DUTY_LEAD, by=None, now=now)
    assert stage.draws(lead_incident, incident.id, "Lev") is None
    assert stage.draws(lead_incident, incident.id, "Olga") is None
    assert stage.draws(lead_incident, incident.id, "Ada") is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_lists_the_oldest_first_in_twelve_lines_a_page(stage: Stage, language: str) -> None:
    first = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, first.id, by="Lev")
    for _ in range(6):
        stage.clock.forward(minutes=1)
        stage.pages_the_lead("Nina")
    page = drawn_board(stage, language, 0)
    text = page.rendered()[0]
    assert text.count("\n") == 11
    assert " 7" in text.split("\n")[0]
    assert text.split("\n")[1].endswith(" 7"), "all seven are off the line"
    entry = text.split("\n")[2]
    assert "Olga" in entry
    assert "📞" in entry
    assert text.split("\n")[3].endswith("Lev /incident_1")
    assert "/ack_2" in text.split("\n")[5]
    rest = drawn_board(stage, language, 1)
    assert "/ack_7" in rest.rendered()[0]
    assert drawn_board(stage, language, 9).hash() == rest.hash(), "behind the last page"
    assert [page.buttons[0][0].data, rest.buttons[0][0].data] == ["boardpage:1", "boardpage:0"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_board_says_so(stage: Stage, language: str) -> None:
    assert "🟢" in drawn_board(stage, language, 0).rendered()[0]


def drawn_board(stage: Stage, language: str, page: int) -> Drawing:
    reader = stage.db.read_here(person, stage.ids["Lev"])
    reader.language = language
    drawing = stage.db.read_here(board, reader, page)
    obeys_as_a_list(drawing)
    return drawing


def obeys_as_a_list(drawing: Drawing) -> None:
    """A list turns its pages with one button, which need not be coloured."""
    obeys(drawing)
    assert sum(len(row) for row in drawing.buttons) <= 1
