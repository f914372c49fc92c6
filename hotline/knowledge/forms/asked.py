# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A synonym, and what becomes of a question without an answer."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.knowledge.matching import fold
from hotline.knowledge.models import Article, Synonym

if TYPE_CHECKING:
    SynonymModelForm = forms.ModelForm[Synonym]
else:
    SynonymModelForm = forms.ModelForm  # Django's own classes take no type arguments when running


class SynonymForm(SynonymModelForm):
    class Meta:
        model = Synonym
        fields = ["language", "word", "means"]

    def clean_word(self) -> str:
        """In small letters, so that it cannot be kept twice."""
        word = " ".join(str(self.cleaned_data["word"]).lower().split())
        return _with_letters(word)

    def clean_means(self) -> str:
        words = [" ".join(one.split()) for one in str(self.cleaned_data["means"]).split(";")]
        return _with_letters("; ".join(filter(None, words)))


def _with_letters(words: str) -> str:
    if not fold(words):
        raise forms.ValidationError(_("Write a word."))
    return words


class QuestionForm(forms.Form):
    """The article that answers it now; none: the line does not answer that."""

    article = forms.ModelChoiceField(
        Article.objects.none(),
        label=_("Answered by"),
        required=False,
        to_field_name="code",
        empty_label=_("None: it is nothing for the line"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["article"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Article.objects.order_by("code")
