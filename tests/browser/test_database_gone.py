# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The database is gone for a while: calls go on, new callers are told, and in the end all is in the books."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.parts.databases import Database, Postgres, Sqlite
from tests.parts.desk import Agents, Desk
from tests.parts.measuring import promise
from tests.parts.stage import AGENT, CITIZEN, Ringing
from tests.parts.system import System
from tests.parts.telephone import Telephone
from tests.parts.waiting import until

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    one: Database = Sqlite(tmp_path_factory.mktemp("database")) if request.param == "sqlite" else Postgres()
    yield one
    one.throw_away()


@pytest.fixture(scope="module")
def system(database: Database, tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Iterator[System]:
    one = System(tmp_path_factory.mktemp("system"), sounds, DATABASE_URL=database.address)
    one.prepare()
    one.set_line(wrap_up_seconds=300, ring_seconds=60)
    with one:
        yield one


def talk(system: System, desk: Desk, telephone: Telephone) -> None:
    telephone.dial(system.line)
    desk.answer()
    desk.expect_to_hear(CITIZEN)
    telephone.expect_to_hear(AGENT)


def test_calls_go_on_and_everything_is_written_down_later(
    system: System, database: Database, agents: Agents, telephones: Ringing, sounds: Path
) -> None:
    talks, waits, unlucky, later = (telephones() for _ in range(4))
    desk, other = agents.available(), agents.ready()
    talk(system, desk, talks)
    waits.dial(system.line)
    waits.wait_until_up()

    begun = talks.recording.seconds
    database.take_away()
    desk.press("hold")
    desk.expect_status("holding")
    until(lambda: not system.exchange_is_well(), "the exchange notices", 20)
    until(lambda: desk.says("alert"), "the desk says what is wrong")
    desk.press("resume")
    desk.expect_status("talking")
    desk.expect_to_hear(CITIZEN)
    talks.expect_to_hear(AGENT)

    rung_at = time.monotonic()
    unlucky.dial(system.line)
    unlucky.wait_until_up()
    promise("database gone: a new caller is answered", time.monotonic() - rung_at, 3)
    unlucky.wait_until_over(40)
    assert unlucky.recording.begins(sounds / "da" / "error.wav") is not None

    desk.hang_up()
    talks.wait_until_over()
    assert talks.recording.seconds > begun
    other.take_calls()
    other.answer()
    other.expect_to_hear(CITIZEN)
    waits.expect_to_hear(AGENT)

    database.give_back()
    given_back_at = time.monotonic()
    until(system.exchange_is_well, "the exchange is well again", 40)
    promise("database back: the exchange is well", time.monotonic() - given_back_at, 15)
    until(lambda: desk.says("alert") == "", lambda: f"the desk still says: {desk.says('alert')}", 20)
    until(lambda: other.says("alert") == "", lambda: f"the other desk says: {other.says('alert')}", 20)
    expect(other.page.locator("turbo-frame#registration form")).to_be_visible()
    other.hang_up()
    for telephone, end in (
        (talks, "answered_agent_hung_up"),
        (unlucky, "diverted_disturbance"),
        (waits, "answered_agent_hung_up"),
    ):
        system.wait_for_end(telephone.number, end, 40)
    desk.finish()
    talk(system, desk, later)
    desk.hang_up()
    system.wait_for_quiet()
