# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Forms come out as the design system has them, and a screen reader finds what belongs together."""

import re

from django import forms
from django.utils import translation


class Example(forms.Form):
    name = forms.CharField(label="Navn", help_text="Som det udtales")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Art", choices=[("a", "Første"), ("b", "Anden")])
    wishes = forms.MultipleChoiceField(
        label="Ønsker", choices=[("x", "Kaffe"), ("y", "Te")], widget=forms.CheckboxSelectMultiple
    )
    one = forms.ChoiceField(label="Vælg", choices=[("1", "Ja")], widget=forms.RadioSelect)
    agrees = forms.BooleanField(label="Jeg er enig", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def html(form: forms.Form) -> str:
    with translation.override("da"):
        return re.sub(r"\s+", " ", str(form)).replace("> <", "><")


EMPTY = html(Example())
REFUSED = html(Example({}))


def test_a_text_field_has_a_label_that_points_at_it() -> None:
    assert '<label class="form-label" for="id_name">Navn</label>' in EMPTY
    assert '<input type="text" name="name" class="form-input"' in EMPTY


def test_what_helps_is_tied_to_its_field() -> None:
    assert '<span class="form-hint" id="id_name_helptext">Som det udtales</span>' in EMPTY
    assert 'aria-describedby="id_name_helptext"' in EMPTY


def test_what_may_be_left_out_says_so() -> None:
    assert 'Note <span class="weight-normal">(kan udelades)</span>' in EMPTY
    assert "Navn <span" not in EMPTY


def test_a_list_and_a_long_text_are_dressed() -> None:
    assert '<select name="kind" class="form-select"' in EMPTY
    assert '<textarea name="note" class="form-input"' in EMPTY


def test_choices_are_a_group_with_a_legend_and_each_has_its_label_behind_it() -> None:
    assert '<fieldset class="form-group"><legend class="form-label">Ønsker</legend>' in EMPTY
    box = '<input type="checkbox" name="wishes" class="form-checkbox" value="x" id="id_wishes_0">'
    assert f'<div class="form-group-checkbox">{box}<label for="id_wishes_0">Kaffe</label></div>' in EMPTY
    button = '<input type="radio" name="one" class="form-radio" value="1" required id="id_one_0">'
    assert f'<div class="form-group-radio">{button}<label for="id_one_0">Ja</label></div>' in EMPTY


def test_a_single_box_has_its_label_behind_it() -> None:
    box = '<input type="checkbox" name="agrees" class="form-checkbox" id="id_agrees">'
    assert f'{box}<label for="id_agrees">Jeg er enig</label>' in EMPTY


def test_a_hidden_field_is_not_dressed() -> None:
    assert '<input type="hidden" name="secret" id="id_secret">' in EMPTY


def test_an_error_stands_at_its_field_and_is_read_with_it() -> None:
    message = '<span class="sr-only">Fejl: </span>Dette felt er påkrævet.'
    assert f'<span class="form-error-message" id="id_name_error">{message}</span>' in REFUSED
    assert 'aria-describedby="id_name_helptext id_name_error"' in REFUSED
    assert REFUSED.count('class="form-group form-error"') == 4


def test_an_error_of_the_whole_form_is_an_alert() -> None:
    form = Example({"name": "N", "kind": "a", "wishes": ["x"], "one": "1"})
    form.add_error(None, "De to passer <ikke> sammen.")
    assert '<div class="alert alert-error" role="alert">' in html(form)
    assert "De to passer &lt;ikke&gt; sammen." in html(form)


def test_a_field_keeps_a_class_of_its_own() -> None:
    class Own(forms.Form):
        code = forms.CharField(widget=forms.TextInput({"class": "form-input input-width-xs"}))

    assert html(Own()).count("class=") == html(Own()).count('class="form-') + html(Own()).count('class="sr-')
    assert 'class="form-input input-width-xs"' in html(Own())
