# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Fixtures of the tests with real parts: the sounds once, a system for each module that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.parts.system import System, made_sounds
from tests.parts.telephone import Telephone


@pytest.fixture(scope="session")
def sounds(request: pytest.FixtureRequest) -> Path:
    """The shipped sounds, made once and kept between runs."""
    return made_sounds(Path(request.config.cache.mkdir("hotline-sounds")))


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("system"), sounds) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def telephone(tmp_path: Path) -> Iterator[Telephone]:
    with Telephone(tmp_path / "telephone") as one:
        yield one
