# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What administrators fill in. A form checks what is typed; the deed in actions.py checks what is done."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.organisations.actions import Week
from hotline.organisations.clips import LANGUAGES, notice_key
from hotline.organisations.fields import DayField, LastDayField, MomentField, NumberField, SpansField
from hotline.organisations.models import Authority, ExceptionalDay, Line, LineAnnouncement, Membership
from hotline.organisations.opening import DayKind, OpenSpan, SpecialDay, WeekVersion
from hotline.organisations.recordings import check_recording
from hotline.organisations.registers import Holiday

if TYPE_CHECKING:
    AuthorityModelForm = forms.ModelForm[Authority]
    LineModelForm = forms.ModelForm[Line]
    MembershipModelForm = forms.ModelForm[Membership]
    AnnouncementModelForm = forms.ModelForm[LineAnnouncement]
else:  # Django's own classes take no type arguments when running
    AuthorityModelForm = LineModelForm = MembershipModelForm = AnnouncementModelForm = forms.ModelForm

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
RECORDING_IN = {"da": gettext_lazy("Recording in Danish"), "en": gettext_lazy("Recording in English")}
HOURS_HINT = gettext_lazy("Such as 9-17, or 9-12, 13-17. Empty means closed; 24 is midnight.")


class AuthorityForm(AuthorityModelForm):
    cvr = forms.CharField(label=gettext_lazy("CVR number"), required=False, max_length=12)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    phone = NumberField(label=gettext_lazy("Telephone"), required=False)
    valid_from = DayField(label=gettext_lazy("First day"), required=False)
    valid_to = LastDayField(label=gettext_lazy("Last day"), required=False)

    class Meta:
        model = Authority
        fields = [
            "name",
            "code",
            "kind",
            "region",
            "cvr",
            "website",
            "phone",
            "email",
            "address",
            "valid_from",
            "valid_to",
            "succeeded_by",
        ]

    def __init__(self, *args: Any, facts: bool, **kwargs: Any) -> None:
        """`facts`: whether name, number and kind may be changed too, not only how to reach the authority."""
        super().__init__(*args, **kwargs)
        regions = Authority.objects.filter(kind=Authority.Kind.REGION).exclude(pk=self.instance.pk)
        for name in ("region", "succeeded_by"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = regions
        for name in ("code", "name", "kind", "region", "valid_from", "valid_to", "succeeded_by"):
            self.fields[name].disabled = not facts

    def clean_cvr(self) -> str:
        cvr = str(self.cleaned_data["cvr"]).replace(" ", "")
        if cvr and (len(cvr) != 8 or not cvr.isdigit()):
            raise forms.ValidationError(_("A CVR number has eight digits."))
        return cvr


class LineForm(LineModelForm):
    number = NumberField(label=gettext_lazy("Telephone number"))
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of announcements"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Line
        fields = [
            "name",
            "slug",
            "number",
            "run_by",
            "languages",
            "ring_seconds",
            "wrap_up_seconds",
            "wrap_up_extension_seconds",
            "adrift_seconds",
            "missed_limit",
            "position_seconds",
            "nobody_seconds",
            "most_waiting",
        ]
        help_texts = {
            "slug": gettext_lazy("Used in addresses and for recordings; it stays the same for good."),
            "run_by": gettext_lazy("Named on the privacy page as responsible."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].disabled = self.instance.pk is not None


class MembershipForm(MembershipModelForm):
    from_on = DayField(label=gettext_lazy("First day"))
    to_on = LastDayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Empty: until further notice.")
    )

    class Meta:
        model = Membership
        fields = ["authority", "kind", "from_on", "to_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].disabled = self.instance.pk is not None


class WeekForm(forms.Form):
    """A week's openings, and from when they count."""

    valid_from = DayField(label=gettext_lazy("First day"))
    valid_to = LastDayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy(
            "Empty: until further notice. With a last day, the hours before go on after it."
        ),
    )
    monday = SpansField(label=capfirst(DAY_NAMES[0]))
    tuesday = SpansField(label=capfirst(DAY_NAMES[1]))
    wednesday = SpansField(label=capfirst(DAY_NAMES[2]))
    thursday = SpansField(label=capfirst(DAY_NAMES[3]))
    friday = SpansField(label=capfirst(DAY_NAMES[4]))
    saturday = SpansField(label=capfirst(DAY_NAMES[5]))
    sunday = SpansField(label=capfirst(DAY_NAMES[6]))

    def __init__(self, *args: Any, period_is_fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("valid_from", "valid_to"):
            self.fields[name].disabled = period_is_fixed
        for name in WEEKDAYS:
            self.fields[name].widget.attrs["aria-describedby"] = f"hours-hint id_{name}_error"

    def clean(self) -> dict[str, Any]:
        begins, ends = self.cleaned_data.get("valid_from"), self.cleaned_data.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", _("The last day lies before the first day."))
        return self.cleaned_data

    def days(self) -> list[forms.BoundField]:
        return [self[day] for day in WEEKDAYS]

    def week(self) -> Week:
        return [self.cleaned_data[day] for day in WEEKDAYS]

    @staticmethod
    def initial_of(version: WeekVersion) -> dict[str, object]:
        period = {"valid_from": version.valid_from, "valid_to": version.valid_to}
        return period | dict(zip(WEEKDAYS, version.week, strict=True))


def check_hours_fit(form: forms.Form, kind: object, spans: object) -> None:
    """Special hours need hours; without them the day is closed, and hours would be lost in silence."""
    if kind == DayKind.SPECIAL.value and spans == ():
        form.add_error("spans", _("Write the special hours, or choose closed."))
    elif kind != DayKind.SPECIAL.value and spans:
        form.add_error("spans", _("Choose special hours, or leave the hours empty."))


class DayForm(forms.Form):
    """One exceptional day."""

    day_on = DayField(label=gettext_lazy("Date"))
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=100, help_text=gettext_lazy("Shown to citizens.")
    )
    kind = forms.ChoiceField(label=gettext_lazy("The line is"), choices=ExceptionalDay.Kind.choices)
    spans = SpansField(label=gettext_lazy("Special hours"), help_text=HOURS_HINT)
    is_holiday = forms.BooleanField(
        label=gettext_lazy("It is a holiday, and callers are told so"), required=False
    )

    def clean(self) -> dict[str, Any]:
        check_hours_fit(self, self.cleaned_data.get("kind"), self.cleaned_data.get("spans"))
        return self.cleaned_data

    def special_day(self) -> SpecialDay:
        cleaned = self.cleaned_data
        return SpecialDay(
            cleaned["day_on"],
            DayKind(cleaned["kind"]),
            cleaned["name"],
            cleaned["is_holiday"],
            cleaned["spans"],
        )

    @staticmethod
    def initial_of(day: SpecialDay) -> dict[str, object]:
        return {
            "day_on": day.day_on,
            "name": day.name,
            "kind": day.kind.value,
            "spans": day.spans,
            "is_holiday": day.is_holiday,
        }


class HolidayForm(forms.Form):
    """What the line does on one holiday of a year."""

    kind = forms.ChoiceField(choices=ExceptionalDay.Kind.choices)
    spans = SpansField()

    def __init__(
        self,
        data: Any = None,
        *,
        holiday: Holiday,
        decided: SpecialDay | None,
    ) -> None:
        """`decided`: what is on the list already; else the proposal is closed on public holidays."""
        kind = decided.kind if decided else DayKind.CLOSED if holiday.is_public else DayKind.OPEN
        initial = {"kind": kind.value, "spans": decided.spans if decided else ()}
        super().__init__(data, initial=initial, prefix=holiday.day_on.isoformat())
        self.holiday = holiday
        self.is_decided = decided is not None
        for field, label in (("kind", _("The line is")), ("spans", _("Special hours"))):
            self.fields[field].widget.attrs["aria-label"] = f"{holiday.name}: {label}"

    def clean(self) -> dict[str, Any]:
        check_hours_fit(self, self.cleaned_data.get("kind"), self.cleaned_data.get("spans"))
        return self.cleaned_data

    def special_day(self) -> SpecialDay:
        kind, spans = DayKind(self.cleaned_data["kind"]), self.cleaned_data["spans"]
        return SpecialDay(self.holiday.day_on, kind, self.holiday.name, is_holiday=True, spans=spans)


class AnnouncementForm(AnnouncementModelForm):
    """What callers are told, with a recording of it for each language if somebody reads it aloud."""

    from_at = MomentField(label=gettext_lazy("From"))
    to_at = MomentField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    class Meta:
        model = LineAnnouncement
        fields = ["text", "text_en", "from_at", "to_at", "ends_call"]
        widgets = {"text": forms.Textarea({"rows": 3}), "text_en": forms.Textarea({"rows": 3})}
        help_texts = {
            "text": gettext_lazy("Shown on the front page and to agents."),
            "ends_call": gettext_lazy("Otherwise the caller hears it and is put in the queue."),
        }

    def __init__(self, *args: Any, languages: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in languages:
            self.fields[f"recording_{language}"] = recording_field(str(RECORDING_IN[language]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for language, file in self.recordings():
            for problem in check_recording(notice_key(0), file):
                self.add_error(f"recording_{language}", problem)
        return cleaned

    def recordings(self) -> list[tuple[str, Any]]:
        """The uploaded files by language."""
        files = ((language, self.cleaned_data.get(f"recording_{language}")) for language in LANGUAGES)
        return [(language, file) for language, file in files if file]


def recording_field(label: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=False,
        widget=forms.FileInput(attrs={"accept": ".wav,audio/wav,audio/x-wav"}),
        help_text=_("A WAV file. Without one, callers hear the general announcement about a disturbance."),
    )


class RecordingForm(forms.Form):
    """A recording of one clip in one language."""

    file = forms.FileField(
        label=gettext_lazy("WAV file"),
        widget=forms.FileInput(attrs={"accept": ".wav,audio/wav,audio/x-wav"}),
    )

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        problems = check_recording(self.key, file)
        if problems:
            raise forms.ValidationError(list(problems))
        return file


def proposed_period(last: WeekVersion | None, today: dt.date) -> dict[str, object]:
    """New hours begin as a copy of those in force, from the coming Monday."""
    monday = today + dt.timedelta(days=8 - today.isoweekday())
    closed: tuple[tuple[OpenSpan, ...], ...] = ((),) * 7
    week = last.week if last else closed
    return {"valid_from": monday} | dict(zip(WEEKDAYS, week, strict=True))
