"""A handover when everything comes otherwise: shifts made longer, incidents closed, nobody on duty."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.person.actions import grant
from bot.person.rules import Role
from tests.stories.handing_over import SIGN, change_of_leads, extended, handovers
from tests.stories.looking import incident
from tests.stories.night import Hero, Night


async def ticket_changes_hands(night: Night, *, operator_leaves_too: bool = False) -> tuple[Hero, Hero]:
    """Semyon has Olga's ticket until three, when Dina is asked to sign for it."""
    now = night.clock.now()
    until_three, after = (now - timedelta(hours=5), now + timedelta(hours=1)), now + timedelta(hours=9)
    olga = await night.operator("Ольга", shift=until_three if operator_leaves_too else True)
    await night.lead("Лев")
    semyon = await night.sysadmin("Семён", shift=until_three)
    dina = await night.sysadmin("Дина", shift=(now + timedelta(hours=1), after))
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    await semyon.taps("Принять")
    await night.forward(minutes=30)
    await semyon.taps("Да, занимаюсь")
    await night.forward(minutes=31)
    dina.sees("Передача")
    return semyon, dina


async def test_a_shift_made_longer_in_time_hands_nothing_over(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    await night.forward(minutes=59)
    await extended(night, lev, hours=2)
    await night.forward(minutes=30)
    assert handovers(night) == []
    sonya.does_not_see("Передача смены")


async def test_a_shift_made_longer_afterwards_calls_it_off(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    sonya.sees("Передача смены: Лев")
    await extended(night, lev, hours=2)
    await night.forward(minutes=1)
    lev.sees("вы снова на смене")
    sonya.sees("Подписывать больше нечего")
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, None)
    await sonya.writes("/sign_1")
    assert incident(night).lead_id == lev.id
    assert "передача отменена" in sonya.screen()


async def test_nothing_open_is_no_handover(night: Night) -> None:
    olga, lev, sonya = await change_of_leads(night)
    await olga.taps("Уже работает всё")
    lev.heard()
    await night.forward(hours=2)
    assert handovers(night) == []
    sonya.does_not_see("Передача смены")
    lev.does_not_see("Передача смены")


async def test_it_is_closed_before_anybody_signs(night: Night) -> None:
    olga, lev, sonya = await change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    await olga.taps("Уже работает всё")
    await night.forward(minutes=1)
    lev.sees("Передавать больше нечего")
    sonya.sees("Подписывать больше нечего")
    assert [one.dropped_why for one in handovers(night)] == ["nothing_left"]


async def test_what_the_leaving_lead_acknowledges_afterwards_belongs_to_it(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
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
    _, lev, sonya = await change_of_leads(night)
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
    assert handovers(night) == []


async def test_the_leaving_lead_leaves_the_company_and_the_next_has_it(night: Night) -> None:
    olga, lev, sonya = await change_of_leads(night)
    await night.forward(hours=1, minutes=1)
    await night.fire(lev, Role.DUTY_LEAD)
    await olga.writes("Руководитель, вы здесь?")
    await sonya.taps(SIGN)
    assert incident(night).lead_id == sonya.id


async def test_what_is_marked_as_handed_over_without_a_handover_is_put_right(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)

    def marked(session: Session) -> None:
        session.get_one(Incident, 1).next_lead_id = sonya.id

    await night.db.write(marked)
    await night.forward(minutes=1)
    assert (incident(night).lead_id, incident(night).next_lead_id) == (lev.id, None)


async def test_while_two_have_it_nobody_is_reminded_even_if_one_puts_reminders_off(night: Night) -> None:
    _, lev, sonya = await change_of_leads(night)
    await night.forward(hours=1)
    await sonya.writes("/snooze_1")
    before = night.kinds().count("duties_reminded")
    lev.heard()
    await night.forward(hours=2)
    assert night.kinds().count("duties_reminded") == before
    assert "lead_let_go" not in night.kinds()
    assert lev.heard() == []


async def test_a_sign_of_life_while_two_have_the_ticket_reminds_nobody(night: Night) -> None:
    semyon, dina = await ticket_changes_hands(night)
    await dina.writes("/stillonit_1")
    before = night.kinds().count("news_asked")
    await night.forward(hours=4)
    assert night.kinds().count("news_asked") == before
    assert "sysadmin_let_go" not in night.kinds()
    semyon.sees("Дина")


async def test_who_is_no_sysadmin_any_more_cannot_sign_for_tickets(night: Night) -> None:
    _, dina = await ticket_changes_hands(night)
    await night.db.write(grant, dina.id, Role.OPERATOR, by=None, now=night.clock.now())
    await night.db.write(grant, dina.id, Role.DUTY_LEAD, by=None, now=night.clock.now())
    await night.fire(dina, Role.SYSADMIN)
    await dina.writes("/sign_1")
    assert [one.signed_by for one in handovers(night)] == [None]


async def test_nobody_is_rung_for_ever_about_tickets_that_nobody_waits_for(night: Night) -> None:
    _, dina = await ticket_changes_hands(night, operator_leaves_too=True)
    await night.forward(hours=1)
    assert len(dina.heard()) > 1
    await night.forward(hours=1)
    dina.heard()
    await night.forward(hours=3)
    assert dina.heard() == []
    await dina.writes("/sign_1")
    assert [one.signed_by for one in handovers(night)] == [dina.id]
