# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The page that explains the figures: every one, in both languages, and what it says is what is counted."""

import datetime as dt
import re
from html import escape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from hotline.exchange.words import AgentStatus, CallEnd, OfferEnd
from hotline.measures import definitions
from hotline.measures.definitions import FIGURES, HANDLING, READY, Version
from hotline.measures.meanings import GROUPS, grouped
from hotline.measures.tallies import TURNED_AWAY, CallTally, RepeatTally, Target
from hotline.measures.targets import set_target
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of

pytestmark = pytest.mark.django_db

DEFINITIONS = reverse("measures:definitions")
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma")


def page_in(language: str, user: User) -> str:
    user.language = language
    user.save()
    return text_of(signed_in(user).get(DEFINITIONS))


def means(code: str) -> str:
    with translation.override("en"):
        return str(FIGURES[code].means)


# What stands on it


@LANGUAGES
def test_every_figure_stands_on_the_page_once_with_its_name_and_meaning(alma: User, language: str) -> None:
    page = page_in(language, alma)

    with translation.override(language):
        shown = [
            f'<dt id="{code}">{escape(str(figure.name))}</dt><dd>{escape(str(figure.means))}</dd>'
            for code, figure in FIGURES.items()
        ]
    assert [page.count(each) for each in shown] == [1] * len(FIGURES)


@LANGUAGES
def test_every_group_has_its_heading_and_some_figures(alma: User, language: str) -> None:
    page = page_in(language, alma)

    with translation.override(language):
        headings = [f"<h2>{escape(str(heading))}</h2>" for heading, _about, _units in GROUPS]
    assert [page.count(heading) for heading in headings] == [1] * len(GROUPS)
    assert all(found for _heading, found in grouped())


def test_every_figure_is_in_exactly_one_group() -> None:
    codes = [figure.code for _heading, found in grouped() for figure in found]

    assert sorted(codes) == sorted(FIGURES)


def test_every_name_and_every_meaning_has_its_danish() -> None:
    def words(language: str) -> dict[str, tuple[str, str]]:
        with translation.override(language):
            return {code: (str(figure.name), str(figure.means)) for code, figure in FIGURES.items()}

    danish, english = words("da"), words("en")
    untranslated = [
        code for code in FIGURES if danish[code][0] == english[code][0] or danish[code][1] == english[code][1]
    ]
    assert untranslated == []
    assert len({name for name, _means in danish.values()}) == len(FIGURES)


def test_in_danish_a_formula_has_as_many_parts_as_in_english() -> None:
    for figure in FIGURES.values():
        signs = []
        for language in ("da", "en"):
            with translation.override(language):
                signs.append(re.findall(r"[÷+()]|\d+", str(figure.means)))
        assert signs[0] == signs[1], figure.code


@LANGUAGES
def test_the_two_sums_that_always_hold_stand_on_top(alma: User, language: str) -> None:
    page = page_in(language, alma)

    with translation.override(language):
        for sentence in (
            "Calls arrived = turned away + offered.",
            "Calls offered = answered + abandoned + diverted + lost + still here.",
        ):
            assert f"<li>{translation.gettext(sentence)}</li>" in page


def test_the_versions_are_listed_with_their_first_days(alma: User, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Version(2, dt.date(2030, 5, 6), definitions.VERSIONS[0].what)
    monkeypatch.setattr("hotline.measures.views.VERSIONS", (*definitions.VERSIONS, new))

    page = page_in("en", alma)

    assert "<li>Version 1: The first definitions.</li>" in page
    assert "<li>Version 2, May 6, 2030: The first definitions.</li>" in page


# What it says is what is counted


def test_usually_5_seconds_is_what_a_line_has_that_chose_nothing_else() -> None:
    assert f"usually {Target().short_seconds} seconds" in means("short_abandoned")


def test_every_cause_of_a_ring_without_an_answer_is_named() -> None:
    causes = means("unanswered_rings").partition("The causes: ")[2].rstrip(".").split(", ")

    assert len(causes) == len(set(OfferEnd) - {OfferEnd.ANSWERED})
    for cause in ("declined", "rang out", "device lost", "caller gone", "agent left"):
        assert cause in causes
        assert OfferEnd(cause.replace(" ", "_")) is not OfferEnd.ANSWERED


@pytest.mark.parametrize("end", list(OfferEnd))
def test_each_ring_but_an_answered_one_counts_as_without_an_answer(end: OfferEnd) -> None:
    expected = 0.0 if end is OfferEnd.ANSWERED else 1.0

    assert FIGURES["unanswered_rings"].function({end: 3}) == expected


@pytest.mark.parametrize("end", list(CallEnd))
def test_turned_away_are_the_closed_the_disturbed_and_the_full(end: CallEnd) -> None:
    is_said = end in {
        CallEnd.DIVERTED_CLOSED, CallEnd.DIVERTED_HOLIDAY, CallEnd.DIVERTED_DISTURBANCE, CallEnd.REFUSED
    }  # fmt: skip
    outcome = "refused" if end is CallEnd.REFUSED else "diverted"
    tally = CallTally.of_calls(outcome, end, [0], Target())

    assert (end in TURNED_AWAY) is is_said
    assert definitions.turned_away(tally) == int(is_said)
    assert definitions.offered(tally) == int(not is_said)


@pytest.mark.parametrize("status", list(AgentStatus))
def test_every_state_is_with_a_call_or_available_or_outside_the_occupancy(status: AgentStatus) -> None:
    half = {AgentStatus.TALKING: 1000, AgentStatus.AVAILABLE: 1000}
    with_it = definitions.occupancy({**half, status: half.get(status, 0) + 2000})

    expected = 0.75 if status in HANDLING else 0.25 if status in READY else 0.5
    assert with_it == expected
    assert not HANDLING & READY
    assert definitions.signed_in_ms({status: 5}) == (0 if status is AgentStatus.SIGNED_OUT else 5)


FORMULAS = [
    # of 100 calls: answered in time 40, answered late 20, gave up under 5 s 3, by 20 s 7, later 10
    ("abandonment", (7 + 10) / (60 + 7 + 10)),
    ("service_level", 40 / (60 + 7 + 10)),
    ("service_level_of_answered", 40 / 60),
    ("service_level_of_all", 40 / (60 + 20)),
    ("service_level_over_in_time", (40 + 3 + 7) / (60 + 20)),
    ("service_level_without_early", 40 / (60 + 10)),
]


@pytest.mark.parametrize(("code", "value"), FORMULAS)
def test_each_share_is_what_its_sentence_divides(code: str, value: float) -> None:
    waits = [("answered", 10, 40), ("answered", 60, 20), ("abandoned", 4, 3), ("abandoned", 20, 7),
             ("abandoned", 90, 10)]  # fmt: skip
    day = CallTally.sum(
        CallTally.of_calls(outcome, outcome, [wait * 1000] * number, Target())
        for outcome, wait, number in waits
    )

    assert FIGURES[code].function(day) == value
    assert "÷" in means(code)


def test_the_main_service_level_says_that_it_is_the_one_meant() -> None:
    assert means("service_level").endswith("This is the one meant when nothing else is said.")
    assert sum("the one meant" in means(code) for code in FIGURES) == 1


def test_24_hours_and_7_days_are_told_by_their_own_counts() -> None:
    repeats = RepeatTally(known=8, within_day=1, within_week=4)

    assert "24 hours" in means("repeated_within_day")
    assert "7 days" in means("repeated_within_week")
    assert FIGURES["repeated_within_day"].function(repeats) == 1 / 8
    assert FIGURES["repeated_within_week"].function(repeats) == 1 / 2


# Who reads it, and what it costs


@pytest.mark.parametrize("role", ["agent", "duty_lead", "planner", "editor", "administrator"])
def test_everybody_on_the_line_reads_what_the_figures_mean(role: str) -> None:
    scenes.line()

    assert signed_in(scenes.person("Rie", role)).get(DEFINITIONS).status_code == 200


def test_who_is_not_signed_in_is_asked_to_sign_in() -> None:
    assert Client().get(DEFINITIONS).status_code == 302


def test_a_stranger_reads_the_definitions_and_no_lines_promise() -> None:
    scenes.line()

    page = page_in("en", scenes.person("Sten", of=scenes.authority("Odense", "0461")))

    assert "Service level" in page
    assert "Den Digitale Hotline" not in page


def test_the_figures_page_leads_here(alma: User) -> None:
    page = text_of(signed_in(alma).get(reverse("measures:figures")))

    assert f'<a href="{DEFINITIONS}">What the figures mean</a>' in page


def test_the_page_costs_the_same_however_often_the_promise_was_changed(alma: User) -> None:
    client = signed_in(alma)
    before = cost(client, DEFINITIONS)
    for day in range(1, 13):
        on = dt.date(2040, 1, day)
        set_target(scenes.line(), Target(promised_seconds=day), from_on=on, by=alma)

    assert cost(client, DEFINITIONS) == before
    assert len(client.get(DEFINITIONS).context["promises"]) == 1 + 12
