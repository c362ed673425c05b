"""A believable night in the contract's own shapes, for developing and testing the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

OPERATOR, COLLEAGUE, LEAD, SECOND_LEAD, SYSADMIN, ADMINISTRATOR = 101, 102, 201, 202, 301, 401
KEYBOARD = [[{"text": "🛑 Не работает ПО"}, {"text": "📍 Где я сейчас"}]]
COMMANDS = [
    {"command": "start", "description": "Где я сейчас"},
    {"command": "status", "description": "Моё обращение"},
    {"command": "cancel", "description": "Отменить вопрос"},
    {"command": "help", "description": "Что умеет бот"},
]
PEOPLE: list[tuple[int, str, str, str, bool]] = [
    (OPERATOR, "Анна Петрова", "operator, calls", "ru", True),
    (COLLEAGUE, "Олег Шевчук", "operator, chats", "uk", True),
    (LEAD, "Ирина Соколова", "duty lead", "ru", True),
    (SECOND_LEAD, "Daniel Novak", "second lead", "en", True),
    (SYSADMIN, "Тимур Ахметов", "duty sysadmin", "ru", True),
    (ADMINISTRATOR, "Вера Лис", "administrator", "ru", False),
]

Row = list[dict[str, Any]]
Scene = dict[str, Any]


def button(text: str, style: str | None = None, **more: Any) -> dict[str, Any]:
    """One inline button; its data is derived from its words unless given."""
    return {"text": text, "data": f"tap:{text[:20]}", "style": style, "url": None, **more}


def bold(text: str, words: str) -> dict[str, Any]:
    """A bold entity over the first occurrence of the words, in UTF-16 units."""
    before = text[: text.index(words)]
    return {"type": "bold", "offset": units(before), "length": units(words)}


def marked(kind: str, text: str, words: str, **more: Any) -> dict[str, Any]:
    """Any entity over the first occurrence of the words."""
    return {**bold(text, words), "type": kind, **more}


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def scenes() -> Iterator[Scene]:
    """The night, scene by scene: who says what to whom, and the rows the database gets."""
    yield {"caption": "03:12. Anna's telephony stopped while a customer was on the line."}
    yield {"say": OPERATOR, "mine": True, "text": "🛑 Не работает ПО"}
    yield from _report()
    yield from _lead()
    yield from _ticket()
    yield from _waiting()
    yield {"caption": "Everything that happened is in the history on the right."}


def _report() -> Iterator[Scene]:
    text = "Что не работает?"
    keys: list[Row] = [
        [button("Телефония", "primary"), button("Чаты"), button("CRM")],
        [button("База знаний"), button("Всё сразу")],
    ]
    yield {"say": OPERATOR, "name": "ask", "text": text, "entities": [bold(text, text)], "buttons": keys}
    yield {"row": "incident_opened", "by": OPERATOR, "why": "tap 12", "data": {"software": "telephony"}}
    card = (
        "Обращение №17 · Телефония\nШаг 1 из 4\nПопробуйте сами:\n1. Перезагрузите устройство.\n"
        "2. Переподключитесь к интернету.\n3. Войдите в программу снова.\n\n"
        "Жду вас до 03:24. Если Telegram пропадёт: дежурный +7 900 000-00-00"
    )
    yield {
        "edit": "ask",
        "name": "card",
        "text": card,
        "entities": [bold(card, "Обращение №17 · Телефония"), marked("italic", card, "Шаг 1 из 4")],
        "buttons": [[button("✅ Заработало", "success")], [button("Не помогло"), button("Ещё 5 минут")]],
    }
    yield {
        "row": "step_entered",
        "by": None,
        "why": "runbook office_software",
        "data": {"step": "try_yourself"},
    }
    yield {"answer": OPERATOR, "text": "Жду вас до 03:24"}


def _lead() -> Iterator[Scene]:
    yield {"caption": "03:14. The reboot did not help: the duty lead is paged, with sound."}
    page = (
        "🔴 Обращение №17 · Телефония\nОператор: Анна Петрова · с 03:12 · перезагрузка не помогла\n"
        "📞 Клиент на линии, обращение 48213\nОтветьте до 03:20, иначе вызову второго руководителя."
    )
    yield {"row": "lead_paged", "by": None, "why": "step notify_lead", "data": {"level": 1, "until": "03:20"}}
    yield {
        "say": LEAD,
        "name": "page",
        "text": page,
        "entities": [bold(page, "Обращение №17 · Телефония"), marked("code", page, "48213")],
        "buttons": [[button("Принять", "primary")]],
        "sound": True,
    }
    taken = (
        "Обращение №17 · приняли вы, 03:16\nОператор: Анна Петрова\n☑ Статус выставлен 03:16\n"
        "☑ Снят с линии 03:17\nОператор пишет заявку (шаг 3 из 4)"
    )
    yield {
        "edit": "page",
        "text": taken,
        "entities": [bold(taken, "Обращение №17 · приняли вы, 03:16")],
        "buttons": [
            [button("☐ Клиент передан…", "primary")],
            [button("Написать оператору"), button("Отложить")],
            [button("Передать руководителю")],
        ],
    }
    yield {"row": "page_acknowledged", "by": LEAD, "why": "tap 15", "data": {"after_seconds": 124}}
    yield {"row": "duty_ticked", "by": LEAD, "why": "tap 16", "data": {"duty": "status"}}
    board = "Смена · 03:17\nНе на линии: 1 · пробуют сами: 0\n🔴 Телефония с 03:12: 1 оператор"
    yield {"say": SECOND_LEAD, "text": board, "entities": [bold(board, "Смена · 03:17")], "buttons": []}


def _ticket() -> Iterator[Scene]:
    yield {"caption": "03:18. Three screenshots and one sentence become the ticket."}
    ask = "Пришлите скриншот ошибки и одну фразу: что вы делали и что увидели. Можно по отдельности."
    yield {"say": OPERATOR, "text": ask, "buttons": [[button("Без скриншота")]]}
    for at, sample in enumerate(("error_503", "frozen_softphone", "monitor_photo")):
        words = "Не пускает в софтфон, ошибка 503" if not at else ""
        yield {"say": OPERATOR, "mine": True, "photo": sample, "album": "a1", "text": words}
    head = "🔴 Заявка №9 · Телефония\nНе работают: 1 оператор (звонки) · с 03:12"
    ticket = f"{head}\nНе пускает в софтфон, ошибка 503"
    yield {"typing": SYSADMIN}
    yield {
        "say": SYSADMIN,
        "name": "ticket",
        "photo": "error_503",
        "text": ticket,
        "entities": [
            bold(ticket, "Заявка №9 · Телефония"),
            marked("blockquote", ticket, "Не пускает в софтфон, ошибка 503"),
        ],
        "buttons": [[button("Принять", "primary")]],
        "sound": True,
        "protected": True,
    }
    yield {"row": "ticket_filed", "by": OPERATOR, "why": "message 21", "data": {"ticket": 9, "pictures": 3}}
    yield {
        "edit": "ticket",
        "text": ticket,
        "entities": [
            bold(ticket, "Заявка №9 · Телефония"),
            marked("blockquote", ticket, "Не пускает в софтфон, ошибка 503"),
        ],
        "buttons": [
            [button("Исправлено", "success")],
            [button("15 мин"), button("30 мин"), button("1 час"), button("Срок…")],
            [button("Нужны подробности"), button("Не могу исправить", "danger")],
        ],
    }
    yield {"row": "ticket_acknowledged", "by": SYSADMIN, "why": "tap 24", "data": {"estimate": "03:50"}}


def _waiting() -> Iterator[Scene]:
    yield {"caption": "03:25. While it is repaired, Anna moves to the chats; the lead hears it."}
    card = (
        "Обращение №17 · Телефония\nШаг 4 из 4\nЗаявка №9 у сисадмина, прогноз 03:50.\n"
        "→ Переходите в чаты. Ирина знает.\nСледующая проверка телефонии в 03:35. Вопросы: /help"
    )
    yield {
        "say": OPERATOR,
        "text": card,
        "entities": [
            bold(card, "Обращение №17 · Телефония"),
            marked("italic", card, "Шаг 4 из 4"),
            marked("bot_command", card, "/help"),
        ],
        "buttons": [
            [button("✅ Телефония работает", "success")],
            [button("Ещё нет"), button("Спросить позже")],
        ],
    }
    yield {
        "row": "work_status_changed",
        "by": OPERATOR,
        "why": "tap 27",
        "data": {"to": "in_another_channel"},
    }
    yield {
        "row": "escalation_unreachable",
        "by": None,
        "why": "delivery refused",
        "data": {"person": "Вера Лис"},
    }
    yield {"row": "ticket_resolved", "by": SYSADMIN, "why": "tap 31", "data": {"at": "03:47"}}
    fixed = "🟢 Сисадмин: исправлено (03:47). Проверьте у себя."
    keys: list[Row] = [[button("✅ Всё работает", "success")], [button("Нет, не работает", "danger")]]
    yield {"say": OPERATOR, "name": "fixed", "text": fixed, "buttons": keys, "sound": True}
    note = "Колега Анна працює в чатах. Черга: 4, це трохи більше, ніж зазвичай."
    yield {"say": COLLEAGUE, "text": note, "buttons": [[button("Зайнято: Анна", None, disabled=True)]]}
