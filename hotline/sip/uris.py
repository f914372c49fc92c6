# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Addresses: sip, sips and tel URIs, and the telephone number in them."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from hotline.sip.errors import Unusable
from hotline.sip.outputs import Address

DEFAULT_PORT = 5060
LONGEST = 1024

_LABEL = "[a-z0-9_-]{1,63}"
_HOST = re.compile(rf"\[[0-9a-f:.]+\]|{_LABEL}(?:\.{_LABEL})*\.?", re.IGNORECASE | re.ASCII)
_SIP = re.compile(
    r"(sips?):"
    r"(?:([^@<>\s]*)@)?"
    rf"({_HOST.pattern})"
    r"(?::([0-9]{1,5}))?"
    r"(;[^?<>\s]*)?"
    r"(?:\?[^<>\s]*)?",
    re.IGNORECASE | re.ASCII,
)
_TEL = re.compile(r"tel:([0-9a-f*#+().-]+)(;[^<>\s]*)?", re.IGNORECASE | re.ASCII)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\+?[0-9*#().\s-]+", re.ASCII)
_SEPARATORS = str.maketrans("", "", " .()-")


@dataclass(frozen=True, slots=True)
class Uri:
    """One address, taken apart. For tel the user is the number and the host is empty."""

    scheme: str
    user: str
    host: str
    port: int | None
    parameters: dict[str, str]

    @property
    def is_loose(self) -> bool:
        """A router of today's kind (RFC 3261), not one that rewrites the request line."""
        return "lr" in self.parameters


def knows_scheme(text: str) -> bool:
    """False for http:, urn: and the like; true for what is no URI at all."""
    scheme = _SCHEME.match(text)
    return scheme is None or scheme[0].lower() in {"sip:", "sips:", "tel:"}


def parse_parameters(text: str) -> dict[str, str]:
    """`;lr;transport=udp` as a dictionary; names in lower case."""
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        if name := name.strip().lower():
            found[name] = value.strip()
    return found


@lru_cache(maxsize=4096)
def parse_uri(text: str) -> Uri:
    """Take an address apart, or say what is wrong with it."""
    if len(text) > LONGEST:
        raise Unusable(f"An address may have at most {LONGEST} characters.")
    if tel := _TEL.fullmatch(text):
        return Uri("tel", tel[1], "", None, parse_parameters(tel[2] or ""))
    parts = _SIP.fullmatch(text)
    if parts is None:
        raise Unusable("The address is not a sip, sips or tel URI.")
    scheme, user, host, port, parameters = parts.groups()
    if port is not None and not 0 < int(port) < 65536:
        raise Unusable("The address has an impossible port.")
    return Uri(
        scheme.lower(),
        user or "",
        host.lower(),
        int(port) if port else None,
        parse_parameters(parameters or ""),
    )


def next_hop(uri: Uri) -> Address:
    """Where a request for this address is sent, without looking names up."""
    if not uri.host:
        raise Unusable("A telephone number alone says not where to send; an edge is needed.")
    wanted = uri.parameters.get("maddr", "")
    host = wanted if _HOST.fullmatch(wanted) else uri.host
    return host.strip("[]"), uri.port or DEFAULT_PORT


def number_of(uri: Uri) -> str:
    """The telephone number, or the user's name, without separators, parameters and password."""
    user, *parameters = unquote(uri.user, errors="replace").split(";")
    user = user.split(":")[0]
    if _NUMBER.fullmatch(user):
        user = user.translate(_SEPARATORS)
    context = uri.parameters.get("phone-context") or parse_parameters(";".join(parameters)).get(
        "phone-context", ""
    )
    if context.startswith("+") and not user.startswith("+"):
        user = context.translate(_SEPARATORS) + user
    return user


def try_number(text: str) -> str:
    """The number in an address that may be of any kind, or nothing."""
    try:
        return number_of(parse_uri(text))
    except Unusable:
        return ""


def bracketed(host: str) -> str:
    """An IPv6 address as it is written in a URI or a Via."""
    return f"[{host}]" if ":" in host else host
