# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finds the file a caller is to hear; the organisations' room puts it together, off the event loop."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from hotline.exchange.words import Announcement, LineId
from hotline.organisations.sounds import compose
from hotline.wires.directory import LineShown

# How long a found file is taken as it is before its clips are looked at again.
FRESH = 2.0


class Recordings:
    def __init__(self, root: Path, line: Callable[[LineId], LineShown]) -> None:
        self._root = root
        self._line = line
        self._found: dict[tuple[LineId, tuple[Announcement, ...]], tuple[float, Path]] = {}

    async def file(self, line: LineId, keys: tuple[Announcement, ...]) -> Path:
        """Raises `organisations.sounds.MissingSound` when a clip has no file."""
        found_at, path = self._found.get((line, keys), (0.0, Path()))
        if time.monotonic() - found_at > FRESH:
            path = await asyncio.to_thread(self._compose, self._line(line), keys)
            self._found[line, keys] = (time.monotonic(), path)
        return path

    def _compose(self, line: LineShown, keys: tuple[Announcement, ...]) -> Path:
        return compose(self._root, self._root / "composed", line.slug, line.languages, keys)

    def line_name(self, line: LineId) -> str:
        return self._line(line).name
