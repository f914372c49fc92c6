# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Who may open which board."""

import pytest
from django.test import Client
from django.urls import reverse

from hotline.organisations.models import Line, Membership
from hotline.wallboard.rules import lines_paired_by, may_pair, may_see, scope_of
from tests.calls import scenes
from tests.inquiries.desk import signed_in, text_of

pytestmark = pytest.mark.django_db

START, BOARD, STREAM = (
    reverse("wallboard:start"),
    reverse("wallboard:board", args=["hotline"]),
    reverse("wallboard:stream", args=["hotline"]),
)


def other_line() -> Line:
    line = Line.objects.create(slug="hospital", name="Hospitalslinjen", number="+4570200001")
    Membership.objects.create(authority=scenes.authority(), line=line, kind="staffs", from_on="2012-12-03")
    return line


@pytest.mark.parametrize("role", ["agent", "duty_lead", "planner", "editor", "administrator"])
def test_everybody_of_the_line_sees_its_board(role: str) -> None:
    page = signed_in(scenes.person("Signe", role)).get(BOARD)
    assert page.status_code == 200
    assert STREAM in text_of(page)


def test_who_is_not_signed_in_sees_no_board() -> None:
    scenes.line()
    assert Client().get(BOARD).status_code == 302
    assert Client().get(START).status_code == 302


def test_a_stranger_sees_no_board() -> None:
    scenes.line()
    stranger = scenes.authority("Skive", "0779")
    from hotline.people.models import User

    somebody = signed_in(User.objects.create_user("s", name="S", authority=stranger))
    assert somebody.get(BOARD).status_code == 403
    assert somebody.get(START).status_code == 403


def test_the_only_line_is_gone_to_straight() -> None:
    client = signed_in(scenes.agent())
    assert client.get(START).headers["Location"] == BOARD
    other_line()
    page = text_of(client.get(START))
    assert "Den Digitale Hotline" in page
    assert "Hospitalslinjen" in page


def test_leaders_see_every_authority_and_others_their_own() -> None:
    line, agent, lead = scenes.line(), scenes.agent(), scenes.person("Dora", "duty_lead")
    assert scope_of(lead, line) is None
    assert scope_of(agent, line) == frozenset({scenes.authority().pk})
    assert may_see(agent, line)


def test_screens_are_let_by_who_leads_or_administers_the_line() -> None:
    line, lead, agent = scenes.line(), scenes.person("Dora", "duty_lead"), scenes.agent()
    other_line()
    assert list(lines_paired_by(lead)) == [line]
    assert (may_pair(lead), may_pair(agent)) == (True, False)


def test_the_way_to_the_screens_is_shown_to_who_may_go_there() -> None:
    screens = reverse("wallboard:screens", args=["hotline"])
    assert screens in text_of(signed_in(scenes.person("Dora", "duty_lead")).get(BOARD))
    assert screens not in text_of(signed_in(scenes.agent()).get(BOARD))


def test_a_board_may_be_asked_after_without_its_page() -> None:
    assert signed_in(scenes.agent()).head(BOARD).status_code == 200


def test_no_board_is_kept_by_a_browser() -> None:
    assert "no-store" in signed_in(scenes.agent()).get(BOARD).headers["Cache-Control"]


def test_the_stream_speaks_as_the_page_does() -> None:
    client = signed_in(scenes.agent())
    for language in ("da", "en"):
        page = text_of(client.get(BOARD, {"language": language}))
        assert f"{STREAM}?language={language}" in page
