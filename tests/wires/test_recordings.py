# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From clips to a file the relay plays evenly; a new recording is heard within seconds."""

import asyncio
import os
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from hotline.exchange.words import Announcement, LineId
from hotline.organisations.clips import clip
from hotline.organisations.sounds import MissingSound, own_path, shipped_path
from hotline.wires import recordings
from hotline.wires.directory import LineShown
from hotline.wires.media import Media
from hotline.wires.paced_sound import seconds_of, write_paced
from hotline.wires.recordings import ALWAYS_NEEDED, Recording, Recordings
from hotline.wires.relay import Relay
from hotline.wires.speech import RATE, from_a_law
from tests.organisations.schedules import schedule
from tests.parts.media_relay import ADDRESS, MediaRelay
from tests.parts.tones import share_of, write_tone
from tests.wires.sound import Telephone

LINE = LineId(1)
WELCOME, PLEASE_WAIT, MUSIC = map(Announcement, ("welcome", "please-wait", "music"))
LOW, HIGH = 600, 1400


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for keys in (*ALWAYS_NEEDED, (PLEASE_WAIT,)):
        for language in clip(keys[0]).languages:
            make(shipped_path(tmp_path, language, keys[0]), LOW)
    return tmp_path


def make(path: Path, hertz: float, seconds: float = 0.2) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_tone(path, hertz, seconds)


def of_line(root: Path, *languages: str) -> Recordings:
    shown = LineShown(
        LINE, "Den Digitale Hotline", "hotline", "+4570200000", languages or ("da",), schedule()
    )
    return Recordings(root, {LINE: shown}.__getitem__)


def packets_of(path: Path) -> list[tuple[int, bytes]]:
    """The packets of an FLV file with their times, read as the format's description has it."""
    data = path.read_bytes()
    assert data[:9] == b"FLV\x01\x04\x00\x00\x00\x09"
    at, before, found = 9, 0, []
    while at < len(data):
        assert struct.unpack(">I", data[at : at + 4])[0] == before
        at += 4
        if at == len(data):
            break
        kind, size, time, high = data[at], data[at + 1 : at + 4], data[at + 4 : at + 7], data[at + 7]
        length = int.from_bytes(size, "big")
        assert (kind, data[at + 8 : at + 11], data[at + 11]) == (8, b"\0\0\0", 0x72)
        found.append((int.from_bytes(time, "big") | high << 24, data[at + 12 : at + 11 + length]))
        before, at = 11 + length, at + 11 + length
    return found


def tone_of(found: Recording, hertz: float) -> float:
    sound = from_a_law(b"".join(payload for _, payload in packets_of(found.path)))
    return share_of(sound.astype(np.float64), RATE, hertz)


async def until(question: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(10):
        while not await question():
            await asyncio.sleep(0.01)


def test_a_file_holds_packets_of_20_ms_each_with_its_time(tmp_path: Path) -> None:
    write_paced(write_tone(tmp_path / "tone.wav", LOW, seconds=0.5), tmp_path / "tone.flv")
    packets = packets_of(tmp_path / "tone.flv")
    assert [time for time, _ in packets] == list(range(0, 500, 20))
    assert {len(payload) for _, payload in packets} == {160}
    assert seconds_of(tmp_path / "tone.flv") == pytest.approx(0.5)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["tone.flv", "tone.wav"]


def test_time_goes_on_after_the_three_bytes_are_full(tmp_path: Path) -> None:
    from hotline.wires.paced_sound import tag

    assert tag(b"", 0x1234567)[4:8] == b"\x23\x45\x67\x01"


async def test_one_clip_is_found_as_it_sounds(root: Path) -> None:
    found = await of_line(root).find(LINE, (WELCOME,))
    assert found.seconds == pytest.approx(0.2, abs=0.02)
    assert tone_of(found, LOW) > 0.9


async def test_several_clips_are_put_together_with_pauses(root: Path) -> None:
    found = await of_line(root).find(LINE, (WELCOME, PLEASE_WAIT))
    assert found.seconds == pytest.approx(0.2 + 0.35 + 0.2, abs=0.03)


async def test_each_language_of_the_line_is_heard(root: Path) -> None:
    for key in (WELCOME, PLEASE_WAIT):
        make(shipped_path(root, "en", key), LOW)
    one = await of_line(root, "da").find(LINE, (WELCOME,))
    both = await of_line(root, "da", "en").find(LINE, (WELCOME,))
    assert both.seconds > one.seconds * 2


async def test_the_lines_own_recording_wins(root: Path) -> None:
    make(own_path(root, "hotline", "da", "welcome"), HIGH)
    found = await of_line(root).find(LINE, (WELCOME,))
    assert tone_of(found, HIGH) > 0.9


async def test_a_missing_sound_is_an_error_of_its_own(root: Path) -> None:
    shipped_path(root, "da", "please-wait").unlink()
    with pytest.raises(MissingSound):
        await of_line(root).find(LINE, (WELCOME, PLEASE_WAIT))


async def test_what_was_just_found_is_taken_as_it_is(root: Path) -> None:
    known = of_line(root)
    found = await known.find(LINE, (WELCOME,))
    shipped_path(root, "da", "welcome").unlink()
    assert await known.find(LINE, (WELCOME,)) == found


async def test_a_new_recording_is_heard_soon_and_nobody_waits_for_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = of_line(root)
    old = await known.find(LINE, (WELCOME,))
    make(own_path(root, "hotline", "da", "welcome"), HIGH)
    monkeypatch.setattr(recordings, "FRESH", 0.0)
    assert await known.find(LINE, (WELCOME,)) == old

    async def is_new() -> bool:
        return tone_of(await known.find(LINE, (WELCOME,)), HIGH) > 0.9

    await until(is_new)


async def test_a_recording_that_disappears_leaves_the_last_one_found(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = of_line(root)
    found = await known.find(LINE, (WELCOME,))
    shipped_path(root, "da", "welcome").unlink()
    monkeypatch.setattr(recordings, "FRESH", 0.0)
    with capture_logs() as told:
        assert await known.find(LINE, (WELCOME,)) == found

        async def is_told() -> bool:
            return bool(told)

        await until(is_told)
    monkeypatch.undo()
    assert await known.find(LINE, (WELCOME,)) == found


@pytest.mark.parametrize("keys", [(WELCOME,), (WELCOME, PLEASE_WAIT)])
async def test_the_same_sound_is_made_once_however_often_it_is_looked_for(
    root: Path, keys: tuple[Announcement, ...]
) -> None:
    found = {await of_line(root).find(LINE, keys)}
    for _ in range(3):
        await asyncio.sleep(0.01)
        found.add(await of_line(root).find(LINE, keys))
    assert len(found) == 1
    assert len(list((root / "composed").glob("*.flv"))) == 1


async def test_what_is_in_use_is_young(root: Path) -> None:
    found = await of_line(root).find(LINE, (WELCOME,))
    os.utime(found.path, (1, 1))
    await of_line(root).find(LINE, (WELCOME,))
    assert found.path.stat().st_mtime > 1


async def test_what_every_caller_needs_is_made_before_there_is_one(root: Path) -> None:
    known = of_line(root)
    await known.make_ready(LINE)
    made = len(list((root / "composed").glob("*.flv")))
    assert made == len(ALWAYS_NEEDED)


async def test_a_missing_sound_keeps_nothing_from_starting(root: Path) -> None:
    shipped_path(root, "any", "music").unlink()
    with capture_logs() as told:
        await of_line(root).make_ready(LINE)
    assert [entry["event"] for entry in told] == ["a sound is missing"]
    assert len(list((root / "composed").glob("*.flv"))) == len(ALWAYS_NEEDED) - 1


async def test_the_relay_plays_what_was_made(root: Path, media_relay: MediaRelay) -> None:
    make(own_path(root, "hotline", "any", "music"), HIGH, seconds=1.0)
    music = await of_line(root).find(LINE, (MUSIC,))
    relay = await Relay.connect(ADDRESS, media_relay.ng_port)
    media, caller = Media(relay), await Telephone.open(500)
    try:
        caller.talk_to(await media.park("recorded", caller.leg("caller")))
        await media.play("recorded", "caller", music.path, forever=True)
        await caller.hears(HIGH)
        before = caller.heard
        for _ in range(6):
            await caller.hears(HIGH)
        assert caller.heard - before > 50
    finally:
        await media.delete("recorded")
        caller.close()
        relay.close()
