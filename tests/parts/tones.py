# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Tones as voices: made as WAV files, and found again in what was recorded, as are the line's own sounds."""

import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

Samples = npt.NDArray[np.float64]

TELEPHONE_RATE = 8_000
FRAME = 0.04
AUDIBLE = 100  # of 32,767
ALIKE = 0.6


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


def read_samples(path: Path) -> tuple[Samples, int]:
    """Samples and rate. A file still being written has a header that lies: what is there counts."""
    data = path.read_bytes()
    if b"data" not in data[:4096]:
        return np.zeros(0), TELEPHONE_RATE
    rate = int.from_bytes(data[24:28], "little")
    body = data[data.index(b"data") + 8 :]
    return np.frombuffer(body[: len(body) // 2 * 2], np.int16).astype(np.float64), rate


@cache
def as_by_telephone(path: Path) -> Samples:
    """One of the line's sounds, at the rate a telephone hears it."""
    samples, rate = read_samples(path)
    return np.asarray(soxr.resample(samples, rate, TELEPHONE_RATE))


def share_of(samples: Samples, rate: int, hertz: float, width: float = 15.0) -> float:
    """How much of the sound's energy lies within `width` hertz of a tone, from 0 to 1; silence has none."""
    if len(samples) < rate // 50 or np.abs(samples).max() < AUDIBLE:
        return 0.0
    energy = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
    frequencies = np.fft.rfftfreq(len(samples), 1 / rate)
    return float(energy[np.abs(frequencies - hertz) < width].sum() / energy.sum())


def likeness(long: Samples, short: Samples) -> tuple[float, float]:
    """How alike the best matching stretch of the long sound is to the short one (0 to 1), and where."""
    if len(short) == 0 or len(long) < len(short):
        return 0.0, 0.0
    size = len(long) + len(short)
    match = np.fft.irfft(np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size)), size)
    match = match[: len(long) - len(short) + 1]
    sums = np.concatenate([[0.0], np.cumsum(long**2)])
    energy = (sums[len(short) :] - sums[: len(match)]) * (short**2).sum()
    alike = match / np.sqrt(np.maximum(energy, AUDIBLE**4))
    best = int(alike.argmax())
    return float(alike[best]), best / TELEPHONE_RATE


@dataclass(frozen=True)
class Recording:
    """What a telephone has heard since the call was answered. It may still be going on."""

    path: Path

    @property
    def seconds(self) -> float:
        """How long it is by now: it does not grow while nothing arrives."""
        samples, rate = read_samples(self.path)
        return len(samples) / rate

    def samples(self, begin: float = 0.0, last: float | None = None) -> Samples:
        samples, rate = read_samples(self.path)
        assert rate == TELEPHONE_RATE
        return samples[-int(last * rate) :] if last else samples[int(begin * rate) :]

    def share(self, hertz: float, last: float = 1.0) -> float:
        return share_of(self.samples(last=last), TELEPHONE_RATE, hertz)

    def hears(self, hertz: float, last: float = 1.0) -> bool:
        """Whether the end of the recording is that tone and little else."""
        return self.share(hertz, last) > 0.5

    def is_silent(self, last: float = 1.0) -> bool:
        samples = self.samples(last=last)
        return len(samples) == 0 or bool(np.abs(samples).max() < AUDIBLE)

    def described(self, last: float = 1.0) -> str:
        """What is heard at the end, for a test that expected something else."""
        samples = self.samples(last=last)
        if self.is_silent(last):
            return f"silence after {self.seconds:.1f} s"
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) ** 2
        loudest = float(np.fft.rfftfreq(len(samples), 1 / TELEPHONE_RATE)[spectrum.argmax()])
        return f"{loudest:.0f} Hz ({self.share(loudest, last):.0%}) after {self.seconds:.1f} s"

    def plays(self, sound: Path, last: float = 1.0) -> bool:
        """Whether the end of the recording is part of this sound, which may be played round and round."""
        played = as_by_telephone(sound)
        turn = played[: int(last * TELEPHONE_RATE)]
        return likeness(np.concatenate([played, turn]), self.samples(last=last))[0] > ALIKE

    def begins(self, sound: Path, after: float = 0.0, length: float = 1.5) -> float | None:
        """The second at which this sound begins to be heard, if it does."""
        wanted = as_by_telephone(sound)[: int(length * TELEPHONE_RATE)]
        found, at = likeness(self.samples(begin=after), wanted)
        return after + at if found > ALIKE else None

    def longest_without(self, hertz: float, begin: float = 0.0) -> float:
        """The longest stretch, in seconds, in which the tone was not heard."""
        samples = self.samples(begin)
        size = int(FRAME * TELEPHONE_RATE)
        frames = samples[: len(samples) // size * size].reshape(-1, size)
        longest = run = 0
        for frame in frames:
            run = 0 if share_of(frame, TELEPHONE_RATE, hertz, 60) > 0.5 else run + 1
            longest = max(longest, run)
        return longest * FRAME
