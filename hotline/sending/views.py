# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A form beside the call: send the citizen what you talked about."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from hotline.inquiries.queries import own_call
from hotline.knowledge.queries import Guide, guide
from hotline.knowledge.words import Language
from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from hotline.people.rules import for_roles
from hotline.sending.actions import send_guide
from hotline.sending.forms import SendingForm
from hotline.sending.gateways import NotSent
from hotline.sending.messages import message_about
from hotline.sending.models import Sent, Way


@sensitive_post_parameters("to")
@for_roles(RoleKind.AGENT, RoleKind.DUTY_LEAD)
def sending(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """Which article, for a citizen of which ?authority (its code), in which ?language, during which ?call."""
    found = _guide(request, code)
    form = SendingForm(request.POST or None)
    sender, call = sender_for(user), own_call(user, request.GET.get("call", ""))
    if form.is_valid() and _is_sent(form, partial(send_guide, found, sender=sender, by=user, call=call)):
        return redirect(_with("sending:sent", code, request.GET, way=form.cleaned_data["way"]))
    page = {"form": form, "guide": found, "message": message_about(found, sender)}
    return _answer(request, "sending/sending.html", page, status=422 if form.is_bound else 200)


@require_safe
@for_roles(RoleKind.AGENT, RoleKind.DUTY_LEAD)
def sent(request: HttpRequest, _user: User, code: str) -> HttpResponse:
    page = {
        "by_sms": request.GET.get("way") != Way.EMAIL,
        "again": _with("sending:sending", code, request.GET),
    }
    return _answer(request, "sending/sent.html", page)


def _with(name: str, code: str, asked: QueryDict, **more: str) -> str:
    """Another page about the same article for the same citizen."""
    kept = {key: str(asked[key]) for key in ("authority", "language", "call") if key in asked}
    return f"{reverse(name, args=[code])}?{urlencode(kept | more)}"


def sender_for(user: User) -> str:
    """The line the agent answers, as citizens know it."""
    lines = sorted(line for duty in user.duties for line in duty.line_ids)
    found = Line.objects.filter(pk__in=lines).order_by("pk").first()
    return found.name if found else settings.SMS_SENDER


def _is_sent(form: SendingForm, send: Callable[..., Sent]) -> bool:
    how = form.cleaned_data
    try:
        send(way=Way(how["way"]), to=how["to"], has_said_yes=how["has_said_yes"])
    except NotSent as problem:
        form.add_error(None, str(problem))
        return False
    return True


def _guide(request: HttpRequest, code: str) -> Guide:
    language = request.GET.get("language", "")
    authority = Authority.objects.filter(code=request.GET.get("authority", "")).first()
    chosen = language if language in Language.values else Language.DANISH
    found = guide(code, chosen, authority.pk if authority else None, timezone.now())
    if found is None:
        raise Http404
    return found


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    is_frame = "Turbo-Frame" in request.headers
    layout = "sending/frame.html" if is_frame else "base.html"
    return render(request, template, {**context, "is_frame": is_frame, "layout": layout}, status=status)
