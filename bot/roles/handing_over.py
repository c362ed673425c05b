"""Hand over before one's time on duty ends, sign for somebody's, look through it. The table is at the end."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.utils.formatting import Text
from sqlalchemy.orm import Session

from bot.handover import actions
from bot.handover.queries import items
from bot.handover.rules import NotAColleague, NothingToHandOver
from bot.person.models import Person
from bot.person.queries import people_with, roles_of
from bot.person.rules import Role
from bot.roles import handover_taps as taps
from bot.roles.acting import act
from bot.rota.queries import everybody
from bot.runbook.library import Library
from bot.telegram.drawing import Button, Drawing, inline
from bot.telegram.screens import Screens
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit

WHAT = {"incidents": Role.DUTY_LEAD, "tickets": Role.SYSADMIN}
_MOST = 5


class HandingOver:
    """`library`: whose ladder is climbed when nobody signs."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def wanted(self, visit: Visit) -> None:
        """To whom? Nothing is handed over before a colleague is named."""
        found = await visit.read(_choice, visit)
        if found is None:
            raise NothingToHandOver
        what, count, colleagues = found
        await visit.reply(_colleagues(what, count, colleagues, visit.texts))

    async def begun(self, visit: Visit, tap: taps.HandOverTo) -> None:
        """Asked for a role by a forged key, it is nothing that can be handed over."""
        role = WHAT.get(tap.what)
        if role is None:
            raise NotAColleague
        await act(visit, actions.begin_early, role, tap.colleague, self._library.centre)
        await visit.toast(visit.texts("handover-begun"))

    async def signed(self, visit: Visit, tap: taps.SignHandover) -> None:
        await act(visit, actions.sign, tap.handover)
        await visit.toast(visit.texts("handover-signed"))

    async def turned(self, visit: Visit, tap: taps.HandoverPage) -> None:
        await act(visit, actions.turn_page, tap.handover, tap.page)

    async def kept(self, visit: Visit, tap: taps.KeepHere) -> None:
        await act(visit, actions.withdraw, tap.handover)


def _choice(session: Session, visit: Visit) -> tuple[str, int, Sequence[Person]] | None:
    """What this person holds, and who else holds the role, those on duty first. Incidents before tickets."""
    for what, role in WHAT.items():
        held = items(session, visit.person.id, role)
        if held:
            people = [*everybody(session, role, visit.now), *people_with(session, role)]
            others = [person for person in dict.fromkeys(people) if person.id != visit.person.id]
            return what, len(held), [one for one in others if role in roles_of(session, one.id)]
    return None


def _colleagues(what: str, count: int, colleagues: Sequence[Person], texts: Texts) -> Drawing:
    if not colleagues:
        return Drawing(Text(texts("handover-nobody")))
    rows = tuple(
        (Button(inline(one.name, most=22) or "?", taps.HandOverTo(what=what, colleague=one.id).pack()),)
        for one in colleagues[:_MOST]
    )
    return Drawing(Text(texts("handover-to-whom", count=count)), rows)


def setup(library: Library) -> tuple[Screens, ...]:
    """The same table for every role that may be asked to sign."""
    handing = HandingOver(library)
    return tuple(
        Screens(
            role=role,
            taps={
                taps.SignHandover: handing.signed,
                taps.HandoverPage: handing.turned,
                taps.HandOverTo: handing.begun,
                taps.KeepHere: handing.kept,
            },
            commands={"handover": handing.wanted},
        )
        for role in (Role.DUTY_LEAD, Role.SYSADMIN, Role.ADMINISTRATOR)
    )
