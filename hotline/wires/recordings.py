# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finds what a caller is to hear as a file the relay plays evenly. Making one happens off the event loop.

The organisations' room puts clips together; here the whole becomes what goes over the line. Both are kept
under
names that follow from their contents. A file found lately is taken as it is, and looked at again beside the
call:
so a new recording is heard within seconds, and no caller waits for it to be made.
"""

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from hotline.exchange.words import NOBODY, Announcement, LineId
from hotline.organisations.sounds import MissingSound, compose
from hotline.wires.directory import LineShown
from hotline.wires.paced_sound import seconds_of, write_paced
from hotline.wires.tasks import in_background

log = structlog.get_logger()

FRESH = 2.0
MUSIC = Announcement("music")
ALWAYS_NEEDED = ((MUSIC,), (Announcement("welcome"),), (NOBODY,), (Announcement("error"),))

Keys = tuple[Announcement, ...]


@dataclass(frozen=True)
class Recording:
    path: Path
    seconds: float


@dataclass(frozen=True)
class Found:
    at: float
    recording: Recording


class Recordings:
    def __init__(self, root: Path, line: Callable[[LineId], LineShown]) -> None:
        self._root = root
        self._line = line
        self._found: dict[tuple[LineId, Keys], Found] = {}

    async def find(self, line: LineId, keys: Keys) -> Recording:
        """Raises `organisations.sounds.MissingSound` when a clip has no file."""
        found = self._found.get((line, keys))
        if found is None:
            return await self._look(line, keys)
        if time.monotonic() - found.at > FRESH:
            self._found[line, keys] = Found(time.monotonic(), found.recording)
            in_background(self._look(line, keys))
        return found.recording

    async def make_ready(self, line: LineId) -> None:
        """Make what every caller or any trouble needs, before there is either."""
        for keys in ALWAYS_NEEDED:
            try:
                await self.find(line, keys)
            except MissingSound as missing:
                log.warning("a sound is missing", problem=str(missing))

    async def _look(self, line: LineId, keys: Keys) -> Recording:
        recording = await asyncio.to_thread(self._make, self._line(line), keys)
        self._found[line, keys] = Found(time.monotonic(), recording)
        return recording

    def _make(self, line: LineShown, keys: Keys) -> Recording:
        composed = self._root / "composed"
        sound = compose(self._root, composed, line.slug, line.languages, keys)
        paced = composed / f"{_name_for(sound, composed)}.flv"
        if paced.exists():
            os.utime(paced)  # it is in use
        else:
            write_paced(sound, paced)
        return Recording(paced, seconds_of(paced))

    def line_name(self, line: LineId) -> str:
        return self._line(line).name


def _name_for(sound: Path, composed: Path) -> str:
    """What was put together has the name of its contents already, and is touched whenever it is used."""
    if sound.parent == composed:
        return sound.stem
    seen = sound.stat()
    return hashlib.sha256(f"{sound} {seen.st_size} {seen.st_mtime_ns}".encode()).hexdigest()[:32]
