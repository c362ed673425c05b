"""The shelf of pictures: what was sent goes through the decoder, and only what the decoder wrote is kept.

<folder>/ab/abcdef….png     named by the SHA-256 of its own bytes
<folder>/arriving/…         being written; a crash leaves some here, the next `Shelf` throws them away
"""

import asyncio
import fcntl
import hashlib
import os
import re
import signal
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

import bot
from bot.errors import Mistake
from bot.one_core import set_free
from bot.picture.rules import (
    EXTENSIONS,
    HEAD,
    LARGEST_FILE,
    LIMITS,
    Kept,
    Kind,
    Refusal,
    kind_of,
    refusal_by_content,
)

_CODE = Path(bot.__file__).parents[1]
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_ANSWER = re.compile(
    rb"kept (image/(?:png|jpeg)) ([0-9]{1,5}) ([0-9]{1,5}) ([0-9a-f]{128})|refused ([a-z-]+)"
)
_AT_ONCE = 2
_PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
"""What the decoder sees of our environment: enough to start, and none of its secrets."""


class PictureRefused(Mistake):
    """This picture is not taken in, and sending it again will not help; its ticket lives on without it."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.key, **LIMITS)


class Shelf:
    """A folder of pictures that only we may read. It may be used by several processes at once."""

    def __init__(self, folder: Path, *, patience: float = 5.0) -> None:
        """Make the folder, and throw away what a crash left in it. `patience`: seconds per picture."""
        self._folder = folder
        self._arriving = folder / "arriving"
        self._patience = patience
        self._turns = asyncio.Semaphore(_AT_ONCE)
        for private in (folder, self._arriving):
            private.mkdir(mode=0o700, parents=True, exist_ok=True)
            private.chmod(0o700)
        for left in self._arriving.iterdir():
            _remove_unless_in_use(left)

    async def keep(self, chunks: AsyncIterator[bytes]) -> Kept:
        """Take in the bytes of one file, of which we know nothing. The same picture twice is kept once.

        Raises `PictureRefused`, as soon as it is certain; what `chunks` raises; OSError when the disk or the
        decoder fails, which says nothing about the picture: it may be sent again.
        """
        with self._nameless() as sent, self._nameless() as answer:
            await _receive(chunks, sent)
            async with self._turns:
                await self._decode(sent, answer)
            kind, width, height, looks, picture = _understood(answer)
        sha256 = await asyncio.to_thread(self._put, picture, kind)
        return Kept(sha256, kind.value, width, height, len(picture), looks)

    def path(self, sha256: str, mime: str) -> Path:
        """Where this picture is or would be. Raises ValueError unless both are what `keep` answers."""
        if not _HASH.fullmatch(sha256):
            raise ValueError(f"not the hash of a picture: {sha256!r}")
        if mime not in set(EXTENSIONS):
            raise ValueError(f"not a kind of picture we keep: {mime!r}")
        return self._folder / sha256[:2] / f"{sha256}.{EXTENSIONS[Kind(mime)]}"

    async def read(self, sha256: str, mime: str) -> bytes:
        """The picture's bytes. Raises FileNotFoundError when it was dropped or never kept."""
        return await asyncio.to_thread(self.path(sha256, mime).read_bytes)

    async def drop(self, sha256: str) -> bool:
        """Delete the picture for good; False when there was none."""
        return any([await asyncio.to_thread(_unlinked, self.path(sha256, kind)) for kind in EXTENSIONS])

    async def older_than(self, moment: datetime) -> set[str]:
        """Hashes of what was written before this moment of the machine's own clock, noted anywhere or not.

        A crash between `keep` and `note_picture` leaves a picture that no table knows: only this finds it.
        """
        return await asyncio.to_thread(self._written_before, moment.timestamp())

    def _written_before(self, second: float) -> set[str]:
        files = self._folder.glob("[0-9a-f][0-9a-f]/*")
        return {file.stem for file in files if file.stat().st_mtime < second}

    def _nameless(self) -> IO[bytes]:
        """A file without a name: it is gone with whoever has it open, even after a crash."""
        return tempfile.TemporaryFile(dir=self._arriving, buffering=0)

    async def _decode(self, sent: IO[bytes], answer: IO[bytes]) -> None:
        """Have it decoded; once more if somebody killed the decoder, which is no fault of the picture."""
        code = await self._decoder_ends(sent, answer)
        if code == -signal.SIGKILL:
            code = await self._decoder_ends(sent, answer)
        if code < 0:
            raise PictureRefused(Refusal.BROKEN)
        if code > 0:
            answer.seek(0)
            raise ChildProcessError(f"the decoder ended with {code}: {answer.read()[-300:]!r}")

    async def _decoder_ends(self, sent: IO[bytes], answer: IO[bytes]) -> int:
        """Run the decoder from file to file: nothing to feed or to drain. Answers like `Popen.returncode`."""
        sent.seek(0)
        answer.seek(0)
        answer.truncate()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.picture.decoding"),
            stdin=sent,
            stdout=answer,
            stderr=asyncio.subprocess.STDOUT,
            cwd=_CODE,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
        set_free(process.pid)
        try:
            async with asyncio.timeout(self._patience):
                return await process.wait()
        except TimeoutError:
            raise PictureRefused(Refusal.BROKEN) from None
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    def _put(self, picture: bytes, kind: Kind) -> str:
        """Write it whole under a name of its own, or not at all; then it survives a power cut."""
        sha256 = hashlib.sha256(picture).hexdigest()
        place = self.path(sha256, kind)
        if not place.parent.is_dir():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _sync_folder(self._folder)
        handle, name = tempfile.mkstemp(dir=self._arriving)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(picture)
                file.flush()
                os.fsync(file.fileno())
                fresh.replace(place)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        _sync_folder(place.parent)
        return sha256


async def _receive(chunks: AsyncIterator[bytes], sent: IO[bytes]) -> None:
    """Write the chunks down until they end or are refused: by their first bytes, or by their number."""
    head, size = b"", 0
    async for chunk in chunks:
        size += len(chunk)
        if size > LARGEST_FILE:
            raise PictureRefused(Refusal.TOO_BIG)
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
            if len(head) == HEAD:
                _refuse_by_content(head)
        _write_all(sent, chunk)
    _refuse_by_content(head)


def _refuse_by_content(head: bytes) -> None:
    if refusal := refusal_by_content(head):
        raise PictureRefused(refusal)


def _write_all(file: IO[bytes], chunk: bytes) -> None:
    """An unbuffered file may take a part, right before the disk is full."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def _understood(answer: IO[bytes]) -> tuple[Kind, int, int, str, bytes]:
    """The decoder's answer, believed only as far as it can be checked: a picture may have taken it over."""
    answer.seek(0)
    line, _, picture = answer.read(LARGEST_FILE + HEAD).partition(b"\n")
    said = _ANSWER.fullmatch(line)
    if said is None:
        raise PictureRefused(Refusal.BROKEN)
    if said[5]:
        raise PictureRefused(_refusal(said[5].decode()))
    kind = Kind(said[1].decode())
    if kind_of(picture[:HEAD]) is not kind or len(picture) > LARGEST_FILE:
        raise PictureRefused(Refusal.BROKEN)
    return kind, int(said[2]), int(said[3]), said[4].decode(), picture


def _refusal(word: str) -> Refusal:
    return Refusal(word) if word in set(Refusal) else Refusal.BROKEN


def _remove_unless_in_use(path: Path) -> None:
    """Whoever is still writing holds a lock on it: another process, while one hands over to the next."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except (BlockingIOError, FileNotFoundError):
        return


def _unlinked(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    """A new or a removed name lives in its folder, which has to reach the disk too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
