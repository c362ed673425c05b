"""Orders of events that come once a month: each ends where a tired person would expect it to."""

from __future__ import annotations

from functools import partial

from bot.escalation.actions import tell_first_level
from bot.escalation.jobs import page_arrived
from bot.escalation.rules import LadderName
from bot.outbox.actions import pause
from bot.outbox.rules import Unsendable
from bot.person.rules import Role
from bot.timer.queries import next_due_at
from tests.stories.beginnings import team, ticket_filed
from tests.stories.looking import incident
from tests.stories.night import Hero, Night


async def works_elsewhere(olga: Hero) -> None:
    """The ticket is filed, and chats open."""
    await ticket_filed(olga)
    await olga.taps("Да, работает")


async def nothing_opens(olga: Hero) -> None:
    while "Нет" in olga.buttons():
        await olga.taps("Нет")
    olga.sees("Сейчас не открывается ничего")


async def test_a_double_tap_on_the_last_question_opens_one_incident(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.writes("/report")
    await olga.taps("Телефония")
    await night.after(lambda: [olga.phone.taps("Нет") for _ in range(2)])
    olga.sees("Обращение №1")
    assert night.kinds(2) == []
    olga.does_not_see("№2")


async def test_with_nobody_to_page_the_operator_walks_on_all_the_same(night: Night) -> None:
    olga = await night.operator("Ольга")
    await works_elsewhere(olga)
    olga.sees("Работайте здесь: Чаты")
    olga.does_not_see("обработать не удалось")
    assert night.kinds().count("nobody_to_page") == 2, "one for the lead's ladder, one for the sysadmin's"


async def test_a_picture_sent_while_rebooting_does_not_end_the_watch_over_the_operator(night: Night) -> None:
    olga, lev, _ = await team(night)
    await olga.reports()
    await night.forward(minutes=5)
    await olga.sends_photo()
    await night.forward(minutes=15)
    lev.does_not_see("Молчит")
    await night.forward(minutes=1)
    lev.sees("Молчит")


async def test_words_sent_while_checking_the_fix_do_not_end_the_watch_either(night: Night) -> None:
    olga, lev, semyon = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    await olga.writes("Сейчас проверю")
    await night.forward(minutes=11)
    lev.sees("Молчит")


async def test_who_found_a_channel_does_not_ask_the_lead_any_more(night: Night) -> None:
    olga, lev, _ = await team(night)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await nothing_opens(olga)
    assert "Написать ответ…" in lev.buttons()
    await olga.taps("Проверить ещё раз")
    await olga.taps("Да, работает")
    assert "Написать ответ…" not in lev.buttons()


async def test_reopened_when_the_sysadmin_who_had_it_is_gone_pages_another(night: Night) -> None:
    olga, _, semyon = await team(night)
    taras = await night.sysadmin("Тарас", level=2)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("Исправлено")
    await night.fire(semyon, Role.SYSADMIN)
    await olga.taps("Нет, не работает")
    assert len(taras.heard()) == 1
    await taras.taps("Принять")
    olga.sees("Тарас")


async def test_what_a_lead_who_is_gone_had_another_lead_may_have(night: Night) -> None:
    olga, lev, _ = await team(night)
    sonya = await night.lead("Соня", level=2)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await night.fire(lev, Role.DUTY_LEAD)
    await nothing_opens(olga)
    assert len(sonya.heard()) == 1
    await sonya.taps("Принять")
    await sonya.taps("Написать ответ")
    await sonya.writes("Ждите, скоро починят")
    olga.sees("скоро починят")


async def test_a_lead_who_blocked_the_bot_does_not_keep_the_question_to_themselves(night: Night) -> None:
    olga, lev, _ = await team(night)
    sonya = await night.lead("Соня", level=2)
    await ticket_filed(olga)
    await lev.taps("Принять")
    await lev.blocks()
    await nothing_opens(olga)
    assert len(sonya.heard()) == 1


async def test_only_silences_in_a_row_count(night: Night) -> None:
    olga, lev, _ = await team(night)
    await works_elsewhere(olga)
    await lev.taps("Принять")
    await night.forward(minutes=35)
    lev.does_not_see("Молчит")
    before = next(post for post in olga.phone.messages if "Работайте здесь" in str([post.raw, *post.past]))
    await olga.taps_old(before, "Проверить ещё раз")
    await olga.taps("Да, работает")
    await night.forward(minutes=25)
    lev.does_not_see("Молчит")


async def test_reported_by_mistake_the_operator_is_on_the_line_again(night: Night) -> None:
    olga, _, _ = await team(night)
    await ticket_filed(olga)
    await olga.taps("Отменить")
    await olga.taps("Да, это ошибка")
    statuses = [event.data["new"] for event in night.history() if event.kind == "work_status_changed"]
    assert statuses[-1] == "on_the_line"


async def test_an_old_question_does_not_swallow_what_is_still_broken(night: Night) -> None:
    olga, _, semyon = await team(night)
    await ticket_filed(olga)
    await semyon.taps("Принять")
    await semyon.taps("Нужны подробности")
    await semyon.writes("Какая версия софтфона?")
    await semyon.taps("Исправлено")
    await olga.taps("Нет, не работает")
    await olga.writes("Теперь ошибка 504")
    semyon.sees("Теперь ошибка 504")
    olga.sees("Откройте: Чаты")


async def test_a_word_after_the_last_reminder_starts_the_rechecks_again(night: Night) -> None:
    olga, lev, _ = await team(night)
    await works_elsewhere(olga)
    await lev.taps("Принять")
    await night.forward(hours=2)
    asked = night.kinds().count("recheck_asked")
    assert asked == 5
    await olga.writes("Отходила, простите")
    await night.forward(minutes=10)
    assert night.kinds().count("recheck_asked") == asked + 1


async def test_a_page_that_can_never_be_shown_goes_on_to_the_next_at_once(night: Night) -> None:
    olga, _, _ = await team(night)
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    await night.db.write(page_arrived, 1, Unsendable("not even the plain line"), night.clock.now())
    await night.settle()
    assert len(sonya.heard()) == 1


async def test_nothing_is_armed_any_more_once_it_is_over(night: Night) -> None:
    olga, lev, _ = await team(night)
    await works_elsewhere(olga)
    await lev.taps("Принять")
    await olga.taps("Уже работает")
    assert night.db.read_here(next_due_at) is None


async def test_a_button_that_stays_counts_once_for_each_time_it_is_drawn(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.reports()
    await night.after(lambda: [olga.phone.taps("Ещё 5 минут") for _ in range(2)])
    assert night.kinds().count("more_time") == 1
    await olga.taps("Ещё 5 минут")
    assert night.kinds().count("more_time") == 2


async def test_a_page_still_on_its_way_makes_no_sound_after_another_lead_has_it(night: Night) -> None:
    olga, lev, _ = await team(night)
    sonya = await night.lead("Соня")
    await olga.reports()
    await night.db.write(partial(pause, person_id=lev.id, seconds=600, now=night.clock.now()))
    await olga.taps("Не помогло")
    await sonya.taps("Принять")
    await night.forward(minutes=11)
    assert lev.heard() == []
    lev.sees("Уже занимается Соня")


async def test_a_notice_reaches_the_second_level_where_the_first_has_nobody(night: Night) -> None:
    olga, sonya = await night.operator("Ольга"), await night.lead("Соня", level=2)
    await olga.reports()
    tell = partial(
        tell_first_level,
        name=LadderName.LEAD,
        subject_id=1,
        incident_id=1,
        edition=incident(night).centre,
        now=night.clock.now(),
    )
    await night.db.write(tell)
    await night.settle()
    sonya.sees("Ольга")
    assert sonya.heard() == []
