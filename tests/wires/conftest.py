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

from tests.parts.media_relay import MediaRelay

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
