# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Nothing is asked with a NUL, statuses are as Turbo wants them, and the language is the reader's."""

import pytest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.utils import translation

from hotline.site.middleware import TURBO_STREAM, LanguageOfTheReader, NoNulls, TurboAnswers
from tests.people.persons import World, make_world

TURBO = {"accept": f"{TURBO_STREAM}, text/html, application/xhtml+xml"}
BROWSER = {"accept": "text/html"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def status(answer: HttpResponse, headers: dict[str, str], method: str = "POST") -> int:
    request = RequestFactory().generic(method, "/", headers=headers)
    return TurboAnswers(lambda _request: answer)(request).status_code


def redirect() -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "/"})


@pytest.mark.parametrize(
    "address", ["/vejledning/%00", "/sign-in/?next=%00", "/vejledning/a%00b/?language=%00"]
)
def test_a_question_with_a_nul_is_one_for_something_that_is_not_there(
    client: Client, db: None, address: str
) -> None:
    assert client.get(address).status_code in {200, 404}


def test_a_nul_is_read_as_what_cannot_be_read() -> None:
    request = RequestFactory().get("/a%00b/?q=%00&r=%2500")
    NoNulls(lambda _request: HttpResponse())(request)
    assert (request.path, request.path_info) == ("/a\ufffdb/", "/a\ufffdb/")
    assert (request.GET["q"], request.GET["r"]) == ("\ufffd", "%00")


def test_a_form_shown_again_tells_turbo_it_was_refused() -> None:
    assert status(HttpResponse("the form, with its errors"), TURBO) == 422


def test_a_form_that_went_through_sends_turbo_on_with_a_get() -> None:
    assert status(redirect(), TURBO) == 303


@pytest.mark.parametrize("headers", [BROWSER, {}])
def test_a_browser_without_scripts_gets_what_django_gave(headers: dict[str, str]) -> None:
    assert [status(HttpResponse("form"), headers), status(redirect(), headers)] == [200, 302]


def test_reading_a_page_is_left_alone() -> None:
    assert [status(HttpResponse(), TURBO, "GET"), status(redirect(), TURBO, "GET")] == [200, 302]


def test_a_stream_and_data_are_no_refused_forms() -> None:
    stream = HttpResponse("<turbo-stream></turbo-stream>", content_type=TURBO_STREAM)
    assert [status(stream, TURBO), status(JsonResponse({}), TURBO)] == [200, 200]


@pytest.mark.parametrize("code", [204, 400, 403, 404, 500])
def test_every_other_status_is_left_alone(code: int) -> None:
    assert status(HttpResponse(status=code), TURBO) == code


def test_a_wrong_password_is_refused_and_a_right_one_goes_on(world: World) -> None:
    from tests.people.persons import PASSWORD

    client = Client(headers=TURBO)
    sign_in = {"username": "anna", "password": "something else"}
    assert client.post("/sign-in/", sign_in).status_code == 422
    assert client.post("/sign-in/", sign_in | {"password": PASSWORD}).status_code == 303


# ------------------------------------------------------------------ language


def seen(path: str = "/", language: str | None = None) -> tuple[str | None, str | None]:
    """What language a page is made in, and what the answer says of it."""
    request = RequestFactory().get(path)
    if language:
        request.user = type("Reader", (), {"language": language})()
    made_in: list[str | None] = []

    def answer(_request: HttpRequest) -> HttpResponse:
        made_in.append(translation.get_language())
        return HttpResponse()

    with translation.override("da"):
        response = LanguageOfTheReader(answer)(request)
    return made_in[0], response.headers.get("Content-Language")


def test_nothing_asked_leaves_what_the_browser_prefers() -> None:
    assert seen() == ("da", None)


def test_a_person_reads_in_the_language_they_chose() -> None:
    assert seen(language="en") == ("en", "en")


def test_the_address_can_ask_for_a_language_without_a_cookie() -> None:
    assert seen("/?language=en") == ("en", "en")


def test_the_address_outweighs_the_persons_language() -> None:
    assert seen("/?language=da", language="en") == ("da", "da")


@pytest.mark.parametrize("wish", ["xx", "", "../../etc", "klingon", "æ"])
def test_a_language_we_do_not_speak_is_not_asked_for(wish: str) -> None:
    assert seen(f"/?language={wish}", language="en") == ("en", "en")


@pytest.mark.parametrize("wish", ["sv", "de", "fr"])
def test_a_language_django_speaks_and_we_do_not_is_not_asked_for(wish: str) -> None:
    assert seen(f"/?language={wish}", language="da") == ("da", "da")


def test_an_agent_who_reads_english_gets_an_english_desk(world: World) -> None:
    world.agent.language = "en"
    world.agent.save()
    assert "Switch on the phone" in world.client("agent").get("/desk/").content.decode()


def test_danish_is_what_everybody_else_gets(world: World) -> None:
    page = world.client("agent").get("/desk/").content.decode()
    assert '<html lang="da">' in page
    assert "Tænd telefonen" in page
