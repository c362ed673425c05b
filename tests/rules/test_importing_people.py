"""people.csv: every mistake by line and column, nothing written while one is left, nothing to do twice."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import WoundClock
from bot.db import Database
from bot.errors import FileMistakes
from bot.importing.csvfile import decoded
from bot.importing.kinds import kind_of
from bot.importing.people import OPTIONAL, REQUIRED, Changes, apply_people, read_people
from bot.language import LANGUAGES
from bot.person.actions import change_settings
from bot.person.models import Person
from bot.person.queries import grants_of, people, person_by_telegram_id, roles_of
from bot.person.rules import Role

HEADER = "telegram_id,name,roles,language,time_zone,level,phone\n"
TWO = HEADER + "1001,Ольга,operator,uk,Europe/Kyiv,,+380 44 1\n1002,Лев,duty_lead;sysadmin,,,2,\n"


async def load(db: Database, clock: WoundClock, text: str, *, dry_run: bool = False) -> Changes:
    return await db.write(
        apply_people,
        read_people(text),
        language="ru",
        time_zone="Europe/Berlin",
        by=None,
        now=clock.now(),
        dry_run=dry_run,
    )


def known(db: Database, telegram_id: int) -> Person:
    found = db.read_here(person_by_telegram_id, telegram_id)
    assert found is not None
    return found


def mistakes(text: str) -> list[str]:
    with pytest.raises(FileMistakes) as caught:
        read_people(text)
    return str(caught.value).splitlines()


async def test_a_file_lets_people_in_with_their_roles(db: Database, clock: WoundClock) -> None:
    await load(db, clock, TWO)
    olga, lev = known(db, 1001), known(db, 1002)
    assert (olga.name, olga.language, olga.time_zone, olga.phone) == (
        "Ольга",
        "uk",
        "Europe/Kyiv",
        "+380 44 1",
    )
    assert (lev.name, lev.language, lev.time_zone, lev.phone) == ("Лев", "ru", "Europe/Berlin", None)
    assert [(held.role, held.level) for held in db.read_here(grants_of, lev.id)] == [
        ("duty_lead", 2), ("sysadmin", 2)
    ]  # fmt: skip


async def test_the_second_time_there_is_nothing_to_change(db: Database, clock: WoundClock) -> None:
    assert await load(db, clock, TWO)
    again = await load(db, clock, TWO)
    assert not again
    assert str(again) == "nothing to change"


async def test_a_dry_run_says_what_the_real_one_does_and_writes_nothing(
    db: Database, clock: WoundClock
) -> None:
    told = await load(db, clock, TWO, dry_run=True)
    assert db.read_here(people) == []
    assert str(told).splitlines() == [
        "line 2: Ольга (1001): new; + operator (level 1)",
        "line 3: Лев (1002): new; + duty_lead (level 2); + sysadmin (level 2)",
    ]
    assert await load(db, clock, TWO) == told


async def test_roles_become_exactly_those_of_the_file_and_others_are_not_touched(
    db: Database, clock: WoundClock
) -> None:
    await load(db, clock, TWO)
    changed = await load(db, clock, "telegram_id,name,roles\n1002,Лев К.,administrator;duty_lead\n")
    assert str(changed) == "line 2: Лев К. (1002): name; + administrator (level 1); - sysadmin"
    assert db.read_here(roles_of, known(db, 1002).id) == {Role.ADMINISTRATOR, Role.DUTY_LEAD}
    assert [held.level for held in db.read_here(grants_of, known(db, 1002).id)] == [1, 2]
    assert db.read_here(roles_of, known(db, 1001).id) == {Role.OPERATOR}


async def test_an_empty_cell_leaves_what_somebody_chose_and_a_dash_removes(
    db: Database, clock: WoundClock
) -> None:
    await load(db, clock, TWO)
    olga = known(db, 1001).id
    await db.write(change_settings, olga, language="en", by=olga, now=clock.now())
    await load(db, clock, HEADER + "1001,Ольга,operator,,,,-\n")
    assert (known(db, 1001).language, known(db, 1001).phone) == ("en", None)
    await load(db, clock, HEADER + "1001,Ольга,-,,,,\n")
    assert db.read_here(person_by_telegram_id, 1001) is None
    assert not await load(db, clock, HEADER + "1001,Ольга,-,,,,\n77,Никто,-,,,,\n")
    assert str(await load(db, clock, TWO)) == "line 2: Ольга (1001): new; + operator (level 1)"
    assert (known(db, 1001).language, known(db, 1001).phone) == ("uk", "+380 44 1")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheets_write_is_understood(separator: str, end: str, mark: str) -> None:
    rows = [["Telegram_ID", "name", "roles "], ["1001", 'Olga "Olya"', "operator;duty_lead"], ["", "", ""]]
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (row,) = read_people(mark + end.join(quoted) + end)
    assert (row.telegram_id, row.name, row.line) == (1001, 'Olga "Olya"', 2)
    assert row.roles == (Role.OPERATOR, Role.DUTY_LEAD)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "@SUM(A1)", "-Olga", "+1", "'Olga"])
async def test_what_looks_like_a_formula_stays_a_text(db: Database, clock: WoundClock, name: str) -> None:
    await load(db, clock, f"telegram_id,name,roles\n1001,{name},operator\n")
    assert known(db, 1001).name == name


def test_every_mistake_is_named_by_line_and_column_with_its_remedy() -> None:
    said = mistakes(
        HEADER
        + "1.00E+09,Olga,operator,,,,\n"
        + "-100200,Olga,operator,,,,\n"
        + '1003,,"operater",de,Kiiv,0,call me\n'
        + "1004,Lev\n"
        + "\n"
        + "1005,A\u202eB,sysadmin,,,,\n"
        + "1006,Mark,,,,,\n"
        + "1007,Ada,operator,,,,\n"
        + '"1007",Ada,"operator",,,,3.8E+11\n'
    )
    places = [line.split(": ")[:2] for line in said]
    short = "2 cells, and the first line has 7. Give every column a cell, an empty one for nothing."
    assert places == [
        ["people.csv:2", "telegram_id"],
        ["people.csv:3", "telegram_id"],
        ["people.csv:4", "name"],
        ["people.csv:4", "roles"],
        ["people.csv:4", "language"],
        ["people.csv:4", "time_zone"],
        ["people.csv:4", "level"],
        ["people.csv:4", "phone"],
        [
            "people.csv:5",
            short,
        ],
        ["people.csv:7", "name"],
        ["people.csv:8", "roles"],
        ["people.csv:10", "phone"],
    ]
    assert "Did you mean `operator`?" in said[3]
    assert "Did you mean Europe/Kyiv?" in said[5]
    assert "U+202E" in said[9]
    assert "format the column as text" in said[0]


def test_the_same_person_twice_is_named_with_both_lines() -> None:
    (said,) = mistakes("telegram_id,name,roles\n7,A,operator\n7,A,sysadmin\n")
    assert said.startswith("people.csv:3: telegram_id: this person is already in line 2")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "telegram_id: the column is missing"),
        ("telegram_id,nmae,roles\n", "Did you mean `name`?"),
        ("telegram_id,name,roles,shoe size\n", "there is no column 'shoe size'"),
        ("telegram_id,name,roles,name\n", "name: the column is there twice"),
        ("telegram_id,name,roles,\n", "a column has no name"),
        ('telegram_id,name,roles\n1,"A,operator\n', "Quotes come in pairs"),
        ("telegram_id,name,roles\n1,A,operator\n" + "2" * 3_000_000, "longer than"),
        ("telegram_id,name,roles\n1,A,;\n", "no role is named"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused_with_what_to_do(text: str, words: str) -> None:
    assert words in "\n".join(mistakes(text))


def test_a_file_that_is_not_utf_8_is_refused_by_line() -> None:
    with pytest.raises(
        FileMistakes, match=r"people.csv:2: the file is not UTF-8. Save it again as “CSV UTF-8”."
    ):
        decoded("telegram_id,name,roles\n1,Ольга,operator\n".encode("cp1251"), "people.csv")
    assert decoded("\ufeffОльга".encode(), "people.csv") == "Ольга"


async def test_nothing_is_written_while_one_line_is_wrong(db: Database, clock: WoundClock) -> None:
    with pytest.raises(FileMistakes):
        await load(db, clock, TWO + "x,Mark,operator,,,,\n")
    assert db.read_here(people) == []


def test_which_file_it_is_is_known_from_its_first_line() -> None:
    assert kind_of(TWO, "any.csv") == "people"
    assert kind_of("\ufefftelegram_id;role;starts_at;ends_at\r\n", "any.csv") == "rota"
    for text in ("", "telegram_id\n", "a,b\n"):
        with pytest.raises(FileMistakes, match=r"any.csv:1: .*telegram_id,name,roles for people"):
            kind_of(text, "any.csv")


cells = st.text(max_size=12) | st.sampled_from(
    ["1001", "operator", "-", '"', "ru", "UTC", "1", "+380", "\ud800"]
)
lines = st.lists(cells, max_size=8).map(",".join)
headers = st.sampled_from([",".join(REQUIRED), ",".join([*REQUIRED, *OPTIONAL]), ";".join(REQUIRED)]) | lines


@given(st.builds(lambda first, rest: "\n".join([first, *rest]), headers, st.lists(lines, max_size=5)))
def test_whatever_the_file_holds_only_its_mistakes_come_of_it(text: str) -> None:
    with contextlib.suppress(FileMistakes):
        kind_of(text, "people.csv")
    with contextlib.suppress(FileMistakes):
        for row in read_people(text):
            assert row.language in {None, *LANGUAGES}
            assert row.roles or "-" in text


@given(st.binary(max_size=60))
def test_whatever_the_bytes_are_only_mistakes_come_of_them(raw: bytes) -> None:
    with contextlib.suppress(FileMistakes):
        read_people(decoded(b"telegram_id,name,roles\n1,A,operator\n" + raw, "people.csv"))


async def test_a_provider_and_a_vpn_may_be_given_and_removed(db: Database, clock: WoundClock) -> None:
    header = "telegram_id,name,roles,provider,vpn\n"
    await load(db, clock, header + "1001,Ольга,operator,  Киев  стар,Office\n")
    assert (known(db, 1001).provider, known(db, 1001).vpn) == ("Киев стар", "Office")
    assert not await load(db, clock, header + "1001,Ольга,operator,Киев  стар,\n")
    told = await load(db, clock, header + "1001,Ольга,operator,-,\n")
    assert str(told) == "line 2: Ольга (1001): provider"
    assert (known(db, 1001).provider, known(db, 1001).vpn) == (None, "Office")
    (wrong,) = mistakes(header + f"1001,Ольга,operator,{'x' * 41},\n")
    assert "provider" in wrong
    assert "at most 40" in wrong
