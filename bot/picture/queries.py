"""Reads on pictures."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.picture.models import Picture


def pictures_older_than(session: Session, moment: datetime) -> list[Picture]:
    """Those still on the shelf that came in before this moment, the oldest first."""
    chosen = select(Picture).where(Picture.kept_at < moment, Picture.dropped_at.is_(None))
    return list(session.scalars(chosen.order_by(Picture.kept_at, Picture.sha256)))


def kept_since(session: Session, moment: datetime) -> set[str]:
    """Hashes of those on the shelf that came in at this moment or later, the last time they came."""
    young = select(Picture.sha256).where(Picture.kept_at >= moment, Picture.dropped_at.is_(None))
    return set(session.scalars(young))


def mimes_of(session: Session, hashes: Collection[str]) -> dict[str, str]:
    """Of which kind those of these pictures are that are still on the shelf, by their SHA-256."""
    chosen = select(Picture.sha256, Picture.mime).where(
        Picture.sha256.in_(hashes), Picture.dropped_at.is_(None)
    )
    return {row.sha256: row.mime for row in session.execute(chosen)}


def looks_of(session: Session, hashes: Collection[str]) -> dict[str, str | None]:
    """What these pictures look like (`rules.LOOKS`), by their SHA-256."""
    chosen = select(Picture.sha256, Picture.looks).where(Picture.sha256.in_(hashes))
    return dict(session.execute(chosen).all())
