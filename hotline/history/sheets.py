# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""CSV of calls or of intervals, row by row, as the mapping says."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from hotline.history.mapping import FATES, Fate, Meaning
from hotline.history.past import Past, PastCall, PastInterval, PastSegment, Told, Wrong, WrongField

Row = Mapping[str, str]


class Rows(Protocol):
    """What the standard library reads CSV with, which has no name of its own."""

    line_num: int

    def __next__(self) -> list[str]: ...


LONGEST_CALL = dt.timedelta(days=1)


def read_sheet(lines: Iterable[str], meaning: Meaning, now: dt.datetime) -> Told:
    """Each row as what it tells, or as what is wrong with it."""
    rows = csv.reader(lines, delimiter=meaning.delimiter)
    heads = [head.strip() for head in next(rows, [])]
    if missing := [name for name in meaning.columns.values() if name not in heads]:
        yield Wrong(1, "", f"There is no column {', '.join(map(repr, missing))}.")
        return
    fields = Fields(meaning, now)
    past = READERS[meaning.format]
    for number, cells in _numbered(rows):
        if isinstance(cells, Wrong):
            yield cells
        elif any(cell.strip() for cell in cells):
            yield _told(number, dict(zip(heads, cells, strict=False)), fields, past)


def _numbered(rows: Rows) -> Iterator[tuple[int, list[str] | Wrong]]:
    """Each row with the number of its last line; what is no CSV is wrong, and the rest is read."""
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield rows.line_num, Wrong(rows.line_num, "", f"It cannot be read as CSV: {wrong}.")
        else:
            yield rows.line_num, cells


def _told(number: int, row: Row, fields: "Fields", past: "Reader") -> Past | Wrong:
    try:
        return past(fields, row)
    except WrongField as wrong:
        return Wrong(number, fields.meaning.columns.get(wrong.field, wrong.field), str(wrong))


@dataclass(frozen=True)
class Fields:
    """Reads the fields of a row by our names for them. Raises WrongField."""

    meaning: Meaning
    now: dt.datetime

    def text(self, row: Row, name: str) -> str:
        return row.get(self.meaning.columns.get(name, ""), "").strip()

    def moment(self, row: Row, name: str) -> dt.datetime | None:
        """None when nothing stands there. A time without a zone is what the clock said in the mapping's."""
        text = self.text(row, name)
        if not text:
            return None
        try:
            read = _read_time(text, self.meaning.times)
        except ValueError as wrong:
            raise WrongField(name, f"{text!r} is no time as the mapping has them.") from wrong
        at = read if read.tzinfo else self._on_the_clock(name, read)
        if at > self.now:
            raise WrongField(name, f"{text!r} lies in the future.")
        return at.astimezone(dt.UTC)

    def _on_the_clock(self, name: str, read: dt.datetime) -> dt.datetime:
        """A time that comes twice is its first coming; one that never comes is wrong."""
        at = read.replace(tzinfo=self.meaning.zone)
        if at.astimezone(dt.UTC).astimezone(self.meaning.zone).replace(tzinfo=None) != read:
            raise WrongField(name, f"{read} never was: the clock was put forward.")
        return at

    def needed(self, row: Row, name: str) -> dt.datetime:
        at = self.moment(row, name)
        if at is None:
            raise WrongField(name, "Nothing stands there.")
        return at

    def seconds(self, row: Row, name: str) -> dt.timedelta | None:
        """As 12, 12,5 or 1:02:03."""
        text = self.text(row, name)
        if not text:
            return None
        try:
            *sixties, last = text.replace(self.meaning.decimal, ".").split(":")
            whole = Decimal(last)
            for power, part in enumerate(reversed(sixties), 1):
                whole += int(part) * 60**power
        except (ValueError, InvalidOperation) as wrong:
            raise WrongField(name, f"{text!r} is no number of seconds.") from wrong
        if not whole.is_finite() or not 0 <= whole < 10**7:
            raise WrongField(name, f"{text!r} is no time that somebody waits or talks.")
        return dt.timedelta(milliseconds=round(whole * 1000))

    def count(self, row: Row, name: str) -> int:
        text = self.text(row, name) or "0"
        if not (text.isascii() and text.isdigit()) or len(text) > 7:
            raise WrongField(name, f"{text!r} is no count.")
        return int(text)


Reader = Callable[[Fields, Row], Past]


def _read_time(text: str, times: str) -> dt.datetime:
    """With or without a zone. Raises ValueError."""
    if not times:
        return dt.datetime.fromisoformat(text)
    return dt.datetime.strptime(text, times)  # noqa: DTZ007 - whose clock it was, the mapping says


def call_of(fields: Fields, row: Row) -> PastCall:
    key, arrived = fields.text(row, "id"), fields.needed(row, "arrived")
    if not key:
        raise WrongField("id", "Nothing stands there, and the call could not be known again.")
    answered = _answered_at(fields, row, arrived)
    fate = _fate(fields, row, was_answered=answered is not None)
    if (fate == FATES["answered"]) != (answered is not None):
        raise WrongField("outcome", "The outcome and the time of the answer contradict each other.")
    ended = _ended_at(fields, row, answered, arrived)
    return PastCall(
        key,
        arrived,
        ended,
        fate.outcome,
        fate.end,
        queued_at=None if fate in {FATES["closed"], FATES["refused"]} else arrived,
        answered_at=answered,
        segments=tuple(_segments(fields, row, answered, ended)),
    )


def _answered_at(fields: Fields, row: Row, arrived: dt.datetime) -> dt.datetime | None:
    answered, wait = fields.moment(row, "answered"), fields.seconds(row, "wait_seconds")
    has_outcome = "outcome" in fields.meaning.columns
    if answered is None and "answered" not in fields.meaning.columns and wait is not None:
        is_answered = not has_outcome or _fate(fields, row, was_answered=True) == FATES["answered"]
        answered = arrived + wait if is_answered else None
    if answered is not None and answered < arrived:
        raise WrongField("answered", "The call was answered before it arrived.")
    return answered


def _ended_at(fields: Fields, row: Row, answered: dt.datetime | None, arrived: dt.datetime) -> dt.datetime:
    """As it says, else after the talk or the wait it tells of."""
    ended = fields.moment(row, "ended")
    length = fields.seconds(row, "talk_seconds" if answered else "wait_seconds")
    if ended is None:
        ended = (answered or arrived) + (length or dt.timedelta())
    if not (answered or arrived) <= ended <= arrived + LONGEST_CALL:
        raise WrongField("ended", "The call ended before it began, or a day later.")
    return ended


def _fate(fields: Fields, row: Row, *, was_answered: bool) -> Fate:
    if "outcome" not in fields.meaning.columns:
        return FATES["answered" if was_answered else "abandoned"]
    said = fields.text(row, "outcome")
    if said not in fields.meaning.outcomes:
        raise WrongField("outcome", f"The mapping does not say what {said!r} means.")
    return fields.meaning.outcomes[said]


def _segments(
    fields: Fields, row: Row, answered: dt.datetime | None, ended: dt.datetime
) -> Iterator[PastSegment]:
    agent = fields.text(row, "agent")
    if answered is None or not agent:
        return
    held, wrap_up = fields.seconds(row, "hold_seconds"), fields.seconds(row, "wrap_up_seconds")
    if held and held > ended - answered:
        raise WrongField("hold_seconds", "The caller was on hold for longer than the call lasted.")
    yield PastSegment(
        agent,
        answered,
        ended,
        held=held or dt.timedelta(),
        wrapped_up_at=ended + wrap_up if wrap_up is not None else None,
    )


def interval_of(fields: Fields, row: Row) -> PastInterval:
    counts = ("arrived", "answered", "abandoned", "in_time", "short_abandoned", "diverted", "turned_away")
    counted = {name: fields.count(row, name) for name in counts}
    waited = fields.seconds(row, "waited_seconds")
    mean = fields.seconds(row, "mean_wait_seconds") or dt.timedelta()
    found = PastInterval(
        fields.needed(row, "start"),
        fields.meaning.minutes,
        waited_ms=(waited if waited is not None else mean * counted["answered"])
        // dt.timedelta(milliseconds=1),
        **counted,
    )
    _refuse_contradictions(found)
    return found


def _refuse_contradictions(found: PastInterval) -> None:
    if found.lost < 0:
        raise WrongField("arrived", "Fewer arrived than were answered, abandoned, diverted or turned away.")
    if found.in_time > found.answered:
        raise WrongField("in_time", "More were answered in time than were answered.")
    if found.short_abandoned > found.abandoned:
        raise WrongField("short_abandoned", "More gave up at once than gave up.")


READERS: dict[str, Reader] = {"calls": call_of, "intervals": interval_of}
