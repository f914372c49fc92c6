# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Synonyms kept, and questions without an answer counted and done with."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.matching import fold
from hotline.knowledge.models import Article, Question, ShippedWord, Synonym
from hotline.knowledge.models.asked import LONGEST_QUESTION
from hotline.knowledge.search.words import LANGUAGES, rows_of
from hotline.people.cpr_guard import MASK, mask

DIGITS_OF_A_YEAR = 4  # more in a word is a telephone number, a case or worse


@transaction.atomic
def keep_synonym(synonym: Synonym) -> None:
    synonym.save()
    note_change()


@transaction.atomic
def remove_synonym(synonym: Synonym) -> None:
    synonym.delete()
    note_change()


def load_synonyms() -> int:
    """Add the shipped synonyms that are missing, change none that is there; how many were added."""
    return _add_shipped(but=set())


def load_new_synonyms() -> int:
    """Add those no earlier release came with: what an editor has changed or removed stays so."""
    return _add_shipped(but=set(ShippedWord.objects.values_list("language", "word")))


@transaction.atomic
def _add_shipped(*, but: set[tuple[str, str]]) -> int:
    shipped = {
        (code, row["word"]): row["means"] for code in LANGUAGES for row in rows_of("synonyms.csv", code)
    }
    there = set(Synonym.objects.values_list("language", "word"))
    missing = [
        Synonym(language=code, word=word, means=means)
        for (code, word), means in shipped.items()
        if (code, word) not in there | but
    ]
    Synonym.objects.bulk_create(missing)
    new = (ShippedWord(language=code, word=word) for code, word in shipped.keys() - but)
    ShippedWord.objects.bulk_create(new, ignore_conflicts=True)
    if missing:
        note_change()
    return len(missing)


def without_numbers(typed: str) -> str:
    """What may be kept of a question: no CPR number, no other long number, folded and not too long."""
    words = fold(mask(typed).replace(MASK, " ")).split()
    kept = [word for word in words if sum(letter.isdigit() for letter in word) <= DIGITS_OF_A_YEAR]
    return " ".join(kept)[:LONGEST_QUESTION].strip()


@transaction.atomic
def note_question(typed: str, language: str) -> Question | None:
    """Count a question nothing was found for. One that is done with stays so."""
    words, now = without_numbers(typed), timezone.now()
    if not words:
        return None
    question, is_new = Question.objects.get_or_create(
        language=language, words=words, defaults={"first_at": now, "last_at": now}
    )
    if not is_new:
        Question.objects.filter(pk=question.pk).update(times=F("times") + 1, last_at=now)
        question.refresh_from_db()
    return question


def answer_question(question: Question, article: Article | None) -> None:
    """An article answers it now; without one it is none of the line's business."""
    question.answered_by, question.done_at = article, timezone.now()
    question.save(update_fields=["answered_by", "done_at"])
