# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The hold music and the ring tone, from a score of our own.

All tones lie between 300 and 3,400 Hz, which is what a telephone carries. The music is laid on a circle: a
tone that sounds beyond the end goes on at the beginning, so the loop has no seam.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from hotline.organisations.samples import Samples
from hotline.organisations.sounds import SAMPLE_RATE

Wave = npt.NDArray[np.float64]

BEAT = SAMPLE_RATE * 4 // 5  # 75 beats a minute
BEATS_IN_BAR = 4
CONCERT_PITCH = 440.0

# A bar each: three voices, written as semitones from the concert pitch.
G, EM, C, D = (-2, 2, 5), (-2, 2, 7), (-2, 3, 7), (-3, 0, 5)
BM, AM, D7 = (-3, 2, 5), (-5, 0, 3), (-3, 3, 5)
CHORDS = (G, EM, C, D, G, BM, C, D7, G, EM, C, D, BM, EM, AM, D, C, D, BM, EM, C, AM, D7, D)

# A phrase of four bars each: (beat, semitones from the concert pitch, beats held). None rushes.
QUESTION = ((0, 14, 2), (2, 12, 1), (3, 10, 2), (6, 7, 2), (8, 10, 3), (11, 12, 1), (12, 9, 3))
REPLY = ((0, 14, 2), (2, 17, 2), (4, 14, 3), (8, 15, 2), (10, 14, 1), (11, 12, 1), (12, 12, 3))
CLOSE = ((0, 9, 2), (2, 14, 2), (4, 10, 3), (8, 12, 2), (10, 10, 2), (12, 9, 3))
RISE = ((0, 15, 3), (3, 17, 1), (4, 12, 3), (8, 14, 2), (10, 12, 1), (11, 9, 1), (12, 10, 3))
REST = ((0, 10, 3), (4, 7, 3), (9, 9, 2), (12, 12, 3))
MELODY = (QUESTION, REPLY, QUESTION, CLOSE, RISE, REST)

PAD_OVERTONES = ((1, 1.0), (2, 0.28), (3, 0.10))
BELL_OVERTONES = ((1, 1.0), (2, 0.22), (4, 0.05))
MELODY_STRENGTH = 1.1
ECHO_STRENGTH = 0.25

RING_TONES = (880.0, 1108.73)
RING_PULSES_AT = (0.0, 0.4)
RING_SECONDS = 3.0


def hold_music() -> Samples:
    length = len(CHORDS) * BEATS_IN_BAR * BEAT
    circle = np.zeros(length)
    for start, tone in (*_pad(), *_melody()):
        _lay(circle, start, tone)
    return _at_full_scale(circle)


def ring_tone() -> Samples:
    """Two soft double beats and a rest: noticed in an office, bearable for a whole shift."""
    circle = np.zeros(int(RING_SECONDS * SAMPLE_RATE))
    for second in RING_PULSES_AT:
        for nth, frequency in enumerate(RING_TONES):
            start = int((second + nth * 0.12) * SAMPLE_RATE)
            _lay(circle, start, _bell(frequency, SAMPLE_RATE // 2))
    return _at_full_scale(circle)


def _pad() -> Iterator[tuple[int, Wave]]:
    for bar, chord in enumerate(CHORDS):
        for semitones in chord:
            yield bar * BEATS_IN_BAR * BEAT, _swelling(_frequency(semitones))


def _melody() -> Iterator[tuple[int, Wave]]:
    for nth, phrase in enumerate(MELODY):
        for beat, semitones, held in phrase:
            start = (nth * 4 * BEATS_IN_BAR + beat) * BEAT
            tone = MELODY_STRENGTH * _bell(_frequency(semitones), (held + 1) * BEAT)
            yield start, tone
            yield start + 3 * BEAT // 4, ECHO_STRENGTH * tone


def _swelling(frequency: float) -> Wave:
    """Comes within a beat, stays, and leaves while the next chord comes."""
    length, edge = (BEATS_IN_BAR + 1) * BEAT, BEAT
    envelope = np.ones(length)
    envelope[:edge] = _half_cosine(edge)
    envelope[-edge:] = envelope[:edge][::-1]
    return envelope * _tone(frequency, length, PAD_OVERTONES)


def _bell(frequency: float, length: int) -> Wave:
    """Struck softly, fading until nothing is left."""
    attack = SAMPLE_RATE * 25 // 1000
    envelope = np.exp(-3.5 * np.arange(length) / length)
    envelope[:attack] *= _half_cosine(attack)
    envelope[-attack:] *= _half_cosine(attack)[::-1]
    return envelope * _tone(frequency, length, BELL_OVERTONES)


def _tone(frequency: float, length: int, overtones: tuple[tuple[int, float], ...]) -> Wave:
    phase = 2 * np.pi * frequency * np.arange(length) / SAMPLE_RATE
    tone: Wave = np.sum([strength * np.sin(multiple * phase) for multiple, strength in overtones], axis=0)
    return tone


def _half_cosine(length: int) -> Wave:
    rising: Wave = (1 - np.cos(np.pi * np.arange(length) / length)) / 2
    return rising


def _frequency(semitones: int) -> float:
    return float(CONCERT_PITCH * 2 ** (semitones / 12))


def _lay(circle: Wave, start: int, tone: Wave) -> None:
    places = np.arange(start, start + tone.size) % circle.size
    circle[places] += tone


def _at_full_scale(wave: Wave) -> Samples:
    scaled: Samples = (wave / np.abs(wave).max()).astype(np.float32)
    return scaled
