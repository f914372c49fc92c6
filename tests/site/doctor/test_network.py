# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import asyncio
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from hotline.site import relay
from hotline.site.doctor import network
from hotline.site.doctor.finding import Finding, Health, well
from hotline.site.signs_of_life import exchange_problems, relay_answers, silent_programs
from tests.parts.ports import free_port, free_range
from tests.parts.waiting import until


@pytest.fixture
def quiet(settings: LazySettings, tmp_path: Path) -> LazySettings:
    """Settings with ports on which nobody is."""
    settings.DATA = tmp_path
    settings.WEB_PORT, settings.EXCHANGE_PORT = free_port(), free_port()
    settings.SIP_PORT = free_port(socket.SOCK_DGRAM)
    settings.NG_PORT, settings.KEYS_PORT = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_DGRAM)
    settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX = free_range(200)
    return settings


@pytest.fixture
def media_relay(quiet: LazySettings, sounds: Path) -> Iterator[LazySettings]:
    (quiet.DATA / "sounds").mkdir()
    (quiet.DATA / "sounds" / "shipped").symlink_to(sounds)
    with subprocess.Popen(relay.order(quiet.DATA)) as running:
        until(lambda: asyncio.run(relay_answers()), "the relay answers")
        yield quiet
        running.terminate()


def programs_found() -> list[Finding]:
    async def found() -> list[Finding]:
        return [finding async for finding in network.look_at_programs()]

    return asyncio.run(found())


def test_free_ports_are_listed(quiet: LazySettings) -> None:
    [found] = network.look_at_ports()
    assert (found.health, f"{quiet.WEB_PORT} TCP" in found.says) == (Health.WELL, True)


def test_a_busy_port_is_bad(quiet: LazySettings) -> None:
    with socket.create_server(("127.0.0.1", quiet.WEB_PORT)):
        [found] = network.look_at_ports()
    assert (found.health, "HOTLINE_WEB_PORT" in found.says) == (Health.ILL, True)


def test_too_few_media_ports_are_told(settings: LazySettings) -> None:
    settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX = 30000, 30059
    [found] = network.look_at_media_ports()
    assert (found.health, found.says) == (Health.ILL, "UDP 30000–30059, room for 10 calls")
    settings.MEDIA_PORT_MAX = 39999
    assert list(network.look_at_media_ports()) == [
        well("media ports", "UDP 30000–39999, room for 1666 calls")
    ]


def test_the_version_of_the_relay_is_told() -> None:
    [found] = network.look_at_relay_program()
    assert (found.health, found.says[:1].isdigit()) == (Health.WELL, True)


def test_a_relay_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    [found] = network.look_at_relay_program()
    assert (found.health, found.advice) == (Health.ILL, "apt install rtpengine-daemon")


@pytest.mark.usefixtures("quiet")
def test_programs_that_do_not_answer_are_named() -> None:
    assert asyncio.run(silent_programs()) == ["relay", "exchange", "web"]
    assert [(found.subject, found.health) for found in programs_found()] == [
        ("web", Health.ILL),
        ("exchange", Health.ILL),
        ("SIP", Health.ILL),
        ("media relay", Health.ILL),
    ]


@pytest.mark.usefixtures("media_relay")
def test_music_is_heard_through_the_relay() -> None:
    assert programs_found()[-1] == well("sound", "music arrives in G.711")


def test_a_sound_the_relay_cannot_read_is_told(media_relay: LazySettings) -> None:
    (media_relay.DATA / "sounds" / "shipped").unlink()
    found = programs_found()[-1]
    assert (found.health, found.says.startswith("the relay cannot play music.wav")) == (Health.ILL, True)


@pytest.mark.parametrize(
    ("answer", "finding"),
    [
        (b"SIP/2.0 200 OK\r\n\r\n", (Health.WELL, "answers; this machine may ring in")),
        (b"SIP/2.0 403 Forbidden\r\n\r\n", (Health.WELL, "may not ring in (HOTLINE_SIP_TRUSTED)")),
        (b"something else", (Health.ILL, "does not answer")),
    ],
)
def test_what_answers_on_the_sip_port_is_told(
    quiet: LazySettings, answer: bytes, finding: tuple[Health, str]
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", quiet.SIP_PORT))
        answering = threading.Thread(target=lambda: server.sendto(answer, server.recvfrom(4096)[1]))
        answering.start()
        found = asyncio.run(network.look_at_sip())
        answering.join()
    assert (found.health, found.says.endswith(finding[1])) == (finding[0], True)


def test_something_else_on_the_exchange_s_port_is_not_taken_for_it(quiet: LazySettings) -> None:
    with socket.create_server(("127.0.0.1", quiet.EXCHANGE_PORT)):
        assert asyncio.run(exchange_problems()) is None
