"""What is wrong, in which words, and whether a restart would help: from plain numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.health.rules import Facts, Name, Queue, Rows, is_alive, troubles

WELL = Facts()


def names(facts: Facts) -> list[Name]:
    return [one.name for one in troubles(facts)]


def sentence(facts: Facts) -> str:
    (only,) = troubles(facts)
    return only.says


def test_while_nothing_is_wrong_it_lives_and_is_ready() -> None:
    assert troubles(WELL) == ()
    assert is_alive(())


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (replace(WELL, started=False), Name.STARTING),
        (replace(WELL, loop_stands=5), Name.LOOP),
        (replace(WELL, thread_stands=60), Name.THREAD),
        (replace(WELL, read_ago=45), Name.STORAGE),
        (replace(WELL, written_ago=45), Name.STORAGE),
        (replace(WELL, token_refused=True), Name.TOKEN),
        (replace(WELL, intake_reason="token"), Name.TOKEN),
        (replace(WELL, intake_ago=90), Name.INTAKE),
        (replace(WELL, intake_reason="another_poller", intake_reason_for=10), Name.INTAKE),
        (replace(WELL, rows=Rows(inbox=Queue(1, 60))), Name.INBOX),
        (replace(WELL, rows=Rows(timers=Queue(1, 15))), Name.TIMERS),
        (replace(WELL, rows=Rows(outbox={"page": Queue(1, 60)})), Name.PAGES),
        (replace(WELL, rows=Rows(on_hold=True)), Name.HOLD),
        (replace(WELL, canary_stopped_at="timer"), Name.CANARY),
    ],
)
def test_each_limit_is_named_when_it_is_reached(facts: Facts, name: Name) -> None:
    assert names(facts) == [name]


@pytest.mark.parametrize(
    "facts",
    [
        replace(WELL, loop_stands=4.9),
        replace(WELL, thread_stands=59),
        replace(WELL, read_ago=44, written_ago=44),
        replace(WELL, intake_ago=89, intake_reason="network", intake_reason_for=80),
        replace(WELL, intake_reason="another_poller", intake_reason_for=9),
        replace(WELL, rows=Rows(inbox=Queue(500, 59), timers=Queue(9, 14), outbox={"page": Queue(9, 59)})),
        replace(WELL, rows=Rows(outbox={"notice": Queue(900, 900)})),
        replace(WELL, polls=False, intake_ago=9000, intake_reason="network"),
    ],
)
def test_short_of_it_nothing_is_said(facts: Facts) -> None:
    assert troubles(facts) == ()


def test_who_else_asks_for_updates_and_which_token_is_void_is_said_at_once() -> None:
    assert "the same token runs twice (409)" in sentence(
        replace(WELL, intake_reason="another_poller", intake_reason_for=10)
    )
    void = sentence(replace(WELL, intake_reason="token", intake_ago=500))
    assert "(401)" in void
    assert "@BotFather" in void


def test_silence_from_telegram_says_what_is_known_of_its_cause() -> None:
    assert "cannot be reached" in sentence(replace(WELL, intake_ago=100, intake_reason="network"))
    silent = sentence(replace(WELL, intake_ago=100))
    assert silent == "Nothing has come from Telegram for 100 s, not even an empty answer."


@pytest.mark.parametrize(
    "facts",
    [
        replace(WELL, loop_stands=20),
        replace(WELL, thread_stands=60),
        replace(WELL, intake_ago=90),
        replace(WELL, rows=Rows(inbox=Queue(1, 300)), handled_ago=300),
        replace(WELL, rows=Rows(timers=Queue(1, 120)), rang_ago=120),
    ],
)
def test_what_only_a_new_process_would_cure_is_no_life(facts: Facts) -> None:
    assert not is_alive(troubles(facts))


@pytest.mark.parametrize(
    "facts",
    [
        replace(WELL, loop_stands=19),
        replace(WELL, token_refused=True),
        replace(WELL, intake_ago=9000, intake_reason="network"),
        replace(WELL, intake_reason="another_poller", intake_reason_for=9000),
        replace(WELL, written_ago=9000),
        replace(
            WELL,
            written_ago=9000,
            handled_ago=9000,
            rang_ago=9000,
            rows=Rows(inbox=Queue(1, 9000), timers=Queue(1, 9000)),
        ),
        replace(WELL, rows=Rows(inbox=Queue(1, 9000), timers=Queue(1, 9000)), handled_ago=299, rang_ago=119),
        replace(WELL, rows=Rows(inbox=Queue(1, 299), timers=Queue(1, 119)), handled_ago=9000, rang_ago=9000),
        replace(WELL, rows=Rows(outbox={"page": Queue(1, 9000)})),
        replace(WELL, rows=Rows(on_hold=True)),
        replace(WELL, canary_stopped_at="outbox"),
    ],
)
def test_what_comes_from_outside_is_no_reason_to_end_a_process(facts: Facts) -> None:
    assert troubles(facts) != ()
    assert is_alive(troubles(facts))
