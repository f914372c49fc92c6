# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The duty lead's page of a line, and the part of it that is fetched anew each second."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from hotline.duty.forms import MessageForm
from hotline.duty.now import now_on
from hotline.duty.rules import lines_led
from hotline.organisations.models import Line
from hotline.organisations.rules import line_page, may_announce, refuse_unless
from hotline.people.models import User
from hotline.people.rules import for_roles


@for_roles()
def start(request: HttpRequest, user: User) -> HttpResponse:
    """To the line one leads, or a choice between them."""
    lines = lines_led(user)
    refuse_unless(allowed=bool(lines))
    if len(lines) == 1:
        return redirect("duty:line", lines[0].slug)
    return render(request, "duty/lines.html", {"lines": lines})


@never_cache
@line_page(may_announce)
def line(request: HttpRequest, line: Line) -> HttpResponse:
    return whole_page(request, line, MessageForm())


@never_cache
@line_page(may_announce)
def now(request: HttpRequest, line: Line) -> HttpResponse:
    """Without anything somebody could be typing in: it is put over what is shown."""
    return render(request, "duty/now.html", {"line": line, "now": now_on(line)})


def whole_page(request: HttpRequest, line: Line, form: MessageForm) -> HttpResponse:
    return render(request, "duty/line.html", {"line": line, "now": now_on(line), "form": form})
