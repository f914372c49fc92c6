# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The trail as it is read: by every role, on any question, of every deed; and as it is kept: by nothing but
the deeds themselves, never changed, through the day the clock is put back.
"""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import WORDS_LENGTH, Kept, Trail, TrailEntry, User
from hotline.people.trail import OF_LINE, OF_SUBJECT, address_of, on_day, trail_shown_to, who_stands_in
from tests.people.everybody import answered, everybody, only
from tests.people.persons import World, make_authority, make_line, make_person, signed_in

TRAIL = "/trail/"
NOON = dt.datetime(2026, 5, 7, 10, tzinfo=dt.UTC)
READERS = {
    *(f"{place}{kind}" for place in ("", "Viborg's ", "other ") for kind in ("duty_lead", "administrator")),
    "Viborg's people's",
    "elsewhere",
}


def entry(by: User, deed: Deed = Deed.DAY_SET, at: dt.datetime = NOON, **about: object) -> TrailEntry:
    return TrailEntry.objects.create(at=at, by=by, deed=deed, **about)


# -------------------------------------------------------------------- who reads


def test_the_trail_is_for_duty_leads_and_administrators(world: World) -> None:
    clients = everybody(world)

    found = answered(clients, lambda client: client.get(TRAIL))

    assert found == only(READERS, clients, 200)


def test_each_reader_finds_the_own_lines_and_nobody_the_others(world: World) -> None:
    clients = everybody(world)
    other = Line.objects.get(slug="anden")
    entry(world.duty_lead, line=world.line, words="om-hotline")
    entry(world.duty_lead, line=other, words="om-anden")
    entry(world.local, authority=world.viborg, words="om-viborg")

    def read(who: str) -> set[str]:
        return set(re.findall(r"om-\w+", clients[who].get(TRAIL).content.decode()))

    assert {who: read(who) for who in READERS} == {
        "duty_lead": {"om-hotline"},
        "administrator": {"om-hotline", "om-viborg"},
        "Viborg's duty_lead": {"om-hotline"},
        "Viborg's administrator": {"om-hotline", "om-viborg"},
        "other duty_lead": {"om-anden"},
        "other administrator": {"om-anden", "om-viborg"},
        "Viborg's people's": {"om-viborg"},
        "elsewhere": set(),
    }


def test_no_question_widens_what_one_may_read(world: World) -> None:
    other = make_line("anden", "+4570200009")
    hidden = entry(world.administrator, line=other, words="hemmeligt")
    client = world.client("duty_lead")
    day = str(timezone.localdate(hidden.at))

    for asked in (
        {"by": str(world.administrator.pk)},
        {"deed": hidden.deed},
        {"day_on": day},
        {"line": str(other.pk)},
        {"by": str(world.administrator.pk), "deed": hidden.deed, "day_on": day},
        {"page": "1000"},
        {"by": "alle"},
    ):
        page = client.get(TRAIL, asked)
        assert (page.status_code, "hemmeligt" in page.content.decode()) == (200, False)


def test_who_no_longer_leads_reads_no_more(world: World) -> None:
    entry(world.administrator, line=world.line, words="hemmeligt")
    client = world.client("duty_lead")
    assert "hemmeligt" in client.get(TRAIL).content.decode()

    world.duty_lead.roles.all().delete()

    assert client.get(TRAIL).status_code == 403


def test_only_people_who_stand_in_ones_own_part_are_offered(world: World) -> None:
    other = make_line("anden", "+4570200009")
    entry(world.duty_lead, line=world.line)
    entry(world.administrator, line=other)

    assert list(who_stands_in(trail_shown_to(world.duty_lead))) == [world.duty_lead]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_page_changes_nothing_whatever_it_is_sent(world: World, method: str) -> None:
    kept = entry(world.duty_lead, line=world.line, words="jul")

    getattr(world.client("administrator"), method)(TRAIL, {"words": "påske"})

    assert list(TrailEntry.objects.values_list("pk", "words")) == [(kept.pk, "jul")]


# -------------------------------------------------------------------- how it is kept

CHANGES: dict[str, Callable[[TrailEntry], object]] = {
    "saved": lambda row: row.save(),
    "saved in part": lambda row: row.save(update_fields=["words"]),
    "deleted": lambda row: row.delete(),
    "all deleted": lambda _row: TrailEntry.objects.all().delete(),
    "some deleted": lambda row: TrailEntry.objects.filter(pk=row.pk).delete(),
    "updated": lambda _row: TrailEntry.objects.update(words="x"),
    "updated by a person": lambda row: row.by.trail.update(words="x"),
    "deleted by a person": lambda row: row.by.trail.all().delete(),
    "changed in bulk": lambda row: TrailEntry.objects.bulk_update([row], ["words"]),
    "taken over": lambda row: TrailEntry.objects.update_or_create(pk=row.pk, defaults={"words": "x"}),
}


@pytest.mark.parametrize("how", CHANGES)
def test_an_entry_stands_however_one_tries(world: World, how: str) -> None:
    row = entry(world.duty_lead, line=world.line, words="jul")

    with pytest.raises(Kept), transaction.atomic():
        CHANGES[how](row)

    assert list(TrailEntry.objects.values_list("pk", "words", "at")) == [(row.pk, "jul", NOON)]


@pytest.mark.parametrize("who", ["by", "line", "authority"])
def test_what_stands_in_the_trail_is_not_deleted_from_under_it(world: World, who: str) -> None:
    lone = make_person("sune", make_authority("0657", "Herning"))
    other = make_line("anden", "+4570200009")
    row = entry(lone, line=other, authority=make_authority("0779", "Skive"))

    with pytest.raises(ProtectedError), transaction.atomic():
        getattr(row, who).delete()

    assert TrailEntry.objects.get() == row


def test_an_entry_without_anybody_is_refused_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TrailEntry.objects.create(at=NOON, deed=Deed.DAY_SET)


def test_nothing_in_the_product_offers_to_change_it() -> None:
    assert isinstance(TrailEntry.objects.all(), Trail)
    assert {field.name for field in TrailEntry._meta.get_fields()} == {
        "id", "at", "by", "deed", "words", "line", "authority", "subject",
    }  # fmt: skip
    cascading = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.one_to_many
        and field.related_model is TrailEntry
        and getattr(field, "on_delete", None) is not models.PROTECT
    ]
    assert cascading == []


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=400))
def test_words_of_any_length_are_kept_as_far_as_there_is_room(world: World, words: str) -> None:
    note(world.duty_lead, Deed.ANNOUNCED, words, line=world.line)

    kept = TrailEntry.objects.latest("pk").words
    assert len(kept) <= WORDS_LENGTH
    assert kept == words if len(words) <= WORDS_LENGTH else words.startswith(kept.removesuffix("…"))


@pytest.mark.parametrize("deed", Deed)
def test_every_deed_has_a_name_in_both_languages_and_fits(deed: Deed) -> None:
    said = []
    for language in ("da", "en"):
        with translation.override(language):
            said.append(str(deed.label))

    assert len(deed.value) <= 24
    assert said[0] != said[1]
    assert all(one and one[0].isupper() for one in said)


@pytest.mark.parametrize("deed", Deed)
def test_an_entry_of_every_deed_is_shown_also_when_its_page_is_gone(world: World, deed: Deed) -> None:
    subject = "" if deed in OF_LINE else "4711"
    row = entry(world.administrator, deed, line=world.line, words="<b>ord</b>", subject=subject)

    page = world.client("administrator").get(TRAIL)

    assert [shown for shown, _address in page.context["rows"]] == [row]
    assert "&lt;b&gt;ord&lt;/b&gt;" in page.content.decode()
    address = address_of(row)
    assert address is None or address.startswith("/")
    assert (deed in OF_LINE) is (deed not in OF_SUBJECT)


# -------------------------------------------------------------------- days, order, cost


@pytest.mark.parametrize(
    ("day", "hours"),
    [(dt.date(2026, 3, 29), 23), (dt.date(2026, 5, 7), 24), (dt.date(2026, 10, 25), 25)],
)
def test_a_day_holds_each_of_its_hours_once(world: World, day: dt.date, hours: int) -> None:
    """Also the days on which the clock is put forward and back."""
    begins = dt.datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
    utc = begins.astimezone(dt.UTC)
    for hour in range(-3, 30):
        entry(world.duty_lead, at=utc + dt.timedelta(hours=hour), line=world.line)

    assert on_day(TrailEntry.objects.all(), day).count() == hours


def test_the_latest_stands_first_also_within_one_instant(world: World) -> None:
    first, second = (entry(world.duty_lead, line=world.line, words=word) for word in ("a", "b"))
    later = entry(world.duty_lead, line=world.line, at=NOON + dt.timedelta(seconds=1))

    assert list(trail_shown_to(world.duty_lead)) == [later, second, first]


def cost(client: Client, **asked: str) -> int:
    client.get(TRAIL, asked)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(TRAIL, asked).status_code == 200
    return len(queries)


@pytest.mark.parametrize("who", ["duty_lead", "administrator", "local"])
def test_the_page_costs_the_same_with_three_entries_as_with_three_hundred(world: World, who: str) -> None:
    people = [make_person(f"p{number}", world.viborg, RoleKind.DUTY_LEAD) for number in range(6)]
    authorities: list[Authority] = [world.aarhus, world.viborg]

    def many(times: int) -> None:
        TrailEntry.objects.bulk_create(
            TrailEntry(
                at=NOON + dt.timedelta(minutes=number),
                by=people[number % 6],
                deed=list(Deed)[number % len(Deed)],
                line=world.line if number % 2 else None,
                authority=authorities[number % 2],
            )
            for number in range(times)
        )

    client = signed_in(getattr(world, who))
    many(6)
    few = cost(client), cost(client, page="1"), cost(client, deed="day_set")
    many(300)

    assert (cost(client), cost(client, page="1"), cost(client, deed="day_set")) == few
