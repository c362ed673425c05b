"""People acknowledge at night and fall asleep: reminders, capped, then somebody else is called."""

from __future__ import annotations

from tests.stories.customers import customer_in_hand
from tests.stories.night import Hero, Night


async def acknowledged(night: Night) -> tuple[Hero, Hero, Hero]:
    """Lev has Olga's incident and has ticked nothing; Sonya is the second level."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    return olga, lev, sonya


async def test_who_ticks_nothing_is_reminded_five_times_and_then_the_next_is_called(
    night: Night,
) -> None:
    olga, lev, sonya = await acknowledged(night)
    await night.forward(minutes=9)
    assert "duties_reminded" not in night.kinds()
    await night.forward(minutes=1)
    assert night.kinds().count("duties_reminded") == 1
    await night.forward(minutes=60)
    assert night.kinds().count("duties_reminded") == 5
    assert sonya.phone.messages == []
    await night.forward(minutes=15)
    assert night.kinds().count("duties_reminded") == 5
    sonya.sees("Ольга")
    lev.sees("снова ищет руководителя")
    await sonya.taps("Принять")
    olga.sees("Соня")


async def test_who_has_ticked_everything_is_left_in_peace(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    for duty in ("Статус выставлен", "Снятие с линии", "Клиент передан", "Передавать некого"):
        await lev.taps(duty)
    await night.forward(hours=3)
    assert "duties_reminded" not in night.kinds()
    assert sonya.phone.messages == []


async def test_where_no_customer_was_with_the_operator_two_ticks_are_everything(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    assert lev.buttons() == [
        "☐ Статус выставлен", "☐ Снятие с линии", "Написать оператору", "☐ Клиент передан…", "Ещё…"
    ]  # fmt: skip
    await lev.taps("Статус выставлен")
    await lev.taps("Снятие с линии")
    await night.forward(hours=3)
    assert "duties_reminded" not in night.kinds()
    assert sonya.phone.messages == []


async def test_a_customer_whom_nobody_was_named_for_is_not_forgotten(night: Night) -> None:
    olga, lev, _ = await customer_in_hand(night)
    await night.forward(seconds=31)
    await lev.taps("Принять")
    await lev.taps("Статус выставлен")
    await lev.taps("Снятие с линии")
    await night.forward(minutes=10)
    assert "duties_reminded" in night.kinds()
    await lev.taps("Клиент передан")
    await lev.taps("Передавать некого")
    await night.forward(hours=3)
    assert night.kinds().count("duties_reminded") == 1
    olga.sees("передавать некого")


async def test_reminders_can_be_put_off_but_they_come(night: Night) -> None:
    _, lev, _ = await acknowledged(night)
    await night.forward(minutes=9)
    await lev.taps("Ещё")
    await lev.taps("Напомнить позже")
    lev.sees("напомню после 02:24")
    await night.forward(minutes=24)
    assert "duties_reminded" not in night.kinds()
    await night.forward(minutes=1)
    assert "duties_reminded" in night.kinds()


async def test_another_lead_takes_over(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня")
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await sonya.taps("Забрать себе")
    lev.sees("Уже занимается Соня")
    olga.sees("Соня")
    await sonya.taps("Статус выставлен")
    assert night.kinds()[-1] == "duty_ticked"


async def test_an_incident_is_passed_on_to_a_named_colleague_who_is_paged(night: Night) -> None:
    olga, lev, sonya = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await lev.taps("Соня")
    assert len(sonya.heard()) == 1
    await sonya.taps("Принять")
    olga.sees("Соня")
    lev.sees("Уже занимается Соня")


async def test_a_colleague_who_does_not_answer_is_not_the_end(night: Night) -> None:
    _, lev, _ = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Передать коллеге")
    await lev.taps("Соня")
    lev.heard()
    await night.forward(minutes=5)
    assert len(lev.heard()) == 1


async def test_the_next_level_is_called_by_hand(night: Night) -> None:
    _, lev, sonya = await acknowledged(night)
    await lev.taps("Ещё")
    await lev.taps("Позвать ступень выше")
    assert len(sonya.heard()) == 1


async def test_a_sysadmin_without_news_is_asked_and_in_the_end_another_one_is_called(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.lead("Лев")
    semyon, dina = await night.sysadmin("Семён"), await night.sysadmin("Дина", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await semyon.taps("Принять")
    await night.forward(minutes=31)
    semyon.sees("заявка ещё у вас?")
    await semyon.taps("Да, занимаюсь")
    semyon.does_not_see("заявка ещё у вас?")
    assert "news_given" in night.kinds()
    assert dina.phone.messages == []
    await night.forward(minutes=181)
    dina.sees("503")
    semyon.sees("снова ищет сисадмина")


async def test_an_estimate_is_waited_for(night: Night) -> None:
    olga = await night.operator("Ольга")
    await night.lead("Лев")
    semyon = await night.sysadmin("Семён")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await semyon.taps("Принять")
    await semyon.taps("1 час")
    await night.forward(minutes=89)
    assert "news_asked" not in night.kinds()
    await night.forward(minutes=2)
    assert "news_asked" in night.kinds()


async def test_nothing_reminds_after_closing(night: Night) -> None:
    olga, lev, _ = await acknowledged(night)
    await olga.taps("Уже работает")
    lev.heard()
    await night.forward(hours=3)
    assert "duties_reminded" not in night.kinds()
    assert lev.heard() == []
