# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Messages go to the place that was checked, and to no machine of our own network."""

import datetime as dt
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django.fixtures import Settings

from hotline.webhooks import posting
from hotline.webhooks.posting import checked_places, is_public, post
from hotline.webhooks.signing import new_secret
from hotline.webhooks.trying import NotDelivered
from tests.handovers.world import Heard, system

AT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
SECRET = new_secret()


def send(address: str) -> None:
    post(address, SECRET, message_id="msg_1", message={"type": "call.ended", "name": "Ærø"}, at=AT)


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    with system() as ear:
        yield ear


class Names:
    """A name server that gives other answers each time it is asked; the last for ever."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self._real = socket.getaddrinfo

    def __call__(self, host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if not name or not name.endswith(".example.org"):
            return self._real(host, port, *args, **kwargs)
        self.asked.append(name)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return self._real(answer, port, *args, **kwargs)


def test_the_message_arrives_with_its_signature_and_the_name_that_was_asked_for(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names("127.0.0.1"))
    port = httpx.URL(heard.address).port

    send(f"http://system.example.org:{port}/hook?x=1")

    headers, body = heard.requests[0]
    assert body.decode() == '{"type": "call.ended", "name": "Ærø"}'
    assert (headers["host"], headers["content-type"]) == (f"system.example.org:{port}", "application/json")
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_1", str(int(AT.timestamp())))


def test_a_name_that_leads_elsewhere_a_moment_later_leads_nowhere(
    heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = Names("127.0.0.1", "127.0.0.2", "127.0.0.3")
    monkeypatch.setattr(socket, "getaddrinfo", names)

    send(f"http://system.example.org:{httpx.URL(heard.address).port}/")

    assert names.asked == ["system.example.org"]
    assert len(heard.requests) == 1


def test_a_place_that_cannot_be_reached_is_passed_over(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> None:
    port = httpx.URL(heard.address).port
    both = [(2, 1, 6, "", (place, port)) for place in ("127.0.0.9", "127.0.0.1", "127.0.0.1")]
    real = socket.getaddrinfo

    def asked(host: Any, *args: Any, **kwargs: Any) -> Any:
        return both if host == "system.example.org" else real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", asked)

    send(f"http://system.example.org:{port}/")

    assert len(heard.requests) == 1
    assert checked_places(httpx.URL(f"http://system.example.org:{port}/")) == ["127.0.0.9", "127.0.0.1"]


def test_a_public_name_with_one_private_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: both)

    with pytest.raises(NotDelivered) as refused:
        checked_places(httpx.URL("https://system.example.org/"))

    assert refused.value.for_good


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "https://127.0.0.1/",
        "https://10.0.0.5/hook",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://localhost/",
        "https://2130706433/",
        "ftp://example.org/",
        "https:///",
        "https://exa mple.org:x/",
    ],
)
def test_no_plain_http_and_no_machine_of_our_own_network(address: str) -> None:
    with pytest.raises(NotDelivered) as refused:
        send(address)
    assert refused.value.for_good


@pytest.mark.parametrize("place", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_a_public_place_will_do(place: str) -> None:
    assert is_public(place)


def test_a_name_nobody_knows_may_be_known_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: Any, **_kwargs: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(NotDelivered) as refused:
        send("https://gone.example.org/")
    assert not refused.value.for_good


@pytest.mark.parametrize(("status", "for_good"), [(500, False), (404, False), (301, False), (410, True)])
def test_a_refusal_says_whether_trying_again_helps(heard: Heard, status: int, for_good: bool) -> None:
    heard.answers = [status]

    with pytest.raises(NotDelivered, match=str(status)) as refused:
        send(heard.address)

    assert (refused.value.for_good, len(heard.requests)) == (for_good, 1)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for system.example.org, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    order = [
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "key.pem", "-out", "certificate.pem", "-days", "2", "-subj", "/CN=system.example.org",
        "-addext", "subjectAltName=DNS:system.example.org",
    ]  # fmt: skip
    subprocess.run(order, cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "certificate.pem").read_text())
    return both


@pytest.mark.parametrize(("name", "arrives"), [("system.example.org", True), ("other.example.org", False)])
def test_the_certificate_must_be_that_of_the_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, certificate: Path, name: str, arrives: bool
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    monkeypatch.setattr(socket, "getaddrinfo", Names("127.0.0.1"))
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(posting, "tls", lambda: trusting)
    with system(certificate) as ear:
        address = f"https://{name}:{httpx.URL(ear.address).port}/"
        if arrives:
            send(address)
        else:
            with pytest.raises(NotDelivered, match="ConnectError"):
                send(address)

    assert len(ear.requests) == int(arrives)
