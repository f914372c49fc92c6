# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the pages of this room do alike: show a form, carry out a deed, say so and go on."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hotline.organisations.actions import Refused
from hotline.organisations.models import Line

FORM_PAGE = "organisations/form_page.html"


def form_page(
    request: HttpRequest, form: forms.BaseForm, heading: str, back: str, **more: object
) -> HttpResponse:
    page = {"form": form, "heading": heading, "back": back, **more}
    return render(request, str(more.get("template", FORM_PAGE)), page)


def is_done(form: forms.BaseForm, deed: Callable[[], object]) -> bool:
    """Carry out a deed; if it is refused, the form says why."""
    try:
        deed()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def saved(request: HttpRequest, name: str, line: Line) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(name, line.slug)


def changed_fields(form: forms.BaseForm) -> str:
    """What was changed, by the fields' labels; never what was typed in them."""
    return ", ".join(str(form[name].label) for name in form.changed_data)
