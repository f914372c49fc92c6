# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The list of articles, the reading page for everybody, and one article as its editors see it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.actions import begin_article, change_article
from hotline.knowledge.forms.articles import NewArticleForm, PlaceForm
from hotline.knowledge.models import Article, Text
from hotline.knowledge.queries import flags_answered_to, flags_waiting_for, guide, overdue
from hotline.knowledge.queries.editing import BY_STATE, Wanted, histories, rows_of, texts_for, topics_used
from hotline.knowledge.rules import (
    authorities_edited_by,
    edits,
    may_begin_article,
    may_change_article,
    may_end_guide,
    may_make_guide,
    may_raise_flag,
    may_read,
)
from hotline.knowledge.views.pages import (
    FORM_PAGE,
    address_of_writing,
    article_or_404,
    is_done,
    language_of_reader,
    to_editing,
)
from hotline.knowledge.words import Language
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

ON_A_PAGE = 50


def _states() -> list[tuple[str, str]]:
    return [
        ("published", _("Published")),
        ("draft", _("Draft")),
        ("in_review", _("In review")),
        ("withdrawn", _("Withdrawn")),
        ("overdue", _("Review overdue")),
        ("outdated", _("Older than its original")),
        ("flagged", _("With open flags")),
    ]


@for_roles()
def articles(request: HttpRequest, user: User) -> HttpResponse:
    refuse_unless(allowed=may_read(user))
    now, wanted = timezone.now(), _wanted(request)
    found = Paginator(texts_for(user, wanted, now), ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "page": found,
        "rows": rows_of(found, user),
        "wanted": wanted,
        "states": _states() if edits(user) else [],
        "languages": Language.choices,
        "topics": topics_used(),
        "filters": _without_page(request),
        "is_editor": edits(user),
        "overdue": overdue(now).count() if edits(user) else 0,
        "waiting": flags_waiting_for(user).count() + flags_answered_to(user).count(),
        "may_begin": may_begin_article(user),
        "may_make_guide": may_make_guide(user),
        "now": now,
        "today": timezone.localdate(now),
    }
    return render(request, "knowledge/articles.html", page)


@for_roles()
def article(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """The text as a citizen of an authority is told it."""
    refuse_unless(allowed=may_read(user))
    found = article_or_404(code)
    authority = Authority.objects.filter(code=request.GET.get("authority", "")).first()
    asked = request.GET.get("written_in", "")
    language = asked if asked in Language.values else language_of_reader()
    shown = guide(code, language, authority.pk if authority else None, timezone.now())
    if shown is None and edits(user):
        return to_editing(found)
    page = {
        "article": found,
        "guide": shown,
        "authority": authority,
        "authorities": Authority.objects.exclude(kind=Authority.Kind.STATE),
        "language": language,
        "languages": Language.choices,
        "is_editor": edits(user),
        "may_flag": may_raise_flag(user),
        "may_end": may_end_guide(user, found) and found.ends_at and found.ends_at > timezone.now(),
    }
    return render(request, "knowledge/article.html", page, status=200 if shown else 404)


@for_roles()
def edit_article(request: HttpRequest, user: User, code: str) -> HttpResponse:
    refuse_unless(allowed=edits(user))
    found = article_or_404(code)
    texts = histories(found, user, timezone.now())
    page = {
        "article": found,
        "filings": found.filings.select_related("topic"),
        "histories": texts,
        "title": next((v.title for h in texts for v in (h.shown, *h.versions) if v and v.title), found.code),
        "may_change": may_change_article(user, found),
        "beginnings": _beginnings(found, user),
        "flags": found.flags.filter(answered_at=None).select_related("raised_by__authority"),
        "now": timezone.now(),
        "today": timezone.localdate(),
        "may_end": may_end_guide(user, found) and found.ends_at and found.ends_at > timezone.now(),
    }
    return render(request, "knowledge/edit_article.html", page)


@for_roles()
def new_article(request: HttpRequest, user: User) -> HttpResponse:
    refuse_unless(allowed=may_begin_article(user))
    form = NewArticleForm(user, data=request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data
        place = {"owner": chosen["owner"]}
        if is_done(form, lambda: begin_article(chosen["code"], form.topics(), chosen["authority"], **place)):
            return redirect("knowledge:write", chosen["code"], Language.DANISH)
    page = {
        "form": form,
        "heading": _("New article"),
        "back": reverse("knowledge:articles"),
        "send": _("Go on and write"),
    }
    return render(request, FORM_PAGE, page)


@for_roles()
def settings(request: HttpRequest, user: User, code: str) -> HttpResponse:
    found = article_or_404(code)
    refuse_unless(allowed=may_change_article(user, found))
    form = PlaceForm(user, found, request.POST or None)
    if form.is_valid():
        chosen = form.cleaned_data
        if is_done(form, lambda: change_article(found, form.topics(), chosen["authority"], chosen["owner"])):
            messages.success(request, _("Saved."))
            return to_editing(found)
    heading, back = _("Topics and owner"), reverse("knowledge:edit-article", args=[code])
    return render(request, FORM_PAGE, {"form": form, "heading": heading, "back": back})


def _wanted(request: HttpRequest) -> Wanted:
    said = request.GET
    state = said.get("state", "")
    topic = said.get("topic", "")
    return Wanted(
        state if state in BY_STATE else "",
        int(topic) if topic.isdigit() else None,
        said.get("written_in", "") if said.get("written_in") in Language.values else "",
        said.get("words", "").strip(),
        is_mine="mine" in said,
    )


def _without_page(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _beginnings(article: Article, user: User) -> list[tuple[str, str]]:
    """The texts somebody may begin: what they are called, and where they are written."""
    there = set(article.texts.values_list("language", "authority"))
    own = list(Authority.objects.filter(pk__in=authorities_edited_by(user)))
    wanted = [None] if article.authority in own else []
    return [
        (
            _name_of(language, authority),
            address_of_writing(Text(article=article, language=language, authority=authority)),
        )
        for authority in (*wanted, *own)
        for language in Language
        if (language.value, authority.pk if authority else None) not in there
    ]


def _name_of(language: Language, authority: Authority | None) -> str:
    whose = _("Local variant: %(authority)s") % {"authority": authority} if authority else _("Common text")
    return f"{whose}, {language.label}"
