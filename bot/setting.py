"""What one setting may be: each function gives the usable value, or says by ValueError why there is none.

The sentences name no value of a setting that may hold a secret: a token, or a URL with a password in it.
"""

from __future__ import annotations

import ipaddress
import re
from datetime import timedelta
from urllib.parse import SplitResult, urlsplit

from bot.duration import parse_duration
from bot.language import LANGUAGES
from bot.zone import nearest_zone, zone_named

TELEGRAM = "https://api.telegram.org"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_FORMATS = ("text", "json")
OFF = "off"
FASTEST = 30
"""Messages a second that Telegram lets one bot send."""

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_SHORTEST_TOKEN = 30
_SQLITE = {"sqlite", "sqlite+pysqlite"}
_POSTGRESQL = {"postgresql", "postgres", "postgresql+psycopg"}
_LONGEST_SHOWN = 60


def a_token(value: object, *, own_server: bool) -> object:
    """A bot's token; from Telegram itself it is never short, a server of one's own may give any."""
    if not isinstance(value, str):
        return value
    secret = value.strip()
    if not _TOKEN.fullmatch(secret):
        raise ValueError("it is not a token: digits, a colon, then letters, digits, _ and - only")
    if not own_server and len(secret) < _SHORTEST_TOKEN:
        raise ValueError(f"it has {len(secret)} characters, so a part of the token is missing")
    return secret


def an_api_url(value: object) -> object:
    """The address of a Bot API server, without a slash at the end."""
    parts = _split(str(value).strip())
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is not an address that starts with http:// or https:// and names a server")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("it is more than a server's address: no password, no ? and no # belong in it")
    address = f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"
    own = address.removeprefix("http://") in {"api.telegram.org", "api.telegram.org:80"}
    if own:
        raise ValueError("without https the token could be read on the way to Telegram")
    return TELEGRAM if address == f"{TELEGRAM}:443" else address


def a_webhook_url(value: object) -> object:
    """Where Telegram brings updates to; plain http only where a server of one's own is meant, on loopback."""
    if value is None:
        return None
    address = str(value).strip()
    parts = _split(address)
    local = parts is not None and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    schemes = {"https", "http"} if local else {"https"}
    if parts is None or not parts.hostname or parts.scheme not in schemes:
        raise ValueError("it is not an address that starts with https:// and names a server")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("it is more than an address: no password, no ? and no # belong in it")
    return address


def a_webhook_secret(value: object) -> object:
    """What Telegram says with every update, so that nobody else can: long, and of the signs it allows."""
    if value is None:
        return None
    secret = str(value).strip()
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
        raise ValueError("it is not 16 to 256 characters of A-Z, a-z, 0-9, _ and -")
    return secret


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return None if re.search(r"[\s\x00-\x1f]", address) else parts


def a_database_url(value: object) -> object:
    """A SQLite file, or a database on a PostgreSQL server; what is in memory would not survive a restart."""
    url = str(value).strip()
    scheme, colon, rest = url.partition(":")
    if not colon:
        raise ValueError("it is not a database's address, which starts with sqlite:/// or postgresql://")
    if scheme in _POSTGRESQL:
        return _on_a_server(f"postgresql+psycopg:{rest}")
    if scheme not in _SQLITE:
        raise ValueError(f"{shown(scheme)} is not served, only sqlite and postgresql are")
    file = rest.removeprefix("///") if rest.startswith("///") else ""
    if not file or ":memory:" in file or "?" in file:
        raise ValueError("it names no file; after sqlite:/// comes the file's path, and nothing behind it")
    return url


def _on_a_server(url: str) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("it is not written as postgresql://user:password@server/database") from None
    if "@" in (parts.host or ""):
        raise ValueError("its user or password has an @ in it, which is written %40 there")
    if not parts.database:
        raise ValueError("it names no database; after the server comes a slash and the database's name")
    return url


def a_time_zone(value: object) -> object:
    """The name of a zone in the IANA database."""
    if value is None:
        return None
    name = str(value).strip()
    zone = zone_named(name)
    if zone is None:
        nearest = nearest_zone(name)
        known = f", the nearest name is {nearest}" if nearest else ""
        raise ValueError(f"there is no time zone {shown(name)}{known}")
    return zone.key


def a_language(value: object) -> object:
    """A language that the screens are written in."""
    if value is None:
        return None
    return _one_of(str(value).strip().lower(), LANGUAGES)


def a_log_level(value: object) -> object:
    return _one_of(str(value).strip().upper(), LOG_LEVELS)


def a_log_format(value: object) -> object:
    return _one_of(str(value).strip().lower(), LOG_FORMATS)


def a_listening_place_or_off(value: object) -> object:
    """An address of this machine and a port, or `off`."""
    off = value is None or str(value).strip().lower() == OFF
    return None if off else _listening_place(value, f", nor `{OFF}`")


def a_listening_place(value: object) -> object:
    """An address of this machine and a port."""
    return _listening_place(value, "")


def _listening_place(value: object, otherwise: str) -> str:
    place = str(value).strip()
    host, colon, port = place.rpartition(":")
    if not colon or not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535:
        raise ValueError(f"{shown(place)} is not an address, a colon and a port{otherwise}")
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise ValueError(f"{shown(host)} is no address of a machine, as 127.0.0.1 or [::1]") from None
    return place


def a_sign_of_life_url(value: object) -> object:
    """Where somebody waits for our signs of life. It is never shown: whoever has it can give them for us."""
    if not isinstance(value, str):
        return value
    parts = _split(value.strip())
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("it is not an address that starts with http:// or https:// and names a server")
    if "@" in parts.netloc or parts.fragment:
        raise ValueError("no password and no # belong in it")
    return value.strip()


def a_chat(value: object) -> object:
    """The number of a chat: a person's is positive, a group's negative."""
    if value is None:
        return None
    number = str(value).strip()
    if not re.fullmatch(r"-?[1-9][0-9]{0,15}", number):
        raise ValueError(f"{shown(number)} is not the number of a chat")
    return int(number)


def a_pause(value: object) -> object:
    """A length of time, or `off`."""
    if value is None or isinstance(value, timedelta):
        return value
    return None if str(value).strip().lower() == OFF else parse_duration(str(value))


def a_pace(value: object) -> object:
    """Messages a second, to everybody together."""
    pace = str(value).strip()
    if not re.fullmatch(r"[0-9]{1,3}", pace) or not 1 <= int(pace) <= FASTEST:
        raise ValueError(f"{shown(pace)} is not a whole number from 1 to {FASTEST}")
    return int(pace)


def a_number(value: object) -> object:
    """Something that is counted from 1."""
    if value is None or re.fullmatch(r"[1-9][0-9]{0,8}", str(value).strip()):
        return None if value is None else int(str(value))
    raise ValueError(f"{shown(value)} is not a whole number from 1 on")


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{shown(value)} is none of {', '.join(known)}")
    return value


def shown(value: object) -> str:
    """A value in a sentence about it."""
    text = repr(str(value))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
