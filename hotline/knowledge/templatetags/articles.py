# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Articles as pages show them."""

from django import template
from django.db import models
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from hotline.knowledge.markdown import to_html
from hotline.knowledge.models import Text, Version
from hotline.knowledge.views.pages import address_of_writing
from hotline.knowledge.wording import Referral, Wording
from hotline.knowledge.words import Destination, VersionState

register = template.Library()

BADGES = {
    VersionState.DRAFT: "badge-info",
    VersionState.IN_REVIEW: "badge-warning",
    VersionState.PUBLISHED: "badge-success",
    VersionState.WITHDRAWN: "badge-error",
}


@register.filter
def as_page(text: str) -> SafeString:
    return to_html(text)


@register.filter
def wording_of(version: Version) -> Wording:
    return Wording.of(version.written())


@register.filter
def field_name(field: str) -> str:
    """As the forms and lists call it."""
    column = Version._meta.get_field(field)  # noqa: SLF001 - Django's public door
    assert isinstance(column, models.Field)
    return str(capfirst(column.verbose_name))


@register.filter
def badge(version: Version) -> str:
    return BADGES[VersionState(version.state)]


@register.filter
def who(place: Referral) -> str:
    return str(Destination(place.kind).label)


@register.filter
def dial(telephone: str) -> str:
    """A number as a link wants it."""
    return telephone.replace(" ", "")


@register.filter
def writing_address(text: Text) -> str:
    return address_of_writing(text)
