# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import numpy as np
import pytest

from hotline.organisations.clips import ClipKind
from hotline.organisations.samples import (
    LEVELS_DB,
    LOUDEST_PEAK_DB,
    SILENCE,
    SPEECH_LEVEL_DB,
    Samples,
    at_level,
    at_line_rate,
    faded,
    fit_for_line,
    level_of,
    mono,
    sixteen_bit,
    without_silence,
)
from hotline.organisations.sounds import SAMPLE_RATE


def tone(hertz: float = 1000, seconds: float = 1.0, height: float = 0.5, rate: int = SAMPLE_RATE) -> Samples:
    times = np.arange(int(seconds * rate)) / rate
    return (height * np.sin(2 * np.pi * hertz * times)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(int(seconds * SAMPLE_RATE), np.float32)


def joined(*parts: Samples) -> Samples:
    return np.concatenate(parts)


def strongest_hertz(sound: Samples) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * SAMPLE_RATE / sound.size)


def peak_db(sound: Samples) -> float:
    return float(20 * np.log10(np.abs(sound).max()))


def heard(frames: bytes) -> Samples:
    return (np.frombuffer(frames, "<i2") / 32767).astype(np.float32)


def test_the_level_of_a_full_tone_is_three_decibels_below_the_loudest() -> None:
    assert level_of(tone(height=1.0)) == pytest.approx(-3.01, abs=0.01)


def test_half_the_height_is_six_decibels_less() -> None:
    assert level_of(tone(height=1.0)) - level_of(tone(height=0.5)) == pytest.approx(6.02, abs=0.01)


def test_pauses_do_not_lower_the_level() -> None:
    spoken = joined(tone(), silence(3), tone())
    assert level_of(spoken) == pytest.approx(level_of(tone()), abs=0.05)


def test_background_hiss_does_not_lower_the_level() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.002, SAMPLE_RATE * 3).astype(np.float32)
    assert level_of(joined(tone(), hiss)) == pytest.approx(level_of(tone()), abs=0.05)


def test_silence_has_no_level() -> None:
    assert level_of(silence(1)) == SILENCE
    assert level_of(silence(0)) == SILENCE


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_keeps_its_pitch_length_and_height_at_the_lines_rate(rate: int) -> None:
    sound = at_line_rate(tone(1000, rate=rate), rate)
    assert sound.size == pytest.approx(SAMPLE_RATE, abs=2)
    assert strongest_hertz(sound) == pytest.approx(1000, abs=1)
    assert level_of(sound) == pytest.approx(level_of(tone(1000)), abs=0.1)


def test_no_mirror_of_a_tone_appears_when_the_rate_rises() -> None:
    sound = at_line_rate(tone(3000, rate=8_000), 8_000)[4800:-4800]
    strength = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    hertz = np.fft.rfftfreq(sound.size, 1 / SAMPLE_RATE)
    mirror = strength[(hertz > 4_500) & (hertz < 5_500)].max()
    assert 20 * np.log10(mirror / strength.max()) < -80


def test_both_channels_are_heard_in_one() -> None:
    stereo = np.column_stack([tone(440), tone(1000)])
    strength = np.abs(np.fft.rfft(mono(stereo)))
    assert sorted(np.argsort(strength)[-2:].tolist()) == [440, 1000]


def test_one_channel_stays_as_it_is() -> None:
    assert mono(tone()) is not None
    assert np.array_equal(mono(tone()), tone())


def test_silence_around_the_voice_is_cut_and_a_breath_is_kept() -> None:
    cut = without_silence(joined(silence(1), tone(seconds=0.5), silence(2)))
    assert cut.size / SAMPLE_RATE == pytest.approx(0.5 + 0.03 + 0.06, abs=0.02)


def test_a_pause_within_the_sentence_stays() -> None:
    sentence = joined(tone(seconds=0.5), silence(0.4), tone(seconds=0.5))
    assert without_silence(sentence).size == sentence.size


def test_a_soft_first_sound_is_not_cut_off() -> None:
    soft_f = tone(3000, 0.1, height=0.02)
    word = joined(silence(0.5), soft_f, tone(seconds=0.5, height=0.5))
    assert without_silence(word).size / SAMPLE_RATE == pytest.approx(0.6 + 0.03, abs=0.02)


def test_of_nothing_nothing_is_left() -> None:
    assert without_silence(silence(1)).size == 0


def test_a_cut_is_not_heard_as_a_click() -> None:
    ends = faded(np.ones(SAMPLE_RATE, np.float32))
    assert (ends[0], ends[-1]) == (0, 0)
    assert float(np.abs(np.diff(ends)).max()) < 0.01
    assert float(ends[SAMPLE_RATE // 2]) == 1


def test_a_very_short_sound_can_be_faded() -> None:
    assert faded(np.ones(3, np.float32)).tolist() == [0, 1, 0]
    assert faded(np.ones(0, np.float32)).tolist() == []


@pytest.mark.parametrize("height", [0.01, 0.1, 0.99])
def test_loud_and_soft_voices_come_out_equally_loud(height: float) -> None:
    assert level_of(at_level(tone(height=height), SPEECH_LEVEL_DB)) == pytest.approx(
        SPEECH_LEVEL_DB, abs=0.01
    )


def test_a_sharp_voice_is_left_softer_rather_than_cut() -> None:
    sharp = tone(height=0.01)
    sharp[1000] = 1.0
    assert peak_db(at_level(sharp, SPEECH_LEVEL_DB)) == pytest.approx(LOUDEST_PEAK_DB, abs=0.01)


def test_silence_cannot_be_made_louder() -> None:
    assert not at_level(silence(1), SPEECH_LEVEL_DB).any()


def test_the_loudest_samples_are_kept_within_sixteen_bits() -> None:
    loudest = np.array([0, 0.5, 1, -1, 1.5, -1.5], np.float32)
    assert np.frombuffer(sixteen_bit(loudest), "<i2").tolist() == [0, 16384, 32767, -32767, 32767, -32768]


@pytest.mark.parametrize("kind", ClipKind)
def test_every_kind_of_clip_gets_its_level(kind: ClipKind) -> None:
    sound = heard(fit_for_line(tone(seconds=2, rate=44_100), 44_100, kind))
    assert level_of(sound) == pytest.approx(LEVELS_DB[kind], abs=0.1)


def test_music_lies_below_the_voice() -> None:
    assert LEVELS_DB[ClipKind.MUSIC] < LEVELS_DB[ClipKind.SENTENCE] == LEVELS_DB[ClipKind.PART]


def test_a_sound_cards_offset_is_no_sound() -> None:
    spoken = joined(silence(1), tone(seconds=0.5), silence(1)) + np.float32(0.1)
    sound = heard(fit_for_line(spoken, SAMPLE_RATE, ClipKind.SENTENCE))
    assert sound.size / SAMPLE_RATE == pytest.approx(0.5 + 0.03 + 0.06, abs=0.02)
    assert abs(float(sound.mean())) < 0.001


def test_silence_after_a_lopsided_voice_is_still_silence() -> None:
    lopsided = np.abs(tone(seconds=0.5))
    sound = heard(fit_for_line(joined(silence(1), lopsided, silence(1)), SAMPLE_RATE, ClipKind.PART))
    assert sound.size / SAMPLE_RATE == pytest.approx(0.5 + 0.03 + 0.06, abs=0.02)


def test_music_is_not_cut_so_a_loop_stays_a_loop() -> None:
    loop = joined(tone(), silence(1))
    assert len(fit_for_line(loop, SAMPLE_RATE, ClipKind.MUSIC)) == loop.size * 2
