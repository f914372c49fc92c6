# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.api.models import Scope


class TokenForm(forms.Form):
    """Which system, and what it may read."""

    name = forms.CharField(
        label=_("Which system is it for?"),
        max_length=100,
        error_messages={"required": _("Write which system it is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it read?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what it may read.")},
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until it is revoked."),
    )

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The last day lies in the past."))
        return day

    @property
    def chosen(self) -> list[Scope]:
        return [Scope(scope) for scope in self.cleaned_data["scopes"]]
