# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Why an agent is or is not offered calls: every reason on the list, each in a situation that gives it."""

from collections.abc import Callable

import pytest

from hotline.exchange.events import (
    AgentHeldCall,
    AgentHungUp,
    AgentPaused,
    AgentSignedIn,
    AgentSignedOut,
    DeviceLost,
    DeviceProved,
    MediaLost,
    OfferDeclined,
    SettingsChanged,
)
from hotline.exchange.explain import Reason, explain, status_of
from hotline.exchange.records import Settings
from hotline.exchange.words import AgentStatus, DeviceCause
from tests.exchange.stories import ANNA, HOTLINE, MIA, SECOND, Story, offer


def unknown(story: Story) -> None:
    story.wait(0)


def signed_out(story: Story) -> None:
    story.tell(DeviceProved(MIA))


def available(story: Story) -> None:
    story.begin_duty(MIA)


def unreachable(story: Story) -> None:
    story.tell(AgentSignedIn(MIA, (HOTLINE,)))


def without_lines(story: Story) -> None:
    story.begin_duty(MIA, lines=())


def without_relay(story: Story) -> None:
    story.begin_duty(MIA)
    story.tell(MediaLost())


def paused(story: Story) -> None:
    story.begin_duty(MIA)
    story.tell(AgentPaused(MIA, "lunch"))


def away(story: Story) -> None:
    story.tell(SettingsChanged(Settings(missed_limit=1)))
    story.begin_duty(MIA)
    story.call_in(ANNA)
    story.wait(20 * SECOND)


def ringing(story: Story) -> None:
    story.begin_duty(MIA)
    story.call_in(ANNA)


def resting(story: Story) -> None:
    ringing(story)
    story.tell(OfferDeclined(MIA, offer(ANNA)))


def talking(story: Story) -> None:
    story.talk(MIA, ANNA)


def holding(story: Story) -> None:
    talking(story)
    story.tell(AgentHeldCall(MIA, ANNA))


def leaving(story: Story) -> None:
    talking(story)
    story.tell(AgentSignedOut(MIA))


def adrift(story: Story) -> None:
    talking(story)
    story.tell(DeviceLost(MIA, DeviceCause.CLOSED))


def wrapping_up(story: Story) -> None:
    talking(story)
    story.tell(AgentHungUp(MIA, ANNA))


def paused_and_lost_in_wrap_up(story: Story) -> None:
    wrapping_up(story)
    story.tell(AgentPaused(MIA, "lunch"), DeviceLost(MIA, DeviceCause.MICROPHONE))


SITUATIONS = [
    (unknown, AgentStatus.SIGNED_OUT, [Reason.UNKNOWN_HERE]),
    (signed_out, AgentStatus.SIGNED_OUT, [Reason.SIGNED_OUT, Reason.NO_LINES]),
    (available, AgentStatus.AVAILABLE, [Reason.NOBODY_WAITS]),
    (unreachable, AgentStatus.UNREACHABLE, [Reason.DEVICE_NOT_PROVED]),
    (without_lines, AgentStatus.AVAILABLE, [Reason.NO_LINES, Reason.NOBODY_WAITS]),
    (without_relay, AgentStatus.AVAILABLE, [Reason.MEDIA_DOWN, Reason.NOBODY_WAITS]),
    (paused, AgentStatus.PAUSED, [Reason.PAUSED]),
    (away, AgentStatus.AWAY_MISSED, [Reason.AWAY_AFTER_MISSED_OFFERS]),
    (ringing, AgentStatus.RINGING, [Reason.BEING_OFFERED]),
    (resting, AgentStatus.RESTING, [Reason.RESTING]),
    (talking, AgentStatus.TALKING, [Reason.TALKING]),
    (holding, AgentStatus.HOLDING, [Reason.TALKING]),
    (leaving, AgentStatus.TALKING, [Reason.SIGNED_OUT, Reason.TALKING]),
    (adrift, AgentStatus.ADRIFT, [Reason.DEVICE_NOT_PROVED, Reason.CALL_ADRIFT]),
    (wrapping_up, AgentStatus.WRAPPING_UP, [Reason.WRAPPING_UP]),
    (
        paused_and_lost_in_wrap_up,
        AgentStatus.WRAPPING_UP,
        [Reason.PAUSED, Reason.DEVICE_NOT_PROVED, Reason.WRAPPING_UP],
    ),
]


@pytest.mark.parametrize(("situation", "status", "reasons"), SITUATIONS)
def test_everything_that_stands_in_the_way_is_said(
    situation: Callable[[Story], None], status: AgentStatus, reasons: list[Reason]
) -> None:
    story = Story()
    situation(story)
    assert status_of(story.state, MIA) is status
    assert explain(story.state, MIA) == reasons


def test_every_reason_and_every_status_is_met_in_these_situations() -> None:
    assert {reason for _, _, reasons in SITUATIONS for reason in reasons} == set(Reason)
    assert {status for _, status, _ in SITUATIONS} == set(AgentStatus)


def test_the_status_asked_for_is_the_status_shown() -> None:
    for situation, status, reasons in SITUATIONS:
        story = Story()
        situation(story)
        if reasons != [Reason.UNKNOWN_HERE]:
            assert story.status(MIA) is status
