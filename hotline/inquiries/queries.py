# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the desk asks of the inquiries."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from hotline.calls.models import CallRecord, SegmentRecord
from hotline.calls.queries import earlier_calls
from hotline.inquiries.models import Home, Inquiry
from hotline.inquiries.rules import answered, readable_by
from hotline.people.models import User

HISTORY_DAYS = 7


def unregistered_calls(agent: User) -> QuerySet[CallRecord]:
    """The calls this agent answered and has registered nothing of, oldest first."""
    registered = Inquiry.objects.filter(call=OuterRef("call"), agent=agent)
    answered = SegmentRecord.objects.filter(~Exists(registered), agent=agent).values("call")
    return CallRecord.objects.filter(pk__in=answered).select_related("line").order_by("arrived_at", "id")


def own_call(agent: User, call: str) -> str:
    """The call's id, if it is one the person answered; else nothing."""
    record = CallRecord.objects.filter(pk=call).first() if call else None
    return str(record.pk) if record and answered(agent, record) else ""


def inquiries_of(call: CallRecord) -> QuerySet[Inquiry]:
    """What is registered of a call, first registered first."""
    return _told(Inquiry.objects.filter(call=call)).order_by("registered_at", "id")


def history_of(call: CallRecord) -> QuerySet[CallRecord]:
    """The calls from the same number in the last days with what was registered of them: four queries."""
    inquiries = _told(Inquiry.objects.order_by("registered_at", "id"))
    return earlier_calls(call, HISTORY_DAYS).prefetch_related(Prefetch("inquiries", inquiries))


def inquiries_for(reader: User) -> QuerySet[Inquiry]:
    """The inquiries a person may read, latest first."""
    return _told(Inquiry.objects.filter(readable_by(reader)))


def guessed_home(call: CallRecord) -> Inquiry | None:
    """The latest inquiry from the same number whose caller told where they belong, if there is one."""
    if not call.number_key:
        return None
    known = Inquiry.objects.filter(call__number_key=call.number_key).exclude(home=Home.UNKNOWN)
    return known.select_related("authority").order_by("-registered_at").first()


def _told(inquiries: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """With everything a list of them shows, so that it costs the same however long it is."""
    shown = inquiries.select_related("authority", "answered_by", "agent", "referred_authority")
    return shown.prefetch_related("topics__former")
