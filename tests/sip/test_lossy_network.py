# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Two of our user agents over a network that loses, doubles, delays and reorders, and processes that
die: whatever happens, both sides agree in the end, nothing is left behind, and every end is told once.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from hotline.sip.agent import UserAgent
from hotline.sip.outputs import (
    Address,
    Answered,
    CallArrived,
    CallCancelled,
    CallConfirmed,
    DialogChanged,
    DialogEnded,
    DialogId,
    Discarded,
    MediaOffered,
    Output,
    Record,
    Refused,
    Send,
)
from hotline.sip.sdp import is_same
from hotline.sip.settings import Settings
from tests.sip.story import ANSWER, OFFER, START, names, seconds

ALICE: Address = ("10.0.0.1", 5070)
BOB: Address = ("10.0.0.2", 5070)
ENDS = (CallCancelled, DialogEnded, Refused)
MINUTE = 60_000
DEEDS = ("ring", "accept", "refuse", "hang_up", "reoffer", "die")


def media(port: int) -> str:
    """A session with this port."""
    return OFFER.replace("30000", str(port))


@dataclass
class Network:
    """Carries datagrams, badly."""

    random: Random
    loss: float
    is_bad: bool = True
    under_way: list[tuple[int, int, bytes, Address, Address]] = field(default_factory=list)
    numbers: Callable[[], int] = field(default_factory=lambda: count().__next__)

    def carry(self, data: bytes, source: Address, destination: Address, now: int) -> None:
        """Lose it, or deliver it once or twice, sooner or later."""
        if not self.is_bad:
            heappush(self.under_way, (now + 10, self.numbers(), data, source, destination))
            return
        copies = 0 if self.random.random() < self.loss else 1 + (self.random.random() < 0.15)
        for _ in range(copies):
            delay = self.random.choice((1, 5, 20, 20, 60, 400, 1500))
            heappush(self.under_way, (now + delay, self.numbers(), data, source, destination))


class Party:
    """One user agent and the simple wire that drives it."""

    def __init__(self, address: Address, network: Network, prefix: str) -> None:
        self.address = address
        self.network = network
        self.names = names(prefix)
        self.settings = Settings(
            host=address[0],
            port=address[1],
            open_to_all=True,
            session_expires=seconds(90),
            answer_limit=seconds(60),
            ring_limit=seconds(60),
        )
        self.ua = UserAgent(self.settings, self.names)
        self.ports = count(40_000, 2)
        self.records: dict[DialogId, Record] = {}
        self.told: list[Output] = []
        self.offers: list[DialogId] = []

    def take(self, outputs: list[Output], now: int) -> None:
        """Keep, send, answer."""
        for output in outputs:
            match output:
                case Send(data, destination):
                    self.network.carry(data, self.address, destination, now)
                case DialogChanged(dialog, None):
                    self.records.pop(dialog, None)
                case DialogChanged(dialog, record):
                    self.records[dialog] = json.loads(json.dumps(record))
                case _:
                    self.told.append(output)
                    if isinstance(output, MediaOffered):
                        self.offers.append(output.dialog)

    def answer_offers(self, now: int) -> None:
        """The media side takes its time."""
        waiting, self.offers = self.offers, []
        for dialog in waiting:
            self.take(self.ua.answer_offer(dialog, media(next(self.ports)), now), now)

    def do(self, deed: str, now: int) -> None:
        """One order about every leg there is; or the process dies and another goes on."""
        if deed == "die":
            self.ua = UserAgent(self.settings, self.names)
            self.offers.clear()
            self.take(self.ua.restore(list(self.records.values()), now), now)
            return
        for dialog in self.ua.legs:
            match deed:
                case "ring":
                    outputs = self.ua.ring(dialog, now)
                case "accept":
                    outputs = self.ua.accept(dialog, media(next(self.ports)), now)
                case "refuse":
                    outputs = self.ua.refuse(dialog, 486, now)
                case "reoffer":
                    outputs = self.ua.reoffer(dialog, media(next(self.ports)), now)
                case _:
                    outputs = self.ua.hang_up(dialog, now)
            self.take(outputs, now)


class World:
    """Alice rings Bob."""

    def __init__(self, seed: int, loss: float) -> None:
        self.now = START
        self.network = Network(Random(seed), loss)
        self.alice = Party(ALICE, self.network, "a")
        self.bob = Party(BOB, self.network, "b")
        dialog, outputs = self.alice.ua.invite(
            "sip:bob@10.0.0.2:5070", "sip:alice@10.0.0.1", ANSWER, self.now
        )
        self.dialog = dialog
        self.alice.take(outputs, self.now)

    @property
    def parties(self) -> tuple[Party, Party]:
        """Both."""
        return self.alice, self.bob

    def pass_time(self, span: int) -> None:
        """Everything happens at its time."""
        end = self.now + span
        while (at := self._next()) is not None and at <= end:
            self.now = max(at, self.now)
            self._deliver()
            for party in self.parties:
                party.take(party.ua.handle_deadline(self.now), self.now)
                party.answer_offers(self.now)
        self.now = end

    def _next(self) -> int | None:
        times = [party.ua.next_deadline() for party in self.parties]
        if self.network.under_way:
            times.append(self.network.under_way[0][0])
        return min((at for at in times if at is not None), default=None)

    def _deliver(self) -> None:
        while self.network.under_way and self.network.under_way[0][0] <= self.now:
            _, _, data, source, destination = heappop(self.network.under_way)
            party = self.alice if destination == ALICE else self.bob
            party.take(party.ua.receive(data, source, self.now), self.now)

    def check_that_ends_are_told_once_and_last(self) -> None:
        """Nothing is told of a leg after its end."""
        for party in self.parties:
            ended: Counter[DialogId] = Counter()
            for output in party.told:
                if not isinstance(output, Discarded):
                    dialog = getattr(output, "dialog")  # noqa: B009
                    assert ended[dialog] == 0, output
                    ended[dialog] += isinstance(output, ENDS)

    def check_that_both_agree(self) -> None:
        """Either both have the leg, with the same media, or nobody has."""
        ours, theirs = (list(party.ua._traffic.dialogs.values()) for party in self.parties)
        assert len(ours) == len(theirs) <= 1
        for one, other in zip(ours, theirs, strict=True):
            assert (one.state, other.state) == (one.state, one.state)
            assert is_same(one.our_sdp, other.their_sdp)
            assert is_same(other.our_sdp, one.their_sdp)

    def check_that_nothing_is_left(self) -> None:
        """No leg, no record, no transaction, no alarm."""
        for party in self.parties:
            assert (party.ua.legs, party.records, party.ua.is_idle) == ((), {}, True)


PAUSES = st.sampled_from((0, 3, 15, 40, 200, 700, 2_500, 9_000))
BEGINNINGS = st.sampled_from(([], [(2_500, 1, "accept")], [(2_500, 1, "accept"), (2_500, 0, "reoffer")]))


@st.composite
def plots(draw: st.DrawFn) -> list[tuple[int, int, str]]:
    """Who does what, and how long after the deed before."""
    deeds = st.lists(st.tuples(PAUSES, st.integers(0, 1), st.sampled_from(DEEDS)), max_size=9)
    return draw(BEGINNINGS) + draw(deeds)


def play(world: World, plot: list[tuple[int, int, str]]) -> None:
    """The deeds, one after the other."""
    for pause, who, deed in plot:
        world.pass_time(pause)
        world.parties[who].do(deed, world.now)
        note(f"{world.now - START} {'AB'[who]} {deed} {[p.ua.legs for p in world.parties]}")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(plots(), st.integers(0, 2**32), st.sampled_from((0.0, 0.1, 0.3, 0.5)))
def test_in_the_end_nothing_is_left_and_every_end_was_told_once(
    plot: list[tuple[int, int, str]], seed: int, loss: float
) -> None:
    world = World(seed, loss)
    play(world, plot)
    world.alice.do("hang_up", world.now)
    world.pass_time(30 * MINUTE)
    for party in world.parties:
        party.do("hang_up", world.now)
    world.pass_time(5 * MINUTE)
    world.check_that_nothing_is_left()
    world.check_that_ends_are_told_once_and_last()


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(plots(), st.integers(0, 2**32), st.sampled_from((0.0, 0.1, 0.3, 0.5)))
def test_when_the_network_is_well_again_both_sides_agree(
    plot: list[tuple[int, int, str]], seed: int, loss: float
) -> None:
    world = World(seed, loss)
    play(world, plot)
    world.network.is_bad = False
    world.pass_time(8 * MINUTE)
    world.check_that_both_agree()
    world.check_that_ends_are_told_once_and_last()


PATIENT_DEEDS = st.lists(
    st.tuples(PAUSES, st.integers(0, 1), st.sampled_from(("reoffer", "reoffer", "die"))), max_size=9
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PATIENT_DEEDS, st.integers(0, 2**32), st.sampled_from((0.0, 0.1, 0.2)))
def test_a_call_outlives_losses_and_dying_processes(
    plot: list[tuple[int, int, str]], seed: int, loss: float
) -> None:
    world = World(seed, loss)
    world.pass_time(20_000)
    play(world, [(0, 1, "accept"), *plot])
    world.pass_time(40_000)
    world.network.is_bad = False
    world.pass_time(8 * MINUTE)
    world.check_that_both_agree()
    assert [len(party.ua.legs) for party in world.parties] == [1, 1]


@pytest.mark.parametrize("seed", range(20))
def test_a_quiet_call_over_a_bad_network_is_answered_talks_and_ends(seed: int) -> None:
    world = World(seed, 0.3)
    world.pass_time(3_000)
    world.bob.do("ring", world.now)
    world.pass_time(2_000)
    world.bob.do("accept", world.now)
    world.pass_time(31_000)
    if not any(isinstance(output, CallArrived) for output in world.bob.told):
        return
    assert any(isinstance(output, Answered) for output in world.alice.told)
    assert any(isinstance(output, CallConfirmed) for output in world.bob.told)
    world.pass_time(10 * MINUTE)
    world.check_that_both_agree()
    world.bob.do("hang_up", world.now)
    world.pass_time(5 * MINUTE)
    world.check_that_nothing_is_left()


def test_both_sides_offering_at_once_get_through_without_help() -> None:
    world = World(1, 0.0)
    world.network.is_bad = False
    world.pass_time(3_000)
    world.bob.do("accept", world.now)
    world.pass_time(1_000)
    for _ in range(5):
        for party in world.parties:
            party.do("reoffer", world.now)
        world.pass_time(20_000)
        world.check_that_both_agree()
    assert [len(party.ua.legs) for party in world.parties] == [1, 1]


def test_many_calls_leave_nothing_behind() -> None:
    world = World(7, 0.05)
    for number in range(200):
        _, outputs = world.alice.ua.invite("sip:bob@10.0.0.2:5070", "sip:alice@10.0.0.1", ANSWER, world.now)
        world.alice.take(outputs, world.now)
        world.pass_time(50)
        if number % 3 == 0:
            world.bob.do("accept", world.now)
        if number % 7 == 0:
            world.alice.do("hang_up", world.now)
    world.pass_time(10 * MINUTE)
    for party in world.parties:
        party.do("hang_up", world.now)
    world.pass_time(5 * MINUTE)
    world.check_that_nothing_is_left()
    world.check_that_ends_are_told_once_and_last()
