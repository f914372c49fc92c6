# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tests of this room may be coroutines: each runs in a loop of its own, of the kind the exchange runs in."""

import asyncio
import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvloop
from django.test import override_settings

from hotline.exchange.words import AgentId
from hotline.organisations.models import Line
from hotline.wires import journal, phones
from tests.calls import scenes
from tests.parts.media_relay import MediaRelay
from tests.wires.sounds import make_voice

LONGEST_TEST = 60.0


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = pyfuncitem._fixtureinfo.argnames
    arguments = {name: pyfuncitem.funcargs[name] for name in wanted}
    with warnings.catch_warnings():
        # As an error, this warning keeps the loop from ever closing after a test that failed.
        warnings.filterwarnings("ignore", "unclosed resource", ResourceWarning)
        uvloop.run(asyncio.wait_for(pyfuncitem.obj(**arguments), LONGEST_TEST))
    return True


@pytest.fixture(scope="session")
def media_relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaRelay]:
    """One relay for all tests that only use it."""
    relay = MediaRelay(tmp_path_factory.mktemp("relay"))
    relay.start()
    yield relay
    relay.kill()


@pytest.fixture
def mortal_relay(tmp_path: Path) -> Iterator[MediaRelay]:
    """A relay for tests that kill it."""
    relay = MediaRelay(tmp_path)
    relay.start()
    yield relay
    relay.kill()


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which every clip is a tone."""
    data = tmp_path_factory.mktemp("data")
    make_voice(data / "sounds")
    return data


@pytest.fixture
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """More patience than in earnest: on a busy machine, slow is neither dead nor gone."""
    monkeypatch.setattr(phones, "PROVED_FOR", 6.0)
    monkeypatch.setattr(phones, "MISSED_FOR", 6.0)
    monkeypatch.setattr(journal, "PATIENCE", 10.0)


@pytest.fixture
def open_line(voice: Path, transactional_db: None, calm: None) -> Iterator[Line]:
    """The line, open at every hour, with as little patience as it may have."""
    line = scenes.line()
    line.ring_seconds, line.wrap_up_seconds, line.adrift_seconds = 5, 1, 3
    line.save()
    with override_settings(DATA=voice, FORCED_OPEN=True):
        yield line


@pytest.fixture
def alma(open_line: Line) -> AgentId:
    return AgentId(scenes.agent("Alma").pk)


@pytest.fixture
def bo(open_line: Line) -> AgentId:
    return AgentId(scenes.agent("Bo").pk)
