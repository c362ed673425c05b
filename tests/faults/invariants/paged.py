"""V6 to V8: what had to reach a phone, when, and what may not any more."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.escalation.models import Escalation, Page
from bot.escalation.rules import LadderName, ladder_of
from bot.incident.models import Incident
from bot.outbox.models import Card, Outgoing, SoundMade
from bot.person.models import Person
from bot.roles import handover_taps
from bot.roles.administrator import taps as administrator
from bot.roles.everybody import taps as everybody
from bot.roles.operator.taps import Promised, PromiseInWords, PromiseLater
from bot.roles.rota import taps as rota
from bot.runbook.queries import centre_of
from bot.sandbox.calls import Call
from bot.sandbox.model import Sandbox
from bot.telegram.buttons import Tap
from bot.telegram.texts import Texts, languages
from bot.timeline.models import TimelineEvent
from bot.timeline.rules import Event
from tests.faults.evidence import ON_TIME, Evidence

SENDS = ("sendMessage", "sendPhoto")
_OF_THE_HOUSE = frozenset(
    tap.__prefix__
    for taps in (rota, handover_taps, everybody, administrator)
    for tap in vars(taps).values()
    if isinstance(tap, type) and issubclass(tap, Tap) and tap is not Tap
)
_OF_THE_CUSTOMER = frozenset(tap.__prefix__ for tap in (Promised, PromiseInWords, PromiseLater))
_OVER_WHEN_CLOSED = frozenset(
    {Event.RECHECK_ASKED, Event.LEAD_PAGED, Event.LADDER_CLIMBED, Event.ASKED_AGAIN}
)
_CARDS_OF_THE_INCIDENT = ("lead_incident", "operator_incident")


def reached(session: Session, night: Evidence) -> Iterator[str]:
    ended = {one: at for one, at in session.execute(select(Escalation.id, Escalation.ended_at))}  # noqa: C416
    for page in session.scalars(select(Page)):
        if page.delivered_at is None and page.refused_at is None and ended[page.escalation_id] is None:
            yield f"page {page.id} to person {page.person_id} was neither delivered nor refused"
    yield from _refused_and_nobody_next(session)
    same = (Page.escalation_id, Page.level, Page.round, Page.person_id)
    for *about, count in session.execute(select(*same, func.count()).group_by(*same)):
        if count > 1:
            yield f"(ladder, level, round, person) {about} was paged {count} times"
    for person in session.scalars(select(Person)):
        pages = _had_to_ring(session, person.id)
        rang = sum(1 for call in sent(night.box, person.telegram_id) if _rings(call))
        if rang < pages:
            yield f"{person.name} has {pages} delivered pages and the phone rang {rang} times"
    marked, unmarked = repeats(session, night.box)
    yield from (f"came twice and does not say so: {_words(call)!r}" for call in unmarked)
    if night.ambiguous is not None and len(marked) > night.ambiguous:
        yield f"{len(marked)} messages were repeated, {night.ambiguous} could have been needed"


def _had_to_ring(session: Session, person_id: int) -> int:
    """What came when somebody else had it already, or when it was over, came silently."""
    delivered = (
        select(func.count(Page.id))
        .join(Escalation, Escalation.id == Page.escalation_id)
        .where(Page.person_id == person_id, Page.delivered_at.is_not(None))
    )
    in_time = Escalation.ended_at.is_(None) | (Page.delivered_at < Escalation.ended_at)
    return session.scalars(delivered.where(in_time)).one()


def _refused_and_nobody_next(session: Session) -> Iterator[str]:
    """Where nobody of a level could be reached, the ladder has gone on, or it is over."""
    for climb in session.scalars(select(Escalation).where(Escalation.ended_at.is_(None))):
        here = (Page.escalation_id == climb.id, Page.level == climb.level, Page.round == climb.round)
        pages = session.scalars(select(Page).where(*here)).all()
        top = len(ladder_of(centre_of(session, climb.centre), LadderName(climb.ladder)).levels)
        if pages and climb.level < top and all(page.refused_at for page in pages):
            yield f"nobody of level {climb.level} of ladder {climb.id} can be reached: nobody else is rung"


def on_time(session: Session, night: Evidence) -> Iterator[str]:
    for event in session.scalars(select(TimelineEvent).where(TimelineEvent.why.like("timer %"))):
        due = datetime.fromisoformat(event.why.rsplit(" ", 1)[1])
        if event.at < due:
            yield f"{event.kind} of {event.why} came {due - event.at} too early"
        elif event.at > night.excused_until(due):
            yield f"{event.kind} of {event.why} came {event.at - due} too late"
    yield from _paged_when_over(session)


def _paged_when_over(session: Session) -> Iterator[str]:
    """By the clock and by the history. A tap that waited its turn ends a ladder at an earlier moment."""
    written = last_written(session)
    late = select(Page, Escalation.ended_at).join(Escalation, Escalation.id == Page.escalation_id)
    for page, ended in session.execute(late.where(Page.paged_at > Escalation.ended_at)):
        if not (page.paged_at in written and written[page.paged_at] < written.get(ended or page.paged_at, 0)):
            yield f"page {page.id} was made when its ladder was over"


def last_written(session: Session) -> dict[datetime, int]:
    """The last event of each moment that the history knows: events count in the order of their commits."""
    moments = select(TimelineEvent.at, func.max(TimelineEvent.id)).group_by(TimelineEvent.at)
    return {at: number for at, number in session.execute(moments)}  # noqa: C416


def quiet_after_closing(session: Session, night: Evidence) -> Iterator[str]:
    """Per incident by its history and by what rang; and what left our hands after the very last closing.

    The history has an order of its own: a closing has the moment of its tap, which may have waited its turn.
    """
    incidents = {incident.id: incident for incident in session.scalars(select(Incident))}
    of_all = select(Escalation.incident_id).where(Escalation.ladder == LadderName.OUTAGE)
    began_for_all = set(session.scalars(of_all))
    closings = _closings(session, [one.id for one in incidents.values() if one.closed_at is not None])
    for event in session.scalars(select(TimelineEvent).where(TimelineEvent.kind.in_(_OVER_WHEN_CLOSED))):
        if event.data.get("ladder") == LadderName.SYSADMIN or event.incident_id in began_for_all:
            continue  # others may wait for the same ticket, or in the same outage
        closing = closings.get(event.incident_id or 0)
        if closing is not None and event.id > closing.event.id and event.why != closing.event.why:
            yield f"after closing the history of incident {event.incident_id} says {event.kind}"
    for sound in session.scalars(select(SoundMade).where(SoundMade.card.in_(_CARDS_OF_THE_INCIDENT))):
        closed = closings[sound.subject_id].at if sound.subject_id in closings else None
        if closed and sound.at > closed and night.lasted(closed, sound.at) > ON_TIME + night.slowness:
            yield f"after closing incident {sound.subject_id} rang ({sound.why})"
    if closings and len(closings) == len(incidents):
        yield from _still_to_tap(night, max(closing.at for closing in closings.values()))


class _Closing(NamedTuple):
    """The event, and a moment that had come when it was written."""

    event: TimelineEvent
    at: datetime


def _closings(session: Session, closed: Sequence[int]) -> dict[int, _Closing]:
    """The last one of each of these incidents."""
    found, latest = dict[int, _Closing](), datetime.min.replace(tzinfo=UTC)
    for event in session.scalars(select(TimelineEvent).order_by(TimelineEvent.id)):
        latest = max(latest, event.at)
        if event.kind == Event.CLOSED and event.incident_id is not None and event.incident_id in closed:
            found[event.incident_id] = _Closing(event, latest)
    return found


def _still_to_tap(night: Evidence, closed: datetime) -> Iterator[str]:
    """What came later has nothing to tap, or was corrected at once."""
    for call in night.box.accepted(*SENDS, "editMessageText", "editMessageCaption"):
        if call.at > closed and "inline_keyboard" in str(call.params.get("reply_markup")):
            post = night.box.chats[int(call.params["chat_id"])].posts[call.result["message_id"]]
            if not all(_outlives(str(button["callback_data"])) for row in post.buttons for button in row):
                yield f"after closing {post!r} came and can still be tapped"


def _outlives(data: str) -> bool:
    """The rota and the like; and what was promised to a customer, because they keep the customer."""
    return data.partition(":")[0] in _OF_THE_CUSTOMER | _OF_THE_HOUSE


def repeats(session: Session, box: Sandbox) -> tuple[list[Call], list[Call]]:
    """Messages that were sent once more and say so, and sounds of which the same came twice and do not.

    What comes silently twice may be a menu that somebody asked for twice.
    """
    marks = tuple({Texts(language, ZoneInfo("UTC"))("sender-repeat") for language in languages()})
    marked = [call for call in sent(box) if _words(call).startswith(marks)]
    known = set(session.scalars(select(Outgoing.message_id))) | set(session.scalars(select(Card.message_id)))
    loud = [call for call in sent(box) if _rings(call) and call not in marked]
    looks = Counter(_look(call) for call in loud)
    same = [call for call in loud if looks[_look(call)] > 1 and call.result["message_id"] not in known]
    return marked, same


def _look(call: Call) -> str:
    about = ("chat_id", "text", "caption", "reply_markup")
    return json.dumps([str(call.params.get(key)) for key in about])


def sent(box: Sandbox, telegram_id: int | None = None) -> list[Call]:
    calls = box.accepted(*SENDS)
    return [call for call in calls if telegram_id in (None, int(call.params["chat_id"]))]


def _rings(call: Call) -> bool:
    return str(call.params.get("disable_notification", "false")).lower() != "true"


def _words(call: Call) -> str:
    return str(call.params.get("text") or call.params.get("caption") or "")
