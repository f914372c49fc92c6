# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may. Every page asks here (or in `organisations.rules`); whoever is not named is refused."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from hotline.organisations.models import Authority, Line
from hotline.organisations.rules import (
    RoleKind,
    administers_a_line,
    administers_authority,
    administers_line,
    refuse_unless,
)
from hotline.people.models import User

P = ParamSpec("P")
UserView = Callable[Concatenate[HttpRequest, User, P], HttpResponseBase]
Page = Callable[..., HttpResponseBase]


def for_roles(*kinds: RoleKind) -> Callable[[UserView[P]], Page]:
    """A page for people with one of these roles; without any named, for everybody who is signed in."""

    def guard(view: UserView[P]) -> Page:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = signed_in(request)
            refuse_unless(allowed=not kinds or has_role(user, *kinds))
            return view(request, user, *args, **kwargs)

        return login_required(guarded)

    return guard


def signed_in(request: HttpRequest) -> User:
    """Who is signed in; call it only behind `login_required`."""
    return cast("User", request.user)


def has_role(user: User, *kinds: RoleKind) -> bool:
    return any(duty.kind in kinds for duty in user.duties)


def takes_calls(user: User) -> bool:
    return bool(lines_answered(user))


def lines_answered(user: User) -> frozenset[int]:
    """The lines (their keys) the person is an agent of."""
    agents = (duty.line_ids for duty in user.duties if duty.kind is RoleKind.AGENT)
    return frozenset[int]().union(*agents)


def may_lead(user: User, line: Line) -> bool:
    """See who is on duty and who waits, and help an agent who gets no calls."""
    leads = any(duty.kind is RoleKind.DUTY_LEAD and line.pk in duty.line_ids for duty in user.duties)
    return leads or administers_line(user, line)


def may_see_figures(user: User) -> bool:
    return has_role(user, RoleKind.DUTY_LEAD, RoleKind.PLANNER, RoleKind.ADMINISTRATOR)


def may_plan(user: User) -> bool:
    return has_role(user, RoleKind.PLANNER, RoleKind.ADMINISTRATOR)


def may_edit_articles(user: User) -> bool:
    return has_role(user, RoleKind.EDITOR, RoleKind.ADMINISTRATOR)


def may_administer_people_of(user: User, authority: Authority) -> bool:
    """Each employer its own; who administers a line gives a new member its first administrator."""
    return administers_authority(user, authority) or administers_a_line(user)


def may_administer(user: User, somebody: User) -> bool:
    """A person of one's authority, unless that person administers a line that one does not."""
    if somebody.authority is None or not may_administer_people_of(user, somebody.authority):
        return False
    return lines_administered(somebody) <= lines_administered(user)


def lines_administered(user: User) -> frozenset[int]:
    administered = (duty.line_ids for duty in user.duties if duty.kind is RoleKind.ADMINISTRATOR)
    return frozenset[int]().union(*administered)


def may_administer_people(user: User) -> bool:
    return has_role(user, RoleKind.ADMINISTRATOR)
