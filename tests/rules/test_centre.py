"""The centre's own file: every number of the night, who spares whom, and what slips in it are called."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.centre.reading import read_centre
from bot.centre.rules import (
    Centre,
    Sound,
    affected_channels,
    knowledge_base_stands,
    makes_sound,
    other_channels,
    software_of,
)
from bot.errors import FileMistakes

SHIPPED = Path(__file__).resolve().parents[2] / "runbooks" / "centre.yaml"
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def centre() -> Centre:
    return read_centre(SHIPPED)


def test_the_numbers_of_the_night_are_the_agreed_ones(centre: Centre) -> None:
    times = centre.timings
    assert times.self_help.questions_at() == (10 * MINUTE, 13 * MINUTE, 16 * MINUTE)
    assert times.self_help.lead_hears_at == 16 * MINUTE
    assert times.duties.due_at() == tuple(minutes * MINUTE for minutes in (10, 25, 40, 55, 70))
    assert times.ticket_news.due_at()[:2] == (30 * MINUTE, 60 * MINUTE)
    assert times.customer_unclaimed == MINUTE
    assert times.operator_news == 30 * MINUTE
    assert (times.recheck.every, times.recheck.unanswered) == (10 * MINUTE, 3)
    assert times.recheck.choices == (5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE)
    assert (times.mass_outage.operators, times.mass_outage.within) == (3, 10 * MINUTE)
    assert (times.mass_return.volunteers, times.mass_return.wave, times.mass_return.wave_every) == (
        2,
        10,
        MINUTE,
    )
    assert times.most_reminders == 5
    assert times.invitation == timedelta(hours=24)
    assert (times.pictures_kept, times.updates_kept) == (timedelta(days=30), timedelta(hours=72))


def test_the_ladders_are_the_agreed_ones(centre: Centre) -> None:
    lead, sysadmin = centre.ladder.lead, centre.ladder.sysadmin
    assert [rung.who for rung in lead.levels] == [(1,), (2,), "all"]
    assert [rung.with_administrators for rung in lead.levels] == [False, False, True]
    assert (lead.repeat_after, lead.next_level_after, lead.top_repeats_every) == (
        2 * MINUTE,
        5 * MINUTE,
        5 * MINUTE,
    )
    assert (sysadmin.repeat_after, sysadmin.next_level_after) == (None, 10 * MINUTE)


def test_only_what_is_listed_makes_a_sound(centre: Centre) -> None:
    assert makes_sound(centre, Sound.PAGE)
    assert not makes_sound(centre, Sound.RECHECK)


def test_other_channels_are_those_that_do_not_need_what_broke(centre: Centre) -> None:
    assert affected_channels(centre, "telephony") == ("calls",)
    assert other_channels(centre, "telephony") == ("chats", "mail", "social")
    assert other_channels(centre, "vpn") == ("social",)
    assert other_channels(centre, "telephony", "chat_desk") == ("mail", "social")
    assert affected_channels(centre, "knowledge_base") == ()


def test_the_knowledge_base_stands_unless_it_is_what_broke(centre: Centre) -> None:
    assert knowledge_base_stands(centre, "telephony")
    assert not knowledge_base_stands(centre, "telephony", "knowledge_base")


def test_software_of_channels_comes_in_the_order_of_the_file(centre: Centre) -> None:
    assert software_of(centre, "chats", "calls") == ("telephony", "chat_desk", "crm", "vpn")
    assert software_of(centre, "social", "no such channel") == ()


def test_a_centre_cannot_be_changed_after_reading(centre: Centre) -> None:
    with pytest.raises(ValueError, match="frozen"):
        centre.name = "Another"  # type: ignore[misc]


SLIPS = [
    (
        "time_zone: Europe/Kyiv",
        "time_zone: Europe/Kiew",
        "time_zone",
        "no time zone `Europe/Kiew`",
        "Europe/",
    ),
    ("languages: [ru, uk, en]", "languages: []", "languages", "nothing is listed", "at least 1"),
    (
        "languages: [ru, uk, en]",
        "languages: [ru, uk, en, de]",
        "channels.calls.title",
        "in de is missing",
        "de:",
    ),
    (
        "languages: [ru, uk, en]",
        "languages: [ru, uk, en, de]",
        "languages.4",
        "no screens are written in `de`",
        "make the folder bot/locales/de",
    ),
    ("languages: [ru, uk, en]", "languages: [ru, uk, en, uk]", "languages.4", "listed twice", "Delete one"),
    ("languages: [ru, uk, en]", "languages: [RU, uk, en]", "languages.1", "not a language", "ru, uk, en"),
    (
        "needs: [telephony, crm",
        "needs: [telefony, crm",
        "channels.calls.needs.1",
        "`telefony`",
        "`telephony`",
    ),
    ("needs: [knowledge_base]", "needs: [kb]", "knowledge_base.needs.1", "`kb`", "Listed under"),
    ("    kind: calls", "    kind: phone", "channels.calls.kind", "unknown word `phone`", "calls, chats"),
    ("https://kb", "http://kb", "knowledge_base.links.1.url", "not an https", "https://"),
    ("https://kb", "https://me:pw@kb", "knowledge_base.links.1.url", "not an https", "password"),
    ("https://kb", "javascript://kb", "knowledge_base.links.1.url", "not an https", "https://"),
    ('number: "+380 00 000 00 00"', "number: call me", "phones.1.number", "not a phone", "+380 44"),
    ("      - who: 2\n", "      - who: second\n", "ladder.lead.levels.2.who", "neither a level", "[1, 2]"),
    ("      - who: 2\n", "      - who: [1, 12]\n", "ladder.lead.levels.2.who", "neither a level", "all"),
    ("next_level_after: 5 min", "next_level_after: 5", "ladder.lead.next_level_after", "`5`", '"10 min"'),
    (
        "    top_repeats_every: 10 min\n",
        "",
        "ladder.sysadmin.top_repeats_every",
        "is missing",
        "top_repeats_every: …",
    ),
    (
        "    every: 10 min",
        "    every: 7 min",
        "timings.recheck.every",
        "not among the choices",
        "5 min, 10 min",
    ),
    (
        "lead_hears_at: 16 min",
        "lead_hears_at: 6 min",
        "timings.self_help.lead_hears_at",
        "before",
        "longer than",
    ),
    ("most_reminders: 5 ", "most_reminders: five ", "timings.most_reminders", "whole number", "digits"),
    ("updates_kept: 72 h", "updates_kept: 22:30", "timings.updates_kept", "`22:30`", "10 min"),
    ("pictures_kept: 30 days", "pictures_kept: 400 days", "timings.pictures_kept", "`400 days`", ""),
    (
        "mass_outage: {operators: 3,",
        "mass_outage: {operator: 3,",
        "timings.mass_outage.operator",
        "unknown key",
        "operators",
    ),
    ("sound: [page, fix", "sound: [page, fixed", "sound.2", "unknown word `fixed`", "Did you mean `fix`"),
    ("  telephony:\n", "  Telephony:\n", "software.Telephony", "cannot name software", "small Latin"),
    ('ru: "Телефония", ', "", "software.telephony.title", "the text in ru is missing", "ru:"),
    (
        'en: "Chat desk"',
        f'en: "{"C" * 23}"',
        "software.chat_desk.title.en",
        "at most 22 fit",
        "Shorten it by 1",
    ),
    ("name: Contact centre", "nam: Contact centre", "nam", "unknown key `nam`", "Did you mean `name`"),
]


@pytest.mark.parametrize(
    ("was", "now", "at", "problem", "remedy"), SLIPS, ids=[f"{s[2]} {s[3]}" for s in SLIPS]
)
def test_a_slip_is_named_with_file_line_key_and_remedy(
    was: str, now: str, at: str, problem: str, remedy: str, tmp_path: Path
) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "centre.yaml").write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(FileMistakes) as wrong:
        read_centre(tmp_path)
    one = next((m for m in wrong.value.mistakes if m.at == at and problem in m.problem), None)
    assert one is not None, str(wrong.value)
    assert one.file == f"{tmp_path.name}/centre.yaml"
    assert remedy in one.remedy
    lines = text.replace(was, now, 1).splitlines()
    changed = next(
        n for n, line in enumerate(lines, 1) if n > len(text.splitlines()) or line != text.splitlines()[n - 1]
    )
    assert one.line == changed or "missing" in problem
