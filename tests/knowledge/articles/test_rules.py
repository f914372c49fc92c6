# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may what: own editor, colleague, another authority's editor, agent, duty lead, administrator."""

import pytest

from hotline.knowledge.actions import begin_text, make_temporary_guide, raise_flag, send_to_review
from hotline.knowledge.models import Version
from hotline.knowledge.rules import (
    edits,
    guide_authority_id,
    lines_announced_by,
    may_answer,
    may_approve,
    may_begin_article,
    may_change_article,
    may_end_guide,
    may_make_guide,
    may_read,
    may_see,
    may_see_drafts,
    may_withdraw,
    may_write,
)
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User
from tests.knowledge.articles.library import A_DAY, EXEMPTION, NOON, Library

EVERYBODY = ("writer", "colleague", "elsewhere", "agent", "duty_lead", "administrator", "roleless")


def allowed(library: Library, rule: object, *args: object) -> set[str]:
    assert callable(rule)
    return {who for who in EVERYBODY if rule(getattr(library, who), *args)}


def test_everybody_with_a_role_reads(library: Library) -> None:
    assert allowed(library, may_read) == set(EVERYBODY) - {"roleless"}


def test_editors_and_who_administers_a_line_see_the_editors_pages(library: Library) -> None:
    assert allowed(library, edits) == {"writer", "colleague", "elsewhere", "administrator"}


def test_any_editor_begins_an_article(library: Library) -> None:
    assert allowed(library, may_begin_article) == {"writer", "colleague", "elsewhere"}


def test_the_common_text_is_the_owning_authoritys(library: Library) -> None:
    article = library.article()
    text = begin_text(article, "da")

    assert allowed(library, may_write, text) == {"writer", "colleague"}
    assert allowed(library, may_see_drafts, text) == {"writer", "colleague", "administrator"}
    assert allowed(library, may_change_article, article) == {"writer", "colleague", "administrator"}


def test_a_variant_is_its_own_authoritys(library: Library) -> None:
    text = begin_text(library.article(), "da", library.skive)

    assert allowed(library, may_write, text) == {"elsewhere"}
    assert allowed(library, may_see_drafts, text) == {"elsewhere", "administrator"}


def test_a_colleague_or_the_lines_administrator_approves_and_never_the_writer(library: Library) -> None:
    draft = library.draft(library.article())

    assert allowed(library, may_approve, draft) == {"colleague", "administrator"}
    assert allowed(library, may_withdraw, draft) == {"writer", "colleague", "administrator"}


def test_a_writer_who_administers_the_line_too_does_not_approve_alone(library: Library) -> None:
    Role.objects.create(user=library.writer, authority=library.aarhus, kind=RoleKind.ADMINISTRATOR).lines.add(
        library.line
    )
    draft = library.draft(library.article())

    assert not may_approve(User.objects.get(pk=library.writer.pk), draft)


def test_a_draft_is_its_authoritys_own_and_what_was_published_is_no_secret(library: Library) -> None:
    article = library.article()
    published = library.published(article)
    draft = library.draft(article)

    assert allowed(library, may_see, published) == set(EVERYBODY) - {"roleless"}
    assert allowed(library, may_see, draft) == {"writer", "colleague", "administrator"}
    send_to_review(draft)
    assert allowed(library, may_see, Version.objects.get(pk=draft.pk)) == {
        "writer",
        "colleague",
        "administrator",
    }


def test_duty_leads_and_editors_make_temporary_guides(library: Library) -> None:
    assert allowed(library, may_make_guide) == {"writer", "colleague", "elsewhere", "duty_lead"}
    assert guide_authority_id(library.elsewhere) == library.skive.pk


def test_a_temporary_guide_is_ended_by_any_duty_lead_and_the_owning_authority(library: Library) -> None:
    guide = make_temporary_guide(
        EXEMPTION, library.topic, NOON + 9000 * A_DAY, by=library.duty_lead, authority=library.aarhus
    )

    assert allowed(library, may_end_guide, guide) == {"writer", "colleague", "duty_lead", "administrator"}
    assert allowed(library, may_end_guide, library.article("varig")) == set()


def test_only_who_may_tell_callers_announces(library: Library) -> None:
    assert allowed(library, lines_announced_by) == {"duty_lead", "administrator"}


@pytest.mark.parametrize(
    ("flagged", "answerers"),
    [
        ("nothing", {"writer", "colleague", "elsewhere"}),
        ("article", {"writer", "colleague"}),
        ("common", {"writer", "colleague"}),
        ("variant", {"elsewhere"}),
    ],
)
def test_a_flag_is_answered_where_the_text_is_written(
    library: Library, flagged: str, answerers: set[str]
) -> None:
    article = library.article()
    about: dict[str, dict[str, object]] = {
        "nothing": {},
        "article": {"article": article},
        "common": {"version": library.published(article)},
        "variant": {"version": library.variant(article)},
    }
    flag = raise_flag(library.agent, "wrong", "Ordene.", **about[flagged])  # type: ignore[arg-type]

    assert allowed(library, may_answer, flag) == answerers


def test_an_owner_answers_without_being_an_editor(library: Library) -> None:
    article = library.article()
    article.owner = library.duty_lead
    article.save()

    assert may_answer(library.duty_lead, raise_flag(library.agent, "unclear", article=article))
