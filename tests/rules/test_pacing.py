"""Never faster than Telegram allows, hardly slower, and the urgent first. Time is a number here."""

import asyncio
import heapq
import math
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.rules import Priority
from bot.telegram.paces import Pace, Paces
from bot.telegram.pacing import Pacing, Paused

WIRE = 0.03


class Limiter:
    """Telegram as it counts: messages arriving in any second, and in any three seconds of one chat."""

    def __init__(self) -> None:
        self.all: deque[float] = deque()
        self.chats: dict[int, deque[float]] = {}

    def refuses(self, chat_id: int, at: float) -> bool:
        chat = self.chats.setdefault(chat_id, deque())
        for window, seconds in ((self.all, 1.0), (chat, 3.0)):
            while window and window[0] <= at - seconds:
                window.popleft()
        if len(self.all) >= 30 or len(chat) >= 3:
            return True
        self.all.append(at)
        chat.append(at)
        return False


class Drained(NamedTuple):
    took: float
    refused: int


def drained(chats: Iterable[int], *, latency: Callable[[int], float]) -> Drained:
    """Send a message to each of these chats as fast as `Paces` lets us, over a wire of that latency."""
    paces, now = Paces(), 0.0
    waiting, arrivals = deque(enumerate(chats)), list[tuple[float, int]]()
    ends: list[tuple[float, int]] = []
    while waiting:
        number, chat_id = waiting[0]
        while ends and ends[0][0] <= now:
            ended, chat = heapq.heappop(ends)
            paces.finish(chat, ended)
        opens = paces.opens_in(chat_id, Priority.CARD, now)
        if opens <= 0:
            waiting.popleft()
            paces.begin(chat_id, now)
            took = latency(number)
            arrivals.append((now + took / 2, chat_id))
            heapq.heappush(ends, (now + took, chat_id))
        else:
            now = min(now + opens + 1e-9, ends[0][0] if ends else math.inf)
    limiter = Limiter()
    return Drained(max(arrivals)[0], sum(limiter.refuses(chat_id, at) for at, chat_id in sorted(arrivals)))


def test_six_hundred_messages_take_hardly_longer_than_the_limit_itself() -> None:
    took, refused = drained(range(600), latency=lambda _: WIRE)
    assert refused == 0
    assert took <= 1.10 * 19.0


@given(st.lists(st.floats(0.001, 2.5), min_size=1, max_size=40), st.integers(1, 40))
def test_however_slow_the_wire_nothing_is_ever_refused(slowness: list[float], chats: int) -> None:
    sent = drained(
        (number % chats for number in range(150)), latency=lambda number: slowness[number % len(slowness)]
    )
    assert sent.refused == 0


def test_one_chat_gets_three_at_once_and_then_waits_its_three_seconds() -> None:
    paces = Paces()
    for _ in range(3):
        assert paces.opens_in(5, Priority.CARD, 10.0) == 0
        paces.begin(5, 10.0)
        paces.finish(5, 10.1)
    assert paces.opens_in(5, Priority.CARD, 10.1) == pytest.approx(3.0)
    assert paces.opens_in(6, Priority.CARD, 10.1) == 0


def test_a_group_gets_twenty_a_minute() -> None:
    paces = Paces()
    for _ in range(20):
        paces.begin(-100, 0.0)
        paces.finish(-100, 0.0)
    assert paces.opens_in(-100, Priority.CARD, 30.0) == pytest.approx(30.0)


def test_a_page_finds_its_place_where_a_notice_has_to_wait() -> None:
    paces = Paces()
    for chat_id in range(29):
        paces.begin(chat_id, 0.0)
        paces.finish(chat_id, 0.0)
    assert paces.opens_in(99, Priority.NOTICE, 0.5) == pytest.approx(0.45)
    assert paces.opens_in(99, Priority.PAGE, 0.5) == 0


def test_beyond_half_a_window_messages_go_evenly_so_that_a_place_is_free_soon() -> None:
    paces = Paces()
    for chat_id in range(15):
        assert paces.opens_in(chat_id, Priority.CARD, 0.0) == 0
        paces.begin(chat_id, 0.0)
    assert paces.opens_in(50, Priority.CARD, 0.0) == pytest.approx(1 / 30)


def test_a_refused_chat_is_left_in_peace_and_a_second_one_silences_the_whole_bot() -> None:
    paces = Paces()
    assert paces.refused(5, 37, 100.0) is False
    assert paces.opens_in(5, Priority.PAGE, 110.0) == pytest.approx(27)
    assert paces.opens_in(6, Priority.PAGE, 110.0) == 0
    assert paces.refused(6, 9, 100.5) is True
    assert paces.opens_in(7, Priority.PAGE, 101.0) == pytest.approx(8.5)


def test_two_refusals_far_apart_are_two_chats_and_not_the_bot() -> None:
    paces = Paces()
    paces.refused(5, 37, 100.0)
    assert paces.refused(6, 9, 110.0) is False


class HandWound:
    """Time that stands until it is wound, and rings on the way."""

    def __init__(self) -> None:
        self.time = 0.0
        self.alarms: list[Alarm] = []

    def now(self) -> float:
        return self.time

    def later(self, seconds: float, callback: Callable[[], None]) -> "Alarm":
        alarm = Alarm(self, self.time + seconds, callback)
        self.alarms.append(alarm)
        return alarm

    async def forward(self, seconds: float) -> None:
        end = self.time + seconds
        while due := sorted((alarm for alarm in self.alarms if alarm.at <= end), key=lambda alarm: alarm.at):
            self.time = max(self.time, due[0].at)
            self.alarms.remove(due[0])
            due[0].callback()
            await settled()
        self.time = end


class Alarm:
    def __init__(self, wound: HandWound, at: float, callback: Callable[[], None]) -> None:
        self.wound, self.at, self.callback = wound, at, callback

    def cancel(self) -> None:
        if self in self.wound.alarms:
            self.wound.alarms.remove(self)


async def settled() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def speak(pacing: Pacing, chat_id: int, priority: int, heard: list[int]) -> None:
    async with pacing.turn(chat_id, priority):
        heard.append(chat_id)


async def test_a_page_overtakes_everything_that_waits() -> None:
    wound, heard = HandWound(), list[int]()
    pacing = Pacing(Pace(overall=4), now=wound.now, later=wound.later)
    async with asyncio.TaskGroup() as group:
        for chat_id in range(100, 120):
            group.create_task(speak(pacing, chat_id, Priority.NOTICE, heard))
        await settled()
        before = len(heard)
        group.create_task(speak(pacing, 7, Priority.PAGE, heard))
        await settled()
        assert heard[before] == 7
        await wound.forward(30)
    assert len(heard) == 21


async def test_who_gives_up_waiting_leaves_no_place_taken() -> None:
    wound, heard = HandWound(), list[int]()
    pacing = Pacing(Pace(overall=2, for_pages=0), now=wound.now, later=wound.later)
    async with asyncio.TaskGroup() as group:
        for chat_id in range(2):
            group.create_task(speak(pacing, chat_id, Priority.CARD, heard))
        impatient = group.create_task(speak(pacing, 50, Priority.CARD, heard))
        await settled()
        impatient.cancel()
        group.create_task(speak(pacing, 51, Priority.CARD, heard))
        await wound.forward(3)
    assert heard == [0, 1, 51]


async def test_a_long_silence_is_told_at_once_instead_of_waited_for() -> None:
    wound = HandWound()
    pacing = Pacing(now=wound.now, later=wound.later)
    pacing.pause(None, 60)
    with pytest.raises(Paused) as told:
        async with pacing.turn(5):
            pytest.fail("spoke into the silence")
    assert told.value.whole_bot
    assert told.value.seconds == pytest.approx(60)


async def test_a_failed_message_still_counts_as_one() -> None:
    wound, heard = HandWound(), list[int]()
    pacing = Pacing(Pace(overall=1, for_pages=0), now=wound.now, later=wound.later)
    with suppress(OSError):
        async with pacing.turn(5):
            raise OSError
    async with asyncio.TaskGroup() as group:
        group.create_task(speak(pacing, 6, Priority.CARD, heard))
        await settled()
        assert heard == []
        await wound.forward(1)
    assert heard == [6]


async def test_the_outlook_counts_those_who_wait_already_unless_they_are_less_urgent() -> None:
    wound, heard = HandWound(), list[int]()
    pacing = Pacing(Pace(overall=10, for_pages=1), now=wound.now, later=wound.later)
    assert pacing.outlook(Priority.CARD).room == 5
    async with asyncio.TaskGroup() as group:
        for _ in range(6):
            group.create_task(speak(pacing, 5, Priority.CARD, heard))
        await settled()
        seen = pacing.outlook(Priority.CARD)
        assert seen.resting == {5}
        assert seen.room == 0
        assert pacing.outlook(Priority.NOTICE).room == 0
        assert pacing.outlook(Priority.PAGE).room == 7
        await wound.forward(10)
    assert len(heard) == 6
