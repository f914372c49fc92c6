# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import datetime as dt
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import LazySettings
from django.db import connection

from hotline.jobs.models import Turn
from hotline.organisations.clips import catalogue
from hotline.organisations.models import Line
from hotline.organisations.sounds import shipped_path
from hotline.site.doctor import machine
from hotline.site.doctor.finding import Finding, Health, ill, well

NOW = dt.datetime(2027, 3, 4, 12, 0, tzinfo=dt.UTC)


class Usage(NamedTuple):
    free: int


def disk_with(free: int, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(free))
    return list(machine.look_at_disk(Path("/srv/hotline")))


@pytest.mark.parametrize(
    ("free", "health"),
    [(50 * 10**9, Health.WELL), (10**9, Health.DOUBTFUL), (10**8, Health.ILL)],
)
def test_the_less_room_on_disk_the_graver(free: int, health: Health, monkeypatch: pytest.MonkeyPatch) -> None:
    [found] = disk_with(free, monkeypatch)
    assert (found.health, found.says) == (health, f"{free / 10**9:.1f} GB free in /srv/hotline")


def test_a_secret_key_that_others_can_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("hush")
    (tmp_path / "secret_key").chmod(0o644)
    key = tmp_path / "secret_key"
    assert list(machine.look_at_secret(tmp_path)) == [
        ill("secret key", f"{key} can be read by others", f"chmod 600 {key}")
    ]
    key.chmod(0o600)
    assert list(machine.look_at_secret(tmp_path)) == []


def test_the_clock_is_told_in_the_line_s_own_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "follows_network_time", lambda: None)
    assert list(machine.look_at_clock(NOW)) == [well("clock", "2027-03-04 13:00 in Europe/Copenhagen")]


def test_a_clock_that_stands_before_the_release_is_wrong() -> None:
    [found] = machine.look_at_clock(dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    assert (found.health, "before this version was made" in found.says) == (Health.ILL, True)


def test_a_clock_that_nobody_keeps_is_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "follows_network_time", lambda: False)
    [found] = machine.look_at_clock(NOW)
    assert (found.health, found.advice) == (Health.DOUBTFUL, "Switch it on: timedatectl set-ntp true")


def test_an_unknown_zone_is_told(settings: LazySettings) -> None:
    settings.TIME_ZONE = "Europe/Atlantis"
    [found] = machine.look_at_clock(NOW)
    assert (found.health, found.says) == (Health.ILL, "the zone Europe/Atlantis is unknown here")
    settings.TIME_ZONE = "Europe/Copenhagen"


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("no", False), ("", None), ("what?", None)])
def test_what_systemd_says_of_network_time_is_understood(
    said: str, *, meant: bool | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "timedatectl"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert machine.follows_network_time() is meant


def test_without_systemd_nothing_is_known_of_network_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert machine.follows_network_time() is None


def test_the_day_of_the_release_comes_from_the_changelog() -> None:
    assert dt.date(2026, 1, 1) < machine.released_on() < dt.date(2100, 1, 1)


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_well() -> None:
    [found] = machine.look_at_database()
    assert found.health is Health.WELL


@pytest.mark.django_db
def test_a_database_behind_this_version_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    [found] = machine.look_at_database()
    assert (found.health, found.says.endswith(": 1 steps behind this version")) == (Health.ILL, True)


@pytest.mark.django_db
def test_a_line_is_told_by_its_number() -> None:
    [found] = machine.look_at_line()
    assert (found.health, found.says) == (Health.DOUBTFUL, "there is none yet")
    Line.objects.create(name="Hotline", slug="hotline", number="+4570200000")
    assert list(machine.look_at_line()) == [well("line", "+4570200000")]


def test_missing_sounds_are_counted_and_one_is_named(tmp_path: Path) -> None:
    wanted = [
        shipped_path(tmp_path, language, clip.key)
        for clip in catalogue().values()
        for language in clip.languages
    ]
    for path in wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(machine.look_at_sounds(tmp_path)) == [well("sounds", f"all {len(wanted)} are there")]
    wanted[3].unlink()
    [found] = machine.look_at_sounds(tmp_path)
    assert found.says == f"1 of {len(wanted)} are missing, such as {wanted[3].name}"
    assert found.advice == f"python tools/make_sounds.py --into {tmp_path}"


JUST_NOW = dt.timedelta(seconds=3)


def jobs_found(*, is_running: bool) -> list[tuple[Health, str]]:
    return [(found.health, found.says) for found in machine.look_at_jobs(NOW, is_running=is_running)]


@pytest.mark.django_db
def test_jobs_that_never_ran_are_missed_only_where_a_hotline_runs() -> None:
    assert jobs_found(is_running=True) == [(Health.ILL, "do not run, and never did")]
    assert jobs_found(is_running=False) == []


@pytest.mark.django_db
def test_jobs_that_run_are_well() -> None:
    Turn.objects.create(job="sweep", next_at=NOW, began_at=NOW - JUST_NOW, ended_at=NOW - JUST_NOW)

    assert jobs_found(is_running=True) == [(Health.WELL, "ran at 12:59:57")]


@pytest.mark.django_db
@pytest.mark.parametrize(("is_running", "health"), [(True, Health.ILL), (False, Health.DOUBTFUL)])
def test_jobs_that_have_stopped_are_told_with_when(is_running: bool, health: Health) -> None:
    long_ago = NOW - dt.timedelta(hours=2)
    Turn.objects.create(job="sweep", next_at=NOW, began_at=long_ago, ended_at=long_ago)

    assert jobs_found(is_running=is_running) == [(health, "do not run, since 2027-03-04 11:00")]


@pytest.mark.django_db
def test_a_job_that_fails_is_named() -> None:
    Turn.objects.create(job="sweep", next_at=NOW, ended_at=NOW - JUST_NOW, problem="ZeroDivisionError")

    assert (Health.DOUBTFUL, "“sweep” failed: ZeroDivisionError") in jobs_found(is_running=True)
