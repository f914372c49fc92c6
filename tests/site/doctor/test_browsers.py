# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import datetime as dt
import socket
import threading

import pytest
from django.conf import LazySettings

from hotline.site.doctor import browsers
from hotline.site.doctor.finding import Health, ill, well
from tests.parts.ports import free_port

NOW = dt.datetime(2027, 3, 4, tzinfo=dt.UTC)


@pytest.fixture
def home(settings: LazySettings) -> LazySettings:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    settings.SESSION_COOKIE_SECURE = settings.DEBUG = settings.FORCED_OPEN = False
    settings.WEB_ADDRESS = settings.SIP_ADDRESS = settings.MEDIA_INTERFACE = "127.0.0.1"
    settings.CSRF_TRUSTED_ORIGINS, settings.EXCHANGE_URL = [], ""
    return settings


@pytest.mark.usefixtures("home")
def test_localhost_gets_the_microphone() -> None:
    [found] = browsers.look_at_microphone()
    assert found.health is Health.WELL


def test_another_host_without_tls_gets_no_microphone(home: LazySettings) -> None:
    home.ALLOWED_HOSTS = ["localhost", "hotline.example.dk"]
    [found] = browsers.look_at_microphone()
    assert (found.health, found.says) == (
        Health.ILL,
        "browsers give no microphone to http://hotline.example.dk",
    )
    home.SESSION_COOKIE_SECURE = True
    assert list(browsers.look_at_microphone()) == [
        well("microphone", "pages come over TLS, so browsers give the microphone")
    ]


@pytest.mark.usefixtures("home")
def test_a_machine_with_loopback_alone_is_told_what_chromium_needs() -> None:
    [found] = browsers.look_at_way_of_sound([])
    assert found.health is Health.DOUBTFUL
    assert "--allow-loopback-in-peer-connection" in found.advice
    [found] = browsers.look_at_way_of_sound(["192.0.2.7"])
    assert found == well("way of the sound", "media on 127.0.0.1")


def test_pages_for_others_need_sound_for_others(home: LazySettings) -> None:
    home.WEB_ADDRESS = "0.0.0.0"
    [found] = browsers.look_at_way_of_sound(["192.0.2.7"])
    assert (found.health, found.advice) == (Health.ILL, "Set HOTLINE_MEDIA_INTERFACE=192.0.2.7")


def test_a_certificate_that_cannot_be_had_is_told(home: LazySettings) -> None:
    port = free_port()
    home.CSRF_TRUSTED_ORIGINS = [f"https://localhost:{port}", "http://localhost"]
    [found] = browsers.look_at_certificates(NOW)
    assert (found.subject, found.health) == ("certificate of localhost", Health.ILL)
    assert found.says.startswith(f"cannot be had at port {port}: ")


def test_a_port_that_speaks_no_tls_has_no_certificate() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            with server.accept()[0] as caller:
                caller.sendall(b"220 this is a post office\r\n")

        greeter = threading.Thread(target=greet)
        greeter.start()
        found = browsers.look_at_certificate("127.0.0.1", server.getsockname()[1], NOW)
        greeter.join()
    assert (found.health, found.says.startswith("cannot be had")) == (Health.ILL, True)


@pytest.mark.parametrize(
    ("days", "health"), [(60, Health.WELL), (10, Health.DOUBTFUL), (-1, Health.DOUBTFUL)]
)
def test_a_certificate_that_ends_soon_is_to_be_renewed(
    days: int, health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_at = NOW + dt.timedelta(days=days)
    monkeypatch.setattr(browsers, "end_of_certificate", lambda _host, _port: ends_at)
    found = browsers.look_at_certificate("hotline.example.dk", 443, NOW)
    assert (found.health, found.says) == (health, f"is good until {ends_at:%Y-%m-%d}")


def test_a_page_over_tls_cannot_open_a_plain_socket(home: LazySettings) -> None:
    home.SESSION_COOKIE_SECURE, home.EXCHANGE_URL = True, "ws://hotline.example.dk:8100"
    assert list(browsers.look_at_certificates(NOW)) == [
        ill(
            "phone socket",
            "a page over TLS may not open HOTLINE_EXCHANGE_URL, which begins with ws://",
            "Let it begin with wss:// and lead it through the TLS proxy.",
        )
    ]


def test_what_suits_only_a_demonstration_is_told(home: LazySettings) -> None:
    assert list(browsers.look_at_openness()) == []
    home.SIP_ADDRESS, home.SIP_TRUSTED, home.FORCED_OPEN, home.DEBUG = "0.0.0.0", ["any"], True, True
    assert [(found.subject, found.health) for found in browsers.look_at_openness()] == [
        ("trust", Health.DOUBTFUL),
        ("opening hours", Health.DOUBTFUL),
        ("debugging", Health.DOUBTFUL),
    ]
