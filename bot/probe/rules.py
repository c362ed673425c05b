"""What a probe can find, which address it may reach, and when the next one is due."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
MOST_BYTES = 64 * 1024
"""As much of an answer is read."""


class Finding(StrEnum):
    """What a probe found. Its words for people: `event-probed` in bot/locales."""

    ANSWERS = "answers"
    WRONG_STATUS = "wrong_status"
    WRONG_TEXT = "wrong_text"
    NO_ANSWER = "no_answer"
    TOO_SLOW = "too_slow"
    NO_SUCH_HOST = "no_such_host"
    NOT_TRUSTED = "not_trusted"
    """The certificate is not the host's."""
    NOT_ALLOWED = "not_allowed"
    """The host is on a network that probes may not reach: a mistake of the centre's file, no outage."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one probe of one software found. `status`: of an HTTP answer."""

    finding: Finding
    status: int | None = None

    @property
    def green(self) -> bool | None:
        """Whether it works; None where the probe itself could not be made."""
        return None if self.finding is Finding.NOT_ALLOWED else self.finding is Finding.ANSWERS


def may_reach(address: str, inside: Iterable[str]) -> bool:
    """Whether a probe may connect to this resolved address: a public one, or in a network that is allowed."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    plain = _inner(found)
    networks = [ipaddress.ip_network(network) for network in inside]
    if any(plain in network for network in networks if network.version == plain.version):
        return True
    if plain.version == 6 and plain not in _GLOBAL_UNICAST:
        return False
    return plain.is_global and not plain.is_multicast


def _inner(found: Address) -> Address:
    """Where a packet to this address ends: IPv6 has several ways to write an IPv4 one, each a way inside."""
    if isinstance(found, ipaddress.IPv4Address):
        return found
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    teredo = found.teredo
    return found.ipv4_mapped or found.sixtofour or (teredo[1] if teredo else None) or found


def is_due(
    checked_at: datetime | None, *, needed: bool, often: timedelta, seldom: timedelta, now: datetime
) -> bool:
    """Whether it is time to look again: often while somebody waits for this software, else seldom."""
    return checked_at is None or now - checked_at >= (often if needed else seldom)
