"""Screenshots of many operators: each different one once, all on demand, and what is something else."""

from __future__ import annotations

from tests.stories.many import a_breath, card, crew, many_report, photos, plain, smaller
from tests.stories.night import Night


async def test_what_looks_the_same_is_shown_once_with_how_many_sent_it(night: Night) -> None:
    _, semyon = await crew(night)
    await many_report(night, 2)
    await many_report(night, 2, picture=smaller("error_503"))
    await many_report(night, 1, picture="frozen_softphone")
    await semyon.taps("Принять")
    assert len(photos(semyon)) == 2, "the card with the first one, and the other"
    assert "🖼 Разных скриншотов 2: ×4, ×1" in card(semyon).text


async def test_a_new_screen_comes_silently_after_acknowledging_and_a_known_one_never(night: Night) -> None:
    _, semyon = await crew(night)
    await many_report(night, 3)
    await semyon.taps("Принять")
    before = len(photos(semyon))
    semyon.heard()
    await many_report(night, 1, picture=smaller("error_503"))
    assert len(photos(semyon)) == before
    await many_report(night, 1, picture="frozen_softphone")
    assert len(photos(semyon)) == before + 1
    await many_report(night, 1, picture=smaller("frozen_softphone"))
    assert len(photos(semyon)) == before + 1
    assert "×2" in photos(semyon)[-1].text
    assert not semyon.heard()


async def test_a_fourth_screen_of_a_mass_outage_waits_until_it_is_asked_for(night: Night) -> None:
    _, semyon = await crew(night)
    await many_report(night, 1)
    for name in ("frozen_softphone", "monitor_photo"):
        await many_report(night, 1, picture=name)
    await many_report(night, 1, picture=plain("#2266aa"))
    await semyon.taps("Принять")
    assert len(photos(semyon)) == 3
    await semyon.writes("/pictures_1")
    semyon.sees("4. ×1")
    await semyon.taps("Показать 4")
    assert len(photos(semyon)) == 4


async def test_all_that_look_alike_come_a_few_at_a_time(night: Night) -> None:
    _, semyon = await crew(night)
    await many_report(night, 8)
    await semyon.taps("Принять")
    await semyon.writes("/pictures_1")
    await semyon.taps("Показать 1")
    before = len(photos(semyon))
    await semyon.taps("Ещё похожие: 7")
    assert len(photos(semyon)) == before + 5
    await semyon.taps("Ещё похожие: 2")
    assert len(photos(semyon)) == before + 7


async def test_what_is_something_else_gets_a_ticket_of_its_own(night: Night) -> None:
    lev, semyon = await crew(night)
    await many_report(night, 4)
    others = await many_report(night, 2, picture="frozen_softphone", words="Софтфон завис")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    lev.heard(), semyon.heard()
    await semyon.taps("Это другое: 2")
    semyon.sees("Отделено операторов: 2")
    semyon.sees("Заявка №2")
    semyon.sees("Софтфон завис")
    for one in others:
        one.sees("Заявка №2")
    assert "outage_split" in night.kinds(5)
    assert "ticket_acknowledged" in night.kinds(6)
    assert "outage_split" not in night.kinds(1)
    assert "не работает у 4" in card(semyon).text
    assert not lev.heard()
    assert not semyon.heard()


async def test_within_a_minute_it_is_one_again(night: Night) -> None:
    lev, semyon = await crew(night)
    await many_report(night, 4)
    others = await many_report(night, 2, picture="frozen_softphone")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Это другое: 2")
    await semyon.taps("Отменить последнее")
    semyon.sees("Снова одна заявка")
    semyon.sees("Объединена с заявкой №1")
    assert "не работает у 6" in card(semyon).text
    for one in others:
        one.sees("Заявка №1")


async def test_as_many_as_make_a_mass_outage_are_one_of_their_own(night: Night) -> None:
    lev, semyon = await crew(night)
    await many_report(night, 4)
    await many_report(night, 3, picture="frozen_softphone")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    lev.heard()
    before = len(lev.phone.messages)
    await semyon.taps("Это другое: 3")
    lev.sees("Массовый сбой №2")
    assert len(lev.phone.messages) <= before + 2, "a board, not a card for each"
    assert not lev.heard()
    await semyon.taps("Отменить последнее")
    await a_breath(night)
    lev.sees("Перенесено в массовый сбой №1")


async def test_too_late_nothing_is_taken_back(night: Night) -> None:
    lev, semyon = await crew(night)
    await many_report(night, 4)
    await many_report(night, 2, picture="frozen_softphone")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Это другое: 2")
    await night.forward(minutes=2)
    await semyon.taps("Отменить последнее")
    semyon.sees("Заявка №2")
    assert "outage_joined" not in night.kinds(6)[night.kinds(6).index("outage_split") :]


async def test_only_whoever_has_the_ticket_may_split_it(night: Night) -> None:
    _, semyon = await crew(night)
    taras = await night.sysadmin("Тарас")
    await many_report(night, 3)
    await many_report(night, 1, picture="frozen_softphone")
    await semyon.taps("Принять")
    await taras.writes("/splitpics_4")
    assert "outage_split" not in night.kinds(4)


async def test_what_is_split_off_goes_on_since_its_own_people_reported(night: Night) -> None:
    lev, semyon = await crew(night)
    await many_report(night, 4)
    await many_report(night, 2, picture="frozen_softphone")
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await night.forward(minutes=30)
    await semyon.taps("Это другое: 2")
    assert "Ждут: 2, с 02:00" in semyon.sees("Заявка №2").text
