# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import socket
from pathlib import Path

import click
import pytest
from django.conf import LazySettings

from hotline.site import supervisor
from hotline.site.supervisor import is_running, logbook, only_supervisor, programs, refuse_if_ports_are_busy


def test_a_second_supervisor_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with only_supervisor(tmp_path), pytest.raises(click.ClickException) as refused, only_supervisor(tmp_path):
        pass
    assert refused.value.message == (
        f"Hotline already runs with the data in {tmp_path}. Stop that one first, or set HOTLINE_DATA."
    )


def test_the_data_are_free_again_when_the_supervisor_has_ended(tmp_path: Path) -> None:
    with only_supervisor(tmp_path):
        assert is_running(tmp_path) is True
    assert is_running(tmp_path) is False
    with only_supervisor(tmp_path):
        pass


def test_a_busy_port_stops_the_start_before_anything_is_made(settings: LazySettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.WEB_PORT = taken.getsockname()[1]
        with pytest.raises(click.ClickException) as refused:
            refuse_if_ports_are_busy()
    assert refused.value.message.startswith(f"Hotline cannot start:\nPort {settings.WEB_PORT} (TCP)")


def test_the_relay_is_started_first_and_the_jobs_last(settings: LazySettings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    kept = programs(lambda _name, _line: None)
    assert [program.name for program in kept] == ["relay", "exchange", "web", "jobs"]
    assert [program.order[-1] for program in kept[1:]] == ["exchange", "web", "jobs"]


def test_what_is_said_goes_to_the_terminal_and_to_a_file_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with logbook(tmp_path / "logs") as tell:
        tell("web", "a page")
        tell("relay", "a call: 100 %s")
        tell("web", "another")
    assert capsys.readouterr().out == "web      | a page\nrelay    | a call: 100 %s\nweb      | another\n"
    assert (tmp_path / "logs" / "web.log").read_text() == "a page\nanother\n"
    assert (tmp_path / "logs" / "relay.log").read_text() == "a call: 100 %s\n"


def test_a_log_that_grows_large_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOG_SIZE", 100)
    monkeypatch.setattr(supervisor, "LOGS_KEPT", 2)
    with logbook(tmp_path) as tell:
        for number in range(50):
            tell("web", f"line {number}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1", "web.log.2"]
    assert (tmp_path / "web.log").read_text().endswith("line 49\n")


def test_a_terminal_that_is_gone_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_line: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", gone)
    with logbook(tmp_path) as tell:
        tell("web", "still here")
    assert (tmp_path / "web.log").read_text() == "still here\n"
