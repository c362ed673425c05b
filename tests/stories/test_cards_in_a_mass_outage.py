"""What an operator reads in a mass outage: why nothing is restarted, and nothing that is over."""

from __future__ import annotations

from tests.stories.boards import crowd
from tests.stories.night import Night

NOT_YOU = "🔴 Не работает у многих с 02:00, дело не в вас: перезагружаться не нужно."


async def test_who_joins_reads_why_nothing_is_restarted_until_they_have_checked_a_channel(
    night: Night,
) -> None:
    there = await crowd(night, 4)
    last = there.many[-1]
    last.sees(NOT_YOU)
    await last.taps("Нет")
    last.does_not_see(NOT_YOU)


async def test_who_stands_alone_does_not_read_of_many(night: Night) -> None:
    await night.lead("Лев")
    olga = await night.operator("Ольга")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo(caption="503")
    olga.sees("Откройте: Чаты")
    olga.does_not_see("дело не в вас")


async def test_while_the_turn_comes_nothing_is_said_of_repairing_or_of_the_next_check(night: Night) -> None:
    there = await crowd(night, 12)
    moved, waits = there.many[-1], there.many[-2]
    await moved.taps("Да, работает")
    moved.sees("Следующая проверка (Телефония): 02:10")
    await there.lev.writes("/writeall_1")
    await there.lev.writes("Чиним, идите в чаты.")
    waits.sees("Чиним, идите в чаты.")
    await there.semyon.taps("Принять")
    await night.forward(seconds=5)
    await there.semyon.taps("Исправлено")
    for one in (moved, waits):
        one.sees("Входим по очереди, чтобы снова не упало")
        one.does_not_see("Следующая проверка")
        one.does_not_see("Пока чинят")
        one.does_not_see("Чиним, идите в чаты.")
    waits.sees("Откройте: Чаты. Работает?")
    moved.sees("Работайте здесь: Чаты")


async def test_a_card_that_comes_again_to_who_is_silent_does_not_wait_until_a_time_that_is_over(
    night: Night,
) -> None:
    await night.lead("Лев")
    olga = await night.operator("Ольга")
    await olga.reports()
    olga.sees("Жду вас до 02:10.")
    await night.forward(minutes=20)
    olga.sees("Попробуйте сами:")
    assert not [post for post in olga.phone.messages if "Жду вас до" in post.text]
