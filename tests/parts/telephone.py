# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A citizen's telephone: a real SIP client (baresip) which speaks a tone and records what it hears."""

import contextlib
import itertools
import json
import socket
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.parts.ports import TELEPHONES, free_port
from tests.parts.tones import Recording, write_tone
from tests.parts.waiting import until

MODULES = "/usr/lib/baresip/modules"
CONFIG = """\
module_path {modules}
module g711.so
module aufile.so
module sndfile.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control}
sip_listen 0.0.0.0:{sip}
rtp_ports {first_port}-{last_port}
audio_source aufile,{voice}
audio_player aufile,{folder}/nowhere.wav
audio_channels 1
snd_path {folder}
call_local_timeout 120
"""
LONGEST_CALL = 300.0
TRIES = 3
_numbers = itertools.count(1)


class Telephone:
    """Use as a context. Each has a number of its own, which it may withhold."""

    def __init__(self, folder: Path, *, tone: int = 440, withheld: bool = False) -> None:
        self.folder = folder
        self.tone = tone
        self.number = f"+4500{next(_numbers):06}"
        self.events: list[dict[str, str]] = []
        folder.mkdir(parents=True, exist_ok=True)
        name = (
            '"Anonymous" <sip:anonymous@anonymous.invalid>' if withheld else f"<sip:{self.number}@127.0.0.1>"
        )
        (folder / "accounts").write_text(f"{name};regint=0;audio_codecs=PCMA/8000/1;answermode=manual\n")
        self._voice = folder.parent / f"voice-{tone}.wav"
        if not self._voice.exists():
            write_tone(self._voice, tone, LONGEST_CALL, rate=8000)

    def __enter__(self) -> Self:
        self._log = (self.folder / "log").open("wb")
        self._socket = self._start(TRIES)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def _start(self, tries: int) -> socket.socket:
        """A port that was free may be taken before the telephone takes it: then it takes others."""
        self._control = free_port(socket.SOCK_STREAM)
        config = CONFIG.format(
            modules=MODULES,
            control=self._control,
            sip=free_port(socket.SOCK_DGRAM),
            first_port=TELEPHONES[0],
            last_port=TELEPHONES[1],
            voice=self._voice,
            folder=self.folder,
        )
        (self.folder / "config").write_text(config)
        order = ["baresip", "-f", str(self.folder)]
        self._process = subprocess.Popen(order, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        try:
            return until(self._connect, "the telephone can be told what to do", 10)
        except AssertionError:
            self._end()
            if not tries:
                raise
            return self._start(tries - 1)

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self.hang_up()
        self._end()
        self._socket.close()
        self._log.close()

    def _connect(self) -> socket.socket | None:
        try:
            return socket.create_connection(("127.0.0.1", self._control), 1)
        except OSError:
            return None

    def _read(self) -> None:
        """Events come as netstrings of JSON."""
        self._socket.settimeout(None)
        with contextlib.suppress(OSError, ValueError), self._socket.makefile("rb") as stream:
            while size := stream_number(stream):
                message = json.loads(stream.read(size))
                stream.read(1)
                if message.get("event"):
                    self.events.append(message)

    def _tell(self, command: str, parameters: str = "") -> None:
        message = json.dumps({"command": command, "params": parameters}).encode()
        self._socket.sendall(b"%d:%s," % (len(message), message))

    def dial(self, uri: str) -> None:
        self.events.clear()
        self._tell("dial", uri)

    def hang_up(self) -> None:
        self._tell("hangup")

    def hold(self) -> None:
        """As a key of the telephone does: the line is asked to send nothing for a while."""
        self._tell("hold")

    def resume(self) -> None:
        self._tell("resume")

    def press(self, digit: str) -> None:
        self._tell("sndcode", digit)

    def has_seen(self, kind: str) -> bool:
        return any(event["type"] == kind for event in self.events)

    def is_up(self) -> bool:
        return self.has_seen("CALL_ESTABLISHED") and not self.has_seen("CALL_CLOSED")

    def wait_until_up(self, seconds: float = 20) -> None:
        until(lambda: self.has_seen("CALL_ESTABLISHED"), "the call is answered", seconds)

    def wait_until_over(self, seconds: float = 20) -> None:
        until(lambda: self.has_seen("CALL_CLOSED"), "the call is over", seconds)

    @property
    def recording(self) -> Recording:
        """What this telephone hears, from the beginning of its last call."""
        return Recording(until(self._newest_file, "something is heard"))

    def _newest_file(self) -> Path | None:
        files = self.folder.glob("dump*dec.wav")
        return max(files, key=lambda file: file.stat().st_mtime_ns, default=None)

    def hears(self, hertz: float) -> bool:
        return self.recording.hears(hertz)

    def expect_to_hear(self, hertz: float, seconds: float = 20) -> None:
        until(lambda: self.hears(hertz), lambda: f"{hertz} Hz; {self.heard()}", seconds)

    def expect_to_hear_sound(self, sound: Path, seconds: float = 20) -> None:
        """Something the line plays."""
        until(
            lambda: self.recording.plays(sound), lambda: f"{sound.name}; {self.heard()}", seconds, every=0.1
        )

    @property
    def changes_of_stream(self) -> int:
        """How often the sound came from another stream than before: two at once cut each other to pieces."""
        return (self.folder / "log").read_text(errors="replace").count("SSRC changed")

    def heard(self) -> str:
        return f"{self.number} hears {self.recording.described()}"


def stream_number(stream: object) -> int:
    """The length before the colon of a netstring; 0 at the end."""
    digits = b""
    while (byte := stream.read(1)) not in {b":", b""}:  # type: ignore[attr-defined]
        digits += byte if byte.isdigit() else b""
    return int(digits) if digits else 0
