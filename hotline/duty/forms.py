# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What duty leads fill in: little, because something is down while they do."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.duty.actions import CrisisPlan
from hotline.duty.limits import MEANS, USUAL, WITH_FIGURES, Limit
from hotline.duty.models import MESSAGE_LENGTH, NOTICE_LENGTH, AlarmKind, Draft
from hotline.knowledge.actions.guides import Announced
from hotline.knowledge.models import Topic
from hotline.knowledge.queries import topics_on
from hotline.organisations.clips import LANGUAGES, draft_key
from hotline.organisations.fields import MomentField
from hotline.organisations.forms import RECORDING_IN, recording_field
from hotline.organisations.models import Line
from hotline.organisations.recordings import check_recording
from hotline.people.guarding import GuardedText

if TYPE_CHECKING:
    DraftModelForm = forms.ModelForm[Draft]
else:  # Django's own classes take no type arguments when running
    DraftModelForm = forms.ModelForm

LASTS = (
    (15, gettext_lazy("a quarter of an hour")),
    (60, gettext_lazy("an hour")),
    (240, gettext_lazy("four hours")),
    (720, gettext_lazy("for the rest of the day")),
)
USUAL_END = dt.timedelta(hours=4)
WHAT_CALLERS_MEET = (
    ("wait", gettext_lazy("hear it and are put in the queue")),
    ("end", gettext_lazy("hear it, and the call ends")),
)


class MessageForm(forms.Form):
    """A few words for everybody at a desk."""

    text = GuardedText(most=MESSAGE_LENGTH, label=gettext_lazy("Message to all desks"))
    lasts = forms.TypedChoiceField(
        label=gettext_lazy("It stands there"), choices=LASTS, coerce=int, initial=60
    )

    def duration(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.cleaned_data["lasts"])


class DraftForm(DraftModelForm):
    """What callers are to be told, and how long."""

    to_at = MomentField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: until somebody ends it.")
    )

    class Meta:
        model = Draft
        fields = ["text", "text_en", "to_at", "ends_call"]
        widgets = {"text": forms.Textarea({"rows": 3}), "text_en": forms.Textarea({"rows": 3})}
        help_texts = {
            "text": gettext_lazy("Shown on the front page and to agents."),
            "ends_call": gettext_lazy("Otherwise the caller hears it and is put in the queue."),
        }

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in languages:
            self.fields[f"recording_{language}"] = recording_field(str(RECORDING_IN[language]))

    def clean_to_at(self) -> dt.datetime | None:
        return _ahead(self.cleaned_data["to_at"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for language, file in self.recordings():
            for problem in check_recording(draft_key(0), file):
                self.add_error(f"recording_{language}", problem)
        return cleaned

    def recordings(self) -> list[tuple[str, Any]]:
        """The uploaded files by language."""
        files = ((language, self.cleaned_data.get(f"recording_{language}")) for language in LANGUAGES)
        return [(language, file) for language, file in files if file]


class CrisisForm(forms.Form):
    """Everything about a crisis on one page: three texts and an end."""

    title = forms.CharField(
        label=gettext_lazy("What is down"),
        max_length=100,
        help_text=gettext_lazy("The guide is called so, and the topic too, if you choose none."),
    )
    callers_hear = forms.CharField(
        label=gettext_lazy("What callers are told"),
        max_length=NOTICE_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy(
            "Stands on the front page. Callers hear the general announcement about a disturbance."
        ),
    )
    callers_hear_en = forms.CharField(
        label=gettext_lazy("The same in English"),
        max_length=NOTICE_LENGTH,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    meets = forms.ChoiceField(
        label=gettext_lazy("Callers"),
        choices=WHAT_CALLERS_MEET,
        initial="wait",
        widget=forms.RadioSelect,
    )
    agents_say = forms.CharField(
        label=gettext_lazy("What agents say"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Empty: what callers are told."),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=gettext_lazy("Topic"),
        required=False,
        empty_label=gettext_lazy("A new one for these days"),
    )
    ends_at = MomentField(
        label=gettext_lazy("Ends by itself at"),
        help_text=gettext_lazy("You can end it before, by one press."),
    )

    def __init__(self, line: Line, data: Any = None) -> None:
        ends_at = (timezone.now() + USUAL_END).replace(second=0, microsecond=0)
        super().__init__(data, initial={"ends_at": ends_at})
        self.line = line
        topics = topics_on(timezone.localdate())
        cast("forms.ModelChoiceField[Topic]", self.fields["topic"]).queryset = topics

    def clean_ends_at(self) -> dt.datetime | None:
        return _ahead(self.cleaned_data["ends_at"])

    def plan(self) -> CrisisPlan:
        chosen = self.cleaned_data
        heard = Announced(
            self.line, chosen["callers_hear"], chosen["callers_hear_en"], ends_call=chosen["meets"] == "end"
        )
        says = chosen["agents_say"] or chosen["callers_hear"]
        return CrisisPlan(chosen["title"], says[:300], heard, chosen["ends_at"], chosen["topic"])


class LimitForm(forms.Form):
    """Where one kind of alarm begins and ends."""

    is_watched = forms.BooleanField(label=gettext_lazy("Tell me"), required=False)
    over = forms.FloatField(label=gettext_lazy("Begins above"), min_value=0, max_value=86400)
    on_seconds = forms.IntegerField(
        label=gettext_lazy("Begins after (seconds)"), min_value=0, max_value=86400
    )
    under = forms.FloatField(label=gettext_lazy("Ends below"), min_value=0, max_value=86400)
    off_seconds = forms.IntegerField(label=gettext_lazy("Ends after (seconds)"), min_value=0, max_value=86400)

    def __init__(self, kind: AlarmKind, limit: Limit, data: Any = None) -> None:
        super().__init__(data, prefix=kind.value, initial=vars(limit))
        self.kind = kind
        self.means = MEANS[kind]
        if kind not in WITH_FIGURES:
            del self.fields["over"], self.fields["under"]

    def clean(self) -> dict[str, Any]:
        over, under = self.cleaned_data.get("over"), self.cleaned_data.get("under")
        if over is not None and under is not None and under > over:
            self.add_error("under", _("It must end no higher than it begins."))
        return self.cleaned_data

    def limit(self) -> Limit:
        usual = USUAL[self.kind]
        figures = {"over": usual.over, "under": usual.under}
        return Limit(**(figures | self.cleaned_data))


class RecipientsForm(forms.Form):
    """Who is written to."""

    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One on each line. They are written to once when it begins, and once when it is over."
        ),
    )

    def clean_addresses(self) -> str:
        addresses = str(self.cleaned_data["addresses"]).replace(",", " ").replace(";", " ").split()
        for address in addresses:
            validate_email(address)
        return "\n".join(dict.fromkeys(addresses))


def _ahead(at: dt.datetime | None) -> dt.datetime | None:
    if at is not None and at <= timezone.now():
        raise forms.ValidationError(_("Choose a moment that lies ahead."))
    return at
