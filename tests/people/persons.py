# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The people tests are about: who administers, who leads, who answers, and the strangers."""

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from hotline.organisations.actions import join_line, publish_hours
from hotline.organisations.models import Authority, Line, Membership
from hotline.organisations.rules import RoleKind
from hotline.people.models import Role, User
from tests.organisations.schedules import THE_WEEK

PASSWORD = "gul-cykel-i-regn"
SINCE = dt.date(2014, 3, 10)


def make_authority(
    code: str = "0751", name: str = "Aarhus", kind: str = Authority.Kind.MUNICIPALITY
) -> Authority:
    return Authority.objects.create(code=code, name=name, kind=kind)


def make_line(slug: str = "hotline", number: str = "+4570200000") -> Line:
    line = Line.objects.create(slug=slug, name="Den Digitale Hotline", number=number)
    publish_hours(line, THE_WEEK, SINCE)
    return line


def make_person(
    username: str, authority: Authority, *kinds: RoleKind, line: Line | None = None, name: str = ""
) -> User:
    user = User.objects.create_user(username, PASSWORD, name=name or username.title(), authority=authority)
    for kind in kinds:
        role = Role.objects.create(user=user, authority=authority, kind=kind)
        if line:
            role.lines.add(line)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@dataclass(frozen=True)
class World:
    """One line staffed by Aarhus and Viborg, and a person of every sort."""

    line: Line
    aarhus: Authority
    viborg: Authority
    administrator: User  # of the line, in Aarhus
    duty_lead: User  # of the line, in Aarhus
    agent: User  # of the line, in Viborg
    local: User  # administers Viborg's people, not the line
    elsewhere: User  # administers people in Aalborg, which has no part in the line
    roleless: User  # may sign in, has no role

    def client(self, who: str) -> Client:
        """The client of one of them; "stranger" has not signed in."""
        return Client() if who == "stranger" else signed_in(getattr(self, who))


def make_world() -> World:
    line = make_line()
    aarhus, viborg = make_authority(), make_authority("0791", "Viborg")
    aalborg = make_authority("0851", "Aalborg")
    for authority in (aarhus, viborg):
        join_line(line, authority, Membership.Kind.STAFFS, SINCE)
    return World(
        line,
        aarhus,
        viborg,
        make_person("asta", aarhus, RoleKind.ADMINISTRATOR, line=line),
        make_person("vera", aarhus, RoleKind.DUTY_LEAD, line=line),
        make_person("anna", viborg, RoleKind.AGENT, line=line),
        make_person("lone", viborg, RoleKind.ADMINISTRATOR),
        make_person("erik", aalborg, RoleKind.ADMINISTRATOR),
        make_person("rolf", viborg),
    )
