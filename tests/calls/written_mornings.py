# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange's made-up mornings, written down as its wire writes them: in groups of any size."""

from random import Random

from hotline.calls.actions import append
from hotline.calls.books import Booking, Caller
from hotline.calls.journal import Seen, seen
from hotline.exchange.codec import decode_event
from hotline.exchange.commands import BookAgentState, BookCall, BookOffer, BookSegment
from hotline.exchange.events import CallerArrived
from hotline.exchange.words import CallId
from hotline.organisations.models import Line
from hotline.people.models import User
from tests.calls import scenes
from tests.exchange.mornings import AGENTS, DEEDS, LINES, Morning


def a_morning(number: int, deeds: int = 60) -> Morning:
    """Morning number so and so: the same number, the same morning."""
    morning, chance = Morning(), Random(number)
    morning.the_morning_begins(number)
    for _ in range(deeds):
        getattr(morning, chance.choice(DEEDS))(chance)
    return morning


def people_and_lines() -> None:
    """Those the made-up mornings speak of, by the keys they have there."""
    for key in LINES:
        Line.objects.create(pk=key, name=f"Line {key}", slug=f"line-{key}", number=f"+45702000{key:02}")
    for agent in AGENTS:
        User.objects.create(pk=agent, username=f"agent{agent}", name=f"Agent {agent}", language="en")


Story = list[tuple[Seen, list[Booking]]]


def story_of_the(morning: Morning) -> Story:
    """Every event of the morning with what it led to being booked."""
    told: Story = []
    for (kind, fields, at), commands in zip(morning.journal, morning.ordered, strict=True):
        bookings = [
            command
            for command in commands
            if isinstance(command, BookCall | BookOffer | BookSegment | BookAgentState)
        ]
        told.append((seen(decode_event(kind, fields), at), bookings))
    return told


def write_down(morning: Morning, chance: Random) -> int:
    """Store the morning in groups of one to nine events; return where the journal ends."""
    story = story_of_the(morning)
    position = 0
    while story:
        size = chance.randint(1, 9)
        group, story = story[:size], story[size:]
        position = append(
            after=position,
            seen=[event for event, _bookings in group],
            bookings=[booking for _event, bookings in group for booking in bookings],
            callers=callers_of(group),
        )
    return position


def callers_of(group: Story) -> dict[CallId, Caller]:
    """Every caller of a group shows the same number."""
    arrivals = [decode_event(event.kind, event.body) for event, _bookings in group]
    return {
        arrival.call: Caller(scenes.FIRST_CALLER)
        for arrival in arrivals
        if isinstance(arrival, CallerArrived)
    }
