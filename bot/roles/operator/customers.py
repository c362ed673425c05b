"""What an operator taps and writes about a customer: their own, or a colleague's whom they are to take."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.incident import redirect_actions
from bot.redirect.rules import Promise
from bot.roles.acting import act, answer
from bot.roles.operator import taps
from bot.telegram.visit import Visit

_LONGEST_NAME = 60


async def wants_to_name(visit: Visit, tap: taps.NameColleague) -> None:
    await act(visit, redirect_actions.ask_for_colleague, tap.incident)


async def given(visit: Visit, tap: taps.GiveCustomer) -> None:
    await act(visit, redirect_actions.give_customer, tap.incident, tap.colleague)


async def kept(visit: Visit, tap: taps.KeepCustomer) -> None:
    await act(visit, redirect_actions.keep_customer, tap.incident)


async def claimed(visit: Visit, tap: taps.Claim) -> None:
    await act(visit, redirect_actions.claim_customer, tap.redirect)


async def declined(visit: Visit, tap: taps.Decline) -> None:
    await act(visit, redirect_actions.decline_customer, tap.redirect)


async def promised(visit: Visit, tap: taps.Promised) -> None:
    await act(visit, redirect_actions.note_promise, tap.redirect, Promise(tap.promise))


async def words_wanted(visit: Visit, tap: taps.PromiseInWords) -> None:
    await act(visit, redirect_actions.ask_for_promise, tap.redirect)


async def left_for_later(visit: Visit, tap: taps.PromiseLater) -> None:
    await act(visit, redirect_actions.leave_promise, tap.redirect)


async def promised_in_words(visit: Visit) -> None:
    """The words that "what was promised?" asked for."""
    redirect = visit.question.subject_id if visit.question else None
    if not visit.text.strip() or redirect is None:
        await visit.toast(visit.texts("customer-promise-in-words"))
        return
    await answer(visit, redirect_actions.note_promise, redirect, Promise.WORDS, words=visit.text)


def named_in_words(sent: Callable[[Visit], Awaitable[None]]) -> Callable[[Visit], Awaitable[None]]:
    """The name of whoever has the customer now; a picture in its place goes where pictures go."""

    async def named(visit: Visit) -> None:
        incident = visit.question.subject_id if visit.question else None
        name = " ".join(visit.text.split())[:_LONGEST_NAME]
        if not name or incident is None or visit.message is None or visit.message.text is None:
            await sent(visit)
            return
        await answer(visit, redirect_actions.gave_customer, incident, name)

    return named
