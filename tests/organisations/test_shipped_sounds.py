# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The sounds as set-up makes them, with the real synthetic voice, judged by measuring them."""

import os
import subprocess
import sys
import wave
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile

from hotline.organisations.clips import LANGUAGES, ClipKind, catalogue, clip
from hotline.organisations.recordings import LIMITS, check_recording
from hotline.organisations.samples import LEVELS_DB, Samples, level_of
from hotline.organisations.sounds import compose, duration_of, shipped_path
from hotline.organisations.speaking import speak_next_opening, speak_position
from tests.organisations.test_speaking import local

TOOL = Path(__file__).parents[2] / "tools" / "make_sounds.py"
FILES = [(language, known.key) for known in catalogue().values() for language in known.languages]
TELEPHONE_BAND = (300, 3400)


def make_sounds(root: Path, path: str | None = None) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, "PATH": path if path is not None else os.environ["PATH"]}
    order = [sys.executable, str(TOOL), "--into", str(root)]
    return subprocess.run(order, capture_output=True, text=True, check=False, env=surroundings)


@pytest.fixture(scope="module")
def root(pytestconfig: pytest.Config) -> Path:
    """Kept between runs of the tests: only what has changed is made again."""
    assert pytestconfig.cache is not None
    folder: Path = pytestconfig.cache.mkdir("sounds")
    finished = make_sounds(folder)
    assert (finished.returncode, finished.stderr) == (0, "")
    return folder


def heard(path: Path) -> Samples:
    samples: Samples = soundfile.read(path, dtype="float32")[0]
    return samples


def milliseconds_before_sound(samples: Samples, audible: float = 0.01) -> float:
    return float(np.argmax(np.abs(samples) > audible)) / 48


def share_in_telephone_band(samples: Samples) -> float:
    strength = np.abs(np.fft.rfft(samples)) ** 2
    hertz = np.fft.rfftfreq(samples.size, 1 / 48_000)
    low, high = TELEPHONE_BAND
    return float(strength[(hertz >= low) & (hertz <= high)].sum() / strength.sum())


def test_every_clip_is_made_in_every_language_it_has_words_in(root: Path) -> None:
    made = {(path.parent.name, path.stem) for path in (root / "shipped").glob("*/*.wav")}
    assert made == set(FILES)


def test_every_file_is_48_khz_mono_16_bit(root: Path) -> None:
    forms = set()
    for language, key in FILES:
        with wave.open(str(shipped_path(root, language, key)), "rb") as sound:
            forms.add((sound.getframerate(), sound.getnchannels(), sound.getsampwidth()))
    assert forms == {(48_000, 1, 2)}


def test_every_clip_is_as_loud_as_its_kind_should_be(root: Path) -> None:
    off = {
        (language, key): round(level, 1)
        for language, key in FILES
        if abs((level := level_of(heard(shipped_path(root, language, key)))) - LEVELS_DB[clip(key).kind])
        > 0.5
    }
    assert off == {}


def test_no_clip_reaches_the_limit_of_its_samples(root: Path) -> None:
    peaks = [np.abs(heard(shipped_path(root, *file))).max() for file in FILES]
    assert max(peaks) < 0.8


def test_every_clip_begins_and_ends_with_the_voice(root: Path) -> None:
    spoken = [file for file in FILES if not clip(file[1]).is_wordless]
    before = {file: milliseconds_before_sound(heard(shipped_path(root, *file))) for file in spoken}
    after = {
        file: milliseconds_before_sound(heard(shipped_path(root, *file))[::-1], audible=0.002)  # a soft s
        for file in spoken
    }
    assert {file: wait for file, wait in before.items() if wait > 150} == {}
    assert {file: wait for file, wait in after.items() if wait > 150} == {}


def test_every_clip_would_be_taken_as_a_recording(root: Path) -> None:
    problems = {}
    for language, key in FILES:
        with shipped_path(root, language, key).open("rb") as file:
            problems[language, key] = check_recording(key, file)
    assert {file: found for file, found in problems.items() if found} == {}


def test_speech_lies_where_a_telephone_carries_it(root: Path) -> None:
    shares = [
        share_in_telephone_band(heard(shipped_path(root, "da", key)))
        for key in ("welcome", "closed", "nobody")
    ]
    assert min(shares) > 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_words_sound_different(root: Path, language: str) -> None:
    """A voice that does not know a word says nothing, or the same for all."""
    contents = {heard(shipped_path(root, language, f"number-{number}")).tobytes() for number in range(1, 101)}
    assert len(contents) == 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_longer_texts_take_longer(root: Path, language: str) -> None:
    keys = [key for key, known in catalogue().items() if known.kind is ClipKind.SENTENCE]
    letters = [len(clip(key).text(language)) for key in keys]
    seconds = [duration_of(shipped_path(root, language, key)).total_seconds() for key in keys]
    assert np.corrcoef(letters, seconds)[0, 1] > 0.95
    assert all(8 < length / time < 20 for length, time in zip(letters, seconds, strict=True))  # calm


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_welcome_is_short(root: Path, language: str) -> None:
    assert duration_of(shipped_path(root, language, "welcome")) < timedelta(seconds=12)


# Music and ring tone


def test_the_music_lasts_a_minute_or_so(root: Path) -> None:
    length = duration_of(shipped_path(root, "any", "music"))
    assert timedelta(seconds=60) <= length <= timedelta(seconds=90)
    assert length < LIMITS[ClipKind.MUSIC].longest


def test_the_music_has_no_click_where_it_begins_again(root: Path) -> None:
    music = heard(shipped_path(root, "any", "music"))
    steps, bends = np.abs(np.diff(music)), np.abs(np.diff(music, 2))
    seam = np.diff(np.concatenate([music[-3:], music[:3]]))
    assert np.abs(seam).max() <= steps.max()
    assert np.abs(np.diff(seam)).max() <= bends.max()
    assert np.abs(np.diff(seam)).max() < 0.002


def test_no_high_sound_betrays_the_seam(root: Path) -> None:
    """A click is heard above the music's highest tone; the seam has no more there than any other place."""
    music = heard(shipped_path(root, "any", "music"))
    length = 4800
    window = np.hanning(length)

    def above_the_music(stretch: Samples) -> float:
        return float(np.abs(np.fft.rfft(stretch * window))[600:].max())  # above 6 kHz

    seam = above_the_music(np.concatenate([music[-length // 2 :], music[: length // 2]]))
    elsewhere = [above_the_music(music[at : at + length]) for at in range(0, music.size - length, 48_000)]
    assert seam <= max(elsewhere)


def test_the_music_is_calm_from_bar_to_bar(root: Path) -> None:
    music = heard(shipped_path(root, "any", "music"))
    bars = music.reshape(24, -1)
    levels = 10 * np.log10(np.square(bars).mean(axis=1))
    assert float(levels.max() - levels.min()) < 3


def test_the_music_can_be_heard_through_a_telephone(root: Path) -> None:
    assert share_in_telephone_band(heard(shipped_path(root, "any", "music"))) > 0.98


def test_the_ring_is_followed_by_rest_so_it_can_be_repeated(root: Path) -> None:
    ring = heard(shipped_path(root, "any", "ring"))
    assert duration_of(shipped_path(root, "any", "ring")) == timedelta(seconds=3)
    assert np.abs(ring[48_000 * 2 :]).max() < 0.001
    assert (abs(float(ring[0])), abs(float(ring[-1]))) == (0, 0)


# What a caller hears


def test_a_caller_at_night_hears_when_the_line_opens_in_both_languages(root: Path, tmp_path: Path) -> None:
    opening = speak_next_opening(local("2014-05-12 09:00"), local("2014-05-10 12:00"))
    keys = ("closed", *opening, "goodbye")
    announcement = compose(root, tmp_path, "hotline", LANGUAGES, keys)
    assert 15 < duration_of(announcement).total_seconds() < 25
    assert milliseconds_before_sound(heard(announcement)) < 150


@pytest.mark.parametrize("position", [1, 2, 21, 99, 100, 101])
def test_the_place_in_the_queue_is_said_quickly(root: Path, tmp_path: Path, position: int) -> None:
    announcement = compose(root, tmp_path, "hotline", ["da"], speak_position(position))
    assert duration_of(announcement) < timedelta(seconds=3)


# Making them


def test_a_second_run_makes_only_what_is_missing(root: Path) -> None:
    missing = shipped_path(root, "da", "number-45")
    before = missing.read_bytes()
    missing.unlink()
    finished = make_sounds(root)
    assert finished.stdout.splitlines()[-1] == f"Sounds in {root}: 1 made, {len(FILES) - 1} already there."
    assert missing.read_bytes() == before


def test_a_changed_text_is_spoken_anew(root: Path) -> None:
    record = root / "shipped" / "made.json"
    made_from = record.read_text()
    record.write_text(made_from.replace('"da/goodbye": "', '"da/goodbye": "another text '))
    assert "1 made" in make_sounds(root).stdout
    assert record.read_text() == made_from


def test_without_the_voice_the_tool_says_what_to_install(tmp_path: Path) -> None:
    finished = make_sounds(tmp_path, path="")
    assert (finished.returncode, finished.stdout) == (1, "")
    assert finished.stderr == "espeak-ng is missing. On Debian and Ubuntu: apt install espeak-ng\n"
    assert list(tmp_path.iterdir()) == []
