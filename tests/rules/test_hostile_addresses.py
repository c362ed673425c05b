"""Addresses of probes that would lead somewhere else than they say: named in the file, or never reached."""

from __future__ import annotations

import pytest

from bot.centre.probe_checks import network_faults, probe_faults
from bot.probe.rules import may_reach

REFUSED_URLS = (
    "",
    " ",
    "x",
    "crm.example.com",
    "//crm.example.com",
    "http:/crm",
    "http://",
    "https://:443/",
    "http://?x",
    "file:///etc/passwd",
    "gopher://x:70/_x",
    "ftp://x/",
    "ws://x/",
    "javascript:alert(1)",
    "data:text/html,x",
    "unix:///run/x.sock",
    "http+unix://x/",
    "ldap://x/",
    "dict://x:11211/stat",
    "http://user@x/",
    "http://user:word@x/",
    "http://a.example.com@127.0.0.1/",
    "http://@x/",
    "https://x\\@y/",
    "http://x/\r\nHost: y",
    "http://x/\nX: y",
    "http://x/\tz",
    "http://x/ HTTP/1.1",
    "http://x/\x00",
    "http://x\x7f/",
    "http://крм.рф/",
    "http://x/é",
    "http://x:port/",
    "http://x:99999/",
    "http://x:-1/",
    "http://[::1/",
    "http://[zz]/",
    "http://x/" + "a" * 500,
)
REFUSED_PLACES = (
    "",
    ":",
    "x",
    "x:",
    ":80",
    "x:0",
    "x:65536",
    "x:-1",
    "x:1e3",
    "x:80/",
    "x:80 ",
    " x:80",
    "x y:80",
    "x\n:80",
    "u@x:80",
    "x?:80",
    "x#:80",
    "х:80",
    "x:８０",
    "x" * 300 + ":80",
    "x:80\r\nHELO",
)
INSIDE = (
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2002:a00:1::",
    "2001:0:7f00:1:0:0:f5ff:fffe",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "100::1",
    "2001:db8::1",
    "4000::1",
    "",
    "x",
    "127.1",
    "2130706433",
    "0x7f000001",
)
OUTSIDE = (
    "93.184.216.34",
    "8.8.8.8",
    "2606:2800:220:1::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
)
NO_NETWORKS = (
    "",
    "x",
    "10.0.0.1/8",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "::/129",
    "10.0.0.0/8,::1",
    "0x0a/8",
    "10/8/8",
    None,
)


@pytest.mark.parametrize("url", REFUSED_URLS, ids=ascii)
def test_what_is_no_plain_web_address_is_named(url: str) -> None:
    assert [fault.path for fault in probe_faults({"http": url}, ("x",))] == [("x", "http")]


@pytest.mark.parametrize("place", REFUSED_PLACES, ids=ascii)
def test_what_is_no_host_and_port_is_named(place: str) -> None:
    assert [fault.path for fault in probe_faults({"tcp": place}, ("x",))] == [("x", "tcp")]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_reached_however_it_is_written(address: str) -> None:
    assert not may_reach(address, ())


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_reached(address: str) -> None:
    assert may_reach(address, ())


def test_what_is_allowed_is_reached_by_every_way_to_write_it() -> None:
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::a01:203", "2002:a01:203::1"):
        assert may_reach(address, ("10.0.0.0/8",)), address


def test_what_is_no_network_is_named() -> None:
    assert len(list(network_faults(list(NO_NETWORKS)))) == len(NO_NETWORKS)
