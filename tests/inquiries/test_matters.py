# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How a matter becomes columns, how a correction remembers it, and how that is told in words."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from hotline.inquiries.actions import note_handed_over
from hotline.inquiries.matters import Matter, Reader, Snapshot, Target, snapshot, what_changed
from hotline.inquiries.models import Correction, Home, Inquiry, Kind, Outcome
from hotline.knowledge.actions.topics import rename_topic
from hotline.knowledge.words import Destination
from tests.calls import scenes
from tests.inquiries.desk import matter, registered, topic

pytestmark = pytest.mark.django_db

TODAY = dt.date(2014, 5, 7)
DAY = dt.timedelta(days=1)
SAID: Snapshot = {
    "topics": "fritagelse pas",
    "home": "0791",
    "outcome": "referred",
    "target": "police",
    "kind": "transaction",
    "wrongly_addressed": "yes",
    "note": "Noget",
}


def told(said: Snapshot, day: dt.date = TODAY) -> dict[str, str]:
    with translation.override("en"):
        return dict(Reader([said], day).told(said))


@pytest.mark.parametrize("outcome", Outcome)
def test_a_place_is_a_column_only_when_the_citizen_was_told_to_turn_there(outcome: Outcome) -> None:
    one = Matter([], Home.UNKNOWN, None, outcome, Target(Destination.BANK))

    assert one.columns["referred_to"] == ("bank" if outcome is Outcome.REFERRED else "")


def test_a_snapshot_holds_everything_in_codes() -> None:
    alma = scenes.agent()
    place = Target(authority=scenes.region())
    inquiry = registered(
        alma,
        scenes.answered_by(alma),
        scenes.viborg(),
        topics=[topic("pas", "Pas"), topic()],
        outcome=Outcome.REFERRED,
        target=place,
        kind=Kind.TRANSACTION,
        is_wrongly_addressed=True,
        note="Noget",
    )

    assert snapshot(inquiry) == SAID | {"target": "1082"}


@pytest.mark.parametrize(("home", "said"), [(Home.ABROAD, "abroad"), (Home.UNKNOWN, "unknown")])
def test_a_citizen_of_nowhere_is_remembered_as_such(home: Home, said: str) -> None:
    alma = scenes.agent()
    inquiry = registered(alma, scenes.answered_by(alma), home=home)

    assert snapshot(inquiry)["home"] == said


def test_only_what_changed_is_kept() -> None:
    after = SAID | {"note": "Andet", "kind": "information"}

    assert what_changed(SAID, after) == {"note": "Noget", "kind": "transaction"}
    assert what_changed(SAID, SAID) == {}


def test_what_was_said_is_told_in_words() -> None:
    topic(), topic("pas", "Pas"), scenes.viborg()

    assert told(SAID) == {
        "Topics": "Fritagelse, Pas",
        "The citizen's authority": "Viborg",
        "Outcome": "Told where to turn",
        "Told to turn to": "The police",
        "Kind": "Something was carried out",
        "Meant for somebody else": "Yes",
        "Note": "Noget",
    }


@pytest.mark.parametrize(
    ("field", "code", "words"),
    [
        ("home", "abroad", "Outside Denmark"),
        ("home", "unknown", "Unknown"),
        ("target", "", "nowhere"),
        ("target", "mitid_support", "MitID support"),
        ("wrongly_addressed", "no", "No"),
        ("note", "", ""),
        ("topics", "gone", ""),
    ],
)
def test_each_field_is_told_in_its_own_words(field: str, code: str, words: str) -> None:
    assert list(told({field: code}).values()) == [words]


def test_topics_are_told_by_the_name_of_their_day() -> None:
    ruth = scenes.person("Ruth", "editor")
    with time_machine.travel(scenes.NOON):
        rename_topic(
            topic("pas", "Pas"), name="Rejser", name_en="Travel", parent=None, from_on=TODAY + DAY, by=ruth
        )

    with translation.override("da"):
        names = [
            dict(Reader([{"topics": "pas"}], day).told({"topics": "pas"}))["Emner"]
            for day in (TODAY, TODAY + DAY)
        ]
    assert names == ["Pas", "Rejser"]


@pytest.mark.parametrize("count", [1, 30])
def test_any_number_of_corrections_is_told_in_three_queries(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topic(), topic("pas", "Pas"), scenes.viborg()
    reader = Reader([SAID] * count, TODAY)

    with django_assert_num_queries(3):
        words = [dict(reader.told(SAID)) for _number in range(count)]
    assert len(words) == count


def test_being_handed_over_is_noted_once_and_drops_the_place() -> None:
    alma = scenes.agent()
    inquiry = registered(
        alma, scenes.answered_by(alma), outcome=Outcome.REFERRED, target=Target(Destination.POLICE)
    )

    for _time in range(2):
        note_handed_over(inquiry, by=alma, now=scenes.NOON)

    kept = Inquiry.objects.get()
    assert (kept.outcome, kept.referred_to) == (Outcome.HANDED_OVER, "")
    assert [one.before for one in Correction.objects.all()] == [{"outcome": "referred", "target": "police"}]


def test_a_matter_that_is_usual_is_information_for_us() -> None:
    usual = matter()

    assert (usual.kind, usual.is_wrongly_addressed, usual.target) == (Kind.INFORMATION, False, Target())
