"""The database: actions go in, one after another, and are answered when they are durable.

An action is a plain function on a `Session`; all of them in the night come in one order, whatever database
keeps them. Why this way: docs/decisions/0040-one-writer-thread.md and 0090-postgresql-in-one-order.md.
"""

from bot.db.address import file_of, is_postgresql, place_of
from bot.db.database import Database
from bot.db.promise import SEATS, NoSeat, StorageFailure, Woken, is_storage_trouble, tell, wake
from bot.db.sqlite import sqlite_engine

__all__ = [
    "SEATS",
    "Database",
    "NoSeat",
    "StorageFailure",
    "Woken",
    "file_of",
    "is_postgresql",
    "is_storage_trouble",
    "place_of",
    "sqlite_engine",
    "tell",
    "wake",
]
