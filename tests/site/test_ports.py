# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import socket

import pytest
from django.conf import LazySettings

from hotline.site.ports import (
    Kind,
    Port,
    can_be_had,
    next_free,
    our_ports,
    trouble_with,
    trouble_with_media_ports,
)
from tests.parts.ports import free_port


def web_on(number: int, address: str = "127.0.0.1") -> Port:
    return Port("the pages", Kind.TCP, address, number, "HOTLINE_WEB_PORT", "HOTLINE_WEB_ADDRESS")


def phone_on(number: int) -> Port:
    return Port("calls (SIP)", Kind.UDP, "127.0.0.1", number, "HOTLINE_SIP_PORT", "HOTLINE_SIP_ADDRESS")


def test_free_ports_are_no_trouble() -> None:
    assert trouble_with([web_on(free_port()), phone_on(free_port(socket.SOCK_DGRAM))]) == []


def test_a_busy_port_is_named_with_the_variable_and_a_free_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        [sentence] = trouble_with([web_on(number)])
        instead = next_free(web_on(number))
    assert sentence == (
        f"Port {number} (TCP) for the pages is taken, or not allowed. Stop the program that has it, or set "
        f"HOTLINE_WEB_PORT to another port, for example HOTLINE_WEB_PORT={instead}."
    )


def test_a_port_is_busy_only_for_its_own_kind() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        number = taken.getsockname()[1]
        assert can_be_had(phone_on(number)) is False
        assert can_be_had(web_on(number)) is True


def test_a_port_that_was_just_closed_can_be_had_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        with socket.create_connection(address), server.accept()[0]:
            pass
    assert can_be_had(web_on(address[1])) is True


def test_an_address_of_another_machine_is_named_with_its_variable() -> None:
    [sentence] = trouble_with([web_on(8000, "203.0.113.9")])
    assert sentence == (
        "203.0.113.9, where the pages should be, is no address of this machine. "
        "Set HOTLINE_WEB_ADDRESS to one that is, or to 127.0.0.1."
    )


def test_two_that_want_the_same_port_are_told() -> None:
    number = free_port(socket.SOCK_DGRAM)
    ng = Port("control", Kind.UDP, "127.0.0.1", number, "HOTLINE_NG_PORT")
    assert trouble_with([phone_on(number), ng]) == [
        f"HOTLINE_SIP_PORT and HOTLINE_NG_PORT both say {number} (UDP). Give each a port of its own."
    ]


def test_the_highest_port_has_no_next() -> None:
    assert next_free(web_on(65535)) is None


def test_a_range_without_room_for_a_call_is_told(settings: LazySettings) -> None:
    settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX = 30000, 29999
    [sentence] = trouble_with_media_ports()
    assert sentence.startswith("HOTLINE_MEDIA_PORT_MIN (30000) to HOTLINE_MEDIA_PORT_MAX (29999) has no room")
    settings.MEDIA_PORT_MAX = 30005
    assert trouble_with_media_ports() == []


def test_our_ports_follow_the_settings(settings: LazySettings) -> None:
    settings.WEB_PORT, settings.SIP_ADDRESS = 8001, "127.0.0.2"
    found = {port.variable: (port.address, port.number, port.kind) for port in our_ports()}
    assert found["HOTLINE_WEB_PORT"] == ("127.0.0.1", 8001, Kind.TCP)
    assert found["HOTLINE_SIP_PORT"] == ("127.0.0.2", settings.SIP_PORT, Kind.UDP)
    assert len(found) == 5


@pytest.mark.parametrize("address", ["::1", "127.0.0.1"])
def test_both_families_of_addresses_can_be_looked_at(address: str) -> None:
    assert can_be_had(web_on(free_port(), address)) is True
