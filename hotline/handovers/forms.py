# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.handovers.models import CONTACT_LENGTH, WORDS_LENGTH, Inbox, Kind
from hotline.handovers.queries import inboxes
from hotline.inquiries.models import Inquiry
from hotline.people.guarding import GuardedText, holds_cpr
from hotline.webhooks.forms import SystemAddress

if TYPE_CHECKING:
    InboxModelForm = forms.ModelForm[Inbox]
else:
    InboxModelForm = forms.ModelForm  # Django's own classes take no type arguments when running

NEEDS_CONTACT = {Kind.ACCESS, Kind.CALL}


class HandOverForm(forms.Form):
    """What the citizen wants of which authority, and how it reaches the citizen."""

    inbox = forms.ModelChoiceField(
        Inbox.objects.none(),
        label=_("To which authority?"),
        error_messages={"required": _("Choose the authority that is to deal with it.")},
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    words = GuardedText(
        label=_("What does the citizen want?"),
        most=WORDS_LENGTH,
        help_text=_("At most 500 characters, in words the citizen would know again. No CPR number."),
        error_messages={"required": _("Write what the citizen wants.")},
    )
    contact = GuardedText(
        label=_("How does the authority reach the citizen?"),
        most=CONTACT_LENGTH,
        required=False,
        help_text=_(
            "Name and telephone number or address, as the citizen gave them. Only the authority sees it, "
            "and it is forgotten soon after they are done."
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, inquiry: Inquiry, data: Any = None) -> None:
        own = inboxes().filter(authority=inquiry.authority).first() if inquiry.authority else None
        super().__init__(data, initial={"inbox": own, "key": uuid.uuid4()})
        cast("forms.ModelChoiceField[Inbox]", self.fields["inbox"]).queryset = inboxes()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") in NEEDS_CONTACT and not cleaned.get("contact"):
            self.add_error(
                "contact", _("The authority cannot answer without knowing how to reach the citizen.")
            )
        return cleaned

    @property
    def holds_cpr(self) -> bool:
        return holds_cpr(self.cleaned_data["words"]) or holds_cpr(self.cleaned_data["contact"])


class ClosingForm(forms.Form):
    answer = GuardedText(
        label=_("Answer to the agent"),
        most=WORDS_LENGTH,
        required=False,
        help_text=_("What the hotline should know, if anything. Nothing about the citizen's case."),
    )


class InboxForm(InboxModelForm):
    webhook = SystemAddress(
        label=_("Tell this system (webhook)"),
        required=False,
        help_text=_("An address of your own system, beginning with https://. Every message is signed."),
    )

    class Meta:
        model = Inbox
        fields = ["answers_within_days", "email", "webhook"]
        help_texts = {
            "email": _("A shared mailbox. The mail holds a link and a deadline, nothing about the citizen.")
        }
