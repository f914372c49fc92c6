# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The shared answers as they are in force: the common text, and the authority's own beside it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hotline.api.models import Scope
from hotline.api.tokens import make_token
from hotline.organisations.models import Authority
from hotline.people.models import Role
from tests.api.world import System
from tests.knowledge.articles.library import Library, make_library, saying

pytestmark = pytest.mark.django_db
ARTICLES = "/api/v1/articles"


@pytest.fixture
def library() -> Library:
    return make_library()


def system_of(library: Library, authority: Authority) -> System:
    administrator = library.administrator
    Role.objects.get_or_create(user=administrator, authority=authority, kind="administrator")
    administrator.forget_duties()
    _token, secret = make_token(authority, name="Net", scopes=[Scope.ARTICLES], by=administrator)
    return System(secret=secret)


def test_an_article_with_what_is_different_at_the_authority(library: Library) -> None:
    article = library.article()
    library.published(article, saying("Alle kan fritages."))
    library.variant(article)

    own = system_of(library, library.skive).ask(f"{ARTICLES}/fritagelse")
    elsewhere = system_of(library, library.aarhus).ask(f"{ARTICLES}/fritagelse")

    assert (own["code"], own["common"]["short_answer"], own["topics"]) == (
        "fritagelse", "Alle kan fritages.", ["fritagelse"],
    )  # fmt: skip
    assert own["own"]["version"] == 1
    assert (elsewhere["own"], elsewhere["short_answer"]) == (None, "Alle kan fritages.")


def test_a_draft_is_not_told(library: Library) -> None:
    library.draft(library.article())
    system = system_of(library, library.aarhus)

    assert system.ask(ARTICLES) == {"items": [], "next": None}
    system.ask(f"{ARTICLES}/fritagelse", 404)
    system.ask(f"{ARTICLES}/nothing", 404)


def test_articles_in_the_language_asked_for_and_in_danish_where_there_is_no_other(library: Library) -> None:
    article = library.article()
    danish = library.published(article, saying("Kort."))
    library.published(article, saying("Short."), language="en", original=danish)
    library.published(library.article("andet"), saying("Kun dansk."))
    system = system_of(library, library.aarhus)

    def read(**asked: Any) -> list[tuple[str, str, str]]:
        items = system.ask(ARTICLES, **asked)["items"]
        return [(one["code"], one["common"]["language"], one["short_answer"]) for one in items]

    assert read() == [("andet", "da", "Kun dansk."), ("fritagelse", "da", "Kort.")]
    assert read(language="en") == [("andet", "da", "Kun dansk."), ("fritagelse", "en", "Short.")]


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_the_pages_together_hold_every_article_once(library: Library, limit: int) -> None:
    for code in ("c", "a", "b"):
        library.published(library.article(code))
    library.draft(library.article("draft"))

    found = system_of(library, library.aarhus).all(ARTICLES, limit=limit)

    assert [one["code"] for one in found] == ["a", "b", "c"]


def test_a_page_costs_the_same_with_three_articles_as_with_one(library: Library) -> None:
    system = system_of(library, library.aarhus)

    def cost(*codes: str) -> int:
        for code in codes:
            library.published(library.article(code))
        system.ask(ARTICLES)
        with CaptureQueriesContext(connection) as queries:
            system.ask(ARTICLES)
        return len(queries)

    assert cost("a") == cost("b", "c")
