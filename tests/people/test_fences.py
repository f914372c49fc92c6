# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What keeps people out: forged forms, old sessions, roles that were taken, pages of other authorities."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hotline.organisations.rules import (
    Duty,
    RoleKind,
    administers_a_line,
    administers_authority,
    may_edit_authority,
    may_make_line,
)
from hotline.people.actions import Roles, save_person
from hotline.people.models import Role, User
from hotline.people.queries import authorities_administered_by, people_shown_to
from hotline.people.rules import has_role, lines_administered, lines_answered, may_administer
from tests.people.persons import PASSWORD, World, make_authority, make_line, make_person, signed_in

FORMS = ("/sign-in/", "/sign-out/", "/me/", "/me/password/", "/people/new/", "/lines/hotline/settings/")


def forbidden(client: Client, address: str) -> str:
    """The page that says no."""
    answer = client.get(address)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize("address", FORMS)
def test_a_form_from_another_site_is_refused(world: World, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)
    answer = client.post(
        address, {"language": "en", "name": "Kapret"}, headers={"origin": "https://example.org"}
    )
    assert answer.status_code == 403
    assert User.objects.get(username="asta").language == "da"


def test_a_new_password_signs_out_the_other_computers(world: World) -> None:
    here, elsewhere = world.client("agent"), world.client("agent")
    new = "en-ny-laengere-kode"
    here.post("/me/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert here.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302


def test_a_password_an_administrator_sets_signs_the_person_out(world: World) -> None:
    client = world.client("agent")
    world.agent.set_password("en-ny-laengere-kode")
    world.agent.save()
    assert client.get("/me/").status_code == 302


def test_a_role_that_was_taken_closes_its_doors_at_once(world: World) -> None:
    client = world.client("duty_lead")
    assert client.get("/lines/hotline/announcements/new/").status_code == 200
    save_person(world.duty_lead, Roles({RoleKind.EDITOR}, [world.line]))
    assert client.get("/lines/hotline/announcements/new/").status_code == 403


def test_a_refusal_is_a_page_that_says_so_in_the_readers_language(world: World) -> None:
    assert "Du har ikke adgang til denne side" in forbidden(world.client("agent"), "/people/")
    world.agent.language = "en"
    world.agent.save()
    assert "You may not see this page" in forbidden(world.client("agent"), "/people/")


def test_the_menu_shows_only_doors_that_open(world: World) -> None:
    for who in ("administrator", "duty_lead", "agent", "local", "elsewhere"):
        client = world.client(who)
        page = client.get("/me/").content.decode()
        for address in ("/people/", "/lines/", "/desk/"):
            if f'<a href="{address}"' in page:
                assert (who, address, client.get(address).status_code) == (who, address, 200)
    assert '<a href="/people/"' not in world.client("agent").get("/me/").content.decode()


def test_an_administrator_elsewhere_reaches_neither_people_nor_authority(world: World) -> None:
    client = world.client("elsewhere")
    for user in (world.agent, world.local, world.administrator, world.roleless):
        forbidden(client, reverse("people:person", args=[user.pk]))
    forbidden(client, reverse("organisations:authority", args=[world.viborg.code]))
    assert client.get(reverse("organisations:authority", args=["0851"])).status_code == 200


def test_only_ones_own_authority_is_offered_for_a_new_person(world: World) -> None:
    names = {who: list(authorities_administered_by(getattr(world, who))) for who in ("local", "agent")}
    assert names == {"local": [world.viborg], "agent": []}
    assert authorities_administered_by(world.administrator).count() == 3


def test_nobody_is_shown_twice_for_having_two_roles(world: World) -> None:
    leads = Role.objects.create(user=world.agent, authority=world.viborg, kind=RoleKind.DUTY_LEAD)
    leads.lines.add(world.line)
    shown = list(people_shown_to(world.duty_lead))
    assert len(shown) == len(set(shown)) == 3


@pytest.mark.parametrize(
    ("who", "whom", "allowed"),
    [
        ("administrator", "agent", True),
        ("administrator", "local", True),
        ("administrator", "administrator", True),
        ("local", "agent", True),
        ("local", "roleless", True),
        ("local", "administrator", False),
        ("local", "duty_lead", False),
        ("elsewhere", "agent", False),
        ("duty_lead", "agent", False),
        ("agent", "agent", False),
        ("roleless", "agent", False),
    ],
)
def test_each_employer_administers_its_own(world: World, who: str, whom: str, allowed: bool) -> None:
    assert may_administer(getattr(world, who), getattr(world, whom)) is allowed


def test_who_keeps_one_line_does_not_reach_who_keeps_another(world: World) -> None:
    other = make_line("anden", "+4570200002")
    keeper = make_person("olga", world.aarhus, RoleKind.ADMINISTRATOR, line=other)
    assert may_administer(world.administrator, keeper) is False
    assert may_administer(keeper, world.administrator) is False
    assert lines_administered(keeper) == {other.pk}


def test_a_duty_for_a_line_is_not_a_duty_for_all(world: World) -> None:
    assert (administers_a_line(world.administrator), administers_a_line(world.local)) == (True, False)
    assert administers_authority(world.local, world.viborg)
    assert not administers_authority(world.local, world.aarhus)
    assert may_edit_authority(world.administrator, world.viborg)
    assert not may_edit_authority(world.elsewhere, world.viborg)


def test_a_line_is_made_by_who_keeps_one_or_first_of_all_by_any_administrator(world: World) -> None:
    people = (world.administrator, world.local, world.agent)
    assert [may_make_line(person) for person in people] == [True, False, False]
    world.line.memberships.all().delete()
    world.line.delete()
    for person in people:
        person.forget_duties()
    assert [may_make_line(person) for person in people] == [True, True, False]


def test_who_makes_a_line_without_being_administrator_becomes_one(world: World) -> None:
    line = make_line("anden", "+4570200002")
    world.local.begin_to_administer(line)
    assert world.local.duties == {
        Duty(RoleKind.ADMINISTRATOR, world.viborg.pk, frozenset({line.pk})),
    }


def test_duties_cost_two_queries_and_none_when_fetched_ahead(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = User.objects.get(username="anna")
    with django_assert_num_queries(2):
        assert has_role(user, RoleKind.AGENT)
        assert lines_answered(user) == {world.line.pk}
    ahead = User.objects.prefetch_related("roles__lines").get(username="anna")
    with django_assert_num_queries(0):
        assert lines_answered(ahead) == {world.line.pk}


def test_a_person_is_made_with_a_hidden_password_and_named_in_full(db: None) -> None:
    user = User.objects.create_user("nana", PASSWORD, name="Nana Nysen", authority=make_authority())
    assert get_user_model() is User
    assert (str(user), user.language) == ("Nana Nysen", "da")
    assert PASSWORD not in user.password
    without = User.objects.create_user("ingen", name="Ingen")
    assert not without.has_usable_password()
    assert signed_in(user).get("/me/").status_code == 200


def test_the_database_keeps_names_and_roles_single(world: World) -> None:
    refused: list[User | Role] = [
        User(username="anna", name="En anden"),
        Role(user=world.agent, authority=world.viborg, kind=RoleKind.AGENT),
    ]
    for row in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_role_says_what_it_is(world: World) -> None:
    assert str(world.agent.roles.get()) == "Anna: Medarbejder, Viborg"
