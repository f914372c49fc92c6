# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to what is registered: one function per deed."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hotline.calls.models import CallRecord
from hotline.inquiries.matters import Matter, snapshot, what_changed
from hotline.inquiries.models import NOTE_LENGTH, Channel, Correction, Guidance, Inquiry, Outcome
from hotline.inquiries.rules import answering_authority_id, refuse_correcting, refuse_others_calls
from hotline.knowledge.actions import note_reading
from hotline.knowledge.models import Reading, Version
from hotline.organisations.models import Line
from hotline.people.cpr_guard import mask
from hotline.people.guarding import Place, count_masks
from hotline.people.models import User

STRONGER = (Guidance.How.SHOWN, Guidance.How.READ, Guidance.How.SENT)


@transaction.atomic
def register_inquiry(
    *,
    agent: User,
    call: CallRecord,
    matter: Matter,
    channel: Channel = Channel.TELEPHONE,
    key: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Inquiry:
    """Register what a call was about, with what the agent read during it. Raises Refused."""
    refuse_others_calls(agent, call)
    origin = {"line_id": call.line_id, "call": call, "channel": channel, "came_at": call.arrived_at}
    inquiry, is_new = _store(agent, matter, origin, key, now)
    if is_new:
        _keep_readings(inquiry)
    return inquiry


@transaction.atomic
def register_without_call(
    *,
    agent: User,
    line: Line,
    channel: Channel,
    came_at: dt.datetime,
    matter: Matter,
    key: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> Inquiry:
    """Register what somebody came with otherwise than by calling. Raises Refused."""
    origin = {"line_id": line.pk, "channel": channel, "came_at": came_at}
    return _store(agent, matter, origin, key, now)[0]


def _store(
    agent: User,
    matter: Matter,
    origin: dict[str, object],
    key: uuid.UUID | None,
    now: dt.datetime | None,
) -> tuple[Inquiry, bool]:
    """The same key again gives the inquiry that is there already.

    Whatever the form let through, no CPR number is stored.
    """
    line_id = origin["line_id"]
    assert isinstance(line_id, int)
    inquiry, is_new = Inquiry.objects.get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            **origin,
            **matter.columns,
            "agent": agent,
            "answered_by_id": answering_authority_id(agent, line_id),
            "note": mask(matter.note)[:NOTE_LENGTH],
            "registered_at": now or timezone.now(),
        },
    )
    if is_new:
        inquiry.topics.set(matter.topics)
        count_masks(inquiry.note, Place.NOTE)
    return inquiry, is_new


def _keep_readings(inquiry: Inquiry) -> None:
    """What the agent read during the call belongs to the inquiry; to a second one what was read since."""
    readings = Reading.objects.filter(call=inquiry.call_id, agent=inquiry.agent).order_by("read_at")
    earlier = Inquiry.objects.filter(call=inquiry.call_id, agent=inquiry.agent).exclude(pk=inquiry.pk)
    latest = earlier.order_by("registered_at").last()
    if latest:
        readings = readings.filter(read_at__gt=latest.registered_at)
    for reading in readings:
        how = Guidance.How.SENT if reading.is_sent else Guidance.How.READ
        add_guidance(inquiry, [reading.version_id], how, at=reading.read_at)


@transaction.atomic
def keep_sent(agent: User, call: str, versions: Sequence[Version]) -> None:
    """What was sent during a call belongs to its inquiry: the latest, or else the one to be registered."""
    inquiry = Inquiry.objects.filter(call=call, agent=agent).order_by("registered_at").last()
    if inquiry:
        add_guidance(inquiry, versions, Guidance.How.SENT)
        return
    for version in versions:
        note_reading(version, agent, call, is_sent=True)


def add_guidance(
    inquiry: Inquiry, versions: Iterable[Version | int], how: Guidance.How, *, at: dt.datetime | None = None
) -> None:
    """Keep which wordings guided the citizen. What was sent stays sent, though it is read or shown again."""
    for version in versions:
        pk = version if isinstance(version, int) else version.pk
        guidance, _is_new = Guidance.objects.get_or_create(
            inquiry=inquiry, version_id=pk, defaults={"how": how, "at": at or timezone.now()}
        )
        if STRONGER.index(how) > STRONGER.index(Guidance.How(guidance.how)):
            guidance.how = how
            guidance.save(update_fields=["how"])


@transaction.atomic
def correct_inquiry(
    inquiry: Inquiry, matter: Matter, *, by: User, now: dt.datetime | None = None
) -> Correction | None:
    """Put right what was registered and keep what it said before, if anything changes. Raises Refused."""
    at = now or timezone.now()
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    refuse_correcting(by, inquiry, at)
    before = snapshot(inquiry)
    for column, value in matter.columns.items():
        setattr(inquiry, column, value)
    inquiry.note = mask(matter.note)[:NOTE_LENGTH]
    inquiry.save()
    inquiry.topics.set(matter.topics)
    count_masks(inquiry.note, Place.NOTE, before=before["note"])
    changed = what_changed(before, snapshot(inquiry))
    if not changed:
        return None
    return Correction.objects.create(inquiry=inquiry, corrected_by=by, corrected_at=at, before=changed)


@transaction.atomic
def note_handed_over(inquiry: Inquiry, *, by: User, now: dt.datetime | None = None) -> None:
    """It ended by being handed over, whatever was registered first; that is kept as of any correction."""
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.outcome == Outcome.HANDED_OVER:
        return
    before = snapshot(inquiry)
    inquiry.outcome, inquiry.referred_to, inquiry.referred_authority = Outcome.HANDED_OVER, "", None
    inquiry.save(update_fields=["outcome", "referred_to", "referred_authority"])
    changed = what_changed(before, snapshot(inquiry))
    Correction.objects.create(
        inquiry=inquiry, corrected_by=by, corrected_at=now or timezone.now(), before=changed
    )


def forget_old_notes(now: dt.datetime | None = None) -> int:
    """Forget notes older than HOTLINE_NOTES_KEPT_DAYS, corrected ones too; return of how many inquiries."""
    before = (now or timezone.now()) - dt.timedelta(days=settings.NOTES_KEPT_DAYS)
    corrected = Correction.objects.filter(inquiry__came_at__lt=before, before__has_key="note")
    for correction in corrected.exclude(before__note=""):
        correction.before["note"] = ""
        correction.save(update_fields=["before"])
    return Inquiry.objects.filter(came_at__lt=before).exclude(note="").update(note="")
