# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Flags: the form to raise one without a call, the inbox, the answer, and the answers an agent got."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.knowledge.actions import answer_flag, mark_seen, raise_flag
from hotline.knowledge.forms.deeds import AnswerForm, FlagForm
from hotline.knowledge.models import Flag, Version
from hotline.knowledge.queries import flags_answered_to, flags_waiting_for, guide
from hotline.knowledge.rules import edits, may_answer, may_raise_flag
from hotline.knowledge.views.pages import article_or_404, is_done, language_of_reader
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

ON_A_PAGE = 50


@for_roles()
def flags(request: HttpRequest, user: User) -> HttpResponse:
    """Those one has to answer, and the answers one was given."""
    refuse_unless(allowed=may_raise_flag(user))
    page = {
        "page": Paginator(flags_waiting_for(user), ON_A_PAGE).get_page(request.GET.get("page")),
        "answers": flags_answered_to(user),
        "is_editor": edits(user),
    }
    return render(request, "knowledge/flags.html", page)


@for_roles()
def raise_one(request: HttpRequest, user: User, code: str | None = None) -> HttpResponse:
    refuse_unless(allowed=may_raise_flag(user))
    article = article_or_404(code) if code else None
    form = FlagForm(request.POST or None, initial={"kind": "wrong" if code else "missing"})
    if form.is_valid():
        shown, chosen = _version_shown(request, code), form.cleaned_data
        kind, words = chosen["kind"], chosen["words"]
        if is_done(form, lambda: raise_flag(user, kind, words, article=article, version=shown)):
            messages.success(request, _("Thank you. The owner will answer, and you will see it here."))
            return redirect("knowledge:article", code) if code else redirect("knowledge:flags")
    back = reverse("knowledge:article", args=[code]) if code else reverse("knowledge:flags")
    page = {"form": form, "article": article, "back": back}
    return render(request, "knowledge/raise_flag.html", page)


@for_roles()
def answer(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    related = Flag.objects.select_related(
        "article", "version__text__article", "version__text__authority", "raised_by__authority", "answered_by"
    )
    flag = get_object_or_404(related, pk=pk)
    refuse_unless(allowed=may_answer(user, flag))
    form = AnswerForm(request.POST or None)
    if form.is_valid() and is_done(
        form, lambda: answer_flag(flag, by=user, answer=form.cleaned_data["answer"])
    ):
        messages.success(request, _("Your answer is on its way to the agent."))
        return redirect("knowledge:flags")
    return render(request, "knowledge/answer_flag.html", {"flag": flag, "form": form})


@require_POST
@for_roles()
def seen(_request: HttpRequest, user: User, pk: int) -> HttpResponse:
    flag = get_object_or_404(Flag, pk=pk, raised_by=user)
    mark_seen(flag, by=user)
    return redirect("knowledge:flags")


def _version_shown(request: HttpRequest, code: str | None) -> Version | None:
    """What the agent was looking at: the authority's variant if there is one, else the common text."""
    if code is None:
        return None
    said = request.GET.get("authority", "")
    authority = Authority.objects.filter(code=said).values_list("pk", flat=True).first() if said else None
    shown = guide(code, language_of_reader(), authority, timezone.now())
    return shown.versions[-1] if shown else None
