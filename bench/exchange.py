# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an event costs the exchange, by how many wait and how many are on duty.

    python -m bench.exchange [--calls 3000]

Method: a made-up service is brought to the wanted size (three lines, every agent on one to three of them,
all of them talking, the rest of the callers waiting). From there the journal of some thousand calls is
made: each arrives, is connected, hears the welcome to its end and then its place, waits, rings, is
answered, hangs up or is hung up on, and is followed by a wrap-up; one in ten is put on hold, one in ten
gives up waiting, one in twenty is declined, one in fifty loses its agent's device and gets it back. 100
calls arrive per second, and deadlines are kept as they come, so with 100,000 waiting more than 3,000 places
a second fall due, which is most of the work; the last column but one is the cost of every other event. Then
the same journal is decided again from the same checkpoint under the clock, with `next_deadline` asked after
every event, as the wires do. Seconds of one core; the best of three.
"""

import argparse
import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from hotline.exchange.codec import decode_event, decode_state, encode_event, encode_state, kind_of
from hotline.exchange.commands import Command, RingAgent
from hotline.exchange.decide import decide, next_deadline
from hotline.exchange.events import (
    AgentHeldCall,
    AgentHungUp,
    AgentReconnected,
    AgentResumedCall,
    AgentSignedIn,
    AnnouncementEnded,
    CallerArrived,
    CallerConnected,
    CallerHungUp,
    DeadlineReached,
    DeviceLost,
    DeviceProved,
    Event,
    OfferAnswered,
    OfferDeclined,
    WrapUpEnded,
)
from hotline.exchange.records import Opening, Settings
from hotline.exchange.state import State
from hotline.exchange.words import (
    AgentId,
    Announcement,
    CallId,
    DeviceCause,
    Instant,
    LineId,
    OpeningKind,
)

WELCOME = Announcement("welcome")
OPEN = Opening(OpeningKind.OPEN, (WELCOME,), ends_call=False)
LINES = (LineId(1), LineId(2), LineId(3))
CALLS_PER_SECOND = 100
SIZES = [
    (10, 10),
    (10, 1_000),
    (10, 10_000),
    (1_000, 10),
    (1_000, 1_000),
    (1_000, 10_000),
    (100_000, 10),
    (100_000, 1_000),
    (100_000, 10_000),
]

Journal = list[tuple[Event, Instant]]


@dataclass
class Day:
    """A made-up service, and the journal of what happens in it."""

    state: State
    now: float = 1_000_000.0
    made: int = 0
    talking: list[AgentId] = field(default_factory=list)
    journal: Journal = field(default_factory=list)
    chance: Random = field(default_factory=lambda: Random(70200000))

    def tell(self, event: Event) -> list[Command]:
        """The event happens now; every offer it gives is answered at once, but for a few."""
        self.journal.append((event, Instant(int(self.now))))
        self.state, commands = decide(self.state, event, Instant(int(self.now)))
        return commands

    def happen(self, event: Event) -> None:
        for command in self.tell(event):
            if isinstance(command, RingAgent):
                self.answer(command)

    def answer(self, ring: RingAgent) -> None:
        if self.chance.random() < 0.05:
            self.happen(OfferDeclined(ring.agent, ring.offer))
        else:
            self.tell(OfferAnswered(ring.agent, ring.offer))
            self.talking.append(ring.agent)

    def arrive(self) -> None:
        self.made += 1
        call = CallId(f"call{self.made}")
        self.happen(CallerArrived(call, self.chance.choice(LINES), OPEN))
        self.happen(CallerConnected(call))
        self.happen(AnnouncementEnded(call, WELCOME))

    @property
    def waiting(self) -> int:
        return sum(len(queue.waiting) for queue in self.state.queues.values())

    def fill(self, waiting: int) -> None:
        while self.waiting < waiting:
            self.arrive()

    def pass_time(self) -> None:
        self.now += 1_000 / CALLS_PER_SECOND
        deadline = next_deadline(self.state)
        if deadline is not None and deadline <= self.now:
            self.happen(DeadlineReached())

    def end_a_talk(self) -> None:
        if not self.talking:
            return
        place = self.chance.randrange(len(self.talking))
        self.talking[place], self.talking[-1] = self.talking[-1], self.talking[place]
        agent = self.talking.pop()
        call = self.state.agents[agent].call
        if call is None:
            return
        self.happen(CallerHungUp(call) if self.chance.random() < 0.6 else AgentHungUp(agent, call))
        self.happen(WrapUpEnded(agent))

    def trouble(self) -> None:
        """What does not happen in every call."""
        if self.chance.random() < 0.1:
            self.give_up()
        if not self.talking:
            return
        agent = self.chance.choice(self.talking)
        call = self.state.agents[agent].call
        if call is not None and self.chance.random() < 0.1:
            self.happen(AgentHeldCall(agent, call))
            self.happen(AgentResumedCall(agent, call))
        if call is not None and self.chance.random() < 0.02:
            self.happen(DeviceLost(agent, DeviceCause.SILENT))
            self.happen(AgentReconnected(agent, call))

    def give_up(self) -> None:
        queue = self.state.queues[self.chance.choice(LINES)].waiting
        if queue:
            self.happen(CallerHungUp(self.chance.choice(queue)[-1]))


def opened(waiting: int, agents: int) -> Day:
    """The service at the wanted size."""
    day = Day(State(Settings(waiting_limit=1_000_000, nobody_grace_ms=10**9)))
    for number in range(1, agents + 1):
        agent = AgentId(number)
        lines = tuple(day.chance.sample(LINES, day.chance.randint(1, 3)))
        day.happen(AgentSignedIn(agent, lines))
        day.happen(DeviceProved(agent))
    while day.waiting < waiting:
        day.now += 30_000 / max(1, waiting)
        day.arrive()
    return day


def journal_of(day: Day, calls: int) -> tuple[bytes, Journal]:
    """A checkpoint, and what happens from there."""
    checkpoint = encode_state(day.state)
    day.journal = []
    waiting = day.waiting
    for _ in range(calls):
        day.pass_time()
        day.end_a_talk()
        day.trouble()
        day.fill(waiting)
    return checkpoint, day.journal


def seconds_for(checkpoint: bytes, journal: Journal) -> tuple[float, float]:
    """For all of it, and for the part of it that is no deadline."""
    state = decode_state(checkpoint)
    deadlines = 0.0
    began = time.process_time()
    for event, at in journal:
        is_due = isinstance(event, DeadlineReached)
        before = time.process_time() if is_due else 0.0
        state, _ = decide(state, event, at)
        next_deadline(state)
        deadlines += time.process_time() - before if is_due else 0.0
    spent = time.process_time() - began
    return spent, spent - deadlines


def seconds_for_codec(journal: Journal) -> float:
    began = time.process_time()
    for event, _ in journal:
        decode_event(kind_of(event), encode_event(event))
    return time.process_time() - began


def rows(calls: int) -> Iterator[str]:
    yield " waiting  agents   events    events/s  µs/event  µs/event but deadlines  µs to write and read one"
    for waiting, agents in SIZES:
        checkpoint, journal = journal_of(opened(waiting, agents), calls)
        gc.collect()
        spent, undue = map(min, zip(*(seconds_for(checkpoint, journal) for _ in range(3)), strict=True))
        codec = min(seconds_for_codec(journal) for _ in range(3))
        due = sum(isinstance(event, DeadlineReached) for event, _ in journal)
        yield (
            f"{waiting:>8,} {agents:>7,} {len(journal):>8,} {len(journal) / spent:>11,.0f}"
            f" {spent / len(journal) * 1e6:>9.1f} {undue / (len(journal) - due) * 1e6:>23.1f}"
            f" {codec / len(journal) * 1e6:>25.1f}"
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description="What an event costs the exchange.")
    arguments.add_argument("--calls", type=int, default=3_000, help="how many calls each row is measured on")
    for row in rows(arguments.parse_args().calls):
        print(row, flush=True)


if __name__ == "__main__":
    main()
