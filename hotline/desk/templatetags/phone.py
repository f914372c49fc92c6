# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The agent's phone in a page: every page of an agent has it, so that a call outlives the page."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context

from hotline.desk.queries import socket_address
from hotline.desk.tokens import token_for
from hotline.desk.words import words_of_phone, words_of_quality
from hotline.duty.words import PAUSES
from hotline.people.models import User
from hotline.people.rules import takes_calls

register = template.Library()


@register.inclusion_tag("desk/dock.html", takes_context=True)
def phone_dock(context: Context) -> dict[str, Any]:
    request = context.get("request")
    user = getattr(request, "user", None)
    if not (isinstance(request, HttpRequest) and isinstance(user, User) and takes_calls(user)):
        return {}
    return {
        "agent": user,
        "socket": socket_address(request),
        "token": token_for(user.pk),
        "words": words_of_phone(),
        "qualities": words_of_quality(),
        "pauses": PAUSES,
    }
