"""Bad nights of Telegram, switched on one by one, as aiogram sees them through the in-process session."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import GetUpdates
from aiogram.types import BufferedInputFile

from bot.clock import WoundClock
from bot.sandbox.hand import Hand
from bot.sandbox.limits import Limits
from bot.sandbox.model import Sandbox
from bot.sandbox.samples import sample
from bot.sandbox.session import SandboxSession

OLGA, LEV, GROUP = 1, 2, -500


class RawGetUpdates(GetUpdates):
    """getUpdates whose updates stay plain dicts, as an own intake loop wants them."""

    __returning__ = list[dict[str, Any]]


@pytest.fixture
def clock() -> WoundClock:
    return WoundClock(datetime(2026, 11, 22, 22, tzinfo=UTC))


@pytest.fixture
def box(clock: WoundClock) -> Sandbox:
    box = Sandbox(clock)
    box.add_person(OLGA, "Olga", started=True)
    box.add_person(LEV, "Lev", started=True)
    box.add_group(GROUP, "Night", [OLGA])
    return box


@pytest.fixture
def bot(box: Sandbox) -> Bot:
    return Bot(box.token, session=SandboxSession(box))


def texts(box: Sandbox) -> list[str]:
    return [post.text for post in box.chats[OLGA].posts.values()]


async def raw(bot: Bot, **params: Any) -> Any:
    return await bot(RawGetUpdates(**params))


async def test_when_telegram_is_down_nothing_is_sent(bot: Bot, box: Sandbox) -> None:
    box.faults.plan("down")
    with pytest.raises(TelegramNetworkError, match="Cannot connect"):
        await bot.send_message(OLGA, "x")
    box.faults.clear()
    await bot.send_message(OLGA, "y")
    assert texts(box) == ["y"]


async def test_an_answer_that_is_lost_was_carried_out_all_the_same(bot: Bot, box: Sandbox) -> None:
    box.faults.plan("drop_after", "sendMessage", times=1)
    with pytest.raises(TelegramNetworkError, match="disconnected"):
        await bot.send_message(OLGA, "x")
    assert texts(box) == ["x"]
    assert len(box.accepted("sendMessage")) == 1


async def test_an_answer_later_than_the_timeout_was_carried_out_too(bot: Bot, box: Sandbox) -> None:
    box.faults.plan("delay", seconds=90, times=2)
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(OLGA, "x")
    await bot.send_message(OLGA, "patient", request_timeout=100)
    assert texts(box) == ["x", "patient"]


async def test_a_flood_in_one_chat_leaves_the_others_alone(bot: Bot, box: Sandbox, clock: WoundClock) -> None:
    box.faults.flood(37, now=box.now(), chat_id=OLGA)
    clock.forward(seconds=7)
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(OLGA, "x")
    assert caught.value.retry_after == 30
    await bot.send_message(LEV, "y")
    clock.forward(seconds=30)
    await bot.send_message(OLGA, "z")
    assert (texts(box), box.floods) == (["z"], 1)


async def test_a_flood_for_all_spares_only_the_polling(bot: Bot, box: Sandbox) -> None:
    box.faults.flood(5, now=box.now())
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(LEV, "x")
    assert await raw(bot) == []


@pytest.mark.parametrize("kind", ["server_error", "bad_json"])
async def test_an_answer_that_is_no_envelope_cannot_be_decoded(bot: Bot, box: Sandbox, kind: Any) -> None:
    box.faults.plan(kind, times=1)
    with pytest.raises(ClientDecodeError):
        await bot.send_message(OLGA, "x")
    assert texts(box) == (["x"] if kind == "bad_json" else [])


async def test_a_revoked_token_and_a_wrong_one_are_unauthorized(bot: Bot, box: Sandbox) -> None:
    stranger = Bot("1:other", session=SandboxSession(box))
    with pytest.raises(TelegramUnauthorizedError):
        await stranger.get_me()
    box.faults.plan("unauthorized")
    with pytest.raises(TelegramUnauthorizedError):
        await bot.get_me()


async def test_a_foreign_poller_takes_only_the_polling(bot: Bot, box: Sandbox) -> None:
    box.faults.plan("foreign_poller")
    with pytest.raises(TelegramConflictError, match="only one bot instance"):
        await raw(bot)
    await bot.send_message(OLGA, "x")


async def test_of_two_pollers_the_older_gets_the_conflict(bot: Bot, box: Sandbox) -> None:
    older = asyncio.gather(raw(bot, timeout=30), return_exceptions=True)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await raw(bot) == []
    assert isinstance((await older)[0], TelegramConflictError)


async def test_a_waiting_poll_wakes_with_the_update(bot: Bot, box: Sandbox) -> None:
    polling = asyncio.gather(raw(bot, timeout=30))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    Hand(box, OLGA).write("hello")
    ((update,),) = await polling
    assert update["message"]["text"] == "hello"
    assert isinstance(update, dict)


async def test_updates_can_come_twice_and_in_the_wrong_order(bot: Bot, box: Sandbox) -> None:
    Hand(box, OLGA).write("a")
    Hand(box, OLGA).write("b")
    box.faults.deliver_times, box.faults.reorder = 2, True
    found = await raw(bot)
    assert [update["message"]["text"] for update in found] == ["b", "b", "a", "a"]
    assert found[0]["update_id"] == found[1]["update_id"]


async def test_a_poison_update_is_delivered_as_it_is(bot: Bot, box: Sandbox) -> None:
    box.inject({"message": {"text": 7}, "surprise": [None]})
    Hand(box, OLGA).write("healthy")
    poison, healthy = await raw(bot)
    assert poison["message"] == {"text": 7}
    assert healthy["update_id"] == poison["update_id"] + 1
    with pytest.raises(ClientDecodeError):
        await bot.get_updates()


async def test_errors_are_aiograms_own_classes(bot: Bot, box: Sandbox) -> None:
    Hand(box, OLGA).block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(OLGA, "x")


async def test_files_go_up_and_come_down_unchanged(bot: Bot, box: Sandbox) -> None:
    data = sample("error_503").data
    sent = await bot.send_document(OLGA, BufferedInputFile(data, "screen.png"))
    assert sent.document is not None
    assert sent.document.mime_type == "image/png"
    loaded = await bot.download(sent.document)
    assert loaded is not None
    assert loaded.read() == data


async def test_a_download_can_fail_too(bot: Bot, box: Sandbox) -> None:
    with pytest.raises(aiohttp.ClientResponseError, match="404"):
        await bot.download_file("documents/nothing.png")
    box.faults.plan("down", "file")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await bot.download_file("documents/nothing.png")


def test_an_unknown_fault_is_a_mistake_of_the_test(box: Sandbox) -> None:
    with pytest.raises(ValueError, match="no such fault"):
        box.faults.plan("meteorite")  # type: ignore[arg-type]


async def test_a_chat_takes_three_at_once_then_no_more(bot: Bot, box: Sandbox, clock: WoundClock) -> None:
    box.limits.rates_on = True
    for n in range(3):
        await bot.send_message(OLGA, str(n))
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(OLGA, "too soon")
    clock.forward(seconds=caught.value.retry_after)
    await bot.send_message(OLGA, "in time")
    assert (texts(box)[-1], box.floods) == ("in time", 1)


async def test_a_group_takes_twenty_a_minute(bot: Bot, box: Sandbox, clock: WoundClock) -> None:
    box.limits.rates_on = True
    for n in range(20):
        await bot.send_message(GROUP, str(n))
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(GROUP, "too soon")
    assert caught.value.retry_after == 60


async def test_thirty_a_second_is_the_limit_over_all(clock: WoundClock) -> None:
    box = Sandbox(clock, limits=Limits(rates_on=True))
    bot = Bot(box.token, session=SandboxSession(box))
    for user_id in range(1, 32):
        box.add_person(user_id, "P", started=True)
    for user_id in range(1, 31):
        await bot.send_message(user_id, "x")
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(31, "x")
    clock.forward(seconds=1)
    await bot.send_message(31, "x")
