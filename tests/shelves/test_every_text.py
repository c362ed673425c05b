"""Every message of every state, as it was sent, in every language: Telegram takes it, people can read it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.errors import Mistake
from bot.incident.models import Incident
from bot.incident.telling import book
from bot.outbox.models import Outgoing
from bot.report.queries import names_of_all, story
from bot.roles.acting import told
from bot.runbook.library import Library
from bot.telegram.commands import ORDER
from bot.telegram.drawing import Drawing
from bot.telegram.preparing import plain_drawing
from bot.telegram.texts import SHELF, Texts
from bot.telegram.visit import LONGEST_TOAST
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from bot.wiring import DRAWERS
from tests.shelves.casts import CASTS, ORDINARY
from tests.shelves.everything import EVERYTHING
from tests.shelves.mistakes import MISTAKES
from tests.shelves.right_texts import wrongs
from tests.shelves.walking import Frame, Walk, walked
from tests.stories.night import RUNBOOKS
from tests.templates import FileTemplate

LANGUAGES = tuple(ORDINARY)
OF_NO_INCIDENT = (
    Event.PERSON_INVITED,
    Event.PERSON_JOINED,
    Event.PERSON_CHANGED,
    Event.PERSON_UNREACHABLE,
    Event.PERSON_REACHABLE,
    Event.ROTA_CHANGED,
    Event.ROTA_GAP_FOUND,
    Event.ROTA_OVERLAP_FOUND,
    Event.ROTA_OVERLAP_FOUND,
    Event.ROTA_GAPS_CLOSED,
    Event.SHIFT_MOVED,
    Event.SHIFT_COVERED,
    Event.SWAP_ASKED,
    Event.SWAP_AGREED,
    Event.SWAP_REFUSED,
    Event.SWAP_WITHDRAWN,
    Event.SWAP_EXPIRED,
    Event.SWAP_VOID,
    Event.PATTERN_MADE,
    Event.PATTERN_ENDED,
    Event.CHECKED_IN,
    Event.NOT_CHECKED_IN,
    Event.GROUP_BOUND,
    Event.GROUP_UNBOUND,
    Event.GROUP_TROUBLE,
    Event.GROUP_WELL,
    Event.GROUP_MOVED,
    Event.REFUSED,
    Event.QUARANTINED,
    Event.RESTORED,
    Event.RELEASED,
    Event.PERSON_EXPORTED,
    Event.PERSON_ERASED,
)
"""An incident's history does not tell them; the words are there for whoever will."""
UNSAID = frozenset(f"event-{kind.replace('_', '-')}" for kind in OF_NO_INCIDENT) | {
    "call-rings-until-then-everybody-again",
}
"""The last is for somebody who only looks on while the top of a ladder rings: no story has one."""


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What the stories do to the bot fills its log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys of every text that is said from here on."""
    keys: set[str] = set()
    says = Texts.__call__

    def heard(self: Texts, key: str, /, **values: Any) -> str:
        keys.add(key)
        return says(self, key, **values)

    monkeypatch.setattr(Texts, "__call__", heard)
    return keys


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", CASTS)
async def test_every_message_of_every_state_is_right(
    kind: str, language: str, reached: set[str], migrated_template: Path, tmp_path: Path
) -> None:
    cast = CASTS[kind][language]
    wrong: dict[str, Frame] = {}
    template, cards = FileTemplate(migrated_template), set[str]()
    steps: set[tuple[str, str]] = set()
    events: set[str] = set()
    for play in EVERYTHING:
        (folder := tmp_path / play.__name__).mkdir()
        walk = await walked(play, language, cast, template.copy(folder), folder)
        for frame in walk.seen:
            wrong |= {f"{play.__name__}: {what}": frame for what in wrongs(frame, language, cast)}
        cards |= walk.night.db.read_here(_cards)
        steps |= walk.night.db.read_here(_steps)
        events |= walk.night.db.read_here(_events)
        for what in _wrong_in_histories(walk) if cast.tame else ():
            wrong[f"{play.__name__}, history: {what}"] = Frame("history", "", what)
        walk.night.db.close()
    assert not wrong, "\n\n".join(f"{what}\n{frame.scene}\n{frame.text}" for what, frame in wrong.items())
    assert cards == set(DRAWERS), "every card is drawn in some story"
    assert steps >= _speaking_steps(), "every step of every runbook is entered in some story"
    assert set(Event) <= events, "everything that can happen does"
    if cast.tame:
        _said_elsewhere(language)
        assert sorted(_keys(language) - reached - UNSAID) == [], "every text is said in some story"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_is_a_sentence_that_fits_into_a_toast(language: str) -> None:
    texts = Texts(language, ZoneInfo("Europe/Kyiv"))
    for mistake in MISTAKES:
        shown = told(mistake, texts)
        text = texts(shown.key, **shown.values)
        assert len(text) <= LONGEST_TOAST, text
        frame = Frame(type(mistake).__name__, "", text, toast=True)
        assert [*wrongs(frame, language, ORDINARY[language])] == [], text


def test_no_mistake_that_people_can_make_is_left_out() -> None:
    spoken = _keys("ru")
    ours = [one for one in _below(Mistake) if one.__module__.startswith("bot.")]
    missing = [one.__name__ for one in ours if one.key in spoken and not _among_mistakes(one)]
    assert missing == []


def _said_elsewhere(language: str) -> None:
    """Menus, what the sender says of itself, and mistakes: other tests look at them."""
    texts = Texts(language, ZoneInfo("Europe/Kyiv"))
    for command in (*ORDER, "start"):
        texts(f"menu-{command}")
    for typed in ("typed-hours", "typed-minutes", "typed-before"):
        texts(typed)
    texts("intake-held-back")
    texts("outage-who-is-back-more", count=200)
    for drawing in (plain_drawing(texts, 17), plain_drawing(texts, None)):
        marked: Drawing = drawing.marked(texts("sender-repeat"))
        text, _ = marked.rendered()
        frame = Frame("sender", "", text)
        assert [*wrongs(frame, language, ORDINARY[language])] == []
    for mistake in MISTAKES:
        shown = told(mistake, texts)
        texts(shown.key, **shown.values)


def _wrong_in_histories(walk: Walk) -> list[str]:
    """Each incident as `nightshift history` tells it."""
    texts = Texts(walk.language, ZoneInfo("Europe/Kyiv"))

    def query(session: Session) -> list[str]:
        names = names_of_all(session)
        numbers = session.scalars(select(Incident.id)).all()
        return [line for number in numbers for line in story(session, number, texts, names)]

    return [
        f"{what}: {line}"
        for line in walk.night.db.read_here(query)
        for what in wrongs(Frame("", "", line.replace("  ", " ", 1), toast=True), walk.language, walk.cast)
    ]


def _cards(session: Session) -> set[str]:
    return set(session.scalars(select(Outgoing.card).distinct())) & set(DRAWERS)


def _events(session: Session) -> set[str]:
    return set(session.scalars(select(TimelineEvent.kind).distinct()))


def _steps(session: Session) -> set[tuple[str, str]]:
    entered = session.execute(
        select(Incident, TimelineEvent.data)
        .join(TimelineEvent, TimelineEvent.incident_id == Incident.id)
        .where(TimelineEvent.kind == Event.STEP_ENTERED)
    ).all()
    titles = {incident.id: book(session, incident).title.to("en") for incident, _ in entered}
    last = {(titles[incident.id], incident.step) for incident, _ in entered}
    return last | {(titles[incident.id], data["step"]) for incident, data in entered}


def _speaking_steps() -> set[tuple[str, str]]:
    books = Library(RUNBOOKS).runbooks
    return {
        (one.title.to("en"), key) for one in books.values() for key, step in one.steps.items() if step.say
    }


def _keys(language: str) -> set[str]:
    """Every text of a language that a sentence of ours asks for by its name."""
    parsed = [FluentParser().parse(file.read_text("utf-8")) for file in (SHELF / language).glob("*.ftl")]
    return {one.id.name for file in parsed for one in file.body if isinstance(one, Message)}


def _below(kind: type[Mistake]) -> Iterator[type[Mistake]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def _among_mistakes(kind: type[Mistake]) -> bool:
    return any(isinstance(one, kind) for one in MISTAKES)
