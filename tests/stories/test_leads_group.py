"""The leads' group: a board for everybody in it, one topic for each mass outage."""

from __future__ import annotations

from sqlalchemy import select

from bot.incident.models import Incident
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.stories.boards import crowd, obeys
from tests.stories.leads_group import (
    a_breath,
    all_work_again,
    group_with_a_board,
    leads_group,
)
from tests.stories.night import Night


def events(night: Night, *kinds: Event) -> list[TimelineEvent]:
    query = select(TimelineEvent).where(TimelineEvent.kind.in_(kinds)).order_by(TimelineEvent.id)
    return night.db.read_here(lambda session: list(session.scalars(query)))


async def test_an_administrator_binds_a_group_by_one_command_in_it(night: Night) -> None:
    boris = await night.administrator("Борис")
    group = await leads_group(night)
    assert "Здесь будет доска массовых сбоев" in group.posts()[-1].text
    (bound,) = events(night, Event.GROUP_BOUND)
    assert (bound.by_id, bound.data["title"]) == (group.anna.id, "Руководители")
    boris.sees("Группа руководителей: Руководители")
    assert boris.phone.sees("Выбрана").silent
    await group.writes(group.anna, "/leads_here")
    assert len(events(night, Event.GROUP_BOUND)) == 1
    await boris.writes("/leads_here")
    await boris.taps("Отвязать группу")
    assert events(night, Event.GROUP_UNBOUND)[0].by_id == boris.id
    await boris.writes("/leads_here")
    boris.sees("Группа руководителей не выбрана")
    await group.writes(group.anna, "/leads_away")
    assert group.anna.screen().count("не выбрана для доски") == 1


async def test_each_mass_outage_has_a_topic_with_its_state_in_the_title_and_an_end(night: Night) -> None:
    group, there = await group_with_a_board(night)
    (topic,) = group.topics
    assert topic.name.startswith("🔴 №1 Телефония · 22 ноября")
    assert group.board.thread_id == topic.id
    assert group.board.silent
    await there.many[0].sends_photo(caption="503")
    await group.taps(there.lev, "Принять")
    await there.semyon.taps("Принять")
    await there.semyon.taps("Исправлено")
    await a_breath(night)
    assert topic.name.startswith("🟡")
    assert "Лев" in group.board.text
    await all_work_again(night, there.many)
    await a_breath(night)
    assert topic.name.startswith("🟢")
    assert topic.closed
    assert "Закончился" in group.board.text
    assert group.board.buttons == []
    assert len(group.posts(topic.id)) == 1
    calls = len(night.box.calls)
    await night.forward(minutes=30)
    assert len(night.box.calls) == calls, "what is over is left alone"


async def test_a_plain_group_has_the_board_in_its_chat(night: Night) -> None:
    group, there = await group_with_a_board(night, forum=False)
    assert group.board.thread_id is None
    await group.taps(there.lev, "Принять")
    await a_breath(night)
    assert "Лев" in group.board.text
    await all_work_again(night, there.many)
    assert "Закончился" in group.board.text
    assert group.calls("createForumTopic", "editForumTopic", "closeForumTopic") == []


async def test_the_groups_board_says_no_more_than_it_must(night: Night) -> None:
    group = await leads_group(night)
    there = await crowd(night, 12, customers=2)
    await there.many[0].sends_photo(caption="Моё имя Ольга, ошибка 503 у клиента 48213")
    await a_breath(night)
    obeys(group.board)
    assert "503" not in group.board.text
    assert "/incident" not in group.board.text
    assert "12 операторов" in group.board.text
    assert [post for post in group.chat.posts.values() if post.photo] == []
    assert group.labels()[-1] == "Моя доска"


async def test_a_lead_acknowledges_in_the_group_and_has_the_board_of_their_own(night: Night) -> None:
    group, there = await group_with_a_board(night)
    assert group.labels() == ["Принять", "Моя доска"]
    await group.taps(there.lev, "Принять")
    assert "Сбой у вас" in there.lev.toast
    there.lev.sees("Приняли вы")
    await group.taps(there.sonya, "Моя доска")
    assert "в личном чате" in there.sonya.toast
    there.sonya.sees("Уже занимается Лев")
    await a_breath(night)
    assert group.labels() == ["Статус выставлен: 3", "Сняты с линии: 3", "Моя доска"]
    await group.taps(there.sonya, "Статус выставлен")
    assert "Уже занимается Лев" in there.sonya.toast
    assert "duty_ticked" not in night.kinds(1)


async def test_what_a_lead_does_in_the_group_is_for_all_whomever_they_selected(night: Night) -> None:
    group, there = await group_with_a_board(night, 4)
    await group.taps(there.lev, "Принять")
    await there.lev.writes("/select_1")
    await there.lev.writes("1-2")
    there.lev.sees("Выбрано: 2")
    await a_breath(night)
    await group.taps(there.lev, "Статус выставлен: 4")
    assert [night.kinds(number).count("duty_ticked") for number in (1, 2, 3, 4)] == [1, 1, 1, 1]
    there.lev.does_not_see("Выбрано: 2")


async def test_questions_are_asked_in_the_leads_own_chat(night: Night) -> None:
    group = await leads_group(night)
    there = await crowd(night, 3, customers=2)
    group.joins(there.lev)
    petro = await night.operator("Пётр")
    await there.lev.writes("/select_1")
    await there.lev.writes("1")
    await a_breath(night)
    before = len(group.posts())
    await group.taps(there.lev, "Передать клиентов: 2")
    assert "в личном чате" in there.lev.toast
    there.lev.sees("Кто заберёт клиентов (2)")
    await there.lev.taps("Пётр")
    assert [night.kinds(number).count("redirect_asked") for number in (1, 2)] == [1, 1]
    assert petro.heard() != []
    assert len(group.posts()) == before


async def test_an_outage_that_begins_again_has_its_topic_reopened(night: Night) -> None:
    group, there = await group_with_a_board(night)
    others = [await night.operator(f"Второй {number}") for number in range(1, 4)]
    for one in others:
        await one.reports("CRM", known="У меня то же самое")
    second_one = night.db.read_here(lambda session: session.get_one(Incident, 4).outage_id)
    await there.lev.writes("/ackall_1")
    await there.lev.writes(f"/ackall_{second_one}")
    await a_breath(night)
    await there.lev.writes(f"/moveto_{second_one}_1_99")
    for _ in range(3):
        await a_breath(night)
    first, second = group.topics
    assert (second.name[0], second.closed, first.closed) == ("➡", True, False)
    assert "CRM" in second.name
    await there.lev.writes("/undo_1")
    for _ in range(3):
        await a_breath(night)
    assert (second.name[0], second.closed) == ("🔴", False)
    assert len(group.topics) == 2


async def test_another_group_takes_over_and_the_first_one_hears_so(night: Night) -> None:
    group, _ = await group_with_a_board(night, forum=False)
    elsewhere = night.box.add_group(-700, "Новая", [group.anna.phone.user_id])
    await night.after(lambda: group.anna.phone.hand.write("/leads_here", chat_id=elsewhere.id))
    await a_breath(night)
    assert "больше не веду" in group.posts()[-1].text
    assert group.posts()[-1].buttons == []
    assert any("Массовый сбой №1" in post.text for post in elsewhere.posts.values())
    assert [event.data["title"] for event in events(night, Event.GROUP_UNBOUND)] == ["Руководители"]
