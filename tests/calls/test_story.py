# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One call's whole story can be told in order, and it tells no number unless asked."""

import datetime as dt

import pytest
from click.testing import CliRunner
from django.utils import translation

from hotline.calls.actions import append
from hotline.calls.command_line import call as call_command
from hotline.calls.command_line import calls as calls_command
from hotline.calls.journal import seen
from hotline.calls.models import CallRecord, OfferRecord
from hotline.calls.story import story_of
from hotline.exchange import events
from hotline.exchange.words import AgentId, Announcement, CallId, DeviceCause, FailureCause, Instant, OfferId
from tests.calls import scenes

pytestmark = pytest.mark.django_db

START = int(scenes.NOON.timestamp() * 1000)


@pytest.fixture(autouse=True)
def in_english() -> object:
    with translation.override("en"):
        yield


def happened(*events_at: tuple[float, events.Event]) -> None:
    append(after=0, seen=[seen(event, Instant(START + int(second * 1000))) for second, event in events_at])


def told(call_id: str = "c1") -> list[tuple[float, str]]:
    return [((line.at - scenes.NOON).total_seconds(), line.text) for line in story_of(call_id)]


def test_a_call_that_nobody_knows_has_no_story() -> None:
    assert story_of("unknown") == []


def test_an_answered_call_is_told_from_ring_to_end() -> None:
    alma = scenes.agent("Alma")
    record = scenes.answered_by(alma)
    OfferRecord.objects.create(
        id="c1.1",
        call=record,
        agent=alma,
        made_at=scenes.NOON + dt.timedelta(seconds=4),
        ended_at=scenes.NOON + dt.timedelta(seconds=10),
        end="answered",
    )
    first = CallId("c1")
    happened(
        (0.2, events.CallerConnected(first)),
        (3, events.AnnouncementEnded(first, Announcement("welcome"))),
        (10, events.OfferAnswered(AgentId(alma.pk), OfferId("c1.1"))),
        (30, events.AgentHeldCall(AgentId(alma.pk), first)),
        (35, events.AgentResumedCall(AgentId(alma.pk), first)),
        (50, events.CallerPressed(first, "5")),
        (70, events.CallerHungUp(first)),
    )

    assert told() == [
        (0, "A call came in on Den Digitale Hotline, which was: open."),
        (0, "It joined the queue."),
        (0.2, "The caller was answered by the line."),
        (3, "The announcement “welcome” had been played."),
        (4, "It rang at Alma."),
        (10, "The ringing at Alma ended: answered."),
        (10, "Alma and the caller could talk."),
        (30, "The agent put the caller on hold."),
        (35, "The agent took the caller back from hold."),
        (50, "The caller pressed 5."),
        (70, "The caller hung up."),
        (70, "The talk with Alma ended: caller_hung_up. Held for 0 s."),
        (70, "The call ended: answered_caller_hung_up. It counts as: answered."),
    ]


def test_the_story_tells_that_the_agents_device_was_lost_and_came_back_but_not_a_colleagues() -> None:
    alma, bo = scenes.agent("Alma"), scenes.agent("Bo")
    first = CallId("c1")
    happened(
        (9, events.DeviceLost(AgentId(alma.pk), DeviceCause.SILENT)),
        (10, events.OfferAnswered(AgentId(alma.pk), OfferId("c1.1"))),
        (20, events.DeviceLost(AgentId(alma.pk), DeviceCause.CLOSED)),
        (21, events.DeviceLost(AgentId(bo.pk), DeviceCause.CLOSED)),
        (22, events.DeviceProved(AgentId(alma.pk))),
        (23, events.AgentReconnected(AgentId(alma.pk), first)),
    )

    assert told() == [
        (20, "The agent's device was lost: closed."),
        (22, "The agent's device was back."),
        (23, "The agent's page came back and asked for the call."),
    ]


def test_the_story_tells_what_befell_the_whole_exchange_meanwhile() -> None:
    first = CallId("c1")
    happened(
        (0, events.MediaLost()),
        (1, events.CallerConnected(first)),
        (2, events.ExchangeStarted()),
        (3, events.MediaLost()),
        (4, events.MediaBack()),
        (5, events.CallFailed(first, FailureCause.MEDIA)),
        (6, events.ExchangeStarted()),
    )

    assert told() == [
        (1, "The caller was answered by the line."),
        (2, "The exchange was started again."),
        (3, "The relay that carries the sound was lost."),
        (4, "The relay that carries the sound was back."),
        (5, "The connection failed: media."),
    ]


def test_another_calls_events_are_no_part_of_the_story() -> None:
    happened((1, events.CallerHungUp(CallId("c2"))), (2, events.CallerHungUp(CallId("c1"))))

    assert told() == [(2, "The caller hung up.")]


def test_the_cause_of_a_refusal_is_told() -> None:
    scenes.call(outcome="refused", end="refused", cause="overload", queued_at=None)

    assert told()[-1] == (70, "The call ended: refused (overload). It counts as: refused.")


def test_a_kept_place_is_told() -> None:
    scenes.call(place_at=scenes.NOON - dt.timedelta(minutes=5))

    assert (0, "It kept the place of an earlier arrival, 2014-05-07T09:55:00+00:00.") in told()


@pytest.mark.parametrize(
    ("number", "withheld", "sentence"),
    [
        (scenes.FIRST_CALLER, False, "The number: 00 00 00 01."),
        ("", True, "The number was withheld."),
        ("", False, "The number is not known any more."),
    ],
)
def test_the_number_is_told_only_when_asked_for(number: str, withheld: bool, sentence: str) -> None:
    scenes.call(number=number, number_withheld=withheld)

    assert sentence not in [line.text for line in story_of("c1")]
    assert sentence in [line.text for line in story_of("c1", with_number=True)]


def test_the_command_prints_the_story_with_local_times() -> None:
    scenes.call(outcome="abandoned", end="abandoned")

    printed = CliRunner().invoke(call_command, ["trace", "c1"])

    assert printed.exit_code == 0
    assert printed.output == (
        "2014-05-07 12:00:00.000 A call came in on Den Digitale Hotline, which was: open.\n"
        "2014-05-07 12:00:00.000 It joined the queue.\n"
        "2014-05-07 12:01:10.000 The call ended: abandoned. It counts as: abandoned.\n"
    )


def test_the_command_says_that_it_knows_no_such_call() -> None:
    printed = CliRunner().invoke(call_command, ["trace", "c9"])

    assert (printed.exit_code, printed.output) == (1, "Error: No call is known by the id c9.\n")


def test_the_daily_command_forgets_numbers_after_thirty_days_unless_told_otherwise() -> None:
    scenes.call("c1", at=dt.datetime.now(dt.UTC) - dt.timedelta(days=31))
    scenes.call("c2", at=dt.datetime.now(dt.UTC) - dt.timedelta(days=8))

    printed = CliRunner().invoke(calls_command, ["forget"])
    assert printed.output == "The numbers of 1 calls are forgotten.\n"

    CliRunner().invoke(calls_command, ["forget", "--days", "7"])
    assert set(CallRecord.objects.values_list("caller_number", flat=True)) == {""}


def test_a_number_of_days_that_makes_no_sense_is_refused() -> None:
    assert CliRunner().invoke(calls_command, ["forget", "--days", "0"]).exit_code == 2
