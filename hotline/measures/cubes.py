# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""By which attributes inquiries are counted beforehand, and which cube answers a question.

Counting beforehand by everything at once would give as many rows as there are inquiries. So there are a few
cubes, each by the attributes that people ask for together. A cube by topics counts an inquiry once under each
of its topics, a cube without counts it once. Those asked for most are also kept by week and by month. What no
cube tells apart is counted from the books.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from hotline.measures.dimensions import Dimension, Where
from hotline.measures.periods import Grain, Period

D = Dimension


@dataclass(frozen=True)
class Cube:
    """Counts by some attributes, for each stretch of the grain."""

    name: str
    grain: Grain
    attributes: tuple[Dimension, ...]

    @property
    def is_by_topic(self) -> bool:
        return D.TOPIC in self.attributes

    def tells(self, asked: Collection[Dimension]) -> bool:
        return set(asked) <= {*self.attributes, *TOLD_BY[self.grain]}


TOLD_BY = {Grain.DAY: {D.DAY, D.WEEK, D.MONTH, D.WEEKDAY}, Grain.WEEK: {D.WEEK}, Grain.MONTH: {D.MONTH}}
SUBJECTS = (D.TOPIC, D.PLACE, D.CHANNEL)
ANSWERS = (D.PLACE, D.ANSWERED_BY, D.CHANNEL)
OUTCOMES = (D.ANSWERED_BY, D.CHANNEL, D.KIND, D.OUTCOME)
TOPIC_OUTCOMES = (D.TOPIC, D.CHANNEL, D.KIND, D.OUTCOME)
OF_DAYS = (
    Cube("subjects", Grain.DAY, SUBJECTS),
    Cube("answers", Grain.DAY, ANSWERS),
    Cube("outcomes", Grain.DAY, OUTCOMES),
    Cube("topic outcomes", Grain.DAY, TOPIC_OUTCOMES),
    Cube("hours", Grain.DAY, (D.HOUR, D.CHANNEL)),
    Cube("place hours", Grain.DAY, (D.HOUR, D.PLACE)),
    Cube("topic hours", Grain.DAY, (D.HOUR, D.TOPIC)),
)
OF_MORE = (
    Cube("months", Grain.MONTH, (D.TOPIC, D.PLACE)),
    Cube("weeks", Grain.WEEK, (D.TOPIC, D.PLACE)),
    Cube("subjects of months", Grain.MONTH, SUBJECTS),
    Cube("subjects of weeks", Grain.WEEK, SUBJECTS),
    Cube("answers of months", Grain.MONTH, ANSWERS),
    Cube("answers of weeks", Grain.WEEK, ANSWERS),
    Cube("outcomes of months", Grain.MONTH, OUTCOMES),
    Cube("topic outcomes of months", Grain.MONTH, TOPIC_OUTCOMES),
)


def base_of(coarser: Cube) -> Cube:
    """The cube of days that a cube of weeks or months is added up from."""
    told_apart = set(coarser.attributes)
    return next(
        cube
        for cube in OF_DAYS
        if told_apart <= set(cube.attributes) and cube.is_by_topic == coarser.is_by_topic
    )


@dataclass(frozen=True)
class Piece:
    """Part of a period, and the cube to read it from."""

    cube: Cube
    period: Period


def cube_for(by: Collection[Dimension], where: Where) -> Cube | None:
    """The cube of days with the fewest attributes that tells apart all that is asked for.

    If the first does, it is that one, as its weeks and months are counted beforehand too.
    """
    if D.TOPIC not in by and len(where.get(D.TOPIC, ())) > 1:
        return None  # an inquiry with two of the topics would count twice
    asked = {*by, *where}
    fitting = [cube for cube in OF_DAYS if cube.tells(asked) and cube.is_by_topic == (D.TOPIC in asked)]
    return min(fitting, key=lambda cube: (cube is not OF_DAYS[0], len(cube.attributes)), default=None)


def pieces(cube: Cube, period: Period, asked: Collection[Dimension]) -> Iterator[Piece]:
    """The period from the cube of days, but whole weeks or months from one of those where that will do."""
    coarser = next((more for more in OF_MORE if base_of(more) is cube and more.tells(asked)), None)
    whole = whole_part(period, coarser.grain) if coarser else None
    if coarser is None or whole is None:
        yield Piece(cube, period)
        return
    yield Piece(coarser, whole)
    for edge in (Period(period.from_on, whole.from_on), Period(whole.to_on, period.to_on)):
        if edge.from_on < edge.to_on:
            yield Piece(cube, edge)


def whole_part(period: Period, grain: Grain) -> Period | None:
    """The whole weeks or months in the middle of a period, if there are any."""
    first = grain.first_day(period.from_on)
    if first < period.from_on:
        first = grain.next_first_day(period.from_on)
    last = grain.first_day(period.to_on)
    return Period(first, last) if first < last else None
