# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Hearing what a page says."""

from starlette.websockets import WebSocket, WebSocketDisconnect


async def heard(socket: WebSocket) -> str:
    """The next text; bytes are nonsense like any other. Raises WebSocketDisconnect at the end."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return message.get("text") or ""
