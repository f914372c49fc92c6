# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Ways out to a citizen. Which ones are used stands in the settings; a further one is one function more.

A gateway gets the number or address, sends, and keeps nothing. What goes wrong is said without it, as the
sentence is shown and logged.
"""

import json
import secrets
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

import click
import httpx
from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.translation import gettext as _

from hotline.sending.messages import Message
from hotline.sending.models import Way

PATIENCE = 10.0
Gateway = Callable[[str, Message], None]


class NotSent(Exception):
    """It did not go out; the sentence says why, and nothing of whom it was for."""


def send(way: Way, to: str, message: Message) -> None:
    """Send it by the gateway of the settings. Raises NotSent."""
    chosen = settings.SMS_GATEWAY if way is Way.SMS else settings.MAIL_GATEWAY
    GATEWAYS[way][chosen](to, message)


def to_file(to: str, message: Message) -> None:
    """Into the data folder, for trying things without a gateway; whom it was for is crossed out."""
    folder = settings.DATA / "sent"
    folder.mkdir(exist_ok=True)
    name = f"{timezone.localtime():%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(4)}.txt"
    (folder / name).write_text(
        f"{crossed_out(to)}\n\n{message.subject}\n\n{message.text}\n", encoding="utf-8"
    )


def to_console(to: str, message: Message) -> None:
    click.echo(f"To {crossed_out(to)}: {message.subject}\n{message.text}")


def by_smtp(to: str, message: Message) -> None:
    try:
        send_mail(message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [to])
    except (SMTPException, OSError) as problem:
        raise NotSent(
            _("The mail server does not take it (%(kind)s).") % {"kind": type(problem).__name__}
        ) from None


def by_http(to: str, message: Message) -> None:
    """One POST with JSON to the SMS gateway; HOTLINE_SMS_BODY says how its fields are called."""
    headers = {"authorization": settings.SMS_AUTHORIZATION} if settings.SMS_AUTHORIZATION else {}
    body = filled_in(
        json.loads(settings.SMS_BODY), {"to": to, "text": message.text, "from": settings.SMS_SENDER}
    )
    try:
        answer = httpx.post(
            settings.SMS_URL,
            json=body,
            headers=headers,
            timeout=PATIENCE,
            follow_redirects=False,
            trust_env=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        kind = type(problem).__name__
        raise NotSent(_("The SMS gateway does not answer (%(kind)s).") % {"kind": kind}) from None
    if not answer.is_success:
        status = {"status": answer.status_code}
        raise NotSent(_("The SMS gateway does not take it (it answered %(status)d).") % status)


def filled_in(pattern: Any, words: dict[str, str]) -> Any:
    """The pattern with {to}, {text} and {from} filled in, wherever they stand in it."""
    if isinstance(pattern, dict):
        return {key: filled_in(value, words) for key, value in pattern.items()}
    if isinstance(pattern, list):
        return [filled_in(value, words) for value in pattern]
    if isinstance(pattern, str) and pattern[:1] == "{" and pattern[-1:] == "}":
        return words.get(pattern[1:-1], pattern)
    return pattern


def crossed_out(to: str) -> str:
    """Enough to see that it is one's own, and nothing more: two digits, or the domain."""
    return f"…@{to.rpartition('@')[2]}" if "@" in to else f"…{to[-2:]}"


GATEWAYS: dict[Way, dict[str, Gateway]] = {
    Way.SMS: {"file": to_file, "console": to_console, "http": by_http},
    Way.EMAIL: {"file": to_file, "console": to_console, "smtp": by_smtp},
}
