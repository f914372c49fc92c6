# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Alma in Aarhus hands over to Viborg, where Vibe and Viggo read; and everybody who must not."""

import ssl
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.test import Client

from hotline.handovers.actions import hand_over
from hotline.handovers.models import HandOver, Inbox, Kind
from hotline.inquiries.models import Inquiry
from hotline.organisations.models import Authority
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered, signed_in

CONTACT = "Ejnar Eksempelsen, 00 00 00 01"
WORDS = "Vil klage over ventetiden i Borgerservice."


def alma() -> User:
    return User.objects.filter(username="alma").first() or scenes.agent("Alma")


def vibe() -> User:
    """A member of Viborg with a role."""
    return User.objects.filter(username="vibe").first() or scenes.agent("Vibe", of=scenes.viborg())


def inbox(authority: Authority | None = None, **fields: object) -> Inbox:
    return Inbox.objects.get_or_create(authority=authority or scenes.viborg(), defaults=fields)[0]


def inquiry(call: str = "c1") -> Inquiry:
    agent = alma()
    return Inquiry.objects.filter(call=call).first() or registered(agent, scenes.answered_by(agent, call))


def handed_over(call: str = "c1", **changes: Any) -> HandOver:
    """A complaint handed to Viborg at noon on the seventh of May."""
    usual: dict[str, Any] = {
        "kind": Kind.COMPLAINT,
        "words": WORDS,
        "contact": CONTACT,
        "by": alma(),
        "now": scenes.NOON,
    }
    to = changes.pop("inbox", None) or inbox()
    return hand_over(inquiry(call), to, **usual | changes)


def filled_in(**changes: object) -> dict[str, object]:
    """The form as Alma sends it."""
    usual: dict[str, object] = {
        "inbox": inbox().pk,
        "kind": "call",
        "words": "Vil ringes op om sin ansøgning.",
        "contact": CONTACT,
        "key": str(uuid.uuid4()),
    }
    return usual | changes


def reader(who: str) -> Client:
    """Somebody who might want to read what was handed over to Viborg."""
    if who == "stranger":
        return Client()
    if who == "roleless":
        return signed_in(scenes.person("Rolf", of=scenes.viborg()))
    if who in {"Aarhus' agent", "Aarhus' administrator"}:
        return signed_in(scenes.person("Anna", "agent" if "agent" in who else "administrator"))
    if who == "who handed it over":
        return signed_in(alma())
    role = {
        "Viborg's agent": "agent",
        "Viborg's editor": "editor",
        "Viborg's administrator": "administrator",
    }[who]
    return signed_in(scenes.person("Viggo", role, of=scenes.viborg()))


@dataclass
class Heard:
    """What an authority's system heard, and how it answers: one status after the other, the last for ever."""

    address: str = ""
    answers: list[int] = field(default_factory=lambda: [200])
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def system(certificate: Path | None = None) -> Iterator[Heard]:
    """A real HTTP server on this machine; with TLS when it has a certificate (and its key in the file)."""
    heard = Heard()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.answers.pop(0) if len(heard.answers) > 1 else heard.answers[0])
            self.send_header("location", "http://127.0.0.1:1/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is theirs
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    heard.address = f"http://127.0.0.1:{server.server_address[1]}/hotline"
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
