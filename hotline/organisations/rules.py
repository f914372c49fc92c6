# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may change what about authorities and lines.

People live a room above; what is known of them here is their duties. An administrator's duty names an
authority, whose people and contact details it covers; a duty that names lines as well covers those lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.organisations.deeds import Deed
from hotline.organisations.models import Authority, Line

P = ParamSpec("P")


class RoleKind(models.TextChoices):
    AGENT = "agent", gettext_lazy("Agent")
    DUTY_LEAD = "duty_lead", gettext_lazy("Duty lead")
    PLANNER = "planner", gettext_lazy("Planner")
    EDITOR = "editor", gettext_lazy("Editor")
    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")


@dataclass(frozen=True)
class Duty:
    """One role of a person: for which authority, and for which lines."""

    kind: RoleKind
    authority_id: int
    line_ids: frozenset[int] = frozenset()


class Person(Protocol):
    """What these rules know of who is signed in."""

    @property
    def duties(self) -> frozenset[Duty]: ...

    def begin_to_administer(self, line: Line) -> None: ...

    def note(
        self, deed: Deed, words: str, *, line: Line | None, authority: Authority | None, subject: str
    ) -> None: ...


def administers_line(person: Person, line: Line) -> bool:
    return any(duty.kind is RoleKind.ADMINISTRATOR and line.pk in duty.line_ids for duty in person.duties)


def administers_a_line(person: Person) -> bool:
    """Such a person keeps what all lines share: the authorities."""
    return any(duty.kind is RoleKind.ADMINISTRATOR and duty.line_ids for duty in person.duties)


def may_make_line(person: Person) -> bool:
    """Who administers a line may make another; the first one is made by any administrator."""
    is_administrator = any(duty.kind is RoleKind.ADMINISTRATOR for duty in person.duties)
    return administers_a_line(person) or (is_administrator and not Line.objects.exists())


def administers_authority(person: Person, authority: Authority) -> bool:
    own = Duty(RoleKind.ADMINISTRATOR, authority.pk)
    return any((duty.kind, duty.authority_id) == (own.kind, own.authority_id) for duty in person.duties)


def may_edit_authority(person: Person, authority: Authority) -> bool:
    return administers_authority(person, authority) or administers_a_line(person)


def may_announce(person: Person, line: Line) -> bool:
    """A duty lead tells callers when something is down; so may who administers the line."""
    leads = any(duty.kind is RoleKind.DUTY_LEAD and line.pk in duty.line_ids for duty in person.duties)
    return leads or administers_line(person, line)


def works_here(person: Person, _line: Line | None = None) -> bool:
    """Hours, members and announcements are no secret among those who have a role."""
    return bool(person.duties)


def person_of(request: HttpRequest) -> Person:
    """Who is signed in; call it only behind `login_required`."""
    return cast("Person", request.user)


LineView = Callable[Concatenate[HttpRequest, Line, P], HttpResponseBase]
Page = Callable[..., HttpResponseBase]


def line_page(may: Callable[[Person, Line], bool]) -> Callable[[LineView[P]], Page]:
    """A page about one line, found by its short name, for those the rule lets in."""

    def guard(view: LineView[P]) -> Page:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            line = get_object_or_404(Line, slug=slug)
            refuse_unless(allowed=may(person_of(request), line))
            return view(request, line, *args, **kwargs)

        return login_required(guarded)

    return guard


def refuse_unless(*, allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied(_("Your roles do not cover this page."))
