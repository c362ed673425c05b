"""The regulation's whole night as people live it: each goes on when they see what they waited for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tests.faults.cast import DARYNA, LEV, OLGA, PETRO, TIMUR, Member
from tests.faults.rig import Rig, Stuck
from tests.faults.seeing import offered
from tests.faults.words import ANY, answer, channel, says, software, text


async def reports(rig: Rig) -> None:
    rig.phones[OLGA].writes("/report")
    await rig.taps(OLGA, software("telephony"))
    await rig.taps(OLGA, text("report-customer-call"))
    await rig.sees(OLGA, text("operator-customer-call"))
    rig.phones[OLGA].writes("K-48213")
    await rig.sees(OLGA, says("reboot"))


async def reboot_does_not_help(rig: Rig) -> None:
    await rig.taps(OLGA, answer("reboot", "not_helped"))
    await rig.sees(OLGA, says("describe"))
    await rig.sees(LEV, text("lead-heading-waiting", number=ANY, subject=ANY))


async def lead_is_silent(rig: Rig) -> None:
    rig.forward(minutes=2)
    await rig.sees(LEV, text("call-again", count=2))
    await rig.quiet()
    rig.forward(minutes=3)
    await rig.sees(DARYNA, text("lead-heading-waiting", number=ANY, subject=ANY))


async def second_lead_acknowledges(rig: Rig) -> None:
    await rig.taps(DARYNA, text("lead-acknowledge"))
    await rig.sees(OLGA, text("operator-lead-has-it", name=DARYNA.name, at=ANY))
    await rig.sees(LEV, text("lead-taken", name=DARYNA.name, at=ANY))


async def three_duties(rig: Rig) -> None:
    await rig.taps(DARYNA, text("lead-status-set"))
    await rig.sees(OLGA, text("ticked-status-set"))
    await rig.taps(DARYNA, text("lead-off-the-line"))
    await rig.sees(OLGA, text("ticked-off-the-line"))
    await rig.taps(DARYNA, text("lead-redirected"))
    await rig.taps(DARYNA, PETRO.name)
    await rig.taps(PETRO, text("customer-claim"))
    await rig.sees(OLGA, text("customer-with-colleague", name=PETRO.name, at=ANY))
    await rig.taps(PETRO, text("promise-button-call-back"))
    await rig.sees(DARYNA, text("promise-call-back"))


async def screenshot_then_words(rig: Rig) -> None:
    rig.phones[OLGA].sends_photo("error_503")
    await rig.sees(OLGA, text("operator-picture-there"))
    rig.phones[OLGA].writes("Софтфон не пускает: ошибка 503.")
    await rig.sees(OLGA, text("operator-try-channel", channel=channel("chats")))
    await rig.sees(TIMUR, "ошибка 503")


async def sysadmin_answers(rig: Rig) -> None:
    await rig.taps(TIMUR, text("ticket-acknowledge"))
    await rig.sees(OLGA, text("ticket-line-acknowledged", number=ANY, name=TIMUR.name, at=ANY))
    await rig.taps(TIMUR, text("ticket-in-30"))
    await rig.quiet()
    await rig.taps(TIMUR, text("ticket-details"))
    await rig.sees(TIMUR, text("ticket-prompt-details"))
    rig.phones[TIMUR].writes("Ошибка до пароля или после?")
    await rig.sees(OLGA, "Ошибка до пароля или после?")
    rig.phones[OLGA].writes("Сразу, до пароля.")
    await rig.sees(TIMUR, "Сразу, до пароля.")


async def channels_one_by_one(rig: Rig) -> None:
    await rig.taps(OLGA, text("operator-channel-does-not"))
    await rig.sees(OLGA, text("operator-try-channel", channel=channel("mail")))
    await rig.quiet()
    await rig.taps(OLGA, text("operator-channel-opens"))
    await rig.sees(OLGA, says("elsewhere"))
    await rig.sees(DARYNA, text("work-status-in-another-channel"))


async def recheck_not_yet(rig: Rig) -> None:
    rig.forward(minutes=10)
    await rig.taps(OLGA, text("operator-not-yet"))
    await rig.sees(OLGA, says("elsewhere"))


async def not_fixed_after_all(rig: Rig) -> None:
    await rig.taps(TIMUR, text("ticket-resolve"))
    await rig.sees(OLGA, says("check_fix"))
    await rig.taps(OLGA, answer("check_fix", "broken"))
    await rig.sees(OLGA, says("not_fixed"))
    await rig.quiet()
    rig.phones[OLGA].writes("Вошла, но входящие не звонят.")
    await rig.sees(TIMUR, "входящие не звонят")
    await rig.sees(OLGA, text("operator-try-channel", channel=channel("chats")))


async def fixed_and_back(rig: Rig) -> None:
    """She taps the card that came last; a repeated one may have left its first copy with buttons."""
    await rig.taps(TIMUR, text("ticket-resolve"))
    await rig.quiet()
    await rig.taps(OLGA, answer("check_fix", "works"))
    await rig.sees(OLGA, says("back_on_line"))
    await rig.sees(DARYNA, text("lead-closed-returned"))
    await rig.sees(LEV, text("lead-closed-returned"))


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


async def one_operator(rig: Rig, member: Member, broken: str, *, picture: bool) -> None:
    """A shorter way through the regulation, for many operators at once; it works again by itself."""
    rig.since[member] = rig.phones[member].writes("/report").id
    await rig.taps(member, software(broken))
    await _past_what_is_known(rig, member)
    await rig.taps(member, text("report-customer-call"))
    await the_rest(rig, member, picture=picture)


async def _past_what_is_known(rig: Rig, member: Member) -> None:
    """Somebody else may have reported the same software a moment ago; this is another trouble."""
    phone, since, other = rig.phones[member], rig.since[member], text("known-different")
    ways = (other, text("report-customer-call"))
    await rig.until(lambda: any(offered(phone, way, since) for way in ways), "the next question", phone)
    if offered(phone, other, since):
        phone.taps(other)


async def one_who_repeats(rig: Rig, member: Member, broken: str) -> None:
    """Answers that are no cards may be lost: whoever sees nothing come of /report writes it once more."""
    phone, over = rig.phones[member], False
    while not over:
        rig.since[member] = phone.writes("/report").id
        over = await _taps_soon(rig, member, software(broken))
        over = over and await _taps_soon(rig, member, text("report-customer-call"))
    await the_rest(rig, member, picture=False)


async def _taps_soon(rig: Rig, member: Member, label: str) -> bool:
    """False: there is no such button."""
    phone = rig.phones[member]
    try:
        await rig.until(lambda: offered(phone, label, rig.since[member]), f"{label!r}", patience=3)
    except Stuck:
        return False
    phone.taps(label)
    return True


async def the_rest(rig: Rig, member: Member, *, picture: bool) -> None:
    """From the card on, everything comes through the outbox: nobody has to do anything twice."""
    phone = rig.phones[member]
    await rig.sees(member, text("operator-customer-call"))
    phone.writes(f"K-{member.telegram_id}")
    await rig.taps(member, answer("reboot", "not_helped"))
    await rig.sees(member, says("describe"))
    if picture:
        phone.sends_photo("frozen_softphone")
        await rig.sees(member, text("operator-picture-there"))
    else:
        await rig.taps(member, text("operator-no-picture"))
        await rig.until(
            lambda: text("operator-no-picture") not in phone.buttons(), "the button should go", phone
        )
    phone.writes("Не открывается совсем.")
    await rig.sees(member, text("operator-try-channel", channel=ANY))
    await rig.taps(member, text("operator-channel-does-not"))
    await rig.taps(member, text("operator-works-again"))
    await rig.sees(member, says("back_on_line"))
