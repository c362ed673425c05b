"""Nights 3, 4, 6, 17, 18, 22, 24, 25: who answers first, whose button it is, language, edition."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from bot.clock import WoundClock
from bot.db import Database
from bot.person.rules import Role
from tests.stories.night import RUNBOOKS, Hero, Night


async def paged(night: Night) -> tuple[Hero, Hero, Hero]:
    """Olga's lead is paged; Sonya is the second level."""
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    return olga, lev, sonya


async def test_3_silence_goes_up_the_ladder_and_the_first_answer_ends_it(night: Night) -> None:
    olga, lev, sonya = await paged(night)
    boss = await night.administrator("Борис")
    assert len(lev.heard()) == 1
    await night.forward(minutes=2)
    assert len(lev.heard()) == 1
    assert sonya.heard() == []
    await night.forward(minutes=3)
    assert len(sonya.heard()) == 1
    await night.forward(minutes=5)
    assert len(boss.heard()) == 1
    await night.forward(minutes=5)
    assert len(boss.heard()) == 2, "the top rings again after two minutes and begins anew after five"
    await sonya.taps("Принять")
    lev.sees("Уже занимается Соня")
    boss.sees("Уже занимается Соня")
    olga.sees("Соня")
    for hero in (lev, sonya, boss):
        hero.heard()
    await night.forward(hours=1)
    assert [hero.heard() for hero in (lev, sonya, boss)] == [[], [], []]


async def test_4_the_lead_blocked_the_bot_so_the_next_is_paged_at_once(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    sonya, boss = await night.lead("Соня", level=2), await night.administrator("Борис")
    await lev.blocks()
    await olga.reports()
    await olga.taps("Не помогло")
    sonya.sees("Ольга")
    boss.sees("Лев")
    assert "page_refused" in night.kinds()


async def test_6_two_leads_in_the_same_second_one_has_it_the_other_hears_who(night: Night) -> None:
    _, lev, sonya = await paged(night)
    await night.forward(minutes=5)
    await night.after(lambda: (lev.phone.taps("Принять"), sonya.phone.taps("Принять")))
    assert night.kinds().count("lead_acknowledged") == 1
    has_it, other = (lev, sonya) if "Приняли вы" in lev.screen() else (sonya, lev)
    has_it.sees("Приняли вы")
    other.sees(f"Уже занимается {has_it.name}")
    assert has_it.name in other.toast


async def test_17_a_forwarded_card_is_of_no_use_to_anybody_else(night: Night) -> None:
    _, lev, _ = await paged(night)
    anna = await night.operator("Анна")
    off_duty = await night.lead("Глеб", shift=None)
    stranger = await night.stranger("Чужой")
    card = lev.sees("Ольга")
    before = night.kinds()
    for hero in (anna, off_duty, stranger):
        copy = lev.phone.forwards(card, hero.phone)
        await hero.taps_old(copy, "Принять")
    assert [kind for kind in night.kinds() if kind != "page_delivered"] == [
        kind for kind in before if kind != "page_delivered"
    ]
    assert "Недостаточно прав" in anna.toast
    assert "не вашей смены" in off_duty.toast
    await lev.taps("Принять")
    assert "lead_acknowledged" in night.kinds()


async def test_18_an_old_card_gets_a_friendly_answer_and_changes_nothing(night: Night) -> None:
    olga, _, _ = await paged(night)
    first = next(post for post in olga.phone.messages if post.from_bot and "№1" in post.text)
    await night.forward(hours=1)
    before = night.kinds()
    await olga.taps_old(first, "Ещё 5 минут")
    assert night.kinds() == before
    assert "Ничего не изменилось" in olga.toast


async def test_22_a_running_incident_keeps_the_edition_it_started_with(
    db: Database, clock: WoundClock, tmp_path: Path
) -> None:
    runbooks = Path(shutil.copytree(RUNBOOKS, tmp_path / "runbooks"))
    night = Night(db, clock, tmp_path, runbooks)
    olga, petro = await night.operator("Ольга"), await night.operator("Петро")
    await olga.reports()
    file = runbooks / "office_software.yaml"
    file.write_text(file.read_text().replace("Перезагрузите устройство", "Сварите кофе"))
    await olga.taps("Ещё 5 минут")
    olga.sees("Перезагрузите устройство")
    await petro.reports()
    petro.sees("Сварите кофе")
    file.write_text("steps: [broken")
    await olga.taps("Не помогло")
    anna = await night.operator("Анна")
    await anna.reports()
    anna.sees("Сварите кофе")
    await night.close()


async def test_24_everybody_reads_their_own_language_and_clock(night: Night) -> None:
    olga = await night.operator("Olha", language="en", time_zone="Asia/Almaty")
    lev = await night.lead("Лев", language="uk")
    semyon = await night.sysadmin("Семён", time_zone="Europe/London")
    await olga.writes("/report")
    await olga.taps("Telephony")
    await olga.taps("No")
    olga.sees("05:10")
    await olga.taps("It did not help")
    lev.sees("Звернення №1")
    await lev.taps("Прийняти")
    olga.sees("05:00")
    await olga.sends_photo(caption="Error 503")
    assert "с 00:00" in semyon.sees("Заявка №1").text


async def test_25_delivered_twice_and_broken_in_between(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await night.sysadmin("Семён")
    night.box.faults.deliver_times = 3
    await olga.reports()
    night.box.inject({"update_id": 1, "message": {"nonsense": True}})
    await olga.taps("Не помогло")
    lev.sees("Ольга")
    assert night.kinds().count("opened") == 1
    assert night.kinds().count("step_answered") == 1


async def test_25_an_update_that_cannot_be_read_is_put_aside_and_said_so(night: Night) -> None:
    olga, boss = await night.operator("Ольга"), await night.administrator("Борис")
    torn = {"message_id": 7, "from": {"id": olga.phone.user_id}, "chat": "nowhere"}
    await night.after(lambda: night.box.inject({"update_id": 1, "message": torn}))
    olga.sees("обработать не удалось")
    boss.sees("Ольга")
    await olga.reports()
    olga.sees("Перезагрузите устройство")


async def test_a_double_tap_counts_once(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await olga.reports()
    await night.after(lambda: [olga.phone.taps("Не помогло") for _ in range(3)])
    assert night.kinds().count("step_answered") == 1
    assert len(lev.heard()) == 1


async def test_every_button_has_a_twin_that_is_a_message(night: Night) -> None:
    olga, lev = await night.operator("Ольга"), await night.lead("Лев")
    await night.sysadmin("Семён")
    await olga.reports()
    await olga.writes("не помогло")
    lev.sees("Ольга")
    await lev.writes("/ack_1")
    olga.sees("Лев")
    await olga.writes("/nopicture_1")
    await olga.writes("Чёрный экран")
    assert "ticket_filed" in night.kinds()


async def test_where_am_i_brings_the_card_down_to_the_bottom(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.writes("📍 Где я сейчас")
    last = olga.phone.last
    assert "Обращение №1" in last.text
    assert last.buttons
    assert sum(bool(post.buttons) for post in olga.phone.messages if "№1" in post.text) == 1


async def test_cancel_forgets_the_question_and_never_the_incident(night: Night) -> None:
    olga, lev, _ = await paged(night)
    await lev.taps("Принять")
    await lev.taps("Написать оператору")
    await lev.writes("/cancel")
    await lev.writes("это уже никому")
    olga.does_not_see("это уже никому")
    lev.sees("Ольга")
    assert "cancelled" not in night.kinds()


async def test_one_person_may_hold_several_roles(night: Night) -> None:
    vera = await night.person("Вера", Role.OPERATOR, Role.DUTY_LEAD, Role.SYSADMIN)
    await vera.reports()
    await vera.taps("Не помогло")
    await vera.taps("Принять")
    await vera.sends_photo(caption="503")
    vera.sees("Заявка №1")
    assert "ticket_filed" in night.kinds()


async def test_the_person_who_was_let_go_is_a_stranger(night: Night) -> None:
    olga, lev, _ = await paged(night)
    await night.fire(lev, Role.DUTY_LEAD)
    await lev.taps("Принять")
    assert "lead_acknowledged" not in night.kinds()
    assert olga.heard() == []


async def test_nothing_is_asked_after_midnight_of_the_incident(night: Night) -> None:
    """Every timer has an end: four months later nothing wakes anybody."""
    olga, lev, _ = await paged(night)
    await lev.taps("Принять")
    await olga.taps("Уже работает")
    night.clock.forward(days=120)
    await night.settle()
    assert (olga.heard(), lev.heard()[1:]) == ([], [])


async def test_a_shift_that_is_made_longer_keeps_the_incident_open(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга", shift=(now, now + timedelta(minutes=30)))
    await night.lead("Лев")
    await olga.reports()
    await night.on_duty(olga, Role.OPERATOR, now + timedelta(minutes=30), now + timedelta(hours=4))
    await night.forward(minutes=31)
    assert "shift_ended" not in night.kinds()
    await night.forward(hours=4)
    assert "shift_ended" in night.kinds()
