"""A time on duty ends with something open: it passes to the next with a signature."""

from __future__ import annotations

from datetime import timedelta

from bot.timeline.rules import Event
from tests.stories.handing_over import SIGN, change_of_leads, handovers, signed, three_o_clock
from tests.stories.looking import count_of, incident
from tests.stories.night import Night


async def test_14_open_incidents_pass_to_the_next_lead_with_a_signature(night: Night) -> None:
    olga, lev, sonya = await change_of_leads(night)
    await night.forward(minutes=59)
    assert handovers(night) == []
    await night.forward(minutes=1)
    card = sonya.sees("Передача смены: Лев → вам")
    assert "Открыто: 1. Подпишите до 03:05" in card.text
    assert "№1 · Телефония · Ольга · с 02:00 · 🔴 не на линии" in card.text
    assert "нет отметок: линия" in card.text
    assert "Передача смены: Лев → вам" in "".join(
        post.text for post in sonya.phone.messages if not post.silent
    )
    lev.sees("Жду подписи с 03:00: Соня")
    lev.sees("Передача: Лев → Соня, ещё не подписано")
    await night.forward(minutes=3)
    await sonya.taps(SIGN)
    lev.sees("Подпись: Соня, 03:03. Вы свободны.")
    sonya.sees("Вы приняли смену в 03:03")
    sonya.sees("Приняли вы, 03:03")
    olga.sees("Соня")
    assert incident(night).lead_id == sonya.id
    assert incident(night).next_lead_id is None
    assert count_of(night, Event.HANDOVER_SIGNED) == 2


async def test_until_it_is_signed_both_leads_have_it(night: Night) -> None:
    olga, lev, sonya = await change_of_leads(night)
    await three_o_clock(night, lev, sonya)
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, sonya.id)
    await sonya.writes("/writeop_1")
    await sonya.writes("Сейчас разберусь")
    olga.sees("Сейчас разберусь")
    await lev.writes("/redirected_1")
    assert "не вашей смены" not in lev.screen()
    await lev.writes("/nobody_1")
    assert night.kinds().count("duty_ticked") == 2


async def test_the_history_keeps_what_was_signed_and_nothing_about_customers(night: Night) -> None:
    _, _, sonya = await change_of_leads(night)
    await three_o_clock(night, sonya)
    await sonya.taps(SIGN)
    event = signed(night)
    assert event.by_id == sonya.id
    assert [one["incident"] for one in event.data["summary"]] == [1]
    assert set(event.data["summary"][0]) == {
        "incident", "software", "operator", "status", "since", "ticket", "ticket_status", "estimate_at",
        "promises", "unticked", "asks",
    }  # fmt: skip


async def test_the_ticket_and_its_estimate_stand_in_the_summary(night: Night) -> None:
    olga, _, sonya = await change_of_leads(night)
    semyon = await night.sysadmin("Семён")
    await olga.sends_photo(caption="Софтфон не пускает, ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("1 час")
    await night.forward(hours=1)
    assert "заявка №1, прогноз 03:00" in sonya.sees("Передача смены: Лев").text


async def test_nobody_signs_so_it_climbs_and_the_top_never_falls_silent(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    gleb, boss = await night.lead("Глеб", level=2), await night.administrator("Борис", shift=None)
    await three_o_clock(night, sonya, gleb, boss)
    await night.forward(minutes=2)
    assert sonya.heard() == ["🔴 Передача смены: Лев → вам"]
    await night.forward(minutes=2)
    assert gleb.heard() == []
    await night.forward(minutes=1)
    assert gleb.heard() == ["🔴 Передача смены: Лев → вам"]
    assert boss.heard() == []
    await night.forward(minutes=5)
    assert len(boss.heard()) == 1
    await night.forward(minutes=30)
    assert len(boss.heard()) >= 6
    assert incident(night).lead_id == lev.id
    await gleb.taps(SIGN)
    assert incident(night).lead_id == gleb.id
    for hero in (sonya, boss):
        hero.sees("Смену уже приняли: Глеб")
        hero.heard()
    await night.forward(hours=1)
    assert [hero.heard() for hero in (sonya, boss)] == [[], []]


async def test_the_first_signature_wins_and_the_other_hears_who(night: Night) -> None:
    _, _, sonya = await change_of_leads(night)
    now = night.clock.now()
    gleb = await night.lead("Глеб", shift=(now + timedelta(hours=1), now + timedelta(hours=9)))
    await night.forward(hours=1)
    await night.after(lambda: (sonya.phone.taps(SIGN), gleb.phone.taps(SIGN)))
    assert count_of(night, Event.HANDOVER_SIGNED) == 2
    other = sonya if incident(night).lead_id == gleb.id else gleb
    other.sees("Смену уже приняли")
    assert "уже приняли" in other.toast


async def test_the_receiver_blocked_the_bot_so_the_next_is_called_at_once(night: Night) -> None:
    _, _, sonya = await change_of_leads(night)
    gleb = await night.lead("Глеб", level=2)
    await sonya.blocks()
    await night.forward(hours=1, minutes=1)
    gleb.sees("Передача смены: Лев → вам")
    assert incident(night).next_lead_id == gleb.id
    await gleb.taps(SIGN)
    assert incident(night).lead_id == gleb.id


async def test_a_stranger_to_the_handover_cannot_sign_it(night: Night) -> None:
    await change_of_leads(night)
    gleb = await night.lead("Глеб", shift=None)
    await night.forward(hours=1, minutes=1)
    await gleb.writes("/sign_1")
    gleb.sees("Эту смену передают не вам")
    assert [one.signed_at for one in handovers(night)] == [None]


async def test_many_incidents_are_turned_page_by_page(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    for number in range(2, 8):
        hero = await night.operator(f"Оператор {number}")
        await hero.reports()
        await hero.taps("Не помогло")
        await lev.writes(f"/ack_{number}")
    await night.forward(hours=1)
    card = sonya.sees("Передача смены: Лев → вам")
    assert "Открыто: 7." in card.text
    assert "…и ещё 3" in card.text
    assert card.text.count("\n") < 12
    await sonya.taps("Дальше ▸")
    assert "№7" in sonya.sees("Передача смены").text
    await sonya.taps(SIGN)
    assert count_of(night, Event.HANDOVER_SIGNED) == 8


async def test_reminders_go_to_whoever_signed(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    await three_o_clock(night, sonya)
    await sonya.taps(SIGN)
    reminded = night.kinds().count("duties_reminded")
    sent = len(lev.phone.messages)
    await night.forward(minutes=10)
    assert night.kinds().count("duties_reminded") == reminded + 1
    assert len(lev.phone.messages) == sent


async def test_tickets_pass_from_sysadmin_to_sysadmin(night: Night) -> None:
    now = night.clock.now()
    olga, _ = await night.operator("Ольга"), await night.lead("Лев")
    semyon = await night.sysadmin("Семён", shift=(now - timedelta(hours=5), now + timedelta(hours=1)))
    taras = await night.sysadmin("Тарас", shift=(now + timedelta(hours=1), now + timedelta(hours=9)))
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="Софтфон не пускает, ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("1 час")
    await night.forward(hours=1)
    card = taras.sees("Передача смены: Семён → вам")
    assert "№1 · Телефония · с 02:00" in card.text
    assert "ждут: 1 · прогноз 03:00" in card.text
    semyon.sees("Передача: Семён → Тарас, ещё не подписано")
    await taras.taps(SIGN)
    semyon.sees("Подпись: Тарас")
    taras.sees("Приняли вы, 03:00")
    await taras.writes("/resolve_1")
    assert night.kinds().count("ticket_resolved") == 1
