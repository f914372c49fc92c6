# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Every change to people and their roles."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from hotline.organisations.deeds import Deed, note
from hotline.organisations.models import Authority, Line, Membership
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User


class Refused(Exception):
    """A deed that is not done, with a sentence for people."""


@dataclass(frozen=True)
class Roles:
    """What a person is to do: which roles, for which lines, and which lines to administer."""

    kinds: Collection[RoleKind]
    lines: Collection[Line] = ()
    administers: Collection[Line] = field(default=())


@transaction.atomic
def save_person(user: User, roles: Roles, *, by: User | None = None) -> User:
    """Save a person together with the roles. Nobody takes the keys from oneself."""
    if by is not None and by.pk == user.pk:
        _refuse_locking_oneself_out(user, roles)
    authority = _employer(user)
    _refuse_agents_who_do_not_staff(authority, roles)
    user.save()
    User.objects.select_for_update().get(pk=user.pk)
    give_roles(user, authority, roles)
    note(by, Deed.PERSON_SAVED, _with_roles(user, roles), authority=authority, subject=user.pk)
    return user


def _with_roles(user: User, roles: Roles) -> str:
    """The person, with what the person may do from now on."""
    held = ", ".join(str(RoleKind(kind).label) for kind in RoleKind if kind in roles.kinds)
    return f"{user.name}: {held or '–'}{'' if user.is_active else ' ' + _('(may not sign in)')}"


def give_roles(user: User, authority: Authority, roles: Roles) -> None:
    """Let the person have these roles and no others."""
    user.roles.exclude(kind__in=roles.kinds, authority=authority).delete()
    for kind in roles.kinds:
        role, _new = Role.objects.get_or_create(user=user, authority=authority, kind=kind)
        role.lines.set(roles.administers if kind is RoleKind.ADMINISTRATOR else roles.lines)
    user.forget_duties()


def choose_language(user: User, language: str) -> None:
    user.language = User.Language(language)
    user.save(update_fields=["language"])


def _employer(user: User) -> Authority:
    if user.authority is None:
        raise Refused(_("Choose the authority that employs the person."))
    return user.authority


def _refuse_locking_oneself_out(user: User, roles: Roles) -> None:
    if not user.is_active or RoleKind.ADMINISTRATOR not in roles.kinds:
        raise Refused(_("You cannot shut yourself out. Ask another administrator to do it."))


def _refuse_agents_who_do_not_staff(authority: Authority, roles: Roles) -> None:
    if RoleKind.AGENT not in roles.kinds:
        return
    if not roles.lines:
        raise Refused(_("Choose the lines that the agent answers."))
    staffs = Membership.objects.filter(authority=authority, kind=Membership.Kind.STAFFS)
    staffed = set(staffs.values_list("line_id", flat=True))
    for line in roles.lines:
        if line.pk not in staffed:
            names = {"authority": authority, "line": line}
            raise Refused(_("%(authority)s does not staff %(line)s, so it cannot have agents there.") % names)
