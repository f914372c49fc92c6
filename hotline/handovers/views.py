# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Handing over beside the call, the inbox of an authority, the agent's own, and the set-up of an inbox."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.handovers.actions import (
    change_secret,
    close,
    close_inbox,
    hand_over,
    mark_answers_seen,
    open_inbox,
    receive,
    send_again,
    set_up_inbox,
)
from hotline.handovers.forms import ClosingForm, HandOverForm, InboxForm
from hotline.handovers.models import Delivery, HandOver, Inbox, Kind
from hotline.handovers.queries import deliveries_to, handed_over_by, inbox_of, unanswered_by
from hotline.handovers.rules import (
    may_hand_over,
    may_set_up,
    readable_by,
    reads_an_inbox,
    sets_up_an_inbox,
)
from hotline.inquiries.models import Inquiry
from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind, refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles

ON_A_PAGE = 50
DELIVERIES_SHOWN = 50


@for_roles()
def new(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Hand a matter over; a page of its own, or a frame beside the call."""
    inquiry = get_object_or_404(Inquiry.objects.select_related("authority", "line"), pk=pk)
    if not may_hand_over(user, inquiry):
        raise Http404
    form = HandOverForm(inquiry, request.POST or None)
    if form.is_valid():
        _hand_over(request, user, inquiry, form)
        return redirect("handovers:done") if _is_frame(request) else redirect("handovers:mine")
    page = {"form": form, "inquiry": inquiry, **_place(request)}
    return render(request, "handovers/new.html", page, status=422 if form.is_bound else 200)


@require_safe
@for_roles()
def done(request: HttpRequest, _user: User) -> HttpResponse:
    """What the frame beside the call shows afterwards; the desk around it stays."""
    return render(request, "handovers/done.html", _place(request))


def _is_frame(request: HttpRequest) -> bool:
    return "Turbo-Frame" in request.headers


def _place(request: HttpRequest) -> dict[str, object]:
    is_frame = _is_frame(request)
    return {"is_frame": is_frame, "layout": "inquiries/frame.html" if is_frame else "base.html"}


def _hand_over(request: HttpRequest, user: User, inquiry: Inquiry, form: HandOverForm) -> None:
    sent = form.cleaned_data
    kind = Kind(sent["kind"])
    hand_over(
        inquiry,
        sent["inbox"],
        kind=kind,
        words=sent["words"],
        contact=sent["contact"],
        by=user,
        key=sent["key"],
    )
    messages.success(request, _("Handed over to %(authority)s.") % {"authority": sent["inbox"]})
    if form.holds_cpr:
        messages.warning(
            request, _("What looked like a CPR number was made unreadable before it was stored.")
        )


@require_safe
@for_roles()
def mine(request: HttpRequest, user: User) -> HttpResponse:
    """What the agent handed over, and what was answered."""
    pages = Paginator(handed_over_by(user), ON_A_PAGE)
    page = {"page": pages.get_page(request.GET.get("page")), "now": timezone.now()}
    return render(request, "handovers/mine.html", page)


@require_POST
@for_roles()
def seen(_request: HttpRequest, user: User) -> HttpResponse:
    mark_answers_seen(user)
    return redirect("handovers:mine")


@require_safe
@for_roles()
def inbox(request: HttpRequest, user: User) -> HttpResponse:
    """What was handed over to the reader's authorities, the most urgent first."""
    refuse_unless(allowed=reads_an_inbox(user))
    is_closed = request.GET.get("show") == "closed"
    pages = Paginator(inbox_of(user, closed=is_closed), ON_A_PAGE)
    now = timezone.now()
    page = pages.get_page(request.GET.get("page"))
    rows = [(handover, handover.is_overdue_at(now)) for handover in page]
    context = {"page": page, "rows": rows, "is_closed": is_closed, "sets_up": sets_up_an_inbox(user)}
    return render(request, "handovers/inbox.html", context)


@for_roles()
def handover(request: HttpRequest, user: User, key: uuid.UUID) -> HttpResponse:
    """One of them, for its authority only; to close it, the form is sent here."""
    found = _found(user, key)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        close(found, answer=form.cleaned_data["answer"], by=user)
        messages.success(request, _("Closed. The agent is told."))
        return redirect("handovers:inbox")
    page = {"handover": found, "form": form, "is_overdue": found.is_overdue_at(timezone.now())}
    return render(request, "handovers/handover.html", page, status=422 if form.is_bound else 200)


@require_POST
@for_roles()
def receipt(request: HttpRequest, user: User, key: uuid.UUID) -> HttpResponse:
    found = _found(user, key)
    receive(found, by=user)
    messages.success(request, _("The hotline knows that you have it."))
    return redirect("handovers:handover", key)


def _found(user: User, key: uuid.UUID) -> HandOver:
    """Somebody else's is not even there."""
    told = HandOver.objects.select_related(
        "authority", "inquiry__line", "received_by", "closed_by", "handed_over_by"
    )
    return get_object_or_404(told.filter(readable_by(user)), key=key)


@require_safe
@for_roles(RoleKind.ADMINISTRATOR)
def inboxes(request: HttpRequest, user: User) -> HttpResponse:
    """The inboxes somebody sets up; who has one goes there."""
    own = {duty.authority_id for duty in user.duties if duty.kind is RoleKind.ADMINISTRATOR}
    authorities = list(Authority.objects.filter(pk__in=own))
    if len(authorities) == 1:
        return redirect("handovers:set-up", authorities[0].code)
    return render(request, "handovers/inboxes.html", {"authorities": authorities})


@for_roles(RoleKind.ADMINISTRATOR)
def set_up(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """Where an authority is told, how soon it answers, and what became of the messages."""
    authority = _own(user, code)
    found = Inbox.objects.filter(authority=authority).first() or Inbox(authority=authority)
    form = InboxForm(request.POST or None, instance=found)
    if form.is_valid():
        set_up_inbox(form.instance, by=user)
        messages.success(request, _("Saved."))
        return redirect("handovers:set-up", code)
    page = {
        "form": form,
        "inbox": found,
        "authority": authority,
        "unanswered": unanswered_by(authority),
        "deliveries": deliveries_to(authority)[:DELIVERIES_SHOWN],
    }
    return render(request, "handovers/set_up.html", page, status=422 if form.is_bound else 200)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def closing(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """Take no more hand-overs."""
    close_inbox(get_object_or_404(Inbox, authority=_own(user, code)), by=user)
    messages.success(request, _("Agents can hand nothing more over to you."))
    return redirect("handovers:set-up", code)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def opening(request: HttpRequest, user: User, code: str) -> HttpResponse:
    open_inbox(get_object_or_404(Inbox, authority=_own(user, code)), by=user)
    messages.success(request, _("Agents can hand over to you again."))
    return redirect("handovers:set-up", code)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def new_secret(request: HttpRequest, user: User, code: str) -> HttpResponse:
    change_secret(get_object_or_404(Inbox, authority=_own(user, code)), by=user)
    messages.success(request, _("There is a new secret. Give it to your system at once."))
    return redirect("handovers:set-up", code)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def replay(request: HttpRequest, user: User, code: str, key: uuid.UUID) -> HttpResponse:
    """Send a message again, by hand."""
    authority = _own(user, code)
    send_again(get_object_or_404(Delivery, key=key, handover__authority=authority))
    messages.success(request, _("It is sent again within a moment."))
    return redirect("handovers:set-up", code)


def _own(user: User, code: str) -> Authority:
    authority = get_object_or_404(Authority, code=code)
    refuse_unless(allowed=may_set_up(user, authority))
    return authority
