"""What the centre's own file says: its software, channels, ladders and every number of the night."""

import itertools
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.centre.ladder_rules import Ladders
from bot.centre.rota_rules import RotaFacts
from bot.duration import Duration
from bot.localised import Localised
from bot.yamlschema import Count, Facts


class ChannelKind(StrEnum):
    """How customers reach the operator there; decides whether a call or a chat is in hand."""

    CALLS = "calls"
    CHATS = "chats"
    EMAIL = "email"
    SOCIAL = "social"


class Sound(StrEnum):
    """What may come with sound; what the centre's file does not list comes silently."""

    PAGE = "page"
    FIX = "fix"
    NEW_TICKET = "new_ticket"
    UNCLAIMED_CUSTOMER = "unclaimed_customer"
    REMINDER = "reminder"
    RECHECK = "recheck"
    NEWS = "news"


class Probe(Facts):
    """How the bot looks for itself whether software answers: one of `http` and `tcp`.

    `http`: an address that must answer with `status`, and with `text` somewhere in the first 64 KiB;
    `tcp`: "host:port" that must let us connect. All of it within `within`.
    """

    http: str | None = None
    tcp: str | None = None
    status: Count = 200
    text: str | None = None
    within: Duration = timedelta(seconds=5)


class Probes(Facts):
    """How often probes are run, and which of the centre's own networks they may reach."""

    while_down: Duration = timedelta(seconds=30)
    otherwise: Duration = timedelta(minutes=5)
    allow_inside: tuple[str, ...] = ()


class Software(Facts):
    """Something operators work with that can stop working."""

    title: Localised
    note: Localised | None = None
    probe: Probe | None = None


class Channel(Facts):
    """Where customers come from, and the software it cannot do without."""

    title: Localised
    kind: ChannelKind
    needs: tuple[str, ...]
    most: Count | None = None
    """So many operators at most move here during an outage; None: as many as there are."""


class Link(Facts):
    """A page of the regulations; https only."""

    title: Localised
    url: str


class KnowledgeBase(Facts):
    """Where the regulations are, and the software without which they cannot be read."""

    needs: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


class Phone(Facts):
    """Whom to call when Telegram itself is about to go."""

    label: Localised
    number: str


class Silence(Facts):
    """How long an operator may be silent: asked after `window`, then `times` more every `ask_again`.

    The lead hears of it `lead_hears_at` after the silence began.
    """

    window: Duration
    ask_again: Duration
    times: Count
    lead_hears_at: Duration

    def questions_at(self) -> tuple[timedelta, ...]:
        """When the operator is asked, counted from the beginning of the silence."""
        return tuple(self.window + self.ask_again * again for again in range(self.times + 1))


class Reminders(Facts):
    """Reminded `after`, then every `then_every`, `times` in all."""

    after: Duration
    then_every: Duration
    times: Count

    def due_at(self) -> tuple[timedelta, ...]:
        """When each reminder is due, counted from the beginning."""
        return tuple(self.after + self.then_every * again for again in range(self.times))


class Rechecks(Facts):
    """The periodic "does it work now?"; after `unanswered` silences in a row the lead hears it."""

    every: Duration
    choices: Annotated[tuple[Duration, ...], Field(min_length=1)]
    unanswered: Count


class MassOutage(Facts):
    """So many operators within this time. A sysadmin's question goes to `asked` of them, not to all."""

    """This many operators on one software within this time are one mass outage."""

    operators: Count
    within: Duration
    asked: Count = 3


class MassReturn(Facts):
    """After a mass fix: volunteers check first, then waves; fewer than `at_once_below` return together."""

    volunteers: Count
    wave: Count
    wave_every: Duration
    at_once_below: Count


class Timings(Facts):
    """Every number of the night that is not a ladder's."""

    self_help: Silence
    report: Silence
    fix_check: Silence
    duties: Reminders
    customer_unclaimed: Duration
    ticket_news: Reminders
    operator_news: Duration
    snooze: Duration = timedelta(minutes=15)
    recheck: Rechecks
    mass_outage: MassOutage
    mass_return: MassReturn
    most_reminders: Count
    invitation: Duration
    pictures_kept: Duration
    updates_kept: Duration
    messages_kept: Duration = timedelta(days=30)


class Noise(Facts):
    """One person's phone rings about one incident at most once in `quiet_between`."""

    quiet_between: Duration = timedelta(seconds=30)


class CheckIns(Facts):
    """Whoever's time on duty begins says so within `confirm_within`; nobody is asked with less left than
    `least_left`."""

    confirm_within: Duration = timedelta(minutes=10)
    least_left: Duration = timedelta(minutes=30)


class Centre(Facts):
    """One contact centre, as its file says."""

    name: str
    time_zone: str
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    software: Annotated[Mapping[str, Software], Field(min_length=1)]
    channels: Annotated[Mapping[str, Channel], Field(min_length=1)]
    knowledge_base: KnowledgeBase
    phones: tuple[Phone, ...] = ()
    ladder: Ladders
    timings: Timings
    probes: Probes = Probes()
    sound: tuple[Sound, ...]
    noise: Noise = Noise()
    rota: RotaFacts = RotaFacts()
    checkin: CheckIns = CheckIns()

    @cached_property
    def zone(self) -> ZoneInfo:
        """The centre's time zone; people may have their own."""
        return ZoneInfo(self.time_zone)

    @property
    def language(self) -> str:
        """The language of somebody who has not chosen one."""
        return self.languages[0]


def affected_channels(centre: Centre, *software: str) -> tuple[str, ...]:
    """Channels that cannot work without any one of this software, in the file's order."""
    return tuple(key for key, channel in centre.channels.items() if set(channel.needs) & set(software))


def other_channels(centre: Centre, *software: str) -> tuple[str, ...]:
    """Channels that need none of this software, in the file's order."""
    return tuple(key for key, channel in centre.channels.items() if not set(channel.needs) & set(software))


def knowledge_base_stands(centre: Centre, *software: str) -> bool:
    """Whether the regulations can be read without this software."""
    return not set(centre.knowledge_base.needs) & set(software)


def software_of(centre: Centre, *channels: str) -> tuple[str, ...]:
    """The software these channels need, in the file's order; unknown channels need none."""
    known = [centre.channels[key].needs for key in channels if key in centre.channels]
    needed = set(itertools.chain.from_iterable(known))
    return tuple(key for key in centre.software if key in needed)


def makes_sound(centre: Centre, what: Sound) -> bool:
    """Whether this comes with sound; it is night, so most things do not."""
    return what in centre.sound
