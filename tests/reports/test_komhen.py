# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""The municipalities' count: channel by topic by type by result, per week and authority."""

import pytest
from django.test import Client

from hotline.inquiries.models import Home, Inquiry
from hotline.tables.table import Row
from tests.calls import scenes
from tests.inquiries.desk import cost, topic
from tests.reports.world import A_WEEK, WEDNESDAY, inquiries, local, reader

pytestmark = pytest.mark.django_db

PAGE = "/reports/hotline/komhen/2014-W19/"


@pytest.fixture
def client() -> Client:
    return reader()


def rows(client: Client, address: str = PAGE) -> list[Row]:
    ((part, _files),) = client.get(address).context["parts"]
    return list(part.rows)


def results(client: Client, address: str = PAGE) -> dict[tuple[object, ...], object]:
    """Channel, topic, type and result with the number."""
    return {(row[3], row[5], row[6], row[7]): row[8] for row in rows(client, address)}


def test_each_combination_is_a_row_with_week_and_authority(client: Client) -> None:
    about = topic("fritagelse")
    about.kle = "23.15.15"
    about.save()
    inquiries(3)
    inquiries(2, place=scenes.viborg())

    assert rows(client) == [
        ("2014-W19", "Aarhus", "0751", "Telefon", "23.15.15", "Fritagelse", "Information", "Løst", 3),
        ("2014-W19", "Viborg", "0791", "Telefon", "23.15.15", "Fritagelse", "Information", "Løst", 2),
    ]


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        ("answered", "Løst"),
        ("referred", "Henvist"),
        ("transferred", "Henvist"),
        ("handed_over", "Henvist"),
        ("cut_off", "Henvist"),
    ],
)
def test_every_outcome_is_solved_or_referred(client: Client, outcome: str, result: str) -> None:
    inquiries(1, outcome=outcome)

    assert results(client) == {("Telefon", "Fritagelse", "Information", result): 1}


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("telephone", "Telefon"),
        ("call_back", "Telefon"),
        ("web", "Selvbetjening"),
        ("walk_in", "Personlig"),
    ],
)
def test_every_channel_has_the_counts_word(client: Client, channel: str, name: str) -> None:
    inquiries(1, channel=channel)

    assert results(client) == {(name, "Fritagelse", "Information", "Løst"): 1}


def test_calls_and_call_backs_are_counted_together(client: Client) -> None:
    inquiries(1)
    inquiries(2, channel="call_back")

    assert sum(int(str(number)) for number in results(client).values()) == 3


def test_type_and_wrong_address_are_told_apart(client: Client) -> None:
    inquiries(2, kind="transaction")
    inquiries(1, is_wrongly_addressed=True, outcome="referred")

    assert results(client) == {
        ("Telefon", "Fritagelse", "Transaktion", "Løst"): 2,
        ("Telefon", "Fritagelse", "Information", "Fejlhenvendelse"): 1,
    }


def test_weeks_begin_on_monday_by_the_local_clock(client: Client) -> None:
    inquiries(1, at=local("2014-05-05T00:10"))
    inquiries(1, at=local("2014-05-11T23:50"))
    inquiries(1, at=local("2014-05-12T00:10"))

    assert [row[8] for row in rows(client)] == [2]
    assert [row[0] for row in rows(client, "/reports/hotline/komhen/2014-05/")] == ["2014-W19", "2014-W20"]


def test_those_without_authority_or_topic_are_counted_too(client: Client) -> None:
    inquiries(1, place=Home.ABROAD)
    inquiries(1, place=Home.UNKNOWN, about=())

    found = {(row[1], row[2], row[5]) for row in rows(client)}
    assert found == {("Outside Denmark", "abroad", "Fritagelse"), ("Unknown", "unknown", "")}


def test_the_count_adds_up_to_the_topics_of_the_weeks_inquiries(client: Client) -> None:
    inquiries(4, about=("fritagelse", "mitid"))
    inquiries(3, at=WEDNESDAY - A_WEEK)

    assert (
        sum(row[8] for row in rows(client) if isinstance(row[8], int))
        == Inquiry.topics.through.objects.filter(inquiry__came_at__gte=local("2014-05-05T00:00")).count()
    )


def test_a_week_of_nothing_is_an_empty_table(client: Client) -> None:
    scenes.line()

    assert rows(client) == []


def test_the_file_has_the_counts_own_columns(client: Client) -> None:
    inquiries(1)
    answer = client.get(f"{PAGE}komhen.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]

    assert (
        lines[0].removeprefix("\ufeff") == "Uge;Myndighed;Myndighedskode;Kanal;KLE;Emne;Type;Resultat;Antal"
    )
    assert lines[1] == "2014-W19;Aarhus;0751;Telefon;;Fritagelse;Information;Løst;1"


def test_a_year_costs_no_more_than_a_week(client: Client) -> None:
    inquiries(3)
    few = cost(client, PAGE)
    for week in range(1, 15):
        inquiries(2, at=WEDNESDAY - week * A_WEEK, place=scenes.authority(f"P{week}", f"9{week:03}"))

    assert cost(client, "/reports/hotline/komhen/2014/") == few
