"""The regulation as the main runbook has it: where each answer leads, and what happens on the way."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.centre.reading import read_centre
from bot.runbook.reading import read_runbook, read_runbooks
from bot.runbook.rules import (
    Closing,
    Effect,
    Event,
    Move,
    Outcome,
    Pause,
    Placeholder,
    Runbook,
    UnknownAnswer,
    UnknownStep,
    WorkStatus,
    answered,
    asked,
    enter,
    fill,
    found,
    happened,
)

RUNBOOKS = Path(__file__).resolve().parents[2] / "runbooks"


@pytest.fixture(scope="module")
def main() -> Runbook:
    return read_runbook(RUNBOOKS / "office_software.yaml", ("ru", "uk", "en"))


def test_it_begins_with_trying_it_yourself(main: Runbook) -> None:
    assert enter(main, main.first) == Move("reboot", (), (), WorkStatus.TRYING_IT_MYSELF, None)


def test_a_reboot_that_helped_closes_and_wakes_nobody(main: Runbook) -> None:
    move = answered(main, "reboot", "helped")
    assert move == Move("helped_myself", (), (), WorkStatus.ON_THE_LINE, Closing.SELF_HELP)


def test_a_reboot_that_did_not_help_pages_the_lead_and_asks_for_the_report(main: Runbook) -> None:
    move = answered(main, "reboot", "not_helped")
    assert move == Move("describe", ("tell_lead",), (Effect.PAGE_DUTY_LEAD,), WorkStatus.OFF_THE_LINE, None)


def test_more_time_stays_at_the_same_step(main: Runbook) -> None:
    assert answered(main, "reboot", "more_time") == Pause(timedelta(minutes=5))


def test_the_report_becomes_a_ticket_and_then_the_channels_are_checked(main: Runbook) -> None:
    move = asked(main, "describe")
    assert move == Move("channels", ("file_report",), (Effect.FILE_TICKET, Effect.START_RECHECKS), None, None)


@pytest.mark.parametrize(
    ("outcome", "step", "effect", "status"),
    [
        (Outcome.CHANNEL, "elsewhere", Effect.TELL_DUTY_LEAD, WorkStatus.IN_ANOTHER_CHANNEL),
        (Outcome.KNOWLEDGE_BASE, "study", Effect.TELL_DUTY_LEAD, WorkStatus.STUDYING),
        (Outcome.NOTHING, "ask_lead", Effect.ASK_DUTY_LEAD, WorkStatus.AWAITING_THE_LEAD),
    ],
)
def test_the_lead_hears_every_move_while_waiting(
    main: Runbook, outcome: Outcome, step: str, effect: Effect, status: WorkStatus
) -> None:
    assert asked(main, "channels", outcome) == Move(step, (), (effect,), status, None)
    again = answered(main, step, "check_again")
    assert isinstance(again, Move)
    assert again.step == "channels"


def test_a_channel_goes_before_the_knowledge_base_and_that_before_nothing() -> None:
    assert found(channel=True, knowledge_base=True) is Outcome.CHANNEL
    assert found(channel=False, knowledge_base=True) is Outcome.KNOWLEDGE_BASE
    assert found(channel=False, knowledge_base=False) is Outcome.NOTHING


def test_a_fix_is_checked_by_the_operator_and_closes_when_it_holds(main: Runbook) -> None:
    checking = happened(main, Event.FIXED, "elsewhere")
    assert checking == Move("check_fix", (), (Effect.STOP_RECHECKS,), WorkStatus.CHECKING_THE_FIX, None)
    back = answered(main, "check_fix", "works")
    told = (Effect.STOP_RECHECKS, Effect.TELL_DUTY_LEAD)
    assert back == Move("back_on_line", (), told, WorkStatus.ON_THE_LINE, Closing.RETURNED)


def test_a_fix_that_does_not_hold_reopens_the_ticket_and_leads_to_the_channels_again(main: Runbook) -> None:
    told = (Effect.REOPEN_TICKET, Effect.TELL_DUTY_LEAD)
    assert answered(main, "check_fix", "broken") == Move("not_fixed", (), told, WorkStatus.OFF_THE_LINE, None)
    assert asked(main, "not_fixed") == Move("channels", (), (Effect.START_RECHECKS,), None, None)


def test_works_again_leads_back_from_every_open_step_and_from_no_closed_one(main: Runbook) -> None:
    for name, step in main.steps.items():
        move = happened(main, Event.WORKS, name)
        assert (move is None) == (step.closes is not None), name
        assert move is None or move.step == "back_on_line"


def test_a_second_fix_while_checking_changes_nothing(main: Runbook) -> None:
    assert happened(main, Event.FIXED, "check_fix") is None


def test_an_event_the_runbook_does_not_name_leads_nowhere(main: Runbook) -> None:
    assert happened(main, Event.SHIFT_OVER, "reboot") is None


def test_answers_of_old_and_crafted_buttons_are_mistakes_not_moves(main: Runbook) -> None:
    with pytest.raises(UnknownAnswer) as wrong:
        answered(main, "reboot", "works")
    assert wrong.value.values == {"step": "reboot", "answer": "works"}
    with pytest.raises(UnknownStep):
        answered(main, "no_such_step", "works")
    for step, outcome in (
        ("channels", None),
        ("describe", Outcome.NOTHING),
        ("reboot", None),
        ("tell_lead", None),
    ):
        if (step, outcome) != ("describe", Outcome.NOTHING):
            with pytest.raises(UnknownAnswer):
                asked(main, step, outcome)


def test_entering_keeps_the_status_a_step_does_not_set(main: Runbook) -> None:
    assert enter(main, "channels", WorkStatus.STUDYING).status is WorkStatus.STUDYING
    assert enter(main, "study", WorkStatus.OFF_THE_LINE).status is WorkStatus.STUDYING


def test_home_internet_pages_the_lead_and_rechecks() -> None:
    home = read_runbooks(RUNBOOKS, read_centre(RUNBOOKS))["home_internet"]
    move = answered(home, "try_it", "leaving")
    paged = (Effect.PAGE_DUTY_LEAD, Effect.START_RECHECKS, Effect.TELL_DUTY_LEAD)
    assert move == Move("leaving", ("page_and_leave",), paged, WorkStatus.OFF_THE_LINE, None)


def test_a_line_whose_value_is_unknown_is_left_out() -> None:
    text = "One\nWait until {until}.\nCall {lead}: {phone}\n"
    assert fill(text, {Placeholder.UNTIL: "03:24", Placeholder.LEAD: "Lev"}) == "One\nWait until 03:24."


def test_a_value_is_never_read_as_a_text_with_placeholders() -> None:
    assert fill("{software}", {Placeholder.SOFTWARE: "{lead} {0.__class__}"}) == "{lead} {0.__class__}"
