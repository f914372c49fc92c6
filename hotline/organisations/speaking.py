# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Puts what varies into words: sequences of clip keys for the next opening and for a place in the queue."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hotline.organisations.clips import HIGHEST_NUMBER, MONTHS, WEEKDAYS

LOCAL_ZONE = ZoneInfo("Europe/Copenhagen")


def speak_next_opening(next_at: datetime | None, now: datetime) -> tuple[str, ...]:
    """As in "Vi åbner igen mandag klokken ni"; nothing when no opening is known."""
    if next_at is None:
        return ()
    there, here = next_at.astimezone(LOCAL_ZONE), now.astimezone(LOCAL_ZONE)
    return ("opens-again", *speak_day(there, here), *speak_time(there))


def speak_day(day: datetime, today: datetime) -> tuple[str, ...]:
    """Today, tomorrow, a weekday; beyond six days the date too, as the weekday alone would mislead."""
    days_ahead = (day.date() - today.date()).days
    weekday = WEEKDAYS[day.weekday()]
    match days_ahead:
        case 0:
            return ("today",)
        case 1:
            return ("tomorrow",)
        case days if 1 < days <= 6:
            return (weekday,)
        case _:
            return (weekday, f"day-{day.day}", MONTHS[day.month - 1])


def speak_time(time: datetime) -> tuple[str, ...]:
    minutes = (f"minute-{time.minute}",) if time.minute else ()
    return (f"hour-{time.hour}", *minutes, _half_of_day(time))


def speak_position(position: int) -> tuple[str, ...]:
    """As in "Du er nummer fem i køen"; the first caller is number 1."""
    if position < 1:
        raise ValueError(f"Nobody is number {position} in a queue.")
    if position == 1:
        return ("position-first",)
    if position > HIGHEST_NUMBER:
        return ("position-many",)
    return ("position", f"number-{position}", "in-queue")


def _half_of_day(time: datetime) -> str:
    match time.hour, time.minute:
        case 0, 0:
            return "midnight"
        case 12, 0:
            return "noon"
        case hour, _:
            return "am" if hour < 12 else "pm"
