# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""G.711 A-law against the tables of its recommendation, packets of 20 ms, and sound read from files."""

import itertools
import struct
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.wires.speech import (
    A_LAW,
    RATE,
    SAMPLES_A_PACKET,
    Samples,
    a_law,
    from_a_law,
    packets,
    read_wave,
    rtp,
)
from tests.parts.tones import share_of, write_tone


def positive_half() -> list[tuple[int, int, int]]:
    """ITU-T G.711 table 1a/G.711 at 16 bits: first sample of an interval, first after it, its code.

    Thirteen segments: of the first two, the intervals are 2 wide (of 4096); in each later one twice as wide.
    A code is the number of the interval with the sign's bit set, every even bit turned.
    """
    rows, start, number = [], 0, 0
    for width in (2, 2, 4, 8, 16, 32, 64, 128):
        for _ in range(16):
            rows.append((start * 8, (start + width) * 8, (0x80 | number) ^ 0x55))
            start, number = start + width, number + 1
    return rows


TABLE = positive_half()


def samples(*values: int) -> Samples:
    return np.array(values, np.int16)


def test_the_table_ends_where_the_recommendation_says() -> None:
    assert len(TABLE) == 128
    assert TABLE[0] == (0, 16, 0xD5)
    assert TABLE[-1] == (31_744, 32_768, 0xAA)


@pytest.mark.parametrize(("first", "after", "code"), TABLE)
def test_every_interval_has_its_code_and_its_middle(first: int, after: int, code: int) -> None:
    inside = [first, first + 1, (first + after) // 2, after - 1]
    assert list(a_law(samples(*inside))) == [code] * 4
    assert list(from_a_law(bytes([code]))) == [(first + after) // 2]


@pytest.mark.parametrize(("first", "after", "code"), TABLE)
def test_a_negative_sample_has_the_same_code_with_the_other_sign(first: int, after: int, code: int) -> None:
    inside = [-first - 1, -(first + after) // 2, -after + 1]
    assert list(a_law(samples(*inside))) == [code ^ 0x80] * 3
    assert list(from_a_law(bytes([code ^ 0x80]))) == [-(first + after) // 2]


def test_what_is_louder_than_any_code_is_the_loudest_code() -> None:
    assert list(a_law(samples(32_767, -32_768))) == [0xAA, 0x2A]


def test_every_code_survives_being_decoded_and_encoded() -> None:
    every = bytes(range(256))
    assert a_law(from_a_law(every)) == every


@given(st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=400))
def test_no_sample_is_further_off_than_half_its_interval(values: list[int]) -> None:
    heard = from_a_law(a_law(samples(*values)))
    for value, got in zip(values, heard.tolist(), strict=True):
        first, after, _ = next(row for row in TABLE if row[0] <= min(abs(value), 32_767) < row[1])
        assert abs(value - got) <= (after - first) / 2 + 1


def test_louder_never_sounds_quieter() -> None:
    heard = from_a_law(a_law(np.arange(-32_768, 32_768).astype(np.int16))).astype(int)
    assert all(a <= b for a, b in itertools.pairwise(heard.tolist()))


def test_nothing_is_nothing() -> None:
    assert a_law(samples()) == b""
    assert from_a_law(b"").tolist() == []
    assert packets(samples()) == []


def test_a_packet_has_the_header_of_rfc_3550() -> None:
    packet = rtp(b"x" * SAMPLES_A_PACKET, 3, 0xDEADBEEF)
    first, second, number, stamp, source = struct.unpack("!BBHII", packet[:12])
    assert first >> 6 == 2
    assert first & 0x3F == 0
    assert (second >> 7, second & 0x7F) == (0, A_LAW)
    assert (number, stamp, source) == (3, 480, 0xDEADBEEF)
    assert packet[12:] == b"x" * SAMPLES_A_PACKET


def test_numbers_and_stamps_begin_anew_when_they_are_full() -> None:
    assert rtp(b"", 0x1_0002, 1)[2:4] == b"\x00\x02"
    beyond = 2**32 // SAMPLES_A_PACKET + 1
    assert struct.unpack("!I", rtp(b"", beyond, 1)[4:8])[0] == beyond * SAMPLES_A_PACKET - 2**32


def test_sound_is_cut_into_packets_and_the_last_filled_up_with_silence() -> None:
    cut = packets(np.full(SAMPLES_A_PACKET * 2 + 1, 1000, np.int16))
    assert [len(payload) for payload in cut] == [160, 160, 160]
    loud, silent = a_law(samples(1000)), a_law(samples(0))
    assert cut[0] == loud * 160
    assert cut[2] == loud + silent * 159


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100, 48_000])
def test_a_file_of_any_rate_is_read_at_the_telephones(tmp_path: Path, rate: int) -> None:
    read = read_wave(write_tone(tmp_path / "tone.wav", 440, seconds=0.5, rate=rate))
    assert abs(len(read) - RATE // 2) <= 1
    assert share_of(read.astype(np.float64), RATE, 440) > 0.95


def test_a_file_without_sound_is_read_as_nothing(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "empty.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
    assert read_wave(tmp_path / "empty.wav").tolist() == []
