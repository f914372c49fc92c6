# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.organisations.models import Line
from hotline.organisations.queries import members_on
from hotline.wallboard.codes import is_possible, normalised
from hotline.wallboard.models import Screen

if TYPE_CHECKING:
    ScreenModelForm = forms.ModelForm[Screen]
else:
    ScreenModelForm = forms.ModelForm  # Django's own classes take no type arguments when running


class PairingForm(ScreenModelForm):
    """The code a screen shows, where the screen hangs, and what it is to show."""

    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=20,
        help_text=_("Eight signs. On the screen, open this site's address with /screen/ behind it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    field_order = ("code",)

    class Meta:
        model = Screen
        fields = ("name", "authority", "language", "look")

    def __init__(self, line: Line, data: Any = None) -> None:
        super().__init__(data, instance=Screen(line=line))
        members = members_on(line, timezone.localdate()).values("authority")
        authority = self.fields["authority"]
        authority.queryset = authority.queryset.filter(pk__in=members)  # type: ignore[attr-defined]
        authority.empty_label = _("Every authority")  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = normalised(self.cleaned_data["code"])
        if not is_possible(code):
            raise forms.ValidationError(_("No screen shows that code. Look once more at every sign."))
        return code
