# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.organisations.deeds import Deed
from hotline.organisations.fields import DayField
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind
from hotline.people import attempts
from hotline.people.actions import Roles, save_person
from hotline.people.models import TrailEntry, User
from hotline.people.queries import authorities_administered_by
from hotline.people.rules import lines_administered
from hotline.people.trail import on_day, who_stands_in

if TYPE_CHECKING:
    UserForm = forms.ModelForm[User]
else:
    UserForm = forms.ModelForm  # Django's own classes take no type arguments when running


class SignInForm(AuthenticationForm):
    def clean(self) -> dict[str, Any]:
        """Django's own check, but not for ever."""
        username = self.cleaned_data.get("username") or ""
        if self.request is None:
            return super().clean()
        if attempts.too_many(self.request, username):
            raise forms.ValidationError(_("Too many wrong passwords. Wait a quarter of an hour."))
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            attempts.note_failure(self.request, username)
            raise
        attempts.forget(self.request, username)
        return cleaned


class TrailForm(forms.Form):
    """Which entries of the audit trail are wanted; what is left empty narrows nothing."""

    by = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who"), required=False, empty_label=gettext_lazy("Everybody")
    )
    deed = forms.ChoiceField(
        label=gettext_lazy("Deed"),
        required=False,
        choices=[("", gettext_lazy("All deeds")), *Deed.choices],
    )
    day_on = DayField(label=gettext_lazy("Day"), required=False)

    def __init__(self, entries: QuerySet[TrailEntry], data: Any = None) -> None:
        super().__init__(data)
        self.entries = entries
        cast("forms.ModelChoiceField[User]", self.fields["by"]).queryset = who_stands_in(entries)

    def chosen(self) -> QuerySet[TrailEntry]:
        """The entries asked for; of a question that makes no sense, none."""
        if not self.is_bound:
            return self.entries
        if not self.is_valid():
            return self.entries.none()
        by, deed, day_on = (self.cleaned_data[name] for name in ("by", "deed", "day_on"))
        entries = on_day(self.entries, day_on) if day_on else self.entries
        entries = entries.filter(by=by) if by else entries
        return entries.filter(deed=deed) if deed else entries


class LanguageForm(UserForm):
    class Meta:
        model = User
        fields = ["language"]


class PersonForm(UserForm):
    """A person with roles, as an administrator sees them."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters. The person can change it."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        choices=RoleKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    lines = forms.ModelMultipleChoiceField(
        Line.objects.all(),
        label=gettext_lazy("Lines"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For which lines the roles count."),
    )
    administers = forms.ModelMultipleChoiceField(
        Line.objects.none(),
        label=gettext_lazy("Administers the line itself"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Hours, members and announcements. Only for administrators."),
    )

    class Meta:
        model = User
        fields = ["name", "username", "email", "authority", "language", "is_active"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.is_new = self.instance.pk is None
        self.fields["authority"] = forms.ModelChoiceField(
            authorities_administered_by(by),
            label=_("Authority"),
            disabled=not self.is_new,
        )
        self.fields["password"].required = self.is_new
        if not self.is_new:
            self.fields["password"].help_text = _("Leave it empty to keep the one there is.")
        self._offer_lines_to_administer()
        held = {"authority": by.authority_id} if self.is_new else _held_roles(self.instance)
        self.initial = {**self.initial, **held}

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self.instance)
        return password

    def carry_out(self) -> User:
        """Write it down, or raise Refused with a sentence for the form."""
        if self.cleaned_data["password"]:
            self.instance.set_password(self.cleaned_data["password"])
        kinds = {RoleKind(kind) for kind in self.cleaned_data["kinds"]}
        roles = Roles(kinds, list(self.cleaned_data["lines"]), self._administered())
        return save_person(self.instance, roles, by=self.by)

    def _offer_lines_to_administer(self) -> None:
        """One can hand on only what one has."""
        administered = lines_administered(self.by)
        self.own_lines = Line.objects.filter(pk__in=administered)
        if administered:
            cast("forms.ModelMultipleChoiceField[Line]", self.fields["administers"]).queryset = self.own_lines
        else:
            del self.fields["administers"]

    def _administered(self) -> list[Line]:
        """The ticked lines, and those of the person that this form could not show."""
        ticked = list(self.cleaned_data.get("administers", []))
        if self.is_new:
            return ticked
        held = Line.objects.filter(roles__user=self.instance, roles__kind=RoleKind.ADMINISTRATOR)
        return [*ticked, *held.exclude(pk__in=self.own_lines)]


def _held_roles(user: User) -> dict[str, Any]:
    lines = {duty.kind: duty.line_ids for duty in user.duties}
    administered = lines.pop(RoleKind.ADMINISTRATOR, frozenset())
    return {
        "kinds": [duty.kind for duty in user.duties],
        "lines": list(frozenset[int]().union(*lines.values())),
        "administers": list(administered),
    }
