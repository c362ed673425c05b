"""The board colours only what has to be done now, and says what happened and what is to be set back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.incident.models import Duty, Incident
from bot.roles.duty_lead.outage_menus import who_is_back
from bot.sandbox.world import Post
from bot.telegram.texts import Texts
from tests.stories.boards import Crowd, board, crowd, obeys
from tests.stories.night import Night
from tests.stories.test_board_sizes import crowded


def coloured(post: Post) -> list[str]:
    return [button["text"] for row in post.buttons for button in row if button.get("style") == "primary"]


async def ticked(night: Night, count: int = 6) -> Crowd:
    """Everything is ticked for all, and the sysadmin has the ticket."""
    there = await crowd(night, count)
    await there.lev.taps(f"Статус выставлен: {count}")
    await there.lev.taps(f"Сняты с линии: {count}")
    await there.semyon.taps("Принять")
    await night.forward(seconds=3)
    return there


async def fixed(night: Night, count: int = 6) -> Crowd:
    there = await ticked(night, count)
    await there.semyon.taps("Исправлено")
    await night.forward(seconds=3)
    return there


async def test_what_lacks_is_coloured_one_button_a_row_and_nothing_is_when_nothing_lacks(
    night: Night,
) -> None:
    there = await crowd(night, customers=1)
    rows = [[button["text"] for button in row] for row in board(there.lev).buttons]
    assert rows[:3] == [["Передать клиентов: 1"], ["Статус выставлен: 4"], ["Сняты с линии: 4"]]
    assert coloured(board(there.lev)) == ["Передать клиентов: 1"]
    await there.lev.writes("/alltonobody_1_99")
    assert coloured(board(there.lev)) == ["Статус выставлен: 4"]
    await there.lev.taps("Статус выставлен: 4")
    await there.lev.taps("Сняты с линии: 4")
    await night.forward(seconds=3)
    assert coloured(board(there.lev)) == []
    obeys(board(there.lev))


async def test_while_waves_go_by_themselves_nothing_is_coloured_until_the_lead_stops_them(
    night: Night,
) -> None:
    there = await fixed(night)
    assert board(there.lev).text.startswith("🟡 Массовый сбой №1")
    assert coloured(board(there.lev)) == []
    await there.lev.taps("Остановить")
    await night.forward(seconds=3)
    assert coloured(board(there.lev)) == ["Продолжить волнами"]


async def test_a_fix_that_was_none_is_said_to_the_lead_and_to_everybody_who_waits(night: Night) -> None:
    there = await fixed(night)
    first = next(one for one in there.many if "Проверю сейчас" in one.buttons())
    await first.taps("Проверю сейчас")
    await night.forward(minutes=3)
    there.lev.heard()
    await first.taps("Нет, не работает")
    await night.forward(seconds=3)
    assert there.lev.heard() == ["🔴 Массовый сбой №1 · Телефония"]
    there.lev.sees("🔴 Снова не работает с 02:03: кто проверял, видит ошибку")
    there.many[-1].sees("🔴 С 02:03 снова не работает, чинят дальше.")
    first.does_not_see("снова не работает, чинят дальше")
    obeys(board(there.lev))
    await there.semyon.taps("Исправлено")
    await night.forward(seconds=3)
    there.lev.does_not_see("Снова не работает с")
    there.many[-1].does_not_see("снова не работает, чинят дальше")


async def test_whose_status_and_line_are_to_be_set_back_is_counted_and_named(night: Night) -> None:
    there = await fixed(night)
    await there.lev.writes("/back_1")
    there.lev.sees("Массовый сбой №1: пока никто не вернулся.")
    back = [one for one in there.many if "Проверю сейчас" in one.buttons()][:2]
    for one in back:
        await one.taps("Проверю сейчас")
        await one.taps("Всё работает")
    await night.forward(seconds=3)
    there.lev.sees("↩️ Верните статус и линию: 2 /back_1")
    obeys(board(there.lev))
    await there.lev.writes("/back_1")
    there.lev.sees("снова работают 2. Верните им в рабочей системе статус и линию.")
    there.lev.sees(f"02:00 · {back[1].name}, {back[0].name}")
    for one in [one for one in there.many if one not in back]:
        await one.taps("Всё работает")
    await night.forward(seconds=3)
    ended = there.lev.sees("🟢 Закончился в 02:00. Операторов было: 6.")
    assert ended.text.startswith("🟢 Массовый сбой №1")
    assert "↩️ Верните статус и линию: 6 /back_1" in ended.text


async def test_nothing_is_to_be_set_back_where_nothing_was_ticked(night: Night) -> None:
    there = await crowd(night, 4)
    await there.many[0].taps("Уже работает всё")
    await night.forward(seconds=3)
    there.lev.sees("3 оператора")
    there.lev.does_not_see("Верните статус и линию")


async def test_of_three_hundred_who_are_back_the_newest_hundred_are_named(night: Night) -> None:
    def all_back(session: Session) -> None:
        crowded(session, 300, night.clock.now())
        for incident in session.query(Incident):
            incident.closed_at, incident.closed_as = night.clock.now(), "returned"
            session.add(
                Duty(incident_id=incident.id, duty="status_set", ticked_by=1, ticked_at=night.clock.now())
            )

    await crowd(night, 3)
    night.expects_repairs = True
    await night.db.write(all_back)
    for language in ("ru", "uk", "en"):
        texts = Texts(language, ZoneInfo("Europe/Kyiv"))
        shown = night.db.read_here(who_is_back, 1, texts).rendered()[0]
        assert shown.count("Оператор Длинноимённый") == 100
        assert shown.splitlines()[-1].count("200") == 1
        assert not shown.endswith("…")


async def test_a_board_whose_operators_came_back_says_so_when_a_split_is_undone(night: Night) -> None:
    there = await crowd(night, 6)
    await there.lev.writes("/select_1")
    await there.lev.writes("3-5")
    await there.lev.writes("/splitoff_1")
    await night.forward(seconds=3)
    split = board(there.lev)
    assert "3 оператора" in split.text
    deed = next(
        button["callback_data"]
        for post in there.lev.phone.messages
        for row in post.buttons
        for button in row
        if button["text"] == "Отменить последнее"
    )
    await there.lev.writes(f"/undo_{deed.split(':')[1]}")
    await night.forward(seconds=3)
    there.lev.sees("Перенесено в массовый сбой №1.")
    assert [post.text for post in there.lev.phone.messages if "3 оператора" in post.text] == []


async def test_to_whom_the_customers_go_is_asked_in_one_place(night: Night) -> None:
    there = await crowd(night, customers=2)
    await there.lev.taps("Передать клиентов: 2")
    await night.forward(seconds=3)
    assert "✍️" not in board(there.lev).text
    there.lev.sees("Кто заберёт клиентов (2)?")
    there.lev.sees("Передумали: /cancel")


async def test_who_waits_for_the_leads_answer_stands_first_on_a_board_of_pages(night: Night) -> None:
    there = await crowd(night, 20)
    last = there.many[-1]
    while "Нет" in last.buttons():
        await last.taps("Нет")
    await night.forward(seconds=3)
    assert there.lev.heard()[-1].startswith("🔴 Массовый сбой №1")
    people = [line for line in board(there.lev).text.splitlines() if line.startswith("/i_")]
    assert people[0] == "/i_20 Оператор 20 🔴 ждёт ответа"
    assert people[1].startswith("/i_1 ")
    obeys(board(there.lev))


async def test_a_card_of_one_says_that_it_is_one_of_many_and_where_all_are(night: Night) -> None:
    there = await crowd(night, 2, acknowledged=False)
    await there.many[0].taps("Не помогло")
    await night.forward(seconds=31)
    there.lev.does_not_see("Это массовый сбой")
    before = there.lev.sees("Обращение №1")
    third = await night.operator("Оператор 3")
    await third.reports(known="У меня то же самое")
    await night.forward(seconds=3)
    assert before.text == "↓ Ниже есть новее", "the board stands below it"
    await there.lev.writes("/i_1")
    assert "👥 Это массовый сбой №1, все вместе: /outage_1" in there.lev.sees("Обращение №1").text
    await there.lev.taps("Принять")
    await night.forward(seconds=3)
    assert "👥 Это массовый сбой №1, все вместе: /outage_1" in there.lev.sees("Обращение №1").text
