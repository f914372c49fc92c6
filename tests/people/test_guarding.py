# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What the guard caught is counted and never kept; what it catches by mistake is measured."""

import datetime as dt
from collections.abc import Callable
from random import Random

import pytest
import time_machine
from django import forms
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hotline.people.cpr_guard import MASK, find
from hotline.people.guarding import Catches, GuardedText, Place, by_month, count_masks, guard, holds_cpr
from hotline.people.models import CprCatch
from tests.people.persons import make_world
from tests.people.persons import signed_in as client_of

TRIES = 4000
MARCH = dt.date(2014, 3, 12)
rng = Random("harmless numbers")


def digits(count: int) -> str:
    return f"{rng.randrange(10**count):0{count}}"


def telephone() -> str:
    """Eight digits, the first from 2 up, as people write them."""
    number = f"{rng.randint(2, 9)}{digits(7)}"
    pairs = " ".join(number[at : at + 2] for at in range(0, 8, 2))
    return rng.choice(
        [number, pairs, f"+45 {pairs}", f"+45{number}", f"0045 {pairs}", f"{number[:4]} {number[4:]}"]
    )


def two_telephones() -> str:
    return f"{telephone()} eller {telephone()}"


def case() -> str:
    year = rng.randint(2007, 2026)
    return rng.choice(
        [
            f"{year}-{digits(6)}",
            f"{year % 100}/{digits(5)}",
            f"{year}/{digits(7)}",
            f"23.15.15-G01-{rng.randint(1, 999)}-{year % 100}",
            f"S{year}-{digits(5)}",
            f"{digits(2)}.{digits(2)}.{digits(2)}-P{digits(2)}-{rng.randint(1, 99)}-{year % 100}",
        ]
    )


def company() -> str:
    number = f"{rng.randint(1, 9)}{digits(7)}"
    return rng.choice([number, f"{number[:2]} {number[2:4]} {number[4:6]} {number[6:]}"])


def account() -> str:
    """A registration number and the account's own ten digits, often with zeros first."""
    own = rng.choice([digits(10), f"000{digits(7)}"])
    return f"{digits(4)}{rng.choice([' ', '-', ''])}{own}"


def town() -> str:
    return f"{rng.randint(1000, 9990)} {rng.choice(['Viborg', 'Skive', 'Aarhus C'])}"


def day_and_hour() -> str:
    day = dt.datetime(2014, 1, 1) + dt.timedelta(minutes=rng.randrange(5_000_000))  # noqa: DTZ001
    return day.strftime(
        rng.choice(["%d-%m-%Y %H:%M", "%d.%m.%Y kl. %H.%M", "%d.%m.%Y", "%d/%m %Y", "%d-%m-%y"])
    )


def amount() -> str:
    return rng.choice(
        [f"{rng.randint(1, 999)}.{digits(3)} kr.", f"{rng.randint(1, 99)}.{digits(3)},{digits(2)} kr."]
    )


HARMLESS: dict[str, tuple[Callable[[], str], float]] = {
    "telephone numbers": (telephone, 0.0),
    "two telephone numbers": (two_telephones, 0.0),
    "case numbers": (case, 0.001),
    "CVR numbers": (company, 0.0),
    "SE numbers": (company, 0.0),
    "account numbers": (account, 0.06),
    "postal towns": (town, 0.0),
    "days and hours": (day_and_hour, 0.0),
    "amounts": (amount, 0.0),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_harmless_numbers_are_hardly_ever_taken_for_cpr_numbers(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make, most = HARMLESS[kind]
    written = [f"Borgeren nævnte {make()}, og det var alt." for _try in range(TRIES)]

    mistaken = [text for text in written if find(text)]

    with capsys.disabled():
        print(f"\n  false alarms, {kind}: {len(mistaken)} of {TRIES} ({len(mistaken) / TRIES:.2%})")
    assert len(mistaken) / TRIES <= most, mistaken[:3]


births = st.dates(dt.date(1937, 1, 1), dt.date(1999, 12, 31))


@given(births, st.integers(0, 3999), st.sampled_from([" ", ", ", ",", " , ", "-"]))
def test_ten_digits_said_in_pairs_are_masked(born: dt.date, last: int, between: str) -> None:
    number = f"{born:%d%m%y}{last:04}"
    pairs = between.join(number[at : at + 2] for at in range(0, 10, 2))

    assert holds_cpr(f"Nummeret er {pairs}.")


@pytest.mark.django_db
def test_what_the_server_and_the_browser_caught_is_counted_together() -> None:
    stored = guard(f"{MASK} og 010203-1234", Place.NOTE)
    guard("intet", Place.NOTE)
    guard("0102031234", Place.FLAG)

    assert stored == f"{MASK} og {MASK}"
    assert list(CprCatch.objects.values_list("place", "times").order_by("place")) == [
        ("flag", 1),
        ("note", 2),
    ]


@pytest.mark.django_db
def test_what_stood_there_already_is_not_counted_again() -> None:
    count_masks(MASK, Place.NOTE, before=MASK)
    count_masks("", Place.NOTE, before=MASK)

    assert CprCatch.objects.count() == 0


@pytest.mark.django_db
def test_each_day_has_a_count_of_its_own_and_months_are_summed() -> None:
    for day in (dt.date(2014, 3, 31), dt.date(2014, 4, 1), dt.date(2014, 4, 30)):
        with time_machine.travel(dt.datetime.combine(day, dt.time(10), dt.UTC)):
            guard("010203-1234", Place.NOTE)
    guard_day = CprCatch.objects.get(on=dt.date(2014, 4, 30))
    CprCatch.objects.create(on=guard_day.on, place=Place.FLAG, times=3)

    assert by_month(CprCatch.objects.all()) == [
        Catches(dt.date(2014, 4, 1), Place.FLAG, 3),
        Catches(dt.date(2014, 4, 1), Place.NOTE, 2),
        Catches(dt.date(2014, 3, 1), Place.NOTE, 1),
    ]


class Form(forms.Form):
    words = GuardedText(most=10, required=False)


@pytest.mark.parametrize(
    ("written", "kept"), [("kort", "kort"), ("", ""), ("12345\r\n890", "12345\n890"), (" luft ", "luft")]
)
def test_a_guarded_field_counts_a_line_break_as_one(written: str, kept: str) -> None:
    form = Form({"words": written})

    assert form.is_valid()
    assert form.cleaned_data == {"words": kept}


def test_a_guarded_field_says_how_long_its_text_is() -> None:
    form = Form({"words": "12345678901"})

    assert form.errors == {"words": ["Teksten har 11 tegn, og der er plads til 10."]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("duty_lead", 200),
        ("local", 200),
        ("agent", 403),
        ("roleless", 403),
        ("stranger", 302),
    ],
)
def test_the_count_is_for_who_leads(who: str, status: int) -> None:
    world = make_world()

    assert world.client(who).get(reverse("people:cpr-guard")).status_code == status


@pytest.mark.django_db
def test_the_page_says_how_often_and_where() -> None:
    world = make_world()
    CprCatch.objects.create(on=MARCH, place=Place.NOTE, times=7)

    page = client_of(world.duty_lead).get(reverse("people:cpr-guard")).content.decode()

    assert (
        "marts 2014" in page,
        "Bemærkning til en henvendelse" in page,
        '<td class="number">7</td>' in page,
    ) == (
        True,
        True,
        True,
    )


@pytest.mark.django_db
def test_the_page_says_so_when_nothing_was_caught() -> None:
    client: Client = make_world().client("administrator")

    assert "Den har ikke fanget noget endnu." in client.get(reverse("people:cpr-guard")).content.decode()
