# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The audit trail as it is read: who sees which entries, and where what they are about is found.

It grows and nothing else: the product has no way to change or delete an entry, and a year's entries of a line
are some hundred rows. They are kept as long as the line's figures, which they explain.
"""

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from hotline.organisations.deeds import Deed
from hotline.organisations.opening import A_DAY, instant_of
from hotline.organisations.rules import RoleKind, administers_a_line
from hotline.people.models import TrailEntry, User

# Deeds whose page is found by the line's short name; the others by their subject.
OF_LINE = {
    Deed.LINE_MADE: "organisations:line",
    Deed.LINE_CHANGED: "organisations:line",
    Deed.HOURS_PUBLISHED: "organisations:hours",
    Deed.HOURS_CHANGED: "organisations:hours",
    Deed.HOURS_WITHDRAWN: "organisations:hours",
    Deed.DAY_SET: "organisations:days",
    Deed.DAY_REMOVED: "organisations:days",
    Deed.HOLIDAYS_REVIEWED: "organisations:days",
    Deed.ANNOUNCED: "organisations:announcements",
    Deed.ANNOUNCEMENT_ENDED: "organisations:announcements",
    Deed.RECORDED: "organisations:recordings",
    Deed.RECORDING_REMOVED: "organisations:recordings",
    Deed.MEMBERSHIP_SET: "organisations:members",
    Deed.TARGET_SET: "measures:promise",
    Deed.SESSION_ENDED: "duty:line",
    Deed.DESKS_TOLD: "duty:line",
    Deed.MESSAGE_ENDED: "duty:line",
    Deed.CRISIS_BEGUN: "duty:line",
    Deed.CRISIS_ENDED: "duty:line",
    Deed.ALARMS_SET: "duty:alarms",
    Deed.ALARM_ACKNOWLEDGED: "duty:alarms",
    Deed.SCREEN_PAIRED: "wallboard:screens",
    Deed.SCREEN_REVOKED: "wallboard:screens",
}
OF_SUBJECT = {
    Deed.AUTHORITY_SAVED: "organisations:authority",
    Deed.PERSON_SAVED: "people:person",
    Deed.INBOX_SET: "handovers:set-up",
    Deed.TOPIC_MADE: "knowledge:topic",
    Deed.TOPIC_CHANGED: "knowledge:topic",
    Deed.TOPIC_RETIRED: "knowledge:topic",
    Deed.TEXT_APPROVED: "knowledge:article",
    Deed.TEXT_WITHDRAWN: "knowledge:article",
    Deed.GUIDE_MADE: "knowledge:article",
    Deed.GUIDE_ENDED: "knowledge:article",
    Deed.SYSTEM_TOLD: "webhooks:subscription",
    Deed.SYSTEM_CHANGED: "webhooks:subscription",
    Deed.SYSTEM_ENDED: "webhooks:list",
    Deed.TOKEN_MADE: "api:tokens",
    Deed.TOKEN_REVOKED: "api:tokens",
}


def trail_shown_to(reader: User) -> QuerySet[TrailEntry]:
    """Of one's lines to those who lead or administer them; what belongs to no line, to administrators."""
    led = (RoleKind.DUTY_LEAD, RoleKind.ADMINISTRATOR)
    lines = {line for duty in reader.duties if duty.kind in led for line in duty.line_ids}
    own = {duty.authority_id for duty in reader.duties if duty.kind is RoleKind.ADMINISTRATOR}
    of_no_line = Q() if administers_a_line(reader) else Q(authority__in=own)
    shown = TrailEntry.objects.filter(Q(line__in=lines) | (Q(line=None) & of_no_line))
    return shown.select_related("by", "line", "authority")


def on_day(entries: QuerySet[TrailEntry], day: dt.date) -> QuerySet[TrailEntry]:
    """Those of a local day."""
    return entries.filter(at__gte=instant_of(day, 0), at__lt=instant_of(day + A_DAY, 0))


def who_stands_in(entries: QuerySet[TrailEntry]) -> QuerySet[User]:
    return User.objects.filter(pk__in=entries.order_by().values("by"))


def address_of(entry: TrailEntry) -> str | None:
    """The page of what it is about; None when there is none any more."""
    deed = Deed(entry.deed)
    key = entry.line.slug if deed in OF_LINE and entry.line else entry.subject
    try:
        return reverse((OF_LINE | OF_SUBJECT)[deed], args=[key])
    except NoReverseMatch:
        return None
