# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Boards as browsers get them: over real HTTP, out of the web process's own server."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
import uvicorn
from django.test import Client
from django.urls import reverse

from hotline.exchange.words import Instant, LineId
from hotline.live.boards import live
from hotline.live.snapshot import LineNow, Snapshot
from hotline.live.streaming import asked_beforehand
from hotline.organisations.models import Line
from hotline.people.models import User
from hotline.site.web import Server
from hotline.wallboard.actions import pair_screen, revoke_screen
from hotline.wallboard.board import FIGURES
from hotline.wallboard.codes import code_of
from hotline.wallboard.models import Screen
from hotline.wallboard.screens import COOKIE
from tests.calls import scenes
from tests.live.exchange import ADDRESS, Telling, telling, until
from tests.parts.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = reverse("wallboard:stream", args=["hotline"])
ON_THE_WALL = reverse("wallboard:screen-stream")


@dataclass
class Web:
    """A web process with a listening exchange."""

    exchange: Telling
    server: Server
    serving: asyncio.Task[None]
    base: str

    def tell(self, line: Line, waiting: int) -> None:
        now = Instant(int(time.time() * 1000))
        self.exchange.tell(Snapshot(now, (LineNow(LineId(line.pk), waiting, now, 1, 1, None),)))

    async def stop(self) -> float:
        """How many seconds it took."""
        began = time.monotonic()
        self.server.should_exit = True
        await self.serving
        return time.monotonic() - began


@asynccontextmanager
async def serving() -> AsyncIterator[Web]:
    FIGURES.forget()
    async with telling() as exchange:
        port = free_port()
        config = uvicorn.Config(
            "hotline.site.asgi:application",
            host=ADDRESS,
            port=port,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=5,
        )
        server = Server(config)
        web = Web(exchange, server, asyncio.create_task(server.serve()), f"http://{ADDRESS}:{port}")
        await until(lambda: server.started)
        try:
            yield web
        finally:
            await web.stop()


async def shown(lines: AsyncIterator[str], text: str) -> None:
    """Until the stream has shown this."""
    async with asyncio.timeout(10):
        async for line in lines:
            if text in line:
                return
    raise AssertionError(f"never shown: {text}")


def waiting(number: int) -> str:
    return f"<dt>Waiting</dt><dd>{number}</dd>"


@pytest.fixture
def line() -> Line:
    return scenes.line()


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


@pytest.fixture
def cookies(alma: User) -> dict[str, str]:
    browser = Client()
    browser.force_login(alma)
    return {name: morsel.value for name, morsel in browser.cookies.items()}


@pytest.fixture
def screen(line: Line) -> Screen:
    screen = Screen(line=line, name="Gangen", language="en")
    return pair_screen(screen, code_of("secret"), scenes.person("Dora", "duty_lead"))


async def test_a_board_shows_what_the_exchange_tells(line: Line, cookies: dict[str, str]) -> None:
    async with (
        serving() as web,
        httpx.AsyncClient(base_url=web.base, cookies=cookies) as browser,
        browser.stream("GET", BOARD) as answer,
    ):
        assert answer.headers["content-type"] == "text/event-stream"
        web.tell(line, 3)
        await shown(answer.aiter_lines(), waiting(3))


async def test_a_change_is_on_every_board_within_a_second(line: Line, cookies: dict[str, str]) -> None:
    async with serving() as web, httpx.AsyncClient(base_url=web.base, cookies=cookies) as browser:
        web.tell(line, 0)
        late: list[float] = []

        async def look() -> None:
            async with browser.stream("GET", BOARD) as answer:
                lines = answer.aiter_lines()
                async for each in lines:
                    if waiting(7) in each:
                        late.append(time.monotonic())
                        return

        looking = [asyncio.create_task(look()) for _ in range(20)]
        await until(lambda: live().followers == 20)
        await asyncio.sleep(1)
        told_at = time.monotonic()
        web.tell(line, 7)
        async with asyncio.timeout(10):
            await asyncio.gather(*looking)
        assert max(late) - told_at < 1
        assert len(live().boards) == 1


async def test_a_server_that_ends_waits_for_no_board(line: Line, cookies: dict[str, str]) -> None:
    async with serving() as web, httpx.AsyncClient(base_url=web.base, cookies=cookies) as browser:
        web.tell(line, 1)
        async with browser.stream("GET", BOARD) as answer:
            lines = answer.aiter_lines()
            await shown(lines, waiting(1))
            assert await web.stop() < 1.5
            rest = [each async for each in lines]
            assert all("error" not in each for each in rest)


async def test_a_browser_that_leaves_is_forgotten(line: Line, cookies: dict[str, str]) -> None:
    async with serving() as web, httpx.AsyncClient(base_url=web.base, cookies=cookies) as browser:
        web.tell(line, 1)
        async with browser.stream("GET", BOARD) as answer:
            lines = answer.aiter_lines()
            await shown(lines, waiting(1))
            assert live().followers == 1
        await until(lambda: live().followers == 0)


async def test_who_may_not_see_the_board_gets_no_stream(line: Line) -> None:
    async with serving() as web, httpx.AsyncClient(base_url=web.base) as nobody:
        assert (await nobody.get(BOARD)).status_code == 403
        assert (await nobody.get(ON_THE_WALL)).status_code == 403
        assert (await nobody.get(BOARD.replace("hotline", "nothing"))).status_code == 403
        nobody.cookies.set(COOKIE, "made up")
        assert (await nobody.get(ON_THE_WALL)).status_code == 403


async def test_a_paired_screen_gets_the_board(line: Line, screen: Screen) -> None:
    async with (
        serving() as web,
        httpx.AsyncClient(base_url=web.base, cookies={COOKIE: "secret"}) as wall,
        wall.stream("GET", ON_THE_WALL) as answer,
    ):
        web.tell(line, 4)
        await shown(answer.aiter_lines(), waiting(4))


async def test_a_screen_taken_out_of_use_goes_dark_within_seconds(line: Line, screen: Screen) -> None:
    async with (
        serving() as web,
        httpx.AsyncClient(base_url=web.base, cookies={COOKIE: "secret"}) as wall,
        wall.stream("GET", ON_THE_WALL) as answer,
    ):
        web.tell(line, 4)
        lines = answer.aiter_lines()
        await shown(lines, waiting(4))
        await asked_beforehand(lambda: revoke_screen(screen, screen.paired_by))
        began = time.monotonic()
        async for _line in lines:
            pass
        assert time.monotonic() - began < 4
        assert (await wall.get(ON_THE_WALL)).status_code == 403


async def test_two_languages_are_two_boards_over_one_connection(line: Line, cookies: dict[str, str]) -> None:
    async with serving() as web, httpx.AsyncClient(base_url=web.base, cookies=cookies) as browser:
        web.tell(line, 2)
        for language, said in (("da", "<dt>Venter</dt><dd>2</dd>"), ("en", waiting(2))):
            async with browser.stream("GET", f"{BOARD}?language={language}") as answer:
                await shown(answer.aiter_lines(), said)
        assert web.exchange.connections == 1
