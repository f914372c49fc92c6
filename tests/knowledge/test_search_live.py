# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What is published is found within two seconds, in every process, at a few queries however much there is."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel

from hotline.knowledge.actions import begin_text, note_reading, withdraw
from hotline.knowledge.actions.asked import keep_synonym, load_new_synonyms, load_synonyms, remove_synonym
from hotline.knowledge.actions.topics import change_words
from hotline.knowledge.example import load
from hotline.knowledge.models import Article, ShippedWord, Synonym
from hotline.knowledge.search.live import Answer, Live
from hotline.knowledge.wording import Wording
from tests.knowledge.articles.library import EXEMPTION, IN_ENGLISH, Library, make_library, publish

pytestmark = pytest.mark.django_db
VOTING = Wording(title="Hvor er mit valgkort?", short_answer="Spørg kommunen.", script="Ring.")


@dataclass
class Clock:
    """A second goes by when the test says so."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def library() -> Library:
    return make_library()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(clock: Clock) -> Live:
    return Live(clock)


def codes(answer: Answer) -> list[str]:
    return [found.code for found in answer.found]


def found(process: Live, typed: str, authority: int | None = None, language: str = "da") -> list[str]:
    return codes(process.find(typed, language=language, authority=authority))


def queries(process: Live, typed: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        process.find(typed, language="da")
    return len(captured)


def test_a_published_article_is_found_with_its_topic(library: Library, process: Live) -> None:
    library.published(library.article())
    answer = process.find("fritaelse", language="da")
    assert codes(answer) == ["fritagelse"]
    assert answer.fits
    assert answer.found[0].guide.proposed_topic == library.topic


def test_a_draft_is_not_found(library: Library, process: Live) -> None:
    library.draft(library.article())
    assert found(process, "fritagelse") == []


def test_a_publication_is_found_after_a_second_in_every_process(library: Library, clock: Clock) -> None:
    processes = [Live(clock), Live(clock)]
    assert [found(process, "valgkort") for process in processes] == [[], []]
    library.published(library.article("valg"), VOTING)

    assert [found(process, "valgkort") for process in processes] == [[], []]
    clock.now += 1.0
    assert [found(process, "valgkort") for process in processes] == [["valg"], ["valg"]]


def test_the_database_is_looked_at_once_a_second_at_most(
    library: Library, clock: Clock, process: Live
) -> None:
    library.published(library.article())
    process.find("fritagelse", language="da")
    just_asked = queries(process, "fritagelse")
    clock.now += 1.0
    assert queries(process, "fritagelse") == just_asked + 1


def test_a_search_costs_the_same_with_three_articles_as_with_one(library: Library, clock: Clock) -> None:
    library.published(library.article())
    one = Live(clock)
    one.find("fritagelse", language="da")
    before = queries(one, "fritagelse")
    for number in range(3):
        library.published(library.article(f"fritagelse-{number}"))
    clock.now += 1.0
    one.find("fritagelse", language="da")
    assert len(found(one, "fritagelse")) == 4
    assert queries(one, "fritagelse") == before == 2


def test_only_what_has_changed_is_read_anew(library: Library, clock: Clock, process: Live) -> None:
    for number in range(3):
        library.published(library.article(f"fritagelse-{number}"))
    found(process, "fritagelse")
    library.published(library.article("valg"), VOTING)
    clock.now += 1.0
    with CaptureQueriesContext(connection) as captured:
        found(process, "valgkort")
    read = [query["sql"] for query in captured if '"script"' in query["sql"] and "IN (" in query["sql"]]
    assert len(read) == 2  # the changed article for the index, and the guide that is shown


def test_a_new_version_replaces_the_former(library: Library, clock: Clock, process: Live) -> None:
    article = library.article()
    library.published(article)
    assert found(process, "papirpost") == ["fritagelse"]
    library.published(article, replace(EXEMPTION, keywords="brevdue"))
    clock.now += 1.0
    assert found(process, "papirpost") == []
    assert found(process, "brevdue") == ["fritagelse"]


def test_a_withdrawn_article_is_found_no_more(library: Library, clock: Clock, process: Live) -> None:
    version = library.published(library.article())
    assert found(process, "fritagelse") == ["fritagelse"]
    withdraw(version, by=library.colleague)
    clock.now += 1.0
    assert found(process, "fritagelse") == []


def test_what_is_published_ahead_is_found_when_its_time_has_come(library: Library, clock: Clock) -> None:
    now = timezone.now()
    article = library.article("valg")
    text = begin_text(article, "da")
    publish(text, VOTING, library.writer, library.colleague, at=now + dt.timedelta(hours=1))
    process = Live(clock)
    assert found(process, "valgkort") == []

    clock.now += 3600
    with travel(now + dt.timedelta(hours=1, seconds=1), tick=False):
        assert found(process, "valgkort") == ["valg"]


def test_a_temporary_guide_ends_by_itself(library: Library, clock: Clock, process: Live) -> None:
    now = timezone.now()
    library.published(library.article("nedbrud"), VOTING)
    Article.objects.update(ends_at=now + dt.timedelta(hours=2))
    assert found(process, "valgkort") == ["nedbrud"]

    clock.now += 7200
    with travel(now + dt.timedelta(hours=2, seconds=1), tick=False):
        assert found(process, "valgkort") == []


def test_a_reader_is_told_what_the_citizens_authority_says(library: Library, process: Live) -> None:
    article = library.article()
    library.published(article)
    library.variant(article)
    skive = process.find("rådhuset fritagelse", language="da", authority=library.skive.pk).found
    aarhus = process.find("rådhuset fritagelse", language="da", authority=library.aarhus.pk).found
    assert [one.guide.short_answer for one in skive] == ["Mød op på rådhuset i Skive."]
    assert [one.guide.short_answer for one in aarhus] == ["Mød op i Borgerservice i din kommune."]


def test_a_variant_is_still_found_by_the_common_texts_words(library: Library, process: Live) -> None:
    article = library.article()
    library.published(article)
    library.variant(article)
    assert found(process, "papirpost", authority=library.skive.pk) == ["fritagelse"]


def test_a_variant_without_a_common_text_is_not_found(library: Library, process: Live) -> None:
    library.variant(library.article())
    assert found(process, "rådhuset", authority=library.skive.pk) == []


def test_an_english_text_is_found_and_shown_to_english_readers(library: Library, process: Live) -> None:
    article = library.article()
    original = library.published(article)
    library.published(article, IN_ENGLISH, "en", original=original)
    (one,) = process.find("how to get exempted", language="en").found
    assert one.guide.title == "How do I get exempted?"


def test_what_agents_read_lately_is_first_of_two_alike(library: Library, clock: Clock, process: Live) -> None:
    library.published(library.article("en"), VOTING)
    surge = library.published(library.article("to"), VOTING)
    assert found(process, "valgkort") == ["en", "to"]
    note_reading(surge, library.agent)
    clock.now += 15.0
    assert found(process, "valgkort") == ["to", "en"]


def test_a_topics_other_words_find_its_articles(library: Library, clock: Clock, process: Live) -> None:
    library.published(library.article())
    assert found(process, "girokort") == []
    library.topic.aliases = "girokort; andet"
    change_words(library.topic)
    clock.now += 1.0
    assert found(process, "girokort") == ["fritagelse"]


def test_a_synonym_an_editor_keeps_is_known_after_a_second(
    library: Library, clock: Clock, process: Live
) -> None:
    library.published(library.article("valg"), VOTING)
    assert found(process, "stemmelap") == []
    synonym = Synonym(language="da", word="stemmelap", means="valgkort")
    keep_synonym(synonym)
    clock.now += 1.0
    assert found(process, "stemmelap") == ["valg"]
    remove_synonym(synonym)
    clock.now += 1.0
    assert found(process, "stemmelap") == []


def test_what_no_article_is_about_is_said_not_to_fit(library: Library, process: Live) -> None:
    library.published(library.article())
    assert not process.find("byggetilladelse", language="da").fits
    assert not process.find("renovation storskrald", language="da").fits
    assert process.find("kan jeg blive fritaget", language="da").fits


def test_nothing_is_found_in_an_empty_database(process: Live) -> None:
    answer = process.find("fritagelse", language="da")
    assert (list(answer.found), answer.fits) == ([], False)


def test_a_process_that_forgets_reads_everything_anew(library: Library, process: Live) -> None:
    assert found(process, "fritagelse") == []
    library.published(library.article())
    process.forget()
    assert found(process, "fritagelse") == ["fritagelse"]


def test_the_shipped_synonyms_are_loaded_once_and_change_none(library: Library) -> None:
    Synonym.objects.create(language="da", word="gult kort", means="advarsel i fodbold")
    assert load_synonyms() > 300
    assert load_synonyms() == 0
    assert Synonym.objects.get(language="da", word="gult kort").means == "advarsel i fodbold"


def words_of(language: str) -> set[str]:
    return set(Synonym.objects.filter(language=language).values_list("word", flat=True))


def test_a_new_installation_has_the_shipped_synonyms_and_the_search_knows_them(process: Live) -> None:
    assert load_new_synonyms() > 300
    assert "sundhedskort" in Synonym.objects.get(language="da", word="gult kort").means
    assert words_of("en")


def test_what_an_editor_changed_or_removed_stays_so_at_every_start(library: Library) -> None:
    load_new_synonyms()
    changed = Synonym.objects.get(language="da", word="gult kort")
    changed.word, changed.means = "det gule", "sundhedskort"
    keep_synonym(changed)
    remove_synonym(Synonym.objects.get(language="da", word="nemid"))

    assert load_new_synonyms() == 0
    assert {"gult kort", "nemid"} & words_of("da") == set()


def test_words_that_come_with_a_later_release_are_added(library: Library) -> None:
    load_new_synonyms()
    remove_synonym(Synonym.objects.get(language="da", word="nemid"))
    Synonym.objects.filter(language="da", word="gult kort").delete()
    ShippedWord.objects.filter(language="da", word="gult kort").delete()  # as if it had not been shipped

    assert load_new_synonyms() == 1
    assert words_of("da") & {"gult kort", "nemid"} == {"gult kort"}


def test_a_word_of_an_editors_own_is_not_overwritten_by_a_shipped_one(library: Library) -> None:
    Synonym.objects.create(language="da", word="gult kort", means="advarsel i fodbold")
    load_new_synonyms()
    assert Synonym.objects.get(language="da", word="gult kort").means == "advarsel i fodbold"


def test_an_editor_gets_back_what_was_removed_by_asking_for_it(library: Library) -> None:
    load_new_synonyms()
    remove_synonym(Synonym.objects.get(language="da", word="nemid"))
    assert load_synonyms() == 1
    assert load_new_synonyms() == 0


def test_the_shipped_articles_are_found_as_citizens_ask(process: Live) -> None:
    load()
    assert found(process, "jeg har glemt min pinkode")[0] == "mitid-glemt-pin"
    assert found(process, "læsadgang")[0] == "laeseadgang"
