# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Arithmetic on sound: makes any recording fit for the line.

Samples are floats between -1 and 1. A level is what is heard of the voice, its silences left out, in decibels
below the loudest possible; so a slow speaker and a fast one come out equally loud.
"""

import numpy as np
import numpy.typing as npt
import soxr

from hotline.organisations.clips import ClipKind
from hotline.organisations.sounds import SAMPLE_RATE

Samples = npt.NDArray[np.float32]

SPEECH_LEVEL_DB = -23.0  # low enough for the sharpest voice to reach it without being cut
MUSIC_LEVEL_DB = -28.0  # below the voice that it surrounds
LOUDEST_PEAK_DB = -2.0  # some room for what telephone codecs add
LEVELS_DB = {
    ClipKind.SENTENCE: SPEECH_LEVEL_DB,
    ClipKind.PART: SPEECH_LEVEL_DB,
    ClipKind.MUSIC: MUSIC_LEVEL_DB,
    ClipKind.SIGNAL: SPEECH_LEVEL_DB,
}

SILENCE = float("-inf")
FRAME = SAMPLE_RATE // 100  # 10 ms
STILL_VOICE_DB = 25.0  # frames weaker than the loudest by more than this are no part of the level
STILL_HEARD_DB = 32.0  # frames weaker than the level by more than this may be cut from both ends
KEPT_BEFORE = SAMPLE_RATE * 30 // 1000
KEPT_AFTER = SAMPLE_RATE * 60 // 1000
FADE = SAMPLE_RATE * 5 // 1000


def fit_for_line(samples: Samples, rate: int, kind: ClipKind) -> bytes:
    """16-bit samples at 48 kHz, at the level of their kind. Only speech loses the silence around it."""
    sound = at_line_rate(mono(samples), rate)
    if kind in {ClipKind.SENTENCE, ClipKind.PART}:
        rest = np.median(sound)  # where a cheap sound card holds its silence; a mean would follow the voice
        sound = faded(without_silence(sound - rest))
    return sixteen_bit(at_level(sound, LEVELS_DB[kind]))


def mono(samples: Samples) -> Samples:
    """One channel from any number, a column each."""
    return samples if samples.ndim == 1 else samples.mean(axis=1, dtype=np.float32)


def at_line_rate(samples: Samples, rate: int) -> Samples:
    if rate == SAMPLE_RATE:
        return samples
    resampled: Samples = soxr.resample(samples, rate, SAMPLE_RATE, quality="VHQ")
    return resampled


def level_of(samples: Samples) -> float:
    """The level in decibels; minus infinity for silence."""
    energies = _energies(samples)
    if not energies.any():
        return SILENCE
    voiced = energies[energies > energies.max() * _energy(-STILL_VOICE_DB)]
    return float(10 * np.log10(voiced.mean()))


def without_silence(samples: Samples) -> Samples:
    energies = _energies(samples)
    (heard,) = np.nonzero(energies > _energy(level_of(samples) - STILL_HEARD_DB))
    if heard.size == 0:
        return samples[:0]
    first, last = int(heard[0]) * FRAME, (int(heard[-1]) + 1) * FRAME
    return samples[max(0, first - KEPT_BEFORE) : last + KEPT_AFTER]


def faded(samples: Samples) -> Samples:
    """Both ends begin at nothing, so that no cut is heard as a click."""
    length = min(FADE, samples.size // 2)
    ramp = np.linspace(0, 1, length, dtype=np.float32)
    result = samples.copy()
    result[:length] *= ramp
    result[samples.size - length :] *= ramp[::-1]
    return result


def at_level(samples: Samples, level_db: float) -> Samples:
    level = level_of(samples)
    if level == SILENCE:
        return samples
    wanted = _amplitude(level_db - level)
    possible = _amplitude(LOUDEST_PEAK_DB) / float(np.abs(samples).max())
    return samples * np.float32(min(wanted, possible))


def sixteen_bit(samples: Samples) -> bytes:
    return np.clip(np.rint(samples * 32767), -32768, 32767).astype("<i2").tobytes()


def _energies(samples: Samples) -> npt.NDArray[np.float64]:
    """Mean square of each frame; the last one is filled up with silence."""
    frames = np.zeros((-(-samples.size // FRAME), FRAME))
    frames.flat[: samples.size] = samples
    squares: npt.NDArray[np.float64] = np.square(frames).mean(axis=1)
    return squares


def _energy(level_db: float) -> float:
    return float(10 ** (level_db / 10))


def _amplitude(level_db: float) -> float:
    return float(10 ** (level_db / 20))
