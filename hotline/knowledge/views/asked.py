# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Editors' pages: what citizens call things, and what they asked that no article answers."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hotline.knowledge.actions.asked import answer_question, keep_synonym, load_synonyms, remove_synonym
from hotline.knowledge.forms.asked import QuestionForm, SynonymForm
from hotline.knowledge.models import Question, Synonym
from hotline.knowledge.rules import edits
from hotline.knowledge.views.pages import FORM_PAGE
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

ON_A_PAGE = 100
SYNONYMS = "knowledge:synonyms"
QUESTIONS = "knowledge:questions"


@for_roles()
def synonyms(request: HttpRequest, user: User) -> HttpResponse:
    """In the order of the alphabet, those that begin with what was typed or mean it."""
    refuse_unless(allowed=edits(user))
    words = request.GET.get("words", "").strip()
    found = Synonym.objects.filter(word__icontains=words) | Synonym.objects.filter(means__icontains=words)
    page = Paginator(found.order_by("language", "word"), ON_A_PAGE).get_page(request.GET.get("page"))
    filters = urlencode({"words": words})
    return render(request, "knowledge/synonyms.html", {"page": page, "words": words, "filters": filters})


@for_roles()
def synonym(request: HttpRequest, user: User, pk: int | None = None) -> HttpResponse:
    refuse_unless(allowed=edits(user))
    kept = get_object_or_404(Synonym, pk=pk) if pk else None
    form = SynonymForm(request.POST or None, instance=kept)
    if form.is_valid():
        keep_synonym(form.save(commit=False))
        messages.success(request, _("Saved. The search knows it in a second."))
        return redirect(SYNONYMS)
    page = {"form": form, "heading": str(kept) if kept else _("New synonym"), "back": reverse(SYNONYMS)}
    return render(request, FORM_PAGE, page)


@require_POST
@for_roles()
def removal(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    refuse_unless(allowed=edits(user))
    remove_synonym(get_object_or_404(Synonym, pk=pk))
    messages.success(request, _("Removed."))
    return redirect(SYNONYMS)


@require_POST
@for_roles()
def loading(request: HttpRequest, user: User) -> HttpResponse:
    """Add those that come with the product and are missing."""
    refuse_unless(allowed=edits(user))
    added = load_synonyms()
    told = ngettext("%(number)s synonym added.", "%(number)s synonyms added.", added)
    messages.success(request, told % {"number": added})
    return redirect(SYNONYMS)


@for_roles()
def questions(request: HttpRequest, user: User) -> HttpResponse:
    """Those that wait, the most asked first."""
    refuse_unless(allowed=edits(user))
    waiting = Question.objects.filter(done_at=None)
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "knowledge/questions.html", {"page": page})


@for_roles()
def question(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    refuse_unless(allowed=edits(user))
    asked = get_object_or_404(Question, pk=pk)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        answer_question(asked, form.cleaned_data["article"])
        messages.success(request, _("Done with."))
        return redirect(QUESTIONS)
    page = {"form": form, "heading": f"»{asked.words}«", "back": reverse(QUESTIONS)}
    return render(request, FORM_PAGE, page)
