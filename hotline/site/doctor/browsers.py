# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""What agents' browsers need: a page they trust with a microphone, and a way for the sound."""

import datetime as dt
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from hotline.site.addresses import is_home
from hotline.site.doctor.finding import Finding, doubtful, ill, well

RENEW_WITHIN = dt.timedelta(days=14)


def look_at_microphone() -> Iterator[Finding]:
    strangers = [host for host in settings.ALLOWED_HOSTS if not is_home(host)]
    if settings.SESSION_COOKIE_SECURE:
        yield well("microphone", "pages come over TLS, so browsers give the microphone")
    elif strangers:
        says = f"browsers give no microphone to http://{strangers[0]}"
        yield ill(
            "microphone", says, "Put a TLS proxy in front and set HOTLINE_TLS=yes; see README, Production."
        )
    else:
        yield well("microphone", "browsers give it to localhost; other machines would need TLS")


def look_at_way_of_sound(beyond: list[str]) -> Iterator[Finding]:
    """`beyond`: the addresses at which others may reach this machine."""
    if is_home(settings.MEDIA_INTERFACE) and not is_home(settings.WEB_ADDRESS):
        says = "pages are served to other machines, but sound only to this one"
        advice = f"Set HOTLINE_MEDIA_INTERFACE={beyond[0] if beyond else 'ADDRESS'}"
        yield ill("way of the sound", says, advice)
    elif not beyond:
        says = "this machine has only its loopback address, with which browsers find no way for the sound"
        advice = "Join a network, or start Chromium with --allow-loopback-in-peer-connection."
        yield doubtful("way of the sound", says, advice)
    else:
        yield well("way of the sound", f"media on {settings.MEDIA_INTERFACE}")


def look_at_certificates(now: dt.datetime) -> Iterator[Finding]:
    """The certificates of every address the pages are reached at over TLS."""
    for origin in [*settings.CSRF_TRUSTED_ORIGINS, settings.EXCHANGE_URL]:
        url = urlsplit(origin)
        if url.scheme in {"https", "wss"} and url.hostname:
            yield look_at_certificate(url.hostname, url.port or 443, now)
    if settings.SESSION_COOKIE_SECURE and settings.EXCHANGE_URL.startswith("ws://"):
        says = "a page over TLS may not open HOTLINE_EXCHANGE_URL, which begins with ws://"
        yield ill("phone socket", says, "Let it begin with wss:// and lead it through the TLS proxy.")


def look_at_certificate(host: str, port: int, now: dt.datetime) -> Finding:
    subject = f"certificate of {host}"
    try:
        ends_at = end_of_certificate(host, port)
    except (OSError, ssl.SSLError) as trouble:
        return ill(subject, f"cannot be had at port {port}: {trouble}", "Is the TLS proxy running?")
    says = f"is good until {ends_at:%Y-%m-%d}"
    if ends_at - now < RENEW_WITHIN:
        return doubtful(subject, says, "Renew it.")
    return well(subject, says)


def end_of_certificate(host: str, port: int) -> dt.datetime:
    """Until when it is good. Raises OSError or SSLError as a browser would refuse it."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=5) as plain,
        context.wrap_socket(plain, server_hostname=host) as safe,
    ):
        seconds = ssl.cert_time_to_seconds(str((safe.getpeercert() or {})["notAfter"]))
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


def look_at_openness() -> Iterator[Finding]:
    """What suits a demonstration but not the real thing."""
    beyond = not is_home(settings.SIP_ADDRESS)
    if beyond and "any" in settings.SIP_TRUSTED:
        says = "every address may ring in and say which number it has"
        yield doubtful("trust", says, "Set HOTLINE_SIP_TRUSTED to the carrier's addresses.")
    if settings.FORCED_OPEN:
        yield doubtful(
            "opening hours", "the line is forced open", "Leave HOTLINE_FORCED_OPEN out for real use."
        )
    if settings.DEBUG:
        yield doubtful("debugging", "errors are shown to everybody", "Leave HOTLINE_DEBUG out for real use.")
