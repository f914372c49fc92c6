# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The topics, for editors and administrators: what they are called from which day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.knowledge.forms.topics import NewTopicForm, RenameForm, RetireForm, WordsForm
from hotline.knowledge.models import Topic
from hotline.knowledge.queries.topic_names import topics_named_on
from hotline.knowledge.refusals import Refused
from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from hotline.people.rules import for_roles

FORM_PAGE = "organisations/form_page.html"
LIST = "knowledge:topics"
TopicForm = NewTopicForm | WordsForm | RenameForm | RetireForm

for_editors = for_roles(RoleKind.EDITOR, RoleKind.ADMINISTRATOR)


@for_editors
def topics(request: HttpRequest, _user: User) -> HttpResponse:
    """Today's topics in the order of the list; those that cannot be chosen any more stand below."""
    today = timezone.localdate()
    named = sorted(topics_named_on(today).values(), key=lambda topic: (topic.order, topic.name))
    page = {
        "topics": [topic for topic in named if topic.valid_to is None or topic.valid_to > today],
        "retired": [topic for topic in named if topic.valid_to and topic.valid_to <= today],
        "today": today,
    }
    return render(request, "knowledge/topics.html", page)


@for_editors
def new_topic(request: HttpRequest, user: User) -> HttpResponse:
    return _form_page(request, user, NewTopicForm(request.POST or None), _("New topic"), reverse(LIST))


@for_editors
def topic(request: HttpRequest, user: User, code: str) -> HttpResponse:
    found = _topic(code)
    form = WordsForm(request.POST or None, instance=found)
    if form.is_valid() and _is_done(form, user):
        return _saved(request, reverse("knowledge:topic", args=[code]))
    former = found.former.select_related("changed_by", "parent")
    return render(
        request,
        "knowledge/topic.html",
        {"topic": found, "form": form, "former": former, "back": reverse(LIST)},
    )


@for_editors
def rename(request: HttpRequest, user: User, code: str) -> HttpResponse:
    found = _topic(code)
    form = RenameForm(found, request.POST or None)
    lead = _("What is registered before that day keeps the old name.")
    return _form_page(request, user, form, _("Rename %(topic)s") % {"topic": found}, _address(found), lead)


@for_editors
def retire(request: HttpRequest, user: User, code: str) -> HttpResponse:
    found = _topic(code)
    form = RetireForm(found, request.POST or None)
    lead = _(
        "What is registered stays. When it is merged, its articles and words go over to the other topic."
    )
    return _form_page(request, user, form, _("Retire %(topic)s") % {"topic": found}, _address(found), lead)


def _form_page(
    request: HttpRequest, user: User, form: TopicForm, heading: str, back: str, lead: str = ""
) -> HttpResponse:
    if form.is_valid() and _is_done(form, user):
        return _saved(request, back)
    return render(request, FORM_PAGE, {"form": form, "heading": heading, "back": back, "lead": lead})


def _is_done(form: TopicForm, user: User) -> bool:
    try:
        form.carry_out(user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _saved(request: HttpRequest, address: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(address)


def _topic(code: str) -> Topic:
    return get_object_or_404(Topic.objects.select_related("parent", "merged_into"), code=code)


def _address(topic: Topic) -> str:
    return reverse("knowledge:topic", args=[topic.code])
