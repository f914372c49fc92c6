# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The telephone network's end: one UDP socket around the pure SIP user agent.

What the user agent wants kept is stored before what it wants sent is sent, so whoever goes on after a crash
knows every dialog the other side knows.
"""

import asyncio
import ipaddress
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, cast

import msgspec
import structlog

from hotline.calls.actions import SavedDialog
from hotline.calls.books import Caller
from hotline.exchange import events as e
from hotline.exchange.words import CallId, FailureCause, LineId, RefusalReason
from hotline.sip import outputs as o
from hotline.sip import sdp as session
from hotline.sip.agent import UserAgent
from hotline.sip.errors import Unusable
from hotline.wires.clock import Clock
from hotline.wires.connections import CALLER, Connection, ConnectionRecord, Connections
from hotline.wires.directory import Directory
from hotline.wires.journal import Journal
from hotline.wires.media import Leg, LegKind
from hotline.wires.patchbay import Patchbay
from hotline.wires.tasks import in_background

log = structlog.get_logger()

NOT_FOUND = 404
NOT_ACCEPTABLE = 488
BUSY = 486
UNAVAILABLE = 503
RETRY_AFTER = timedelta(seconds=10)


class Trunk(asyncio.DatagramProtocol):
    def __init__(
        self,
        *,
        agent: UserAgent,
        clock: Clock,
        journal: Journal,
        directory: Directory,
        connections: Connections,
        patchbay: Patchbay,
        arrive: Callable[[ConnectionRecord, LineId, Caller], None],
    ) -> None:
        self._agent = agent
        self._clock = clock
        self._journal = journal
        self._directory = directory
        self._connections = connections
        self._patchbay = patchbay
        self._arrive = arrive
        self._transport: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.is_unregistered = False
        self._happenings: dict[type, Callable[[Any], None]] = {
            o.CallArrived: self._call_arrived,
            o.CallConfirmed: self._call_confirmed,
            o.CallCancelled: self._call_cancelled,
            o.DialogEnded: self._dialog_ended,
            o.MediaOffered: self._media_offered,
            o.DigitPressed: self._digit_pressed,
            o.Registered: self._registered,
            o.RegistrationRefused: self._registration_refused,
        }

    # ---------------------------------------------------------------- bytes in and out

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self.act(self._agent.receive(data, (addr[0], addr[1]), self._clock()))

    def error_received(self, exc: Exception) -> None:
        """Nobody listens over there: the user agent's timers decide what follows."""

    def act(self, outputs: list[o.Output]) -> None:
        """Tell what happened, keep what is to be kept, then send."""
        dialogs: dict[str, SavedDialog | None] = {}
        sends: list[o.Send] = []
        for output in outputs:
            match output:
                case o.Send():
                    sends.append(output)
                case o.DialogChanged(dialog, record):
                    dialogs[dialog] = self._saved(dialog, record)
                case _:
                    happening = self._happenings.get(type(output))
                    if happening:
                        happening(output)
        if dialogs:
            self._journal.keep_dialogs(dialogs, partial(self._send, sends))
        else:
            self._send(sends)
        self._set_timer()

    def _saved(self, dialog: o.DialogId, record: o.Record | None) -> SavedDialog | None:
        if record is None:
            return None
        connection = self._connections.of_dialog(dialog)
        return SavedDialog(connection.call if connection else "", msgspec.json.encode(record).decode())

    def _send(self, sends: list[o.Send]) -> None:
        for send in sends:
            try:
                ipaddress.ip_address(send.destination[0])
            except ValueError:
                in_background(self._send_to_name(send))
            else:
                self._put(send.data, send.destination)

    async def _send_to_name(self, send: o.Send) -> None:
        host, port = send.destination
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, family=2, type=2)
        except OSError:
            log.warning("a SIP peer's name is not known")
            return
        self._put(send.data, found[0][4][:2])

    def _put(self, data: bytes, destination: tuple[Any, ...]) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(data, destination)

    def _set_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        deadline = self._agent.next_deadline()
        if deadline is not None:
            delay = max(0, deadline - self._clock()) / 1000
            self._timer = asyncio.get_running_loop().call_later(delay, self._deadline_reached)

    def _deadline_reached(self) -> None:
        self.act(self._agent.handle_deadline(self._clock()))

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        if self._transport:
            self._transport.close()

    # ---------------------------------------------------------------- what happened

    def _call_arrived(self, arrived: o.CallArrived) -> None:
        line = self._directory.line_called(arrived.called, arrived.addressed)
        if line is None:
            return self._later(self._agent.refuse(arrived.dialog, NOT_FOUND, self._clock()))
        try:
            leg = Leg(CALLER, LegKind.TRUNK, session.narrow(arrived.sdp)) if arrived.sdp else None
        except Unusable as problem:
            log.info("refused media", problem=str(problem))
            return self._later(self._agent.refuse(arrived.dialog, NOT_ACCEPTABLE, self._clock()))
        record = ConnectionRecord(
            call=CallId(secrets.token_hex(8)),
            line=line.line,
            dialog=arrived.dialog,
            number=arrived.caller,
            withheld=arrived.withheld,
            caller=leg,
        )
        return self._arrive(record, line.line, Caller(arrived.caller, arrived.withheld))

    def _later(self, outputs: list[o.Output]) -> None:
        """Outputs made while others are being acted on."""
        asyncio.get_running_loop().call_soon(self.act, outputs)

    def _call_confirmed(self, confirmed: o.CallConfirmed) -> None:
        connection = self._connections.of_dialog(confirmed.dialog)
        if connection and confirmed.sdp and connection.record.caller is None:
            self._patchbay.described(connection, Leg(CALLER, LegKind.TRUNK, confirmed.sdp))

    def _call_cancelled(self, cancelled: o.CallCancelled) -> None:
        connection = self._connections.of_dialog(cancelled.dialog)
        if connection:
            self._patchbay.happen(e.CallerCancelled(connection.call))

    def _dialog_ended(self, ended: o.DialogEnded) -> None:
        connection = self._connections.of_dialog(ended.dialog)
        if not connection:
            return
        causes = {
            o.EndReason.NO_ACK: FailureCause.NOT_CONFIRMED,
            o.EndReason.SESSION_EXPIRED: FailureCause.SESSION_EXPIRED,
        }
        if ended.reason is o.EndReason.THEY_HUNG_UP:
            self._patchbay.happen(e.CallerHungUp(connection.call))
        else:
            cause = causes.get(ended.reason, FailureCause.SIGNALLING)
            self._patchbay.happen(e.CallFailed(connection.call, cause))

    def _media_offered(self, offered: o.MediaOffered) -> None:
        connection = self._connections.of_dialog(offered.dialog)
        if not connection:
            return None
        try:
            leg = Leg(CALLER, LegKind.TRUNK, session.narrow(offered.sdp))
        except Unusable:
            return self._later(self._agent.refuse_offer(offered.dialog, NOT_ACCEPTABLE, self._clock()))

        def answer(sdp: str) -> None:
            self.act(self._agent.answer_offer(offered.dialog, sdp, self._clock()))

        return self._patchbay.redescribed(connection, leg, answer)

    def _digit_pressed(self, pressed: o.DigitPressed) -> None:
        connection = self._connections.of_dialog(pressed.dialog)
        if connection:
            self._patchbay.happen(e.CallerPressed(connection.call, pressed.digit))

    def _registered(self, registered: o.Registered) -> None:
        log.info("registered at the carrier", name=registered.registration)
        self.is_unregistered = False

    def _registration_refused(self, refused: o.RegistrationRefused) -> None:
        log.error("the carrier refused the registration", name=refused.registration, status=refused.status)
        self.is_unregistered = True

    # ---------------------------------------------------------------- what the patchbay orders

    def answer(self, connection: Connection, sdp: str) -> None:
        if connection.record.dialog:
            self.act(self._agent.accept(connection.record.dialog, sdp, self._clock()))

    def refuse(self, connection: Connection, reason: RefusalReason) -> None:
        status = BUSY if reason is RefusalReason.OVERLOAD else UNAVAILABLE
        if connection.record.dialog:
            refused = self._agent.refuse(
                connection.record.dialog, status, self._clock(), retry_after=RETRY_AFTER
            )
            self.act(refused)

    def hang_up(self, connection: Connection) -> None:
        if connection.record.dialog:
            self.act(self._agent.hang_up(connection.record.dialog, self._clock()))
