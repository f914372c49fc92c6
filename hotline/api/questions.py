# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What can be asked for: instants and days, strictly as ISO 8601 has them.

Nothing of ours lies outside of three centuries, and at the very ends of the calendar no zone can be reckoned:
what is asked for beyond is taken for the nearest end.
"""

import datetime as dt
import re
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

FIRST, LAST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC), dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
FIRST_DAY, LAST_DAY = FIRST.date(), LAST.date()


def _only_day(text: object) -> object:
    """A number of seconds is no day, though the library would take it for one."""
    return _only(text, r"\d{4}-\d{2}-\d{2}")


def _only_instant(text: object) -> object:
    return _only(text, r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*")


def _only(text: object, form: str) -> object:
    if isinstance(text, str) and not re.fullmatch(form, text, re.ASCII):
        raise ValueError("Write it as ISO 8601 has it.")
    return text


def _instant_within_reason(at: dt.datetime) -> dt.datetime:
    if at.year <= FIRST.year:
        return FIRST
    return LAST if at.year >= LAST.year else at.astimezone(dt.UTC)


def _day_within_reason(day: dt.date) -> dt.date:
    return min(max(day, FIRST_DAY), LAST_DAY)


Instant = Annotated[AwareDatetime, BeforeValidator(_only_instant), AfterValidator(_instant_within_reason)]
Day = Annotated[dt.date, BeforeValidator(_only_day), AfterValidator(_day_within_reason)]
