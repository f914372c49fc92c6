# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to hand-overs: one function per deed."""

import datetime as dt
import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.handovers.models import WORDS_LENGTH, Delivery, HandOver, Inbox, Kind
from hotline.handovers.rules import Refused, may_hand_over, may_read
from hotline.inquiries.actions import note_handed_over
from hotline.inquiries.models import Inquiry
from hotline.organisations.deeds import Deed, note
from hotline.people.cpr_guard import mask
from hotline.people.guarding import Place, count_masks, guard
from hotline.people.models import User
from hotline.webhooks import trying
from hotline.webhooks.signing import new_secret

RECEIVED_WITHIN = dt.timedelta(days=1)
REMINDED_EVERY = dt.timedelta(days=3)


@transaction.atomic
def hand_over(
    inquiry: Inquiry,
    inbox: Inbox,
    *,
    kind: Kind,
    words: str,
    contact: str,
    by: User,
    key: uuid.UUID | None = None,
    now: dt.datetime | None = None,
) -> HandOver:
    """Put a record into an authority's inbox and tell it; the same key again gives the one that is there.

    Whatever the form let through, no CPR number is stored. Raises Refused.
    """
    if not may_hand_over(by, inquiry):
        raise Refused(_("Only the agent who talked with the citizen can hand the matter over."))
    if Inbox.objects.filter(pk=inbox.pk, closed_at__isnull=False).exists():
        raise Refused(_("%(authority)s takes no hand-overs any more.") % {"authority": inbox})
    at = now or timezone.now()
    handover, is_new = HandOver.objects.get_or_create(
        key=key or uuid.uuid4(),
        defaults={
            "inquiry": inquiry,
            "authority_id": inbox.authority_id,
            "kind": kind,
            "words": mask(words)[:WORDS_LENGTH],
            "contact": mask(contact),
            "handed_over_by": by,
            "handed_over_at": at,
            "due_at": at + dt.timedelta(days=inbox.answers_within_days),
            "remind_at": at + RECEIVED_WITHIN,
        },
    )
    if is_new:
        count_masks(handover.words + handover.contact, Place.HAND_OVER)
        note_handed_over(inquiry, by=by, now=at)
        _tell(handover, inbox, Delivery.Event.MADE, at)
    return handover


@transaction.atomic
def receive(handover: HandOver, *, by: User, now: dt.datetime | None = None) -> bool:
    """Say that the authority has it; the first who says so is kept. Raises Refused."""
    _refuse_strangers(by, handover)
    at = now or timezone.now()
    new = HandOver.objects.filter(pk=handover.pk, received_at=None, closed_at=None)
    return bool(new.update(received_by=by, received_at=at, remind_at=_next_reminder(handover, at)))


@transaction.atomic
def close(handover: HandOver, *, answer: str, by: User, now: dt.datetime | None = None) -> None:
    """The authority is done with it, and says so to the agent. Raises Refused."""
    _refuse_strangers(by, handover)
    at = now or timezone.now()
    receive(handover, by=by, now=at)
    is_open = HandOver.objects.filter(pk=handover.pk, closed_at=None)
    answered = guard(answer, Place.ANSWER)[:WORDS_LENGTH]
    if not is_open.update(closed_by=by, closed_at=at, answer=answered, remind_at=None):
        raise Refused(_("Somebody has closed it already."))


def mark_answers_seen(agent: User, *, now: dt.datetime | None = None) -> int:
    """The agent has seen the answers; return how many were new."""
    answered = HandOver.objects.filter(handed_over_by=agent, closed_at__isnull=False, answer_seen_at=None)
    return answered.update(answer_seen_at=now or timezone.now())


def remind(now: dt.datetime | None = None) -> int:
    """Tell authorities again what they have not received or not answered in time; return of how many.

    Safe when two do it at once: whoever moves the next reminder ahead sends this one.
    """
    at = now or timezone.now()
    return sum(_remind_of(handover, at) for handover in HandOver.objects.filter(remind_at__lte=at))


@transaction.atomic
def _remind_of(handover: HandOver, at: dt.datetime) -> bool:
    same = HandOver.objects.filter(pk=handover.pk, remind_at=handover.remind_at)
    inbox = Inbox.objects.filter(authority=handover.authority_id).first()
    if not same.update(remind_at=_next_reminder(handover, at), reminders=handover.reminders + 1):
        return False
    if inbox:
        _tell(handover, inbox, Delivery.Event.REMINDED, at)
    return True


def _next_reminder(handover: HandOver, at: dt.datetime) -> dt.datetime:
    """When the time is up, and every third day after that."""
    return handover.due_at if handover.due_at > at else at + REMINDED_EVERY


def forget_citizens(now: dt.datetime | None = None) -> int:
    """Forget how to reach citizens, HOTLINE_CONTACTS_KEPT_DAYS after closing; return of how many hand-overs.

    What was never closed, and every word written, goes with the notes of inquiries.
    """
    at = now or timezone.now()
    old = HandOver.objects.filter(handed_over_at__lt=at - dt.timedelta(days=settings.NOTES_KEPT_DAYS))
    forgotten = old.exclude(words="", answer="", contact="").update(words="", answer="", contact="")
    closed = HandOver.objects.filter(closed_at__lt=at - dt.timedelta(days=settings.CONTACTS_KEPT_DAYS))
    return forgotten + closed.exclude(contact="").update(contact="")


@transaction.atomic
def set_up_inbox(inbox: Inbox, *, by: User) -> None:
    """Where the authority is told, and how soon it answers."""
    inbox.save()
    _note_set_up(inbox, by)


@transaction.atomic
def close_inbox(inbox: Inbox, *, by: User | None = None, now: dt.datetime | None = None) -> None:
    """Nothing new is handed over to the authority. What is there keeps its deadline and its reminders."""
    _note_set_up(inbox, by)
    Inbox.objects.filter(pk=inbox.pk, closed_at=None).update(closed_at=now or timezone.now())


@transaction.atomic
def open_inbox(inbox: Inbox, *, by: User | None = None) -> None:
    """The authority takes hand-overs again."""
    _note_set_up(inbox, by)
    Inbox.objects.filter(pk=inbox.pk).update(closed_at=None)


@transaction.atomic
def change_secret(inbox: Inbox, *, by: User | None = None) -> None:
    """From now on messages are signed with another secret."""
    inbox.secret = new_secret()
    inbox.save(update_fields=["secret"])
    _note_set_up(inbox, by)


def _note_set_up(inbox: Inbox, by: User | None) -> None:
    authority = inbox.authority
    note(by, Deed.INBOX_SET, authority, authority=authority, subject=authority.code)


def send_again(delivery: Delivery, *, now: dt.datetime | None = None) -> None:
    """Try at once, and as often as a new one."""
    trying.send_again(delivery, now or timezone.now())


def _tell(handover: HandOver, inbox: Inbox, event: Delivery.Event, at: dt.datetime) -> None:
    Delivery.objects.bulk_create(
        Delivery(handover=handover, way=way, event=event, made_at=at, try_at=at) for way in _ways(inbox)
    )


def _ways(inbox: Inbox) -> Iterator[Delivery.Way]:
    if inbox.email:
        yield Delivery.Way.EMAIL
    if inbox.webhook:
        yield Delivery.Way.WEBHOOK


def _refuse_strangers(user: User, handover: HandOver) -> None:
    if not may_read(user, handover):
        raise Refused(_("This was handed over to another authority."))
