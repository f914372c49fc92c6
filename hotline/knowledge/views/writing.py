# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Writing a text: the original beside a translation, a preview, and nothing written over anybody."""

import datetime as dt
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.actions import begin_text, send_to_review, write
from hotline.knowledge.actions.writing import working_version
from hotline.knowledge.comparing import differences
from hotline.knowledge.forms.deeds import HALF_A_YEAR
from hotline.knowledge.forms.writing import Places, WordingForm, places_form
from hotline.knowledge.models import Article, Text, Version
from hotline.knowledge.refusals import Conflict, Refused
from hotline.knowledge.rules import may_write
from hotline.knowledge.views.pages import article_or_404
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import Language, VersionState
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

PAGE = "knowledge/write.html"


@dataclass(frozen=True)
class Desk:
    """What lies before somebody who writes."""

    text: Text
    base: Wording
    form: WordingForm
    places: Places
    newest: Version | None
    original: Version | None

    def page(self, **more: object) -> dict[str, object]:
        title = self.base.title or (self.original.title if self.original else self.text.article.code)
        return {**vars(self), "revision": self.text.revision, "title": title, **more}

    def is_valid(self) -> bool:
        return self.form.is_valid() and self.places.is_valid()

    def wording(self) -> Wording:
        return self.form.wording(self.places)


@for_roles()
def write_text(
    request: HttpRequest, user: User, code: str, language: str, authority: str | None = None
) -> HttpResponse:
    text = _text(article_or_404(code), Language(language), authority)
    refuse_unless(allowed=may_write(user, text))
    newest = _newest(text)
    if request.method != "POST" and newest and newest.state == VersionState.IN_REVIEW:
        messages.info(
            request, _("The text is being reviewed. It can be written on when it has been sent back.")
        )
        return redirect("knowledge:version", newest.pk)
    base = _base(text, newest)
    form, places = (
        WordingForm(text, base, request.POST or None),
        places_form(base.where_next, request.POST or None),
    )
    desk = Desk(text, base, form, places, newest, _original(request, text))
    if request.method != "POST":
        return render(request, PAGE, desk.page())
    if not desk.is_valid():
        return render(request, PAGE, desk.page(revision=_revision(request)))
    if request.POST.get("do") == "preview":
        return render(request, PAGE, desk.page(preview=desk.wording(), revision=_revision(request)))
    return _save(request, user, desk)


def _save(request: HttpRequest, user: User, desk: Desk) -> HttpResponse:
    text = begin_text(desk.text.article, desk.text.language, desk.text.authority, _owner(desk.text, user))
    comment, revision = desk.form.cleaned_data["comment"], _revision(request)
    try:
        version = write(
            text, desk.wording(), by=user, revision=revision, original=desk.original, comment=comment
        )
        if request.POST.get("do") == "review":
            send_to_review(version)
    except Conflict as conflict:
        return _both_texts(request, desk, conflict)
    except Refused as refusal:
        desk.form.add_error(None, str(refusal))
        return render(request, PAGE, desk.page(revision=_current_revision(text)))
    messages.success(request, _("The draft is saved."))
    return redirect("knowledge:version", version.pk)


def _both_texts(request: HttpRequest, desk: Desk, conflict: Conflict) -> HttpResponse:
    """What the other has saved beside what was typed here, which stays in the form."""
    theirs = conflict.theirs
    told = differences(Wording.of(theirs.written()), desk.wording()) if theirs else []
    more = {"conflict": str(conflict), "theirs": theirs, "differences": told}
    return render(request, PAGE, desk.page(**more, revision=_current_revision(desk.text)), status=409)


def _current_revision(text: Text) -> int:
    whose = {"article": text.article, "language": text.language, "authority": text.authority}
    return Text.objects.values_list("revision", flat=True).get(**whose)


def _owner(text: Text, writer: User) -> User | None:
    """Whoever begins a variant looks after it; a common text is its article's owner's."""
    return writer if text.is_variant else None


def _text(article: Article, language: Language, authority: str | None) -> Text:
    """The text there is, or one that will be there when something is saved."""
    whose = get_object_or_404(Authority, code=authority) if authority else None
    there = Text.objects.select_related("article__authority", "authority", "owner")
    found = there.filter(article=article, language=language, authority=whose).first()
    return found or Text(article=article, language=language, authority=whose)


def _newest(text: Text) -> Version | None:
    if text.revision == 0:  # nothing was ever written
        return None
    return working_version(text) or Version.objects.filter(text=text).order_by("-number").first()


def _base(text: Text, newest: Version | None) -> Wording:
    if newest:
        return Wording.of(newest.written())
    if text.language != Language.DANISH:
        return Wording()
    today: dt.date = timezone.localdate()
    return replace(Wording(), checked_on=today, review_on=today + HALF_A_YEAR)


def _original(request: HttpRequest, text: Text) -> Version | None:
    """What a translation is made from: the Danish version the translator was shown, else the newest."""
    if text.language == Language.DANISH:
        return None
    danish = Version.objects.filter(
        text__article=text.article, text__authority=text.authority, text__language=Language.DANISH
    ).exclude(state=VersionState.WITHDRAWN)
    shown = request.POST.get("original", "")
    if shown.isdigit() and (found := danish.filter(pk=shown).first()):
        return found
    published = danish.filter(state=VersionState.PUBLISHED).order_by("-number").first()
    return published or danish.order_by("-number").first()


def _revision(request: HttpRequest) -> int:
    said = request.POST.get("revision", "")
    return int(said) if said.isdigit() else 0
