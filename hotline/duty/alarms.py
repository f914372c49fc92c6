# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Looks at every line each few seconds, lets alarms begin and end, and tells of them: a job and its parts.

Between two looks a watch is a row, kept only while it is on or turning; so a restart forgets nothing, and of
two processes that look at once the second finds what the first has written.
"""

import datetime as dt
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hotline.duty.hysteresis import Watched, look
from hotline.duty.limits import Limit, limits_of
from hotline.duty.models import Alarm, AlarmKind, AlarmLetter, AlarmMail, Watch
from hotline.duty.readings import Reading, readings_of
from hotline.organisations.actions import lock
from hotline.organisations.models import Line
from hotline.webhooks.actions import tell
from hotline.webhooks.models import Event
from hotline.webhooks.trying import NotDelivered, try_each

STILL = Watched()


def look_at_lines(now: dt.datetime | None = None) -> int:
    """Return how many alarms began or ended."""
    at = now or timezone.now()
    return sum(look_at(line, readings_of(line, at), at) for line in Line.objects.all())


@transaction.atomic
def look_at(line: Line, readings: Iterable[Reading], now: dt.datetime) -> int:
    """Carry what was measured into the line's watches; return how many alarms began or ended."""
    lock(line)
    limits = limits_of(line)
    rows = {(AlarmKind(row.kind), row.subject): row for row in Watch.objects.filter(line=line)}
    measured = {(reading.kind, reading.subject): reading for reading in readings}
    return sum(
        _turn(line, reading, rows.get(key), limits[reading.kind], now)
        for key, reading in (_forgotten(rows) | measured).items()
    )


def _forgotten(rows: dict[tuple[AlarmKind, str], Watch]) -> dict[tuple[AlarmKind, str], Reading]:
    """A topic that nobody asks about any more has no reading: that is none at all."""
    return {key: Reading(*_none(key)) for key in rows if key[0] is AlarmKind.TOPIC}


def _none(key: tuple[AlarmKind, str]) -> tuple[AlarmKind, float, str]:
    return key[0], 0, key[1]


def _turn(line: Line, reading: Reading, row: Watch | None, limit: Limit, now: dt.datetime) -> bool:
    before = Watched(row.is_on, row.turning_since) if row else STILL
    after = look(before, reading.value, limit.limits, now) if limit.is_watched else STILL
    if after != before:
        _keep(line, reading, after)
    if after.is_on == before.is_on:
        return False
    if after.is_on:
        _begin(line, reading, now)
    else:
        _end(line, reading, now)
    return True


def _keep(line: Line, reading: Reading, watched: Watched) -> None:
    if watched == STILL:
        Watch.objects.filter(line=line, kind=reading.kind, subject=reading.subject).delete()
    else:
        Watch.objects.update_or_create(
            line=line, kind=reading.kind, subject=reading.subject, defaults=vars(watched)
        )


def _begin(line: Line, reading: Reading, now: dt.datetime) -> None:
    alarm = Alarm.objects.create(
        line=line,
        kind=reading.kind,
        subject=reading.subject,
        about=reading.about,
        value=reading.value,
        began_at=now,
    )
    _tell(alarm, Event.ALARM_BEGAN, now)


def _end(line: Line, reading: Reading, now: dt.datetime) -> None:
    same = Alarm.objects.filter(line=line, kind=reading.kind, subject=reading.subject, ended_at=None)
    for alarm in same.select_related("line"):
        alarm.ended_at = now
        alarm.save(update_fields=["ended_at"])
        _tell(alarm, Event.ALARM_ENDED, now)


# ---------------------------------------------------------------- telling


def _tell(alarm: Alarm, event: Event, now: dt.datetime) -> None:
    """Once to everybody who wants to know; what is written here is sent by jobs within seconds."""
    tell(alarm.line, event, data_of(alarm), now=now)
    mail = AlarmMail.objects.filter(line=alarm.line).first()
    AlarmLetter.objects.bulk_create(
        AlarmLetter(alarm=alarm, is_over=event is Event.ALARM_ENDED, address=address, made_at=now, try_at=now)
        for address in (mail.each if mail else [])
    )


def data_of(alarm: Alarm) -> dict[str, object]:
    """What systems are told of an alarm; see docs/webhooks.md."""
    with translation.override("da"):
        words = alarm.in_words
    return {
        "id": alarm.pk,
        "line": alarm.line.slug,
        "kind": alarm.kind,
        "subject": alarm.subject,
        "words": words,
        "value": alarm.value,
        "began_at": alarm.began_at.isoformat(),
        "ended_at": alarm.ended_at.isoformat() if alarm.ended_at else None,
        "address": address_of(alarm.line),
    }


def address_of(line: Line) -> str:
    return str(settings.SITE_URL) + reverse("duty:line", args=[line.slug])


def send_letters(now: dt.datetime | None = None) -> int:
    """Send every mail whose time has come; return how many went."""
    letters = AlarmLetter.objects.select_related("alarm__line")
    return try_each(letters, _send, now or timezone.now(), lambda letter: {"address": letter.address})


def _send(letter: AlarmLetter, _at: dt.datetime) -> None:
    with translation.override("da"):
        subject, text = written(letter)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [letter.address])
    except (SMTPException, OSError) as problem:
        name = type(problem).__name__
        raise NotDelivered(_("The mail server said: %(problem)s") % {"problem": name}) from problem


def written(letter: AlarmLetter) -> tuple[str, str]:
    """Subject and text."""
    alarm = letter.alarm
    names = {"line": alarm.line, "alarm": alarm.in_words, "began": _in_words(alarm.began_at)}
    if letter.is_over:
        ended = _in_words(alarm.ended_at or alarm.began_at)
        subject = _("Over: %(alarm)s (%(line)s)") % names
        lines = [_("It began %(began)s and was over %(ended)s.") % {**names, "ended": ended}]
    else:
        subject = _("Alarm: %(alarm)s (%(line)s)") % names
        lines = [_("It began %(began)s. You get one more mail, when it is over.") % names]
    return subject, "\n\n".join([f"{alarm.in_words}.", *lines, address_of(alarm.line)])


def _in_words(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "j. F Y H:i:s")
