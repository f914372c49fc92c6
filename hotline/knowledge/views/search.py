# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Searching the articles: the page, what it found as a frame while somebody types, and the same as JSON."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from hotline.knowledge.actions.asked import note_question
from hotline.knowledge.rules import edits, may_read
from hotline.knowledge.search.live import Answer, Found, find
from hotline.knowledge.views.pages import language_of_reader
from hotline.knowledge.words import Language
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

LONGEST = 200
FRAME = re.compile(r"[a-z][a-z_-]{0,40}")


@dataclass(frozen=True)
class Asked:
    """What was typed, for a citizen of which authority, in which language, and whether the typing rests."""

    typed: str
    authority: Authority | None
    language: str
    is_settled: bool

    @classmethod
    def of(cls, given: QueryDict) -> "Asked":
        code = given.get("authority", "")
        written_in = given.get("written_in", "")
        return cls(
            given.get("q", "")[:LONGEST],
            Authority.objects.filter(code=code).first() if code else None,
            written_in if written_in in Language.values else language_of_reader(),
            given.get("settled") == "1",
        )

    def answer(self) -> Answer:
        """What is found; a question that rests and has no answer is kept for the editors."""
        if not self.typed.strip():
            return Answer((), fits=True)
        answer = find(
            self.typed, language=self.language, authority=self.authority.pk if self.authority else None
        )
        if self.is_settled and not answer.fits:
            note_question(self.typed, self.language)
        return answer

    def address_of(self, found: Found) -> str:
        given = QueryDict(mutable=True)
        given["written_in"] = self.language
        if self.authority:
            given["authority"] = self.authority.code
        return f"{reverse('knowledge:article', args=[found.code])}?{given.urlencode()}"


@for_roles()
def search(request: HttpRequest, user: User) -> HttpResponse:
    """The page; asked by a frame, only what was found."""
    refuse_unless(allowed=may_read(user))
    asked = Asked.of(request.GET)
    answer = asked.answer()
    page = {
        "asked": asked,
        "answer": answer,
        "results": [(found, asked.address_of(found)) for found in answer.found],
        "opens": _frame(request.GET.get("opens", "")),
        "frame": request.headers.get("Turbo-Frame", "found"),
        "is_editor": edits(user),
    }
    if "Turbo-Frame" in request.headers:
        return render(request, "knowledge/found.html", page)
    return render(
        request, "knowledge/search.html", page | {"authorities": Authority.objects.order_by("name")}
    )


@for_roles()
def search_json(request: HttpRequest, user: User) -> JsonResponse:
    """For scripts."""
    refuse_unless(allowed=may_read(user))
    asked = Asked.of(request.GET)
    answer = asked.answer()
    return JsonResponse(
        {"fits": answer.fits, "found": [_told(found, asked.address_of(found)) for found in answer.found]}
    )


def _told(found: Found, address: str) -> dict[str, object]:
    topic = found.guide.proposed_topic
    return {
        "code": found.code,
        "title": found.guide.title,
        "short_answer": found.guide.short_answer,
        "topic": {"code": topic.code, "name": str(topic)} if topic else None,
        "is_local": found.guide.variant is not None,
        "address": address,
    }


def _frame(wanted: str) -> str:
    """The frame in which an article opens; by itself the whole page."""
    return wanted if FRAME.fullmatch(wanted) else "_top"
