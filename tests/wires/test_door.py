# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's own HTTP: its health for everybody, everything else for whoever knows the token."""

from typing import Any

import httpx
import pytest

from hotline.calls.control import read_control_token
from hotline.exchange.words import AgentId
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.wires.running import Exchange, running


async def get(exchange: Exchange, path: str, token: str | None = None, **headers: str) -> httpx.Response:
    if token is not None:
        headers["authorization"] = f"Bearer {token}"
    async with httpx.AsyncClient(base_url=f"http://{ADDRESS}:{exchange.addresses.http[1]}") as client:
        return await client.get(path, headers=headers)


async def told(exchange: Exchange, path: str) -> Any:
    answer = await get(exchange, path, read_control_token())
    assert answer.status_code == 200
    return answer.json()


async def test_everybody_may_ask_whether_it_is_well(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        answer = await get(exchange, "/health")
        assert (answer.status_code, answer.json()) == (200, {"problems": [], "calls": 0})
        await exchange.network.caller()
        assert (await get(exchange, "/health")).json()["calls"] == 1


@pytest.mark.parametrize("path", ["/control/queue", "/control/agents/1"])
async def test_what_is_not_for_everybody_asks_for_the_token(
    alma: AgentId, media_relay: MediaRelay, path: str
) -> None:
    async with running(media_relay) as exchange:
        for token in (None, "-", "wrong", read_control_token()[:-1], "x" * 64):
            assert (await get(exchange, path, token)).status_code == 401
        assert (await get(exchange, path, read_control_token())).status_code == 200


async def test_a_token_that_is_no_ascii_is_wrong_and_no_bug(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange, httpx.AsyncClient() as client:
        answer = await client.get(
            f"http://{ADDRESS}:{exchange.addresses.http[1]}/control/queue",
            headers={b"authorization": "Bearer æøå".encode("latin-1")},
        )
        assert answer.status_code == 401


async def test_other_doors_are_walls(alma: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        token = read_control_token()
        statuses = [(await get(exchange, path, token)).status_code for path in ("/", "/control", "/phone")]
        assert statuses == [404, 404, 404]
        assert (await get(exchange, "/control/agents/alma", token)).status_code == 404


async def test_the_queue_tells_lines_and_agents_and_no_numbers(
    alma: AgentId, bo: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        page = await exchange.page(alma)
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused")
        caller = await exchange.network.caller()
        await page.shows(waiting=1)
        shown = await told(exchange, "/control/queue")
        call = next(iter(exchange.process.switchboard.state.calls.values()))
        assert shown["lines"] == [
            {"name": "Den Digitale Hotline", "waiting": 1, "longest": call.arrived_at, "agents": 1}
        ]
        known = exchange.process.switchboard.state.agents[alma]
        assert shown["agents"] == [{"name": "Alma", "status": "paused", "since": known.status_since}]
        assert shown["now"] >= call.arrived_at
        assert caller.number not in str(shown)


async def test_why_an_agent_is_not_rung_is_told(alma: AgentId, bo: AgentId, media_relay: MediaRelay) -> None:
    async with running(media_relay) as exchange:
        path = f"/control/agents/{alma}"
        assert await told(exchange, path) == {"reasons": ["unknown_here"], "phone_is_connected": False}
        page = await exchange.available(alma)
        assert await told(exchange, path) == {"reasons": ["nobody_waits"], "phone_is_connected": True}
        await page.say("choose", chosen="paused", reason="Møde")
        await page.shows(status="paused")
        assert (await told(exchange, path))["reasons"] == ["paused"]
        page.is_ready = False
        await exchange.until(lambda: not exchange.process.switchboard.state.agents[alma].is_proved)
        assert sorted((await told(exchange, path))["reasons"]) == ["device_not_proved", "paused"]
