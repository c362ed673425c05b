"""The operator's card: what is wrong, what to do now, who has it since when, what comes next and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy.orm import Session

from bot.escalation.queries import climbing_since
from bot.escalation.rules import LadderName
from bot.incident.beside_queries import Beside, beside
from bot.incident.models import Incident
from bot.incident.queries import duties, words
from bot.incident.rules import CANCELLED, Duty
from bot.incident.telling import book
from bot.person.models import Person
from bot.question.models import Question
from bot.question.queries import open_question
from bot.roles.customers import colleagues, customer_now, is_being_asked, shown_apart
from bot.roles.lines import Line, lines, name_of, subject, ticked, ticket_line
from bot.roles.operator import taps
from bot.roles.operator.channels import answers, try_next
from bot.roles.operator.known import me_or_everyone, same_as_mine
from bot.roles.operator.returning import is_returning, not_you_alone, turn_comes, volunteering
from bot.roles.operator.values import placeholders
from bot.roles.words import inquired, written
from bot.runbook.rules import About, Ask, Closing, Event, Step, fill, step_of
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts, texts_for
from bot.ticket.queries import report, ticket_of, unanswered
from bot.ticket.rules import PartKind, TicketStatus, missing

Row = tuple[Button, ...]
_MOST_BUTTONS = 5


def operator_incident(
    session: Session, subject_id: int, reader: Person, _: Mapping[str, Any]
) -> Drawing | None:
    """The live card of one incident, for the operator whose incident it is."""
    incident = session.get_one(Incident, subject_id)
    if incident.operator_id != reader.id:
        return None
    texts = texts_for(reader)
    heading = _heading(session, incident, texts)
    if incident.closed_at is not None:
        return Drawing(lines(heading, _ending(session, incident, texts)))
    there = beside(session, incident.id, reader.id)
    question = open_question(session, reader.id) if there.question else None
    asked = question.kind if question and question.subject_id == incident.id else None
    if asked == "customer_reference":
        skip = Button(texts("operator-skip"), taps.SkipReference(incident=incident.id).pack())
        return Drawing(lines(heading, texts(f"operator-customer-{incident.customer}")), ((skip,),))
    if incident.recheck_asked_at is not None:
        stands = _who_has_it(session, incident, texts)
        said = _said(session, incident, there, texts)
        asks = lines(heading, *said, _no_news(incident, texts), *_recheck(session, incident, texts), *stands)
        return Drawing(asks, _recheck_buttons(incident, texts))
    step = step_of(book(session, incident), incident.step)
    if incident.volunteer_asked_at is not None:
        return volunteering(session, incident, heading, texts)
    text = lines(
        heading,
        turn_comes(session, incident, texts),
        not_you_alone(session, incident, step, texts),
        me_or_everyone(session, incident, texts),
        *same_as_mine(session, incident, reader, texts),
        _no_news(incident, texts),
        *_said(session, incident, there, texts),
        *_what_to_do(session, incident, step, texts),
        *_who_has_it(session, incident, texts),
        *(customer_now(session, incident, texts) if there.redirect else ()),
        texts("operator-write-to-lead-now") if asked == "write_to_lead" else None,
        texts("lead-prompt-redirect") if asked == "name_colleague" else None,
    )
    if question is not None and asked == "name_colleague":
        return Drawing(text, _colleagues(session, incident, question, texts))
    return Drawing(text, _buttons(session, incident, step, texts))


def _heading(session: Session, incident: Incident, texts: Texts) -> Text:
    title = texts("operator-heading", number=incident.id, subject=subject(session, incident, texts))
    runbook = book(session, incident)
    if incident.closed_at is not None or runbook.stages < 2:
        return Text(Bold(title))
    stage = step_of(runbook, incident.step).stage
    return Text(Bold(title), "\n", texts("operator-stage", stage=stage, stages=runbook.stages))


def _no_news(incident: Incident, texts: Texts) -> str | None:
    """The card came anew though nothing has changed: so that nobody wonders whether they are forgotten."""
    return texts("operator-no-news", at=texts.at(incident.news_at)) if incident.news_at else None


def _ending(session: Session, incident: Incident, texts: Texts) -> Line:
    if incident.closed_as in (CANCELLED, Closing.SHIFT_OVER):
        return texts(f"operator-closed-{incident.closed_as.replace('_', '-')}")
    return _say(session, incident, step_of(book(session, incident), incident.step), texts) or ""


def _say(session: Session, incident: Incident, step: Step, texts: Texts) -> str | None:
    if step.say is None:
        return None
    return fill(step.say.to(texts.language), placeholders(session, incident, texts))


def _what_to_do(session: Session, incident: Incident, step: Step, texts: Texts) -> list[Line | None]:
    """The step's words and what it still asks for; of a report that is half there, the missing half only."""
    says, asks = _say(session, incident, step, texts), _asking(session, incident, step, texts)
    if step.ask is Ask.CHANNELS and asks and is_returning(session, incident):
        return [asks]
    if step.ask is Ask.REPORT and asks and book(session, incident).about is About.SOFTWARE:
        return [asks]
    return [says, asks]


def _who_has_it(session: Session, incident: Incident, texts: Texts) -> list[Line | None]:
    """Who does what meanwhile. That it is resolved is what the step itself says."""
    ticket = ticket_of(session, incident.outage_id)
    resolved = ticket is not None and ticket.status == TicketStatus.RESOLVED
    return [_lead(session, incident, texts), None if resolved else ticket_line(session, ticket, texts)]


def _lead(session: Session, incident: Incident, texts: Texts) -> str | None:
    if incident.lead_id is not None and incident.lead_at is not None:
        name, at = name_of(session, incident.lead_id), texts.at(incident.lead_at)
        has_it = texts("operator-lead-has-it", name=name, at=at)
        done = ticked(session, incident, texts, but=shown_apart(session, incident))
        return f"{has_it}: {done}" if done else has_it
    since = climbing_since(session, (LadderName.LEAD, incident.id), (LadderName.OUTAGE, incident.outage_id))
    return texts("operator-lead-called", at=texts.at(since)) if since else None


def _said(session: Session, incident: Incident, there: Beside, texts: Texts) -> list[Line]:
    """What they are asked, and what the lead wrote last."""
    asked = _inquiry(session, incident, texts) if there.inquiry else []
    return [*asked, *(_last_words(session, incident, texts) if there.word else [])]


def _last_words(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    """What the lead wrote last, unless the operator has written since, or it is said to be fixed since."""
    newest = words(session, incident.id, most=1)
    if not newest or newest[0].by_id == incident.operator_id:
        return []
    ticket = ticket_of(session, incident.outage_id)
    if ticket is not None and ticket.resolved_at is not None and newest[0].at < ticket.resolved_at:
        return []
    word = newest[0]
    by = texts("operator-lead-writes", name=name_of(session, word.by_id), at=texts.at(word.at))
    return [by, written(word, texts)]


def _inquiry(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    inquiry = unanswered(session, incident.id)
    if inquiry is None:
        return []
    asks = texts("operator-sysadmin-asks", at=texts.at(inquiry.asked_at))
    return [asks, inquired(inquiry, texts), texts("operator-answer-here")]


def _asking(session: Session, incident: Incident, step: Step, texts: Texts) -> str | None:
    """What is still wanted at a step that asks for more than a button."""
    if step.ask is Ask.REPORT:
        lacks = missing(part.kind for part in report(session, [incident.id]))
        if PartKind.PICTURE not in lacks:
            return texts("operator-picture-there")
        return texts("operator-words-there") if PartKind.DESCRIPTION not in lacks else None
    return try_next(session, incident, texts) if step.ask is Ask.CHANNELS else None


def _recheck(session: Session, incident: Incident, texts: Texts) -> list[Line]:
    runbook = book(session, incident)
    if runbook.recheck is not None:
        return [runbook.recheck.question.to(texts.language)]
    return [texts("operator-recheck", subject=subject(session, incident, texts))]


def _recheck_buttons(incident: Incident, texts: Texts) -> tuple[Row, ...]:
    works = Button(texts("operator-works"), taps.Works(incident=incident.id).pack(), "success")
    not_yet = Button(texts("operator-not-yet"), taps.NotYet(incident=incident.id).pack())
    later = Button(texts("operator-later"), taps.Later(incident=incident.id).pack())
    return ((works,), (not_yet, later))


def _buttons(session: Session, incident: Incident, step: Step, texts: Texts) -> tuple[Row, ...]:
    """The next action first and alone; second thoughts below, two in a row."""
    own = _step_buttons(session, incident, step, texts)
    runbook = book(session, incident)
    closes = {step_of(runbook, answer.leads).closes for answer in step.answers.values() if answer.leads}
    if Event.WORKS in runbook.when and not closes & {Closing.SELF_HELP, Closing.RETURNED}:
        again = Button(texts("operator-works-again"), taps.Works(incident=incident.id).pack(), "success")
        own.insert(len(own) if own and own[0].style else 0, again)
    if incident.lead_id is not None:
        own.append(Button(texts("operator-write-to-lead"), taps.WriteLead(incident=incident.id).pack()))
    own.append(Button(texts("operator-cancel"), taps.Cancel(incident=incident.id, sure=0).pack()))
    if len(own) < _MOST_BUTTONS and _may_name(session, incident):
        data = taps.NameColleague(incident=incident.id).pack()
        own.insert(min(2, len(own)), Button(texts("operator-name-colleague"), data))
    first, rest = own[:1], own[1:]
    return (tuple(first), *(tuple(rest[at : at + 2]) for at in range(0, len(rest), 2)))


def _may_name(session: Session, incident: Incident) -> bool:
    """A customer is in hand, nobody has them, and nobody who could come is being waited for."""
    if incident.customer is None or Duty.REDIRECTED in duties(session, incident.id):
        return False
    return not is_being_asked(session, incident)


def _colleagues(session: Session, incident: Incident, question: Question, texts: Texts) -> tuple[Row, ...]:
    keep = Button(texts("operator-keep-customer"), taps.KeepCustomer(incident=incident.id).pack())
    choices = colleagues(
        session,
        incident,
        question,
        lambda colleague: taps.GiveCustomer(incident=incident.id, colleague=colleague).pack(),
    )
    return (*choices, (keep,))


def _step_buttons(session: Session, incident: Incident, step: Step, texts: Texts) -> list[Button]:
    this = {"incident": incident.id, "turn": incident.turn}
    if step.ask is Ask.CHANNELS and (of_channel := answers(session, incident, texts)):
        return of_channel
    if step.ask is Ask.REPORT:
        lacks = missing(part.kind for part in report(session, [incident.id]))
        wanted = PartKind.PICTURE in lacks
        data = taps.NoPicture(incident=incident.id).pack()
        return [Button(texts("operator-no-picture"), data)] if wanted else []
    if step.ask is Ask.WORDS:
        return [Button(texts("operator-skip"), taps.PassOver(**this).pack())]
    return [
        Button(
            answer.label.to(texts.language),
            taps.Answer(**this, answer=key).pack(),
            answer.style.value if answer.style else None,
        )
        for key, answer in step.answers.items()
    ]
