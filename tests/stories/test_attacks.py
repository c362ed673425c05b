"""What somebody with bad intentions, or with a trembling finger, once got the bot to do."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.cli.revisions import go_to
from bot.db import Database
from bot.incident.models import Incident
from bot.incident.rules import MOST_OPEN
from bot.intake.models import Inbox
from bot.migrating import migrate
from bot.person.queries import roles_of
from bot.person.rules import Role, fitting_name
from tests.stories.looking import incident, invited, person
from tests.stories.night import Hero, Night


async def forges(night: Night, hero: Hero, data: str) -> str:
    """A press that no button of theirs would have made, on their newest message."""
    await night.after(lambda: hero.phone.hand.tap(hero.phone.last.id, data, forge=True))
    return hero.toast


def incidents(night: Night) -> int:
    return len(night.db.read_here(lambda session: session.scalars(select(Incident.id)).all()))


def states(night: Night) -> list[str]:
    return night.db.read_here(lambda session: list(session.scalars(select(Inbox.state))))


async def test_two_fingers_on_the_last_answer_opened_two_incidents_on_one_message(night: Night) -> None:
    olga = await night.operator("Olga")
    await olga.writes("/report")
    await olga.taps("Телефония")
    menu = olga.phone.last
    for _ in range(2):
        olga.phone.hand.tap(menu.id, "with:none:s:telephony", forge=True)
    await night.settle()
    assert incidents(night) == 1
    assert "№1" in olga.toast
    await olga.writes("/status")
    await night.after(lambda: olga.phone.hand.tap(menu.id, "with:none:s:telephony", forge=True))
    assert incidents(night) == 1


async def test_an_administrators_press_in_a_group_showed_the_invitation_to_all_of_it(night: Night) -> None:
    anna, olga = await night.administrator("Anna"), await night.operator("Olga")
    group = night.box.add_group(-100500, "Shift", [anna.phone.user_id, olga.phone.user_id])
    message = night.box.call("sendMessage", {"chat_id": group.id, "text": "Old."})["message_id"]
    await night.after(
        lambda: anna.phone.hand.tap(message, "invite:1:administrator", chat_id=group.id, forge=True)
    )
    assert [post.text for post in group.posts.values()] == ["Old."]
    anna.sees("?start=")


async def test_a_press_on_a_forwarded_menu_wrote_the_invitation_into_somebody_elses_chat(
    night: Night,
) -> None:
    anna, petro = await night.administrator("Anna"), await night.administrator("Petro")
    await anna.writes("/invite")
    forwarded = anna.phone.forwards(anna.phone.last, petro.phone)
    await night.after(lambda: petro.phone.hand.tap(forwarded.id, "invite:1:administrator", forge=True))
    anna.does_not_see("?start=")
    petro.sees("?start=")


async def test_a_dismissed_administrator_came_back_by_an_invitation_of_their_own(night: Night) -> None:
    anna = await night.administrator("Anna")
    await anna.writes("/invite")
    await forges(night, anna, "invite:1:administrator")
    link = re.search(r"start=([\w-]+)", anna.phone.last.text)
    assert link
    await night.fire(anna, Role.ADMINISTRATOR)
    await anna.starts(link[1])
    known = person(night, anna)
    assert known
    assert night.db.read_here(roles_of, known.id) == frozenset()


async def test_somebody_known_could_try_secrets_without_end(night: Night) -> None:
    olga = await night.operator("Olga")
    for _ in range(6):
        await olga.starts("x" * 43)
    await olga.starts(await invited(night, Role.DUTY_LEAD))
    assert night.db.read_here(roles_of, olga.id) == {Role.OPERATOR}
    assert states(night)[-2:] == ["refused", "refused"]
    night.clock.forward(minutes=1)
    await olga.starts(await invited(night, Role.DUTY_LEAD))
    assert night.db.read_here(roles_of, olga.id) == {Role.OPERATOR, Role.DUTY_LEAD}


@pytest.mark.parametrize("words", ["with:foo:s:crm", "with:none:z:crm", "with:none:r:office_software"])
async def test_a_forged_report_opened_an_incident_about_nothing_or_was_quarantined(
    night: Night, words: str
) -> None:
    olga = await night.operator("Olga")
    await olga.writes("/report")
    assert "/report" in await forges(night, olga, words)
    assert incidents(night) == 0
    assert "quarantined" not in states(night)


async def test_software_that_no_centre_has_joined_an_incident(night: Night) -> None:
    olga = await night.operator("Olga")
    await olga.reports()
    assert "Ничего не изменилось" in await forges(night, olga, "join:1:dial_tone")
    assert incident(night).also == []


async def test_no_picture_was_noted_again_and_again_at_steps_that_ask_for_none(night: Night) -> None:
    olga = await night.operator("Olga")
    await olga.reports()
    await forges(night, olga, "nopicture:1")
    await olga.taps("Не помогло")
    for _ in range(3):
        await forges(night, olga, "nopicture:1")
    assert night.kinds().count("report_added") == 1


@pytest.mark.parametrize("sure", [0, 2])
async def test_somebody_elses_incident_seemed_to_be_theirs_to_cancel(night: Night, sure: int) -> None:
    olga, petro = await night.operator("Olga"), await night.operator("Petro")
    await olga.reports()
    await petro.writes("/help")
    assert "не вашей смены" in await forges(night, petro, f"cancelit:1:{sure}")
    petro.does_not_see("№1")


async def test_half_a_surrogate_pair_cost_the_whole_description(night: Night) -> None:
    olga, sonya = await night.operator("Olga"), await night.sysadmin("Sonya")
    await olga.reports()
    await olga.taps("Не помогло")
    await olga.sends_photo()
    await olga.writes("no \ud800 dial tone 😀")
    sonya.sees("dial tone 😀")


async def test_a_failing_statement_took_peoples_words_into_the_log(night: Night) -> None:
    def fails(session: Session) -> None:
        session.execute(text("INSERT INTO nowhere VALUES (:words)"), {"words": "the client is Ivanov"})

    with pytest.raises(DBAPIError) as failure:
        await night.db.write(fails)
    assert "Ivanov" not in str(failure.value)


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u2060", "\u2800", "\u3164", "\U000e0041", "\ufffc"])
def test_an_invisible_name_made_an_invisible_button(name: str) -> None:
    assert fitting_name(name) == "?"


def test_everybody_on_the_machine_could_read_the_database(tmp_path: Path) -> None:
    file = tmp_path / "night.sqlite"
    migrate(f"sqlite:///{file}")
    db = Database(f"sqlite:///{file}")
    try:
        modes = {one.name: oct(one.stat().st_mode & 0o777) for one in tmp_path.iterdir()}
    finally:
        db.close()
    assert set(modes.values()) == {"0o600"}


async def test_an_expired_invitation_let_nobody_in(night: Night) -> None:
    charlie = await night.stranger("Charlie")
    secret = await invited(night)
    night.clock.forward(seconds=timedelta(hours=24).total_seconds())
    await charlie.starts(secret)
    assert person(night, charlie) is None


async def test_one_operator_opened_incidents_without_end_and_each_paged_the_leads(night: Night) -> None:
    olga = await night.operator("Olga")
    await night.lead("Lev")
    for _ in range(MOST_OPEN + 3):
        await olga.writes("/with_none_s_crm")
        night.clock.forward(seconds=1)
    assert incidents(night) == MOST_OPEN
    olga.sees(f"Открытых обращений уже {MOST_OPEN}")
    await olga.writes("/cancelit_1_1")
    await olga.writes("/with_none_s_crm")
    assert incidents(night) == MOST_OPEN + 1


def test_everybody_on_the_machine_could_read_the_copies_made_before_the_schema_changed(
    tmp_path: Path,
) -> None:
    file = tmp_path / "night.sqlite"
    migrate(f"sqlite:///{file}")
    go_to(f"sqlite:///{file}", "0003")
    migrate(f"sqlite:///{file}")
    copies = [one for one in tmp_path.iterdir() if ".before-" in one.name]
    assert len(copies) == 2
    assert {oct(one.stat().st_mode & 0o777) for one in copies} == {"0o600"}
