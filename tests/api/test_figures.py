# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The same figures as everywhere else: the pool's totals, and an authority's own part."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from hotline.calls.models import SegmentRecord
from hotline.measures.definitions import FIGURES
from hotline.measures.periods import Grain, Period
from hotline.measures.queries import call_tallies, call_total
from hotline.measures.tallies import CallTally
from tests.api.world import NOON, OF_LINE, System
from tests.calls import scenes
from tests.inquiries.desk import registered, topic
from tests.webhooks.world import alma, vibe

pytestmark = pytest.mark.django_db

WEEK: dict[str, Any] = {"from": "2014-05-05", "to": "2014-05-12"}
INTERVALS, MEASURES = f"{OF_LINE}/intervals", f"{OF_LINE}/measures"


@pytest.fixture
def week() -> None:
    """Alma answers two calls and Vibe one, of citizens of Viborg and of nowhere; one gives up."""
    for number, (agent, place) in enumerate(
        [(alma(), None), (alma(), scenes.viborg()), (vibe(), scenes.viborg())]
    ):
        call = scenes.answered_by(agent, f"c{number}", at=NOON + dt.timedelta(minutes=10 * number))
        registered(agent, call, place)
    scenes.call("c9", outcome="abandoned", end="abandoned", at=NOON + dt.timedelta(days=1))


def of(told: dict[str, Any]) -> dict[str, float | None]:
    return {figure["code"]: figure["value"] for figure in told["figures"]}


@pytest.mark.usefixtures("week")
def test_the_figures_are_those_of_the_definitions() -> None:
    told = System().ask(MEASURES, **WEEK)
    tally = call_total(scenes.line(), Period(dt.date(2014, 5, 5), dt.date(2014, 5, 12)))

    values = of(told)
    for code in ("arrived", "answered", "abandoned", "service_level", "service_level_of_all"):
        assert values[code] == FIGURES[code].function(tally), code
    assert values["median_wait"] == 10.0
    assert (told["definitions"], told["inquiries"]) == ([1], 3)
    assert {figure["unit"] for figure in told["figures"]} == {"number", "share", "duration"}


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(
    ("place", "segments", "answered", "of_citizens"),
    [("aarhus", 2, 2, 0), ("viborg", 1, 1, 2), ("region", 0, 0, 0)],
)
def test_an_authority_is_told_its_own_part_and_everybody_the_same_totals(
    place: str, segments: int, answered: int, of_citizens: int
) -> None:
    authority = {"aarhus": scenes.authority, "viborg": scenes.viborg, "region": scenes.region}[place]()

    told = System(authority).ask(MEASURES, **WEEK)

    own = told["own"]
    assert (own["authority"], own["segments"]) == (authority.code, segments)
    assert (own["inquiries_answered"], own["inquiries_of_own_citizens"]) == (answered, of_citizens)
    assert own["topics"] == ({"fritagelse": of_citizens} if of_citizens else {})
    assert (of(told)["arrived"], told["inquiries"]) == (4, 3)
    assert of(own)["mean_handling"] == (60.0 if segments else None)


@pytest.mark.usefixtures("week")
def test_an_authority_is_not_told_of_the_others() -> None:
    said = System(scenes.region()).client.get(MEASURES, WEEK).content.decode()

    for code in ("0751", "0791", "Alma", "Viborg"):
        assert code not in said


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize("grain", list(Grain))
def test_intervals_are_those_of_every_screen(grain: Grain) -> None:
    told = System().ask(INTERVALS, **WEEK, grain=grain.value)
    tallies = call_tallies(scenes.line(), Period(dt.date(2014, 5, 5), dt.date(2014, 5, 12)), grain)

    assert [(one["from_at"], one["arrived"], one["answered"], one["waited_ms"]) for one in told["items"]] == [
        (start.isoformat().replace("+00:00", "Z"), tally.arrived, tally.answered, tally.waited_ms)
        for start, tally in sorted(tallies.items())
    ]
    assert sum(one["offered"] for one in told["items"]) == 4
    assert told["items"][0]["waits"].keys() == {"10"}


@pytest.mark.usefixtures("week")
def test_a_long_period_comes_in_pages_that_add_up() -> None:
    asked: dict[str, Any] = {"from": "2014-04-30", "to": "2014-06-01"}
    arrived = pages = 0
    while asked["from"]:
        told = System().ask(INTERVALS, **asked)
        arrived += sum(one["arrived"] for one in told["items"])
        asked["from"] = told["next"]
        pages += 1

    assert (arrived, pages) == (4, 5)


def test_a_period_without_anything_has_figures_that_cannot_be_told() -> None:
    told = System().ask(MEASURES, **WEEK)

    assert (of(told)["arrived"], of(told)["service_level"]) == (0, None)
    assert System().ask(INTERVALS, **WEEK) == {"grain": "quarter", "items": [], "next": None}


def test_every_count_of_a_tally_is_told() -> None:
    told = System().ask("/api/v1/openapi.json")["components"]["schemas"]["Interval"]["properties"]

    assert {field.name for field in dataclasses.fields(CallTally)} <= set(told)


def test_two_topics_are_counted_under_both() -> None:
    call = scenes.answered_by(alma())
    registered(alma(), call, scenes.authority(), topics=[topic(), topic("mitid", "MitID")])
    SegmentRecord.objects.update(wrapped_up_at=NOON + dt.timedelta(seconds=100))

    own = System().ask(MEASURES, **WEEK)["own"]

    assert own["topics"] == {"fritagelse": 1, "mitid": 1}
    assert own["inquiries_of_own_citizens"] == 1
    assert of(own)["mean_wrap_up"] == 30.0
