# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The books are broken on purpose, in every way there is, and the checks name the calls."""

import datetime as dt
from collections.abc import Callable
from random import Random

import pytest
from click.testing import CliRunner
from django.utils import timezone

from hotline.calls.journal import seen
from hotline.calls.models import CallRecord, Entry
from hotline.exchange.events import AgentSignedIn, AgentSignedOut
from hotline.exchange.words import AgentId, AgentStatus, Instant, LineId
from hotline.measures.checks import Finding, broken, check_day, check_figures, days_to_check
from hotline.measures.command_line import figures
from hotline.measures.instants import milliseconds
from hotline.measures.models import CallRoll, Check, HandlingRoll, InquiryRoll, RolledDay
from hotline.measures.periods import DAY, Period
from hotline.measures.upkeep import keep_up, rebuild
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.calls.written_mornings import a_morning, people_and_lines, write_down
from tests.inquiries.desk import registered
from tests.measures.days import MINUTE, came, local, part, was
from tests.measures.histories import history

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2014, 5, 7)
NEXT_MORNING = local("2014-05-08 07:00")
Name = Check.Name
S = AgentStatus


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


def a_good_day(alma: User) -> None:
    """An answered call with its inquiry, one given up, one turned away."""
    call = came("talk", "2014-05-07 09:00", "answered")
    part(call, alma, talk=60)
    registered(alma, call, scenes.authority())
    came("gave-up", "2014-05-07 09:05", "abandoned")
    came("closed", "2014-05-07 20:00", "diverted_closed", queued_at=None)


def found_of_day(now: dt.datetime = NEXT_MORNING) -> dict[Name, Finding]:
    return {finding.name: finding for finding in check_day(scenes.line(), WEDNESDAY, now)}


def vanished(call_id: str, at: str, line: Line | None = None) -> None:
    """A call that ended as nothing there is."""
    came(call_id, at, "abandoned", line=line or scenes.line())
    CallRecord.objects.filter(pk=call_id).update(outcome="vanished")


def other_line() -> Line:
    return Line.objects.create(name="Other", slug="other", number="+4570200001")


def signed(agent: User, *, at: str, out: str | None = None) -> None:
    """What the journal says of an agent's coming and going."""
    who = AgentId(agent.pk)
    put_in_journal(AgentSignedIn(who, (LineId(scenes.line().pk),)), local(at))
    if out:
        put_in_journal(AgentSignedOut(who), local(out))


def put_in_journal(event: AgentSignedIn | AgentSignedOut, at: dt.datetime) -> None:
    told = seen(event, Instant(milliseconds(at)))
    Entry.objects.create(
        position=Entry.objects.count() + 1, at=told.at, kind=told.kind, call=told.call, body=told.body
    )


def agents_time(day: dt.date = WEDNESDAY) -> Finding:
    return check_day(None, day, NEXT_MORNING)[0]


# The books agree


def test_a_good_day_is_right_in_every_check(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)

    assert found_of_day() == {
        Name.CONSERVATION: Finding(Name.CONSERVATION, expected=3, found=3),
        Name.CONTRADICTIONS: Finding(Name.CONTRADICTIONS, expected=0, found=0),
        Name.AUTHORITIES: Finding(Name.AUTHORITIES, expected=1, found=1),
        Name.ROLL_UPS: Finding(Name.ROLL_UPS, expected=0, found=0),
    }
    assert broken() == []


def test_a_day_without_anything_is_right() -> None:
    assert all(finding.is_right for finding in check_day(scenes.line(), WEDNESDAY, NEXT_MORNING))
    assert agents_time() == Finding(Name.AGENT_TIME, expected=0, found=0)


@pytest.mark.parametrize("number", [21, 22, 23])
def test_every_day_of_a_made_up_history_is_right(number: int) -> None:
    first = dt.datetime(2014, 5, 7, 9, 0, tzinfo=dt.UTC)
    history(number, calls=30, first=first, days=3)
    rebuild(first + 4 * DAY)

    days = Period(WEDNESDAY, WEDNESDAY + 4 * DAY).days
    wrong = [
        (day, finding)
        for day in days
        for finding in check_day(scenes.line(), day, NEXT_MORNING)
        if not finding.is_right and finding.name is not Name.CONTRADICTIONS
    ]
    assert wrong == []


@pytest.mark.parametrize("number", [31, 32])
def test_a_morning_the_exchange_has_written_is_right_for_every_line(number: int) -> None:
    people_and_lines()
    write_down(a_morning(number), Random(number))
    first = CallRecord.objects.earliest("arrived_at").arrived_at

    assert check_figures(first + DAY) == 0
    counted = Check.objects.filter(name=Name.CONSERVATION).values_list("found", flat=True)
    assert sum(counted) == CallRecord.objects.count()


# The books are broken


def a_call_that_counts_as_nothing_known() -> None:
    CallRecord.objects.filter(pk="gave-up").update(outcome="vanished")


def a_call_that_ended_and_counts_as_nothing() -> None:
    CallRecord.objects.filter(pk="gave-up").update(outcome="", end="")


@pytest.mark.parametrize(
    "breaking", [a_call_that_counts_as_nothing_known, a_call_that_ended_and_counts_as_nothing]
)
def test_a_call_that_cannot_be_accounted_for_breaks_the_conservation_and_is_named(
    alma: User, breaking: Callable[[], None]
) -> None:
    a_good_day(alma)
    breaking()

    assert found_of_day()[Name.CONSERVATION] == Finding(Name.CONSERVATION, 3, 2, ("gave-up",))
    assert [(check.name, check.calls) for check in broken() if check.name == Name.CONSERVATION] == [
        (Name.CONSERVATION, ["gave-up"])
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"ended_at": None},
        {"answered_at": None},
        {"outcome": "abandoned"},
        {"ended_at": local("2014-05-07 08:59:59")},
        {"answered_at": local("2014-05-07 08:59:59")},
        {"queued_at": None},
    ],
)
def test_a_call_that_contradicts_itself_is_named(alma: User, changes: dict[str, object]) -> None:
    a_good_day(alma)
    CallRecord.objects.filter(pk="talk").update(**changes)

    assert found_of_day()[Name.CONTRADICTIONS] == Finding(Name.CONTRADICTIONS, 0, 1, ("talk",))


def test_an_inquiry_missing_in_what_was_counted_beforehand_breaks_the_sum_over_authorities(
    alma: User,
) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)
    InquiryRoll.objects.filter(cube="answers").delete()

    assert found_of_day()[Name.AUTHORITIES] == Finding(Name.AUTHORITIES, expected=1, found=0)


def test_an_inquiry_counted_twice_breaks_it_too(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)
    InquiryRoll.objects.filter(cube="answers").update(number=2)

    assert found_of_day()[Name.AUTHORITIES] == Finding(Name.AUTHORITIES, expected=1, found=2)


def test_a_quarter_counted_wrong_beforehand_names_the_calls_that_arrived_in_it(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)
    CallRoll.objects.filter(is_whole_day=False, start=local("2014-05-07 09:00")).update(answered=9)

    assert found_of_day()[Name.ROLL_UPS] == Finding(Name.ROLL_UPS, 0, 1, ("talk", "gave-up"))


def test_handling_counted_wrong_beforehand_names_the_calls_too(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)
    HandlingRoll.objects.filter(is_whole_day=False).update(talk_ms=1)

    assert found_of_day()[Name.ROLL_UPS] == Finding(Name.ROLL_UPS, 0, 1, ("talk", "gave-up"))


def test_the_whole_day_counted_wrong_beforehand_is_found(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)
    CallRoll.objects.filter(is_whole_day=True).update(arrived=4)

    assert found_of_day()[Name.ROLL_UPS] == Finding(Name.ROLL_UPS, 0, 1)


def test_a_day_that_is_not_rolled_up_has_no_roll_ups_to_check(alma: User) -> None:
    a_good_day(alma)

    assert Name.ROLL_UPS not in found_of_day()


def test_a_broken_call_of_another_line_or_day_is_not_this_days() -> None:
    vanished("day before", "2014-05-06 23:59:59")
    vanished("day after", "2014-05-08 00:00:00")
    vanished("elsewhere", "2014-05-07 12:00:00", line=other_line())

    assert found_of_day()[Name.CONSERVATION] == Finding(Name.CONSERVATION, 0, 0)


def test_no_more_than_a_hundred_calls_are_named() -> None:
    for number in range(103):
        came(f"b{number:03}", "2014-05-07 09:00", "abandoned", answered_at=local("2014-05-07 09:01"))

    found = found_of_day()[Name.CONTRADICTIONS]

    assert (found.found, len(Check.objects.get(name=Name.CONTRADICTIONS).calls)) == (103, 100)


# The agents' time


def test_the_states_of_the_books_add_up_to_the_time_signed_in(alma: User) -> None:
    signed(alma, at="2014-05-07 08:00", out="2014-05-07 16:00")
    was(
        alma,
        [
            ("2014-05-07 08:00", S.AVAILABLE),
            ("2014-05-07 12:00", S.PAUSED),
            ("2014-05-07 12:30", S.AVAILABLE),
        ],
        until="2014-05-07 16:00",
    )

    assert agents_time() == Finding(Name.AGENT_TIME, 480 * MINUTE, 480 * MINUTE)


def test_a_gap_in_an_agents_states_names_the_calls_this_agent_answered(alma: User) -> None:
    carl = scenes.agent("Carl")
    for agent, call_id in ((alma, "hers"), (carl, "his")):
        part(came(call_id, "2014-05-07 09:00", "answered"), agent, talk=60)
        signed(agent, at="2014-05-07 08:00", out="2014-05-07 16:00")
    was(alma, [("2014-05-07 08:00", S.AVAILABLE)], until="2014-05-07 11:00")
    was(alma, [("2014-05-07 12:00", S.AVAILABLE)], until="2014-05-07 16:00")
    was(carl, [("2014-05-07 08:00", S.AVAILABLE)], until="2014-05-07 16:00")

    assert agents_time() == Finding(Name.AGENT_TIME, 960 * MINUTE, 900 * MINUTE, ("hers",))


def test_two_states_at_once_are_found(alma: User) -> None:
    signed(alma, at="2014-05-07 08:00", out="2014-05-07 10:00")
    was(alma, [("2014-05-07 08:00", S.AVAILABLE)], until="2014-05-07 10:00")
    was(alma, [("2014-05-07 09:00", S.TALKING)], until="2014-05-07 09:30")

    assert agents_time() == Finding(Name.AGENT_TIME, 120 * MINUTE, 150 * MINUTE)


def test_who_is_signed_in_over_midnight_counts_on_both_days_up_to_midnight(alma: User) -> None:
    signed(alma, at="2014-05-06 22:00", out="2014-05-07 02:00")
    was(alma, [("2014-05-06 22:00", S.AVAILABLE)], until="2014-05-07 02:00")

    assert agents_time(WEDNESDAY - DAY) == Finding(Name.AGENT_TIME, 120 * MINUTE, 120 * MINUTE)
    assert agents_time(WEDNESDAY) == Finding(Name.AGENT_TIME, 120 * MINUTE, 120 * MINUTE)


@pytest.mark.parametrize(
    ("day", "hours"), [(dt.date(2014, 3, 30), 23), (dt.date(2014, 10, 26), 25), (WEDNESDAY, 24)]
)
def test_who_is_signed_in_all_day_is_so_for_as_many_hours_as_the_day_has(
    alma: User, day: dt.date, hours: int
) -> None:
    signed(alma, at=f"{day - DAY} 23:00", out=f"{day + DAY} 01:00")
    was(alma, [(f"{day - DAY} 23:00", S.AVAILABLE)], until=f"{day + DAY} 01:00")

    assert agents_time(day) == Finding(Name.AGENT_TIME, hours * 60 * MINUTE, hours * 60 * MINUTE)


def test_a_state_that_still_goes_on_is_not_missing(alma: User) -> None:
    signed(alma, at="2014-05-07 08:00")
    was(alma, [("2014-05-07 08:00", S.AVAILABLE)], until="2014-05-07 09:00")

    assert agents_time() == Finding(Name.AGENT_TIME, 60 * MINUTE, 60 * MINUTE)


def test_signing_in_twice_is_one_stay(alma: User) -> None:
    signed(alma, at="2014-05-07 08:00")
    signed(alma, at="2014-05-07 09:00", out="2014-05-07 10:00")
    was(alma, [("2014-05-07 08:00", S.AVAILABLE)], until="2014-05-07 10:00")

    assert agents_time() == Finding(Name.AGENT_TIME, 120 * MINUTE, 120 * MINUTE)


def test_time_signed_out_in_the_books_is_not_time_signed_in(alma: User) -> None:
    signed(alma, at="2014-05-07 08:00", out="2014-05-07 09:00")
    was(
        alma,
        [
            ("2014-05-07 07:00", S.SIGNED_OUT),
            ("2014-05-07 08:00", S.AVAILABLE),
            ("2014-05-07 09:00", S.SIGNED_OUT),
        ],
        until="2014-05-07 18:00",
    )

    assert agents_time() == Finding(Name.AGENT_TIME, 60 * MINUTE, 60 * MINUTE)


# Which days, and what is kept of it


def test_what_was_wrong_is_right_again_once_the_books_are_mended(alma: User) -> None:
    a_good_day(alma)
    a_call_that_counts_as_nothing_known()
    check_day(scenes.line(), WEDNESDAY, NEXT_MORNING)
    assert {check.name for check in broken()} == {Name.CONSERVATION}

    CallRecord.objects.filter(pk="gave-up").update(outcome="abandoned")
    check_day(scenes.line(), WEDNESDAY, NEXT_MORNING + DAY)

    assert broken() == []
    assert {check.checked_at for check in Check.objects.all()} == {NEXT_MORNING + DAY}


def test_checking_a_day_twice_keeps_each_check_once(alma: User) -> None:
    a_good_day(alma)
    found_of_day()
    found_of_day()

    assert sorted(Check.objects.values_list("name", flat=True)) == [
        "authorities",
        "conservation",
        "contradictions",
    ]


def test_the_day_before_is_always_checked_and_today_never(alma: User) -> None:
    a_good_day(alma)
    keep_up(NEXT_MORNING)

    assert days_to_check(scenes.line(), NEXT_MORNING) == [WEDNESDAY]
    assert days_to_check(scenes.line(), local("2014-05-07 23:59")) == [WEDNESDAY - DAY]


def test_some_of_the_days_long_past_are_checked_again_others_each_day(alma: User) -> None:
    days = [WEDNESDAY - number * DAY for number in range(1, 41)]
    RolledDay.objects.bulk_create(RolledDay(line=scenes.line(), day=day, at=NEXT_MORNING) for day in days)

    one = days_to_check(scenes.line(), NEXT_MORNING)
    same = days_to_check(scenes.line(), NEXT_MORNING + dt.timedelta(hours=9))
    other = days_to_check(scenes.line(), NEXT_MORNING + DAY)

    assert one == same
    assert (one[0], len(one), len(set(one))) == (WEDNESDAY, 4, 4)
    assert set(one[1:]) <= set(days)
    assert set(other[1:]) != set(one[1:])


def test_the_job_says_how_many_checks_failed(alma: User) -> None:
    a_good_day(alma)
    assert check_figures(NEXT_MORNING) == 0

    a_call_that_counts_as_nothing_known()
    CallRecord.objects.filter(pk="talk").update(queued_at=None)

    assert check_figures(NEXT_MORNING) == 2


def test_what_is_broken_is_told_for_a_line_or_for_all(alma: User) -> None:
    other = other_line()
    vanished("here", "2014-05-07 09:00")
    vanished("there", "2014-05-07 09:00", line=other)
    signed(alma, at="2014-05-07 08:00", out="2014-05-07 09:00")
    check_figures(NEXT_MORNING)

    def told(checks: list[Check]) -> set[tuple[str, str]]:
        return {(str(check.line or "agents"), check.name) for check in checks}

    of_agents, of_other = ("agents", "agent_time"), ("Other", "conservation")
    assert told(broken(other)) == {of_other, of_agents}
    assert told(broken()) == {of_other, of_agents, (str(scenes.line()), "conservation")}


# From the command line


def test_the_command_line_says_that_the_figures_add_up(alma: User) -> None:
    a_good_day(alma)

    told = CliRunner().invoke(figures, ["check", "--day", "2014-05-07"])

    assert (told.exit_code, told.output) == (0, "The figures add up.\n")
    assert set(Check.objects.values_list("day", flat=True)) == {WEDNESDAY}


def test_the_command_line_names_the_calls_and_fails(alma: User) -> None:
    a_good_day(alma)
    a_call_that_counts_as_nothing_known()

    told = CliRunner().invoke(figures, ["check", "--day", "2014-05-07", "--day", "2014-05-06"])

    assert told.exit_code == 1
    assert told.output.splitlines() == [
        "2014-05-07 hotline conservation: 2, not 3. gave-up",
        "Error: 1 checks failed.",
    ]


def test_without_a_day_the_command_line_checks_the_day_before(alma: User) -> None:
    told = CliRunner().invoke(figures, ["check"])

    assert told.exit_code == 0
    assert set(Check.objects.values_list("day", flat=True)) == {timezone.localdate() - DAY}
