# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Lines, their hours and how they are right now."""

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import time_machine
from pytest_django.fixtures import Settings

from hotline.calls.control import control_headers
from hotline.exchange.records import Span
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId
from hotline.live.snapshot import AgentNow, LineNow, Snapshot, encode
from hotline.organisations.models import ExceptionalDay, LineAnnouncement, WeeklyHours, WeeklySpan
from tests.api.world import NOON, OF_LINE, System
from tests.calls import scenes
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db


@contextmanager
def exchange(settings: Settings, said: bytes) -> Iterator[None]:
    """A door that says this to who knows the control token."""

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            knows = self.headers["authorization"] == control_headers()["authorization"]
            self.send_response(200 if knows and self.path == "/control/live" else 401)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is theirs
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    settings.EXCHANGE_PORT = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def snapshot() -> Snapshot:
    """Two wait; Alma talks, Vibe is available; somebody on another line is none of it."""
    line = LineId(scenes.line().pk)
    began = Instant(int(NOON.timestamp() * 1000))
    return Snapshot(
        Instant(began + 60_000),
        (LineNow(line, 2, began, 2, 1, Span(30_000, 90_000)),),
        (
            AgentNow(AgentId(alma().pk), (line,), AgentStatus.TALKING, began),
            AgentNow(AgentId(vibe().pk), (line,), AgentStatus.AVAILABLE, began),
            AgentNow(AgentId(4711), (LineId(line + 1),), AgentStatus.PAUSED, began),
        ),
        ("carrier",),
    )


def test_the_line_right_now(settings: Settings) -> None:
    with exchange(settings, encode(snapshot())):
        assert System().ask(f"{OF_LINE}/live") == {
            "at": "2014-05-07T10:01:00Z",
            "waiting": 2,
            "longest_since": "2014-05-07T10:00:00Z",
            "expected": {"from_seconds": 30, "to_seconds": 90},
            "agents": {"talking": 1, "available": 1},
            "own_agents": {"talking": 1},
            "problems": ["carrier"],
        }
        assert System(scenes.region()).ask(f"{OF_LINE}/live")["own_agents"] == {}


def test_a_line_nobody_has_rung_is_empty(settings: Settings) -> None:
    with exchange(settings, encode(Snapshot(Instant(0)))):
        told = System().ask(f"{OF_LINE}/live")

    assert (told["waiting"], told["longest_since"], told["expected"], told["agents"]) == (0, None, None, {})


@pytest.mark.parametrize("said", [b"", b"nonsense\n", b"{}\n"])
def test_an_exchange_that_says_nothing_sensible_is_a_problem(settings: Settings, said: bytes) -> None:
    with exchange(settings, said):
        assert System().ask(f"{OF_LINE}/live", 503)["detail"] == "The exchange does not answer."


def test_an_exchange_that_is_not_there_is_a_problem_with_a_time_to_try_again(settings: Settings) -> None:
    settings.EXCHANGE_PORT = 1

    answer = System().client.get(f"{OF_LINE}/live")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.fixture
def open_on_wednesdays() -> None:
    """From nine to half past ten in the morning, and on the ninth of May closed."""
    hours = WeeklyHours.objects.create(line=scenes.line(), valid_from="2014-01-01")
    WeeklySpan.objects.create(hours=hours, weekday=3, opens=540, closes=1290)
    ExceptionalDay.objects.create(
        line=scenes.line(), day_on="2014-05-14", kind="closed", name="Lukkedag", is_holiday=True
    )


@pytest.mark.usefixtures("open_on_wednesdays")
def test_when_a_line_is_open() -> None:
    LineAnnouncement.objects.create(line=scenes.line(), text="Digital Post er nede.", from_at=NOON)
    with time_machine.travel(NOON, tick=False):
        told = System().ask(f"{OF_LINE}/hours", days=8)

    assert (told["kind"], told["is_open"], told["closes_at"]) == ("disturbance", True, "2014-05-07T19:30:00Z")
    assert told["announcements"] == ["Digital Post er nede."]
    assert told["days"][0] == {
        "date": "2014-05-07",
        "name": "",
        "is_holiday": False,
        "open": [{"from_at": "2014-05-07T07:00:00Z", "to_at": "2014-05-07T19:30:00Z"}],
    }
    assert told["days"][7] == {"date": "2014-05-14", "name": "Lukkedag", "is_holiday": True, "open": []}
    assert [day["date"] for day in told["days"]] == [f"2014-05-{day:02}" for day in range(7, 15)]


@pytest.mark.usefixtures("open_on_wednesdays")
def test_when_a_closed_line_opens_again() -> None:
    with time_machine.travel(NOON + dt.timedelta(hours=12), tick=False):
        asked: dict[str, Any] = {"from": "2014-06-01", "days": 1}
        told = System().ask(f"{OF_LINE}/hours", **asked)

    assert (told["is_open"], told["next_opening_at"]) == (False, "2014-05-21T07:00:00Z")
    assert [day["date"] for day in told["days"]] == ["2014-06-01"]


def test_the_lines_of_an_authority() -> None:
    assert System().ask("/api/v1/lines") == [
        {"slug": "hotline", "name": "Den Digitale Hotline", "number": "+4570200000"}
    ]
