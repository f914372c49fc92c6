# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A line's own recordings: takes an uploaded WAV file, or says in plain sentences why it cannot be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

import numpy as np
import soundfile
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hotline.organisations.clips import LANGUAGES, Clip, ClipKind, clip
from hotline.organisations.samples import Samples, fit_for_line, level_of, mono
from hotline.organisations.sounds import own_path, wave_bytes, write_atomically

MEGABYTE = 1_000_000
LARGEST_FILE = 64 * MEGABYTE
LOWEST_RATE, HIGHEST_RATE = 8_000, 192_000
MOST_CHANNELS = 2
READABLE = {"PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"}

SILENT_DB = -60.0
TOO_QUIET_DB = -45.0
FULL_SCALE = 0.98
CLIPPED_SHARE = 0.001


@dataclass(frozen=True)
class Limits:
    shortest: timedelta
    longest: timedelta


LIMITS = {
    ClipKind.SENTENCE: Limits(timedelta(seconds=0.5), timedelta(seconds=90)),
    ClipKind.PART: Limits(timedelta(seconds=0.1), timedelta(seconds=5)),
    ClipKind.MUSIC: Limits(timedelta(seconds=10), timedelta(minutes=5)),
    ClipKind.SIGNAL: Limits(timedelta(seconds=0.3), timedelta(seconds=10)),
}


class RefusedRecording(ValueError):
    """The recording cannot be used; its problems are sentences for the person who uploaded it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Recording:
    samples: Samples
    rate: int


def check_recording(key: str, file: IO[bytes]) -> tuple[str, ...]:
    """What is wrong with the file as a recording of this clip; empty if it can be used."""
    try:
        read_recording(clip(key), file)
    except RefusedRecording as refusal:
        return refusal.problems
    return ()


def store_recording(root: Path, line: str, language: str, key: str, file: IO[bytes]) -> Path:
    """Makes the recording fit for the line and puts it in the place of the shipped clip."""
    target = own_path(root, line, language, key)
    wanted = clip(key)
    recording = read_recording(wanted, file)
    write_atomically(target, wave_bytes(fit_for_line(recording.samples, recording.rate, wanted.kind)))
    return target


def remove_recording(root: Path, line: str, language: str, key: str) -> None:
    """The shipped clip is heard again."""
    own_path(root, line, language, key).unlink(missing_ok=True)


def hand_on_recording(root: Path, line: str, key: str, new_key: str) -> None:
    """What was recorded under one key is heard under another, in every language."""
    for language in LANGUAGES:
        recorded = own_path(root, line, language, key)
        if recorded.is_file():
            recorded.replace(own_path(root, line, language, new_key))


def read_recording(wanted: Clip, file: IO[bytes]) -> Recording:
    _refuse(_problems_of_file(file))
    try:
        with soundfile.SoundFile(file) as sound:
            _refuse(_problems_of_form(sound, LIMITS[wanted.kind]))
            recording = Recording(sound.read(dtype="float32"), sound.samplerate)
    except soundfile.SoundFileError:
        raise RefusedRecording(_("The file is damaged and cannot be read. Save it as WAV again.")) from None
    _refuse(_problems_of_sound(recording.samples))
    return recording


def _refuse(problems: Iterator[str]) -> None:
    if found := tuple(problems):
        raise RefusedRecording(*found)


def _problems_of_file(file: IO[bytes]) -> Iterator[str]:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    if size > LARGEST_FILE:
        yield _("The file is %(size)s MB. It may be at most %(limit)s MB.") % {
            "size": number_format(size / MEGABYTE, 1),
            "limit": number_format(LARGEST_FILE // MEGABYTE),
        }
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        yield _("This is not a WAV file. Save the recording as WAV and try again.")


def _problems_of_form(sound: soundfile.SoundFile, limits: Limits) -> Iterator[str]:
    if sound.subtype not in READABLE:
        yield _("The WAV file holds sound in a form that cannot be used. Save it as WAV, PCM, 16 bit.")
    if not LOWEST_RATE <= sound.samplerate <= HIGHEST_RATE:
        yield _("The file has %(rate)s samples a second. It must have from %(lowest)s to %(highest)s.") % {
            "rate": number_format(sound.samplerate),
            "lowest": number_format(LOWEST_RATE),
            "highest": number_format(HIGHEST_RATE),
        }
    if sound.channels > MOST_CHANNELS:
        yield _("The file has %(count)s channels. Save it in mono or stereo.") % {"count": sound.channels}
    yield from _problems_of_length(sound.frames / sound.samplerate, limits)


def _problems_of_length(seconds: float, limits: Limits) -> Iterator[str]:
    shortest, longest = limits.shortest.total_seconds(), limits.longest.total_seconds()
    if seconds > longest:
        yield _("The recording is %(seconds)s seconds long. Here it may be at most %(limit)s seconds.") % {
            "seconds": number_format(seconds, 1),
            "limit": number_format(longest, 0),
        }
    if seconds < shortest:
        yield _("The recording is %(seconds)s seconds long. Here it must be at least %(limit)s seconds.") % {
            "seconds": number_format(seconds, 2),
            "limit": number_format(shortest, 1),
        }


def _problems_of_sound(samples: Samples) -> Iterator[str]:
    if not np.isfinite(samples).all():
        yield _("The file is damaged and cannot be read. Save it as WAV again.")
        return
    level = level_of(mono(samples))
    if level < SILENT_DB:
        yield _("There is nothing to hear in the recording. Check the microphone and record again.")
    elif level < TOO_QUIET_DB:
        yield _("The recording is too quiet. Turn the microphone up, go closer to it, and record again.")
    if _clipped_share(samples) > CLIPPED_SHARE:
        yield _("The recording is distorted, as it was too loud. Turn the microphone down and record again.")


def _clipped_share(samples: Samples) -> float:
    """How much of the sound stays at its very maximum for three samples or more, as only cut-off peaks do."""
    heights = np.abs(samples.reshape(len(samples), -1))
    peak = float(heights.max())
    if peak < FULL_SCALE:
        return 0.0
    flat = heights >= min(peak, 1.0) * 0.9999
    runs = flat[:-2] & flat[1:-1] & flat[2:]
    return float(runs.mean())
