# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The audit trail: who did what about which line, never changed, shown to those who lead or administer."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hotline.handovers.actions import change_secret, close_inbox, open_inbox
from hotline.handovers.models import Inbox
from hotline.knowledge.actions import end_temporary_guide, make_temporary_guide
from hotline.knowledge.actions.topics import add_topic
from hotline.knowledge.models import Topic
from hotline.knowledge.wording import Wording
from hotline.measures.targets import STANDARD, set_target
from hotline.organisations.actions import (
    Refused,
    end_announcement,
    join_line,
    publish_hours,
    remove_day,
    set_day,
    set_membership,
)
from hotline.organisations.deeds import Deed
from hotline.organisations.models import LineAnnouncement, Membership
from hotline.organisations.opening import DayKind, SpecialDay
from hotline.organisations.rules import RoleKind
from hotline.people.actions import Refused as RefusedPerson
from hotline.people.actions import Roles, save_person
from hotline.people.models import Kept, TrailEntry, User
from hotline.people.trail import OF_LINE, OF_SUBJECT, address_of, on_day, trail_shown_to
from tests.organisations.schedules import THE_WEEK
from tests.people.persons import World, make_authority, make_line, make_person, signed_in

TRAIL = "/trail/"
CHRISTMAS = SpecialDay(dt.date(2030, 12, 24), DayKind.CLOSED, "Juleaften")


def told() -> list[tuple[str, str, str]]:
    """Who, which deed, about what: the earliest first."""
    entries = TrailEntry.objects.select_related("by").order_by("id")
    return [(entry.by.username, entry.deed, entry.words) for entry in entries]


def noted(world: World, deed: Deed = Deed.DAY_SET, words: str = "jul", by: User | None = None) -> TrailEntry:
    (by or world.duty_lead).note(deed, words, line=world.line, authority=None, subject="")
    return TrailEntry.objects.latest("id")


def test_a_deed_leaves_who_when_and_what(world: World) -> None:
    before = timezone.now()
    set_day(world.line, CHRISTMAS, by=world.administrator)
    entry = TrailEntry.objects.get()
    assert before <= entry.at <= timezone.now()
    assert (entry.by, entry.deed, entry.line) == (world.administrator, "day_set", world.line)
    assert "24. december 2030" in entry.words
    assert "Juleaften" in entry.words


def test_a_deed_that_is_refused_leaves_nothing(world: World) -> None:
    set_day(world.line, CHRISTMAS)
    with pytest.raises(Refused):
        set_day(world.line, CHRISTMAS, by=world.administrator)
    with pytest.raises(RefusedPerson):
        save_person(world.administrator, Roles(set()), by=world.administrator)
    assert told() == []


def test_what_nobody_signs_for_leaves_nothing(world: World) -> None:
    set_day(world.line, CHRISTMAS)
    publish_hours(world.line, THE_WEEK, dt.date(2035, 1, 1))
    assert told() == []


def test_the_settings_of_a_line_are_told(world: World) -> None:
    by = world.administrator
    publish_hours(world.line, THE_WEEK, dt.date(2035, 1, 1), by=by)
    remove_day(set_day(world.line, CHRISTMAS, by=by), by=by)
    joined = join_line(world.line, make_authority("0657", "Herning"), "staffs", dt.date(2030, 1, 1))
    set_membership(joined, by=by)
    down = LineAnnouncement.objects.create(line=world.line, text="MitID er nede", from_at=timezone.now())
    end_announcement(down, by=by)
    assert [deed for _, deed, _ in told()] == [
        "hours_published",
        "day_set",
        "day_removed",
        "membership_set",
        "announcement_ended",
    ]
    assert told()[-1][2] == "MitID er nede"


def test_roles_are_told_in_words(world: World) -> None:
    save_person(world.agent, Roles({RoleKind.EDITOR}), by=world.local)
    assert told() == [("lone", "person_saved", "Anna: Redaktør")]
    assert TrailEntry.objects.get().authority == world.viborg


def test_topics_and_guides_are_told(world: World) -> None:
    topic = add_topic(Topic(code="mitid", name="MitID"), from_on=timezone.localdate(), by=world.administrator)
    ends_at = timezone.now() + dt.timedelta(hours=1)
    guide = make_temporary_guide(
        Wording(title="MitID er nede", short_answer="Prøv igen senere."),
        topic,
        ends_at,
        by=world.duty_lead,
        authority=world.aarhus,
    )
    end_temporary_guide(guide, by=world.duty_lead)
    assert told() == [
        ("asta", "topic_made", "MitID"),
        ("vera", "guide_made", "MitID er nede"),
        ("vera", "guide_ended", guide.code),
    ]
    assert address_of(TrailEntry.objects.latest("id")) == f"/articles/{guide.code}/"


def test_the_pages_write_it_with_the_deed(world: World) -> None:
    client = world.client("administrator")
    day = {"day_on": "2030-12-24", "name": "Juleaften", "kind": "closed", "spans": ""}
    client.post("/lines/hotline/days/new/", day)
    announcement = {"text": "MitID er nede", "from_at": "2030-12-01T09:00"}
    client.post("/lines/hotline/announcements/new/", announcement)
    client.post("/authorities/0751/", {"name": "Aarhus", "code": "0751", "kind": "municipality", "cvr": ""})
    assert [(who, deed) for who, deed, _ in told()] == [
        ("asta", "day_set"),
        ("asta", "announced"),
        ("asta", "authority_saved"),
    ]


def test_changed_settings_name_the_fields_and_not_what_they_hold(world: World) -> None:
    client = world.client("administrator")
    page = client.get("/lines/hotline/settings/")
    fields = {name: page.context["form"][name].value() for name in page.context["form"].fields}
    changed = {name: value for name, value in fields.items() if value is not None}
    client.post("/lines/hotline/settings/", changed | {"number": "+4570200001", "ring_seconds": "25"})
    assert told() == [("asta", "line_changed", "Telefonnummer, Ringer hos en medarbejder i (sekunder)")]


def test_an_entry_is_neither_changed_nor_deleted(world: World) -> None:
    entry = noted(world)
    entry.words = "noget andet"
    for deed in (
        entry.save,
        entry.delete,
        TrailEntry.objects.all().delete,
        lambda: TrailEntry.objects.update(words=""),
        lambda: TrailEntry.objects.bulk_update([entry], ["words"]),
    ):
        with pytest.raises(Kept), transaction.atomic():
            deed()
    assert told() == [("vera", "day_set", "jul")]


def test_long_words_are_cut(world: World) -> None:
    assert noted(world, words="x" * 500).words == "x" * 199 + "…"


def test_every_deed_has_a_place_to_look() -> None:
    assert set(OF_LINE) | set(OF_SUBJECT) == set(Deed)
    assert not set(OF_LINE) & set(OF_SUBJECT)


# -------------------------------------------------------------------- who reads it


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("duty_lead", 200),
        ("local", 200),
        ("elsewhere", 200),
        ("agent", 403),
        ("roleless", 403),
        ("stranger", 302),
    ],
)
def test_who_may_open_the_page(world: World, who: str, status: int) -> None:
    assert world.client(who).get(TRAIL).status_code == status


def test_each_sees_only_what_is_theirs(world: World) -> None:
    of_line = noted(world)
    world.administrator.note(Deed.PERSON_SAVED, "Anna", line=None, authority=world.viborg, subject="3")
    of_viborg = TrailEntry.objects.latest("id")
    other = make_line("anden", "+4570200009")
    world.administrator.note(Deed.DAY_SET, "påske", line=other, authority=None, subject="")
    of_other = TrailEntry.objects.latest("id")
    their_lead = make_person("otto", world.viborg, RoleKind.DUTY_LEAD, line=other)

    assert set(trail_shown_to(world.administrator)) == {of_line, of_viborg}
    assert set(trail_shown_to(world.duty_lead)) == {of_line}
    assert set(trail_shown_to(world.local)) == {of_viborg}
    assert set(trail_shown_to(world.elsewhere)) == set()
    assert set(trail_shown_to(their_lead)) == {of_other}


def test_a_duty_lead_of_another_line_finds_nothing_of_this_one(world: World) -> None:
    noted(world, words="hemmeligt")
    other = make_line("anden", "+4570200009")
    client = signed_in(make_person("otto", world.viborg, RoleKind.DUTY_LEAD, line=other))
    assert "hemmeligt" not in client.get(TRAIL, {"by": world.duty_lead.pk}).content.decode()


def test_the_page_is_narrowed_by_person_deed_and_day(world: World) -> None:
    noted(world, Deed.DAY_SET, "jul")
    noted(world, Deed.ANNOUNCED, "nede", by=world.administrator)
    client, today = world.client("duty_lead"), timezone.localdate()

    def words(**asked: Any) -> list[str]:
        return [entry.words for entry, _ in client.get(TRAIL, asked).context["rows"]]

    assert words() == ["nede", "jul"]
    assert words(by=world.administrator.pk) == ["nede"]
    assert words(deed="day_set") == ["jul"]
    assert words(day_on=today) == ["nede", "jul"]
    assert words(day_on=today - dt.timedelta(days=1)) == []
    assert words(by=world.agent.pk) == []  # nobody who stands in it
    assert words(day_on="i går") == []


def test_a_day_is_a_local_day(world: World) -> None:
    entry = noted(world)
    late = dt.datetime(2026, 6, 1, 22, 30, tzinfo=dt.UTC)  # half past midnight of the second
    TrailEntry.objects.bulk_create([TrailEntry(at=late, by=world.agent, deed="day_set", words="sent")])
    assert [row.words for row in on_day(TrailEntry.objects.all(), dt.date(2026, 6, 2))] == ["sent"]
    assert entry not in on_day(TrailEntry.objects.all(), dt.date(2026, 6, 1))


def test_an_entry_leads_to_what_it_is_about(world: World) -> None:
    set_day(world.line, CHRISTMAS, by=world.administrator)
    page = world.client("duty_lead").get(TRAIL).content.decode()
    assert reverse("organisations:days", args=["hotline"]) in page
    assert "Juleaften" in page


def test_a_hundred_entries_stand_on_a_page(world: World) -> None:
    TrailEntry.objects.bulk_create(
        TrailEntry(at=timezone.now(), by=world.agent, deed="day_set", line=world.line) for _ in range(101)
    )
    client = world.client("duty_lead")
    assert len(client.get(TRAIL).context["rows"]) == 100
    assert len(client.get(TRAIL, {"page": 2}).context["rows"]) == 1
    assert "deed=day_set&amp;page=2" in client.get(TRAIL, {"deed": "day_set"}).content.decode()


def test_the_page_costs_the_same_however_long_it_is(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        noted(world)
        noted(world, by=world.administrator)
    client = world.client("duty_lead")
    with django_assert_max_num_queries(9):
        client.get(TRAIL)


def test_a_membership_is_told_with_its_authority(world: World) -> None:
    membership = Membership.objects.get(authority=world.viborg)
    set_membership(membership, by=world.administrator)
    entry = TrailEntry.objects.get()
    assert (entry.line, entry.authority) == (world.line, world.viborg)


def test_what_a_line_promises_is_told(world: World) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    set_target(world.line, STANDARD, from_on=tomorrow, by=world.administrator)
    entry = TrailEntry.objects.get()
    assert (entry.deed, entry.line) == ("target_set", world.line)
    assert address_of(entry) == "/figures/definitions/promises/hotline/"


def test_an_inbox_is_told_with_every_way_of_setting_it_up(world: World) -> None:
    address = reverse("handovers:set-up", args=["0791"])
    client = world.client("local")
    client.post(address, {"answers_within_days": "7", "email": "post@example.org", "webhook": ""})
    own = Inbox.objects.get()
    change_secret(own, by=world.local)
    close_inbox(own, by=world.local)
    open_inbox(own, by=world.local)
    assert told() == [("lone", "inbox_set", "Viborg")] * 4
    assert {address_of(entry) for entry in TrailEntry.objects.all()} == {address}
    assert world.client("local").get(TRAIL).content.decode().count(f'href="{address}"') == 4
