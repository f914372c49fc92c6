# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The media relay (rtpengine) as Hotline starts it: as the current user, in user space, on our ports."""

from pathlib import Path

from django.conf import settings

PROGRAM = "rtpengine"
PORTS_PER_CALL = 6

CONFIGURATION = """\
# Written by `hotline run` at each start; change the variables instead.
[rtpengine]
# In user space, so that no root and no kernel module are needed.
table = -1
foreground = true
log-stderr = true
log-level = 4

interface = {interface}
port-min = {port_min}
port-max = {port_max}
listen-ng = 127.0.0.1:{ng_port}
# Each key a caller presses comes as a datagram.
dtmf-log-dest = 127.0.0.1:{keys_port}

# A muted caller sends nothing for long and must not be cut off: whoever is gone is noticed by other means.
timeout = 60
silent-timeout = 3600
offer-timeout = 3600
final-timeout = 14400
delete-delay = 0
"""


def configuration() -> str:
    return CONFIGURATION.format(
        interface=settings.MEDIA_INTERFACE,
        port_min=settings.MEDIA_PORT_MIN,
        port_max=settings.MEDIA_PORT_MAX,
        ng_port=settings.NG_PORT,
        keys_port=settings.KEYS_PORT,
    )


def write_configuration(folder: Path) -> Path:
    file = folder / "rtpengine.conf"
    file.write_text(configuration())
    return file


def order(folder: Path) -> tuple[str, ...]:
    """How the relay is started."""
    return (PROGRAM, f"--config-file={write_configuration(folder)}")


def most_calls() -> int:
    """How many calls the range of media ports has room for."""
    return max(settings.MEDIA_PORT_MAX - settings.MEDIA_PORT_MIN + 1, 0) // PORTS_PER_CALL
