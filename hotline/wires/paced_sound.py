# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Sound files the media relay plays evenly and cheaply: A-law in packets of 20 ms, in an FLV container.

The relay sends what it reads, packet by packet, when the packet's time has come. A WAV file has no packets,
so
an 8 kHz one goes out in bursts of half a second; a 48 kHz one goes out evenly, but to begin playing it cost
the
relay 14-16 ms of CPU for its resampler (10.5.3, two cores). An FLV tag carries a packet and its time: even,
and
begun in 1.3-2 ms. The format is Adobe's "Video File Format Specification", version 10, annex E.
"""

import os
import struct
import tempfile
from pathlib import Path

PACKET_SECONDS = 0.02
HEADER = b"FLV\x01\x04" + struct.pack(">II", 9, 0)  # version 1, sound only; no tag before the first
SOUND_TAG = 8
A_LAW_MONO = b"\x72"  # 7: G.711 A-law; 2: 16 bit, mono; the rate is 8 kHz with this format
TAG_HEADER = 11


def seconds_of(path: Path) -> float:
    """How long a file written here lasts."""
    tag = TAG_HEADER + 1 + 160 + 4
    return (path.stat().st_size - len(HEADER)) // tag * PACKET_SECONDS


def write_paced(sound: Path, target: Path) -> None:
    """Make `target` from a 16-bit mono WAV; whoever opens it meanwhile gets all of it or none."""
    from hotline.wires.speech import packets, read_wave  # slow to import, and a restart makes no sound

    target.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".half-")
    with os.fdopen(handle, "wb") as file:
        file.write(HEADER)
        for number, payload in enumerate(packets(read_wave(sound))):
            file.write(tag(payload, round(number * PACKET_SECONDS * 1000)))
    Path(draft).chmod(0o644)
    Path(draft).replace(target)


def tag(payload: bytes, at_ms: int) -> bytes:
    """One packet with its time, in milliseconds from the beginning."""
    body = A_LAW_MONO + payload
    time = (at_ms & 0xFFFFFF).to_bytes(3, "big") + bytes([at_ms >> 24])
    head = bytes([SOUND_TAG]) + len(body).to_bytes(3, "big") + time + bytes(3)
    return head + body + struct.pack(">I", len(head) + len(body))
