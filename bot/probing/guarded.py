"""One look, guarded: a name is resolved once, every address checked, and a checked one connected to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

import httpx

from bot.centre.rules import Probe
from bot.probe.rules import MOST_BYTES, Finding, Verdict, may_reach


class NotAllowed(Exception):
    """The name leads to a network that probes may not reach."""


async def look(probe: Probe, inside: Sequence[str]) -> Verdict:
    """Probe it once; never raises. `inside`: networks of the centre's own that may be reached."""
    try:
        async with asyncio.timeout(probe.within.total_seconds()):
            if probe.tcp is not None:
                return await _tcp(probe.tcp, inside)
            return await _http(probe, inside)
    except NotAllowed:
        return Verdict(Finding.NOT_ALLOWED)
    except socket.gaierror:
        return Verdict(Finding.NO_SUCH_HOST)
    except (TimeoutError, httpx.TimeoutException):
        return Verdict(Finding.TOO_SLOW)
    except (OSError, httpx.HTTPError, ValueError) as error:
        return Verdict(Finding.NOT_TRUSTED if _is_certificate(error) else Finding.NO_ANSWER)


async def _tcp(place: str, inside: Sequence[str]) -> Verdict:
    host, _, port = place.rpartition(":")
    address = await _resolved(host.strip("[]"), int(port), inside)
    _, writer = await asyncio.open_connection(address, int(port))
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return Verdict(Finding.ANSWERS)


async def _http(probe: Probe, inside: Sequence[str]) -> Verdict:
    parts = urlsplit(probe.http or "")
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = await _resolved(host, port, inside)
    target = parts._replace(netloc=f"[{address}]:{port}" if ":" in address else f"{address}:{port}").geturl()
    headers = {"Host": parts.netloc, "User-Agent": "nightshift-probe", "Accept-Encoding": "identity"}
    async with (
        httpx.AsyncClient(
            trust_env=False, follow_redirects=False, timeout=probe.within.total_seconds()
        ) as client,
        client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer,
    ):
        if answer.status_code != probe.status:
            return Verdict(Finding.WRONG_STATUS, answer.status_code)
        if probe.text is None:
            return Verdict(Finding.ANSWERS, answer.status_code)
        body = bytearray()
        async for piece in answer.aiter_raw(4096):
            body += piece
            if len(body) >= MOST_BYTES:
                break
        there = probe.text.encode() in body[:MOST_BYTES]
        return Verdict(Finding.ANSWERS if there else Finding.WRONG_TEXT, answer.status_code)


async def _resolved(host: str, port: int, inside: Sequence[str]) -> str:
    """The address to connect to: all that the name leads to must be allowed, not only the first."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(may_reach(address, inside) for address in addresses):
        raise NotAllowed
    return addresses[0]


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
