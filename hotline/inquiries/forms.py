# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The registration form: a few keys while talking, and the same without a script."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.calls.models import CallRecord
from hotline.inquiries.models import NOTE_LENGTH, Home, Outcome
from hotline.inquiries.queries import guessed_home
from hotline.knowledge.models import Topic
from hotline.knowledge.queries import topics_on
from hotline.organisations.models import Authority
from hotline.organisations.queries import existing_authorities
from hotline.people.guarding import GuardedText, holds_cpr

MEMBER, ELSEWHERE = 0, 1


@dataclass(frozen=True)
class Option:
    """Something to choose, with every word it can be found by."""

    value: str
    label: str
    words: str
    shortcut: str = ""
    part_of: str = ""
    is_chosen: bool = False
    is_at_hand: bool = False  # shown before anything is typed


class RegistrationForm(forms.Form):
    """What one inquiry of a call was about."""

    topics = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=_("What was it about?"),
        error_messages={
            "required": _("Choose at least one topic."),
            "invalid_choice": _("That topic can no longer be chosen."),
        },
    )
    home = forms.ChoiceField(
        label=_("The citizen's authority"),
        error_messages={
            "required": _("Say where the citizen belongs, or choose “Unknown”."),
            "invalid_choice": _("Choose an authority from the list."),
        },
    )
    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        initial=Outcome.ANSWERED,
        error_messages={"required": _("Say how it ended.")},
    )
    note = GuardedText(
        label=_("Note"),
        required=False,
        most=NOTE_LENGTH,
        help_text=_("At most 500 characters. No names, no CPR numbers, no reasons for an exemption."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, call: CallRecord, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.guess = guessed_home(call)
        self.authorities = authorities_offered(call, today)
        self.offered = list(topics_on(today))
        self.fields["topics"].queryset = topics_on(today)  # type: ignore[attr-defined]
        self.fields["home"].choices = [  # type: ignore[attr-defined]
            *[(authority.code, authority.name) for authority in self.authorities],
            (Home.ABROAD, Home.ABROAD.label),
            (Home.UNKNOWN, Home.UNKNOWN.label),
        ]
        self.initial.setdefault("key", uuid.uuid4())
        if self.guess:
            code = self.guess.authority.code if self.guess.authority else self.guess.home
            self.initial.setdefault("home", code)

    @property
    def holds_cpr(self) -> bool:
        return holds_cpr(self.cleaned_data["note"])

    @property
    def chosen_home(self) -> tuple[Home, Authority | None]:
        value = self.cleaned_data["home"]
        by_code = {authority.code: authority for authority in self.authorities}
        return (Home.AUTHORITY, by_code[value]) if value in by_code else (Home(value), None)

    def topic_options(self) -> Iterator[Option]:
        """Every topic, those with a shortcut first and in its order: 1 to 9, then 0."""
        chosen = {str(value) for value in self["topics"].value() or []}
        for topic in sorted(self.offered, key=_frequent_first):
            yield Option(
                value=str(topic.pk),
                label=str(topic),
                words="|".join(topic.words),
                shortcut=topic.shortcut,
                part_of=str(topic.parent or ""),
                is_chosen=str(topic.pk) in chosen,
                is_at_hand=bool(topic.shortcut),
            )

    def home_options(self) -> Iterator[Option]:
        """The special answers, then the line's own authorities, then all others."""
        chosen = str(self["home"].value() or "")
        for special in (Home.UNKNOWN, Home.ABROAD):
            label = str(special.label)
            yield Option(special, label, label, is_chosen=chosen == special, is_at_hand=True)
        for authority in self.authorities:
            words = f"{authority.name}|{authority.code}"
            yield Option(authority.code, authority.name, words, is_chosen=chosen == authority.code)


def _frequent_first(topic: Topic) -> tuple[bool, str]:
    # Sorting is stable: topics without a shortcut keep the list's order.
    return not topic.shortcut, "99" if topic.shortcut == "0" else topic.shortcut


def authorities_offered(call: CallRecord, day: dt.date) -> list[Authority]:
    """Every municipality and region there is that day; the line's own come first."""
    kinds = (Authority.Kind.MUNICIPALITY, Authority.Kind.REGION)
    authorities = existing_authorities(day).filter(kind__in=kinds).order_by("kind", "name")
    members = set(call.line.memberships.values_list("authority", flat=True))
    return sorted(authorities, key=lambda authority: MEMBER if authority.pk in members else ELSEWHERE)
