# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from tests.duty.exchange import PretendedExchange
from tests.parts.ports import free_port
from tests.people.persons import World, make_world


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    """No exchange runs, and the sounds lie in a folder of the test's own."""
    with override_settings(DATA=tmp_path, EXCHANGE_ADDRESS="127.0.0.1", EXCHANGE_PORT=free_port()):
        yield make_world()


@pytest.fixture
def exchange(world: World) -> Iterator[PretendedExchange]:
    """Answers over HTTP as the exchange does; what it is told stands in it."""
    with PretendedExchange() as pretended, override_settings(EXCHANGE_PORT=pretended.port):
        yield pretended
