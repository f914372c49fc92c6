# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who leads a line, and in whose name."""

import pytest
from django.test import RequestFactory

from hotline.duty.rules import authority_acted_for, leads_a_line, lines_led
from hotline.organisations.rules import RoleKind, may_announce
from hotline.people.models import Role, User
from hotline.site.navigation import DESTINATIONS, places_for
from tests.people.persons import World, make_authority, make_line, make_person

LEADERS = ("administrator", "duty_lead")
OTHERS = ("agent", "local", "elsewhere", "roleless")


@pytest.mark.parametrize("who", LEADERS)
def test_duty_leads_and_administrators_of_a_line_lead_it(world: World, who: str) -> None:
    user: User = getattr(world, who)
    assert leads_a_line(user)
    assert lines_led(user) == [world.line]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_does(world: World, who: str) -> None:
    user: User = getattr(world, who)
    assert not leads_a_line(user)
    assert lines_led(user) == []


@pytest.mark.parametrize("kind", [RoleKind.AGENT, RoleKind.PLANNER, RoleKind.EDITOR])
def test_other_roles_on_the_line_do_not_lead_it(world: World, kind: RoleKind) -> None:
    user = make_person("piet", world.aarhus, kind, line=world.line)
    assert not leads_a_line(user)
    assert not may_announce(user, world.line)


def test_a_duty_lead_without_a_line_leads_none(world: World) -> None:
    user = make_person("ulla", world.aarhus, RoleKind.DUTY_LEAD)
    assert not leads_a_line(user)


def test_what_the_menu_says_and_what_the_page_allows_are_the_same(world: World) -> None:
    """For everybody there is: the place stands in the menu exactly when its page opens."""
    for who in (*LEADERS, *OTHERS):
        user: User = getattr(world, who)
        request = RequestFactory().get("/")
        request.user = user
        is_shown = "/duty/" in {place.address for place in places_for(request)}
        opens = world.client(who).get("/duty/").status_code in {200, 302}
        assert (who, is_shown) == (who, opens)
    assert "duty:start" in {destination.name for destination in DESTINATIONS}


def test_one_acts_for_the_authority_of_the_role_on_that_line(world: World) -> None:
    other = make_line("anden", "+4570200009")
    herning = make_authority("0657", "Herning")
    Role.objects.create(user=world.duty_lead, authority=herning, kind=RoleKind.ADMINISTRATOR).lines.add(other)
    world.duty_lead.forget_duties()
    assert authority_acted_for(world.duty_lead, world.line) == world.aarhus
    assert authority_acted_for(world.duty_lead, other) == herning


def test_a_role_that_was_taken_closes_the_page_at_once(world: World) -> None:
    client = world.client("duty_lead")
    assert client.get("/duty/hotline/").status_code == 200
    world.duty_lead.roles.all().delete()
    assert client.get("/duty/hotline/").status_code == 403
    assert client.get("/duty/hotline/now/").status_code == 403
