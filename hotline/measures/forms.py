# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Choosing the week and the line of the figures; changing what a line promises."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.measures.models import ServiceTarget
from hotline.measures.periods import DAY
from hotline.measures.tallies import Target
from hotline.measures.weeks import NoSuchWeek, Week
from hotline.organisations.models import Line


class ChoiceOfWeek(forms.Form):
    """A week of a year; a year that has no week 53 says so."""

    line = forms.ModelChoiceField(
        Line.objects.none(), label=_("Line"), to_field_name="slug", required=False, empty_label=None
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    week = forms.IntegerField(label=_("Week"), min_value=1, max_value=53)

    def __init__(self, lines: QuerySet[Line], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines  # type: ignore[attr-defined]
        for name in ("year", "week"):
            self.fields[name].widget.attrs["class"] = "form-input input-width-xs"

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "year" in cleaned and "week" in cleaned:
            try:
                cleaned["chosen"] = Week(cleaned["year"], cleaned["week"])
            except NoSuchWeek:
                sentence = _("The year %(year)d has no week %(week)d.")
                self.add_error(
                    "week",
                    forms.ValidationError(
                        sentence, params={"year": cleaned["year"], "week": cleaned["week"]}
                    ),
                )
        return cleaned


class Promise(forms.ModelForm):  # type: ignore[type-arg]
    """What a line promises from a day on, tomorrow at the earliest."""

    class Meta:
        model = ServiceTarget
        fields = ("from_on", "promised_seconds", "promised_percent", "short_seconds")
        widgets = {"from_on": forms.DateInput({"type": "date"}, "%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].initial = timezone.localdate() + DAY

    def clean_from_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["from_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose tomorrow or later: the figures of today stand."))
        return day

    @property
    def target(self) -> Target:
        return Target(*(self.cleaned_data[name] for name in self.Meta.fields[1:]))
