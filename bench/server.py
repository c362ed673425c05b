"""PostgreSQL as it is in earnest: its files lie on the disk, and a COMMIT waits for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests import postgresql


@contextmanager
def durable(**settings: str) -> Iterator[postgresql.Server]:
    """A server while the block runs. For tests its files lie in memory, where fsync costs nothing.

    `settings`: of the server, for its administrator to choose.
    """
    disk = Path(tempfile.gettempdir())
    in_earnest = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "128MB"}
    server = postgresql.Server(disk, **in_earnest | settings)
    try:
        yield server
    finally:
        server.stop()
