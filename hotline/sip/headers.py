# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Header values: lists, parameters, parties (From, To, Contact, ...), Via, and small numbers."""

import re
from dataclasses import dataclass
from itertools import pairwise

from hotline.sip.errors import Unusable
from hotline.sip.uris import DEFAULT_PORT

LONGEST_NUMBER = 10
LONGEST_TEXT = 120

_LIST_MARK = re.compile(r'\\.|[",<>]', re.DOTALL)
_PARAMETER = re.compile(r';\s*([^\s=;"]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*))?', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*', re.DOTALL)
_TAG = re.compile(r";\s*tag\s*=\s*([^;\s,]+)", re.IGNORECASE)
_VIA = re.compile(
    r"SIP\s*/\s*[0-9.]+\s*/\s*([A-Za-z0-9-]+)\s+"
    r"(\[[0-9A-Fa-f:.]+\]|[^\s:;,\[\]]+)"
    r"(?:\s*:\s*([0-9]{1,5}))?"
    r"\s*(;.*)?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Party:
    """Display name, address and parameters: what From, To, Contact, Route and their like hold."""

    display: str
    uri: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Via:
    """One station of a request's way."""

    transport: str
    host: str
    port: int | None
    parameters: dict[str, str]

    @property
    def branch(self) -> str:
        """The transaction's name there, empty when there is none."""
        return self.parameters.get("branch", "")

    def __str__(self) -> str:
        """As it is written in the header."""
        station = f"{self.host}:{self.port}" if self.port else self.host
        named = (f"{name}={value}" if value else name for name, value in self.parameters.items())
        return ";".join([f"SIP/2.0/{self.transport} {station}", *named])

    @property
    def sent_by(self) -> str:
        """Who sent it, as a text to compare."""
        return f"{self.host.lower()}:{self.port or DEFAULT_PORT}"


def split_list(value: str) -> list[str]:
    """The members of a list joined by commas; commas in quotes and angle brackets do not count."""
    if "," not in value:
        return [value] if value else []
    cuts, inside = [-1], ""
    for mark in _LIST_MARK.finditer(value):
        if mark[0] == inside:
            inside = ""
        elif not inside and mark[0] in '"<':
            inside = '"' if mark[0] == '"' else ">"
        elif not inside and mark[0] == ",":
            cuts.append(mark.start())
    parts = (value[start + 1 : end].strip() for start, end in pairwise([*cuts, len(value)]))
    return [part for part in parts if part]


def unquoted(text: str) -> str:
    """A quoted text without its quotes and escapes; any other text as it is."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)
    return text


def quoted(text: str) -> str:
    """A text put in quotes, without what could end the header."""
    inside = "".join(letter for letter in text if letter.isprintable())
    return '"' + inside.replace("\\", "\\\\").replace('"', '\\"') + '"'


def header_parameters(text: str) -> dict[str, str]:
    """`;tag=x;expires="3"` as a dictionary; names in lower case, the first of two counts."""
    found: dict[str, str] = {}
    for name, value in _PARAMETER.findall(text):
        found.setdefault(name.lower(), unquoted(value.strip()))
    return found


def parse_party(value: str) -> Party:
    """Take a From, To, Contact, Route or P-Asserted-Identity apart."""
    value = value.strip()
    display, rest = "", value
    if quote := _QUOTED.match(value):
        display, rest = unquoted(quote[0].strip()), value[quote.end() :]
    elif value.startswith('"'):
        raise Unusable("A display name has a quote that does not end.")
    before, bracket, after = rest.partition("<")
    if not bracket:
        return _bare_party(display, rest)
    uri, closing, tail = after.partition(">")
    if not closing:
        raise Unusable("An address has a bracket that does not end.")
    return Party(display or before.strip(), uri.strip(), header_parameters(tail))


def _bare_party(display: str, rest: str) -> Party:
    """Without brackets all parameters belong to the header, not to the address (RFC 3261 20.10)."""
    if display:
        raise Unusable("A display name is not followed by an address in brackets.")
    uri, semicolon, tail = rest.partition(";")
    return Party("", uri.strip(), header_parameters(semicolon + tail))


def tag_of(value: str) -> str:
    """The tag of a From or To, without taking the rest apart."""
    found = _TAG.search(value.rpartition(">")[2])
    return found[1] if found else ""


def parse_via(value: str) -> Via:
    """Take one Via apart."""
    parts = _VIA.fullmatch(value.strip())
    if parts is None:
        raise Unusable("The Via cannot be read.")
    transport, host, port, parameters = parts.groups()
    if port and not 0 < int(port) < 65536:
        raise Unusable("The Via has an impossible port.")
    return Via(transport.upper(), host, int(port) if port else None, header_parameters(parameters or ""))


def small_number(text: str, largest: int = 2**31 - 1) -> int | None:
    """A whole number in plain digits, or None when it is anything else."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()) or len(text) > LONGEST_NUMBER:
        return None
    return number if (number := int(text)) <= largest else None


def leading_number(text: str) -> int | None:
    """The number before parameters and comments: Session-Expires, Retry-After."""
    return small_number(re.split(r"[;\s(]", text.strip(), maxsplit=1)[0])


def readable(text: str) -> str:
    """A text of a stranger, safe to store and show: Latin-1 is understood, controls are dropped."""
    try:
        text.encode()
    except UnicodeEncodeError:  # bytes that were not UTF-8 were kept as surrogates
        text = text.encode("utf-8", "surrogateescape").decode("latin-1")
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_TEXT].strip()
