# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is written into the journal can be read again, now and by later versions."""

from collections.abc import Callable

import pytest

from hotline.exchange.audit import faults
from hotline.exchange.codec import (
    Unreadable,
    decode_event,
    decode_state,
    encode_event,
    encode_state,
    kind_of,
)
from hotline.exchange.decide import DECIDED_BY, next_deadline, replay
from hotline.exchange.events import (
    AgentBecameAvailable,
    AgentHeldCall,
    AgentHungUp,
    AgentPaused,
    AgentReconnected,
    AgentResumedCall,
    AgentSignedIn,
    AgentSignedOut,
    AnnouncementEnded,
    CallerArrived,
    CallerCancelled,
    CallerConnected,
    CallerHungUp,
    CallerPressed,
    CallFailed,
    DeadlineReached,
    DeviceLost,
    DeviceProved,
    Event,
    ExchangeStarted,
    MediaBack,
    MediaLost,
    OfferAnswered,
    OfferDeclined,
    OfferFailed,
    SettingsChanged,
    WrapUpEnded,
    WrapUpExtended,
)
from hotline.exchange.records import Settings
from hotline.exchange.state import State
from hotline.exchange.words import DeviceCause, FailureCause, Instant
from tests.exchange.stories import (
    ANNA,
    BENT,
    CARLA,
    CLOSED,
    DAN,
    HOSPITAL,
    HOTLINE,
    MIA,
    MINUTE,
    NIELS,
    OLE,
    OPEN,
    SECOND,
    START,
    WELCOME,
    Story,
    offer,
)

IN_THE_JOURNAL: list[tuple[Event, str]] = [
    (
        CallerArrived(ANNA, HOTLINE, OPEN, place_at=START),
        (
            '{"call":"anna","line":1,"opening":{"kind":"open","announcements":["welcome"],"ends_call":false},'
            '"place_at":1399449600000}'
        ),
    ),
    (CallerConnected(ANNA), '{"call":"anna"}'),
    (CallerHungUp(ANNA), '{"call":"anna"}'),
    (CallerCancelled(ANNA), '{"call":"anna"}'),
    (CallFailed(ANNA, FailureCause.NOT_CONFIRMED), '{"call":"anna","cause":"not_confirmed"}'),
    (AnnouncementEnded(ANNA, WELCOME), '{"call":"anna","announcement":"welcome"}'),
    (CallerPressed(ANNA, "#"), '{"call":"anna","digit":"#"}'),
    (AgentSignedIn(MIA, (HOTLINE, HOSPITAL)), '{"agent":1,"lines":[1,2]}'),
    (AgentSignedOut(MIA), '{"agent":1}'),
    (AgentBecameAvailable(MIA), '{"agent":1}'),
    (AgentPaused(MIA, "møde"), '{"agent":1,"reason":"møde"}'),
    (DeviceProved(MIA), '{"agent":1}'),
    (DeviceLost(MIA, DeviceCause.MICROPHONE), '{"agent":1,"cause":"microphone"}'),
    (OfferAnswered(MIA, offer(ANNA)), '{"agent":1,"offer":"anna.1"}'),
    (OfferDeclined(MIA, offer(ANNA)), '{"agent":1,"offer":"anna.1"}'),
    (OfferFailed(MIA, offer(ANNA)), '{"agent":1,"offer":"anna.1"}'),
    (AgentHungUp(MIA, ANNA), '{"agent":1,"call":"anna"}'),
    (AgentHeldCall(MIA, ANNA), '{"agent":1,"call":"anna"}'),
    (AgentResumedCall(MIA, ANNA), '{"agent":1,"call":"anna"}'),
    (AgentReconnected(MIA, ANNA), '{"agent":1,"call":"anna"}'),
    (WrapUpExtended(MIA), '{"agent":1}'),
    (WrapUpEnded(MIA), '{"agent":1}'),
    (
        SettingsChanged(Settings()),
        (
            '{"settings":{"ring_ms":20000,"wrap_up_ms":30000,"extension_ms":60000,"rest_ms":5000,'
            '"missed_limit":2,"adrift_ms":15000,"arriving_ms":10000,"announced_ms":120000,'
            '"position_every_ms":30000,"nobody_grace_ms":60000,"waiting_limit":500}}'
        ),
    ),
    (ExchangeStarted(), "{}"),
    (MediaLost(), "{}"),
    (MediaBack(), "{}"),
    (DeadlineReached(), "{}"),
]


@pytest.mark.parametrize(("event", "written"), IN_THE_JOURNAL, ids=lambda value: type(value).__name__)
def test_an_event_is_written_like_this_for_ever(event: Event, written: str) -> None:
    """If this fails, journals already written can no longer be read: add, never change."""
    assert encode_event(event).decode() == written
    assert decode_event(kind_of(event), written) == event
    assert decode_event(kind_of(event), written.encode()) == event


def test_every_kind_of_event_is_on_that_list() -> None:
    assert [type(event) for event, _ in IN_THE_JOURNAL] == list(DECIDED_BY)


def test_a_journal_of_a_later_version_with_more_fields_can_be_read() -> None:
    assert decode_event("CallerConnected", '{"call":"anna","codec":"PCMA"}') == CallerConnected(ANNA)


def test_a_journal_of_an_earlier_version_with_fewer_fields_can_be_read() -> None:
    written = '{"call":"anna","line":1,"opening":{"kind":"open","announcements":[],"ends_call":false}}'
    read = decode_event("CallerArrived", written)
    assert isinstance(read, CallerArrived)
    assert read.place_at is None


@pytest.mark.parametrize(
    ("kind", "fields", "complaint"),
    [
        ("CallerFlew", "{}", "no event is called CallerFlew"),
        ("CallerConnected", "{}", "CallerConnected: Object missing required field `call`"),
        ("CallerConnected", "{", "CallerConnected: Input data was truncated"),
        ("DeviceLost", '{"agent":1,"cause":"bored"}', "DeviceLost: Invalid enum value 'bored'"),
        ("SettingsChanged", '{"settings":{"ring_ms":0}}', "SettingsChanged: ring_ms must be at least 1000"),
    ],
)
def test_what_is_no_event_of_ours_is_unreadable(kind: str, fields: str, complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        decode_event(kind, fields)


@pytest.mark.parametrize("checkpoint", [b"", b"[]", b'{"version":1}'])
def test_what_is_no_checkpoint_of_ours_is_unreadable(checkpoint: bytes) -> None:
    with pytest.raises(Unreadable, match="checkpoint: "):
        decode_state(checkpoint)


def test_a_checkpoint_of_another_version_is_not_guessed_at() -> None:
    checkpoint = encode_state(State()).replace(b'"version":1', b'"version":99')
    with pytest.raises(Unreadable, match="checkpoint of version 99, this program reads version 1"):
        decode_state(checkpoint)


def nothing(story: Story) -> None:
    story.wait(0)


def a_busy_morning(story: Story) -> None:
    """Something of everything: arriving, waiting, ringing, on hold, adrift, wrapping up, resting, told."""
    story.begin_duty(MIA, NIELS, lines=(HOTLINE, HOSPITAL))
    story.begin_duty(OLE, lines=(HOSPITAL,))
    story.call_in(ANNA, BENT)
    story.answer(MIA, ANNA)
    story.tell(AgentHeldCall(MIA, ANNA), OfferDeclined(NIELS, offer(BENT)), AgentPaused(NIELS, "møde"))
    story.tell(AgentSignedOut(MIA))
    story.call_in(CARLA, line=HOSPITAL)
    story.tell(CallerArrived(DAN, HOTLINE, CLOSED), CallerConnected(DAN), AnnouncementEnded(BENT, WELCOME))


def after_losses(story: Story) -> None:
    a_busy_morning(story)
    story.answer(OLE, CARLA)
    story.tell(DeviceLost(MIA, DeviceCause.SILENT), DeviceLost(NIELS, DeviceCause.CLOSED))
    story.wait(16 * SECOND)
    story.tell(CallerHungUp(CARLA))


def with_nobody(story: Story) -> None:
    story.call_in(ANNA, BENT)
    story.wait(30 * SECOND)
    story.tell(SettingsChanged(Settings(ring_ms=5 * SECOND)), MediaBack())


@pytest.mark.parametrize("situation", [nothing, a_busy_morning, after_losses, with_nobody])
def test_a_checkpoint_holds_everything(situation: Callable[[Story], None]) -> None:
    story = Story()
    situation(story)
    checkpoint = encode_state(story.state)
    read = decode_state(checkpoint)
    assert encode_state(read) == checkpoint
    assert faults(read) == []
    assert read.deadlines() == story.state.deadlines()
    assert next_deadline(read) == next_deadline(story.state)


@pytest.mark.parametrize("situation", [nothing, a_busy_morning, after_losses, with_nobody])
def test_the_journal_gives_the_same_state_again(situation: Callable[[Story], None]) -> None:
    story = Story()
    situation(story)
    written = [(kind_of(event), encode_event(event), at) for event, at in story.journal]
    read = [(decode_event(kind, fields), at) for kind, fields, at in written]
    assert encode_state(replay(State(), read)) == encode_state(story.state)


def test_a_checkpoint_and_the_rest_of_the_journal_give_the_same_future() -> None:
    story = Story()
    a_busy_morning(story)
    again = Story()
    again.state, again.now = decode_state(encode_state(story.state)), story.now
    for each in (story, again):
        each.ordered = []
        each.wait(2 * MINUTE)
    assert again.ordered == story.ordered
    assert encode_state(again.state) == encode_state(story.state)


def test_what_was_impossible_is_impossible_again_and_changes_nothing() -> None:
    journal: list[tuple[Event, Instant]] = [
        (CallerArrived(ANNA, HOTLINE, OPEN), START),
        (CallerArrived(ANNA, HOTLINE, OPEN), START),
        (AgentPaused(MIA, ""), START),
        (CallerConnected(ANNA), START),
    ]
    assert encode_state(replay(State(), journal)) == encode_state(replay(State(), [journal[0], journal[3]]))


def test_the_journal_and_the_checkpoint_hold_nothing_but_what_is_going_on() -> None:
    story = Story()
    story.talk(MIA, ANNA)
    story.tell(CallerHungUp(ANNA), AgentSignedOut(MIA), DeviceLost(MIA, DeviceCause.CLOSED))
    assert (story.state.calls, story.state.offers, story.state.agents, story.state.segments) == (
        {},
        {},
        {},
        {},
    )
