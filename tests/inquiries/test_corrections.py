# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""For fourteen days an inquiry can be put right, and what it said before is kept."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hotline.inquiries.actions import correct_inquiry, forget_old_notes
from hotline.inquiries.matters import Target
from hotline.inquiries.models import Correction, Inquiry, Kind, Outcome
from hotline.inquiries.rules import Refused, may_correct
from hotline.knowledge.actions.topics import retire_topic
from hotline.knowledge.models import Topic
from hotline.knowledge.words import Destination
from hotline.organisations.models import Line
from hotline.people.cpr_guard import MASK
from hotline.people.models import CprCatch, User
from tests.calls import scenes
from tests.inquiries.desk import cost, filled_in, matter, registered, said, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _the_seventh_of_may() -> Iterator[None]:
    with time_machine.travel(scenes.NOON, tick=False):
        yield


@pytest.fixture
def alma() -> User:
    return scenes.agent("Alma", of=scenes.viborg())


@pytest.fixture
def inquiry(alma: User) -> Inquiry:
    return registered(alma, scenes.answered_by(alma), scenes.viborg(), note="Ville vide hvor.")


def page(name: str, inquiry: Inquiry) -> str:
    return reverse(f"inquiries:{name}", args=[inquiry.pk])


def test_what_was_changed_is_kept_as_it_was_with_who_and_when(alma: User, inquiry: Inquiry) -> None:
    pas = topic("pas", "Pas")
    better = matter(
        scenes.authority(),
        topics=[pas, topic()],
        outcome=Outcome.REFERRED,
        target=Target(Destination.POLICE),
        kind=Kind.TRANSACTION,
        is_wrongly_addressed=True,
        note="Ville vide hvor.",
    )

    correction = correct_inquiry(inquiry, better, by=alma, now=scenes.NOON + DAY)

    assert correction
    assert (correction.corrected_by, correction.corrected_at) == (alma, scenes.NOON + DAY)
    assert correction.before == {
        "topics": "fritagelse",
        "home": "0791",
        "outcome": "answered",
        "target": "",
        "kind": "information",
        "wrongly_addressed": "no",
    }
    inquiry = Inquiry.objects.get()
    topics, *rest = said(inquiry)
    assert (set(topics), rest) == ({"Fritagelse", "Pas"}, ["Aarhus", "referred", "Ville vide hvor."])
    assert (inquiry.target_name != "", inquiry.kind, inquiry.is_wrongly_addressed) == (
        True,
        "transaction",
        True,
    )


def test_a_correction_that_changes_nothing_leaves_no_trace(alma: User, inquiry: Inquiry) -> None:
    same = matter(scenes.viborg(), note="Ville vide hvor.")

    assert correct_inquiry(inquiry, same, by=alma) is None
    assert Correction.objects.count() == 0


def test_each_correction_keeps_its_own_before(alma: User, inquiry: Inquiry) -> None:
    for note in ("To", "Tre"):
        correct_inquiry(inquiry, matter(scenes.viborg(), note=note), by=alma)

    assert [one.before for one in Correction.objects.all()] == [{"note": "Ville vide hvor."}, {"note": "To"}]


def test_when_it_came_who_registered_it_and_its_call_are_never_changed(alma: User, inquiry: Inquiry) -> None:
    lead = scenes.person("Vera", "duty_lead")

    correct_inquiry(inquiry, matter(note="Andet"), by=lead, now=scenes.NOON + DAY)

    kept = Inquiry.objects.get()
    assert (kept.agent, kept.call_id, kept.came_at, kept.registered_at) == (
        alma,
        "c1",
        inquiry.came_at,
        inquiry.registered_at,
    )


def test_no_cpr_number_comes_in_by_way_of_a_correction(alma: User, inquiry: Inquiry) -> None:
    correct_inquiry(inquiry, matter(note="Nr. 010203-1234"), by=alma)
    correct_inquiry(inquiry, matter(note=f"Nr. {MASK} igen"), by=alma)

    assert Inquiry.objects.get().note == f"Nr. {MASK} igen"
    assert [(one.place, one.times) for one in CprCatch.objects.all()] == [("note", 1)]


@pytest.mark.parametrize(
    ("after", "may"),
    [
        (dt.timedelta(0), True),
        (14 * DAY - dt.timedelta(seconds=1), True),
        (14 * DAY, False),
        (400 * DAY, False),
    ],
)
def test_after_fourteen_days_it_stands(alma: User, inquiry: Inquiry, after: dt.timedelta, may: bool) -> None:
    at = inquiry.registered_at + after

    assert may_correct(alma, inquiry, at) is may
    if not may:
        with pytest.raises(Refused):
            correct_inquiry(inquiry, matter(note="For sent"), by=alma, now=at)
        assert Inquiry.objects.get().note == "Ville vide hvor."


def test_the_form_brings_what_is_registered_and_saves_what_is_put_right(alma: User, inquiry: Inquiry) -> None:
    client = signed_in(alma)

    shown = text_of(client.get(page("correct", inquiry)))
    answer = client.post(page("correct", inquiry), filled_in(note="Bedre", home="0791"), follow=True)

    assert 'name="home" value="0791" checked' in shown
    assert f'name="topics" value="{topic().pk}" checked' in shown
    assert "Ville vide hvor.</textarea>" in shown
    told = text_of(answer)
    assert "Corrected." in told
    assert "7/5/2014 noon" in told or "Alma" in told
    assert "<li>Note: Ville vide hvor.</li>" in told


def test_the_trace_is_told_in_words(alma: User, inquiry: Inquiry) -> None:
    better = matter(
        None, topics=[topic("pas", "Pas")], outcome=Outcome.REFERRED, target=Target(Destination.BANK)
    )
    correct_inquiry(inquiry, better, by=alma)
    correct_inquiry(inquiry, matter(scenes.viborg()), by=alma)

    told = text_of(signed_in(alma).get(page("inquiry", inquiry)))

    for sentence in (
        "Topics: Fritagelse",
        "The citizen&#x27;s authority: Viborg",
        "Outcome: Answered",
        "Told to turn to: nowhere",
        "Topics: Pas",
        "The citizen&#x27;s authority: Unknown",
        "Outcome: Told where to turn",
    ):
        assert f"<li>{sentence}</li>" in told


def test_the_form_says_what_is_wrong_and_keeps_the_inquiry(alma: User, inquiry: Inquiry) -> None:
    answer = signed_in(alma).post(page("correct", inquiry), filled_in(home="", note="Bedre"))

    assert answer.status_code == 422
    assert Inquiry.objects.get().note == "Ville vide hvor."


def test_a_topic_of_that_day_can_be_kept_though_it_is_retired(alma: User, inquiry: Inquiry) -> None:
    with time_machine.travel(scenes.NOON + 3 * DAY):
        retire_topic(Topic.objects.get(), from_on=dt.date(2014, 5, 10))
        signed_in(alma).post(page("correct", inquiry), filled_in(note="Bedre", home="0791"))

    assert said(Inquiry.objects.get())[::3] == (["Fritagelse"], "Bedre")


def reader(who: str) -> Client:
    """Everybody who might want to correct Alma's inquiry."""
    if who == "stranger":
        return Client()
    if who == "lead of another line":
        user = scenes.person("Lea", of=scenes.viborg())
        other = Line.objects.create(name="Nord", slug="nord", number="+4570200001")
        user.roles.create(authority=scenes.viborg(), kind="duty_lead").lines.add(other)
        return signed_in(user)
    if who == "agent elsewhere":
        return signed_in(scenes.agent("Erik", of=scenes.authority("Aalborg", "0851")))
    role = {"colleague": "agent", "lead": "duty_lead", "planner": "planner", "editor": "editor"}[who]
    return signed_in(scenes.person("Rie", role, of=scenes.viborg()))


@pytest.mark.parametrize(
    ("who", "reads", "corrects"),
    [
        ("lead", 200, 302),
        ("planner", 200, 403),
        ("lead of another line", 200, 403),  # sees what Viborg's agents answered, but does not lead there
        ("colleague", 404, 404),
        ("agent elsewhere", 404, 404),
        ("editor", 404, 404),
        ("stranger", 302, 302),
    ],
)
def test_who_reads_and_who_corrects(inquiry: Inquiry, who: str, reads: int, corrects: int) -> None:
    client = reader(who)

    assert client.get(page("inquiry", inquiry)).status_code == reads
    assert client.post(page("correct", inquiry), filled_in(note="Andet")).status_code == corrects
    changed = who == "lead"
    assert Inquiry.objects.get().note == ("Andet" if changed else "Ville vide hvor.")


def test_the_button_is_there_only_for_who_may(alma: User, inquiry: Inquiry) -> None:
    planner = scenes.person("Poul", "planner")

    links = [
        page("correct", inquiry) in text_of(signed_in(who).get(page("inquiry", inquiry)))
        for who in (alma, planner)
    ]

    assert links == [True, False]


def test_a_forgotten_note_is_forgotten_in_its_corrections_too(alma: User, inquiry: Inquiry) -> None:
    correct_inquiry(inquiry, matter(note="Nyere"), by=alma)

    forget_old_notes(now=scenes.NOON + 181 * DAY)

    assert (Inquiry.objects.get().note, Correction.objects.get().before["note"]) == ("", "")


def test_an_inquiry_costs_the_same_with_three_corrections_as_with_one(alma: User, inquiry: Inquiry) -> None:
    client = signed_in(alma)
    for place in (scenes.authority(), scenes.viborg()):
        correct_inquiry(inquiry, matter(place, topics=[topic("pas", "Pas")]), by=alma)
    with_two = cost(client, page("inquiry", inquiry))
    for number in range(4):
        correct_inquiry(
            inquiry, matter(scenes.authority(), topics=[topic(f"t{number}", f"T{number}")]), by=alma
        )

    assert cost(client, page("inquiry", inquiry)) == with_two
