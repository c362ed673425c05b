"""Coming in with an invitation, inviting, menus, and who cannot be reached."""

from __future__ import annotations

import re
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from sqlalchemy import select

from bot.person.models import Invitation
from bot.person.queries import roles_of
from bot.person.rules import Role
from bot.picture.keeping import Shelf
from bot.roles.administrator import screens as administrator_screens
from bot.roles.everybody import screens as everybody_screens
from bot.roles.operator import screens as operator_screens
from bot.runbook.library import Library
from bot.sandbox.session import SandboxSession
from bot.telegram.commands import Menus, readers
from bot.telegram.wire import Wire
from bot.timeline.rules import Event
from tests.stories.looking import count_of, invited, keyboard, person
from tests.stories.night import Night

_SECRET = re.compile(r"start=([\w-]{43})")


async def test_a_link_lets_in_once_greets_with_the_role_and_brings_the_keyboard(night: Night) -> None:
    olga, petro = await night.stranger("Ольга"), await night.stranger("Петро")
    secret = await invited(night)
    await olga.starts(secret)
    card = olga.sees("вы в команде ночной смены. Ваша роль: оператор.")
    assert len(card.text.splitlines()) <= 12
    assert keyboard(olga) == ["🛑 Не работает ПО", "📍 Где я сейчас"]
    found = person(night, olga)
    assert found is not None
    assert (found.name, found.language, found.time_zone) == ("Ольга", "ru", "Europe/Kyiv")
    assert found.started_at == night.clock.now()
    await petro.starts(secret)
    petro.sees("Ссылка")
    assert person(night, petro) is None


async def test_somebody_who_is_in_already_gets_a_further_role(night: Night) -> None:
    olga = await night.operator("Ольга")
    await olga.starts(await invited(night, Role.DUTY_LEAD))
    olga.sees("Ваши роли: оператор, дежурный руководитель.")
    assert night.db.read_here(roles_of, olga.id) == {Role.OPERATOR, Role.DUTY_LEAD}


async def test_a_used_link_shows_somebody_who_is_in_where_they_are(night: Night) -> None:
    olga = await night.stranger("Ольга")
    secret = await invited(night)
    await olga.starts(secret)
    await olga.starts(secret)
    olga.sees("Ссылка")
    assert "Открытого у вас сейчас нет" in olga.phone.last.text


async def test_the_client_s_language_is_spoken_when_we_know_it(night: Night) -> None:
    paul = await night.stranger("Paul")
    night.box.people[paul.phone.user_id].language_code = "en-GB"
    await paul.starts(await invited(night, Role.SYSADMIN))
    paul.sees("you are in the night shift's team. Your role: sysadmin.")
    assert keyboard(paul) == ["📍 Where am I"]


async def test_an_administrator_invites_a_second_lead_who_comes_in(night: Night) -> None:
    anna, sonya = await night.administrator("Анна"), await night.stranger("Соня")
    await anna.writes("/invite")
    await anna.taps("Дежурный руководитель")
    await anna.taps("2:")
    card = anna.sees("Приглашение готово: Дежурный руководитель, ступень 2")
    assert "действует до 02:00, 23 ноября" in card.text
    assert "code" in {entity["type"] for entity in card.raw["entities"]}, "a tap copies the link"
    secret = _SECRET.search(card.text)
    assert secret is not None
    await sonya.starts(secret[1])
    sonya.sees("Ваша роль: дежурный руководитель.")
    assert night.db.read_here(lambda session: session.scalars(select(Invitation)).one().level) == 2


async def test_nobody_else_invites(night: Night) -> None:
    olga = await night.operator("Ольга")
    for words in ("/invite", "/invite_1_administrator", "/people"):
        await olga.writes(words)
        assert "прав" in olga.phone.last.text
    assert night.db.read_here(lambda session: session.scalars(select(Invitation)).all()) == []


async def test_the_list_of_people_says_who_never_pressed_start_and_turns_pages(night: Night) -> None:
    anna = await night.administrator("Анна")
    await night.lead("Лев", has_started=False)
    for number in range(10):
        await night.operator(f"Оператор {number}")
    await anna.writes("/people")
    first = anna.sees("Люди: 12 · страница 1 из 2")
    assert "⚪ Лев: Дежурный руководитель 1. «Start» ещё не нажат" in first.text
    assert len(first.text.splitlines()) <= 12
    await anna.taps("Дальше")
    anna.sees("страница 2 из 2")


async def test_a_lead_on_duty_who_blocks_the_bot_is_told_of_once_and_again_when_back(night: Night) -> None:
    anna, lev = await night.administrator("Анна"), await night.lead("Лев")
    await lev.starts()
    await lev.blocks()
    card = anna.sees("🔴 Сообщения не доходят: Лев")
    assert "Бот заблокирован с 02:00, 22 ноября." in card.text
    assert "В графике: Дежурный руководитель до 11:00." in card.text
    assert anna.heard() == []
    await lev.unblocks()
    assert anna.sees("🟢 Лев: снова на связи.").id == card.id
    anna.does_not_see("🔴")
    assert (count_of(night, Event.PERSON_UNREACHABLE), count_of(night, Event.PERSON_REACHABLE)) == (1, 1)


async def test_nobody_is_woken_by_somebody_off_duty_who_blocks_the_bot(night: Night) -> None:
    anna, olga = await night.administrator("Анна"), await night.operator("Ольга", shift=None)
    await olga.starts()
    await olga.blocks()
    anna.does_not_see("Ольга")
    await anna.writes("/people")
    anna.sees("🔴 Ольга: Оператор. Не достучаться с 02:00, 22 ноября")


async def test_a_page_that_cannot_be_delivered_tells_the_administrator_that_the_next_level_has_it(
    night: Night,
) -> None:
    olga, anna = await night.operator("Ольга"), await night.administrator("Анна")
    await night.lead("Лев", has_started=False)
    sonya = await night.lead("Соня", level=2)
    await olga.reports()
    await olga.taps("Не помогло")
    sonya.sees("Ольга")
    card = anna.sees("🔴 Сообщения не доходят: Лев")
    assert "Вызов уже ушёл на следующую ступень." in card.text
    assert len(card.text.splitlines()) <= 12


async def test_another_lead_of_the_same_level_has_the_page_so_nothing_went_on(night: Night) -> None:
    olga, anna = await night.operator("Ольга"), await night.administrator("Анна")
    await night.lead("Лев", has_started=False)
    await night.lead("Соня")
    await olga.reports()
    await olga.taps("Не помогло")
    assert "следующую ступень" not in anna.sees("🔴 Сообщения не доходят: Лев").text


async def test_menus_go_by_role_and_language_and_only_what_changed_is_published(night: Night) -> None:
    olga = await night.operator("Ольга")
    anna = await night.administrator("Анна", language="uk")
    lev = await night.lead("Лев", has_started=False)
    calls: list[str] = []

    async def say(method: TelegramMethod[Any]) -> Any:
        calls.append(type(method).__name__)
        return await bot(method)

    bot = Bot(night.box.token, session=SandboxSession(night.box))
    library = Library(night.runbooks)
    menus = Menus(
        say,
        [
            operator_screens.setup(library, Shelf(night.folder), Wire(bot).download),
            administrator_screens.setup(library, bot),
            everybody_screens.setup(library, {}),
        ],
    )
    await menus.publish(await night.db.read(readers))

    def menu(telegram_id: int) -> dict[str, str]:
        [found] = [rows for key, rows in night.box.commands.items() if key[1] == telegram_id]
        return {row["command"]: row["description"] for row in found}

    assert [*menu(olga.phone.user_id)] == ["status", "report", "noise", "settings", "help", "cancel"]
    assert menu(anna.phone.user_id)["people"] == "Люди та хто на зв'язку"
    assert lev.phone.user_id not in {key[1] for key in night.box.commands}
    strangers = [rows for key, rows in night.box.commands.items() if key[1] is None]
    assert {row["command"] for rows in strangers for row in rows} == {"start"}
    calls.clear()
    await menus.publish(await night.db.read(readers))
    assert calls == []
    await night.fire(olga, Role.OPERATOR)
    await menus.publish(await night.db.read(readers))
    assert calls == ["DeleteMyCommands"]
    assert olga.phone.user_id not in {key[1] for key in night.box.commands}
