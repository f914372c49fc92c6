# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline run` as a user starts it: real processes, a data folder and ports of its own."""

import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.parts.system import COMMAND, System
from tests.parts.waiting import until
from tests.site.test_programs import lives

PROGRAMS = ("relay", "exchange", "web", "jobs")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, sounds: Path) -> Iterator[System]:
    """Started on an empty folder, as a new user does."""
    with System(tmp_path_factory.mktemp("run") / "data", sounds) as started:
        yield started


def copy_data(source: Path, target: Path) -> None:
    """What takes long to make, so that another system starts at once."""
    shutil.copytree(source / "static", target / "static")
    with sqlite3.connect(source / "db.sqlite3") as old, sqlite3.connect(target / "db.sqlite3") as new:
        old.backup(new)
    old.close()
    new.close()


def test_the_start_says_where_everything_is_and_who_can_sign_in(system: System) -> None:
    until(lambda: "Stop everything" in system.log(), "the welcome is said")
    for said in (
        "DEMONSTRATION: the line answers at every hour",
        f"{system.web}/",
        f"sip:70200000@127.0.0.1:{system.sip_port}",
        "hotline simulate",
        "agent1 ",
        "midtjylland-2014",
    ):
        assert said in system.log()


def test_everything_is_in_the_data_folder(system: System) -> None:
    wanted = {"db.sqlite3", "logs", "rtpengine.conf", "sounds", "static"}
    assert wanted - {path.name for path in system.data.iterdir()} == set()


def test_citizens_get_the_front_page(system: System) -> None:
    page = httpx.get(f"{system.web}/")
    assert (page.status_code, "70 20 00 00" in page.text) == (200, True)


def test_the_doctor_finds_a_running_system_well(system: System) -> None:
    doctor = subprocess.run(
        [*COMMAND, "doctor"], env=system.environment, capture_output=True, text=True, check=False
    )
    said = doctor.stdout.splitlines()
    assert [line for line in said if line.startswith("BAD")] == []
    assert "ok   sound: music arrives in G.711" in said
    assert f"ok   SIP: port {system.sip_port} (UDP) answers; this machine may ring in" in said
    assert f"ok   web: answers on port {system.web_port}" in said
    assert doctor.returncode == 0


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_that_is_killed_is_there_again_within_seconds(system: System, program: str) -> None:
    killed = system.kill(program)
    system.wait_for_another(program, killed)
    until(system.is_ready, "everything answers again", 20)
    assert f"{program:<9}| was ended by SIGKILL; starts again in" in system.log()


def test_a_second_start_on_the_same_data_is_refused(system: System) -> None:
    second = subprocess.run(
        [*COMMAND, "run"], env=system.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert second.stderr.startswith(f"Error: Hotline already runs with the data in {system.data}.")


def test_a_start_on_busy_ports_names_them(system: System, tmp_path: Path) -> None:
    elsewhere = system.environment | {"HOTLINE_DATA": str(tmp_path)}
    second = subprocess.run([*COMMAND, "run"], env=elsewhere, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    for variable in ("HOTLINE_WEB_PORT", "HOTLINE_EXCHANGE_PORT", "HOTLINE_SIP_PORT", "HOTLINE_NG_PORT"):
        assert f"or set {variable} to another port" in second.stderr
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_running_however_it_is_stopped(
    system: System, sounds: Path, tmp_path: Path, which: signal.Signals
) -> None:
    copy_data(system.data, tmp_path / "data")
    with System(tmp_path / "data", sounds) as other:
        pids = [other.pid_of(program) for program in PROGRAMS]
        other.supervisor.send_signal(which)
        other.supervisor.wait(20)
        until(lambda: not any(pid and lives(pid) for pid in pids), "all have ended", 10)
        if which != signal.SIGKILL:
            assert other.supervisor.returncode == 0
            assert other.log().endswith("Everything is stopped.\n")
    with socket.create_server(("127.0.0.1", other.web_port)):
        pass
