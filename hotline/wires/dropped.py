# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Callers the line itself dropped: who rings again soon gets back the place there was.

Kept in memory and for minutes only. A caller who hung up has left the queue; one whose number is withheld
cannot be told from another.
"""

from hotline.exchange.words import CallEnd, Instant, LineId
from hotline.wires.connections import ConnectionRecord

OUR_FAULT = {CallEnd.MEDIA_LOST, CallEnd.FAILED}
KEPT_FOR_MS = 10 * 60_000


class Dropped:
    def __init__(self) -> None:
        self._places: dict[tuple[LineId, str], tuple[Instant, Instant]] = {}

    def note(self, ended: ConnectionRecord, reason: CallEnd, now: Instant) -> None:
        """A call is over: if that was our fault, its place is kept."""
        self._places = {key: kept for key, kept in self._places.items() if kept[0] > now}
        if reason in OUR_FAULT and ended.number and ended.place_at is not None:
            self._places[ended.line, ended.number] = Instant(now + KEPT_FOR_MS), ended.place_at

    def take(self, line: LineId, number: str, now: Instant) -> Instant | None:
        """Since when this caller waits, if dropped some minutes ago. A place is given back once."""
        until, place_at = self._places.pop((line, number), (Instant(0), None))
        return place_at if until > now else None
