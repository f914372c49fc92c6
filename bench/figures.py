# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a year's report costs from the roll-ups and straight from the books, and how fast they are rebuilt.

    python -m bench.figures [--quick] [--inquiries 10000000] [--only sqlite]

Method: three made-up years of one large line (bench/history.py) are written into an empty database: ten
million inquiries and the calls they came by, 20 authorities, 50 topics, 60 agents; 200,000 with --quick. Then
`hotline figures rebuild` is timed; its speed is told in calls per second, everything else that is rolled up
with a call (the agent's part, the inquiry, its topics) included. Then a year's inquiries by week, topic and
authority, the year's calls by week, its handling by authority, and the question of a wallboard are asked, the
first time thrown away, and the median of five taken; beside it the same question put to the raw tables, once,
and whether the answers are equal. Last the pages, from request to answer in this process, median of five.
SQLite in a temporary folder, and a PostgreSQL that does not wait for its disk; both are thrown away.
"""

import argparse
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from tools.with_postgres import postgres

if TYPE_CHECKING:
    from hotline.organisations.models import Line

INQUIRIES, QUICK = 10_000_000, 200_000
DATABASES = ("sqlite", "postgresql")
REPORT_WITHIN_MS, PAGE_WITHIN_MS, REBUILT_A_SECOND = 300, 100, 50_000


def main() -> int:
    """Each database in a process of its own, as the settings are read once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--inquiries", type=int)
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    inquiries = asked.inquiries or (QUICK if asked.quick else INQUIRIES)
    if asked.measure:
        measure(inquiries)
        return 0
    return max(run(database, inquiries) for database in ([asked.only] if asked.only else DATABASES))


def run(database: str, inquiries: int) -> int:
    with ExitStack() as around:
        folder = around.enter_context(tempfile.TemporaryDirectory(prefix="hotline-bench-"))
        address = f"sqlite:///{Path(folder) / 'db.sqlite3'}"
        if database == "postgresql":
            address = around.enter_context(postgres())
        environment = os.environ | {
            "DATABASE_URL": address,
            "HOTLINE_DATA": folder,
            "HOTLINE_HOSTS": "testserver",
            "DJANGO_SETTINGS_MODULE": "hotline.site.settings_for_tests",
        }
        order = [sys.executable, "-m", "bench.figures", "--measure", "--inquiries", str(inquiries)]
        return subprocess.run(order, env=environment, check=False).returncode


def measure(inquiries: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    print(f"\n{connection.vendor}, {inquiries:,} inquiries, load {load()}", flush=True)
    call_command("migrate", verbosity=0)
    calls = write_history(inquiries)
    rebuild(calls)
    ask()
    open_pages()


def timed(deed: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    before = time.perf_counter()
    result = deed()
    return time.perf_counter() - before, result


def often(deed: Callable[[], Any], times: int = 5) -> float:
    """The median in milliseconds, the first time thrown away."""
    deed()
    return 1000 * median(timed(deed)[0] for _ in range(times))


def told(what: str, figure: str, wanted: str = "") -> None:
    print(f"  {what:58} {figure:>16}   {wanted}", flush=True)


def load() -> str:
    """How many processes wanted a processor in the last minute: above the number of cores, all times grow."""
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def write_history(inquiries: int) -> int:
    from bench.history import write

    took, calls = timed(lambda: write(inquiries))
    told("written", f"{took:.0f} s", f"{calls:,} calls")
    return int(calls)


def rebuild(calls: int) -> None:
    from hotline.measures.upkeep import keep_up
    from hotline.measures.upkeep import rebuild as rebuild_all

    at = last_evening()
    before = time.process_time()
    took, rolled = timed(lambda: rebuild_all(at))
    own = time.process_time() - before
    assert rolled == calls
    told("rebuild, calls a second", f"{rolled / took:,.0f}", f"wanted {REBUILT_A_SECOND:,}; {took:.0f} s")
    told("by this process's own processor time", f"{rolled / own:,.0f}", f"{own:.0f} s; load {load()}")
    told("a turn of the job with nothing new", f"{1000 * timed(lambda: keep_up(at))[0]:.0f} ms")


def last_evening() -> dt.datetime:
    from bench.history import YEARS

    return YEARS.to_at - dt.timedelta(hours=1)


def ask() -> None:
    """Every question from the roll-ups, and once from the books."""
    from hotline.measures.models import RolledDay
    from hotline.organisations.models import Line

    questions = questions_of(Line.objects.get())
    from_rolls = {what: (often(question), question()) for what, question in questions.items()}
    kept = list(RolledDay.objects.all())
    RolledDay.objects.all().delete()
    for what, question in questions.items():
        ms, answer = from_rolls[what]
        took, from_books = timed(question)
        same = "equal" if from_books == answer else "NOT EQUAL"
        told(what, f"{ms:.0f} ms", f"from the books {1000 * took:,.0f} ms; {len(answer):,} figures, {same}")
    RolledDay.objects.bulk_create(kept)


def questions_of(line: "Line") -> dict[str, Callable[[], Any]]:
    from hotline.measures.dimensions import Dimension
    from hotline.measures.periods import Grain, Period
    from hotline.measures.queries import call_tallies, handling_by_authority, inquiry_counts, today

    year, month = Period.of_year(2025), Period.of_month(2025, 11)
    wanted = f"(wanted {REPORT_WITHIN_MS})"
    return {
        f"year by week × topic × authority {wanted}": lambda: inquiry_counts(
            line, year, [Dimension.WEEK, Dimension.TOPIC, Dimension.PLACE]
        ),
        "year by month × topic × authority": lambda: inquiry_counts(
            line, year, [Dimension.MONTH, Dimension.TOPIC, Dimension.PLACE]
        ),
        "year by topic": lambda: inquiry_counts(line, year, [Dimension.TOPIC]),
        "year by hour × weekday": lambda: inquiry_counts(line, year, [Dimension.HOUR, Dimension.WEEKDAY]),
        "year by answering × citizen's authority": lambda: inquiry_counts(
            line, year, [Dimension.ANSWERED_BY, Dimension.PLACE]
        ),
        "month by day × topic × authority": lambda: inquiry_counts(
            line, month, [Dimension.DAY, Dimension.TOPIC, Dimension.PLACE]
        ),
        "year's calls by week, with percentiles": lambda: call_tallies(line, year, Grain.WEEK),
        "year's handling by week × authority": lambda: handling_by_authority(line, year, Grain.WEEK),
        "today's calls, as a wallboard asks": lambda: [today(line, last_evening())],
    }


def open_pages() -> None:
    from django.test import Client

    from hotline.people.models import Role, User

    role = Role.objects.create(user=User.objects.get(pk=1), authority_id=1, kind="duty_lead")
    role.lines.add(*role.user.roles.first().lines.all())  # type: ignore[union-attr]
    client = Client()
    client.force_login(role.user)
    pages = (
        "/figures/?year=2025&week=48",
        "/figures/?year=2026&week=1",
        "/figures/definitions/",
        "/figures/health/",
    )
    for address in pages:
        assert client.get(address).status_code == 200, address
        told(f"page {address}", f"{often(lambda: client.get(address)):.0f} ms", f"wanted {PAGE_WITHIN_MS}")  # noqa: B023


if __name__ == "__main__":
    sys.exit(main())
