# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange process knows of the set-up: lines, their hours and settings, who answers which.

Read anew every other second by a thread of its own and swapped whole, so a change made in a page counts from
the next caller on. When the database is gone, what was read last still stands.
"""

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog
from django.db import DatabaseError, InterfaceError, connection

from hotline.duty.queries import messages_shown
from hotline.exchange.records import Opening, Settings
from hotline.exchange.words import AgentId, Announcement, Instant, LineId, OpeningKind
from hotline.organisations.models import Line
from hotline.organisations.opening import Schedule, opening_at, opening_for_exchange
from hotline.organisations.queries import schedule_of, settings_for_exchange
from hotline.people.models import Role
from hotline.wires.phone_messages import DeskMessage

log = structlog.get_logger()

EVERY = 2.0
FEWEST_DIGITS = 6  # fewer name an extension or an emergency, never a line
NOTHING_WORKS = Opening(OpeningKind.DISTURBANCE, (Announcement("error"),), ends_call=True)


@dataclass(frozen=True)
class LineShown:
    """What callers and agents meet of a line."""

    line: LineId
    name: str
    slug: str
    number: str
    languages: tuple[str, ...]
    schedule: Schedule


@dataclass(frozen=True)
class Content:
    lines: dict[LineId, LineShown] = field(default_factory=dict)
    agents: dict[AgentId, tuple[LineId, ...]] = field(default_factory=dict)
    names: dict[AgentId, str] = field(default_factory=dict)
    messages: dict[LineId, tuple[DeskMessage, ...]] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)


def read_content() -> Content:
    """Everything, in a fixed number of queries a line."""
    lines = {LineId(line.pk): _shown(line) for line in Line.objects.all()}
    roles = Role.objects.filter(kind=Role.Kind.AGENT, user__is_active=True)
    agents: dict[AgentId, tuple[LineId, ...]] = {}
    names: dict[AgentId, str] = {}
    for user, name, line in roles.values_list("user_id", "user__name", "lines"):
        names[AgentId(user)] = name
        known = agents.get(AgentId(user), ())
        agents[AgentId(user)] = tuple(dict.fromkeys((*known, LineId(line)))) if line else known
    return Content(lines, agents, names, _messages(), _settings(Line.objects.order_by("pk").first()))


def _messages() -> dict[LineId, tuple[DeskMessage, ...]]:
    """What the desks of each line show now."""
    shown: dict[LineId, tuple[DeskMessage, ...]] = {}
    for row in messages_shown():
        message = DeskMessage(row.pk, row.text, row.sent_by.name)
        shown[LineId(row.line_id)] = (*shown.get(LineId(row.line_id), ()), message)
    return shown


def _shown(line: Line) -> LineShown:
    return LineShown(
        line=LineId(line.pk),
        name=line.name,
        slug=line.slug,
        number=line.number,
        languages=tuple(line.languages),
        schedule=schedule_of(line),
    )


def _settings(line: Line | None) -> Settings:
    """The first line's patience counts for the whole exchange: agents belong to several lines."""
    return settings_for_exchange(line) if line else Settings()


class Directory:
    def __init__(self, on_settings: Callable[[Settings], None]) -> None:
        self.content = Content()
        self._on_settings = on_settings
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="directory")

    async def refresh(self) -> bool:
        """Read everything anew; False when the database cannot be reached."""
        try:
            content = await asyncio.get_running_loop().run_in_executor(self._reader, self._read)
        except (DatabaseError, InterfaceError):
            return False
        changed = content.settings != self.content.settings
        self.content = content
        if changed:
            self._on_settings(content.settings)
        return True

    def _read(self) -> Content:
        try:
            return read_content()
        except (DatabaseError, InterfaceError):
            connection.close()
            raise

    async def keep_fresh(self, on_read: Callable[[], None]) -> None:
        """Read everything anew, forever."""
        while True:
            await asyncio.sleep(EVERY)
            if await self.refresh():
                on_read()

    def close(self) -> None:
        self._reader.submit(_close_connection)
        self._reader.shutdown()

    def line_called(self, *numbers: str) -> LineShown | None:
        """The line with one of these numbers. An only line takes every call: carriers rewrite numbers."""
        lines = list(self.content.lines.values())
        for number in numbers:
            digits = _digits(number)
            for line in lines:
                if len(digits) >= FEWEST_DIGITS and _digits(line.number).endswith(digits):
                    return line
        return lines[0] if len(lines) == 1 else None

    def opening(self, line: LineShown, now: Instant) -> Opening:
        instant = dt.datetime.fromtimestamp(now / 1000, dt.UTC)
        return opening_for_exchange(opening_at(line.schedule, instant))

    def name_of(self, agent: AgentId) -> str:
        return self.content.names.get(agent, f"#{agent}")

    def slug_of(self, line: LineId) -> str:
        shown = self.content.lines.get(line)
        return shown.slug if shown else f"line-{line}"

    def lines_of(self, agent: AgentId) -> tuple[LineId, ...]:
        return self.content.agents.get(agent, ())

    def messages_of(self, agent: AgentId) -> tuple[DeskMessage, ...]:
        """What the duty leads of the agent's lines want on the page."""
        lines = self.lines_of(agent)
        return tuple(message for line in lines for message in self.content.messages.get(line, ()))


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number)).removeprefix("00")


def _close_connection() -> None:
    """In the thread whose connection it is."""
    connection.close()
