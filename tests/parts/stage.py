# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Fixtures of the tests with people and telephones: the system, those who ring, those who answer.

Modules share one system. A module that breaks things, or wants a system of another kind, gets its own by
saying so in LINE (fields of the line) or SETTINGS (variables of the environment).
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count, cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.parts.browser import chromium
from tests.parts.desk import Agents
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.tones import write_tone

CITIZEN, AGENT = 440, 1000  # Hz
AGENTS = 60
UNHURRIED = {"wrap_up_seconds": 300}  # nothing ends by itself because a computer is slow
KEPT = ("db.sqlite3", "secret_key", "static")


def started(data: Path, prepared: Path, line: dict[str, object], settings: dict[str, str]) -> System:
    """A system with a copy of what is prepared. Use as a context."""
    for name in KEPT:
        kept = prepared / name
        (shutil.copytree if kept.is_dir() else shutil.copy2)(kept, data / name)
    system = System(data, prepared / "sounds" / "shipped", **settings)
    system.set_line(**{**UNHURRIED, **line})
    return system


@pytest.fixture(scope="package")
def everyday(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[System]:
    """The system of all who only use it."""
    with started(tmp_path_factory.mktemp("everyday"), prepared, {}, {}) as system:
        yield system


@pytest.fixture(scope="module")
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared: Path
) -> Iterator[System]:
    wishes = {name: getattr(request.module, name, None) for name in ("LINE", "SETTINGS")}
    if wishes == {"LINE": None, "SETTINGS": None}:
        yield request.getfixturevalue("everyday")
        return
    data = tmp_path_factory.mktemp("system")
    with started(data, prepared, wishes["LINE"] or {}, wishes["SETTINGS"] or {}) as own:
        yield own


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Not for the whole session: while it is there, no other test can have an asyncio loop in this thread."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def agents_voice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tone(tmp_path_factory.mktemp("voice") / "agent.wav", AGENT)


@pytest.fixture(scope="module")
def browser(playwright: Playwright, agents_voice: Path) -> Iterator[Browser]:
    with chromium(playwright, agents_voice) as one:
        yield one


@pytest.fixture(scope="session")
def agent_numbers() -> Iterator[int]:
    """Every test has agents of its own: what became of those before does not matter."""
    return cycle(range(1, AGENTS + 1))


@pytest.fixture
def agents(system: System, browser: Browser, agent_numbers: Iterator[int]) -> Iterator[Agents]:
    coming = Agents(system, browser, agent_numbers)
    yield coming
    coming.go_home()


Ringing = Callable[..., Telephone]


@pytest.fixture
def telephones(tmp_path: Path) -> Iterator[Ringing]:
    """As many telephones as a test asks for, each in a folder of its own."""
    numbers = count(1)
    with ExitStack() as kept:

        def another(tone: int = CITIZEN, **wishes: bool) -> Telephone:
            folder = tmp_path / f"telephone-{next(numbers)}"
            return kept.enter_context(Telephone(folder, tone=tone, **wishes))

        yield another


@pytest.fixture
def telephone(telephones: Ringing) -> Telephone:
    return telephones()
