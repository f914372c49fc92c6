# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a campaign caused: inquiries beyond what the same weekdays had before it. Pure.

The method, as it is printed beside the figures. What would have come without the campaign is the mean of
the same weekday over the open days of the BASELINE_WEEKS before it, leaving out days on which another
campaign was at work. Days vary more than chance alone would have them (rain, a May Day), so the variance of
a day is its mean times a dispersion, which those same days tell (quasi-Poisson: Pearson's estimate, one at
least). The uplift is what came less what would have come. Its span of 95 in 100 holds both what is not known
of the mean and how much days vary; it is Student's, with as many degrees of freedom as there are days over
weekdays.

Afterwards the excess sinks as a rule by the same share every day. Its half-life comes from a straight line
through the logarithms of the excess over the expected, from the highest day on, each weighed by how much it
can be trusted.
"""

import datetime as dt
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist, fmean

BASELINE_WEEKS = 8
LEAST_DAYS_OF_DECAY = 3
COVERAGE = 0.95

Counts = Mapping[dt.date, int]


@dataclass(frozen=True)
class Span:
    """An estimate with the span that holds the truth in 95 of 100 such cases."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Baseline:
    """What a day brings without the campaign: a mean for each weekday (1 is Monday) and how days vary."""

    means: Mapping[int, float]
    days: Mapping[int, int]
    dispersion: float
    freedom: int

    def expected(self, day: dt.date) -> float:
        return self.means[day.isoweekday()]

    def knows(self, day: dt.date) -> bool:
        return day.isoweekday() in self.means

    def span_of_sum(self, days: Collection[dt.date]) -> Span:
        """What these days would have had in all: the mean's own error is shared by days of one weekday."""
        weekdays = [day.isoweekday() for day in days]
        total = sum(self.means[weekday] for weekday in weekdays)
        of_means = sum(
            weekdays.count(weekday) ** 2 * self.means[weekday] / self.days[weekday]
            for weekday in set(weekdays)
        )
        margin = student(COVERAGE, self.freedom) * math.sqrt(self.dispersion * (total + of_means))
        return Span(total, total - margin, total + margin)


@dataclass(frozen=True)
class Day:
    """One day of the effect."""

    on: dt.date
    came: int
    expected: Span

    @property
    def uplift(self) -> float:
        return self.came - self.expected.estimate

    @property
    def is_beyond(self) -> bool:
        """More came than the days before explain."""
        return self.came > self.expected.high


@dataclass(frozen=True)
class Effect:
    """What came on the open days since the campaign began, beside what would have come without it."""

    days: tuple[Day, ...]
    baseline: Baseline
    expected: Span
    half_life: Span | None

    @property
    def came(self) -> int:
        return sum(day.came for day in self.days)

    @property
    def uplift(self) -> Span:
        """What came is known for certain; the span is that of what would have come."""
        expected = self.expected
        return Span(self.came - expected.estimate, self.came - expected.high, self.came - expected.low)

    @property
    def factor(self) -> float | None:
        return self.came / self.expected.estimate if self.expected.estimate else None

    @property
    def is_seen(self) -> bool:
        """Whether the campaign can be told from the ordinary variation of days."""
        return self.uplift.low > 0

    @property
    def highest(self) -> Day:
        return max(self.days, key=lambda day: day.uplift)

    @property
    def over_on(self) -> dt.date | None:
        """The first of two open days running, after the highest, that are like any other; None until then."""
        after = [day for day in self.days if day.on > self.highest.on]
        quiet = (day.on for day, following in pairwise(after) if _both_quiet(day, following))
        return next(quiet, None)


def effect_of(counts: Counts, before: Collection[dt.date], since: Collection[dt.date]) -> Effect | None:
    """What came `since` beside what came `before`: both open days. A day nobody came is a count of nothing.

    None when the days before are too few to tell how days vary, or when no day since is a weekday among them.
    """
    baseline = baseline_of(counts, before)
    known = [day for day in sorted(since) if baseline and baseline.knows(day)]
    if baseline is None or not known:
        return None
    days = tuple(Day(day, counts.get(day, 0), baseline.span_of_sum([day])) for day in known)
    return Effect(days, baseline, baseline.span_of_sum(known), _half_life(days))


def baseline_of(counts: Counts, before: Collection[dt.date]) -> Baseline | None:
    by_weekday: dict[int, list[int]] = {}
    for day in before:
        by_weekday.setdefault(day.isoweekday(), []).append(counts.get(day, 0))
    freedom = len(before) - len(by_weekday)
    if freedom < 1:
        return None
    means = {weekday: fmean(found) for weekday, found in by_weekday.items()}
    pearson = sum(
        (count - means[weekday]) ** 2 / means[weekday]
        for weekday, found in by_weekday.items()
        for count in found
        if means[weekday]
    )
    days = {weekday: len(found) for weekday, found in by_weekday.items()}
    return Baseline(means, days, max(pearson / freedom, 1.0), freedom)


def _both_quiet(day: Day, following: Day) -> bool:
    return not day.is_beyond and not following.is_beyond


def _half_life(days: tuple[Day, ...]) -> Span | None:
    """In days, from the day with the highest factor on; None while it does not sink.

    The upper end is infinite when the excess may as well not sink at all.
    """
    highest = max(days, key=_factor)
    falling = [day for day in days if day.on >= highest.on and day.is_beyond and day.expected.estimate > 0]
    if len(falling) < LEAST_DAYS_OF_DECAY:
        return None
    lapsed = [(day.on - highest.on).days for day in falling]
    excess = [math.log(_factor(day) - 1) for day in falling]
    trust = [day.uplift**2 / day.came for day in falling]
    slope, error = _line(lapsed, excess, trust)
    if slope >= 0:
        return None
    margin = student(COVERAGE, len(falling) - 2) * error
    slowest = slope + margin
    return Span(
        math.log(0.5) / slope,
        math.log(0.5) / (slope - margin),
        math.log(0.5) / slowest if slowest < 0 else math.inf,
    )


def _factor(day: Day) -> float:
    return day.came / day.expected.estimate if day.expected.estimate else 0.0


def _line(across: list[int], up: list[float], weights: list[float]) -> tuple[float, float]:
    """The slope of the weighted line of least squares, and its standard error."""
    total = sum(weights)
    mean_across = sum(w * x for w, x in zip(weights, across, strict=True)) / total
    mean_up = sum(w * y for w, y in zip(weights, up, strict=True)) / total
    points = list(zip(weights, across, up, strict=True))
    spread = sum(w * (x - mean_across) ** 2 for w, x, _y in points)
    slope = sum(w * (x - mean_across) * (y - mean_up) for w, x, y in points) / spread
    left = sum(w * (y - mean_up - slope * (x - mean_across)) ** 2 for w, x, y in points)
    return slope, math.sqrt(left / (len(points) - 2) / spread)


def student(coverage: float, freedom: int) -> float:
    """How many standard errors to each side hold this share of Student's distribution.

    Exact for one and two degrees of freedom; from three on by the expansion of Cornish and Fisher.
    """
    tail = (1 + coverage) / 2
    if freedom == 1:
        return math.tan(math.pi * (tail - 0.5))
    if freedom == 2:
        return (2 * tail - 1) * math.sqrt(2 / (4 * tail * (1 - tail)))
    z, n = NormalDist().inv_cdf(tail), freedom
    terms = (
        (z**3 + z) / (4 * n),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3),
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * n**4),
    )
    return z + sum(terms)
