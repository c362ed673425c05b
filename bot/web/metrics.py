"""The numbers for Prometheus. docs/OPERATIONS.md says what each means; a test holds the two together."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.health.rules import Facts, Name, Queue, Trouble, is_alive

PREFIX = "nightshift_"
_PRIORITIES = ("page", "answer", "card", "notice")


class Numbers(Protocol):
    """What is asked at each scrape."""

    def facts(self) -> Facts: ...

    def wrong(self) -> tuple[Trouble, ...]: ...

    @property
    def loop_lag(self) -> float: ...

    @property
    def write_seconds(self) -> float: ...

    @property
    def spooled(self) -> int: ...

    @property
    def works(self) -> int:
        """Tasks on the event loop."""

    @property
    def counted(self) -> Mapping[str, Mapping[str, int]]:
        """Of this process: `deliveries` by outcome, `updates` by how they ended, `canaries` likewise."""

    @property
    def canary_seconds(self) -> float | None: ...

    @property
    def role(self) -> str: ...

    @property
    def takeovers(self) -> int: ...

    @property
    def replicas(self) -> int: ...

    @property
    def about(self) -> Mapping[str, str]:
        """Version, revision and the like."""


def exposition(numbers: Numbers) -> Callable[[], bytes]:
    """What /metrics answers, each time anew."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Ours(numbers))
    ProcessCollector(registry=registry)
    return lambda: generate_latest(registry)


class _Ours(Collector):
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterable[Metric]:
        numbers = self._numbers
        facts, wrong = numbers.facts(), numbers.wrong()
        yield from _of_health(wrong)
        yield from _of_this_process(numbers, facts)
        yield from _of_rows(facts)
        for what, counts in numbers.counted.items():
            yield _counter(what, _HELP[what], "outcome", counts)


_HELP = {
    "deliveries": "Messages and edits of this process, by what Telegram made of them.",
    "updates": "Updates that this process has handled, by how they ended.",
    "canaries": "Canaries of this process, by how far they came.",
}


def _of_health(wrong: tuple[Trouble, ...]) -> Iterator[Metric]:
    yield _gauge("ready", "1 while nothing is wrong.", not wrong)
    yield _gauge("live", "1 while nothing is wrong that only a new process would cure.", is_alive(wrong))
    names = {one.name for one in wrong}
    trouble = GaugeMetricFamily(PREFIX + "trouble", "1 for each thing that is wrong.", labels=["name"])
    for name in Name:
        trouble.add_metric([str(name)], float(name in names))
    yield trouble


def _of_this_process(numbers: Numbers, facts: Facts) -> Iterator[Metric]:
    yield _gauge("loop_lag_seconds", "How late the event loop's last beat was.", numbers.loop_lag)
    yield _gauge("loop_stands_seconds", "Since when the event loop has not turned.", facts.loop_stands)
    yield _gauge("database_work_seconds", "How long the oldest read or write lasts.", facts.thread_stands)
    yield _gauge("loop_tasks", "Tasks on the event loop.", numbers.works)
    yield _gauge("threads", "Threads of this process.", threading.active_count())
    yield _gauge("intake_age_seconds", "Since Telegram last answered.", facts.intake_ago)
    yield _gauge("write_age_seconds", "Since a write was last durable.", facts.written_ago)
    yield _gauge("write_probe_seconds", "How long the last tried write took.", numbers.write_seconds)
    if numbers.canary_seconds is not None:
        yield _gauge("canary_seconds", "How long the last canary was under way.", numbers.canary_seconds)
    yield _gauge("spool", "Updates that wait in a file for a server that is away.", numbers.spooled)
    yield _gauge("intake_held", "1 while it is this process that brings updates in.", facts.polls)
    yield _gauge("replicas", "Bots that work on this database, as this one sees it.", numbers.replicas)
    yield CounterMetricFamily(
        PREFIX + "takeovers", "How often this process took the updates over.", value=numbers.takeovers
    )
    about = {**numbers.about, "role": numbers.role}
    family = GaugeMetricFamily(PREFIX + "about", "What runs here; always 1.", labels=list(about))
    family.add_metric(list(about.values()), 1)
    yield family


def _of_rows(facts: Facts) -> Iterator[Metric]:
    rows = facts.rows
    outbox = {name: rows.outbox.get(name, Queue()) for name in _PRIORITIES}
    yield from _queue("inbox", "Updates that are kept and not handled yet", {"": rows.inbox})
    yield from _queue("timers_due", "Timers whose moment has come", {"": rows.timers})
    yield from _queue("outbox", "Promised and not on a phone yet", outbox, "priority")
    yield _labelled("incidents_open", "Open incidents, by work status.", "status", rows.incidents)
    yield _gauge("mass_outages_open", "Mass outages that are not over.", rows.mass_outages)
    yield _gauge("on_hold", "1 while a restore waits for a person's word.", rows.on_hold)
    yield _gauge("updates_quarantined", "Updates that were put aside and are kept.", rows.quarantined)
    yield _gauge("people_unreachable", "People whom Telegram brings nothing.", rows.unreachable)
    yield _counter("auditor_repairs", "What the auditor put right, by finding.", "finding", rows.repairs)


def _queue(name: str, what: str, queues: Mapping[str, Queue], label: str | None = None) -> Iterator[Metric]:
    labels = [label] if label else []
    count = GaugeMetricFamily(PREFIX + name, f"{what}.", labels=labels)
    oldest = GaugeMetricFamily(
        PREFIX + f"{name}_oldest_seconds", f"{what}: the age of the oldest.", labels=labels
    )
    for value, queue in queues.items():
        count.add_metric([value] if label else [], queue.rows)
        oldest.add_metric([value] if label else [], queue.oldest)
    yield count
    yield oldest


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, what, value=float(value))


def _labelled(name: str, what: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(PREFIX + name, what, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _counter(name: str, what: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(PREFIX + name, what, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family
