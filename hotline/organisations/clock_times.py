# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Times of day and dates as people write them: "9-12, 13.30-17" in, "kl. 9–12 og 13.30–17" out."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from hotline.organisations.opening import OpenSpan

A_SPAN = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|til|to)\s*(\d{1,2})(?:[.:](\d{2}))?")
NO_HOURS = {"", "-", "–", "lukket", "closed"}


class WrongHours(ValueError):
    """The text is not a list of openings; the sentence says why."""


def read_spans(text: str) -> tuple[OpenSpan, ...]:
    """The openings of one day; none for an empty text. Overlapping or impossible ones are refused."""
    if text.strip().lower() in NO_HOURS:
        return ()
    parts = re.split(r"\s*(?:,|;|\bog\b|\band\b)\s*", text.strip().lower())
    spans = sorted(_read_span(part) for part in parts)
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise WrongHours(
                _("%(first)s and %(second)s overlap.")
                % {"first": spans_as_typed([earlier]), "second": spans_as_typed([later])}
            )
    return tuple(spans)


def spans_as_typed(spans: Iterable[OpenSpan]) -> str:
    """What `read_spans` reads back."""
    return ", ".join(
        f"{clock_time(span.opens, 'en')}-{clock_time(span.closes, 'en')}" for span in sorted(spans)
    )


def clock_time(minutes: int, language: str) -> str:
    """Danes write 9 and 9.30; English readers 9:00 and 9:30."""
    hour, minute = divmod(minutes, 60)
    if language == "da":
        return f"{hour}.{minute:02}" if minute else f"{hour}"
    return f"{hour}:{minute:02}"


def spans_in_words(spans: Sequence[OpenSpan], language: str) -> str:
    """As on a door: "9–12 og 13–17", or "closed"."""
    if not spans:
        return _("closed")
    if spans == (OpenSpan(0, 24 * 60),):
        return _("all day")
    written = [
        f"{clock_time(span.opens, language)}–{clock_time(span.closes, language)}" for span in sorted(spans)
    ]
    return f" {_('and')} ".join(written)


def day_in_words(day: dt.date, language: str) -> str:
    """As in "mandag den 5. maj 2014" and "Monday 5 May 2014"."""
    return format_date(day, "l \\d\\e\\n j. F Y" if language == "da" else "l j F Y")


def moment_in_words(at: dt.datetime, now: dt.datetime, language: str) -> str:
    """As in "i dag kl. 17", "på mandag kl. 9" or "torsdag den 2. januar kl. 9"; both given in local time."""
    time = clock_time(at.hour * 60 + at.minute, language)
    return _("%(day)s at %(time)s") % {"day": _near_day(at.date(), now.date(), language), "time": time}


def _near_day(day: dt.date, today: dt.date, language: str) -> str:
    match (day - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case ahead if 1 < ahead < 7:
            return _("on %(weekday)s") % {"weekday": format_date(day, "l")}
        case _:
            return format_date(day, "l \\d\\e\\n j. F" if language == "da" else "l j F")


def _read_span(text: str) -> OpenSpan:
    found = A_SPAN.fullmatch(text)
    if not found:
        raise WrongHours(_("“%(text)s” is not an opening. Write it as 9-17 or 9:30-12:15.") % {"text": text})
    hours = [int(group or 0) for group in found.groups()]
    opens, closes = _minutes(*hours[:2]), _minutes(*hours[2:])
    if closes <= opens:
        raise WrongHours(
            _("“%(text)s” closes before it opens. Past midnight it is two: 22-24, and 0-2 the day after.")
            % {"text": text}
        )
    return OpenSpan(opens, closes)


def _minutes(hour: int, minute: int) -> int:
    minutes = hour * 60 + minute
    if minute > 59 or minutes > 24 * 60:
        raise WrongHours(
            _("%(time)s is not a time of day; the last one is 24:00.") % {"time": f"{hour}:{minute:02}"}
        )
    return minutes
