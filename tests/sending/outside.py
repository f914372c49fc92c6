# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What lies outside: an SMS gateway over HTTP and a mail server over SMTP, both real and on this machine."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class SmsGateway:
    address: str = ""
    status: int = 200
    heard: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def sms_gateway() -> Iterator[SmsGateway]:
    """Keeps the authorization and the body of each request."""
    gateway = SmsGateway()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            gateway.heard.append((self.headers.get("authorization", ""), json.loads(body)))
            self.send_response(gateway.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is theirs
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Ear)) as port:
        gateway.address = f"http://127.0.0.1:{port}/sms"
        yield gateway


@dataclass
class MailServer:
    port: int = 0
    refuses: bool = False
    recipients: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Speaks just enough SMTP."""
    server = MailServer()

    class Ear(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                word = line[:4].upper().strip()
                if word == b"RCPT" and server.refuses:
                    self.wfile.write(b"550 nobody here by that name\r\n")
                    continue
                if word == b"RCPT":
                    server.recipients.append(line.decode().partition("<")[2].partition(">")[0])
                if word == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
                if word == b"QUIT":
                    return

    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Ear)) as port:
        server.port = port
        yield server


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
