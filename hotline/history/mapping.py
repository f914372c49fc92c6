# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The mapping file: which of an earlier system's words mean what here. TOML or JSON; see docs/history.md."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hotline.exchange.words import CallEnd, Outcome
from hotline.tables.table import ZONE


class WrongMapping(Exception):
    """The mapping cannot be used; the sentence says where and why."""


@dataclass(frozen=True)
class Fate:
    """What became of a call, in the exchange's words."""

    outcome: Outcome
    end: CallEnd


FATES = {
    "answered": Fate(Outcome.ANSWERED, CallEnd.ANSWERED_CALLER_HUNG_UP),
    "abandoned": Fate(Outcome.ABANDONED, CallEnd.ABANDONED),
    "diverted": Fate(Outcome.DIVERTED, CallEnd.DIVERTED_NOBODY),
    "closed": Fate(Outcome.DIVERTED, CallEnd.DIVERTED_CLOSED),
    "refused": Fate(Outcome.REFUSED, CallEnd.REFUSED),
    "lost": Fate(Outcome.LOST, CallEnd.FAILED),
}
FORMATS = {
    "calls": (
        {"id", "arrived"},
        {
            "answered",
            "ended",
            "wait_seconds",
            "talk_seconds",
            "hold_seconds",
            "wrap_up_seconds",
            "outcome",
            "agent",
        },
    ),
    "intervals": (
        {"start", "arrived", "answered", "abandoned"},
        {"in_time", "short_abandoned", "diverted", "turned_away", "mean_wait_seconds", "waited_seconds"},
    ),
    "queue_log": (set[str](), set[str]()),
}


@dataclass(frozen=True)
class Meaning:
    """`columns`: ours to theirs. `source` keeps two systems apart that both begin to count at 1."""

    format: str
    source: str
    columns: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, Fate] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    queues: frozenset[str] = frozenset()
    encoding: str = "utf-8-sig"
    delimiter: str = ";"
    times: str = ""
    zone: ZoneInfo = ZONE
    decimal: str = ","
    minutes: int = 15


def read_meaning(path: Path) -> Meaning:
    """Raises WrongMapping."""
    try:
        text = path.read_text()
        told = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as wrong:
        raise WrongMapping(f"{path.name}: {wrong}") from wrong
    return meaning_of(told)


def meaning_of(told: dict[str, Any]) -> Meaning:
    """From what stands in the file. Raises WrongMapping."""
    _refuse_unknown(told, {"format", "source", "file", "columns", "outcomes", "agents", "queues"}, "the file")
    kind, source = told.get("format"), told.get("source")
    if kind not in FORMATS:
        raise WrongMapping(f"format must be one of {', '.join(FORMATS)}.")
    if not isinstance(source, str) or not source:
        raise WrongMapping("source must name the system it comes from.")
    return Meaning(
        format=kind,
        source=source,
        columns=_columns(kind, _words(told, "columns")),
        outcomes={theirs: _fate(theirs, ours) for theirs, ours in _words(told, "outcomes").items()},
        agents=_words(told, "agents"),
        queues=frozenset(map(str, told.get("queues", ()))),
        **_file(told.get("file", {})),
    )


def _columns(kind: str, columns: dict[str, str]) -> dict[str, str]:
    needed, possible = FORMATS[kind]
    if missing := needed - set(columns):
        raise WrongMapping(f"columns lacks {', '.join(sorted(missing))}.")
    _refuse_unknown(columns, needed | possible, "columns")
    if kind == "calls" and not {"answered", "wait_seconds"} & set(columns):
        raise WrongMapping("columns must have answered or wait_seconds, or no wait is known.")
    return columns


def _fate(theirs: str, ours: str) -> Fate:
    if ours not in FATES:
        raise WrongMapping(f"outcomes: {theirs!r} must mean one of {', '.join(FATES)}.")
    return FATES[ours]


def _words(told: dict[str, Any], name: str) -> dict[str, str]:
    found = told.get(name, {})
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise WrongMapping(f"{name} must be words that mean words.")
    return found


def _file(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise WrongMapping("file must be a table.")
    _refuse_unknown(told, {"encoding", "delimiter", "times", "zone", "decimal", "minutes"}, "file")
    kept = dict(told)
    if len(str(kept.get("delimiter", ";"))) != 1:
        raise WrongMapping("file.delimiter must be one character.")
    if not isinstance(kept.get("minutes", 15), int) or not 1 <= kept.get("minutes", 15) <= 24 * 60:
        raise WrongMapping("file.minutes must be a whole number from 1 to 1440.")
    try:
        "".encode(kept.get("encoding", "utf-8"))
        kept |= {"zone": ZoneInfo(kept["zone"])} if "zone" in kept else {}
    except (LookupError, ValueError, TypeError, ZoneInfoNotFoundError) as wrong:
        raise WrongMapping(f"file: {wrong}") from wrong
    return kept


def _refuse_unknown(told: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := set(told) - known:
        raise WrongMapping(f"{where} has {', '.join(sorted(unknown))}, which means nothing here.")
