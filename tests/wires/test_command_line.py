# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a person at the command line asks a running exchange, and citizens who ring it by themselves."""

import asyncio
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import click
from click.testing import CliRunner, Result
from django.test import override_settings

from hotline.exchange.explain import Reason
from hotline.exchange.words import AgentId, CallState
from hotline.wires.command_line import REASONS, explain, queue, simulate
from tests.parts.media_relay import MediaRelay
from tests.parts.ports import free_port
from tests.wires.database import in_database
from tests.wires.running import Exchange, running

AGENT = 700


@contextmanager
def addressed(exchange: Exchange) -> Iterator[None]:
    host, port = exchange.addresses.http
    with override_settings(
        EXCHANGE_ADDRESS=host, EXCHANGE_PORT=port, SIP_ADDRESS=host, SIP_PORT=exchange.addresses.sip[1]
    ):
        yield


async def typed(exchange: Exchange, command: click.Command, *words: str) -> Result:
    with addressed(exchange):
        return await in_database(lambda: CliRunner().invoke(command, words))


def test_every_reason_has_a_sentence() -> None:
    assert set(REASONS) == {reason.value for reason in Reason}


async def test_the_queue_is_printed(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.page(alma)
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused")
        await exchange.network.caller()
        await page.shows(waiting=1)
        result = await typed(exchange, queue)
        assert result.exit_code == 0
        line, agent = result.output.splitlines()
        assert re.fullmatch(r"Den Digitale Hotline: 1 wait, longest 0:00:\d\d; 1 agents there", line)
        assert re.fullmatch(r"  Alma +paused +for 0:00:\d\d", agent)


async def test_an_empty_queue_is_printed(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma)
        await page.shows(waiting=0, agents=1)
        result = await typed(exchange, queue)
        assert "Den Digitale Hotline: 0 wait, longest -; 1 agents there" in result.output


async def test_an_agent_is_explained_by_the_user_name(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        result = await typed(exchange, explain, "agent", "alma")
        assert result.output.splitlines() == [
            f"Alma {REASONS['unknown_here']}.",
            "Alma has no desk open that is connected to the exchange.",
        ]
        await exchange.available(alma)
        result = await typed(exchange, explain, "agent", "alma")
        assert result.output.splitlines() == [f"Alma {REASONS['nobody_waits']}."]
        unknown = await typed(exchange, explain, "agent", "nobody")
        assert (unknown.exit_code, unknown.output) == (1, "Error: Nobody has the user name nobody.\n")


def test_without_an_exchange_a_sentence_says_so() -> None:
    port = free_port(socket.SOCK_STREAM)
    with override_settings(EXCHANGE_PORT=port):
        result = CliRunner().invoke(queue)
    assert result.exit_code == 1
    assert f"The exchange does not answer on port {port}." in result.output


async def test_simulated_citizens_ring_wait_talk_and_go(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.available(alma, AGENT)
        words = ("--callers", "2", "--between", "0.1", "--patience", "1", "--talk", "1", "--seed", "7")
        simulating = asyncio.create_task(typed(exchange, simulate, *words))
        await page.answer()
        result = await simulating
        assert result.exit_code == 0, result.output
        assert "     2 is on the line" in result.output
        assert "citizen 1 is on the line" in result.output
        heard = re.search(r"(\d+) packets heard", result.output)
        assert heard
        assert int(heard[1]) > 10
        await exchange.until_calls_are()


async def test_citizens_who_come_to_nothing_are_told_of(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        await in_database(_let_nobody_in)
        await exchange.process.directory.refresh()
        words = ("--callers", "1", "--between", "0.1", "--patience", "5", "--talk", "5")
        full = await exchange.network.caller()
        await exchange.until_calls_are(CallState.WAITING)
        result = await typed(exchange, simulate, *words)
        assert result.exit_code == 1
        assert "citizen 1 is refused with 486" in result.output
        assert "Nobody came through." in result.output
        full.hang_up()
        await exchange.until_calls_are()


def _let_nobody_in() -> None:
    from hotline.organisations.models import Line

    Line.objects.update(most_waiting=1)


def test_nobody_can_ring_at_the_same_instant_for_ever() -> None:
    result = CliRunner().invoke(simulate, ["--between", "0"])
    assert result.exit_code == 2
    assert "--between" in result.output
