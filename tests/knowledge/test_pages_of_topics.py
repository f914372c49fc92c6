# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The pages on which editors and administrators keep the topics."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hotline.knowledge.models import FormerName, Topic
from tests.calls import scenes
from tests.inquiries.desk import cost, signed_in, text_of, topic

pytestmark = pytest.mark.django_db

LIST = reverse("knowledge:topics")
NEW = reverse("knowledge:new-topic")
PAGES = ("topic", "rename-topic", "retire-topic")


def page(name: str, code: str = "mitid") -> str:
    return reverse(f"knowledge:{name}", args=[code])


@pytest.fixture
def editor() -> Client:
    return signed_in(scenes.person("Ruth", "editor"))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("editor", 200),
        ("administrator", 200),
        ("agent", 403),
        ("duty_lead", 403),
        ("planner", 403),
        ("", 302),
    ],
)
def test_editors_and_administrators_see_the_pages_and_nobody_else(who: str, status: int) -> None:
    topic("mitid", "MitID")
    client = signed_in(scenes.person("Rie", who)) if who else Client()

    asked = [LIST, NEW, *(page(name) for name in PAGES)]
    assert {client.get(address).status_code for address in asked} == {status}


@pytest.mark.parametrize("name", PAGES)
def test_a_topic_that_is_not_there_is_not_found(editor: Client, name: str) -> None:
    assert editor.get(page(name, "ukendt")).status_code == 404


def test_an_editor_makes_a_topic(editor: Client) -> None:
    today = timezone.localdate()
    form = {"name": "Valg", "name_en": "Elections", "code": "valg", "order": 5, "from_on": today.isoformat()}

    answer = editor.post(NEW, form, follow=True)

    valg = Topic.objects.get(code="valg")
    assert (valg.name, valg.name_en, valg.valid_from) == ("Valg", "Elections", today)
    assert "Valg" in text_of(answer) or "Elections" in text_of(answer)


def test_an_editor_renames_a_topic_and_the_page_shows_what_it_was_called(editor: Client) -> None:
    topic("mitid", "NemID")
    today = timezone.localdate()

    answer = editor.post(
        page("rename-topic"), {"name": "MitID", "name_en": "MitID", "from_on": today.isoformat()}, follow=True
    )

    assert FormerName.objects.get().name == "NemID"
    assert "<td>NemID / NemID</td>" in text_of(answer)


def test_a_refusal_stands_on_the_form_and_changes_nothing(editor: Client) -> None:
    topic("mitid", "NemID")
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    answer = editor.post(page("rename-topic"), {"name": "MitID", "from_on": yesterday.isoformat()})

    assert "what is past stays as it was" in text_of(answer)
    assert Topic.objects.get().name == "NemID"


def test_an_editor_merges_a_topic_into_another(editor: Client) -> None:
    koder, mitid = topic("koder", "Koder"), topic("mitid", "MitID")
    today = timezone.localdate()

    answer = editor.post(
        page("retire-topic", "koder"), {"into": mitid.pk, "from_on": today.isoformat()}, follow=True
    )

    koder.refresh_from_db()
    assert (koder.valid_to, koder.merged_into) == (today, mitid)
    assert "Merged into" in text_of(answer)
    assert f'<li><a href="{page("topic", "koder")}">Koder</a>' in text_of(editor.get(LIST))


def test_an_editor_gives_a_topic_a_shortcut_but_not_one_that_is_taken(editor: Client) -> None:
    topic("mitid", "MitID")
    Topic.objects.filter(pk=topic("pas", "Pas").pk).update(shortcut="7")

    taken = editor.post(page("topic"), {"shortcut": "7", "aliases": "", "order": 0})
    given = editor.post(page("topic"), {"shortcut": "8", "aliases": "nemid; kode", "order": 0})

    assert "Another topic has that shortcut." in text_of(taken)
    assert given.status_code == 302
    mitid = Topic.objects.get(code="mitid")
    assert (mitid.shortcut, mitid.words) == ("8", ["MitID", "MitID", "nemid", "kode"])


def test_a_topic_that_is_planned_says_so(editor: Client) -> None:
    Topic.objects.create(code="valg", name="Valg", valid_from=timezone.localdate() + dt.timedelta(days=3))

    assert "badge-info" in text_of(editor.get(LIST))


def test_the_list_costs_the_same_with_three_topics_as_with_three_hundred(editor: Client) -> None:
    for number in range(3):
        topic(f"t{number}", f"T{number}")
    with_three = cost(editor, LIST)
    parent = topic("t0")
    Topic.objects.bulk_create(Topic(code=f"u{n}", name=f"U{n}", parent=parent) for n in range(297))

    assert cost(editor, LIST) == with_three
