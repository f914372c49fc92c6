# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Alarms of a line: those of the last weeks, where they begin and end, and who is written to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.duty.actions import acknowledge, set_alarms
from hotline.duty.forms import LimitForm, RecipientsForm
from hotline.duty.limits import limits_of
from hotline.duty.models import AlarmMail
from hotline.duty.views.deeds import done
from hotline.organisations.models import Line
from hotline.organisations.rules import line_page, may_announce
from hotline.people.rules import signed_in

SHOWN = 100


@line_page(may_announce)
def alarms(request: HttpRequest, line: Line) -> HttpResponse:
    mail = AlarmMail.objects.filter(line=line).first()
    recipients = RecipientsForm(request.POST or None, initial={"addresses": mail.addresses if mail else ""})
    forms = [LimitForm(kind, limit, request.POST or None) for kind, limit in limits_of(line).items()]
    are_valid = [form.is_valid() for form in (*forms, recipients)]  # every one says what is wrong with it
    if all(are_valid):
        limits = {form.kind: form.limit() for form in forms}
        set_alarms(line, limits, recipients.cleaned_data["addresses"], by=signed_in(request))
        messages.success(request, _("Saved."))
        return redirect("duty:alarms", line.slug)
    page = {
        "line": line,
        "forms": forms,
        "recipients": recipients,
        "alarms": line.alarms.select_related("acknowledged_by", "line")[:SHOWN],
    }
    return render(request, "duty/alarms.html", page)


@require_POST
@line_page(may_announce)
def acknowledgement(request: HttpRequest, line: Line, pk: int) -> HttpResponse:
    alarm = get_object_or_404(line.alarms.select_related("line"), pk=pk)
    by = signed_in(request)
    return done(request, line, lambda: acknowledge(alarm, by=by), _("The alarm is acknowledged."))
