# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a duty lead does: one function per deed, each with its trace in the audit trail.

What callers and agents are to notice at once is told to the exchange when it is stored.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.duty.exchange import ExchangeSilent, NotSignedIn, StillTalking, read_anew, sign_out
from hotline.duty.limits import Limit
from hotline.duty.models import Alarm, AlarmKind, AlarmLimit, AlarmMail, Crisis, DeskMessage, Draft
from hotline.duty.queries import crisis_in_force
from hotline.duty.rules import Refused
from hotline.knowledge.actions import end_temporary_guide, make_temporary_guide
from hotline.knowledge.actions.guides import Announced
from hotline.knowledge.actions.topics import add_topic
from hotline.knowledge.matching import fold
from hotline.knowledge.models import Topic
from hotline.knowledge.wording import Wording
from hotline.organisations.actions import end_announcement, lock
from hotline.organisations.clips import draft_key
from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority, Line, LineAnnouncement
from hotline.organisations.opening import A_DAY
from hotline.organisations.preview import sounds_root
from hotline.organisations.recordings import hand_on_recording
from hotline.people.guarding import Place, guard
from hotline.people.models import User

# ---------------------------------------------------------------- desks


@transaction.atomic
def tell_desks(line: Line, text: str, lasts: dt.timedelta, *, by: User) -> DeskMessage:
    """A few words on every agent's page within a second."""
    now = timezone.now()
    text = guard(text.strip(), Place.MESSAGE)
    message = DeskMessage.objects.create(line=line, text=text, sent_by=by, sent_at=now, until_at=now + lasts)
    note(by, Deed.DESKS_TOLD, text, line=line)
    transaction.on_commit(read_anew)
    return message


@transaction.atomic
def end_message(message: DeskMessage, *, by: User) -> None:
    """It disappears from the pages that still show it."""
    now = timezone.now()
    if DeskMessage.objects.filter(pk=message.pk, until_at__gt=now).update(until_at=now) != 1:
        raise Refused(_("The message is over already."))
    note(by, Deed.MESSAGE_ENDED, message.text, line=message.line)
    transaction.on_commit(read_anew)


@transaction.atomic
def end_session(line: Line, agent: User, *, by: User) -> None:
    """Sign off somebody who forgot to. Whoever talks with a citizen forgot nothing, and is left alone."""
    note(by, Deed.SESSION_ENDED, agent.name, line=line)
    try:
        sign_out(agent.pk, by.name)
    except StillTalking:
        raise Refused(
            _("%(agent)s is talking with a citizen. No call is ever cut off.") % {"agent": agent}
        ) from None
    except NotSignedIn:
        raise Refused(_("%(agent)s is signed off already.") % {"agent": agent}) from None
    except ExchangeSilent:
        raise Refused(_("The exchange does not answer, so nothing was done. Try again.")) from None


# ---------------------------------------------------------------- callers


@transaction.atomic
def announce(draft: Draft) -> LineAnnouncement:
    """Put what was listened to in force, now."""
    now = timezone.now()
    if draft.to_at and draft.to_at <= now:
        raise Refused(_("The announcement would be over already. Change until when it stands."))
    announcement = LineAnnouncement.objects.create(
        line=draft.line,
        text=draft.text,
        text_en=draft.text_en,
        from_at=now,
        to_at=draft.to_at,
        ends_call=draft.ends_call,
    )
    note(draft.by, Deed.ANNOUNCED, draft.text, line=draft.line)
    hand_on_recording(sounds_root(), draft.line.slug, draft_key(draft.pk), announcement.clip_key)
    draft.delete()
    transaction.on_commit(read_anew)
    return announcement


@transaction.atomic
def stop_announcing(announcement: LineAnnouncement, *, by: User) -> None:
    if not end_announcement(announcement, by=by):
        raise Refused(_("The announcement is over already."))
    transaction.on_commit(read_anew)


# ---------------------------------------------------------------- crisis


@dataclass(frozen=True)
class CrisisPlan:
    """What is down, what agents and callers are told, and until when."""

    title: str
    agents_say: str
    callers_hear: Announced
    ends_at: dt.datetime
    topic: Topic | None = None  # None: one is made, called as the title


@transaction.atomic
def begin_crisis(plan: CrisisPlan, *, by: User, authority: Authority) -> Crisis:
    """One press: callers are told, agents have a guide and a topic. Everything ends at the same instant."""
    line = plan.callers_hear.line
    lock(line)
    if crisis_in_force(line):
        raise Refused(_("The line is in crisis mode already. End that first."))
    topic = plan.topic or _topic_of_crisis(plan)
    guide = make_temporary_guide(
        Wording(title=plan.title, short_answer=plan.agents_say),
        topic,
        plan.ends_at,
        by=by,
        authority=authority,
        announced=plan.callers_hear,
    )
    crisis = Crisis.objects.create(
        line=line,
        guide=guide,
        topic=topic,
        is_new_topic=plan.topic is None,
        begun_by=by,
        begun_at=timezone.now(),
    )
    note(by, Deed.CRISIS_BEGUN, plan.title, line=line)
    transaction.on_commit(read_anew)
    return crisis


@transaction.atomic
def end_crisis(crisis: Crisis, *, by: User) -> None:
    """All of it is undone at once; what was made for it can be registered for the rest of the day."""
    end_temporary_guide(crisis.guide, by=by)
    if crisis.is_new_topic:
        crisis.topic.valid_to = timezone.localdate() + A_DAY
        crisis.topic.save(update_fields=["valid_to"])
    note(by, Deed.CRISIS_ENDED, crisis.guide.code, line=crisis.line)
    transaction.on_commit(read_anew)


def _topic_of_crisis(plan: CrisisPlan) -> Topic:
    """A topic that can be chosen today and until the day the crisis ends."""
    topic = Topic(
        code=_free_topic_code(plan.title),
        name=plan.title[:100],
        valid_to=timezone.localdate(plan.ends_at) + A_DAY,
    )
    return add_topic(topic, from_on=timezone.localdate())


def _free_topic_code(name: str) -> str:
    words = fold(name).replace(" ", "-")[:30].strip("-") or "krise"
    codes = (words if n == 1 else f"{words}-{n}" for n in count(1))
    return next(code for code in codes if not Topic.objects.filter(code=code).exists())


# ---------------------------------------------------------------- alarms


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: User) -> None:
    """Somebody has seen it and does something; the first to say so stands there."""
    seen = Alarm.objects.filter(pk=alarm.pk, acknowledged_at=None)
    if seen.update(acknowledged_by=by, acknowledged_at=timezone.now()) != 1:
        raise Refused(_("Somebody else has acknowledged the alarm."))
    note(by, Deed.ALARM_ACKNOWLEDGED, alarm.get_kind_display(), line=alarm.line)


@transaction.atomic
def set_alarms(line: Line, limits: Mapping[AlarmKind, Limit], addresses: str, *, by: User) -> None:
    """Where alarms begin and end on the line, and who is written to."""
    for kind, limit in limits.items():
        fields = {
            "is_watched": limit.is_watched,
            "over": limit.over,
            "on_seconds": limit.on_seconds,
            "under": limit.under,
            "off_seconds": limit.off_seconds,
        }
        AlarmLimit.objects.update_or_create(line=line, kind=kind, defaults=fields)
    AlarmMail.objects.update_or_create(line=line, defaults={"addresses": addresses})
    note(by, Deed.ALARMS_SET, "", line=line)
