"""When a process gives itself up: counted in the watchdog's own looks, so that a pause of all is none."""

from __future__ import annotations

import threading

from bot.db.at_work import AtWork
from bot.health.pulse import EXIT_STANDS, Patience, Watchdog

PATIENCE = Patience(loop=20.0, thread=60.0, look_every=1.0)


class Seen:
    """A process as the watchdog sees it."""

    def __init__(self) -> None:
        self.beats, self.lives = 0, True
        self.work: int | None = None
        self.dog = Watchdog(
            lambda: self.beats, lambda: self.work, patience=PATIENCE, lives=lambda: self.lives
        )

    def looks(self, times: int) -> list[str | None]:
        return [self.dog.look() for _ in range(times)]


def test_a_loop_that_beats_between_looks_is_left_alone_for_ever() -> None:
    seen = Seen()
    for _ in range(100):
        seen.beats += 1
        assert seen.looks(1) == [None]


def test_a_loop_that_has_not_beaten_for_twenty_looks_is_given_up() -> None:
    seen = Seen()
    seen.beats = 7
    assert seen.looks(21) == [None] * 20 + ["event_loop"]


def test_one_beat_in_time_begins_the_count_anew() -> None:
    seen = Seen()
    seen.looks(19)
    seen.beats += 1
    assert seen.looks(20) == [None] * 20


def test_after_a_pause_of_the_whole_machine_nothing_is_given_up() -> None:
    """The loop was late by an hour, and so was the watchdog: one look found no beat."""
    seen = Seen()
    seen.looks(1)
    assert seen.looks(1) == [None]
    seen.beats = 1
    assert seen.looks(10) == [None] * 10


def _at_one_thing(seen: Seen, looks: int) -> list[str | None]:
    """While the loop goes on."""
    found = []
    for _ in range(looks):
        seen.beats += 1
        found += seen.looks(1)
    return found


def test_a_thread_that_was_paused_at_its_work_has_as_long_to_end_it_as_ever() -> None:
    """It began before a pause of an hour, and a busy machine lets it end some seconds after that."""
    ticks = iter([0.0, *[3600.0] * 9])
    at_work = AtWork(lambda: next(ticks))
    seen = Seen()
    with at_work.one():
        seen.work = at_work.oldest()
        assert at_work.longest() == 3600.0
        assert _at_one_thing(seen, 60) == [None] * 60
    assert at_work.oldest() is None


def test_a_database_thread_that_stays_at_one_thing_is_given_up() -> None:
    seen = Seen()
    seen.work = 7
    assert _at_one_thing(seen, 61) == [None] * 60 + ["database_thread"]


def test_one_that_goes_from_one_thing_to_the_next_is_not() -> None:
    seen = Seen()
    for piece in range(5):
        seen.work = piece
        assert _at_one_thing(seen, 50) == [None] * 50


def test_a_night_that_does_not_go_on_by_itself_is_given_up_where_nobody_else_restarts_it() -> None:
    seen = Seen()
    seen.lives = False
    found = []
    for _ in range(20):
        seen.beats += 1
        found += seen.looks(1)
    assert found == [None] * 19 + ["night"]


def test_one_that_lives_again_in_time_is_not() -> None:
    seen = Seen()
    for beat in range(60):
        seen.beats, seen.lives = beat, beat % 15 == 0
        assert seen.looks(1) == [None]


def test_it_ends_the_process_by_its_exit_code_and_once() -> None:
    ended, codes = threading.Event(), []

    def end(code: int) -> None:
        codes.append(code)
        ended.set()

    dog = Watchdog(
        lambda: 0, lambda: None, patience=Patience(loop=0.01, thread=1.0, look_every=0.005), end=end
    )
    dog.start()
    assert ended.wait(30)
    assert codes == [EXIT_STANDS]


def test_whoever_is_told_may_fail_and_the_watch_goes_on() -> None:
    told, beats = threading.Semaphore(0), iter(range(10**9))

    def tell() -> None:
        told.release()
        raise OSError("the socket is gone")

    dog = Watchdog(lambda: next(beats), lambda: None, patience=Patience(look_every=0.001), tell=tell)
    dog.start()
    assert all(told.acquire(timeout=30) for _ in range(3))
    dog.stop()
