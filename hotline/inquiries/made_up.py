# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Made-up weeks of a hotline: who rang when, how long they waited, what about. Pure, and always the same.

Only the number of inquiries in weeks 18 and 19 of 2014 is known: 471, and 1,949 after every household had had
a letter on 6 and 7 May. Everything else here is invented, such that it could have been so.
"""

import datetime as dt
import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

SLOT = dt.timedelta(minutes=5)

# By local hour: the morning is busiest, after work comes a second, lower top.
BY_HOUR = {
    9: 1.0,
    10: 1.3,
    11: 1.25,
    12: 1.0,
    13: 1.0,
    14: 0.95,
    15: 0.9,
    16: 0.8,
    17: 0.75,
    18: 0.8,
    19: 0.85,
}
BY_WEEKDAY = {1: 1.25, 2: 1.1, 3: 1.0, 4: 0.95, 5: 0.9, 7: 0.8}

QUIET_TOPICS = {
    "fritagelse": 24, "tilslutning": 9, "laes-post": 12, "advisering": 5, "laeseadgang": 7, "svar-og-send": 4,
    "manglende-brev": 3, "barn-15": 1, "afdoed": 2, "app-og-visning": 2, "forening-virksomhed": 2,
    "mitid": 9, "mitid-kode": 7, "mitid-faa": 3, "undtaget-selvbetjening": 4, "flytning": 6, "skole": 1,
    "laegevalg": 3, "folkepension": 2, "boligstoette": 3, "dagtilbud": 3, "sundhedskort": 4, "nemkonto": 2,
    "om-hotlinen": 2, "fejlopkald": 3,
}  # fmt: skip
LETTER_TOPICS = QUIET_TOPICS | {
    "regionens-brev": 95, "fritagelse": 88, "tilslutning": 52, "hospitalsbrev": 30, "laes-post": 24,
    "laeseadgang": 22, "advisering": 12, "mitid": 14, "mitid-kode": 12,
}  # fmt: skip
FADING_TOPICS = QUIET_TOPICS | {
    "hospitalsbrev": 22, "regionens-brev": 14, "fritagelse": 38, "tilslutning": 16, "laes-post": 18,
    "advisering": 9,
}  # fmt: skip
OUTCOMES = {"answered": 86, "referred": 11, "handed_over": 2, "cut_off": 1}


@dataclass(frozen=True)
class Season:
    """A week's character. `by_day` comes on top of the weekday's own weight."""

    inquiries: int
    by_day: Mapping[int, float] = field(default_factory=dict)
    topics: Mapping[str, int] = field(default_factory=lambda: QUIET_TOPICS)
    mean_wait_s: float = 16
    abandoned_share: float = 0.05
    turned_away: int = 22
    on_duty: int = 4


MAY_DAY = {4: 0.5}
# The excess halves about every four days; on Thursday 15 May the first hospitals begin to write digitally.
A_WEEK_LATER = {1: 3.65, 2: 3.2, 3: 2.87, 4: 2.7, 7: 2.1}
TWO_WEEKS_LATER = {1: 1.9, 2: 1.75, 3: 1.64, 4: 1.55, 5: 1.46, 7: 1.35}
THREE_WEEKS_LATER = {1: 1.28, 2: 1.24, 3: 1.2, 5: 1.14, 7: 1.1}
AFTER_THE_LETTER = {1: 0.3, 2: 1.1, 3: 2.5, 4: 2.4, 5: 1.8, 7: 1.4}  # it came on Tuesday and Wednesday
SEASONS = {
    (2014, 14): Season(446),
    (2014, 15): Season(459),
    (2014, 16): Season(268),  # Easter
    (2014, 17): Season(380),  # Easter Monday
    (2014, 18): Season(471, MAY_DAY),
    (2014, 19): Season(1949, AFTER_THE_LETTER, LETTER_TOPICS, 95, 0.17, 140, 13),
    (2014, 20): Season(1236, A_WEEK_LATER, LETTER_TOPICS, 40, 0.09, 88, 11),
    (2014, 21): Season(768, TWO_WEEKS_LATER, FADING_TOPICS, 22, 0.06, 41, 6),
    (2014, 22): Season(467, THREE_WEEKS_LATER, FADING_TOPICS, 17, 0.05, 25, 5),
}


@dataclass(frozen=True)
class Matter:
    """One thing a caller came with. `place` is an authority's code, "abroad" or "unknown"."""

    place: str
    topics: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class MadeUpCall:
    """A call; without matters it was not answered, and `end` says how it went instead."""

    arrived_at: dt.datetime
    end: str
    until: dt.datetime
    answered_at: dt.datetime | None = None
    wrapped_up_at: dt.datetime | None = None
    agent: int | None = None
    matters: tuple[Matter, ...] = ()


def calls_of_week(
    week: tuple[int, int],
    is_open: Callable[[dt.datetime], bool],
    places: Mapping[str, int],
    agents: Sequence[int],
    zone: dt.tzinfo,
) -> list[MadeUpCall]:
    """A week's calls in order of arrival, with exactly the week's number of inquiries among them.

    `places` says how many live where; the calls go to the given agents, none of whom talks with two at once.
    """
    year, number = week
    rng = Random(f"Midtjylland {year}-{number}")  # noqa: S311 - a made-up history, no secret
    season = SEASONS[week]
    slots = _slots(dt.date.fromisocalendar(year, number, 1), zone)
    inside = [slot for slot in slots if is_open(slot)]
    outside = [slot for slot in slots if not is_open(slot)]
    weights = [_weight(slot.astimezone(zone), season) for slot in inside]
    matters = _matters(rng, season, places)
    answered = _moments(rng, inside, weights, len(matters))
    calls = _answered(rng, season, answered, matters, agents)
    lost = round(len(matters) * season.abandoned_share)
    calls += [_abandoned(rng, season, at) for at in _moments(rng, inside, weights, lost)]
    calls += [
        _turned_away(rng, at) for at in _moments(rng, outside, [1.0] * len(outside), season.turned_away)
    ]
    return sorted(calls, key=lambda call: call.arrived_at)


def _slots(monday: dt.date, zone: dt.tzinfo) -> list[dt.datetime]:
    first = dt.datetime.combine(monday, dt.time(), zone).astimezone(dt.UTC)
    return [first + SLOT * number for number in range(7 * 24 * 12)]


def _weight(local: dt.datetime, season: Season) -> float:
    weekday = local.isoweekday()
    return BY_HOUR.get(local.hour, 0.6) * BY_WEEKDAY.get(weekday, 0.5) * season.by_day.get(weekday, 1.0)


def _moments(
    rng: Random, slots: Sequence[dt.datetime], weights: Sequence[float], count: int
) -> list[dt.datetime]:
    chosen = rng.choices(slots, weights, k=count) if slots else []
    return sorted(slot + SLOT * rng.random() for slot in chosen)


def _matters(rng: Random, season: Season, places: Mapping[str, int]) -> list[tuple[Matter, ...]]:
    """What each answered call was about: now and then two matters, exactly the week's number in all."""
    found: list[tuple[Matter, ...]] = []
    left = season.inquiries
    while left:
        several = 2 if left > 1 and rng.random() < 0.04 else 1
        place = rng.choices(list(places), list(places.values()))[0]
        found.append(tuple(_matter(rng, season, place) for _number in range(several)))
        left -= several
    return found


def _matter(rng: Random, season: Season, place: str) -> Matter:
    several = 2 if rng.random() < 0.08 else 1
    topics = rng.choices(list(season.topics), list(season.topics.values()), k=several)
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    return Matter(place, tuple(dict.fromkeys(topics)), outcome)


def _answered(
    rng: Random,
    season: Season,
    moments: Sequence[dt.datetime],
    matters: Sequence[tuple[Matter, ...]],
    agents: Sequence[int],
) -> list[MadeUpCall]:
    calls = []
    for day in sorted({at.date() for at in moments}):
        first = day.toordinal() * 7  # others are on duty on the next day
        on_duty = [agents[(first + n) % len(agents)] for n in range(min(season.on_duty, len(agents)))]
        free = [(dt.datetime.min.replace(tzinfo=dt.UTC), agent) for agent in on_duty]
        for at, about in zip(moments, matters, strict=True):
            if at.date() == day:
                calls.append(_talk(rng, season, at, about, free))
    return calls


def _talk(
    rng: Random,
    season: Season,
    arrived_at: dt.datetime,
    matters: tuple[Matter, ...],
    free: list[tuple[dt.datetime, int]],
) -> MadeUpCall:
    free_at, agent = heapq.heappop(free)
    waited = dt.timedelta(seconds=4 + rng.expovariate(1 / season.mean_wait_s))
    answered_at = max(arrived_at + waited, free_at + dt.timedelta(seconds=1))
    talked = dt.timedelta(seconds=len(matters) * min(rng.lognormvariate(5.35, 0.6), 1500))
    until = answered_at + talked
    wrapped_up_at = until + dt.timedelta(seconds=rng.uniform(8, 30))
    heapq.heappush(free, (wrapped_up_at, agent))
    end = "answered_caller_hung_up" if rng.random() < 0.7 else "answered_agent_hung_up"
    return MadeUpCall(arrived_at, end, until, answered_at, wrapped_up_at, agent, matters)


def _abandoned(rng: Random, season: Season, arrived_at: dt.datetime) -> MadeUpCall:
    patience = dt.timedelta(seconds=2 + rng.expovariate(1 / (season.mean_wait_s + 40)))
    return MadeUpCall(arrived_at, "abandoned", arrived_at + patience)


def _turned_away(rng: Random, arrived_at: dt.datetime) -> MadeUpCall:
    return MadeUpCall(arrived_at, "diverted_closed", arrived_at + dt.timedelta(seconds=rng.uniform(6, 25)))
