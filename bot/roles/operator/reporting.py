"""What does not work, is a customer with you: the questions before an incident, carried by the buttons."""

from __future__ import annotations

from collections.abc import Iterable

from aiogram.utils.formatting import Bold, Text

from bot.incident.mass import joinable
from bot.incident.models import Incident
from bot.incident.opening import Editions, add_software, open_incident
from bot.incident.queries import open_incidents_of
from bot.incident.rules import Customer
from bot.question.actions import ask
from bot.roles.lines import lines
from bot.roles.operator import taps
from bot.roles.operator.known import known_card
from bot.runbook.library import Library
from bot.runbook.rules import About
from bot.telegram.drawing import Button, Drawing
from bot.telegram.texts import Texts
from bot.telegram.visit import Visit

_LONGEST_WORDS = 60


class Reporting:
    """The screens from "something does not work" to the first card."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def what(self, visit: Visit) -> None:
        """/report and the reply keyboard: the list of what can break."""
        self._library.look()
        await visit.reply(self._menu(visit.texts))

    async def chosen(self, visit: Visit, tap: taps.Report) -> None:
        """Software was chosen; with an incident open already, ask whether it is the same trouble."""
        if not self._offers(tap.about, tap.key):
            await visit.toast(visit.texts("report-gone"), alert=True)
            return
        mine = await visit.read(open_incidents_of, visit.person.id)
        known = (
            None
            if mine or tap.about != taps.SOFTWARE
            else await visit.read(known_card, tap.key, visit, self._library)
        )
        if mine and tap.about == taps.SOFTWARE:
            await visit.turn_into(_join_or_apart(mine, tap, visit.texts))
        elif known is not None:
            await visit.turn_into(known)
        elif tap.about == taps.OTHER:
            await visit.write(ask, "other_software", of=visit.person.id, now=visit.now)
            await visit.turn_into(Drawing(Text(visit.texts("report-other"))))
        else:
            await self._go_on(visit, tap.about, tap.key)

    async def named(self, visit: Visit) -> None:
        """The words for software that is not in the centre's file."""
        words = " ".join(visit.text.split())[:_LONGEST_WORDS]
        if not words:
            await visit.toast(visit.texts("report-other"))
            return
        await visit.write(ask, "other_customer", of=visit.person.id, now=visit.now, words=words)
        await visit.reply(_customer_question(taps.OTHER, "other", visit.texts))

    async def unnamed(self, visit: Visit) -> None:
        """Words in place of the button "is a customer with you": ask once more."""
        await visit.reply(_customer_question(taps.OTHER, "other", visit.texts))

    async def joined(self, visit: Visit, tap: taps.Join) -> None:
        """The software joins the open incident."""
        await visit.write(add_software, tap.incident, tap.key, by=visit.person.id, now=visit.now)
        await visit.turn_into(Drawing(Text(visit.texts("report-joined", number=tap.incident))))

    async def apart(self, visit: Visit, tap: taps.Apart) -> None:
        """It becomes an incident of its own."""
        await self._go_on(visit, tap.about, tap.key)

    async def me_too(self, visit: Visit, tap: taps.MeToo) -> None:
        """It joins the known outage: no reboot where that is in vain, no second ticket."""
        await visit.read(joinable, tap.outage)
        await visit.turn_into(_customer_question(taps.ME_TOO, str(tap.outage), visit.texts))

    async def different(self, visit: Visit, tap: taps.Different) -> None:
        """An own incident, beside the known outage."""
        if not self._offers(taps.DIFFERENT, tap.key):
            await visit.toast(visit.texts("report-gone"), alert=True)
            return
        await self._go_on(visit, taps.DIFFERENT, tap.key)

    async def opened(self, visit: Visit, tap: taps.WithCustomer) -> None:
        """The last answer opens the incident; the menu's message becomes its card."""
        if tap.customer not in set(Customer):
            await visit.toast(visit.texts("report-gone"), alert=True)
            return
        await self._open(visit, tap.about, tap.key, Customer(tap.customer))

    async def _go_on(self, visit: Visit, about: str, key: str) -> None:
        runbook = self._library.runbooks.get(self._runbook(about, key))
        if runbook is not None and runbook.asks_customer:
            await visit.turn_into(_customer_question(about, key, visit.texts))
        else:
            await self._open(visit, about, key, Customer.NONE)

    async def _open(self, visit: Visit, about: str, key: str, customer: Customer) -> None:
        name = self._runbook(about, key)
        centre = self._library.centre
        if not self._offers(about, key):
            await visit.toast(visit.texts("report-gone"), alert=True)
            return
        words = None
        if about == taps.OTHER and visit.question and visit.question.kind == "other_customer":
            words = str(visit.question.data["words"])
        await visit.write(
            open_incident,
            self._editions(name),
            software=key if about in (taps.SOFTWARE, taps.DIFFERENT) else None,
            outage_id=int(key) if about == taps.ME_TOO else None,
            apart=about == taps.DIFFERENT,
            software_words=words,
            also=tuple(centre.software) if about == taps.EVERYTHING else (),
            customer=customer,
            by=visit.person.id,
            now=visit.now,
            menu_message=visit.own_message.message_id if visit.own_message else None,
        )

    def _offers(self, about: str, key: str) -> bool:
        """Whether the list has this; a button may be older than the files, or forged."""
        book = self._library.runbooks.get(self._runbook(about, key))
        if about == taps.SITUATION:
            return book is not None and book.about is About.SITUATION
        if about == taps.ME_TOO:
            return book is not None and key.isascii() and key.isdigit() and len(key) < 10
        named = about in (taps.SOFTWARE, taps.DIFFERENT)
        there = key in self._library.centre.software if named else about in taps.ANYTHING
        return there and book is not None

    def _runbook(self, about: str, key: str) -> str:
        return key if about == taps.SITUATION else self._library.main

    def _editions(self, name: str) -> Editions:
        library = self._library
        return Editions(library.runbooks[name], library.papers[name], library.centre, library.centre_paper)

    def _menu(self, texts: Texts) -> Drawing:
        centre, runbooks = self._library.centre, self._library.runbooks
        software = [
            _report(software.title.to(texts.language), taps.SOFTWARE, key)
            for key, software in centre.software.items()
        ]
        software.append(_report(texts("subject-everything"), taps.EVERYTHING, "all"))
        software.append(_report(texts("report-other-button"), taps.OTHER, "other"))
        situations = [
            _report(runbook.title.to(texts.language), taps.SITUATION, name)
            for name, runbook in runbooks.items()
            if runbook.about is About.SITUATION and runbook.menu
        ]
        rows = (*_in_twos(software), *((button,) for button in situations))
        return Drawing(Text(Bold(texts("report-what"))), rows)


def _report(label: str, about: str, key: str) -> Button:
    return Button(label, taps.Report(about=about, key=key).pack())


def _in_twos(buttons: list[Button]) -> Iterable[tuple[Button, ...]]:
    return (tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _customer_question(about: str, key: str, texts: Texts) -> Drawing:
    def button(customer: Customer) -> Button:
        data = taps.WithCustomer(customer=str(customer), about=about, key=key).pack()
        return Button(texts(f"report-customer-{customer}"), data)

    text = lines(Bold(texts("report-customer")), texts("report-customer-why"))
    return Drawing(text, ((button(Customer.CALL), button(Customer.CHAT)), (button(Customer.NONE),)))


def _join_or_apart(mine: Iterable[Incident], tap: taps.Report, texts: Texts) -> Drawing:
    joins = [
        Button(
            texts("report-join", number=incident.id),
            taps.Join(incident=incident.id, key=tap.key).pack(),
            "primary",
        )
        for incident in mine
    ][:3]
    apart = Button(texts("report-apart"), taps.Apart(about=tap.about, key=tap.key).pack())
    return Drawing(Text(texts("report-join-or-apart")), (*((button,) for button in joins), (apart,)))
