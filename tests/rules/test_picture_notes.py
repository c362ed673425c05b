"""What is written down about pictures, and for how long they stay."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from bot.picture.actions import mark_dropped, note_picture, remember_file_id
from bot.picture.models import Picture
from bot.picture.queries import pictures_older_than
from bot.picture.rules import Kept
from bot.tables import Table

NIGHT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    Table.metadata.create_all(engine, tables=[Table.metadata.tables["pictures"]])
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def kept(letter: str) -> Kept:
    return Kept(letter * 64, "image/png", 640, 480, 5000)


def read_again(session: Session, picture: Kept) -> Picture:
    session.flush()
    session.expire_all()
    return session.get_one(Picture, picture.sha256)


def test_a_picture_is_noted_with_its_measures(session: Session) -> None:
    note_picture(session, kept("a"), now=NIGHT)
    noted = read_again(session, kept("a"))
    assert (noted.mime, noted.width, noted.height, noted.size) == ("image/png", 640, 480, 5000)
    assert (noted.kept_at, noted.dropped_at, noted.telegram_file_id) == (NIGHT, None, None)


def test_the_same_picture_again_is_one_note_whose_days_start_anew(session: Session) -> None:
    note_picture(session, kept("a"), now=NIGHT)
    remember_file_id(session, kept("a").sha256, "AgAC")
    note_picture(session, kept("a"), now=NIGHT + DAY)
    assert session.query(Picture).count() == 1
    noted = read_again(session, kept("a"))
    assert (noted.kept_at, noted.telegram_file_id) == (NIGHT + DAY, "AgAC")


def test_a_dropped_picture_keeps_its_hash_and_forgets_telegrams_copy(session: Session) -> None:
    note_picture(session, kept("a"), now=NIGHT)
    remember_file_id(session, kept("a").sha256, "AgAC")
    mark_dropped(session, kept("a").sha256, now=NIGHT + DAY)
    mark_dropped(session, kept("a").sha256, now=NIGHT + 2 * DAY)
    noted = read_again(session, kept("a"))
    assert (noted.dropped_at, noted.telegram_file_id) == (NIGHT + DAY, None)


def test_a_dropped_picture_that_comes_again_is_kept_again(session: Session) -> None:
    note_picture(session, kept("a"), now=NIGHT)
    mark_dropped(session, kept("a").sha256, now=NIGHT + DAY)
    note_picture(session, kept("a"), now=NIGHT + 2 * DAY)
    noted = read_again(session, kept("a"))
    assert (noted.kept_at, noted.dropped_at) == (NIGHT + 2 * DAY, None)


def test_only_old_pictures_still_on_the_shelf_are_found_the_oldest_first(session: Session) -> None:
    for days, letter in enumerate("dcba"):
        note_picture(session, kept(letter), now=NIGHT + days * DAY)
    mark_dropped(session, kept("c").sha256, now=NIGHT + 5 * DAY)
    found = pictures_older_than(session, NIGHT + 3 * DAY)
    assert [picture.sha256[0] for picture in found] == ["d", "b"]


def test_one_picture_is_marked_and_its_neighbours_are_not(session: Session) -> None:
    for letter in "ab":
        note_picture(session, kept(letter), now=NIGHT)
    remember_file_id(session, kept("a").sha256, "AgAC")
    mark_dropped(session, kept("a").sha256, now=NIGHT)
    remember_file_id(session, kept("b").sha256, "AgBB")
    assert read_again(session, kept("a")).telegram_file_id is None
    assert read_again(session, kept("b")).dropped_at is None
    assert read_again(session, kept("b")).telegram_file_id == "AgBB"
