# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Which systems are told, what they were told, and sending it again by hand."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind, refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.webhooks.actions import change, change_secret, end, send_again, subscribe
from hotline.webhooks.forms import SubscriptionForm
from hotline.webhooks.models import Delivery, Subscription
from hotline.webhooks.rules import authorities_set_up_by, lines_set_up_by, may_set_up, subscriptions_of

ON_A_PAGE = 50


@require_safe
@for_roles(RoleKind.ADMINISTRATOR)
def subscriptions(request: HttpRequest, user: User) -> HttpResponseBase:
    page = {
        "subscriptions": subscriptions_of(user),
        "authorities": authorities_set_up_by(user),
        "lines": lines_set_up_by(user),
    }
    return render(request, "webhooks/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(RoleKind.ADMINISTRATOR)
def new_of_authority(request: HttpRequest, user: User, code: str) -> HttpResponseBase:
    return _new(request, user, get_object_or_404(Authority, code=code))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(RoleKind.ADMINISTRATOR)
def new_of_line(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    return _new(request, user, get_object_or_404(Line, slug=slug))


def _new(request: HttpRequest, user: User, place: Authority | Line) -> HttpResponseBase:
    refuse_unless(allowed=may_set_up(user, place))
    form = SubscriptionForm(is_lines=isinstance(place, Line), data=request.POST or None)
    if form.is_valid():
        made = subscribe(place, address=form.cleaned_data["address"], events=form.chosen, by=user)
        messages.success(request, _("The system is told from now on. Give it the secret below."))
        return redirect("webhooks:subscription", made.pk)
    page = {"form": form, "place": place}
    return render(request, "webhooks/new.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(RoleKind.ADMINISTRATOR)
def subscription(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    """Where and what is told, the secret, and what became of each message."""
    found = _own(user, pk)
    form = SubscriptionForm(is_lines=found.line_id is not None, of=found, data=request.POST or None)
    if form.is_valid():
        change(found, address=form.cleaned_data["address"], events=form.chosen, by=user)
        messages.success(request, _("Saved."))
        return redirect("webhooks:subscription", pk)
    pages = Paginator(Delivery.objects.filter(subscription=found), ON_A_PAGE)
    page = {"form": form, "subscription": found, "page": pages.get_page(request.GET.get("page"))}
    return render(request, "webhooks/subscription.html", page, status=422 if form.is_bound else 200)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def new_secret(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    change_secret(_own(user, pk), by=user)
    messages.success(request, _("There is a new secret. Give it to your system at once."))
    return redirect("webhooks:subscription", pk)


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def end_subscription(request: HttpRequest, user: User, pk: int) -> HttpResponseBase:
    end(_own(user, pk), by=user)
    messages.success(request, _("The system is told no more."))
    return redirect("webhooks:list")


@require_POST
@for_roles(RoleKind.ADMINISTRATOR)
def replay(request: HttpRequest, user: User, pk: int, key: uuid.UUID) -> HttpResponseBase:
    """Send a message again, by hand."""
    send_again(get_object_or_404(Delivery, subscription=_own(user, pk), key=key))
    messages.success(request, _("It is sent again within a moment."))
    return redirect("webhooks:subscription", pk)


def _own(user: User, pk: int) -> Subscription:
    return get_object_or_404(subscriptions_of(user), pk=pk)
