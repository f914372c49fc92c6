# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import os
import re
import time
import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from hotline.organisations.clips import UnknownClip
from hotline.organisations.sounds import (
    PAUSE_BETWEEN_LANGUAGES_MS,
    PAUSE_BETWEEN_SENTENCES_MS,
    PAUSE_WITHIN_SENTENCE_MS,
    SAMPLE_RATE,
    MissingSound,
    WrongSound,
    clip_path,
    compose,
    duration_of,
    forget_unused,
    own_path,
    shipped_path,
    wave_bytes,
    write_atomically,
)

LINE = "hotline"


def frames(value: int, ms: int = 100) -> bytes:
    """A stretch in which every sample has one value: easily found again."""
    return value.to_bytes(2, "little", signed=True) * (SAMPLE_RATE * ms // 1000)


def pause(ms: int) -> bytes:
    return frames(0, ms)


def frames_of(path: Path) -> bytes:
    with wave.open(str(path), "rb") as sound:
        return sound.readframes(sound.getnframes())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "sounds"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "composed"


Ship = Callable[..., Path]


@pytest.fixture
def ship(root: Path) -> Ship:
    def put(language: str, key: str, value: int) -> Path:
        path = shipped_path(root, language, key)
        write_atomically(path, wave_bytes(frames(value)))
        return path

    return put


@pytest.fixture
def record(root: Path) -> Ship:
    def put(language: str, key: str, value: int, line: str = LINE) -> Path:
        path = own_path(root, line, language, key)
        write_atomically(path, wave_bytes(frames(value)))
        return path

    return put


# Where a clip lies


def test_the_shipped_clip_is_heard_when_the_line_has_none_of_its_own(root: Path, ship: Ship) -> None:
    shipped = ship("da", "welcome", 1)
    assert clip_path(root, LINE, "da", "welcome") == shipped == root / "shipped/da/welcome.wav"


def test_a_recording_of_the_lines_own_wins(root: Path, ship: Ship, record: Ship) -> None:
    ship("da", "welcome", 1)
    own = record("da", "welcome", 2)
    assert clip_path(root, LINE, "da", "welcome") == own == root / "own/hotline/da/welcome.wav"


def test_a_recording_is_heard_on_its_own_line_and_in_its_own_language_only(
    root: Path, ship: Ship, record: Ship
) -> None:
    danish, english = ship("da", "welcome", 1), ship("en", "welcome", 2)
    record("da", "welcome", 3, line="another-line")
    record("da", "closed", 4)
    assert clip_path(root, LINE, "da", "welcome") == danish
    assert clip_path(root, LINE, "en", "welcome") == english


def test_music_is_the_same_in_every_language(root: Path, ship: Ship, record: Ship) -> None:
    shipped = ship("en", "music", 1)
    assert shipped == root / "shipped/any/music.wav"
    assert clip_path(root, LINE, "da", "music") == clip_path(root, LINE, "en", "music") == shipped
    own = record("da", "music", 2)
    assert clip_path(root, LINE, "en", "music") == clip_path(root, LINE, "any", "music") == own


def test_a_missing_sound_says_what_to_do(root: Path) -> None:
    with pytest.raises(
        MissingSound, match=r"The sound 'welcome' \(da\) is missing .*run tools/make_sounds.py"
    ):
        clip_path(root, LINE, "da", "welcome")


def test_an_unknown_clip_is_not_looked_for(root: Path) -> None:
    with pytest.raises(UnknownClip, match="no clip called 'greeting'"):
        clip_path(root, LINE, "da", "greeting")


def test_an_unknown_language_is_not_looked_for(root: Path) -> None:
    with pytest.raises(UnknownClip, match=r"does not speak '\.\./\.\.'"):
        clip_path(root, LINE, "../..", "welcome")


@pytest.mark.parametrize("line", ["", "..", "../other", "a/b", "a b"])
def test_no_name_of_a_line_leads_out_of_the_folder(root: Path, line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(line))):
        own_path(root, line, "da", "welcome")


def test_an_announcement_of_the_day_is_the_general_one_until_it_is_recorded(
    root: Path, ship: Ship, record: Ship
) -> None:
    general = ship("da", "disturbance", 1)
    assert clip_path(root, LINE, "da", "notice-7") == general
    own_general = record("da", "disturbance", 2)
    assert clip_path(root, LINE, "da", "notice-7") == own_general
    own = record("da", "notice-7", 3)
    assert clip_path(root, LINE, "da", "notice-7") == own
    assert clip_path(root, LINE, "da", "notice-8") == own_general


# Putting clips together


def test_announcements_of_the_day_that_nobody_recorded_are_heard_once_together(
    root: Path, cache: Path, ship: Ship, record: Ship
) -> None:
    ship("da", "welcome", 1)
    ship("da", "disturbance", 2)
    keys = ("welcome", "notice-3", "draft-1", "disturbance")
    once = frames_of(compose(root, cache, LINE, ["da"], ("welcome", "disturbance")))
    assert frames_of(compose(root, cache, LINE, ["da"], keys[:3])) == once
    record("da", "draft-1", 3)
    recorded = frames_of(compose(root, cache, LINE, ["da"], keys[:3]))
    assert frames(2) in recorded
    assert frames(3) in recorded


def test_parts_of_a_sentence_follow_closely(root: Path, cache: Path, ship: Ship) -> None:
    for value, key in enumerate(("position", "number-5", "in-queue"), start=1):
        ship("da", key, value)
    composed = compose(root, cache, LINE, ["da"], ["position", "number-5", "in-queue"])
    breath = pause(PAUSE_WITHIN_SENTENCE_MS)
    assert frames_of(composed) == frames(1) + breath + frames(2) + breath + frames(3)


def test_a_new_sentence_is_given_time(root: Path, cache: Path, ship: Ship) -> None:
    for value, key in enumerate(("closed", "opens-again", "tomorrow"), start=1):
        ship("da", key, value)
    composed = compose(root, cache, LINE, ["da"], ["closed", "opens-again", "tomorrow"])
    between, within = pause(PAUSE_BETWEEN_SENTENCES_MS), pause(PAUSE_WITHIN_SENTENCE_MS)
    assert frames_of(composed) == frames(1) + between + frames(2) + within + frames(3)


def test_english_follows_danish_after_a_longer_pause(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "closed", 1), ship("da", "goodbye", 2)
    ship("en", "closed", 3), ship("en", "goodbye", 4)
    composed = compose(root, cache, LINE, ["da", "en"], ["closed", "goodbye"])
    between, languages = pause(PAUSE_BETWEEN_SENTENCES_MS), pause(PAUSE_BETWEEN_LANGUAGES_MS)
    danish, english = frames(1) + between + frames(2), frames(3) + between + frames(4)
    assert frames_of(composed) == danish + languages + english


def test_the_half_of_the_day_is_said_in_english_only(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "hour-17", 1), ship("en", "hour-17", 2), ship("en", "pm", 3)
    composed = compose(root, cache, LINE, ["da", "en"], ["hour-17", "pm"])
    languages, within = pause(PAUSE_BETWEEN_LANGUAGES_MS), pause(PAUSE_WITHIN_SENTENCE_MS)
    assert frames_of(composed) == frames(1) + languages + frames(2) + within + frames(3)


def test_music_among_words_is_heard_once(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("en", "welcome", 2), ship("any", "music", 3)
    composed = compose(root, cache, LINE, ["da", "en"], ["welcome", "music"])
    assert frames_of(composed).count(frames(3)) == 1


def test_what_is_put_together_begins_at_once(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    composed = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    assert frames_of(composed)[:2] == frames(1)[:2]


def test_a_single_clip_needs_no_copy(root: Path, cache: Path, ship: Ship) -> None:
    music = ship("any", "music", 1)
    assert compose(root, cache, LINE, ["da", "en"], ["music"]) == music
    assert not cache.exists()


def test_the_result_is_what_the_media_relay_sends_out_evenly(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    with wave.open(str(compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])), "rb") as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (48_000, 1, 2)


def test_the_same_words_are_put_together_once(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    first = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    written_at = first.stat().st_mtime_ns - 10**9
    os.utime(first, ns=(written_at, written_at))
    inode = first.stat().st_ino
    assert compose(root, cache, LINE, ["da"], ["welcome", "goodbye"]) == first
    assert first.stat().st_ino == inode
    assert list(cache.iterdir()) == [first]


def test_a_new_recording_is_heard_from_the_next_caller_on(
    root: Path, cache: Path, ship: Ship, record: Ship
) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    before = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    record("da", "welcome", 3)
    after = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    record("da", "welcome", 4)
    later = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    assert [frames_of(path)[:2] for path in (before, after, later)] == [frames(n)[:2] for n in (1, 3, 4)]


def test_another_line_is_not_given_this_lines_voice(
    root: Path, cache: Path, ship: Ship, record: Ship
) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    record("da", "welcome", 3)
    other = compose(root, cache, "another", ["da"], ["welcome", "goodbye"])
    assert frames_of(other)[:2] == frames(1)[:2]
    assert other != compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])


def test_the_order_of_the_words_matters(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "closed", 1), ship("da", "goodbye", 2)
    orders = (["closed", "goodbye"], ["goodbye", "closed"])
    one, other = (frames_of(compose(root, cache, LINE, ["da"], keys)) for keys in orders)
    assert (one[:2], other[:2]) == (frames(1)[:2], frames(2)[:2])


def test_nothing_to_say_is_an_error(root: Path, cache: Path) -> None:
    with pytest.raises(ValueError, match="There is nothing to say"):
        compose(root, cache, LINE, ["da"], [])
    with pytest.raises(ValueError, match="There is nothing to say"):
        compose(root, cache, LINE, ["da"], ["pm"])


def test_an_unknown_clip_in_a_sequence_is_named(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1)
    with pytest.raises(UnknownClip, match="no clip called 'song'"):
        compose(root, cache, LINE, ["da"], ["welcome", "song"])


def test_a_clip_of_another_format_is_not_mixed_in(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1)
    bad = ship("da", "goodbye", 2)
    with wave.open(str(bad), "wb") as sound:
        sound.setparams((2, 2, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(frames(2))
    with pytest.raises(WrongSound, match=r"goodbye.wav is not 48 kHz, mono, 16 bit"):
        compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    assert not cache.exists()


def test_a_sounds_duration_is_read_from_its_file(root: Path, ship: Ship) -> None:
    assert duration_of(ship("da", "welcome", 1)) == timedelta(milliseconds=100)


# The files themselves


def test_a_file_is_replaced_whole_while_it_is_being_read(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "sound.wav"
    write_atomically(target, b"the old one")
    with target.open("rb") as playing:
        write_atomically(target, b"the new one")
        assert playing.read() == b"the old one"
    assert target.read_bytes() == b"the new one"


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    write_atomically(tmp_path / "sound.wav", b"sound")
    (tmp_path / "taken.wav").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_atomically(tmp_path / "taken.wav", b"sound")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sound.wav", "taken.wav"]


def test_the_media_relay_may_read_what_is_written(tmp_path: Path) -> None:
    write_atomically(tmp_path / "sound.wav", b"sound")
    assert (tmp_path / "sound.wav").stat().st_mode & 0o777 == 0o644


def test_what_nobody_has_heard_for_a_month_is_forgotten(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    old = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    month_ago = time.time() - timedelta(days=31).total_seconds()
    os.utime(old, (month_ago, month_ago))
    new = compose(root, cache, LINE, ["da"], ["goodbye", "welcome"])
    assert list(cache.iterdir()) == [new]


def test_what_is_heard_again_is_kept(root: Path, cache: Path, ship: Ship) -> None:
    ship("da", "welcome", 1), ship("da", "goodbye", 2)
    heard = compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    month_ago = time.time() - timedelta(days=31).total_seconds()
    os.utime(heard, (month_ago, month_ago))
    compose(root, cache, LINE, ["da"], ["welcome", "goodbye"])
    forget_unused(cache)
    assert list(cache.iterdir()) == [heard]
