# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whole calls: a citizen rings over SIP, a page rings, they hear each other, and it is in the books."""

from hotline.calls.models import CallRecord, SegmentRecord
from hotline.exchange.words import AgentId
from tests.parts.media_relay import MediaRelay
from tests.wires.database import in_database
from tests.wires.running import running
from tests.wires.sounds import MUSIC, WELCOME

CALLER, AGENT = 500, 700


async def test_a_caller_hears_welcome_and_music_talks_with_an_agent_and_is_in_the_books(
    alma: AgentId, media_relay: MediaRelay
) -> None:
    async with running(media_relay) as exchange:
        caller = await exchange.network.caller(CALLER)
        await caller.telephone.hears(WELCOME)
        await caller.telephone.hears(MUSIC)
        page = await exchange.available(alma, AGENT)
        await page.answer()
        await caller.telephone.hears(AGENT)
        await page.telephone.hears(CALLER)
        caller.hang_up()
        await page.next("hangup")
        await exchange.until_calls_are()
        await exchange.stored()
    booked = await in_database(CallRecord.objects.get)
    assert (booked.end, booked.outcome, booked.caller_number) == (
        "answered_caller_hung_up",
        "answered",
        caller.number,
    )
    segment = await in_database(SegmentRecord.objects.get)
    assert (segment.agent_id, segment.end) == (alma, "caller_hung_up")
