# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is physically up for each telephone call: its legs, the dialog or page of the caller, its orders.

The exchange knows that two people talk; a connection knows through which dialog, leg and page. Orders for one
call are carried out one after the other, those for different calls side by side.
"""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from msgspec import Struct, json

from hotline.exchange.commands import AnswerCall
from hotline.exchange.words import AgentId, CallId, Instant, LineId, OfferId
from hotline.sip.outputs import DialogId
from hotline.wires.media import Leg
from hotline.wires.tasks import guarded, in_background

CALLER = "caller"


def new_tag() -> str:
    """A leg's tag: the relay never forgets one before the call is over, so each is used once."""
    return secrets.token_hex(6)


Order = Callable[[], Coroutine[Any, Any, None]]


class ConnectionRecord(Struct, frozen=True):
    """What another process needs to go on with the call. It goes with the call."""

    call: CallId
    line: LineId
    dialog: DialogId | None = None
    citizen: str | None = None
    number: str = ""
    withheld: bool = False
    caller: Leg | None = None
    agent: AgentId | None = None
    agent_leg: Leg | None = None
    parted: bool = False  # the caller hears music, and neither hears the other
    place_at: Instant | None = None  # the arrival that counts for the place in the queue


encode_record = json.Encoder().encode
decode_record = json.Decoder(ConnectionRecord).decode


class Connection:
    """One call's wiring. Everything but the record is forgotten by a restart, and can be."""

    def __init__(self, record: ConnectionRecord) -> None:
        self.record = record
        self.rung: dict[OfferId, Leg] = {}
        self.is_up = False  # the relay has the caller's sound
        self.greeting: AnswerCall | None = None  # of a caller who has not been described yet
        self.playing: asyncio.TimerHandle | None = None
        self._orders: deque[Order] = deque()
        self._runner: asyncio.Task[None] | None = None

    @property
    def call(self) -> CallId:
        return self.record.call

    @property
    def caller(self) -> Leg:
        assert self.record.caller, "the caller has not been described yet"
        return self.record.caller

    def order(self, order: Order) -> None:
        """Carry this out when everything ordered before for this call is done."""
        self._orders.append(order)
        if self._runner is None or self._runner.done():
            self._runner = in_background(self._carry_out())

    async def _carry_out(self) -> None:
        while self._orders:
            await guarded(self._orders.popleft()())

    def stop_timer(self) -> None:
        if self.playing:
            self.playing.cancel()
            self.playing = None


class Connections:
    """All connections, found by call or by dialog."""

    def __init__(self) -> None:
        self._by_call: dict[CallId, Connection] = {}
        self._by_dialog: dict[DialogId, CallId] = {}

    def add(self, record: ConnectionRecord) -> Connection:
        connection = self._by_call[record.call] = Connection(record)
        if record.dialog:
            self._by_dialog[record.dialog] = record.call
        return connection

    def get(self, call: CallId) -> Connection | None:
        return self._by_call.get(call)

    def of_dialog(self, dialog: DialogId) -> Connection | None:
        call = self._by_dialog.get(dialog)
        return self._by_call.get(call) if call else None

    def remove(self, call: CallId) -> None:
        connection = self._by_call.pop(call, None)
        if connection:
            connection.stop_timer()
            if connection.record.dialog:
                self._by_dialog.pop(connection.record.dialog, None)

    def calls(self) -> set[CallId]:
        return set(self._by_call)

    def all(self) -> list[Connection]:
        return list(self._by_call.values())
