# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Form fields for days, moments, openings and telephone numbers."""

import datetime as dt
from typing import Any

import phonenumbers
from django import forms
from django.utils.translation import gettext as _

from hotline.organisations.clock_times import WrongTime, read_spans, spans_as_typed
from hotline.organisations.opening import A_DAY, OpenSpan


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class LastDayField(DayField):
    """People name the last day inside a period; the period is kept with the first day outside."""

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(value - A_DAY if isinstance(value, dt.date) else value)

    def clean(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date):
            return value  # a field that cannot be edited hands back what is kept
        last_on = super().clean(value)
        return last_on + A_DAY if last_on else None


class MomentField(forms.DateTimeField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **kwargs)


class SpansField(forms.CharField):
    """The openings of a day as one line of text: 9-12, 13-17. Empty means closed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return spans_as_typed(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[OpenSpan, ...]:
        try:
            return read_spans(super().clean(value))
        except WrongTime as wrong:
            raise forms.ValidationError(str(wrong)) from None


class NumberField(forms.CharField):
    """A telephone number as people write it: 7020 0000, 70 20 00 00, +45 70 20 00 00, 0045…"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            number = phonenumbers.parse(text, "DK")
        except phonenumbers.NumberParseException:
            raise forms.ValidationError(_("This is not a telephone number.")) from None
        if not phonenumbers.is_possible_number(number):
            raise forms.ValidationError(_("This is not a telephone number. A Danish one has eight digits."))
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
