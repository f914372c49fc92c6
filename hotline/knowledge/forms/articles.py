# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An article's place: its code, topics and owner; and what the lists are filtered by."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.knowledge.models import Article, Topic
from hotline.knowledge.queries import topics_on
from hotline.knowledge.rules import authorities_edited_by
from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind
from hotline.people.models import User

RESERVED = {"new", "temporary"}  # they are addresses of pages


class PlaceForm(forms.Form):
    """The first topic is proposed when a call is registered; the others only help to find the article."""

    topic = forms.ModelChoiceField(
        Topic.objects.none(),
        label=gettext_lazy("Topic"),
        help_text=gettext_lazy("Proposed when a call is registered."),
    )
    others = forms.ModelMultipleChoiceField(
        Topic.objects.none(),
        label=gettext_lazy("Other topics"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )
    authority = forms.ModelChoiceField(Authority.objects.none(), label=gettext_lazy("Owning authority"))
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Owner"),
        required=False,
        empty_label=gettext_lazy("All editors of the authority"),
        help_text=gettext_lazy("Answers flags and is reminded of reviews."),
    )

    def __init__(self, by: User, article: Article | None = None, data: Any = None) -> None:
        filed = [filing.topic for filing in article.filings.select_related("topic")] if article else []
        super().__init__(data, initial=_initial(by, article, filed))
        topics = topics_on(timezone.localdate()) | Topic.objects.filter(pk__in=[topic.pk for topic in filed])
        for name in ("topic", "others"):
            self._choose(name, topics.distinct())
        self._choose("authority", _owners(by, article))
        editors = User.objects.filter(roles__kind=RoleKind.EDITOR, is_active=True)
        self._choose("owner", editors.distinct().select_related("authority"))

    def topics(self) -> list[Topic]:
        first = self.cleaned_data["topic"]
        return [first, *(topic for topic in self.cleaned_data["others"] if topic != first)]

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = rows


class NewArticleForm(PlaceForm):
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy(
            "Short, small letters and hyphens, such as mitid-ny-telefon. It never changes."
        ),
    )
    field_order = ["code", "topic", "others", "authority", "owner"]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).lower()
        if code in RESERVED or "_" in code:
            raise forms.ValidationError(_("Choose another code."))
        return code


def _initial(by: User, article: Article | None, filed: list[Topic]) -> dict[str, Any]:
    if article is None:
        edited = sorted(authorities_edited_by(by))
        return {"authority": edited[0] if edited else None, "owner": by.pk}
    return {
        "topic": filed[0].pk if filed else None,
        "others": [topic.pk for topic in filed[1:]],
        "authority": article.authority_id,
        "owner": article.owner_id,
    }


def _owners(by: User, article: Article | None) -> QuerySet[Authority]:
    """A new article is one's own authority's; one that is there may be given away."""
    if article is None:
        return Authority.objects.filter(pk__in=authorities_edited_by(by))
    return (
        Authority.objects.filter(roles__kind=RoleKind.EDITOR).distinct()
        | Authority.objects.filter(pk=article.authority_id).distinct()
    )
