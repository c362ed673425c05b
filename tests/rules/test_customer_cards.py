"""A customer in hand: what the cards say in every state and language, and what the rows keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.clock import WoundClock
from bot.db import Database
from bot.incident import lead_actions, operator_actions, redirect_actions
from bot.incident.models import Incident
from bot.incident.redirect_jobs import care_for_redirects, redirects_need_care
from bot.incident.rules import Customer, Duty, Late, NotYours
from bot.person.actions import revoke
from bot.person.rules import Role
from bot.question.queries import open_question
from bot.redirect.actions import name_colleague
from bot.redirect.models import Redirect
from bot.redirect.queries import claimed, open_redirect, promises, redirects
from bot.redirect.rules import CLAIMABLE, CustomerTaken, CustomerYours, NotWaiting, Promise, Status
from bot.roles.duty_lead.pages import lead_incident
from bot.roles.operator.customer_page import customer
from bot.roles.operator.pages import operator_incident
from bot.timer.queries import timer
from tests.rules.card_stage import Stage


@pytest.fixture
def stage(db: Database, clock: WoundClock) -> Stage:
    return Stage(db, clock)


def asked(stage: Stage, kind: Customer = Customer.CALL) -> tuple[Incident, Redirect]:
    """Lev has Olga's incident and has named Nina."""
    incident = stage.pages_the_lead(customer=kind)
    stage.do(lead_actions.acknowledge, incident.id, by="Lev")
    return incident, stage.do(redirect_actions.redirect_to, incident.id, stage.ids["Nina"], by="Lev")


def test_the_page_says_whose_customer_which_call_since_when_and_what_to_do(stage: Stage) -> None:
    _, redirect = asked(stage)
    assert stage.says(customer, redirect.id, "Nina").split("\n") == [
        "📞 Take over a customer on a call: 48213",
        "Incident No. 1 · Telephony · Olga, since 02:00",
        "Asked by Lev, 02:00",
        "Take this call over or call the customer back, then press the button.",
        "Answer before 02:01, otherwise the lead asks somebody else.",
    ]
    assert stage.labels(customer, redirect.id, "Nina") == [["I have the customer"], ["I cannot"]]


@pytest.mark.parametrize(
    ("kind", "first", "do"),
    [
        (Customer.CHAT, "💬 Take over a customer in a chat: 48213", "Open this chat"),
        (Customer.NONE, "👤 Take over a customer", "Take the customer over"),
    ],
)
def test_a_chat_and_a_customer_nobody_had_spoken_of(
    stage: Stage, kind: Customer, first: str, do: str
) -> None:
    _, redirect = asked(stage, kind)
    text = stage.says(customer, redirect.id, "Nina")
    assert text.startswith(first)
    assert do in text


def test_the_card_is_for_the_colleague_alone_and_only_while_they_take_customers(stage: Stage) -> None:
    _, redirect = asked(stage)
    assert stage.draws(customer, redirect.id, "Olga") is None
    stage.db.write_here(revoke, stage.ids["Nina"], Role.OPERATOR, by=stage.ids["Ada"], now=stage.clock.now())
    assert stage.draws(customer, redirect.id, "Nina") is None


def test_every_state_of_the_page_keeps_the_rules_of_a_card(stage: Stage) -> None:
    incident, redirect = asked(stage)
    stage.after(seconds=61)
    assert "The time was up at 02:01" in stage.says(customer, redirect.id, "Nina")
    assert "no answer from Nina, time was up at 02:01" in stage.says(lead_incident, incident.id, "Lev")
    assert "no answer from Nina" in stage.says(operator_incident, incident.id, "Olga")
    assert stage.labels(lead_incident, incident.id, "Lev")[0] == ["Name another…"]
    stage.do(redirect_actions.decline_customer, redirect.id, by="Nina")
    assert "You answered “I cannot”, 02:01" in stage.says(customer, redirect.id, "Nina")
    assert stage.labels(customer, redirect.id, "Nina") == [["I have the customer"]]
    stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    assert "You have the customer, since 02:01" in stage.says(customer, redirect.id, "Nina")
    assert stage.labels(customer, redirect.id, "Nina") == [
        ["Nothing promised"],
        ["We will call back", "We will write"],
        ["I will answer later"],
    ]
    stage.do(redirect_actions.leave_promise, redirect.id, by="Nina")
    assert stage.labels(customer, redirect.id, "Nina")[-1] == ["In my own words…"]
    for promise in (Promise.NOTHING, Promise.CALL_BACK, Promise.WRITE_BACK):
        stage.do(redirect_actions.note_promise, redirect.id, promise, by="Nina")
        stage.says(customer, redirect.id, "Nina")
    words = {"words": "Call before nine /ack_1 @all\n" * 9}
    stage.do(redirect_actions.note_promise, redirect.id, Promise.WORDS, **words, by="Nina")
    assert "/\u2060ack_1" in stage.says(customer, redirect.id, "Nina")
    assert "Call before nine" in stage.says(lead_incident, incident.id, "Lev")
    assert stage.labels(customer, redirect.id, "Nina") == [["Change the promise"]]


def test_with_everything_at_once_the_leads_card_still_fits(stage: Stage) -> None:
    incident, redirect = asked(stage)
    stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    words = {"words": "one\ntwo\nthree\nfour"}
    stage.do(redirect_actions.note_promise, redirect.id, Promise.WORDS, **words, by="Nina")
    stage.sends_picture(incident)
    stage.do(operator_actions.write_to_lead, incident.id, "a\nb\nc\nd", by="Olga")
    stage.says(lead_incident, incident.id, "Lev")
    stage.says(operator_incident, incident.id, "Olga")


def test_the_operators_button_stands_where_it_fits_and_not_while_somebody_is_asked(stage: Stage) -> None:
    incident = stage.reports()
    button = "Customer to colleague"
    assert any(button in row for row in stage.labels(operator_incident, incident.id, "Olga"))
    redirect = stage.do(redirect_actions.give_customer, incident.id, stage.ids["Nina"], by="Olga")
    assert not any(button in row for row in stage.labels(operator_incident, incident.id, "Olga"))
    stage.do(redirect_actions.decline_customer, redirect.id, by="Nina")
    assert any(button in row for row in stage.labels(operator_incident, incident.id, "Olga"))
    stage.do(redirect_actions.ask_for_colleague, incident.id, by="Olga")
    assert stage.labels(operator_incident, incident.id, "Olga") == [["Nina"], ["Keep the customer"]]
    stage.says(operator_incident, incident.id, "Olga")


def test_naming_the_same_colleague_again_begins_anew_on_the_same_card(stage: Stage) -> None:
    incident, redirect = asked(stage)
    stage.do(redirect_actions.decline_customer, redirect.id, by="Nina")
    stage.after(minutes=3)
    again = stage.do(redirect_actions.redirect_to, incident.id, stage.ids["Nina"], by="Lev")
    assert (again.id, again.status, again.answered_at) == (redirect.id, Status.ASKED, None)
    assert again.due_at == stage.clock.now() + timedelta(seconds=60)
    waits = stage.db.read_here(timer, f"unclaimed:{redirect.id}")
    assert waits is not None
    assert waits.due_at == again.due_at


def test_nobody_else_may_claim_decline_or_promise(stage: Stage) -> None:
    _, redirect = asked(stage)
    for action in (redirect_actions.claim_customer, redirect_actions.decline_customer):
        with pytest.raises(NotYours):
            stage.do(action, redirect.id, by="Olga")
        with pytest.raises(NotYours):
            stage.do(action, 99, by="Nina")
    with pytest.raises(NotWaiting):
        stage.do(redirect_actions.note_promise, redirect.id, Promise.NOTHING, by="Nina")


def test_who_has_the_customer_cannot_be_asked_twice_and_nobody_else_can_be_named(stage: Stage) -> None:
    incident, redirect = asked(stage)
    stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    with pytest.raises(CustomerYours):
        stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    with pytest.raises(CustomerTaken):
        stage.do(redirect_actions.redirect_to, incident.id, stage.ids["Nina"], by="Lev")
    with pytest.raises(CustomerTaken):
        stage.do(lead_actions.ask_redirected_to, incident.id, by="Lev")
    with pytest.raises(NotWaiting):
        stage.do(redirect_actions.decline_customer, redirect.id, by="Nina")


def test_where_the_lead_said_nobody_no_colleague_is_named_any_more(stage: Stage) -> None:
    incident, redirect = asked(stage)
    stage.do(lead_actions.tick_duty, incident.id, Duty.REDIRECTED, by="Lev")
    assert "has taken care of the customer" in stage.says(customer, redirect.id, "Nina")
    with pytest.raises(NotWaiting):
        stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    with pytest.raises(NotWaiting):
        stage.do(redirect_actions.give_customer, incident.id, stage.ids["Nina"], by="Olga")


@pytest.mark.parametrize("who", ["Petro", "Olga"])
def test_only_another_operator_can_be_named(stage: Stage, who: str) -> None:
    incident = stage.reports()
    with pytest.raises(Late):
        stage.do(redirect_actions.give_customer, incident.id, stage.ids[who], by="Olga")
    with pytest.raises(Late):
        stage.do(redirect_actions.give_customer, incident.id, 99, by="Olga")


def test_a_question_that_waits_for_words_is_not_pushed_aside_by_the_promise(stage: Stage) -> None:
    _, redirect = asked(stage)
    own = stage.reports("Nina")
    stage.do(redirect_actions.ask_for_colleague, own.id, by="Nina")
    stage.do(redirect_actions.claim_customer, redirect.id, by="Nina")
    question = stage.db.read_here(open_question, stage.ids["Nina"])
    assert question is not None
    assert question.kind == "name_colleague"
    assert stage.labels(customer, redirect.id, "Nina")[-1] == ["In my own words…"]


def test_the_rows_say_who_is_open_and_who_has_promised(stage: Stage) -> None:
    incident, first = asked(stage)

    def second(session: Session) -> Redirect:
        within, by, now = timedelta(minutes=1), stage.ids["Lev"], stage.clock.now()
        return name_colleague(session, incident.id, stage.ids["Ada"], within=within, by=by, now=now)

    other = stage.db.write_here(second)
    assert [one.id for one in stage.db.read_here(redirects, incident.id)] == [first.id, other.id]
    newest = stage.db.read_here(open_redirect, incident.id)
    assert newest is not None
    assert newest.id == other.id
    stage.do(redirect_actions.claim_customer, first.id, by="Nina")
    assert stage.db.read_here(open_redirect, incident.id) is None
    theirs = stage.db.read_here(claimed, incident.id)
    assert theirs is not None
    assert (theirs.colleague_id, theirs.promise) == (stage.ids["Nina"], None)
    assert [one.id for one in stage.db.read_here(promises, incident.id)] == [first.id]


def test_nothing_needs_care_while_a_colleague_is_there_and_has_time(stage: Stage) -> None:
    incident, _ = asked(stage)
    assert not stage.db.read_here(redirects_need_care, stage.clock.now())
    later = stage.clock.now() + timedelta(seconds=91)
    assert stage.db.read_here(redirects_need_care, later)
    stage.db.write_here(care_for_redirects, now=later)
    assert not stage.db.read_here(redirects_need_care, later)
    assert stage.db.read_here(open_redirect, incident.id) is not None, "they may still come"


def test_whoever_has_not_come_may_always_say_that_they_have() -> None:
    assert set(Status) - CLAIMABLE == {Status.CLAIMED, Status.ELSEWHERE, Status.OVER}
