# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The topics: a tree with two roots, tied to KLE, each choosable for a period."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from hotline.knowledge.models import Topic
from hotline.knowledge.queries import roots, topics_on
from hotline.knowledge.registers import load_topics, rows_of

TODAY = dt.date(2014, 5, 7)


@pytest.mark.django_db
def test_the_two_roots_are_digital_post_and_self_service() -> None:
    load_topics()

    assert list(Topic.objects.filter(parent=None).values_list("code", flat=True)) == [
        "digital-post",
        "selvbetjening",
    ]


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_keeps_what_an_editor_wrote() -> None:
    load_topics()
    Topic.objects.filter(code="pas").update(name="Pas og rejse")
    loaded = Topic.objects.count()

    load_topics()

    assert (Topic.objects.count(), Topic.objects.get(code="pas").name) == (loaded, "Pas og rejse")


@pytest.mark.django_db
def test_a_topic_taken_out_of_the_table_by_an_editor_comes_back_under_its_parent() -> None:
    load_topics()
    Topic.objects.filter(code="mitid-faa").delete()

    load_topics()

    parent = Topic.objects.get(code="mitid-faa").parent
    assert parent is not None
    assert parent.code == "mitid"


def test_every_row_names_its_source_and_both_names() -> None:
    incomplete = [row["code"] for row in rows_of("topics.csv") if not (row["source"] and row["name_en"])]

    assert incomplete == []


def test_codes_and_shortcuts_are_given_once_and_parents_stand_before_children() -> None:
    rows = rows_of("topics.csv")
    codes = [row["code"] for row in rows]
    shortcuts = Counter(row["shortcut"] for row in rows if row["shortcut"])

    assert len(codes) == len(set(codes))
    assert set(shortcuts.values()) == {1}
    assert [
        row["code"] for i, row in enumerate(rows) if row["parent"] and row["parent"] not in codes[:i]
    ] == []


def test_kle_numbers_have_the_form_of_kle_numbers() -> None:
    numbers = {row["kle"] for row in rows_of("topics.csv")} - {""}

    assert {number for number in numbers if not re.fullmatch(r"\d\d\.\d\d\.\d\d", number)} == set()
    assert {"23.15.15", "00.14.20", "23.19.00", "23.15.20", "24.00.15"} <= numbers


@pytest.mark.django_db
def test_the_roots_of_all_topics_are_known_with_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    load_topics()
    codes = dict(Topic.objects.values_list("pk", "code"))

    with django_assert_num_queries(1):
        found = {codes[topic]: codes[root] for topic, root in roots().items()}

    assert (found["mitid-kode"], found["selvbetjening"], found["fritagelse"]) == (
        "selvbetjening",
        "selvbetjening",
        "digital-post",
    )


@pytest.mark.django_db
def test_topics_that_are_part_of_each_other_do_not_stop_the_search_for_a_root() -> None:
    one = Topic.objects.create(code="one", name="One")
    other = Topic.objects.create(code="other", name="Other", parent=one)
    Topic.objects.filter(pk=one.pk).update(parent=other)

    assert set(roots()) == {one.pk, other.pk}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("valid_from", "valid_to", "chosen"),
    [
        (None, None, True),
        (TODAY, None, True),
        (TODAY + dt.timedelta(days=1), None, False),
        (None, TODAY, False),
        (None, TODAY + dt.timedelta(days=1), True),
    ],
)
def test_a_topic_can_be_chosen_in_its_period_only(
    valid_from: dt.date | None, valid_to: dt.date | None, chosen: bool
) -> None:
    topic = Topic.objects.create(code="t", name="T", valid_from=valid_from, valid_to=valid_to)

    assert topic.can_be_chosen_on(TODAY) is chosen
    assert list(topics_on(TODAY)) == ([topic] if chosen else [])


@pytest.mark.django_db
def test_a_topic_is_called_by_the_readers_language() -> None:
    topic = Topic(name="Flytning", name_en="Moving house")
    only_danish = Topic(name="Flytning")

    with translation.override("en"):
        assert (str(topic), str(only_danish)) == ("Moving house", "Flytning")
    with translation.override("da"):
        assert str(topic) == "Flytning"


def test_a_topic_is_found_by_its_names_its_number_and_what_citizens_call_it() -> None:
    topic = Topic(name="MitID", name_en="MitID", kle="23.15.20", aliases="nemid; log in;;")

    assert topic.words == ["MitID", "MitID", "23.15.20", "nemid", "log in"]


@pytest.mark.django_db
def test_no_two_topics_in_use_share_a_shortcut() -> None:
    Topic.objects.create(code="old", name="Old", shortcut="1", valid_to=TODAY)
    Topic.objects.create(code="one", name="One", shortcut="1")

    with transaction.atomic(), pytest.raises(IntegrityError):
        Topic.objects.create(code="two", name="Two", shortcut="1")


@pytest.mark.django_db
def test_a_kle_number_of_another_form_is_refused_with_a_sentence() -> None:
    with (
        translation.override("en"),
        pytest.raises(ValidationError, match="Write the KLE number"),
    ):
        Topic(code="t", name="T", name_en="T", kle="23.15").full_clean()
