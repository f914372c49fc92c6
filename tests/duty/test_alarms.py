# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Alarms: what is measured, when they begin and end, and who is told, once each."""

import datetime as dt
import smtplib
from typing import Any

import msgspec
import pytest
from django.core import mail
from pytest_django import Settings

from hotline.duty.actions import acknowledge, set_alarms
from hotline.duty.alarms import data_of, look_at, look_at_lines, send_letters
from hotline.duty.limits import HALF, USUAL, Limit, limits_of
from hotline.duty.models import Alarm, AlarmKind, AlarmLetter, AlarmMail, Watch
from hotline.duty.queries import alarms_now
from hotline.duty.readings import Reading, is_to_be_staffed, readings_of, topics, unusual
from hotline.duty.rules import Refused
from hotline.inquiries.models import Inquiry
from hotline.jobs.table import JOBS
from hotline.knowledge.models import Topic
from hotline.measures.models import Check
from hotline.organisations.queries import schedule_of
from hotline.people.models import TrailEntry
from hotline.webhooks.actions import subscribe
from hotline.webhooks.models import Delivery, Event
from tests.duty.exchange import QUIET, PretendedExchange, waiting
from tests.people.persons import World, make_line

THURSDAY_NOON = dt.datetime(2026, 5, 7, 10, tzinfo=dt.UTC)
A_SECOND = dt.timedelta(seconds=1)


def at(second: int) -> dt.datetime:
    return THURSDAY_NOON + second * A_SECOND


def waited(seconds: float) -> Reading:
    return Reading(AlarmKind.LONGEST_WAIT, seconds)


def the_alarm(world: World, value: float = 372) -> Alarm:
    """A caller has waited too long since noon."""
    look_at(world.line, [waited(value)], at(-20))
    look_at(world.line, [waited(value)], at(0))
    return Alarm.objects.get(ended_at=None)


def over(world: World, second: int = 120) -> None:
    look_at(world.line, [waited(0)], at(second - 60))
    look_at(world.line, [waited(0)], at(second))


# -------------------------------------------------------------------- beginning and ending


def test_an_alarm_has_a_beginning_and_an_end(world: World) -> None:
    alarm = the_alarm(world)
    assert (alarm.began_at, alarm.ended_at, alarm.value) == (at(0), None, 372)
    assert list(alarms_now(world.line)) == [alarm]
    assert alarm.in_words == "En borger venter for længe: 6:12"
    over(world)
    alarm.refresh_from_db()
    assert alarm.ended_at == at(120)
    assert list(alarms_now(world.line)) == []


def test_one_alarm_however_often_it_is_looked_at(world: World) -> None:
    the_alarm(world)
    assert [look_at(world.line, [waited(400)], at(second)) for second in range(5, 60, 5)] == [0] * 11
    assert Alarm.objects.count() == 1


def test_what_turns_is_remembered_between_looks_and_what_stands_still_is_not(world: World) -> None:
    look_at(world.line, [waited(10)], at(0))
    assert not Watch.objects.exists()
    look_at(world.line, [waited(301)], at(5))
    row = Watch.objects.get()
    assert (row.is_on, row.turning_since) == (False, at(5))
    look_at(world.line, [waited(10)], at(10))
    assert not Watch.objects.exists()


def test_what_cannot_be_known_changes_nothing(world: World) -> None:
    alarm = the_alarm(world)
    look_at(world.line, [Reading(AlarmKind.SILENT, 1)], at(500))
    assert list(alarms_now(world.line)) == [alarm]


def test_parts_that_are_down_are_told_apart(world: World) -> None:
    for second in (0, 10):
        look_at(
            world.line, [Reading(AlarmKind.TROUBLE, 1, part) for part in ("media", "carrier")], at(second)
        )
    assert {alarm.subject for alarm in alarms_now(world.line)} == {"media", "carrier"}
    for second in (20, 30):
        down = [Reading(AlarmKind.TROUBLE, 0, "media"), Reading(AlarmKind.TROUBLE, 1, "carrier")]
        look_at(world.line, down, at(second))
    (left,) = alarms_now(world.line)
    assert left.in_words.startswith("Linjen har mistet sit teleselskab")


def test_a_topic_that_nobody_asks_about_any_more_is_over(world: World) -> None:
    look_at(world.line, [Reading(AlarmKind.TOPIC, 6, "mitid", "MitID")], at(0))
    (alarm,) = alarms_now(world.line)
    assert alarm.in_words == "Usædvanligt mange spørger om et emne: MitID, 6,0 gange det sædvanlige"
    look_at(world.line, [], at(10))
    look_at(world.line, [], at(10 + 15 * 60))
    assert not alarms_now(world.line).exists()


def test_lines_are_watched_apart(world: World) -> None:
    other = make_line("anden", "+4570200009")
    the_alarm(world)
    assert not alarms_now(other).exists()


# -------------------------------------------------------------------- limits


def test_a_line_has_limits_of_its_own(world: World) -> None:
    own = Limit(over=60, on_seconds=0, under=30, off_seconds=0)
    set_alarms(world.line, {AlarmKind.LONGEST_WAIT: own}, "", by=world.duty_lead)
    assert limits_of(world.line) == USUAL | {AlarmKind.LONGEST_WAIT: own}
    assert look_at(world.line, [waited(61)], at(0)) == 1
    assert look_at(world.line, [waited(29)], at(5)) == 1


def test_what_is_no_longer_watched_is_over_at_once(world: World) -> None:
    the_alarm(world)
    unwatched = Limit(300, 15, 240, 60, is_watched=False)
    set_alarms(world.line, {AlarmKind.LONGEST_WAIT: unwatched}, "", by=world.duty_lead)
    look_at(world.line, [waited(999)], at(10))
    assert not alarms_now(world.line).exists()
    assert look_at(world.line, [waited(999)], at(60)) == 0


def sent(**changes: object) -> dict[str, object]:
    """The form as it stands, with changes."""
    fields: dict[str, object] = {"addresses": ""}
    for kind, limit in USUAL.items():
        values = vars(limit) | {"is_watched": "on"}
        fields |= {f"{kind.value}-{name}": value for name, value in values.items()}
    return fields | {name.replace("__", "-"): value for name, value in changes.items()}


def test_limits_and_recipients_are_set_on_the_page(world: World) -> None:
    asked = sent(
        longest_wait__over="120", longest_wait__under="60", addresses="vagt@example.org, to@example.org"
    )
    answer = world.client("duty_lead").post("/duty/hotline/alarms/", asked)
    assert answer.status_code == 302
    limit = limits_of(world.line)[AlarmKind.LONGEST_WAIT]
    assert (limit.over, limit.under) == (120, 60)
    assert AlarmMail.objects.get().each == ["vagt@example.org", "to@example.org"]
    assert limits_of(world.line)[AlarmKind.NOBODY].over == HALF
    assert TrailEntry.objects.get().deed == "alarms_set"


@pytest.mark.parametrize(
    "wrong",
    [
        {"longest_wait__under": "301"},
        {"longest_wait__over": "-1"},
        {"longest_wait__on_seconds": "snart"},
        {"addresses": "vagt@"},
    ],
)
def test_limits_that_make_no_sense_are_refused(world: World, wrong: dict[str, str]) -> None:
    answer = world.client("duty_lead").post("/duty/hotline/alarms/", sent(**wrong))
    assert answer.status_code == 200
    assert limits_of(world.line) == USUAL
    assert not TrailEntry.objects.exists()


# -------------------------------------------------------------------- acknowledging


def test_the_first_who_has_seen_it_stands_there(world: World) -> None:
    alarm = the_alarm(world)
    acknowledge(alarm, by=world.duty_lead)
    with pytest.raises(Refused):
        acknowledge(alarm, by=world.administrator)
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == world.duty_lead
    assert [entry.by for entry in TrailEntry.objects.all()] == [world.duty_lead]


def test_it_is_acknowledged_from_the_page(world: World, exchange: PretendedExchange) -> None:
    alarm = the_alarm(world)
    client = world.client("duty_lead")
    assert "Jeg har set den" in client.get("/duty/hotline/now/").content.decode()
    page = client.post(f"/duty/hotline/alarms/{alarm.pk}/acknowledgement/", follow=True).content.decode()
    assert "Der er kvitteret for alarmen." in page
    assert "Vera har set den" in page
    assert "Vera" in client.get("/duty/hotline/alarms/").content.decode()


# -------------------------------------------------------------------- telling


def test_everybody_is_written_to_once_and_once_when_it_is_over(world: World) -> None:
    set_alarms(world.line, {}, "vagt@example.org\nto@example.org", by=world.duty_lead)
    the_alarm(world)
    assert send_letters(at(5)) == 2
    assert send_letters(at(10)) == 0
    over(world)
    assert send_letters(at(125)) == 2
    assert [(one.to, one.subject) for one in mail.outbox] == [
        (["vagt@example.org"], "Alarm: En borger venter for længe: 6:12 (Den Digitale Hotline)"),
        (["to@example.org"], "Alarm: En borger venter for længe: 6:12 (Den Digitale Hotline)"),
        (["vagt@example.org"], "Slut: En borger venter for længe: 6:12 (Den Digitale Hotline)"),
        (["to@example.org"], "Slut: En borger venter for længe: 6:12 (Den Digitale Hotline)"),
    ]
    assert "/duty/hotline/" in mail.outbox[0].body
    assert "7. maj 2026 12:00:00" in mail.outbox[2].body


def test_a_mail_server_that_is_away_is_tried_again(world: World, settings: Settings) -> None:
    set_alarms(world.line, {}, "vagt@example.org", by=world.duty_lead)
    the_alarm(world)
    settings.EMAIL_BACKEND = "tests.duty.test_alarms.NoServer"
    assert send_letters(at(5)) == 0
    letter = AlarmLetter.objects.get()
    assert (letter.state, letter.tries, letter.problem) == (
        "waiting",
        1,
        "Mailserveren sagde: SMTPServerDisconnected",
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters(at(15)) == 1


class NoServer:
    def __init__(self, **_wishes: Any) -> None:
        raise smtplib.SMTPServerDisconnected


def test_systems_that_asked_are_told_when_it_begins_and_ends(world: World) -> None:
    subscribe(
        world.line,
        address="https://example.org/h",
        events=[Event.ALARM_BEGAN, Event.ALARM_ENDED],
        now=at(-60),
    )
    alarm = the_alarm(world)
    over(world)
    told = Delivery.objects.order_by("made_at")
    assert [one.event for one in told] == ["alarm.began", "alarm.ended"]
    first, last = (one.data or {} for one in told)
    assert first["ended_at"] is None
    assert last["ended_at"] == at(120).isoformat()
    assert {name: first[name] for name in ("id", "line", "kind", "subject", "value", "words")} == {
        "id": alarm.pk,
        "line": "hotline",
        "kind": "longest_wait",
        "subject": "",
        "value": 372,
        "words": "En borger venter for længe: 6:12",
    }


def test_what_systems_are_told_is_json_without_persons(world: World) -> None:
    alarm = the_alarm(world)
    acknowledge(alarm, by=world.duty_lead)
    assert b"Vera" not in msgspec.json.encode(data_of(alarm))


# -------------------------------------------------------------------- what is measured


def readings(world: World, now: dt.datetime = THURSDAY_NOON) -> dict[tuple[str, str], float]:
    return {(one.kind.value, one.subject): float(one.value) for one in readings_of(world.line, now)}


def test_the_exchange_is_asked_for_waits_and_parts(world: World, exchange: PretendedExchange) -> None:
    exchange.line = waiting(372, 75, problems=("media",))
    found = readings(world)
    assert found["longest_wait", ""] == 372
    assert (found["trouble", "media"], found["trouble", "carrier"], found["silent", ""]) == (1, 0, 0)


def test_an_exchange_that_is_silent_is_all_that_is_known(world: World) -> None:
    assert readings(world) == {("silent", ""): 1, ("fault", ""): 0}


def test_figures_that_contradict_each_other_are_an_alarm_until_they_are_found_right(world: World) -> None:
    checks = {
        "name": "conservation",
        "day": THURSDAY_NOON.date(),
        "expected": 10,
        "found": 9,
        "checked_at": THURSDAY_NOON,
    }
    wrong = Check.objects.create(line=world.line, is_right=False, **checks)
    assert readings(world)["fault", ""] == 1
    look_at_lines(at(0))
    assert [alarm.in_words for alarm in alarms_now(world.line)] == ["Tallene modsiger hinanden"]
    other = make_line("anden", "+4570200009")
    assert {one.kind: one.value for one in readings_of(other, at(0))}[AlarmKind.FAULT] == 0
    wrong.is_right = True
    wrong.save()
    look_at_lines(at(5))
    assert not alarms_now(world.line).filter(kind=AlarmKind.FAULT).exists()


def test_nobody_is_told_from_ten_minutes_before_opening(world: World, exchange: PretendedExchange) -> None:
    opening = dt.datetime(2026, 5, 7, 7, tzinfo=dt.UTC)  # Thursday, nine o'clock
    exchange.line = msgspec.structs.replace(QUIET, present=0)
    minute = dt.timedelta(minutes=1)
    found = {n: readings(world, opening + n * minute)["nobody", ""] for n in (-11, -10, 0, 30)}
    assert found == {-11: 0, -10: 1, 0: 1, 30: 1}
    exchange.line = QUIET
    assert readings(world, opening)["nobody", ""] == 0


def test_nobody_need_be_there_after_closing_or_on_a_line_without_agents(
    world: World, exchange: PretendedExchange
) -> None:
    exchange.line = msgspec.structs.replace(QUIET, present=0)
    night = dt.datetime(2026, 5, 7, 22, tzinfo=dt.UTC)
    assert readings(world, night)["nobody", ""] == 0
    world.agent.roles.get().lines.clear()
    assert readings(world)["nobody", ""] == 0


def test_a_line_that_turns_callers_away_needs_nobody(world: World) -> None:
    schedule = schedule_of(world.line)
    assert is_to_be_staffed(schedule, THURSDAY_NOON)
    world.line.line_announcements.create(text="Nede", from_at=THURSDAY_NOON - A_SECOND, ends_call=True)
    assert not is_to_be_staffed(schedule_of(world.line), THURSDAY_NOON)


def ask(world: World, topic: Topic, times: int, when: dt.datetime) -> None:
    for _ in range(times):
        inquiry = Inquiry.objects.create(
            line=world.line,
            agent=world.agent,
            answered_by=world.viborg,
            home="unknown",
            outcome="answered",
            came_at=when,
            registered_at=when,
        )
        inquiry.topics.add(topic)


def test_a_topic_is_compared_with_the_same_hour_of_four_weeks(world: World) -> None:
    mitid = Topic.objects.create(code="mitid", name="MitID")
    ask(world, mitid, 12, at(-600))
    for weeks in (1, 2, 3, 4):
        ask(world, mitid, 2, at(-600) - dt.timedelta(weeks=weeks))
    ask(world, mitid, 50, at(-3700))  # an hour before
    (found,) = topics(world.line, THURSDAY_NOON)
    assert (found.subject, found.about, found.value) == ("mitid", "MitID", 6)


def test_the_hour_is_the_same_by_the_clock_on_the_wall(world: World) -> None:
    """The clock was put forward between the two Mondays."""
    mitid = Topic.objects.create(code="mitid", name="MitID")
    ask(world, mitid, 10, dt.datetime(2026, 3, 30, 9, 30, tzinfo=dt.UTC))  # 11:30 in summer
    ask(world, mitid, 20, dt.datetime(2026, 3, 23, 10, 30, tzinfo=dt.UTC))  # 11:30 in winter
    (found,) = topics(world.line, dt.datetime(2026, 3, 30, 10, 0, tzinfo=dt.UTC))
    assert found.value == 10 / (20 / 4)


@pytest.mark.parametrize(
    ("times", "usual", "value"), [(4, 0, 0), (5, 0, 5), (6, 0.25, 6), (6, 2, 3), (100, 100, 1)]
)
def test_a_few_are_never_unusual(times: int, usual: float, value: float) -> None:
    assert unusual(times, usual) == value


# -------------------------------------------------------------------- the job


def test_the_job_looks_at_every_line(world: World, exchange: PretendedExchange) -> None:
    make_line("anden", "+4570200009")
    exchange.line = waiting(400, problems=("media",))
    assert look_at_lines(at(0)) == 0
    assert look_at_lines(at(15)) == 4
    assert Alarm.objects.filter(kind=AlarmKind.LONGEST_WAIT).count() == 2


def test_an_exchange_that_does_not_answer_is_an_alarm(world: World) -> None:
    look_at_lines(at(0))
    look_at_lines(at(10))
    (alarm,) = alarms_now(world.line)
    assert alarm.in_words == "Centralen svarer ikke"


def test_both_jobs_are_done_every_few_seconds() -> None:
    jobs = {job.place: job for job in JOBS}
    for place in ("hotline.duty.alarms:look_at_lines", "hotline.duty.alarms:send_letters"):
        assert jobs[place].every <= dt.timedelta(seconds=5)
        assert callable(jobs[place].deed)
