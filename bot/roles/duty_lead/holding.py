"""The card of the lead who has the incident."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.incident.models import Incident
from bot.incident.queries import duties, duties_left, words
from bot.incident.rules import Duty
from bot.incident.telling import book
from bot.person.models import Person
from bot.question.models import Question
from bot.question.queries import open_question
from bot.roles.customers import colleagues, customer_now, is_being_asked, must_be_named, shown_apart
from bot.roles.duty_lead import taps
from bot.roles.duty_lead.lines import (
    asked,
    channels_tried,
    customer_line,
    description,
    news_ended_line,
    nothing_works,
    outage_line,
    silent_line,
    unticked_line,
)
from bot.roles.lines import Line, fitting, handed_over, lines, name_of, subject, ticked, ticket_line, zone_of
from bot.roles.statuses import doing
from bot.roles.words import written
from bot.runbook.rules import step_of
from bot.telegram.drawing import Button, Drawing, said
from bot.telegram.texts import Texts
from bot.ticket.queries import ticket_of

Row = tuple[Button, ...]

MOST_BUTTONS = 5
_PROMPTS = {"redirect_to": "lead-prompt-redirect", "write_to_operator": "lead-prompt-write"}


def holding(session: Session, incident: Incident, reader: Person, texts: Texts) -> Drawing:
    """What they still have to do, and how the operator fares meanwhile."""
    question = open_question(session, reader.id)
    if question is not None and (question.subject_id != incident.id or question.kind not in _PROMPTS):
        question = None
    about = subject(session, incident, texts)
    redirected = Duty.REDIRECTED in duties(session, incident.id)
    needed = [
        None if redirected else customer_line(incident, texts),
        *([] if redirected else customer_now(session, incident, texts)),
        Bold(texts("lead-heading", number=incident.id, subject=about)),
        outage_line(session, incident, texts),
        asked(session, incident, texts),
        silent_line(session, incident, texts),
        news_ended_line(session, incident, texts),
        unticked_line(session, incident, texts) if incident.lead_id == reader.id else None,
        _operator_line(session, incident, texts),
        _mine(session, incident, reader, texts),
        handed_over(session, incident.lead_id, incident.next_lead_id, texts),
        *(customer_now(session, incident, texts) if redirected else []),
        *_ticket(session, incident, reader, texts),
    ]
    optional = [
        _last_words(session, incident, texts),
        channels_tried(session, incident, texts),
        description(session, incident),
    ]
    prompt = texts(_PROMPTS[question.kind]) if question else None
    text = fitting(needed, optional, prompt)
    if question is not None and question.kind == "redirect_to":
        return Drawing(text, _colleagues(session, incident, question, texts))
    return Drawing(text, _buttons(session, incident, texts))


def _operator_line(session: Session, incident: Incident, texts: Texts) -> str:
    shown = [f"{name_of(session, incident.operator_id)}: {doing(session, incident, texts)}"]
    runbook = book(session, incident)
    if runbook.stages > 1:
        stage = step_of(runbook, incident.step).stage
        shown.append(texts("lead-step", stage=stage, stages=runbook.stages))
    at = texts.at(incident.opened_at, zone_of(session, incident.operator_id))
    return " · ".join([*shown, texts("lead-since", at=at)])


def _mine(session: Session, incident: Incident, reader: Person, texts: Texts) -> str:
    at = texts.at(incident.lead_at or incident.opened_at)
    if incident.lead_id == reader.id:
        mine = texts("lead-mine", at=at)
    else:
        mine = texts("lead-taken", name=name_of(session, incident.lead_id), at=at)
    done = ticked(session, incident, texts, timed=True, but=shown_apart(session, incident))
    return f"{mine}: {done}" if done else mine


def _ticket(session: Session, incident: Incident, reader: Person, texts: Texts) -> list[Line | None]:
    ticket = ticket_of(session, incident.outage_id)
    why = ticket.cannot_resolve_why if ticket else None
    line = ticket_line(session, ticket, texts, yours=incident.lead_id == reader.id)
    return [line, said(why, lines=2, most=200) if why else None]


def _last_words(session: Session, incident: Incident, texts: Texts) -> Text | None:
    theirs = [word for word in words(session, incident.id, most=10) if word.by_id == incident.operator_id]
    if not theirs:
        return None
    word = theirs[-1]
    writes = texts("lead-operator-writes", name=name_of(session, word.by_id), at=texts.at(word.at))
    return lines(writes, written(word, texts, lines=3, most=300))


def _buttons(session: Session, incident: Incident, texts: Texts) -> tuple[Row, ...]:
    """Whoever waits for an answer first; then the duties, the customer's before the others.

    That a customer who is not there was redirected can be ticked too, after all else.
    """
    own = _answers(session, incident, texts) if incident.lead_asked_at is not None else []
    own += _duties(session, incident, texts)
    own.append(Button(texts("lead-more"), taps.MoreWays(incident=incident.id).pack()))
    if incident.lead_asked_at is None:
        write = Button(texts("lead-write"), taps.WriteOperator(incident=incident.id).pack())
        own.insert(len(duties_left(session, incident)), write)
    first, rest = own[0], own[1:MOST_BUTTONS]
    if rest:
        first = Button(first.label, first.data, "primary")
    return ((first,), *(tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)))


def _answers(session: Session, incident: Incident, texts: Texts) -> list[Button]:
    wait = Button(texts("lead-answer-wait"), taps.TellOperator(incident=incident.id, answer="wait").pack())
    study = Button(texts("lead-answer-study"), taps.TellOperator(incident=incident.id, answer="study").pack())
    write = Button(texts("lead-answer-write"), taps.WriteOperator(incident=incident.id).pack())
    return [study, wait, write] if nothing_works(session, incident) else [write, wait]


def _duties(session: Session, incident: Incident, texts: Texts) -> list[Button]:
    """Those that are not carried out yet."""
    this = {"incident": incident.id}
    buttons = {
        Duty.STATUS_SET: Button(texts("lead-status-set"), taps.StatusSet(**this).pack()),
        Duty.OFF_THE_LINE: Button(texts("lead-off-the-line"), taps.OffTheLine(**this).pack()),
        Duty.REDIRECTED: Button(texts("lead-redirected"), taps.Redirected(**this).pack()),
    }
    order: Sequence[Duty] = tuple(Duty)
    if must_be_named(session, incident):
        redirected = taps.Redirected(**this).pack()
        buttons[Duty.REDIRECTED] = Button(texts("lead-name-another"), redirected)
    if incident.customer is not None and not is_being_asked(session, incident):
        order = (Duty.REDIRECTED, Duty.STATUS_SET, Duty.OFF_THE_LINE)
    there = duties(session, incident.id)
    return [buttons[duty] for duty in order if duty not in there]


def _colleagues(session: Session, incident: Incident, question: Question, texts: Texts) -> tuple[Row, ...]:
    """Whom to name, or nobody."""
    nobody = Button(texts("lead-nobody"), taps.NobodyToRedirect(incident=incident.id).pack())
    choices = colleagues(
        session,
        incident,
        question,
        lambda colleague: taps.RedirectTo(incident=incident.id, colleague=colleague).pack(),
    )
    return (*choices, (nobody,))
