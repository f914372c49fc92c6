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
from hotline.inquiries.matters import Matter, Target
from hotline.inquiries.models import NOTE_LENGTH, Channel, Home, Inquiry, Kind, Outcome
from hotline.inquiries.queries import guessed_home
from hotline.knowledge.models import Topic
from hotline.knowledge.queries import topics_on
from hotline.knowledge.queries.topic_names import chosen_among_on
from hotline.knowledge.words import Destination
from hotline.organisations.models import Authority, Line
from hotline.organisations.queries import existing_authorities
from hotline.people.guarding import GuardedText, holds_cpr

MEMBER, ELSEWHERE = 0, 1
LONGEST_AGO = dt.timedelta(days=14)


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


class MatterForm(forms.Form):
    """What a citizen came with. Which topics and authorities are offered goes by the line and the day."""

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
    target = forms.ChoiceField(
        label=_("Where was the citizen told to turn?"),
        required=False,
        error_messages={"invalid_choice": _("Choose a place from the list.")},
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        initial=Kind.INFORMATION,
        required=False,
    )
    is_wrongly_addressed = forms.BooleanField(
        label=_("It was meant for somebody else than the hotline"), required=False
    )
    note = GuardedText(
        label=_("Note"),
        required=False,
        most=NOTE_LENGTH,
        help_text=_("At most 500 characters. No names, no CPR numbers, no reasons for an exemption."),
    )

    def __init__(self, line: Line, day: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = authorities_offered(line, day)
        self.offered = chosen_among_on(day)
        self.fields["topics"].queryset = topics_on(day)  # type: ignore[attr-defined]
        named = [(authority.code, authority.name) for authority in self.authorities]
        special = [(Home.ABROAD, Home.ABROAD.label), (Home.UNKNOWN, Home.UNKNOWN.label)]
        self.fields["home"].choices = [*named, *special]  # type: ignore[attr-defined]
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *Destination.choices,
            (_("A named authority"), named),
        ]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or Kind.INFORMATION

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_referred = cleaned.get("outcome") == Outcome.REFERRED
        if is_referred and not cleaned.get("target") and "target" not in self.errors:
            self.add_error("target", _("Say where the citizen was told to turn."))
        return cleaned

    @property
    def holds_cpr(self) -> bool:
        return holds_cpr(self.cleaned_data["note"])

    @property
    def chosen_home(self) -> tuple[Home, Authority | None]:
        authority = self._authority(self.cleaned_data["home"])
        return (Home.AUTHORITY, authority) if authority else (Home(self.cleaned_data["home"]), None)

    @property
    def chosen_target(self) -> Target:
        value = self.cleaned_data["target"]
        authority = self._authority(value)
        if authority:
            return Target(authority=authority)
        return Target(Destination(value)) if value else Target()

    @property
    def matter(self) -> Matter:
        """What was filled in, once the form is valid."""
        home, authority = self.chosen_home
        return Matter(
            topics=self.cleaned_data["topics"],
            home=home,
            authority=authority,
            outcome=Outcome(self.cleaned_data["outcome"]),
            target=self.chosen_target,
            kind=Kind(self.cleaned_data["kind"]),
            is_wrongly_addressed=self.cleaned_data["is_wrongly_addressed"],
            note=self.cleaned_data["note"],
        )

    @property
    def says_more(self) -> bool:
        """Whether something that is folded away at first has been filled in."""
        is_usual = self["kind"].value() in {None, "", Kind.INFORMATION}
        return not is_usual or bool(self["is_wrongly_addressed"].value())

    def _authority(self, code: str) -> Authority | None:
        return next((authority for authority in self.authorities if authority.code == code), None)

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


class KeyedForm(MatterForm):
    """A form that makes one inquiry however often it is sent."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class RegistrationForm(KeyedForm):
    """What one inquiry of a call was about."""

    def __init__(self, call: CallRecord, *args: Any, **kwargs: Any) -> None:
        super().__init__(call.line, timezone.localdate(), *args, **kwargs)
        self.guess = guessed_home(call)
        if self.guess:
            code = self.guess.authority.code if self.guess.authority else self.guess.home
            self.initial.setdefault("home", code)


class WithoutCallForm(KeyedForm):
    """What somebody came with who did not ring."""

    WAYS = [(way.value, way.label) for way in Channel if way is not Channel.TELEPHONE]

    channel = forms.ChoiceField(
        label=_("How did the citizen come?"), choices=WAYS, widget=forms.RadioSelect, initial=Channel.WALK_IN
    )
    came_at = forms.DateTimeField(
        label=_("When?"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def __init__(self, line: Line, *args: Any, **kwargs: Any) -> None:
        super().__init__(line, timezone.localdate(), *args, **kwargs)
        self.initial.setdefault("came_at", timezone.localtime())

    def clean_came_at(self) -> dt.datetime:
        came_at: dt.datetime = self.cleaned_data["came_at"]
        if not timezone.now() - LONGEST_AGO <= came_at <= timezone.now() + dt.timedelta(minutes=1):
            raise forms.ValidationError(_("Choose a time within the last 14 days."))
        return came_at


class CorrectionForm(MatterForm):
    """What was registered, to be put right among the topics and authorities of its day."""

    def __init__(self, inquiry: Inquiry, *args: Any, **kwargs: Any) -> None:
        day = timezone.localdate(inquiry.came_at)
        super().__init__(inquiry.line, day, *args, initial=_as_registered(inquiry), **kwargs)


def _as_registered(inquiry: Inquiry) -> dict[str, object]:
    authority, target = inquiry.authority, inquiry.referred_authority
    return {
        "topics": [topic.pk for topic in inquiry.topics.all()],
        "home": authority.code if authority else inquiry.home,
        "outcome": inquiry.outcome,
        "target": target.code if target else inquiry.referred_to,
        "kind": inquiry.kind,
        "is_wrongly_addressed": inquiry.is_wrongly_addressed,
        "note": inquiry.note,
    }


def _frequent_first(topic: Topic) -> tuple[bool, str]:
    # Sorting is stable: topics without a shortcut keep the list's order.
    return not topic.shortcut, "99" if topic.shortcut == "0" else topic.shortcut


def authorities_offered(line: Line, day: dt.date) -> list[Authority]:
    """Every municipality and region there is that day; the line's own come first."""
    kinds = (Authority.Kind.MUNICIPALITY, Authority.Kind.REGION)
    authorities = existing_authorities(day).filter(kind__in=kinds).order_by("kind", "name")
    members = set(line.memberships.values_list("authority", flat=True))
    return sorted(authorities, key=lambda authority: MEMBER if authority.pk in members else ELSEWHERE)
