# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What docs/webhooks.md says a system is told is what it is told."""

import re
from pathlib import Path

import pytest

from hotline.handovers.delivering import message as handover_message
from hotline.handovers.models import Delivery as HandOverDelivery
from hotline.inquiries.actions import correct_inquiry
from hotline.inquiries.models import Outcome
from hotline.webhooks.models import Delivery, Event, Subscription
from hotline.webhooks.telling import ABOUT, message
from hotline.webhooks.trying import PAUSES, NotDelivered
from tests.calls import scenes
from tests.handovers.world import handed_over, inbox
from tests.inquiries.desk import matter, registered
from tests.webhooks.world import NOON, alma, answered, system_of

pytestmark = pytest.mark.django_db
TEXT = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+?)$(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))


def fields(section: str) -> set[str]:
    """The names in the first column of a section's table."""
    rows = re.findall(r"^\| (`.*?) \|", SECTIONS[section], re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([a-z_.]+)`", row)}


def told(subscription: Subscription, event: Event, about: object) -> set[str]:
    delivery = Delivery(subscription=subscription, event=event, about=str(about), made_at=NOON)
    data = message(delivery)["data"]
    assert isinstance(data, dict)
    return set(data)


@pytest.mark.parametrize("event", [Event.CALL_ANSWERED, Event.CALL_ENDED])
def test_the_fields_of_a_call(event: Event) -> None:
    assert told(system_of(), event, answered().pk) == fields("Calls")


def test_the_fields_of_an_inquiry_and_of_its_correction() -> None:
    made = registered(alma(), answered(), now=NOON)
    correction = correct_inquiry(made, matter(outcome=Outcome.CUT_OFF), by=alma(), now=NOON)
    assert correction is not None

    first = told(system_of(), Event.INQUIRY_REGISTERED, made.key)
    corrected = told(system_of(), Event.INQUIRY_CORRECTED, correction.pk)

    assert first | {"corrected_at", "changed"} == corrected == fields("Inquiries")


def test_the_fields_of_a_hand_over() -> None:
    handed_over(inbox=inbox(webhook="https://system.example.org/"))
    said = handover_message(HandOverDelivery.objects.get())

    data = said["data"]
    assert isinstance(data, dict)
    named = {name.removeprefix("data.") for name in fields("Hand-overs")}
    assert set(data) | {"type", "timestamp"} == named


@pytest.mark.parametrize("event", list(Event))
def test_every_event_is_described(event: Event) -> None:
    assert f"`{event.value}`" in TEXT


def test_the_pauses_are_those_of_the_text() -> None:
    seconds, *rest = [int(pause.total_seconds()) for pause in PAUSES]
    minutes, hours = [each // 60 for each in rest[:2]], [each // 3600 for each in rest[2:]]

    listed = ", ".join(map(str, hours[:-1]))
    expected = (
        f"after {seconds} seconds, {minutes[0]} minutes, {minutes[1]} minutes, {listed} and {hours[-1]} hours"
    )
    assert expected in " ".join(TEXT.split())


def test_every_event_but_an_alarm_knows_what_it_is_about() -> None:
    assert set(ABOUT) == {event for event in Event if not event.value.startswith("alarm.")}


def test_nobody_is_told_where_a_call_is_gone() -> None:
    scenes.line()
    with pytest.raises(NotDelivered, match="væk"):
        told(system_of(), Event.CALL_ENDED, "nowhere")
