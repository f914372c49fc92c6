# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a caller meets at a given moment: pure, from a line's schedule and an instant.

A schedule holds local days: an ordinary week in versions, exceptional days that replace their date, and
notices (announcements in force for a period). Times of day are minutes since local midnight, 0 to 1440, and
every interval is half-open: at 9:00 the line is open, at 21:00 it is closed. An interval that runs past
midnight is two that touch.

The clock changes twice a year. Each span of a local day is turned into exactly one span of real time: a time
that comes twice means its first coming, a time that never comes means the moment the clock was put forward.
So spans that touch on paper touch in fact, and none is opened twice.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType

from hotline.exchange.records import Opening
from hotline.exchange.words import Announcement, OpeningKind
from hotline.organisations.speaking import LOCAL_ZONE, speak_next_opening

# How far ahead an opening is looked for: beyond a year "we open again" helps nobody.
DAYS_AHEAD = 400
A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class OpenSpan:
    """Minutes of a local day, `opens` inside and `closes` outside."""

    opens: int
    closes: int


@dataclass(frozen=True)
class WeekVersion:
    """An ordinary week, Monday first, valid from one day until (not including) another."""

    valid_from: dt.date
    valid_to: dt.date | None
    week: tuple[tuple[OpenSpan, ...], ...]

    def covers(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class DayKind(Enum):
    """What an exceptional day does to its date."""

    CLOSED = "closed"
    SPECIAL = "special"
    OPEN = "open"


@dataclass(frozen=True)
class SpecialDay:
    day_on: dt.date
    kind: DayKind
    name: str
    is_holiday: bool = False
    spans: tuple[OpenSpan, ...] = ()

    @property
    def is_closed_holiday(self) -> bool:
        return self.is_holiday and self.kind is DayKind.CLOSED


@dataclass(frozen=True)
class Notice:
    """An announcement in force for a period."""

    text: str
    from_at: dt.datetime
    to_at: dt.datetime | None = None
    ends_call: bool = False
    clip: str = "disturbance"
    text_en: str = ""

    def in_force_at(self, instant: dt.datetime) -> bool:
        return self.from_at <= instant and (self.to_at is None or instant < self.to_at)

    def text_in(self, language: str) -> str:
        return self.text_en if language == "en" and self.text_en else self.text


@dataclass(frozen=True)
class Schedule:
    """All that decides what a caller meets; made from the database by `queries.schedule_of`."""

    versions: tuple[WeekVersion, ...] = ()
    days: Mapping[dt.date, SpecialDay] = field(default_factory=lambda: MappingProxyType({}))
    notices: tuple[Notice, ...] = ()
    is_forced_open: bool = False

    def spans_on(self, day: dt.date) -> tuple[OpenSpan, ...]:
        """The openings of a local day, exceptional or not."""
        special = self.days.get(day)
        if special and special.kind is not DayKind.OPEN:
            return special.spans
        version = next((version for version in self.versions if version.covers(day)), None)
        return version.week[day.isoweekday() - 1] if version else ()

    def notices_at(self, instant: dt.datetime) -> tuple[Notice, ...]:
        return tuple(notice for notice in self.notices if notice.in_force_at(instant))


@dataclass(frozen=True)
class OpeningDecision:
    """What a caller who rings at an instant meets."""

    kind: OpeningKind
    announcements: tuple[str, ...]  # clip keys, played in this order
    ends_call: bool
    next_opening_at: dt.datetime | None = (
        None  # when callers are taken again; None when taken now, or unknown
    )
    closes_at: dt.datetime | None = None  # when an open line closes; None when it does not within a fortnight
    notices: tuple[Notice, ...] = ()
    special_day: SpecialDay | None = None

    @property
    def is_open(self) -> bool:
        """Callers are put in the queue."""
        return not self.ends_call


@dataclass(frozen=True)
class DayShown:
    """One date as a page shows it."""

    day_on: dt.date
    spans: tuple[OpenSpan, ...]
    special_day: SpecialDay | None


def opening_at(schedule: Schedule, instant: dt.datetime) -> OpeningDecision:
    """Decide for a caller who arrives at `instant` (aware)."""
    notices = schedule.notices_at(instant)
    if not is_within_hours(schedule, instant):
        return _closed(schedule, instant, notices)
    if any(notice.ends_call for notice in notices):
        return _turned_away(schedule, instant, notices)
    clips = _clips(notices)
    return OpeningDecision(
        OpeningKind.DISTURBANCE if clips else OpeningKind.OPEN,
        ("welcome", *clips),
        ends_call=False,
        closes_at=None if schedule.is_forced_open else _closes_at(schedule, instant),
        notices=notices,
        special_day=_special_day(schedule, instant),
    )


def opening_for_exchange(decision: OpeningDecision) -> Opening:
    """The part of a decision that travels with the call."""
    keys = tuple(Announcement(key) for key in decision.announcements)
    return Opening(decision.kind, keys, decision.ends_call)


def week_of(schedule: Schedule, day: dt.date) -> tuple[DayShown, ...]:
    """The seven days, Monday first, of the ISO week that holds `day`."""
    monday = day - A_DAY * (day.isoweekday() - 1)
    return tuple(day_of(schedule, monday + A_DAY * ahead) for ahead in range(7))


def day_of(schedule: Schedule, day: dt.date) -> DayShown:
    return DayShown(day, schedule.spans_on(day), schedule.days.get(day))


def is_within_hours(schedule: Schedule, instant: dt.datetime) -> bool:
    """Whether the hours say open, whatever the notices say."""
    if schedule.is_forced_open:
        return True
    today = instant.astimezone(LOCAL_ZONE).date()
    return any(begins <= instant < ends for begins, ends in _intervals_on(schedule, today))


def next_opening_at(schedule: Schedule, instant: dt.datetime) -> dt.datetime | None:
    """The first moment at or after `instant` when callers are put in the queue."""
    horizon = instant + A_DAY * DAYS_AHEAD
    at: dt.datetime | None = instant
    while at is not None and at < horizon:
        at = at if is_within_hours(schedule, at) else _next_start(schedule, at)
        ending = [notice for notice in schedule.notices_at(at) if notice.ends_call] if at else []
        if not ending:
            return at
        at = _all_over_at(ending)
    return None


def instant_of(day: dt.date, minutes: int) -> dt.datetime:
    """The moment (UTC) of a local time of day; 1440 is the following midnight."""
    days, minutes = divmod(minutes, 24 * 60)
    wall = dt.datetime.combine(day + A_DAY * days, dt.time(*divmod(minutes, 60)), LOCAL_ZONE)
    instant = wall.astimezone(dt.UTC)
    if instant.astimezone(LOCAL_ZONE).replace(tzinfo=None) != wall.replace(tzinfo=None):
        # The hour is left out that night; the clock is put forward on the hour.
        return instant.replace(minute=0)
    return instant


def _closed(schedule: Schedule, instant: dt.datetime, notices: tuple[Notice, ...]) -> OpeningDecision:
    special = _special_day(schedule, instant)
    is_holiday = special is not None and special.is_closed_holiday
    kind = OpeningKind.HOLIDAY if is_holiday else OpeningKind.CLOSED
    return _refused(schedule, instant, kind, (*_clips(notices), kind.value), notices)


def _turned_away(schedule: Schedule, instant: dt.datetime, notices: tuple[Notice, ...]) -> OpeningDecision:
    return _refused(schedule, instant, OpeningKind.DISTURBANCE, _clips(notices), notices)


def _refused(
    schedule: Schedule,
    instant: dt.datetime,
    kind: OpeningKind,
    clips: tuple[str, ...],
    notices: tuple[Notice, ...],
) -> OpeningDecision:
    again_at = next_opening_at(schedule, instant)
    return OpeningDecision(
        kind,
        (*clips, *speak_next_opening(again_at, instant), "goodbye"),
        ends_call=True,
        next_opening_at=again_at,
        notices=notices,
        special_day=_special_day(schedule, instant),
    )


def _clips(notices: tuple[Notice, ...]) -> tuple[str, ...]:
    """Each clip once, however many notices use it."""
    return tuple(dict.fromkeys(notice.clip for notice in notices))


def _special_day(schedule: Schedule, instant: dt.datetime) -> SpecialDay | None:
    return schedule.days.get(instant.astimezone(LOCAL_ZONE).date())


def _intervals_on(schedule: Schedule, day: dt.date) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    for span in sorted(schedule.spans_on(day)):
        begins, ends = instant_of(day, span.opens), instant_of(day, span.closes)
        if begins < ends:  # a span within the hour left out in spring never comes
            yield begins, ends


def _next_start(schedule: Schedule, instant: dt.datetime) -> dt.datetime | None:
    today = instant.astimezone(LOCAL_ZONE).date()
    for ahead in range(DAYS_AHEAD):
        for begins, _ends in _intervals_on(schedule, today + A_DAY * ahead):
            if begins >= instant:
                return begins
    return None


def _closes_at(schedule: Schedule, instant: dt.datetime) -> dt.datetime | None:
    """The end of the opening that holds `instant`, through any that touch it, midnight included."""
    today = instant.astimezone(LOCAL_ZONE).date()
    reached = instant
    for day in (today + A_DAY * ahead for ahead in range(14)):
        for begins, ends in _intervals_on(schedule, day):
            if begins <= reached < ends:
                reached = ends
        if reached < instant_of(day, 24 * 60):
            return reached
    return None


def _all_over_at(notices: list[Notice]) -> dt.datetime | None:
    ends = [notice.to_at for notice in notices]
    return None if None in ends else max(end for end in ends if end is not None)
