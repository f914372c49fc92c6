# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Each administrator sees and changes the systems of the own authority and lines, and nobody else does."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from hotline.people.models import TrailEntry
from hotline.webhooks.actions import tell
from hotline.webhooks.models import Delivery, Event, Subscription
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of
from tests.webhooks.world import NOON, administrator, everybody_who_must_not, system_of

pytestmark = pytest.mark.django_db

LIST = reverse("webhooks:list")
NEW = reverse("webhooks:new-of-authority", args=["0751"])
NEW_OF_LINE = reverse("webhooks:new-of-line", args=["hotline"])
FILLED_IN = {"address": "https://system.example.org/hook", "events": ["call.ended", "inquiry.registered"]}


def page_of(subscription: Subscription) -> str:
    return reverse("webhooks:subscription", args=[subscription.pk])


def message_to(subscription: Subscription, number: int = 1) -> Delivery:
    return Delivery.objects.create(
        subscription=subscription, event=Event.CALL_ENDED, about=f"c{number}", made_at=NOON, try_at=NOON
    )


def test_an_administrator_has_a_system_told() -> None:
    scenes.line()

    answer = administrator().post(NEW, FILLED_IN, follow=True)

    made = Subscription.objects.get()
    assert (made.authority, made.line, made.address) == (
        scenes.authority(), None, "https://system.example.org/hook",
    )  # fmt: skip
    assert made.events == ["call.ended", "inquiry.registered"]
    assert made.secret in text_of(answer)


def test_an_administrator_of_a_line_has_its_system_told_of_alarms() -> None:
    scenes.line()

    administrator(of_line=True).post(NEW_OF_LINE, FILLED_IN | {"events": ["alarm.began"]})

    made = Subscription.objects.get()
    assert (made.line, made.authority, made.events) == (scenes.line(), None, ["alarm.began"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"address": ""}, "Write the address of your system."),
        ({"address": "http://system.example.org/"}, "The address must begin with https://."),
        ({"events": []}, "Choose at least one event."),
        ({"events": ["alarm.began"]}, "alarm.began"),
        ({"events": ["nonsense"]}, "nonsense"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_told(changes: dict[str, object], sentence: str) -> None:
    scenes.line()

    answer = administrator().post(NEW, FILLED_IN | changes)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Subscription.objects.exists()


def test_an_operator_may_allow_plain_http(settings: Settings) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    scenes.line()

    administrator().post(NEW, FILLED_IN | {"address": "http://10.0.0.5/"})

    assert Subscription.objects.get().address == "http://10.0.0.5/"


def test_what_is_told_and_where_can_be_changed() -> None:
    made = system_of()

    administrator().post(page_of(made), FILLED_IN)

    made.refresh_from_db()
    assert (made.address, made.events) == (FILLED_IN["address"], FILLED_IN["events"])


def test_a_new_secret_a_message_sent_again_and_the_end() -> None:
    made, client = system_of(), administrator()
    message = message_to(made)
    Delivery.objects.update(state="given_up", tries=10, try_at=None)

    client.post(reverse("webhooks:new-secret", args=[made.pk]))
    client.post(reverse("webhooks:replay", args=[made.pk, message.key]))

    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 0)
    assert Subscription.objects.get().secret != made.secret

    client.post(reverse("webhooks:end", args=[made.pk]))
    assert not Subscription.objects.exists()
    assert not Delivery.objects.exists()


def addresses(made: Subscription) -> list[tuple[str, str]]:
    return [
        ("get", LIST),
        ("get", NEW),
        ("post", NEW),
        ("get", page_of(made)),
        ("post", page_of(made)),
        ("post", reverse("webhooks:new-secret", args=[made.pk])),
        ("post", reverse("webhooks:end", args=[made.pk])),
        ("post", reverse("webhooks:replay", args=[made.pk, message_to(made).key])),
    ]


def test_nobody_but_administrators_comes_near() -> None:
    made = system_of()
    for name, client in everybody_who_must_not():
        for method, address in addresses(made):
            answer = getattr(client, method)(address, FILLED_IN)
            refused = answer.status_code == 403 or "/sign-in/" in answer.headers.get("Location", "")
            assert refused, (name, method, address)
        Delivery.objects.all().delete()
    assert Subscription.objects.get().secret == made.secret


def test_another_authoritys_administrator_finds_nothing_there() -> None:
    made = system_of()
    theirs = administrator(scenes.viborg())

    for method, address in addresses(made)[3:]:
        assert getattr(theirs, method)(address, FILLED_IN).status_code == 404, address
    assert theirs.post(NEW, FILLED_IN).status_code == 403
    assert theirs.post(NEW_OF_LINE, FILLED_IN).status_code == 403
    assert made.address not in text_of(theirs.get(LIST))


def test_an_authoritys_administrator_does_not_see_the_lines_system_nor_the_line_the_authoritys() -> None:
    of_line = system_of(scenes.line(), address="https://line.example.org/")
    of_viborg = system_of(scenes.viborg(), address="https://viborg.example.org/")

    assert of_line.address not in text_of(administrator().get(LIST))
    of_line_page = text_of(administrator(of_line=True).get(LIST))
    assert of_line.address in of_line_page
    assert of_viborg.address not in of_line_page


def test_a_message_of_another_system_is_not_sent_again_through_ones_own() -> None:
    mine, theirs = system_of(), system_of(scenes.viborg())

    answer = administrator().post(reverse("webhooks:replay", args=[mine.pk, message_to(theirs).key]))

    assert answer.status_code == 404


def test_a_message_nobody_knows_is_not_there() -> None:
    made = system_of()

    assert administrator().post(reverse("webhooks:replay", args=[made.pk, uuid.uuid4()])).status_code == 404


def test_the_pages_cost_the_same_with_three_rows_as_with_one() -> None:
    made, client = system_of(), administrator()
    message_to(made, 1)
    before = cost(client, LIST), cost(client, page_of(made))
    for number in (2, 3):
        message_to(made, number)
        system_of(address=f"https://{number}.example.org/")

    assert (cost(client, LIST), cost(client, page_of(made))) == before


def test_messages_are_on_pages_with_what_went_wrong() -> None:
    made, client = system_of(), administrator()
    for number in range(51):
        message_to(made, number)
    Delivery.objects.filter(about="c50").update(problem="It answered 503.", tries=1)

    assert "It answered 503." in text_of(client.get(page_of(made)))
    assert "Page 2 of 2" in text_of(client.get(page_of(made), {"page": 2}))


def test_what_is_only_done_is_not_looked_at() -> None:
    made = system_of()

    for name in ("new-secret", "end"):
        assert administrator().get(reverse(f"webhooks:{name}", args=[made.pk])).status_code == 405


def test_the_authority_cannot_be_told_twice_in_one() -> None:
    assert tell(scenes.authority(), Event.ALARM_BEGAN, {}) == 0


def test_a_person_of_two_places_is_offered_both() -> None:
    scenes.line()
    shown = text_of(administrator(of_line=True).get(LIST))

    assert (NEW in shown, NEW_OF_LINE in shown) == (True, True)
    assert NEW_OF_LINE not in text_of(administrator(scenes.viborg()).get(LIST))
    assert signed_in(scenes.person("Rolf")).get(LIST).status_code == 403


def test_who_had_a_system_told_stands_in_the_trail() -> None:
    scenes.line()
    client = administrator()
    client.post(NEW, FILLED_IN)
    made = Subscription.objects.get()
    client.post(page_of(made), FILLED_IN | {"events": ["call.ended"]})
    client.post(reverse("webhooks:new-secret", args=[made.pk]))
    client.post(reverse("webhooks:end", args=[made.pk]))

    entries = TrailEntry.objects.order_by("pk").values_list("deed", "words", "authority__code")
    assert list(entries) == [
        (deed, str(FILLED_IN["address"]), "0751")
        for deed in ("system_told", "system_changed", "system_changed", "system_ended")
    ]
