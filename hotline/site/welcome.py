# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What `hotline run` says when everything answers: where the pages are, who can sign in, how to ring in."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from hotline.site.addresses import addresses_beyond_home

RULE = "─" * 78
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - named to be told apart, not bound


def text() -> str:
    parts = [list(part) for part in (banner(), addresses(), sign_ins(), ringing_in())]
    told = "\n\n".join("\n".join(part) for part in parts if part)
    return f"{RULE}\n{told}\n\nStop everything with Ctrl-C.\n{RULE}"


def banner() -> Iterator[str]:
    if settings.FORCED_OPEN:
        yield "DEMONSTRATION: the line answers at every hour, whatever its opening hours say."
        yield "For real use, start with HOTLINE_FORCED_OPEN=no HOTLINE_DEMO=no."


def addresses() -> Iterator[str]:
    yield "Pages"
    for name, what in (
        ("front", "for citizens"),
        ("desk", "the agent's desk"),
        ("start", "for everybody who works here"),
    ):
        if address := page(name):
            yield f"  {address:<42} {what}"


def page(name: str) -> str | None:
    try:
        return web_address() + reverse(name)
    except NoReverseMatch:
        return None


def web_address() -> str:
    """Where a browser on this machine finds the pages; localhost may use the microphone without TLS."""
    local = settings.WEB_ADDRESS in EVERYWHERE or settings.WEB_ADDRESS.startswith("127.")
    return f"http://{'localhost' if local else settings.WEB_ADDRESS}:{settings.WEB_PORT}"


def sign_ins() -> Iterator[str]:
    from hotline.people.example import DEMO_PASSWORD
    from hotline.site.example import sign_ins as open_sign_ins

    if settings.DEMO and (shown := list(open_sign_ins())):
        yield f"Sign in as (password: {DEMO_PASSWORD})"
        for username, what in shown:
            yield f"  {username:<42} {what}"


def ringing_in() -> Iterator[str]:
    yield "Ring in"
    if settings.DEMO and (address := page("demo-phone")):
        yield f"  {address:<42} the browser is the citizen's telephone"
    yield f"  {sip_address():<42} from a softphone; no account is needed"
    yield f"  {'.venv/bin/hotline simulate':<42} simulated citizens ring over real SIP and speak"
    if not addresses_beyond_home():
        yield "  This machine has only its loopback address: browsers find no way for the sound until"
        yield "  it joins a network, or Chromium is started with --allow-loopback-in-peer-connection."


def sip_address() -> str:
    from hotline.organisations.models import Line

    line = Line.objects.order_by("pk").first()
    number = line.number.removeprefix("+45") if line else "70200000"
    return f"sip:{number}@{settings.SIP_ADDRESS}:{settings.SIP_PORT}"
