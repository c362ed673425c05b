"""After a mass fix the lead sees how far the return is, and overrides it."""

from __future__ import annotations

from pathlib import Path

from bot.clock import WoundClock
from bot.db import Database
from tests.stories.boards import Crowd, board, crowd, obeys
from tests.stories.houses import chats_for, house
from tests.stories.night import Night


async def fixed(night: Night, count: int = 24) -> Crowd:
    there = await crowd(night, count)
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    await night.forward(seconds=3)
    return there


async def test_the_board_says_who_checks_first_and_which_wave_it_is(night: Night) -> None:
    there = await fixed(night)
    there.lev.sees("🔁 Проверяют первыми: 0 · вернулись 0 из 24")
    assert there.lev.phone.buttons(board(there.lev))[:3] == [
        "Следующая волна сейчас",
        "Остановить",
        "Все сразу…",
    ]
    first, second = [one for one in there.many if "Проверю сейчас" in one.buttons()][:2]
    for one in (first, second):
        await one.taps("Проверю сейчас")
    await night.forward(seconds=3)
    there.lev.sees("🔁 Проверяют первыми: 2 · вернулись 0 из 24")
    for one in (first, second):
        await one.taps("Всё работает")
    await night.forward(seconds=3)
    there.lev.sees("🔁 Волна 1 · вернулись 2 из 24 · следующая волна в 02:01")
    obeys(board(there.lev))


async def test_the_next_wave_does_not_wait_when_the_lead_wants_it(night: Night) -> None:
    there = await fixed(night)
    await there.lev.taps("Следующая волна")
    assert sum("✅ Всё работает" in one.buttons() for one in there.many) == 10
    there.lev.sees("🔁 Волна 1 · вернулись 0 из 24")
    await there.lev.taps("Следующая волна")
    there.lev.sees("🔁 Волна 2")
    assert sum("✅ Всё работает" in one.buttons() for one in there.many) == 20


async def test_the_lead_stops_the_waves_and_lets_them_go_on(night: Night) -> None:
    there = await fixed(night)
    await there.lev.taps("Следующая волна")
    await there.lev.taps("Остановить")
    there.lev.sees("⏸ Возвращение остановлено")
    assert "Остановить" not in there.lev.phone.buttons(board(there.lev))
    await night.forward(minutes=5)
    assert sum("✅ Всё работает" in one.buttons() for one in there.many) == 10
    await there.lev.taps("Продолжить волнами")
    assert sum("✅ Всё работает" in one.buttons() for one in there.many) == 20


async def test_all_at_once_is_asked_twice(night: Night) -> None:
    there = await fixed(night)
    await there.lev.taps("Все сразу")
    there.lev.sees("Попросить всех проверить сразу? Ещё не проверяли: 24.")
    await there.lev.taps("Да, все сразу: 24")
    assert all("✅ Всё работает" in one.buttons() for one in there.many)
    assert "Следующая волна сейчас" not in there.lev.phone.buttons(board(there.lev))


async def test_while_they_return_what_the_lead_did_can_still_be_undone(night: Night) -> None:
    there = await fixed(night)
    await there.lev.writes("/allstatus_1_99")
    labels = there.lev.phone.buttons(board(there.lev))
    assert labels[:3] == ["Следующая волна сейчас", "Остановить", "Отменить последнее"]
    obeys(board(there.lev))
    await there.lev.taps("Отменить последнее")
    assert "duty_unticked" in night.kinds(1)


async def test_nobody_overrides_a_return_that_is_over_or_another_lead_s(night: Night) -> None:
    there = await fixed(night)
    await there.sonya.writes("/nextwave_1")
    assert "не вашей смены" in there.sonya.screen()
    await there.lev.writes("/allreturn_1")
    await there.lev.writes("/stopreturn_1")
    there.lev.sees("Никто не выбран, это уже сделано или сбой закончился")


async def test_the_matrix_says_what_works_for_whom_and_how_full_a_channel_is(
    db: Database, clock: WoundClock, tmp_path: Path
) -> None:
    night = Night(db, clock, tmp_path, house(tmp_path, chats_for(2)))
    there = await crowd(night, 4)
    await there.many[0].taps("Да, работает")
    await there.many[1].taps("Нет")
    await night.forward(seconds=3)
    there.lev.sees("Чаты: ✓1 ✗1 (1/2)")
    obeys(board(there.lev))
    await night.close()
