# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Sound as the telephone network carries it: G.711 A-law in packets of 20 ms (ITU-T G.711, RFC 3551)."""

import struct
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

RATE = 8000
SAMPLES_A_PACKET = 160
PACKET_SECONDS = SAMPLES_A_PACKET / RATE
A_LAW = 8
RTP_HEADER = struct.Struct("!BBHII")

Samples = npt.NDArray[np.int16]


def a_law(samples: Samples) -> bytes:
    """Encode 16-bit samples: sign, three bits of segment, four of the place in it, every other bit turned."""
    size = np.minimum(np.abs(samples.astype(np.int32)), 32_635)
    segment = np.maximum(np.floor(np.log2(np.maximum(size, 1))).astype(np.int32) - 7, 0)
    place = np.where(segment == 0, size >> 4, size >> (segment + 3)) & 0x0F
    sign = np.where(samples >= 0, 0x80, 0)
    return bytes(((sign | (segment << 4) | place) ^ 0x55).astype(np.uint8))


def from_a_law(data: bytes) -> Samples:
    """Decode to 16-bit samples, each the middle of its interval."""
    code = np.frombuffer(data, np.uint8).astype(np.int32) ^ 0x55
    segment, place = (code >> 4) & 0x07, code & 0x0F
    size = np.where(segment == 0, (place << 4) + 8, ((place << 4) + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


def read_wave(path: Path) -> Samples:
    """A 16-bit mono WAV of any rate, at the telephone's rate."""
    with wave.open(str(path), "rb") as sound:
        frames = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        resampled = soxr.resample(frames, sound.getframerate(), RATE)
    return np.asarray(resampled, np.int16)


def packets(samples: Samples) -> list[bytes]:
    """Payloads of 20 ms each; the last is filled up with silence."""
    missing = -len(samples) % SAMPLES_A_PACKET
    coded = a_law(np.concatenate([samples, np.zeros(missing, np.int16)]))
    return [coded[at : at + SAMPLES_A_PACKET] for at in range(0, len(coded), SAMPLES_A_PACKET)]


def rtp(payload: bytes, number: int, source: int) -> bytes:
    """One packet, the `number`-th of its stream."""
    header = RTP_HEADER.pack(0x80, A_LAW, number & 0xFFFF, number * SAMPLES_A_PACKET & 0xFFFFFFFF, source)
    return header + payload
