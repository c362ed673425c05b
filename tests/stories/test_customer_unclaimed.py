"""Nobody comes for the customer: no answer, a no, a page that cannot arrive. Then the lead hears it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from bot.person.rules import Role
from bot.timer.models import Timer
from tests.stories.customers import customer_in_hand, named, redirected_to
from tests.stories.night import Night


async def test_unclaimed_for_a_minute_the_lead_hears_it_and_names_another(night: Night) -> None:
    olga, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await night.forward(seconds=59)
    assert lev.heard() == []
    await night.forward(seconds=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина, ответа нет, срок был 02:01")
    olga.sees("Клиента ещё не забрали: Нина")
    nina.sees("Срок вышел в 02:01")
    await lev.taps("Назвать другого")
    await lev.taps("Павел")
    assert len(pavel.heard()) == 1
    await pavel.taps("Клиент у меня")
    assert redirected_to(night) == "Павел"
    nina.sees("Клиент уже у коллеги: Павел, с 02:01")
    assert nina.buttons() == []
    await night.forward(minutes=10)
    assert night.kinds().count("customer_unclaimed") == 1


async def test_whoever_cannot_gives_it_back_to_the_lead_at_once(night: Night) -> None:
    olga, lev, nina = await named(night)
    await nina.taps("Не могу")
    assert len(lev.heard()) == 1
    lev.sees("Нина не может, 02:00")
    olga.sees("Нина не может, 02:00")
    nina.sees("Руководитель позовёт другого")
    assert lev.buttons()[0] == "Назвать другого…"
    await night.forward(minutes=5)
    assert lev.heard() == []
    assert "customer_unclaimed" not in night.kinds()


async def test_whoever_could_not_may_have_the_customer_after_all(night: Night) -> None:
    _, _, nina = await named(night)
    await nina.taps("Не могу")
    await nina.taps("Клиент у меня")
    assert redirected_to(night) == "Нина"


async def test_of_two_colleagues_the_first_claim_wins_and_the_other_is_told_kindly(night: Night) -> None:
    _, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await lev.taps("Клиент передан")
    await lev.taps("Павел")
    old = nina.sees("Заберите клиента")
    await pavel.taps("Клиент у меня")
    nina.sees("Клиент уже у коллеги: Павел")
    assert len(nina.heard()) == 1, "the page; that nobody needs to come is quiet"
    await nina.taps_old(old, "Клиент у меня")
    assert "Клиент уже у коллеги: Павел, с 02:00" in nina.toast
    assert redirected_to(night) == "Павел"
    assert night.kinds().count("customer_claimed") == 1


async def test_who_was_named_first_may_still_claim_after_another_was_named(night: Night) -> None:
    _, lev, nina = await named(night)
    pavel = await night.operator("Павел")
    await night.forward(minutes=1)
    await lev.taps("Назвать другого")
    await lev.taps("Павел")
    lev.heard()
    await nina.taps("Клиент у меня")
    assert redirected_to(night) == "Нина"
    pavel.sees("Клиент уже у коллеги: Нина")
    await night.forward(minutes=3)
    assert lev.heard() == []


async def test_a_refusal_is_quiet_while_another_colleague_has_time_to_answer(night: Night) -> None:
    _, lev, nina = await named(night)
    await night.operator("Павел")
    await lev.taps("Клиент передан")
    await lev.taps("Павел")
    await nina.taps("Не могу")
    assert lev.heard() == []
    lev.sees("Клиента передаём: Павел")
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1


async def test_a_colleague_whom_nothing_reaches_was_not_told_and_the_lead_hears_at_once(night: Night) -> None:
    _, lev, nina = await customer_in_hand(night)
    boris = await night.operator("Борис", has_started=False)
    await night.forward(seconds=31)
    await lev.taps("Принять")
    await nina.blocks()
    lev.heard()
    await lev.writes(f"/redirectto_1_{nina.id}")
    assert "вызов не дошёл" not in lev.screen(), "who has blocked us is not named at all"
    await lev.writes(f"/redirectto_1_{boris.id}")
    assert len(lev.heard()) == 1
    lev.sees("Борис не на связи, вызов не дошёл")
    assert "redirect_lapsed" in night.kinds()
    assert lev.buttons()[0] == "Назвать другого…"


async def test_a_colleague_who_is_revoked_is_not_waited_for(night: Night) -> None:
    _, lev, nina = await named(night)
    await night.fire(nina, Role.OPERATOR)
    await night.forward(seconds=31)
    assert len(lev.heard()) == 1
    lev.sees("Нина не на связи")
    await nina.writes("/claim_1")
    assert redirected_to(night) is None


async def test_a_colleague_whose_shift_ends_is_not_waited_for_but_may_say_that_they_came(
    night: Night,
) -> None:
    olga, lev, _ = await customer_in_hand(night)
    ends = night.clock.now() + timedelta(seconds=20)
    kate = await night.operator("Катя", shift=(night.clock.now() - timedelta(hours=8), ends))
    await lev.taps("Принять")
    await lev.taps("Клиент передан")
    await lev.taps("Катя")
    lev.heard()
    await night.forward(seconds=35)
    assert len(lev.heard()) == 1
    lev.sees("Катя уже не на смене")
    kate.sees("Ваша смена закончилась")
    await kate.taps("Клиент у меня")
    olga.sees("Клиент у коллеги: Катя")


async def test_unclaimed_without_a_lead_it_rings_at_whoever_is_being_paged(night: Night) -> None:
    olga, lev, _ = await customer_in_hand(night)
    await olga.taps("Клиента коллеге")
    await olga.taps("Нина")
    lev.heard()
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина")
    assert lev.buttons() == ["Принять и назвать…", "Принять"]
    await lev.taps("Принять и назвать")
    lev.sees("Кому передать клиента?")
    olga.sees("Руководитель: Лев")


async def test_unclaimed_where_nobody_was_called_yet_the_ladder_begins(night: Night) -> None:
    olga, lev, _ = await night.operator("Ольга"), await night.lead("Лев"), await night.operator("Нина")
    await olga.reports(customer="Чат")
    await olga.taps("Пропустить")
    await olga.taps("Клиента коллеге")
    await olga.taps("Нина")
    assert lev.phone.messages == []
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1
    lev.sees("Клиента ещё не забрали: Нина")


async def test_a_lost_timer_does_not_leave_the_customer_alone(night: Night) -> None:
    _, lev, _ = await named(night)
    await night.db.write(lambda session: session.execute(delete(Timer).where(Timer.kind == "unclaimed")))
    await night.forward(minutes=2)
    assert len(lev.heard()) == 1
    assert night.kinds().count("customer_unclaimed") == 1


async def test_the_restarted_bot_still_waits_for_the_answer(night: Night) -> None:
    _, lev, _ = await named(night)
    await night.close()
    night.start_bot()
    await night.forward(minutes=1)
    assert len(lev.heard()) == 1
