# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may, as every room asks it; and the people of the example."""

from collections import Counter

import pytest
from click.testing import CliRunner
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from hotline.organisations import rules as line_rules
from hotline.organisations.models import Authority
from hotline.organisations.rules import RoleKind
from hotline.people import rules
from hotline.people.command_line import people
from hotline.people.example import DEMO_PASSWORD, FAMILY_NAMES, load, shares
from hotline.people.models import Role, User
from tests.people.persons import PASSWORD, World, make_authority, make_line, make_person

ALL = ("administrator", "duty_lead", "agent", "local", "elsewhere", "roleless")


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.takes_calls, {"agent"}),
        (rules.may_see_figures, {"administrator", "duty_lead", "local", "elsewhere"}),
        (rules.may_plan, {"administrator", "local", "elsewhere"}),
        (rules.may_edit_articles, {"administrator", "local", "elsewhere"}),
        (rules.may_administer_people, {"administrator", "local", "elsewhere"}),
    ],
)
def test_a_role_opens_its_own_doors_only(world: World, rule: object, allowed: set[str]) -> None:
    assert callable(rule)
    assert {who for who in ALL if rule(getattr(world, who))} == allowed


def test_a_planner_plans_and_an_editor_edits(db: None) -> None:
    aarhus = make_authority()
    planner = make_person("poul", aarhus, RoleKind.PLANNER)
    editor = make_person("ruth", aarhus, RoleKind.EDITOR)
    assert (rules.may_plan(planner), rules.may_edit_articles(planner)) == (True, False)
    assert (rules.may_plan(editor), rules.may_edit_articles(editor)) == (False, True)
    assert (rules.may_see_figures(planner), rules.may_see_figures(editor)) == (True, False)


@pytest.mark.parametrize(
    ("rule", "allowed"),
    [
        (rules.may_lead, {"administrator", "duty_lead"}),
        (line_rules.may_announce, {"administrator", "duty_lead"}),
        (line_rules.administers_line, {"administrator"}),
        (line_rules.works_here, {*ALL} - {"roleless"}),
    ],
)
def test_a_role_counts_for_its_own_line_only(world: World, rule: object, allowed: set[str]) -> None:
    assert callable(rule)
    other = make_line("anden", "+4570200002")
    assert {who for who in ALL if rule(getattr(world, who), world.line)} == allowed
    if rule is not line_rules.works_here:
        assert not any(rule(getattr(world, who), other) for who in ALL)


def test_an_agent_answers_the_lines_of_all_agent_roles_together(world: World) -> None:
    other = make_line("anden", "+4570200002")
    Role.objects.create(user=world.agent, authority=world.aarhus, kind=RoleKind.AGENT).lines.add(other)
    world.agent.forget_duties()
    assert rules.lines_answered(world.agent) == {world.line.pk, other.pk}


def test_a_page_for_roles_lets_in_those_and_refuses_all_others(world: World) -> None:
    @rules.for_roles(RoleKind.DUTY_LEAD)
    def page(_request: HttpRequest, user: User) -> HttpResponse:
        return HttpResponse(user.name)

    request = RequestFactory().get("/")
    request.user = world.duty_lead
    assert page(request).content == b"Vera"  # type: ignore[attr-defined]
    request.user = world.agent
    with pytest.raises(PermissionDenied, match="Dine roller giver ikke adgang til denne side"):
        page(request)


def test_duties_are_read_once_and_again_when_roles_change(world: World) -> None:
    user = User.objects.get(pk=world.agent.pk)
    assert [duty.kind for duty in user.duties] == [RoleKind.AGENT]
    Role.objects.create(user=user, authority=world.viborg, kind=RoleKind.EDITOR)
    assert len(user.duties) == 1
    user.forget_duties()
    assert len(user.duties) == 2


def test_the_example_has_60_agents_over_19_municipalities_and_the_leading_people(db: None) -> None:
    load()
    kinds = Counter(Role.objects.values_list("kind", flat=True))
    assert kinds == {"agent": 60, "duty_lead": 1, "planner": 1, "editor": 1, "administrator": 1}
    employers = Counter(Role.objects.filter(kind="agent").values_list("authority__name", flat=True))
    assert len(employers) == 19
    assert employers.most_common(1) == [("Aarhus", 11)]
    assert employers["Samsø"] == 1


def test_the_people_of_the_example_are_clearly_made_up_and_can_sign_in(db: None) -> None:
    load()
    agents = User.objects.filter(username__startswith="agent")
    assert {name.split()[-1] for name in agents.values_list("name", flat=True)} == {*FAMILY_NAMES}
    assert len(set(agents.values_list("name", flat=True))) == 60
    assert User.objects.get(username="agent60").check_password(DEMO_PASSWORD)
    assert all(user.email == "" for user in agents)


def test_loading_the_people_twice_keeps_what_was_changed(db: None) -> None:
    load()
    user = User.objects.get(username="agent1")
    user.set_password(PASSWORD)
    user.save()
    user.roles.all().delete()
    load()
    user.refresh_from_db()
    assert User.objects.count() == 64
    assert user.check_password(PASSWORD)
    assert not user.roles.exists()


@pytest.mark.parametrize(
    ("sizes", "total", "expected"),
    [
        ({"a": 100}, 3, {"a": 3}),
        ({"a": 100, "b": 100}, 4, {"a": 2, "b": 2}),
        ({"a": 900, "b": 100, "c": 1}, 5, {"a": 3, "b": 1, "c": 1}),
        ({"a": 319_094, "b": 3_806}, 60, {"a": 58, "b": 2}),
    ],
)
def test_agents_are_spread_by_size_with_one_each_at_least(
    sizes: dict[str, int], total: int, expected: dict[str, int]
) -> None:
    assert shares(sizes, total) == expected


def appoint(*arguments: str) -> str:
    return CliRunner().invoke(people, ["appoint", *arguments, "--password", PASSWORD]).output


def test_the_first_administrator_is_appointed_on_the_command_line(db: None) -> None:
    make_authority()
    line = make_line()
    said = appoint("asta", "Asta Adminsen", "--authority", "0751", "--line", "hotline")
    assert said == "Asta Adminsen may sign in as asta, and administers Aarhus.\n"
    asta = User.objects.get(username="asta")
    assert line_rules.administers_line(asta, line)
    assert asta.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--authority", "9999"), "No authority has the code 9999. Try: hotline authorities load"),
        (("--authority", "0751", "--line", "anden"), "There is no line by one of these names."),
    ],
)
def test_appointing_says_what_is_wrong(db: None, arguments: tuple[str, ...], sentence: str) -> None:
    make_authority()
    assert sentence in appoint("asta", "Asta", *arguments)
    assert not User.objects.exists()


def test_appointing_somebody_twice_or_with_a_weak_password_is_refused(db: None) -> None:
    make_authority()
    appoint("asta", "Asta", "--authority", "0751")
    assert "asta is there already." in appoint("asta", "Asta", "--authority", "0751")
    weak = ["appoint", "bo", "Bo", "--authority", "0751", "--password", "kort"]
    assert CliRunner().invoke(people, weak).exit_code == 1
    assert [user.username for user in User.objects.all()] == ["asta"]
    assert Authority.objects.count() == 1
