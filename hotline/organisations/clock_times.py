# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Times of day and dates as people write them, in the language that is active.

"9-12, 13.30-17" is read; "9–12 og 13.30–17" is written.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.organisations.opening import OpenSpan
from hotline.organisations.speaking import LOCAL_ZONE

A_SPAN = re.compile(r"(?:kl\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|til|to)\s*(\d{1,2})(?:[.:](\d{2}))?")
BETWEEN_SPANS = re.compile(r"\s*(?:,|;|\bog\b|\band\b)\s*")
NO_HOURS = {"", "-", "–", "lukket", "closed"}


class WrongTime(ValueError):
    """The text is no list of openings, or no moment; the sentence says why."""


def read_spans(text: str) -> tuple[OpenSpan, ...]:
    """The openings of one day; none for an empty text. Overlapping or impossible ones are refused."""
    if text.strip().lower() in NO_HOURS:
        return ()
    spans = sorted(_read_span(part) for part in BETWEEN_SPANS.split(text.strip().lower()))
    for earlier, later in pairwise(spans):
        if later.opens < earlier.closes:
            raise WrongTime(overlap_in_words(earlier, later))
    return tuple(spans)


def read_moment(text: str) -> dt.datetime:
    """A date and time in Denmark, or with an offset such as +01:00 wherever; in doubt the first coming."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise WrongTime(
            _("“%(text)s” is not a moment. Write it as 2026-12-24 10:00.") % {"text": text}
        ) from None
    return in_denmark(moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE))


def in_denmark(moment: dt.datetime) -> dt.datetime:
    """The moment in Danish time; by way of UTC, so that a time that never comes becomes one that does."""
    return moment.astimezone(dt.UTC).astimezone(LOCAL_ZONE)


def second_coming(moment: dt.datetime) -> dt.datetime | None:
    """The same wall time once more, when the clock is put back and the hour comes twice."""
    first = in_denmark(moment)
    second = first.replace(fold=1)
    return second if first.fold == 0 and first.utcoffset() != second.utcoffset() else None


def spans_as_typed(spans: Iterable[OpenSpan]) -> str:
    """What `read_spans` reads back."""
    return ", ".join(f"{_shortest(span.opens)}-{_shortest(span.closes)}" for span in sorted(spans))


def overlap_in_words(earlier: OpenSpan, later: OpenSpan) -> str:
    both = {"first": spans_as_typed([earlier]), "second": spans_as_typed([later])}
    return _("%(first)s and %(second)s overlap.") % both


def is_danish() -> bool:
    return (get_language() or "da").startswith("da")


def clock_time(minutes: int) -> str:
    """Danes write 9 and 9.30; English readers 9:00 and 9:30."""
    hour, minute = divmod(minutes, 60)
    if is_danish():
        return f"{hour}.{minute:02}" if minute else f"{hour}"
    return _with_colon(minutes)


def spans_in_words(spans: Sequence[OpenSpan]) -> str:
    """As on a door: "9–12 og 13–17", or "closed"."""
    if not spans:
        return _("closed")
    if tuple(spans) == (OpenSpan(0, 24 * 60),):
        return _("all day")
    written = [f"{clock_time(span.opens)}–{clock_time(span.closes)}" for span in sorted(spans)]
    *first, last = written
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def day_in_words(day: dt.date) -> str:
    """As in "mandag den 5. maj 2014" and "Monday 5 May 2014"."""
    return format_date(day, r"l \d\e\n j. F Y" if is_danish() else "l j F Y")


def moment_in_words(at: dt.datetime, now: dt.datetime) -> str:
    """As in "i dag kl. 17", "mandag kl. 9" or "torsdag den 2. januar kl. 9", in Danish time."""
    there, here = at.astimezone(LOCAL_ZONE), now.astimezone(LOCAL_ZONE)
    time = clock_time(there.hour * 60 + there.minute)
    return _("%(day)s at %(time)s") % {"day": _near_day(there.date(), here.date()), "time": time}


def _near_day(day: dt.date, today: dt.date) -> str:
    match (day - today).days:
        case 0:
            return _("today")
        case 1:
            return _("tomorrow")
        case ahead if 1 < ahead < 7:
            return _("on %(weekday)s") % {"weekday": format_date(day, "l")}
        case _:
            return format_date(day, r"l \d\e\n j. F" if is_danish() else "l j F")


def _read_span(text: str) -> OpenSpan:
    found = A_SPAN.fullmatch(text)
    if not found:
        raise WrongTime(_("“%(text)s” is not an opening. Write it as 9-17 or 9:30-12:15.") % {"text": text})
    from_hour, from_minute, to_hour, to_minute = (int(group or 0) for group in found.groups())
    span = OpenSpan(_minutes(from_hour, from_minute), _minutes(to_hour, to_minute))
    if span.closes <= span.opens:
        raise WrongTime(
            _("“%(text)s” closes before it opens. Past midnight it is two: 22-24, and 0-2 the day after.")
            % {"text": text}
        )
    return span


def _minutes(hour: int, minute: int) -> int:
    minutes = hour * 60 + minute
    if minute > 59 or minutes > 24 * 60:
        raise WrongTime(
            _("%(time)s is not a time of day; the last one is 24:00.") % {"time": f"{hour}:{minute:02}"}
        )
    return minutes


def _shortest(minutes: int) -> str:
    return _with_colon(minutes) if minutes % 60 else f"{minutes // 60}"


def _with_colon(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"
