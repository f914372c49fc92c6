# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""One version: what it says, what became of it, what can be done with it. And two side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.knowledge.actions import (
    approve,
    confirm_checked,
    restore,
    send_back,
    send_to_review,
    withdraw,
)
from hotline.knowledge.comparing import compare, differences
from hotline.knowledge.forms.deeds import ApprovalForm, CheckForm, SendingBackForm
from hotline.knowledge.models import Version
from hotline.knowledge.queries import in_force
from hotline.knowledge.rules import may_approve, may_see, may_withdraw, may_write
from hotline.knowledge.tables import Happening, can
from hotline.knowledge.views.pages import told, version_or_404
from hotline.knowledge.wording import Wording
from hotline.knowledge.words import VersionState
from hotline.people.models import User
from hotline.people.rules import for_roles


@for_roles()
def version(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, may_see, user)
    return render(request, "knowledge/version.html", _page(found, user))


def _page(found: Version, user: User) -> dict[str, object]:
    now, state, writes = timezone.now(), VersionState(found.state), may_write(user, found.text)
    before = Version.objects.filter(text=found.text, number__lt=found.number).order_by("-number").first()
    is_shown = in_force(now).filter(pk=found.pk).exists()
    return {
        "version": found,
        "wording": Wording.of(found.written()),
        "before": before if before and may_see(user, before) else None,
        "is_shown": is_shown,
        "is_ahead": state == VersionState.PUBLISHED and found.publish_at and found.publish_at > now,
        "may_write": writes and state == VersionState.DRAFT,
        "may_send": writes and can(state, Happening.SENT_TO_REVIEW),
        "may_approve": may_approve(user, found) and can(state, Happening.APPROVED),
        "is_own": found.written_by_id == user.pk and state == VersionState.IN_REVIEW,
        "may_send_back": (writes or may_approve(user, found)) and can(state, Happening.SENT_BACK),
        "may_withdraw": may_withdraw(user, found) and can(state, Happening.WITHDRAWN),
        "may_restore": writes
        and not can(state, Happening.SAVED)
        and not is_shown
        and state != VersionState.IN_REVIEW,
        "may_confirm": may_withdraw(user, found) and is_shown,
        "approval": ApprovalForm(),
        "sending_back": SendingBackForm(),
        "check": CheckForm(),
    }


@for_roles()
def comparison(request: HttpRequest, user: User, pk: int, other: int) -> HttpResponse:
    """Side by side, the older one to the left; only what differs, or everything."""
    left, right = sorted(
        (version_or_404(key, may_see, user) for key in (pk, other)), key=lambda version: version.number
    )
    if left.text_id != right.text_id:
        raise Http404
    compared = compare if "all" in request.GET else differences
    rows = compared(Wording.of(left.written()), Wording.of(right.written()))
    page = {"left": left, "right": right, "differences": rows, "is_all": "all" in request.GET}
    return render(request, "knowledge/comparison.html", page)


@require_POST
@for_roles()
def review(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, lambda person, version: may_write(person, version.text), user)
    told(request, lambda: send_to_review(found), _("The text is sent to review."))
    return redirect("knowledge:version", pk)


@require_POST
@for_roles()
def sending_back(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, _may_send_back, user)
    form = SendingBackForm(request.POST)
    if not form.is_valid():
        return render(request, "knowledge/version.html", _page(found, user) | {"sending_back": form})
    told(request, lambda: send_back(found, form.cleaned_data["note"]), _("The text is sent back."))
    return redirect("knowledge:version", pk)


@require_POST
@for_roles()
def approval(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, may_approve, user)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return render(request, "knowledge/version.html", _page(found, user) | {"approval": form})
    at = form.cleaned_data["publish_at"]
    done = _("The text is approved, and will be published then.") if at else _("The text is published.")
    told(request, lambda: approve(found, by=user, publish_at=at), done)
    return redirect("knowledge:version", pk)


@require_POST
@for_roles()
def withdrawal(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, may_withdraw, user)
    told(request, lambda: withdraw(found, by=user), _("The version is withdrawn."))
    return redirect("knowledge:version", pk)


@require_POST
@for_roles()
def restoration(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    found = version_or_404(pk, lambda person, version: may_write(person, version.text), user)
    draft = told(
        request,
        lambda: restore(found, by=user, revision=found.text.revision),
        _("A new draft says the same as this version."),
    )
    return redirect("knowledge:version", draft.pk if draft else pk)


@require_POST
@for_roles()
def checking(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """What is published still holds."""
    found = version_or_404(pk, may_withdraw, user)
    form = CheckForm(request.POST)
    if not form.is_valid():
        return render(request, "knowledge/version.html", _page(found, user) | {"check": form})
    review_on = form.cleaned_data["review_on"]
    told(
        request,
        lambda: confirm_checked(found, by=user, review_on=review_on),
        _("Confirmed as checked today."),
    )
    return redirect("knowledge:version", pk)


def _may_send_back(user: User, version: Version) -> bool:
    """The writer may take it back, too."""
    return may_write(user, version.text) or may_approve(user, version)
