"""A mass outage as the sysadmin has it: one ticket, one card, whoever reports."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from bot.outbox.models import Outgoing
from bot.ticket.models import Ticket
from tests.stories.many import a_breath, card, crew, many_report
from tests.stories.night import Night


async def test_one_card_counts_them_and_only_the_first_of_them_makes_a_sound(night: Night) -> None:
    _, semyon = await crew(night)
    await many_report(night, 3)
    assert len(semyon.heard()) == 1
    await semyon.taps("Принять")
    await night.forward(minutes=20)
    await many_report(night, 2, words="ошибка 503!")
    text = card(semyon).text
    assert "не работает у 5" in text
    assert "Звонки 5" in text
    assert "📈 За 10 минут до 02:20: +2" in text
    assert "Оператор 1 ×5" in text, "the same words in other letters are told once"
    assert text.count("\n") < 12
    assert not semyon.heard()
    assert night.db.read_here(lambda session: session.scalar(select(func.count()).select_from(Ticket))) == 1


async def test_everybodys_report_is_whole_with_one_picture_and_one_description(night: Night) -> None:
    await crew(night)
    many = await many_report(night, 4)
    for one in many:
        one.sees("Шаг 4")


async def test_who_waits_is_counted_by_what_they_do_meanwhile(night: Night) -> None:
    _, semyon = await crew(night)
    many = await many_report(night, 3)
    await semyon.taps("Принять")
    await many[0].taps("Да, работает")
    await a_breath(night)
    assert "стоят 2" in card(semyon).text


async def test_details_are_asked_of_a_few_and_the_sysadmin_reads_of_how_many(night: Night) -> None:
    _, semyon = await crew(night)
    many = await many_report(night, 6)
    await semyon.taps("Принять")
    await semyon.taps("Нужны подробности")
    await semyon.taps("С какого времени?")
    assert "3 из 6" in semyon.toast
    asked = [one for one in many if "details_asked" in night.kinds(many.index(one) + 1)]
    assert asked == many[3:], "who told it last looks at it now"
    semyon.sees("спрошены 3 из 6")
    await semyon.taps("Нужны подробности")
    await semyon.taps("А у коллег?")
    assert [night.kinds(number).count("details_asked") for number in range(1, 7)] == [1] * 6


async def test_an_estimate_is_promised_to_everybody_once(night: Night) -> None:
    lev, semyon = await crew(night)
    many = await many_report(night, 12)
    await lev.taps("Принять")
    await semyon.taps("Принять")
    await a_breath(night)
    newest = night.db.read_here(lambda session: session.scalar(select(func.max(Outgoing.id))))

    def promised(session: Session) -> list[tuple[str, int, int]]:
        query = select(Outgoing.card, Outgoing.subject_id, Outgoing.person_id).where(Outgoing.id > newest)
        return [(row[0], row[1], row[2]) for row in session.execute(query)]

    statements = []

    def counted(*sent: Any) -> None:
        statements.append(sent[2])

    event.listen(Engine, "before_cursor_execute", counted)
    await semyon.taps("30 мин")
    event.remove(Engine, "before_cursor_execute", counted)
    writing = [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
    written = [one for one in writing if "timeline" in one or "timers" in one]
    assert len(written) < 2 * len(many), "the history and the timers are written for all of them at once"
    rows = night.db.read_here(promised)
    assert len(rows) == len(set(rows))
    assert sum(card == "operator_incident" for card, *_ in rows) == len(many)
    assert sum(card == "outage" for card, *_ in rows) == 1
    for one in many:
        one.sees("прогноз")
