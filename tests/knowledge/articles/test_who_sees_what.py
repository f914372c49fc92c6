# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every page of the articles against everybody: writer, colleague, another authority, agent, stranger."""

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone

from hotline.knowledge.actions import begin_text, make_temporary_guide, raise_flag, send_to_review
from hotline.knowledge.models import Flag, Version
from hotline.knowledge.urls import of_one_article, of_one_version, urlpatterns
from hotline.knowledge.views import articles, flags, guides, versions, writing
from tests.knowledge.articles.library import A_DAY, EXEMPTION, IN_ENGLISH, Library, saying, write_draft

WRITERS = {"writer", "colleague"}
EDITORS = WRITERS | {"elsewhere"}
KEEPERS = WRITERS | {"administrator"}
SEE_EDITING = EDITORS | {"administrator"}
EVERYBODY = SEE_EDITING | {"agent", "duty_lead"}
PEOPLE = (*sorted(EVERYBODY), "roleless")

READ = {
    "articles": EVERYBODY,
    "article": EVERYBODY,
    "raise-flag": EVERYBODY,
    "flags": EVERYBODY,
    "new-flag": EVERYBODY,
    "new-article": EDITORS,
    "new-guide": EDITORS | {"duty_lead"},
    "edit-article": SEE_EDITING,
    "settings": KEEPERS,
    "write": WRITERS,
    "write-variant": {"elsewhere"},
    "version": KEEPERS,
    "compare": KEEPERS,
    "published-version": EVERYBODY,
    "answer-flag": WRITERS,
}
CHANGE = {
    "end-guide": KEEPERS | {"duty_lead"},
    "review": WRITERS,
    "send-back": KEEPERS,
    "approve": {"colleague", "administrator"},
    "withdraw": KEEPERS,
    "restore": WRITERS,
    "check": KEEPERS,
    "flag-seen": {"agent"},
}


@pytest.fixture
def addresses(library: Library) -> dict[str, str]:
    article = library.article()
    published = library.published(article)
    draft = library.draft(article, saying("Nyt."))
    send_to_review(draft)
    english = write_draft(begin_text(article, "en"), IN_ENGLISH, library.writer)
    flag = raise_flag(library.agent, "wrong", "Se her.", version=published)
    Flag.objects.filter(pk=flag.pk).update(seen_at=None)
    guide = make_temporary_guide(
        EXEMPTION, library.topic, timezone.now() + A_DAY, by=library.duty_lead, authority=library.aarhus
    )
    more: dict[str, list[object]] = {
        "articles": [],
        "new-article": [],
        "new-guide": [],
        "flags": [],
        "new-flag": [],
        "write": [article.code, "da"],
        "write-variant": [article.code, "da", library.skive.code],
        "end-guide": [guide.code],
        "answer-flag": [flag.pk],
        "flag-seen": [flag.pk],
        "compare": [published.pk, draft.pk],
        "version": [draft.pk],
        "approve": [draft.pk],
        "send-back": [draft.pk],
        "withdraw": [draft.pk],
        "review": [english.pk],
        "restore": [published.pk],
        "check": [published.pk],
    }
    names = (set(READ) | set(CHANGE)) - {"published-version"}
    made = {name: reverse(f"knowledge:{name}", args=more.get(name, [article.code])) for name in names}
    return made | {"published-version": reverse("knowledge:version", args=[published.pk])}


@pytest.mark.parametrize("name", sorted(READ))
def test_who_opens_a_page(library: Library, addresses: dict[str, str], name: str) -> None:
    address = addresses[name]
    statuses = {who: library.client(who).get(address).status_code for who in PEOPLE}

    in_review = 302 if name == "write" else 200  # it sends the writer to the version that is being reviewed
    assert statuses == {who: in_review if who in READ[name] else 403 for who in PEOPLE}
    assert library.client("stranger").get(address).status_code == 302


@pytest.mark.parametrize("name", sorted(CHANGE))
@pytest.mark.parametrize("who", PEOPLE)
def test_who_does_a_deed(library: Library, addresses: dict[str, str], name: str, who: str) -> None:
    before = list(Version.objects.order_by("pk").values_list("state", flat=True))
    answer = library.client(who).post(addresses[name], {"note": "Mangler.", "review_on": "2099-01-01"})

    refused = 404 if name == "flag-seen" else 403
    assert answer.status_code == (302 if who in CHANGE[name] else refused)
    if who not in CHANGE[name]:
        assert list(Version.objects.order_by("pk").values_list("state", flat=True)) == before


@pytest.mark.parametrize("name", sorted(CHANGE))
def test_a_stranger_changes_nothing_and_nobody_does_it_by_following_a_link(
    library: Library, addresses: dict[str, str], name: str
) -> None:
    answer = library.client("stranger").post(addresses[name])

    assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)
    assert library.client("colleague").get(addresses[name]).status_code == 405


def test_every_page_of_articles_is_in_the_tables() -> None:
    ours = {module.__name__ for module in (articles, flags, guides, versions, writing)}
    patterns = [*of_one_article, *of_one_version, *urlpatterns]
    names = {
        pattern.name
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.callback.__module__ in ours
    }

    assert names == (set(READ) | set(CHANGE)) - {"published-version"}
