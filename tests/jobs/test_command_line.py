# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""`hotline jobs` and what it does over a day in a hotline's life."""

import datetime as dt
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.core import mail

from hotline.calls.models import CallRecord
from hotline.handovers.actions import close
from hotline.handovers.models import Delivery, HandOver
from hotline.inquiries.models import Inquiry
from hotline.jobs.command_line import jobs
from hotline.jobs.loop import run_due
from hotline.jobs.models import Turn
from hotline.jobs.table import JOBS
from tests.calls import scenes
from tests.handovers.world import handed_over, inbox, vibe
from tests.parts.waiting import until

DAY = dt.timedelta(days=1)


@pytest.mark.django_db
def test_once_runs_what_is_due_and_says_so() -> None:
    first = CliRunner().invoke(jobs, ["--once"])
    second = CliRunner().invoke(jobs, ["--once"])

    assert first.output == f"Ran: {', '.join(job.name for job in JOBS)}.\n"
    assert second.output == "Ran: nothing was due.\n"


@pytest.mark.django_db
def test_once_says_what_failed() -> None:
    tomorrow = dt.datetime.now(dt.UTC) + DAY
    Turn.objects.create(job="forget notes", next_at=tomorrow, problem="ZeroDivisionError")

    assert "forget notes: ZeroDivisionError" in CliRunner().invoke(jobs, ["--once"]).output


@pytest.mark.django_db
def test_numbers_notes_and_citizens_are_forgotten_and_authorities_told_and_reminded() -> None:
    with time_machine.travel(scenes.NOON) as clock:
        made = handed_over(inbox=inbox(email="post@example.org"))
        Inquiry.objects.update(note="En bemærkning")
        for _second in range(3):
            run_due(dt.datetime.now(dt.UTC))
            clock.shift(DAY)
        told = [sent.subject.partition(":")[0] for sent in mail.outbox]
        assert told == ["En oversendelse fra Den Digitale Hotline", "Påmindelse"]

        close(HandOver.objects.get(pk=made.pk), answer="Klaret", by=vibe())
        clock.shift(31 * DAY)
        run_due(dt.datetime.now(dt.UTC))
        kept = (HandOver.objects.get().contact, CallRecord.objects.get().caller_number)
        assert (kept, Inquiry.objects.get().note) == (("", ""), "En bemærkning")

        clock.shift(180 * DAY)
        run_due(dt.datetime.now(dt.UTC))
    assert (Inquiry.objects.get().note, HandOver.objects.get().words) == ("", "")
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_the_process_ends_when_it_is_told_to(tmp_path: Path) -> None:
    """On a database without tables it tells the trouble, waits, and still ends at once."""
    environment = os.environ | {
        "HOTLINE_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = tmp_path / "jobs.log"
    with log.open("w") as ear:
        running = subprocess.Popen(
            [sys.executable, "-m", "hotline.site.command_line", "jobs"],
            env=environment,
            stdout=ear,
            stderr=ear,
        )
        until(lambda: "the database cannot be used" in log.read_text(), "the trouble is told", 30)
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0
    assert "jobs run" in log.read_text()
