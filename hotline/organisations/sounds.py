# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Finds the clips of a line as files and puts them together into what a caller hears.

All sounds live in one folder, called root here (<data>/sounds):

    shipped/<language>/<key>.wav             made at set-up
    own/<line>/<language>/<key>.wav          a recording of the line's own, which wins

Every file is WAV, 48 kHz, mono, 16 bit: the rate that the media relay sends out evenly. An announcement put
together is kept in a cache under a name that follows from its parts, their sizes and times of change, so a
new recording is heard from the next caller on.
"""

import hashlib
import io
import os
import re
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hotline.organisations.clips import LANGUAGES, WORDLESS, clip

SAMPLE_RATE = 48_000
BYTES_PER_SAMPLE = 2
SUFFIX = ".wav"

PAUSE_WITHIN_SENTENCE_MS = 60
PAUSE_BETWEEN_SENTENCES_MS = 350
PAUSE_BETWEEN_LANGUAGES_MS = 700
UNUSED_IS_KEPT = timedelta(days=30)

LINE_SLUG = re.compile(r"[A-Za-z0-9_-]+")


class MissingSound(LookupError):
    """The clip is known, but its file is not there."""


class WrongSound(ValueError):
    """The file is not 48 kHz, mono, 16 bit."""


@dataclass(frozen=True)
class Piece:
    """One clip's file and the pause before it."""

    path: Path
    pause_ms: int


def shipped_path(root: Path, language: str, key: str) -> Path:
    return root / "shipped" / _folder(language, key) / f"{key}{SUFFIX}"


def own_path(root: Path, line: str, language: str, key: str) -> Path:
    if not LINE_SLUG.fullmatch(line):
        raise ValueError(f"{line!r} is not the short name of a line.")
    return root / "own" / line / _folder(language, key) / f"{key}{SUFFIX}"


def clip_path(root: Path, line: str, language: str, key: str) -> Path:
    """The file a caller of this line hears: the line's own recording, else the shipped one."""
    for path in (own_path(root, line, language, key), shipped_path(root, language, key)):
        if path.is_file():
            return path
    if stand_in := clip(key).stands_in:
        return clip_path(root, line, language, stand_in)
    raise MissingSound(f"The sound {key!r} ({language}) is missing in {root}: run tools/make_sounds.py.")


def compose(root: Path, cache: Path, line: str, languages: Sequence[str], keys: Sequence[str]) -> Path:
    """One file with the clips in order, the whole once in each language."""
    pieces = tuple(_pieces(root, line, languages, keys))
    if not pieces:
        raise ValueError("There is nothing to say.")
    if len(pieces) == 1:
        return pieces[0].path
    target = cache / f"{_fingerprint(pieces)}{SUFFIX}"
    if target.is_file():
        os.utime(target)
        return target
    write_atomically(target, wave_bytes(b"".join(_frames(pieces))))
    forget_unused(cache)
    return target


def duration_of(path: Path) -> timedelta:
    with wave.open(str(path), "rb") as sound:
        return timedelta(seconds=sound.getnframes() / sound.getframerate())


def forget_unused(cache: Path, kept: timedelta = UNUSED_IS_KEPT) -> None:
    """A file that is being played may go too: the relay has it open."""
    oldest = time.time() - kept.total_seconds()
    for path in cache.iterdir():
        with suppress(FileNotFoundError):  # another process may have been first
            if path.stat().st_mtime < oldest:
                path.unlink()


def wave_bytes(frames: bytes) -> bytes:
    """A WAV file around 16-bit mono samples at 48 kHz."""
    content = io.BytesIO()
    with wave.open(content, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(BYTES_PER_SAMPLE)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(frames)
    return content.getvalue()


def write_atomically(target: Path, content: bytes) -> None:
    """Whoever opens the file meanwhile gets the old one or the new one, never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".half-")
    half = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
        half.chmod(0o644)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _folder(language: str, key: str) -> str:
    """Checks both, so that no name from outside ever leads out of the folder."""
    known = clip(key)
    known.text(LANGUAGES[0] if language == WORDLESS else language)
    return WORDLESS if known.is_wordless else language


def _pieces(root: Path, line: str, languages: Sequence[str], keys: Sequence[str]) -> Iterator[Piece]:
    for turn, language in enumerate(languages):
        heard = _once(root, line, language, [key for key in keys if _is_heard(key, language, turn)])
        for nth, key in enumerate(heard):
            if nth == 0:
                pause_ms = PAUSE_BETWEEN_LANGUAGES_MS if turn else 0
            else:
                pause_ms = _pause_before(clip(key).text(language))
            yield Piece(clip_path(root, line, language, key), pause_ms)


def _once(root: Path, line: str, language: str, keys: Sequence[str]) -> list[str]:
    """Without what would say the same again: two announcements of the day that nobody has recorded."""
    said: list[str] = []
    for key in keys:
        stand_in = clip(key).stands_in
        if not stand_in or own_path(root, line, language, key).is_file():
            said.append(key)
        elif stand_in not in said:
            said.append(stand_in)
    return said


def _is_heard(key: str, language: str, turn: int) -> bool:
    known = clip(key)
    return turn == 0 if known.is_wordless else bool(known.text(language))


def _pause_before(text: str) -> int:
    return PAUSE_BETWEEN_SENTENCES_MS if text[0].isupper() else PAUSE_WITHIN_SENTENCE_MS


def _frames(pieces: Sequence[Piece]) -> Iterator[bytes]:
    for piece in pieces:
        yield bytes(SAMPLE_RATE * piece.pause_ms // 1000 * BYTES_PER_SAMPLE)
        yield _frames_of(piece.path)


def _frames_of(path: Path) -> bytes:
    with wave.open(str(path), "rb") as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (
            SAMPLE_RATE,
            1,
            BYTES_PER_SAMPLE,
        ):
            raise WrongSound(f"{path} is not 48 kHz, mono, 16 bit: run tools/make_sounds.py.")
        return sound.readframes(sound.getnframes())


def _fingerprint(pieces: Sequence[Piece]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        found = piece.path.stat()
        identity = (piece.path, piece.pause_ms, found.st_size, found.st_mtime_ns, found.st_ino)
        digest.update(repr(identity).encode())
    return digest.hexdigest()[:32]
