# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Reminders of reviews: once a week, one mail with the whole list, to whoever looks after the text."""

import datetime as dt
from dataclasses import replace

import pytest
import time_machine
from django.core import mail
from pytest_django.fixtures import Settings

from hotline.knowledge.actions import begin_text, confirm_checked
from hotline.knowledge.models import Reminder, Version
from hotline.knowledge.reminders import remind_owners
from hotline.people.models import User
from tests.knowledge.articles.library import A_DAY, EXEMPTION, IN_SKIVE, NOON, Library, publish

DUE = replace(EXEMPTION, review_on=dt.date(2026, 11, 20))


@pytest.fixture(autouse=True)
def _with_addresses(library: Library) -> None:
    for person in (library.writer, library.colleague, library.elsewhere):
        person.email = f"{person.username}@example.dk"
        person.save()


def sent() -> list[tuple[list[str], str]]:
    return [(letter.to, str(letter.subject)) for letter in mail.outbox]


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_an_owner_gets_one_mail_with_everything_overdue(library: Library) -> None:
    library.published(library.article("a"), replace(DUE, title="Den ene"))
    library.published(library.article("b"), replace(DUE, title="Den anden"))
    library.published(library.article("c"), replace(EXEMPTION, title="Ikke endnu"))

    assert remind_owners(NOON) == 1

    assert sent() == [(["ruth@example.dk"], "2 tekster skal ses igennem")]
    words = str(mail.outbox[0].body)
    assert words.startswith("Kære Ruth\n")
    assert ("Den ene" in words, "Den anden" in words, "Ikke endnu" in words) == (True, True, False)
    assert "skulle være set igennem 20. november 2026" in words
    assert "/articles/a/editing/" in words
    assert words.rstrip().endswith("/articles/?state=overdue&mine=1")


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_nobody_is_reminded_twice_in_a_week(library: Library) -> None:
    library.published(library.article(), DUE)

    when = [0, 1, 6, 7, 8, 14]
    assert [remind_owners(NOON + days * A_DAY) for days in when] == [1, 0, 0, 1, 0, 1]
    assert len(mail.outbox) == 3


@time_machine.travel(NOON, tick=False)
def test_what_is_confirmed_is_not_nagged_about_any_more(library: Library) -> None:
    version = library.published(library.article(), DUE)
    confirm_checked(version, by=library.colleague, review_on=dt.date(2027, 11, 20))

    assert remind_owners(NOON) == 0
    assert not Reminder.objects.exists()


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_without_an_owner_all_editors_of_the_authority_are_told(library: Library) -> None:
    article = library.article()
    article.owner = None
    article.save()
    library.published(article, DUE)

    assert remind_owners(NOON) == 2
    assert sorted(to for (to,), _ in sent()) == ["karl@example.dk", "ruth@example.dk"]


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_an_owner_who_has_left_is_replaced_by_the_editors(library: Library) -> None:
    library.published(library.article(), DUE)
    User.objects.filter(pk=library.writer.pk).update(is_active=False)

    assert remind_owners(NOON) == 1
    assert sent()[0][0] == ["karl@example.dk"]


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_a_variant_is_its_own_authoritys_business(library: Library) -> None:
    article = library.article()
    library.published(article)
    text = begin_text(article, "da", library.skive)
    publish(text, replace(IN_SKIVE, review_on=DUE.review_on), library.elsewhere, library.administrator)

    assert remind_owners(NOON) == 1
    assert sent()[0][0] == ["sofie@example.dk"]
    assert "(Skive)" in str(mail.outbox[0].body)


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_who_reads_english_is_written_to_in_english(library: Library) -> None:
    library.published(library.article(), DUE)
    User.objects.filter(pk=library.writer.pk).update(language="en")

    remind_owners(NOON)

    assert mail.outbox[0].subject == "1 text is due for review"


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_who_has_no_address_is_left_out(library: Library) -> None:
    library.published(library.article(), DUE)
    User.objects.update(email="")

    assert (remind_owners(NOON), Reminder.objects.count()) == (0, 0)


@time_machine.travel(NOON - 10 * A_DAY, tick=False)
def test_a_mail_that_cannot_be_sent_is_tried_again(library: Library, settings: Settings) -> None:
    library.published(library.article(), DUE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody is there
    assert remind_owners(NOON) == 0

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert remind_owners(NOON) == 1
    assert Version.objects.get().review_on == DUE.review_on
