"""What a sysadmin sees and may tap, in every state of a ticket and in three languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident import operator_actions, report_actions, sysadmin_actions
from bot.incident.models import Incident
from bot.outbox.models import Outgoing
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.roles.operator.pages import operator_incident
from bot.roles.sysadmin.pages import ticket
from bot.roles.sysadmin.pictures import ticket_picture
from bot.ticket.models import ReportPart, Ticket
from tests.rules.card_stage import PICTURE, Stage


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    return Stage(db, clock)


def acknowledged(stage: Stage, words: str = "503 everywhere", *, picture: bool = True) -> Ticket:
    """A ticket that Petro has."""
    filed = stage.files(words=words, picture=picture)
    stage.do(sysadmin_actions.acknowledge_ticket, filed.id, by="Petro")
    return filed


def not_resolved(stage: Stage, filed: Ticket, words: str) -> Incident:
    """Petro says resolved, Olga says no and what she sees."""
    incident = stage.of_ticket(filed)
    stage.do(sysadmin_actions.resolve, filed.id, by="Petro")
    stage.answers(incident, "broken")
    stage.do(report_actions.say_words, incident.id, words, by="Olga")
    return incident


def test_a_new_ticket_says_what_whom_it_stops_and_until_when(stage: Stage) -> None:
    filed = stage.files(words="503\n@admin /ackticket_1")
    assert stage.says(ticket, filed.id, "Petro").split("\n") == [
        "🔴 Ticket No. 1 · Telephony",
        "Waiting: 1, since 02:00: 🔴 off the line 1",
        "Answer by 02:10, otherwise I call: Taras",
        "503",
        "@\u2060admin /\u2060ackticket_1",
    ]
    assert stage.labels(ticket, filed.id, "Petro") == [["Acknowledge"]]
    drawing = stage.draws(ticket, filed.id, "Petro")
    assert drawing is not None
    assert (drawing.picture, drawing.protected) == (PICTURE, True)


def test_without_a_screenshot_the_ticket_says_so(stage: Stage) -> None:
    filed = stage.files(picture=False)
    assert "📵 No screenshot possible" in stage.says(ticket, filed.id, "Petro")


def test_nobody_is_left_to_call_but_everybody(stage: Stage) -> None:
    filed = stage.files()
    stage.after(minutes=10)
    assert "02:20, otherwise I call: all sysadmins" in stage.says(ticket, filed.id, "Taras")
    assert "Call No." not in stage.says(ticket, filed.id, "Taras")
    stage.after(minutes=10)
    assert "02:30, otherwise I call everybody again" in stage.says(ticket, filed.id, "Taras")
    assert "Call No. 2" in stage.says(ticket, filed.id, "Petro")


def test_whoever_acknowledged_is_asked_for_an_estimate_first(stage: Stage) -> None:
    filed = acknowledged(stage)
    assert "🟢 Acknowledged by you, 02:00" in stage.says(ticket, filed.id, "Petro")
    assert stage.labels(ticket, filed.id, "Petro") == [
        ["15 min", "30 min", "1 hour", "Time…"],
        ["✅ Resolved"],
        ["Details needed", "Cannot resolve"],
        ["More…"],
    ]


def test_after_an_estimate_the_next_action_is_resolved(stage: Stage) -> None:
    filed = acknowledged(stage)
    at = stage.clock.now() + timedelta(minutes=30)
    stage.do(sysadmin_actions.give_estimate, filed.id, at, by="Petro")
    assert "Acknowledged by you, 02:00 · expected 02:30" in stage.says(ticket, filed.id, "Petro")
    assert stage.labels(ticket, filed.id, "Petro")[0] == ["✅ Resolved"]


def test_other_sysadmins_see_who_has_it_and_may_only_take_it_over(stage: Stage) -> None:
    filed = acknowledged(stage)
    assert "🟢 Petro has it since 02:00" in stage.says(ticket, filed.id, "Taras")
    assert stage.labels(ticket, filed.id, "Taras") == [["Take it over"]]


def test_a_question_reaches_the_operator_in_their_language_and_the_answer_the_ticket(stage: Stage) -> None:
    filed = acknowledged(stage)
    incident = stage.of_ticket(filed)
    stage.do(sysadmin_actions.ask_details, filed.id, "", key="since", by="Petro")
    assert "❓ Since when does it not work?\n⏳ Asked at 02:00" in stage.says(ticket, filed.id, "Petro")
    for language, words in {"ru": "С какого времени", "uk": "З якого часу"}.items():
        drawing = stage.draws(operator_incident, incident.id, "Olga", language)
        assert drawing is not None
        assert words in drawing.rendered()[0]
    stage.do(report_actions.add_to_report, incident.id, text="Since midnight", by="Olga")
    assert "❓ Since when does it not work?\nOlga, 02:00:\nSince midnight" in stage.says(
        ticket, filed.id, "Petro"
    )


def test_an_answer_may_be_a_picture(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.do(sysadmin_actions.ask_details, filed.id, "Show me the log", by="Petro")
    stage.sends_picture(stage.of_ticket(filed), sha256="b" * 64)
    text = stage.says(ticket, filed.id, "Petro")
    assert "❓ Show me the log\nOlga, 02:00:\nAnswered with a picture" in text


def test_the_prepared_questions_are_buttons_and_the_prompt_says_how_to_leave(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.do(sysadmin_actions.ask_for, filed.id, "ticket_details", by="Petro")
    assert stage.says(ticket, filed.id, "Petro").endswith("/cancel")
    assert stage.labels(ticket, filed.id, "Petro") == [
        ["What do you see?"],
        ["Since when?"],
        ["Did it work earlier?"],
        ["Colleagues too?"],
    ]


def test_cannot_resolve_asks_why_before_anything_changes(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.do(sysadmin_actions.ask_for, filed.id, "cannot_resolve_why", by="Petro")
    assert "✍️ Why can it not be resolved?" in stage.says(ticket, filed.id, "Petro")
    assert stage.labels(ticket, filed.id, "Petro") == [["Without a reason"]]
    stage.do(sysadmin_actions.cannot_resolve, filed.id, "The provider is down", by="Petro")
    text = stage.says(ticket, filed.id, "Petro")
    assert "🔴 Cannot be resolved. The lead decides.\nThe provider is down" in text
    assert stage.labels(ticket, filed.id, "Petro") == [["✅ Resolved"], ["Details needed", "More…"]]


def test_resolved_counts_who_has_checked(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.do(sysadmin_actions.resolve, filed.id, by="Petro")
    assert "Checked: 0 of 1" in stage.says(ticket, filed.id, "Petro")
    assert stage.labels(ticket, filed.id, "Petro") == []
    stage.answers(stage.of_ticket(filed), "works")
    text = stage.says(ticket, filed.id, "Petro")
    assert "🟢 Resolved at 02:00" in text
    assert "Checked: 1 of 1" in text


def test_a_reopened_ticket_begins_with_what_the_operator_still_sees(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.clock.forward(minutes=47)
    not_resolved(stage, filed, "Still 503")
    assert stage.says(ticket, filed.id, "Petro").split("\n")[:3] == [
        "🔴 Down again since 02:47. Olga:",
        "Still 503",
        "🔴 Ticket No. 1 · Telephony",
    ]
    assert stage.labels(ticket, filed.id, "Petro")[1] == ["✅ Resolved"]


def test_a_withdrawn_ticket_needs_nothing_and_says_why(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.do(operator_actions.works_again, stage.of_ticket(filed).id, by="Olga")
    assert "⚪ It works again, nobody waits" in stage.says(ticket, filed.id, "Petro")
    assert stage.labels(ticket, filed.id, "Petro") == []
    second = stage.files("Nina")
    stage.do(operator_actions.cancel, stage.of_ticket(second).id, by="Nina")
    assert "⚪ Cancelled: reported by mistake." in stage.says(ticket, second.id, "Petro")


def test_when_every_shift_is_over_the_ticket_stays_and_nobody_is_left_to_ask(stage: Stage) -> None:
    filed = acknowledged(stage)
    at = stage.clock.now() + timedelta(hours=7)
    stage.do(sysadmin_actions.give_estimate, filed.id, at, by="Petro")
    stage.after(hours=6, minutes=1)
    assert "Nobody is waiting now" in stage.says(ticket, filed.id, "Petro")
    labels = stage.labels(ticket, filed.id, "Petro")
    assert (labels[0], labels[-2:]) == (["✅ Resolved"], [["Cannot resolve"], ["More…"]])
    stage.do(sysadmin_actions.cannot_resolve, filed.id, "", by="Petro")
    assert "Cannot be resolved" in stage.says(ticket, filed.id, "Petro")


def test_the_longest_ticket_still_fits_under_its_picture(stage: Stage) -> None:
    filed = acknowledged(stage, words="w" * 3000 + "\n" * 20)
    incident = not_resolved(stage, filed, "still\n" * 50)
    for words in ("first " * 100, "second " * 100):
        stage.do(report_actions.add_to_report, incident.id, text=words, by="Olga")
        stage.do(sysadmin_actions.ask_details, filed.id, words, by="Petro")
        stage.do(report_actions.add_to_report, incident.id, text=words, by="Olga")
    stage.do(sysadmin_actions.ask_for, filed.id, "ticket_estimate", by="Petro")
    text = stage.says(ticket, filed.id, "Petro")
    assert text.startswith("🔴 Down again")
    assert text.endswith("/cancel")


def test_a_later_picture_comes_by_itself_protected_with_number_and_name(stage: Stage) -> None:
    filed = acknowledged(stage)
    stage.sends_picture(stage.of_ticket(filed), sha256="b" * 64)
    [part] = promised_pictures(stage, "Petro")
    drawing = stage.draws(ticket_picture, part.id, "Petro")
    assert drawing is not None
    assert (drawing.picture, drawing.protected) == ("b" * 64, True)
    assert stage.says(ticket_picture, part.id, "Petro") == "Ticket No. 1: a picture from Olga, 02:00"
    assert stage.draws(ticket_picture, part.id, "Olga") is None


def test_pictures_that_came_before_somebody_had_the_ticket_reach_whoever_acknowledges(stage: Stage) -> None:
    filed = stage.files()
    stage.clock.forward(minutes=1)
    stage.sends_picture(stage.of_ticket(filed), sha256="b" * 64)
    assert promised_pictures(stage, "Petro") == []
    stage.do(sysadmin_actions.acknowledge_ticket, filed.id, by="Petro")
    assert [part.picture for part in promised_pictures(stage, "Petro")] == ["b" * 64]


def test_nothing_is_drawn_for_somebody_who_is_no_sysadmin_any_more(stage: Stage) -> None:
    filed = stage.files()
    stage.db.write_here(revoke, stage.ids["Petro"], Role.SYSADMIN, by=None, now=stage.clock.now())
    assert stage.draws(ticket, filed.id, "Petro") is None
    assert stage.draws(ticket, filed.id, "Olga") is None


def promised_pictures(stage: Stage, who: str) -> list[ReportPart]:
    def query(session: Session) -> list[ReportPart]:
        rows = select(Outgoing.subject_id).where(
            Outgoing.card == "ticket_picture", Outgoing.person_id == stage.ids[who]
        )
        return [session.get_one(ReportPart, number) for number in session.scalars(rows)]

    return stage.db.read_here(query)
