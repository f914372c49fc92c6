# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Crisis mode: callers, agents and the topic, put in force and undone as one."""

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hotline.duty.actions import CrisisPlan, begin_crisis, end_crisis
from hotline.duty.models import Crisis
from hotline.duty.queries import announcements_in_force, crisis_in_force
from hotline.duty.rules import Refused, authority_acted_for
from hotline.knowledge.actions import end_temporary_guide
from hotline.knowledge.actions.guides import Announced
from hotline.knowledge.models import Article, Topic
from hotline.knowledge.queries import topics_on
from hotline.knowledge.refusals import Refused as RefusedByKnowledge
from hotline.organisations.models import LineAnnouncement
from hotline.organisations.opening import opening_at
from hotline.organisations.queries import schedule_of
from hotline.people.models import TrailEntry
from tests.duty.exchange import PretendedExchange
from tests.people.persons import World, make_line

CRISIS = "/duty/hotline/crisis/"
TOLD = "MitID er nede. Prøv igen senere."


def plan(
    world: World, hours: float = 2, *, ends_call: bool = False, topic: Topic | None = None
) -> CrisisPlan:
    heard = Announced(world.line, TOLD, "MitID is down.", ends_call=ends_call)
    ends_at = timezone.now() + dt.timedelta(hours=hours)
    return CrisisPlan("MitID-nedbrud", "Vi kan ikke logge på lige nu.", heard, ends_at, topic)


def begun(world: World, **wishes: object) -> Crisis:
    return begin_crisis(plan(world, **wishes), by=world.duty_lead, authority=world.aarhus)  # type: ignore[arg-type]


def test_one_press_tells_callers_guides_agents_and_makes_a_topic(world: World) -> None:
    crisis = begun(world)
    (announced,) = announcements_in_force(world.line, timezone.now())
    assert (announced.text, announced.text_en, announced.ends_call) == (TOLD, "MitID is down.", False)
    assert (crisis.topic.name, crisis.topic.code, crisis.is_new_topic) == (
        "MitID-nedbrud",
        "mitid-nedbrud",
        True,
    )
    assert crisis.topic in topics_on(timezone.localdate())
    assert list(crisis.guide.topics.all()) == [crisis.topic]
    assert crisis.guide.announcement == announced
    assert (crisis.guide.ends_at, crisis.line) == (announced.to_at, world.line)
    assert crisis_in_force(world.line) == crisis


@pytest.mark.parametrize("ends_call", [False, True])
def test_callers_meet_what_was_chosen(world: World, settings: Settings, ends_call: bool) -> None:
    settings.FORCED_OPEN = True
    begun(world, ends_call=ends_call)
    assert opening_at(schedule_of(world.line), timezone.now()).ends_call is ends_call


def test_an_existing_topic_is_used_when_one_is_chosen(world: World) -> None:
    mitid = Topic.objects.create(code="mitid", name="MitID")
    crisis = begun(world, topic=mitid)
    assert (crisis.topic, crisis.is_new_topic, Topic.objects.count()) == (mitid, False, 1)
    end_crisis(crisis, by=world.duty_lead)
    mitid.refresh_from_db()
    assert mitid.valid_to is None


def test_one_press_undoes_everything(world: World) -> None:
    crisis = begun(world)
    end_crisis(crisis, by=world.administrator)
    now = timezone.now()
    assert crisis_in_force(world.line) is None
    assert not announcements_in_force(world.line, now).exists()
    assert Article.objects.get().ends_at <= now  # type: ignore[operator]
    today = timezone.localdate()
    assert crisis.topic in topics_on(today)  # inquiries of today are still being registered
    assert crisis.topic not in topics_on(today + dt.timedelta(days=1))


def test_it_ends_by_itself(world: World) -> None:
    crisis = begun(world, hours=2)
    later = timezone.now() + dt.timedelta(hours=2, seconds=1)
    assert not announcements_in_force(world.line, later).exists()
    assert crisis.guide.ends_at is not None
    assert crisis.guide.ends_at < later
    assert crisis.topic.valid_to is not None
    assert crisis.topic.valid_to <= timezone.localdate() + dt.timedelta(days=2)


def test_the_guide_ended_elsewhere_ends_the_crisis(world: World) -> None:
    crisis = begun(world)
    end_temporary_guide(crisis.guide, by=world.administrator)
    assert crisis_in_force(world.line) is None
    assert not announcements_in_force(world.line, timezone.now()).exists()
    with pytest.raises(RefusedByKnowledge):
        end_crisis(crisis, by=world.duty_lead)


def test_a_line_is_in_one_crisis_at_a_time(world: World) -> None:
    begun(world)
    with pytest.raises(Refused, match="allerede i krisetilstand"):
        begun(world)
    assert (Crisis.objects.count(), Article.objects.count(), Topic.objects.count()) == (1, 1, 1)
    other = make_line("anden", "+4570200009")
    assert crisis_in_force(other) is None


def test_a_second_crisis_of_the_same_name_has_a_topic_of_its_own(world: World) -> None:
    end_crisis(begun(world), by=world.duty_lead)
    assert begun(world).topic.code == "mitid-nedbrud-2"


def test_it_leaves_its_trace(world: World) -> None:
    end_crisis(begun(world), by=world.administrator)
    assert list(TrailEntry.objects.order_by("id").values_list("by__username", "deed")) == [
        ("vera", "guide_made"),
        ("vera", "crisis_begun"),
        ("asta", "guide_ended"),
        ("asta", "crisis_ended"),
    ]


def test_the_exchange_reads_it_at_once(
    world: World,
    exchange: PretendedExchange,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        crisis = begun(world)
    with django_capture_on_commit_callbacks(execute=True):
        end_crisis(crisis, by=world.duty_lead)
    assert exchange.orders == ["set-up", "set-up"]


# -------------------------------------------------------------------- by the page


def filled_in(**changes: str) -> dict[str, str]:
    ends_at = timezone.localtime() + dt.timedelta(hours=3)
    usual = {
        "title": "MitID-nedbrud",
        "callers_hear": TOLD,
        "callers_hear_en": "",
        "meets": "wait",
        "agents_say": "",
        "topic": "",
        "ends_at": f"{ends_at:%Y-%m-%dT%H:%M}",
    }
    return usual | changes


def test_it_is_begun_and_ended_from_the_page(world: World, exchange: PretendedExchange) -> None:
    client = world.client("duty_lead")
    page = client.post(CRISIS, filled_in(meets="end"), follow=True).content.decode()
    assert "Krisetilstand er sat i gang" in page
    assert "De, der ringer, får besked, og opkaldet slutter." in page
    assert LineAnnouncement.objects.get().ends_call
    guide = client.get(f"/articles/{Article.objects.get().code}/").content.decode()
    assert TOLD in guide  # agents say what callers are told
    page = client.post(f"{CRISIS}end/", follow=True).content.decode()
    assert "Krisetilstanden er slut" in page
    page = client.post(f"{CRISIS}end/", follow=True).content.decode()
    assert "Linjen er ikke i krisetilstand." in page


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"callers_hear": ""}, {"ends_at": "2020-01-01T12:00"}, {"ends_at": ""}, {"meets": "x"}],
)
def test_what_is_wrong_is_said_and_nothing_is_done(world: World, wrong: dict[str, str]) -> None:
    answer = world.client("duty_lead").post(CRISIS, filled_in(**wrong))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (Crisis.objects.count(), Topic.objects.count(), LineAnnouncement.objects.count()) == (0, 0, 0)


def test_an_administrator_of_the_line_acts_for_the_authority_of_the_role(world: World) -> None:
    assert authority_acted_for(world.administrator, world.line) == world.aarhus
    world.client("administrator").post(CRISIS, filled_in())
    assert Article.objects.get().authority == world.aarhus
