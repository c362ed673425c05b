"""/duty and /rota: who is on duty now, and a month as a picture."""

from __future__ import annotations

import io

from PIL import Image

from bot.person.rules import Role
from tests.stories.night import Hero, Night
from tests.stories.rota_looks import at, shifts, who


def picture(night: Night, hero: Hero) -> Image.Image:
    """The picture of the newest message."""
    return Image.open(io.BytesIO(night.box.files.stored[str(hero.phone.last.photo)].data))


async def test_duty_says_who_is_on_until_when_and_who_is_next_in_each_role(night: Night) -> None:
    lev = await night.lead("Лев")
    await night.lead("Ира", level=2, shift=(at(-1), at(4)))
    await night.lead("Ада", shift=(at(9), at(17)))
    await night.sysadmin("Соня")
    olga = await night.operator("Ольга")
    await olga.writes("/duty")
    assert olga.phone.last.text.splitlines() == [
        "Сейчас 02:00. На дежурстве:",
        "Дежурный руководитель",
        "🟢 1 · Лев, до 11:00",
        "🟢 2 · Ира, до 06:00",
        "Дальше, с 11:00: Ада (1)",
        "Сисадмин",
        "🟢 1 · Соня, до 11:00",
        "🟡 Дальше в графике никого.",
        "🎧 Операторы на смене: Ольга до 11:00",
    ]
    assert olga.buttons() == ["Мои смены"]
    await lev.writes("/duty")
    assert lev.buttons() == ["Мои смены", "Заменить руководителя", "Заменить сисадмина"]


async def test_duty_says_plainly_where_nobody_is(night: Night) -> None:
    lev = await night.lead("Лев", shift=(at(4), at(12)))
    await night.sysadmin("Соня", shift=None)
    await lev.writes("/duty")
    lev.sees("🔴 Дежурного руководителя нет до 06:00. Вызов получат все руководители.")
    lev.sees("Дальше, с 06:00: Лев (1)")
    lev.sees("🔴 Дежурного сисадмина нет, и дальше в графике пусто. Вызов получат все сисадмины.")


async def test_duty_foresees_a_hole_of_the_coming_day(night: Night) -> None:
    lev = await night.lead("Лев", shift=(at(-1), at(2)))
    await night.on_duty(lev, Role.DUTY_LEAD, at(6), at(12))
    await lev.writes("/duty")
    lev.sees("🔴 Не будет дежурного руководителя: сегодня 04:00–08:00")


async def test_duty_says_that_only_the_second_level_is_there(night: Night) -> None:
    ira = await night.lead("Ира", level=2)
    await ira.writes("/duty")
    ira.sees("🟡 Первой ступени нет: вызов сразу получит ступень 2.")


async def test_somebody_who_works_on_is_not_the_next_one(night: Night) -> None:
    lev = await night.lead("Лев", shift=(at(-1), at(4)))
    await night.on_duty(lev, Role.DUTY_LEAD, at(4), at(8))
    await night.lead("Ада", shift=(at(8), at(12)))
    await lev.writes("/duty")
    lev.sees("🟢 1 · Лев, до 10:00")
    lev.sees("Дальше, с 10:00: Ада (1)")


async def test_a_shift_is_told_by_both_clocks_where_they_differ(night: Night) -> None:
    await night.sysadmin("Соня", time_zone="Asia/Almaty")
    olga = await night.operator("Ольга")
    await olga.writes("/duty")
    olga.sees("🟢 1 · Соня, до 11:00, Алматы 14:00")


async def test_the_duty_of_a_whole_house_fits_into_a_card(night: Night) -> None:
    for number in range(5):
        await night.lead(f"Лев {number}", level=1 + number % 3)
        await night.sysadmin(f"Соня {number}", level=1 + number % 3)
    olga = await night.operator("Ольга")
    for number in range(4):
        await night.operator(f"Оператор {number}")
    await olga.writes("/duty")
    text = olga.phone.last.text
    assert len(text.splitlines()) <= 12
    assert text.count("и ещё: 3") == 2
    assert "Операторов на смене: 5" in text


async def test_a_month_is_a_picture_that_is_turned_in_place(night: Night) -> None:
    lev = await night.lead("Лев")
    await lev.writes("/rota")
    sent = lev.sees("Руководители · ноябрь 2026")
    assert picture(night, lev).size[0] == 1080
    assert lev.buttons() == ["◂ октябрь 2026", "декабрь 2026 ▸", "Сисадмины", "Заменить руководителя"]
    await lev.taps("◂ октябрь 2026")
    turned = lev.sees("Руководители · октябрь 2026")
    assert turned.id == sent.id
    assert "25 октября: часы переводят назад на 60 мин" in turned.text
    assert "В графике на это время никого нет" in turned.text
    await lev.taps("Сисадмины")
    assert lev.sees("Сисадмины · октябрь 2026").id == sent.id


async def test_a_month_says_where_nobody_will_be(night: Night) -> None:
    lev = await night.lead("Лев", shift=(at(-1), at(2)))
    await night.on_duty(lev, Role.DUTY_LEAD, at(6), at(9 * 24))
    await lev.writes("/rota")
    text = lev.phone.last.text
    assert "🔴 Никого: сегодня 04:00–08:00" in text
    assert "× никого нет" in text


async def test_everybody_sees_the_month_of_their_own_role_first(night: Night) -> None:
    heroes = {
        "Операторы": await night.operator("Ольга"),
        "Сисадмины": await night.sysadmin("Соня"),
        "Руководители": await night.administrator("Анна", shift=None),
    }
    for title, hero in heroes.items():
        await hero.writes("/rota")
        hero.sees(f"{title} · ноябрь 2026")


async def test_a_month_opens_as_a_command_too_and_no_such_month_is_refused(night: Night) -> None:
    lev = await night.lead("Лев")
    await lev.writes("/rota_202602_0_sysadmin")
    lev.sees("Сисадмины · февраль 2026")
    await lev.writes("/rota_202613_0_sysadmin")
    assert "Сисадмины" not in lev.phone.last.text


async def test_a_picture_that_telegram_refuses_leaves_its_words(night: Night) -> None:
    lev = await night.lead("Лев")
    night.box.limits.photo_bytes = 10
    await lev.writes("/rota")
    assert "Руководители · ноябрь 2026" in lev.phone.last.text
    assert "photo" not in lev.phone.last.raw


async def test_an_empty_hour_of_a_role_counts_from_now_for_the_replacement(night: Night) -> None:
    lev = await night.lead("Лев")
    sonya = await night.sysadmin("Соня", shift=(at(4), at(12)))
    await lev.writes("/duty")
    await lev.taps("Заменить сисадмина")
    assert lev.buttons() == ["Поставить до 06:00", "Соня, с 06:00"]
    await lev.taps("Поставить до 06:00")
    lev.sees("Сегодня 02:00–06:00")
    await lev.taps("Соня")
    lev.sees("🟢 На дежурстве: Соня")
    sonya.sees("🔔 Вас поставили на дежурство")
    sonya.sees("Решение: Лев")
    assert shifts(night, sonya) == [(0, 4), (4, 12)]
    assert who(night, Role.SYSADMIN, 1) == ["Соня"]
    assert sonya.heard() == []


async def test_a_lead_reads_since_when_by_the_operators_clock_too(night: Night) -> None:
    olga = await night.operator("Ольга", time_zone="Asia/Almaty")
    lev = await night.lead("Лев")
    await olga.reports()
    await olga.taps("Не помогло")
    lev.sees("Оператор: Ольга, с 02:00, Алматы 05:00")
    await lev.taps("Принять")
    lev.sees("с 02:00, Алматы 05:00")
