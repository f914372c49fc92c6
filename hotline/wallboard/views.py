# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The boards of those who signed in, and who lets screens show them."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.live.boards import Board, live
from hotline.live.streaming import asked_beforehand, stream
from hotline.measures.rules import lines_seen_by
from hotline.organisations.models import Line
from hotline.organisations.rules import refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles, may_lead, signed_in
from hotline.wallboard import board
from hotline.wallboard.actions import pair_screen, revoke_screen
from hotline.wallboard.forms import PairingForm
from hotline.wallboard.models import Screen
from hotline.wallboard.rules import Scope, may_see, scope_of


@require_safe
@for_roles()
def start(request: HttpRequest, user: User) -> HttpResponseBase:
    """Straight to the board, when there is only one."""
    lines = list(lines_seen_by(user))
    refuse_unless(allowed=bool(lines))
    if len(lines) == 1:
        return redirect("wallboard:board", lines[0].slug)
    return render(request, "wallboard/start.html", {"lines": lines})


@never_cache
@require_safe
@for_roles()
def line_board(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    line = get_object_or_404(Line, slug=slug)
    refuse_unless(allowed=may_see(user, line))
    return render(request, "wallboard/board.html", {"line": line, "may_pair": may_lead(user, line)})


@never_cache
@require_safe
async def line_stream(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A refusal is final for the page's stream: it asks for the whole page again."""
    seen = await asked_beforehand(partial(_seen_by_reader, request, slug))
    if seen is None:
        return HttpResponse(status=403)
    return stream(board_of(*seen, get_language()))


def board_of(line: int, scope: Scope, language: str | None) -> Board:
    """The one board of all who see the same."""
    spoken = language or "da"
    return live().board(("wallboard", line, scope, spoken), partial(board.render, line, scope, spoken))


def _seen_by_reader(request: HttpRequest, slug: str) -> tuple[int, Scope] | None:
    line = Line.objects.filter(slug=slug).first()
    if line is None or not request.user.is_authenticated or not may_see(signed_in(request), line):
        return None
    return line.pk, scope_of(signed_in(request), line)


def _led(user: User, slug: str) -> Line:
    line = get_object_or_404(Line, slug=slug)
    refuse_unless(allowed=may_lead(user, line))
    return line


@for_roles()
def screens(request: HttpRequest, user: User, slug: str) -> HttpResponseBase:
    """The screens of a line, and another one."""
    line = _led(user, slug)
    form = PairingForm(line, request.POST or None)
    if form.is_valid():
        pair_screen(form.instance, form.cleaned_data["code"], user)
        messages.success(request, _("The code is accepted. The screen shows the board within some seconds."))
        return redirect("wallboard:screens", line.slug)
    in_use = Screen.objects.filter(line=line, revoked_at=None).select_related("authority", "paired_by")
    return render(request, "wallboard/screens.html", {"line": line, "form": form, "screens": in_use})


@require_POST
@for_roles()
def revoke(request: HttpRequest, user: User, slug: str, pk: int) -> HttpResponseBase:
    screen = get_object_or_404(Screen, pk=pk, line=_led(user, slug))
    if screen.revoked_at:
        raise Http404
    revoke_screen(screen, user)
    messages.success(request, _("The screen shows nothing more."))
    return redirect("wallboard:screens", slug)
