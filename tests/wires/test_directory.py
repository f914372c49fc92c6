# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the exchange knows of the set-up, read beside the calls: lines, agents, hours, settings."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from pytest_django import DjangoAssertNumQueries

from hotline.exchange.records import Settings
from hotline.exchange.words import AgentId, Instant, LineId, OpeningKind
from hotline.organisations.models import Line
from hotline.people.models import Role, User
from hotline.wires.directory import Content, Directory, LineShown, read_content
from tests.calls import scenes
from tests.organisations.schedules import NEVER, THE_WEEK, local, schedule
from tests.wires.database import in_database, no_database

with_database = pytest.mark.django_db(transaction=True)


@dataclass
class Told:
    directory: Directory
    settings: list[Settings]


@asynccontextmanager
async def directory() -> AsyncIterator[Told]:
    told: list[Settings] = []
    opened = Directory(told.append)
    try:
        yield Told(opened, told)
    finally:
        opened.close()


def line(number: str, pk: int = 1) -> LineShown:
    return LineShown(LineId(pk), f"Line {pk}", f"line-{pk}", number, ("da",), schedule())


def knowing(*lines: LineShown) -> Directory:
    known = Directory(lambda _settings: None)
    known.content = Content({shown.line: shown for shown in lines})
    return known


HOTLINE, OTHER = line("+4570200000", 1), line("+4570200099", 2)


@pytest.mark.parametrize(
    "number",
    [
        "+4570200000",
        "4570200000",
        "004570200000",
        "70200000",
        "70 20 00 00",
        "+45 70 20 00 00",
        "+45-70-20-00-00",
        "(+45) 70200000",
    ],
)
def test_a_line_is_known_by_its_number_however_it_is_written(number: str) -> None:
    known = knowing(OTHER, HOTLINE)
    assert known.line_called(number) == HOTLINE
    known.close()


@pytest.mark.parametrize(
    "number", ["", "00", "0", "000", "112", "00000", "anonymous", "line1", "+4570200001"]
)
def test_of_several_lines_none_is_meant_by_a_number_that_is_nones(number: str) -> None:
    known = knowing(HOTLINE, OTHER)
    assert known.line_called(number) is None
    known.close()


@pytest.mark.parametrize("number", ["", "line", "112", "+4512345678"])
def test_an_only_line_takes_every_call(number: str) -> None:
    known = knowing(HOTLINE)
    assert known.line_called(number) == HOTLINE
    known.close()


def test_without_a_line_nobody_is_called() -> None:
    known = knowing()
    assert known.line_called("+4570200000") is None
    known.close()


def test_the_first_number_that_is_a_lines_counts() -> None:
    known = knowing(HOTLINE, OTHER)
    assert known.line_called("trunk17", "+4570200099") == OTHER
    assert known.line_called("+4570200000", "+4570200099") == HOTLINE
    known.close()


def test_the_opening_is_that_of_the_instant_asked_for() -> None:
    shown = LineShown(LineId(1), "Hotline", "hotline", "+4570200000", ("da",), schedule(week=THE_WEEK))
    known = knowing(shown)
    wednesday = local("2014-05-07T12:00").timestamp() * 1000
    saturday = local("2014-05-10T12:00").timestamp() * 1000
    assert known.opening(shown, Instant(int(wednesday))).kind is OpeningKind.OPEN
    closed = known.opening(shown, Instant(int(saturday)))
    assert (closed.kind, closed.ends_call) == (OpeningKind.CLOSED, True)
    assert closed.announcements[0] == "closed"
    known.close()


@with_database
async def test_everything_set_up_is_read() -> None:
    def set_up() -> tuple[User, Line]:
        agent = scenes.agent("Alma")
        scenes.person("Eva", Role.Kind.EDITOR)
        return agent, scenes.line()

    agent, hotline = await in_database(set_up)
    async with directory() as told:
        assert await told.directory.refresh() is True
        shown = told.directory.content.lines[LineId(hotline.pk)]
        assert (shown.name, shown.slug, shown.number) == ("Den Digitale Hotline", "hotline", "+4570200000")
        assert shown.languages == ("da",)
        assert told.directory.lines_of(AgentId(agent.pk)) == (hotline.pk,)
        assert told.directory.name_of(AgentId(agent.pk)) == "Alma"
        assert list(told.directory.content.agents) == [agent.pk]


@with_database
async def test_an_agent_of_several_lines_and_roles_answers_them_all_once() -> None:
    def set_up() -> tuple[User, Line, Line]:
        agent, hotline = scenes.agent("Alma"), scenes.line()
        other = Line.objects.create(name="Other", slug="other", number="+4570200099")
        role = Role.objects.create(user=agent, authority=scenes.viborg(), kind=Role.Kind.AGENT)
        role.lines.add(hotline, other)
        return agent, hotline, other

    agent, hotline, other = await in_database(set_up)
    async with directory() as told:
        await told.directory.refresh()
        assert sorted(told.directory.lines_of(AgentId(agent.pk))) == [hotline.pk, other.pk]


@with_database
async def test_an_agent_without_a_line_is_known_and_answers_none() -> None:
    def set_up() -> User:
        agent = scenes.agent("Alma")
        agent.roles.get().lines.clear()
        return agent

    agent = await in_database(set_up)
    async with directory() as told:
        await told.directory.refresh()
        assert told.directory.lines_of(AgentId(agent.pk)) == ()
        assert told.directory.name_of(AgentId(agent.pk)) == "Alma"


@with_database
async def test_who_has_left_answers_nothing() -> None:
    def set_up() -> User:
        agent = scenes.agent("Alma")
        agent.is_active = False
        agent.save()
        return agent

    agent = await in_database(set_up)
    async with directory() as told:
        await told.directory.refresh()
        assert told.directory.lines_of(AgentId(agent.pk)) == ()
        assert told.directory.name_of(AgentId(agent.pk)) == f"#{agent.pk}"


@with_database
async def test_changed_settings_are_told_once() -> None:
    def change(**fields: int) -> int:
        return Line.objects.update(**fields)

    await in_database(scenes.line)
    async with directory() as told:
        await told.directory.refresh()
        assert told.settings == []
        await in_database(lambda: change(ring_seconds=25, wrap_up_seconds=10, most_waiting=7))
        for _ in range(3):
            await told.directory.refresh()
        assert told.settings == [Settings(ring_ms=25_000, wrap_up_ms=10_000, waiting_limit=7)]


@with_database
async def test_every_setting_of_a_line_reaches_the_exchange() -> None:
    def change() -> None:
        scenes.line()
        Line.objects.update(
            ring_seconds=11,
            wrap_up_seconds=12,
            wrap_up_extension_seconds=13,
            missed_limit=4,
            adrift_seconds=15,
            position_seconds=16,
            nobody_seconds=17,
            most_waiting=18,
        )

    await in_database(change)
    async with directory() as told:
        await told.directory.refresh()
        assert told.settings == [
            Settings(
                ring_ms=11_000,
                wrap_up_ms=12_000,
                extension_ms=13_000,
                missed_limit=4,
                adrift_ms=15_000,
                position_every_ms=16_000,
                nobody_grace_ms=17_000,
                waiting_limit=18,
            )
        ]


@with_database
async def test_when_the_database_is_gone_what_was_read_last_still_stands() -> None:
    await in_database(scenes.agent)
    async with directory() as told:
        await told.directory.refresh()
        before = told.directory.content
        async with no_database("organisations_line"):
            assert await told.directory.refresh() is False
            assert told.directory.content is before
        await in_database(lambda: Line.objects.update(name="New"))
        assert await told.directory.refresh() is True
        assert [shown.name for shown in told.directory.content.lines.values()] == ["New"]


@pytest.mark.django_db
def test_reading_costs_the_same_number_of_queries_with_many_agents(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    scenes.agent("Alma")
    with django_assert_max_num_queries(9):
        few = read_content()
    for number in range(10):
        scenes.agent(f"Agent {number}")
    with django_assert_max_num_queries(9):
        many = read_content()
    assert (len(few.agents), len(many.agents)) == (1, 11)


def test_a_closed_week_is_closed_at_every_hour() -> None:
    shown = LineShown(LineId(1), "Hotline", "hotline", "+4570200000", ("da",), schedule(week=NEVER))
    known = knowing(shown)
    midnight = dt.datetime(2014, 5, 7, tzinfo=dt.UTC)
    instants = [midnight + dt.timedelta(hours=hour) for hour in range(24)]
    kinds = {known.opening(shown, Instant(int(at.timestamp() * 1000))).kind for at in instants}
    assert kinds == {OpeningKind.CLOSED}
    known.close()
