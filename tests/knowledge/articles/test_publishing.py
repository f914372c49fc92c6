# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""From draft to published and away again; and how search hears of it."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from hotline.knowledge.actions import (
    Refused,
    approve,
    begin_text,
    change_article,
    confirm_checked,
    note_change,
    publish_alone,
    send_back,
    send_to_review,
    withdraw,
)
from hotline.knowledge.models import Change, Text, Version
from hotline.knowledge.wording import Referral, Wording
from tests.knowledge.articles.library import A_DAY, EXEMPTION, NOON, Library, publish, saying, write_draft


def changes() -> int:
    return Change.objects.values_list("number", flat=True).first() or 0


@time_machine.travel(NOON, tick=False)
def test_a_draft_is_read_by_somebody_else_and_published(library: Library) -> None:
    draft = library.draft(library.article())

    send_to_review(draft)
    approve(draft, by=library.colleague)

    version = Version.objects.get()
    assert (version.state, version.sent_to_review_at, version.approved_at) == ("published", NOON, NOON)
    assert (version.approved_by, version.publish_at) == (library.colleague, NOON)


def test_nobody_approves_what_they_wrote(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)

    with pytest.raises(Refused, match="anden"):
        approve(draft, by=library.writer)

    assert Version.objects.get().state == "in_review"


def test_a_draft_nobody_has_read_is_not_approved(library: Library) -> None:
    draft = library.draft(library.article())

    with pytest.raises(Refused, match="kladde"):
        approve(draft, by=library.colleague)


def test_of_two_who_decide_at_once_the_second_is_told(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)
    seen_by_the_other = Version.objects.get()
    send_back(draft, "Mangler trin.")

    with pytest.raises(Refused, match="hurtigere"):
        approve(seen_by_the_other, by=library.colleague)

    version = Version.objects.get()
    assert (version.state, version.review_note) == ("draft", "Mangler trin.")


@pytest.mark.parametrize("wording", [Wording(title="Kun titel"), Wording(short_answer="Kun svar"), Wording()])
def test_an_article_needs_a_title_and_a_short_answer(library: Library, wording: Wording) -> None:
    draft = library.draft(library.article(), wording)

    with pytest.raises(Refused, match="titel"):
        send_to_review(draft)


def test_a_variant_needs_something_of_its_own(library: Library) -> None:
    text = begin_text(library.article(), "da", library.skive)
    nothing = write_draft(text, Wording(keywords="rådhus"), library.elsewhere)
    with pytest.raises(Refused, match="anderledes"):
        send_to_review(nothing)

    places = Wording(where_next=(Referral("municipality", "Rådhuset"),))
    something = write_draft(text, places, library.elsewhere)
    send_to_review(something)

    assert something.state == "in_review"


@time_machine.travel(NOON, tick=False)
def test_a_version_is_published_ahead(library: Library) -> None:
    text = begin_text(library.article(), "da")

    version = publish(text, EXEMPTION, library.writer, library.colleague, at=NOON + A_DAY)

    assert (version.state, version.publish_at) == ("published", NOON + A_DAY)


@time_machine.travel(NOON, tick=False)
def test_nothing_is_published_in_the_past(library: Library) -> None:
    version = publish(
        begin_text(library.article(), "da"), EXEMPTION, library.writer, library.colleague, at=NOON - A_DAY
    )

    assert version.publish_at == NOON


def test_what_is_withdrawn_takes_the_versions_before_it_along(library: Library) -> None:
    article = library.article()
    first = library.published(article)
    second = library.published(article, saying("Nyt."))

    withdraw(second, by=library.colleague)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "withdrawn")
    assert (first.withdrawn_by, second.withdrawn_by) == (library.colleague, library.colleague)


def test_what_is_withdrawn_before_its_time_leaves_the_others_alone(library: Library) -> None:
    article = library.article()
    shown = library.published(article)
    ahead = publish(shown.text, saying("Nyt."), library.writer, library.colleague, at=timezone.now() + A_DAY)

    withdraw(ahead, by=library.writer)

    shown.refresh_from_db()
    assert (shown.state, ahead.state) == ("published", "withdrawn")


def test_a_draft_can_be_dropped_and_a_new_one_begun(library: Library) -> None:
    article = library.article()
    draft = library.draft(article)
    withdraw(draft, by=library.writer)

    assert library.draft(article).number == 2


def test_what_was_withdrawn_stays_so(library: Library) -> None:
    version = library.published(library.article())
    withdraw(version, by=library.colleague)

    with pytest.raises(Refused, match="trukket tilbage"):
        withdraw(version, by=library.colleague)


@time_machine.travel(NOON, tick=False)
def test_what_still_holds_is_confirmed_until_the_next_review(library: Library) -> None:
    version = library.published(library.article())

    confirm_checked(version, by=library.colleague, review_on=dt.date(2027, 11, 23))

    version = Version.objects.get()
    assert (version.checked_on, version.review_on) == (dt.date(2026, 11, 23), dt.date(2027, 11, 23))
    assert (version.checked_by, version.number) == (library.colleague, 1)


@time_machine.travel(NOON, tick=False)
def test_the_next_review_lies_ahead(library: Library) -> None:
    version = library.published(library.article())

    with pytest.raises(Refused, match="frem"):
        confirm_checked(version, by=library.colleague, review_on=dt.date(2026, 11, 23))


def test_a_draft_is_not_confirmed(library: Library) -> None:
    draft = library.draft(library.article())

    with pytest.raises(Refused, match="udgivet"):
        confirm_checked(draft, by=library.colleague, review_on=timezone.localdate() + A_DAY)


def test_what_is_published_alone_has_no_second_name(library: Library) -> None:
    draft = library.draft(library.article())

    publish_alone(draft, by=None)

    assert (draft.state, draft.approved_by, draft.publish_at) == ("published", None, draft.approved_at)


def test_search_hears_of_what_it_finds_and_of_nothing_else(library: Library) -> None:
    article = library.article()
    heard = [changes()]
    draft = library.draft(article)
    send_to_review(draft)
    heard.append(changes())
    approve(draft, by=library.colleague)
    heard.append(changes())
    change_article(article, [library.other_topic], library.aarhus, None)
    heard.append(changes())
    withdraw(draft, by=library.colleague)
    heard.append(changes())

    assert heard == [0, 0, 1, 2, 3]


def test_changes_are_counted_in_one_row(library: Library) -> None:
    for _ in range(3):
        note_change()

    assert list(Change.objects.values_list("pk", "number")) == [(1, 3)]


def test_every_move_counts_as_a_change_of_the_text(library: Library) -> None:
    draft = library.draft(library.article())
    send_to_review(draft)
    send_back(draft, "070761-4285 ringede")

    assert (Text.objects.get().revision, draft.review_note) == (3, "xxxxxx-xxxx ringede")
