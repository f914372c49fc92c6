# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Topics made, renamed and merged; what was registered before stays as it was."""

import datetime as dt

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hotline.knowledge.actions.changes import note_change
from hotline.knowledge.models import Filing, FormerName, Topic
from hotline.knowledge.refusals import Refused
from hotline.organisations.deeds import Deed, note
from hotline.people.models import User


@transaction.atomic
def add_topic(topic: Topic, *, from_on: dt.date, by: User | None = None) -> Topic:
    """A topic nobody could choose before that day, so that figures of earlier days have no gap in it."""
    _refuse_the_past(from_on)
    topic.valid_from = from_on
    topic.save()
    note(by, Deed.TOPIC_MADE, topic.name, subject=topic.code)
    note_change()
    return topic


@transaction.atomic
def change_words(topic: Topic, *, by: User | None = None) -> None:
    """What a topic is found by (shortcut, other words, KLE number) and where it stands has no versions."""
    topic.save(update_fields=["aliases", "shortcut", "kle", "form_number", "order"])
    note(by, Deed.TOPIC_CHANGED, topic.name, subject=topic.code)
    note_change()


@transaction.atomic
def rename_topic(
    topic: Topic, *, name: str, name_en: str, parent: Topic | None, from_on: dt.date, by: User
) -> None:
    """Call a topic otherwise, or put it elsewhere in the tree, from a day on."""
    topic = _locked(topic)
    _refuse_the_past(from_on)
    _refuse_circles(topic, parent)
    _refuse_before_what_is_planned(topic, from_on)
    FormerName.objects.get_or_create(
        topic=topic,
        until_on=from_on,
        defaults={
            "name": topic.name,
            "name_en": topic.name_en,
            "parent": topic.parent,
            "changed_by": by,
            "changed_at": timezone.now(),
        },
    )
    topic.aliases = _with_words(topic.aliases, topic.name if topic.name != name else "")
    topic.name, topic.name_en, topic.parent = name, name_en, parent
    topic.save(update_fields=["name", "name_en", "parent", "aliases"])
    note(by, Deed.TOPIC_CHANGED, topic.name, subject=topic.code)
    note_change()


@transaction.atomic
def retire_topic(
    topic: Topic, *, from_on: dt.date, into: Topic | None = None, by: User | None = None
) -> None:
    """Let nobody choose a topic any more from a day on; with `into`, that one is chosen instead.

    Inquiries keep the topic they have. The articles of a merged topic go over at once, and its words too.
    """
    topic = _locked(topic)
    _refuse_the_past(from_on)
    _refuse_before_its_beginning(topic, from_on)
    _refuse_parents(topic, from_on)
    if into:
        into = _locked(into)
        _refuse_what_cannot_be_chosen(into, topic, from_on)
        _hand_on(topic, into)
    topic.valid_to, topic.merged_into = from_on, into
    topic.shortcut = ""
    topic.save(update_fields=["valid_to", "merged_into", "shortcut"])
    note(by, Deed.TOPIC_RETIRED, topic.name, subject=topic.code)
    note_change()


def _hand_on(topic: Topic, into: Topic) -> None:
    """Its articles and its words."""
    filed = set(Filing.objects.filter(topic=into).values_list("article", flat=True))
    Filing.objects.filter(topic=topic, article__in=filed).delete()
    Filing.objects.filter(topic=topic).update(topic=into)
    into.aliases = _with_words(into.aliases, topic.name, topic.aliases)
    into.save(update_fields=["aliases"])


def _with_words(*aliases: str) -> str:
    """Lists of words put together, each word once."""
    words = [word.strip() for word in ";".join(aliases).split(";")]
    return "; ".join(dict.fromkeys(word for word in words if word))


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update().get(pk=topic.pk)


def _refuse_the_past(from_on: dt.date) -> None:
    if from_on < timezone.localdate():
        raise Refused(_("Choose today or a later day: what is past stays as it was."))


def _refuse_circles(topic: Topic, parent: Topic | None) -> None:
    above: Model | None = parent
    while isinstance(above, Topic):
        if above.pk == topic.pk:
            raise Refused(_("A topic cannot be part of itself."))
        above = above.parent


def _refuse_before_what_is_planned(topic: Topic, from_on: dt.date) -> None:
    planned = FormerName.objects.filter(topic=topic, until_on__gt=from_on).first()
    if planned:
        day = date_format(planned.until_on)
        raise Refused(
            _("A change is planned from %(day)s already. Choose that day or a later one.") % {"day": day}
        )


def _refuse_before_its_beginning(topic: Topic, from_on: dt.date) -> None:
    if topic.valid_from and from_on <= topic.valid_from:
        raise Refused(_("It can be chosen for a day at least. Choose a later day."))


def _refuse_parents(topic: Topic, from_on: dt.date) -> None:
    if any(child.can_be_chosen_on(from_on) for child in topic.children.all()):
        raise Refused(_("Other topics are part of this one. Move them first."))


def _refuse_what_cannot_be_chosen(into: Topic, topic: Topic, from_on: dt.date) -> None:
    if into.pk == topic.pk or not into.can_be_chosen_on(from_on):
        raise Refused(_("%(topic)s cannot be chosen that day.") % {"topic": into})
