# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""An answer goes to a citizen who said yes, by a real gateway, and nobody remembers to whom."""

import datetime as dt
import logging
import socket
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from pytest_django.fixtures import Settings

from hotline.knowledge.queries import Guide, guide
from hotline.knowledge.wording import Referral, Wording
from hotline.public.articles import address_for_citizens
from hotline.sending.actions import send_guide
from hotline.sending.gateways import GATEWAYS, NotSent, crossed_out, filled_in, send
from hotline.sending.messages import LONGEST_SMS, Message, message_about
from hotline.sending.models import Sent, Way
from hotline.sending.rules import MOST_AN_HOUR, Refused
from tests.knowledge.articles.library import Library, make_library
from tests.sending.outside import MailServer, SmsGateway, mail_server, sms_gateway

NUMBER = "+4500000001"
ADDRESS = "ejnar.eksempelsen@example.org"
BORGER = Referral("borger_dk", "borger.dk", url="https://www.borger.dk/")
SUPPORT = Referral("mitid_support", "MitID support", telephone="33 98 00 10")
SERVICE = Referral("municipality", "Borgerservice")
HOTLINE = "Den Digitale Hotline"
DAY = dt.timedelta(days=1)
MESSAGE = Message("Emne", "Tekst\nmed æøå")


@pytest.fixture
def library(db: None) -> Library:
    return make_library()


@pytest.fixture
def gateway(settings: Settings) -> Iterator[SmsGateway]:
    with sms_gateway() as outside:
        settings.SMS_GATEWAY, settings.SMS_URL = "http", outside.address
        settings.SMS_AUTHORIZATION, settings.SMS_SENDER = "Bearer secret", "Hotline"
        yield outside


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as outside:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", outside.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.MAIL_GATEWAY = "smtp"
        yield outside


def answer(library: Library, *places: Referral, language: str = "da", **words: str) -> Guide:
    wording = Wording(
        title=words.get("title", "Hvordan bliver jeg fritaget?"),
        short_answer=words.get("short", "Mød op i Borgerservice."),
        script="Læs op.",
        where_next=places,
        checked_on=dt.date(2014, 5, 1),
        review_on=dt.date(2030, 5, 1),
    )
    version = library.published(library.article(), wording, "da")
    assert version.publish_at
    found = guide("fritagelse", language, None, version.publish_at + DAY)
    assert found
    return found


def sent_to(to: str, way: Way, library: Library, found: Guide) -> Sent:
    return send_guide(found, way=way, to=to, sender=HOTLINE, has_said_yes=True, by=library.agent)


def test_a_citizen_gets_the_answer_where_it_stands_and_where_to_go(
    library: Library, settings: Settings
) -> None:
    settings.SITE_URL = "https://hotline.example"
    message = message_about(answer(library, SERVICE, BORGER, SUPPORT), HOTLINE)

    assert message == Message(
        "Den Digitale Hotline: Hvordan bliver jeg fritaget?",
        "Den Digitale Hotline: det, vi talte om\n"
        "Hvordan bliver jeg fritaget?\n"
        "Mød op i Borgerservice.\n"
        "Læs det her: https://hotline.example/vejledning/fritagelse/\n"
        "borger.dk: https://www.borger.dk/\n"
        "MitID support: 33 98 00 10",
    )


def test_an_sms_leaves_out_the_last_places_until_it_is_short_enough(library: Library) -> None:
    far = Referral("other", "x" * 450, url="https://www.borger.dk/")
    found = answer(library, BORGER, far)

    message = message_about(found, HOTLINE, is_sms=True)

    assert len(message.text) <= LONGEST_SMS
    assert ("https://www.borger.dk/" in message.text, "xxx" in message.text) == (True, False)
    assert "xxx" in message_about(found, HOTLINE).text


def test_an_sms_is_never_longer_than_three_parts(library: Library) -> None:
    found = answer(library, title="t" * 150, short="s" * 300)

    text = message_about(found, "l" * 90, is_sms=True).text

    assert len(text) == LONGEST_SMS


def test_an_sms_that_is_too_long_loses_the_end_of_the_answer_and_never_the_address(library: Library) -> None:
    found = answer(library, BORGER, title="t" * 150, short="s" * 300)

    *_before, short, link = message_about(found, HOTLINE, is_sms=True).text.splitlines()

    assert (short[-4:], link) == ("s...", f"Læs det her: {address_for_citizens(found)}")
    assert "…" not in short  # a sign that would double what an SMS takes


def test_an_sms_goes_out_by_http(library: Library, gateway: SmsGateway) -> None:
    sent_to(NUMBER, Way.SMS, library, answer(library, BORGER))

    [(authorization, body)] = gateway.heard
    assert authorization == "Bearer secret"
    assert (body["to"], body["from"], body["message"].splitlines()[-1]) == (
        NUMBER,
        "Hotline",
        "borger.dk: https://www.borger.dk/",
    )


def test_a_gateway_may_call_its_fields_as_it_likes(gateway: SmsGateway, settings: Settings) -> None:
    settings.SMS_BODY = '{"sms": {"recipients": [{"msisdn": "{to}"}], "text": "{text}", "class": 1}}'

    send(Way.SMS, NUMBER, MESSAGE)

    assert gateway.heard[0][1] == {
        "sms": {"recipients": [{"msisdn": NUMBER}], "text": "Tekst\nmed æøå", "class": 1}
    }


def test_a_text_with_braces_in_it_stays_as_it_is() -> None:
    words = {"to": "1", "text": '{to} og "gåseøjne"', "from": "H"}

    assert filled_in({"a": "{text}", "b": ["{to}", "{other}", 2, None]}, words) == {
        "a": '{to} og "gåseøjne"',
        "b": ["1", "{other}", 2, None],
    }


def test_a_mail_goes_out_by_smtp(library: Library, server: MailServer) -> None:
    sent_to(ADDRESS, Way.EMAIL, library, answer(library, BORGER))

    letter = message_from_string(server.letters[0], policy=policy.default)
    assert server.recipients == [ADDRESS]
    assert letter["subject"] == "Den Digitale Hotline: Hvordan bliver jeg fritaget?"
    assert "https://www.borger.dk/" in letter.get_content()


@pytest.mark.parametrize("status", [302, 400, 401, 500])
def test_what_the_gateway_does_not_take_is_told_without_the_number(
    library: Library, gateway: SmsGateway, status: int
) -> None:
    gateway.status = status

    with pytest.raises(NotSent) as problem:
        sent_to(NUMBER, Way.SMS, library, answer(library))

    assert str(problem.value) == f"Sms-gatewayen tager ikke imod den (den svarede {status})."
    assert (Sent.objects.count(), problem.value.__cause__) == (0, None)


def test_a_gateway_that_is_not_there_is_told(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.SMS_GATEWAY, settings.SMS_URL = "http", f"http://127.0.0.1:{port}/"

    with pytest.raises(NotSent, match="ConnectError"):
        send(Way.SMS, NUMBER, MESSAGE)


def test_an_address_the_mail_server_refuses_is_not_repeated(server: MailServer) -> None:
    server.refuses = True

    with pytest.raises(NotSent) as problem:
        send(Way.EMAIL, ADDRESS, MESSAGE)

    assert "SMTPRecipientsRefused" in str(problem.value)
    assert ADDRESS not in str(problem.value)


@pytest.mark.parametrize(
    ("way", "to", "shown"), [(Way.SMS, NUMBER, "…01"), (Way.EMAIL, ADDRESS, "…@example.org")]
)
def test_without_a_gateway_it_is_written_into_the_data_folder(
    way: Way, to: str, shown: str, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA, settings.SMS_GATEWAY, settings.MAIL_GATEWAY = tmp_path, "file", "file"

    send(way, to, MESSAGE)
    send(way, to, MESSAGE)

    files = [path.read_text(encoding="utf-8") for path in (tmp_path / "sent").iterdir()]
    assert files == [f"{shown}\n\nEmne\n\nTekst\nmed æøå\n"] * 2


def test_the_console_shows_what_would_be_sent(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.SMS_GATEWAY = "console"

    send(Way.SMS, NUMBER, MESSAGE)

    assert capsys.readouterr().out == "To …01: Emne\nTekst\nmed æøå\n"


@pytest.mark.parametrize(("to", "shown"), [("+4500000001", "…01"), ("a@b.dk", "…@b.dk"), ("1", "…1")])
def test_what_is_crossed_out_cannot_be_read(to: str, shown: str) -> None:
    assert crossed_out(to) == shown


def everything_kept() -> str:
    """Every value of every table."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = []
        for name in names:
            cursor.execute(f'SELECT * FROM "{name}"')
            rows.extend(cursor.fetchall())
    return str(rows)


def test_the_number_is_neither_stored_nor_logged(
    library: Library,
    gateway: SmsGateway,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        kept = sent_to(NUMBER, Way.SMS, library, answer(library))
        gateway.status = 500
        with pytest.raises(NotSent):
            sent_to(NUMBER, Way.SMS, library, answer_again())

    printed = capsys.readouterr()
    for place in (everything_kept(), caplog.text, printed.out, printed.err):
        assert "00000001" not in place
    assert (kept.way, kept.sent_by, kept.version.title) == (
        "sms",
        library.agent,
        "Hvordan bliver jeg fritaget?",
    )


def answer_again() -> Guide:
    found = guide("fritagelse", "da", None, dt.datetime.now(dt.UTC) + DAY)
    assert found
    return found


def test_nothing_goes_out_without_the_citizens_yes(library: Library) -> None:
    with pytest.raises(Refused):
        send_guide(
            answer(library), way=Way.EMAIL, to=ADDRESS, sender=HOTLINE, has_said_yes=False, by=library.agent
        )
    assert (mail.outbox, Sent.objects.count()) == ([], 0)


def test_an_editor_talks_with_no_citizen_and_sends_nothing(library: Library) -> None:
    with pytest.raises(Refused):
        send_guide(
            answer(library), way=Way.EMAIL, to=ADDRESS, sender=HOTLINE, has_said_yes=True, by=library.writer
        )


def test_nobody_sends_to_half_the_country(library: Library, gateway: SmsGateway) -> None:
    found = answer(library)
    for _time in range(MOST_AN_HOUR):
        sent_to(NUMBER, Way.SMS, library, found)

    with pytest.raises(Refused, match="den seneste time"):
        sent_to(NUMBER, Way.SMS, library, found)
    assert len(gateway.heard) == MOST_AN_HOUR
    Sent.objects.update(sent_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=61))
    sent_to(NUMBER, Way.SMS, library, found)


def test_every_way_has_a_gateway_for_trying_and_a_real_one() -> None:
    assert {way: set(gateways) for way, gateways in GATEWAYS.items()} == {
        Way.SMS: {"file", "console", "http"},
        Way.EMAIL: {"file", "console", "smtp"},
    }
