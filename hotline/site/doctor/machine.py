# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Disk, clock, database, and what the set-up should have brought."""

import datetime as dt
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from hotline.jobs.queries import are_silent, failing, last_sign_of_life
from hotline.organisations.clips import catalogue
from hotline.organisations.sounds import shipped_path
from hotline.site.doctor.finding import Finding, doubtful, ill, well
from hotline.site.making_ready import described_database
from hotline.site.version import CHANGELOG

GIGABYTE = 1_000_000_000
PLENTY = 2 * GIGABYTE
SCARCE = GIGABYTE // 5
READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH


def look_at_disk(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    says = f"{free / GIGABYTE:.1f} GB free in {folder}"
    if free < SCARCE:
        yield ill(
            "disk", says, "Calls cannot be kept when the disk is full. Make room, or move HOTLINE_DATA."
        )
    elif free < PLENTY:
        yield doubtful("disk", says, "Make room soon: the journal grows by about 1 GB in a million calls.")
    else:
        yield well("disk", says)


def look_at_secret(folder: Path) -> Iterator[Finding]:
    file = folder / "secret_key"
    if file.exists() and file.stat().st_mode & READABLE_BY_OTHERS:
        yield ill("secret key", f"{file} can be read by others", f"chmod 600 {file}")


def look_at_clock(now: dt.datetime) -> Iterator[Finding]:
    try:
        local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        yield ill("clock", f"the zone {settings.TIME_ZONE} is unknown here", "Install the package tzdata.")
        return
    says = f"{local:%Y-%m-%d %H:%M} in {settings.TIME_ZONE}"
    if local.date() < released_on():
        yield ill(
            "clock",
            f"{says}, which is before this version was made",
            "Set the clock: opening hours go by it.",
        )
    elif follows_network_time() is False:
        yield doubtful("clock", f"{says}, not kept by the network", "Switch it on: timedatectl set-ntp true")
    else:
        yield well("clock", says)


def released_on() -> dt.date:
    """The day of the topmost release in the changelog."""
    found = re.search(r"^## \S+ - (\d{4}-\d\d-\d\d)", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    return dt.date.fromisoformat(found[1]) if found else dt.date.min


def follows_network_time() -> bool | None:
    """What systemd says; None when there is no systemd to ask."""
    order = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        said = subprocess.run(order, capture_output=True, text=True, check=False, timeout=5).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(said)


def look_at_database() -> Iterator[Finding]:
    name = described_database()
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as refused:
        advice = "Start it, and look at DATABASE_URL. Until then callers hear that nothing works."
        yield ill("database", f"{name}: {refused}".strip(), advice)
        return
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield ill(
            "database",
            f"{name}: {len(missing)} steps behind this version",
            "hotline run brings it up to date.",
        )
    else:
        yield well("database", name)


def look_at_line() -> Iterator[Finding]:
    from hotline.organisations.models import Line

    try:
        numbers = list(Line.objects.values_list("number", flat=True))
    except DatabaseError:
        return  # said already, in other words
    if numbers:
        yield well("line", ", ".join(numbers))
    else:
        yield doubtful("line", "there is none yet", "hotline example loads one to try things with.")


def look_at_jobs(now: dt.datetime, *, is_running: bool) -> Iterator[Finding]:
    """Whether anybody forgets and reminds. Where nothing runs, it matters only if it once did."""
    try:
        last, silent, failed = last_sign_of_life(), are_silent(now), failing()
    except DatabaseError:
        return  # said already, in other words
    if silent and (is_running or last):
        since = f"since {timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "and never did"
        advice = "Numbers are not forgotten and authorities not reminded. Start it: hotline jobs"
        yield (ill if is_running else doubtful)("jobs", f"do not run, {since}", advice)
    elif last:
        yield well("jobs", f"ran at {timezone.localtime(last):%H:%M:%S}")
    for turn in failed:
        yield doubtful("jobs", f"“{turn.job}” failed: {turn.problem}", "See the log of the jobs.")


def look_at_sounds(root: Path) -> Iterator[Finding]:
    wanted = [
        shipped_path(root, language, clip.key) for clip in catalogue().values() for language in clip.languages
    ]
    missing = [path for path in wanted if not path.is_file()]
    if missing:
        says = f"{len(missing)} of {len(wanted)} are missing, such as {missing[0].name}"
        yield ill("sounds", says, f"python tools/make_sounds.py --into {root}")
    else:
        yield well("sounds", f"all {len(wanted)} are there")
