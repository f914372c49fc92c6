# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Handing over, an authority's inbox, the agent's own list, the set-up: each page for its people only."""

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from hotline.handovers.actions import close, close_inbox, remind
from hotline.handovers.example import load
from hotline.handovers.models import Delivery, HandOver, Inbox, State
from hotline.handovers.rules import Refused
from hotline.inquiries.models import Inquiry
from hotline.organisations.example import load as load_line
from hotline.organisations.example import staffing_municipalities
from tests.calls import scenes
from tests.handovers.world import CONTACT, WORDS, alma, filled_in, handed_over, inbox, inquiry, reader, vibe
from tests.inquiries.desk import cost, registered, signed_in, text_of

pytestmark = pytest.mark.django_db

INBOX = reverse("handovers:inbox")
MINE = reverse("handovers:mine")
SET_UP = reverse("handovers:set-up", args=["0791"])
CLOSE = reverse("handovers:close-inbox", args=["0791"])
OPEN = reverse("handovers:open-inbox", args=["0791"])
NOBODY_ELSE = ["Aarhus' agent", "Aarhus' administrator", "who handed it over", "roleless"]


@pytest.fixture(autouse=True)
def _the_seventh_of_may() -> Iterator[None]:
    with time_machine.travel(scenes.NOON, tick=False):
        yield


def new(which: Inquiry | None = None) -> str:
    return reverse("handovers:new", args=[(which or inquiry()).pk])


def page(name: str, made: HandOver) -> str:
    return reverse(f"handovers:{name}", args=[made.key])


def test_an_agent_hands_over_what_the_citizen_wants() -> None:
    answer = signed_in(alma()).post(new(), filled_in(), follow=True)

    made = HandOver.objects.get()
    assert (made.authority, made.kind, made.contact) == (scenes.viborg(), "call", CONTACT)
    told = text_of(answer)
    assert "Handed over to Viborg." in told
    assert "Wants to be called" in told
    assert CONTACT not in told


def test_the_citizens_own_authority_is_proposed() -> None:
    inbox()
    of_viborg = registered(alma(), scenes.answered_by(alma(), "c9"), scenes.viborg())

    assert f'value="{inbox().pk}" selected' in text_of(signed_in(alma()).get(new(of_viborg)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"inbox": ""}, "Choose the authority that is to deal with it."),
        ({"words": ""}, "Write what the citizen wants."),
        ({"words": "x" * 501}, "The text has 501 characters, and can hold 500."),
        ({"contact": ""}, "The authority cannot answer without knowing how to reach the citizen."),
        (
            {"contact": "", "kind": "access"},
            "The authority cannot answer without knowing how to reach the citizen.",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_handed_over(
    changes: dict[str, object], sentence: str
) -> None:
    answer = signed_in(alma()).post(new(), filled_in(**changes))

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert HandOver.objects.count() == 0


def test_a_complaint_may_be_handed_over_without_a_name() -> None:
    signed_in(alma()).post(new(), filled_in(kind="complaint", contact=""))

    assert HandOver.objects.get().contact == ""


def test_a_cpr_number_is_masked_and_the_agent_is_told() -> None:
    answer = signed_in(alma()).post(new(), filled_in(words="Om 010203-1234"), follow=True)

    assert "made unreadable before it was stored" in text_of(answer)
    assert HandOver.objects.get().words == "Om xxxxxx-xxxx"


def test_only_authorities_with_an_inbox_can_be_chosen() -> None:
    answer = signed_in(alma()).post(new(), filled_in(inbox="999999"))

    assert answer.status_code == 422


def test_beside_the_call_the_form_is_a_frame() -> None:
    inbox()

    part = signed_in(alma()).get(new(), headers={"Turbo-Frame": "handover"}).content.decode()

    assert '<turbo-frame id="handover">' in part
    assert "<html" not in part


def test_what_is_handed_over_in_a_frame_leaves_the_desk_where_it_is() -> None:
    client = signed_in(alma())

    sent = client.post(new(), filled_in(), headers={"Turbo-Frame": "handover"})
    done = client.get(sent.headers["Location"], headers={"Turbo-Frame": "handover"}).content.decode()

    assert ('<turbo-frame id="handover">' in done, "Handed over to Viborg." in done, "<html" in done) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("who", "status"), [("colleague", 404), ("duty_lead", 200), ("administrator", 404), ("stranger", 302)]
)
def test_who_may_hand_an_inquiry_over(who: str, status: int) -> None:
    address = new()
    role = {"colleague": "agent"}.get(who, who)
    client = Client() if who == "stranger" else signed_in(scenes.person("Rie", role))

    assert client.get(address).status_code == status


@pytest.mark.parametrize("who", ["Viborg's agent", "Viborg's editor", "Viborg's administrator"])
def test_the_authoritys_people_read_what_was_handed_to_it(who: str) -> None:
    made = handed_over()
    client = reader(who)

    listed, read = text_of(client.get(INBOX)), text_of(client.get(page("handover", made)))

    assert page("handover", made) in listed
    assert CONTACT not in listed
    assert (WORDS in read, CONTACT in read) == (True, True)


@pytest.mark.parametrize("who", NOBODY_ELSE)
@pytest.mark.parametrize("name", ["handover", "receipt"])
def test_for_everybody_else_it_is_not_there(who: str, name: str) -> None:
    made = handed_over()
    client = reader(who)

    assert client.post(page(name, made), {"answer": "Nej"}).status_code in {404, 405}
    assert client.get(page("handover", made)).status_code == 404
    assert HandOver.objects.get().state is State.WAITING


@pytest.mark.parametrize("who", ["Aarhus' agent", "Aarhus' administrator", "who handed it over"])
def test_nobody_sees_it_in_an_inbox_that_is_not_its_own(who: str) -> None:
    made = handed_over()

    assert str(made.key) not in text_of(reader(who).get(INBOX))


def test_who_has_no_role_and_who_has_not_signed_in_see_no_inbox() -> None:
    assert (reader("roleless").get(INBOX).status_code, reader("stranger").get(INBOX).status_code) == (
        403,
        302,
    )


def test_a_receipt_then_an_answer_that_the_agent_sees() -> None:
    made = handed_over()
    client = signed_in(vibe())

    assert "We have it" in text_of(client.get(page("handover", made)))
    received = text_of(client.post(page("receipt", made), follow=True))
    assert ("The hotline knows that you have it." in received, "We have it" in received) == (True, False)
    client.post(page("handover", made), {"answer": "Borgeren er ringet op.", "close": "yes"})

    at_alma = signed_in(alma())
    mine = text_of(at_alma.get(MINE))
    assert "Borgeren er ringet op." in mine
    assert '<span class="badge badge-info">New</span>' in mine
    assert "badge-info" not in text_of(at_alma.post(reverse("handovers:seen"), follow=True))


def test_what_is_closed_stands_on_a_list_of_its_own_without_buttons() -> None:
    made = handed_over()
    close(made, answer="Klaret", by=vibe())
    client = signed_in(vibe())

    assert page("handover", made) not in text_of(client.get(INBOX))
    assert page("handover", made) in text_of(client.get(INBOX, {"show": "closed"}))
    read = text_of(client.get(page("handover", made)))
    assert ("Klaret" in read, "<textarea" in read) == (True, False)


def test_two_who_close_at_once_are_told() -> None:
    made = handed_over()
    close(made, answer="Ja", by=vibe())

    answer = signed_in(vibe()).post(page("handover", made), {"answer": "Nej", "close": "yes"})

    assert answer.status_code == 403
    assert HandOver.objects.get().answer == "Ja"


def test_the_most_urgent_comes_first_and_what_is_late_says_so() -> None:
    slow = handed_over("c1")
    fast = handed_over("c2")
    HandOver.objects.filter(pk=fast.pk).update(due_at=scenes.NOON - dt.timedelta(hours=1))

    listed = text_of(signed_in(vibe()).get(INBOX))

    assert listed.index(str(fast.key)) < listed.index(str(slow.key))
    assert listed.count("Overdue") == 1


def many(count: int) -> None:
    made = handed_over()
    HandOver.objects.bulk_create(
        HandOver(
            key=uuid.uuid4(),
            inquiry=made.inquiry,
            authority=made.authority,
            kind="call",
            words="Ring",
            handed_over_by=alma(),
            handed_over_at=scenes.NOON,
            due_at=scenes.NOON,
            received_by=vibe(),
            received_at=scenes.NOON,
        )
        for _number in range(count - 1)
    )


@pytest.mark.parametrize("address", [INBOX, MINE])
def test_a_list_costs_the_same_with_three_rows_as_with_three_hundred(address: str) -> None:
    client = signed_in(vibe() if address == INBOX else alma())
    many(3)
    with_three = cost(client, address)
    many(297)

    assert cost(client, address) == with_three


def test_the_set_up_costs_the_same_with_three_messages_as_with_fifty() -> None:
    client = reader("Viborg's administrator")
    made = handed_over(inbox=inbox(webhook="https://example.org/"))
    with_one = cost(client, SET_UP)
    Delivery.objects.bulk_create(
        Delivery(handover=made, way="email", event="handover.made", made_at=scenes.NOON) for _ in range(60)
    )

    assert cost(client, SET_UP) == with_one


def test_an_authoritys_administrator_opens_its_inbox() -> None:
    client = reader("Viborg's administrator")
    assert "Agents cannot hand over to you yet." in text_of(client.get(SET_UP))

    client.post(
        SET_UP, {"answers_within_days": "5", "email": "post@example.org", "webhook": "https://example.org/h"}
    )

    opened = Inbox.objects.get()
    assert (opened.authority, opened.answers_within_days, opened.webhook) == (
        scenes.viborg(),
        5,
        "https://example.org/h",
    )
    assert opened.secret in text_of(client.get(SET_UP))


@pytest.mark.parametrize(
    "wrong",
    [
        {"answers_within_days": "0"},
        {"email": "nobody"},
        {"webhook": "http://example.org/"},
        {"webhook": "x y"},
    ],
)
def test_a_wrong_address_is_refused(wrong: dict[str, str]) -> None:
    client = reader("Viborg's administrator")

    answer = client.post(SET_UP, {"answers_within_days": "5", "email": "", "webhook": ""} | wrong)

    assert (answer.status_code, Inbox.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("who", "status"),
    [("Viborg's agent", 403), ("Viborg's editor", 403), ("Aarhus' administrator", 403), ("stranger", 302)],
)
def test_nobody_else_sets_it_up_or_sees_its_secret(who: str, status: int) -> None:
    secret = inbox(webhook="https://example.org/").secret
    client = reader(who)
    made = handed_over()
    delivery = Delivery.objects.get(handover=made)
    addresses = [
        SET_UP,
        reverse("handovers:new-secret", args=["0791"]),
        reverse("handovers:replay", args=["0791", delivery.key]),
        CLOSE,
        OPEN,
    ]

    assert [client.post(address, {"answers_within_days": 1}).status_code for address in addresses] == [
        status
    ] * 5
    assert (Inbox.objects.get().secret, Inbox.objects.get().closed_at) == (secret, None)


def test_an_authority_takes_no_more_hand_overs_and_those_it_has_stay() -> None:
    made = handed_over()
    client = reader("Viborg's administrator")
    assert "1 hand-over is not answered." in text_of(client.get(SET_UP))

    told = text_of(client.post(CLOSE, follow=True))

    assert "Agents can hand nothing more over to you." in told
    assert "Since May 7, 2014 agents can hand nothing over to you." in told
    assert "It stays in the inbox with its deadline" in told
    assert page("handover", made) in text_of(client.get(INBOX))
    assert signed_in(vibe()).post(page("receipt", made)).status_code == 302


def test_nobody_can_hand_over_to_a_closed_inbox() -> None:
    form = filled_in()
    reader("Viborg's administrator").post(CLOSE)

    answer = signed_in(alma()).post(new(), form)

    assert (answer.status_code, HandOver.objects.count()) == (422, 0)
    assert "Viborg" not in text_of(signed_in(alma()).get(new())).partition("<form")[2]


def test_who_had_the_form_open_when_the_inbox_was_closed_is_refused() -> None:
    closed = inbox()
    close_inbox(closed)

    with pytest.raises(Refused, match="Viborg tager ikke længere imod oversendelser"):
        handed_over(inbox=closed)
    assert HandOver.objects.count() == 0


def test_what_a_closed_inbox_holds_is_still_reminded_of() -> None:
    made = handed_over(inbox=inbox(email="post@example.org"))
    close_inbox(inbox())

    remind(made.remind_at)

    assert set(Delivery.objects.values_list("event", flat=True)) == {"handover.made", "handover.reminded"}


def test_a_closed_inbox_is_opened_again_with_everything_as_it_was() -> None:
    before = inbox(webhook="https://example.org/")
    client = reader("Viborg's administrator")
    client.post(CLOSE)
    assert "Agents can hand over to you again." in text_of(client.post(OPEN, follow=True))

    after = Inbox.objects.get()
    assert (after.closed_at, after.secret, after.webhook) == (None, before.secret, before.webhook)
    assert handed_over().authority == scenes.viborg()


def test_closing_twice_keeps_the_first_day() -> None:
    closed = inbox()
    close_inbox(closed, now=scenes.NOON)
    close_inbox(closed, now=scenes.NOON + dt.timedelta(days=1))
    assert Inbox.objects.get().closed_at == scenes.NOON


@pytest.mark.parametrize("address", [CLOSE, OPEN])
def test_an_inbox_is_closed_and_opened_by_pressing_only(address: str) -> None:
    inbox()
    client = reader("Viborg's administrator")
    assert client.get(address).status_code == 405
    Inbox.objects.all().delete()
    assert client.post(address).status_code == 404


def test_saving_the_addresses_of_a_closed_inbox_does_not_open_it() -> None:
    close_inbox(inbox())
    reader("Viborg's administrator").post(SET_UP, {"answers_within_days": "5", "email": "", "webhook": ""})
    assert (Inbox.objects.get().answers_within_days, Inbox.objects.get().closed_at) == (5, scenes.NOON)


def test_a_message_is_sent_again_by_hand() -> None:
    made = handed_over(inbox=inbox(webhook="https://example.org/"))
    Delivery.objects.update(state="given_up", try_at=None, tries=10, problem="It answered 500.")
    client = reader("Viborg's administrator")
    delivery = Delivery.objects.get(handover=made)
    assert "Given up: It answered 500." in text_of(client.get(SET_UP))

    client.post(reverse("handovers:replay", args=["0791", delivery.key]))

    again = Delivery.objects.get()
    assert (again.state, again.tries, again.try_at, again.problem) == ("waiting", 0, scenes.NOON, "")


def test_another_authoritys_message_cannot_be_sent_again() -> None:
    made = handed_over(inbox=inbox(scenes.authority("Skive", "0779"), webhook="https://example.org/"))
    delivery = Delivery.objects.get(handover=made)

    answer = reader("Viborg's administrator").post(reverse("handovers:replay", args=["0791", delivery.key]))

    assert answer.status_code == 404


def test_a_new_secret_is_made_by_hand() -> None:
    old = inbox(webhook="https://example.org/").secret

    reader("Viborg's administrator").post(reverse("handovers:new-secret", args=["0791"]))

    assert Inbox.objects.get().secret != old


def test_who_administers_one_authority_goes_straight_to_its_inbox() -> None:
    client = reader("Viborg's administrator")
    assert client.get(reverse("handovers:inboxes")).headers["Location"] == SET_UP


def test_who_administers_two_chooses() -> None:
    both = scenes.person("Asta", "administrator")
    both.roles.create(authority=scenes.viborg(), kind="administrator")

    assert SET_UP in text_of(signed_in(both).get(reverse("handovers:inboxes")))


def test_the_registration_leads_on_to_the_hand_over() -> None:
    made = registered(alma(), scenes.answered_by(alma(), "c5"), outcome="handed_over")

    page = text_of(signed_in(alma()).get(reverse("inquiries:registered", args=["c5"])))

    assert reverse("handovers:new", args=[made.pk]) in page


def test_in_the_example_every_staffing_municipality_takes_hand_overs(settings: Settings) -> None:
    load_line()
    load()
    load()

    assert set(Inbox.objects.values_list("authority", flat=True)) == {
        one.pk for one in staffing_municipalities()
    }
