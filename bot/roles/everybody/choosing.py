"""Language, clock, how often I ask, provider and VPN: each change is one tap and one write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Code, Text
from sqlalchemy.orm import Session

from bot.incident.operator_actions import choose_recheck_interval
from bot.incident.queries import open_incidents_of
from bot.incident.telling import facts
from bot.person.actions import change_settings
from bot.person.connection_actions import give_connection
from bot.person.models import Person
from bot.person.rules import LONGEST_CONNECTION, Connection, NotARecheckInterval, Role, checked_connection
from bot.question.actions import ask, forget
from bot.question.queries import open_question
from bot.roles.everybody import taps
from bot.roles.everybody.cards import redraw
from bot.roles.everybody.home import keyboard
from bot.roles.everybody.zones import CITIES, zone_meant, zones_like
from bot.roles.lines import Line, lines
from bot.runbook.library import Library
from bot.telegram.drawing import Button, Drawing, inline, said
from bot.telegram.texts import Texts, city, languages, texts_for
from bot.telegram.visit import Visit

QUESTION = "time_zone"


class Choosing:
    """The screens of /settings."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def menu(self, visit: Visit) -> None:
        """/settings"""
        await visit.reply(self._overview(visit, visit.person))

    async def opened(self, visit: Visit, tap: taps.Open) -> None:
        """A page of the settings. "Another city" opens a question instead."""
        texts = visit.texts
        if tap.page == "language":
            await visit.turn_into(_page(texts, "settings-which-language", _languages()))
        elif tap.page == "zone":
            await visit.turn_into(_page(texts, "settings-which-zone", _cities(texts, now=visit.now)))
        elif tap.page == "recheck":
            await visit.turn_into(_page(texts, "settings-which-recheck", self._intervals(texts)))
        elif tap.page == "city":
            await visit.write(ask, QUESTION, of=visit.person.id, now=visit.now)
            await visit.turn_into(Drawing(Text(texts("settings-write-city"))))
        elif tap.page in set(Connection):
            await visit.write(ask, tap.page, of=visit.person.id, now=visit.now)
            await visit.turn_into(_write_connection(texts, visit.person, Connection(tap.page)))
        else:
            await visit.turn_into(self._overview(visit, visit.person))

    async def language_chosen(self, visit: Visit, tap: taps.Language) -> None:
        """From here on in this language; the reply keyboard comes anew, because it is in the old one."""
        person = await visit.write(_choose, visit.person.id, language=tap.language, now=visit.now)
        await visit.turn_into(self._overview(visit, person))
        texts = texts_for(person)
        roles = [role for role in Role if role in visit.roles]
        await visit.reply(Drawing(Text(texts("settings-language-now")), keyboard=keyboard(roles, texts)))

    async def zone_chosen(self, visit: Visit, tap: taps.Zone) -> None:
        """One of the cities that the menu offers."""
        zone = CITIES.get(tap.city, tap.city)
        person = await visit.write(_choose, visit.person.id, time_zone=zone, now=visit.now)
        await visit.turn_into(self._overview(visit, person))

    async def city_written(self, visit: Visit) -> None:
        """The city in words; while it is not found the question stays open and says what is like it."""
        zone = zone_meant(visit.text)
        if zone is None:
            await visit.reply(_like(visit))
            return
        person = await visit.write(_choose, visit.person.id, time_zone=zone, now=visit.now)
        await visit.reply(self._overview(visit, person))

    async def interval_chosen(self, visit: Visit, tap: taps.Recheck) -> None:
        """How often I ask "does it work?", from now on and in what is open now."""
        offered = self._minutes()
        if tap.minutes not in offered:
            raise NotARecheckInterval(minutes=tap.minutes, shortest=min(offered), longest=max(offered))
        person = await visit.write(_choose_interval, visit.person.id, tap.minutes, now=visit.now)
        await visit.turn_into(self._overview(visit, person))

    async def connection_written(self, visit: Visit) -> None:
        """The provider or the VPN in their words; the question stays open while they do not fit."""
        kind = Connection(visit.question.kind) if visit.question else Connection.PROVIDER
        words = checked_connection(visit.text)
        person = await visit.write(_connect, visit.person.id, kind, words, now=visit.now)
        await visit.reply(self._overview(visit, person))

    async def connection_cleared(self, visit: Visit, tap: taps.Clear) -> None:
        """It is not known any more, and no longer asked for."""
        person = visit.person
        if tap.connection in set(Connection) and getattr(person, tap.connection):
            person = await visit.write(_connect, person.id, Connection(tap.connection), "", now=visit.now)
        await visit.turn_into(self._overview(visit, person))

    def _overview(self, visit: Visit, person: Person) -> Drawing:
        texts = texts_for(person)
        language = texts("language-name")
        clock = {"city": city(person.time_zone, texts.language), "at": texts.at(visit.now)}
        told: list[Line | None] = [Bold(texts("settings-title"))]
        told += [texts("settings-language", language=language), texts("settings-zone", **clock)]
        buttons = [_to("language", texts), _to("zone", texts)]
        if Role.OPERATOR in visit.roles:
            told.append(texts("settings-recheck", minutes=person.recheck_minutes or self._usual()))
            buttons.append(_to("recheck", texts))
            told += [_connected(person, kind, texts) for kind in Connection]
            buttons += [_to(kind, texts) for kind in Connection]
        return Drawing(lines(*told), tuple((button,) for button in buttons))

    def _usual(self) -> int:
        return round(self._library.centre.timings.recheck.every.total_seconds() / 60)

    def _minutes(self) -> list[int]:
        choices = self._library.centre.timings.recheck.choices
        return [round(choice.total_seconds() / 60) for choice in choices]

    def _intervals(self, texts: Texts) -> list[Button]:
        return [
            Button(texts("settings-minutes", minutes=minutes), taps.Recheck(minutes=minutes).pack())
            for minutes in self._minutes()
        ]


def _connected(person: Person, kind: Connection, texts: Texts) -> Line | None:
    words = getattr(person, kind)
    return texts(f"settings-{kind}", words=inline(words)) if words else None


def _write_connection(texts: Texts, person: Person, kind: Connection) -> Drawing:
    clear = Button(texts("settings-clear"), taps.Clear(connection=kind).pack())
    prompt = Text(texts(f"settings-write-{kind}", longest=LONGEST_CONNECTION))
    return Drawing(prompt, ((clear,),) if getattr(person, kind) else ())


def _page(texts: Texts, key: str, buttons: Sequence[Button]) -> Drawing:
    back = Button(texts("settings-back"), taps.Open(page="all").pack())
    return Drawing(Text(texts(key)), (*_in_twos(buttons), (back,)))


def _to(page: str, texts: Texts) -> Button:
    return Button(texts(f"settings-to-{page}"), taps.Open(page=page).pack())


def _languages() -> list[Button]:
    """Each in its own name: whoever took a wrong one finds the way back."""
    names = {code: Texts(code, ZoneInfo("UTC"))("language-name") for code in languages()}
    return [Button(name, taps.Language(language=code).pack()) for code, name in names.items()]


def _cities(texts: Texts, *, now: datetime) -> list[Button]:
    """With the time of day there: the quickest way to see which one is mine."""
    buttons = [
        Button(
            f"{city(zone, texts.language)} · {Texts(texts.language, ZoneInfo(zone)).at(now)}",
            taps.Zone(city=key).pack(),
        )
        for key, zone in CITIES.items()
    ]
    return [*buttons, Button(texts("settings-other-city"), taps.Open(page="city").pack())]


def _like(visit: Visit) -> Drawing:
    likely = [
        Text(Code(zone), " · ", Texts(visit.texts.language, ZoneInfo(zone)).at(visit.now))
        for zone in zones_like(visit.text)
    ]
    ask_again = visit.texts("settings-city-like" if likely else "settings-city-unknown")
    quoted = said(visit.text, most=60, lines=1) if visit.text else None
    return Drawing(lines(quoted, ask_again, *likely))


def _in_twos(buttons: Sequence[Button]) -> Iterable[tuple[Button, ...]]:
    return (tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _choose(
    session: Session,
    person_id: int,
    *,
    language: str | None = None,
    time_zone: str | None = None,
    now: datetime,
) -> Person:
    """Keep it, and let the open cards follow. The city is no longer asked for."""
    person = change_settings(
        session, person_id, language=language, time_zone=time_zone, by=person_id, now=now
    )
    question = open_question(session, person_id)
    if time_zone is not None and question is not None and question.kind == QUESTION:
        forget(session, person_id)
    redraw(session, person_id, now=now)
    return person


def _connect(session: Session, person_id: int, kind: Connection, words: str, *, now: datetime) -> Person:
    person = give_connection(session, person_id, {kind: words}, by=person_id, now=now)
    question = open_question(session, person_id)
    if question is not None and question.kind == kind:
        forget(session, person_id)
    redraw(session, person_id, now=now)
    return person


def _choose_interval(session: Session, person_id: int, minutes: int, *, now: datetime) -> Person:
    """For every incident to come, and for those open now whose centre offers this interval."""
    person = change_settings(session, person_id, recheck_minutes=minutes, by=person_id, now=now)
    for incident in open_incidents_of(session, person_id):
        choices = facts(session, incident).timings.recheck.choices
        if any(choice.total_seconds() == minutes * 60 for choice in choices):
            choose_recheck_interval(session, incident.id, minutes, by=person_id, now=now)
    return person
