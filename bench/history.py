# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Three made-up years of a large hotline, put straight into the tables.

Twenty municipalities staff the line with sixty agents; fifty topics, the first asked about most; open as the
real line is. Every answered call is one inquiry with one topic or two; one call in twelve is not answered.
Written in the order of time, by COPY on PostgreSQL and `executemany` on SQLite, without the indexes, which
are made afterwards.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, models

from hotline.calls.models import CallRecord, SegmentRecord
from hotline.inquiries.models import Inquiry
from hotline.knowledge.models import Topic
from hotline.measures.instants import milliseconds
from hotline.measures.periods import Period
from hotline.organisations.models import Authority, Line, Membership
from hotline.people.models import Role, User

YEARS = Period(dt.date(2023, 1, 1), dt.date(2026, 1, 1))
HOURS = {0: (9, 21), 1: (9, 21), 2: (9, 21), 3: (9, 21), 4: (9, 17), 6: (17, 21)}
AUTHORITIES, AGENTS, TOPICS = 20, 60, 50
ANSWERED_IN = 12  # of so many calls all but one
AT_ONCE = 200_000

Column = Any  # an array, or one value for all rows
Columns = Mapping[str, Column]
Chance = np.random.Generator


def write(inquiries: int) -> int:
    """Make the line, its people and its three years; return how many calls there were."""
    line = _people()
    chance = np.random.default_rng(70200000)
    with _without_indexes():
        written = calls = 0
        for times in _batches(inquiries * ANSWERED_IN // (ANSWERED_IN - 1), chance):
            answered = np.arange(len(times)) % ANSWERED_IN != 0
            _write_batch(line, times, answered, calls, written, chance)
            calls += len(times)
            written += int(answered.sum())
    return calls


def _people() -> Line:
    line = Line.objects.create(name="Hotline", slug="hotline", number="+4570200000")
    for number in range(1, AUTHORITIES + 1):
        place = Authority.objects.create(
            pk=number, code=f"{number:04}", name=f"Municipality {number}", kind=Authority.Kind.MUNICIPALITY
        )
        Membership.objects.create(authority=place, line=line, kind="staffs", from_on="2012-12-03")
    for number in range(1, AGENTS + 1):
        user = User.objects.create(
            pk=number, username=f"agent{number}", authority_id=_authority(number), language="da"
        )
        Role.objects.create(user=user, authority_id=_authority(number), kind="agent").lines.add(line)
    for number in range(1, TOPICS + 1):
        Topic.objects.create(pk=number, code=f"t{number}", name=f"Topic {number}", order=number)
    return line


def _authority(agent: Any) -> Any:
    return (agent - 1) % AUTHORITIES + 1


def _batches(calls: int, chance: Chance) -> Iterator[Any]:
    """When callers arrived, in milliseconds, in order; every day a share that follows its open hours."""
    days = [day for day in YEARS.days if day.weekday() in HOURS]
    starts = np.array([milliseconds(Period.of_day(day).from_at) for day in days])
    opens, closes = (np.array([HOURS[day.weekday()][end] for day in days]) for end in (0, 1))
    shares = (closes - opens) * chance.uniform(0.6, 1.4, len(days))
    counts = chance.multinomial(calls, shares / shares.sum())
    days_of = np.repeat(np.arange(len(days)), counts)
    for first in range(0, calls, AT_ONCE):
        of = days_of[first : first + AT_ONCE]
        into = (opens[of] + chance.random(len(of)) * (closes - opens)[of]) * 3_600_000
        yield np.sort(starts[of] + into.astype(np.int64))


def _write_batch(line: Line, times: Any, answered: Any, calls: int, written: int, chance: Chance) -> None:
    number = len(times)
    ids = [f"b{each:09}" for each in range(calls, calls + number)]
    waits = chance.exponential(30_000, number).astype(np.int64)
    talks = chance.gamma(2, 120_000, number).astype(np.int64)
    agents = chance.integers(1, AGENTS + 1, number)
    _write(CallRecord, {
        "id": ids, "line_id": line.pk, "opening": "open", "arrived_at": _at(times), "place_at": _at(times),
        "queued_at": _at(times), "answered_at": _at(times + waits, answered),
        "ended_at": _at(times + waits + np.where(answered, talks, 0)), "cause": "",
        "end": np.where(answered, "answered_caller_hung_up", "abandoned"),
        "outcome": np.where(answered, "answered", "abandoned"), "caller_number": "", "number_key": "",
        "number_withheld": False,
    })  # fmt: skip
    talked = np.flatnonzero(answered)
    begun = (times + waits)[talked]
    ended = begun + talks[talked]
    named = [ids[each] for each in talked]
    _write(SegmentRecord, {
        "id": [f"{each}.1" for each in named], "call_id": named, "agent_id": agents[talked],
        "began_at": _at(begun), "ended_at": _at(ended), "end": "caller_hung_up",
        "held": _duration(), "wrapped_up_at": _at(ended + 20_000),
    })  # fmt: skip
    _write_inquiries(line, written, named, times[talked], ended, agents[talked], chance)


def _write_inquiries(
    line: Line, written: int, calls: list[str], came: Any, ended: Any, agents: Any, chance: Chance
) -> None:
    number = len(calls)
    keys = np.arange(written + 1, written + number + 1)
    places = chance.integers(1, AUTHORITIES + 1, number)
    is_named = chance.random(number) < 0.95
    _write(Inquiry, {
        "id": keys, "key": [_uuid(each) for each in keys.tolist()], "line_id": line.pk, "call_id": calls,
        "channel": np.where(chance.random(number) < 0.97, "telephone", "walk_in"), "agent_id": agents,
        "answered_by_id": _authority(agents), "home": np.where(is_named, "authority", "unknown"),
        "authority_id": _where(is_named, places),
        "outcome": chance.choice(["answered", "referred", "handed_over"], number, p=[0.7, 0.25, 0.05]),
        "referred_to": "", "referred_authority_id": None, "kind": "information",
        "is_wrongly_addressed": False, "note": "", "came_at": _at(came), "registered_at": _at(ended + 20_000),
    })  # fmt: skip
    first = _topics(number, chance)
    _write(Inquiry.topics.through, {"inquiry_id": keys, "topic_id": first})
    has_two = chance.random(number) < 0.3
    second = (first + chance.integers(1, TOPICS - 1, number) - 1) % TOPICS + 1
    is_other = has_two & (second != first)
    _write(Inquiry.topics.through, {"inquiry_id": keys[is_other], "topic_id": second[is_other]})


def _topics(number: int, chance: Chance) -> Any:
    shares = 1 / np.arange(1, TOPICS + 1)
    return chance.choice(np.arange(1, TOPICS + 1), number, p=shares / shares.sum())


def _uuid(number: int) -> str:
    return f"{number:032x}"


def _duration() -> object:
    return 5_000_000 if connection.vendor == "sqlite" else "5 seconds"


def _at(ms: Any, known: Any = None) -> Any:
    """As both databases read an instant: 2014-05-07 10:00:00.123, in UTC."""
    texts = np.datetime_as_string(np.asarray(ms).astype("datetime64[ms]"))
    texts.view(np.uint32).reshape(len(texts), -1)[:, 10] = ord(" ")
    if connection.vendor == "postgresql":
        texts = np.char.add(texts, "+00")
    return texts if known is None else _where(known, texts)


def _where(known: Any, values: Any) -> Any:
    """None in the other places."""
    found = values.astype(object)
    found[~known] = None
    return found


def _write(model: type[models.Model], columns: Columns) -> None:
    """The rows, column by column; a column may be one value for all of them."""
    number = max(len(column) for column in columns.values() if isinstance(column, list | np.ndarray))
    lists = [
        column.tolist() if isinstance(column, np.ndarray)
        else column if isinstance(column, list)
        else [column] * number
        for column in columns.values()
    ]  # fmt: skip
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            places = ", ".join("?" for _ in columns)
            # The driver itself: Django would turn every % of a million rows.
            cursor.connection.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})', zip(*lists, strict=True)
            )
            return
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            copy.write("".join("\t".join(map(_text, row)) + "\n" for row in zip(*lists, strict=True)))


def _text(value: object) -> str:
    return "\\N" if value is None else str(value)


@contextmanager
def _without_indexes() -> Iterator[None]:
    """Take the indexes away and make them again afterwards; foreign keys are not looked at meanwhile."""
    tables = [model._meta.db_table for model in (CallRecord, SegmentRecord, Inquiry, Inquiry.topics.through)]  # noqa: SLF001
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("PRAGMA foreign_keys=OFF" if is_sqlite else "SET session_replication_role = replica")
        made = _indexes(cursor, tables)
        for name, _definition in made:
            cursor.execute(f'DROP INDEX "{name}"')
        if is_sqlite:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("BEGIN")
        yield
        if is_sqlite:
            cursor.execute("COMMIT")
        for _name, definition in made:
            cursor.execute(definition)
        _count_keys_on(cursor)
        cursor.execute("ANALYZE")


def _indexes(cursor: Any, tables: list[str]) -> list[tuple[str, str]]:
    """Those that stand alone; one that holds a constraint stays."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''")
    else:
        cursor.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE NOT EXISTS"
            " (SELECT 1 FROM pg_constraint WHERE conname = indexname)"
        )
    return [(name, definition) for table, name, definition in cursor.fetchall() if table in tables]


def _count_keys_on(cursor: Any) -> None:
    """PostgreSQL goes on counting keys after the last one written."""
    if connection.vendor == "postgresql":
        for model in (Inquiry, Line, Authority, User, Topic):
            table = model._meta.db_table  # noqa: SLF001
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"
            )
