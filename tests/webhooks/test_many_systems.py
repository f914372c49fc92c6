# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""With hundreds of messages, systems and events: pages, looking and sending cost as much as with three, each
event is told once, and each try stands there with what came of it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from hotline.calls.models import Entry
from hotline.inquiries.models import Inquiry
from hotline.webhooks.actions import DELIVERIES_KEPT, deliver, forget_deliveries, tell
from hotline.webhooks.finding import find_events
from hotline.webhooks.models import Delivery, Event, Subscription, Watched
from hotline.webhooks.trying import LEASE, MOST_AT_ONCE, PAUSES, due, taken
from tests.calls import scenes
from tests.handovers.world import Heard, system
from tests.inquiries.desk import cost, registered, text_of
from tests.webhooks.world import NOON, administrator, alma, answered, system_of, told

pytestmark = pytest.mark.django_db
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    with system() as ear:
        yield ear


def messages_to(subscription: Subscription, first: int, number: int, **fields: object) -> None:
    usual: dict[str, object] = {"event": Event.ALARM_BEGAN, "data": {}, "made_at": NOON, "try_at": NOON}
    Delivery.objects.bulk_create(
        Delivery(subscription=subscription, about=f"c{one}", **usual | fields)
        for one in range(first, first + number)
    )


def test_the_pages_cost_the_same_with_three_hundred_messages_as_with_three() -> None:
    made, client = system_of(), administrator()
    page, overview = reverse("webhooks:subscription", args=[made.pk]), reverse("webhooks:list")
    messages_to(made, 0, 3)
    few = cost(client, page), cost(client, overview)
    messages_to(made, 3, 300, state="given_up", problem="Det svarede 503.", tries=10)
    for number in range(30):
        system_of(address=f"https://{number}.example.org/")

    assert (cost(client, page), cost(client, overview)) == few
    assert "Page 7 of 7" in text_of(client.get(page, {"page": 99}))


def questions(now: dt.datetime) -> int:
    """What is made takes as many writes as the database wants for so many rows."""
    with CaptureQueriesContext(connection) as queries:
        find_events(now)
    return sum(query["sql"].startswith("SELECT") for query in queries)


def test_looking_costs_the_same_however_many_inquiries_and_systems_there_are() -> None:
    agent = alma()
    for number in range(3):
        system_of(address=f"https://{number}.example.org/")
    find_events(NOON)
    registered(agent, answered(agent, "c1"), now=NOON)
    few = questions(NOON)
    for number in range(30):
        system_of(address=f"https://more-{number}.example.org/")
        registered(agent, answered(agent, f"d{number}"), now=NOON)

    assert questions(NOON) == few
    assert Delivery.objects.count() > 33 * 30


def test_a_look_in_which_nothing_happened_makes_nothing() -> None:
    system_of()
    find_events(NOON)
    answered(alma())
    find_events(NOON)
    before = told()

    assert [find_events(NOON + number * A_SECOND) for number in range(3)] == [0, 0, 0]
    assert told() == before


def test_at_most_so_many_are_sent_at_once_and_the_rest_the_next_time(heard: Heard) -> None:
    messages_to(system_of(scenes.line(), address=heard.address), 0, MOST_AT_ONCE + 5)

    assert [deliver(now=NOON), deliver(now=NOON), deliver(now=NOON)] == [MOST_AT_ONCE, 5, 0]
    assert len({headers["webhook-id"] for headers, _body in heard.requests}) == MOST_AT_ONCE + 5


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["calls", "both"]), st.booleans()), min_size=1, max_size=5))
def test_each_event_is_told_once_in_whatever_pieces_it_is_found(
    db: None, steps: list[tuple[str, bool]]
) -> None:
    """A call, perhaps an inquiry, and then perhaps a look: what one look does not see, the next one does."""
    for rows in (Delivery, Subscription, Watched, Entry, Inquiry):
        rows.objects.all().delete()
    scenes.line().calls.all().delete()
    agent, made = alma(), system_of()
    find_events(NOON)
    calls = inquiries = 0
    for what, is_looked_at in steps:
        call = answered(agent, f"c{calls}")
        calls += 1
        if what == "both":
            registered(agent, call, now=NOON)
            inquiries += 1
        if is_looked_at:
            find_events(NOON)
    find_events(NOON)

    found = Counter(made.deliveries.values_list("event", flat=True))
    expected = {"call.answered": calls, "call.ended": calls, "inquiry.registered": inquiries}
    assert found == Counter(expected) - Counter()


# -------------------------------------------------------------------- turns and leases


@pytest.mark.parametrize(
    ("after", "is_free"), [(dt.timedelta(), False), (LEASE - A_SECOND, False), (LEASE, True)]
)
def test_who_sends_a_message_has_it_alone_for_the_time_of_a_lease(after: dt.timedelta, is_free: bool) -> None:
    made = system_of(scenes.line(), Event.ALARM_BEGAN)
    messages_to(made, 0, 1)
    assert taken(Delivery.objects.get(), NOON)

    assert bool(due(Delivery.objects.all(), NOON + after)) is is_free


def test_what_is_due_comes_in_the_order_in_which_it_became_due() -> None:
    made = system_of(scenes.line(), Event.ALARM_BEGAN)
    for number, late in enumerate((3, 1, 2)):
        messages_to(made, number, 1, try_at=NOON + late * A_SECOND)

    assert [one.about for one in due(Delivery.objects.all(), NOON + 3 * A_SECOND)] == ["c1", "c2", "c0"]
    assert [one.about for one in due(Delivery.objects.all(), NOON + 2 * A_SECOND)] == ["c1", "c2"]


@pytest.mark.parametrize("state", ["delivered", "given_up"])
def test_what_is_done_with_is_never_due(state: str) -> None:
    messages_to(system_of(), 0, 1, state=state)

    assert not due(Delivery.objects.all(), NOON + dt.timedelta(days=9)).exists()
    assert not taken(Delivery.objects.get(), NOON)


def test_each_failure_is_counted_and_says_why(heard: Heard) -> None:
    heard.answers = [500, 502, 404, 200]
    messages_to(system_of(scenes.line(), address=heard.address), 0, 1)
    at, said = NOON, []
    for pause in PAUSES[:4]:
        deliver(now=at)
        message = Delivery.objects.get()
        said.append((message.tries, message.state, message.problem, message.told_at))
        at += pause

    moments = [NOON, NOON + PAUSES[0], NOON + PAUSES[0] + PAUSES[1], NOON + sum(PAUSES[:3], dt.timedelta())]
    assert said == [
        (1, "waiting", "Det svarede 500.", moments[0]),
        (2, "waiting", "Det svarede 502.", moments[1]),
        (3, "waiting", "Det svarede 404.", moments[2]),
        (4, "delivered", "", moments[3]),
    ]


def test_a_system_that_is_gone_is_not_asked_again_and_its_other_messages_are_tried_by_themselves(
    heard: Heard,
) -> None:
    heard.answers = [410, 200]
    messages_to(system_of(scenes.line(), address=heard.address), 0, 2)

    assert deliver(now=NOON) == 1
    assert Counter(Delivery.objects.values_list("state", flat=True)) == {"given_up": 1, "delivered": 1}


# -------------------------------------------------------------------- forgetting


@pytest.mark.parametrize(
    ("state", "age", "is_kept"),
    [
        ("waiting", DELIVERIES_KEPT * 3, True),
        ("delivered", DELIVERIES_KEPT, True),
        ("delivered", DELIVERIES_KEPT + A_SECOND, False),
        ("given_up", DELIVERIES_KEPT + A_SECOND, False),
        ("given_up", A_SECOND, True),
    ],
)
def test_what_is_done_with_is_forgotten_after_a_month(state: str, age: dt.timedelta, is_kept: bool) -> None:
    messages_to(system_of(), 0, 1, state=state, made_at=NOON - age)

    assert forget_deliveries(now=NOON) == (0 if is_kept else 1)
    assert Delivery.objects.exists() is is_kept


def test_what_is_forgotten_is_not_found_anew() -> None:
    """The journal is read from where one had come to, not from the beginning."""
    system_of()
    find_events(NOON)
    answered(alma())
    find_events(NOON)
    Delivery.objects.update(state="delivered", made_at=NOON - 2 * DELIVERIES_KEPT)
    forget_deliveries(now=NOON)

    assert (find_events(NOON), Delivery.objects.count()) == (0, 0)


def test_an_alarm_without_anybody_to_tell_leaves_no_message() -> None:
    system_of()

    assert (tell(scenes.line(), Event.ALARM_BEGAN, {"a": 1}, now=NOON), Delivery.objects.count()) == (0, 0)
