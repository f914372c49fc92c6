# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import re

import pytest
from num2words import num2words

from hotline.organisations.clips import (
    LANGUAGES,
    MONTHS,
    PARTS,
    SENTENCES,
    WEEKDAYS,
    WORDLESS,
    ClipKind,
    UnknownClip,
    catalogue,
    clip,
    notice_key,
    number_in_words,
)

UNITS = ("", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni")
TENS = {
    20: "tyve",
    30: "tredive",
    40: "fyrre",
    50: "halvtreds",
    60: "treds",
    70: "halvfjerds",
    80: "firs",
    90: "halvfems",
}
UP_TO_NINETEEN = (
    "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti",
    "elleve", "tolv", "tretten", "fjorten", "femten", "seksten", "sytten", "atten", "nitten",
)  # fmt: skip


def danish_by_the_rule(number: int) -> str:
    """Units, "og", tens, in one word; "en" inside, "et" alone."""
    if number < 20:
        return UP_TO_NINETEEN[number - 1]
    unit, ten = number % 10, TENS[number // 10 * 10]
    return f"{UNITS[unit]}og{ten}" if unit else ten


@pytest.mark.parametrize("number", range(1, 100))
def test_danish_numbers_follow_the_rule_of_the_language(number: int) -> None:
    assert clip(f"number-{number}").danish == danish_by_the_rule(number)


@pytest.mark.parametrize("number", range(1, 100))
def test_numbers_agree_with_the_library(number: int) -> None:
    texts = (clip(f"number-{number}").danish, clip(f"number-{number}").english)
    assert texts == (num2words(number, lang="da"), num2words(number, lang="en"))


def test_a_hundred_is_one_plain_word_in_danish() -> None:
    assert clip("number-100").danish == "hundrede"
    assert clip("number-100").english == "one hundred"


def test_zero_has_a_word_in_both_languages() -> None:
    assert [number_in_words(0, language) for language in LANGUAGES] == ["nul", "zero"]


@pytest.mark.parametrize(
    ("key", "danish", "english"),
    [
        ("monday", "mandag", "on Monday"),
        ("sunday", "søndag", "on Sunday"),
        ("january", "januar", "of January"),
        ("december", "december", "of December"),
        ("day-1", "den første", "the first"),
        ("day-2", "den anden", "the second"),
        ("day-12", "den tolvte", "the twelfth"),
        ("day-20", "den tyvende", "the twentieth"),
        ("day-21", "den enogtyvende", "the twenty-first"),
        ("day-30", "den tredivte", "the thirtieth"),
        ("day-31", "den enogtredivte", "the thirty-first"),
        ("hour-0", "klokken nul.", "at twelve"),
        ("hour-1", "klokken et.", "at one"),
        ("hour-9", "klokken ni.", "at nine"),
        ("hour-12", "klokken tolv.", "at twelve"),
        ("hour-17", "klokken sytten.", "at five"),
        ("hour-23", "klokken treogtyve.", "at eleven"),
        ("minute-5", "nul fem.", "oh five"),
        ("minute-30", "tredive.", "thirty"),
        ("minute-59", "nioghalvtreds.", "fifty-nine"),
    ],
)
def test_days_and_times_are_said_as_people_say_them(key: str, danish: str, english: str) -> None:
    assert (clip(key).danish, clip(key).english) == (danish, english)


@pytest.mark.parametrize("day", range(1, 30))
def test_danish_dates_agree_with_the_library_as_far_as_it_is_right(day: int) -> None:
    assert clip(f"day-{day}").danish == f"den {num2words(day, lang='da', to='ordinal')}"


def test_there_are_clips_for_every_day_month_hour_and_minute() -> None:
    wanted = {*WEEKDAYS, *MONTHS}
    wanted |= {f"day-{day}" for day in range(1, 32)}
    wanted |= {f"hour-{hour}" for hour in range(24)}
    wanted |= {f"minute-{minute}" for minute in range(1, 60)}
    wanted |= {f"number-{number}" for number in range(1, 101)}
    wanted |= {*SENTENCES, *PARTS, "music", "ring"}
    assert set(catalogue()) == wanted


def test_the_sentences_come_first_as_they_are_what_one_records_first() -> None:
    assert list(catalogue())[: len(SENTENCES)] == list(SENTENCES)
    assert next(iter(catalogue())) == "welcome"


@pytest.mark.parametrize(
    "key", ["welcome", "please-wait", "closed", "holiday", "disturbance", "nobody", "busy"]
)
def test_every_announcement_the_line_needs_is_a_sentence_in_both_languages(key: str) -> None:
    assert clip(key).kind is ClipKind.SENTENCE
    assert clip(key).languages == LANGUAGES


@pytest.mark.parametrize("key", SENTENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_begins_with_a_capital_and_ends_with_a_full_stop(key: str, language: str) -> None:
    text = clip(key).text(language)
    assert (text[0].isupper(), text[-1]) == (True, ".")


@pytest.mark.parametrize("key", SENTENCES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_announcement_goes_on_for_ever(key: str, language: str) -> None:
    assert len(clip(key).text(language).split()) <= 30


def test_only_the_halves_of_the_day_have_no_danish() -> None:
    silent = {
        key for key, known in catalogue().items() if "da" not in known.languages and not known.is_wordless
    }
    assert silent == {"midnight", "am", "noon", "pm"}


def test_nothing_is_missing_in_english() -> None:
    assert [known.key for known in catalogue().values() if not known.english] == []


def test_the_welcome_names_the_line_and_warns_against_cpr_numbers() -> None:
    welcome = clip("welcome")
    assert "Den Digitale Hotline" in welcome.danish
    assert "optager ikke" in welcome.danish
    assert "CPR-nummer" in welcome.danish
    assert "CPR number" in welcome.english


def test_only_the_welcome_names_the_line_so_another_line_records_one_clip() -> None:
    naming = {known.key for known in catalogue().values() if "Hotline" in known.danish + known.english}
    assert naming == {"welcome"}


def test_music_and_signals_have_no_language() -> None:
    wordless = {known.key: known.languages for known in catalogue().values() if known.is_wordless}
    assert wordless == {"music": (WORDLESS,), "ring": (WORDLESS,)}


def test_a_key_is_safe_as_a_file_name() -> None:
    assert [key for key in catalogue() if not re.fullmatch(r"[a-z0-9-]{2,20}", key)] == []


def test_a_clip_is_found_under_its_own_key() -> None:
    assert [key for key in catalogue() if clip(key).key != key] == []


@pytest.mark.parametrize(
    "key", ["", "welcom", "number-0", "number-101", "day-32", "../welcome", "notice-", "notice-x"]
)
def test_a_clip_nobody_has_heard_of_is_named_in_the_error(key: str) -> None:
    with pytest.raises(UnknownClip, match=re.escape(f"The line has no clip called {key!r}.")):
        clip(key)


@pytest.mark.parametrize("language", ["de", "", "any", "DA"])
def test_a_language_the_line_does_not_speak_is_refused(language: str) -> None:
    with pytest.raises(UnknownClip, match="does not speak"):
        clip("welcome").text(language)


def test_an_announcement_of_the_day_is_spoken_for_by_the_general_one() -> None:
    notice = clip(notice_key(7))
    assert (notice.key, notice.kind, notice.stands_in) == ("notice-7", ClipKind.SENTENCE, "disturbance")
    assert notice.danish == clip("disturbance").danish
