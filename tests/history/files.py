# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Files of an earlier system, and what their words mean."""

import datetime as dt
from typing import Any

from hotline.history.mapping import Meaning, meaning_of
from hotline.history.past import Past, PastCall, Wrong
from hotline.history.queue_log import read_queue_log
from hotline.history.sheets import read_sheet

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
NOON = dt.datetime(2011, 5, 4, 10, 0, tzinfo=dt.UTC)  # 12 o'clock in Denmark

CALLS: dict[str, Any] = {
    "format": "calls",
    "source": "gammel-central",
    "file": {"times": "%d-%m-%Y %H:%M:%S"},
    "columns": {
        "id": "Nr",
        "arrived": "Start",
        "answered": "Besvaret",
        "ended": "Slut",
        "outcome": "Status",
        "agent": "Medarbejder",
        "hold_seconds": "Hold",
        "wrap_up_seconds": "Efterbehandling",
    },
    "outcomes": {"OK": "answered", "Lagt på": "abandoned", "Lukket": "closed"},
    "agents": {"1001": "alma"},
}
HEADS = "Nr;Start;Besvaret;Slut;Status;Medarbejder;Hold;Efterbehandling;Nummer"
ANSWERED = "a1;04-05-2011 12:00:00;04-05-2011 12:00:20;04-05-2011 12:03:20;OK;1001;10;30;+4500000001"
ABANDONED = "a2;04-05-2011 12:01:00;;04-05-2011 12:01:45;Lagt på;;;;"
CLOSED = "a3;04-05-2011 23:00:00;;04-05-2011 23:00:12;Lukket;;;;"
INTERVALS: dict[str, Any] = {
    "format": "intervals",
    "source": "gammel-central",
    "columns": {
        "start": "Start",
        "arrived": "Ind",
        "answered": "Besvaret",
        "abandoned": "Opgivet",
        "in_time": "I tide",
        "mean_wait_seconds": "Ventetid",
    },
}
INTERVAL_HEADS = "Start;Ind;Besvaret;Opgivet;I tide;Ventetid"
INTERVAL = "2011-05-04T12:00;12;9;3;8;12,5"
QUEUE_LOG: dict[str, Any] = {
    "format": "queue_log",
    "source": "asterisk",
    "queues": ["hotline"],
    "agents": {"Agent/1001": "alma"},
}


def meaning(of: dict[str, Any] = CALLS, **changes: Any) -> Meaning:
    return meaning_of(of | changes)


def sheet(*rows: str, heads: str = HEADS, of: Meaning | None = None) -> list[Past | Wrong]:
    return list(read_sheet([heads, *rows], of or meaning(), NOW))


def log_lines(*lines: str) -> list[Past | Wrong]:
    """Lines that begin with seconds after noon."""
    return list(read_queue_log(timed(*lines), meaning(QUEUE_LOG), NOW))


def timed(*lines: str) -> list[str]:
    began = int(NOON.timestamp())
    return [f"{began + int(line.split('|', 1)[0])}|{line.split('|', 1)[1]}\n" for line in lines]


def call(*rows: Past | Wrong) -> PastCall:
    (only,) = rows
    assert isinstance(only, PastCall), only
    return only


def wrong(*rows: Past | Wrong) -> tuple[int, str, str]:
    (only,) = rows
    assert isinstance(only, Wrong), only
    return only.line, only.field, only.says
