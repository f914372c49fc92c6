# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What these pages do alike: carry out a deed by one press, say what became of it, and go back."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hotline.duty.rules import Refused
from hotline.knowledge.refusals import Refused as RefusedByKnowledge
from hotline.organisations.models import Line

REFUSALS = (Refused, RefusedByKnowledge)


def done(request: HttpRequest, line: Line, deed: Callable[[], object], said: str) -> HttpResponse:
    """Back on the duty page, which says that it is done or why it is not."""
    try:
        deed()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("duty:line", line.slug)


def is_done(form: forms.BaseForm, deed: Callable[[], object]) -> bool:
    """Carry out a deed; if it is refused, the form says why."""
    try:
        deed()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
