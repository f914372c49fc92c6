# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Administrators keep their own authority's people and roles; nobody reaches further."""

import pytest
from django.test import Client
from django.urls import reverse

from hotline.organisations.actions import join_line
from hotline.organisations.models import Membership
from hotline.organisations.rules import Duty, RoleKind
from hotline.people.actions import Refused, Roles, save_person
from hotline.people.models import User
from tests.organisations.test_pages_of_lines import queries_of
from tests.people.persons import PASSWORD, SINCE, World, make_authority, make_person

LIST, NEW = "/people/", "/people/new/"


def person_page(user: User) -> str:
    return reverse("people:person", args=[user.pk])


def sent(world: World, **changes: object) -> dict[str, object]:
    content: dict[str, object] = {
        "name": "Nana Nysen",
        "username": "nana",
        "email": "",
        "authority": world.viborg.pk,
        "language": "da",
        "is_active": "on",
        "password": PASSWORD,
        "kinds": ["agent"],
        "lines": [world.line.pk],
    }
    return content | changes


def test_a_local_administrator_makes_an_agent(world: World) -> None:
    answer = world.client("local").post(NEW, sent(world), follow=True)
    assert "Nana Nysen er gemt." in answer.content.decode()
    nana = User.objects.get(username="nana")
    assert nana.duties == {Duty(RoleKind.AGENT, world.viborg.pk, frozenset({world.line.pk}))}
    assert nana.check_password(PASSWORD)


def test_a_local_administrator_reaches_no_other_authority(world: World) -> None:
    answer = world.client("local").post(NEW, sent(world, authority=world.aarhus.pk))
    assert answer.status_code == 200
    assert not User.objects.filter(username="nana").exists()
    assert world.client("local").get(person_page(world.duty_lead)).status_code == 403
    assert world.client("elsewhere").get(person_page(world.agent)).status_code == 403


def test_who_administers_the_line_reaches_every_authority(world: World) -> None:
    client = world.client("administrator")
    assert client.post(NEW, sent(world, kinds=["administrator"], lines=[])).status_code == 302
    nana = User.objects.get(username="nana")
    assert nana.duties == {Duty(RoleKind.ADMINISTRATOR, world.viborg.pk)}
    assert client.get(person_page(world.agent)).status_code == 200


@pytest.mark.parametrize("who", ["duty_lead", "agent", "roleless"])
def test_others_change_no_people(world: World, who: str) -> None:
    client = world.client(who)
    assert client.post(NEW, sent(world)).status_code == 403
    assert client.post(person_page(world.agent), sent(world)).status_code == 403
    assert not User.objects.filter(username="nana").exists()


@pytest.mark.parametrize("address", [LIST, NEW, "/people/1/"])
def test_the_stranger_is_sent_to_sign_in(world: World, address: str) -> None:
    assert Client().get(address)["Location"] == f"/sign-in/?next={address}"
    assert Client().post(address, sent(world))["Location"] == f"/sign-in/?next={address}"


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("administrator", {"Asta", "Vera", "Anna", "Lone", "Erik", "Rolf"}),
        ("local", {"Anna", "Lone", "Rolf"}),
        ("elsewhere", {"Erik"}),
        ("duty_lead", {"Asta", "Vera", "Anna"}),
    ],
)
def test_everybody_sees_the_people_that_concern_them(world: World, who: str, names: set[str]) -> None:
    answer = world.client(who).get(LIST)
    assert {person.name for person, _ in answer.context["rows"]} == names


@pytest.mark.parametrize("who", ["agent", "roleless"])
def test_others_see_no_list_of_people(world: World, who: str) -> None:
    assert world.client(who).get(LIST).status_code == 403


def test_people_are_found_by_name_user_name_and_authority(world: World) -> None:
    client = world.client("administrator")
    for search in ("ann", "ANNA"):
        assert [row[0].name for row in client.get(LIST, {"search": search}).context["rows"]] == ["Anna"]
    found = client.get(LIST, {"search": "Viborg"}).context["rows"]
    assert [person.name for person, _ in found] == ["Anna", "Lone", "Rolf"]
    assert "Ingen fundet." in client.get(LIST, {"search": "xyz"}).content.decode()


def test_a_list_costs_the_same_with_three_people_as_with_one(world: World) -> None:
    client = world.client("administrator")
    costs = []
    for number in range(3):
        make_person(f"ny{number}", world.viborg, RoleKind.AGENT, RoleKind.EDITOR, line=world.line)
        costs.append(queries_of(lambda: client.get(LIST)))
    assert costs == [costs[0]] * 3
    assert costs[0] <= 9


def test_roles_are_taken_and_given(world: World) -> None:
    content = sent(world, username="anna", name="Anna", kinds=["duty_lead", "editor"], password="")
    assert world.client("local").post(person_page(world.agent), content).status_code == 302
    world.agent.forget_duties()
    line = frozenset({world.line.pk})
    assert world.agent.duties == {
        Duty(RoleKind.DUTY_LEAD, world.viborg.pk, line),
        Duty(RoleKind.EDITOR, world.viborg.pk, line),
    }


def test_an_empty_password_keeps_the_old_one_and_a_new_one_replaces_it(world: World) -> None:
    client = world.client("local")
    client.post(person_page(world.agent), sent(world, username="anna", password=""))
    assert User.objects.get(username="anna").check_password(PASSWORD)
    client.post(person_page(world.agent), sent(world, username="anna", password="en-ny-laengere-kode"))
    assert User.objects.get(username="anna").check_password("en-ny-laengere-kode")


@pytest.mark.parametrize("password", ["", "kort", "password1234"])
def test_nobody_is_made_with_a_weak_password(world: World, password: str) -> None:
    assert world.client("local").post(NEW, sent(world, password=password)).status_code == 200
    assert not User.objects.filter(username="nana").exists()


def test_a_user_name_is_given_once(world: World) -> None:
    shown = world.client("local").post(NEW, sent(world, username="anna")).content.decode()
    assert "Det brugernavn er taget." in shown


def test_an_agent_needs_a_line(world: World) -> None:
    shown = world.client("local").post(NEW, sent(world, lines=[])).content.decode()
    assert "Vælg de linjer, medarbejderen svarer på." in shown


def test_an_authority_that_only_takes_part_has_no_agents(world: World) -> None:
    region = make_authority("1082", "Region Midtjylland", "region")
    join_line(world.line, region, Membership.Kind.TAKES_PART, SINCE)
    shown = world.client("administrator").post(NEW, sent(world, authority=region.pk)).content.decode()
    assert "Region Midtjylland bemander ikke Den Digitale Hotline" in shown
    assert not User.objects.filter(username="nana").exists()


def test_who_was_refused_is_not_saved_halfway(world: World) -> None:
    client = world.client("local")
    client.post(person_page(world.agent), sent(world, username="anna", name="Ændret", lines=[], password=""))
    world.agent.refresh_from_db()
    world.agent.forget_duties()
    assert world.agent.name == "Anna"
    assert [duty.kind for duty in world.agent.duties] == [RoleKind.AGENT]


def test_nobody_shuts_oneself_out(world: World) -> None:
    own = sent(world, username="lone", name="Lone", lines=[], password="")
    for change in (
        {"kinds": ["agent"], "lines": [world.line.pk]},
        {"kinds": ["administrator"], "is_active": ""},
    ):
        shown = world.client("local").post(person_page(world.local), own | change).content.decode()
        assert "Du kan ikke lukke dig selv ude. Bed en anden administrator om det." in shown
    world.local.forget_duties()
    assert [duty.kind for duty in world.local.duties] == [RoleKind.ADMINISTRATOR]


def test_administering_a_line_is_handed_on_only_by_who_does_it(world: World) -> None:
    content = sent(world, kinds=["administrator"], lines=[], administers=[world.line.pk])
    world.client("local").post(NEW, content)
    assert User.objects.get(username="nana").duties == {Duty(RoleKind.ADMINISTRATOR, world.viborg.pk)}
    world.client("administrator").post(NEW, content | {"username": "nora"})
    line = frozenset({world.line.pk})
    assert User.objects.get(username="nora").duties == {Duty(RoleKind.ADMINISTRATOR, world.viborg.pk, line)}


def test_a_local_administrator_does_not_get_the_password_of_one_who_keeps_the_line(world: World) -> None:
    colleague = make_person("karen", world.aarhus, RoleKind.ADMINISTRATOR)
    client = Client()
    client.force_login(colleague)
    assert client.get(person_page(world.duty_lead)).status_code == 200
    assert client.post(person_page(world.administrator), sent(world)).status_code == 403


def test_lines_that_somebody_else_handed_on_survive_being_saved(world: World) -> None:
    other = make_person("olga", world.aarhus, RoleKind.ADMINISTRATOR, line=world.line)
    content = sent(
        world,
        username="olga",
        name="Olga",
        kinds=["administrator"],
        lines=[],
        administers=[world.line.pk],
        password="",
    )
    world.client("administrator").post(person_page(other), content)
    other.forget_duties()
    assert other.duties == {Duty(RoleKind.ADMINISTRATOR, world.aarhus.pk, frozenset({world.line.pk}))}


def test_the_form_shows_what_a_person_holds(world: World) -> None:
    form = world.client("administrator").get(person_page(world.administrator)).context["form"]
    assert form.initial["kinds"] == [RoleKind.ADMINISTRATOR]
    assert form.initial["administers"] == [world.line.pk]
    assert form.initial["lines"] == []


def test_a_person_without_an_employer_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Vælg den myndighed, personen er ansat i"):
        save_person(User(username="ingen", name="Ingen"), Roles(set()))


def test_an_administrator_is_reached_by_nobody_without_an_employer(world: World) -> None:
    loose = User.objects.create_user("loes", PASSWORD, name="Løs")
    assert world.client("administrator").get(person_page(loose)).status_code == 403
