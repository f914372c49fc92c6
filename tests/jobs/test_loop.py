# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Jobs run when their time comes, in one process at a time, and none stops the others."""

import datetime as dt
import logging
import threading
from collections.abc import Iterator, Sequence

import pytest
from django.db import OperationalError, connection

from hotline.jobs import command_line, loop, table
from hotline.jobs.loop import LEASE, attempt, keep_running, run, run_due
from hotline.jobs.models import Turn
from hotline.jobs.queries import SILENT_AFTER, are_silent, failing, last_sign_of_life
from hotline.jobs.table import JOBS, Job

NOON = dt.datetime(2014, 5, 7, 10, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)

done: list[str] = []


@pytest.fixture(autouse=True)
def _nothing_done() -> Iterator[None]:
    done.clear()
    yield
    done.clear()


def sweep(_now: dt.datetime) -> int:
    done.append("sweep")
    return 3


def water(now: dt.datetime) -> None:
    done.append(f"water at {now:%H:%M}")


def stumble(_now: dt.datetime) -> int:
    done.append("stumble")
    raise ZeroDivisionError


def slow(_now: dt.datetime) -> int:
    done.append("slow")
    meeting.wait(5)
    return 1


meeting = threading.Event()


def job(name: str, every: dt.timedelta = MINUTE) -> Job:
    return Job(name, f"{__name__}:{name}", every)


@pytest.mark.django_db
def test_a_job_runs_at_once_and_again_when_its_time_comes() -> None:
    jobs = [job("water", 10 * MINUTE)]

    for minute in range(0, 25, 5):
        run_due(NOON + minute * MINUTE, jobs)

    assert done == ["water at 10:00", "water at 10:10", "water at 10:20"]


@pytest.mark.django_db
def test_each_job_has_its_own_time() -> None:
    jobs = [job("sweep", MINUTE), job("water", 2 * MINUTE)]

    ran = [run_due(NOON + minute * MINUTE, jobs) for minute in range(4)]

    assert ran == [["sweep", "water"], ["sweep"], ["sweep", "water"], ["sweep"]]


@pytest.mark.django_db
def test_a_bug_in_one_is_told_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        ran = run_due(NOON, [job("stumble"), job("sweep")])

    assert (ran, done) == (["stumble", "sweep"], ["stumble", "sweep"])
    assert "a job failed" in caplog.text
    assert [(turn.job, turn.problem) for turn in failing()] == [("stumble", "ZeroDivisionError")]
    assert [turn.did for turn in Turn.objects.order_by("job")] == [0, 3]


@pytest.mark.django_db
def test_what_failed_is_tried_again_and_may_recover(monkeypatch: pytest.MonkeyPatch) -> None:
    stumbling = job("stumble")
    run_due(NOON, [stumbling])
    assert run_due(NOON, [stumbling]) == []
    monkeypatch.setattr(f"{__name__}.stumble", sweep)

    run_due(NOON + MINUTE, [stumbling])

    assert failing() == []


@pytest.mark.django_db
def test_a_job_that_is_not_there_is_a_bug_like_any_other() -> None:
    did, problem = attempt(Job("ghost", "hotline.jobs.table:nothing", MINUTE), NOON)

    assert (did, problem) == (0, "AttributeError")


@pytest.mark.django_db
def test_a_job_somebody_has_is_left_alone_until_the_lease_is_over() -> None:
    sweeping = job("sweep")
    Turn.objects.create(job="sweep", next_at=NOON, taken_until=NOON + LEASE)

    assert run(sweeping, NOON) is False
    assert run(sweeping, NOON + LEASE) is False
    assert run(sweeping, NOON + LEASE + dt.timedelta(seconds=1)) is True
    assert done == ["sweep"]


@pytest.mark.django_db
def test_who_lost_the_lease_does_not_write_over_who_took_it(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = NOON + 5 * LEASE

    def late(_now: dt.datetime) -> int:
        Turn.objects.update(taken_until=theirs)
        return 1

    monkeypatch.setattr(f"{__name__}.sweep", late)
    run_due(NOON, [job("sweep")])

    turn = Turn.objects.get()
    assert (turn.taken_until, turn.ended_at, turn.next_at) == (theirs, None, NOON)


@pytest.mark.django_db(transaction=True)
def test_two_processes_run_each_job_once() -> None:
    jobs = [job("slow"), job("sweep")]
    ran: list[list[str]] = []
    loop.make_rows(NOON, jobs)
    meeting.clear()

    def work() -> None:
        try:
            ran.append(run_due(NOON, jobs))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    meeting.set()
    for worker in workers:
        worker.join()

    assert sorted(done) == ["slow", "sweep"]
    assert sorted(name for names in ran for name in names) == ["slow", "sweep"]


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_until_it_is_told_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    enough = threading.Event()
    looked: list[dt.datetime] = []

    def look(now: dt.datetime, jobs: Sequence[Job]) -> list[str]:
        assert jobs == JOBS
        looked.append(now)
        if len(looked) == 2:
            raise OperationalError("the database is away")
        if len(looked) == 3:
            enough.set()
        return []

    monkeypatch.setattr(loop, "run_due", look)
    monkeypatch.setattr(loop, "LOOKED_EVERY", 0.001)
    monkeypatch.setattr(loop, "AFTER_TROUBLE", 0.001)

    keep_running(enough)

    assert len(looked) == 3


@pytest.mark.django_db(transaction=True)
def test_what_watches_goes_on_while_something_long_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    enough, looked = threading.Event(), threading.Semaphore(0)
    monkeypatch.setattr(loop, "LOOKED_EVERY", 0.001)
    monkeypatch.setattr(table, "WATCHES", (job("look for alarms", dt.timedelta()),))
    monkeypatch.setattr(table, "WORK", (job("roll up figures"),))

    def long(_now: dt.datetime) -> int:
        seen = [looked.acquire(timeout=20) for _ in range(3)]
        enough.set()
        return seen.count(True)

    deeds = {"look for alarms": lambda _now: looked.release(), "roll up figures": long}
    monkeypatch.setattr(Job, "deed", property(lambda one: deeds[one.name]))
    command_line._keep_running(enough)

    assert Turn.objects.get(job="roll up figures").did == 3


@pytest.mark.django_db
def test_a_job_of_an_older_version_is_gone_and_does_not_fail_for_ever() -> None:
    Turn.objects.create(job="of long ago", next_at=NOON, problem="ZeroDivisionError")

    run_due(NOON, [job("sweep")])

    assert (failing(), Turn.objects.get().job) == ([], "sweep")


@pytest.mark.django_db
def test_a_minute_without_a_job_is_silence() -> None:
    assert (last_sign_of_life(), are_silent(NOON)) == (None, True)
    Turn.objects.create(job="sweep", next_at=NOON, began_at=NOON - MINUTE, ended_at=NOON)

    assert last_sign_of_life() == NOON
    assert [are_silent(NOON + SILENT_AFTER), are_silent(NOON + SILENT_AFTER + MINUTE)] == [False, True]


@pytest.mark.django_db
def test_a_long_job_is_no_silence() -> None:
    Turn.objects.create(job="sweep", next_at=NOON, began_at=NOON, taken_until=NOON + LEASE)

    assert are_silent(NOON + 5 * MINUTE) is False


@pytest.mark.parametrize("one", JOBS, ids=lambda one: one.name)
def test_every_job_in_the_table_is_there_and_comes_round(one: Job) -> None:
    assert callable(one.deed)
    assert dt.timedelta(seconds=1) <= one.every <= dt.timedelta(days=1)


def test_no_two_jobs_share_a_name_and_the_quickest_shows_that_the_loop_lives() -> None:
    assert len({one.name for one in JOBS}) == len(JOBS)
    assert min(one.every for one in JOBS) * 4 <= SILENT_AFTER


@pytest.mark.django_db
def test_all_real_jobs_run_on_an_empty_hotline() -> None:
    ran = run_due(NOON)

    assert ran == [one.name for one in JOBS]
    assert failing() == []


@pytest.mark.django_db
def test_a_row_says_which_job_it_is() -> None:
    assert str(Turn(job="sweep", next_at=NOON)) == "sweep"
