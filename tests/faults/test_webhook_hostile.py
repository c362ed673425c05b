"""Whatever is thrown at the webhook: the right refusal, nothing kept, never an error of the server's own."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import pytest

from bot.clock import WoundClock
from bot.db import Database
from bot.intake.hall import open_hall
from bot.intake.journal import left_over
from bot.intake.webhook import Door
from bot.intake.webhook_rules import DEEPEST, LONGEST
from tests.faults.intake_rig import Rig, box_with

SECRET = "a-Secret_of-32-characters-or-more"
GOOD = b'{"update_id": 7, "message": {"message_id": 1, "date": 1, "from": {"id": 5}, "text": "hi"}}'


class Answer(NamedTuple):
    status: int
    headers: str


def post(
    body: bytes = GOOD, *headers: bytes, secret: bytes | None = SECRET.encode(), path: bytes = b"/here"
) -> bytes:
    """A delivery on the wire. A header of the caller's own goes before ours."""
    lines = [b"POST " + path + b" HTTP/1.1", b"Host: x", *headers]
    if secret is not None:
        lines.append(b"X-Telegram-Bot-Api-Secret-Token: " + secret)
    if not any(one.lower().startswith((b"content-length", b"transfer-encoding")) for one in headers):
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join([*lines, b"", b""]) + body


def chunked(*chunks: bytes, ended: bool = True) -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in chunks) + (b"0\r\n\r\n" if ended else b"")
    return post(body, b"Transfer-Encoding: chunked")


def nested(depth: int) -> bytes:
    return b'{"update_id": 9, "a": ' + b"[" * depth + b"]" * depth + b"}"


def with_id(value: str) -> bytes:
    return post(b'{"update_id": %s}' % value.encode())


_ROOM = 8
_BIG = b'{"update_id": 8, "a": "' + b"x" * 2 * LONGEST + b'"}'
_BOMB = gzip.compress(b"[" * 20_000_000)
UNKNOWN = {
    "no secret": post(secret=None),
    "a wrong secret": post(secret=b"x" * len(SECRET)),
    "an empty secret": post(secret=b""),
    "the beginning of the secret": post(secret=SECRET[:-1].encode()),
    "more than the secret": post(secret=SECRET.encode() + b"x"),
    "the secret in small letters": post(secret=SECRET.lower().encode()),
    "a secret that is no ASCII": post(secret="секрет".encode()),
    "a secret that is no text": post(secret=b"\xff\xfe\x80"),
    "the secret twice": post(GOOD, b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode()),
    "the secret in the query": post(secret=None, path=b"/here?secret_token=" + SECRET.encode()),
    "the secret in another header": post(GOOD, b"Authorization: " + SECRET.encode(), secret=None),
    "two megabytes without a secret": post(_BIG, secret=None),
}
REFUSED = {
    "two megabytes": (413, post(_BIG)),
    "two megabytes in pieces": (413, chunked(*[b"x" * 65536] * 32)),
    "a length that is a lie": (413, post(GOOD, b"Content-Length: 99999999999")),
    "pieces that never end": (408, chunked(b"{", b'"a"', ended=False)),
    "less than it says": (408, post(GOOD, b"Content-Length: 5000")),
    "gzip": (415, post(gzip.compress(GOOD), b"Content-Encoding: gzip")),
    "a gzip bomb": (415, post(_BOMB, b"Content-Encoding: gzip")),
    "broken JSON": (400, post(b'{"update_id": 7,')),
    "nothing": (400, post(b"")),
    "an object without an id": (400, post(b"{}")),
    "a list": (400, post(b"[" + GOOD + b"]")),
    "a number": (400, post(b"7")),
    "a nesting of ten thousand": (400, post(nested(10_000))),
    "a nesting of half a million": (400, post(b"[" * 500_000)),
    "brackets in words that never end": (400, post(b'"' + b'\\"[' * 200_000)),
    "not a number": (400, post(b'{"update_id": 7, "a": NaN}')),
    "infinity": (400, post(b'{"update_id": 7, "a": -Infinity}')),
    "a number of five thousand digits": (400, with_id("9" * 5000)),
    "an id that is true": (400, with_id("true")),
    "an id below nothing": (400, with_id("-7")),
    "an id in words": (400, with_id('"7"')),
    "an id with a fraction": (400, with_id("7.5")),
    "an id beyond every integer": (400, with_id(str(2**70))),
    "bytes that are no text": (400, post(b'{"update_id": 7, "a": "\xff\xfe"}')),
    "a piece whose length is no number": (400, post(b"zz\r\n{}\r\n", b"Transfer-Encoding: chunked")),
    "rubbish": (400, b"\x16\x03\x01\x00\xa5\x01\x00\x00\r\n\r\n"),
    "a header of a hundred kilobytes": (400, post(GOOD, b"X-Long: " + b"x" * 100_000)),
    "a zero in a header": (400, post(GOOD, b"X-Zero: a\x00b")),
    "GET": (405, b"GET /here HTTP/1.1\r\nHost: x\r\n\r\n"),
    "HEAD": (405, b"HEAD /here HTTP/1.1\r\nHost: x\r\n\r\n"),
    "PUT": (405, post().replace(b"POST", b"PUT", 1)),
    "DELETE": (405, b"DELETE /here HTTP/1.1\r\nHost: x\r\n\r\n"),
    "another path": (404, post(path=b"/there")),
    "a path upwards": (404, post(path=b"/here/../../etc/passwd")),
}
TAKEN = {
    "a good one": post(),
    "a good one in pieces": chunked(GOOD[:20], GOOD[20:]),
    "the same key twice": post(b'{"update_id": 1, "update_id": 7}'),
    "half a surrogate pair": post(b'{"update_id": 7, "a": "\\ud800"}'),
    "deeper than a handler reads": post(nested(DEEPEST - 1)),
    "brackets in its words": post(json.dumps({"update_id": 7, "text": "[" * 4096}).encode()),
    "a forged sender": post(GOOD.replace(b'"id": 5', b'"id": 1')),
    "no kind of content": post(GOOD, b"Content-Type: text/html"),
}


@asynccontextmanager
async def door(db: Database, clock: WoundClock, *, idle: float = 0.3) -> AsyncIterator[int]:
    """The port at which deliveries are taken into this database."""
    box, _ = box_with(clock, "Olga")
    taken = Door(SECRET, clock, Rig(box, db, clock).poller.bring_in, patience=0.3).application("/here")
    async with open_hall(taken, "127.0.0.1", 0, most=_ROOM, idle=idle) as port:
        yield port


async def said(port: int, request: bytes) -> Answer:
    """What it answers. Whoever is refused early may have its connection closed while it still speaks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        async with asyncio.timeout(10):
            head = await reader.readuntil(b"\r\n\r\n")
    finally:
        writer.close()
    return Answer(int(head.split(b" ", 2)[1]), head.decode("latin-1").lower())


async def kept(db: Database) -> int:
    return len(await db.read(left_over))


@pytest.mark.parametrize("case", UNKNOWN)
async def test_who_does_not_know_the_secret_is_not_listened_to(
    db: Database, clock: WoundClock, case: str
) -> None:
    async with door(db, clock) as port:
        assert (await said(port, UNKNOWN[case])).status == 401
        assert await kept(db) == 0


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_no_update_is_refused_and_the_next_one_is_taken(
    db: Database, clock: WoundClock, case: str
) -> None:
    expected, request = REFUSED[case]
    async with door(db, clock) as port:
        assert (await said(port, request)).status == expected
        assert await kept(db) == 0
        assert (await said(port, post())).status == 200
        assert await kept(db) == 1


@pytest.mark.parametrize("case", TAKEN)
async def test_what_telegram_may_say_is_kept_before_it_is_answered(
    db: Database, clock: WoundClock, case: str
) -> None:
    async with door(db, clock) as port:
        assert (await said(port, TAKEN[case])).status == 200
        assert await kept(db) == 1
        assert (await said(port, TAKEN[case])).status == 200, "Telegram repeats what it heard no answer to"
        assert await kept(db) == 1


@pytest.mark.parametrize(
    "words",
    [b"", b"POST /here HTTP/1.1\r\nHost: x\r\nX: ", post(secret=None, path=b"/here") + b"POST"],
    ids=["nothing", "a header that never ends", "one request, and half of another"],
)
async def test_whoever_never_ends_a_request_is_hung_up_on(
    db: Database, clock: WoundClock, words: bytes
) -> None:
    async with door(db, clock) as port, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(words)
        with suppress(ConnectionError):
            await reader.read()
        writer.close()


async def test_however_many_come_so_many_are_let_in_and_the_others_are_hung_up_on(
    db: Database, clock: WoundClock
) -> None:
    async with door(db, clock, idle=600) as port, asyncio.timeout(10):
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(_ROOM)]
        late, writer = await asyncio.open_connection("127.0.0.1", port)
        with suppress(ConnectionError):
            assert await late.read() == b""
        assert not any(reader.at_eof() for reader, _ in crowd), "whoever was there first stays"
        for one in (writer, *(theirs for _, theirs in crowd)):
            one.close()
        while not await is_taken(port):
            pass


async def is_taken(port: int) -> bool:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        return (await said(port, post())).status == 200
    return False


async def test_what_cannot_be_kept_is_left_to_telegram(database_url: str, clock: WoundClock) -> None:
    def full(what: str) -> None:
        if what.startswith("before"):
            raise OSError("no room")

    db = Database(database_url, boundary=full)
    async with door(db, clock) as port:
        answer = await said(port, post())
        assert answer.status == 503
        assert "retry-after: 2" in answer.headers
        assert await kept(db) == 0
    db.close()
