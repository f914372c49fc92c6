# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What Prometheus reads of the exchange: right, complete, and without people in it."""

import re

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from hotline.calls.control import read_control_token, read_metrics_token
from hotline.exchange.events import AgentPaused, CallerHungUp, OfferDeclined, WrapUpEnded
from hotline.exchange.records import Pace
from hotline.exchange.words import AgentId, LineId
from hotline.wires.feed import snapshot_of
from hotline.wires.meters import Meters
from tests.exchange.stories import ANNA, BENT, HOTLINE, MIA, NIELS, SECOND, Story, offer
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.running import running


class Metered(Story):
    """A story whose every decision is counted."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.meters = Meters(
            lambda: snapshot_of(self.state, self.now, self.problems), lambda line: f"line{line}", {45}
        )

    def read(self) -> dict[tuple[str, str], float]:
        """Every sample by its name and the values of its labels, after counting what is new."""
        for command in self.ordered:
            self.meters.observe([command], self.now)
        self.ordered = []
        return values(self.meters.written().decode())


def values(text: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_queue_is_told_by_line() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    story.call_in(BENT)
    story.wait(7 * SECOND)
    story.state.queue(HOTLINE).pace = Pace(50, 60 * SECOND)
    read = story.read()
    assert read["hotline_queue_waiting", "line1"] == 1
    assert 7 <= read["hotline_queue_longest_wait_seconds", "line1"] < 7.1
    assert read["hotline_queue_expected_wait_seconds", "line1"] > 0
    assert read["hotline_agents_present", "line1"] == 1


def test_an_unknown_wait_is_no_sample_and_an_empty_queue_is_a_nought() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    read = story.read()
    assert ("hotline_queue_expected_wait_seconds", "line1") not in read
    assert read["hotline_queue_longest_wait_seconds", "line1"] == 0


def test_agents_are_told_by_state_and_every_state_is_there() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    story.begin_duty(NIELS)
    story.tell(AgentPaused(NIELS, "Tandlæge hos Hansen"))
    read = story.read()
    agents = {state: number for (name, state), number in read.items() if name == "hotline_agents"}
    assert (agents["talking"], agents["paused"], agents["available"]) == (1, 1, 0)
    assert "signed_out" not in agents
    assert len(agents) == 10


def test_offers_and_calls_are_counted_by_how_they_ended() -> None:
    story = Metered()
    story.begin_duty(MIA, NIELS)
    story.call_in(ANNA)
    story.tell(OfferDeclined(MIA, offer(ANNA)))
    story.answer(NIELS, ANNA)
    story.tell(CallerHungUp(ANNA))
    read = story.read()
    assert read["hotline_offers_total", "declined"] == 1
    assert read["hotline_offers_total", "answered"] == 1
    assert read["hotline_offers_total", "rang_out"] == 0
    assert read["hotline_calls_total", "answered"] == 1
    assert read["hotline_calls_total", "abandoned"] == 0


def test_a_wait_is_counted_once_with_buckets_at_the_promises() -> None:
    story = Metered()
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.wait(15 * SECOND)
    story.answer(MIA, ANNA)
    waited = story.read()
    assert waited["hotline_wait_seconds_count", ""] == 1
    story.tell(CallerHungUp(ANNA))
    read = story.read()
    assert read["hotline_wait_seconds_count", ""] == 1
    assert read["hotline_wait_seconds_bucket", "20.0"] == 1
    assert read["hotline_wait_seconds_bucket", "10.0"] == 0
    assert {("hotline_wait_seconds_bucket", end) for end in ("5.0", "20.0", "45.0")} <= set(read)


def test_the_error_of_an_estimate_is_how_far_outside_it_the_wait_was() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    story.state.queue(HOTLINE).pace = Pace(50, 10 * SECOND)
    story.call_in(BENT)
    expected = story.call(BENT).expected
    assert expected is not None
    story.wait(60 * SECOND)
    story.tell(CallerHungUp(ANNA), WrapUpEnded(MIA))
    story.answer(MIA, BENT)
    read = story.read()
    assert read["hotline_estimate_error_seconds_count", ""] == 1
    error = 60 - expected.to_ms / 1000
    assert read["hotline_estimate_error_seconds_sum", ""] == pytest.approx(error, abs=0.1)


def test_a_call_without_an_estimate_has_no_error() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    assert story.read()["hotline_estimate_error_seconds_count", ""] == 0


def test_handling_is_counted_when_the_wrap_up_is_over() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    story.wait(100 * SECOND)
    story.tell(CallerHungUp(ANNA))
    assert story.read()["hotline_handling_seconds_count", ""] == 0
    story.tell(WrapUpEnded(MIA))
    assert story.read()["hotline_handling_seconds_sum", ""] == 100


def test_what_is_away_is_a_nought() -> None:
    story = Metered()
    story.problems.append("media")
    read = story.read()
    assert {name: read["hotline_engine_connected", name] for name in ("media", "database", "carrier")} == {
        "media": 0,
        "database": 1,
        "carrier": 1,
    }


def test_how_late_an_event_was_carried_out_is_counted_in_seconds() -> None:
    story = Metered()
    story.meters.store(40)
    assert story.read()["hotline_event_lag_seconds_sum", ""] == 0.04


def test_no_label_holds_a_person_a_number_or_an_authority() -> None:
    story = Metered()
    story.talk(MIA, ANNA)
    story.begin_duty(NIELS)
    story.tell(AgentPaused(NIELS, "Tandlæge hos Hansen"))
    story.read()
    text = story.meters.written().decode()
    labels = set(re.findall(r"(\w+)=\"", text))
    ours = labels - {"implementation", "major", "minor", "patchlevel", "version", "generation"}
    assert ours == {"line", "state", "outcome", "result", "engine", "le"}
    assert "Hansen" not in text
    assert "anna" not in text


async def test_whoever_holds_the_token_reads_the_running_exchange(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange, httpx.AsyncClient() as client:
        await exchange.available(alma)
        await exchange.network.caller()
        await exchange.stored()
        address = f"http://{ADDRESS}:{exchange.addresses.http[1]}/metrics"
        for token in ("none", "wrong", read_control_token()):
            answer = await client.get(address, headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == 401
        answer = await client.get(address, headers={"authorization": f"Bearer {read_metrics_token()}"})
        read = values(answer.text)
        assert read["hotline_queue_waiting", "hotline"] == 0
        assert read["hotline_event_lag_seconds_count", ""] > 0
        assert read["hotline_engine_connected", "media"] == 1
        assert exchange.process.directory.slug_of(LineId(999)) == "line-999"
