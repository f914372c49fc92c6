# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The form beside the call."""

import html
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from hotline.inquiries.models import Guidance
from hotline.knowledge.actions import begin_text
from hotline.sending.models import Sent
from tests.calls import scenes
from tests.inquiries.desk import registered, text_of
from tests.knowledge.articles.library import IN_SKIVE, Library, make_library, publish

PAGE = reverse("sending:sending", args=["fritagelse"])
NUMBER = "00 00 00 01"
YES = {"way": "email", "to": "ejnar@example.org", "has_said_yes": "on"}


@pytest.fixture
def library(db: None, settings: Settings, tmp_path: Path) -> Library:
    settings.DATA, settings.SMS_GATEWAY, settings.MAIL_GATEWAY = tmp_path, "file", "file"
    world = make_library()
    article = world.article()
    world.published(article)
    publish(begin_text(article, "da", world.skive), IN_SKIVE, world.elsewhere, world.administrator)
    return world


def files(settings: Settings) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in (settings.DATA / "sent").glob("*")]


def test_an_agent_sends_an_answer_and_the_address_is_forgotten(library: Library, settings: Settings) -> None:
    answer = library.client("agent").post(PAGE, YES, follow=True)

    assert "E-mailen er sendt, og adressen er slettet." in text_of(answer)
    assert "Hvordan bliver jeg fritaget for Digital Post?" in files(settings)[0]
    assert Sent.objects.get().sent_by == library.agent
    assert "ejnar" not in text_of(answer) + str(answer.redirect_chain)


def during(call: str) -> str:
    return f"{PAGE}?authority=0779&call={call}"


def guidance() -> list[tuple[int | None, str]]:
    """Of which authority's text, and how the citizen was told."""
    rows = Guidance.objects.values_list("version__text__authority", "how")
    return sorted(rows, key=lambda row: row[0] or 0)


def test_what_is_sent_during_a_call_is_kept_with_the_inquiry_registered_afterwards(library: Library) -> None:
    call = scenes.answered_by(library.agent)
    library.client("agent").post(during(call.pk), YES)
    assert guidance() == []
    registered(library.agent, call)

    assert guidance() == [(None, "sent"), (library.skive.pk, "sent")]


def test_what_is_sent_after_the_registration_is_kept_with_it_too(library: Library) -> None:
    call = scenes.answered_by(library.agent)
    inquiry = registered(library.agent, call)
    library.client("agent").post(during(call.pk), YES)
    registered(library.agent, call)  # a second matter, of which nothing was sent

    assert guidance() == [(None, "sent"), (library.skive.pk, "sent")]
    assert set(Guidance.objects.values_list("inquiry", flat=True)) == {inquiry.pk}


def test_what_was_read_and_then_sent_counts_as_sent(library: Library) -> None:
    call = scenes.answered_by(library.agent)
    client = library.client("agent")
    opened = {"code": "fritagelse", "authority": "0779", "call": call.pk}
    client.post(reverse("desk-open-article"), opened)
    client.post(during(call.pk), YES)
    client.post(reverse("desk-open-article"), opened)
    registered(library.agent, call)

    assert guidance() == [(None, "sent"), (library.skive.pk, "sent")]


def test_what_is_sent_during_somebody_elses_call_is_not_kept_with_it(library: Library) -> None:
    call = scenes.answered_by(library.duty_lead)
    library.client("agent").post(during(call.pk), YES)
    registered(library.duty_lead, call)

    assert (Sent.objects.count(), guidance()) == (1, [])


def test_what_did_not_go_out_is_no_guidance(library: Library, settings: Settings) -> None:
    settings.MAIL_GATEWAY, settings.EMAIL_PORT = "smtp", 9
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    call = scenes.answered_by(library.agent)
    assert library.client("agent").post(during(call.pk), YES).status_code == 422
    registered(library.agent, call)

    assert guidance() == []


def test_what_goes_to_somebody_else_is_told_as_before(library: Library) -> None:
    client = library.client("agent")
    page = client.post(f"{PAGE}?authority=0779&language=da", YES, follow=True).content.decode()
    again = re.findall(r'href="(/sending/[^"]+)"', html.unescape(page))

    assert again == [f"{PAGE}?authority=0779&language=da"]
    assert "Mød op på rådhuset i Skive." in text_of(client.get(again[0]))


def test_a_citizen_is_sent_the_address_of_what_the_authority_says(
    library: Library, settings: Settings
) -> None:
    settings.SITE_URL = "https://hotline.example"
    library.client("agent").post(f"{PAGE}?authority=0779", YES)

    assert "Læs det her: https://hotline.example/vejledning/fritagelse/0779/" in files(settings)[0]
    assert Client().get("/vejledning/fritagelse/0779/").status_code == 200


def test_an_sms_goes_to_a_number_however_it_is_written(library: Library, settings: Settings) -> None:
    answer = library.client("duty_lead").post(PAGE, {**YES, "way": "sms", "to": "20 10 45 12"}, follow=True)

    assert "Sms'en er sendt, og nummeret er slettet." in text_of(answer)
    assert files(settings)[0].startswith("…12\n")


def test_a_citizen_of_skive_gets_skives_answer(library: Library) -> None:
    page = library.client("agent").get(PAGE, {"authority": library.skive.code})

    assert "Mød op på rådhuset i Skive." in text_of(page)
    assert "Mød op på rådhuset i Skive." not in text_of(library.client("agent").get(PAGE))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"has_said_yes": ""}, "Spørg borgeren først."),
        ({"to": "ejnar"}, "Det er ikke en e-mailadresse."),
        ({"way": "sms", "to": "123"}, "Det er ikke et telefonnummer."),
        ({"way": "sms", "to": "ring til mig"}, "Det er ikke et telefonnummer."),
    ],
)
def test_without_a_yes_or_an_address_nothing_goes_out(
    library: Library, settings: Settings, changes: dict[str, str], sentence: str
) -> None:
    answer = library.client("agent").post(PAGE, YES | changes)

    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert (files(settings), Sent.objects.count()) == ([], 0)


def test_a_gateway_that_is_down_is_told_on_the_form(library: Library, settings: Settings) -> None:
    settings.SMS_GATEWAY, settings.SMS_URL = "http", "http://127.0.0.1:1/"

    answer = library.client("agent").post(PAGE, {**YES, "way": "sms", "to": "20 10 45 12"})

    assert (answer.status_code, "Sms-gatewayen svarer ikke" in text_of(answer)) == (422, True)


def test_beside_the_call_the_form_is_a_frame_and_stays_one(library: Library) -> None:
    client = library.client("agent")

    part = client.get(PAGE, headers={"Turbo-Frame": "sending"}).content.decode()
    wrong = client.post(PAGE, {}, headers={"Turbo-Frame": "sending"}).content.decode()
    done = client.get(reverse("sending:sent", args=["fritagelse"]), headers={"Turbo-Frame": "sending"})

    for shown in (part, wrong, done.content.decode()):
        assert ('<turbo-frame id="sending">' in shown, "<html" in shown) == (True, False)


def test_an_article_that_is_not_published_cannot_be_sent(library: Library) -> None:
    library.draft(library.article("kladde"))

    assert library.client("agent").get(reverse("sending:sending", args=["kladde"])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("agent", 200),
        ("duty_lead", 200),
        ("writer", 403),
        ("administrator", 403),
        ("roleless", 403),
        ("stranger", 302),
    ],
)
def test_who_sends(library: Library, who: str, status: int) -> None:
    assert library.client(who).get(PAGE).status_code == status


def test_the_page_shows_what_the_citizen_will_get_in_the_articles_own_language(library: Library) -> None:
    page = text_of(library.client("agent").get(PAGE, {"language": "en"}))

    assert '<blockquote lang="da">' in page  # it is not translated
    assert "Mød op i Borgerservice i din kommune." in page


@pytest.mark.parametrize("language", ["", "de", "da'; --"])
def test_an_unknown_language_is_danish(library: Library, language: str) -> None:
    assert library.client("agent").get(PAGE, {"language": language}).status_code == 200


def test_an_unknown_authority_gets_the_common_answer(library: Library) -> None:
    page = text_of(library.client("agent").get(PAGE, {"authority": "9999"}))

    assert "Mød op i Borgerservice i din kommune." in page


def test_the_citizen_sees_the_line_as_sender(library: Library) -> None:
    page = text_of(library.client("agent").get(PAGE))

    assert "Den Digitale Hotline: det, vi talte om" in page


def test_what_was_filled_in_stays_when_the_form_comes_back(library: Library) -> None:
    answer = library.client("agent").post(PAGE, {"way": "email", "to": "ejnar@example.org"})

    assert 'value="ejnar@example.org"' in text_of(answer)
