# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Flags and their answers; favourites; what is used most now; what is overdue."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from hotline.knowledge.actions import (
    Refused,
    add_favourite,
    answer_flag,
    begin_text,
    end_temporary_guide,
    make_temporary_guide,
    mark_seen,
    note_reading,
    raise_flag,
    remove_favourite,
)
from hotline.knowledge.actions.guides import Announced, free_code
from hotline.knowledge.models import Article, Change, Favourite, Flag, Reading
from hotline.knowledge.queries import (
    favourites_of,
    flags_answered_to,
    flags_waiting_for,
    guide,
    most_used,
    overdue,
)
from hotline.knowledge.wording import Wording
from hotline.organisations.models import LineAnnouncement
from hotline.people.models import CprCatch
from tests.knowledge.articles.library import A_DAY, EXEMPTION, NOON, Library, publish

DOWN = Wording(title="MitID er nede", short_answer="MitID virker ikke lige nu. Prøv igen i aften.")
EVENING = NOON + dt.timedelta(hours=6)


@time_machine.travel(NOON, tick=False)
def test_an_agent_flags_a_version_while_talking(library: Library) -> None:
    version = library.published(library.article())

    flag = raise_flag(library.agent, "wrong", " Åbningstiden passer ikke. ", version=version, call="c-17")

    assert (flag.article, flag.version, flag.words) == (
        version.text.article,
        version,
        "Åbningstiden passer ikke.",
    )
    assert (flag.raised_by, flag.raised_at, flag.call, flag.answer) == (library.agent, NOON, "c-17", "")


def test_one_key_is_enough_when_an_article_is_open(library: Library) -> None:
    assert raise_flag(library.agent, "unclear", article=library.article()).words == ""


def test_what_is_missing_must_be_named_when_there_is_no_article(library: Library) -> None:
    with pytest.raises(Refused, match="mangler"):
        raise_flag(library.agent, "missing", "   ")


def test_a_cpr_number_does_not_stay_in_a_flag_and_is_counted(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Borgeren 070761-4285 spurgte om pas")
    answer_flag(flag, by=library.writer, answer="Slet 0707614285 næste gang")

    kept = Flag.objects.get()
    assert (kept.words, kept.answer) == ("Borgeren xxxxxx-xxxx spurgte om pas", "Slet xxxxxx-xxxx næste gang")
    assert list(CprCatch.objects.values_list("place", "times")) == [("flag", 2)]


@time_machine.travel(NOON, tick=False)
def test_the_agent_sees_the_answer_once(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Noget om pas")
    assert not mark_seen(flag, by=library.agent)
    answer_flag(flag, by=library.writer, answer="Det er skrevet ind.")
    assert list(flags_answered_to(library.agent)) == [flag]
    assert list(flags_answered_to(library.duty_lead)) == []

    assert not mark_seen(flag, by=library.duty_lead)
    assert mark_seen(flag, by=library.agent)
    assert not mark_seen(flag, by=library.agent)

    assert list(flags_answered_to(library.agent)) == []
    assert Flag.objects.get().seen_at == NOON


def test_a_flag_is_answered_once_and_in_words(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Noget om pas")
    with pytest.raises(Refused, match="venter"):
        answer_flag(flag, by=library.writer, answer=" ")
    answer_flag(flag, by=library.writer, answer="Rettet.")

    with pytest.raises(Refused, match="allerede"):
        answer_flag(flag, by=library.colleague, answer="Rettet igen.")

    assert Flag.objects.get().answer == "Rettet."


def test_the_database_keeps_an_answer_without_an_author_out(library: Library) -> None:
    flag = raise_flag(library.agent, "missing", "Noget")

    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.filter(pk=flag.pk).update(answer="Hm.")


def test_flags_wait_for_those_who_write_the_text(library: Library) -> None:
    article = library.article()
    about_common = raise_flag(library.agent, "wrong", version=library.published(article))
    about_variant = raise_flag(library.agent, "wrong", version=library.variant(article))
    about_nothing = raise_flag(library.agent, "missing", "Noget")
    answered = raise_flag(library.agent, "missing", "Andet")
    answer_flag(answered, by=library.writer, answer="Ja.")

    assert list(flags_waiting_for(library.writer)) == [about_common, about_nothing]
    assert list(flags_waiting_for(library.elsewhere)) == [about_variant, about_nothing]
    assert list(flags_waiting_for(library.agent)) == []


def test_the_owner_of_an_article_has_its_flags_waiting_without_being_an_editor(library: Library) -> None:
    article = library.article()
    Article.objects.update(owner=library.duty_lead)
    flag = raise_flag(library.agent, "wrong", article=article)

    assert list(flags_waiting_for(library.duty_lead)) == [flag]


def test_many_flags_cost_one_query(
    library: Library, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version = library.published(library.article())
    for _ in range(5):
        raise_flag(library.agent, "wrong", version=version)
    assert library.writer.duties

    with django_assert_num_queries(1):
        names = [
            (str(f.article), str(f.raised_by.authority), str(f.version))
            for f in flags_waiting_for(library.writer)
        ]

    assert len(names) == 5


def test_favourites_stand_in_the_order_they_were_chosen(library: Library) -> None:
    first, second = library.article("b"), library.article("a")
    for article in (first, second, first):
        add_favourite(library.agent, article)
    assert favourites_of(library.agent) == [first.pk, second.pk]

    remove_favourite(library.agent, first)

    assert (favourites_of(library.agent), favourites_of(library.writer)) == ([second.pk], [])
    assert Favourite.objects.count() == 1


def test_what_was_read_in_the_last_hours_is_counted(library: Library) -> None:
    often, once, long_ago = (library.published(library.article(code)) for code in ("a", "b", "c"))
    with time_machine.travel(NOON - A_DAY, tick=False):
        note_reading(long_ago, library.agent)
    with time_machine.travel(NOON, tick=False):
        for version in (once, often, often):
            note_reading(version, library.agent, "c-17")

    assert list(most_used(NOON - dt.timedelta(hours=4)).items()) == [
        (often.text.article_id, 2),
        (once.text.article_id, 1),
    ]
    assert Reading.objects.filter(call="c-17").count() == 3


def test_reviews_that_were_due_are_listed_the_longest_overdue_first(library: Library) -> None:
    due = [dt.date(2026, 11, 24), dt.date(2026, 11, 23), dt.date(2026, 1, 1), None]
    with time_machine.travel(NOON - A_DAY, tick=False):
        versions = [
            library.published(library.article(f"a{n}"), replace(EXEMPTION, review_on=on))
            for n, on in enumerate(due)
        ]

    assert list(overdue(NOON)) == [versions[2], versions[1]]


def test_a_review_done_in_a_newer_version_is_not_overdue(library: Library) -> None:
    text = begin_text(library.article(), "da")
    old, new = (replace(EXEMPTION, review_on=dt.date(year, 1, 1)) for year in (2026, 2090))
    for wording in (old, new):
        publish(text, wording, library.writer, library.colleague)

    assert list(overdue(NOON + 2 * A_DAY)) == []


@time_machine.travel(NOON, tick=False)
def test_a_temporary_guide_is_in_force_at_once_and_ends_by_itself(library: Library) -> None:
    article = make_temporary_guide(
        DOWN, library.topic, EVENING, by=library.duty_lead, authority=library.aarhus
    )

    assert (article.code, article.owner, article.is_temporary) == (
        "mitid-er-nede-20261123",
        library.duty_lead,
        True,
    )
    found = guide(article.code, "da", None, NOON)
    assert found is not None
    assert (found.title, found.proposed_topic) == (DOWN.title, library.topic)
    assert guide(article.code, "da", None, EVENING) is None
    assert Change.objects.get().number == 1


@time_machine.travel(NOON, tick=False)
def test_callers_are_told_while_the_guide_lasts(library: Library) -> None:
    announced = Announced(library.line, "MitID virker ikke lige nu.")
    article = make_temporary_guide(
        DOWN, library.topic, EVENING, by=library.duty_lead, authority=library.aarhus, announced=announced
    )

    told = LineAnnouncement.objects.get()
    assert (told.line, told.text, told.from_at, told.to_at) == (
        library.line,
        "MitID virker ikke lige nu.",
        NOON,
        EVENING,
    )
    assert (article.announcement, told.ends_call) == (told, False)


def test_an_ended_guide_is_gone_and_so_is_what_callers_were_told(library: Library) -> None:
    with time_machine.travel(NOON, tick=False):
        announced = Announced(library.line, "Nede.")
        article = make_temporary_guide(
            DOWN, library.topic, EVENING, by=library.duty_lead, authority=library.aarhus, announced=announced
        )
    later = NOON + dt.timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        end_temporary_guide(article)

        assert (Article.objects.get().ends_at, LineAnnouncement.objects.get().to_at) == (later, later)
        assert guide(article.code, "da", None, later) is None
        with pytest.raises(Refused, match="slut"):
            end_temporary_guide(article)
    assert Change.objects.get().number == 2


@time_machine.travel(NOON, tick=False)
def test_a_guide_that_would_be_over_is_refused(library: Library) -> None:
    with pytest.raises(Refused, match="senere"):
        make_temporary_guide(DOWN, library.topic, NOON, by=library.duty_lead, authority=library.aarhus)

    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Fejl på pas: søg igen!", "fejl-paa-pas-soeg-igen-20261123"),
        ("???", "guide-20261123"),
        ("Mitid-nede " * 9, "mitid-nede-mitid-nede-mitid-nede-mitid-n-20261123"),
    ],
)
def test_a_guide_gets_a_code_of_its_title_and_day(library: Library, title: str, code: str) -> None:
    assert free_code(title, NOON) == code
    library.article(code)
    assert free_code(title, NOON) == f"{code}-2"
