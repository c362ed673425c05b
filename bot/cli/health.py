"""Ask the running bot how it is: for a person at night, and for a container's health check."""

from __future__ import annotations

import http.client
import json
from argparse import Namespace

from bot.cli.failing import WRONG, CannotStart
from bot.settings import Settings, load_settings

_PATIENCE = 5.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  where we are asked to listen is no place to ask


def health(wanted: Namespace) -> int:
    """One sentence for each thing that is wrong; with --live only what a restart would cure is a failure."""
    status, said = _asked(load_settings(), "/health/live" if wanted.live else "/health")
    for one in said["why"]:
        print(f"{one['name']}: {one['says']}")
    if not said["why"]:
        print(said["says"])
    return 0 if status == http.client.OK else WRONG


def _asked(settings: Settings, path: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    """The status and what was said. Raises CannotStart where nobody answers."""
    if settings.health_listen is None:
        raise CannotStart("HEALTH_LISTEN is off, so nobody can be asked")
    host, _, port = settings.health_listen.rpartition(":")
    host = host.strip("[]")
    connection = http.client.HTTPConnection(_EVERYWHERE.get(host, host), int(port), timeout=_PATIENCE)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, http.client.HTTPException, ValueError) as error:
        sentence = f"{settings.health_listen}: no bot answers there ({type(error).__name__}); is one running?"
        raise CannotStart(sentence) from None
    finally:
        connection.close()
