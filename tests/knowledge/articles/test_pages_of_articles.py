# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list, the reading page, one article as its editors see it; and what they cost."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hotline.knowledge.actions import answer_flag, begin_article, begin_text, raise_flag, withdraw
from hotline.knowledge.models import Article, Text, Version
from hotline.organisations.models import Authority
from tests.knowledge.articles.library import (
    A_DAY,
    EXEMPTION,
    IN_ENGLISH,
    Library,
    publish,
    saying,
    write_draft,
)

LIST = "/articles/"


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def titled(title: str) -> object:
    return replace(EXEMPTION, title=title)


def test_an_agent_sees_what_is_published_and_nothing_else(library: Library) -> None:
    library.published(library.article("ude"), replace(EXEMPTION, title="Ude"))
    library.draft(library.article("inde"), replace(EXEMPTION, title="Inde"))

    html = page(library.client("agent"), LIST)

    assert ("Ude" in html, "Inde" in html, "Ny vejledning" in html) == (True, False, False)
    assert "/articles/ude/" in html
    assert "editing" not in html


def test_an_editor_sees_own_drafts_and_nobody_elses(library: Library) -> None:
    article = library.article("inde")
    library.draft(article, replace(EXEMPTION, title="Aarhus' kladde"))
    elsewhere = begin_article("skives", [library.topic], library.skive)
    write_draft(begin_text(elsewhere, "da"), replace(EXEMPTION, title="Skives kladde"), library.elsewhere)

    seen = {who: page(library.client(who), LIST) for who in ("writer", "elsewhere", "administrator")}

    assert {who: ("Aarhus&#x27; kladde" in html, "Skives kladde" in html) for who, html in seen.items()} == {
        "writer": (True, False),
        "elsewhere": (False, True),
        "administrator": (True, True),
    }


def test_of_others_new_drafts_only_what_is_published_is_told(library: Library) -> None:
    article = library.article()
    library.published(article, replace(EXEMPTION, title="Den gamle titel"))
    library.draft(article, replace(EXEMPTION, title="Den nye titel"))

    html = page(library.client("elsewhere"), LIST)

    assert ("Den gamle titel" in html, "Den nye titel" in html, ">Kladde</span>" in html) == (
        True,
        False,
        False,
    )
    assert "Den nye titel" in page(library.client("colleague"), LIST)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"klar", "kladde", "laeses", "gammel", "taget", "lokal"}),
        ("?state=published", {"klar", "gammel", "lokal"}),
        ("?state=draft", {"kladde"}),
        ("?state=in_review", {"laeses"}),
        ("?state=withdrawn", {"taget"}),
        ("?state=overdue", {"gammel"}),
        ("?state=flagged", {"klar"}),
        ("?state=nonsense", {"klar", "kladde", "laeses", "gammel", "taget", "lokal"}),
        ("?words=svar+om", {"kladde"}),
        ("?words=gamm", {"gammel"}),
        ("?written_in=en", set[str]()),
        ("?mine=1", {"klar", "kladde", "laeses", "gammel", "taget"}),
        ("?topic=abc", {"klar", "kladde", "laeses", "gammel", "taget", "lokal"}),
    ],
)
def test_the_list_is_filtered(library: Library, query: str, codes: set[str]) -> None:
    klar = library.published(library.article("klar"))
    raise_flag(library.agent, "wrong", version=klar)
    library.draft(library.article("kladde"), replace(EXEMPTION, title="Svar om pas"))
    waiting = library.draft(library.article("laeses"))
    Version.objects.filter(pk=waiting.pk).update(state="in_review")
    library.published(library.article("gammel"), replace(EXEMPTION, review_on=dt.date(2020, 1, 1)))
    withdraw(library.published(library.article("taget")), by=library.writer)
    local = begin_article("lokal", [library.other_topic], library.skive)
    publish(begin_text(local, "da"), EXEMPTION, library.elsewhere, library.administrator)

    answer = library.client("writer").get(LIST + query)

    assert {row.text.article.code for row in answer.context["rows"]} == codes


def test_the_list_is_filtered_by_topic_and_language_and_by_translations_that_are_older(
    library: Library,
) -> None:
    article = library.article("begge")
    danish = library.published(article)
    english = library.published(article, IN_ENGLISH, "en", original=danish)
    client = library.client("writer")
    assert page(client, "?".join([LIST, f"topic={library.topic.pk}&written_in=en"])).count("<tr>") == 2
    assert client.get(f"{LIST}?state=outdated").context["rows"] == []

    library.published(article, saying("Nyt."))

    (row,) = client.get(f"{LIST}?state=outdated").context["rows"]
    assert (row.shown, row.title) == (english, IN_ENGLISH.title)
    assert "ældre end originalen" in page(client, LIST)
    assert client.get(f"{LIST}?topic={library.other_topic.pk}").context["rows"] == []


def test_editors_are_told_how_many_reviews_are_overdue(library: Library) -> None:
    library.published(library.article(), replace(EXEMPTION, review_on=timezone.localdate()))

    assert "1 tekst skulle være set igennem" in page(library.client("writer"), LIST)
    assert "skulle være set igennem" not in page(library.client("agent"), LIST)


def test_what_is_published_ahead_says_from_when(library: Library) -> None:
    version = library.published(library.article())
    publish(version.text, saying("Nyt."), library.writer, library.colleague, at=timezone.now() + A_DAY)
    client = library.client("writer")

    assert "udgives " in page(client, LIST)
    assert "vises nu" in page(client, "/articles/fritagelse/editing/")
    assert page(client, "/articles/fritagelse/editing/").count(" fra ") == 1


def test_flags_that_wait_are_counted_for_who_must_answer_and_for_who_asked(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Pas")
    waits = " venter på dig"
    assert waits in page(library.client("writer"), LIST)
    assert waits not in page(library.client("agent"), LIST)

    answer_flag(flag, by=library.writer, answer="Skrevet.")

    assert waits not in page(library.client("writer"), LIST)
    assert waits in page(library.client("agent"), LIST)


def queries(client: Client, address: str) -> int:
    client.get(address)  # the first one fetches what is kept for the process
    with CaptureQueriesContext(connection) as counted:
        page(client, address)
    return len(counted)


def test_the_pages_cost_as_many_queries_with_300_rows_as_with_3(library: Library) -> None:
    _many(library, 0, 3)
    addresses = (LIST, f"{LIST}?state=overdue", "/flags/", "/articles/a0/", "/articles/a0/editing/")
    clients = [library.client(who) for who in ("writer", "agent")]
    few = [queries(client, address) for client in clients[:1] for address in addresses]
    few += [queries(clients[1], address) for address in (LIST, "/articles/a0/")]

    _many(library, 3, 300)

    many = [queries(client, address) for client in clients[:1] for address in addresses]
    many += [queries(clients[1], address) for address in (LIST, "/articles/a0/")]
    assert many == few


def _many(library: Library, first: int, last: int) -> None:
    """Articles with two texts, three versions and a flag each, without going the long way."""
    now, due = timezone.now(), dt.date(2020, 1, 1)
    articles = Article.objects.bulk_create(
        Article(code=f"a{number}", authority=library.aarhus, owner=library.writer)
        for number in range(first, last)
    )
    texts = Text.objects.bulk_create(
        Text(article=article, language="da", authority=authority)
        for article in articles
        for authority in (None, library.skive)
    )
    for number, state in ((1, "published"), (2, "draft")):
        Version.objects.bulk_create(
            Version(
                text=text,
                number=number,
                state=state,
                title="T",
                review_on=due,
                written_at=now,
                publish_at=now,
            )
            for text in texts
        )
    for article in articles:
        article.filings.create(topic=library.topic)
        raise_flag(library.agent, "wrong", "Her.", article=article)


def test_a_long_list_has_pages_that_keep_the_filter(library: Library) -> None:
    _many(library, 0, 40)

    html = page(library.client("writer"), f"{LIST}?state=published")

    assert "Side 1 af 2" in html
    assert "?state=published&amp;page=2" in html


def test_everybody_reads_an_article(library: Library) -> None:
    library.published(library.article())

    html = page(library.client("agent"), "/articles/fritagelse/")

    for words in (
        "<h1>Hvordan bliver jeg fritaget for Digital Post?</h1>",
        "<p>Tag legitimation med.</p>",
        "<li>Find Borgerservice.</li>",
        "Borgerservice i borgerens kommune",
        "Sidst kontrolleret 22. november 2026",
    ):
        assert words in html


def test_a_citizen_of_skive_is_told_what_holds_there(library: Library) -> None:
    article = library.article()
    library.published(article)
    library.variant(article)
    Authority.objects.filter(code="0779").update(phone="+4500000001", website="https://www.skive.example/")

    html = page(library.client("agent"), "/articles/fritagelse/?authority=0779")

    assert "I Skive" in html
    assert "Mød op på rådhuset i Skive." in html
    assert html.index("Borgerservice i Skive") < html.index("Borgerservice i borgerens kommune")
    assert "tel:+4500000001" in html
    common = page(library.client("agent"), "/articles/fritagelse/?authority=0751")
    assert "Aarhus har ikke sin egen tekst" in common


def test_english_says_when_it_is_missing_or_old(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    client = library.client("agent")
    assert "Den vises på dansk" in page(client, "/articles/fritagelse/?written_in=en")
    library.published(article, IN_ENGLISH, "en", original=danish)
    assert "How do I get exempted?" in page(client, "/articles/fritagelse/?written_in=en")

    library.published(article, saying("Nyt."))

    assert "Den danske tekst er ændret" in page(client, "/articles/fritagelse/?written_in=en")


def test_hostile_text_does_nothing_on_the_page(library: Library) -> None:
    script = "<script>alert(1)</script> [klik](javascript:alert(1)) <img src=x onerror=alert(1)>"
    library.published(library.article(), replace(EXEMPTION, title="<script>t</script>", script=script))

    for who, address in (("agent", "/articles/fritagelse/"), ("writer", "/articles/fritagelse/editing/")):
        html = page(library.client(who), address)
        assert "<script>t" not in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html


def test_an_article_without_a_published_text_is_nothing_to_read(library: Library) -> None:
    library.draft(library.article())

    assert library.client("agent").get("/articles/fritagelse/").status_code == 404
    assert (
        library.client("writer").get("/articles/fritagelse/")["Location"] == "/articles/fritagelse/editing/"
    )
    assert library.client("agent").get("/articles/findes-ikke/").status_code == 404


def test_an_editor_sees_every_text_and_version_and_what_can_be_begun(library: Library) -> None:
    article = library.article()
    library.published(article)
    library.draft(article, saying("Nyt."))
    library.variant(article)

    html = page(library.client("writer"), "/articles/fritagelse/editing/")

    assert "Fælles tekst, Dansk" in html
    assert "Lokal variant: Skive, Dansk" in html
    assert html.count("Version 2") == 2  # its link, and what it is compared with
    assert 'href="/articles/fritagelse/da/"' in html
    begin = [
        address
        for _, address in library.client("elsewhere")
        .get("/articles/fritagelse/editing/")
        .context["beginnings"]
    ]
    assert begin == ["/articles/fritagelse/en/0779/"]
    begin = [
        address
        for _, address in library.client("writer").get("/articles/fritagelse/editing/").context["beginnings"]
    ]
    assert begin == [
        "/articles/fritagelse/en/",
        "/articles/fritagelse/da/0751/",
        "/articles/fritagelse/en/0751/",
    ]


def test_another_authoritys_editor_does_not_see_that_there_is_a_draft(library: Library) -> None:
    article = library.article()
    library.published(article)
    library.draft(article, saying("Hemmeligt endnu."))

    html = page(library.client("elsewhere"), "/articles/fritagelse/editing/")

    assert ("Version 1" in html, "Version 2" in html, "Kladde" in html) == (True, False, False)


def test_an_editor_makes_an_article_and_goes_on_to_write(library: Library) -> None:
    client = library.client("writer")
    sent = {"code": "pas-med-fejl", "topic": library.topic.pk, "others": [library.other_topic.pk]}

    answer = client.post(
        "/articles/new/", sent | {"authority": library.aarhus.pk, "owner": library.colleague.pk}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/articles/pas-med-fejl/da/")
    article = Article.objects.get()
    assert (article.authority, article.owner) == (library.aarhus, library.colleague)
    assert [filing.topic for filing in article.filings.all()] == [library.topic, library.other_topic]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("fritagelse", "allerede en vejledning"),
        ("new", "Vælg en anden kode"),
        ("to_ord", "Vælg en anden kode"),
        ("to ord", "form-error"),
    ],
)
def test_a_code_that_cannot_be_used_is_refused(library: Library, code: str, words: str) -> None:
    library.article()
    sent = {"code": code, "topic": library.topic.pk, "authority": library.aarhus.pk}

    assert words in library.client("writer").post("/articles/new/", sent).content.decode()
    assert Article.objects.count() == 1


def test_an_article_is_not_made_for_another_authority(library: Library) -> None:
    sent = {"code": "ny", "topic": library.topic.pk, "authority": library.skive.pk}

    assert library.client("writer").post("/articles/new/", sent).status_code == 200
    assert not Article.objects.exists()


def test_an_article_is_filed_elsewhere_and_given_away(library: Library) -> None:
    library.article()
    address = reverse("knowledge:settings", args=["fritagelse"])
    assert "Fritagelse" in page(library.client("writer"), address)

    sent = {"topic": library.other_topic.pk, "authority": library.skive.pk, "owner": library.elsewhere.pk}
    assert library.client("writer").post(address, sent)["Location"] == "/articles/fritagelse/editing/"

    article = Article.objects.get()
    assert (article.authority, article.owner) == (library.skive, library.elsewhere)
    assert [filing.topic for filing in article.filings.all()] == [library.other_topic]


def test_the_articles_are_in_the_menu(library: Library) -> None:
    assert 'href="/articles/"' in page(library.client("agent"), "/me/")


def test_a_temporary_guide_is_made_on_one_page_and_ended_by_one_press(library: Library) -> None:
    client = library.client("duty_lead")
    assert "Midlertidig vejledning" in page(client, "/articles/temporary/")
    until = timezone.localtime(timezone.now() + A_DAY).strftime("%Y-%m-%dT%H:%M")
    sent = {
        "title": "MitID er nede",
        "short_answer": "Prøv igen senere.",
        "topic": library.topic.pk,
        "ends_at": until,
    }

    answer = client.post("/articles/temporary/", sent | {"line": library.line.pk}, follow=True)

    html = answer.content.decode()
    assert "MitID er nede" in html
    article = Article.objects.get()
    assert article.announcement is not None
    assert article.announcement.text == "Prøv igen senere."
    assert library.client("agent").get(f"/articles/{article.code}/").status_code == 200
    client.post(f"/articles/{article.code}/end/")
    assert library.client("agent").get(f"/articles/{article.code}/").status_code == 404


def test_a_guide_without_an_end_or_in_the_past_is_refused(library: Library) -> None:
    sent = {
        "title": "Nede",
        "short_answer": "Vent.",
        "topic": library.topic.pk,
        "ends_at": "2020-01-01T10:00",
    }

    assert "senere end nu" in library.client("writer").post("/articles/temporary/", sent).content.decode()
    assert not Article.objects.exists()


def test_who_may_not_announce_is_not_asked_to(library: Library) -> None:
    assert "Fortæl det til alle, der ringer til" in page(library.client("duty_lead"), "/articles/temporary/")
    assert "Fortæl det til alle, der ringer til" not in page(library.client("writer"), "/articles/temporary/")
