# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the tests of registration share: who is signed in, what is sent, what an inquiry says."""

import uuid
from typing import Any, Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline.calls.models import CallRecord
from hotline.inquiries.actions import register_inquiry
from hotline.inquiries.matters import Matter
from hotline.inquiries.models import Home, Inquiry, Outcome
from hotline.knowledge.models import Topic
from hotline.organisations.models import Authority
from hotline.people.models import User


class Answer(Protocol):
    """What the test client and a view have in common."""

    content: bytes


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def topic(code: str = "fritagelse", name: str = "Fritagelse") -> Topic:
    return Topic.objects.get_or_create(code=code, defaults={"name": name, "name_en": name})[0]


def filled_in(**changes: object) -> dict[str, object]:
    """A form as an agent sends it: exemption, Aarhus, answered."""
    standard: dict[str, object] = {
        "topics": [topic().pk],
        "home": "0751",
        "outcome": "answered",
        "note": "Ville vide hvor.",
        "key": str(uuid.uuid4()),
    }
    return {name: value for name, value in (standard | changes).items() if value is not None}


def registered(
    agent: User, call: CallRecord, authority: Authority | None = None, **changes: object
) -> Inquiry:
    deed = {name: changes.pop(name) for name in ("key", "now", "channel") if name in changes}
    return register_inquiry(agent=agent, call=call, matter=matter(authority, **changes), **deed)  # type: ignore[arg-type]


def matter(authority: Authority | None = None, **changes: object) -> Matter:
    """Exemption, answered."""
    standard: dict[str, Any] = {
        "topics": [topic()],
        "home": Home.AUTHORITY if authority else Home.UNKNOWN,
        "authority": authority,
        "outcome": Outcome.ANSWERED,
    }
    return Matter(**standard | changes)


def said(inquiry: Inquiry) -> tuple[list[str], str, str, str]:
    """Topics, citizen's authority, outcome, note."""
    return ([str(topic) for topic in inquiry.topics.all()], inquiry.home_name, inquiry.outcome, inquiry.note)


def text_of(response: Answer) -> str:
    """What was answered, on one line."""
    return " ".join(response.content.decode().split())


def cost(client: Client, address: str, **asked: int) -> int:
    """How many queries the page takes when it is asked for a second time."""
    client.get(address, asked)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, asked).status_code == 200
    return len(queries)
