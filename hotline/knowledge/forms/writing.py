# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What an editor writes. Which fields there are follows from the text: original, translation, variant."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.knowledge.files.sheets import TELEPHONE
from hotline.knowledge.markdown import headings_in, is_wrong, wrong_links_in
from hotline.knowledge.models import Text
from hotline.knowledge.wording import Referral, Wording
from hotline.knowledge.words import Destination, Language
from hotline.organisations.fields import DayField, LastDayField
from hotline.people.cpr_guard import find

MARKS = gettext_lazy("Blank line: new paragraph. 1. or -: list. **strong**, *emphasis*, [link](https://…)")
HOW_TO_CHECK = ("sources", "legal_source", "to_check", "checked_on", "review_on", "valid_from", "valid_to")
OF_ORIGINAL = ("title", "short_answer", "script", "steps", "good_to_know", "keywords", *HOW_TO_CHECK)
OF_TRANSLATION = ("title", "short_answer", "script", "steps", "good_to_know", "keywords")
OF_VARIANT = ("short_answer", "script", "steps", *HOW_TO_CHECK)
OF_TRANSLATED_VARIANT = ("short_answer", "script", "steps")
PLACES_AT_MOST = 12
EMPTY_PLACES = 2


def fields_of(text: Text) -> tuple[str, ...]:
    """The fields a writer of this text fills in; the others stay as they are."""
    if text.language == Language.DANISH:
        return OF_VARIANT if text.is_variant else OF_ORIGINAL
    return OF_TRANSLATED_VARIANT if text.is_variant else OF_TRANSLATION


class ProseField(forms.CharField):
    """Text for readers: the safe subset of Markdown, links that lead somewhere, no CPR number."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": rows}), **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n")
        problems = [
            _("Line %(line)d: the link to “%(address)s” must begin with https://.")
            % {"line": link.line, "address": link.address}
            for link in wrong_links_in(text)
        ]
        problems += [
            _("Line %(line)d: headings cannot be used.") % {"line": line} for line in headings_in(text)
        ]
        if find(text):
            problems.append(_("This looks like a CPR number."))
        if problems:
            raise forms.ValidationError(problems)
        return text


class LinesField(forms.CharField):
    """Several things, one per line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> tuple[str, ...]:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))


class WordingForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    short_answer = forms.CharField(
        label=gettext_lazy("Short answer"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One sentence the agent can say at once."),
    )
    script = ProseField(label=gettext_lazy("Read aloud"), help_text=MARKS)
    steps = ProseField(
        label=gettext_lazy("Steps"), help_text=gettext_lazy("What the citizen does, in order.")
    )
    good_to_know = ProseField(
        label=gettext_lazy("Good to know"),
        help_text=gettext_lazy("For the agent, not to be read aloud: exceptions, what we never do."),
    )
    keywords = forms.CharField(
        label=gettext_lazy("Other words for it"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Words citizens use that stand nowhere above, with semicolons between them."),
    )
    legal_source = forms.CharField(label=gettext_lazy("Legal source"), required=False, max_length=300)
    sources = LinesField(label=gettext_lazy("Sources"), help_text=gettext_lazy("One per line."))
    to_check = ProseField(
        label=gettext_lazy("Must be checked"),
        rows=3,
        help_text=gettext_lazy("What, and with whom. Empty when all is certain."),
    )
    checked_on = DayField(label=gettext_lazy("Last checked"), required=False)
    review_on = DayField(label=gettext_lazy("Next review"), required=False)
    valid_from = DayField(label=gettext_lazy("Holds from"), required=False)
    valid_to = LastDayField(label=gettext_lazy("Holds until and including"), required=False)
    comment = forms.CharField(
        label=gettext_lazy("Why it is changed"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For those who approve it, and for the list of versions."),
    )

    def __init__(self, text: Text, base: Wording, data: Any = None) -> None:
        """`base` is what the writing begins from."""
        kept = fields_of(text)
        super().__init__(data, initial={name: getattr(base, name) for name in kept})
        self.base = base
        for name in [name for name in self.fields if name not in {*kept, "comment"}]:
            del self.fields[name]
        if text.is_variant:
            self.fields["short_answer"].required = False
            self.fields["short_answer"].help_text = _("Empty: the common one.")
            self.fields["script"].label = _("What is different here")
            self.fields["script"].help_text = _("Only agents read this.")
            self.fields["steps"].help_text = _("What the citizen does here; shown in public.")

    def clean_keywords(self) -> str:
        """One line, however it was typed."""
        return " ".join(str(self.cleaned_data["keywords"]).split())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends <= begins:
            self.add_error("valid_to", _("The last day lies before the first day."))
        return cleaned

    def wording(self, places: "Places") -> Wording:
        written = {name: self.cleaned_data[name] for name in self.fields if name != "comment"}
        written = {name: _one_kind_of_line(value) for name, value in written.items()}
        return replace(self.base, where_next=places_in(places), **written)


def _one_kind_of_line(value: Any) -> Any:
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


class ReferralForm(forms.Form):
    """One place to turn to; an empty row is none."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Who"), choices=[("", "–"), *Destination.choices], required=False
    )
    label = forms.CharField(label=gettext_lazy("Shown as"), max_length=150, required=False)
    url = forms.CharField(label=gettext_lazy("Address on the net"), max_length=300, required=False)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), max_length=20, required=False)

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if url and is_wrong(url):
            raise forms.ValidationError(_("The address must begin with https://."))
        return url

    def clean_telephone(self) -> str:
        telephone = str(self.cleaned_data["telephone"])
        if telephone and not TELEPHONE.fullmatch(telephone):
            raise forms.ValidationError(_("This is not a telephone number."))
        return telephone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_told = cleaned.get("url") or cleaned.get("telephone") or cleaned.get("label")
        if is_told and not cleaned.get("label"):
            self.add_error("label", _("Write what it is called."))
        if is_told and not cleaned.get("kind"):
            self.add_error("kind", _("Choose who it is."))
        return cleaned


if TYPE_CHECKING:
    Places = BaseFormSet[ReferralForm]
else:  # Django's own classes take no type arguments when running
    Places = BaseFormSet
PlacesFormSet = forms.formset_factory(ReferralForm, extra=EMPTY_PLACES, max_num=PLACES_AT_MOST)


def places_form(where_next: Sequence[Referral], data: Any = None) -> Places:
    """The places there are and a few empty rows; emptying a row takes the place away."""
    rows = [vars(place) for place in where_next]
    return PlacesFormSet(data, initial=rows, prefix="places")


def places_in(places: Places) -> tuple[Referral, ...]:
    rows = [form.cleaned_data for form in places.forms if form.cleaned_data.get("label")]
    return tuple(
        Referral(**{name: row[name] for name in ("kind", "label", "url", "telephone")}) for row in rows
    )
