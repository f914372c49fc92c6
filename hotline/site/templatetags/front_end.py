# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What every page's frame needs: the import map, the navigation, icons."""

import json

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hotline.site.import_map import import_map as modules
from hotline.site.navigation import Place, places_for
from hotline.site.version import VERSION

register = template.Library()

# Inside a script element only these three can end it or begin a comment; JSON may write them as escapes.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """Write the import map, the only script that stands in a page; the nonce lets it through the policy."""
    content = mark_safe(json.dumps(modules()).translate(ESCAPES))  # noqa: S308 - our own file names, escaped
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html('<script type="importmap" nonce="{}">{}</script>', nonce, content)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the design system; without a label screen readers pass over it."""
    address = f"{static('vendor/dkfds/img/all-svg-icons.svg')}#{name}"
    if label:
        picture = (
            '<svg class="icon-svg" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>'
        )
        return format_html(picture, label, address)
    picture = '<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    return format_html(picture, address)


@register.simple_tag(takes_context=True)
def places(context: Context) -> list[Place]:
    """The navigation for who is reading, with the place they are at marked."""
    request = context.get("request")
    return places_for(request) if isinstance(request, HttpRequest) else []


@register.simple_tag
def forced_open() -> bool:
    return bool(settings.FORCED_OPEN)


@register.simple_tag
def version() -> str:
    return VERSION
