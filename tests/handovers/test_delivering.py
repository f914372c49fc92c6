# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Authorities are told by mail and by a signed webhook, over a real connection, until it succeeds."""

import base64
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from pytest_django.fixtures import Settings

from hotline.handovers.actions import change_secret, close, forget_citizens, send_again
from hotline.handovers.delivering import deliver
from hotline.handovers.models import Delivery, Inbox
from hotline.webhooks import trying
from hotline.webhooks.trying import LEASE, PAUSES
from tests.calls import scenes
from tests.handovers.world import CONTACT, WORDS, Heard, handed_over, inbox, system, vibe

pytestmark = pytest.mark.django_db

NOON = scenes.NOON


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    settings.SITE_URL = "https://hotline.example.org"
    with system() as ear:
        yield ear


def only() -> Delivery:
    return Delivery.objects.get()


def test_the_authoritys_system_is_told_all_it_needs(heard: Heard) -> None:
    made = handed_over(inbox=inbox(webhook=heard.address))

    assert deliver(now=NOON) == 1

    headers, body = heard.requests[0]
    assert json.loads(body) == {
        "type": "handover.made",
        "timestamp": NOON.isoformat(),
        "data": {
            "id": str(made.key),
            "authority": "0791",
            "line": "hotline",
            "kind": "complaint",
            "words": WORDS,
            "contact": CONTACT,
            "handed_over_at": NOON.isoformat(),
            "due_at": (NOON + dt.timedelta(days=7)).isoformat(),
            "reminders": 0,
            "address": f"https://hotline.example.org/hand-overs/{made.key}/",
        },
    }
    assert headers["content-type"] == "application/json"
    assert (only().state, only().tries, only().try_at) == ("delivered", 1, None)


def test_the_receiver_can_check_who_sent_it(heard: Heard) -> None:
    handed_over(inbox=inbox(webhook=heard.address))
    deliver(now=NOON)

    headers, body = heard.requests[0]
    key = base64.b64decode(Inbox.objects.get().secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == f"msg_{only().key.hex}"
    assert int(headers["webhook-timestamp"]) == int(NOON.timestamp())


def test_a_new_secret_signs_from_then_on(heard: Heard) -> None:
    own = inbox(webhook=heard.address)
    handed_over(inbox=own)
    deliver(now=NOON)
    change_secret(own)
    send_again(only(), now=NOON)
    deliver(now=NOON)

    (first, body), (second, same_body) = heard.requests
    assert body == same_body
    assert first["webhook-id"] == second["webhook-id"]
    assert first["webhook-signature"] != second["webhook-signature"]


def test_what_did_not_arrive_is_tried_again_with_growing_pauses_and_then_given_up(heard: Heard) -> None:
    heard.answers = [503]
    handed_over(inbox=inbox(webhook=heard.address))
    at, waits = NOON, []

    for _try in range(len(PAUSES) + 1):
        assert deliver(now=at) == 0
        delivery = only()
        if delivery.try_at:
            waits.append(delivery.try_at - at)
            at = delivery.try_at

    assert tuple(waits) == PAUSES
    assert list(PAUSES) == sorted(PAUSES)
    assert (only().state, only().tries, only().problem) == ("given_up", len(PAUSES) + 1, "Det svarede 503.")
    assert deliver(now=at + dt.timedelta(days=9)) == 0
    assert len(heard.requests) == len(PAUSES) + 1


def test_nothing_is_tried_before_its_time(heard: Heard) -> None:
    heard.answers = [500, 204]
    handed_over(inbox=inbox(webhook=heard.address))
    deliver(now=NOON)

    assert deliver(now=NOON + PAUSES[0] - dt.timedelta(seconds=1)) == 0
    assert len(heard.requests) == 1
    assert deliver(now=NOON + PAUSES[0]) == 1
    assert (only().state, only().problem) == ("delivered", "")


@pytest.mark.parametrize(
    ("status", "state"), [(410, "given_up"), (301, "waiting"), (404, "waiting"), (201, "delivered")]
)
def test_what_a_system_answers_decides_what_becomes_of_it(heard: Heard, status: int, state: str) -> None:
    heard.answers = [status]
    handed_over(inbox=inbox(webhook=heard.address))

    deliver(now=NOON)

    assert (only().state, len(heard.requests)) == (state, 1)


def test_a_system_that_is_not_there_is_tried_again(settings: Settings) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    handed_over(inbox=inbox(webhook=f"http://127.0.0.1:{port}/"))

    deliver(now=NOON)

    assert (only().state, only().problem) == ("waiting", "Intet svar: ConnectError")


def test_one_that_is_down_does_not_hold_up_the_others(heard: Heard, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    handed_over(inbox=inbox(webhook=f"http://127.0.0.1:{port}/"))
    handed_over("c2", inbox=inbox(scenes.authority(), webhook=heard.address))

    assert deliver(now=NOON) == 1
    assert len(heard.requests) == 1


def test_a_message_sent_again_by_hand_says_how_it_stands_now(heard: Heard) -> None:
    made = handed_over(inbox=inbox(webhook=heard.address))
    deliver(now=NOON)
    close(made, answer="", by=vibe(), now=NOON)
    forget_citizens(now=NOON + dt.timedelta(days=15))

    send_again(only(), now=NOON)
    deliver(now=NOON)

    assert json.loads(heard.requests[1][1])["data"]["contact"] == ""


def test_who_takes_a_delivery_keeps_it_for_a_while(heard: Heard) -> None:
    handed_over(inbox=inbox(webhook=heard.address))
    mine, theirs = only(), only()

    assert trying.taken(mine, NOON) is True
    assert trying.taken(theirs, NOON) is False


def test_a_process_that_died_while_sending_leaves_a_try_for_later(heard: Heard) -> None:
    handed_over(inbox=inbox(webhook=heard.address))
    Delivery.objects.update(try_at=NOON + LEASE, tries=1)

    assert (deliver(now=NOON), deliver(now=NOON + LEASE)) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_send_each_message_once(heard: Heard) -> None:
    own = inbox(webhook=heard.address)
    for number in range(6):
        handed_over(f"c{number}", inbox=own)

    def work() -> None:
        try:
            deliver(now=NOON)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    ids = [headers["webhook-id"] for headers, _body in heard.requests]
    assert (len(ids), len(set(ids))) == (6, 6)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered"}


def test_a_mail_holds_a_link_and_a_deadline_and_nothing_of_the_citizen(settings: Settings) -> None:
    settings.SITE_URL = "https://hotline.example.org"
    made = handed_over(inbox=inbox(email="post@example.org"))

    assert deliver(now=NOON) == 1

    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["post@example.org"], "En oversendelse fra Den Digitale Hotline")
    assert f"https://hotline.example.org/hand-overs/{made.key}/" in sent.body
    assert "inden 14. maj 2014" in sent.body
    for secret in (WORDS, CONTACT, "Klage", "Eksempelsen", "00 00 00 01", "Alma"):
        assert secret not in f"{sent.subject}{sent.body}"


def test_a_reminder_says_so_in_its_subject() -> None:
    made = handed_over(inbox=inbox(email="post@example.org"))
    Delivery.objects.update(event=Delivery.Event.REMINDED)

    deliver(now=NOON)

    assert mail.outbox[0].subject == "Påmindelse: en oversendelse fra Den Digitale Hotline venter på jer"
    assert str(made.key) in mail.outbox[0].body


def test_a_mail_server_that_refuses_is_tried_again(settings: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_PORT = taken.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    handed_over(inbox=inbox(email="post@example.org"))

    assert deliver(now=NOON) == 0
    assert (only().state, only().problem) == ("waiting", "Mailserveren sagde: ConnectionRefusedError")


def test_an_inbox_that_is_gone_is_told_nothing() -> None:
    handed_over(inbox=inbox(email="post@example.org"))
    Inbox.objects.all().delete()

    deliver(now=NOON)

    assert (only().state, only().tries, mail.outbox) == ("given_up", 1, [])


def test_a_wrong_address_is_not_asked_at_all(heard: Heard, settings: Settings) -> None:
    settings.WEBHOOKS_ANYWHERE = False
    handed_over(inbox=inbox(webhook=heard.address))

    deliver(now=NOON)

    assert (only().state, heard.requests) == ("given_up", [])
