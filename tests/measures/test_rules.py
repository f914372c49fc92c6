# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Whose figures one sees: of lines one works on or whose member one's authority is; all of a line led."""

import pytest

from hotline.measures.rules import authorities_of, lines_seen_by, sees_every_authority
from hotline.organisations.models import Line, Membership
from hotline.people.models import User
from tests.calls import scenes

pytestmark = pytest.mark.django_db


def other_line() -> Line:
    return Line.objects.create(name="Other", slug="other", number="+4570200001")


@pytest.mark.parametrize("role", ["agent", "duty_lead", "planner", "editor", "administrator"])
def test_who_works_on_a_line_sees_its_figures(role: str) -> None:
    other_line()

    assert list(lines_seen_by(scenes.person("Rie", role))) == [scenes.line()]


def test_whose_authority_is_a_member_sees_the_figures_without_any_role() -> None:
    line = scenes.line()

    assert list(lines_seen_by(scenes.person("Rut", of=scenes.region()))) == [line]


def test_a_member_that_has_left_still_sees_the_years_it_was_in() -> None:
    line = scenes.line()
    Membership.objects.filter(authority=scenes.viborg()).update(to_on="2015-01-01")

    assert list(lines_seen_by(scenes.person("Vita", of=scenes.viborg()))) == [line]


def test_an_authority_that_joined_twice_gives_the_line_once() -> None:
    line = scenes.line()
    Membership.objects.create(authority=scenes.viborg(), line=line, kind="staffs", from_on="2015-01-01")

    assert list(lines_seen_by(scenes.person("Vita", of=scenes.viborg()))) == [line]


def test_a_stranger_sees_no_line() -> None:
    scenes.line()
    nobody = User.objects.create_user("nobody", name="Nobody")

    assert list(lines_seen_by(scenes.person("Sten", of=scenes.authority("Odense", "0461")))) == []
    assert list(lines_seen_by(nobody)) == []


@pytest.mark.parametrize(
    ("role", "sees_all"),
    [("duty_lead", True), ("planner", True), ("administrator", True), ("agent", False), ("editor", False)],
)
def test_leaders_of_a_line_see_every_authority(role: str, sees_all: bool) -> None:
    person = scenes.person("Rie", role)

    assert sees_every_authority(person, scenes.line()) is sees_all
    assert sees_every_authority(person, other_line()) is False


def test_an_administrator_of_an_authority_alone_sees_that_authority() -> None:
    person = scenes.person("Aage", "administrator")
    for role in person.roles.all():
        role.lines.clear()

    assert sees_every_authority(person, scenes.line()) is False
    assert authorities_of(person) == {scenes.authority().pk}


def test_who_is_lent_to_another_authority_belongs_to_both() -> None:
    lent = scenes.agent("Lea", of=scenes.viborg())
    lent.roles.create(authority=scenes.authority(), kind="agent")

    assert authorities_of(lent) == {scenes.viborg().pk, scenes.authority().pk}
