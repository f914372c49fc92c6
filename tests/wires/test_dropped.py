# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whom the line drops is not put at the back of the queue for it."""

import pytest

from hotline.exchange.words import AgentId, CallEnd, CallId, CallState, Instant, LineId
from hotline.wires.connections import ConnectionRecord, decode_record, encode_record
from hotline.wires.dropped import KEPT_FOR_MS, Dropped
from tests.parts.media_relay import MediaRelay
from tests.wires.running import running

LINE, NUMBER, AT = LineId(1), "+4500000001", Instant(1_000_000)
ENDED = ConnectionRecord(CallId("c1"), LINE, number=NUMBER, place_at=Instant(900_000))
CALLER, AGENT = 500, 700


def at(later_ms: int) -> Instant:
    return Instant(AT + later_ms)


@pytest.mark.parametrize("reason", [CallEnd.FAILED, CallEnd.MEDIA_LOST])
def test_a_dropped_caller_who_rings_again_gets_the_place_back_once(reason: CallEnd) -> None:
    dropped = Dropped()
    dropped.note(ENDED, reason, AT)

    assert dropped.take(LINE, NUMBER, at(1)) == 900_000
    assert dropped.take(LINE, NUMBER, at(2)) is None


@pytest.mark.parametrize("reason", sorted(set(CallEnd) - {CallEnd.FAILED, CallEnd.MEDIA_LOST}))
def test_a_call_that_ended_as_somebody_wanted_leaves_no_place(reason: CallEnd) -> None:
    dropped = Dropped()
    dropped.note(ENDED, reason, AT)

    assert dropped.take(LINE, NUMBER, at(1)) is None


def test_the_place_is_kept_for_minutes_only() -> None:
    dropped = Dropped()
    dropped.note(ENDED, CallEnd.FAILED, AT)
    assert dropped.take(LINE, NUMBER, at(KEPT_FOR_MS)) is None

    dropped.note(ENDED, CallEnd.FAILED, AT)
    assert dropped.take(LINE, NUMBER, at(KEPT_FOR_MS - 1)) == 900_000


def test_what_is_out_of_date_is_forgotten_when_the_next_call_ends() -> None:
    dropped = Dropped()
    dropped.note(ENDED, CallEnd.FAILED, AT)
    dropped.note(ENDED, CallEnd.ABANDONED, at(KEPT_FOR_MS))

    assert dropped._places == {}


def test_another_line_and_another_number_have_no_claim() -> None:
    dropped = Dropped()
    dropped.note(ENDED, CallEnd.FAILED, AT)

    assert dropped.take(LineId(2), NUMBER, at(1)) is None
    assert dropped.take(LINE, "+4500000002", at(1)) is None
    assert dropped.take(LINE, NUMBER, at(1)) == 900_000


def test_withheld_numbers_are_not_taken_for_one_another() -> None:
    dropped = Dropped()
    withheld = ConnectionRecord(CallId("c1"), LINE, withheld=True, place_at=Instant(900_000))
    dropped.note(withheld, CallEnd.FAILED, AT)

    assert dropped.take(LINE, "", at(1)) is None


def test_the_place_outlives_the_process() -> None:
    assert decode_record(encode_record(ENDED)).place_at == 900_000


async def test_who_waited_longest_when_the_relay_died_is_answered_first_after_ringing_again(
    alma: AgentId, mortal_relay: MediaRelay
) -> None:
    async with running(mortal_relay) as exchange:
        first, second = await exchange.network.caller(CALLER), await exchange.network.caller(CALLER)
        await exchange.until_calls_are(CallState.WAITING, CallState.WAITING)
        mortal_relay.kill()
        await first.hung_up_on()
        await second.hung_up_on()
        await exchange.until_calls_are()

        mortal_relay.start()
        await exchange.until(lambda: exchange.process.switchboard.state.media_is_up)
        for caller in (second, first):
            caller.ring()
            await caller.answered()
        page = await exchange.available(alma, AGENT)
        ring = await page.answer()
        assert ring["number"] == first.number
