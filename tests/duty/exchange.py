# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The exchange as the duty pages meet it: its control address, and what a test says about the line.

The real one is met in tests/wires/test_orders.py and tests/browser/test_duty.py.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import msgspec

from hotline.calls.control import control_headers
from hotline.duty.shown import AgentNow, LineNow
from hotline.exchange.explain import Reason
from hotline.exchange.words import AgentStatus

NOW = 1_900_000_000_000
QUIET = LineNow(NOW, (), (), 0, 1, ())


def agent_now(
    agent: int, status: str = "available", *reasons: str, reason: str = "", lasted: int = 75
) -> AgentNow:
    why = tuple(Reason(word) for word in reasons or ("nobody_waits",))
    return AgentNow(agent, AgentStatus(status), NOW - lasted * 1000, reason, why, has_desk=True)


def waiting(*seconds: int, **changes: object) -> LineNow:
    """Callers who have waited so long."""
    places = tuple(sorted(NOW - one * 1000 for one in seconds))
    return msgspec.structs.replace(QUIET, waiting=places, **changes)


class PretendedExchange:
    def __init__(self) -> None:
        self.line = QUIET
        self.orders: list[str] = []
        self.answers_with = 200
        said = self

        class Ear(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                assert self.headers["authorization"] == control_headers()["authorization"]
                self._say(200, msgspec.json.encode(said.line))

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"] or 0))
                said.orders.append(self.path.removeprefix("/control/"))
                self._say(said.answers_with, b"{}")

            def _say(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is theirs
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *how: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
