"""The regulation's whole night as people live it: each goes on when they see what they waited for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.faults.cast import DARYNA, LEV, OLGA, PETRO, TIMUR, Member
from tests.faults.rig import Rig


async def reports(rig: Rig) -> None:
    rig.phones[OLGA].writes("/report")
    await rig.taps(OLGA, "Телефония")
    await rig.taps(OLGA, "Звонок")
    await rig.sees(OLGA, "какой у него номер")
    rig.phones[OLGA].writes("K-48213")
    await rig.sees(OLGA, "Попробуйте сами")


async def reboot_does_not_help(rig: Rig) -> None:
    await rig.taps(OLGA, "Не помогло")
    await rig.sees(OLGA, "Пришлите скриншот")
    await rig.sees(LEV, "Ответьте до")


async def lead_is_silent(rig: Rig) -> None:
    rig.forward(minutes=2)
    await rig.sees(LEV, "Вызов №2")
    await rig.quiet()
    rig.forward(minutes=3)
    await rig.sees(DARYNA, "Ответьте до")


async def second_lead_acknowledges(rig: Rig) -> None:
    await rig.taps(DARYNA, "Принять")
    await rig.sees(OLGA, "Руководитель Дарина принял")
    await rig.sees(LEV, "Уже занимается Дарина")


async def three_duties(rig: Rig) -> None:
    await rig.taps(DARYNA, "Статус выставлен")
    await rig.sees(OLGA, "статус ✓")
    await rig.taps(DARYNA, "Снятие с линии")
    await rig.sees(OLGA, "снятие с линии ✓")
    await rig.taps(DARYNA, "Клиент передан")
    await rig.taps(DARYNA, PETRO.name)
    await rig.sees(OLGA, "клиент передан: Петро ✓")


async def screenshot_then_words(rig: Rig) -> None:
    rig.phones[OLGA].sends_photo("error_503")
    await rig.sees(OLGA, "Скриншот получен")
    rig.phones[OLGA].writes("Софтфон не пускает: ошибка 503.")
    await rig.sees(OLGA, "Откройте: Чаты")
    await rig.sees(TIMUR, "ошибка 503")


async def sysadmin_answers(rig: Rig) -> None:
    await rig.taps(TIMUR, "Принять")
    await rig.sees(OLGA, "Заявка №1: Тимур")
    await rig.taps(TIMUR, "30 мин")
    await rig.sees(OLGA, "прогноз")
    await rig.taps(TIMUR, "Нужны подробности")
    await rig.sees(TIMUR, "Что спросить")
    rig.phones[TIMUR].writes("Ошибка до пароля или после?")
    await rig.sees(OLGA, "Ошибка до пароля или после?")
    rig.phones[OLGA].writes("Сразу, до пароля.")
    await rig.sees(TIMUR, "Сразу, до пароля.")


async def channels_one_by_one(rig: Rig) -> None:
    await rig.taps(OLGA, "Нет")
    await rig.sees(OLGA, "Откройте: Почта")
    await rig.quiet()
    await rig.taps(OLGA, "Да, работает")
    await rig.sees(OLGA, "Работайте здесь: Почта")
    await rig.sees(DARYNA, "в другом канале")


async def recheck_not_yet(rig: Rig) -> None:
    rig.forward(minutes=10)
    await rig.taps(OLGA, "Ещё нет")
    await rig.sees(OLGA, "Работайте здесь: Почта")


async def not_fixed_after_all(rig: Rig) -> None:
    await rig.taps(TIMUR, "Исправлено")
    await rig.sees(OLGA, "Проверьте у себя")
    await rig.taps(OLGA, "Нет, не работает")
    await rig.sees(OLGA, "Заявка открыта снова")
    await rig.quiet()
    rig.phones[OLGA].writes("Вошла, но входящие не звонят.")
    await rig.sees(TIMUR, "входящие не звонят")
    await rig.sees(OLGA, "Откройте: Чаты")


async def fixed_and_back(rig: Rig) -> None:
    """She taps the card that came last; a repeated one may have left its first copy with buttons."""
    await rig.taps(TIMUR, "Исправлено")
    await rig.quiet()
    await rig.taps(OLGA, "Всё работает")
    await rig.sees(OLGA, "Вы снова на линии")
    await rig.sees(DARYNA, "Снова работает")
    await rig.sees(LEV, "Снова работает")


MAIN_NIGHT: tuple[Callable[[Rig], Awaitable[None]], ...] = (
    reports,
    reboot_does_not_help,
    lead_is_silent,
    second_lead_acknowledges,
    three_duties,
    screenshot_then_words,
    sysadmin_answers,
    channels_one_by_one,
    recheck_not_yet,
    not_fixed_after_all,
    fixed_and_back,
)


async def play(rig: Rig, at: Callable[[str], None] = lambda _: None) -> None:
    """The night; between scenes everything that was promised arrives. `at` hears each scene's name."""
    for scene in MAIN_NIGHT:
        at(scene.__name__)
        await scene(rig)
        await rig.quiet()


async def one_operator(rig: Rig, member: Member, software: str, *, picture: bool) -> None:
    """A shorter way through the regulation, for many operators at once; it works again by itself."""
    phone = rig.phones[member]
    phone.writes("/report")
    await rig.taps(member, software)
    await rig.taps(member, "Звонок")
    await rig.sees(member, "какой у него номер")
    phone.writes(f"K-{member.telegram_id}")
    await rig.taps(member, "Не помогло")
    await rig.sees(member, "Пришлите скриншот")
    if picture:
        phone.sends_photo("frozen_softphone")
        await rig.sees(member, "Скриншот получен")
    else:
        await rig.taps(member, "Без скриншота")
        await rig.until(lambda: "Без скриншота" not in str(phone.buttons()), "the button should go", phone)
    phone.writes("Не открывается совсем.")
    await rig.sees(member, "Откройте:")
    await rig.taps(member, "Нет")
    await rig.taps(member, "Уже работает")
    await rig.sees(member, "Вы снова на линии")
