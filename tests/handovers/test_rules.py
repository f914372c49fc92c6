# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who hands over, reads and sets up; role by role."""

import pytest

from hotline.handovers.queries import handed_over_by, inbox_of, inboxes
from hotline.handovers.rules import authorities_of, may_hand_over, may_read, may_set_up, sets_up_an_inbox
from hotline.organisations.models import Line
from hotline.organisations.rules import RoleKind
from hotline.people.models import User
from tests.calls import scenes
from tests.handovers.world import alma, handed_over, inbox, inquiry, vibe

pytestmark = pytest.mark.django_db


def of_two() -> User:
    """Employed in Aarhus, helps in Viborg."""
    both = scenes.person("Bo", "agent")
    both.roles.create(authority=scenes.viborg(), kind="agent")
    return both


@pytest.mark.parametrize("role", RoleKind)
def test_every_role_at_the_authority_reads_and_none_elsewhere(role: RoleKind) -> None:
    made = handed_over()

    assert may_read(scenes.person("Viggo", role, of=scenes.viborg()), made)
    assert not may_read(scenes.person("Anna", role), made)


@pytest.mark.parametrize("role", RoleKind)
def test_only_the_line_s_duty_lead_hands_over_for_others(role: RoleKind) -> None:
    assert may_hand_over(scenes.person("Rie", role), inquiry()) is (role is RoleKind.DUTY_LEAD)


def test_the_duty_lead_of_another_line_does_not() -> None:
    lead = scenes.person("Lea")
    other = Line.objects.create(name="Nord", slug="nord", number="+4570200001")
    lead.roles.create(authority=scenes.authority(), kind="duty_lead").lines.add(other)

    assert not may_hand_over(lead, inquiry())


@pytest.mark.parametrize("role", RoleKind)
def test_only_its_own_administrator_sets_an_inbox_up(role: RoleKind) -> None:
    own, other = scenes.person("Viggo", role, of=scenes.viborg()), scenes.person("Anna", role)

    assert may_set_up(own, scenes.viborg()) is (role is RoleKind.ADMINISTRATOR)
    assert not may_set_up(other, scenes.viborg())
    assert sets_up_an_inbox(own) is (role is RoleKind.ADMINISTRATOR)


def test_who_works_for_two_reads_both_inboxes() -> None:
    first, second = handed_over("c1"), handed_over("c2", inbox=inbox(scenes.authority()))
    both = of_two()

    assert authorities_of(both) == {scenes.authority().pk, scenes.viborg().pk}
    assert set(inbox_of(both)) == {first, second}
    assert set(inbox_of(vibe())) == {first}


def test_an_agent_sees_only_what_that_agent_handed_over() -> None:
    made = handed_over()

    assert (list(handed_over_by(alma())), list(handed_over_by(vibe()))) == ([made], [])


def test_inboxes_stand_in_the_order_of_their_names() -> None:
    for place in (scenes.viborg(), scenes.region(), scenes.authority()):
        inbox(place)

    assert [str(one) for one in inboxes()] == ["Aarhus", "Region Midtjylland", "Viborg"]
