# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the registration form offers and how it reads what was sent."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation

from hotline.calls.models import CallRecord
from hotline.inquiries.forms import RegistrationForm, authorities_offered
from hotline.inquiries.models import Home
from hotline.knowledge.models import Topic
from hotline.knowledge.registers import load_topics
from hotline.organisations.models import Authority
from hotline.organisations.registers import load_authorities
from tests.calls import scenes
from tests.inquiries.desk import filled_in, topic

pytestmark = pytest.mark.django_db

TODAY = dt.date(2014, 5, 7)


@pytest.fixture
def call() -> CallRecord:
    return scenes.answered_by(scenes.agent())


def test_all_ninety_eight_municipalities_and_the_regions_can_be_chosen(call: CallRecord) -> None:
    load_authorities()

    offered = authorities_offered(call.line, TODAY)

    kinds = [authority.kind for authority in offered]
    assert (kinds.count("municipality"), kinds.count("region")) == (98, 5)
    assert len({authority.code for authority in offered}) == len(offered)


def test_the_lines_own_authorities_come_first_then_the_rest_by_name(call: CallRecord) -> None:
    load_authorities()

    names = [authority.name for authority in authorities_offered(call.line, TODAY)]

    assert names[:3] == ["Aarhus", "Viborg", "Region Midtjylland"]
    municipalities = names[3:99]
    assert len(municipalities) == 96
    assert "Region Nordjylland" in names[99:]


def test_a_municipality_that_is_gone_or_not_there_yet_cannot_be_chosen(call: CallRecord) -> None:
    Authority.objects.create(code="1", name="Gone", kind="municipality", valid_to=TODAY)
    Authority.objects.create(
        code="2", name="Coming", kind="municipality", valid_from=TODAY + dt.timedelta(days=1)
    )

    assert {a.name for a in authorities_offered(call.line, TODAY)} & {"Gone", "Coming"} == set()


def test_every_option_carries_all_words_it_can_be_found_by(call: CallRecord) -> None:
    load_topics()

    options = {option.value: option for option in RegistrationForm(call).topic_options()}

    exemption = Topic.objects.get(code="fritagelse")
    option = options[str(exemption.pk)]
    assert option.words.split("|") == exemption.words
    assert (option.shortcut, option.is_at_hand, option.is_chosen) == ("2", True, False)
    homes = {option.value: option.words for option in RegistrationForm(call).home_options()}
    assert homes["0751"] == "Aarhus|0751"


def test_a_topic_says_what_it_is_part_of(call: CallRecord) -> None:
    load_topics()
    with translation.override("en"):
        options = {option.label: option.part_of for option in RegistrationForm(call).topic_options()}

    assert (options["Getting MitID"], options["MitID"], options["Self-service"]) == (
        "MitID",
        "Self-service",
        "",
    )


def test_topics_are_offered_in_the_readers_language(call: CallRecord) -> None:
    load_topics()
    with translation.override("da"):
        danish = {option.label for option in RegistrationForm(call).topic_options()}
    with translation.override("en"):
        english = {option.label for option in RegistrationForm(call).topic_options()}

    assert ("Flytning" in danish, "Moving house" in english) == (True, True)


def test_a_topic_out_of_use_is_not_offered_and_not_taken(call: CallRecord) -> None:
    old = topic("old", "Old")
    old.valid_to = timezone.localdate()
    old.save()

    form = RegistrationForm(call, filled_in(topics=[old.pk]))

    assert "Old" not in {option.label for option in form.topic_options()}
    assert list(form.errors) == ["topics"]


@pytest.mark.parametrize(
    ("value", "home", "name"),
    [
        ("0791", Home.AUTHORITY, "Viborg"),
        ("1082", Home.AUTHORITY, "Region Midtjylland"),
        ("abroad", Home.ABROAD, None),
        ("unknown", Home.UNKNOWN, None),
    ],
)
def test_what_is_chosen_becomes_a_home_and_an_authority(
    call: CallRecord, value: str, home: Home, name: str | None
) -> None:
    form = RegistrationForm(call, filled_in(home=value))

    assert form.is_valid()
    chosen, authority = form.chosen_home
    assert (chosen, authority.name if authority else None) == (home, name)


@pytest.mark.parametrize("wrong", ["authority", "Aarhus", "751", "", "0751 OR 1=1"])
def test_what_is_no_home_is_refused(call: CallRecord, wrong: str) -> None:
    assert list(RegistrationForm(call, filled_in(home=wrong)).errors) == ["home"]


@pytest.mark.parametrize("wrong", ["solved", "ANSWERED", ""])
def test_outcomes_are_a_closed_list(call: CallRecord, wrong: str) -> None:
    assert list(RegistrationForm(call, filled_in(outcome=wrong)).errors) == ["outcome"]


@pytest.mark.parametrize(
    ("note", "holds"),
    [("", False), ("Ring 70 20 00 00", False), ("010203-1234", True), ("linje\n0102031234", True)],
)
def test_the_form_notices_a_cpr_number(call: CallRecord, note: str, holds: bool) -> None:
    form = RegistrationForm(call, filled_in(note=note))

    assert form.is_valid()
    assert form.holds_cpr is holds


def test_every_fresh_form_has_a_key_of_its_own(call: CallRecord) -> None:
    keys = {RegistrationForm(call).initial["key"] for _number in range(3)}

    assert len(keys) == 3
    assert {type(key) for key in keys} == {uuid.UUID}


def test_a_note_may_be_left_out_altogether(call: CallRecord) -> None:
    form = RegistrationForm(call, filled_in(note=None))

    assert form.is_valid()
    assert form.cleaned_data["note"] == ""
