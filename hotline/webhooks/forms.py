# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hotline.webhooks.models import ALARMS, Event, Subscription


class SystemAddress(forms.URLField):
    """The address of somebody's system: with TLS, unless the operator allows otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", **kwargs)

    def clean(self, value: Any) -> str:
        address = str(super().clean(value))
        if address and not address.startswith("https://") and not settings.WEBHOOKS_ANYWHERE:
            raise forms.ValidationError(_("The address must begin with https://."))
        return address


class SubscriptionForm(forms.Form):
    """Where to tell, and what."""

    address = SystemAddress(
        label=_("Address of your system"),
        help_text=_("Begins with https://. Every message is signed."),
        error_messages={"required": _("Write the address of your system.")},
    )
    events = forms.MultipleChoiceField(
        label=_("What is it told?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one event.")},
    )

    def __init__(self, *, is_lines: bool, of: Subscription | None = None, data: Any = None) -> None:
        initial = {"address": of.address, "events": of.events} if of else {}
        super().__init__(data, initial=initial)
        offered = [event for event in Event if is_lines or event not in ALARMS]
        cast("forms.MultipleChoiceField", self.fields["events"]).choices = [
            (event.value, event.label) for event in offered
        ]

    @property
    def chosen(self) -> list[Event]:
        return [Event(event) for event in self.cleaned_data["events"]]
