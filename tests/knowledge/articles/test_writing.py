# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Writing: one draft at a time, two who write at once, old versions brought back."""

import pytest
from django.db import IntegrityError, transaction

from hotline.knowledge.actions import (
    Conflict,
    Refused,
    begin_article,
    begin_text,
    change_article,
    restore,
    send_to_review,
    withdraw,
    write,
)
from hotline.knowledge.actions.writing import working_version
from hotline.knowledge.models import Article, Text, Topic, Version
from hotline.knowledge.wording import Wording
from tests.knowledge.articles.library import EXEMPTION, IN_ENGLISH, Library, publish, saying, write_draft


def test_an_article_is_filed_under_its_topics_in_their_order(library: Library) -> None:
    article = begin_article("mitid-og-post", [library.other_topic, library.topic], library.aarhus)

    assert [filing.topic for filing in article.filings.all()] == [library.other_topic, library.topic]
    assert list(library.topic.articles.all()) == [article]


def test_an_article_without_a_topic_is_refused_and_not_kept(library: Library) -> None:
    with pytest.raises(Refused, match="emne"):
        begin_article("uden-emne", [], library.aarhus)

    assert not Article.objects.exists()


def test_a_code_is_taken_once(library: Library) -> None:
    library.article("fritagelse")

    with pytest.raises(Refused, match="fritagelse"):
        library.article("fritagelse")


def test_an_article_moves_to_other_topics_and_another_owner(library: Library) -> None:
    article = library.article()

    change_article(article, [library.other_topic], library.skive, library.elsewhere)

    article = Article.objects.get()
    assert (article.authority, article.owner) == (library.skive, library.elsewhere)
    assert [filing.topic for filing in article.filings.all()] == [library.other_topic]


def test_a_text_is_begun_once_per_language_and_authority(library: Library) -> None:
    article = library.article()

    texts = [
        begin_text(article, "da"),
        begin_text(article, "da"),
        begin_text(article, "en"),
        begin_text(article, "da", library.skive),
        begin_text(article, "da", library.skive),
    ]

    assert len({text.pk for text in texts}) == 3


@pytest.mark.parametrize("has_authority", [False, True])
def test_the_database_keeps_a_second_text_of_the_same_kind_out(
    library: Library, *, has_authority: bool
) -> None:
    article, authority = library.article(), library.skive if has_authority else None
    Text.objects.create(article=article, language="da", authority=authority)

    with pytest.raises(IntegrityError), transaction.atomic():
        Text.objects.create(article=article, language="da", authority=authority)


def test_whose_a_text_is_follows_from_being_common_or_a_variant(library: Library) -> None:
    article = library.article()
    common = begin_text(article, "da")
    variant = begin_text(article, "da", library.skive, library.elsewhere)

    assert (common.is_variant, common.keeper_authority_id, common.keeper_id) == (
        False,
        library.aarhus.pk,
        library.writer.pk,
    )
    assert (variant.is_variant, variant.keeper_authority_id, variant.keeper_id) == (
        True,
        library.skive.pk,
        library.elsewhere.pk,
    )


def test_what_is_written_is_what_is_kept(library: Library) -> None:
    version = Version.objects.get(pk=library.draft(library.article()).pk)

    assert Wording.of(version.written()) == EXEMPTION
    assert (version.number, version.state, version.written_by) == (1, "draft", library.writer)


def test_saving_again_goes_on_with_the_same_draft(library: Library) -> None:
    article = library.article()
    first = library.draft(article)
    second = library.draft(article, saying("Noget andet."))

    assert (second.pk, second.short_answer) == (first.pk, "Noget andet.")
    assert Text.objects.get().revision == 2


def test_after_publication_the_next_draft_is_a_version_of_its_own(library: Library) -> None:
    article = library.article()
    published = library.published(article)
    draft = library.draft(article, saying("Nyt."))

    published.refresh_from_db()
    assert (published.number, published.short_answer) == (1, EXEMPTION.short_answer)
    assert (draft.number, draft.state) == (2, "draft")


def test_the_second_of_two_who_write_at_once_is_told_and_nothing_is_lost(library: Library) -> None:
    text = begin_text(library.article(), "da")
    first = Text.objects.get(pk=text.pk)
    second = Text.objects.get(pk=text.pk)
    write(first, saying("Ruths ord."), by=library.writer, revision=first.revision)

    with pytest.raises(Conflict) as refused:
        write(second, saying("Karls ord."), by=library.colleague, revision=second.revision)

    theirs = refused.value.theirs
    assert theirs is not None
    assert (theirs.short_answer, theirs.written_by) == ("Ruths ord.", library.writer)
    assert Version.objects.get().short_answer == "Ruths ord."


def test_the_second_saves_after_having_seen_what_the_first_wrote(library: Library) -> None:
    text = begin_text(library.article(), "da")
    write_draft(text, saying("Ruths ord."), library.writer)
    text = Text.objects.get()

    write(text, saying("Begges ord."), by=library.colleague, revision=text.revision)

    version = Version.objects.get()
    assert (version.short_answer, version.written_by) == ("Begges ord.", library.colleague)


def test_a_text_that_was_sent_to_review_meanwhile_is_a_conflict_too(library: Library) -> None:
    draft = library.draft(library.article())
    text = Text.objects.get()
    send_to_review(draft)

    with pytest.raises(Conflict):
        write(text, EXEMPTION, by=library.colleague, revision=text.revision)


def test_what_is_being_reviewed_is_not_written_on(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)
    text = Text.objects.get()

    with pytest.raises(Refused, match="læst igennem"):
        write(text, saying("Sent."), by=library.writer, revision=text.revision)

    assert Text.objects.get().revision == text.revision


def test_the_database_keeps_a_second_draft_of_a_text_out(library: Library) -> None:
    draft = library.draft(library.article())

    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(text=draft.text, number=2, written_at=draft.written_at)


def test_a_translation_remembers_what_it_was_made_from(library: Library) -> None:
    article = library.article()
    danish = library.published(article)
    english = write_draft(begin_text(article, "en"), IN_ENGLISH, library.writer, original=danish)
    again = write_draft(english.text, saying("Better.", IN_ENGLISH), library.writer)

    assert (again.pk, again.original) == (english.pk, danish)


def test_an_old_version_comes_back_as_a_new_draft(library: Library) -> None:
    article = library.article()
    first = library.published(article)
    second = library.published(article, saying("Nyt."))
    text = Text.objects.get()

    draft = restore(first, by=library.colleague, revision=text.revision)

    assert (draft.number, draft.state, draft.short_answer) == (3, "draft", EXEMPTION.short_answer)
    assert draft.comment == "Som version 1"
    second.refresh_from_db()
    assert second.state == "published"


def test_what_was_withdrawn_can_be_restored(library: Library) -> None:
    version = library.published(library.article())
    withdraw(version, by=library.colleague)

    draft = restore(version, by=library.writer, revision=Text.objects.get().revision)

    assert (draft.number, draft.state) == (2, "draft")


def test_an_old_version_does_not_push_a_draft_aside(library: Library) -> None:
    article = library.article()
    published = library.published(article)
    library.draft(article, saying("Halvt."))

    with pytest.raises(Refused, match="ny version"):
        restore(published, by=library.colleague, revision=Text.objects.get().revision)

    working = working_version(published.text)
    assert working is not None
    assert working.short_answer == "Halvt."


def test_a_number_like_a_cpr_number_does_not_stay_in_a_comment(library: Library) -> None:
    text = begin_text(library.article(), "da")

    version = write(text, EXEMPTION, by=library.writer, revision=0, comment="Sagen om 070761-4285")

    assert version.comment == "Sagen om xxxxxx-xxxx"


def test_everything_goes_with_an_article_but_not_with_a_topic(library: Library) -> None:
    publish(begin_text(library.article(), "da"), EXEMPTION, library.writer, library.colleague)
    assert Version.objects.count() == 1

    Article.objects.get().delete()

    assert (Version.objects.count(), Topic.objects.filter(code="fritagelse").exists()) == (0, True)
