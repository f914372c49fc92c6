# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""A screen from its first code to its end: wrong codes, late ones, codes used twice and guessed; and what a
board on a wall says in either language, never with a name.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.exchange.records import Span
from hotline.exchange.words import AgentStatus
from hotline.live.following import Heard
from hotline.organisations.models import Line, LineAnnouncement
from hotline.people.models import TrailEntry, User
from hotline.wallboard.actions import note_seen, pair_screen, revoke_screen, screen_with, was_revoked
from hotline.wallboard.codes import LENGTH, SIGNS, code_of, digest_of, is_possible, new_secret, shown
from hotline.wallboard.models import CLAIMED_WITHIN, Look, Screen
from hotline.wallboard.screens import COOKIE
from hotline.wallboard.words import PROBLEMS
from tests.calls import scenes
from tests.inquiries.desk import registered, signed_in, text_of, topic
from tests.wallboard.boards import heard, region, tiles

pytestmark = pytest.mark.django_db

SCREEN, PAIRED = reverse("wallboard:screen"), reverse("wallboard:paired")
SCREENS = reverse("wallboard:screens", args=["hotline"])
SECRET = "a wall's secret"
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def dora() -> User:
    return scenes.person("Dora", "duty_lead")


def wall(secret: str = SECRET) -> Client:
    browser = Client()
    browser.cookies[COOKIE] = secret
    return browser


def approved(by: User, secret: str = SECRET, name: str = "Gangen", **fields: object) -> Screen:
    """Somebody has entered the code; the screen has not come for it yet."""
    return pair_screen(Screen(line=scenes.line(), name=name, **fields), code_of(secret), by)


def form(code: str, **fields: str) -> dict[str, str]:
    return {"code": code, "name": "Gangen", "language": "da", "look": "own", **fields}


# -------------------------------------------------------------------- codes


@pytest.mark.parametrize(
    ("wait", "is_let"),
    [(dt.timedelta(), True), (CLAIMED_WITHIN - A_SECOND, True), (CLAIMED_WITHIN, False)],
)
def test_a_screen_comes_for_its_approval_within_a_quarter_of_an_hour(
    dora: User, wait: dt.timedelta, is_let: bool
) -> None:
    began = timezone.now()
    with time_machine.travel(began, tick=False):
        screen = approved(dora)
    with time_machine.travel(began + wait, tick=False):
        assert (wall().get(PAIRED).status_code == 200) is is_let
        screen.refresh_from_db()
        assert (screen.is_claimed, screen.is_overdue) == (is_let, not is_let)


def test_a_code_that_came_too_late_can_be_entered_anew(dora: User) -> None:
    with time_machine.travel(timezone.now() - CLAIMED_WITHIN, tick=False):
        approved(dora)
    assert screen_with(SECRET) is None

    assert signed_in(dora).post(SCREENS, form(code_of(SECRET), name="Køkkenet")).status_code == 302

    found = screen_with(SECRET)
    assert found
    assert found.name == "Køkkenet"


def test_a_code_is_used_once_and_then_forgotten(dora: User) -> None:
    screen = approved(dora)
    assert (screen_with(SECRET), screen_with(SECRET)) == (screen, screen)

    screen.refresh_from_db()
    assert (screen.code, screen.digest) == ("", digest_of(SECRET))


def test_what_is_stored_of_a_screen_lets_nobody_be_it(dora: User) -> None:
    approved(dora)
    screen_with(SECRET)
    kept = Screen.objects.values().get()

    assert SECRET not in str(kept)
    assert code_of(SECRET) not in str(kept)
    assert all(screen_with(str(value)) is None for value in kept.values())


def test_the_same_screen_is_not_paired_with_two_lines(dora: User) -> None:
    approved(dora)
    screen = screen_with(SECRET)
    other = Line.objects.create(slug="anden", name="Den anden", number="+4570200009")
    pair_screen(Screen(line=other, name="Gangen"), code_of(SECRET), dora)

    assert screen_with(SECRET) == screen
    with pytest.raises(IntegrityError), transaction.atomic():
        Screen.objects.filter(line=other).update(digest=digest_of(SECRET))


@pytest.mark.parametrize(
    "typed", ["", "        ", "ABCD", "æøåæøåæø", "12345678", "' OR 1=1", "A" * 200, "\0" * 8]
)
def test_what_no_screen_can_show_is_refused_and_nothing_is_stored(dora: User, typed: str) -> None:
    answer = signed_in(dora).post(SCREENS, form(typed))

    assert (answer.status_code, bool(answer.context["form"].errors["code"])) == (200, True)
    assert (Screen.objects.count(), TrailEntry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"language": "fr"}, {"look": "pink"}, {"authority": "4711"}, {"name": "x" * 81}]
)
def test_a_form_that_makes_no_sense_pairs_nothing(dora: User, wrong: dict[str, str]) -> None:
    answer = signed_in(dora).post(SCREENS, form(code_of(SECRET)) | wrong)

    assert answer.context["form"].errors.keys() == wrong.keys()
    assert screen_with(SECRET) is None


def test_only_a_member_of_the_line_can_be_the_one_whose_details_are_shown(dora: User) -> None:
    skive = scenes.authority("Skive", "0779")

    answer = signed_in(dora).post(SCREENS, form(code_of(SECRET), authority=str(skive.pk)))

    assert answer.context["form"].errors.keys() == {"authority"}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(guessed=st.text(alphabet=SIGNS, min_size=LENGTH, max_size=LENGTH))
def test_a_guessed_code_is_nearly_never_possible_and_claims_nothing(dora: User, guessed: str) -> None:
    Screen.objects.all().delete()
    screen = approved(dora)

    assert screen_with(guessed) is None
    assert is_possible(guessed) is (
        guessed[-1] == next(sign for sign in SIGNS if is_possible(guessed[:-1] + sign))
    )
    assert Screen.objects.get(pk=screen.pk).code == code_of(SECRET)


def test_a_thousand_walls_that_ask_at_once_store_nothing_and_claim_nothing(dora: User) -> None:
    approved(dora)

    assert not any(screen_with(new_secret()) for _wall in range(1000))
    assert (Screen.objects.count(), Screen.objects.get().digest) == (1, "")


def test_a_screen_asks_for_its_code_as_often_as_it_likes_and_always_shows_the_same() -> None:
    browser = Client()
    pages = [text_of(browser.get(SCREEN)) for _visit in range(3)]

    code = shown(code_of(browser.cookies[COOKIE].value))
    assert [code in page for page in pages] == [True, True, True]
    assert Screen.objects.count() == 0


# -------------------------------------------------------------------- out of use


def test_a_screen_taken_out_of_use_is_never_let_again_by_its_old_secret(dora: User) -> None:
    screen = approved(dora)
    screen_with(SECRET)
    revoke_screen(Screen.objects.get(pk=screen.pk), dora)

    assert (screen_with(SECRET), was_revoked(SECRET)) == (None, True)
    assert wall().get(PAIRED).status_code == 204


def test_an_approval_taken_back_before_the_screen_came_lets_nothing(dora: User) -> None:
    revoke_screen(approved(dora), dora)

    assert screen_with(SECRET) is None
    assert wall().get(PAIRED).status_code == 204


def test_taking_out_of_use_twice_is_one_deed(dora: User) -> None:
    screen = approved(dora)
    for _press in range(2):
        revoke_screen(screen, dora)

    assert list(TrailEntry.objects.values_list("deed", flat=True).order_by("pk")) == [
        "screen_paired",
        "screen_revoked",
    ]


def test_one_screen_taken_out_of_use_leaves_the_others(dora: User) -> None:
    screens = {secret: approved(dora, secret, name=secret) for secret in ("a", "b", "c")}
    for secret in screens:
        screen_with(secret)
    revoke_screen(Screen.objects.get(pk=screens["b"].pk), dora)

    assert [bool(screen_with(secret)) for secret in screens] == [True, False, True]


def test_who_let_it_leaving_does_not_darken_the_screen(dora: User) -> None:
    approved(dora)
    dora.is_active = False
    dora.save()

    assert wall().get(PAIRED).status_code == 200


def test_being_seen_is_no_deed_and_brings_nothing_back(dora: User) -> None:
    screen = approved(dora)
    revoke_screen(screen, dora)
    note_seen(screen)

    assert (screen_with(SECRET), TrailEntry.objects.count()) == (None, 2)


# -------------------------------------------------------------------- what a wall says


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_wall_speaks_and_looks_as_it_was_told_whatever_its_browser_likes(
    dora: User, language: str, look: Look
) -> None:
    approved(dora, language=language, look=look)

    page = wall().get(SCREEN, headers={"accept-language": "en" if language == "da" else "da"})

    assert f'<html lang="{language}"' in text_of(page)
    assert f'data-look="{look}"' in text_of(page)
    assert (page.headers.get("X-Frame-Options"), "no-store" in page.headers["Cache-Control"]) == (
        "DENY",
        True,
    )


SAYS = {
    "da": ("Venter", "Længste ventetid", "Forventet ventetid", "Servicemål i dag"),
    "en": ("Waiting", "Longest wait", "Expected wait", "Service level today"),
}


@pytest.mark.parametrize("language", SAYS)
def test_a_board_is_whole_in_either_language(language: str) -> None:
    line = scenes.line()

    html = region(line, heard(line, waiting=2, waited_ms=5000, expected=Span(0, 60_000)), language=language)

    said = tiles(html)
    assert [name in said for name in SAYS[language]] == [True] * 4
    other = SAYS["en" if language == "da" else "da"]
    assert not any(f"<dt>{name}</dt>" in html for name in other)


@pytest.mark.parametrize("language", SAYS)
@pytest.mark.parametrize("problems", [(), tuple(PROBLEMS)])
@pytest.mark.parametrize("is_connected", [True, False])
def test_no_board_names_anybody_whatever_happens(
    language: str, problems: tuple[str, ...], is_connected: bool
) -> None:
    line, people = scenes.line(), [scenes.agent(name) for name in ("Almagunda", "Bodiliane")]
    call = scenes.answered_by(people[0], at=timezone.now() - dt.timedelta(minutes=9))
    registered(people[0], call, topics=[topic()], note="Hemmelig note", now=timezone.now())
    LineAnnouncement.objects.create(line=line, text="MitID er nede", from_at=timezone.now() - A_SECOND)
    states = dict(zip(people, (AgentStatus.TALKING, AgentStatus.PAUSED), strict=True))
    told = heard(line, states, waiting=1, waited_ms=1000, problems=problems)
    if not is_connected:
        told = Heard(told.snapshot, lost_at=timezone.now().timestamp())

    html = region(line, told, language=language)

    assert "MitID er nede" in html
    for person in people:
        assert not {person.name, person.username, str(person.pk) + "</"} & set(re.split(r"[\s>]", html))
        assert person.name not in html
    for hidden in ("Hemmelig", scenes.FIRST_CALLER, scenes.FIRST_CALLER[3:], call.number_key, call.pk + '"'):
        assert hidden not in html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "MitID & NemID < nede", '"citat"'])
def test_what_people_wrote_is_text_on_a_board(text: str) -> None:
    line = scenes.line()
    LineAnnouncement.objects.create(line=line, text=text, from_at=timezone.now() - A_SECOND)

    html = region(line, heard(line))

    assert "<script" not in html
    assert escape(text) in html


def test_a_board_without_the_exchange_shows_no_state_of_anybody() -> None:
    line, alma = scenes.line(), scenes.agent()
    there = heard(line, {alma: AgentStatus.TALKING}, waiting=4, waited_ms=1000)
    lost = Heard(there.snapshot, lost_at=timezone.now().timestamp())

    states = {
        html: re.findall(r'<div data-state="\w+"><dt>[^<]*</dt><dd>([^<]*)</dd>', html)
        for html in (region(line, there), region(line, lost))
    }

    numbers, dashes = states.values()
    assert "1" in numbers
    assert set(dashes) == {"–"}
