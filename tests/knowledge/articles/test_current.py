# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What a reader is shown: by time, by language, by the citizen's authority."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from hotline.knowledge.actions import begin_article, begin_text, withdraw
from hotline.knowledge.models import Article, Text, Version
from hotline.knowledge.queries import Guide, guide, guides, in_force, next_change_at, outdated
from hotline.knowledge.wording import Referral
from tests.knowledge.articles.library import (
    A_DAY,
    BORGERSERVICE,
    EXEMPTION,
    IN_ENGLISH,
    IN_SKIVE,
    NOON,
    Library,
    publish,
    saying,
    write_draft,
)


@pytest.fixture(autouse=True)
def _at_noon(library: Library) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def read(
    library: Library, language: str = "da", *, in_skive: bool = False, at: dt.datetime = NOON
) -> Guide | None:
    return guide("fritagelse", language, library.skive.pk if in_skive else None, at)


def seen(library: Library, language: str = "da", *, in_skive: bool = False, at: dt.datetime = NOON) -> Guide:
    found = read(library, language, in_skive=in_skive, at=at)
    assert found is not None
    return found


def test_a_reader_sees_the_common_text(library: Library) -> None:
    version = library.published(library.article())

    found = seen(library)

    assert (found.title, found.short_answer) == (EXEMPTION.title, EXEMPTION.short_answer)
    assert (found.versions, found.where_next, found.variant) == ((version,), (BORGERSERVICE,), None)
    assert (found.proposed_topic, found.is_translated) == (library.topic, True)


def test_what_is_not_published_is_not_seen(library: Library) -> None:
    library.draft(library.article())

    assert read(library) is None
    assert guide("findes-ikke", "da", None, NOON) is None


def test_a_citizen_of_skive_hears_what_holds_in_skive(library: Library) -> None:
    article = library.article()
    common, variant = library.published(article), library.variant(article)

    found = seen(library, in_skive=True)

    assert (found.title, found.short_answer) == (EXEMPTION.title, IN_SKIVE.short_answer)
    assert found.where_next == (Referral("municipality", "Borgerservice i Skive"), BORGERSERVICE)
    assert found.versions == (common, variant)


def test_a_variant_without_a_short_answer_keeps_the_common_one(library: Library) -> None:
    article = library.article()
    library.published(article)
    library.variant(article, saying("", IN_SKIVE))

    assert seen(library, in_skive=True).short_answer == EXEMPTION.short_answer


def test_a_citizen_from_elsewhere_hears_the_common_text(library: Library) -> None:
    article = library.article()
    library.published(article)
    library.variant(article)

    assert seen(library).variant is None
    elsewhere = guide("fritagelse", "da", library.aarhus.pk, NOON)
    assert elsewhere is not None
    assert elsewhere.variant is None


def test_a_variant_alone_is_no_article(library: Library) -> None:
    library.variant(library.article())

    assert read(library, in_skive=True) is None


def test_english_is_read_in_english_and_the_rest_in_danish(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    assert seen(library, "en").versions == (danish,)
    assert not seen(library, "en").is_translated

    english = library.published(article, IN_ENGLISH, "en", original=danish)
    library.variant(article)

    found = seen(library, "en", in_skive=True)
    assert (found.common, found.is_translated, found.variant and found.variant.text.language) == (
        english,
        True,
        "da",
    )


def test_a_translation_says_when_its_original_has_moved_on(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    english = library.published(article, IN_ENGLISH, "en", original=danish)
    assert not seen(library, "en").is_older_than_original

    newer = library.published(article, saying("Nyt svar."))

    assert seen(library, "en").is_older_than_original
    assert list(outdated(NOON)) == [english]
    again = library.published(article, saying("New answer.", IN_ENGLISH), "en", original=newer)
    assert seen(library, "en").common == again
    assert not seen(library, "en").is_older_than_original
    assert list(outdated(NOON)) == []


def test_an_original_that_is_only_a_draft_or_only_planned_ages_no_translation(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    library.published(article, IN_ENGLISH, "en", original=danish)
    publish(danish.text, saying("I morgen."), library.writer, library.colleague, at=NOON + A_DAY)
    assert not seen(library, "en").is_older_than_original

    library.draft(article, saying("Halvt."))

    assert not seen(library, "en").is_older_than_original
    assert seen(library, "en", at=NOON + A_DAY).is_older_than_original


def test_a_version_published_ahead_takes_over_by_itself(library: Library) -> None:
    now = library.published(library.article())
    ahead = publish(now.text, saying("Fra i morgen."), library.writer, library.colleague, at=NOON + A_DAY)

    just_before = NOON + A_DAY - dt.timedelta(seconds=1)
    assert [seen(library, at=at).common for at in (NOON, just_before, NOON + A_DAY)] == [now, now, ahead]


def test_days_of_validity_are_half_open_and_danish(library: Library) -> None:
    wording = replace(EXEMPTION, valid_from=dt.date(2026, 12, 1), valid_to=dt.date(2026, 12, 3))
    library.published(library.article(), wording)

    days = [dt.datetime(2026, 11, 30, 22, 59, tzinfo=dt.UTC) + dt.timedelta(minutes=m) for m in (0, 1)]
    days += [dt.datetime(2026, 12, 2, 22, 59, tzinfo=dt.UTC) + dt.timedelta(minutes=m) for m in (0, 1)]
    assert [read(library, at=at) is not None for at in days] == [False, True, True, False]


def test_the_older_version_counts_until_the_newer_one_is_valid(library: Library) -> None:
    article = library.article()
    old = library.published(article)
    new = library.published(article, replace(EXEMPTION, valid_from=dt.date(2027, 1, 1)))

    new_year = dt.datetime(2026, 12, 31, 23, tzinfo=dt.UTC)
    assert (seen(library).common, seen(library, at=new_year).common) == (old, new)


def test_nothing_is_left_when_an_article_is_withdrawn(library: Library) -> None:
    article = library.article()
    library.published(article)
    newer = library.published(article, saying("Nyt."))
    withdraw(newer, by=library.colleague)

    assert read(library) is None


def test_a_temporary_guide_is_not_found_when_it_is_over(library: Library) -> None:
    article = library.article()
    library.published(article)
    Article.objects.update(ends_at=NOON + A_DAY)

    assert [read(library, at=at) is not None for at in (NOON, NOON + A_DAY)] == [True, False]


def test_many_guides_cost_as_many_queries_as_one(
    library: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    articles = [
        begin_article(f"a{n}", [library.topic, library.other_topic], library.aarhus) for n in range(9)
    ]
    for article in articles:
        library.published(article)
        library.variant(article)

    for some in (articles[:1], articles):
        with django_assert_num_queries(2):
            found = guides([article.pk for article in some], "da", library.skive.pk, NOON)
            assert [(g.topics, g.variant is not None, g.title) for g in found.values()] == [
                ((library.topic, library.other_topic), True, EXEMPTION.title)
            ] * len(some)


def test_what_changes_by_itself_is_known_ahead(library: Library) -> None:
    assert next_change_at(NOON) is None
    article = library.article()
    version = library.published(article, replace(EXEMPTION, valid_to=dt.date(2026, 12, 24)))
    midnight = dt.datetime(2026, 12, 23, 23, tzinfo=dt.UTC)
    assert next_change_at(NOON) == midnight

    Article.objects.update(ends_at=NOON + 3 * A_DAY)
    assert next_change_at(NOON) == NOON + 3 * A_DAY
    publish(version.text, EXEMPTION, library.writer, library.colleague, at=NOON + A_DAY)
    assert next_change_at(NOON) == NOON + A_DAY
    assert next_change_at(NOON + A_DAY) == NOON + 3 * A_DAY
    assert next_change_at(midnight) is None


moments = st.integers(-5, 5)
# When it is published, its first day, and how many days it holds; both may be left open.
plans = st.tuples(moments, st.none() | moments, st.none() | st.integers(1, 4))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(plans, max_size=5), moments)
def test_in_force_is_the_newest_version_that_counts_that_day(
    library: Library, planned: list[tuple[int, int | None, int | None]], ahead: int
) -> None:
    with transaction.atomic():
        text = begin_text(begin_article("plan", [library.topic], library.aarhus), "da")
        kept = [_stored(text, number, *plan) for number, plan in enumerate(planned, start=1)]
        at = NOON + ahead * A_DAY

        wanted = [version.number for version in kept if version.is_in_force_at(at, at.date())][-1:]

        assert [version.number for version in in_force(at)] == wanted
        transaction.set_rollback(True)


def _stored(text: Text, number: int, published: int, begins: int | None, length: int | None) -> Version:
    first = NOON.date() + begins * A_DAY if begins is not None else None
    return Version.objects.create(
        text=text,
        number=number,
        state="published",
        written_at=NOON,
        publish_at=NOON + published * A_DAY,
        valid_from=first,
        valid_to=(first or NOON.date()) + length * A_DAY if length else None,
    )


def test_drafts_are_never_in_force(library: Library) -> None:
    write_draft(begin_text(library.article(), "da"), EXEMPTION, library.writer)

    assert not in_force(NOON).exists()
