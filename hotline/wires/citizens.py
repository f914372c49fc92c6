# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A browser as a citizen's telephone, for demonstrations: a page stands where the trunk would be."""

import secrets
from collections.abc import Callable

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from hotline.calls.books import Caller
from hotline.exchange import events as e
from hotline.exchange.words import CallId, LineId, RefusalReason
from hotline.sip import sdp as session
from hotline.sip.errors import Unusable
from hotline.wires import phone_messages as page
from hotline.wires.connections import CALLER, Connection, ConnectionRecord, Connections
from hotline.wires.directory import Directory
from hotline.wires.media import Leg, LegKind
from hotline.wires.sockets import heard
from hotline.wires.tasks import in_background


def _new_call() -> CallId:
    return CallId(secrets.token_hex(8))


class Citizens:
    def __init__(
        self,
        *,
        directory: Directory,
        connections: Connections,
        happen: Callable[[e.Event], None],
        arrive: Callable[[ConnectionRecord, LineId, Caller], None],
    ) -> None:
        self._directory = directory
        self._connections = connections
        self._happen = happen
        self._arrive = arrive
        self._sockets: dict[CallId, WebSocket] = {}

    async def serve(self, socket: WebSocket) -> None:
        """One citizen's page, from its hello to its end; leaving the page hangs up."""
        call = _new_call()
        try:
            while True:
                try:
                    call = self._said(socket, call, page.read(await heard(socket)))
                except (msgspec.ValidationError, msgspec.DecodeError):
                    continue
        except WebSocketDisconnect:
            pass
        finally:
            self._hang_up(call)

    def _said(self, socket: WebSocket, call: CallId, message: page.FromPage) -> CallId:
        """The call the page is in from now on: each that it makes is one of its own."""
        match message:
            case page.CitizenCall(sdp, called) if call not in self._sockets:
                call = _new_call()
                self._ring(socket, call, sdp, called)
            case page.HangUp():
                self._hang_up(call)
            case page.Digit(digit) if call in self._sockets:
                self._happen(e.CallerPressed(call, digit))
        return call

    def _hang_up(self, call: CallId) -> None:
        if self._sockets.pop(call, None):
            self._happen(e.CallerHungUp(call))

    def _ring(self, socket: WebSocket, call: CallId, sdp: str, called: str) -> None:
        line = self._directory.line_called(called)
        try:
            leg = Leg(CALLER, LegKind.BROWSER, session.narrow(sdp))
        except Unusable:
            line = None
        if line is None:
            in_background(socket.send_text(page.write(page.HungUp(call, "refused")).decode()))
            return
        self._sockets[call] = socket
        record = ConnectionRecord(call=call, line=line.line, citizen=call, withheld=True, caller=leg)
        self._arrive(record, line.line, Caller(is_withheld=True))

    # ---------------------------------------------------------------- what the patchbay orders

    def answer(self, connection: Connection, sdp: str) -> None:
        self._send(connection.call, page.CitizenAnswer(sdp))

    def refuse(self, connection: Connection, reason: RefusalReason) -> None:
        self._send(connection.call, page.HungUp(connection.call, reason))
        self._sockets.pop(connection.call, None)

    def hang_up(self, connection: Connection) -> None:
        self._send(connection.call, page.HungUp(connection.call, ""))
        self._sockets.pop(connection.call, None)

    def _send(self, call: CallId, message: page.ToPage) -> None:
        socket = self._sockets.get(call)
        if socket:
            in_background(socket.send_text(page.write(message).decode()))
