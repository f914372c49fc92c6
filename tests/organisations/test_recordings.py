# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest
import soundfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from hotline.organisations.clips import UnknownClip
from hotline.organisations.recordings import (
    RefusedRecording,
    check_recording,
    remove_recording,
    store_recording,
)
from hotline.organisations.samples import SPEECH_LEVEL_DB, Samples, level_of
from hotline.organisations.sounds import (
    clip_path,
    duration_of,
    own_path,
    shipped_path,
    wave_bytes,
    write_atomically,
)

LINE = "hotline"
NOT_WAV = "This is not a WAV file. Save the recording as WAV and try again."
DAMAGED = "The file is damaged and cannot be read. Save it as WAV again."
NOTHING_HEARD = "There is nothing to hear in the recording. Check the microphone and record again."
TOO_QUIET = "The recording is too quiet. Turn the microphone up, go closer to it, and record again."
DISTORTED = "The recording is distorted, as it was too loud. Turn the microphone down and record again."
WRONG_FORM = "The WAV file holds sound in a form that cannot be used. Save it as WAV, PCM, 16 bit."


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def voice(seconds: float = 2.0, height: float = 0.3, rate: int = 44_100) -> Samples:
    """Something like speech: a tone of 300 Hz that swells four times a second."""
    times = np.arange(int(seconds * rate)) / rate
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * 4 * times)
    return (height * swell * np.sin(2 * np.pi * 300 * times)).astype(np.float32)


def wav(samples: Samples, rate: int = 44_100, subtype: str = "PCM_16", form: str = "WAV") -> BinaryIO:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, subtype=subtype, format=form)
    file.seek(0)
    return file


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000])
def test_every_usual_rate_is_taken(rate: int) -> None:
    assert check_recording("welcome", wav(voice(rate=rate), rate)) == ()


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"])
def test_every_usual_form_is_taken(subtype: str) -> None:
    assert check_recording("welcome", wav(voice(), subtype=subtype)) == ()


def test_a_file_in_the_extensible_form_is_taken() -> None:
    assert check_recording("welcome", wav(voice(), subtype="PCM_24", form="WAVEX")) == ()


def test_stereo_is_taken() -> None:
    assert check_recording("welcome", wav(np.column_stack([voice(), voice()]))) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"ID3\x04\x00 this is a song in MP3",
        b"OggS" + bytes(100),
        b"RIFF\x10\x00\x00\x00AVI LIST" + bytes(99),
    ],
)
def test_another_kind_of_file_is_refused(content: bytes) -> None:
    assert check_recording("welcome", io.BytesIO(content)) == (NOT_WAV,)


def test_flac_is_refused_though_it_could_be_read() -> None:
    assert check_recording("welcome", wav(voice(), form="FLAC")) == (NOT_WAV,)


def test_a_wav_file_without_a_sound_in_it_is_refused() -> None:
    assert check_recording("welcome", io.BytesIO(b"RIFF\x24\x00\x00\x00WAVE" + bytes(200))) == (DAMAGED,)


def test_a_file_cut_off_in_its_head_is_refused() -> None:
    head = wav(voice()).read(30)
    assert check_recording("welcome", io.BytesIO(head)) == (DAMAGED,)


def test_a_file_cut_off_in_its_sound_is_taken_as_far_as_it_goes() -> None:
    half = wav(voice(seconds=4)).read(44 + 44_100 * 2 * 2)
    assert check_recording("welcome", io.BytesIO(half)) == ()


def test_a_number_that_is_none_is_damage() -> None:
    broken = voice()
    broken[100] = np.nan
    assert check_recording("welcome", wav(broken, subtype="FLOAT")) == (DAMAGED,)


@pytest.mark.parametrize("subtype", ["PCM_U8", "GSM610", "IMA_ADPCM"])
def test_a_form_too_coarse_for_speech_is_refused(subtype: str) -> None:
    assert check_recording("welcome", wav(voice(), subtype=subtype)) == (WRONG_FORM,)


def test_a_rate_too_low_for_the_telephone_is_refused() -> None:
    problems = check_recording("welcome", wav(voice(rate=6_000), 6_000))
    assert problems == ("The file has 6,000 samples a second. It must have from 8,000 to 192,000.",)


def test_surround_sound_is_refused() -> None:
    problems = check_recording("welcome", wav(np.column_stack([voice()] * 6)))
    assert problems == ("The file has 6 channels. Save it in mono or stereo.",)


@pytest.mark.parametrize(
    ("key", "seconds", "problem"),
    [
        ("welcome", 0.4, "The recording is 0.40 seconds long. Here it must be at least 0.5 seconds."),
        ("welcome", 91, "The recording is 91.0 seconds long. Here it may be at most 90 seconds."),
        ("number-5", 0.05, "The recording is 0.05 seconds long. Here it must be at least 0.1 seconds."),
        ("number-5", 6, "The recording is 6.0 seconds long. Here it may be at most 5 seconds."),
        ("music", 9, "The recording is 9.00 seconds long. Here it must be at least 10.0 seconds."),
        ("music", 301, "The recording is 301.0 seconds long. Here it may be at most 300 seconds."),
        ("ring", 12, "The recording is 12.0 seconds long. Here it may be at most 10 seconds."),
    ],
)
def test_each_kind_of_clip_has_its_shortest_and_longest(key: str, seconds: float, problem: str) -> None:
    assert check_recording(key, wav(voice(seconds, rate=8_000), 8_000)) == (problem,)


def test_silence_is_refused() -> None:
    assert check_recording("welcome", wav(np.zeros(88_200, np.float32))) == (NOTHING_HEARD,)


def test_the_hiss_of_an_unplugged_microphone_is_refused() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.0003, 88_200).astype(np.float32)
    assert check_recording("welcome", wav(hiss)) == (NOTHING_HEARD,)


def test_channels_that_cancel_each_other_are_nothing_to_hear() -> None:
    assert check_recording("welcome", wav(np.column_stack([voice(), -voice()]))) == (NOTHING_HEARD,)


def test_a_whisper_far_from_the_microphone_is_refused() -> None:
    assert check_recording("welcome", wav(voice(height=0.005))) == (TOO_QUIET,)


@pytest.mark.parametrize("subtype", ["PCM_16", "FLOAT", "ULAW"])
def test_a_voice_cut_off_at_the_top_is_refused(subtype: str) -> None:
    shouted = np.clip(voice(height=3.0), -1, 1)
    assert check_recording("welcome", wav(shouted, subtype=subtype)) == (DISTORTED,)


def test_a_loud_voice_that_just_fits_is_taken() -> None:
    assert check_recording("welcome", wav(voice(height=1.0))) == ()


def test_distortion_in_one_channel_is_enough() -> None:
    stereo = np.column_stack([voice(), np.clip(voice(height=3.0), -1, 1)])
    assert check_recording("welcome", wav(stereo)) == (DISTORTED,)


def test_a_file_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    path.write_bytes(wav(voice()).read())
    os.truncate(path, 70_400_000)  # no room is taken on the disk
    with path.open("rb") as file:
        problems = check_recording("welcome", file)
    assert problems == ("The file is 70.4 MB. It may be at most 64 MB.",)


def test_all_that_is_wrong_is_said_at_once() -> None:
    six_channels = np.column_stack([voice(0.2)] * 6)
    assert len(check_recording("welcome", wav(six_channels))) == 2
    quiet_and_flat = np.full(88_200, 0.99, np.float32)
    assert check_recording("welcome", wav(quiet_and_flat)) == (DISTORTED,)


def test_the_problems_are_said_in_danish() -> None:
    with translation.override("da"):
        (problem,) = check_recording("welcome", wav(voice(0.2)))
    assert "0,20" in problem


def test_a_file_uploaded_through_a_page_is_taken(tmp_path: Path) -> None:
    upload = SimpleUploadedFile("hej.wav", wav(voice()).read(), "audio/wav")
    assert upload.file is not None
    assert check_recording("welcome", upload.file) == ()
    assert store_recording(tmp_path, LINE, "da", "welcome", upload.file).is_file()


def test_a_stored_recording_is_fit_for_the_line(tmp_path: Path) -> None:
    stereo = np.column_stack([voice(2.0), voice(2.0)])
    path = store_recording(tmp_path, LINE, "da", "welcome", wav(stereo, subtype="PCM_24"))
    assert path == own_path(tmp_path, LINE, "da", "welcome")
    with soundfile.SoundFile(path) as stored:
        assert (stored.samplerate, stored.channels, stored.subtype, stored.format) == (
            48_000,
            1,
            "PCM_16",
            "WAV",
        )
        assert level_of(stored.read(dtype="float32")) == pytest.approx(SPEECH_LEVEL_DB, abs=0.1)


def test_a_stored_recording_begins_with_the_voice(tmp_path: Path) -> None:
    waiting = np.zeros(44_100 * 3, np.float32)
    path = store_recording(
        tmp_path, LINE, "da", "welcome", wav(np.concatenate([waiting, voice(2.0), waiting]))
    )
    assert 1.9 < duration_of(path).total_seconds() < 2.15


def test_a_recording_takes_effect_and_gives_way_again(tmp_path: Path) -> None:
    shipped = shipped_path(tmp_path, "da", "welcome")
    write_atomically(shipped, wave_bytes(bytes(96_000)))
    own = store_recording(tmp_path, LINE, "da", "welcome", wav(voice()))
    assert clip_path(tmp_path, LINE, "da", "welcome") == own
    remove_recording(tmp_path, LINE, "da", "welcome")
    assert clip_path(tmp_path, LINE, "da", "welcome") == shipped


def test_removing_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    remove_recording(tmp_path, LINE, "da", "welcome")


def test_music_of_ones_own_keeps_its_length(tmp_path: Path) -> None:
    path = store_recording(tmp_path, LINE, "da", "music", wav(voice(12.0)))
    assert path == tmp_path / "own/hotline/any/music.wav"
    assert duration_of(path).total_seconds() == pytest.approx(12.0, abs=0.001)


def test_a_refused_recording_changes_nothing(tmp_path: Path) -> None:
    kept = store_recording(tmp_path, LINE, "da", "welcome", wav(voice()))
    before = kept.read_bytes()
    with pytest.raises(RefusedRecording) as refusal:
        store_recording(tmp_path, LINE, "da", "welcome", io.BytesIO(b"a song"))
    assert refusal.value.problems == (NOT_WAV,)
    assert str(refusal.value) == NOT_WAV
    assert kept.read_bytes() == before


def test_a_recording_of_an_announcement_of_the_day_is_taken(tmp_path: Path) -> None:
    stored = store_recording(tmp_path, LINE, "da", "notice-12", wav(voice()))
    assert clip_path(tmp_path, LINE, "da", "notice-12") == stored


def test_a_clip_nobody_has_heard_of_cannot_be_recorded(tmp_path: Path) -> None:
    with pytest.raises(UnknownClip, match="no clip called 'song'"):
        store_recording(tmp_path, LINE, "da", "song", wav(voice()))
    with pytest.raises(UnknownClip, match="no clip called 'song'"):
        check_recording("song", wav(voice()))
