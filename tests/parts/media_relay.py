# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A media relay of the test's own: a real rtpengine with the configuration Hotline writes."""

import signal
import socket
import subprocess
from pathlib import Path

from django.test import override_settings

from hotline.site import relay
from hotline.wires import bencode
from tests.parts.ports import free_port, free_range
from tests.parts.waiting import until

ADDRESS = "127.0.0.1"
MEDIA_PORTS = 600


class MediaRelay:
    """`start` may be called again after `kill`: another relay on the same ports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ng_port, self.keys_port = free_port(socket.SOCK_DGRAM), free_port(socket.SOCK_DGRAM)
        self.media_ports = free_range(MEDIA_PORTS)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        first, last = self.media_ports
        settings = override_settings(
            NG_PORT=self.ng_port,
            KEYS_PORT=self.keys_port,
            MEDIA_INTERFACE=ADDRESS,
            MEDIA_PORT_MIN=first,
            MEDIA_PORT_MAX=last,
        )
        with settings, (self.folder / "relay.log").open("ab") as log:
            self._process = subprocess.Popen(relay.order(self.folder), stderr=log, stdout=log)
        until(self.answers, f"the media relay answers; see {self.folder}/relay.log", every=0.02)

    def answers(self) -> bool:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(0.1)
            try:
                asking.connect((ADDRESS, self.ng_port))
                asking.send(b"1 " + bencode.encode({"command": "ping"}))
                return b"pong" in asking.recv(1000)
            except OSError:
                return False

    def freeze(self) -> None:
        """It is there, but does nothing until `thaw`."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """At once, without a goodbye to anybody."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
