# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A matter reaches an authority in writing, is received, answered, reminded of and forgotten."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline.handovers.actions import close, forget_citizens, hand_over, mark_answers_seen, receive, remind
from hotline.handovers.models import Delivery, HandOver, Kind, State
from hotline.handovers.queries import answers_waiting_for, handed_over_by
from hotline.handovers.rules import Refused
from hotline.inquiries.models import Correction, Inquiry, Outcome
from hotline.people.cpr_guard import MASK
from hotline.people.models import CprCatch
from tests.calls import scenes
from tests.handovers.world import CONTACT, WORDS, alma, handed_over, inbox, inquiry, vibe

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
NOON = scenes.NOON


def now(handover: HandOver) -> HandOver:
    return HandOver.objects.get(pk=handover.pk)


def told(handover: HandOver) -> list[tuple[str, str]]:
    return list(handover.deliveries.order_by("id").values_list("event", "way"))


def test_a_hand_over_waits_for_the_authority_with_its_deadline() -> None:
    made = handed_over(inbox=inbox(answers_within_days=5))

    assert (made.authority, made.words, made.contact) == (scenes.viborg(), WORDS, CONTACT)
    assert (made.state, made.due_at, made.remind_at) == (State.WAITING, NOON + 5 * DAY, NOON + DAY)
    assert not made.is_overdue_at(NOON + 5 * DAY - dt.timedelta(seconds=1))
    assert made.is_overdue_at(NOON + 5 * DAY)


def test_an_inquiry_that_is_handed_over_ended_so_and_says_what_it_said_before() -> None:
    before = inquiry()
    assert before.outcome == Outcome.ANSWERED

    handed_over()
    handed_over(key=uuid.uuid4())

    assert Inquiry.objects.get().outcome == Outcome.HANDED_OVER
    assert [one.before for one in Correction.objects.all()] == [{"outcome": "answered"}]


def test_the_same_form_twice_is_one_hand_over() -> None:
    key = uuid.uuid4()
    inbox(email="borgerservice@example.org")

    first, second = handed_over(key=key), handed_over(key=key, words="Noget andet")

    assert first == second
    assert (HandOver.objects.get().words, Delivery.objects.count()) == (WORDS, 1)


def test_no_cpr_number_is_stored_and_it_is_counted() -> None:
    made = handed_over(words="Nr. 010203-1234", contact="010203 1234, 00 00 00 01")

    assert (made.words, made.contact) == (f"Nr. {MASK}", f"{MASK}, 00 00 00 01")
    assert [(one.place, one.times) for one in CprCatch.objects.all()] == [("hand_over", 2)]


def test_the_duty_lead_may_hand_over_for_an_agent_and_a_colleague_may_not() -> None:
    inquiry()

    assert handed_over(by=scenes.person("Vera", "duty_lead")).pk
    with pytest.raises(Refused):
        handed_over(by=scenes.agent("Bo"), key=uuid.uuid4())
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize(
    ("addresses", "ways"),
    [
        ({}, []),
        ({"email": "post@example.org"}, ["email"]),
        ({"webhook": "https://example.org/h"}, ["webhook"]),
        ({"email": "post@example.org", "webhook": "https://example.org/h"}, ["email", "webhook"]),
    ],
)
def test_an_authority_is_told_in_every_way_it_has_set_up(addresses: dict[str, Any], ways: list[str]) -> None:
    made = handed_over(inbox=inbox(**addresses))

    assert told(made) == [("handover.made", way) for way in ways]


def test_a_receipt_is_given_once_and_by_the_authority() -> None:
    made = handed_over()
    viggo = scenes.agent("Viggo", of=scenes.viborg())

    assert receive(made, by=vibe(), now=NOON + DAY) is True
    assert receive(made, by=viggo, now=NOON + 2 * DAY) is False

    kept = now(made)
    assert (kept.state, kept.received_by, kept.received_at) == (State.RECEIVED, vibe(), NOON + DAY)
    assert kept.remind_at == kept.due_at


def test_closing_is_a_receipt_too_and_answers_the_agent() -> None:
    made = handed_over()

    close(made, answer="Klagen er modtaget, borgeren hører fra os.", by=vibe(), now=NOON + DAY)

    kept = now(made)
    assert (kept.state, kept.received_by, kept.closed_by, kept.remind_at) == (
        State.CLOSED,
        vibe(),
        vibe(),
        None,
    )
    assert not kept.is_overdue_at(NOON + 100 * DAY)
    assert answers_waiting_for(alma()) == 1
    assert mark_answers_seen(alma(), now=NOON + 2 * DAY) == 1
    assert (answers_waiting_for(alma()), now(made).answer_seen_at) == (0, NOON + 2 * DAY)


def test_what_is_closed_stays_closed() -> None:
    made = handed_over()
    close(made, answer="Ja", by=vibe(), now=NOON)

    with pytest.raises(Refused, match="allerede"):
        close(made, answer="Nej", by=vibe(), now=NOON + DAY)
    assert receive(made, by=vibe()) is False
    assert now(made).answer == "Ja"


@pytest.mark.parametrize("deed", [receive, lambda made, by: close(made, answer="", by=by)])
def test_nobody_else_receives_or_closes(deed: object) -> None:
    made = handed_over()
    strangers = [alma(), scenes.person("Asta", "administrator"), scenes.person("Rolf", of=scenes.viborg())]

    for stranger in strangers:
        with pytest.raises(Refused):
            deed(made, by=stranger)  # type: ignore[operator]
    assert now(made).state is State.WAITING


def test_an_answer_holds_no_cpr_number() -> None:
    made = handed_over()

    close(made, answer="Om 010203-1234", by=vibe())

    assert now(made).answer == f"Om {MASK}"


def test_the_agent_is_not_told_how_to_reach_the_citizen() -> None:
    handed_over()

    listed = handed_over_by(alma()).get()

    assert "contact" in listed.get_deferred_fields()


def test_what_nobody_received_is_reminded_of_after_a_day_then_when_due_then_every_third_day() -> None:
    made = handed_over(inbox=inbox(email="post@example.org"))
    reminded = []

    for hours in range(0, 24 * 15, 6):
        at = NOON + dt.timedelta(hours=hours)
        if remind(now=at):
            reminded.append(at - NOON)

    assert reminded == [DAY, 7 * DAY, 10 * DAY, 13 * DAY]
    assert now(made).reminders == 4
    assert told(made) == [("handover.made", "email"), *[("handover.reminded", "email")] * 4]


def test_what_was_received_is_reminded_of_when_its_time_is_up() -> None:
    made = handed_over(inbox=inbox(email="post@example.org"))
    receive(made, by=vibe(), now=NOON + dt.timedelta(hours=2))

    assert [remind(now=NOON + days * DAY) for days in (1, 6, 7, 8, 10)] == [0, 0, 1, 0, 1]


def test_what_is_closed_is_reminded_of_no_more() -> None:
    close(handed_over(), answer="", by=vibe(), now=NOON)

    assert remind(now=NOON + 100 * DAY) == 0


def test_two_who_remind_at_once_send_one_reminder() -> None:
    made = handed_over(inbox=inbox(email="post@example.org"))
    seen_by_both = HandOver.objects.get()

    assert remind(now=NOON + DAY) == 1
    from hotline.handovers import actions

    assert actions._remind_of(seen_by_both, NOON + DAY) is False
    assert told(made).count(("handover.reminded", "email")) == 1


def test_how_to_reach_the_citizen_is_forgotten_fourteen_days_after_closing() -> None:
    made = handed_over()
    close(made, answer="Talt med borgeren", by=vibe(), now=NOON + DAY)

    assert forget_citizens(now=NOON + 15 * DAY) == 0
    assert now(made).contact == CONTACT
    assert forget_citizens(now=NOON + 15 * DAY + dt.timedelta(seconds=1)) == 1
    assert (now(made).contact, now(made).words) == ("", WORDS)


def test_what_is_open_keeps_it_for_half_a_year_and_then_every_word_is_forgotten() -> None:
    made = handed_over()

    assert forget_citizens(now=NOON + 180 * DAY) == 0
    assert forget_citizens(now=NOON + 181 * DAY) == 1
    assert forget_citizens(now=NOON + 181 * DAY) == 0
    assert (now(made).contact, now(made).words, now(made).kind) == ("", "", Kind.COMPLAINT)


def test_the_table_refuses_a_closed_one_that_nobody_received() -> None:
    made = handed_over()

    with transaction.atomic(), pytest.raises(IntegrityError):
        HandOver.objects.filter(pk=made.pk).update(closed_at=NOON, closed_by=vibe(), remind_at=None)


def test_an_authority_that_takes_none_any_more_is_reminded_of_nothing() -> None:
    made = handed_over()
    inbox().delete()

    assert remind(now=NOON + DAY) == 1
    assert told(made) == []


def test_a_hand_over_says_what_it_is() -> None:
    made = hand_over(inquiry(), inbox(), kind=Kind.CALL, words="Ring", contact=CONTACT, by=alma())

    assert str(made) == f"{Kind.CALL.label}, {scenes.viborg().pk}"
