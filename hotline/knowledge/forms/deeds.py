# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The small forms: approve, send back, confirm, raise and answer a flag, make a temporary guide."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.knowledge.actions.guides import Announced
from hotline.knowledge.forms.writing import ProseField
from hotline.knowledge.models import Topic
from hotline.knowledge.queries import topics_on
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import FlagKind
from hotline.organisations.fields import DayField, MomentField
from hotline.organisations.models import Line
from hotline.people.guarding import GuardedText

WORDS_LENGTH = 500
HALF_A_YEAR = dt.timedelta(days=182)
USUAL_END = dt.timedelta(hours=4)


class ApprovalForm(forms.Form):
    publish_at = MomentField(
        label=gettext_lazy("Publish at"), required=False, help_text=gettext_lazy("Empty: now.")
    )


class SendingBackForm(forms.Form):
    note = GuardedText(most=WORDS_LENGTH, label=gettext_lazy("What must be changed"))


class CheckForm(forms.Form):
    review_on = DayField(label=gettext_lazy("Next review"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"review_on": timezone.localdate() + HALF_A_YEAR})


class FlagForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is the matter"), choices=FlagKind.choices, widget=forms.RadioSelect
    )
    words = GuardedText(
        most=WORDS_LENGTH,
        label=gettext_lazy("In your words"),
        required=False,
        help_text=gettext_lazy("What the citizen asked, and what was wrong. Never a CPR number or a name."),
    )


class AnswerForm(forms.Form):
    answer = GuardedText(
        most=WORDS_LENGTH,
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("Shown to the agent who raised the flag."),
    )


class GuideForm(forms.Form):
    """All there is to a temporary guide, on one page."""

    title = forms.CharField(
        label=gettext_lazy("What is down"), max_length=150, widget=forms.TextInput({"autofocus": True})
    )
    short_answer = forms.CharField(
        label=gettext_lazy("What the agent says"), max_length=300, widget=forms.Textarea({"rows": 2})
    )
    script = ProseField(label=gettext_lazy("More to read aloud"), rows=4)
    topic = forms.ModelChoiceField(Topic.objects.none(), label=gettext_lazy("Topic"))
    ends_at = MomentField(
        label=gettext_lazy("Ends at"), help_text=gettext_lazy("Then nobody finds the guide any more.")
    )
    line = forms.ModelChoiceField(
        Line.objects.none(),
        label=gettext_lazy("Tell every caller on"),
        required=False,
        empty_label=gettext_lazy("Nobody is told"),
    )
    announcement = forms.CharField(
        label=gettext_lazy("What callers are told"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Empty: what the agent says."),
    )

    def __init__(self, lines: list[Line], data: Any = None) -> None:
        ends_at = (timezone.now() + USUAL_END).replace(second=0, microsecond=0)
        super().__init__(data, initial={"ends_at": ends_at})
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = topics_on(timezone.localdate())
        chosen = Line.objects.filter(pk__in=[line.pk for line in lines])
        cast("forms.ModelChoiceField[Line]", self.fields["line"]).queryset = chosen
        if not lines:
            del self.fields["line"], self.fields["announcement"]

    def clean_ends_at(self) -> dt.datetime:
        ends_at: dt.datetime = self.cleaned_data["ends_at"]
        if ends_at <= timezone.now():
            raise forms.ValidationError(_("The guide must end later than now."))
        return ends_at

    def wording(self) -> Wording:
        return Wording(**{name: self.cleaned_data[name] for name in ("title", "short_answer", "script")})

    def announced(self) -> Announced | None:
        line = self.cleaned_data.get("line")
        if line is None:
            return None
        return Announced(line, self.cleaned_data["announcement"] or self.cleaned_data["short_answer"])
