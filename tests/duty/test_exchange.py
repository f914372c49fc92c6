# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What becomes of a question to the exchange: an answer, a refusal, or silence; never a page that fails."""

import msgspec
import pytest
from django.test import override_settings

from hotline.duty import exchange as asking
from hotline.duty.exchange import (
    ExchangeSilent,
    NotSignedIn,
    StillTalking,
    line_now,
    read_anew,
    sign_out,
)
from hotline.duty.now import clock, now_on
from hotline.duty.shown import LineNow
from tests.duty.exchange import NOW, QUIET, PretendedExchange, agent_now, waiting
from tests.people.persons import World


def test_what_it_tells_is_read_as_it_was_said(world: World, exchange: PretendedExchange) -> None:
    exchange.line = waiting(
        10, 20, problems=("media",), agents=(agent_now(world.agent.pk, "talking", "talking"),)
    )
    assert line_now(world.line) == exchange.line


def test_the_exchange_and_the_pages_mean_the_same() -> None:
    said = msgspec.json.encode(waiting(75, agents=(agent_now(3, "paused", "paused", reason="break"),)))
    assert msgspec.json.decode(said, type=LineNow).agents[0].since == NOW - 75_000


@pytest.mark.parametrize(
    ("status", "meant"),
    [(409, StillTalking), (404, NotSignedIn), (401, ExchangeSilent), (503, ExchangeSilent)],
)
def test_a_refusal_says_what_it_means(
    world: World, exchange: PretendedExchange, status: int, meant: type[Exception]
) -> None:
    exchange.answers_with = status
    with pytest.raises(meant):
        sign_out(world.agent.pk, "Vera")


def test_an_answer_that_makes_no_sense_is_no_answer(
    world: World, exchange: PretendedExchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of an exchange of another version, in the middle of an upgrade."""
    monkeypatch.setattr(exchange, "line", {"now": "noon"})
    with pytest.raises(ExchangeSilent):
        line_now(world.line)
    assert now_on(world.line).told is None


def test_an_exchange_that_is_slow_does_not_hold_up_the_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.05)
    with override_settings(EXCHANGE_ADDRESS="203.0.113.1"):  # leads nowhere
        assert now_on(world.line).told is None
        read_anew()


def test_who_waits_is_listed_the_next_one_first(world: World, exchange: PretendedExchange) -> None:
    exchange.line = waiting(5, 65, 3700)
    assert now_on(world.line).waits == ["1:01:40", "1:05", "0:05"]


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [(-5, "0:00"), (0, "0:00"), (999, "0:00"), (59_999, "0:59"), (60_000, "1:00"), (3_599_000, "59:59"),
     (3_600_000, "1:00:00"), (36_061_000, "10:01:01")],
)  # fmt: skip
def test_a_time_is_counted_as_on_the_phone_bar(milliseconds: int, shown: str) -> None:
    assert clock(milliseconds) == shown


def test_agents_the_exchange_does_not_know_are_signed_off(world: World, exchange: PretendedExchange) -> None:
    exchange.line = msgspec.structs.replace(QUIET, agents=(agent_now(999_999),))
    found = now_on(world.line)
    assert (found.on_duty, found.signed_off) == ([], [world.agent])


def test_somebody_who_may_no_longer_sign_in_is_not_listed(world: World, exchange: PretendedExchange) -> None:
    world.agent.is_active = False
    world.agent.save()
    exchange.line = msgspec.structs.replace(QUIET, agents=(agent_now(world.agent.pk),))
    found = now_on(world.line)
    assert (found.on_duty, found.signed_off) == ([], [])


@pytest.mark.parametrize(
    ("status", "is_in_trouble", "may_be_signed_off"),
    [
        ("available", False, True),
        ("ringing", False, True),
        ("talking", False, False),
        ("holding", False, False),
        ("adrift", True, False),
        ("wrapping_up", False, True),
        ("paused", False, True),
        ("away_missed", True, True),
        ("unreachable", True, True),
    ],
)
def test_who_needs_help_stands_out_and_who_talks_is_left_alone(
    world: World, exchange: PretendedExchange, status: str, is_in_trouble: bool, may_be_signed_off: bool
) -> None:
    exchange.line = msgspec.structs.replace(QUIET, agents=(agent_now(world.agent.pk, status),))
    (row,) = now_on(world.line).on_duty
    assert (row.is_in_trouble, row.may_be_signed_off) == (is_in_trouble, may_be_signed_off)
