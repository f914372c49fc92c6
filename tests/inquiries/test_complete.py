# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Where the citizen was told to turn, inquiries without a call, and what guided the citizen."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.calls.models import CallRecord
from hotline.inquiries.actions import add_guidance, forget_old_notes, register_without_call
from hotline.inquiries.forms import RegistrationForm, WithoutCallForm
from hotline.inquiries.matters import Target
from hotline.inquiries.models import Channel, Guidance, Inquiry, Kind, Outcome
from hotline.knowledge.actions import note_reading
from hotline.knowledge.models import Article, Text, Version
from hotline.knowledge.words import Destination, VersionState
from hotline.organisations.models import Line
from tests.calls import scenes
from tests.inquiries.desk import filled_in, matter, registered, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

FORM = reverse("inquiries:register", args=["c1"])
NEW = reverse("inquiries:new")
WALK_IN = reverse("inquiries:new-of-line", args=["hotline"])
DAY = dt.timedelta(days=1)


@pytest.fixture
def call() -> CallRecord:
    return scenes.answered_by(scenes.agent())


def version(code: str = "fritagelse-hvordan") -> Version:
    article = Article.objects.create(code=code, authority=scenes.authority())
    text = Text.objects.create(article=article, language="da")
    return Version.objects.create(
        text=text,
        number=3,
        state=VersionState.PUBLISHED,
        title="Hvordan bliver jeg fritaget?",
        written_at=scenes.NOON,
        publish_at=scenes.NOON,
    )


def without_call(**changes: object) -> dict[str, object]:
    came = timezone.localtime() - dt.timedelta(minutes=5)
    return filled_in(channel="walk_in", came_at=f"{came:%Y-%m-%dT%H:%M}") | changes


@pytest.mark.parametrize("kind", Destination)
def test_a_citizen_is_told_to_turn_to_a_kind_of_place(call: CallRecord, kind: Destination) -> None:
    form = RegistrationForm(call, filled_in(outcome="referred", target=kind.value))

    assert form.is_valid()
    assert form.matter.target == Target(kind)


def test_a_citizen_is_told_to_turn_to_an_authority_by_name(call: CallRecord) -> None:
    signed_in(call.segments.get().agent).post(FORM, filled_in(outcome="referred", target="0791"))

    inquiry = Inquiry.objects.get()
    assert (inquiry.target_name, inquiry.referred_to) == ("Viborg", "")


def test_to_be_told_where_to_turn_takes_a_place(call: CallRecord) -> None:
    client = signed_in(call.segments.get().agent)

    answer = client.post(FORM, filled_in(outcome="referred"))

    assert answer.status_code == 422
    assert "Say where the citizen was told to turn." in text_of(answer)


@pytest.mark.parametrize("wrong", ["nowhere", "9999", "municipality; bank"])
def test_a_place_that_is_not_on_the_list_is_refused(call: CallRecord, wrong: str) -> None:
    assert list(RegistrationForm(call, filled_in(outcome="referred", target=wrong)).errors) == ["target"]


def test_a_place_is_dropped_when_the_inquiry_ended_otherwise(call: CallRecord) -> None:
    signed_in(call.segments.get().agent).post(FORM, filled_in(outcome="answered", target="bank"))

    assert Inquiry.objects.get().target_name == ""


def test_the_table_refuses_a_place_of_an_inquiry_that_was_answered(call: CallRecord) -> None:
    inquiry = registered(call.segments.get().agent, call)

    with transaction.atomic(), pytest.raises(IntegrityError):
        Inquiry.objects.filter(pk=inquiry.pk).update(referred_to="bank")


@pytest.mark.parametrize(
    ("sent", "kind", "wrongly_addressed"),
    [
        ({}, Kind.INFORMATION, False),
        ({"kind": ""}, Kind.INFORMATION, False),
        ({"kind": "transaction"}, Kind.TRANSACTION, False),
        ({"kind": "information", "is_wrongly_addressed": "on"}, Kind.INFORMATION, True),
    ],
)
def test_the_municipalities_count_knows_kind_and_wrongly_addressed(
    call: CallRecord, sent: dict[str, object], kind: Kind, wrongly_addressed: bool
) -> None:
    signed_in(call.segments.get().agent).post(FORM, filled_in(**sent))

    inquiry = Inquiry.objects.get()
    assert (inquiry.kind, inquiry.is_wrongly_addressed) == (kind, wrongly_addressed)


def test_a_routine_call_needs_nothing_of_what_is_folded_away(call: CallRecord) -> None:
    page = text_of(signed_in(call.segments.get().agent).get(FORM))

    assert '<details class="registration-more">' in page
    form = RegistrationForm(call, filled_in(kind="transaction"))
    assert form.says_more


def test_a_centre_registers_somebody_who_came_in_person() -> None:
    alma = scenes.agent("Alma", of=scenes.viborg())

    answer = signed_in(alma).post(WALK_IN, without_call())

    inquiry = Inquiry.objects.get()
    assert answer.headers["Location"] == reverse("inquiries:inquiry", args=[inquiry.pk])
    assert (inquiry.call, inquiry.channel, inquiry.line) == (None, "walk_in", scenes.line())
    assert (inquiry.agent, inquiry.answered_by) == (alma, scenes.viborg())
    assert abs(timezone.now() - inquiry.came_at - dt.timedelta(minutes=5)) < dt.timedelta(
        minutes=2
    )  # the form says whole minutes


@pytest.mark.parametrize(
    ("way", "is_there"), [("walk_in", 1), ("web", 1), ("call_back", 1), ("telephone", 0)]
)
def test_only_a_telephone_call_takes_a_call(way: str, is_there: int) -> None:
    signed_in(scenes.agent()).post(WALK_IN, without_call(channel=way))

    assert Inquiry.objects.filter(channel=way).count() == is_there


@pytest.mark.parametrize("ago", [dt.timedelta(days=15), dt.timedelta(hours=-2)])
def test_nothing_is_registered_of_the_future_or_of_long_ago(ago: dt.timedelta) -> None:
    scenes.agent()
    came = timezone.localtime() - ago

    form = WithoutCallForm(scenes.line(), without_call(came_at=f"{came:%Y-%m-%dT%H:%M}"))

    assert list(form.errors) == ["came_at"]


def test_a_form_without_a_call_sent_twice_is_one_inquiry() -> None:
    client = signed_in(scenes.agent())
    form = without_call()

    assert [client.post(WALK_IN, form).status_code for _ in range(2)] == [302, 302]
    assert Inquiry.objects.count() == 1


def test_who_has_one_line_is_not_asked_which() -> None:
    alma = scenes.agent()

    assert signed_in(alma).get(NEW).headers["Location"] == WALK_IN
    alma.roles.get().lines.add(Line.objects.create(name="Nord", slug="nord", number="+4570200001"))
    asked = signed_in(alma).get(NEW)
    assert (asked.status_code, "Nord" in text_of(asked)) == (200, True)


@pytest.mark.parametrize("who", ["elsewhere", "roleless", "stranger"])
def test_nobody_registers_for_a_line_one_has_nothing_to_do_with(who: str) -> None:
    scenes.line()
    other = Line.objects.create(name="Nord", slug="nord", number="+4570200001")
    if who == "stranger":
        client = Client()
    else:
        user = scenes.person("Erik", of=scenes.authority("Aalborg", "0851"))
        if who == "elsewhere":
            user.roles.create(authority=scenes.authority("Aalborg", "0851"), kind="agent").lines.add(other)
        client = signed_in(user)

    answer = client.post(WALK_IN, without_call())

    assert (answer.status_code, Inquiry.objects.count()) == (302 if who == "stranger" else 403, 0)


def test_what_was_read_during_the_call_is_part_of_the_inquiry(call: CallRecord) -> None:
    alma = call.segments.get().agent
    read = version()
    note_reading(read, alma, call.pk)
    note_reading(read, alma, call.pk)
    note_reading(version("pas"), alma, "another call")
    note_reading(version("mitid"), scenes.agent("Bo"), call.pk)

    inquiry = registered(alma, call)

    assert [(given.version, given.how) for given in inquiry.guidance.all()] == [(read, "read")]
    page = text_of(signed_in(alma).get(reverse("inquiries:inquiry", args=[inquiry.pk])))
    assert "Hvordan bliver jeg fritaget?, version 3 (read" in page


def test_a_second_matter_has_what_was_read_since_the_first(call: CallRecord) -> None:
    alma = call.segments.get().agent
    first, second = version("a"), version("b")
    note_reading(first, alma, call.pk)
    one = registered(alma, call)
    note_reading(second, alma, call.pk)

    other = registered(alma, call, topics=[topic("pas", "Pas")])

    assert (list(one.versions.all()), list(other.versions.all())) == ([first], [second])


def test_what_was_read_stays_read_though_it_is_shown_again(call: CallRecord) -> None:
    inquiry = registered(call.segments.get().agent, call)
    shown, read = version("a"), version("b")

    add_guidance(inquiry, [shown, read.pk], Guidance.How.SHOWN)
    add_guidance(inquiry, [read], Guidance.How.READ)
    add_guidance(inquiry, [read], Guidance.How.SHOWN)

    assert [(given.version, given.how) for given in inquiry.guidance.order_by("version")] == [
        (shown, "shown"),
        (read, "read"),
    ]


def test_notes_are_forgotten_after_their_days_and_nothing_else(call: CallRecord) -> None:
    alma = call.segments.get().agent
    old = registered(alma, call, note="Gammel")
    with time_machine.travel(scenes.NOON + 100 * DAY):
        young = register_without_call(
            agent=alma,
            line=scenes.line(),
            channel=Channel.WEB,
            came_at=timezone.now(),
            matter=matter(note="Ung"),
            key=uuid.uuid4(),
        )

    assert forget_old_notes(now=scenes.NOON + 181 * DAY) == 1
    assert forget_old_notes(now=scenes.NOON + 181 * DAY) == 0

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.note, old.outcome, young.note) == ("", Outcome.ANSWERED, "Ung")
