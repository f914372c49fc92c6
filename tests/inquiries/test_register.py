# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An agent registers what a call was about, with and without a script; nobody else does it for them."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hotline.inquiries.models import Home, Inquiry
from hotline.organisations.models import Authority
from tests.calls import scenes
from tests.inquiries.desk import filled_in, registered, said, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

FORM = reverse("inquiries:register", args=["c1"])
DONE = reverse("inquiries:registered", args=["c1"])


def test_an_agent_registers_a_call_while_still_talking() -> None:
    alma = scenes.agent("Alma")
    scenes.answered_by(alma, outcome="")

    answer = signed_in(alma).post(FORM, filled_in())

    assert (answer.status_code, answer.headers["Location"]) == (302, DONE)
    inquiry = Inquiry.objects.get()
    assert said(inquiry) == (["Fritagelse"], "Aarhus", "answered", "Ville vide hvor.")
    assert (inquiry.call_id, inquiry.line, inquiry.agent) == ("c1", scenes.line(), alma)
    assert (inquiry.answered_by, inquiry.channel) == (scenes.authority(), "telephone")
    assert inquiry.came_at == scenes.NOON


def test_after_registering_the_page_says_what_is_registered() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    page = text_of(client.post(FORM, filled_in(), follow=True))

    assert "Registered." in page
    assert "Fritagelse · Aarhus · Answered · Ville vide hvor." in page


def test_several_topics_belong_to_one_inquiry() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma)
    both = [topic().pk, topic("laeseadgang", "Læseadgang").pk]

    signed_in(alma).post(FORM, filled_in(topics=both))

    assert {str(chosen) for chosen in Inquiry.objects.get().topics.all()} == {"Fritagelse", "Læseadgang"}


def test_another_matter_in_the_same_call_is_another_inquiry() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    first = client.post(FORM, filled_in(another="yes"))
    assert first.headers["Location"] == FORM
    page = text_of(client.get(FORM))
    assert "Already registered:" in page
    client.post(FORM, filled_in(topics=[topic("pas", "Pas").pk]))

    assert [said(inquiry)[0] for inquiry in Inquiry.objects.order_by("id")] == [["Fritagelse"], ["Pas"]]


def test_a_form_sent_twice_is_one_inquiry() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)
    form = filled_in()

    assert [client.post(FORM, form).status_code for _ in range(2)] == [302, 302]
    assert Inquiry.objects.count() == 1


@pytest.mark.parametrize(
    ("home", "kind", "name"),
    [
        ("abroad", Home.ABROAD, "Outside Denmark"),
        ("unknown", Home.UNKNOWN, "Unknown"),
        ("1082", Home.AUTHORITY, "Region Midtjylland"),
        ("0791", Home.AUTHORITY, "Viborg"),
    ],
)
def test_a_citizen_may_belong_to_a_region_abroad_or_nowhere_known(home: str, kind: str, name: str) -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)
    client.post(FORM, filled_in(home=home))

    inquiry = Inquiry.objects.get()
    client.get(DONE)
    assert (inquiry.home, inquiry.authority.name if inquiry.authority else name) == (kind, name)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"topics": None}, "Choose at least one topic."),
        ({"topics": ["999999"]}, "That topic can no longer be chosen."),
        ({"home": None}, "Say where the citizen belongs, or choose “Unknown”."),
        ({"home": "0999"}, "Choose an authority from the list."),
        ({"outcome": None}, "Say how it ended."),
        ({"note": "x" * 501}, "The text has 501 characters, and can hold 500."),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_a_sentence(changes: dict[str, object], sentence: str) -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    answer = client.post(FORM, filled_in(**changes))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Nothing is registered yet." in text_of(answer)
    assert Inquiry.objects.count() == 0


def test_nothing_an_agent_has_filled_in_is_lost_when_the_form_comes_back() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)
    other = topic("pas", "Pas")
    sent = filled_in(
        home="0751",
        outcome="referred",
        target="0791",
        note="<b>Skal ringe til Viborg</b>",
        topics=[other.pk, 0],
    )

    page = text_of(client.post(FORM, sent))

    assert f'name="topics" value="{other.pk}" checked' in page
    assert 'name="home" value="0751" checked' in page
    assert 'value="referred"' in page
    assert "&lt;b&gt;Skal ringe til Viborg&lt;/b&gt;" in page
    assert str(sent["key"]) in page


def test_a_note_of_five_hundred_characters_with_line_breaks_fits() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    client.post(FORM, filled_in(note="x" * 498 + "\r\ny"))

    assert Inquiry.objects.get().note == "x" * 498 + "\ny"


def test_a_cpr_number_is_unreadable_before_it_is_stored_and_the_agent_is_told() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    page = text_of(client.post(FORM, filled_in(note="Det er 010203-1234."), follow=True))

    assert Inquiry.objects.get().note == "Det er xxxxxx-xxxx."
    assert "What looked like a CPR number was made unreadable before it was stored." in page
    assert "010203" not in page


def test_a_cpr_number_does_not_get_past_the_deed_itself() -> None:
    alma = scenes.agent()
    inquiry = registered(alma, scenes.answered_by(alma), note="0102031234")

    assert inquiry.note == "xxxxxx-xxxx"


def test_the_form_offers_frequent_topics_first_and_every_authority() -> None:
    alma = scenes.agent()
    scenes.answered_by(alma)
    for code, shortcut in (("rare", ""), ("zero", "0"), ("two", "2"), ("one", "1")):
        chosen = topic(code, code)
        chosen.shortcut = shortcut
        chosen.save()
    scenes.authority("Ærø", "0492")
    Authority.objects.create(code="state", name="A state body", kind="state")
    Authority.objects.create(code="old", name="Gone", kind="municipality", valid_to=dt.date(2014, 1, 1))

    form = signed_in(alma).get(FORM).context["form"]

    assert [option.label for option in form.topic_options()] == ["one", "two", "zero", "rare"]
    assert [option.label for option in form.home_options()] == [
        "Unknown",
        "Outside Denmark",
        "Aarhus",
        "Viborg",
        "Region Midtjylland",
        "Ærø",
    ]


def test_the_authority_is_guessed_from_an_earlier_call_of_the_same_number() -> None:
    alma = scenes.agent()
    before = scenes.answered_by(alma, "before", at=scenes.NOON - dt.timedelta(days=3))
    registered(alma, before, scenes.viborg())
    scenes.answered_by(alma)

    answer = signed_in(alma).get(FORM)

    assert 'name="home" value="0791" checked' in text_of(answer)
    assert "As in an earlier call from the same number." in text_of(answer)


def test_the_latest_guess_counts_and_unknown_is_no_guess() -> None:
    alma = scenes.agent()
    told: list[tuple[str, dict[str, Any]]] = [
        ("first", {"authority": scenes.viborg()}),
        ("second", {"home": Home.ABROAD}),
        ("third", {"home": Home.UNKNOWN}),
    ]
    for day, (call_id, home) in enumerate(told):
        now = scenes.NOON - dt.timedelta(days=9 - day)
        registered(alma, scenes.answered_by(alma, call_id, at=now), now=now, **home)
    scenes.answered_by(alma)

    assert signed_in(alma).get(FORM).context["form"].initial["home"] == "abroad"


@pytest.mark.parametrize("number", ["", "+4500000002"])
def test_nothing_is_guessed_from_another_number_or_a_withheld_one(number: str) -> None:
    alma = scenes.agent()
    registered(alma, scenes.answered_by(alma, "before"), scenes.viborg())
    registered(alma, scenes.answered_by(alma, "withheld", number=""), scenes.viborg())
    scenes.answered_by(alma, number=number)

    answer = signed_in(alma).get(FORM)

    assert answer.context["form"].guess is None
    assert "As in an earlier call" not in text_of(answer)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["colleague", "another authority", "duty lead"])
def test_somebody_elses_call_is_refused_with_a_sentence(method: str, who: str) -> None:
    scenes.answered_by(scenes.agent("Alma"))
    stranger = {
        "colleague": lambda: scenes.agent("Bo"),
        "another authority": lambda: scenes.agent("Vera", of=scenes.viborg()),
        "duty lead": lambda: scenes.person("Dora", "duty_lead"),
    }[who]()

    client = signed_in(stranger)
    answer = client.post(FORM, filled_in()) if method == "post" else client.get(FORM)

    assert answer.status_code == 403
    assert "Only the agent who answered this call can register what it was about." in text_of(answer)
    assert Inquiry.objects.count() == 0


@pytest.mark.parametrize("address", [FORM, DONE, reverse("inquiries:history", args=["c1"])])
def test_who_is_not_signed_in_is_asked_to_sign_in(address: str) -> None:
    scenes.answered_by(scenes.agent())

    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?next={address}")


def test_two_agents_who_shared_a_call_each_register_their_part() -> None:
    alma, bo = scenes.agent("Alma"), scenes.agent("Bo", of=scenes.viborg())
    call = scenes.answered_by(alma)
    call.segments.create(id="c1.2", agent=bo, began_at=scenes.NOON)

    for agent in (alma, bo):
        signed_in(agent).post(FORM, filled_in())

    assert {inquiry.answered_by.name for inquiry in Inquiry.objects.all()} == {"Aarhus", "Viborg"}


def test_an_agent_answers_for_the_authority_of_the_role_not_of_the_home() -> None:
    lent = scenes.person("Lea", of=scenes.viborg())
    lent.roles.create(authority=scenes.authority(), kind="agent").lines.add(scenes.line())

    inquiry = registered(lent, scenes.answered_by(lent))

    assert inquiry.answered_by == scenes.authority()


def test_who_answers_for_no_authority_is_refused() -> None:
    nobodys = scenes.person("Nina")
    nobodys.authority = None
    nobodys.save()
    scenes.answered_by(nobodys)

    answer = signed_in(nobodys).post(FORM, filled_in())

    assert answer.status_code == 403
    assert "You belong to no authority" in text_of(answer)


@pytest.mark.parametrize("name", ["register", "registered", "history"])
def test_a_call_not_yet_in_the_books_can_be_asked_for_again(name: str) -> None:
    answer = signed_in(scenes.agent()).get(reverse(f"inquiries:{name}", args=["c9"]))

    assert answer.status_code == 404
    assert "This call is not in the books. If it has just been answered, try again in a moment." in text_of(
        answer
    )
    assert '<turbo-frame id="history">' in text_of(answer) or '<turbo-frame id="registration">' in text_of(
        answer
    )


def test_a_frame_gets_what_belongs_in_it_and_not_a_whole_page() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    frame = text_of(client.get(FORM, headers={"Turbo-Frame": "registration"}))
    page = text_of(client.get(FORM))

    assert ("<html" in frame, "<html" in page) == (False, True)
    assert '<turbo-frame id="registration">' in frame
    assert '<turbo-frame id="registration">' in page


def test_what_happened_is_told_inside_the_frame() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)
    client.post(FORM, filled_in())

    frame = text_of(client.get(DONE, headers={"Turbo-Frame": "registration"}))

    assert frame.index("<turbo-frame") < frame.index("Registered.") < frame.index("</turbo-frame>")
    assert "Registered." not in text_of(client.get(DONE)).replace("Registration", "")


def test_turbo_is_sent_on_with_303_so_that_the_answer_is_fetched() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    answer = client.post(FORM, filled_in(), headers={"Accept": "text/vnd.turbo-stream.html, text/html"})

    assert answer.status_code == 303


def test_a_key_that_is_no_key_is_refused() -> None:
    client = signed_in(alma := scenes.agent())
    scenes.answered_by(alma)

    assert client.post(FORM, filled_in(key="mine")).status_code == 422


def test_the_deed_makes_its_own_key_when_none_is_given() -> None:
    alma = scenes.agent()
    call = scenes.answered_by(alma)
    given = uuid.uuid4()

    keys = {registered(alma, call).key, registered(alma, call).key, registered(alma, call, key=given).key}

    assert given in keys
    assert len(keys) == 3
