# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Fixtures of tests that start a system: sounds and data made once, a system for each module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.parts.system import System, made_sounds


@pytest.fixture(scope="session")
def sounds(request: pytest.FixtureRequest) -> Path:
    """The shipped sounds, made once and kept between runs."""
    return made_sounds(Path(request.config.cache.mkdir("hotline-sounds")))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Path:
    """A data folder with tables and example, to be copied: making one takes longer than starting."""
    system = System(tmp_path_factory.mktemp("prepared"), sounds)
    system.prepare()
    system.stop()
    return system.data


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("system"), sounds) as running:
        yield running
