# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What arrives at a system over real HTTP, verified by a receiver that was written without us; and where
messages never go: to machines of our own network, whatever a name or an answer says.
"""

import datetime as dt
import socket
from collections.abc import Iterator

import httpx
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from hotline.inquiries.models import Inquiry
from hotline.webhooks.actions import change, change_secret, deliver, end, send_again, tell
from hotline.webhooks.finding import find_events
from hotline.webhooks.models import Delivery, Event, Subscription
from hotline.webhooks.posting import is_public, post
from hotline.webhooks.trying import LEASE, PAUSES, NotDelivered, taken
from tests.calls import scenes
from tests.handovers.world import Heard, system
from tests.inquiries.desk import registered
from tests.webhooks.receiver import TOLERANCE, Receiver, Refused
from tests.webhooks.test_posting import SECRET, Names
from tests.webhooks.world import NOON, administrator, alma, answered, system_of

pytestmark = pytest.mark.django_db
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def heard(settings: Settings) -> Iterator[Heard]:
    settings.WEBHOOKS_ANYWHERE = True
    with system() as ear:
        yield ear


@pytest.fixture
def subscription(heard: Heard) -> Subscription:
    """The line's system, told of alarms."""
    return system_of(scenes.line(), Event.ALARM_BEGAN, address=heard.address)


def alarm(number: int = 1, at: dt.datetime = NOON) -> Delivery:
    tell(scenes.line(), Event.ALARM_BEGAN, {"number": number}, now=at)
    return Delivery.objects.latest("pk")


# -------------------------------------------------------------------- signatures


def test_a_receiver_written_from_the_description_believes_us(
    heard: Heard, subscription: Subscription
) -> None:
    receiver, message = Receiver(subscription.secret), alarm()
    deliver(now=NOON)

    assert [receiver.take(*request, NOON) for request in heard.requests] == [True]
    assert receiver.taken == {
        message.message_id: {"type": "alarm.began", "timestamp": NOON.isoformat(), "data": {"number": 1}}
    }


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20) | st.none(), max_size=4)
)
def test_whatever_the_message_holds_it_is_verified_and_read_as_it_was(
    heard: Heard, data: dict[str, object]
) -> None:
    heard.requests.clear()
    receiver = Receiver(SECRET)

    post(heard.address, SECRET, message_id="msg_1", message={"data": data}, at=NOON)

    [(headers, body)] = heard.requests
    assert receiver.take(headers, body, NOON)
    assert receiver.taken["msg_1"] == {"data": data}


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_message_with_a_changed_header_is_refused(
    heard: Heard, subscription: Subscription, header: str
) -> None:
    alarm()
    deliver(now=NOON)
    [(headers, body)] = heard.requests
    changed = {"webhook-timestamp": str(int(NOON.timestamp()) + 1)}.get(header, f"{headers[header]}x")

    with pytest.raises(Refused, match="signature"):
        Receiver(subscription.secret).take(headers | {header: changed}, body, NOON)


def test_a_changed_body_is_refused(heard: Heard, subscription: Subscription) -> None:
    alarm()
    deliver(now=NOON)
    [(headers, body)] = heard.requests

    with pytest.raises(Refused, match="signature"):
        Receiver(subscription.secret).take(headers, body.replace(b"1", b"2"), NOON)


def test_another_systems_secret_verifies_nothing(heard: Heard, subscription: Subscription) -> None:
    other = system_of(scenes.line(), Event.ALARM_BEGAN, address="https://other.example.org/")
    alarm()
    deliver(now=NOON)

    assert other.secret != subscription.secret
    with pytest.raises(Refused, match="signature"):
        Receiver(other.secret).take(*heard.requests[0], NOON)


def test_a_message_that_somebody_kept_and_sends_later_is_refused(
    heard: Heard, subscription: Subscription
) -> None:
    alarm()
    deliver(now=NOON)

    with pytest.raises(Refused, match="old"):
        Receiver(subscription.secret).take(*heard.requests[0], NOON + TOLERANCE + A_SECOND)


def test_each_try_is_signed_with_the_time_of_that_try(heard: Heard, subscription: Subscription) -> None:
    """A message that is tried for days is not old when it arrives."""
    heard.answers = [503, 503, 200]
    receiver, at = Receiver(subscription.secret), NOON
    alarm()

    news = []
    for pause in (*PAUSES[:2], dt.timedelta()):
        deliver(now=at)
        news.append(receiver.take(*heard.requests[-1], at))
        at += pause

    assert news == [True, False, False]
    assert len({headers["webhook-id"] for headers, _body in heard.requests}) == 1
    assert len({headers["webhook-timestamp"] for headers, _body in heard.requests}) == 3


def test_from_the_moment_of_a_new_secret_messages_are_signed_with_it(
    heard: Heard, subscription: Subscription
) -> None:
    old = subscription.secret
    alarm()
    change_secret(subscription)
    deliver(now=NOON)

    with pytest.raises(Refused, match="signature"):
        Receiver(old).take(*heard.requests[0], NOON)
    assert Receiver(Subscription.objects.get().secret).take(*heard.requests[0], NOON)


# -------------------------------------------------------------------- once, and again by hand


def test_a_receiver_takes_once_what_is_sent_again_by_hand_and_what_came_twice(
    heard: Heard, subscription: Subscription
) -> None:
    receiver, message = Receiver(subscription.secret), alarm()
    deliver(now=NOON)
    send_again(message, now=NOON + A_SECOND)
    deliver(now=NOON + A_SECOND)

    news = [receiver.take(*request, NOON + A_SECOND) for request in heard.requests]
    assert (news, len(receiver.taken)) == ([True, False], 1)


def test_a_process_that_dies_while_it_sends_leaves_a_message_that_comes_again(
    heard: Heard, subscription: Subscription
) -> None:
    message = alarm()
    assert taken(message, NOON)

    assert [deliver(now=NOON + wait) for wait in (A_SECOND, LEASE - A_SECOND, LEASE)] == [0, 0, 1]
    assert len(heard.requests) == 1


def test_what_is_sent_again_from_the_page_has_all_its_tries_and_the_same_timetable(
    heard: Heard, subscription: Subscription
) -> None:
    heard.answers = [500]
    message = alarm()
    Delivery.objects.update(state="given_up", tries=len(PAUSES) + 1, try_at=None, problem="Det svarede 500.")
    client: Client = administrator(of_line=True)

    client.post(reverse("webhooks:replay", args=[subscription.pk, message.key]))

    message.refresh_from_db()
    assert (message.state, message.tries, message.problem) == ("waiting", 0, "")
    assert message.try_at
    deliver(now=message.try_at)
    again = Delivery.objects.get()
    assert (again.tries, again.try_at) == (1, message.try_at + PAUSES[0])


def test_pressing_twice_sends_once(heard: Heard, subscription: Subscription) -> None:
    message, client = alarm(), administrator(of_line=True)
    deliver(now=NOON)
    for _press in range(2):
        client.post(reverse("webhooks:replay", args=[subscription.pk, message.key]))

    message.refresh_from_db()
    assert message.try_at
    assert [deliver(now=message.try_at), deliver(now=message.try_at)] == [1, 0]
    assert len(heard.requests) == 2


def test_what_waits_goes_to_the_new_address_when_that_is_changed(
    heard: Heard, subscription: Subscription
) -> None:
    with system() as moved:
        alarm()
        change(subscription, address=moved.address, events=[Event.ALARM_BEGAN])
        deliver(now=NOON)

    assert (len(heard.requests), len(moved.requests)) == (0, 1)


def test_nothing_is_sent_to_a_system_that_is_told_no_more(heard: Heard, subscription: Subscription) -> None:
    alarm()
    end(subscription)

    assert (deliver(now=NOON), heard.requests) == (0, [])


def test_an_event_chosen_later_is_told_from_then_on_and_one_left_out_no_more(
    heard: Heard, subscription: Subscription
) -> None:
    change(subscription, address=heard.address, events=[Event.ALARM_ENDED])

    assert tell(scenes.line(), Event.ALARM_BEGAN, {}, now=NOON) == 0
    assert tell(scenes.line(), Event.ALARM_ENDED, {}, now=NOON) == 1


def test_the_timetable_grows_and_covers_three_days() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert PAUSES[0] <= dt.timedelta(seconds=5)
    assert dt.timedelta(days=3) <= sum(PAUSES, dt.timedelta()) <= dt.timedelta(days=4)


def test_each_of_many_systems_gets_each_event_once(heard: Heard) -> None:
    with system() as second:
        for ear in (heard, second):
            system_of(scenes.authority(), address=ear.address)
        find_events(NOON)
        for number in range(3):
            answered(alma(), f"c{number}")
        for _look in range(3):
            find_events(NOON)
            deliver(now=NOON)

        told = [[headers["webhook-id"] for headers, _body in ear.requests] for ear in (heard, second)]
    assert [len(ids) for ids in told] == [6, 6]
    assert len({*told[0], *told[1]}) == 12


# -------------------------------------------------------------------- nothing of persons


def test_neither_number_nor_name_nor_note_stands_in_what_is_stored_or_sent(heard: Heard) -> None:
    for place in (scenes.authority(), scenes.viborg(), scenes.line()):
        system_of(place, address=heard.address)
    find_events(NOON)
    call = answered(alma())
    registered(alma(), call, scenes.viborg(), note="Hemmelig note om Ejnar.", now=NOON)
    find_events(NOON)
    deliver(now=NOON)

    assert Inquiry.objects.get().note == "Hemmelig note om Ejnar."
    sent = b"".join(body for _headers, body in heard.requests).decode()
    kept = str(list(Delivery.objects.values()))
    assert "inquiry.registered" in sent
    for hidden in ("Hemmelig", "Ejnar", "Alma", "alma", scenes.FIRST_CALLER, call.number_key):
        assert hidden not in sent
        assert hidden not in kept
    assert set(Delivery.objects.values_list("data", flat=True)) == {None}


# -------------------------------------------------------------------- where messages never go

INSIDE = [
    "127.0.0.1", "127.8.9.10", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.9", "224.0.0.251", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1",
    "fd12:3456:789a::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:192.168.1.1",
    "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "::10.0.0.1", "fec0::1", "2001:0:a00:1::1",
]  # fmt: skip


@pytest.mark.parametrize("place", INSIDE)
def test_no_place_inside_our_network_or_of_no_single_machine_will_do(place: str) -> None:
    assert not is_public(place)


@pytest.mark.parametrize("place", INSIDE)
def test_a_public_name_that_leads_inside_is_refused_for_good(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(place))

    with pytest.raises(NotDelivered) as refused:
        post("https://system.example.org/", SECRET, message_id="m", message={}, at=NOON)

    assert refused.value.for_good


def test_a_name_is_looked_up_anew_at_each_try_and_judged_anew(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    """Good yesterday, and leading inside today: the second try goes nowhere."""
    names = Names("127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", names)
    heard.answers = [503]
    port = httpx.URL(heard.address).port
    system_of(scenes.line(), Event.ALARM_BEGAN, address=f"http://system.example.org:{port}/")
    alarm()
    deliver(now=NOON)

    settings.WEBHOOKS_ANYWHERE = False
    Subscription.objects.update(address=f"https://system.example.org:{port}/")
    deliver(now=NOON + PAUSES[0])

    assert (len(names.asked), len(heard.requests)) == (2, 1)
    assert (Delivery.objects.get().state, Delivery.objects.get().try_at) == ("given_up", None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_answer_leads_us_on_to_another_place(
    heard: Heard, subscription: Subscription, status: int
) -> None:
    """Its answer names another address on this machine; asking there would end in no answer at all."""
    heard.answers = [status]
    alarm()
    deliver(now=NOON)

    message = Delivery.objects.get()
    assert (len(heard.requests), message.state, message.problem) == (1, "waiting", f"Det svarede {status}.")


def test_a_proxy_of_the_machines_surroundings_is_not_asked(
    heard: Heard, subscription: Subscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    alarm()

    assert (deliver(now=NOON), len(heard.requests)) == (1, 1)


def test_what_cannot_be_reached_keeps_no_word_of_the_place_in_what_went_wrong(
    settings: Settings, subscription: Subscription
) -> None:
    Subscription.objects.update(address="http://127.0.0.1:1/secret-path?key=hemmelig")
    alarm()
    deliver(now=NOON)

    assert Delivery.objects.get().problem == "Intet svar: ConnectError"
