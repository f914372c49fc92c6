# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Temporary guides: made on one page, ended by one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.knowledge.actions import end_temporary_guide, make_temporary_guide
from hotline.knowledge.forms.deeds import GuideForm
from hotline.knowledge.models import Article
from hotline.knowledge.refusals import Refused
from hotline.knowledge.rules import guide_authority_id, lines_announced_by, may_end_guide, may_make_guide
from hotline.knowledge.views.pages import FORM_PAGE, article_or_404, told
from hotline.organisations.models import Authority
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles


@for_roles()
def new_guide(request: HttpRequest, user: User) -> HttpResponse:
    refuse_unless(allowed=may_make_guide(user))
    form = GuideForm(lines_announced_by(user), request.POST or None)
    article = _made(form, user) if form.is_valid() else None
    if article:
        messages.success(request, _("The guide is in force. Every agent finds it now."))
        return redirect("knowledge:article", article.code)
    page = {
        "form": form,
        "heading": _("Temporary guide"),
        "lead": _("For when something is down. It is in force at once, without review, and ends by itself."),
        "back": reverse("knowledge:articles"),
        "send": _("Put it in force"),
    }
    return render(request, FORM_PAGE, page)


@require_POST
@for_roles()
def end_guide(request: HttpRequest, user: User, code: str) -> HttpResponse:
    article = article_or_404(code)
    refuse_unless(allowed=may_end_guide(user, article))
    told(request, lambda: end_temporary_guide(article, by=user), _("The guide has ended."))
    return redirect("knowledge:articles")


def _made(form: GuideForm, user: User) -> Article | None:
    """The guide; None when it is refused, and the form says why."""
    chosen = form.cleaned_data
    authority = Authority.objects.get(pk=guide_authority_id(user) or 0)
    guide = (form.wording(), chosen["topic"], chosen["ends_at"])
    try:
        return make_temporary_guide(*guide, by=user, authority=authority, announced=form.announced())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
