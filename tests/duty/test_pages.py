# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The duty lead's page of a line: who sees it, what stands there, and what its deeds do."""

import datetime as dt

import msgspec
import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from hotline.duty.actions import tell_desks
from hotline.duty.models import DeskMessage
from hotline.duty.queries import messages_shown
from hotline.duty.words import PARTS, REASONS, STATES
from hotline.exchange.explain import Reason
from hotline.exchange.words import AgentStatus
from hotline.organisations.models import LineAnnouncement
from hotline.organisations.rules import RoleKind
from hotline.people.models import CprCatch, TrailEntry
from tests.duty.exchange import QUIET, PretendedExchange, agent_now, waiting
from tests.people.persons import World, make_line, make_person, signed_in

LINE = "/duty/hotline/"
AN_HOUR = dt.timedelta(hours=1)
PAGES = ("", "now/", "announcement/", "crisis/", "alarms/")
LEADERS = {"administrator", "duty_lead"}


def shown(world: World, who: str = "duty_lead", page: str = "now/") -> str:
    answer = world.client(who).get(LINE + page)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who", ["administrator", "duty_lead", "agent", "local", "elsewhere", "roleless", "stranger"]
)
def test_only_who_leads_the_line_sees_its_pages(world: World, who: str, page: str) -> None:
    expected = 200 if who in LEADERS else 302 if who == "stranger" else 403
    assert world.client(who).get(LINE + page).status_code == expected


@pytest.mark.parametrize("who", ["agent", "local", "elsewhere", "roleless", "stranger"])
def test_nobody_else_does_any_of_its_deeds(world: World, who: str, exchange: PretendedExchange) -> None:
    announced = LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=timezone.now())
    message = DeskMessage.objects.create(
        line=world.line,
        text="Hej",
        sent_by=world.duty_lead,
        sent_at=timezone.now(),
        until_at=timezone.now() + AN_HOUR,
    )
    client = world.client(who)
    for address in (
        f"agents/{world.agent.pk}/signing-off/",
        "messages/",
        f"messages/{message.pk}/end/",
        "announcement/",
        "announcement/listening/",
        f"announcements/{announced.pk}/end/",
        "crisis/",
        "crisis/end/",
        "alarms/",
        "alarms/1/acknowledgement/",
    ):
        assert client.post(LINE + address, {"text": "x", "lasts": "60"}).status_code in {302, 403}
    announced.refresh_from_db()
    message.refresh_from_db()
    assert (announced.to_at, message.until_at > timezone.now()) == (None, True)
    assert (exchange.orders, TrailEntry.objects.count(), DeskMessage.objects.count()) == ([], 0, 1)


def test_a_duty_lead_of_another_line_is_a_stranger_here(world: World) -> None:
    other = make_line("anden", "+4570200009")
    client = signed_in(make_person("otto", world.aarhus, RoleKind.DUTY_LEAD, line=other))
    assert client.get(LINE).status_code == 403
    assert client.get("/duty/anden/").status_code == 200


def test_the_menu_leads_to_the_only_line_one_leads(world: World) -> None:
    assert world.client("duty_lead").get("/duty/").headers["location"] == LINE
    assert world.client("agent").get("/duty/").status_code == 403
    assert 'href="/duty/"' in world.client("duty_lead").get("/me/").content.decode()
    assert 'href="/duty/"' not in world.client("agent").get("/me/").content.decode()


def test_of_several_lines_one_is_chosen(world: World) -> None:
    other = make_line("anden", "+4570200009")
    world.duty_lead.roles.get().lines.add(other)
    page = world.client("duty_lead").get("/duty/").content.decode()
    assert 'href="/duty/hotline/"' in page
    assert 'href="/duty/anden/"' in page


# -------------------------------------------------------------------- what stands there


def test_it_says_who_waits_and_how_long(world: World, exchange: PretendedExchange) -> None:
    exchange.line = waiting(75, 372, talking=2, present=3)
    page = shown(world)
    assert "6:12" in page
    assert page.index("6:12") < page.index("1:15")


def test_it_says_why_an_agent_gets_no_calls(world: World, exchange: PretendedExchange) -> None:
    paused = agent_now(world.agent.pk, "paused", "paused", "device_not_proved", reason="break")
    exchange.line = msgspec.structs.replace(QUIET, agents=(paused,))
    page = shown(world)
    for words in ("Anna", "Viborg", "Pause", "1:15", "Har valgt pause.", "browseren er lukket", "Frokost"):
        assert words in page
    assert reverse("duty:sign-off", args=["hotline", world.agent.pk]) in page


def test_who_has_signed_off_is_named_below(world: World, exchange: PretendedExchange) -> None:
    exchange.line = msgspec.structs.replace(
        QUIET, agents=(agent_now(world.agent.pk, "signed_out", "signed_out"),)
    )
    page = shown(world)
    assert "Ingen er på vagt." in page
    assert "1 er meldt fra: Anna" in " ".join(page.split())


@pytest.mark.parametrize("status", ["talking", "holding", "adrift"])
def test_who_has_a_citizen_cannot_be_signed_off(
    world: World, exchange: PretendedExchange, status: str
) -> None:
    exchange.line = msgspec.structs.replace(QUIET, agents=(agent_now(world.agent.pk, status, "talking"),))
    assert reverse("duty:sign-off", args=["hotline", world.agent.pk]) not in shown(world)


def test_an_exchange_that_is_away_is_said_at_once(world: World) -> None:
    page = shown(world)
    assert "Centralen svarer ikke." in page
    assert "Hvem venter" not in page


def test_what_is_down_is_said(world: World, exchange: PretendedExchange) -> None:
    exchange.line = msgspec.structs.replace(QUIET, problems=("media", "carrier"))
    page = shown(world)
    assert "Linjens lyd er nede" in page
    assert "teleselskab" in page


def test_the_part_that_is_replaced_holds_nothing_to_type_in(
    world: World, exchange: PretendedExchange
) -> None:
    tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead)
    LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=timezone.now())
    page = shown(world)
    assert "<button" in page
    for tag in ("<input", "<textarea", "<select", "<form"):
        assert tag not in page


def test_there_are_words_for_everything_the_exchange_says() -> None:
    assert set(STATES) == set(AgentStatus)
    assert set(REASONS) == set(Reason)
    assert set(PARTS) == {"database", "media", "carrier"}


def test_the_page_costs_the_same_with_many_as_with_one(
    world: World, exchange: PretendedExchange, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    agents = [
        world.agent,
        *(make_person(f"agent{n}", world.viborg, RoleKind.AGENT, line=world.line) for n in range(9)),
    ]
    for n in range(5):
        tell_desks(world.line, f"Nummer {n}", AN_HOUR, by=world.duty_lead)
        LineAnnouncement.objects.create(line=world.line, text="Nede", from_at=timezone.now())
    exchange.line = waiting(*range(50), agents=tuple(agent_now(agent.pk) for agent in agents))
    client = world.client("duty_lead")
    with django_assert_max_num_queries(13):
        client.get(LINE)


# -------------------------------------------------------------------- desks


def test_a_message_is_sent_to_all_desks(
    world: World,
    exchange: PretendedExchange,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = world.client("duty_lead").post(
            LINE + "messages/", {"text": " MitID er nede. ", "lasts": "60"}
        )
    message = DeskMessage.objects.get()
    assert (answer.status_code, answer.headers["location"]) == (302, LINE)
    assert (message.text, message.sent_by, message.line) == ("MitID er nede.", world.duty_lead, world.line)
    assert message.until_at - message.sent_at == AN_HOUR
    assert exchange.orders == ["set-up"]
    assert list(messages_shown()) == [message]
    assert TrailEntry.objects.get().deed == "desks_told"


def test_a_message_holds_no_cpr_number(world: World) -> None:
    world.client("duty_lead").post(LINE + "messages/", {"text": "Ring til 010203-1234", "lasts": "60"})
    assert DeskMessage.objects.get().text == "Ring til xxxxxx-xxxx"
    assert TrailEntry.objects.get().words == "Ring til xxxxxx-xxxx"
    assert CprCatch.objects.get().place == "message"


@pytest.mark.parametrize(
    "said", [{"text": "", "lasts": "60"}, {"text": "x" * 201, "lasts": "60"}, {"text": "x", "lasts": "7"}]
)
def test_a_wrong_message_is_refused_where_it_was_typed(world: World, said: dict[str, str]) -> None:
    answer = world.client("duty_lead").post(LINE + "messages/", said)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not DeskMessage.objects.exists()


def test_a_message_is_over_by_itself(world: World) -> None:
    message = tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead)
    assert list(messages_shown(message.until_at - dt.timedelta(seconds=1))) == [message]
    assert list(messages_shown(message.until_at)) == []


def test_a_message_is_taken_away_once(world: World) -> None:
    message = tell_desks(world.line, "Hej", AN_HOUR, by=world.duty_lead)
    client = world.client("administrator")
    for said in ("Beskeden er taget væk.", "Beskeden er allerede slut."):
        page = client.post(f"{LINE}messages/{message.pk}/end/", follow=True).content.decode()
        assert said in page
    assert list(messages_shown()) == []
    assert list(TrailEntry.objects.values_list("by__username", "deed")) == [
        ("asta", "message_ended"),
        ("vera", "desks_told"),
    ]


def test_a_message_of_another_line_is_not_ended_from_here(world: World) -> None:
    other = make_line("anden", "+4570200009")
    message = tell_desks(other, "Hej", AN_HOUR, by=world.administrator)
    assert world.client("duty_lead").post(f"{LINE}messages/{message.pk}/end/").status_code == 404


def test_a_forgotten_session_is_ended_after_one_more_question(
    world: World, exchange: PretendedExchange
) -> None:
    address = f"{LINE}agents/{world.agent.pk}/signing-off/"
    client = world.client("duty_lead")
    assert "Meld Anna fra?" in client.get(address).content.decode()
    assert exchange.orders == []
    page = client.post(address, follow=True).content.decode()
    assert "Anna er meldt fra." in page
    assert exchange.orders == [f"agents/{world.agent.pk}/sign-out"]
    entry = TrailEntry.objects.get()
    assert (entry.by, entry.deed, entry.words) == (world.duty_lead, "session_ended", "Anna")


@pytest.mark.parametrize(
    ("status", "said"),
    [(409, "taler med en borger"), (404, "er allerede afmeldt"), (500, "Centralen svarer ikke")],
)
def test_a_session_that_is_not_ended_leaves_no_trace(
    world: World, exchange: PretendedExchange, status: int, said: str
) -> None:
    exchange.answers_with = status
    page = world.client("duty_lead").post(f"{LINE}agents/{world.agent.pk}/signing-off/", follow=True)
    assert said in page.content.decode()
    assert not TrailEntry.objects.exists()


def test_somebody_who_does_not_answer_the_line_is_not_found(
    world: World, exchange: PretendedExchange
) -> None:
    client = world.client("duty_lead")
    assert client.post(f"{LINE}agents/{world.roleless.pk}/signing-off/").status_code == 404
    assert exchange.orders == []
