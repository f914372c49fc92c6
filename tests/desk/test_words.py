# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whatever the exchange says about an agent, the phone has words for, in both languages."""

import json

import pytest
from django.utils import translation

from hotline.desk import words
from hotline.duty.words import PAUSES
from hotline.exchange.words import AgentStatus, CallEnd, OfferEnd, RefusalReason

GROUPS = {
    "states": words.STATES,
    "problems": words.PROBLEMS,
    "ends": words.ENDS,
    "pauses": PAUSES,
    "qualities": words.QUALITIES,
    "others": words.OTHERS,
    "citizen": words.CITIZEN,
}
SAME_IN_BOTH = {"Pause"}
# An agent who answered is told by the call itself; a call that was turned away never had an agent.
NEEDS_NO_WORDS = {
    OfferEnd.ANSWERED,
    CallEnd.ABANDONED,
    CallEnd.REFUSED,
    CallEnd.DIVERTED_CLOSED,
    CallEnd.DIVERTED_HOLIDAY,
    CallEnd.DIVERTED_DISTURBANCE,
    CallEnd.DIVERTED_NOBODY,
}


@pytest.mark.parametrize("status", AgentStatus)
def test_every_status_of_an_agent_has_words(status: AgentStatus) -> None:
    assert status in words.STATES


@pytest.mark.parametrize("end", [*OfferEnd, *CallEnd])
def test_every_end_an_agent_can_see_has_words(end: str) -> None:
    assert (end in words.ENDS) is (end not in NEEDS_NO_WORDS)


@pytest.mark.parametrize("trouble", ["database", "media", "carrier"])
def test_every_trouble_of_the_exchange_has_words(trouble: str) -> None:
    assert trouble in words.PROBLEMS


@pytest.mark.parametrize("reason", RefusalReason)
def test_a_refused_citizen_is_told_why(reason: RefusalReason) -> None:
    assert reason in words.CITIZEN


@pytest.mark.parametrize(("group", "key"), [(group, key) for group, keys in GROUPS.items() for key in keys])
def test_every_word_is_there_in_danish(group: str, key: str) -> None:
    word = GROUPS[group][key]
    with translation.override("en"):
        english = str(word)
    with translation.override("da"):
        assert str(word) != english or english in SAME_IN_BOTH


def test_the_page_gets_the_words_in_the_readers_language() -> None:
    with translation.override("da"):
        danish = json.loads(words.words_of_phone())
    with translation.override("en"):
        english = json.loads(words.words_of_phone())
    assert danish["states"]["available"] == "Ledig"
    assert english["states"]["available"] == "Available"
    assert {name: set(group) for name, group in danish.items()} == {
        name: set(GROUPS[name]) for name in ("states", "problems", "ends", "pauses", "others")
    }


def test_the_sign_of_quality_has_a_word_for_each_grade() -> None:
    with translation.override("da"):
        assert json.loads(words.words_of_quality()) == {
            "good": "God forbindelse",
            "fair": "Ujævn forbindelse",
            "poor": "Dårlig forbindelse",
        }


def test_the_citizens_telephone_has_words_of_its_own() -> None:
    with translation.override("da"):
        assert json.loads(words.words_of_citizen())["ringing"] == "Ringer…"
