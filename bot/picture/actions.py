"""What we write down about pictures. The bytes come first (`Shelf.keep`), the note after them."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.picture.models import Picture
from bot.picture.rules import Kept


def note_picture(session: Session, kept: Kept, *, now: datetime) -> Picture:
    """A picture is on the shelf. One that comes again counts its days anew, and is no longer dropped."""
    picture = session.get(Picture, kept.sha256)
    if picture is None:
        picture = Picture(**kept._asdict())
        session.add(picture)
    picture.looks = picture.looks or kept.looks
    picture.kept_at = now
    picture.dropped_at = None
    session.flush()
    return picture


def remember_file_id(session: Session, sha256: str, file_id: str) -> None:
    """Telegram has it now, under this name."""
    session.execute(update(Picture).where(Picture.sha256 == sha256).values(telegram_file_id=file_id))


def mark_dropped(session: Session, sha256: str, *, now: datetime) -> None:
    """Its bytes are gone, the hash stays. After `Shelf.drop`: a crash between them only drops once more."""
    session.execute(
        update(Picture)
        .where(Picture.sha256 == sha256, Picture.dropped_at.is_(None))
        .values(dropped_at=now, telegram_file_id=None)
    )
