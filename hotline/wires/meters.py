# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's figures for monitoring, as Prometheus reads them.

What is so now is read from the state when it is asked for; what happens is counted as it is decided. Labels
are words of closed lists and the lines' short names: never a number, a person or an authority. These are
figures for whoever keeps the machine running. Those for people are in `measures`, from the books.
"""

from collections import Counter as Count
from collections.abc import Callable, Iterable, Iterator, Sequence

from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from hotline.exchange import commands as c
from hotline.exchange.records import Call, Offer, Segment
from hotline.exchange.words import AgentStatus, CallState, Instant, LineId, OfferEnd, Outcome
from hotline.live.snapshot import LineNow, Snapshot

PROBLEMS = ("database", "media", "carrier")
# The standard promise (20) and short-abandon limit (5) are among them, whatever a line promises.
WAITS = (1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800)
ERRORS = (0, 10, 30, 60, 120, 300, 600, 1200)
LAGS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)

LineName = Callable[[LineId], str]


class Meters:
    """`targets` are the promised waits and limits of the lines, in seconds: buckets end exactly there."""

    def __init__(
        self, read: Callable[[], Snapshot], line_name: LineName, targets: Iterable[float] = ()
    ) -> None:
        self.registry = registry = CollectorRegistry()
        for collector in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
            registry.register(collector)
        registry.register(_Now(read, line_name))
        self._calls = Counter("hotline_calls", "Calls ended, by outcome", ["outcome"], registry=registry)
        self._offers = Counter(
            "hotline_offers", "Offers that ended, by result", ["result"], registry=registry
        )
        for outcome in Outcome:
            self._calls.labels(outcome)
        for end in OfferEnd:
            self._offers.labels(end)
        self._wait = Histogram(
            "hotline_wait_seconds",
            "From arrival to answer",
            buckets=sorted({*WAITS, *targets}),
            registry=registry,
        )
        self._error = Histogram(
            "hotline_estimate_error_seconds",
            "How far outside the foreseen span an answered caller waited; 0 inside it",
            buckets=ERRORS,
            registry=registry,
        )
        self._handling = Histogram(
            "hotline_handling_seconds",
            "From answer to the end of the wrap-up",
            buckets=(30, 60, 120, 180, 300, 450, 600, 900, 1800),
            registry=registry,
        )
        self._lag = Histogram(
            "hotline_event_lag_seconds",
            "From an event until its commands are carried out, the journal's store between",
            buckets=LAGS,
            registry=registry,
        )

    def observe(self, commands: Sequence[c.Command], now: Instant) -> None:
        """Count what was just decided."""
        for command in commands:
            match command:
                case c.BookOffer(record=offer):
                    self._count_offer(offer)
                case c.BookCall(record=call):
                    self._count_call(call, now)
                case c.BookSegment(record=segment):
                    self._count_segment(segment)

    def store(self, lag_ms: int) -> None:
        """An event was stored, so much later."""
        self._lag.observe(lag_ms / 1000)

    def written(self) -> bytes:
        return generate_latest(self.registry)

    def _count_offer(self, offer: Offer) -> None:
        if offer.end is not None:
            self._offers.labels(offer.end).inc()

    def _count_call(self, call: Call, now: Instant) -> None:
        if call.outcome is not None:
            self._calls.labels(call.outcome).inc()
        elif call.state is CallState.TALKING and call.answered_at == now:
            self._wait.observe((now - call.arrived_at) / 1000)
            if call.expected is not None and call.queued_at is not None:
                waited = now - call.queued_at
                error = max(call.expected.from_ms - waited, waited - call.expected.to_ms, 0)
                self._error.observe(error / 1000)

    def _count_segment(self, segment: Segment) -> None:
        if segment.wrapped_up_at is not None:
            self._handling.observe((segment.wrapped_up_at - segment.began_at) / 1000)


class _Now(Collector):
    """What is so at the moment it is asked for."""

    def __init__(self, read: Callable[[], Snapshot], line_name: LineName) -> None:
        self._read = read
        self._line_name = line_name

    def describe(self) -> Iterable[Metric]:
        return ()

    def collect(self) -> Iterator[Metric]:
        snapshot = self._read()
        yield from self._of_lines(snapshot)
        agents = GaugeMetricFamily("hotline_agents", "Agents on duty, by state", labels=["state"])
        counted = Count(agent.status for agent in snapshot.agents)
        for status in AgentStatus:
            if status is not AgentStatus.SIGNED_OUT:
                agents.add_metric([status], counted[status])
        yield agents
        engines = GaugeMetricFamily(
            "hotline_engine_connected", "1 while it works, 0 while it is away", labels=["engine"]
        )
        for problem in PROBLEMS:
            engines.add_metric([problem], problem not in snapshot.problems)
        yield engines

    def _of_lines(self, snapshot: Snapshot) -> Iterator[Metric]:
        figures: dict[str, tuple[str, Callable[[LineNow], float | None]]] = {
            "hotline_queue_waiting": ("Callers in the queue", lambda line: line.waiting),
            "hotline_queue_longest_wait_seconds": (
                "Since the first in the queue got the place",
                lambda line: 0 if line.first_at is None else (snapshot.now - line.first_at) / 1000,
            ),
            "hotline_queue_expected_wait_seconds": (
                "The longest wait foreseen for who rings now; absent while unknown",
                lambda line: None if line.expected is None else line.expected.to_ms / 1000,
            ),
            "hotline_agents_present": (
                "Agents there to answer, on a pause or not",
                lambda line: line.present,
            ),
        }
        for name, (says, value_of) in figures.items():
            family = GaugeMetricFamily(name, says, labels=["line"])
            for line in snapshot.lines:
                value = value_of(line)
                if value is not None:
                    family.add_metric([self._line_name(line.line)], value)
            yield family
