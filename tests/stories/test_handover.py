"""A time on duty ends with something open: it passes to the next with a signature, and nobody is left alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.handover.models import Handover
from bot.person.rules import Role
from bot.rota.actions import put_shift
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.stories.looking import count_of, incident
from tests.stories.night import Hero, Night

SIGN = "Подписать, принимаю"


async def _change_of_leads(night: Night, *, level: int = 1) -> tuple[Hero, Hero, Hero]:
    """Olga's incident is Lev's, who is on duty until three; Sonya's shift begins then."""
    now = night.clock.now()
    olga = await night.operator("Ольга")
    lev = await night.lead("Лев", shift=(now - timedelta(hours=5), now + timedelta(hours=1)))
    sonya = await night.lead("Соня", level=level, shift=(now + timedelta(hours=1), now + timedelta(hours=9)))
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    for duty in ("Статус выставлен", "Снятие с линии"):
        await lev.taps(duty)
    return olga, lev, sonya


async def _three_o_clock(night: Night, *heroes: Hero) -> None:
    """Everybody's phone has been silent until now, and Sonya's shift begins."""
    await night.forward(hours=1)
    for hero in heroes:
        await hero.writes("/help")
        hero.heard()


def _handovers(night: Night) -> list[Handover]:
    def query(session: Session) -> list[Handover]:
        return list(session.scalars(select(Handover).order_by(Handover.id)))

    return night.db.read_here(query)


def _signed(night: Night) -> TimelineEvent:
    """The event of the house."""

    def query(session: Session) -> TimelineEvent:
        found = select(TimelineEvent).where(TimelineEvent.kind == Event.HANDOVER_SIGNED)
        return session.scalars(found.where(TimelineEvent.incident_id.is_(None))).one()

    return night.db.read_here(query)


async def _extended(night: Night, hero: Hero, role: Role, **by: float) -> None:
    """Their shift is made longer than it is."""
    now = night.clock.now()
    more = {"person_id": hero.id, "role": role, "by": None, "now": now}
    await night.db.write(
        put_shift, starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(**by), **more
    )


async def test_14_open_incidents_pass_to_the_next_lead_with_a_signature(night: Night) -> None:
    olga, lev, sonya = await _change_of_leads(night)
    await night.forward(minutes=59)
    assert _handovers(night) == []
    await night.forward(minutes=1)
    card = sonya.sees("Передача смены: Лев → вам")
    assert "Открыто: 1. Подпишите до 03:05" in card.text
    assert "№1 · Телефония · Ольга · с 02:00 · 🔴 не на линии" in card.text
    assert "нет отметок: клиент" in card.text
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
    olga, lev, sonya = await _change_of_leads(night)
    await _three_o_clock(night, lev, sonya)
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, sonya.id)
    await sonya.writes("/writeop_1")
    await sonya.writes("Сейчас разберусь")
    olga.sees("Сейчас разберусь")
    await lev.writes("/redirected_1")
    assert "не вашей смены" not in lev.screen()
    await lev.writes("/nobody_1")
    assert night.kinds().count("duty_ticked") == 3


async def test_the_history_keeps_what_was_signed_and_nothing_about_customers(night: Night) -> None:
    _, _, sonya = await _change_of_leads(night)
    await _three_o_clock(night, sonya)
    await sonya.taps(SIGN)
    signed = _signed(night)
    assert signed.by_id == sonya.id
    assert [one["incident"] for one in signed.data["summary"]] == [1]
    assert set(signed.data["summary"][0]) == {
        "incident", "software", "operator", "status", "since", "ticket", "ticket_status", "estimate_at",
        "promises", "unticked", "asks",
    }  # fmt: skip


async def test_the_ticket_and_its_estimate_stand_in_the_summary(night: Night) -> None:
    olga, _, sonya = await _change_of_leads(night)
    semyon = await night.sysadmin("Семён")
    await olga.sends_photo(caption="Софтфон не пускает, ошибка 503")
    await semyon.taps("Принять")
    await semyon.taps("1 час")
    await night.forward(hours=1)
    assert "заявка №1, прогноз 03:00" in sonya.sees("Передача смены: Лев").text


async def test_nobody_signs_so_it_climbs_and_the_top_never_falls_silent(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    gleb, boss = await night.lead("Глеб", level=2), await night.administrator("Борис", shift=None)
    await _three_o_clock(night, sonya, gleb, boss)
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
    _, _, sonya = await _change_of_leads(night)
    now = night.clock.now()
    gleb = await night.lead("Глеб", shift=(now + timedelta(hours=1), now + timedelta(hours=9)))
    await night.forward(hours=1)
    await night.after(lambda: (sonya.phone.taps(SIGN), gleb.phone.taps(SIGN)))
    assert count_of(night, Event.HANDOVER_SIGNED) == 2
    other = sonya if incident(night).lead_id == gleb.id else gleb
    other.sees("Смену уже приняли")
    assert "уже приняли" in other.toast


async def test_the_receiver_blocked_the_bot_so_the_next_is_called_at_once(night: Night) -> None:
    _, _, sonya = await _change_of_leads(night)
    gleb = await night.lead("Глеб", level=2)
    await sonya.blocks()
    await night.forward(hours=1, minutes=1)
    gleb.sees("Передача смены: Лев → вам")
    assert incident(night).next_lead_id == gleb.id
    await gleb.taps(SIGN)
    assert incident(night).lead_id == gleb.id


async def test_a_shift_made_longer_in_time_hands_nothing_over(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    await night.forward(minutes=59)
    await _extended(night, lev, Role.DUTY_LEAD, hours=2)
    await night.forward(minutes=30)
    assert _handovers(night) == []
    sonya.does_not_see("Передача смены")


async def test_a_shift_made_longer_afterwards_calls_it_off(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    sonya.sees("Передача смены: Лев")
    await _extended(night, lev, Role.DUTY_LEAD, hours=2)
    await night.forward(minutes=1)
    lev.sees("вы снова на смене")
    sonya.sees("Подписывать больше нечего")
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, None)
    await sonya.writes("/sign_1")
    assert incident(night).lead_id == lev.id
    assert "передача отменена" in sonya.screen()


async def test_nothing_open_is_no_handover(night: Night) -> None:
    olga, lev, sonya = await _change_of_leads(night)
    await olga.taps("Уже работает всё")
    lev.heard()
    await night.forward(hours=2)
    assert _handovers(night) == []
    sonya.does_not_see("Передача смены")
    lev.does_not_see("Передача смены")


async def test_it_is_closed_before_anybody_signs(night: Night) -> None:
    olga, lev, sonya = await _change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    await olga.taps("Уже работает всё")
    await night.forward(minutes=1)
    lev.sees("Передавать больше нечего")
    sonya.sees("Подписывать больше нечего")
    assert [one.dropped_why for one in _handovers(night)] == ["nothing_left"]


async def test_what_the_leaving_lead_acknowledges_afterwards_belongs_to_it(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    nina = await night.operator("Нина")
    await nina.reports("CRM")
    await nina.taps("Не помогло")
    await night.forward(hours=1, minutes=1)
    assert "Открыто: 1." in sonya.sees("Передача смены").text
    await lev.writes("/ack_2")
    await night.forward(minutes=1)
    assert "Открыто: 2." in sonya.sees("Передача смены").text
    await sonya.taps(SIGN)
    assert incident(night).lead_id == sonya.id
    assert night.kinds(2).count("handover_signed") == 1


async def test_another_lead_takes_it_over_meanwhile(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    gleb = await night.lead("Глеб", level=2)
    await night.forward(hours=1, minutes=1)
    await gleb.writes(f"/takeover_1_{lev.id}")
    assert (incident(night).lead_id, incident(night).next_lead_id) == (gleb.id, None)
    await night.forward(minutes=1)
    lev.sees("Передавать больше нечего")
    sonya.sees("Подписывать больше нечего")


async def test_nobody_is_on_duty_so_everybody_with_the_role_is_called(night: Night) -> None:
    now = night.clock.now()
    olga = await night.operator("Ольга")
    lev = await night.lead("Лев", shift=(now - timedelta(hours=5), now + timedelta(hours=1)))
    sonya = await night.lead("Соня", shift=None)
    await olga.reports()
    await olga.taps("Не помогло")
    await lev.taps("Принять")
    await night.forward(hours=1, minutes=1)
    sonya.sees("Передача смены: Лев → вам")
    assert incident(night).lead_id == lev.id


async def test_who_acknowledged_off_duty_goes_on_holding_it(night: Night) -> None:
    olga, _ = await night.operator("Ольга"), await night.lead("Лев")
    boss = await night.administrator("Борис", shift=None)
    await olga.reports()
    await olga.taps("Не помогло")
    await night.forward(minutes=10)
    await boss.taps("Принять")
    await night.forward(hours=2)
    assert _handovers(night) == []


async def test_handed_over_early_to_a_named_colleague(night: Night) -> None:
    _, lev, _ = await _change_of_leads(night)
    gleb = await night.lead("Глеб")
    lev.heard()
    await lev.writes("/handover")
    lev.sees("Открыто у вас: 1. Кому передать?")
    await lev.taps("Глеб")
    gleb.sees("Передача смены: Лев → вам")
    assert len(gleb.heard()) == 1
    assert "До подписи всё это и у вас" in gleb.sees("Передача смены").text
    await gleb.taps(SIGN)
    lev.sees("Подпись: Глеб")
    assert incident(night).lead_id == gleb.id
    await night.forward(hours=2)
    assert len(_handovers(night)) == 1


async def test_an_early_handover_can_be_called_off(night: Night) -> None:
    _, lev, _ = await _change_of_leads(night)
    gleb = await night.lead("Глеб")
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await lev.taps("Оставить у себя")
    lev.sees("Передача отменена")
    gleb.sees("Подписывать больше нечего")
    assert incident(night).next_lead_id is None


async def test_an_early_handover_wakes_nobody_else_while_the_lead_is_there(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
    gleb, boss = await night.lead("Глеб"), await night.administrator("Борис", shift=None)
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await night.forward(minutes=50)
    assert len(gleb.heard()) == 2, "it rings once more and no oftener"
    assert boss.phone.messages == []
    await night.forward(minutes=10)
    sonya.sees("Передача смены: Лев → вам")
    gleb.sees("Передача смены: Лев → вам")


async def test_the_named_colleague_cannot_be_reached(night: Night) -> None:
    _, lev, _ = await _change_of_leads(night)
    gleb = await night.lead("Глеб")
    await gleb.blocks()
    await lev.writes("/handover")
    await lev.taps("Глеб")
    await night.forward(minutes=1)
    lev.sees("До коллеги сообщения не доходят (Глеб)")
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, None)


async def test_nothing_can_be_handed_over_by_who_holds_nothing(night: Night) -> None:
    lev = await night.lead("Лев")
    await lev.writes("/handover")
    lev.sees("Передавать нечего")


async def test_a_stranger_to_the_handover_cannot_sign_it(night: Night) -> None:
    await _change_of_leads(night)
    gleb = await night.lead("Глеб", shift=None)
    await night.forward(hours=1, minutes=1)
    await gleb.writes("/sign_1")
    gleb.sees("Эту смену передают не вам")
    assert [one.signed_at for one in _handovers(night)] == [None]


async def test_many_incidents_are_turned_page_by_page(night: Night) -> None:
    _, lev, sonya = await _change_of_leads(night)
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
    _, lev, sonya = await _change_of_leads(night)
    await _three_o_clock(night, sonya)
    await sonya.taps(SIGN)
    reminded = night.kinds().count("duties_reminded")
    sent = len(lev.phone.messages)
    await night.forward(minutes=10)
    assert night.kinds().count("duties_reminded") == reminded + 1
    assert len(lev.phone.messages) == sent


async def test_the_leaving_lead_leaves_the_company_and_the_next_has_it(night: Night) -> None:
    olga, lev, sonya = await _change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    await night.fire(lev, Role.DUTY_LEAD)
    await olga.writes("Руководитель, вы здесь?")
    await sonya.taps(SIGN)
    assert incident(night).lead_id == sonya.id


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
