"""/shifts: asking a colleague to work a shift, a part of it, or to swap; what they answer, or do not."""

from __future__ import annotations

from bot.person.rules import Role
from bot.question.queries import open_question
from bot.rota.queries import shifts_of_person
from tests.stories.night import Hero, Night
from tests.stories.rota_looks import at, shifts

OWN, THEIRS = (20, 30), (44, 54)
"""Olga's shift and Petro's: 22 November 22:00-08:00 in Kyiv, and the night after."""


async def two(night: Night) -> tuple[Hero, Hero]:
    """Two operators with a night each."""
    olga = await night.operator("Ольга", shift=tuple(map(at, OWN)))
    petro = await night.operator("Петро", shift=tuple(map(at, THEIRS)))
    return olga, petro


async def asks_for_a_cover(olga: Hero, colleague: str = "Петро") -> None:
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Отдать целиком…")
    await olga.taps(colleague)


async def test_my_shifts_are_listed_and_one_of_them_opened(night: Night) -> None:
    olga, _ = await two(night)
    await night.on_duty(olga, Role.OPERATOR, at(-1), at(9))
    await olga.writes("/shifts")
    assert olga.phone.last.text.splitlines() == [
        "Ваши смены",
        "🟢 Сегодня 01:00–11:00 · Оператор",
        "▫️ Сегодня 22:00–08:00 · Оператор",
        "Нажмите на смену, чтобы найти замену или поменяться.",
    ]
    await olga.taps("22.11 22:00–08:00")
    assert olga.buttons() == ["Отдать целиком…", "Отдать часть…", "Поменяться…", "← Мои смены"]
    await olga.taps("← Мои смены")
    assert olga.buttons() == ["22.11 01:00–11:00", "22.11 22:00–08:00"]


async def test_many_shifts_come_in_pages(night: Night) -> None:
    olga, _ = await two(night)
    for day in range(2, 8):
        await night.on_duty(olga, Role.OPERATOR, at(day * 24 + 20), at(day * 24 + 30))
    await olga.writes("/shifts")
    assert len(olga.buttons()) == 5
    await olga.taps("Дальше ▸")
    assert olga.buttons()[-1] == "▴ В начало"
    assert len(olga.buttons()) == 4


async def test_a_colleague_who_agrees_works_the_shift(night: Night) -> None:
    olga, petro = await two(night)
    await asks_for_a_cover(olga)
    assert "🟡 Вопрос отправлен: Петро" in olga.phone.last.text
    petro.sees("🔄 Ольга просит вас о замене")
    petro.sees("22 ноября 22:00–08:00 · Оператор")
    assert petro.buttons() == ["✅ Выйду", "Не могу"]
    assert shifts(night, olga) == [OWN]
    await petro.taps("✅ Выйду")
    petro.sees("🟢 Договорились, в графике это уже так.")
    assert petro.buttons() == []
    olga.sees("🟢 Петро: да")
    olga.sees("↓ Ниже есть новее")
    assert shifts(night, olga) == []
    assert shifts(night, petro) == [OWN, THEIRS]
    assert olga.heard() == petro.heard() == []


async def test_a_part_is_written_in_hours_and_only_that_part_goes(night: Night) -> None:
    olga, petro = await two(night)
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Отдать часть…")
    olga.sees("Смена: 22:00–08:00")
    olga.sees("Напишите, например, 22:00–03:00")
    await olga.writes("09:00-10:00")
    assert "Таких часов в этой смене нет" in olga.phone.last.text
    await olga.writes("когда-нибудь")
    assert night.db.read_here(open_question, olga.id) is not None
    await olga.writes("2-8")
    olga.sees("Завтра 02:00–08:00")
    await olga.taps("Петро")
    petro.sees("23 ноября 02:00–08:00 · Оператор")
    await petro.taps("✅ Выйду")
    assert shifts(night, olga) == [(20, 24)]
    assert shifts(night, petro) == [(24, 30), THEIRS]
    assert night.db.read_here(open_question, olga.id) is None


async def test_the_question_for_hours_is_left_by_cancel(night: Night) -> None:
    olga, _ = await two(night)
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Отдать часть…")
    await olga.writes("/cancel")
    assert night.db.read_here(open_question, olga.id) is None
    assert shifts(night, olga) == [OWN]


async def test_a_shift_that_is_gone_ends_the_question_for_its_hours(night: Night) -> None:
    olga, petro = await two(night)
    await asks_for_a_cover(olga)
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Отдать часть…")
    await petro.taps("✅ Выйду")
    await olga.writes("2-8")
    assert "Ничего не изменилось" in olga.phone.last.text
    assert night.db.read_here(open_question, olga.id) is None


async def test_two_shifts_are_exchanged(night: Night) -> None:
    olga, petro = await two(night)
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Поменяться…")
    await olga.taps("Петро")
    await olga.taps("23.11 22:00–08:00")
    petro.sees("🔄 Ольга предлагает поменяться сменами")
    petro.sees("Взамен берёт вашу: 23 ноября 22:00–08:00")
    await petro.taps("✅ Меняемся")
    olga.sees("Взамен вы работаете: 23 ноября 22:00–08:00")
    assert (shifts(night, olga), shifts(night, petro)) == ([THEIRS], [OWN])


async def test_a_colleague_who_cannot_leaves_all_as_it_is_and_another_is_asked(night: Night) -> None:
    olga, petro = await two(night)
    await night.operator("Нина", shift=None)
    await asks_for_a_cover(olga)
    await petro.taps("Не могу")
    petro.sees("⚪ Вы ответили, что не можете.")
    olga.sees("🔴 Петро: не может")
    assert shifts(night, olga) == [OWN]
    await olga.taps("Попросить другого")
    await olga.taps("Отдать целиком…")
    assert olga.buttons() == ["Петро", "Нина"]


async def test_a_question_is_taken_back(night: Night) -> None:
    olga, petro = await two(night)
    await asks_for_a_cover(olga)
    await olga.taps("Отозвать просьбу")
    olga.sees("⚪ Просьба отозвана: Петро")
    petro.sees("⚪ Ольга: замена больше не нужна.")
    await petro.writes("/agree_1")
    assert shifts(night, olga) == [OWN]


async def test_a_question_that_nobody_answers_expires_and_both_see_it(night: Night) -> None:
    olga, petro = await two(night)
    await asks_for_a_cover(olga)
    night.clock.forward(hours=20)
    await night.settle()
    petro.sees("⚪ Время ответа вышло, график остаётся прежним.")
    olga.sees("🟡 Петро: ответа не было")
    assert shifts(night, olga) == [OWN]


async def test_the_same_question_twice_says_that_it_has_no_effect(night: Night) -> None:
    olga, petro = await two(night)
    await asks_for_a_cover(olga)
    await asks_for_a_cover(olga)
    assert "Ничего не изменилось" in olga.toast
    assert petro.screen().count("просит вас о замене") == 1


async def test_a_shift_of_somebody_else_is_not_opened(night: Night) -> None:
    olga, petro = await two(night)
    theirs = night.db.read_here(shifts_of_person, petro.id, at(0), at(100))[0]
    for twin in (f"/shift_{theirs.id}", f"/give_{theirs.id}_0", f"/askcover_{theirs.id}_0_0_{olga.id}"):
        await olga.writes(twin)
        assert "Ваши: /shifts" in olga.phone.last.text
    assert shifts(night, petro) == [THEIRS]


async def test_nobody_free_is_said_with_a_way_back(night: Night) -> None:
    olga = await night.operator("Ольга", shift=tuple(map(at, OWN)))
    await night.operator("Петро", shift=tuple(map(at, OWN)))
    await olga.writes("/shifts")
    await olga.taps("22.11 22:00–08:00")
    await olga.taps("Отдать целиком…")
    olga.sees("В это время все коллеги с этой ролью уже на дежурстве.")
    await olga.taps("← К смене")
    await olga.taps("Поменяться…")
    olga.sees("Меняться не с кем")


async def test_a_colleague_in_another_zone_reads_both_clocks(night: Night) -> None:
    olga = await night.operator("Ольга", shift=tuple(map(at, OWN)))
    petro = await night.operator("Петро", shift=None, time_zone="Asia/Almaty")
    await asks_for_a_cover(olga)
    petro.sees("23 ноября 01:00–11:00, Киев 22:00–08:00 · Оператор")
