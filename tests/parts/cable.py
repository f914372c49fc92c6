# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The network between one agent's browser and the exchange's socket, which can be cut and mended."""

import contextlib
import selectors
import socket
import threading
from types import TracebackType
from typing import Self

AT_ONCE = 65_536


class Cable:
    """Carries every connection made to its port on to another. Cut, it carries nothing and closes nothing:
    neither side is told anything, as when a network dies. Use as a context.
    """

    def __init__(self, to: int) -> None:
        self._to = to
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._is_whole = threading.Event()
        self._is_whole.set()
        self._ends: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._is_whole.set()

    def argument(self, host: str, port: int) -> str:
        """Leads a Chromium that is started with it here when it looks for that address."""
        return f"--host-resolver-rules=MAP {host}:{port} 127.0.0.1:{self.port}"

    def cut(self) -> None:
        self._is_whole.clear()

    def mend(self) -> None:
        """What was under way arrives now; that includes what has been given up meanwhile."""
        self._is_whole.set()

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._ends += [near, far]
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with selectors.DefaultSelector() as listening, contextlib.suppress(OSError, ValueError):
            for end in other:
                listening.register(end, selectors.EVENT_READ)
            while True:
                for key, _ in listening.select():
                    end = near if key.fileobj is near else far
                    data = end.recv(AT_ONCE)
                    self._is_whole.wait()
                    if not data:
                        raise ConnectionResetError
                    other[end].sendall(data)
        for end in other:
            end.close()
