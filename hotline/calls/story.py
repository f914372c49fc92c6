# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One call's whole story in order, told in sentences from the journal and the books.

The number is told only to whoever asks for it; names of agents are told, since they did the work.
"""

import datetime as dt
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from hotline.calls.books import moment
from hotline.calls.journal import event_of
from hotline.calls.models import CallRecord, Entry
from hotline.calls.numbers import shown_number
from hotline.exchange import events


class Order(IntEnum):
    """Of what is told at the same instant, an event comes before what it led to."""

    EVENT = 0
    ARRIVAL = 1
    QUEUE = 2
    OFFER_ENDED = 3
    OFFER_MADE = 4
    TALK = 5
    CALL_ENDED = 6


class Line(NamedTuple):
    """One thing that happened."""

    at: dt.datetime
    order: Order
    text: str


# What the journal knows and the books do not; {} is filled with the event's own field.
SENTENCES: dict[str, tuple[str, str]] = {
    "CallerConnected": (gettext_noop("The caller was answered by the line."), ""),
    "CallerHungUp": (gettext_noop("The caller hung up."), ""),
    "CallerCancelled": (gettext_noop("The caller gave up before the line answered."), ""),
    "CallFailed": (gettext_noop("The connection failed: %s."), "cause"),
    "AnnouncementEnded": (gettext_noop("The announcement “%s” had been played."), "announcement"),
    "CallerPressed": (gettext_noop("The caller pressed %s."), "digit"),
    "AgentHungUp": (gettext_noop("The agent hung up."), ""),
    "AgentHeldCall": (gettext_noop("The agent put the caller on hold."), ""),
    "AgentResumedCall": (gettext_noop("The agent took the caller back from hold."), ""),
    "AgentReconnected": (gettext_noop("The agent's page came back and asked for the call."), ""),
}
AROUND = {
    "ExchangeStarted": gettext_noop("The exchange was started again."),
    "MediaLost": gettext_noop("The relay that carries the sound was lost."),
    "MediaBack": gettext_noop("The relay that carries the sound was back."),
}


def story_of(call_id: str, *, with_number: bool = False) -> list[Line]:
    """Everything known of the call, in order; empty when it is not known."""
    call = CallRecord.objects.filter(pk=call_id).select_related("line").first()
    entries = list(Entry.objects.filter(call=call_id))
    told = [*_from_journal(entries), *_around(entries)]
    if call:
        told += [*_from_call(call, with_number=with_number), *_from_offers(call), *_from_segments(call)]
    return sorted(told)


def _from_journal(entries: list[Entry]) -> Iterator[Line]:
    for entry in entries:
        if entry.kind in SENTENCES:
            sentence, field = SENTENCES[entry.kind]
            filled = _(sentence) % getattr(event_of(entry.kind, entry.body), field) if field else _(sentence)
            yield Line(moment(entry.at), Order.EVENT, filled)


def _around(entries: list[Entry]) -> Iterator[Line]:
    """What befell the whole exchange, and the agents of this call, while the call lived."""
    if not entries:
        return
    agents = {getattr(event_of(entry.kind, entry.body), "agent", None) for entry in entries}
    span = (entries[0].position, entries[-1].position)
    kinds = [*AROUND, "DeviceLost", "DeviceProved"]
    for entry in Entry.objects.filter(position__range=span, kind__in=kinds, call=""):
        sentence = _befell(event_of(entry.kind, entry.body), agents)
        if sentence:
            yield Line(moment(entry.at), Order.EVENT, sentence)


def _befell(event: events.Event, agents: set[int | None]) -> str:
    match event:
        case events.DeviceLost(agent=agent, cause=cause) if agent in agents:
            return _("The agent's device was lost: %s.") % cause
        case events.DeviceProved(agent=agent) if agent in agents:
            return _("The agent's device was back.")
        case events.DeviceLost() | events.DeviceProved():
            return ""
    return _(AROUND[type(event).__name__])


def _from_call(call: CallRecord, *, with_number: bool) -> Iterator[Line]:
    arrived = _("A call came in on %(line)s, which was: %(opening)s.")
    yield Line(call.arrived_at, Order.ARRIVAL, arrived % {"line": call.line, "opening": call.opening})
    if with_number:
        yield Line(call.arrived_at, Order.ARRIVAL, _number_of(call))
    if call.queued_at:
        yield Line(call.queued_at, Order.QUEUE, _("It joined the queue."))
    if call.place_at < call.arrived_at:
        kept = _("It kept the place of an earlier arrival, %s.") % call.place_at.isoformat()
        yield Line(call.queued_at or call.arrived_at, Order.QUEUE, kept)
    if call.ended_at:
        ended = _("The call ended: %(end)s. It counts as: %(outcome)s.")
        end = f"{call.end} ({call.cause})" if call.cause else call.end
        yield Line(call.ended_at, Order.CALL_ENDED, ended % {"end": end, "outcome": call.outcome})


def _number_of(call: CallRecord) -> str:
    if call.number_withheld:
        return _("The number was withheld.")
    if not call.caller_number:
        return _("The number is not known any more.")
    return _("The number: %s.") % shown_number(call.caller_number)


def _from_offers(call: CallRecord) -> Iterator[Line]:
    for offer in call.offers.select_related("agent"):
        yield Line(offer.made_at, Order.OFFER_MADE, _("It rang at %s.") % offer.agent)
        ended = _("The ringing at %(agent)s ended: %(end)s.")
        yield Line(offer.ended_at, Order.OFFER_ENDED, ended % {"agent": offer.agent, "end": offer.end})


def _from_segments(call: CallRecord) -> Iterator[Line]:
    for segment in call.segments.select_related("agent"):
        agent = segment.agent
        yield Line(segment.began_at, Order.TALK, _("%s and the caller could talk.") % agent)
        if segment.ended_at:
            ended = _("The talk with %(agent)s ended: %(end)s. Held for %(held)d s.")
            held = round(segment.held.total_seconds())
            filled = ended % {"agent": agent, "end": segment.end, "held": held}
            yield Line(segment.ended_at, Order.OFFER_ENDED, filled)
        if segment.wrapped_up_at:
            yield Line(segment.wrapped_up_at, Order.CALL_ENDED, _("%s had finished the wrap-up.") % agent)
