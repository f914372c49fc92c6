# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from hotline.sending.models import Way

HOME = "DK"


class SendingForm(forms.Form):
    """How and to whom, and the citizen's yes. What is sent is the article's, and cannot be changed here."""

    way = forms.ChoiceField(label=_("How?"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.SMS)
    to = forms.CharField(
        label=_("Mobile number or e-mail address"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Used once and then forgotten."),
    )
    has_said_yes = forms.BooleanField(
        label=_("The citizen has said yes to getting it"),
        error_messages={"required": _("Ask the citizen first.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("to") and cleaned.get("way"):
            check = _email if cleaned["way"] == Way.EMAIL else _number
            try:
                cleaned["to"] = check(cleaned["to"])
            except ValidationError as wrong:
                self.add_error("to", wrong)
        return cleaned


def _email(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(_("That is no e-mail address.")) from None
    return address


def _number(number: str) -> str:
    """In its international form."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        raise ValidationError(_("That is no telephone number.")) from None
    if not phonenumbers.is_possible_number(parsed):
        raise ValidationError(_("That is no telephone number."))
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
