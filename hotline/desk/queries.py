# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the desk's pages need to know."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from hotline.organisations.models import Line

A_CALL = "A-CALL"  # stands in an address until the page knows which call it is about
AN_ARTICLE = "AN-ARTICLE"  # and which article


def socket_address(request: HttpRequest) -> str:
    """Where this page finds the exchange's socket: as configured, or on the page's own host."""
    if settings.EXCHANGE_URL:
        return str(settings.EXCHANGE_URL)
    scheme = "wss" if request.is_secure() else "ws"
    host = urlsplit(f"//{request.get_host()}").hostname or "localhost"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{settings.EXCHANGE_PORT}/phone"


def lines_to_ring() -> QuerySet[Line]:
    return Line.objects.order_by("name")


def address_for_a_call(name: str) -> str:
    """The page's address with A_CALL where the call's id belongs; empty while there is no such page."""
    try:
        return reverse(name, args=[A_CALL])
    except NoReverseMatch:
        return ""
