# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import pytest
from django.conf import LazySettings

from hotline.organisations.models import Line
from hotline.people.example import DEMO_PASSWORD
from hotline.people.models import User
from hotline.site import welcome
from hotline.site.welcome import ringing_in, sign_ins, sip_address, text, web_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: LazySettings) -> LazySettings:
    settings.DEMO = settings.FORCED_OPEN = True
    settings.WEB_ADDRESS, settings.WEB_PORT = "127.0.0.1", 8000
    settings.SIP_ADDRESS, settings.SIP_PORT = "127.0.0.1", 5070
    return settings


def person(username: str, password: str = DEMO_PASSWORD) -> User:
    return User.objects.create_user(username=username, password=password)


def test_the_first_line_is_what_a_softphone_dials(demo: LazySettings) -> None:
    Line.objects.create(name="Hotline", slug="hotline", number="+4570200000")
    assert sip_address() == "sip:70200000@127.0.0.1:5070"
    demo.SIP_ADDRESS = "10.0.0.5"
    assert sip_address() == "sip:70200000@10.0.0.5:5070"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("127.0.0.1", "http://localhost:8000"),
        ("0.0.0.0", "http://localhost:8000"),
        ("10.0.0.5", "http://10.0.0.5:8000"),
    ],
)
def test_pages_are_shown_at_an_address_a_browser_can_open(
    address: str, shown: str, demo: LazySettings
) -> None:
    demo.WEB_ADDRESS = address
    assert web_address() == shown


@pytest.mark.usefixtures("demo")
def test_who_can_sign_in_is_told_with_the_example_s_password() -> None:
    person("agent1")
    person("vagtleder", password="changed-since-then")
    assert list(sign_ins()) == [
        f"Sign in as (password: {DEMO_PASSWORD})",
        "  agent1                                     an agent; so are agent2 to agent60",
    ]


def test_nobody_s_sign_in_is_told_outside_a_demonstration(demo: LazySettings) -> None:
    person("agent1")
    demo.DEMO = False
    assert list(sign_ins()) == []


def test_the_citizens_page_for_ringing_is_told_only_in_a_demonstration(demo: LazySettings) -> None:
    assert any("/demo/phone/" in line for line in ringing_in())
    demo.DEMO = False
    assert not any("/demo/phone/" in line for line in ringing_in())


@pytest.mark.parametrize(("beyond", "hinted"), [([], True), (["192.0.2.7"], False)])
@pytest.mark.usefixtures("demo")
def test_a_machine_with_loopback_alone_is_told_what_browsers_need(
    beyond: list[str], *, hinted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(welcome, "addresses_beyond_home", lambda: beyond)
    assert any("--allow-loopback-in-peer-connection" in line for line in ringing_in()) is hinted


def test_a_line_that_is_forced_open_is_said_first(demo: LazySettings) -> None:
    assert (
        text().splitlines()[1]
        == "DEMONSTRATION: the line answers at every hour, whatever its opening hours say."
    )
    demo.FORCED_OPEN = False
    assert "DEMONSTRATION" not in text()
