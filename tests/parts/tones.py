# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tones as voices: made as WAV files, and found again in what was recorded."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]


def write_tone(path: Path, hertz: float, seconds: float = 10.0, rate: int = 48_000) -> Path:
    """A tone that begins and ends at zero, so that it can be played round and round."""
    times = np.arange(int(seconds * rate)) / rate
    samples = (0.5 * 32_767 * np.sin(2 * np.pi * hertz * times)).astype(np.int16)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return path


def read_samples(path: Path, last_seconds: float | None = None) -> tuple[Samples, int]:
    """Samples and rate. A file still being written has a header that lies: what is there counts."""
    data = path.read_bytes()
    rate = int.from_bytes(data[24:28], "little")
    body = data[data.index(b"data") + 8 :]
    samples = np.frombuffer(body[: len(body) // 2 * 2], np.int16).astype(np.float64)
    return (samples[-int(last_seconds * rate) :] if last_seconds else samples), rate


def share_of(samples: Samples, rate: int, hertz: float, width: float = 15.0) -> float:
    """How much of the sound's energy lies within `width` hertz of a tone, from 0 to 1; silence has none."""
    if len(samples) < rate // 10 or np.abs(samples).max() < 100:
        return 0.0
    energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / rate)
    return float(energy[np.abs(frequencies - hertz) < width].sum() / energy.sum())


def hears(path: Path, hertz: float, last_seconds: float = 1.0) -> bool:
    """Whether the end of the recording is that tone and little else."""
    samples, rate = read_samples(path, last_seconds)
    return share_of(samples, rate, hertz) > 0.5


def is_silent(path: Path, last_seconds: float = 1.0) -> bool:
    samples, _ = read_samples(path, last_seconds)
    return len(samples) == 0 or bool(np.abs(samples).max() < 100)
