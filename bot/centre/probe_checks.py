"""What types cannot see in a probe: two ways at once, an address that is none."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.yamltree import Fault, Path


def probe_faults(raw: Mapping[str, object], path: Path) -> Iterator[Fault]:
    """Everything wrong with one probe that its types do not say."""
    ways = [way for way in ("http", "tcp") if way in raw]
    if len(ways) != 1:
        problem = "the probe has both `http` and `tcp`" if ways else "the probe has neither `http` nor `tcp`"
        yield Fault(path, problem, 'Write one: http: "https://…", or tcp: "host:port".')
    http, tcp = raw.get("http"), raw.get("tcp")
    if isinstance(http, str) and not _is_address(http):
        remedy = "Begin with https:// or http://, without a name or password, at most 500 signs."
        yield Fault((*path, "http"), f"`{http[:80]}` cannot be probed", remedy)
    if isinstance(tcp, str) and not _is_host_and_port(tcp):
        yield Fault(
            (*path, "tcp"), f"`{tcp[:80]}` is not a host and a port", 'Write "host.example.com:5061".'
        )
    status = raw.get("status")
    if isinstance(status, str) and status.isdigit() and not 100 <= int(status) <= 599:
        yield Fault((*path, "status"), f"{status} is not an HTTP status", "Write 100 to 599, usually 200.")


def network_faults(raw: object) -> Iterator[Fault]:
    """Networks that are none."""
    for index, network in enumerate(raw if isinstance(raw, list) else []):
        try:
            ipaddress.ip_network(str(network))
        except ValueError:
            remedy = 'Write it like "10.20.0.0/16", with zeros after the network\'s own bits.'
            yield Fault(("probes", "allow_inside", index), f"`{network}` is not a network", remedy)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= 500
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and plain


def _is_host_and_port(text: str) -> bool:
    host, _, port = text.rpartition(":")
    plain = text.isascii() and text.isprintable() and not set(text) & set(" /@?#") and len(text) <= 260
    return bool(host) and port.isdigit() and 0 < int(port) < 65536 and plain
