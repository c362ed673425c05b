"""What a duty lead sees and may tap, in every state of an incident and in three languages."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import Mistake
from bot.incident import lead_actions, operator_actions, redirect_actions, sysadmin_actions
from bot.incident.rules import Customer, Duty, Late, TakenBy
from bot.person.actions import grant, join
from bot.person.queries import person
from bot.person.rules import Role
from bot.roles.acting import told
from bot.roles.duty_lead.pages import lead_incident
from bot.roles.operator.pages import operator_incident
from bot.rota.actions import put_shift
from bot.telegram.texts import texts_for
from tests.rules.card_stage import LANGUAGES, Stage


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    return Stage(db, clock)


def test_a_page_shows_the_customer_first_then_what_and_until_when(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    lines = stage.says(lead_incident, incident.id, "Lev").split("\n")
    assert lines == [
        "📞 Customer on a call: 48213",
        "🔴 Incident No. 1 · Telephony",
        "Operator: Olga, since 02:00 · step 3 of 4",
        "Answer by 02:05, otherwise I call: Sonya",
    ]
    assert stage.labels(lead_incident, incident.id, "Lev") == [["Acknowledge"]]


def test_without_a_customer_the_card_begins_with_the_incident(stage: Stage) -> None:
    incident = stage.pages_the_lead(customer=Customer.NONE)
    assert stage.says(lead_incident, incident.id, "Lev").startswith("🔴 Incident No. 1")


def test_a_repeat_says_that_it_is_the_second_call(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    assert "Call No." not in stage.says(lead_incident, incident.id, "Lev")
    stage.after(minutes=2)
    assert "🔔 Call No. 2" in stage.says(lead_incident, incident.id, "Lev")


def test_the_ladder_names_whoever_comes_next_and_at_its_top_everybody_again(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.after(minutes=5)
    second = stage.says(lead_incident, incident.id, "Sonya")
    assert "02:10, otherwise I call: all leads and administrators" in second
    assert "Call No." not in second, "it is the first call of the second lead"
    stage.after(minutes=5)
    assert "02:15, otherwise I call everybody again" in stage.says(lead_incident, incident.id, "Ada")
    assert "Call No. 3" in stage.says(lead_incident, incident.id, "Lev"), "two of level 1, one of level 3"


def test_a_silent_operator_is_shown_where_they_were_seen_last_with_their_number(stage: Stage) -> None:
    incident = stage.reports()
    stage.after(minutes=17)
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "Silent, noticed at 02:16. Last seen: step 1, 02:00." in text
    assert "Call them: +380 44 000 00 00" in text


def test_whoever_acknowledged_has_three_duties_and_ticks_them_away(stage: Stage) -> None:
    incident = stage.pages_the_lead(customer=Customer.NONE)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    assert stage.labels(lead_incident, incident.id, "Lev") == [
        ["☐ Status set"],
        ["☐ Off the line", "Write to the operator"],
        ["☐ Redirected…", "More…"],
    ]
    stage.after(minutes=1)
    stage.do(lead_actions.tick_duty, incident.id, Duty.STATUS_SET, by="Lev")
    stage.do(lead_actions.tick_duty, incident.id, Duty.REDIRECTED, by="Lev")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "Acknowledged by you, 02:00: status ✓ 02:01 · nobody to redirect ✓ 02:01" in text
    assert stage.labels(lead_incident, incident.id, "Lev") == [
        ["☐ Off the line"],
        ["Write to the operator", "More…"],
    ]


def test_a_customer_in_hand_makes_the_redirect_the_first_duty(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    assert stage.labels(lead_incident, incident.id, "Lev")[0] == ["☐ Redirected…"]
    assert stage.says(lead_incident, incident.id, "Lev").startswith("📞 Customer on a call: 48213")
    redirect = stage.do(redirect_actions.redirect_to, incident.id, stage.ids["Nina"], by="Lev")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert text.startswith("📞 Customer on a call: 48213\n🟡 Customer: Nina is asked, has until 02:01")
    assert stage.labels(lead_incident, incident.id, "Lev")[0] == ["☐ Status set"], "Nina has time to answer"
    stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "Customer on a call" not in text
    assert "The customer is with Nina since 02:00 · promise not noted" in text
    assert "customer redirected" not in text, "nothing is said twice"


def test_the_customer_goes_to_a_colleague_on_shift_to_nobody_or_to_a_name(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(lead_actions.ask_redirected_to, incident.id, by="Lev")
    assert stage.labels(lead_incident, incident.id, "Lev") == [["Nina"], ["Nobody to redirect"]]
    assert "✍️ Who should take the customer?" in stage.says(lead_incident, incident.id, "Lev").split("\n")[-1]
    with pytest.raises(Late):
        stage.do(redirect_actions.redirect_to, incident.id, stage.ids["Petro"], by="Lev")


def test_at_most_six_colleagues_those_without_an_incident_first(stage: Stage) -> None:
    now = stage.clock.now()
    stage.pages_the_lead("Nina")
    incident = stage.pages_the_lead()
    for number in range(201, 208):
        who = stage.db.write_here(
            join, telegram_id=number, name=f"Op {number}", language="en", time_zone="UTC", now=now
        )
        stage.ids[who.name] = who.id
        stage.db.write_here(_on_shift, who.id, now)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(lead_actions.ask_redirected_to, incident.id, by="Lev")
    names = [label for row in stage.labels(lead_incident, incident.id, "Lev") for label in row]
    assert names == [*(f"Op {number}" for number in range(201, 207)), "Nobody to redirect"]


def test_an_operator_for_whom_nothing_works_is_answered_first(stage: Stage) -> None:
    ticket = stage.files()
    first = stage.of_ticket(ticket)
    stage.do(lead_actions.acknowledge, first.id, by="Lev")
    stage.finds_nothing(first)
    text = stage.says(lead_incident, first.id, "Lev")
    assert "🔴 Nothing works for the operator (since 02:00). What should they do?" in text
    assert "🔴 waiting for the lead" in text
    assert "🔴 Does not work: " in text
    assert stage.labels(lead_incident, first.id, "Lev")[:2] == [
        ["Study the regulations"],
        ["Wait for me", "Write an answer…"],
    ]
    stage.do(lead_actions.write_to_operator, first.id, "", key="study", by="Lev")
    text = stage.says(lead_incident, first.id, "Lev")
    assert "Nothing works" not in text
    assert "🟡 studying regulations" in text
    for language, words in {"ru": "изучайте регламенты", "uk": "вивчайте регламенти"}.items():
        drawing = stage.draws(operator_incident, first.id, "Olga", language)
        assert drawing is not None
        assert words in drawing.rendered()[0], "each reads it in their own language"


def test_a_decision_about_a_customer_is_asked_for_in_other_words(stage: Stage) -> None:
    incident = stage.reports(customer=Customer.NONE, runbook="bot_misled_customer")
    stage.answers(incident, "need_decision")
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    assert "waiting for your decision since 02:00" in stage.says(lead_incident, incident.id, "Lev")
    assert stage.labels(lead_incident, incident.id, "Lev")[0] == ["Write an answer…"]


def test_the_holder_sees_the_ticket_the_words_the_channels_and_the_report(stage: Stage) -> None:
    ticket = stage.files(words="503\n@admin /ack_1")
    incident = stage.of_ticket(ticket)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(sysadmin_actions.acknowledge_ticket, ticket.id, by="Petro")
    stage.do(sysadmin_actions.give_estimate, ticket.id, stage.clock.now().replace(hour=1), by="Petro")
    stage.tries_channels(incident, True)
    stage.do(operator_actions.write_to_lead, incident.id, "Where is my tea?", by="Olga")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "Olga: 🟢 in another channel: Chats · step 4 of 4 · since 02:00" in text
    assert "🟢 Ticket No. 1: Petro, since 02:00, expected 03:00" in text
    assert "Olga, 02:00:\nWhere is my tea?" in text
    assert "🟢 Works: Chats" in text
    assert text.split("\n")[-2:] == ["503", "@\u2060admin /\u2060ack_1"]


def test_the_holder_reads_why_the_sysadmin_cannot_resolve_it(stage: Stage) -> None:
    ticket = stage.files()
    incident = stage.of_ticket(ticket)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(sysadmin_actions.acknowledge_ticket, ticket.id, by="Petro")
    stage.do(sysadmin_actions.cannot_resolve, ticket.id, "The provider is down", by="Petro")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert (
        "🔴 Ticket No. 1: Petro cannot resolve it. You decide: write what to do\nThe provider is down" in text
    )


def test_an_open_question_shows_its_prompt_and_how_to_leave_it(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(lead_actions.ask_for_words_to_operator, incident.id, by="Lev")
    last = stage.says(lead_incident, incident.id, "Lev").split("\n")[-1]
    assert last == "✍️ Write to the operator in one message. Changed your mind: /cancel"


def test_the_longest_night_still_fits_on_twelve_lines(stage: Stage) -> None:
    ticket = stage.files(words="line\n" * 30)
    incident = stage.of_ticket(ticket)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    stage.do(sysadmin_actions.acknowledge_ticket, ticket.id, by="Petro")
    stage.do(sysadmin_actions.cannot_resolve, ticket.id, "why\n" * 30, by="Petro")
    stage.do(operator_actions.write_to_lead, incident.id, "word\n" * 30, by="Olga")
    stage.finds_nothing(incident)
    stage.do(lead_actions.ask_for_words_to_operator, incident.id, by="Lev")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert "What should they do?" in text
    assert text.endswith("/cancel")


def test_other_leads_see_who_has_it_and_can_take_it_over(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.after(minutes=6)
    stage.do(lead_actions.acknowledge, incident.id, by="Sonya")
    text = stage.says(lead_incident, incident.id, "Lev")
    assert text.split("\n")[1:] == ["🟢 Sonya has it since 02:06", "Olga: 🔴 off the line"]
    assert stage.labels(lead_incident, incident.id, "Lev") == [["Take it over"]]


def test_a_second_lead_hears_who_was_faster_in_their_own_time_and_language(stage: Stage) -> None:
    incident = stage.pages_the_lead()
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    with pytest.raises(TakenBy) as raised:
        stage.do(lead_actions.acknowledge, incident.id, by="Sonya")
    reader = stage.db.read_here(person, stage.ids["Sonya"])
    for language in LANGUAGES:
        reader.language = language
        texts = texts_for(reader)
        mistake: Mistake = told(raised.value, texts)
        sentence = texts(mistake.key, **mistake.values)
        assert "Lev" in sentence
        assert "02:00" in sentence


def _on_shift(session: Session, person_id: int, now: datetime) -> None:
    grant(session, person_id, Role.OPERATOR, by=None, now=now)
    ends_at = now + timedelta(hours=1)
    put_shift(
        session, person_id=person_id, role=Role.OPERATOR, starts_at=now, ends_at=ends_at, by=None, now=now
    )
