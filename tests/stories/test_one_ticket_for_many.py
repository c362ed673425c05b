"""A mass outage as the sysadmin has it: one ticket, whoever reports, and each different screenshot once."""

from __future__ import annotations

import io

from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.outbox.models import Outgoing
from bot.sandbox.samples import sample
from bot.sandbox.world import Post
from bot.ticket.models import Ticket
from tests.stories.night import Hero, Night


def smaller(name: str, share: float = 0.6, quality: int = 70) -> bytes:
    """The same screen as another machine would send it: scaled, and compressed anew."""
    picture = Image.open(io.BytesIO(sample(name).data)).convert("RGB")
    target = io.BytesIO()
    size = int(picture.width * share), int(picture.height * share)
    picture.resize(size).save(target, "JPEG", quality=quality)
    return target.getvalue()


async def many_report(
    night: Night, count: int, *, picture: bytes | str = "error_503", words: str = "Ошибка 503"
) -> list[Hero]:
    """So many operators, each with a screenshot and a description."""
    many = []
    for _ in range(count):
        known = night.db.read_here(lambda session: session.scalar(select(func.count()).select_from(Incident)))
        one = await night.operator(f"Оператор {(known or 0) + 1}")
        await one.reports(known="У меня то же самое")
        if "Не помогло" in one.buttons():
            await one.taps("Не помогло")
        await one.sends_photo(picture, caption=words)
        many.append(one)
    return many


def photos(hero: Hero) -> list[Post]:
    return [post for post in hero.phone.messages if post.photo]


def card(hero: Hero) -> Post:
    return hero.sees("📈")


async def crew(night: Night) -> tuple[Hero, Hero]:
    return await night.lead("Лев"), await night.sysadmin("Семён")


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
    assert "За 10 минут +2" in text
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
    assert "стоят 2" in card(semyon).text


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


def plain(colour: str) -> bytes:
    """A screen with stripes of one colour."""
    picture = Image.new("RGB", (640, 480), "white")
    for at in range(0, 640, 80):
        picture.paste(colour, (at, 0, at + 40, 480))
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


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
    newest = night.db.read_here(lambda session: session.scalar(select(func.max(Outgoing.id))))

    def promised(session: Session) -> list[tuple[str, int, int]]:
        query = select(Outgoing.card, Outgoing.subject_id, Outgoing.person_id).where(Outgoing.id > newest)
        return [(row[0], row[1], row[2]) for row in session.execute(query)]

    await semyon.taps("30 мин")
    rows = night.db.read_here(promised)
    assert len(rows) == len(set(rows))
    assert sum(card == "operator_incident" for card, *_ in rows) == len(many)
    assert sum(card == "outage" for card, *_ in rows) == 1
    for one in many:
        one.sees("прогноз")
