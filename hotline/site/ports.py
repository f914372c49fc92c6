# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The ports Hotline listens on, and whether they can be had.

Looked at before anything is started: a busy port is named together with the variable that moves it, instead
of a traceback from one of several processes.
"""

import errno
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.conf import settings

from hotline.site.relay import most_calls

HIGHEST = 65535


class Kind(Enum):
    TCP = socket.SOCK_STREAM
    UDP = socket.SOCK_DGRAM


@dataclass(frozen=True)
class Port:
    purpose: str
    kind: Kind
    address: str
    number: int
    variable: str
    address_variable: str = ""


def our_ports() -> list[Port]:
    web, exchange, sip = settings.WEB_ADDRESS, settings.EXCHANGE_ADDRESS, settings.SIP_ADDRESS
    local = "127.0.0.1"
    return [
        Port("the pages", Kind.TCP, web, settings.WEB_PORT, "HOTLINE_WEB_PORT", "HOTLINE_WEB_ADDRESS"),
        Port(
            "the agents' phones",
            Kind.TCP,
            exchange,
            settings.EXCHANGE_PORT,
            "HOTLINE_EXCHANGE_PORT",
            "HOTLINE_EXCHANGE_ADDRESS",
        ),
        Port("calls (SIP)", Kind.UDP, sip, settings.SIP_PORT, "HOTLINE_SIP_PORT", "HOTLINE_SIP_ADDRESS"),
        Port("control of the media relay", Kind.UDP, local, settings.NG_PORT, "HOTLINE_NG_PORT"),
        Port("key presses from the media relay", Kind.UDP, local, settings.KEYS_PORT, "HOTLINE_KEYS_PORT"),
    ]


def can_be_had(port: Port) -> bool:
    """Whether nobody listens there. Raises OSError when the address is not one of this machine's."""
    family = socket.AF_INET6 if ":" in port.address else socket.AF_INET
    with socket.socket(family, port.kind.value) as probe:
        if port.kind is Kind.TCP:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((port.address, port.number))
        except OSError as refused:
            if refused.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def next_free(port: Port) -> int | None:
    """The next number up that could be used instead."""
    for number in range(port.number + 1, min(port.number + 100, HIGHEST)):
        if can_be_had(Port(port.purpose, port.kind, port.address, number, port.variable)):
            return number
    return None


def trouble_with(ports: list[Port]) -> list[str]:
    """One sentence for each port that cannot be had, with what to set instead."""
    return [*_named_twice(ports), *(sentence for port in ports for sentence in _trouble_with_one(port))]


def trouble_with_media_ports() -> list[str]:
    if most_calls() > 0:
        return []
    lowest, highest = settings.MEDIA_PORT_MIN, settings.MEDIA_PORT_MAX
    no_range = f"HOTLINE_MEDIA_PORT_MIN ({lowest}) to HOTLINE_MEDIA_PORT_MAX ({highest})"
    return [f"{no_range} has no room for a single call, which takes six ports."]


def _named_twice(ports: list[Port]) -> Iterator[str]:
    counted = Counter((port.kind, port.number) for port in ports)
    for kind, number in (key for key, times in counted.items() if times > 1):
        same = [port for port in ports if (port.kind, port.number) == (kind, number)]
        variables = " and ".join(port.variable for port in same)
        yield f"{variables} both say {number} ({kind.name}). Give each a port of its own."


def _trouble_with_one(port: Port) -> Iterator[str]:
    try:
        if not can_be_had(port):
            yield _busy(port)
    except OSError:
        yield (
            f"{port.address}, where {port.purpose} should be, is no address of this machine. "
            f"Set {port.address_variable} to one that is, or to 127.0.0.1."
        )


def _busy(port: Port) -> str:
    instead = next_free(port)
    advice = f", for example {port.variable}={instead}" if instead else ""
    return (
        f"Port {port.number} ({port.kind.name}) for {port.purpose} is taken, or not allowed. "
        f"Stop the program that has it, or set {port.variable} to another port{advice}."
    )
