# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The reports of the example: 471 inquiries in week 18 of 2014, 1,949 in week 19, and after."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoDbBlocker

from hotline.inquiries import example as history
from hotline.organisations.models import Authority
from hotline.people.models import User
from hotline.planning import example as plans
from hotline.planning.models import Campaign
from hotline.reports.campaigns import Measured
from hotline.reports.parts import Part
from hotline.reports.protecting import ROOM, Protected
from hotline.tables.table import Row
from tests.inquiries.desk import signed_in, text_of
from tests.reports.attacker import Attacker
from tests.reports.paper import Paper

pytestmark = pytest.mark.django_db

WEEK_19 = "/reports/hotline/2014-W19/"


@pytest.fixture(scope="module", autouse=True)
def _example(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all tests of this page, and taken away after them."""
    from django.db import transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            history.load()
            plans.load()
            cache.clear()
            yield
        finally:
            cache.clear()
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def planner() -> Client:
    return signed_in(User.objects.get(username="planlaegger"))


def parts(client: Client, address: str) -> dict[str, Part]:
    return {part.code: part for part, _files in client.get(address).context["parts"]}


def rows(client: Client, address: str, code: str = "inquiries") -> dict[object, Row]:
    return {row[0]: row[1:] for row in parts(client, address)[code].rows}


def content(client: Client, address: str) -> list[dict[str, str]]:
    raw = b"".join(client.get(address).streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(raw.removeprefix("\ufeff")), delimiter=";"))


def measured(client: Client, name: str) -> Measured:
    campaign = Campaign.objects.get(name=name)
    found = client.get(f"/reports/hotline/campaigns/{campaign.pk}/").context["measured"]
    assert isinstance(found, Measured)
    return found


def test_the_week_of_the_letter_had_four_point_one_four_times_the_inquiries(planner: Client) -> None:
    total = rows(planner, WEEK_19)["Henvendelser i alt"]

    assert total[:3] == (1949, 471, 1478)
    assert isinstance(total[3], float)
    assert round(total[3] + 1, 2) == 4.14
    assert "1.949 henvendelser i alt, 314 % flere end 471 i perioden før." in text_of(planner.get(WEEK_19))


@pytest.mark.parametrize("by", ["day", "weekday", "hour", "place", "answered_by", "channel", "outcome"])
def test_however_the_week_is_cut_its_rows_add_up(planner: Client, by: str) -> None:
    found = rows(planner, f"{WEEK_19}?by={by}")
    total = found.pop("Henvendelser i alt")

    for column in (0, 1):
        assert sum(int(str(row[column])) for row in found.values()) == total[column]
    assert total[:2] == (1949, 471)


def test_by_topic_the_letter_and_exemption_lead(planner: Client) -> None:
    first, second, *_rest = rows(planner, f"{WEEK_19}?by=topic")

    assert {first, second} == {"Brevet fra regionen om Digital Post", "Fritagelse for Digital Post"}


def test_the_weeks_of_a_month_add_up_to_it(planner: Client) -> None:
    weeks = rows(planner, "/reports/hotline/2014-05/?by=week")
    days = rows(planner, "/reports/hotline/2014-05/?by=day")

    assert weeks["uge 19, 5.–11. maj 2014"][0] == 1949
    assert weeks["Henvendelser i alt"] == days["Henvendelser i alt"]


def test_the_letters_effect_is_seen_with_its_highest_day_and_how_it_faded(planner: Client) -> None:
    effect = measured(planner, plans.LETTER).effect

    assert effect
    assert effect.is_seen
    assert (effect.highest.on.isoformat(), effect.highest.came) == ("2014-05-07", 641)
    assert effect.half_life
    assert effect.half_life.low < 4 < effect.half_life.high + 1  # it was made up to halve in about four days
    assert 3 < effect.half_life.estimate < 6
    assert effect.over_on


def test_the_letter_is_what_rose_most(planner: Client) -> None:
    topics = dict(measured(planner, plans.LETTER).topics)

    assert next(iter(topics)) == "Brevet fra regionen om Digital Post"
    assert topics["Brevet fra regionen om Digital Post"].is_seen


def test_the_hospitals_days_are_measured_without_those_of_the_letter(planner: Client) -> None:
    hospitals = measured(planner, plans.HOSPITALS)

    assert hospitals.effect
    assert [other.name for other in hospitals.others] == [plans.LETTER]
    assert hospitals.effect.baseline.expected(hospitals.period.from_on) < 100


def test_the_steering_report_of_may_is_one_page_with_everything(planner: Client) -> None:
    page = planner.get("/reports/hotline/steering/2014-05/").context["steering"]
    paper = Paper(planner.get("/reports/hotline/steering/2014-05.pdf").content)

    assert paper.pages == 1
    assert "Styringsrapport, maj 2014" in paper.text
    assert [one.name for one, _told in page.campaigns] == [plans.LETTER, plans.HOSPITALS]
    assert len(page.topics.rows) == 8
    assert len(page.changed) == 2
    staffed = {row[0]: row[3] for row in page.authorities.rows}
    assert all(isinstance(staffed[name], float) for name in ("Aarhus", "Viborg", "Samsø"))
    assert staffed["Region Midtjylland"] == 0  # takes part without agents
    assert isinstance(staffed["I alt"], float)
    assert staffed["I alt"] > 1000


def test_all_nineteen_municipalities_gave_hours_and_used_them(planner: Client) -> None:
    found = rows(planner, "/reports/hotline/steering/2014-05/", "authorities")
    inside = Authority.objects.filter(region__code="1082").values_list("name", flat=True)

    assert set(inside) <= set(found)
    shares = [float(str(row[1])) for name, row in found.items() if name != "I alt"]
    assert sum(shares) == pytest.approx(1)
    given = [float(str(row[3])) for name, row in found.items() if name != "I alt" and row[3] is not None]
    assert sum(given) == pytest.approx(1)


def test_komhen_counts_every_topic_of_every_inquiry(planner: Client) -> None:
    komhen = parts(planner, "/reports/hotline/komhen/2014-W19/")["komhen"]
    by_topic = rows(planner, f"{WEEK_19}?by=topic")
    by_topic.pop("Henvendelser i alt")
    topics: Counter[object] = Counter()
    for row in komhen.rows:
        topics[row[5]] += int(str(row[8]))

    assert dict(topics) == {name: row[0] for name, row in by_topic.items() if row[0]}
    assert {row[7] for row in komhen.rows} == {"Løst", "Henvist", "Fejlhenvendelse"}
    assert {row[6] for row in komhen.rows} == {"Information", "Transaktion"}


@pytest.mark.parametrize("week", ["2014-W18", "2014-W19"])
def test_open_data_of_a_week_keeps_the_small_and_shows_the_large(week: str) -> None:
    found = content(Client(), f"/open-data/hotline/{week}/topics.csv")
    counts = {(row["topic"], row["authority"]): row["inquiries"] for row in found}
    topics = list(dict.fromkeys(row["topic"] for row in found if row["topic"] != "total"))
    places = list(dict.fromkeys(row["authority"] for row in found if row["authority"] != "total"))

    def count(topic: str, place: str) -> int | None:
        return int(counts[topic, place]) if counts[topic, place] else None

    published = Protected(
        tuple(tuple(count(topic, place) for place in places) for topic in topics),
        tuple(count(topic, "total") for topic in topics),
        tuple(count("total", place) for place in places),
        count("total", "total"),
    )
    assert published.total
    shown = sum(number or 0 for row in published.rows for number in row)
    assert shown > (0.5 if week == "2014-W19" else 0.1) * published.total
    spans = Attacker(published).spans()
    for row, numbers in enumerate(published.rows):
        for column, number in enumerate(numbers):
            low, high = spans[row, column]
            assert number is not None or high - low >= ROOM


def test_open_data_has_the_known_totals() -> None:
    totals = {
        week: next(
            row["inquiries"]
            for row in content(Client(), f"/open-data/hotline/2014-W{week}/inquiries.csv")
            if row["authority"] == "total"
        )
        for week in (18, 19)
    }

    assert totals == {18: "471", 19: "1949"}


def test_a_region_that_takes_part_reads_its_pool_and_itself() -> None:
    somebody = User.objects.create_user("rm", name="Region", authority=Authority.objects.get(code="1082"))
    client = signed_in(somebody)

    assert rows(client, WEEK_19)["Henvendelser i alt"][:2] == (1949, 471)
    assert list(rows(client, f"{WEEK_19}?by=place")) == ["Henvendelser i alt"]
