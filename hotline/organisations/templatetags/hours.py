# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Hours, dates and texts of announcements as pages write them."""

import datetime as dt
from collections.abc import Sequence

from django import template
from django.utils.dateformat import format as format_date
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.exchange.words import OpeningKind
from hotline.organisations import clock_times
from hotline.organisations.clips import clip
from hotline.organisations.models import MINUTES_A_DAY
from hotline.organisations.opening import Notice, OpeningDecision, OpenSpan, WeekVersion, instant_of
from hotline.organisations.speaking import LOCAL_ZONE

register = template.Library()


@register.filter
def in_words(spans: Sequence[OpenSpan]) -> str:
    return clock_times.spans_in_words(spans)


@register.filter
def named_days(version: WeekVersion) -> list[tuple[str, tuple[OpenSpan, ...]]]:
    """The week's days with their names, Monday first."""
    return [(str(WEEKDAYS[day]), spans) for day, spans in enumerate(version.week)]


@register.filter
def date_in_words(day: dt.date) -> str:
    return clock_times.day_in_words(day)


@register.filter
def short_date(day: dt.date) -> str:
    """As in "søndag den 22. november": the year goes without saying."""
    return format_date(day, r"l \d\e\n j. F" if clock_times.is_danish() else "l j F")


@register.filter
def moment_in_words(at: dt.datetime, now: dt.datetime) -> str:
    return clock_times.moment_in_words(at, now)


@register.filter
def state_in_words(decision: OpeningDecision, now: dt.datetime) -> str:
    """As in "Linjen er åben til kl. 21." or "Linjen er lukket. Vi åbner igen mandag kl. 9."."""
    if decision.is_open:
        return _open_in_words(decision, now)
    closed = _CLOSED_IN_WORDS[decision.kind]()
    if decision.next_opening_at is None:
        return closed
    moment = clock_times.moment_in_words(decision.next_opening_at, now)
    again = _("We open again %(moment)s.") % {"moment": moment}
    return f"{closed} {again}"


@register.filter
def text_for_reader(notice: Notice) -> str:
    return notice.text_in("da" if clock_times.is_danish() else "en")


@register.filter
def words_of_clip(key: str, language: str = "") -> str:
    """What the clip says; of music and signals, what they are."""
    return clip(key).text(language or get_language() or "da")


def _open_in_words(decision: OpeningDecision, now: dt.datetime) -> str:
    if decision.closes_at is None:
        return _("The line is open.")
    closes, here = decision.closes_at.astimezone(LOCAL_ZONE), now.astimezone(LOCAL_ZONE)
    minutes = closes.hour * 60 + closes.minute or MINUTES_A_DAY
    if decision.closes_at <= instant_of(here.date(), MINUTES_A_DAY):
        return _("The line is open until %(time)s.") % {"time": clock_times.clock_time(minutes)}
    until = clock_times.moment_in_words(closes, now)
    return _("The line is open, and closes %(moment)s.") % {"moment": until}


_CLOSED_IN_WORDS = {
    OpeningKind.CLOSED: lambda: _("The line is closed."),
    OpeningKind.HOLIDAY: lambda: _("The line is closed because of a holiday."),
    OpeningKind.DISTURBANCE: lambda: _("The line takes no calls just now."),
}
