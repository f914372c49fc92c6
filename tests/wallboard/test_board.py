# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a board says, to whom, and that it is what the other screens say."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from hotline import wallboard
from hotline.duty.models import Alarm, AlarmKind
from hotline.exchange.records import Span
from hotline.exchange.words import AgentStatus, CallEnd, Instant
from hotline.live.following import Heard
from hotline.live.snapshot import Snapshot
from hotline.measures import definitions
from hotline.measures.figures import in_percent
from hotline.measures.queries import lately, today
from hotline.measures.tallies import Target
from hotline.organisations.models import Line, LineAnnouncement
from hotline.people.models import User
from hotline.wallboard.figures import read_figures, topics_now
from hotline.wallboard.words import BAD, GOOD, HEED, NONE, STATES, level_of_service, level_of_wait, shown_span
from tests.calls import scenes
from tests.inquiries.desk import registered, topic
from tests.wallboard.boards import NOW, heard, levels, region, rows, tiles

pytestmark = pytest.mark.django_db

NOON = scenes.NOON
A_WEEK = dt.timedelta(weeks=1)
STYLES = Path(wallboard.__file__).parent / "static" / "wallboard" / "wallboard.css"
MINUTE = 60_000


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def line() -> Line:
    return scenes.line()


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


@pytest.fixture
def bo() -> User:
    return scenes.agent("Bo", of=scenes.viborg())


def called(name: str, minutes_ago: int, waited: int, *, is_answered: bool = True) -> None:
    """A call that arrived so many minutes ago and waited so many seconds, for an answer or in vain."""
    at = NOON - dt.timedelta(minutes=minutes_ago)
    until = at + dt.timedelta(seconds=waited)
    if is_answered:
        scenes.call(name, at=at, queued_at=at, answered_at=until, ended_at=until)
    else:
        scenes.call(name, at=at, outcome="abandoned", end=CallEnd.ABANDONED, answered_at=None, ended_at=until)


# ------------------------------------------------------------------ what the exchange tells


def test_who_waits_and_how_long_is_told(line: Line) -> None:
    html = region(line, heard(line, waiting=3, waited_ms=90_000, expected=Span(100_000, 250_000)))
    assert tiles(html)["Waiting"] == "3"
    assert tiles(html)["Expected wait"] == "1–5 min"
    assert f'data-since="{NOW - 90_000}"' in html


def test_nobody_waiting_is_a_nought_and_no_clock(line: Line) -> None:
    html = region(line, heard(line))
    assert (tiles(html)["Waiting"], tiles(html)["Longest wait"]) == ("0", "–")
    assert "data-since" not in html


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (None, "unknown"),
        (Span(0, 0), "none"),
        (Span(0, 30_000), "0–1 min"),
        (Span(60_000, 60_000), "1 min"),
        (Span(59_999, 60_001), "0–2 min"),
        (Span(5 * MINUTE, 12 * MINUTE), "5–12 min"),
    ],
)
def test_an_expected_wait_is_told_in_whole_minutes_rather_too_wide(span: Span | None, said: str) -> None:
    with translation.override("en"):
        assert shown_span(span) == said


def test_every_state_of_an_agent_is_one_of_the_boards() -> None:
    shown = [status for state in STATES for status in state.statuses]
    assert sorted(shown) == sorted(set(AgentStatus) - {AgentStatus.SIGNED_OUT})


def test_agents_are_counted_by_state_and_by_authority(line: Line, alma: User, bo: User) -> None:
    carl = scenes.agent("Carl")
    told = heard(
        line,
        {alma: AgentStatus.AVAILABLE, bo: AgentStatus.TALKING, carl: AgentStatus.WRAPPING_UP},
    )
    found = rows(region(line, told))
    assert found == {"Aarhus": ["1", "0", "1", "0", "0", "0"], "Viborg": ["0", "1", "0", "0", "0", "0"]}


def test_authorities_with_nobody_there_are_named_in_one_line(line: Line, bo: User) -> None:
    assert "Nobody there from: Aarhus, Viborg<" in region(line, heard(line))
    html = region(line, heard(line, {bo: AgentStatus.PAUSED}))
    assert list(rows(html)) == ["Viborg"]
    assert "Nobody there from: Aarhus<" in html


def test_while_the_exchange_is_silent_nobody_is_called_absent(line: Line) -> None:
    html = region(line, Heard(None, lost_at=NOON.timestamp()))
    assert rows(html)["Aarhus"] == ["–", "–", "–", "–", "–", "0"]
    assert "Nobody there from" not in html


def test_an_alarm_stands_on_the_board_while_it_lasts(line: Line) -> None:
    alarm = Alarm.objects.create(line=line, kind=AlarmKind.NOBODY, value=0, began_at=NOON)
    with translation.override("en"):
        said = alarm.in_words
    assert said in region(line, heard(line))
    alarm.ended_at = NOON
    alarm.save()
    assert said not in region(line, heard(line))


def test_what_the_board_tells_by_itself_is_not_told_twice(line: Line) -> None:
    Alarm.objects.create(line=line, kind=AlarmKind.TROUBLE, subject="media", value=1, began_at=NOON)
    assert region(line, heard(line, problems=("media",))).count("board-al") == 1


def test_calls_handled_today_are_counted_by_the_answering_authority(line: Line, bo: User) -> None:
    scenes.answered_by(bo, "c1", at=NOON - dt.timedelta(minutes=20))
    assert rows(region(line, heard(line)))["Viborg"][-1] == "1"


def test_who_sees_one_authority_sees_its_details_and_the_pools_figures(
    line: Line, alma: User, bo: User
) -> None:
    told = heard(line, {alma: AgentStatus.AVAILABLE, bo: AgentStatus.TALKING}, waiting=2, waited_ms=1000)
    html = region(line, told, frozenset({scenes.viborg().pk}))
    assert list(rows(html)) == ["Viborg"]
    assert tiles(html)["Waiting"] == "2"
    assert "Aarhus" not in html


def test_no_name_of_a_person_stands_on_a_board(line: Line, alma: User, bo: User) -> None:
    scenes.answered_by(alma, "c1", at=NOON - dt.timedelta(minutes=5))
    html = region(line, heard(line, {alma: AgentStatus.TALKING, bo: AgentStatus.PAUSED}, waiting=1))
    assert not any(name in html for name in ("Alma", "Bo<", "alma", scenes.FIRST_CALLER))


def test_nothing_on_a_board_can_be_written_in(line: Line, alma: User) -> None:
    html = region(line, heard(line, {alma: AgentStatus.TALKING}, waiting=1))
    assert not any(f"<{tag}" in html for tag in ("input", "button", "select", "textarea", "form", "a "))


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [("media", "sound is down"), ("carrier", "telephone company"), ("database", "database is away")],
)
def test_what_is_down_is_told_in_a_sentence(line: Line, problem: str, sentence: str) -> None:
    assert sentence in region(line, heard(line, problems=(problem,)))


# ------------------------------------------------------------------ without the exchange


def test_without_the_exchange_the_board_says_since_when_and_shows_no_old_figures(line: Line) -> None:
    lost = Heard(heard(line, waiting=7, waited_ms=1000).snapshot, lost_at=NOON.timestamp())
    html = region(line, lost)
    assert "No connection to the exchange since 12.00" in html
    assert (tiles(html)["Waiting"], tiles(html)["Longest wait"]) == ("–", "–")
    assert tiles(html)["Expected wait"] == "unknown"
    assert "7" not in tiles(html).values()


def test_in_danish_it_says_so_in_danish(line: Line) -> None:
    html = region(line, Heard(None, lost_at=NOON.timestamp()), language="da")
    assert "Ingen forbindelse til centralen siden kl. 12.00" in html


# ------------------------------------------------------------------ what the books tell


def test_the_service_level_is_that_of_the_figures(line: Line) -> None:
    for number, waited in enumerate((5, 10, 15, 100)):
        called(f"c{number}", 120 + number, waited)
    called("late", 10, 15)
    html = region(line, heard(line))
    assert tiles(html)["Service level today"] == in_percent(definitions.service_level(today(line, NOON)))
    assert tiles(html)["Last half hour"] == in_percent(definitions.service_level(lately(line, NOON)))
    assert (tiles(html)["Service level today"], tiles(html)["Last half hour"]) == ("80 %", "100 %")


def test_a_day_without_a_call_has_no_service_level(line: Line) -> None:
    assert tiles(region(line, heard(line)))["Service level today"] == "–"


def test_calls_of_today_are_told(line: Line) -> None:
    called("c1", 60, 5)
    called("c2", 50, 60, is_answered=False)
    html = region(line, heard(line))
    assert "<dt>Offered</dt><dd>2</dd>" in html
    assert "<dt>Answered</dt><dd>1</dd>" in html
    assert "<dt>Abandoned</dt><dd>1</dd>" in html


@pytest.mark.parametrize(
    ("share", "level"), [(None, NONE), (1.0, GOOD), (0.8, GOOD), (0.79, HEED), (0.7, HEED), (0.69, BAD)]
)
def test_a_share_is_good_at_the_target(share: float | None, level: str) -> None:
    assert level_of_service(share, Target(promised_percent=80)) == level


@pytest.mark.parametrize(
    ("waited", "level"), [(20_000, GOOD), (20_001, HEED), (100_000, HEED), (100_001, BAD)]
)
def test_a_wait_is_heeded_once_the_promise_is_broken(waited: int, level: str) -> None:
    snapshot = Snapshot(NOW)
    assert level_of_wait(Instant(NOW - waited), snapshot, Target(promised_seconds=20)) == level
    assert level_of_wait(None, snapshot, Target()) == NONE


def test_a_level_is_never_told_by_its_colour_alone(line: Line) -> None:
    html = region(line, heard(line, waiting=1, waited_ms=200_000))
    assert levels(html)["Longest wait"] == BAD
    styles = STYLES.read_text()
    assert all(f'.tile[data-level="{level}"] dt::after' in styles for level in (GOOD, HEED, BAD))


def test_an_announcement_in_force_is_told_with_its_end(line: Line) -> None:
    LineAnnouncement.objects.create(
        line=line,
        text="MitID er nede.",
        from_at=NOON - dt.timedelta(hours=1),
        to_at=NOON + dt.timedelta(hours=1),
    )
    LineAnnouncement.objects.create(line=line, text="I morgen.", from_at=NOON + dt.timedelta(days=1))
    html = region(line, heard(line))
    assert "MitID er nede." in html
    assert "until 13.00" in html
    assert "I morgen." not in html


# ------------------------------------------------------------------ topics


def asked(agent: User, name: str, times: int, at: dt.datetime) -> None:
    for number in range(times):
        call = scenes.answered_by(agent, f"{name}-{at:%d%H%M}-{number}", at=at)
        about = topic(name.lower(), name)
        registered(agent, call, topics=[about], now=at + dt.timedelta(minutes=5))


def test_topics_that_are_new_stand_first_with_how_many_times_more(line: Line, alma: User) -> None:
    asked(alma, "Fritagelse", 8, NOON - dt.timedelta(minutes=20))
    asked(alma, "Fritagelse", 7, NOON - A_WEEK - dt.timedelta(minutes=20))
    asked(alma, "MitID-nedbrud", 6, NOON - dt.timedelta(minutes=10))
    asked(alma, "MitID-nedbrud", 1, NOON - A_WEEK - dt.timedelta(minutes=10))
    found = topics_now(line, NOON)
    assert [(topic.now, topic.before, topic.is_new, topic.factor) for topic in found] == [
        (6, 1, True, 6.0),
        (8, 7, False, 8 / 7),
    ]
    html = region(line, heard(line))
    assert "×6" in html
    assert html.index("MitID-nedbrud") < html.index("Fritagelse")


def test_a_topic_nobody_asked_about_last_week_is_called_new(line: Line, alma: User) -> None:
    asked(alma, "Nyt", 3, NOON - dt.timedelta(minutes=10))
    [found] = topics_now(line, NOON)
    assert (found.is_new, found.factor) == (True, None)
    assert '<span class="board-new">new</span>' in region(line, heard(line))


def test_two_inquiries_make_nothing_new(line: Line, alma: User) -> None:
    asked(alma, "Nyt", 2, NOON - dt.timedelta(minutes=10))
    assert [topic.is_new for topic in topics_now(line, NOON)] == [False]


def test_what_was_asked_more_than_an_hour_ago_is_left_out(line: Line, alma: User) -> None:
    asked(alma, "Gammelt", 5, NOON - dt.timedelta(minutes=61))
    assert topics_now(line, NOON) == []


def test_the_same_hour_of_last_week_is_by_the_local_clock(line: Line, alma: User) -> None:
    """Sunday 30 March 2014 the clock was put forward: noon is 10 UTC, a week before it was 11 UTC."""
    noon = dt.datetime(2014, 3, 31, 10, 0, tzinfo=dt.UTC)
    week_before = dt.datetime(2014, 3, 24, 10, 50, tzinfo=dt.UTC)
    asked(alma, "Fritagelse", 3, noon - dt.timedelta(minutes=10))
    asked(alma, "Fritagelse", 2, week_before)
    assert [topic.before for topic in topics_now(line, noon)] == [2]


def test_reading_costs_the_same_however_much_there_is(line: Line, alma: User, bo: User) -> None:
    asked(alma, "Fritagelse", 1, NOON - dt.timedelta(minutes=10))
    with CaptureQueriesContext(connection) as few:
        read_figures(line, NOON)
    for name in ("Et", "To", "Tre"):
        asked(bo, name, 3, NOON - dt.timedelta(minutes=20))
    with CaptureQueriesContext(connection) as many:
        read_figures(line, NOON)
    assert len(many) == len(few)
