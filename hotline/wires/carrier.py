# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""How the telephone network is reached: whom we trust, the proxy in front, the registration."""

from django.conf import settings

from hotline.sip.outputs import Address
from hotline.sip.settings import Credentials, Registration, Settings

ANYBODY = "any"


def sip_settings(address: Address) -> Settings:
    host, port = address
    return Settings(
        host=host,
        port=port,
        edge=settings.SIP_EDGE,
        trusted=tuple(peer for peer in settings.SIP_TRUSTED if peer != ANYBODY),
        open_to_all=ANYBODY in settings.SIP_TRUSTED,
        credentials=(credentials(),) if settings.SIP_USER else (),
    )


def credentials() -> Credentials:
    return Credentials(user=settings.SIP_USER, password=settings.SIP_PASSWORD)


def registration() -> Registration | None:
    """The binding to keep up at a carrier, if it wants one."""
    if not settings.SIP_REGISTRAR:
        return None
    return Registration(
        name="carrier",
        registrar=settings.SIP_REGISTRAR,
        address=settings.SIP_REGISTERED_AS,
        credentials=credentials(),
    )
