"""A mass outage for the stories of its board: operators, two leads, a sysadmin."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.world import Post
from tests.stories.night import Hero, Night

LONGEST_LABEL = 22


@dataclass
class Crowd:
    """Everybody in it, and those who care for them."""

    many: list[Hero]
    lev: Hero
    sonya: Hero
    semyon: Hero


async def crew(night: Night) -> Crowd:
    """Those who care for operators; nobody has reported anything."""
    lev, sonya = await night.lead("Лев"), await night.lead("Соня", level=2)
    return Crowd([], lev, sonya, await night.sysadmin("Семён"))


async def crowd(
    night: Night,
    count: int = 4,
    *,
    customers: int = 0,
    acknowledged: bool = True,
    around: Crowd | None = None,
) -> Crowd:
    """So many report the same within a minute, the first ones with a customer; Lev has it, unless not.

    `around`: who is there already.
    """
    many = [await night.operator(f"Оператор {number}") for number in range(1, count + 1)]
    all_ = around or await crew(night)
    all_.many = many
    for number, one in enumerate(many):
        await one.reports(known="У меня то же самое", customer="Звонок" if number < customers else "Нет")
        if number < customers:
            await one.taps("Пропустить")
    if acknowledged:
        await all_.lev.taps("Принять")
    await night.forward(seconds=3)
    return all_


def board(lead: Hero) -> Post:
    """The newest live board on this lead's phone."""
    shown = reversed(lead.phone.messages)
    return next(post for post in shown if "Массовый сбой №" in post.text and post.buttons)


def obeys(post: Post) -> None:
    """At most twelve lines, five buttons, and no label that a phone would cut."""
    labels = [button["text"] for row in post.buttons for button in row]
    assert len(post.text.splitlines()) <= 12, post.text
    assert len(labels) <= 5, labels
    assert [label for label in labels if len(label) > LONGEST_LABEL] == []
