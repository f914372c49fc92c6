# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A topic: its names from a day on, the words it is found by, and its end."""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.actions.topics import add_topic, change_words, rename_topic, retire_topic
from hotline.knowledge.models import Topic
from hotline.people.models import User

if TYPE_CHECKING:
    TopicModelForm = forms.ModelForm[Topic]
else:
    TopicModelForm = forms.ModelForm  # Django's own classes take no type arguments when running


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def still_chosen() -> Any:
    """What another topic may be part of, or merged into."""
    return Topic.objects.filter(valid_to=None)


class ShortcutForm(TopicModelForm):
    """Of the topics that can be chosen, each has a shortcut of its own."""

    def clean_shortcut(self) -> str:
        shortcut = str(self.cleaned_data["shortcut"])
        others = still_chosen().exclude(pk=self.instance.pk)
        if shortcut and others.filter(shortcut=shortcut).exists():
            raise forms.ValidationError(_("Another topic has that shortcut."))
        return shortcut


class NewTopicForm(ShortcutForm):
    from_on = day_field(_("Can be chosen from"))

    class Meta:
        model = Topic
        fields = ["name", "name_en", "code", "parent", "kle", "form_number", "aliases", "shortcut", "order"]
        help_texts = {
            "code": _("Short, without spaces and never changed: figures and files know it by that.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Topic]", self.fields["parent"]).queryset = still_chosen()

    def carry_out(self, by: User) -> None:
        add_topic(self.instance, from_on=self.cleaned_data["from_on"], by=by)


class WordsForm(ShortcutForm):
    """What has no versions."""

    class Meta:
        model = Topic
        fields = ["aliases", "shortcut", "kle", "form_number", "order"]

    def carry_out(self, by: User) -> None:
        change_words(self.instance, by=by)


class RenameForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    name_en = forms.CharField(label=_("Name in English"), max_length=100, required=False)
    parent = forms.ModelChoiceField(Topic.objects.none(), label=_("Part of"), required=False)
    from_on = day_field(_("From"))

    def __init__(self, topic: Topic, data: Any = None) -> None:
        now = {"name": topic.name, "name_en": topic.name_en, "parent": topic.parent_id}
        super().__init__(data, initial=now)
        self.topic = topic
        others = still_chosen().exclude(pk=topic.pk)
        cast("forms.ModelChoiceField[Topic]", self.fields["parent"]).queryset = others

    def carry_out(self, by: User) -> None:
        rename_topic(self.topic, by=by, **self.cleaned_data)


class RetireForm(forms.Form):
    into = forms.ModelChoiceField(
        Topic.objects.none(),
        label=_("Merge it into"),
        required=False,
        empty_label=_("None: it simply cannot be chosen any more"),
    )
    from_on = day_field(_("From"))

    def __init__(self, topic: Topic, data: Any = None) -> None:
        super().__init__(data)
        self.topic = topic
        others = still_chosen().exclude(pk=topic.pk)
        cast("forms.ModelChoiceField[Topic]", self.fields["into"]).queryset = others

    def carry_out(self, by: User) -> None:
        day: dt.date = self.cleaned_data["from_on"]
        retire_topic(self.topic, from_on=day, into=self.cleaned_data["into"], by=by)
