# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Topics are renamed and merged from a day on; what is past stays as it was."""

import datetime as dt

import pytest
import time_machine
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from hotline.knowledge.actions.topics import add_topic, change_words, rename_topic, retire_topic
from hotline.knowledge.models import Article, Change, Filing, FormerName, Topic
from hotline.knowledge.queries.topic_names import chosen_among_on, topics_named_on
from hotline.knowledge.refusals import Refused
from hotline.measures.figures import figures_of
from hotline.measures.weeks import Week
from hotline.people.models import User
from tests.calls import scenes
from tests.inquiries.desk import registered, topic

pytestmark = pytest.mark.django_db

TODAY = dt.date(2014, 5, 7)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _the_seventh_of_may() -> object:
    with time_machine.travel(scenes.NOON, tick=False):
        yield


@pytest.fixture
def ruth() -> User:
    return scenes.person("Ruth", "editor")


def renamed(which: Topic, name: str, from_on: dt.date, by: User, parent: Topic | None = None) -> Topic:
    rename_topic(which, name=name, name_en=f"{name} (en)", parent=parent, from_on=from_on, by=by)
    return Topic.objects.get(pk=which.pk)


def names(which: Topic, *days: dt.date) -> list[str]:
    return [Topic.objects.get(pk=which.pk).name_on(day) for day in days]


def test_a_renamed_topic_has_each_days_own_name(ruth: User) -> None:
    sikker = topic("mitid", "NemID")

    renamed(sikker, "MitID", TODAY, ruth)
    renamed(sikker, "MitID og kodeviser", TODAY + 5 * DAY, ruth)

    assert names(sikker, TODAY - DAY, TODAY, TODAY + 4 * DAY, TODAY + 5 * DAY) == [
        "NemID",
        "MitID",
        "MitID",
        "MitID og kodeviser",
    ]


def test_former_names_are_told_in_the_readers_language(ruth: User) -> None:
    sikker = topic("mitid", "NemID")
    renamed(sikker, "MitID", TODAY, ruth)

    with translation.override("en"):
        assert names(sikker, TODAY - DAY, TODAY) == ["NemID", "MitID (en)"]


def test_it_is_written_down_who_renamed_it_and_when(ruth: User) -> None:
    renamed(topic("mitid", "NemID"), "MitID", TODAY, ruth)

    former = FormerName.objects.get()
    assert (former.name, former.until_on, former.changed_by, former.changed_at) == (
        "NemID",
        TODAY,
        ruth,
        scenes.NOON,
    )


def test_renaming_again_on_the_same_day_puts_right_and_adds_nothing(ruth: User) -> None:
    sikker = topic("mitid", "NemID")
    renamed(sikker, "MittID", TODAY, ruth)
    renamed(sikker, "MitID", TODAY, ruth)

    assert names(sikker, TODAY - DAY, TODAY) == ["NemID", "MitID"]
    assert FormerName.objects.count() == 1


def test_a_renamed_topic_is_still_found_by_its_old_name(ruth: User) -> None:
    assert "NemID" in renamed(topic("mitid", "NemID"), "MitID", TODAY, ruth).words


def test_the_past_cannot_be_renamed(ruth: User) -> None:
    with pytest.raises(Refused, match="Det, der er sket"):
        renamed(topic("mitid", "NemID"), "MitID", TODAY - DAY, ruth)


def test_a_change_cannot_slip_in_before_one_that_is_planned(ruth: User) -> None:
    sikker = topic("mitid", "NemID")
    renamed(sikker, "MitID", TODAY + 5 * DAY, ruth)

    with pytest.raises(Refused, match=r"12\. maj 2014"):
        renamed(sikker, "Noget andet", TODAY, ruth)


def test_a_topic_that_is_moved_stands_where_it_stood_on_earlier_days(ruth: User) -> None:
    post, net = topic("post", "Post"), topic("net", "Selvbetjening")
    child = topic("adgang", "Adgang")
    Topic.objects.filter(pk=child.pk).update(parent=post)

    renamed(Topic.objects.get(pk=child.pk), "Adgang", TODAY, ruth, parent=net)

    assert [topics_named_on(day)[child.pk].parent for day in (TODAY - DAY, TODAY)] == [post, net]


def test_a_topic_cannot_be_part_of_itself_by_way_of_its_children(ruth: User) -> None:
    above, below = topic("a", "A"), topic("b", "B")
    Topic.objects.filter(pk=below.pk).update(parent=above)

    with pytest.raises(Refused, match="en del af sig selv"):
        renamed(above, "A", TODAY, ruth, parent=Topic.objects.get(pk=below.pk))


@pytest.mark.parametrize("count", [1, 6])
def test_all_names_of_a_day_cost_two_queries(
    count: int, ruth: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        renamed(topic(f"t{number}", f"T{number}"), f"U{number}", TODAY, ruth)

    with django_assert_num_queries(2):
        named = chosen_among_on(TODAY - DAY)
    assert [str(one) for one in named] == [f"T{number}" for number in range(count)]


def test_an_old_inquiry_shows_the_name_of_its_day(ruth: User) -> None:
    alma = scenes.agent()
    old = registered(alma, scenes.answered_by(alma, "c1"), topics=[topic("mitid", "NemID")])
    renamed(topic("mitid"), "MitID", TODAY + DAY, ruth)
    later = registered(alma, scenes.answered_by(alma, "c2", at=scenes.NOON + DAY), topics=[topic("mitid")])

    assert (old.topic_names, later.topic_names) == (["NemID"], ["MitID"])


def test_figures_of_a_closed_week_do_not_change(ruth: User) -> None:
    alma = scenes.agent()
    nemid, koder = topic("mitid", "NemID"), topic("koder", "Koder")
    registered(alma, scenes.answered_by(alma, "c1"), topics=[nemid])
    registered(alma, scenes.answered_by(alma, "c2"), topics=[koder])
    week = Week(2014, 19)
    before = [(row.label, row.change.now) for row in figures_of(scenes.line(), week).topic_rows]

    with time_machine.travel(scenes.NOON + 7 * DAY):
        renamed(nemid, "MitID", TODAY + 7 * DAY, ruth)
        retire_topic(koder, from_on=TODAY + 7 * DAY, into=nemid)

    after = [(row.label, row.change.now) for row in figures_of(scenes.line(), week).topic_rows]
    assert after == before == [("Koder", 1), ("NemID", 1)]


def test_a_merged_topic_hands_on_its_articles_and_its_words() -> None:
    koder, mitid = topic("koder", "Koder"), topic("mitid", "MitID")
    Topic.objects.filter(pk=koder.pk).update(aliases="pinkode; låst", shortcut="9")
    Topic.objects.filter(pk=mitid.pk).update(aliases="nemid")
    one, both = (Article.objects.create(code=code, authority=scenes.authority()) for code in ("one", "both"))
    for article, filed in ((one, koder), (both, koder), (both, mitid)):
        Filing.objects.create(article=article, topic=filed)

    retire_topic(koder, from_on=TODAY, into=mitid)

    koder, mitid = Topic.objects.get(pk=koder.pk), Topic.objects.get(pk=mitid.pk)
    assert (koder.valid_to, koder.merged_into, koder.shortcut) == (TODAY, mitid, "")
    assert mitid.aliases == "nemid; Koder; pinkode; låst"
    assert sorted(Filing.objects.values_list("article__code", "topic__code")) == [
        ("both", "mitid"),
        ("one", "mitid"),
    ]


def test_a_retired_topic_can_be_chosen_until_its_day() -> None:
    koder = topic("koder", "Koder")

    retire_topic(koder, from_on=TODAY + DAY)

    assert ([str(one) for one in chosen_among_on(TODAY)], chosen_among_on(TODAY + DAY)) == (["Koder"], [])


def test_a_topic_is_there_for_a_day_at_least() -> None:
    valg = add_topic(Topic(code="valg", name="Valg"), from_on=TODAY)

    with pytest.raises(Refused, match="mindst en dag"):
        retire_topic(valg, from_on=TODAY)


def test_a_topic_with_others_below_it_is_not_retired() -> None:
    above, below = topic("a", "A"), topic("b", "B")
    Topic.objects.filter(pk=below.pk).update(parent=above)

    with pytest.raises(Refused, match="Flyt dem først"):
        retire_topic(above, from_on=TODAY)
    retire_topic(below, from_on=TODAY)
    retire_topic(above, from_on=TODAY)


@pytest.mark.parametrize("into", ["itself", "retired"])
def test_a_topic_is_merged_only_into_one_that_can_be_chosen(into: str) -> None:
    koder, other = topic("koder", "Koder"), topic("other", "Other")
    retire_topic(other, from_on=TODAY)

    with pytest.raises(Refused):
        retire_topic(koder, from_on=TODAY, into=koder if into == "itself" else Topic.objects.get(pk=other.pk))


def test_a_new_topic_can_be_chosen_from_its_day() -> None:
    add_topic(Topic(code="valg", name="Valg"), from_on=TODAY + DAY)

    assert (chosen_among_on(TODAY), [str(one) for one in chosen_among_on(TODAY + DAY)]) == ([], ["Valg"])
    with pytest.raises(Refused):
        add_topic(Topic(code="pas", name="Pas"), from_on=TODAY - DAY)


def test_every_change_is_told_to_the_search(ruth: User) -> None:
    def number() -> int:
        return Change.objects.values_list("number", flat=True).first() or 0

    counted = []
    valg = add_topic(Topic(code="valg", name="Valg"), from_on=TODAY)
    counted.append(number())
    change_words(valg)
    counted.append(number())
    renamed(valg, "Valget", TODAY, ruth)
    counted.append(number())
    retire_topic(valg, from_on=TODAY + DAY)
    counted.append(number())

    assert counted == [1, 2, 3, 4]
