# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a system is told about a call or an inquiry: no telephone number, no name, no note.

Made anew at each try, from what stands in the books now. An authority is not told which others took part.
"""

import datetime as dt
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hotline.calls.models import CallRecord
from hotline.inquiries.models import Correction, Inquiry
from hotline.organisations.models import Authority
from hotline.webhooks.models import Delivery, Event
from hotline.webhooks.trying import NotDelivered

Data = dict[str, object]


def message(delivery: Delivery) -> dict[str, object]:
    """Raises NotDelivered when what it is about is gone."""
    data = delivery.data
    if data is None:
        data = ABOUT[Event(delivery.event)](delivery)
    return {"type": delivery.event, "timestamp": delivery.made_at.isoformat(), "data": data}


def _of_call(delivery: Delivery) -> Data:
    call = CallRecord.objects.select_related("line").filter(pk=delivery.about).first()
    if call is None:
        raise _gone()
    return call_data(call, delivery.subscription.authority)


def call_data(call: CallRecord, reader: Authority | None) -> Data:
    """`reader` None: the line itself, which is told every authority that answered."""
    answered_by = Authority.objects.filter(people__segments__call=call).distinct().order_by("code")
    if reader:
        answered_by = answered_by.filter(pk=reader.pk)
    return {
        "id": call.pk,
        "line": call.line.slug,
        "opening": call.opening,
        "arrived_at": call.arrived_at.isoformat(),
        "queued_at": _iso(call.queued_at),
        "answered_at": _iso(call.answered_at),
        "ended_at": _iso(call.ended_at),
        "outcome": call.outcome,
        "end": call.end,
        "answered_by": list(answered_by.values_list("code", flat=True)),
    }


def _of_inquiry(delivery: Delivery) -> Data:
    inquiry = _told().filter(key=delivery.about).first()
    if inquiry is None:
        raise _gone()
    return inquiry_data(inquiry)


def _of_correction(delivery: Delivery) -> Data:
    correction = Correction.objects.filter(pk=delivery.about).first()
    if correction is None:
        raise _gone()
    inquiry = _told().get(pk=correction.inquiry_id)
    return inquiry_data(inquiry) | {
        "corrected_at": correction.corrected_at.isoformat(),
        "changed": sorted(correction.before),
    }


def inquiry_data(inquiry: Inquiry) -> Data:
    """The inquiry as it now stands."""
    target = inquiry.referred_authority
    return {
        "id": str(inquiry.key),
        "line": inquiry.line.slug,
        "call": inquiry.call_id,
        "channel": inquiry.channel,
        "came_at": inquiry.came_at.isoformat(),
        "registered_at": inquiry.registered_at.isoformat(),
        "answered_by": inquiry.answered_by.code,
        "home": inquiry.home,
        "authority": inquiry.authority.code if inquiry.authority else None,
        "topics": sorted(topic.code for topic in inquiry.topics.all()),
        "outcome": inquiry.outcome,
        "kind": inquiry.kind,
        "referred_to": target.code if target else inquiry.referred_to,
        "is_wrongly_addressed": inquiry.is_wrongly_addressed,
    }


def _told() -> QuerySet[Inquiry]:
    return Inquiry.objects.select_related("line", "answered_by", "authority", "referred_authority")


def inquiries_of(reader: Authority) -> QuerySet[Inquiry]:
    """What concerns an authority: what its agents answered, and what its citizens came with."""
    return _told().filter(Q(answered_by=reader) | Q(authority=reader))


def _gone() -> NotDelivered:
    return NotDelivered(_("What it is about is gone."), for_good=True)


def _iso(at: dt.datetime | None) -> str | None:
    return at.isoformat() if at else None


ABOUT: dict[Event, Callable[[Delivery], Data]] = {
    Event.CALL_ANSWERED: _of_call,
    Event.CALL_ENDED: _of_call,
    Event.INQUIRY_REGISTERED: _of_inquiry,
    Event.INQUIRY_CORRECTED: _of_correction,
}
