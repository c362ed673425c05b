"""The board of a mass outage: what a lead does for all, or for some, and takes back within a minute."""

from __future__ import annotations

from tests.stories.boards import board, crowd, obeys
from tests.stories.night import Night


async def test_statuses_for_all_are_one_tap_and_a_row_for_each_operator(night: Night) -> None:
    there = await crowd(night)
    await there.lev.taps("Статус выставлен: 4")
    assert there.lev.toast == "Готово. Отменить можно в течение минуты."
    for number in (1, 2, 3, 4):
        assert night.kinds(number).count("duty_ticked") == 1
    await there.lev.writes("/allstatus_1_99")
    there.lev.sees("Никто не выбран, это уже сделано")
    assert night.kinds(1).count("duty_ticked") == 1


async def test_undo_is_not_the_first_button_and_goes_away_after_its_minute(night: Night) -> None:
    there = await crowd(night)
    await there.lev.taps("Статус выставлен: 4")
    shown = board(there.lev)
    assert [button["text"] for button in shown.buttons[0]] == ["Сняты с линии: 4"]
    assert "Отменить последнее" in there.lev.phone.buttons(shown)
    await night.forward(seconds=61)
    assert "Отменить последнее" not in there.lev.phone.buttons(board(there.lev))
    await there.lev.taps_old(shown, "Отменить последнее")
    assert "Отменить можно в течение минуты" in there.lev.toast
    assert "duty_unticked" not in night.kinds(1)


async def test_within_the_minute_the_ticks_are_taken_back_one_row_each(night: Night) -> None:
    there = await crowd(night)
    await there.lev.taps("Статус выставлен: 4")
    await night.forward(seconds=50)
    await there.lev.taps("Отменить последнее")
    assert there.lev.toast == "Отменено."
    assert [night.kinds(number).count("duty_unticked") for number in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert "Статус выставлен: 4" in there.lev.phone.buttons(board(there.lev))
    assert "Отменить последнее" not in there.lev.phone.buttons(board(there.lev))


async def test_only_who_is_selected_by_number_is_meant(night: Night) -> None:
    there = await crowd(night, 6)
    await there.lev.taps("Ещё для всех")
    await there.lev.taps("Выбрать операторов")
    there.lev.sees("Кого выбрать?")
    await there.lev.writes("кого-нибудь")
    assert there.lev.screen().count("Кого выбрать?") > 1
    await there.lev.writes("2, 5-4")
    there.lev.sees("Выбрано: 3. Кнопки действуют только на них.")
    shown = [line for line in board(there.lev).text.splitlines() if "/i_" in line]
    assert [line.split(" 🔴")[0] for line in shown][:3] == [
        "✔️ /i_2 Оператор 2", "✔️ /i_4 Оператор 4", "✔️ /i_5 Оператор 5",
    ]  # fmt: skip
    await there.lev.taps("Статус выставлен: 3")
    assert [night.kinds(number).count("duty_ticked") for number in range(1, 7)] == [0, 1, 0, 1, 1, 0]
    there.lev.does_not_see("Выбрано")


async def test_with_a_customer_and_all_are_words_too(night: Night) -> None:
    there = await crowd(night, 4, customers=2)
    await there.lev.writes("/select_1")
    await there.lev.writes("клиент")
    there.lev.sees("Выбрано: 2.")
    await there.lev.writes("/select_1")
    await there.lev.writes("все")
    there.lev.does_not_see("Выбрано")
    assert "Статус выставлен: 4" in there.lev.phone.buttons(board(there.lev))


async def test_words_reach_whom_the_lead_selected_and_can_be_withdrawn(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/select_1")
    await there.lev.writes("1-2")
    await there.lev.writes("/writeall_1")
    await there.lev.writes("Идите пить чай")
    there.many[0].sees("Идите пить чай")
    there.many[3].does_not_see("Идите пить чай")
    await there.lev.taps("Отменить последнее")
    assert night.kinds(2)[-1] == "words_withdrawn"
    assert "Идите пить чай" not in there.many[1].phone.messages[-1].text


async def test_customers_of_many_go_to_one_colleague_who_is_rung_once(night: Night) -> None:
    nina = await night.operator("Нина")
    there = await crowd(night, 4, customers=3)
    await there.lev.taps("Передать клиентов: 3")
    there.lev.sees("Кто заберёт клиентов (3)?")
    await there.lev.taps("Нина")
    assert len(nina.heard()) == 1
    await nina.taps("Клиент у меня")
    assert sum("customer_claimed" in night.kinds(number) for number in (1, 2, 3)) == 1
    await there.lev.taps("Отменить последнее")
    assert sum("redirect_withdrawn" in night.kinds(number) for number in (1, 2, 3)) == 2
    assert "Передать клиентов: 2" in there.lev.phone.buttons(board(there.lev))


async def test_customers_of_many_go_to_somebody_in_words_or_to_nobody(night: Night) -> None:
    there = await crowd(night, 4, customers=2)
    await there.lev.writes("/select_1")
    await there.lev.writes("1")
    await there.lev.taps("Передать клиентов: 1")
    await there.lev.writes("вторая линия")
    there.many[0].sees("вторая линия")
    await there.lev.taps("Передать клиентов: 1")
    await there.lev.taps("Передавать некого")
    labels = there.lev.phone.buttons(board(there.lev))
    assert not any(label.startswith("Передать клиентов") for label in labels)
    await there.lev.writes("/allredirect_1_99")
    there.lev.sees("Никто не выбран, это уже сделано")


async def test_the_marks_show_what_is_lacking_and_say_when_nothing_is(night: Night) -> None:
    there = await crowd(night)
    await there.lev.writes("/marks_1")
    there.lev.sees("что отметить для всех (4)?")
    await there.lev.taps("Статус выставлен: 4")
    await there.lev.taps("Сняты с линии: 4")
    await there.lev.writes("/marks_1")
    there.lev.sees("у всех (4) всё отмечено")
    obeys(board(there.lev))
